//! The sheet of a funder's profile, as it is shown and as programs read it: nothing is in the file that is not on the pages.

use serde::{Deserialize, Serialize};

use crate::kernel::{Date, Status};
use crate::norm::model::AuditKind;

/// The only version of this format so far.
pub(super) const SCHEMA: u32 = 1;

/// Whom a sheet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Diffusion {
    /// Anybody: no comment, no name of a file, no function.
    #[serde(rename = "publique")]
    Public,
    /// The structure itself and whom it trusts.
    #[serde(rename = "interne")]
    Internal,
}

impl Diffusion {
    /// As a person asks for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "publique",
            Self::Internal => "interne",
        }
    }
}

/// The sheet: principle, practice, proof, and what follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EthicsSheet {
    /// Version of this format.
    pub schema: u32,
    /// What the profile is called.
    #[serde(rename = "titre")]
    pub title: String,
    /// Name of the structure.
    pub structure: String,
    /// Kind of audit, in words.
    #[serde(rename = "genre")]
    pub audit: String,
    /// Day on which it was judged.
    pub date: Date,
    /// The norm.
    #[serde(rename = "norme")]
    pub norm: String,
    /// Its version.
    #[serde(rename = "version-norme")]
    pub version: String,
    /// Digest of an overlay that was in force; none: there was none.
    #[serde(rename = "surcouche", default, skip_serializing_if = "Option::is_none")]
    pub overlay: Option<String>,
    /// The profile.
    #[serde(rename = "profil")]
    pub profile: String,
    /// The dossier.
    pub dossier: String,
    /// Digest of what the dossier holds.
    #[serde(rename = "empreinte")]
    pub digest: String,
    /// Version of médiaudit.
    #[serde(rename = "mediaudit")]
    pub tool: String,
    /// Whom it is for.
    pub diffusion: Diffusion,
    /// « Ceci n'est pas un certificat ».
    #[serde(rename = "avertissement")]
    pub banner: String,
    /// What contradicts a principle that binds, before all else.
    #[serde(rename = "alertes", default)]
    pub alerts: Vec<String>,
    /// The conclusion, or that there is none.
    #[serde(rename = "avis")]
    pub headline: String,
    /// What it means.
    #[serde(rename = "sens")]
    pub text: String,
    /// The score, in words.
    #[serde(rename = "degre")]
    pub score: String,
    /// Gates, reserves, doubts, one sentence each.
    #[serde(rename = "portes")]
    pub gates: Vec<String>,
    /// What came of the elements: shown, said, left unsaid.
    #[serde(rename = "bilan")]
    pub means: Vec<SheetCount>,
    /// Principles, with the criteria that carry them.
    #[serde(rename = "principes")]
    pub principles: Vec<SheetPrinciple>,
    /// How a self-assessment is read against an audit.
    #[serde(rename = "lecture")]
    pub reading: Vec<String>,
}

/// How many elements came out so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SheetCount {
    /// How.
    #[serde(rename = "libelle")]
    pub label: String,
    /// How many.
    #[serde(rename = "nombre")]
    pub count: usize,
}

/// A principle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SheetPrinciple {
    /// Its name.
    #[serde(rename = "titre")]
    pub title: String,
    /// Criteria.
    #[serde(rename = "criteres")]
    pub criteria: Vec<SheetCriterion>,
}

/// A criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SheetCriterion {
    /// Its id.
    pub id: String,
    /// Its title.
    #[serde(rename = "titre")]
    pub title: String,
    /// Its status, in words.
    #[serde(rename = "statut")]
    pub status: String,
    /// The practice that is declared.
    #[serde(rename = "pratique")]
    pub practice: String,
    /// What shows it: kinds of pieces, never their names.
    #[serde(rename = "preuves")]
    pub evidence: String,
    /// What is only said, missing or contradicted.
    #[serde(rename = "reste", default)]
    pub open: Vec<String>,
    /// Files, comment and function: in an internal sheet only.
    #[serde(rename = "interne", default)]
    pub internal: Vec<String>,
}

impl SheetCriterion {
    /// The status that its words name; none: they name none.
    pub fn retained(&self) -> Option<Status> {
        Status::ALL
            .into_iter()
            .find(|status| status.label() == self.status)
    }
}

impl EthicsSheet {
    /// Is this a version of the format that is known?
    pub fn is_known(&self) -> bool {
        self.schema == SCHEMA
    }

    /// Do its words say what they must: a kind of audit, and of each criterion a status?
    pub fn is_sound(&self) -> bool {
        let mut criteria = self.principles.iter().flat_map(|principle| &principle.criteria);
        self.kind().is_some() && criteria.all(|criterion| criterion.retained().is_some())
    }

    /// The kind of audit that its words name; none: they name none.
    pub fn kind(&self) -> Option<AuditKind> {
        AuditKind::ALL.into_iter().find(|kind| kind.label() == self.audit)
    }
}
