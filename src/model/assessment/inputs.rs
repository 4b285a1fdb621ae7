//! All that a judgement reads, as values.

mod brief;
mod check;
mod computed;
mod doubt;
mod finding;
mod sample;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::privacy::Privacy;
use crate::kernel::{
    ActionId, AuditorId, ChapterId, CriterionId, Date, DossierId, ElementId, Exercise, FactKey, FindingId,
    Interval, KindCode, LevelId, MilestoneId, ObservationId, PieceId, ProfileId, SiteId, Status,
};
use crate::norm::SharedNorm;
use crate::norm::model::{AuditKind, FactValue};
use crate::record::figure::{FigurePlace, FigureSeen};
use crate::record::inventory::Skipped;
use crate::record::item::Item;
pub use brief::AuditBrief;
pub use computed::{Computed, NotTaken};
pub use doubt::DoubtNote;
pub use finding::{Auditor, ElementFinding, Finding, GapPart, Grounds, Settles};
pub use sample::{SampleDrawn, SampleOut, draw_functions};

/// The inputs of one assessment. `N` is the norm: the whole of it wherever something is judged; what only names it where many
/// assessments lie side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(rename = "Inputs")]
pub struct Inputs<N = SharedNorm> {
    /// The norm, whole; dossiers that are judged together share it.
    #[serde(rename = "norme")]
    pub norm: N,
    /// The profile judged.
    #[serde(rename = "profil")]
    pub profile: ProfileId,
    /// The dossier's stable id.
    pub dossier: DossierId,
    /// Kind of audit.
    #[serde(rename = "genre")]
    pub audit: AuditKind,
    /// Place in the norm's cycle; none: the norm has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<MilestoneId>,
    /// Audit date: every age and validity is counted at this day.
    #[serde(rename = "date")]
    pub date: Date,
    /// What the draw of sites starts from, where the dossier states it; else the dossier's id.
    #[serde(rename = "graine", default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
    /// What was agreed of the audit, where the dossier says it. No judgement reads it.
    #[serde(rename = "audit", default, skip_serializing_if = "Option::is_none")]
    pub brief: Option<AuditBrief>,
    /// The structure.
    pub structure: Structure,
    /// Its sites.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<Site>,
    /// Facts.
    #[serde(rename = "faits")]
    pub facts: BTreeMap<FactKey, Fact>,
    /// What tables count for facts, and what became of it.
    #[serde(rename = "calculs", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub computed: BTreeMap<FactKey, Computed>,
    /// Declared practices.
    #[serde(rename = "pratiques")]
    pub practices: BTreeMap<CriterionId, Practice>,
    /// What single sites state for themselves, by site; it comes before what the whole structure states.
    #[serde(rename = "par-site", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub by_site: BTreeMap<SiteId, SiteInputs>,
    /// Evidence, by id.
    #[serde(rename = "preuves")]
    pub evidence: Vec<Item>,
    /// Auditors, by id.
    #[serde(rename = "auditeurs", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub auditors: BTreeMap<AuditorId, Auditor>,
    /// Their findings.
    #[serde(rename = "constats", default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// What they drew by lot. No judgement reads it.
    #[serde(rename = "tirages", default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<SampleDrawn>,
    /// What lifts doubts: of auditors, and of the structure.
    #[serde(rename = "doutes-leves", default, skip_serializing_if = "Vec::is_empty")]
    pub doubt_notes: Vec<DoubtNote>,
    /// What the structure has decided to do, from `actions.toml`. No judgement reads it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// What the structure answers, from `observations.toml`. No judgement reads it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub observations: Vec<Observation>,
    /// The audit before this one, from `historique/`.
    #[serde(rename = "precedent", default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Previous>,
    /// Judged at another date than the one of its findings: a simulation, which concludes nothing.
    #[serde(rename = "simulation", default, skip_serializing_if = "std::ops::Not::not")]
    pub simulated: bool,
    /// What could not be read to the end; not empty: the run is incomplete and concludes nothing.
    #[serde(rename = "incidents", default, skip_serializing_if = "Vec::is_empty")]
    pub incidents: Vec<String>,
    /// What was not read though it seems meant to be, with what to do. No judgement reads it.
    #[serde(rename = "non-lus", default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Skipped>,
    /// Data of persons: what a search found; none: no search was made. No judgement reads it.
    #[serde(
        rename = "donnees-personnelles",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub privacy: Option<Privacy>,
}

