//! One assessment as a row: what a portfolio keeps of it, so that thousands fit in little room.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::line::NormMark;
use crate::assessment::results::{Cause, CriterionResult, DoubtKind, Finality, Results, Trace, Truth};
use crate::assessment::{Inputs, inputs::Structure};
use crate::audit::JudgedBeside;
use crate::kernel::{
    ConclusionId, CriterionId, Date, DossierId, ElementRef, InternalError, Interval, Period, PieceId,
    ProfileId, Status, persons, words,
};
use crate::norm::SharedNorm;
use crate::norm::model::{AuditKind, Cohort, Element, Profile};
use crate::view;
use crate::view::utility::{StatedFigure, figures};

/// What a row was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Origin {
    /// A dossier: its files were read.
    Dossier,
    /// An assessment in JSON: only what it says was read.
    Assessment,
    /// A report, in PDF or HTML, which carries its assessment.
    Report,
}

impl Origin {
    /// Its name in data.
    pub fn key(self) -> &'static str {
        match self {
            Self::Dossier => "dossier",
            Self::Assessment => "evaluation",
            Self::Report => "rapport",
        }
    }
}

/// What judging again an assessment that came as a file gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rejudged {
    /// A dossier: it was judged now.
    Judged,
    /// The same results, to the last detail.
    Identical,
    /// Other results than the file says: what differs.
    Differs(Vec<String>),
}

/// What the assessments of one lot share. Only those of one lot are ever added up.
#[derive(Debug)]
pub struct Lot {
    /// The norm.
    pub norm: SharedNorm,
    /// What names it; its digest is of what was judged under, whatever it calls itself.
    pub mark: NormMark,
    /// Is it a norm that this médiaudit holds?
    pub known: bool,
    /// The profile.
    pub profile: ProfileId,
    /// Kind of audit.
    pub audit: AuditKind,
    /// Its criteria, in the norm's order.
    pub criteria: Vec<CriterionId>,
    /// Elements that are wanted, in the norm's order.
    pub elements: Vec<ElementRef>,
    /// Profiles that look at a part, beside the lot's own: each is judged, too.
    pub partial: Vec<ProfileId>,
}

impl Lot {
    fn new(norm: SharedNorm, mark: NormMark, known: bool, profile: &ProfileId, audit: AuditKind) -> Self {
        let own = norm.profile(profile);
        let criteria: Vec<CriterionId> = own.map(|own| own.criteria.clone()).unwrap_or_default();
        let elements = criteria
            .iter()
            .filter_map(|id| norm.criterion(id))
            .flat_map(|criterion| {
                let wanted = criterion.elements.iter().filter(|element| !element.optional);
                wanted.map(|element| ElementRef::new(&criterion.id, &element.id))
            })
            .collect();
        let partial = norm
            .profiles
            .iter()
            .filter(|other| other.partial && !other.first && other.id != *profile)
            .map(|other| other.id.clone())
            .collect();
        Self {
            mark,
            known,
            profile: profile.clone(),
            audit,
            criteria,
            elements,
            partial,
            norm,
        }
    }

    /// By what it is known.
    pub fn key(&self) -> LotKey {
        (self.mark.clone(), self.profile.clone(), self.audit)
    }

    /// Its profile.
    pub fn own_profile(&self) -> Option<&Profile> {
        self.norm.profile(&self.profile)
    }

    /// An element, with the criterion that asks it.
    pub fn element(&self, at: u16) -> Option<(&CriterionId, &Element)> {
        let wanted = self.elements.get(usize::from(at))?;
        let of = |id: &CriterionId| self.norm.criterion(id);
        self.criteria.iter().filter_map(of).find_map(|criterion| {
            let same = |element: &&Element| ElementRef::new(&criterion.id, &element.id) == *wanted;
            Some((&criterion.id, criterion.elements.iter().find(same)?))
        })
    }
}

/// By what a lot is known: norm, profile, kind of audit.
pub type LotKey = (NormMark, ProfileId, AuditKind);

/// Norms other than those that médiaudit holds, at most: files that each bring their own would fill the memory.
const FOREIGN: usize = 32;

