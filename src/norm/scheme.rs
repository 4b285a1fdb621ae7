//! The scheme of a norm: how findings, scores and the conclusion follow from judged criteria, as a closed set of named parameters.
//!
//! The patterns (R1–R24) and edge cases that these parameters settle are listed in `norms/README.md`; no parameter changes the
//! status of a criterion, but for the cycle in which it applies and the way in which samples are put together.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::{Cycle, Date, Id, Interval, Period, Ratio, Status};

use super::model::{AuditKind, Importance, Threshold};

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+ })+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
            pub enum $name {
                $($(#[$variant_meta])* #[serde(rename = $word)] $variant,)+
            }
        )+
    };
}

words! {
    /// How the values of a group's members give the group's.
    Aggregation {
        /// Mean by weights.
        #[default]
        WeightedMean = "moyenne-ponderee",
        /// Plain mean.
        Mean = "moyenne",
        /// The lowest.
        Minimum = "minimum",
        /// The product: one zero makes all zero.
        Product = "produit",
        /// The sum of weight times value.
        Sum = "somme",
        /// Full where every member is full, else nothing.
        All = "tous",
    }
    /// What a criterion counts for that nothing settles.
    Unsettled {
        /// Anything from nothing to all: the score is an interval.
        Bounds = "bornes",
        /// It leaves the sum.
        Leaves = "sort",
        /// As much as a failure.
        #[default]
        Fails = "echec",
    }
    /// What becomes of the weight of a criterion that does not apply.
    Excluded {
        /// It leaves numerator and denominator.
        #[default]
        Leaves = "sort",
        /// It counts as met.
        Full = "plein",
        /// It counts for the stated target.
        Target = "cible",
        /// Its weight is shared out equally among its siblings.
        Equal = "egal",
        /// Its weight is shared out among its siblings, by their weights.
        Prorata = "prorata",
        /// Nobody may set a criterion aside.
        Forbidden = "interdit",
    }
    /// What a criterion counts for whose rule met inconsistent data.
    Erring {
        /// As much as a failure.
        #[default]
        Fails = "echec",
        /// It leaves the sum.
        Leaves = "sort",
    }
    /// What a group counts for when nothing in it counts.
    EmptyGroup {
        /// It leaves the sum.
        #[default]
        Leaves = "sort",
        /// Nothing.
        Zero = "zero",
        /// All.
        Full = "plein",
    }
    /// What a weight of zero means.
    ZeroWeight {
        /// A weight of zero.
        #[default]
        Zero = "zero",
        /// A weight of one.
        One = "un",
        /// A fault of the norm.
        Refused = "refuse",
    }
    /// What the whole counts for when nothing counts.
    EmptyTotal {
        /// There is no score.
        #[default]
        None = "sans-objet",
        /// Nothing.
        Zero = "zero",
        /// All.
        Full = "plein",
    }
    /// How figures are rounded.
    RoundingMode {
        /// Halves away from zero.
        #[default]
        HalfUp = "demi-superieur",
        /// Halves to the even neighbour.
        HalfEven = "demi-pair",
        /// Down.
        Down = "bas",
        /// Not at all.
        None = "aucun",
    }
    /// Where figures are rounded.
    RoundingPlace {
        /// Where they are shown only: thresholds compare exact fractions.
        #[default]
        Display = "affichage",
        /// The value of each criterion.
        Criterion = "critere",
        /// The value of each criterion and of each group.
        Levels = "niveaux",
    }
    /// How the statuses of samples give the criterion's.
    SampleStatus {
        /// The worst decides.
        #[default]
        Worst = "pire",
        /// Conforming when a stated share of the applicable samples conforms, else the worst.
        Share = "part",
    }
    /// How the values of samples give the criterion's.
    SampleValue {
        /// The lowest.
        #[default]
        Minimum = "minimum",
        /// Their mean.
        Mean = "moyenne",
        /// Full where every sample is full, else nothing.
        AnyFail = "un-echec",
    }
    /// What a sample that is not assessed does to the criterion.
    SampleGap {
        /// It stays unsettled.
        #[default]
        Blocks = "bloque",
        /// The other samples decide.
        Ignored = "ignore",
    }
    /// How √n becomes a whole number.
    DrawRounding {
        /// Up.
        #[default]
        Up = "superieur",
        /// To the nearest; √n is never exactly half-way.
        Nearest = "proche",
    }
    /// How the head office enters the sample.
    HeadOffice {
        /// As one of the √n.
        #[default]
        Inside = "dans",
        /// Beside them.
        Beside = "en-plus",
    }
    /// How a gate bounds the score.
    GateForm {
        /// While a criterion of the gate fails, the score is at most the ceiling.
        #[default]
        Ceiling = "plafond",
        /// The score is at most the lowest value among them.
        Minimum = "minimum",
        /// The score is multiplied by their values.
        Product = "produit",
        /// While one of them fails, the score is nothing.
        All = "tous",
    }
    /// Within what findings are counted together.
    Reach {
        /// One criterion.
        Criterion = "critere",
        /// One chapter, sub-chapters included.
        Chapter = "chapitre",
        /// The whole norm.
        #[default]
        Norm = "norme",
    }
    /// What becomes of the findings that were counted together.
    Effect {
        /// They become one of the worse kind.
        #[default]
        Consumes = "consomme",
        /// They stay, and one of the worse kind is added.
        Adds = "ajoute",
    }
    /// What to do when the audit before is not known.
    NoPrevious {
        /// Nothing.
        #[default]
        Ignored = "sans-effet",
        /// No conclusion.
        Blocks = "bloque",
    }
}

