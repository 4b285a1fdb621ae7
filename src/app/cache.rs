//! What was read of a dossier's files, kept from one run to the next in the user's cache folder: one file a dossier. Rows of portfolios
//! are kept beside, in the same manner ([`CacheFolder`]).
//!
//! It holds digests, figures, answers by the digests of their questions: no text, no name of a file. A file that is damaged, of another
//! version or of another dossier is as none. It is written anew at the end of a run, whole or not at all; of two runs at one time the
//! last one stays. What changed within two seconds of the beginning of a run is not kept, as git does with its index: it might change
//! again within the same tick of the disk's clock. The beginning is the time that the disk gives to a new file; no clock is asked, and
//! no result depends on it, since a file that is not known is read.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf, absolute};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use mediaudit_core::kernel::Digest;
use mediaudit_core::record::Memory;
use mediaudit_core::record::memory::{KnownFile, Stamp};
use mediaudit_evidence::contents::VERSION;

/// What reads: another version reads anew.
const READER: &str = concat!(env!("CARGO_PKG_VERSION"), "/");

/// Two seconds: the coarsest tick of a disk's clock.
const TICK: i128 = 2_000_000_000;

/// Bytes of one dossier's file: a few thousand pieces.
const MOST: u64 = 64 * 1024 * 1024;

/// Bytes of all of them.
const ALL: u64 = 4 * MOST;

/// Bytes that one process may write before it looks again at what there is: thousands of dossiers are not listed once for each of them.
const UNSEEN: u64 = ALL / 8;

/// The folder of all memories, as one process writes to it. Each process that writes keeps it within 256 MiB, and 32 of its own, whatever
/// the others do: what one removes while another reads is read anew.
#[derive(Debug)]
pub struct CacheFolder {
    folder: PathBuf,
    /// Bytes written since it was last listed.
    unseen: AtomicU64,
}

impl CacheFolder {
    /// The one of readings, below the user's cache folder `cache`.
    pub fn below(cache: &Path) -> Arc<Self> {
        Self::named(cache, "lectures")
    }

    /// The one of rows of portfolios.
    pub fn of_rows(cache: &Path) -> Arc<Self> {
        Self::named(cache, "lignes")
    }

    /// The first thing that is written to it lists it, so that many short runs keep it bounded, too.
    fn named(cache: &Path, name: &str) -> Arc<Self> {
        Arc::new(Self {
            folder: cache.join("mediaudit").join(name),
            unseen: AtomicU64::new(UNSEEN),
        })
    }

    /// Where what is known of something is kept. Behind a link it has a memory of its own: asking the disk for one name costs more than
    /// that.
    fn place(&self, of: &Path, ending: &str) -> PathBuf {
        let whole = absolute(of).unwrap_or_else(|_| of.to_path_buf());
        let name = Digest::of(whole.as_os_str().as_encoded_bytes());
        self.folder.join(format!("{name}.{ending}"))
    }

    /// What time it is by the disk's clock, in nanoseconds from 1970; none where nothing can be written.
    pub fn now(&self) -> Option<i128> {
        let next = NextCache::begin(&self.folder);
        next.file.as_ref().map(|_| next.began)
    }

    /// Was something that changed last at `last` surely not changed again within one tick of the disk's clock, before `began`?
    pub fn is_settled(last: i128, began: i128) -> bool {
        last.saturating_add(TICK) < began
    }

    /// The bytes that are kept of something.
    pub fn recall(&self, of: &Path) -> Option<Vec<u8>> {
        read(&self.place(of, "bin"))
    }

    /// Keeps bytes of something, instead of those that are kept. What cannot be kept is no fault.
    pub fn keep(&self, of: &Path, bytes: &[u8]) {
        let written = private(&self.folder).and_then(|next| write(next, bytes, &self.place(of, "bin")));
        if let Ok(bytes) = written {
            self.grew(bytes);
        }
    }