impl<N> Inputs<N> {
    /// What tables count for a fact, as it is seen from a site: its own count, or that of the whole where the site says nothing of it.
    pub fn computed(&self, key: &FactKey, site: Option<&SiteId>) -> Option<&Computed> {
        match site.and_then(|site| self.by_site.get(site)) {
            Some(own) if own.facts.contains_key(key) => own.computed.get(key),
            _ => self.computed.get(key),
        }
    }

    /// The same, with the norm said in another way.
    pub fn under<M>(self, norm: M) -> Inputs<M> {
        let Self {
            norm: _,
            profile,
            dossier,
            audit,
            cycle,
            date,
            seed,
            brief,
            structure,
            sites,
            facts,
            computed,
            practices,
            by_site,
            evidence,
            auditors,
            findings,
            samples,
            doubt_notes,
            actions,
            observations,
            previous,
            simulated,
            incidents,
            unread,
            privacy,
        } = self;
        Inputs {
            norm,
            profile,
            dossier,
            audit,
            cycle,
            date,
            seed,
            brief,
            structure,
            sites,
            facts,
            computed,
            practices,
            by_site,
            evidence,
            auditors,
            findings,
            samples,
            doubt_notes,
            actions,
            observations,
            previous,
            simulated,
            incidents,
            unread,
            privacy,
        }
    }
}

impl Inputs {
    /// The pieces that an auditor has seen.
    pub fn seen(&self) -> impl Iterator<Item = &PieceId> {
        let findings = self.findings.iter().map(|finding| &finding.seen);
        let notes = self.doubt_notes.iter().map(|note| &note.seen);
        findings.chain(notes).flatten()
    }

    /// Every fact that is stated, of the whole structure and of single sites.
    pub fn every_fact(&self) -> impl Iterator<Item = &Fact> {
        let local = self.by_site.values().flat_map(|own| own.facts.values());
        self.facts.values().chain(local)
    }

    /// The findings that count: those that another one reconciles stay written, and count no more.
    pub fn standing_findings(&self) -> impl Iterator<Item = &Finding> {
        let reconciled = self.findings.iter().flat_map(|f| &f.grounds.reconciles);
        let reconciled: BTreeSet<&FindingId> = reconciled.collect();
        let findings = self.findings.iter();
        findings.filter(move |finding| !reconciled.contains(&finding.id))
    }

    /// What the draw of pieces starts from: what auditors wrote, in an audit; else what the dossier says, else its id.
    pub fn piece_seed(&self) -> String {
        let own = self
            .auditors
            .values()
            .filter_map(|auditor| auditor.seed.as_deref());
        let drawn: String = own.collect();
        if self.audit != AuditKind::SelfAssessment && !drawn.is_empty() {
            return drawn;
        }
        self.seed.clone().unwrap_or_else(|| self.dossier.to_string())
    }
}

