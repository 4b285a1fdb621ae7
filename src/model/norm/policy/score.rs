//! Parameters of the score: what a criterion counts for, how values go up the tree, on which scale.

use serde::{Deserialize, Serialize};

use super::words::{
    Aggregation, EmptyGroup, Erring, Excluded, RoundingMode, RoundingPlace, Unsettled, WeightlessGroup,
    ZeroWeight,
};
use crate::kernel::{Date, Interval, Ratio, SourceId};

/// What part of a criterion that is not met counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartialCredit {
    /// Nothing.
    #[default]
    #[serde(rename = "aucun")]
    None,
    /// The share of its elements that are met; never all.
    #[serde(rename = "elements")]
    Elements,
    /// The mean of what the levels given to its elements are worth, else what its declared level is worth.
    #[serde(rename = "niveau")]
    Level,
    /// This fraction, as soon as something in it is met.
    #[serde(rename = "part")]
    Fixed(Ratio),
}

/// How figures are rounded, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// How.
    pub mode: RoundingMode,
    /// Digits after the comma; of a percentage where the scale goes from 0 to 1.
    #[serde(rename = "decimales")]
    pub decimals: u32,
    /// Where.
    #[serde(rename = "a")]
    pub place: RoundingPlace,
}

/// How values go up the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ScoreRules {
    /// How members give their group's value.
    #[serde(rename = "agregation")]
    pub aggregation: Aggregation,
    /// What part of an unmet criterion counts.
    #[serde(rename = "credit-partiel")]
    pub partial_credit: PartialCredit,
    /// What non évalué counts for.
    #[serde(rename = "non-evalue")]
    pub not_assessed: Unsettled,
    /// What non démontré counts for.
    #[serde(rename = "non-demontre")]
    pub not_demonstrated: Unsettled,
    /// What non applicable counts for.
    #[serde(rename = "non-applicable")]
    pub not_applicable: Excluded,
    /// The target, in the scale's unit.
    #[serde(rename = "cible", default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Ratio>,
    /// What an erring rule counts for.
    #[serde(rename = "erreur")]
    pub error: Erring,
    /// What an empty group counts for.
    #[serde(rename = "groupe-vide")]
    pub empty_group: EmptyGroup,
    /// What a group counts for in which nothing weighs.
    #[serde(rename = "groupe-sans-poids")]
    pub weightless_group: WeightlessGroup,
    /// What a weight of zero means.
    #[serde(rename = "poids-nul")]
    pub zero_weight: ZeroWeight,
    /// Rounding.
    #[serde(rename = "arrondi")]
    pub rounding: Rounding,
}

/// Some of the [`ScoreRules`], for one chapter or from one day on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ScoreChange {
    /// How members give their group's value.
    #[serde(rename = "agregation", default, skip_serializing_if = "Option::is_none")]
    pub aggregation: Option<Aggregation>,
    /// What part of an unmet criterion counts.
    #[serde(rename = "credit-partiel", default, skip_serializing_if = "Option::is_none")]
    pub partial_credit: Option<PartialCredit>,
    /// What non évalué counts for.
    #[serde(rename = "non-evalue", default, skip_serializing_if = "Option::is_none")]
    pub not_assessed: Option<Unsettled>,
    /// What non démontré counts for.
    #[serde(rename = "non-demontre", default, skip_serializing_if = "Option::is_none")]
    pub not_demonstrated: Option<Unsettled>,
    /// What non applicable counts for.
    #[serde(rename = "non-applicable", default, skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<Excluded>,
    /// The target, in the scale's unit.
    #[serde(rename = "cible", default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Ratio>,
    /// What an erring rule counts for.
    #[serde(rename = "erreur", default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Erring>,
    /// What an empty group counts for.
    #[serde(rename = "groupe-vide", default, skip_serializing_if = "Option::is_none")]
    pub empty_group: Option<EmptyGroup>,
    /// What a group counts for in which nothing weighs.
    #[serde(
        rename = "groupe-sans-poids",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub weightless_group: Option<WeightlessGroup>,
    /// What a weight of zero means.
    #[serde(rename = "poids-nul", default, skip_serializing_if = "Option::is_none")]
    pub zero_weight: Option<ZeroWeight>,
    /// Rounding.
    #[serde(rename = "arrondi", default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
}

impl ScoreChange {
    /// Lays these rules over others.
    pub fn over(&self, rules: &mut ScoreRules) {
        macro_rules! lay {
            ($($field:ident),+) => { $(if let Some(value) = &self.$field { rules.$field = value.clone(); })+ };
        }
        lay!(
            aggregation,
            partial_credit,
            not_assessed,
            not_demonstrated,
            not_applicable,
            error,
            empty_group,
            weightless_group,
            zero_weight,
            rounding
        );
        if self.target.is_some() {
            rules.target.clone_from(&self.target);
        }
    }
}

/// Score rules that hold from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Revision {
    /// First audit date that they hold for.
    #[serde(rename = "depuis")]
    pub from: Date,
    /// Who says so.
    pub source: SourceId,
    /// What changes.
    #[serde(rename = "change")]
    pub change: ScoreChange,
}

/// What an unmet and a met criterion are worth; by default 0 and 1, shown in percent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scale {
    /// Unmet.
    pub min: Ratio,
    /// Met.
    pub max: Ratio,
    /// What follows a figure (« sur 4 »); none: figures are percentages.
    #[serde(rename = "unite", default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

impl Default for Scale {
    fn default() -> Self {
        Self {
            min: Ratio::zero(),
            max: Ratio::one(),
            unit: None,
        }
    }
}

impl Scale {
    /// From nothing to all.
    pub fn whole(&self) -> Interval {
        Interval {
            min: self.min.clone(),
            max: self.max.clone(),
        }
    }

    /// The place of a share between unmet and met.
    pub fn at(&self, share: &Ratio) -> Ratio {
        self.min.clone() + share.clone() * (self.max.clone() - self.min.clone())
    }

    /// What a group is worth in which nothing is met, as there is nothing in it.
    pub fn nothing(&self, aggregation: Aggregation) -> Ratio {
        match aggregation {
            // no terms, no points: neither gained nor lost
            Aggregation::Sum => Ratio::zero(),
            Aggregation::WeightedMean
            | Aggregation::Mean
            | Aggregation::Minimum
            | Aggregation::Product
            | Aggregation::All => self.min.clone(),
        }
    }

    /// A threshold, exactly.
    pub fn exactly(&self, value: &Ratio) -> String {
        self.exact_to(value, 0)
    }

    /// A figure, exactly, of so many decimals at least.
    pub(super) fn exact_to(&self, value: &Ratio, decimals: u32) -> String {
        match self.unit {
            None => value.percent_exactly(decimals),
            Some(_) => self.with_unit(&value.exactly(decimals)),
        }
    }

    /// The number that stands before the unit: of percent, where the scale has no unit of its own.
    pub(super) fn as_written(&self, value: &Ratio) -> Ratio {
        match self.unit {
            None => value.clone() * Ratio::whole(100),
            Some(_) => value.clone(),
        }
    }

    /// A number followed by the unit.
    pub(super) fn with_unit(&self, number: &str) -> String {
        match self.unit.as_deref() {
            None => format!("{number}\u{a0}%"),
            Some("") => number.to_owned(),
            Some(unit) => format!("{number}\u{a0}{unit}"),
        }
    }
}
