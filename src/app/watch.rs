//! Has anything of a dossier changed? What was judged once stands until something did.

use std::path::Path;

use mediaudit_core::kernel::Digest;
use mediaudit_evidence::door::{Door, EntryKind, OpenFolder, Reach};

/// What médiaudit keeps for itself: it changes nothing of a dossier.
const OWN: &str = ".mediaudit";

/// What tells one state of a dossier's files from another: their names, sizes, and what the disk says of their last change. What cannot
/// be read counts as it is told. None where the folder itself cannot be read.
pub fn state(folder: &Path) -> Option<Digest> {
    let door = OpenFolder::open(folder).ok()?;
    let mut told = String::new();
    for found in door.entries(Path::new(""), Reach::Below).ok()? {
        let entry = match found {
            Ok(entry) => entry,
            Err(unlisted) => {
                told.push_str(&format!("{:?} {}\n", unlisted.path, unlisted.error));
                continue;
            }
        };
        if entry.path.starts_with(OWN) {
            continue;
        }
        told.push_str(&format!("{:?} {:?}", entry.path, entry.kind));
        if entry.kind == EntryKind::File {
            match door.open(&entry.path).map(|file| file.state()) {
                Ok(state) => told.push_str(&format!(" {state:?}")),
                Err(error) => told.push_str(&format!(" {error}")),
            }
        }
        told.push('\n');
    }
    Some(Digest::of(told.as_bytes()))
}
