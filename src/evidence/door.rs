//! The one door to what lies in a folder: a dossier, a norm, templates. Nothing is opened through a link.
//!
//! The path of the folder itself is what a person named: it may lead through links, and is followed once, when the folder is opened.
//! Everything inside is then opened relative to that open folder, part after part, and refused where any part is a link, where the
//! last is no regular file, or where the path would leave the folder. What was opened is looked at again through its own handle, so
//! that what is swapped after a first look is refused, too; a FIFO or a device never makes a run wait.
//!
//! What holds where:
//!
//! | | Unix | Windows |
//! |---|---|---|
//! | no link at any part | `openat` with `O_NOFOLLOW`, part after part | each part opened as what it is, links and junctions too, and held so that it cannot be renamed until the file is open |
//! | never waits | `O_NONBLOCK`, after a look at the kind | pipes and devices have no path in a folder |
//! | the folder keeps its place | held by its handle | held: it cannot be renamed meanwhile |
//! | written where it was opened | `openat`, `renameat`, `unlinkat` from the folder's handle | by path, below folders that are held |
//!
//! Not guaranteed anywhere: a mount inside the folder, and a hard link, are what they show. The *names* below a folder are
//! enumerated by path, so a folder that is swapped for a link in that very moment may lend its names to a message; its files are
//! still not opened. On systems that are neither Unix nor Windows, parts are looked at, then opened by path: a swap in between is
//! seen only if it lasts.
//!
//! Whoever writes into such a folder does so behind the same door ([`OpenFolder::hold`]), and only where outputs are written.

#[cfg(unix)]
mod by_handle;
#[cfg(any(not(unix), test))]
mod by_path;
mod in_memory;
mod writing;

use std::ffi::OsStr;
use std::fmt::Debug;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use super::disk::{shown, why};
#[cfg(unix)]
use by_handle::Handle;
#[cfg(not(unix))]
use by_path::Handle;
use mediaudit_core::kernel::words;
pub use writing::Access;

pub use in_memory::MemoryFolder;

/// Why something was not opened, not listed, or not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum Unopened {
    /// This part of the path, from the folder, is a link.
    #[error("« {} » est un lien", words::safe(&shown(.0)))]
    Link(PathBuf),
    /// A device, a pipe, a socket.
    #[error("ce n’est pas un fichier ordinaire")]
    Irregular,
    /// The path is empty, or leads out of the folder.
    #[error("ce chemin sort du dossier")]
    Outside,
    /// It changed while it was read, twice.
    #[error("le fichier change pendant qu’on le lit : fermez le programme qui l’écrit, puis recommencez")]
    Changing,
    /// The system refused.
    #[error("{}", why(.0))]
    System(#[from] io::Error),
}

impl Unopened {
    /// Is there simply nothing?
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::System(error) if error.kind() == io::ErrorKind::NotFound)
    }

    /// The whole sentence about this path.
    pub fn told(&self, path: &str) -> String {
        let safe = words::safe(path);
        match self {
            Self::Link(part) if shown(part) == path => self.to_string(),
            Self::System(error) if error.kind() == io::ErrorKind::NotADirectory => {
                format!("« {safe} » : un fichier tient la place d’un dossier")
            }
            _ => format!("« {safe} » : {self}"),
        }
    }
}

/// What an entry of a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A folder.
    Folder,
    /// A regular file.
    File,
    /// A link, to whatever.
    Link,
    /// A device, a pipe, a socket.
    Other,
}

/// An entry below a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path from the open folder.
    pub path: PathBuf,
    /// What it is.
    pub kind: EntryKind,
}

impl Entry {
    /// Its own name, where that is a text.
    pub fn name(&self) -> Option<&str> {
        self.path.file_name().and_then(OsStr::to_str)
    }
}

/// A part of a walk that could not be made.
#[derive(Debug)]
pub struct Unlisted {
    /// Where, from the open folder.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
}

/// By what a change of a file is known. A change that leaves the size, within one tick of the clock of the file system, is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Size in bytes.
    pub size: u64,
    /// Last change of its bytes, where the file system says it.
    pub changed: Option<SystemTime>,
    /// What else tells it from others, where the system says so.
    pub identity: Option<Identity>,
}

/// What tells one file, and one state of it, from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// Last change of anything about it, else when it was made: nanoseconds from 1970.
    pub touched: i128,
    /// Its number and that of its disk.
    pub number: Option<(u64, u64)>,
}

