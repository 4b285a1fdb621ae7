//! Unix: every part of a path is opened from the handle of the part before it.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{
    AtFlags, CWD, FileType, Mode, OFlags, RawMode, fsync, mkdirat, openat, renameat, statat, unlinkat,
};
use rustix::io::{Errno, retry_on_intr};

use super::{Access, EntryKind, Unopened, regular};

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// A regular file. What is no such file by the time that it is opened must neither wait nor become our terminal.
const FILE: OFlags = OFlags::RDONLY
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);

/// A file to write, that a link never stands for.
const NEW: OFlags = OFlags::WRONLY
    .union(OFlags::CREATE)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);

impl Access {
    /// Less what the person's umask takes.
    fn mode(self, everyone: RawMode) -> Mode {
        Mode::from_raw_mode(match self {
            Self::Usual => everyone,
            Self::Private => everyone & 0o700,
        })
    }
}

#[derive(Debug)]
pub(super) struct Handle(OwnedFd);

impl Handle {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let folder = retry_on_intr(|| openat(CWD, path, FOLDER, Mode::empty()))?;
        Ok(Self(folder))
    }

    /// Is there a folder, and no link on the way?
    pub(super) fn folder(&self, folders: &[&OsStr]) -> Result<(), Unopened> {
        self.enter(folders).map(drop)
    }

    pub(super) fn file(&self, folders: &[&OsStr], name: &OsStr) -> Result<File, Unopened> {
        let entered = self.enter(folders)?;
        let folder = entered.as_ref().map_or(self.0.as_fd(), AsFd::as_fd);
        let path = || folders.iter().chain([&name]).collect();
        // a device may act when it is opened: look first
        regular(look(folder, name)?, path)?;
        let file = retry_on_intr(|| openat(folder, name, FILE, Mode::empty()))
            .map_err(|error| refused(folder, name, error, path))?;
        let file = File::from(file);
        if file.metadata()?.is_file() {
            Ok(file)
        } else {
            Err(Unopened::Irregular)
        }
    }

    /// The last of these folders, opened for itself.
    pub(super) fn hold(&self, folders: &[&OsStr]) -> Result<Self, Unopened> {
        let held = match self.enter(folders)? {
            Some(held) => held,
            None => self.0.try_clone()?,
        };
        Ok(Self(held))
    }

    pub(super) fn new_file(&self, name: &OsStr, access: Access) -> io::Result<File> {
        let flags = NEW.union(OFlags::EXCL);
        let file = retry_on_intr(|| openat(&self.0, name, flags, access.mode(0o666)))?;
        Ok(File::from(file))
    }

    pub(super) fn new_folder(&self, name: &OsStr, access: Access) -> io::Result<()> {
        Ok(mkdirat(&self.0, name, access.mode(0o777))?)
    }

    /// A file to lock, which is made where it is missing.
    pub(super) fn lock_file(&self, name: &OsStr) -> Result<File, Unopened> {
        let path = || PathBuf::from(name);
        let flags = NEW.union(OFlags::NONBLOCK);
        let file = retry_on_intr(|| openat(&self.0, name, flags, Access::Private.mode(0o666)))
            .map_err(|error| refused(self.0.as_fd(), name, error, path))?;
        let file = File::from(file);
        regular(super::kind(file.metadata()?.file_type()), path)?;
        Ok(file)
    }

    pub(super) fn rename(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        Ok(renameat(&self.0, from, &self.0, to)?)
    }

    pub(super) fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::empty())?)
    }

    pub(super) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// Makes what was done to its names last.
    pub(super) fn sync(&self) -> io::Result<()> {
        Ok(fsync(&self.0)?)
    }

    /// The last of these folders; none where there are none, which is this one.
    fn enter(&self, folders: &[&OsStr]) -> Result<Option<OwnedFd>, Unopened> {
        let mut at: Option<OwnedFd> = None;
        for (rank, name) in folders.iter().enumerate() {
            let above = at.as_ref().map_or(self.0.as_fd(), AsFd::as_fd);
            let opened =
                retry_on_intr(|| openat(above, *name, FOLDER.union(OFlags::NOFOLLOW), Mode::empty()))
                    .map_err(|error| {
                        refused(above, name, error, || folders.iter().take(rank + 1).collect())
                    })?;
            at = Some(opened);
        }
        Ok(at)
    }
}

fn look(folder: BorrowedFd<'_>, name: &OsStr) -> io::Result<EntryKind> {
    let found = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
    Ok(match FileType::from_raw_mode(found.st_mode) {
        FileType::RegularFile => EntryKind::File,
        FileType::Directory => EntryKind::Folder,
        FileType::Symlink => EntryKind::Link,
        _ => EntryKind::Other,
    })
}

/// Systems say in different ways that a link is no folder, or was not followed.
fn refused(folder: BorrowedFd<'_>, name: &OsStr, error: Errno, path: impl FnOnce() -> PathBuf) -> Unopened {
    match look(folder, name) {
        Ok(EntryKind::Link) => Unopened::Link(path()),
        _ => io::Error::from(error).into(),
    }
}
