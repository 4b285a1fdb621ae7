//! What was read is remembered: nothing is read twice for nothing, and no result depends on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use mediaudit_app::cache::{Cache, CacheFolder};
use mediaudit_core::record::item::Format;
use mediaudit_core::record::{Answer, Fuse, Memory, Reader};
use mediaudit_evidence::contents::InProcess;

use super::made::pdf;
use super::{reading, support};

/// What changed less than two seconds before a run is not remembered.
const TICK: Duration = Duration::from_millis(2_100);

/// Counts what it reads, and remembers it in a folder.
struct Counting {
    cache: PathBuf,
    reads: AtomicUsize,
}

impl Reader for Counting {
    fn read(&self, format: Format, bytes: &[u8]) -> Result<Answer, Fuse> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        InProcess.read(format, bytes)
    }

    fn memory(&self, dossier: &Path) -> Option<Box<dyn Memory>> {
        Some(Box::new(Cache::open(&CacheFolder::below(&self.cache), dossier)))
    }
}

/// How many files are read to judge a folder, and what the judgement is.
fn judged(folder: &Path, norm: &Path, cache: &Path, privacy: bool) -> (usize, String) {
    let reader = Counting {
        cache: cache.to_owned(),
        reads: AtomicUsize::new(0),
    };
    let outcome = reading::judge(folder, norm, &reader, privacy);
    let json = mediaudit_app::report::json(&outcome.assessment).unwrap();
    (reader.reads.into_inner(), json)
}

/// The files in which a cache folder remembers.
fn kept(cache: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(cache.join("mediaudit/lectures"))
        .into_iter()
        .flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn what_has_not_changed_is_read_once_and_judged_alike() {
    let norm = reading::norm("remembered");
    let charter = pdf(&["Une médiation sociale"]);
    let files: [(&str, &[u8]); 4] = [
        ("preuves/charte/a.pdf", &charter),
        ("preuves/charte/b.pdf", b"%PDF-1.4 coup"),
        ("preuves/plan/2026-11-01-a.txt", b"un plan"),
        ("preuves/plan/2026-11-02-b.txt", b" "),
    ];
    let folder = support::dossier("remembered", "", &files);
    let cache = support::place("remembered-cache");
    thread::sleep(TICK);
    let (cold, first) = judged(&folder, &norm, &cache, false);
    let (warm, again) = judged(&folder, &norm, &cache, false);
    assert_eq!((cold, warm), (3, 0));
    assert!(first == again);

    // what was not asked before is asked now, and both are remembered: a file without text has nothing more to say
    let fresh = support::place("remembered-fresh");
    let (all, searched) = judged(&folder, &norm, &fresh, true);
    let (asked, same) = judged(&folder, &norm, &cache, true);
    assert_eq!((all, asked), (3, 2));
    assert!(searched == same);
    assert_eq!(judged(&folder, &norm, &cache, true).0, 0);

    // another content of the same size at the same place
    fs::write(folder.join("preuves/plan/2026-11-01-a.txt"), b"deux an").unwrap();
    let (changed, other) = judged(&folder, &norm, &cache, false);
    assert_eq!(changed, 1);
    assert!(first != other);
    // it changed just now: it might again, within one tick of the disk's clock
    let (racy, same) = judged(&folder, &norm, &cache, false);
    assert_eq!(racy, 1);
    assert!(same == other);

    // a cache that is damaged, in whatever way, is as none
    let path = kept(&cache).remove(0);
    let sound = fs::read(&path).unwrap();
    let mut turned = sound.clone();
    let middle = turned.len() / 2;
    turned[middle] ^= 1;
    for damaged in [Vec::new(), sound[..middle].to_vec(), turned, b"\xff\n{}".to_vec()] {
        fs::write(&path, damaged).unwrap();
        let (reads, same) = judged(&folder, &norm, &cache, false);
        assert_eq!(reads, 3);
        assert!(same == other);
    }
    // the memory of another dossier is no help
    let elsewhere = support::dossier("remembered-elsewhere", "", &files);
    assert_eq!(judged(&elsewhere, &norm, &cache, false).0, 3);
}

#[test]
fn the_same_bytes_with_and_without_a_memory() {
    let folder = support::dossier("memory", &support::good(), &support::files());
    let cache = support::place("memory-cache");
    fs::create_dir_all(&cache).unwrap();
    thread::sleep(TICK);
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .args(arguments)
            .arg(&folder)
            .arg("--norme")
            .arg(support::norm())
            .env("XDG_CACHE_HOME", &cache)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        output.stdout
    };
    let judge = ["verifier", "--format", "json"];
    let without = run(&[judge.as_slice(), &["--sans-cache"]].concat());
    // what goes to others rests on files that were all read
    run(&["rapport", "--etendue", "complet", "--format", "json", "-o", "-"]);
    assert_eq!(kept(&cache), Vec::<PathBuf>::new());
    assert!(run(&judge) == without);
    assert_eq!(kept(&cache).len(), 1);
    assert!(run(&judge) == without);
    assert!(run(&["preuves"]) == run(&["preuves", "--sans-cache"]));
}