    /// So many bytes more were written.
    fn grew(&self, bytes: u64) {
        let unseen = self.unseen.fetch_add(bytes, Ordering::Relaxed);
        // of several threads that come here at once, one lists
        if unseen.saturating_add(bytes) >= UNSEEN && self.unseen.swap(0, Ordering::Relaxed) >= UNSEEN {
            trim(&self.folder, ALL);
        }
    }
}

/// The memory of one dossier.
#[derive(Debug)]
pub struct Cache {
    all: Arc<CacheFolder>,
    path: PathBuf,
    /// Made before the first file is read that is not known: what is all known writes nothing.
    next: OnceLock<NextCache>,
    known: BTreeMap<Digest, KnownFile>,
    used: Mutex<BTreeMap<Digest, KnownFile>>,
}

/// The memory that is being made.
#[derive(Debug)]
struct NextCache {
    /// The file that will take the place of the other; where none can be made, nothing is kept.
    file: Option<NamedTempFile>,
    /// When reading began, in nanoseconds from 1970.
    began: i128,
}

impl NextCache {
    fn begin(folder: &Path) -> Self {
        let file = private(folder).ok();
        let began = file
            .as_ref()
            .and_then(|file| file.as_file().metadata().ok()?.modified().ok())
            .map_or(i128::MIN, since_1970);
        Self { file, began }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    reader: String,
    known: BTreeMap<Digest, KnownFile>,
}

impl Cache {
    /// The memory of the dossier at `dossier`. Whatever goes wrong, it is an empty one.
    pub fn open(all: &Arc<CacheFolder>, dossier: &Path) -> Self {
        let path = all.place(dossier, "json");
        Self {
            all: Arc::clone(all),
            known: load(&path).unwrap_or_default(),
            path,
            next: OnceLock::new(),
            used: Mutex::default(),
        }
    }

    /// Begun when the first file is sought in vain, before it is read.
    fn next(&self) -> &NextCache {
        self.next.get_or_init(|| NextCache::begin(&self.all.folder))
    }
}

impl Memory for Cache {
    fn recall(&self, stamp: &Stamp) -> Option<KnownFile> {
        let key = stamp.digest(&reader());
        let Some(known) = self.known.get(&key) else {
            self.next();
            return None;
        };
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.insert(key, known.clone());
        Some(known.clone())
    }

    fn keep(&self, stamp: &Stamp, known: &KnownFile) {
        if CacheFolder::is_settled(stamp.last(), self.next().began) {
            let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
            used.insert(stamp.digest(&reader()), known.clone());
        }
    }
}

/// What is kept is written when the run ends. A cache that cannot be written is no fault: the next run reads anew.
impl Drop for Cache {
    fn drop(&mut self) {
        let used = self.used.get_mut().unwrap_or_else(PoisonError::into_inner);
        if *used == self.known {
            return;
        }
        let begun = self.next.take();
        let Some(next) = begun.unwrap_or_else(|| NextCache::begin(&self.all.folder)).file else {
            return;
        };
        let kept = Kept {
            reader: reader(),
            known: std::mem::take(used),
        };
        if let Ok(bytes) = save(next, &kept, &self.path) {
            self.all.grew(bytes);
        }
    }
}

fn reader() -> String {
    format!("{READER}{VERSION}")
}

fn since_1970(time: SystemTime) -> i128 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i128::try_from(since.as_nanos()).unwrap_or(i128::MAX),
        Err(_) => i128::MIN,
    }
}

/// Dossiers that are remembered as opened last.
const RECENT: usize = 8;

fn recent_file(folder: &Path) -> PathBuf {
    folder.join("mediaudit").join("ouverts.json")
}

/// The dossiers that this user opened last, the last first; whatever goes wrong, none.
#[expect(
    clippy::disallowed_methods,
    reason = "médiaudit's own file, which only proposes"
)]
pub fn recent(folder: &Path) -> Vec<PathBuf> {
    let text = fs::read(recent_file(folder)).unwrap_or_default();
    let all: Vec<PathBuf> = serde_json::from_slice(&text).unwrap_or_default();
    all.into_iter().take(RECENT).collect()
}

