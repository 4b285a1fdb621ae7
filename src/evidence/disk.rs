//! Walks `preuves/`, hashes every file, tells its true kind and reads its contents from the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::door::{Door, Entry, EntryKind, OpenFolder, Reach, State, Unopened, nanoseconds};
use super::kind;
use super::whole::{Whole, small, whole};
use mediaudit_core::kernel::Digest;
use mediaudit_core::record::inventory::{Found, Inventory, Skipped};
use mediaudit_core::record::item::Reading;
use mediaudit_core::record::memory::{KnownFile, Stamp};
use mediaudit_core::record::reading::{self, Plan, Seen};
use mediaudit_core::record::{Fault, Fuse, Memory, Reader, limits};

/// Bytes read at a time.
const CHUNK: usize = 256 * 1024;

/// The folder of evidence.
pub const EVIDENCE: &str = "preuves";

/// How the files of a walk are read.
#[derive(Clone, Copy)]
struct Asked<'a> {
    plan: Plan<'a>,
    reader: &'a dyn Reader,
    memory: Option<&'a dyn Memory>,
}

/// Walks `preuves` of a dossier; the order of the result is that of the paths. An error where `preuves` is there and no folder of
/// the dossier: then nothing is known of its evidence.
pub fn inventory(
    door: &dyn Door,
    plan: Plan<'_>,
    reader: &dyn Reader,
    memory: Option<&dyn Memory>,
) -> Result<Inventory, Unopened> {
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
    let asked = Asked { plan, reader, memory };
    let read: Vec<(Skipped, Result<Whole<Found>, Unopened>)> = paths
        .par_iter()
        .map_init(Vec::new, |buffer, (name, path)| {
            let skipped = Skipped {
                path: name.clone(),
                reason: String::new(),
            };
            (skipped, look(door, name, path, &asked, buffer))
        })
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
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "disque plein".to_owned(),
        ErrorKind::FileTooLarge => "fichier trop grand pour ce disque".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "disque en lecture seule".to_owned(),
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
        .map(|part| match part.as_os_str().to_string_lossy() {
            plain if plain.is_ascii() => plain.into_owned(),
            other => other.nfc().collect(),
        })
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

/// Reads a file: digest, kind and contents. What is parsed are the very bytes that were hashed; what was read before of a file that
/// has not changed is not read again.
fn look(
    door: &dyn Door,
    name: &str,
    path: &Path,
    asked: &Asked<'_>,
    buffer: &mut Vec<u8>,
) -> Result<Whole<Found>, Unopened> {
    let wanted = (asked.plan)(name);
    let mut former = None;
    if let Some(memory) = asked.memory {
        let state = door.open(path)?.state()?;
        if let Some(known) = stamp(name, state).and_then(|stamp| memory.recall(&stamp)) {
            if known.seen.as_ref().is_none_or(|seen| seen.serves(&wanted)) {
                return Ok(Whole {
                    value: found(name, state.size, &known, known.seen.clone().map(Ok)),
                    again: false,
                    state,
                });
            }
            former = known.seen;
        }
    }
    // what is all known wants none
    buffer.resize(CHUNK, 0);
    let read = whole(door, path, u64::MAX - 1, &mut |bytes| hash(name, bytes, buffer))?;
    let (format, reading) = kind::look(name, read.value.size, &read.value.head, read.value.tail());
    let Bytes {
        last, size, digest, ..
    } = read.value;
    let contents = match reading {
        Reading::Readable if size > limits::FILE_BYTES => Some(Ok(Arc::new(Seen::fault(Fault::TooLarge)))),
        Reading::Readable => reading::see(&wanted, format, &last, asked.reader),
        _ => None,
    };
    let known = KnownFile {
        digest,
        format,
        reading,
        // a fuse that blew says nothing of the file
        seen: match (&contents, &former) {
            (Some(Ok(seen)), Some(former)) => Some(Arc::new(Seen::clone(seen).with(former))),
            (Some(Ok(seen)), None) => Some(Arc::clone(seen)),
            _ => None,
        },
    };
    if let (Some(memory), Some(stamp)) = (asked.memory, stamp(name, read.state))
        && !matches!(contents, Some(Err(_)))
    {
        memory.keep(&stamp, &known);
    }
    Ok(Whole {
        value: found(name, size, &known, contents),
        again: read.again,
        state: read.state,
    })
}

/// By what a state of a file is known; none where the system does not tell enough.
pub(super) fn stamp(name: &str, state: State) -> Option<Stamp> {
    let identity = state.identity?;
    Some(Stamp {
        path: name.to_owned(),
        size: state.size,
        changed: nanoseconds(state.changed?),
        touched: identity.touched,
        number: identity.number,
    })
}

fn found(name: &str, size: u64, known: &KnownFile, contents: Option<Result<Arc<Seen>, Fuse>>) -> Found {
    let mut folders = name.split('/').skip(1);
    let type_folder = folders
        .next()
        .filter(|first| *first != "_autres" && folders.next().is_some())
        .map(str::to_owned);
    Found {
        type_folder,
        path: name.to_owned(),
        size,
        digest: known.digest,
        format: known.format,
        reading: known.reading.clone(),
        contents,
    }
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

fn hash(name: &str, file: &mut dyn Read, buffer: &mut [u8]) -> io::Result<Bytes> {
    let mut head = Vec::with_capacity(kind::EDGE);
    file.take(kind::EDGE as u64).read_to_end(&mut head)?;
    let keep = kind::may_be_read(name, &head);
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
