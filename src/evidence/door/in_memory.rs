//! A folder that is on no disk: for tests, and for dossiers that come another way.

use std::collections::BTreeMap;
use std::io::{self, Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::{Door, Entry, EntryKind, Opened, Reach, State, Unlisted, Unopened, parts};

/// Files by their path from the folder.
#[derive(Debug, Clone, Default)]
pub struct MemoryFolder {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl MemoryFolder {
    /// The same, with this file.
    #[must_use]
    pub fn file(mut self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), bytes.into());
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
        let bytes = self
            .files
            .get(path)
            .ok_or_else(|| io::Error::from(ErrorKind::NotFound))?;
        Ok(Box::new(InMemory(Cursor::new(bytes.clone()))))
    }
}

#[derive(Debug)]
struct InMemory(Cursor<Vec<u8>>);

impl Read for InMemory {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Opened for InMemory {
    fn state(&self) -> io::Result<State> {
        Ok(State {
            size: self.0.get_ref().len() as u64,
            changed: None,
            identity: None,
        })
    }
}