/// Remembers that a dossier was opened. A cache that cannot be written is no fault.
pub fn opened(folder: &Path, dossier: &Path) {
    let whole = fs::canonicalize(dossier).unwrap_or_else(|_| dossier.to_path_buf());
    let mut all = recent(folder);
    all.retain(|other| *other != whole);
    all.insert(0, whole);
    all.truncate(RECENT);
    let file = recent_file(folder);
    let write = || -> std::io::Result<()> {
        let mut next = private(file.parent().unwrap_or(folder))?;
        next.write_all(serde_json::to_string(&all)?.as_bytes())?;
        next.persist(&file)?;
        Ok(())
    };
    // nothing rests on it
    drop(write());
}

/// A new file in the folder, for this user only.
fn private(folder: &Path) -> std::io::Result<NamedTempFile> {
    fs::create_dir_all(folder)?;
    NamedTempFile::new_in(folder)
}

fn load(path: &Path) -> Option<BTreeMap<Digest, KnownFile>> {
    let kept: Kept = serde_json::from_slice(&read(path)?).ok()?;
    (kept.reader == reader()).then_some(kept.known)
}

/// Writes a memory, and gives its bytes.
fn save(next: NamedTempFile, kept: &Kept, path: &Path) -> std::io::Result<u64> {
    write(next, &serde_json::to_vec(kept)?, path)
}

/// Digits of the digest that a file begins with.
const HEAD: usize = 64;

/// The bytes of a file, less the digest that they have.
#[expect(
    clippy::disallowed_methods,
    reason = "médiaudit's own file, checked by its digest"
)]
fn read(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)
        .ok()?
        .take(MOST)
        .read_to_end(&mut bytes)
        .ok()?;
    let (digest, own) = bytes.split_at_checked(HEAD)?;
    if Digest::of(own).to_string().as_bytes() != digest {
        return None;
    }
    Some(bytes.split_off(HEAD))
}

/// Writes a file with its digest, whole or not at all, and says how many bytes it takes.
fn write(mut next: NamedTempFile, own: &[u8], path: &Path) -> std::io::Result<u64> {
    let bytes = (own.len() + HEAD) as u64;
    if bytes >= MOST {
        return Ok(0);
    }
    next.write_all(Digest::of(own).to_string().as_bytes())?;
    next.write_all(own)?;
    next.persist(path)?;
    Ok(bytes)
}

