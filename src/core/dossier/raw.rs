//! The TOML of a dossier as written.

use serde::Deserialize;

use crate::kernel::persons::AlertKind;
use crate::kernel::{
    CriterionId, Date, DossierId, Exercise, LevelId, Located, MilestoneId, NormId, PieceId, PieceName,
    ProfileId, SiteId, TypeId,
};
use crate::norm::model::AuditKind;
use crate::norm::values::Scalar;
use crate::record::item::{Modality, Witness};

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RawHead {
    pub(crate) id: Located<DossierId>,
    #[serde(rename = "norme")]
    pub(crate) norm: Located<NormId>,
    #[serde(rename = "version-norme")]
    pub(crate) version: Located<String>,
    #[serde(rename = "genre")]
    pub(crate) audit: AuditKind,
    #[serde(rename = "date-audit", default)]
    pub(crate) date: Option<Date>,
    #[serde(default)]
    pub(crate) cycle: Option<Located<MilestoneId>>,
    #[serde(rename = "profil", default)]
    pub(crate) profile: Option<Located<ProfileId>>,
    #[serde(rename = "graine", default)]
    pub(crate) seed: Option<Located<String>>,
}

/// The first lines of a file of `reponses`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAnswersHead {
    #[serde(rename = "par", default)]
    pub(crate) by: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RawStructure {
    #[serde(rename = "nom")]
    pub(crate) name: String,
    #[serde(rename = "forme", default)]
    pub(crate) form: String,
    #[serde(rename = "territoire", default)]
    pub(crate) territory: String,
    #[serde(rename = "entraide", default)]
    pub(crate) helps: bool,
    #[serde(default)]
    pub(crate) siret: Option<Located<String>>,
    #[serde(rename = "exercice", default)]
    pub(crate) exercise: Exercise,
    #[serde(rename = "debut-activite", default)]
    pub(crate) start: Option<Date>,
    #[serde(rename = "preuve-debut", default)]
    pub(crate) start_proof: Option<Located<PieceId>>,
    #[serde(default)]
    pub(crate) logo: Option<Located<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSite {
    pub(crate) id: Located<SiteId>,
    #[serde(rename = "nom")]
    pub(crate) name: String,
    #[serde(rename = "siege", default)]
    pub(crate) head_office: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RawPractice {
    #[serde(rename = "niveau", default)]
    pub(crate) level: Option<Located<LevelId>>,
    #[serde(rename = "depuis", default)]
    pub(crate) since: Option<Date>,
    #[serde(default)]
    pub(crate) non_applicable: Option<Located<String>>,
    #[serde(rename = "par", default)]
    pub(crate) by: Option<String>,
    #[serde(rename = "le", default)]
    pub(crate) on: Option<Date>,
    #[serde(rename = "commentaire", default)]
    pub(crate) comment: Option<String>,
    #[serde(default)]
    pub(crate) site: Option<Located<SiteId>>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RawPiece {
    pub(crate) id: Located<PieceId>,
    #[serde(rename = "fichier", default)]
    pub(crate) file: Option<Located<String>>,
    #[serde(rename = "ailleurs", default)]
    pub(crate) elsewhere: Option<String>,
    #[serde(rename = "detenteur", default)]
    pub(crate) holder: Option<String>,
    #[serde(rename = "modalite", default)]
    pub(crate) modality: Option<Modality>,
    #[serde(rename = "temoin", default)]
    pub(crate) witness: Option<Witness>,
    pub(crate) types: Located<Vec<Located<TypeId>>>,
    #[serde(rename = "criteres", default)]
    pub(crate) criteria: Vec<Located<CriterionId>>,
    #[serde(default)]
    pub(crate) site: Option<Located<SiteId>>,
    #[serde(rename = "date-effet", default)]
    pub(crate) effect: Option<Date>,
    #[serde(rename = "expire", default)]
    pub(crate) expires: Option<Located<Date>>,
    #[serde(rename = "periode", default)]
    pub(crate) covers: Option<Located<(Date, Date)>>,
    #[serde(rename = "signee", default)]
    pub(crate) signed: bool,
    #[serde(rename = "reconnu", default)]
    pub(crate) quoted: Option<Located<String>>,
    #[serde(rename = "lu", default)]
    pub(crate) transcripts: Vec<Located<RawTranscript>>,
    #[serde(rename = "origine", default)]
    pub(crate) source: Option<Located<String>>,
    #[serde(rename = "titre", default)]
    pub(crate) title: Option<String>,
    #[serde(rename = "par", default)]
    pub(crate) by: Option<String>,
    #[serde(rename = "le", default)]
    pub(crate) added_on: Option<Date>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RawTranscript {
    #[serde(default)]
    pub(crate) page: Option<u32>,
    #[serde(rename = "texte")]
    pub(crate) text: String,
    #[serde(rename = "par", default)]
    pub(crate) by: Option<String>,
    #[serde(rename = "le", default)]
    pub(crate) on: Option<Date>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSilence {
    #[serde(rename = "empreinte")]
    pub(crate) digest: Located<String>,
    #[serde(rename = "nature")]
    pub(crate) kind: AlertKind,
    #[serde(rename = "raison")]
    pub(crate) reason: Located<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RawStatedFact {
    #[serde(rename = "valeur")]
    pub(crate) value: Located<Scalar>,
    #[serde(rename = "au", default)]
    pub(crate) on: Option<Date>,
    #[serde(default)]
    pub(crate) source: Option<String>,
    #[serde(rename = "preuve", default)]
    pub(crate) evidence: Option<Located<PieceName>>,
    #[serde(rename = "ou", default)]
    pub(crate) cell: Option<Located<String>>,
    #[serde(default)]
    pub(crate) page: Option<Located<u32>>,
    #[serde(default)]
    pub(crate) site: Option<Located<SiteId>>,
    #[serde(rename = "par", default)]
    pub(crate) by: Option<String>,
    #[serde(rename = "le", default)]
    pub(crate) stated_on: Option<Date>,
}
