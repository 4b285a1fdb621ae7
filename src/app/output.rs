//! Writes a file whole or not at all: beside, to the disk, then in place by a rename.

use std::fs::{self, File};
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
