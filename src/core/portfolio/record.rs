//! A row as programs read it, a line of JSON each. What a portfolio is compared with later is read from the same lines.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::gathered::{Gathered, RowState, UnreadSource};
use super::row::{Rejudged, StructureRow};
use crate::assessment::results::{DoubtKind, Finality};
use crate::kernel::{
    BandId, CohortId, ConclusionId, CriterionId, Date, Digest, DossierId, ElementRef, IndicatorId, Interval,
    KindCode, NormId, ProfileId, Status,
};
use crate::norm::model::AuditKind;

/// The only version of this format so far.
const SCHEMA: u32 = 1;

/// A line of a portfolio: a structure, or a source that gave none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PortfolioLine {
    /// Version of this format.
    pub schema: u32,
    /// The file or folder, as it was named.
    pub source: String,
    /// `comptee`, or why the row is not added up; `illisible`: there is no row.
    #[serde(rename = "etat")]
    pub state: String,
    /// Why there is no row.
    #[serde(rename = "motif", default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The row.
    #[serde(rename = "structure", default, skip_serializing_if = "Option::is_none")]
    pub row: Option<StructureRecord>,
}

/// A structure, as one assessment shows it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an answer of its own, not a state"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct StructureRecord {
    /// The dossier's id.
    pub dossier: DossierId,
    /// Name.
    #[serde(rename = "nom")]
    pub name: String,
    /// SIRET.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub siret: String,
    /// Legal form, in its own words.
    #[serde(rename = "forme", default, skip_serializing_if = "String::is_empty")]
    pub form: String,
    /// Where it works, in its own words.
    #[serde(rename = "territoire", default, skip_serializing_if = "String::is_empty")]
    pub territory: String,
    /// Does it agree to be named to others whom it could help?
    #[serde(rename = "entraide", default)]
    pub helps: bool,
    /// `dossier`, `evaluation` or `rapport`.
    #[serde(rename = "origine")]
    pub origin: String,
    /// `juge`, `identique` or `differe`.
    #[serde(rename = "recalcul")]
    pub again: String,
    /// What judging again gave otherwise than the file says.
    #[serde(rename = "differences", default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<String>,
    /// The norm.
    #[serde(rename = "norme")]
    pub norm: NormId,
    /// Its version.
    #[serde(rename = "version-norme")]
    pub norm_version: String,
    /// Its digest.
    #[serde(rename = "empreinte-norme")]
    pub norm_digest: Digest,
    /// Does this médiaudit hold that norm?
    #[serde(rename = "norme-connue")]
    pub norm_known: bool,
    /// Profile.
    #[serde(rename = "profil")]
    pub profile: ProfileId,
    /// Kind of audit.
    #[serde(rename = "genre")]
    pub audit: AuditKind,
    /// Audit date.
    pub date: Date,
    /// Digest of all that was judged.
    #[serde(rename = "empreinte")]
    pub digest: Digest,
    /// Id of the conclusion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<ConclusionId>,
    /// Does it speak for the structure, without reserve?
    #[serde(rename = "favorable")]
    pub favourable: bool,
    /// Is it given under reserve?
    #[serde(rename = "sous-reserve")]
    pub reserved: bool,
    /// Is a favourable conclusion held back?
    #[serde(rename = "suspendu")]
    pub suspended: bool,
    /// Where an audit stands.
    #[serde(rename = "etat-de-l-audit", default, skip_serializing_if = "Option::is_none")]
    pub finality: Option<Finality>,
    /// Score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Interval>,
    /// Findings by kind.
    #[serde(rename = "natures")]
    pub kinds: BTreeMap<KindCode, u32>,
    /// Criteria, by id.
    #[serde(rename = "criteres")]
    pub criteria: BTreeMap<CriterionId, Status>,
    /// Elements that are not met, in criteria that are not conforming.
    #[serde(rename = "ecarts")]
    pub gaps: Vec<ElementRef>,
    /// Conclusions under the profiles of the norm that look at a part.
    #[serde(rename = "profils-partiels")]
    pub partial: BTreeMap<ProfileId, Option<ConclusionId>>,
    /// Doubts that stand.
    #[serde(rename = "doutes")]
    pub doubts: Vec<DoubtKind>,
    /// Freshness of the evidence.
    #[serde(rename = "preuves")]
    pub proof: ProofRecord,
    /// The band of each cohort of the norm.
    #[serde(rename = "cohortes", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cohorts: BTreeMap<CohortId, BandId>,
    /// What is stated for each indicator of social utility.
    #[serde(rename = "indicateurs", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub indicators: BTreeMap<IndicatorId, FigureRecord>,
}

/// What is stated for an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FigureRecord {
    /// The number.
    #[serde(rename = "valeur")]
    pub part: u32,
    /// What it is a part of.
    #[serde(rename = "sur", default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<u32>,
    /// Was it counted in the structure's tables?
    #[serde(rename = "compte-par-tableau")]
    pub counted: bool,
}

