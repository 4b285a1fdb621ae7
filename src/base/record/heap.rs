//! A heap of papers as a person gives them: what each file is and says. It lies outside of any dossier.

use super::grid::Grid;
use super::inventory::Skipped;
use super::item::Format;
use crate::kernel::Digest;

/// A file of a heap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeapFile {
    /// How it is called: its path from the heap, with `/`, in Unicode NFC.
    pub path: String,
    /// SHA-256 of the bytes.
    pub digest: Digest,
    /// True kind.
    pub format: Format,
    /// Its text; none: a picture, a scan, a format that is not read.
    pub text: Option<String>,
    /// Its sheets, where it is a table.
    pub grids: Vec<Grid>,
    /// Words of its first page, where the format lays pages out.
    pub first_page: Option<u32>,
    /// Why nothing was read in it, where that is no picture.
    pub trouble: Option<String>,
    /// Can it never be proof: empty, cut, under a password?
    pub broken: bool,
}

/// What a heap holds, in byte order of the paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heap {
    /// Regular files.
    pub files: Vec<HeapFile>,
    /// What was not opened, and why: links, hidden files, what changes meanwhile.
    pub skipped: Vec<Skipped>,
    /// What could not be read to its end: the run is incomplete.
    pub unfinished: Vec<Skipped>,
}