/// The structure audited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Structure {
    /// Name.
    #[serde(rename = "nom")]
    pub name: String,
    /// Legal form, in its own words.
    #[serde(rename = "forme", default, skip_serializing_if = "String::is_empty")]
    pub form: String,
    /// Where it works (a town, a département), in its own words. No judgement reads it.
    #[serde(rename = "territoire", default, skip_serializing_if = "String::is_empty")]
    pub territory: String,
    /// Does it agree to be named to others whom it could help? No judgement reads it.
    #[serde(rename = "entraide", default, skip_serializing_if = "std::ops::Not::not")]
    pub helps: bool,
    /// SIRET, or nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub siret: String,
    /// The first day of its exercises.
    #[serde(rename = "exercice", default, skip_serializing_if = "Exercise::is_civil_year")]
    pub exercise: Exercise,
    /// The day on which it began: nothing before is asked.
    #[serde(rename = "debut-activite", default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// The piece that shows that day.
    #[serde(rename = "preuve-debut", default, skip_serializing_if = "Option::is_none")]
    pub start_proof: Option<PieceId>,
    /// Its logo, a PNG or JPEG of the dossier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
}

/// A site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Stable id.
    pub id: SiteId,
    /// Name.
    #[serde(rename = "nom")]
    pub name: String,
    /// Is it the head office?
    #[serde(rename = "siege", default)]
    pub head_office: bool,
}

/// What is kept of the audit before this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Previous {
    /// Its audit date.
    pub date: Date,
    /// Version of the norm that it was judged under.
    #[serde(rename = "version-norme")]
    pub version: String,
    /// Criteria, by id.
    #[serde(rename = "criteres")]
    pub criteria: BTreeMap<CriterionId, PreviousCriterion>,
    /// Scores of the chapters that had one.
    #[serde(rename = "chapitres")]
    pub chapters: BTreeMap<ChapterId, Interval>,
}

/// How a criterion came out in the audit before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PreviousCriterion {
    /// Status retained.
    #[serde(rename = "retenu")]
    pub retained: Status,
    /// Kind of finding.
    #[serde(rename = "nature", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<KindCode>,
}

/// What one site states for itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteInputs {
    /// Facts.
    #[serde(rename = "faits", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<FactKey, Fact>,
    /// Declared practices.
    #[serde(rename = "pratiques", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub practices: BTreeMap<CriterionId, Practice>,
    /// What tables count for its facts, and what became of it.
    #[serde(rename = "calculs", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub computed: BTreeMap<FactKey, Computed>,
}

/// A fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Its value.
    #[serde(rename = "valeur")]
    pub value: FactValue,
    /// The day it holds for.
    #[serde(rename = "au", default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Where it comes from, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The piece that proves it.
    #[serde(rename = "preuve", default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<PieceId>,
    /// Where in that piece its number is said to stand.
    #[serde(rename = "lieu", default, skip_serializing_if = "Option::is_none")]
    pub at: Option<FigurePlace>,
    /// What became of its number there; none: it was not sought, or a picture may hold it.
    #[serde(rename = "dans-la-piece", default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<FigureSeen>,
    /// What the structure said, where its piece says another number, which is judged.
    #[serde(rename = "saisie", default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<FactValue>,
    /// Who says so (a function).
    #[serde(rename = "par", default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When it was said.
    #[serde(rename = "le", default, skip_serializing_if = "Option::is_none")]
    pub stated_on: Option<Date>,
}

impl Fact {
    /// Takes from another answer to the same question what this one leaves unsaid. False, and nothing taken, where they tell different
    /// things: a value, a day, a proof.
    #[must_use]
    pub fn join(&mut self, other: Self) -> bool {
        let alike = self.value == other.value
            && agree(self.on.as_ref(), other.on.as_ref())
            && agree(self.evidence.as_ref(), other.evidence.as_ref())
            && agree(self.at.as_ref(), other.at.as_ref());
        if alike {
            self.on = self.on.or(other.on);
            fill(&mut self.source, other.source);
            fill(&mut self.evidence, other.evidence);
            fill(&mut self.at, other.at);
            fill(&mut self.by, other.by);
            self.stated_on = self.stated_on.or(other.stated_on);
        }
        alike
    }
}

/// Do two answers agree, silence agreeing with anything?
fn agree<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.is_none() || other.is_none() || one == other
}

fn fill<T>(place: &mut Option<T>, with: Option<T>) {
    if place.is_none() {
        *place = with;
    }
}

