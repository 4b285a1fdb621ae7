//! `.mediaudit/versions/` of a dossier: what a file was before each edit, so that it can be taken back.
//!
//! Each version is a folder with a number, which says the order: the former file at its path, and `changement.json`, which is written
//! last: without it there is no version. The folders are private; nothing here is evidence, nor enters the dossier's digest.

use std::io;

use serde::{Deserialize, Serialize};

use super::diags;
use crate::output::inside::{Inside, Lock, NotReplaced};
use mediaudit_core::dossier::edit::EditedFile;
use mediaudit_core::kernel::Digest;
use mediaudit_evidence::door::{Access, Unopened};

/// Where all is kept, from the dossier's folder.
const HOME: &str = ".mediaudit";
const VERSIONS: &str = ".mediaudit/versions";
const LOCK: &str = ".mediaudit/verrou";
const DESK: &str = ".mediaudit/bureau";
/// Where the desk that has the dossier is.
pub(super) const ADDRESS: &str = ".mediaudit/bureau.txt";
const RECORD: &str = "changement.json";

/// An edit that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerVersion {
    number: u32,
    /// The file.
    pub file: EditedFile,
    /// What it was; none: it was not there.
    pub before: Option<Digest>,
    /// What the edit made of it.
    pub after: Digest,
}

/// `changement.json`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    schema: u32,
    #[serde(rename = "fichier")]
    path: String,
    #[serde(rename = "avant")]
    before: Option<Digest>,
    #[serde(rename = "apres")]
    after: Digest,
}

impl FormerVersion {
    /// What it is, in words.
    pub fn in_words(&self) -> String {
        diags::former(&self.file, self.before)
    }

    /// Where the former file is, from the dossier's folder.
    pub fn former(&self) -> String {
        format!("{}/{}", folder_of(self.number), self.file)
    }

    /// The bytes of the former file; none: it was not there.
    pub(super) fn bytes(&self, dossier: &Inside) -> Result<Option<Vec<u8>>, Unopened> {
        let Some(digest) = self.before else {
            return Ok(None);
        };
        let bytes = dossier.read(&self.former())?.unwrap_or_default();
        if Digest::of(&bytes) == digest {
            Ok(Some(bytes))
        } else {
            Err(io::Error::other(diags::OTHER_BYTES).into())
        }
    }
}

fn folder_of(number: u32) -> String {
    format!("{VERSIONS}/{number:06}")
}

/// Takes the dossier for oneself; none: somebody else has it. Where a disk knows no locks, the digests alone keep watch.
pub(super) fn lock(dossier: &Inside) -> Result<Option<Lock>, Unopened> {
    dossier.folder(HOME, Access::Private)?;
    dossier.lock(LOCK)
}

/// Takes the dossier for one desk; none: another has it.
pub(super) fn desk(dossier: &Inside) -> Result<Option<Lock>, Unopened> {
    dossier.folder(HOME, Access::Private)?;
    dossier.lock(DESK)
}

/// The numbers of all versions, in their order, whole or not.
fn numbers(dossier: &Inside) -> Result<Vec<u32>, Unopened> {
    let number = |name: &str| {
        let number = name.parse().ok()?;
        folder_of(number).ends_with(&format!("/{name}")).then_some(number)
    };
    let entries = dossier.list(VERSIONS)?.unwrap_or_default();
    let mut out: Vec<u32> = entries.iter().filter_map(|entry| number(entry.name()?)).collect();
    out.sort_unstable();
    Ok(out)
}

/// Was anything ever kept here?
pub(super) fn is_home(dossier: &Inside) -> Result<bool, Unopened> {
    Ok(dossier.list(HOME)?.is_some())
}

/// All versions, oldest first. What was cut short while it was written is none; what does not read is an error.
pub(super) fn all(dossier: &Inside) -> Result<Vec<FormerVersion>, Unopened> {
    let read = numbers(dossier)?
        .into_iter()
        .map(|number| read(dossier, number).transpose());
    read.flatten().collect()
}

