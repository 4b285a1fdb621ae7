//! Parameters of the conclusion: gates, bands, conditions, ordered rules.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::words::GateForm;
use crate::kernel::{ChapterId, ConclusionId, CriterionId, GateId, KindCode, MilestoneId, Ratio, Status};
use crate::norm::cycle;
use crate::norm::model::{AuditKind, Importance, Threshold};

/// How imperative criteria bound the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Gate {
    /// Identifier.
    pub id: GateId,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// How.
    #[serde(rename = "forme")]
    pub form: GateForm,
    /// All criteria of this importance…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance: Option<Importance>,
    /// …and these.
    #[serde(rename = "criteres", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub criteria: BTreeSet<CriterionId>,
    /// The ceiling, in the score's unit.
    #[serde(rename = "plafond", default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Ratio>,
}

/// A band of scores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Band {
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Lowest score, included.
    #[serde(rename = "a-partir-de")]
    pub from: Ratio,
    /// Highest score, included; none: up to the next band.
    #[serde(rename = "jusqu-a", default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Ratio>,
    /// What it takes besides.
    #[serde(rename = "si", default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// What it means.
    #[serde(rename = "texte")]
    pub text: String,
}

/// A count between two bounds, both included.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CountBound {
    /// At least.
    #[serde(rename = "au-moins", default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// At most.
    #[serde(rename = "au-plus", default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
}

impl CountBound {
    /// Does a count lie between the bounds?
    pub fn admits(&self, n: usize) -> bool {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        self.min.is_none_or(|min| n >= min) && self.max.is_none_or(|max| n <= max)
    }
}

/// When a band or a conclusion holds: all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Condition {
    /// Counts of findings by kind, once they were counted together.
    #[serde(rename = "constats", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<KindCode, CountBound>,
    /// Counts of criteria by status.
    #[serde(rename = "statuts", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub statuses: BTreeMap<Status, CountBound>,
    /// The score, its whole interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Threshold>,
    /// Share of conforming criteria among the applicable ones, by importance.
    #[serde(rename = "satisfaits", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub met: BTreeMap<Importance, Threshold>,
    /// Scores of chapters.
    #[serde(rename = "chapitres", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub chapters: BTreeMap<ChapterId, Threshold>,
    /// Are all gates passed?
    #[serde(rename = "portes", default, skip_serializing_if = "Option::is_none")]
    pub gates: Option<bool>,
    /// Count of nonconformities of the audit before that are still there.
    #[serde(rename = "non-levees", default, skip_serializing_if = "Option::is_none")]
    pub unlifted: Option<CountBound>,
    /// Count of criteria set aside by the structure's word alone, in one place at least.
    #[serde(
        rename = "ecartes-sur-parole",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub set_aside: Option<CountBound>,
    /// One of these bands.
    #[serde(rename = "bandes", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub bands: BTreeSet<String>,
}

/// A conclusion, with what it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ConclusionRule {
    /// Identifier.
    pub id: ConclusionId,
    /// Kinds of audit it is for; empty: all.
    #[serde(rename = "genres", default, skip_serializing_if = "Vec::is_empty")]
    pub audits: Vec<AuditKind>,
    /// Milestones it is for; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cycles: Vec<MilestoneId>,
    /// What it takes; none: always.
    #[serde(rename = "si", default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// The words.
    #[serde(rename = "titre")]
    pub title: String,
    /// What they mean.
    #[serde(rename = "texte")]
    pub text: String,
    /// Does it speak for the structure? Then nothing may be left unanswered, and no doubt may stand.
    #[serde(rename = "favorable", default, skip_serializing_if = "std::ops::Not::not")]
    pub favourable: bool,
}

/// From where on something is looked at twice before a favourable conclusion; none: it is not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Vigilance {
    /// Weight set aside by the structure's own word, beyond this share: a doubt.
    #[serde(rename = "ecarte", default, skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<Ratio>,
    /// Near-identical texts under different types, in so many pieces: a doubt.
    #[serde(rename = "memes-textes", default, skip_serializing_if = "Option::is_none")]
    pub same_text: Option<u32>,
    /// One piece, images apart, that counts for more types: a doubt.
    #[serde(rename = "une-piece", default, skip_serializing_if = "Option::is_none")]
    pub one_piece: Option<u32>,
    /// Papers of one day, which their text does not say, beyond this share: a doubt.
    #[serde(rename = "meme-jour", default, skip_serializing_if = "Option::is_none")]
    pub same_day: Option<Ratio>,
    /// Papers that never name the structure, beyond this share: a doubt.
    #[serde(rename = "sans-nom", default, skip_serializing_if = "Option::is_none")]
    pub unnamed: Option<Ratio>,
    /// Weight met that rests on pictures, or on texts recognised by a quotation, beyond this share: a reserve of a self-assessment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub images: Option<Ratio>,
    /// Weight met that rests on findings, beyond this share: a reserve of a self-assessment, where nobody knows who wrote them.
    #[serde(rename = "constats", default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<Ratio>,
    /// Weight that waits for an auditor, beyond this share: a reserve.
    #[serde(rename = "attente", default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Ratio>,
}

impl ConclusionRule {
    /// Is it for this kind of audit, at this place of the cycle?
    pub fn is_for(&self, audit: AuditKind, at: Option<&MilestoneId>) -> bool {
        (self.audits.is_empty() || self.audits.contains(&audit)) && cycle::holds(&self.cycles, at)
    }
}
