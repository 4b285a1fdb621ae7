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
use super::{printed, reading, support};

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

/// The lines of a portfolio, with what is remembered in a cache folder, and without.
fn portfolio(folder: &Path, cache: &Path, more: &[&str]) -> [Vec<u8>; 2] {
    [&[] as &[&str], &["--sans-cache"]].map(|memory| {
        let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .args(["portefeuille", "--format", "jsonl"])
            .arg(folder)
            .args([more, memory].concat())
            .env("XDG_CACHE_HOME", cache)
            .output()
            .unwrap();
        // one of the sources is broken
        assert_eq!(output.status.code(), Some(3), "{more:?}");
        output.stdout
    })
}

fn rows(cache: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(cache.join("mediaudit/lignes")).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_row_is_made_once_while_nothing_of_its_source_changes() {
    let folder = support::place("remembered-rows");
    let cache = support::place("remembered-rows-cache");
    let dossier = folder.join("tilleuls");
    fs::create_dir_all(folder.join("casse")).unwrap();
    fs::create_dir_all(&cache).unwrap();
    support::copy(&printed::example("regie-des-tilleuls"), &dossier);
    fs::write(folder.join("clairval.json"), printed::json("ville-de-clairval")).unwrap();
    fs::write(folder.join("casse/dossier.toml"), "schema = 1\nfaux = 1\n").unwrap();
    thread::sleep(TICK);

    let [first, without] = portfolio(&folder, &cache, &[]);
    assert!(first == without);
    assert_eq!(rows(&cache).len(), 2, "what is broken has no row");
    // nothing is read: no reading is kept anew
    fs::remove_dir_all(cache.join("mediaudit/lectures")).unwrap();
    let [again, _] = portfolio(&folder, &cache, &[]);
    assert!(again == first);
    assert_eq!(kept(&cache), Vec::<PathBuf>::new());

    // otherwise asked, it is judged otherwise
    for more in [["--profil", "cadre-ethique"], ["--date", "2027-01-31"]] {
        let [with, without] = portfolio(&folder, &cache, &more);
        assert!(with == without && with != first, "{more:?}");
    }
    portfolio(&folder, &cache, &[]);
    assert_eq!(rows(&cache).len(), 2);

    // a memory that is damaged is as none
    for path in rows(&cache) {
        let mut turned = fs::read(&path).unwrap();
        let middle = turned.len() / 2;
        turned[middle] ^= 1;
        fs::write(&path, turned).unwrap();
    }
    let [mended, _] = portfolio(&folder, &cache, &[]);
    assert!(mended == first);

    // whatever changes in it, a dossier is judged again
    let main = dossier.join("dossier.toml");
    let text = fs::read_to_string(&main).unwrap();
    let changes: [&dyn Fn(); 3] = [
        &|| fs::rename(dossier.join("preuves"), dossier.join("preuves-de-côté")).unwrap(),
        &|| {
            fs::write(
                &main,
                text.replacen("[structure]\nnom = \"", "[structure]\nnom = \"Nouvelle ", 1),
            )
            .unwrap();
        },
        &|| fs::write(dossier.join("surcouche.toml"), "faux = 1\n").unwrap(),
    ];
    let mut last = first;
    for (rank, change) in changes.iter().enumerate() {
        change();
        let [with, without] = portfolio(&folder, &cache, &[]);
        assert!(with == without, "change {rank}");
        assert!(with != last, "change {rank} is seen");
        last = with;
    }
}
