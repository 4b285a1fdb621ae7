//! Walks `preuves/`, hashes every file, tells its true kind and reads its contents from the same bytes. The one door to evidence on disk.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use super::contents::{Fault, Reader, limits};
use super::inventory::{Found, Inventory, Skipped};
use super::item::Reading;
use super::kind;
use super::reading::{self, Wanted};
use crate::kernel::Digest;

/// Bytes read at a time.
const CHUNK: usize = 256 * 1024;

/// What is wanted of a file, from its path.
pub type Plan<'a> = &'a (dyn Fn(&str) -> Wanted + Sync);

/// Walks `<root>/preuves`. Links are never followed nor opened; the order of the result is that of the paths.
pub fn inventory(root: &Path, plan: Plan<'_>, reader: &dyn Reader) -> Inventory {
    let mut out = Inventory::default();
    let mut paths = Vec::new();
    let base = root.join("preuves");
    if fs::symlink_metadata(&base).is_err() {
        return out;
    }
    for entry in WalkDir::new(&base).follow_links(false).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error
                    .path()
                    .map_or_else(|| "preuves".to_owned(), |path| shown(root, path));
                out.unfinished.push(Skipped {
                    path,
                    reason: "dossier ou fichier illisible (droits d'accès ?)".to_owned(),
                });
                continue;
            }
        };
        let kind = entry.file_type();
        if kind.is_dir() {
            continue;
        }
        let path = shown(root, entry.path());
        let skipped = |reason: &str| Skipped {
            path: path.clone(),
            reason: reason.to_owned(),
        };
        let Some(name) = entry.file_name().to_str() else {
            out.refused.push(skipped(
                "le nom du fichier n'est pas un texte lisible : renommez-le",
            ));
            continue;
        };
        if kind.is_symlink() {
            out.refused.push(skipped(
                "c'est un lien : copiez le document lui-même dans le dossier",
            ));
        } else if !kind.is_file() {
            out.refused.push(skipped("ce n'est pas un fichier ordinaire"));
        } else if let Some(reason) = not_evidence(name) {
            out.ignored.push(skipped(reason));
        } else {
            paths.push(entry.into_path());
        }
    }
    let read: Vec<Result<Found, Skipped>> = paths
        .par_iter()
        .map_init(
            || vec![0_u8; CHUNK],
            |buffer, path| {
                look(root, path, plan, reader, buffer).map_err(|error| Skipped {
                    path: shown(root, path),
                    reason: format!("lecture impossible ({})", why(&error)),
                })
            },
        )
        .collect();
    for outcome in read {
        match outcome {
            Ok(found) => out.files.push(found),
            Err(skipped) => out.unfinished.push(skipped),
        }
    }
    out.files.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

/// Is there something at this path?
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Is this an empty folder? None where there is nothing.
#[expect(clippy::disallowed_methods, reason = "only asks whether there is anything")]
pub fn is_empty_folder(path: &Path) -> std::io::Result<Option<bool>> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(Some(entries.next().is_none())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A small file of the dossier, `None` where it is not there. Links are refused.
pub fn read_small(path: &Path, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    let meta = match fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if !meta.is_file() {
        return Err(std::io::Error::other("ce n'est pas un fichier ordinaire"));
    }
    let mut bytes = Vec::new();
    open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Largest issued assessment that is read back, in bytes.
const MAX_HISTORY: u64 = 256 * 1024 * 1024;

/// Regular files directly in a folder of the dossier that end in `extension`, in byte order of their names; links are refused.
pub fn folder(root: &Path, name: &str, extension: &str) -> Vec<(String, std::io::Result<Vec<u8>>)> {
    let base = root.join(name);
    if fs::symlink_metadata(&base).is_err() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for entry in WalkDir::new(&base)
        .min_depth(1)
        .max_depth(1)
        .follow_links(false)
        .sort_by_file_name()
    {
        match entry {
            Ok(entry) => {
                let wanted = entry.path().extension().is_some_and(|found| found == extension);
                if wanted && !entry.file_name().to_string_lossy().starts_with('.') {
                    let bytes = read_small(entry.path(), MAX_HISTORY).map(Option::unwrap_or_default);
                    out.push((shown(root, entry.path()), bytes));
                }
            }
            Err(error) => out.push((name.to_owned(), Err(error.into()))),
        }
    }
    out
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that opens files of the dossier, after a check that it is no link"
)]
fn open(path: &Path) -> std::io::Result<File> {
    File::open(path)
}

/// In French, why the system refused.
pub fn why(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "introuvable".to_owned(),
        std::io::ErrorKind::PermissionDenied => "accès refusé".to_owned(),
        std::io::ErrorKind::NotADirectory => "un nom du chemin est celui d'un fichier".to_owned(),
        std::io::ErrorKind::IsADirectory => "c'est un dossier, pas un fichier".to_owned(),
        std::io::ErrorKind::StorageFull => "disque plein".to_owned(),
        _ => error
            .raw_os_error()
            .map_or_else(|| error.to_string(), |code| format!("erreur {code} du système")),
    }
}

