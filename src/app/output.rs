//! Writes a file whole or not at all: beside, to the disk, then in place by a rename. What médiaudit reads is never replaced,
//! but by an edit of it, which comes through `inside`.

mod diags;
pub(crate) mod filing;
mod guard;
pub(crate) mod inside;

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use diags::OutputError;
use guard::Guarded;
use mediaudit_evidence::door::{Access, OpenFolder, Unopened};

/// Writes `bytes` to `path`. On failure the former file, if any, is untouched and nothing is left beside it.
///
/// A device is written through. A link is refused, as are pipes and folders; so is what a dossier holds for médiaudit to read, wherever
/// that dossier is, and whatever is named in `read`: files, or folders whose files the run reads.
pub fn write(path: &Path, bytes: &[u8], read: &[PathBuf]) -> Result<(), OutputError> {
    write_parts(path, std::iter::once(bytes), read)
}

/// The same, part by part, each made when the one before is written: all of them need not be held.
pub fn write_parts<P: AsRef<[u8]>>(
    path: &Path,
    parts: impl Iterator<Item = P>,
    read: &[PathBuf],
) -> Result<(), OutputError> {
    match place(path, read)? {
        None => Ok(through(path, parts)?),
        Some(OutputPlace { folder, name }) => put(&OpenFolder::open(&folder)?, &name, parts, |_| Ok(())),
    }
}

/// Writes `bytes` to a file that is not there yet, its folder made where it is missing; what is there is never replaced.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?;
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    // its own folder may be new, too; what is above it is not made up
    make_folder(folder, &mut Vec::new())?;
    let folder = OpenFolder::open(folder)?;
    let mut file = folder
        .new_file(name, Access::Usual)
        .map_err(|error| match error {
            Unopened::System(error) if error.kind() == io::ErrorKind::AlreadyExists => OutputError::There,
            error => error.into(),
        })?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        drop(folder.remove_file(name));
    }
    Ok(written?)
}

/// Where an output goes once the links and « .. » of its path were followed.
#[derive(Debug)]
pub(super) struct OutputPlace {
    folder: PathBuf,
    name: OsString,
}

/// May an output go there? None: it is a device.
pub(super) fn place(path: &Path, read: &[PathBuf]) -> Result<Option<OutputPlace>, OutputError> {
    let exists = match there(path)? {
        Some(There::Device) => return Ok(None),
        Some(There::File) => true,
        None => false,
    };
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?;
    // links and « .. » of the path are followed once, here: what is looked at is what is written
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
        .canonicalize()?;
    match guard::guarded(&folder, name, exists, read) {
        Some(Guarded::Input) => Err(OutputError::Input),
        Some(Guarded::Issued) => Err(OutputError::Issued),
        None => Ok(Some(OutputPlace {
            folder,
            name: name.to_owned(),
        })),
    }
}

enum There {
    File,
    Device,
}

#[expect(
    clippy::disallowed_methods,
    reason = "follows a link on purpose: one that leads to a device, as /dev/stdout does, is written through"
)]
fn there(path: &Path) -> Result<Option<There>, OutputError> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let kind = found.file_type();
    if kind.is_symlink() {
        let target = fs::metadata(path).map(|target| target.file_type());
        return match target {
            Ok(target) if special(target) == Some(Special::Device) => Ok(Some(There::Device)),
            Ok(target) if special(target) == Some(Special::Pipe) => Err(OutputError::Pipe),
            _ => Err(OutputError::Link(fs::read_link(path).ok())),
        };
    }
    match special(kind) {
        None if kind.is_dir() => Err(OutputError::Folder),
        None if kind.is_file() => Ok(Some(There::File)),
        Some(Special::Device) => Ok(Some(There::Device)),
        Some(Special::Pipe) => Err(OutputError::Pipe),
        None => Err(OutputError::Special),
    }
}

#[derive(PartialEq, Eq)]
enum Special {
    Device,
    Pipe,
}

/// A character device (a terminal, `/dev/null`) or a pipe; disks and sockets are neither.
#[cfg(unix)]
fn special(kind: fs::FileType) -> Option<Special> {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_char_device() {
        Some(Special::Device)
    } else if kind.is_fifo() {
        Some(Special::Pipe)
    } else {
        None
    }
}

#[cfg(not(unix))]
fn special(_: fs::FileType) -> Option<Special> {
    None
}

fn through<P: AsRef<[u8]>>(path: &Path, parts: impl Iterator<Item = P>) -> io::Result<()> {
    let mut device = OpenOptions::new().write(true).open(path)?;
    pour(&mut device, parts)
}

