//! The policy of a norm: how findings, scores and the conclusion follow from judged criteria, as a closed set of named parameters.
//!
//! The patterns (R1–R24) and edge cases that these parameters settle are listed in `norms/README.md`; no parameter changes the
//! status of a criterion, but for the cycle in which it applies and the way in which samples are put together.

pub(crate) mod check;
mod conclusion;
mod display;
mod findings;
mod samples;
mod score;
mod words;

pub use conclusion::*;
pub use display::*;
pub use findings::*;
pub use samples::*;
pub use score::*;
pub use words::*;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::model::Importance;
use crate::kernel::{Date, LevelId, Ratio};

/// Score, findings and conclusion, as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Policy {
    /// How values go up the tree.
    pub score: ScoreRules,
    /// What changes from a day on, earliest first.
    #[serde(rename = "revisions", default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Revision>,
    /// What the whole counts for when nothing counts.
    #[serde(rename = "total-vide")]
    pub empty_total: EmptyTotal,
    /// What chapters weigh.
    #[serde(rename = "poids-chapitres", default)]
    pub chapter_weights: ChapterWeights,
    /// The scale.
    #[serde(rename = "echelle")]
    pub scale: Scale,
    /// Below this share of elements that are not contradicted a nonconformity is grave.
    #[serde(rename = "part-grave")]
    pub grave_share: Ratio,
    /// At this declared level, or below, it is grave.
    #[serde(rename = "niveau-grave", default, skip_serializing_if = "Option::is_none")]
    pub grave_level: Option<LevelId>,
    /// Kinds of finding by importance.
    #[serde(rename = "natures")]
    pub kinds: BTreeMap<Importance, KindRow>,
    /// Findings that weigh more together, in order.
    #[serde(rename = "escalades", default, skip_serializing_if = "Vec::is_empty")]
    pub escalations: Vec<Escalation>,
    /// Findings that were not lifted.
    #[serde(rename = "non-levees", default, skip_serializing_if = "Vec::is_empty")]
    pub unlifted: Vec<Unlifted>,
    /// The form owed for a criterion that fails.
    #[serde(rename = "fiche", default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// What makes a finding hold.
    #[serde(rename = "constats", default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<FindingRules>,
    /// What must be looked at again.
    #[serde(rename = "reexamens", default, skip_serializing_if = "Vec::is_empty")]
    pub rechecks: Vec<Recheck>,
    /// How samples give a criterion.
    #[serde(rename = "echantillons")]
    pub samples: SampleRules,
    /// Which sites are audited; none: all.
    #[serde(rename = "tirage", default, skip_serializing_if = "Option::is_none")]
    pub draw: Option<Draw>,
    /// How imperative criteria bound the score, in order.
    #[serde(rename = "portes", default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Gate>,
    /// Is there no band while a criterion is not assessed, even where the whole interval lies in one?
    #[serde(
        rename = "bandes-completes",
        default,
        skip_serializing_if = "std::ops::Not::not"
    )]
    pub complete_bands: bool,
    /// Bands, lowest first.
    #[serde(rename = "bandes", default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// Ordered conclusions, first match.
    #[serde(rename = "conclusions")]
    pub conclusions: Vec<ConclusionRule>,
    /// What is looked at twice before a favourable conclusion; none: nothing.
    #[serde(rename = "vigilance", default, skip_serializing_if = "Option::is_none")]
    pub vigilance: Option<Vigilance>,
}

impl Policy {
    /// The revisions that hold at a date.
    pub fn revisions_at(&self, date: Date) -> impl Iterator<Item = &Revision> {
        self.revisions
            .iter()
            .filter(move |revision| revision.from <= date)
    }

    /// Does it set what only misses a target of the tool's own apart? Then a level told short of the wanted one costs no more than silence.
    pub fn has_targets(&self) -> bool {
        self.kinds.values().any(|row| row.below.is_some())
    }

    /// The score rules of the whole at a date.
    pub fn score_at(&self, date: Date) -> ScoreRules {
        let mut rules = self.score.clone();
        for revision in self.revisions_at(date) {
            revision.change.over(&mut rules);
        }
        rules
    }
}