/// The lots of a run.
#[derive(Debug, Default)]
pub struct Lots(Mutex<BTreeMap<LotKey, Arc<Lot>>>);

impl Lots {
    /// The lot of these inputs, which hold together.
    pub fn of(&self, inputs: &Inputs, mark: NormMark, known: bool) -> Result<Arc<Lot>, RowFault> {
        self.under(&inputs.norm, known, (mark, inputs.profile.clone(), inputs.audit))
    }

    /// The lot of this key, which names that norm.
    pub fn under(&self, norm: &SharedNorm, known: bool, key: LotKey) -> Result<Arc<Lot>, RowFault> {
        let mut lots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lot) = lots.get(&key) {
            return Ok(Arc::clone(lot));
        }
        let foreign: BTreeSet<&NormMark> = lots
            .values()
            .filter(|lot| !lot.known)
            .map(|lot| &lot.mark)
            .collect();
        if !known && foreign.len() >= FOREIGN {
            return Err(RowFault::Norms);
        }
        let lot = Lot::new(norm.clone(), key.0.clone(), known, &key.1, key.2);
        let lot = Arc::new(lot);
        lots.insert(key, Arc::clone(&lot));
        Ok(lot)
    }
}

/// How fresh the evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Freshness {
    /// Pieces.
    pub pieces: u32,
    /// Pieces with a date of effect.
    pub dated: u32,
    /// Those whose date is less than a year before the audit.
    pub recent: u32,
    /// Those that count no more, being too old, for something that asks them.
    pub stale: u32,
}

/// One assessment, as a portfolio shows it; of a lot, unless that is told beside it ([`super::kept`]).
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an answer of its own, not a state"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StructureRow<L = Arc<Lot>> {
    /// The file or folder that it comes from, as it was named.
    pub source: Box<str>,
    /// Name of the structure.
    pub name: Box<str>,
    /// The dossier's id.
    pub dossier: DossierId,
    /// Audit date.
    #[serde(with = "super::kept::date")]
    pub date: Date,
    /// What the source is.
    pub origin: Origin,
    /// What judging again gave.
    pub again: Rejudged,
    /// Its SIRET, or nothing.
    pub siret: Box<str>,
    /// Its legal form, in its own words.
    pub form: Box<str>,
    /// Where it works, in its own words.
    pub territory: Box<str>,
    /// May it be named to others?
    pub helps: bool,
    /// Digest of all that was judged: two rows that share it are one.
    #[serde(with = "super::kept::digest")]
    pub digest: crate::kernel::Digest,
    /// What it may be added up with.
    #[serde(skip)]
    pub lot: L,
    /// Id of the conclusion that matched.
    pub conclusion: Option<ConclusionId>,
    /// Does it speak for the structure, without reserve?
    pub favourable: bool,
    /// Is it given under reserve?
    pub reserved: bool,
    /// Is a favourable one held back?
    pub suspended: bool,
    /// Was everything read?
    pub whole: bool,
    /// Where an audit stands.
    pub finality: Option<Finality>,
    /// Score.
    pub score: Option<Interval>,
    /// The same, in words.
    pub score_said: Box<str>,
    /// Findings, in the order of the norm's kinds.
    pub kinds: Box<[u32]>,
    /// Statuses, in the order of the lot's criteria.
    pub statuses: Box<[Status]>,
    /// Elements that are not met in criteria that are not conforming, by their place among the lot's.
    pub open: Box<[u16]>,
    /// Conclusions of the lot's partial profiles.
    pub partial: Box<[Option<ConclusionId>]>,
    /// Doubts that stand.
    pub doubts: Box<[DoubtKind]>,
    /// Freshness of the evidence.
    pub proof: Freshness,
    /// The band of each of the norm's cohorts, by its place; none: the number is not stated.
    pub bands: Box<[Option<u8>]>,
    /// What is stated for each of the norm's indicators.
    pub figures: Box<[Option<StatedFigure>]>,
}

