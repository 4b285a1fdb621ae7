//! Reads a heap of papers that lies outside of any dossier: each file whole, its contents in the helper child, nothing through a link.

use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::disk::{not_evidence, shown};
use super::door::{Door, EntryKind, Reach, Unopened};
use super::kind;
use super::whole::whole;
use mediaudit_core::kernel::Digest;
use mediaudit_core::record::heap::{Heap, HeapFile};
use mediaudit_core::record::inventory::Skipped;
use mediaudit_core::record::item::{Format, Reading};
use mediaudit_core::record::{Fault, Reader, is_read, limits};

/// What a file of a heap turned out to be.
enum Looked {
    Read(HeapFile),
    Skipped(Skipped),
    Unfinished(Skipped),
}

/// The files below an open folder, in byte order of their paths from it.
pub fn list(door: &dyn Door, before: &str) -> Result<(Vec<PathBuf>, Heap), Unopened> {
    let mut out = Heap::default();
    let mut files = Vec::new();
    for entry in door.entries(Path::new(""), Reach::Below)? {
        let entry = match entry {
            Ok(entry) => entry,
            Err(unlisted) => {
                out.unfinished.push(Skipped {
                    path: join(before, &unlisted.path),
                    reason: super::disk::why(&unlisted.error),
                });
                continue;
            }
        };
        let path = join(before, &entry.path);
        let reason = match (entry.kind, entry.name()) {
            (EntryKind::Folder, _) => continue,
            (EntryKind::File, Some(name)) => not_evidence(name).map(str::to_owned),
            (EntryKind::File, None) => Some(UNNAMED.to_owned()),
            (EntryKind::Link, _) => Some(LINK.to_owned()),
            (EntryKind::Other, _) => Some(Unopened::Irregular.to_string()),
        };
        match reason {
            Some(reason) => out.skipped.push(Skipped { path, reason }),
            None => files.push(entry.path),
        }
    }
    Ok((files, out))
}

const LINK: &str = "c’est un lien, qui n’est pas suivi : donnez le document lui-même";
const UNNAMED: &str = "le nom du fichier n’est pas un texte lisible : renommez-le";

/// What a person calls a folder or a file of the heap.
pub fn named(path: &Path) -> String {
    path.to_string_lossy().nfc().collect()
}

/// The path of a file of the heap, as it is said.
pub fn join(before: &str, path: &Path) -> String {
    match before {
        "" => shown(path),
        "/" => format!("/{}", shown(path)),
        _ => format!("{}/{}", before.trim_end_matches('/'), shown(path)),
    }
}

/// Reads some files of an open folder, and adds them to a heap. `before` is what a person calls the folder.
pub fn read(door: &dyn Door, files: &[PathBuf], before: &str, reader: &dyn Reader, heap: &mut Heap) {
    let looked: Vec<Looked> = files
        .par_iter()
        .map(|path| look(door, path, join(before, path), reader))
        .collect();
    for one in looked {
        match one {
            Looked::Read(file) => heap.files.push(file),
            Looked::Skipped(skipped) => heap.skipped.push(skipped),
            Looked::Unfinished(skipped) => heap.unfinished.push(skipped),
        }
    }
}

/// The bytes of a file of a heap, and their digest.
pub fn bytes(door: &dyn Door, path: &Path) -> Result<(Vec<u8>, Digest), Unopened> {
    let read = whole(door, path, limits::FILE_BYTES, &mut |file: &mut dyn Read| {
        let mut all = Vec::new();
        file.read_to_end(&mut all)?;
        Ok(all)
    })?;
    let digest = Digest::of(&read.value);
    Ok((read.value, digest))
}

fn look(door: &dyn Door, path: &Path, shown: String, reader: &dyn Reader) -> Looked {
    let (bytes, digest) = match bytes(door, path) {
        Ok(read) => read,
        Err(Unopened::Link(_)) => {
            return Looked::Skipped(Skipped {
                path: shown,
                reason: LINK.to_owned(),
            });
        }
        Err(error @ (Unopened::Irregular | Unopened::Outside)) => {
            return Looked::Skipped(Skipped {
                path: shown,
                reason: error.to_string(),
            });
        }
        Err(error) => {
            return Looked::Unfinished(Skipped {
                path: shown,
                reason: error.to_string(),
            });
        }
    };
    let size = bytes.len() as u64;
    let mut file = HeapFile {
        path: shown,
        digest,
        format: Format::Other,
        text: None,
        grids: Vec::new(),
        first_page: None,
        trouble: None,
        broken: false,
    };
    if size > limits::FILE_BYTES {
        file.trouble = Some(Fault::TooLarge.reason());
        file.broken = true;
        return Looked::Read(file);
    }
    let head = bytes.get(..kind::EDGE.min(bytes.len())).unwrap_or_default();
    let tail = bytes
        .get(bytes.len().saturating_sub(kind::tail(head))..)
        .unwrap_or_default();
    let (format, reading) = kind::look(&file.path, size, head, tail);
    file.format = format;
    file.trouble = reading.trouble().map(str::to_owned);
    file.broken = matches!(reading, Reading::Unreadable { reason: _ } | Reading::Empty);
    if reading != Reading::Readable || !is_read(format) {
        return Looked::Read(file);
    }
    match reader.read(format, &bytes) {
        Ok(Ok(contents)) => {
            file.first_page = contents
                .sheets
                .first()
                .map(|sheet| sheet.words)
                .filter(|words| *words > 0);
            file.grids = contents.grids;
            file.text = contents
                .text
                .filter(|text| text.chars().any(char::is_alphanumeric));
            Looked::Read(file)
        }
        Ok(Err(fault)) => {
            file.trouble = Some(fault.reason());
            file.broken = true;
            Looked::Read(file)
        }
        Err(fuse) => Looked::Unfinished(Skipped {
            path: file.path,
            reason: fuse.reason().to_owned(),
        }),
    }
}
