//! Writes a file whole or not at all: beside, to the disk, then in place by a rename.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes `bytes` to `path`. On failure the former file, if any, is untouched and nothing is left beside it.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::other("ce chemin ne nomme pas un fichier"))?;
    let beside: PathBuf = folder.join(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
    let outcome = fill(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if outcome.is_err() {
        // what could not be put in place must not stay beside; the first error is the one to report
        drop(fs::remove_file(&beside));
        return outcome;
    }
    sync(folder)
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
    sync(folder)
}

fn make_folder(path: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    match fs::create_dir(path) {
        Ok(()) => made.push(path.to_path_buf()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the one place that creates files")]
fn fill(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
#[expect(
    clippy::disallowed_methods,
    reason = "a folder is opened to make the rename last"
)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
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
            crate::evidence::disk::is_empty_folder(&folder).unwrap(),
            Some(true),
            "the folder was there before"
        );
        write_tree(&folder, &[file("b/c"), file("a")]).unwrap();
        assert!(
            write_tree(&folder, &[file("new"), file("a")]).is_err(),
            "nothing is replaced"
        );
        let kept = crate::evidence::disk::read_small(&folder.join("a"), 9).unwrap();
        assert_eq!(kept.as_deref(), Some(b"x".as_slice()));
        assert!(folder.join("b/c").exists() && !folder.join("new").exists());
        fs::remove_dir_all(&folder).unwrap();
    }
}
