//! A heap of papers, sorted into the binder of a dossier: a folder and a date for each, with what says so. What is not sure is asked,
//! nothing is guessed; whoever writes does so elsewhere.

mod bound;
mod called;
mod day;
mod model;
mod place;
mod target;

use std::collections::{BTreeMap, BTreeSet};

pub use called::is_named_as;
pub use model::{Candidate, FilingOutcome, Placing, SortedFile, Sorting, SortingDay};

use crate::kernel::{CriterionId, Date, Digest, TypeId};
use crate::norm::Norm;
use crate::record::counting::KnownColumns;
use crate::record::heap::{Heap, HeapFile};
use crate::record::text::Folded;

/// What a person said of some files, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SortingAnswers {
    /// Papers or types: the folders.
    pub folders: BTreeMap<String, String>,
    /// Days of effect.
    pub days: BTreeMap<String, Date>,
    /// Criteria for which a general paper counts.
    pub criteria: BTreeMap<String, BTreeSet<CriterionId>>,
}

/// What lies in the dossier already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlreadyFiled {
    /// Files by content.
    pub by_digest: BTreeMap<Digest, String>,
    /// All paths under `preuves/`.
    pub paths: BTreeSet<String>,
}

/// Proposes a folder and a date for each file. No paper takes effect after `today`.
pub fn sort(
    norm: &Norm,
    heap: &Heap,
    there: &AlreadyFiled,
    answers: &SortingAnswers,
    today: Date,
) -> Sorting {
    let mut taken: BTreeSet<String> = there.paths.iter().map(|path| target::key(path)).collect();
    // of several copies the one nearest to the top, whose name is the shortest
    let mut first: BTreeMap<Digest, &str> = BTreeMap::new();
    for file in &heap.files {
        let rank = |path: &str| (path.matches('/').count(), path.chars().count());
        let known = first.entry(file.digest).or_insert(&file.path);
        if rank(&file.path) < rank(known) {
            *known = &file.path;
        }
    }
    let columns: Vec<KnownColumns> = norm.tables.values().map(KnownColumns::of).collect();
    let mut files = Vec::with_capacity(heap.files.len());
    for file in &heap.files {
        let known = there.by_digest.get(&file.digest).cloned();
        let twin = first.get(&file.digest).filter(|path| **path != file.path);
        let twin = twin.map(|path| (*path).to_owned());
        let placing = match (known, twin) {
            (Some(path), _) => Placing::There { path },
            (None, Some(path)) => Placing::Twin { path },
            (None, None) if file.broken => Placing::Unusable {
                reason: file.trouble.clone().unwrap_or_default(),
            },
            (None, None) => match answers.folders.get(&file.path) {
                Some(folder) => Placing::Proposed {
                    folder: folder.clone(),
                    reason: place::SAID.to_owned(),
                },
                None => place::place(norm, &columns, file),
            },
        };
        let day = match answers.days.get(&file.path) {
            Some(day) => SortingDay::said(*day),
            None => day::day(file, &columns, today),
        };
        let target = match &placing {
            Placing::Proposed { folder, reason: _ } => {
                Some(target::target(folder, &file.path, day.day, &mut taken))
            }
            _ => None,
        };
        let types = types(norm, &columns, file, &placing);
        files.push(SortedFile {
            path: file.path.clone(),
            digest: file.digest,
            may_serve: bound::may_serve(norm, &types),
            criteria: answers.criteria.get(&file.path).cloned().unwrap_or_default(),
            types,
            unread: file.text.is_none(),
            placing,
            day,
            target,
            outcome: None,
        });
    }
    Sorting {
        files,
        skipped: heap.skipped.clone(),
        unfinished: heap.unfinished.clone(),
    }
}

/// The types for which a file counts once it lies in the folder that is proposed.
fn types(norm: &Norm, known: &[KnownColumns], file: &HeapFile, placing: &Placing) -> Vec<String> {
    let Placing::Proposed { folder, reason: _ } = placing else {
        return Vec::new();
    };
    let Some(paper) = norm.paper(folder) else {
        return vec![folder.clone()];
    };
    let text = file.text.as_deref().map(Folded::of);
    let shows = |id: &&TypeId| {
        let kind = norm.evidence_types.get(*id);
        paper.only_type() == Some(*id)
            || text
                .as_ref()
                .zip(kind)
                .is_some_and(|(text, kind)| place::shows(text, kind))
    };
    let tables = place::held_tables(known, file);
    let held = |id: &&TypeId| tables.iter().any(|table| table.types.contains(id));
    let counts = |id: &&TypeId| shows(id) || held(id);
    paper.may_be().filter(counts).map(ToString::to_string).collect()
}
