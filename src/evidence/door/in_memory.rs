//! A folder that is on no disk: for tests, and for dossiers that come another way.

use std::collections::BTreeMap;
use std::io::{self, Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use mediaudit_core::kernel::Digest;

use super::{Door, Entry, EntryKind, Identity, Opened, Reach, State, Unlisted, Unopened, parts};

/// Files by their path from the folder.
#[derive(Debug, Clone, Default)]
pub struct MemoryFolder {
    files: BTreeMap<PathBuf, InMemory>,
}

impl MemoryFolder {
    /// The same, with this file.
    #[must_use]
    pub fn file(mut self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        let digest = Digest::of(&bytes);
        let all = Cursor::new(bytes);
        self.files.insert(path.into(), InMemory { all, digest });
        self
    }
}

impl Door for MemoryFolder {
    fn entries(&self, folder: &Path, reach: Reach) -> Result<Vec<Result<Entry, Unlisted>>, Unopened> {
        parts(folder)?;
        let mut found: BTreeMap<PathBuf, EntryKind> = BTreeMap::new();
        for path in self.files.keys() {
            let Ok(inside) = path.strip_prefix(folder) else {
                continue;
            };
            let mut at = folder.to_path_buf();
            let depth = inside.components().count();
            for (rank, part) in inside.components().enumerate() {
                at.push(part);
                let kind = if rank + 1 == depth {
                    EntryKind::File
                } else {
                    EntryKind::Folder
                };
                found.insert(at.clone(), kind);
                if reach == Reach::Direct {
                    break;
                }
            }
        }
        if found.is_empty() && !folder.as_os_str().is_empty() {
            return Err(io::Error::from(ErrorKind::NotFound).into());
        }
        let entry = |(path, kind)| Ok(Entry { path, kind });
        Ok(found.into_iter().map(entry).collect())
    }

    fn open(&self, path: &Path) -> Result<Box<dyn Opened>, Unopened> {
        parts(path)?;
        let file = self
            .files
            .get(path)
            .ok_or_else(|| io::Error::from(ErrorKind::NotFound))?;
        Ok(Box::new(file.clone()))
    }
}

#[derive(Debug, Clone)]
struct InMemory {
    all: Cursor<Vec<u8>>,
    digest: Digest,
}

impl Read for InMemory {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.all.read(buffer)
    }
}

impl Opened for InMemory {
    /// It never changes: its bytes tell it from others, so that what was read of the same bytes may be remembered.
    fn state(&self) -> io::Result<State> {
        Ok(State {
            size: self.all.get_ref().len() as u64,
            changed: Some(SystemTime::UNIX_EPOCH),
            identity: Some(Identity {
                touched: 0,
                number: number(&self.digest),
            }),
        })
    }
}

/// Sixteen of the bytes of a digest, as a number.
fn number(digest: &Digest) -> Option<(u64, u64)> {
    let [one, other, ..] = digest.bytes().as_chunks().0 else {
        return None;
    };
    Some((u64::from_be_bytes(*one), u64::from_be_bytes(*other)))
}
