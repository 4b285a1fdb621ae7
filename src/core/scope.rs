//! Do norm, dossier and evidence fit? Joins them into the inputs of a judgement.

mod needs;
mod personal;

pub use needs::{Needs, ReadingPlan};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::assessment::Inputs;
use crate::assessment::inputs::{Action, Finding, Previous};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::dossier::{Dossier, Piece, Place};
use crate::kernel::{Date, Digest, FileId, Located, PieceId, ProfileId, TypeId};
use crate::norm::Norm;
use crate::norm::model::Rule;
use crate::record::inventory::{Found, Inventory, Skipped};
use crate::record::item::{DateOrigin, Dates, FileFacts, Held, Item, Modality, Reading};

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

/// Joins. What people wrote of persons is masked in the inputs, and in what was found beside them. None where copies of one file contradict one another.
pub fn join(
    norm: Arc<Norm>,
    dossier: Dossier,
    inventory: &mut Inventory,
    asked: Terms,
    sink: &mut Diagnostics,
) -> Option<(Inputs, Leftovers)> {
    let needs = Needs::of(&norm, &asked.profile);
    let mut leftovers = Leftovers::default();
    let mut by_digest: BTreeMap<Digest, Vec<&Found>> = BTreeMap::new();
    for found in &inventory.files {
        by_digest.entry(found.digest).or_default().push(found);
    }
    let mut items: BTreeMap<PieceId, Item> = BTreeMap::new();
    let mut contradiction = false;
    let mut aliases: BTreeMap<PieceId, PieceId> = BTreeMap::new();
    for copies in by_digest.values() {
        let declared: Vec<&Piece> = dossier
            .evidence
            .iter()
            .filter(
                |piece| matches!(&piece.place, Place::File(path) if copies.iter().any(|f| &f.path == path)),
            )
            .collect();
        let effects: BTreeSet<Date> = declared
            .iter()
            .filter_map(|piece| piece.dates.effect)
            .chain(
                copies
                    .iter()
                    .filter(|_| declared.is_empty())
                    .filter_map(|f| named_date(f)),
            )
            .collect();
        if effects.len() > 1 {
            let paths: Vec<String> = copies
                .iter()
                .map(|f| format!("« {} »", crate::kernel::words::safe(&f.path)))
                .collect();
            sink.push(
                Diagnostic::new(
                    Code::ContradictoryDates,
                    format!("un même fichier porte deux dates d'effet : {}", paths.join(", ")),
                )
                .hint("gardez une seule copie, ou la même date partout"),
            );
            contradiction = true;
        }
        // several declarations of one file are one piece: their ids lead to it
        if let Some(lead) = declared.iter().map(|piece| &piece.id).min() {
            aliases.extend(declared.iter().map(|piece| (piece.id.clone(), lead.clone())));
        }
        let mut found = file_items(&norm, copies, &declared, effects.first().copied(), &mut leftovers);
        found
            .iter_mut()
            .for_each(|(_, item)| needs::complete(item, &needs, &dossier.structure, copies));
        items.extend(found);
    }
    for piece in &dossier.evidence {
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
        items.insert(
            piece.id.clone(),
            declared_item(piece, held, piece.dates.clone(), reading),
        );
    }
    let read: BTreeSet<&TypeId> = norm
        .criteria
        .iter()
        .flat_map(crate::norm::model::Criterion::rules)
        .flat_map(Rule::evidence_types)
        .collect();
    leftovers.orphans = items
        .values()
        .filter(|item| !item.types.iter().any(|id| read.contains(id)))
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
    let findings = dossier
        .findings
        .into_iter()
        .map(|found| Finding {
            seen: pieces(&found.seen, found.file, &items, &aliases, sink),
            ..found.finding
        })
        .collect();
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
        structure: dossier.structure,
        sites: dossier.sites,
        facts,
        practices: dossier.practices,
        by_site,
        evidence: items.into_values().collect(),
        auditors: dossier.auditors,
        findings,
        actions,
        observations: dossier.observations,
        previous: asked.when.previous,
        simulated: asked.when.simulated,
        incidents: Vec::new(),
        unread: Vec::new(),
        privacy: None,
        norm,
    };
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
    (!sink.has_errors() && !contradiction).then_some((inputs, leftovers))
}

/// The pieces that a file beside the dossier names: declared ones, and files of `preuves/` under the id that the register prints.
fn pieces(
    named: &[Located<PieceId>],
    file: FileId,
    items: &BTreeMap<PieceId, Item>,
    aliases: &BTreeMap<PieceId, PieceId>,
    sink: &mut Diagnostics,
) -> BTreeSet<PieceId> {
    let mut known = BTreeSet::new();
    for id in named {
        let target = aliases.get(id.get()).unwrap_or(id.get());
        if items.contains_key(target) {
            known.insert(target.clone());
            continue;
        }
        sink.push(
            Diagnostic::new(
                Code::UnknownEvidence,
                format!("la preuve « {} » n'est pas dans le dossier", id.get()),
            )
            .at(id.span(file), "")
            .nearest(id.as_str(), items.keys().map(PieceId::as_str))
            .hint("« mediaudit preuves » donne l'identifiant de chaque preuve"),
        );
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

/// What was not read though it seems meant to be, and left the run complete.
fn aside(inventory: &Inventory) -> Vec<Skipped> {
    let mut all = [inventory.refused.as_slice(), &inventory.misplaced].concat();
    all.sort();
    all
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
    let folders: BTreeSet<TypeId> = copies
        .iter()
        .filter_map(|f| norm.evidence_types.get_key_value(f.type_folder.as_deref()?))
        .map(|(id, _)| id.clone())
        .collect();
    if declared.is_empty() {
        if folders.is_empty() {
            let reason = match &first.type_folder {
                Some(folder) => format!("« {} » n'est pas un type de preuve de la norme", crate::kernel::words::safe(folder)),
                None => "aucun type : rangez ce fichier dans le dossier d'un type, ou déclarez-le dans dossier.toml".to_owned(),
            };
            leftovers.untyped.push(Skipped {
                path: first.path.clone(),
                reason,
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
            types: folders,
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
    let Some(lead) = declared.iter().min_by(|a, b| a.id.cmp(&b.id)) else {
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
    item.types.extend(folders);
    declared
        .iter()
        .map(|piece| {
            (
                piece.id.clone(),
                Item {
                    id: piece.id.clone(),
                    ..item.clone()
                },
            )
        })
        .take(1)
        .collect()
}

fn declared_item(piece: &Piece, held: Held, dates: Dates, reading: Reading) -> Item {
    Item {
        id: piece.id.clone(),
        types: piece.types.clone(),
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
        reading,
        contents: BTreeMap::new(),
        by: piece.by.clone(),
        added_on: piece.added_on,
        title: piece.title.clone(),
    }
}
