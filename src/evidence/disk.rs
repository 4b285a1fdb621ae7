//! Walks `preuves/`, hashes every file, tells its true kind and reads its contents from the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::door::{Door, Entry, EntryKind, OpenFolder, Reach, Unopened};
use super::kind;
use super::whole::{Whole, small, whole};
use mediaudit_core::kernel::Digest;
use mediaudit_core::record::inventory::{Found, Inventory, Skipped};
use mediaudit_core::record::item::Reading;
use mediaudit_core::record::reading::{self, Plan, Wanted};
use mediaudit_core::record::{Fault, Reader, limits};

/// Bytes read at a time.
const CHUNK: usize = 256 * 1024;

/// The folder of evidence.
pub const EVIDENCE: &str = "preuves";

/// Walks `preuves` of a dossier; the order of the result is that of the paths. An error where `preuves` is there and no folder of
/// the dossier: then nothing is known of its evidence.
pub fn inventory(door: &dyn Door, plan: Plan<'_>, reader: &dyn Reader) -> Result<Inventory, Unopened> {
    let mut out = Inventory::default();
    let entries = match door.entries(Path::new(EVIDENCE), Reach::Below) {
        Ok(entries) => entries,
        Err(error) if error.is_absent() => return Ok(out),
        Err(Unopened::System(error)) if error.kind() != ErrorKind::NotADirectory => {
            out.unfinished.push(unread(Path::new(EVIDENCE), &error));
            return Ok(out);
        }
        Err(other) => return Err(other),
    };
    let mut wanted: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for entry in entries {
        match entry {
            Ok(entry) => {
                if let Some(path) = sort(entry, &mut out) {
                    wanted.entry(shown(&path)).or_default().push(path);
                }
            }
            Err(unlisted) => out.unfinished.push(unread(&unlisted.path, &unlisted.error)),
        }
    }
    let mut paths = Vec::with_capacity(wanted.len());
    for (name, mut same) in wanted {
        match (same.pop(), same.is_empty()) {
            (Some(only), true) => paths.push((name, only)),
            (last, _) => out
                .refused
                .extend(same.into_iter().chain(last).map(|path| twin(&name, &path))),
        }
    }
    let read: Vec<(Skipped, Result<Whole<Found>, Unopened>)> = paths
        .par_iter()
        .map_init(
            || vec![0_u8; CHUNK],
            |buffer, (name, path)| {
                let skipped = Skipped {
                    path: name.clone(),
                    reason: String::new(),
                };
                (skipped, look(door, name, path, plan, reader, buffer))
            },
        )
        .collect();
    for (skipped, outcome) in read {
        take(&mut out, skipped.path, outcome);
    }
    out.refused.sort();
    out.refused.dedup();
    out.unfinished.sort();
    Ok(out)
}

/// Sets aside what is not to be read; gives back the rest.
fn sort(entry: Entry, out: &mut Inventory) -> Option<PathBuf> {
    let skipped = |reason: String| Skipped {
        path: shown(&entry.path),
        reason,
    };
    match (entry.kind, entry.name()) {
        (EntryKind::Folder, Some(_)) => {}
        (_, None) => out.refused.push(skipped(
            "le nom du fichier n’est pas un texte lisible : renommez-le".to_owned(),
        )),
        (EntryKind::Link, _) => out.refused.push(skipped(LINK.to_owned())),
        (EntryKind::Other, _) => out.refused.push(skipped(Unopened::Irregular.to_string())),
        (EntryKind::File, Some(name)) => match not_evidence(name) {
            Some(reason) => out.ignored.push(skipped(reason.to_owned())),
            None => return Some(entry.path),
        },
    }
    None
}

const LINK: &str = "c’est un lien : copiez le document lui-même dans le dossier";

/// One of several files whose names are one to the eye, and to whoever declares them.
fn twin(name: &str, path: &Path) -> Skipped {
    let written = if path.to_str().is_some_and(is_nfc) {
        "d’un seul tenant"
    } else {
        "en deux signes"
    };
    Skipped {
        path: name.to_owned(),
        reason: format!(
            "un autre fichier porte ce nom, aux accents écrits autrement (ici {written}) : renommez l’un des deux"
        ),
    }
}

fn unread(path: &Path, error: &io::Error) -> Skipped {
    Skipped {
        path: shown(path),
        reason: format!("lecture impossible ({})", why(error)),
    }
}

/// Notes what opening one file gave.
fn take(out: &mut Inventory, path: String, outcome: Result<Whole<Found>, Unopened>) {
    match outcome {
        Ok(read) => {
            if read.again {
                out.again.push(Skipped {
                    path,
                    reason: "a changé pendant la lecture : relu en entier".to_owned(),
                });
            }
            out.files.push(read.value);
        }
        // a link by now, or on the way to it
        Err(Unopened::Link(part)) => out.refused.push(Skipped {
            path: shown(&part),
            reason: LINK.to_owned(),
        }),
        Err(Unopened::Irregular) => out.refused.push(Skipped {
            path,
            reason: Unopened::Irregular.to_string(),
        }),
        Err(error) => out.unfinished.push(Skipped {
            path,
            reason: format!("lecture impossible ({error})"),
        }),
    }
}