/// Bytes that are written at one time.
const CHUNK: usize = 256 * 1024;

fn pour<P: AsRef<[u8]>>(out: &mut File, mut parts: impl Iterator<Item = P>) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(CHUNK, out);
    parts.try_for_each(|part| out.write_all(part.as_ref()))?;
    out.flush()
}

/// Puts bytes under a name of a folder. `last` has the last word, when the new file stands whole beside the former one.
fn put<P: AsRef<[u8]>, E: From<Unopened>>(
    folder: &OpenFolder,
    name: &OsStr,
    parts: impl Iterator<Item = P>,
    last: impl FnOnce(&File) -> Result<(), E>,
) -> Result<(), E> {
    let (beside, mut file) = new_beside(folder)?;
    let written = pour(&mut file, parts).and_then(|()| file.sync_all());
    let outcome = written
        .map_err(|error| Unopened::from(error).into())
        .and_then(|()| last(&file))
        .and_then(|()| Ok(folder.rename(&beside, name)?));
    drop(file);
    if outcome.is_err() {
        // what cannot be put in place does not stay beside; the first error is the one to report
        drop(folder.remove_file(&beside));
        return outcome;
    }
    folder.sync().map_err(|error| Unopened::from(error).into())
}

/// The name beside is new and cannot be guessed: nothing planted there is ever opened. It does not grow with the output's own.
fn new_beside(folder: &OpenFolder) -> Result<(OsString, File), Unopened> {
    let mut name = OsString::new();
    let mut builder = tempfile::Builder::new();
    builder.prefix(".mediaudit-").suffix(".tmp").rand_bytes(16);
    // only the name is asked for: its folder is the one that is open
    let made = builder.disable_cleanup(true).make_in("/", |path| {
        path.file_name().unwrap_or_default().clone_into(&mut name);
        folder.new_file(&name, Access::Usual).map_err(system)
    })?;
    Ok((name, made.into_file()))
}

/// What the system says.
fn system(error: Unopened) -> io::Error {
    match error {
        Unopened::System(error) => error,
        other => io::Error::other(other.to_string()),
    }
}

/// Writes a tree of new files into a folder that is new or empty, in their order. On failure all that was made is removed; nothing
/// that was there before is ever replaced.
pub fn write_tree(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let mut made = Vec::new();
    let outcome = fill_tree(folder, files, &mut made);
    if outcome.is_err() {
        for path in made.iter().rev() {
            // the first error is the one to report; a folder that somebody else filled meanwhile stays
            drop(fs::remove_file(path).or_else(|_| fs::remove_dir(path)));
        }
    }
    outcome
}

fn fill_tree(folder: &Path, files: &[(String, Vec<u8>)], made: &mut Vec<PathBuf>) -> io::Result<()> {
    make_folder(folder, made)?;
    for (path, bytes) in files {
        let path = folder.join(path);
        let mut missing: Vec<&Path> = path
            .ancestors()
            .skip(1)
            .take_while(|above| *above != folder)
            .collect();
        missing.reverse();
        for above in missing {
            make_folder(above, made)?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        made.push(path);
        file.write_all(bytes)?;
    }
    OpenFolder::open(folder)?.sync()
}

fn make_folder(path: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    match fs::create_dir(path) {
        Ok(()) => made.push(path.to_path_buf()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_whole_or_not_there() {
        let folder = std::env::temp_dir().join(format!("mediaudit-tree-{}", std::process::id()));
        let file = |path: &str| (path.to_owned(), b"x".to_vec());
        // « a » cannot be both a file and a folder: the third file fails
        assert!(write_tree(&folder, &[file("b/c"), file("a"), file("a/d")]).is_err());
        assert!(!folder.exists());
        fs::create_dir(&folder).unwrap();
        assert!(write_tree(&folder, &[file("b/c"), file("a"), file("a/d")]).is_err());
        assert_eq!(
            mediaudit_evidence::disk::is_empty_folder(&folder).unwrap(),
            Some(true),
            "the folder was there before"
        );
        write_tree(&folder, &[file("b/c"), file("a")]).unwrap();
        assert!(
            write_tree(&folder, &[file("new"), file("a")]).is_err(),
            "nothing is replaced"
        );
        let kept = mediaudit_evidence::disk::read_small(&folder.join("a"), 9).unwrap();
        assert_eq!(kept.as_deref(), Some(b"x".as_slice()));
        assert!(folder.join("b/c").exists() && !folder.join("new").exists());
        fs::remove_dir_all(&folder).unwrap();
    }
}