/// Freshness of the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct ProofRecord {
    /// Pieces.
    #[serde(rename = "nombre")]
    pub pieces: u32,
    /// Pieces with a date of effect.
    #[serde(rename = "datees")]
    pub dated: u32,
    /// Those whose date is less than a year before the audit.
    #[serde(rename = "de-moins-d-un-an")]
    pub recent: u32,
    /// Those that count no more, being too old.
    #[serde(rename = "perimees")]
    pub stale: u32,
}

impl StructureRecord {
    /// The record of a row.
    pub fn of(row: &StructureRow) -> Self {
        let lot = &row.lot;
        let (again, differences) = match &row.again {
            Rejudged::Judged => ("juge", Vec::new()),
            Rejudged::Identical => ("identique", Vec::new()),
            Rejudged::Differs(what) => ("differe", what.clone()),
        };
        let kinds = lot.norm.kinds.iter().zip(&row.kinds);
        let cohorts = lot.norm.cohorts.iter().zip(&row.bands);
        let figures = lot.norm.indicators.iter().zip(&row.figures);
        let at = |place: &u16| lot.elements.get(usize::from(*place)).cloned();
        Self {
            dossier: row.dossier.clone(),
            name: row.name.to_string(),
            siret: row.siret.to_string(),
            form: row.form.to_string(),
            territory: row.territory.to_string(),
            helps: row.helps,
            origin: row.origin.key().to_owned(),
            again: again.to_owned(),
            differences,
            norm: lot.mark.id.clone(),
            norm_version: lot.mark.version.clone(),
            norm_digest: lot.mark.digest,
            norm_known: lot.known,
            profile: lot.profile.clone(),
            audit: lot.audit,
            date: row.date,
            digest: row.digest,
            conclusion: row.conclusion.clone(),
            favourable: row.favourable,
            reserved: row.reserved,
            suspended: row.suspended,
            finality: row.finality,
            score: row.score.clone(),
            kinds: kinds.map(|(kind, n)| (kind.code.clone(), *n)).collect(),
            criteria: lot
                .criteria
                .iter()
                .cloned()
                .zip(row.statuses.iter().copied())
                .collect(),
            gaps: row.open.iter().filter_map(at).collect(),
            partial: lot
                .partial
                .iter()
                .cloned()
                .zip(row.partial.iter().cloned())
                .collect(),
            doubts: row.doubts.to_vec(),
            proof: ProofRecord {
                pieces: row.proof.pieces,
                dated: row.proof.dated,
                recent: row.proof.recent,
                stale: row.proof.stale,
            },
            cohorts: cohorts
                .filter_map(|(cohort, place)| {
                    let band = cohort.bands.get(usize::from((*place)?))?;
                    Some((cohort.id.clone(), band.id.clone()))
                })
                .collect(),
            indicators: figures
                .filter_map(|(indicator, figure)| {
                    let figure = (*figure)?;
                    let record = FigureRecord {
                        part: figure.part,
                        whole: figure.whole,
                        counted: figure.counted,
                    };
                    Some((indicator.id.clone(), record))
                })
                .collect(),
        }
    }
}

impl PortfolioLine {
    fn of(row: &StructureRow, counting: RowState) -> Self {
        Self {
            schema: SCHEMA,
            source: row.source.to_string(),
            state: counting.key().to_owned(),
            why: None,
            row: Some(StructureRecord::of(row)),
        }
    }

    fn unread(unread: &UnreadSource) -> Self {
        Self {
            schema: SCHEMA,
            source: unread.source.clone(),
            state: "illisible".to_owned(),
            why: Some(unread.why.clone()),
            row: None,
        }
    }
}

/// A portfolio as lines of JSON, each with its line break, one by one: all of them together take more room than the rows.
pub fn lines(portfolio: &Gathered) -> impl Iterator<Item = Vec<u8>> {
    let rows = portfolio.rows();
    let rows = rows.map(|(row, counting)| PortfolioLine::of(&row, counting));
    let unread = portfolio.unread.iter().map(PortfolioLine::unread);
    rows.chain(unread).map(|line| {
        // INVARIANT: keys are texts and numbers are exact, JSON holds all of it
        let mut out = serde_json::to_vec(&line).unwrap_or_default();
        out.push(b'\n');
        out
    })
}

/// A line of an earlier portfolio that cannot be read, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("la ligne {line} n’est pas celle d’un portefeuille (elle se lit jusqu’au caractère {column})")]
pub struct NotPortfolio {
    line: usize,
    column: usize,
}

/// The structures of an earlier portfolio that counted.
pub fn earlier(bytes: &[u8]) -> Result<Vec<StructureRecord>, NotPortfolio> {
    let mut out = Vec::new();
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    for (at, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let read: PortfolioLine = serde_json::from_slice(line).map_err(|error| NotPortfolio {
            line: at + 1,
            column: error.column(),
        })?;
        let counted = read.state == RowState::Counted.key();
        out.extend(read.row.filter(|_| counted));
    }
    Ok(out)
}
