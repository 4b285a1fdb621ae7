//! What is proposed for the files of a heap, as programs read it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::kernel::{CriterionId, Date, Digest};
use crate::record::inventory::Skipped;

/// What is proposed for a heap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Sorting {
    /// Its files, in byte order of their paths.
    #[serde(rename = "fichiers")]
    pub files: Vec<SortedFile>,
    /// What was not opened, and why.
    #[serde(rename = "ecartes", skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<Skipped>,
    /// What could not be read to its end.
    #[serde(rename = "inacheves", skip_serializing_if = "Vec::is_empty")]
    pub unfinished: Vec<Skipped>,
}

/// What is proposed for a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct SortedFile {
    /// Its path from the heap.
    #[serde(rename = "chemin")]
    pub path: String,
    /// SHA-256 of the bytes.
    #[serde(rename = "empreinte")]
    pub digest: Digest,
    /// Where it goes.
    #[serde(rename = "place")]
    pub placing: Placing,
    /// Its day of effect.
    #[serde(rename = "jour")]
    pub day: SortingDay,
    /// The path that it would have in the dossier.
    #[serde(rename = "cible", skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The types for which it counts there.
    pub types: Vec<String>,
    /// Criteria for which it is said to count.
    #[serde(rename = "criteres", skip_serializing_if = "BTreeSet::is_empty")]
    pub criteria: BTreeSet<CriterionId>,
    /// Criteria among which a person says them, where it is a general paper.
    #[serde(rename = "criteres-possibles", skip_serializing_if = "Vec::is_empty")]
    pub may_serve: Vec<CriterionId>,
    /// Was no text read in it?
    #[serde(rename = "sans-texte")]
    pub unread: bool,
    /// What came of it, where it was to be filed.
    #[serde(rename = "issue", skip_serializing_if = "Option::is_none")]
    pub outcome: Option<FilingOutcome>,
}

/// What came of a file that was to be filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "etat")]
pub enum FilingOutcome {
    /// It stands in the dossier.
    #[serde(rename = "rangee")]
    Filed,
    /// It does not.
    #[serde(rename = "echouee")]
    Failed {
        /// Why.
        #[serde(rename = "raison")]
        reason: String,
    },
}

/// Where a file goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "etat")]
pub enum Placing {
    /// One folder.
    #[serde(rename = "proposee")]
    Proposed {
        /// A paper or a type.
        #[serde(rename = "dossier")]
        folder: String,
        /// What says so.
        #[serde(rename = "raison")]
        reason: String,
    },
    /// Several folders, or none that is sure: a person says.
    #[serde(rename = "a-choisir")]
    Asked {
        /// Folders that may be right.
        #[serde(rename = "candidats")]
        candidates: Vec<Candidate>,
        /// Why it is asked.
        #[serde(rename = "raison")]
        reason: String,
    },
    /// The dossier holds it already.
    #[serde(rename = "deja-la")]
    There {
        /// Where.
        #[serde(rename = "chemin")]
        path: String,
    },
    /// The heap holds it twice.
    #[serde(rename = "double")]
    Twin {
        /// The first one.
        #[serde(rename = "chemin")]
        path: String,
    },
    /// It can never be proof.
    #[serde(rename = "inutilisable")]
    Unusable {
        /// Why.
        #[serde(rename = "raison")]
        reason: String,
    },
}

/// A folder that may be right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Candidate {
    /// A paper.
    #[serde(rename = "dossier")]
    pub folder: String,
    /// Its name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// What speaks for it.
    #[serde(rename = "raison")]
    pub reason: String,
}

/// The day of effect of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SortingDay {
    /// The day; none: a person says it.
    #[serde(rename = "jour", skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// What says so, or why it is asked.
    #[serde(rename = "raison")]
    pub reason: String,
}
