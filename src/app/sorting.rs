//! Sorting a heap of papers into a dossier: what is proposed, then, on request, the copies or the moves. Nothing is ever replaced.

mod diags;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::diff::Changed;
use super::dossier_files::{self, DossierFolder};
use super::edit;
use super::output::filing::{self, Shelves};
use super::refusal::Refusal;
use mediaudit_core::audit::{self, Means, Request};
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::edit::{Edit, EditedFile};
use mediaudit_core::kernel::{CriterionId, Date, Digest, words};
use mediaudit_core::norm::{Norm, SharedNorm};
use mediaudit_core::record::heap::Heap;
use mediaudit_core::record::inventory::Skipped;
use mediaudit_core::record::reading::Wanted;
use mediaudit_core::sorting::{AlreadyFiled, FilingOutcome, SortedFile, Sorting, SortingAnswers, sort};
use mediaudit_core::store::NormStore;
use mediaudit_core::store::memory::NoReader;
use mediaudit_core::view::sorting::binding;
use mediaudit_evidence::door::{Door, OpenFolder, Unopened};
use mediaudit_evidence::{disk, heap};

/// Files that one heap may hold: as many as nobody reads one by one.
pub const MOST: usize = 2_000;

/// What a person asked.
#[derive(Debug, Clone, Default)]
pub struct SortingRequest {
    /// Files, or folders with all that is below.
    pub heap: Vec<PathBuf>,
    /// Where some files go, by path or name.
    pub folders: Vec<(String, String)>,
    /// The days of some, by path or name.
    pub days: Vec<(String, Date)>,
    /// The criteria for which some count, by path or name.
    pub criteria: Vec<(String, Vec<String>)>,
}

/// What happens to a file that was filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    /// It stays in the heap.
    Copy,
    /// It leaves the heap once it stands in the dossier.
    Move,
}

/// A heap, read, with what is proposed.
#[derive(Debug)]
pub struct SortedHeap {
    /// What is proposed.
    pub sorting: Sorting,
    /// The norm of the dossier.
    pub norm: SharedNorm,
    /// Where each file lies: an open folder, and the path from it.
    places: BTreeMap<String, (PathBuf, PathBuf)>,
}

impl SortedHeap {
    /// The same, with what came of each file.
    pub fn written(&self, made: &FiledHeap) -> Sorting {
        let mut out = self.sorting.clone();
        for file in &mut out.files {
            let own = |path: &String| path == &file.path;
            let failed = made.failed.iter().find(|one| own(&one.path));
            let stands = made.filed.iter().any(|(from, _)| own(from));
            file.outcome = match (stands, failed) {
                (true, _) => Some(FilingOutcome::Filed),
                (false, Some(failed)) => Some(FilingOutcome::Failed {
                    reason: failed.reason.clone(),
                }),
                (false, None) => None,
            };
        }
        out
    }
}

/// What was written.
#[derive(Debug, Default)]
pub struct FiledHeap {
    /// Files that were filed: from the heap, to the dossier.
    pub filed: Vec<(String, String)>,
    /// Files that were to be filed and were not, and why.
    pub failed: Vec<Skipped>,
    /// What was written of the criteria for which they count; none: nobody said any.
    pub bound: Option<Result<Changed, Refusal>>,
}

