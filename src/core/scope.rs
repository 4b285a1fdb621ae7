//! Do norm, dossier and evidence fit? Joins them into the inputs of a judgement.

mod binder;
mod computed;
mod diags;
mod filing;
mod needs;
mod personal;
mod sought;
mod sought_book;
mod stated;

pub use needs::{Needs, ReadingPlan};
pub use sought_book::SoughtBook;

use std::collections::{BTreeMap, BTreeSet};

use diags::{DrawAltered, UnknownEvidence};

use crate::assessment::Inputs;
use crate::assessment::inputs::{Action, DoubtNote, Finding, Previous, SampleDrawn, SampleOut};
use crate::diag::Diagnostics;
use crate::dossier::{Dossier, DrawNoted};
use crate::kernel::{Date, FileId, Located, PieceId, PieceName, ProfileId, Span};
use crate::norm::SharedNorm;
use crate::record::inventory::{Inventory, Skipped};
use crate::record::item::Item;

/// What was found beside the inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leftovers {
    /// Files of a folder that is no evidence type, or of none.
    pub untyped: Vec<Skipped>,
    /// Pieces whose type no criterion of the norm asks.
    pub orphans: Vec<PieceId>,
}

/// What is asked of a judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The profile.
    pub profile: ProfileId,
    /// The audit's place in time.
    pub when: When,
    /// Were files searched for data of persons?
    pub privacy: bool,
}

/// The audit's place in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// Audit date.
    pub date: Date,
    /// Is it another date than the one that the findings were made for?
    pub simulated: bool,
    /// The audit before.
    pub previous: Option<Previous>,
}

/// Joins. What people wrote of persons is masked in the inputs, and in what was found beside them. None where what they name is not there.
pub fn join(
    norm: SharedNorm,
    dossier: Dossier,
    (inventory, needs): (&mut Inventory, &Needs),
    asked: Terms,
    sink: &mut Diagnostics,
) -> Option<(Inputs, Leftovers)> {
    let mut leftovers = Leftovers::default();
    let filing::Filed {
        items,
        aliases,
        figures,
        astray,
    } = filing::file(&norm, &dossier.evidence, inventory, needs, &mut leftovers, sink);
    inventory.misplaced.extend(astray);
    leftovers.orphans = items
        .values()
        // what a binder holds and no text shows is told in its place
        .filter(|item| !item.types.is_empty() && !item.types.iter().any(|id| needs.asks(id)))
        .map(|item| item.id.clone())
        .collect();
    let mut facts = dossier.facts;
    let mut by_site = dossier.by_site;
    let local = by_site.values_mut().flat_map(|own| own.facts.values_mut());
    for fact in facts.values_mut().chain(local) {
        fact.evidence = fact
            .evidence
            .take()
            .map(|id| aliases.get(&id).cloned().unwrap_or(id));
    }
    for (name, file) in &dossier.proofs_by_file {
        pieces(std::slice::from_ref(name), *file, &items, &aliases, sink);
    }
    let mut structure = dossier.structure;
    structure.start_proof = structure
        .start_proof
        .map(|id| aliases.get(&id).cloned().unwrap_or(id));
    let computed = computed::settle(
        &norm,
        &items,
        &dossier.tables,
        &mut facts,
        &mut by_site,
        asked.when.date,
    );
    let findings: Vec<Finding> = dossier
        .findings
        .into_iter()
        .map(|found| Finding {
            seen: pieces(&found.seen, found.file, &items, &aliases, sink),
            ..found.finding
        })
        .collect();
    let doubt_notes: Vec<DoubtNote> = dossier
        .lifted
        .into_iter()
        .map(|lifted| DoubtNote {
            seen: pieces(&lifted.seen, lifted.file, &items, &aliases, sink),
            ..lifted.note
        })
        .collect();
    let seen = findings.iter().map(|finding| &finding.seen);
    let seen: BTreeSet<PieceId> = seen
        .chain(doubt_notes.iter().map(|note| &note.seen))
        .flatten()
        .cloned()
        .collect();
    let shelf = stated::Shelf {
        needs,
        items: &items,
        figures: &figures,
        seen: &seen,
    };
    let local = by_site.values_mut().map(|own| &mut own.facts);
    for stated in std::iter::once(&mut facts).chain(local) {
        shelf.settle(stated);
    }
    let samples = draws(dossier.draws, &items, &aliases, sink);
    let actions = dossier
        .actions
        .into_iter()
        .map(|decided| Action {
            evidence: pieces(&decided.evidence, decided.file, &items, &aliases, sink),
            ..decided.action
        })
        .collect();
    let mut inputs = Inputs {
        profile: asked.profile,
        dossier: dossier.id,
        audit: dossier.audit,
        cycle: dossier.cycle,
        date: asked.when.date,
        seed: dossier.seed,
        brief: dossier.brief,
        structure,
        sites: dossier.sites,
        facts,
        computed,
        practices: dossier.practices,
        by_site,
        evidence: items.into_values().collect(),
        auditors: dossier.auditors,
        findings,
        samples: samples.iter().map(|(drawn, _)| drawn.clone()).collect(),
        doubt_notes,
        actions,
        observations: dossier.observations,
        previous: asked.when.previous,
        simulated: asked.when.simulated,
        incidents: Vec::new(),
        unread: Vec::new(),
        privacy: None,
        norm,
    };
    for (drawn, place) in samples {
        if inputs.redrawn(&drawn) == Some(false) {
            sink.push(DrawAltered { place });
        }
    }
    let looked = personal::Looked {
        inventory: &mut *inventory,
        leftovers: &mut leftovers,
        pieces: &dossier.evidence,
        silences: &dossier.silences,
    };
    let (privacy, search) = personal::mask(&mut inputs, looked);
    // names and texts are always searched; files only where that is asked, and then all that could stand was seen
    if asked.privacy {
        search.useless(sink);
        inputs.privacy = Some(privacy);
    }
    inputs.incidents = incidents(inventory);
    inputs.unread = aside(inventory);
    (!sink.has_errors()).then_some((inputs, leftovers))
}