/// Removes the files that were written longest ago, until all of them take no more than `most` bytes. One that was left half-written by a
/// run that was killed goes, too.
#[expect(
    clippy::disallowed_methods,
    reason = "médiaudit's own folder; what goes is read anew"
)]
fn trim(folder: &Path, most: u64) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut files: Vec<(SystemTime, PathBuf, u64)> = entries
        .flatten()
        .filter_map(|entry| {
            let meta = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            Some((meta.modified().ok()?, entry.path(), meta.len()))
        })
        .collect();
    files.sort_unstable_by(|a, b| b.cmp(a));
    let mut total = 0_u64;
    for (_, path, size) in files {
        total = total.saturating_add(size);
        if total > most {
            fs::remove_file(path).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test makes the files that it reads")]

    use super::*;
    use mediaudit_core::record::item::{Format, Reading};

    fn open(cache: &Path, dossier: &Path) -> Cache {
        Cache::open(&CacheFolder::below(cache), dossier)
    }

    fn stamp(name: &str, changed: i128) -> Stamp {
        Stamp {
            path: name.to_owned(),
            size: 3,
            changed,
            touched: changed,
            number: Some((1, 2)),
        }
    }

    fn known() -> KnownFile {
        KnownFile {
            digest: Digest::of(b"abc"),
            format: Format::Txt,
            reading: Reading::Readable,
            seen: None,
        }
    }

    #[test]
    fn what_is_old_enough_is_known_at_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let dossier = folder.path().join("d");
        let (old, racy) = (stamp("a", 5), stamp("b", i128::from(u64::MAX)));
        let first = open(folder.path(), &dossier);
        assert_eq!(first.recall(&old), None);
        first.keep(&old, &known());
        first.keep(&racy, &known());
        drop(first);
        let second = open(folder.path(), &dossier);
        assert_eq!(second.recall(&old), Some(known()));
        assert_eq!(second.recall(&racy), None);
        for other in [
            stamp("a", 6),
            stamp("c", 5),
            Stamp {
                size: 4,
                ..stamp("a", 5)
            },
        ] {
            assert_eq!(second.recall(&other), None);
        }
        drop(second);
        // what was not used is forgotten; another dossier has a memory of its own
        drop(open(folder.path(), &dossier));
        assert_eq!(open(folder.path(), &folder.path().join("e")).recall(&old), None);
    }

    #[test]
    fn a_damaged_file_is_as_none_and_no_name_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let dossier = folder.path().join("d");
        let cache = open(folder.path(), &dossier);
        cache.keep(&stamp("Dupont-Marie.txt", 5), &known());
        let path = cache.path.clone();
        drop(cache);
        let sound = fs::read_to_string(&path).unwrap();
        assert!(!sound.contains("Dupont"));
        for damaged in [
            String::new(),
            sound.replace("lisible", "lisibls"),
            sound.chars().take(90).collect(),
        ] {
            fs::write(&path, damaged).unwrap();
            let cache = open(folder.path(), &dossier);
            assert_eq!(cache.recall(&stamp("Dupont-Marie.txt", 5)), None);
        }
    }

    #[test]
    fn another_version_of_the_reader_reads_again() {
        let folder = tempfile::tempdir().unwrap();
        let dossier = folder.path().join("d");
        let cache = open(folder.path(), &dossier);
        let path = cache.path.clone();
        drop(cache);
        for (reader, expected) in [("0.0.0/0".to_owned(), None), (reader(), Some(known()))] {
            let kept = Kept {
                known: BTreeMap::from([(stamp("a", 5).digest(&super::reader()), known())]),
                reader,
            };
            save(private(path.parent().unwrap()).unwrap(), &kept, &path).unwrap();
            let cache = open(folder.path(), &dossier);
            assert_eq!(cache.recall(&stamp("a", 5)), expected);
        }
        assert_ne!(stamp("a", 5).digest("0.1.0/1"), stamp("a", 5).digest("0.1.0/2"));
    }

    #[test]
    fn the_folder_is_bounded_and_may_be_impossible() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "b", "c"] {
            fs::write(folder.path().join(name), [0; 10]).unwrap();
        }
        trim(folder.path(), 25);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        let file = folder.path().join("file");
        fs::write(&file, b"x").unwrap();
        let cache = open(&file, Path::new("d"));
        cache.keep(&stamp("a", 5), &known());
        assert_eq!(cache.recall(&stamp("a", 5)), None);
    }

    #[test]
    fn the_folder_is_listed_now_and_then_not_at_each_memory() {
        let folder = tempfile::tempdir().unwrap();
        let all = CacheFolder::below(folder.path());
        fs::create_dir_all(&all.folder).unwrap();
        let over = |name: &str| {
            let file = fs::File::create(all.folder.join(name)).unwrap();
            file.set_len(ALL + 1).unwrap();
        };
        let left = || fs::read_dir(&all.folder).unwrap().count();
        over("a");
        all.grew(1);
        assert_eq!(left(), 0, "the first one lists");
        over("b");
        all.grew(UNSEEN - 1);
        assert_eq!(left(), 1, "not seen yet");
        all.grew(1);
        assert_eq!(left(), 0, "so many bytes list again");
    }
}
