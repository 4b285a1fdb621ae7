//! What a walk of the dossier found, as values.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Fuse;
use super::item::{Format, Reading};
use super::reading::Seen;
use crate::kernel::Digest;

/// One file under `preuves/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Path from the dossier, with `/`, in Unicode NFC.
    pub path: String,
    /// First folder under `preuves/`; none for `_autres` and for files that lie directly in `preuves/`.
    pub type_folder: Option<String>,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the bytes.
    pub digest: Digest,
    /// True kind.
    pub format: Format,
    /// Whole, or why not (depth 1).
    pub reading: Reading,
    /// What reading its contents gave; none where they were not wanted, or not readable at all.
    pub contents: Option<Result<Arc<Seen>, Fuse>>,
}

/// Something that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Skipped {
    /// Path from the dossier.
    #[serde(rename = "chemin")]
    pub path: String,
    /// Why, and what to do, in French.
    #[serde(rename = "raison")]
    pub reason: String,
}

/// The whole walk, in byte order of the paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// Regular files.
    pub files: Vec<Found>,
    /// Not evidence: hidden files, lock files, `LISEZMOI`.
    pub ignored: Vec<Skipped>,
    /// Never opened: links, devices, names that are no text, names that are one to the eye.
    pub refused: Vec<Skipped>,
    /// Changed while they were read, then read whole: they are among the files.
    pub again: Vec<Skipped>,
    /// Elsewhere in the dossier: not read for their name or place, though they seem meant to be.
    pub misplaced: Vec<Skipped>,
    /// Documents that lie where nothing is read, beside `dossier.toml`; no part of what is judged.
    pub strays: Vec<Skipped>,
    /// Could not be read: the run is incomplete.
    pub unfinished: Vec<Skipped>,
}
