//! Files that are never altered once they are there: one more is laid among them, or nothing is done.

use std::path::Path;

use super::super::dossier_files;
use super::super::output::inside::Inside;
use super::{NotChanged, lock, refused};
use mediaudit_core::diag::Diagnostics;
use mediaudit_evidence::door::{Access, Entry};

/// Writes a new file into a folder of a dossier, under the first of these names that is free; none: all are taken.
pub fn lay_among(
    dossier: &Path,
    folder: &str,
    names: impl Iterator<Item = String>,
    bytes: &[u8],
    sink: &mut Diagnostics,
) -> Result<Option<String>, NotChanged> {
    let dossier = Inside::new(dossier_files::open(dossier, sink).ok_or(NotChanged::Dossier)?);
    let _lock = lock(&dossier)?;
    dossier.folder(folder, Access::Usual).map_err(refused(folder))?;
    let there = dossier.list(folder).map_err(refused(folder))?.unwrap_or_default();
    // some disks know no case
    let taken = |name: &str| {
        let mut own = there.iter().filter_map(Entry::name);
        own.any(|own| own.eq_ignore_ascii_case(name))
    };
    let Some(name) = names.into_iter().find(|name| !taken(name)) else {
        return Ok(None);
    };
    let path = format!("{folder}/{name}");
    dossier.replace(&path, None, bytes).map_err(refused(&path))?;
    Ok(Some(path))
}
