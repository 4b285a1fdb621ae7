//! The TOML of a dossier as written.

use serde::Deserialize;

use crate::assessment::inputs::Cycle;
use crate::evidence::item::{Modality, Witness};
use crate::evidence::privacy::Kind;
use crate::kernel::{Date, Id, Located};
use crate::norm::model::AuditKind;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawHead {
    pub(super) id: Located<Id>,
    #[serde(rename = "norme")]
    pub(super) norm: Located<Id>,
    #[serde(rename = "version-norme")]
    pub(super) version: Located<String>,
    #[serde(rename = "genre")]
    pub(super) audit: AuditKind,
    #[serde(rename = "date-audit", default)]
    pub(super) date: Option<Date>,
    pub(super) cycle: Cycle,
    #[serde(rename = "profil", default)]
    pub(super) profile: Option<Located<Id>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStructure {
    #[serde(rename = "nom")]
    pub(super) name: String,
    #[serde(rename = "forme", default)]
    pub(super) form: String,
    #[serde(default)]
    pub(super) siret: Option<Located<String>>,
    #[serde(default)]
    pub(super) logo: Option<Located<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSite {
    pub(super) id: Located<Id>,
    #[serde(rename = "nom")]
    pub(super) name: String,
    #[serde(rename = "siege", default)]
    pub(super) head_office: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPractice {
    #[serde(rename = "niveau", default)]
    pub(super) level: Option<Located<Id>>,
    #[serde(rename = "depuis", default)]
    pub(super) since: Option<Date>,
    #[serde(default)]
    pub(super) non_applicable: Option<Located<String>>,
    #[serde(rename = "par", default)]
    pub(super) by: Option<String>,
    #[serde(rename = "le", default)]
    pub(super) on: Option<Date>,
    #[serde(rename = "commentaire", default)]
    pub(super) comment: Option<String>,
    #[serde(default)]
    pub(super) site: Option<Located<Id>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPiece {
    pub(super) id: Located<Id>,
    #[serde(rename = "fichier", default)]
    pub(super) file: Option<Located<String>>,
    #[serde(rename = "ailleurs", default)]
    pub(super) elsewhere: Option<String>,
    #[serde(rename = "detenteur", default)]
    pub(super) holder: Option<String>,
    #[serde(rename = "modalite", default)]
    pub(super) modality: Option<Modality>,
    #[serde(rename = "temoin", default)]
    pub(super) witness: Option<Witness>,
    pub(super) types: Vec<Located<Id>>,
    #[serde(rename = "criteres", default)]
    pub(super) criteria: Vec<Located<Id>>,
    #[serde(default)]
    pub(super) site: Option<Located<Id>>,
    #[serde(rename = "date-effet", default)]
    pub(super) effect: Option<Date>,
    #[serde(rename = "expire", default)]
    pub(super) expires: Option<Located<Date>>,
    #[serde(rename = "periode", default)]
    pub(super) covers: Option<Located<(Date, Date)>>,
    #[serde(rename = "signee", default)]
    pub(super) signed: bool,
    #[serde(rename = "origine", default)]
    pub(super) source: Option<String>,
    #[serde(rename = "titre", default)]
    pub(super) title: Option<String>,
    #[serde(rename = "par", default)]
    pub(super) by: Option<String>,
    #[serde(rename = "le", default)]
    pub(super) added_on: Option<Date>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSilence {
    #[serde(rename = "empreinte")]
    pub(super) digest: Located<String>,
    #[serde(rename = "nature")]
    pub(super) kind: Kind,
    #[serde(rename = "raison")]
    pub(super) reason: Located<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStatedFact {
    #[serde(rename = "valeur")]
    pub(super) value: Located<crate::norm::raw::Scalar>,
    #[serde(rename = "au", default)]
    pub(super) on: Option<Date>,
    #[serde(default)]
    pub(super) source: Option<String>,
    #[serde(rename = "preuve", default)]
    pub(super) evidence: Option<Located<Id>>,
    #[serde(default)]
    pub(super) site: Option<Located<Id>>,
    #[serde(rename = "par", default)]
    pub(super) by: Option<String>,
    #[serde(rename = "le", default)]
    pub(super) stated_on: Option<Date>,
}
