//! What auditors found, and who they are.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::kernel::{
    AuditorId, CriterionId, Date, ElementId, FindingId, FormFieldId, KindCode, LevelId, PieceId, SiteId,
    Status,
};
use crate::norm::Norm;

/// An auditor: a function, never a name that is not needed. The id is the name of the file that holds the findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Auditor {
    /// Function.
    #[serde(rename = "fonction")]
    pub role: String,
    /// Body.
    #[serde(rename = "organisme", default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// What ties the auditor to the structure, or does not.
    #[serde(rename = "independance", default, skip_serializing_if = "Option::is_none")]
    pub independence: Option<String>,
    /// What the draw of the pieces to open starts from; the structure does not know it beforehand.
    #[serde(rename = "graine", default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
}

impl Auditor {
    /// « auditrice externe, France Médiation, sans lien avec la structure ».
    pub fn signature(&self) -> String {
        let more = self.body.iter().chain(&self.independence);
        std::iter::once(&self.role)
            .chain(more)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// What an auditor found of an element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum ElementFinding {
    /// Met.
    #[serde(rename = "satisfait")]
    Met,
    /// Not met.
    #[serde(rename = "non-satisfait")]
    NotMet,
    /// It does not apply here.
    #[serde(rename = "non-applicable")]
    Void,
    /// At this level: whether it is met follows from the level that is wanted.
    #[serde(rename = "cote")]
    Rated(LevelId),
}

impl ElementFinding {
    /// Reads the word of a file, a level apart.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "satisfait" => Some(Self::Met),
            "non-satisfait" => Some(Self::NotMet),
            "non-applicable" => Some(Self::Void),
            _ => None,
        }
    }
}

/// One thing that a finding settles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Settles {
    /// An element of the criterion.
    #[serde(rename = "element")]
    Element {
        /// Which.
        id: ElementId,
        /// What was found of it.
        #[serde(rename = "etat")]
        state: ElementFinding,
    },
    /// The criterion as a whole.
    #[serde(rename = "ensemble")]
    Whole {
        /// Status retained.
        #[serde(rename = "statut", default, skip_serializing_if = "Option::is_none")]
        status: Option<Status>,
        /// Kind of finding.
        #[serde(rename = "nature", default, skip_serializing_if = "Option::is_none")]
        kind: Option<KindCode>,
    },
}

/// One of the four parts of a nonconformity that is well told.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
pub enum GapPart {
    /// What is required.
    #[serde(rename = "exigence")]
    Requirement,
    /// What was observed.
    #[serde(rename = "constat")]
    Observation,
    /// How the one falls short of the other.
    #[serde(rename = "ecart")]
    Shortfall,
    /// What is at stake.
    #[serde(rename = "enjeu")]
    Stake,
}

impl GapPart {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Requirement, Self::Observation, Self::Shortfall, Self::Stake];

    /// In French, as a heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::Requirement => "Exigence",
            Self::Observation => "Constat",
            Self::Shortfall => "Écart",
            Self::Stake => "Enjeu",
        }
    }

    /// Its key, which is its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Requirement => "exigence",
            Self::Observation => "constat",
            Self::Shortfall => "ecart",
            Self::Stake => "enjeu",
        }
    }
}

/// What a finding rests on beside pieces, and how it is told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grounds {
    /// Was it seen where it happens?
    #[serde(rename = "vu-sur-site", default, skip_serializing_if = "std::ops::Not::not")]
    pub on_site: bool,
    /// Who was heard, by function.
    #[serde(rename = "entretien", default, skip_serializing_if = "Vec::is_empty")]
    pub heard: Vec<String>,
    /// The parts of a nonconformity.
    #[serde(rename = "parties", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parts: BTreeMap<GapPart, String>,
    /// Findings of auditors who differ, which it reconciles: it counts in their place.
    #[serde(rename = "concilie", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reconciles: BTreeSet<FindingId>,
}

impl Grounds {
    /// Nothing is said beside the reason and the pieces.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What an auditor found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Finding {
    /// Stable id.
    pub id: FindingId,
    /// Who found it.
    #[serde(rename = "auditeur")]
    pub auditor: AuditorId,
    /// Criterion.
    #[serde(rename = "critere")]
    pub criterion: CriterionId,
    /// Site it bears on; none: the whole structure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteId>,
    /// What it settles: an element, the criterion as a whole, or both.
    #[serde(rename = "tranche")]
    pub settles: Vec<Settles>,
    /// The form that the norm asks for a criterion that fails: field, text.
    #[serde(rename = "fiche", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub form: BTreeMap<FormFieldId, String>,
    /// Why.
    #[serde(rename = "raison")]
    pub reason: String,
    /// Evidence that the auditor has seen.
    #[serde(rename = "vu", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub seen: BTreeSet<PieceId>,
    /// What it rests on beside pieces, and the parts of a nonconformity.
    #[serde(rename = "appui", default, skip_serializing_if = "Grounds::is_empty")]
    pub grounds: Grounds,
    /// Who noted it (a function), where it is not the auditor.
    #[serde(rename = "par", default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    #[serde(rename = "le", default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl Finding {
    /// The element that it settles, with what was found of it.
    pub fn element(&self) -> Option<(&ElementId, &ElementFinding)> {
        self.settles.iter().find_map(|settles| match settles {
            Settles::Element { id, state } => Some((id, state)),
            Settles::Whole { .. } => None,
        })
    }

    /// The status that it retains for the criterion, in so many words.
    pub fn status(&self) -> Option<Status> {
        self.settles.iter().find_map(|settles| match settles {
            Settles::Whole { status, kind: _ } => *status,
            Settles::Element { .. } => None,
        })
    }

    /// Its kind.
    pub fn kind(&self) -> Option<&KindCode> {
        self.settles.iter().find_map(|settles| match settles {
            Settles::Whole { status: _, kind } => kind.as_ref(),
            Settles::Element { .. } => None,
        })
    }

    /// The status that it gives the criterion: the one it says, or the one that its kind implies.
    pub fn retains(&self, norm: &Norm) -> Option<Status> {
        let implied = || {
            let kind = self.kind().and_then(|code| norm.kind(code))?;
            kind.nonconformity.then_some(Status::Nonconforming)
        };
        self.status().or_else(implied)
    }

    /// Do both speak of one thing: the same element, or the criterion as a whole?
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        let element = |finding: &Self| finding.element().map(|(id, _)| id.clone());
        self.criterion == other.criterion && element(self) == element(other)
    }
}
