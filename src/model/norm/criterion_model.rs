//! A criterion, as data: what is required, what is looked at, and the examples that test it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::cycle;
use super::model::{FactValue, Rule};
use crate::kernel::{
    AxisLabel, ChapterId, CriterionId, Date, ElementId, FactKey, KindCode, LevelId, MilestoneId,
    RespondentId, SourceId, Status, TypeId,
};
use crate::record::item::Modality;

/// How much a criterion matters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Importance {
    /// Without it, the framework is not respected.
    #[serde(rename = "imperatif")]
    Imperative,
    /// Expected.
    #[serde(rename = "exigible")]
    Required,
    /// Good practice.
    #[serde(rename = "recommande")]
    Recommended,
}

impl Importance {
    /// All three, strongest first.
    pub const ALL: [Self; 3] = [Self::Imperative, Self::Required, Self::Recommended];

    /// In French.
    pub fn label(self) -> &'static str {
        match self {
            Self::Imperative => "impératif",
            Self::Required => "exigible",
            Self::Recommended => "recommandé",
        }
    }
}

/// How a criterion is judged.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Judged {
    /// By its rules alone.
    #[serde(rename = "automatique")]
    Automatic,
    /// By what the structure declares.
    #[serde(rename = "declare")]
    Declared,
    /// By both.
    #[serde(rename = "mixte")]
    Mixed,
    /// By a person only.
    #[serde(rename = "humain")]
    Human,
}

impl Judged {
    /// Does a person say where the structure stands? Elsewhere a level that is said all the same is no part of the verdict.
    pub fn asks_level(self) -> bool {
        match self {
            Self::Declared | Self::Mixed => true,
            Self::Automatic | Self::Human => false,
        }
    }

    /// In French.
    pub fn label(self) -> &'static str {
        match self {
            Self::Automatic => "automatiquement",
            Self::Declared => "sur déclaration",
            Self::Mixed => "sur déclaration et preuves",
            Self::Human => "par une personne",
        }
    }
}

/// Who is bound.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The employer.
    #[serde(rename = "employeur")]
    Employer,
    /// Who commissions and pays.
    #[serde(rename = "commanditaire")]
    Commissioner,
    /// Managers of mediators.
    #[serde(rename = "encadrants")]
    Managers,
    /// Mediators.
    #[serde(rename = "mediateurs")]
    Mediators,
}

impl Bound {
    /// In French.
    pub fn label(self) -> &'static str {
        match self {
            Self::Employer => "employeur",
            Self::Commissioner => "commanditaire",
            Self::Managers => "encadrants",
            Self::Mediators => "médiateurs",
        }
    }
}

/// How well a criterion is sourced (A: a public source says so … C: good practice of the sector).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
pub enum Confidence {
    /// A public source says that the norm, or its certification, demands this.
    A,
    /// A public source ties the theme to the norm.
    #[serde(rename = "A-")]
    AMinus,
    /// A certified structure says that it has this.
    B,
    /// Good practice of the sector.
    C,
}

impl Confidence {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::AMinus => "A-",
            Self::B => "B",
            Self::C => "C",
        }
    }

    /// What it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::A => "une source publique dit que la norme, ou sa certification, le demande",
            Self::AMinus => {
                "une source publique relie le thème à la norme ; la forme précise est notre lecture"
            }
            Self::B => "une structure certifiée, ou son réseau, dit l’avoir",
            Self::C => "bonne pratique du secteur ; aucune source ne la relie à la norme",
        }
    }
}

/// A criterion: one requirement used as reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Criterion {
    /// Stable id.
    pub id: CriterionId,
    /// Its chapter.
    #[serde(rename = "chapitre")]
    pub chapter: ChapterId,
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// What is required, in our own words.
    #[serde(rename = "exigence")]
    pub requirement: String,
    /// What is at stake.
    #[serde(rename = "enjeu")]
    pub stake: String,
    /// How much it matters.
    pub importance: Importance,
    /// Weight beside its siblings.
    #[serde(rename = "poids")]
    pub weight: u32,
    /// How it is judged.
    #[serde(rename = "juge")]
    pub judged: Judged,
    /// Who is bound.
    #[serde(rename = "oblige", default, skip_serializing_if = "Vec::is_empty")]
    pub binds: Vec<Bound>,
    /// Whom to ask where the structure stands.
    #[serde(rename = "qui", default, skip_serializing_if = "Option::is_none")]
    pub who: Option<RespondentId>,
    /// Declared level wanted.
    #[serde(rename = "niveau-requis", default, skip_serializing_if = "Option::is_none")]
    pub level: Option<LevelId>,
    /// Declared level wanted at single milestones of the cycle.
    #[serde(
        rename = "niveau-requis-selon",
        default,
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub levels: BTreeMap<MilestoneId, LevelId>,
    /// Milestones at which it is judged; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cycles: Vec<MilestoneId>,
    /// Weights that replace its own where a rule holds; the first that does.
    #[serde(rename = "poids-si", default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<ReducedWeight>,
    /// The one kind of finding that it gives, however it fails.
    #[serde(rename = "nature-unique", default, skip_serializing_if = "Option::is_none")]
    pub single_kind: Option<KindCode>,
    /// How well it is sourced.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
    /// Labels, `axe/valeur`.
    #[serde(rename = "etiquettes", default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<AxisLabel>,
    /// First day in force.
    #[serde(rename = "en-vigueur", default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Withdrawn from this day on.
    #[serde(rename = "retire", default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Date>,
    /// Names it bore before.
    #[serde(rename = "ancien-id", default, skip_serializing_if = "Vec::is_empty")]
    pub former_ids: Vec<CriterionId>,
    /// When it applies.
    #[serde(rename = "applicable-si", default, skip_serializing_if = "Option::is_none")]
    pub applies_if: Option<Rule>,
    /// May it not be set aside?
    #[serde(rename = "na-interdit")]
    pub always_applies: bool,
    /// What stays open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Clause number, from an overlay only.
    #[serde(rename = "article", default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// What is looked at.
    pub elements: Vec<Element>,
    /// Tests.
    #[serde(rename = "exemples", default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
}