/// Reads the heap, and proposes; a heap of links and hidden files is none.
pub fn propose(
    folder: &Path,
    asked: &SortingRequest,
    (request, today): (&Request, Date),
    means: Means<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<SortedHeap, Refusal> {
    let door = dossier_files::open(folder, sink).ok_or(Refusal::Files)?;
    let store = DossierFolder::new(&door, folder);
    let norm = audit::norm_of(&store, means.norms, request, sources, sink).ok_or(Refusal::Files)?;
    let there = already(&door)?;
    let mut heap = Heap::default();
    let mut places = BTreeMap::new();
    for given in &asked.heap {
        let (from, files, before) = open(given, &mut heap)?;
        let count = places.len() + files.len();
        if count > MOST {
            return Err(diags::too_large(count, MOST));
        }
        let door = OpenFolder::open(&from).map_err(|error| diags::absent(given, &disk::why(&error)))?;
        heap::read(&door, &files, &before, means.reader, &mut heap);
        for file in files {
            places.insert(heap::join(&before, &file), (from.clone(), file));
        }
    }
    heap.files.sort_by(|a, b| a.path.cmp(&b.path));
    heap.files.dedup_by(|a, b| a.path == b.path);
    heap.skipped.sort();
    heap.unfinished.sort();
    let answers = answers(asked, &heap, &norm)?;
    Ok(SortedHeap {
        sorting: sort(&norm, &heap, &there, &answers, today),
        norm,
        places,
    })
}

/// The folder that holds what a person gave, the files in it, and what it is called.
fn open(given: &Path, heap: &mut Heap) -> Result<(PathBuf, Vec<PathBuf>, String), Refusal> {
    let refused = |error: &dyn std::fmt::Display| diags::absent(given, &error.to_string());
    match OpenFolder::open(given) {
        Ok(door) => {
            let before = heap::named(given);
            let (files, found) = heap::list(&door, &before).map_err(|error| refused(&error))?;
            heap.skipped.extend(found.skipped);
            heap.unfinished.extend(found.unfinished);
            Ok((given.to_path_buf(), files, before))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            let name = given.file_name().ok_or_else(|| refused(&Unopened::Outside))?;
            let parent = given.parent().filter(|parent| !parent.as_os_str().is_empty());
            let before = parent.map_or_else(String::new, heap::named);
            let parent = parent.unwrap_or(Path::new("."));
            Ok((parent.to_path_buf(), vec![PathBuf::from(name)], before))
        }
        Err(error) => Err(diags::absent(given, &disk::why(&error))),
    }
}

/// What the dossier holds already.
fn already(door: &dyn Door) -> Result<AlreadyFiled, Refusal> {
    let nothing = |_: &str| Wanted::default();
    let inventory = disk::inventory(door, &nothing, &NoReader, None)
        .map_err(|error| Refusal::said(error.told(disk::EVIDENCE)))?;
    let ignored = inventory.ignored.iter().map(|skipped| skipped.path.clone());
    let refused = inventory.refused.iter().map(|skipped| skipped.path.clone());
    let paths: BTreeSet<String> = inventory
        .files
        .iter()
        .map(|found| found.path.clone())
        .chain(ignored)
        .chain(refused)
        .collect();
    let by_digest: BTreeMap<Digest, String> = inventory
        .files
        .into_iter()
        .rev()
        .map(|found| (found.digest, found.path))
        .collect();
    Ok(AlreadyFiled { by_digest, paths })
}

/// What a person said, by the paths of the heap.
fn answers(asked: &SortingRequest, heap: &Heap, norm: &Norm) -> Result<SortingAnswers, Refusal> {
    let find = |name: &String| -> Result<String, Refusal> {
        let own = |path: &str| path == name || path.rsplit('/').next() == Some(name);
        let found: Vec<&str> = heap
            .files
            .iter()
            .map(|file| file.path.as_str())
            .filter(|path| own(path))
            .collect();
        match found.as_slice() {
            [only] => Ok((*only).to_owned()),
            _ => {
                let known = heap.files.iter().map(|file| file.path.as_str());
                Err(diags::not_in_heap(name, found.len(), words::nearest(name, known)))
            }
        }
    };
    let mut out = SortingAnswers::default();
    for (name, folder) in &asked.folders {
        let types = norm.evidence_types.keys();
        let known = || {
            types
                .clone()
                .map(AsRef::as_ref)
                .chain(norm.papers.iter().map(|paper| paper.id.as_str()))
        };
        if !known().any(|id| id == folder) {
            return Err(diags::unknown_folder(folder, words::nearest(folder, known())));
        }
        out.folders.insert(find(name)?, folder.clone());
    }
    for (name, day) in &asked.days {
        out.days.insert(find(name)?, *day);
    }
    for (name, ids) in &asked.criteria {
        let known = || norm.criteria.iter().map(|criterion| &criterion.id);
        let own = |id: &String| {
            let found = known().find(|known| known.as_str().eq_ignore_ascii_case(id));
            found.cloned().ok_or_else(|| {
                diags::unknown_criterion(id, words::nearest(id, known().map(CriterionId::as_str)))
            })
        };
        let ids: BTreeSet<CriterionId> = ids.iter().map(own).collect::<Result<_, Refusal>>()?;
        out.criteria.entry(find(name)?).or_default().extend(ids);
    }
    Ok(out)
}

/// Files what has its place: each file whole or not at all, none in the place of another; what cannot be filed keeps no other back.
pub fn write(
    folder: &Path,
    heap: &SortedHeap,
    taking: Taking,
    (request, norms): (&Request, &dyn NormStore),
    (sources, sink): (&mut Sources, &mut Diagnostics),
) -> Result<FiledHeap, Refusal> {
    let dossier = Shelves::new(dossier_files::open(folder, sink).ok_or(Refusal::Files)?);
    let mut out = FiledHeap::default();
    for file in &heap.sorting.files {
        let (Some(target), Some((from, path))) = (&file.target, heap.places.get(&file.path)) else {
            continue;
        };
        match one(&dossier, (from, path), &file.digest, target, taking) {
            Ok(()) => out.filed.push((file.path.clone(), target.clone())),
            Err(reason) => out.failed.push(Skipped {
                path: file.path.clone(),
                reason,
            }),
        }
    }
    let stands = |file: &&SortedFile| out.filed.iter().any(|(from, _)| from == &file.path);
    let files = heap.sorting.files.iter().filter(stands);
    let edits: Vec<Edit> = files.filter_map(|file| binding(file, &heap.norm)).collect();
    if !edits.is_empty() {
        let door = dossier_files::open(folder, sink).ok_or(Refusal::Files)?;
        let main = EditedFile::Main.to_string();
        let seen = heap::bytes(&door, Path::new(&main)).map(|(_, digest)| BTreeMap::from([(main, digest)]));
        let seen = seen.unwrap_or_default();
        let made = edit::change(folder, request, norms, &seen, &edits, sources, sink);
        out.bound = Some(made.map_err(Refusal::from));
    }
    Ok(out)
}

fn one(
    dossier: &Shelves,
    (from, path): (&Path, &Path),
    digest: &Digest,
    target: &str,
    taking: Taking,
) -> Result<(), String> {
    let door = OpenFolder::open(from).map_err(|error| disk::why(&error))?;
    let (bytes, now) = heap::bytes(&door, path).map_err(|error| error.to_string())?;
    if now != *digest {
        return Err(diags::CHANGED.to_owned());
    }
    dossier
        .put(target, &bytes)
        .map_err(|error| diags::not_filed(&error))?;
    if taking == Taking::Move {
        filing::take_away(&door, path).map_err(|error| diags::stays(&error))?;
    }
    Ok(())
}
