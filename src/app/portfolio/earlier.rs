//! An earlier portfolio, read back.

use std::path::{Path, PathBuf};

use super::super::refusal::Refusal;
use super::diags::{ABSENT, LARGE, earlier_unread, not_earlier, several_earlier};
use mediaudit_core::portfolio::record::{StructureRecord, earlier};
use mediaudit_evidence::disk;

/// Largest one that is read, in bytes: some hundred thousand structures.
const MOST: u64 = 1024 * 1024 * 1024;

/// The structures of an earlier portfolio, as `--format jsonl` writes it.
pub fn read(path: &Path) -> Result<Vec<StructureRecord>, Refusal> {
    match disk::read_small(path, MOST) {
        Ok(Some(bytes)) if bytes.len() as u64 <= MOST => {
            earlier(&bytes).map_err(|error| not_earlier(path, &error.to_string()))
        }
        Ok(Some(_)) => Err(earlier_unread(path, LARGE)),
        Ok(None) => Err(earlier_unread(path, ABSENT)),
        Err(error) => Err(earlier_unread(path, &error.to_string())),
    }
}

/// The one earlier portfolio that a person names; none where none is.
pub fn one(paths: &[PathBuf]) -> Result<Option<Vec<StructureRecord>>, Refusal> {
    match paths {
        [] => Ok(None),
        [path] => read(path).map(Some),
        _ => Err(several_earlier()),
    }
}