/// Those that read, oldest first.
pub(super) fn readable(dossier: &Inside) -> Result<Vec<FormerVersion>, Unopened> {
    let numbers = numbers(dossier)?.into_iter();
    Ok(numbers
        .filter_map(|number| read(dossier, number).ok().flatten())
        .collect())
}

/// Is there one that reads?
pub(super) fn is_any(dossier: &Inside) -> Result<bool, Unopened> {
    let mut numbers = numbers(dossier)?.into_iter().rev();
    Ok(numbers.any(|number| matches!(read(dossier, number), Ok(Some(_)))))
}

fn read(dossier: &Inside, number: u32) -> Result<Option<FormerVersion>, Unopened> {
    let path = format!("{}/{RECORD}", folder_of(number));
    let bytes = match dossier.read(&path) {
        Ok(Some(bytes)) => bytes,
        Ok(None) | Err(Unopened::Link(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    match version(number, &bytes) {
        Some(version) => Ok(Some(version)),
        None => Err(io::Error::other(diags::unreadable(&path)).into()),
    }
}

/// What a record says; what stands in a dossier that somebody sent may say anything.
fn version(number: u32, record: &[u8]) -> Option<FormerVersion> {
    let record: Record = serde_json::from_slice(record).ok()?;
    (record.schema == 1).then_some(())?;
    Some(FormerVersion {
        number,
        file: EditedFile::parse(&record.path)?,
        before: record.before,
        after: record.after,
    })
}

/// Keeps what a file is before an edit. Whole, or not at all.
pub(super) fn keep(
    dossier: &Inside,
    file: &EditedFile,
    before: Option<&[u8]>,
    after: Digest,
) -> Result<FormerVersion, NotReplaced> {
    dossier.folder(HOME, Access::Private)?;
    dossier.folder(VERSIONS, Access::Private)?;
    let last = numbers(dossier)?.last().copied();
    let version = FormerVersion {
        number: last.map_or(1, |last| last.saturating_add(1)),
        file: file.clone(),
        before: before.map(Digest::of),
        after,
    };
    dossier.new_folder(&folder_of(version.number), Access::Private)?;
    let outcome = fill(dossier, &version, before);
    if outcome.is_err() {
        // the first error is the one to report
        drop(discard(dossier, &version));
    }
    outcome.map(|()| version)
}

fn fill(dossier: &Inside, version: &FormerVersion, before: Option<&[u8]>) -> Result<(), NotReplaced> {
    let folder = folder_of(version.number);
    if let Some(bytes) = before {
        let former = version.former();
        match former.rsplit_once('/') {
            Some((above, _)) if above != folder => dossier.new_folder(above, Access::Private)?,
            _ => {}
        }
        dossier.replace(&former, None, bytes)?;
    }
    let record = Record {
        schema: 1,
        path: version.file.to_string(),
        before: version.before,
        after: version.after,
    };
    let mut json =
        serde_json::to_vec_pretty(&record).map_err(|error| Unopened::from(io::Error::from(error)))?;
    json.push(b'\n');
    dossier.replace(&format!("{folder}/{RECORD}"), None, &json)
}

/// Forgets a version: its record first, so that what is cut short is none.
pub(super) fn discard(dossier: &Inside, version: &FormerVersion) -> Result<(), Unopened> {
    remove(dossier, version.number)
}

fn remove(dossier: &Inside, number: u32) -> Result<(), Unopened> {
    let folder = folder_of(number);
    match dossier.remove_all(&format!("{folder}/{RECORD}")) {
        // a link, or a file, that somebody put there: it goes whole
        Ok(()) | Err(Unopened::Link(_)) => {}
        Err(Unopened::System(error)) if error.kind() == io::ErrorKind::NotADirectory => {}
        Err(error) => return Err(error),
    }
    dossier.remove_all(&folder)
}

/// Forgets all versions, and what was cut short.
pub(super) fn discard_all(dossier: &Inside) -> Result<(), Unopened> {
    let numbers = numbers(dossier)?;
    numbers
        .iter()
        .rev()
        .try_for_each(|number| remove(dossier, *number))?;
    // somebody may keep something else there
    dossier.remove_if_empty(VERSIONS)
}