/// What part of a criterion that is not met counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// What a weight of zero means.
    #[serde(rename = "poids-nul")]
    pub zero_weight: ZeroWeight,
    /// Rounding.
    #[serde(rename = "arrondi")]
    pub rounding: Rounding,
}

/// Some of the [`ScoreRules`], for one chapter or from one day on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
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
            zero_weight,
            rounding
        );
        if self.target.is_some() {
            rules.target.clone_from(&self.target);
        }
    }
}

/// Score rules that hold from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Revision {
    /// First audit date that they hold for.
    #[serde(rename = "depuis")]
    pub from: Date,
    /// Who says so.
    pub source: Id,
    /// What changes.
    #[serde(rename = "change")]
    pub change: ScoreChange,
}

/// What an unmet and a met criterion are worth; by default 0 and 1, shown in percent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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

    /// A figure, for display.
    pub fn show(&self, value: &Ratio, decimals: u32) -> String {
        match &self.unit {
            None => value.in_percent(decimals),
            Some(unit) => {
                let figure = value.rounded(decimals).replace('.', ",");
                if unit.is_empty() {
                    figure
                } else {
                    format!("{figure}\u{a0}{unit}")
                }
            }
        }
    }
}

/// The kinds of finding of one importance; none: no finding.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct KindRow {
    /// Non conforme, and grave.
    #[serde(
        rename = "non-conforme-grave",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub grave: Option<Id>,
    /// Non conforme otherwise.
    #[serde(rename = "non-conforme", default, skip_serializing_if = "Option::is_none")]
    pub nonconforming: Option<Id>,
    /// Non démontré.
    #[serde(rename = "non-demontre", default, skip_serializing_if = "Option::is_none")]
    pub not_demonstrated: Option<Id>,
    /// Non démontré where no piece at all was given; none: as any non démontré.
    #[serde(rename = "preuve-absente", default, skip_serializing_if = "Option::is_none")]
    pub no_evidence: Option<Id>,
}

/// How long an answer to a finding may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Deadline {
    /// What is due.
    #[serde(rename = "etape")]
    pub stage: String,
    /// Within what, from the audit date.
    #[serde(rename = "delai")]
    pub within: Period,
    /// In these cycles; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cycles: Vec<Cycle>,
}

/// Findings that weigh more together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Escalation {
    /// So many…
    #[serde(rename = "nombre")]
    pub count: u32,
    /// …of this kind…
    #[serde(rename = "de")]
    pub from: Id,
    /// …make one of this kind.
    #[serde(rename = "vers")]
    pub to: Id,
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
    pub source: Option<Id>,
}

/// A finding that is still there at the audit after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unlifted {
    /// A finding of this kind…
    #[serde(rename = "de")]
    pub from: Id,
    /// …becomes one of this kind.
    #[serde(rename = "vers")]
    pub to: Id,
    /// Where the audit before is not known.
    #[serde(rename = "sans-precedent")]
    pub no_previous: NoPrevious,
}

