//! Where dossiers are: what a person sees of a folder when they look for theirs.

use std::path::{Path, PathBuf};

use super::diags::unseen_folder;
use super::refusal::Refusal;
use mediaudit_core::dossier::edit::EditedFile;
use mediaudit_evidence::disk;
use mediaudit_evidence::door::{EntryKind, OpenFolder};

/// A folder, looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedFolder {
    /// The folder.
    pub path: PathBuf,
    /// Is it a dossier itself?
    pub dossier: bool,
    /// The folder above.
    pub above: Option<PathBuf>,
    /// The folders in it that a person would look into, in the order of their names: name, is it a dossier?
    pub folders: Vec<(String, bool)>,
}

/// Is there a dossier in a folder?
pub fn is_dossier(folder: &Path) -> bool {
    disk::exists(&folder.join(EditedFile::MAIN))
}

/// Looks into a folder; hidden folders are passed over.
pub fn look(folder: &Path) -> Result<LookedFolder, Refusal> {
    let refused = |why: String| unseen_folder(folder, &why);
    let path = folder
        .canonicalize()
        .map_err(|error| refused(disk::why(&error)))?;
    let (_, entries) = OpenFolder::listed(&path).map_err(|error| refused(error.to_string()))?;
    let mut folders: Vec<(String, bool)> = entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::Folder)
        .filter_map(|entry| entry.name())
        .filter(|name| !name.starts_with(['.', '$']))
        .map(|name| (name.to_owned(), is_dossier(&path.join(name))))
        .collect();
    folders.sort_by_key(|(name, _)| name.to_lowercase());
    Ok(LookedFolder {
        dossier: is_dossier(&path),
        above: path.parent().map(Path::to_path_buf),
        folders,
        path,
    })
}
