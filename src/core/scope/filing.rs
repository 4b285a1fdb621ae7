//! From files and declarations to pieces: one piece for one content, whoever declared it and however often it was filed.

use std::collections::{BTreeMap, BTreeSet};

use super::Leftovers;
use super::binder::FiledUnder;
use super::diags::{self, ContradictoryDates, UselessTranscript};
use super::needs::{self, FiguresSeen, Needs};
use crate::diag::Diagnostics;
use crate::dossier::{Piece, Place};
use crate::kernel::{Date, Digest, PieceId, persons, words};
use crate::norm::Norm;
use crate::record::inventory::{Found, Inventory, Skipped};
use crate::record::item::{DateOrigin, Dates, FileFacts, Held, Item, Modality, Reading};
use crate::record::transcript::Transcript;

/// The pieces of a dossier.
pub(super) struct Filed {
    /// By id.
    pub(super) items: BTreeMap<PieceId, Item>,
    /// Several declarations of one file are one piece: their ids lead to it, and so do the paths of files.
    pub(super) aliases: BTreeMap<PieceId, PieceId>,
    /// What became of the numbers that name each of them.
    pub(super) figures: BTreeMap<PieceId, FiguresSeen>,
    /// Files that are declared and are not there.
    pub(super) astray: Vec<Skipped>,
}

/// Joins what was declared with what was found.
pub(super) fn file(
    norm: &Norm,
    pieces: &[Piece],
    inventory: &Inventory,
    needs: &Needs,
    leftovers: &mut Leftovers,
    sink: &mut Diagnostics,
) -> Filed {
    let mut by_digest: BTreeMap<Digest, Vec<&Found>> = BTreeMap::new();
    for found in &inventory.files {
        by_digest.entry(found.digest).or_default().push(found);
    }
    let mut out = Filed {
        items: BTreeMap::new(),
        aliases: BTreeMap::new(),
        figures: BTreeMap::new(),
        astray: Vec::new(),
    };
    for copies in by_digest.values() {
        let declared: Vec<&Piece> = pieces
            .iter()
            .filter(
                |piece| matches!(&piece.place, Place::File(path) if copies.iter().any(|f| &f.path == path)),
            )
            .collect();
        if let Some(lead) = lead(&declared) {
            let ids = declared.iter().map(|piece| piece.id.clone());
            out.aliases.extend(ids.map(|id| (id, lead.id.clone())));
        }
        let ids: Vec<&PieceId> = declared.iter().map(|piece| &piece.id).collect();
        let effect = effect(copies, &declared, sink);
        let mut found = file_items(norm, copies, &declared, effect, leftovers);
        if let Some((id, _)) = found.first() {
            let paths = copies.iter().map(|copy| PieceId::at(&copy.path));
            out.aliases.extend(paths.map(|path| (path, id.clone())));
        }
        for (_, item) in &mut found {
            item.transcripts = transcripts(copies, &declared, sink);
        }
        for (id, item) in &mut found {
            let figures = needs::complete(item, needs, (copies, &ids));
            out.figures.insert(id.clone(), figures);
        }
        out.items.extend(found);
    }
    for piece in pieces {
        let held = match &piece.place {
            Place::File(path) if inventory.files.iter().any(|f| &f.path == path) => continue,
            Place::File(path) => Held::Missing { path: path.clone() },
            Place::Elsewhere(place, holder) => Held::Elsewhere {
                place: place.clone(),
                holder: holder.clone(),
            },
            Place::Reported(witness) => Held::Reported { witness: *witness },
        };
        let reading = match &held {
            Held::Missing { path } => unread(path, inventory),
            _ => Reading::Readable,
        };
        if let (Held::Missing { path }, Reading::Readable) = (&held, &reading) {
            out.astray.push(astray(piece, path, inventory));
        }
        if let Held::Missing { path } = &held {
            out.aliases.insert(PieceId::at(path), piece.id.clone());
        }
        let item = declared_item(piece, held, piece.dates.clone(), reading);
        out.items.insert(piece.id.clone(), item);
    }
    out
}

/// What was copied out of its pages that are images.
fn transcripts(copies: &[&Found], declared: &[&Piece], sink: &mut Diagnostics) -> Vec<Transcript> {
    let seen = copies
        .iter()
        .find_map(|found| found.contents.as_ref()?.as_ref().ok());
    let survey = seen.and_then(|seen| seen.survey.as_ref().ok());
    let mut out = Vec::new();
    for (told, place) in declared.iter().flat_map(|piece| &piece.transcripts) {
        match told.fits(survey) {
            Ok(()) => out.push(told.clone()),
            Err(why) => sink.push(UselessTranscript {
                why: diags::misplaced(why),
                place: place.clone(),
            }),
        }
    }
    out
}

/// The declaration that speaks for a file: the first in byte order of the ids, wherever it stands.
fn lead<'a>(declared: &[&'a Piece]) -> Option<&'a Piece> {
    declared.iter().copied().min_by(|a, b| a.id.cmp(&b.id))
}

