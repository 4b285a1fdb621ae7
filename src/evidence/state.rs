//! By what all that lies in a folder is known to be the same: no file of it is read.

use std::path::Path;

use super::disk::stamp;
use super::door::{Door, EntryKind, OpenFolder, Reach};
use mediaudit_core::kernel::Digest;

/// One state of a folder with all that lies below, or of a file. Where all of it is the same, what it holds is taken to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeState {
    /// Of names, kinds, sizes, times, numbers on the disk.
    pub digest: Digest,
    /// The last time that anything about one of the files changed, in nanoseconds from 1970.
    pub last: i128,
}

/// The state of what lies behind a door; none where a part of it could not be seen, or the system tells too little of it.
pub fn of_folder(door: &dyn Door) -> Option<TreeState> {
    let mut made = Making::default();
    for entry in door.entries(Path::new(""), Reach::Below).ok()? {
        let entry = entry.ok()?;
        made.part(entry.path.as_os_str().as_encoded_bytes());
        // what a link leads to is read by nobody
        made.part(match entry.kind {
            EntryKind::Folder => b"d",
            EntryKind::File => b"f",
            EntryKind::Link => b"l",
            EntryKind::Other => b"o",
        });
        if entry.kind == EntryKind::File {
            made.file(door, &entry.path)?;
        }
    }
    Some(made.done())
}

/// The state of a file that a person named; none where there is none, or the system tells too little of it.
pub fn of_file(path: &Path) -> Option<TreeState> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let door = OpenFolder::open(folder.unwrap_or(Path::new("."))).ok()?;
    let mut made = Making::default();
    made.file(&door, Path::new(path.file_name()?))?;
    Some(made.done())
}

#[derive(Default)]
struct Making {
    all: Vec<u8>,
    last: Option<i128>,
}

impl Making {
    /// Each part enters with its length, so that no two lists are one.
    fn part(&mut self, bytes: &[u8]) {
        self.all.extend_from_slice(&bytes.len().to_le_bytes());
        self.all.extend_from_slice(bytes);
    }

    fn file(&mut self, door: &dyn Door, path: &Path) -> Option<()> {
        let stamp = stamp("", door.open(path).ok()?.state().ok()?)?;
        self.part(stamp.digest("").bytes());
        self.last = self.last.max(Some(stamp.last()));
        Some(())
    }

    fn done(self) -> TreeState {
        TreeState {
            digest: Digest::of(&self.all),
            last: self.last.unwrap_or(i128::MIN),
        }
    }
}
