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
    let mut told: Vec<u8> = Vec::new();
    for found in door.entries(Path::new(""), Reach::Below).ok()? {
        let (path, state) = match found {
            Ok(entry) if entry.path.starts_with(OWN) => continue,
            Ok(entry) if entry.kind == EntryKind::File => {
                let state = match door.open(&entry.path).map(|file| file.state()) {
                    Ok(state) => format!("{state:?}"),
                    Err(error) => error.to_string(),
                };
                (entry.path, state)
            }
            Ok(entry) => (entry.path, format!("{:?}", entry.kind)),
            Err(unlisted) => (unlisted.path, unlisted.error.to_string()),
        };
        told.extend_from_slice(path.as_os_str().as_encoded_bytes());
        told.push(0);
        told.extend_from_slice(state.as_bytes());
        told.push(0);
    }
    Some(Digest::of(&told))
}
