//! Where an audit finds what it reads: one norm and one pool of helpers for all dossiers of a process, on a disk or in memory.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use mediaudit_app::assess::{Outcome, Request, assess, judge};
use mediaudit_app::helper::{Helper, PATIENCE};
use mediaudit_app::norms::{DEFAULT, NormFiles};
use mediaudit_app::report;
use mediaudit_core::audit::Means;
use mediaudit_core::diag::{Diagnostic, Diagnostics, Sources};
use mediaudit_core::kernel::Span;
use mediaudit_core::norm::SharedNorm;
use mediaudit_core::scope::SoughtBook;
use mediaudit_core::store::{NormName, NormStore, OnceNorms, OverlayName, Paper};
use mediaudit_evidence::contents::InProcess;
use mediaudit_evidence::door::MemoryFolder;
use rayon::prelude::*;

use super::support::{dossier, files, good, norm};

/// Counts what is loaded through it.
#[derive(Debug, Default)]
struct Counting {
    loaded: AtomicUsize,
}

impl NormStore for &Counting {
    fn norm(
        &self,
        wanted: NormName<'_>,
        sources: &mut Sources,
        sink: &mut Diagnostics,
    ) -> Option<SharedNorm> {
        self.loaded.fetch_add(1, Ordering::SeqCst);
        NormFiles.norm(wanted, sources, sink)
    }

    fn overlay(&self, wanted: OverlayName<'_>) -> Result<Option<Paper>, Diagnostic> {
        NormFiles.overlay(wanted)
    }
}

fn request() -> Request {
    Request {
        norm: Some(norm().to_string_lossy().into_owned()),
        privacy: true,
        ..Request::default()
    }
}

fn judged(folder: &MemoryFolder, means: Means<'_>) -> Outcome {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    judge(folder, Path::new("d"), &request(), means, &mut sources, &mut sink).unwrap()
}

/// A folder of the disk, in memory.
fn in_memory(folder: &Path) -> MemoryFolder {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .fold(MemoryFolder::default(), |all, entry| {
            let inside = entry.path().strip_prefix(folder).unwrap();
            all.file(inside, std::fs::read(entry.path()).unwrap())
        })
}

#[test]
fn a_thousand_dossiers_load_one_norm_and_start_no_more_children_than_cores() {
    let folder = in_memory(&dossier("thousand", &good(), &files()));
    let counting = Counting::default();
    let norms = OnceNorms::new(&counting);
    let helper = Helper::new(env!("CARGO_BIN_EXE_mediaudit").into(), PATIENCE);
    let means = Means {
        norms: &norms,
        sought: &SoughtBook::default(),
        reader: &helper,
    };
    // more at a time than there may be children
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(4 * thread::available_parallelism().unwrap().get())
        .build()
        .unwrap();
    let first = judged(&folder, means);
    let all: Vec<Outcome> = pool.install(|| {
        (0..1000)
            .into_par_iter()
            .map(|rank| {
                let note = format!("pièce {rank}");
                judged(
                    &folder.clone().file("preuves/liste/2026-01-06-note.txt", note),
                    means,
                )
            })
            .collect()
    });
    assert_eq!(counting.loaded.load(Ordering::SeqCst), 1);
    let cores = thread::available_parallelism().unwrap().get();
    assert!((1..=cores).contains(&helper.started()), "{}", helper.started());
    let scanned = |outcome: &Outcome| outcome.assessment.inputs.privacy.as_ref().unwrap().scanned;
    for outcome in &all {
        let own = &outcome.assessment.inputs.norm;
        assert!(own.is(&first.assessment.inputs.norm));
        // the note, through a child
        assert_eq!(scanned(outcome), scanned(&first) + 1);
    }
}

#[test]
fn a_norm_is_one_value_in_memory_whatever_names_it() {
    let norms = OnceNorms::new(NormFiles);
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let mut load = |name: NormName<'_>| norms.norm(name, &mut sources, &mut sink).unwrap();
    let id = DEFAULT;
    let newest = load(NormName::Named(id));
    let version = newest.version.clone();
    let named = load(NormName::Named(&format!("{id}@{version}")));
    let pinned = load(NormName::Pinned {
        id,
        version: &version,
        place: &Span::default(),
    });
    assert!(newest.is(&named) && newest.is(&pinned));
    // what is sought under it is worked out once, too
    let sought = SoughtBook::default();
    let profile = &newest.profiles[0].id;
    assert!(Arc::ptr_eq(
        &sought.sought(&named, profile),
        &sought.sought(&pinned, profile)
    ));
}

#[test]
fn a_dossier_in_memory_is_judged_as_the_same_one_on_a_disk() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/passerelles-du-mail");
    let means = Means {
        norms: &NormFiles,
        sought: &SoughtBook::default(),
        reader: &InProcess,
    };
    let request = Request::default();
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let there = assess(&folder, &request, means, &mut sources, &mut sink).unwrap();
    let here = judge(
        &in_memory(&folder),
        Path::new("d"),
        &request,
        means,
        &mut sources,
        &mut sink,
    );
    assert_eq!(
        report::json(&there.assessment),
        report::json(&here.unwrap().assessment)
    );
}
