//! What a walk of the dossier found, as values.

use super::contents::Fuse;
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
    pub contents: Option<Result<Seen, Fuse>>,
}

/// Something that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Path from the dossier, safe to print.
    pub path: String,
    /// Why, in French.
    pub reason: String,
}

/// The whole walk, in byte order of the paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// Regular files.
    pub files: Vec<Found>,
    /// Not evidence: hidden files, lock files, `LISEZMOI`.
    pub ignored: Vec<Skipped>,
    /// Never opened: links, devices, names that are no text.
    pub refused: Vec<Skipped>,
    /// Could not be read: the run is incomplete.
    pub unfinished: Vec<Skipped>,
}