fn shown(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<String> = relative
        .components()
        .map(|part| part.as_os_str().to_string_lossy().nfc().collect())
        .collect();
    parts.join("/")
}

fn not_evidence(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    if lower.starts_with("~$") || lower.starts_with(".~lock.") {
        Some("verrou d'une suite bureautique")
    } else if lower.starts_with('.') {
        Some("fichier caché")
    } else if lower == "thumbs.db" || lower == "desktop.ini" {
        Some("fichier du système")
    } else if lower.starts_with("lisezmoi") {
        Some("mode d'emploi")
    } else {
        None
    }
}

/// Reads a file once: digest, kind and, where it is wanted, contents. What is parsed are the very bytes that were hashed.
fn look(
    root: &Path,
    path: &Path,
    plan: Plan<'_>,
    reader: &dyn Reader,
    buffer: &mut [u8],
) -> std::io::Result<Found> {
    let path_shown = shown(root, path);
    let mut file = open(path)?;
    let mut head = Vec::with_capacity(kind::EDGE);
    file.by_ref().take(kind::EDGE as u64).read_to_end(&mut head)?;
    let wanted = plan(&path_shown);
    let keep = wanted.depth().is_some() && kind::may_be_read(&path_shown, &head);
    let edge = kind::tail(&head);
    let mut hasher = Sha256::new();
    hasher.update(&head);
    let (mut last, mut size) = (Vec::with_capacity(2 * edge), head.len() as u64);
    last.extend_from_slice(&head);
    loop {
        let n = file.read(buffer)?;
        let Some(chunk) = buffer.get(..n).filter(|chunk| !chunk.is_empty()) else {
            break;
        };
        hasher.update(chunk);
        size += n as u64;
        last.extend_from_slice(chunk);
        // all of it is kept where it is to be parsed, else the end
        if (!keep || size > limits::FILE_BYTES) && last.len() > 2 * edge {
            let extra = last.len() - edge;
            last.drain(..extra);
        }
    }
    let tail = last.get(last.len().saturating_sub(edge)..).unwrap_or_default();
    let (format, reading) = kind::look(&path_shown, size, &head, tail);
    let contents = match reading {
        Reading::Readable if size > limits::FILE_BYTES => reading::refuse(&wanted, format, Fault::TooLarge),
        Reading::Readable => reading::see(&wanted, format, &last, reader),
        _ => None,
    };
    let mut folders = path_shown.split('/').skip(1);
    let type_folder = folders
        .next()
        .filter(|first| *first != "_autres" && folders.next().is_some())
        .map(str::to_owned);
    Ok(Found {
        type_folder,
        path: path_shown,
        size,
        digest: Digest::from_bytes(hasher.finalize().into()),
        format,
        reading,
        contents,
    })
}
