//! Writes into a dossier that is open. Only edits come here: they alone may replace what the guard keeps from every output.
//!
//! All paths start from the open folder; no part of one may be a link, and what takes the name of a folder meanwhile is not followed.

use std::ffi::OsStr;
use std::fs::{Permissions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

pub(crate) use super::diags::NotReplaced;
use super::put;
use mediaudit_core::diag::toml_text::MAX_BYTES;
use mediaudit_evidence::door::{Access, Door, Entry, EntryKind, OpenFolder, Reach, Unopened};
use mediaudit_evidence::whole::small;

/// A dossier to write in.
#[derive(Debug)]
pub(crate) struct Inside(OpenFolder);

/// Keeps others out until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    /// None where the disk knows no locks.
    file: Option<std::fs::File>,
}

impl Drop for Lock {
    /// Not by closing the file alone: a program that is being started meanwhile holds a copy of it for an instant.
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            // where that fails, closing it does the same, a little later
            drop(file.unlock());
        }
    }
}

impl Inside {
    pub(crate) fn new(folder: OpenFolder) -> Self {
        Self(folder)
    }

    /// The folder, to read in.
    pub(crate) fn door(&self) -> &OpenFolder {
        &self.0
    }

    /// The bytes of a file as small as those that a person writes; none where it is not there.
    pub(crate) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unopened> {
        small(&self.0, Path::new(path), MAX_BYTES as u64)
    }

    /// What lies directly in a folder; none where it is not there.
    pub(crate) fn list(&self, folder: &str) -> Result<Option<Vec<Entry>>, Unopened> {
        match self.0.entries(Path::new(folder), Reach::Direct) {
            Ok(entries) => {
                let entries: Result<Vec<Entry>, _> = entries.into_iter().collect();
                Ok(Some(entries.map_err(|unlisted| unlisted.error)?))
            }
            Err(error) if error.is_absent() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Puts bytes in the place of those that stand there (`before`; none: no file does): whole or not at all, with the rights that the
    /// file had, unless they protect it. The folder must be there.
    pub(crate) fn replace(&self, path: &str, before: Option<&[u8]>, after: &[u8]) -> Result<(), NotReplaced> {
        self.at(path, |folder, name| {
            put(folder, name, std::iter::once(after), |new| {
                self.expect(path, before)?;
                if before.is_some() {
                    let rights = unprotected(folder, name)?;
                    new.set_permissions(rights).map_err(Unopened::from)?;
                }
                Ok(())
            })
        })
    }

    /// Takes a file away, where these bytes stand there.
    pub(crate) fn remove(&self, path: &str, before: &[u8]) -> Result<(), NotReplaced> {
        self.at(path, |folder, name| {
            self.expect(path, Some(before))?;
            unprotected(folder, name)?;
            Ok(folder.remove_file(name)?)
        })
    }

    fn expect(&self, path: &str, bytes: Option<&[u8]>) -> Result<(), NotReplaced> {
        if self.read(path)?.as_deref() == bytes {
            Ok(())
        } else {
            Err(NotReplaced::Changed)
        }
    }

    /// Makes a folder that is new.
    pub(crate) fn new_folder(&self, path: &str, access: Access) -> Result<(), Unopened> {
        self.at(path, |folder, name| folder.new_folder(name, access))
    }

    /// Makes a folder where it is missing.
    pub(crate) fn folder(&self, path: &str, access: Access) -> Result<(), Unopened> {
        match self.new_folder(path, access) {
            Err(Unopened::System(error)) if error.kind() == ErrorKind::AlreadyExists => {
                self.0.hold(Path::new(path)).map(drop)
            }
            outcome => outcome,
        }
    }

    /// Takes a file or a folder away with all that it holds; links are taken away themselves. Nothing there is as well.
    pub(crate) fn remove_all(&self, path: &str) -> Result<(), Unopened> {
        let path = Path::new(path);
        let outcome = match self.0.entries(path, Reach::Below) {
            Ok(entries) => {
                // what a folder holds comes after it
                for entry in entries.into_iter().rev() {
                    let entry = entry.map_err(|unlisted| unlisted.error)?;
                    self.take(&entry.path, entry.kind)?;
                }
                self.take(path, EntryKind::Folder)
            }
            Err(Unopened::Link(part)) if part == path => self.take(path, EntryKind::Link),
            Err(Unopened::System(error)) if error.kind() == ErrorKind::NotADirectory => {
                self.take(path, EntryKind::File)
            }
            Err(error) => Err(error),
        };
        match outcome {
            Err(error) if error.is_absent() => Ok(()),
            outcome => outcome,
        }
    }

    /// Takes an empty folder away; one that holds something, or that is not there, stays so.
    pub(crate) fn remove_if_empty(&self, path: &str) -> Result<(), Unopened> {
        match self.take(Path::new(path), EntryKind::Folder) {
            Err(Unopened::System(error)) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(()),
            Err(error) if error.is_absent() => Ok(()),
            outcome => outcome,
        }
    }

    fn take(&self, path: &Path, kind: EntryKind) -> Result<(), Unopened> {
        self.at(path, |folder, name| match kind {
            EntryKind::Folder => folder.remove_folder(name),
            EntryKind::File | EntryKind::Link | EntryKind::Other => folder.remove_file(name),
        })
    }

    /// Takes a lock for oneself; none: somebody else has it.
    pub(crate) fn lock(&self, path: &str) -> Result<Option<Lock>, Unopened> {
        let file = self.at(path, |folder, name| {
            folder.lock_file(name).map_err(|error| match error {
                Unopened::Link(_) => Unopened::Link(path.into()),
                other => other,
            })
        })?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { file: Some(file) })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                Ok(Some(Lock { file: None }))
            }
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Holds the folder of a path while something is done to its last name.
    fn at<T, E: From<Unopened>>(
        &self,
        path: impl AsRef<Path>,
        act: impl FnOnce(&OpenFolder, &OsStr) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = path.as_ref();
        let (Some(above), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(Unopened::Outside.into());
        };
        act(&self.0.hold(above)?, name)
    }
}

/// The rights of a file that may be written: a rename asks nobody, and would replace one that its owner protects.
fn unprotected(folder: &OpenFolder, name: &OsStr) -> Result<Permissions, NotReplaced> {
    let rights = folder.rights(name)?;
    if rights.readonly() {
        return Err(NotReplaced::Protected);
    }
    Ok(rights)
}
