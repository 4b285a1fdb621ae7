//! Parameters of findings: their kinds by importance, deadlines, escalation, forms, what must be looked at again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::words::{Effect, NoPrevious, Reach};
use crate::kernel::{CriterionId, FormFieldId, KindCode, MilestoneId, Period, SourceId, Status};
use crate::norm::model::Importance;

/// The kinds of finding of one importance; none: no finding.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct KindRow {
    /// Non conforme, and grave.
    #[serde(
        rename = "non-conforme-grave",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub grave: Option<KindCode>,
    /// Non conforme otherwise.
    #[serde(rename = "non-conforme", default, skip_serializing_if = "Option::is_none")]
    pub nonconforming: Option<KindCode>,
    /// Non démontré.
    #[serde(rename = "non-demontre", default, skip_serializing_if = "Option::is_none")]
    pub not_demonstrated: Option<KindCode>,
    /// Non démontré where no piece at all was given; none: as any non démontré.
    #[serde(rename = "preuve-absente", default, skip_serializing_if = "Option::is_none")]
    pub no_evidence: Option<KindCode>,
    /// All that is missing is to reach a threshold of the tool's own.
    #[serde(rename = "sous-la-cible", default, skip_serializing_if = "Option::is_none")]
    pub below: Option<KindCode>,
}

/// How long an answer to a finding may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Deadline {
    /// What is due.
    #[serde(rename = "etape")]
    pub stage: String,
    /// Within what, from the audit date.
    #[serde(rename = "delai")]
    pub within: Period,
    /// At these milestones; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cycles: Vec<MilestoneId>,
}

/// Findings that weigh more together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Escalation {
    /// So many…
    #[serde(rename = "nombre")]
    pub count: u32,
    /// …of this kind…
    #[serde(rename = "de")]
    pub from: KindCode,
    /// …make one of this kind.
    #[serde(rename = "vers")]
    pub to: KindCode,
    /// Within what.
    #[serde(rename = "portee")]
    pub reach: Reach,
    /// What becomes of them.
    #[serde(rename = "effet")]
    pub effect: Effect,
    /// Again for each further such number?
    #[serde(rename = "repete", default)]
    pub repeats: bool,
    /// Who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
}

/// A finding that is still there at the audit after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unlifted {
    /// A finding of this kind…
    #[serde(rename = "de")]
    pub from: KindCode,
    /// …becomes one of this kind.
    #[serde(rename = "vers")]
    pub to: KindCode,
    /// Where the audit before is not known.
    #[serde(rename = "sans-precedent")]
    pub no_previous: NoPrevious,
}

/// A form that an auditor owes for a criterion that fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Form {
    /// For criteria of these importances.
    pub importances: BTreeSet<Importance>,
    /// Its fields.
    #[serde(rename = "champs")]
    pub fields: Vec<FormField>,
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Identifier.
    pub id: FormFieldId,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
}

/// What makes a finding hold; a number of 0 or a key left out asks nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FindingRules {
    /// Words that a reason holds at least.
    #[serde(rename = "mots-raison", default)]
    pub reason_words: u32,
    /// Words that the reason of an extreme holds at least: conforme or non conforme, the first or the last level, a strong point, what
    /// blocks.
    #[serde(rename = "mots-extreme", default)]
    pub extreme_words: u32,
    /// Does a nonconformity name what shows it, and tell its four parts?
    #[serde(rename = "ecart-etabli", default)]
    pub established: bool,
    /// Is a criterion that always applies so for an auditor, too?
    #[serde(rename = "na-interdit", default)]
    pub always_applies: bool,
    /// Kinds that do not go with a status.
    #[serde(rename = "exclusions", default, skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<Exclusion>,
}

/// Kinds that a finding may not bear where the criterion stands so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Exclusion {
    /// On criteria of these importances…
    pub importances: BTreeSet<Importance>,
    /// …that stand so…
    #[serde(rename = "statut")]
    pub status: Status,
    /// …none of these kinds.
    #[serde(rename = "natures")]
    pub kinds: BTreeSet<KindCode>,
}

/// What must be looked at again at a milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Recheck {
    /// At this milestone.
    pub cycle: MilestoneId,
    /// These criteria.
    #[serde(rename = "criteres", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub criteria: BTreeSet<CriterionId>,
    /// And those whose findings have one kind only.
    #[serde(rename = "nature-unique", default)]
    pub single_kind: bool,
    /// And those that bore a nonconformity.
    #[serde(rename = "non-conformites", default)]
    pub nonconformities: bool,
}