impl StructureRow<()> {
    /// The same, of a lot.
    pub(super) fn of_lot(self, lot: Arc<Lot>) -> StructureRow {
        let Self {
            source,
            name,
            dossier,
            date,
            origin,
            again,
            siret,
            form,
            territory,
            helps,
            digest,
            lot: (),
            conclusion,
            favourable,
            reserved,
            suspended,
            whole,
            finality,
            score,
            score_said,
            kinds,
            statuses,
            open,
            partial,
            doubts,
            proof,
            bands,
            figures,
        } = self;
        StructureRow {
            source,
            name,
            dossier,
            date,
            origin,
            again,
            siret,
            form,
            territory,
            helps,
            digest,
            lot,
            conclusion,
            favourable,
            reserved,
            suspended,
            whole,
            finality,
            score,
            score_said,
            kinds,
            statuses,
            open,
            partial,
            doubts,
            proof,
            bands,
            figures,
        }
    }
}

fn bands(inputs: &Inputs) -> Box<[Option<u8>]> {
    let place = |cohort: &Cohort| -> Option<u8> {
        let value = inputs.facts.get(&cohort.fact)?.value.number()?;
        let band = cohort.band(value)?;
        let at = cohort.bands.iter().position(|known| known.id == band.id)?;
        u8::try_from(at).ok()
    };
    inputs.norm.cohorts.iter().map(place).collect()
}

/// Where a row comes from.
#[derive(Debug, Clone)]
pub struct RowSource<'s> {
    /// The file or folder, as it was named.
    pub source: &'s str,
    /// What that is.
    pub origin: Origin,
    /// What the file says came out, where it says so.
    pub said: Option<&'s Results>,
}

/// Why inputs give no row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// They hold together in no way.
    #[error("ces entrées ne tiennent pas ensemble : {}", .0.what())]
    Unsound(InternalError),
    /// Too many files bring a norm of their own.
    #[error("trop de fichiers apportent chacun une norme que ce médiaudit ne connaît pas")]
    Norms,
}

/// The row of these inputs, judged under the profiles of their lot.
pub fn row(inputs: Inputs, judged: JudgedBeside, from: &RowSource<'_>, lot: Arc<Lot>) -> StructureRow {
    let JudgedBeside {
        results,
        beside: partial,
    } = judged;
    let again = match from.said {
        None => Rejudged::Judged,
        Some(said) if *said == results => Rejudged::Identical,
        Some(said) => Rejudged::Differs(differences(said, &results)),
    };
    let proof = freshness(&inputs, &results);
    let (bands, figures) = (bands(&inputs), figures(&inputs));
    let mark = NormMark::of(&inputs.norm);
    let inputs = inputs.under(mark);
    let digest = digest(&inputs);
    let Structure {
        name,
        form,
        territory,
        helps,
        siret,
        exercise: _,
        start: _,
        start_proof: _,
        logo: _,
    } = inputs.structure;
    let safe = |text: &str| words::safe(&persons::masked(text)).into_boxed_str();
    let favourable = results.conclusion.as_ref().is_some_and(|id| {
        let rule = lot.norm.conclusion(&lot.profile, id);
        rule.is_some_and(|rule| rule.favourable)
    });
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let kinds = lot.norm.kinds.iter();
    StructureRow {
        source: safe(from.source),
        name: safe(&name),
        dossier: inputs.dossier,
        date: inputs.date,
        origin: from.origin,
        again,
        siret: safe(&siret),
        form: safe(&form),
        territory: safe(&territory),
        helps,
        digest,
        favourable: favourable && results.reserves.is_empty(),
        reserved: favourable && !results.reserves.is_empty(),
        suspended: results.is_suspended(),
        whole: inputs.incidents.is_empty() && !inputs.simulated,
        finality: results.finality,
        kinds: kinds
            .map(|kind| count(results.kinds.get(&kind.code).copied().unwrap_or_default()))
            .collect(),
        statuses: results
            .criteria
            .iter()
            .map(|criterion| criterion.retained)
            .collect(),
        open: open(&results, &lot),
        score_said: view::words::score(
            results.score.as_ref(),
            &lot.norm.display(None, inputs.date, &results.out_of),
        )
        .into(),
        doubts: results.standing_doubts().map(|doubt| doubt.kind).collect(),
        score: results.score,
        conclusion: results.conclusion,
        partial: partial.into(),
        proof,
        bands,
        figures: figures.into(),
        lot,
    }
}

