//! Files a person's papers into a dossier, on request: each whole or not at all, never in the place of another, never through a link.

use std::path::Path;

pub(crate) use super::diags::NotReplaced;
use super::inside::Inside;
use mediaudit_evidence::door::{Access, OpenFolder, Unopened};

/// The folders of a dossier's evidence.
#[derive(Debug)]
pub(crate) struct Shelves(Inside);

impl Shelves {
    /// Those of an open dossier.
    pub(crate) fn new(dossier: OpenFolder) -> Self {
        Self(Inside::new(dossier))
    }

    /// Puts a paper at a path that nothing has; folders that are missing are made.
    pub(crate) fn put(&self, target: &str, bytes: &[u8]) -> Result<(), NotReplaced> {
        let folders = target.rsplit_once('/').map_or("", |(folders, _)| folders);
        let mut above = String::new();
        for part in folders.split('/').filter(|part| !part.is_empty()) {
            if !above.is_empty() {
                above.push('/');
            }
            above.push_str(part);
            self.0.folder(&above, Access::Usual)?;
        }
        self.0.replace(target, None, bytes)
    }
}

/// Takes a paper away from where it was, once it is filed.
pub(crate) fn take_away(heap: &OpenFolder, path: &Path) -> Result<(), Unopened> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = path.file_name().ok_or(Unopened::Outside)?;
    heap.hold(folder)?.remove_file(name)
}