/// A weight that holds where a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReducedWeight {
    /// The rule.
    #[serde(rename = "si")]
    pub rule: Rule,
    /// The weight.
    #[serde(rename = "poids")]
    pub weight: u32,
}

/// An element of a criterion (élément d'appréciation).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Element {
    /// Id within the criterion.
    pub id: ElementId,
    /// What is wanted.
    #[serde(rename = "libelle")]
    pub label: String,
    /// The rule; none: a person judges.
    #[serde(rename = "si", default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// What would close a gap.
    pub action: String,
    /// Effort of that action, 1 (an hour) to 5 (months).
    pub effort: u8,
    /// Is a declaration enough?
    #[serde(rename = "declaration-suffit")]
    pub declaration_suffices: bool,
    /// Does it inform only?
    #[serde(rename = "facultatif")]
    pub optional: bool,
    /// Cycles in which it is wanted; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cycles: Vec<MilestoneId>,
}

/// A test that stands beside its criterion: judges this criterion alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Example {
    /// What it shows.
    #[serde(rename = "nom")]
    pub name: String,
    /// Its audit date.
    pub date: Date,
    /// Its place in the cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<MilestoneId>,
    /// Facts, with the type of the piece that proves them.
    #[serde(rename = "faits", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<FactKey, ExampleFact>,
    /// Declared level.
    #[serde(rename = "niveau", default, skip_serializing_if = "Option::is_none")]
    pub level: Option<LevelId>,
    /// Set aside, with this reason.
    #[serde(rename = "non-applicable", default, skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<String>,
    /// Evidence.
    #[serde(rename = "preuves", default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<ExampleEvidence>,
    /// What an auditor found of elements.
    #[serde(rename = "constats", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub findings: BTreeMap<ElementId, bool>,
    /// Statuses of other criteria.
    #[serde(rename = "autres", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub others: BTreeMap<CriterionId, Status>,
    /// Status expected.
    #[serde(rename = "attendu")]
    pub expected: Status,
}

/// A fact of an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ExampleFact {
    /// Its value.
    #[serde(rename = "valeur")]
    pub value: FactValue,
    /// Type of the piece that proves it.
    #[serde(rename = "preuve", default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<TypeId>,
}

/// A piece of evidence of an example: readable and in a file unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ExampleEvidence {
    /// Type.
    #[serde(rename = "type")]
    pub kind: TypeId,
    /// Date of effect.
    #[serde(rename = "date-effet", default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Date>,
    /// Last day of validity.
    #[serde(rename = "expire", default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// What it reports on.
    #[serde(rename = "periode", default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<(Date, Date)>,
    /// Kept elsewhere?
    #[serde(rename = "ailleurs", default)]
    pub elsewhere: bool,
    /// Modality; other than a document, it is reported by the structure.
    #[serde(rename = "modalite")]
    pub modality: Modality,
    /// Pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Its text.
    #[serde(rename = "texte", default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Unreadable?
    #[serde(rename = "illisible", default)]
    pub unreadable: bool,
    /// Signed?
    #[serde(rename = "signee", default)]
    pub signed: bool,
    /// Origin.
    #[serde(rename = "origine", default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Element {
    /// Is it wanted at this place of the cycle?
    pub fn is_in(&self, at: Option<&MilestoneId>) -> bool {
        cycle::holds(&self.cycles, at)
    }
}

impl Criterion {
    /// Every rule of the criterion: its elements', its applicability's, its weights'.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> + Clone {
        self.elements
            .iter()
            .filter_map(|element| element.rule.as_ref())
            .chain(self.applies_if.as_ref())
            .chain(self.weights.iter().map(|reduced| &reduced.rule))
    }

    /// The declared level wanted at this place of the cycle.
    pub fn level_in(&self, at: Option<&MilestoneId>) -> Option<&LevelId> {
        at.and_then(|id| self.levels.get(id)).or(self.level.as_ref())
    }

    /// Is it judged at this place of the cycle?
    pub fn is_in(&self, at: Option<&MilestoneId>) -> bool {
        cycle::holds(&self.cycles, at)
    }

    /// Does it rest on this source: among its own, or named in its note?
    pub fn cites(&self, source: &SourceId) -> bool {
        let named = |note: &String| {
            note.split(|c: char| !c.is_alphanumeric() && c != '-')
                .any(|word| word == source.as_str())
        };
        self.sources.contains(source) || self.note.as_ref().is_some_and(named)
    }

    /// The evidence types that its elements ask.
    pub fn evidence_types(&self) -> BTreeSet<&TypeId> {
        self.elements
            .iter()
            .filter_map(|element| element.rule.as_ref())
            .flat_map(Rule::evidence_types)
            .collect()
    }
}