/// A form that an auditor owes for a criterion that fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Form {
    /// For criteria of these importances.
    pub importances: BTreeSet<Importance>,
    /// Its fields.
    #[serde(rename = "champs")]
    pub fields: Vec<FormField>,
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Identifier.
    pub id: Id,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
}

/// What must be looked at again in a cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Recheck {
    /// In this cycle.
    pub cycle: Cycle,
    /// These criteria.
    #[serde(rename = "criteres", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub criteria: BTreeSet<Id>,
    /// And those whose findings have one kind only.
    #[serde(rename = "nature-unique", default)]
    pub single_kind: bool,
    /// And those that bore a nonconformity.
    #[serde(rename = "non-conformites", default)]
    pub nonconformities: bool,
}

/// How samples give a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SampleRules {
    /// Their statuses.
    #[serde(rename = "statut")]
    pub status: SampleStatus,
    /// The share of applicable samples that must conform.
    #[serde(rename = "part", default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Ratio>,
    /// Their values.
    #[serde(rename = "valeur")]
    pub value: SampleValue,
    /// A sample that is not assessed.
    #[serde(rename = "non-evalue")]
    pub gap: SampleGap,
}

/// How many sites are audited, and which: √n, the head office always among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Draw {
    /// In these kinds of audit; empty: all.
    #[serde(rename = "genres", default, skip_serializing_if = "Vec::is_empty")]
    pub audits: Vec<AuditKind>,
    /// How √n becomes whole.
    #[serde(rename = "arrondi")]
    pub rounding: DrawRounding,
    /// The head office.
    #[serde(rename = "siege")]
    pub head_office: HeadOffice,
}

/// How imperative criteria bound the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Gate {
    /// Identifier.
    pub id: Id,
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
    pub criteria: BTreeSet<Id>,
    /// The ceiling, in the score's unit.
    #[serde(rename = "plafond", default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Ratio>,
}

/// A band of scores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Condition {
    /// Counts of findings by kind, once they were counted together.
    #[serde(rename = "constats", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<Id, CountBound>,
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
    pub chapters: BTreeMap<Id, Threshold>,
    /// Are all gates passed?
    #[serde(rename = "portes", default, skip_serializing_if = "Option::is_none")]
    pub gates: Option<bool>,
    /// Count of nonconformities of the audit before that are still there.
    #[serde(rename = "non-levees", default, skip_serializing_if = "Option::is_none")]
    pub unlifted: Option<CountBound>,
    /// One of these bands.
    #[serde(rename = "bandes", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub bands: BTreeSet<String>,
}

/// A conclusion, with what it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ConclusionRule {
    /// Identifier.
    pub id: Id,
    /// Kinds of audit it is for; empty: all.
    #[serde(rename = "genres", default, skip_serializing_if = "Vec::is_empty")]
    pub audits: Vec<AuditKind>,
    /// Cycles it is for; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cycles: Vec<Cycle>,
    /// What it takes; none: always.
    #[serde(rename = "si", default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// The words.
    #[serde(rename = "titre")]
    pub title: String,
    /// What they mean.
    #[serde(rename = "texte")]
    pub text: String,
}

impl ConclusionRule {
    /// Is it for this kind of audit and this cycle?
    pub fn is_for(&self, audit: AuditKind, cycle: Cycle) -> bool {
        (self.audits.is_empty() || self.audits.contains(&audit))
            && (self.cycles.is_empty() || self.cycles.contains(&cycle))
    }
}

/// Score, findings and conclusion, as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// The scale.
    #[serde(rename = "echelle")]
    pub scale: Scale,
    /// Below this share of met elements a nonconformity is grave.
    #[serde(rename = "part-grave")]
    pub grave_share: Ratio,
    /// At this declared level, or below, it is grave.
    #[serde(rename = "niveau-grave", default, skip_serializing_if = "Option::is_none")]
    pub grave_level: Option<Id>,
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
}

impl Policy {
    /// The revisions that hold at a date.
    pub fn revisions_at(&self, date: Date) -> impl Iterator<Item = &Revision> {
        self.revisions
            .iter()
            .filter(move |revision| revision.from <= date)
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