/// The day of effect of one content. What was filed again under another date is as old as it was the first time.
fn effect(copies: &[&Found], declared: &[&Piece], sink: &mut Diagnostics) -> Option<Date> {
    let said = declared.iter().filter_map(|piece| piece.dates.effect);
    let named = copies
        .iter()
        .filter(|_| declared.is_empty())
        .filter_map(|f| named_date(f));
    let effects: BTreeSet<Date> = said.chain(named).collect();
    let first = effects.first().copied()?;
    // an empty file says nothing, whatever its date
    if effects.len() > 1 && copies.iter().any(|found| found.size > 0) {
        let paths: Vec<String> = copies
            .iter()
            .map(|f| format!("« {} »", words::safe(&f.path)))
            .collect();
        sink.push(ContradictoryDates {
            paths: paths.join(", "),
            first,
        });
    }
    Some(first)
}

/// A file that is declared and is not there, with the one that it may be. The names stay masked: they may hold data of persons.
fn astray(piece: &Piece, path: &str, inventory: &Inventory) -> Skipped {
    let known = || inventory.files.iter().map(|found| found.path.as_str());
    let name = |path: &'_ str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let moved = known().find(|other| name(other) == name(path));
    let near = moved.or_else(|| words::nearest(path, known()));
    let near = near.map(|near| words::safe(&persons::mask(near, &persons::find_in_path(near), |_| true)));
    Skipped {
        path: path.to_owned(),
        reason: diags::astray(&piece.id, near.as_deref()),
    }
}

/// Why a declared file that was found is not among those that were read.
fn unread(path: &str, inventory: &Inventory) -> Reading {
    let told = |list: &[Skipped]| {
        list.iter()
            .find(|skipped| skipped.path == path)
            .map(|skipped| skipped.reason.clone())
    };
    match (told(&inventory.unfinished), told(&inventory.refused)) {
        (Some(reason), _) => Reading::Unfinished { reason },
        (None, Some(reason)) => Reading::Unreadable { reason },
        (None, None) => Reading::Readable,
    }
}

fn named_date(found: &Found) -> Option<Date> {
    Date::leading(found.path.rsplit('/').next()?)
}

/// The items of one digest: one per declaration, or one for the file itself, typed by its folders.
fn file_items(
    norm: &Norm,
    copies: &[&Found],
    declared: &[&Piece],
    effect: Option<Date>,
    leftovers: &mut Leftovers,
) -> Vec<(PieceId, Item)> {
    // INVARIANT: a digest is there because a file has it
    let Some(first) = copies.iter().min_by(|a, b| a.path.cmp(&b.path)) else {
        return Vec::new();
    };
    let mut others: Vec<String> = copies
        .iter()
        .map(|f| f.path.clone())
        .filter(|path| path != &first.path)
        .collect();
    others.sort();
    let facts = FileFacts {
        path: first.path.clone(),
        size: first.size,
        digest: first.digest,
        format: first.format,
        copies: others,
    };
    let folders = FiledUnder::of(copies.iter().filter_map(|f| f.type_folder.as_deref()), norm);
    if declared.is_empty() {
        if folders.is_unknown() {
            leftovers.untyped.push(Skipped {
                path: first.path.clone(),
                reason: diags::untyped(first.type_folder.as_deref(), norm),
            });
            return Vec::new();
        }
        let id = PieceId::of_file(&first.digest);
        let dates = Dates {
            effect,
            origin: effect.map(|_| DateOrigin::FileName),
            ..Dates::default()
        };
        let item = Item {
            id: id.clone(),
            types: folders.types,
            papers: folders.papers,
            criteria: BTreeSet::new(),
            site: None,
            modality: Modality::Document,
            held: Held::File(facts),
            dates,
            signed: false,
            source: None,
            pages: None,
            survey: None,
            names: BTreeSet::new(),
            lacking: BTreeMap::new(),
            tables: Vec::new(),
            quoted: None,
            transcripts: Vec::new(),
            reading: first.reading.clone(),
            contents: BTreeMap::new(),
            by: None,
            added_on: None,
            title: None,
        };
        return vec![(id, item)];
    }
    // several declarations of one file are one piece: it counts once
    // INVARIANT: none declared was settled above
    let Some(lead) = lead(declared) else {
        return Vec::new();
    };
    let named = copies.iter().find_map(|f| named_date(f));
    let mut dates = lead.dates.clone();
    dates.effect = effect.or(named);
    dates.origin = match (effect, named) {
        (Some(_), _) => Some(DateOrigin::Declared),
        (None, Some(_)) => Some(DateOrigin::FileName),
        (None, None) => None,
    };
    let mut item = declared_item(lead, Held::File(facts), dates, first.reading.clone());
    item.types
        .extend(declared.iter().flat_map(|piece| piece.types.iter().cloned()));
    item.types.extend(folders.types);
    item.papers = folders.papers;
    vec![(lead.id.clone(), item)]
}

fn declared_item(piece: &Piece, held: Held, dates: Dates, reading: Reading) -> Item {
    Item {
        id: piece.id.clone(),
        types: piece.types.clone(),
        papers: BTreeSet::new(),
        criteria: piece.criteria.clone(),
        site: piece.site.clone(),
        modality: piece.modality,
        held,
        dates,
        signed: piece.signed,
        source: piece.source.clone(),
        pages: None,
        survey: None,
        names: BTreeSet::new(),
        lacking: BTreeMap::new(),
        tables: Vec::new(),
        quoted: None,
        transcripts: Vec::new(),
        reading,
        contents: BTreeMap::new(),
        by: piece.by.clone(),
        added_on: piece.added_on,
        title: piece.title.clone(),
    }
}