/// All that was judged, whatever file it came in.
fn digest(inputs: &Inputs<NormMark>) -> crate::kernel::Digest {
    // INVARIANT: keys are texts and numbers are exact, JSON holds all of it
    let text = serde_json::to_vec(inputs).unwrap_or_default();
    crate::kernel::Digest::of(&text)
}

fn open(results: &Results, lot: &Lot) -> Box<[u16]> {
    let gap = |criterion: &&CriterionResult| {
        matches!(
            criterion.retained,
            Status::Nonconforming | Status::NotDemonstrated
        )
    };
    let places: BTreeMap<&ElementRef, usize> = lot.elements.iter().zip(0..).collect();
    results
        .criteria
        .iter()
        .filter(gap)
        .flat_map(CriterionResult::elements)
        .filter(|element| !matches!(element.truth, Truth::Yes | Truth::Void))
        // what only an auditor can settle is nothing to mend
        .filter(|element| {
            element.truth == Truth::No || element.causes.iter().any(|cause| *cause != Cause::HumanJudgement)
        })
        .filter_map(|element| u16::try_from(*places.get(&element.id)?).ok())
        .collect()
}

fn freshness(inputs: &Inputs, results: &Results) -> Freshness {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let year = Period::parse("P1Y");
    let dates = inputs.evidence.iter().filter_map(|item| item.dates.effect);
    let recent = dates.clone().filter(|day| {
        let after = year.is_none_or(|year| inputs.date < day.plus(year));
        *day <= inputs.date && after
    });
    let mut stale: BTreeSet<&PieceId> = BTreeSet::new();
    let elements = results.criteria.iter().flat_map(CriterionResult::elements);
    for trace in elements.filter_map(|element| element.trace.as_ref()) {
        aged(trace, &mut stale);
    }
    Freshness {
        pieces: count(inputs.evidence.len()),
        dated: count(dates.clone().count()),
        recent: count(recent.count()),
        stale: count(stale.len()),
    }
}

fn aged<'t>(trace: &'t Trace, stale: &mut BTreeSet<&'t PieceId>) {
    let old = |cause: &Option<Cause>| matches!(cause, Some(Cause::Expired | Cause::TooOld));
    stale.extend(
        trace
            .evidence
            .iter()
            .filter(|(_, cause)| old(cause))
            .map(|(id, _)| id),
    );
    trace.steps.iter().for_each(|step| aged(step, stale));
}

/// Differences that are told one by one; more are counted.
const TOLD: usize = 8;

/// What two judgements of the same inputs do not share, the gravest first.
fn differences(said: &Results, found: &Results) -> Vec<String> {
    let conclusion = |results: &Results| {
        let id = results.conclusion.as_ref();
        id.map_or_else(|| "aucune".to_owned(), ToString::to_string)
    };
    let score = |results: &Results| {
        let score = results.score.as_ref();
        score.map_or_else(
            || "aucun".to_owned(),
            |score| format!("{} à {}", score.min, score.max),
        )
    };
    let mut out = Vec::new();
    let mut told = |what: &str, one: String, other: String| {
        if one != other {
            out.push(format!("{what} : {one} dans le fichier, {other} ici"));
        }
    };
    told("conclusion", conclusion(said), conclusion(found));
    told("degré de satisfaction", score(said), score(found));
    let statuses: BTreeMap<&CriterionId, Status> = said
        .criteria
        .iter()
        .map(|result| (&result.id, result.retained))
        .collect();
    for result in &found.criteria {
        let was = statuses.get(&result.id).map_or("absent", |status| status.label());
        told(
            result.id.as_str(),
            was.to_owned(),
            result.retained.label().to_owned(),
        );
    }
    let more = out.len().saturating_sub(TOLD);
    if more > 0 {
        out.truncate(TOLD);
        out.push(format!("et {more} autres différences"));
    }
    if out.is_empty() {
        out.push("le détail du jugement, sans effet sur la conclusion, le degré ni les statuts".to_owned());
    }
    out
}