/// Nanoseconds from 1970.
pub(super) fn nanoseconds(time: SystemTime) -> i128 {
    let whole = |span: std::time::Duration| i128::try_from(span.as_nanos()).unwrap_or(i128::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => whole(since),
        Err(before) => -whole(before.duration()),
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems may not tell")]
fn identity(meta: &std::fs::Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some(Identity {
        touched: i128::from(meta.ctime()) * 1_000_000_000 + i128::from(meta.ctime_nsec()),
        number: Some((meta.ino(), meta.dev())),
    })
}

#[cfg(not(unix))]
fn identity(meta: &std::fs::Metadata) -> Option<Identity> {
    Some(Identity {
        touched: nanoseconds(meta.created().ok()?),
        number: None,
    })
}

/// An open regular file.
pub trait Opened: Read + Debug {
    /// What it is now.
    fn state(&self) -> io::Result<State>;
}

impl Opened for File {
    fn state(&self) -> io::Result<State> {
        let meta = self.metadata()?;
        Ok(State {
            size: meta.len(),
            changed: meta.modified().ok(),
            identity: identity(&meta),
        })
    }
}

/// How far a listing goes down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// What lies directly in the folder.
    Direct,
    /// Everything below.
    Below,
}

/// An open folder, for whoever reads what lies in it. [`OpenFolder`] is the real one.
pub trait Door: Sync + Debug {
    /// What lies in a folder below (an empty path: in this one), in byte order of the names.
    fn entries(&self, folder: &Path, reach: Reach) -> Result<Vec<Result<Entry, Unlisted>>, Unopened>;

    /// Opens a regular file.
    fn open(&self, path: &Path) -> Result<Box<dyn Opened>, Unopened>;
}

/// A folder of the disk, opened once.
#[derive(Debug)]
pub struct OpenFolder {
    path: PathBuf,
    handle: Handle,
}

impl OpenFolder {
    /// Opens the folder at a path that a person named; it may lead through links.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: path.to_path_buf(),
            handle: Handle::open(path)?,
        })
    }

    /// Opens a folder that a person named, with all that lies directly in it, in byte order of the names.
    pub fn listed(path: &Path) -> Result<(Self, Vec<Entry>), Unopened> {
        let folder = Self::open(path)?;
        let entries: Result<Vec<Entry>, Unlisted> = folder
            .entries(Path::new(""), Reach::Direct)?
            .into_iter()
            .collect();
        Ok((folder, entries.map_err(|unlisted| unlisted.error)?))
    }
}

impl Door for OpenFolder {
    fn entries(&self, folder: &Path, reach: Reach) -> Result<Vec<Result<Entry, Unlisted>>, Unopened> {
        self.handle.folder(&parts(folder)?)?;
        let top = folder.as_os_str().is_empty();
        if reach == Reach::Direct {
            return self.direct(folder, top);
        }
        let walk = WalkDir::new(self.path.join(folder))
            .follow_links(false)
            .follow_root_links(top)
            .sort_by_file_name();
        let mut out = Vec::new();
        for found in walk {
            match found {
                // the folder itself: swapped since, it would be listed as empty
                Ok(entry) if entry.depth() == 0 => {
                    if !top && entry.path_is_symlink() {
                        return Err(Unopened::Link(folder.to_path_buf()));
                    }
                }
                Ok(entry) => out.push(Ok(Entry {
                    path: self.inside(entry.path()),
                    kind: kind(entry.file_type()),
                })),
                Err(error) => {
                    let path = error
                        .path()
                        .map_or_else(|| folder.to_path_buf(), |path| self.inside(path));
                    out.push(Err(Unlisted {
                        path,
                        error: error.into(),
                    }));
                }
            }
        }
        Ok(out)
    }

    fn open(&self, path: &Path) -> Result<Box<dyn Opened>, Unopened> {
        let parts = parts(path)?;
        let (name, folders) = parts.split_last().ok_or(Unopened::Outside)?;
        Ok(Box::new(self.handle.file(folders, name)?))
    }
}

impl OpenFolder {
    /// What lies directly in a folder; a walk of one level would list each folder in it for nothing.
    #[expect(
        clippy::disallowed_methods,
        reason = "the door itself: only names are asked for"
    )]
    fn direct(&self, folder: &Path, top: bool) -> Result<Vec<Result<Entry, Unlisted>>, Unopened> {
        let path = self.path.join(folder);
        if !top && path.is_symlink() {
            return Err(Unopened::Link(folder.to_path_buf()));
        }
        let unlisted = |path: PathBuf| move |error| Unlisted { path, error };
        let found = match std::fs::read_dir(&path) {
            Ok(found) => found,
            Err(error) => return Ok(vec![Err(unlisted(folder.to_path_buf())(error))]),
        };
        let mut out: Vec<Result<Entry, Unlisted>> = found
            .map(|entry| {
                let entry = entry.map_err(unlisted(folder.to_path_buf()))?;
                let path = folder.join(entry.file_name());
                let kind = kind(entry.file_type().map_err(unlisted(path.clone()))?);
                Ok(Entry { path, kind })
            })
            .collect();
        // what could not be listed comes first
        out.sort_by(|a, b| own_name(a).cmp(&own_name(b)));
        Ok(out)
    }

    fn inside(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.path).unwrap_or(path).to_path_buf()
    }
}

fn own_name(found: &Result<Entry, Unlisted>) -> Option<&OsStr> {
    found.as_ref().ok()?.path.file_name()
}

fn kind(found: std::fs::FileType) -> EntryKind {
    if found.is_symlink() {
        EntryKind::Link
    } else if found.is_dir() {
        EntryKind::Folder
    } else if found.is_file() {
        EntryKind::File
    } else {
        EntryKind::Other
    }
}

/// The names along a path that stays inside.
fn parts(path: &Path) -> Result<Vec<&OsStr>, Unopened> {
    path.components()
        .map(|part| match part {
            Component::Normal(name) => Ok(name),
            _ => Err(Unopened::Outside),
        })
        .collect()
}

/// What follows the look at one part of a path.
fn regular(kind: EntryKind, path: impl FnOnce() -> PathBuf) -> Result<(), Unopened> {
    match kind {
        EntryKind::File => Ok(()),
        EntryKind::Link => Err(Unopened::Link(path())),
        EntryKind::Folder => Err(io::Error::from(io::ErrorKind::IsADirectory).into()),
        EntryKind::Other => Err(Unopened::Irregular),
    }
}

#[cfg(test)]
mod tests;