/// What auditors drew, each with where it is written; the pieces are those of the dossier.
fn draws(
    noted: Vec<DrawNoted>,
    items: &BTreeMap<PieceId, Item>,
    aliases: &BTreeMap<PieceId, PieceId>,
    sink: &mut Diagnostics,
) -> Vec<(SampleDrawn, Span)> {
    let resolved = noted.into_iter().map(|noted| {
        let named = noted.piece.as_slice();
        let found = pieces(named, noted.file, items, aliases, sink);
        let mut drawn = noted.drawn;
        if let (SampleOut::Rows { piece, .. }, Some(id)) = (&mut drawn.out, found.into_iter().next()) {
            *piece = id;
        }
        (drawn, noted.place)
    });
    resolved.collect()
}

/// The pieces that the files of a dossier name: by an id that is declared or that the register prints, or by the path of a file.
fn pieces(
    named: &[Located<PieceName>],
    file: FileId,
    items: &BTreeMap<PieceId, Item>,
    aliases: &BTreeMap<PieceId, PieceId>,
    sink: &mut Diagnostics,
) -> BTreeSet<PieceId> {
    let mut known = BTreeSet::new();
    for id in named {
        let target = aliases.get(id.id()).unwrap_or(id.id());
        if items.contains_key(target) {
            known.insert(target.clone());
            continue;
        }
        sink.push(UnknownEvidence {
            piece: id.id().as_str(),
            place: id.span(file),
            known: items.keys().chain(aliases.keys()).map(PieceId::as_str).collect(),
        });
    }
    known
}

/// What could not be read to the end, whatever asked for it: the run is incomplete.
fn incidents(inventory: &Inventory) -> Vec<String> {
    let skipped = inventory
        .unfinished
        .iter()
        .map(|skipped| (skipped.path.as_str(), skipped.reason.as_str()));
    let fuses = inventory.files.iter().filter_map(|found| {
        let fuse = found.contents.as_ref()?.as_ref().err()?;
        Some((found.path.as_str(), fuse.reason()))
    });
    let mut all: Vec<String> = skipped
        .chain(fuses)
        .map(|(path, reason)| format!("{path} : {reason}"))
        .collect();
    all.sort();
    all
}

/// What was not read though it seems meant to be, and left the run complete.
fn aside(inventory: &Inventory) -> Vec<Skipped> {
    let mut all = [inventory.refused.as_slice(), &inventory.misplaced].concat();
    all.sort();
    all
}