/// What the structure says of one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Practice {
    /// Declared level.
    #[serde(rename = "niveau", default, skip_serializing_if = "Option::is_none")]
    pub level: Option<LevelId>,
    /// Since when.
    #[serde(rename = "depuis", default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// Why it does not apply.
    #[serde(rename = "non-applicable", default, skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<String>,
    /// Who says so (a function).
    #[serde(rename = "par", default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When it was said.
    #[serde(rename = "le", default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Comment.
    #[serde(rename = "commentaire", default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Practice {
    /// Takes from another answer about the same criterion what this one leaves unsaid. False, and nothing taken, where they tell
    /// different things: a level, a day, one a level and the other that it does not apply.
    #[must_use]
    pub fn join(&mut self, other: Self) -> bool {
        let set_aside = |practice: &Self| practice.not_applicable.is_some();
        let levelled = |practice: &Self| practice.level.is_some();
        let alike = agree(self.level.as_ref(), other.level.as_ref())
            && agree(self.since.as_ref(), other.since.as_ref())
            && agree(self.not_applicable.as_ref(), other.not_applicable.as_ref())
            && !(set_aside(self) && levelled(&other) || set_aside(&other) && levelled(self));
        if alike {
            fill(&mut self.level, other.level);
            self.since = self.since.or(other.since);
            fill(&mut self.not_applicable, other.not_applicable);
            fill(&mut self.by, other.by);
            self.on = self.on.or(other.on);
            self.comment = match (self.comment.take(), other.comment) {
                (Some(one), Some(more)) if one != more => Some(format!("{one} — {more}")),
                (one, more) => one.or(more),
            };
        }
        alike
    }
}

/// What the structure has decided to do about a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Action {
    /// Stable id.
    pub id: ActionId,
    /// Criterion.
    #[serde(rename = "critere")]
    pub criterion: CriterionId,
    /// The one element that it is about; none: the whole criterion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<ElementId>,
    /// What will be done, in the structure's words; none: what the norm proposes for the element.
    #[serde(rename = "action", default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who answers for it (a function).
    #[serde(rename = "pilote", default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// The last day on which it is in time.
    #[serde(rename = "echeance", default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Where it stands.
    #[serde(rename = "etat")]
    pub state: ActionState,
    /// The day it was done.
    #[serde(rename = "faite-le", default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<Date>,
    /// Evidence that it was done, and worked.
    #[serde(rename = "preuves", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub evidence: BTreeSet<PieceId>,
    /// Who says so (a function).
    #[serde(rename = "par", default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When it was said.
    #[serde(rename = "le", default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl Action {
    /// Should it be done by now, and is not? In time until the last day, included.
    pub fn is_late(&self, today: Date) -> bool {
        let open = matches!(self.state, ActionState::Todo | ActionState::Started);
        open && self.due.is_some_and(|due| due < today)
    }
}

/// Where an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub enum ActionState {
    /// Decided, not begun.
    #[default]
    #[serde(rename = "a-faire")]
    Todo,
    /// Begun.
    #[serde(rename = "en-cours")]
    Started,
    /// Done. Whether its gap is closed is for the judgement to say.
    #[serde(rename = "faite")]
    Done,
    /// Given up.
    #[serde(rename = "abandonnee")]
    Dropped,
}

/// What the structure answers: to a finding, on a criterion, or on the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Observation {
    /// Stable id.
    pub id: ObservationId,
    /// The criterion that it is about; none: the whole report.
    #[serde(rename = "critere", default, skip_serializing_if = "Option::is_none")]
    pub criterion: Option<CriterionId>,
    /// The finding that it answers.
    #[serde(rename = "constat", default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<FindingId>,
    /// What it says.
    #[serde(rename = "texte")]
    pub text: String,
    /// Who says so (a function).
    #[serde(rename = "par", default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When it was said.
    #[serde(rename = "le", default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}
