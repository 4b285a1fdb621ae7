//! A dossier, fit for its norm.

use std::collections::{BTreeMap, BTreeSet};

use super::correspondence::OwnTable;
use super::doubts::Lifted;
use super::findings::{DrawNoted, Noted};
use super::follow_up::Decided;
use super::silence::Silence;
use crate::assessment::inputs::{
    AuditBrief, Auditor, Fact, Observation, Practice, Site, SiteInputs, Structure,
};
use crate::kernel::{
    AuditorId, CriterionId, Date, DossierId, FactKey, FileId, Located, MilestoneId, PieceId, PieceName,
    ProfileId, SiteId, Span, TableId, TypeId,
};
use crate::norm::model::AuditKind;
use crate::record::item::{Dates, Modality, Witness};
use crate::record::transcript::Transcript;

/// The norm that a dossier pins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// Norm.
    pub norm: Located<String>,
    /// Version.
    pub version: Located<String>,
}

/// Where a declared piece is said to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file of the dossier.
    File(String),
    /// Elsewhere, and who holds it.
    Elsewhere(String, Option<String>),
    /// Reported by a witness.
    Reported(Witness),
}

/// A piece of evidence that the dossier declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Stable id.
    pub id: PieceId,
    /// Where it is.
    pub place: Place,
    /// Evidence types.
    pub types: BTreeSet<TypeId>,
    /// Criteria it is restricted to.
    pub criteria: BTreeSet<CriterionId>,
    /// Site.
    pub site: Option<SiteId>,
    /// Modality.
    pub modality: Modality,
    /// Dates.
    pub dates: Dates,
    /// Said to be signed.
    pub signed: bool,
    /// Words of its own text by which it is to be recognised.
    pub quoted: Option<String>,
    /// What was copied out of its pages, with where that is written.
    pub transcripts: Vec<(Transcript, Span)>,
    /// Origin.
    pub source: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Who added it.
    pub by: Option<String>,
    /// When it was added.
    pub added_on: Option<Date>,
}

/// A dossier, fit for its norm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// Stable id.
    pub id: DossierId,
    /// Kind of audit.
    pub audit: AuditKind,
    /// Place in the norm's cycle, where it has one.
    pub cycle: Option<MilestoneId>,
    /// Audit date, where it is written.
    pub date: Option<Date>,
    /// Profile wanted.
    pub profile: Option<ProfileId>,
    /// What the draw of sites starts from.
    pub seed: Option<String>,
    /// What was agreed of the audit.
    pub brief: Option<AuditBrief>,
    /// The structure.
    pub structure: Structure,
    /// Sites.
    pub sites: Vec<Site>,
    /// Facts.
    pub facts: BTreeMap<FactKey, Fact>,
    /// Practices, under the criteria's present ids.
    pub practices: BTreeMap<CriterionId, Practice>,
    /// What single sites state for themselves.
    pub by_site: BTreeMap<SiteId, SiteInputs>,
    /// Proofs of facts that are named by their file, with where it is written.
    pub proofs_by_file: Vec<(Located<PieceName>, FileId)>,
    /// Declared evidence.
    pub evidence: Vec<Piece>,
    /// What the structure calls the columns of its own tables.
    pub tables: BTreeMap<TableId, OwnTable>,
    /// Alerts about data of persons that are silenced.
    pub silences: Vec<Silence>,
    /// Auditors.
    pub auditors: BTreeMap<AuditorId, Auditor>,
    /// Their findings.
    pub findings: Vec<Noted>,
    /// Doubts lifted, or explained.
    pub lifted: Vec<Lifted>,
    /// What auditors drew by lot.
    pub draws: Vec<DrawNoted>,
    /// Actions decided.
    pub actions: Vec<Decided>,
    /// Answers of the structure.
    pub observations: Vec<Observation>,
}

/// The files beside `dossier.toml`, where they are there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Beside {
    /// `reponses/*.toml`.
    pub answers: Vec<FileId>,
    /// `constats/*.toml`.
    pub findings: Vec<FileId>,
    /// `actions.toml`.
    pub actions: Option<FileId>,
    /// `observations.toml`.
    pub observations: Option<FileId>,
}

/// Which version of its norm a dossier is read against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// The pinned one: another is an error.
    #[default]
    Pinned,
    /// Whatever is given, to be shown beside the pinned one.
    Any,
}