/// Is there something at this path?
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Is this an empty folder? None where there is nothing.
#[expect(clippy::disallowed_methods, reason = "only asks whether there is anything")]
pub fn is_empty_folder(path: &Path) -> io::Result<Option<bool>> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(Some(entries.next().is_none())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A small file that a person named, `None` where it is not there. Its folder may be reached through links; it is none itself.
pub fn read_small(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Unopened> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let name = path.file_name().ok_or(Unopened::Outside)?;
    match OpenFolder::open(folder) {
        Ok(folder) => small(&folder, Path::new(name), most),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// In French, why the system refused.
pub fn why(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "introuvable".to_owned(),
        ErrorKind::PermissionDenied => "accès refusé".to_owned(),
        ErrorKind::NotADirectory => "un nom du chemin est celui d’un fichier".to_owned(),
        ErrorKind::IsADirectory => "c’est un dossier, pas un fichier".to_owned(),
        ErrorKind::StorageFull => "disque plein".to_owned(),
        ErrorKind::OutOfMemory => "mémoire insuffisante".to_owned(),
        _ => error
            .raw_os_error()
            .map_or_else(|| error.to_string(), |code| format!("erreur {code} du système")),
    }
}

/// A path from the dossier as it is written everywhere: with `/`, in Unicode NFC.
pub fn shown(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy().nfc().collect())
        .collect();
    parts.join("/")
}

fn has_end(name: &str, ends: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| ends.contains(&end))
}

/// Why a file that lies where evidence or records do is meant for nobody to read.
pub fn not_evidence(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    if lower.starts_with("~$") || lower.starts_with(".~lock.") {
        Some("verrou d’une suite bureautique")
    } else if lower.starts_with('.') {
        Some("fichier caché")
    } else if lower.starts_with("~wrl") || has_end(&lower, &["tmp", "part", "crdownload", "download"]) {
        Some("reste d’un enregistrement ou d’un téléchargement inachevé")
    } else if lower == "thumbs.db" || lower == "desktop.ini" {
        Some("fichier du système")
    } else if lower.starts_with("lisezmoi") {
        Some("mode d’emploi")
    } else {
        None
    }
}

/// Reads a file: digest, kind and, where it is wanted, contents. What is parsed are the very bytes that were hashed.
fn look(
    door: &dyn Door,
    name: &str,
    path: &Path,
    plan: Plan<'_>,
    reader: &dyn Reader,
    buffer: &mut [u8],
) -> Result<Whole<Found>, Unopened> {
    let mut wanted = plan(name);
    let mut read = whole(door, path, u64::MAX - 1, &mut |bytes| {
        hash(name, &wanted, bytes, buffer)
    })?;
    // a lock is looked into, whatever is wanted of the contents: what needs a password is no evidence
    let locked = |read: &Bytes| {
        let (format, _) = kind::look(name, read.size, &read.head, read.tail());
        kind::is_locked(format, read.tail())
    };
    if wanted.depth().is_none() && locked(&read.value) {
        wanted.facts = true;
        read = whole(door, path, u64::MAX - 1, &mut |bytes| {
            hash(name, &wanted, bytes, buffer)
        })?;
    }
    let (locked, tail) = (locked(&read.value), read.value.tail());
    let (format, mut reading) = kind::look(name, read.value.size, &read.value.head, tail);
    let Bytes {
        last, size, digest, ..
    } = read.value;
    let contents = match reading {
        Reading::Readable if size > limits::FILE_BYTES => reading::refuse(&wanted, format, Fault::TooLarge),
        Reading::Readable => reading::see(&wanted, format, &last, reader),
        _ => None,
    };
    if let Some(Ok(seen)) = contents.as_ref().filter(|_| locked)
        && seen.facts == Err(Fault::Encrypted)
    {
        let reason = Fault::Encrypted.reason();
        reading = Reading::Unreadable { reason };
    }
    let mut folders = name.split('/').skip(1);
    let type_folder = folders
        .next()
        .filter(|first| *first != "_autres" && folders.next().is_some())
        .map(str::to_owned);
    let found = Found {
        type_folder,
        path: name.to_owned(),
        size,
        digest,
        format,
        reading,
        contents,
    };
    Ok(Whole {
        value: found,
        again: read.again,
    })
}

/// What is kept of the bytes of a file.
struct Bytes {
    /// The first.
    head: Vec<u8>,
    /// All where they are to be parsed, else the last.
    last: Vec<u8>,
    size: u64,
    digest: Digest,
}

impl Bytes {
    /// As many of the last as tell what it is.
    fn tail(&self) -> &[u8] {
        self.last
            .get(self.last.len().saturating_sub(kind::tail(&self.head))..)
            .unwrap_or_default()
    }
}

fn hash(name: &str, wanted: &Wanted, file: &mut dyn Read, buffer: &mut [u8]) -> io::Result<Bytes> {
    let mut head = Vec::with_capacity(kind::EDGE);
    file.take(kind::EDGE as u64).read_to_end(&mut head)?;
    let keep = wanted.depth().is_some() && kind::may_be_read(name, &head);
    let edge = kind::tail(&head);
    let mut hasher = Sha256::new();
    hasher.update(&head);
    let (mut last, mut size) = (Vec::with_capacity(2 * edge), head.len() as u64);
    last.extend_from_slice(&head);
    loop {
        let n = match file.read(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            outcome => outcome?,
        };
        let Some(chunk) = buffer.get(..n).filter(|chunk| !chunk.is_empty()) else {
            break;
        };
        hasher.update(chunk);
        size += n as u64;
        // what there is no memory for is told as what could not be read
        last.try_reserve(chunk.len())?;
        last.extend_from_slice(chunk);
        if (!keep || size > limits::FILE_BYTES) && last.len() > 2 * edge {
            let extra = last.len() - edge;
            last.drain(..extra);
        }
    }
    Ok(Bytes {
        head,
        last,
        size,
        digest: Digest::from_bytes(hasher.finalize().into()),
    })
}
