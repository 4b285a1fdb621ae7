//! Windows, and whatever is no Unix: every part of a path is opened by its path, looked at through its handle, and held.

use std::ffi::OsStr;
use std::fs::{self, File, FileType, Metadata, OpenOptions, symlink_metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::{Access, EntryKind, Unopened, regular};

#[derive(Debug)]
pub(super) struct Handle {
    path: PathBuf,
    /// Hold the folder in its place, with those on the way to it, where the system lets a handle do that.
    held: Vec<File>,
}

impl Handle {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let held = options(Part::Top).open(path)?;
        if !held.metadata()?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Self {
            path: path.to_path_buf(),
            held: vec![held],
        })
    }

    /// Is there a folder, and no link on the way?
    pub(super) fn folder(&self, folders: &[&OsStr]) -> Result<(), Unopened> {
        self.enter(folders).map(drop)
    }

    pub(super) fn file(&self, folders: &[&OsStr], name: &OsStr) -> Result<File, Unopened> {
        // held until the file is open
        let (above, _held) = self.enter(folders)?;
        let path = || folders.iter().chain([&name]).collect::<PathBuf>();
        let full = above.join(name);
        regular(kind(&symlink_metadata(&full)?), path)?;
        let file = options(Part::File).open(full)?;
        regular(kind(&file.metadata()?), path)?;
        Ok(file)
    }

    /// The last of these folders, held for itself.
    pub(super) fn hold(&self, folders: &[&OsStr]) -> Result<Self, Unopened> {
        let (path, mut held) = self.enter(folders)?;
        for above in &self.held {
            held.push(above.try_clone()?);
        }
        Ok(Self { path, held })
    }

    pub(super) fn new_file(&self, name: &OsStr, _: Access) -> io::Result<File> {
        let full = self.path.join(name);
        OpenOptions::new().write(true).create_new(true).open(full)
    }

    pub(super) fn new_folder(&self, name: &OsStr, _: Access) -> io::Result<()> {
        fs::create_dir(self.path.join(name))
    }

    /// A file to lock, which is made where it is missing.
    pub(super) fn lock_file(&self, name: &OsStr) -> Result<File, Unopened> {
        let path = || PathBuf::from(name);
        let full = self.path.join(name);
        match symlink_metadata(&full) {
            Ok(found) => regular(kind(&found), path)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        let file = options(Part::File)
            .write(true)
            .create(true)
            .truncate(false)
            .open(full)?;
        regular(kind(&file.metadata()?), path)?;
        Ok(file)
    }

    pub(super) fn rename(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        fs::rename(self.path.join(from), self.path.join(to))
    }

    pub(super) fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_file(self.path.join(name))
    }

    pub(super) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_dir(self.path.join(name))
    }

    /// Makes what was done to its names last: here that is the system's own affair.
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "as its twin by handle"
    )]
    pub(super) fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    /// The path of the last of these folders, and handles of all.
    fn enter(&self, folders: &[&OsStr]) -> Result<(PathBuf, Vec<File>), Unopened> {
        let (mut at, mut held) = (self.path.clone(), Vec::new());
        for (rank, name) in folders.iter().enumerate() {
            at.push(name);
            let path = || folders.iter().take(rank + 1).collect::<PathBuf>();
            is_folder(kind(&symlink_metadata(&at)?), path)?;
            let folder = options(Part::Folder).open(&at)?;
            is_folder(kind(&folder.metadata()?), path)?;
            held.push(folder);
        }
        Ok((at, held))
    }
}

fn is_folder(kind: EntryKind, path: impl FnOnce() -> PathBuf) -> Result<(), Unopened> {
    match kind {
        EntryKind::Folder => Ok(()),
        EntryKind::Link => Err(Unopened::Link(path())),
        EntryKind::File | EntryKind::Other => Err(io::Error::from(io::ErrorKind::NotADirectory).into()),
    }
}

/// On Windows, junctions count as links; a placeholder of a cloud does not.
fn kind(found: &Metadata) -> EntryKind {
    let kind: FileType = found.file_type();
    super::kind(kind)
}

#[derive(Clone, Copy)]
enum Part {
    /// The folder that a person named.
    Top,
    /// A folder inside.
    Folder,
    /// The file.
    File,
}

#[cfg(windows)]
fn options(part: Part) -> OpenOptions {
    use std::os::windows::fs::OpenOptionsExt;

    const SHARE_READ: u32 = 1;
    const SHARE_WRITE: u32 = 2;
    const SHARE_DELETE: u32 = 4;
    /// Without it no folder is opened.
    const BACKUP_SEMANTICS: u32 = 0x0200_0000;
    /// The link itself, not what it leads to.
    const OPEN_REPARSE_POINT: u32 = 0x0020_0000;

    let mut options = OpenOptions::new();
    options.read(true);
    match part {
        Part::Top => options
            .custom_flags(BACKUP_SEMANTICS)
            .share_mode(SHARE_READ | SHARE_WRITE),
        Part::Folder => options
            .custom_flags(BACKUP_SEMANTICS | OPEN_REPARSE_POINT)
            .share_mode(SHARE_READ | SHARE_WRITE),
        Part::File => options
            .custom_flags(BACKUP_SEMANTICS | OPEN_REPARSE_POINT)
            .share_mode(SHARE_READ | SHARE_WRITE | SHARE_DELETE),
    };
    options
}

#[cfg(not(windows))]
fn options(part: Part) -> OpenOptions {
    let mut options = OpenOptions::new();
    match part {
        Part::Top | Part::Folder | Part::File => options.read(true),
    };
    options
}
