//! Data of persons: what was found in files, in their names and in what the dossier says, less what their types admit, less what
//! the structure silenced with a reason. What stands is masked here, before anything is judged or shown.

use std::collections::{BTreeMap, BTreeSet};

use super::Leftovers;
use super::diags;
use super::diags::{DigestOfNothing, NO_TEXT, NOT_READ, NOT_SCANNED, NothingToSilence, SILENCES};
use crate::assessment::Inputs;
use crate::assessment::privacy::{Alert, Privacy, Unscanned};
use crate::assessment::written::{self, Written};
use crate::diag::Diagnostics;
use crate::dossier::{Piece, Place, Silence};
use crate::kernel::Digest;
use crate::kernel::persons::{self, AlertKind, Finds, Hits};
use crate::norm::Norm;
use crate::norm::model::{PersonalData, UsualPaper};
use crate::record::inventory::{Found, Inventory, Skipped};
use crate::record::is_read;
use crate::record::item::{Held, Item};
use crate::record::tally::ForbiddenColumn;

/// What is looked through beside the inputs.
pub(super) struct Looked<'a> {
    /// All that the walk found.
    pub(super) inventory: &'a mut Inventory,
    /// What fits nowhere.
    pub(super) leftovers: &'a mut Leftovers,
    /// Declared pieces, those that gave way to another declaration of their file included.
    pub(super) pieces: &'a [Piece],
    /// What the structure silenced.
    pub(super) silences: &'a [Silence],
}

/// Searches everything that people wrote, and masks in place what stands. Gives what was found.
pub(super) fn mask<'a>(inputs: &mut Inputs, looked: Looked<'a>) -> (Privacy, Search<'a>) {
    let Looked {
        inventory,
        leftovers,
        pieces,
        silences,
    } = looked;
    let mut search = Search::new(silences);
    let mut unscanned = Vec::new();
    let mut renamed = BTreeMap::new();
    let admitted = admitted(&inputs.norm, &inputs.evidence);
    let columns = columns(&inputs.evidence);
    let Inventory {
        files,
        ignored,
        refused,
        again,
        misplaced,
        strays,
        unfinished,
    } = inventory;
    for found in &mut *files {
        let columns = columns.get(&found.digest).map_or(&[][..], Vec::as_slice);
        let former = search.file(found, admitted.get(&found.digest), columns);
        if let Some(reason) = unscanned_because(found) {
            unscanned.push(Unscanned {
                path: found.path.clone(),
                reason,
            });
        }
        renamed.insert(former, found.path.clone());
    }
    let skipped = ignored
        .iter_mut()
        .chain(refused)
        .chain(again)
        .chain(misplaced)
        .chain(strays);
    for skipped in skipped.chain(&mut *unfinished) {
        search.skipped(skipped);
    }
    let Leftovers { untyped, orphans: _ } = leftovers;
    for Skipped { path, reason } in untyped {
        follow(&renamed, path);
        // the reason names the folder, which the path holds, too
        *reason = persons::masked(reason).into_owned();
    }
    written::each(inputs, &mut |what, place, text| match what {
        Written::Text => search.text(place, text, persons::find),
        Written::Path => search.text(place, text, persons::find_in_path),
        Written::File(_) => follow(&renamed, text),
    });
    // what was told already is told once
    pieces.iter().for_each(|piece| search.declared(piece));
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    search.alerts.sort();
    search.alerts.dedup();
    let privacy = Privacy {
        scanned: count(files.len() - unscanned.len()),
        files: count(files.len() + unfinished.len()),
        unscanned: unscanned
            .into_iter()
            .chain(unfinished.iter().map(|skipped| Unscanned {
                path: skipped.path.clone(),
                reason: skipped.reason.clone(),
            }))
            .collect(),
        alerts: std::mem::take(&mut search.alerts),
    };
    (privacy, search)
}

/// What files are called from now on.
fn follow(renamed: &BTreeMap<String, String>, path: &mut String) {
    if let Some(now) = renamed.get(path) {
        path.clone_from(now);
    }
}

/// What is noted of one place.
struct Noted<'a> {
    /// How many of each kind.
    hits: &'a Hits,
    /// Of these, those that no eye sees.
    concealed: &'a Hits,
    /// Columns of a table that hold them.
    columns: &'a [ForbiddenColumn],
}

impl<'a> Noted<'a> {
    /// What stands in words that are shown.
    fn in_words(finds: &'a Finds) -> Self {
        static NONE: Hits = Hits::new();
        Self {
            hits: &finds.hits,
            concealed: &NONE,
            columns: &[],
        }
    }
}

/// A search under way.
pub(super) struct Search<'a> {
    silences: &'a [Silence],
    /// Why each is silenced, fit to be shown.
    reasons: Vec<String>,
    used: Vec<bool>,
    /// Digests of all that was looked through.
    known: BTreeSet<Digest>,
    alerts: Vec<Alert>,
}

impl<'a> Search<'a> {
    fn new(silences: &'a [Silence]) -> Self {
        let mut search = Self {
            silences,
            reasons: silences.iter().map(|silence| silence.reason.clone()).collect(),
            used: vec![false; silences.len()],
            known: BTreeSet::new(),
            alerts: Vec::new(),
        };
        let mut reasons = search.reasons.clone();
        for reason in &mut reasons {
            search.text(SILENCES, reason, persons::find);
        }
        search.reasons = reasons;
        search
    }

    /// Why the structure silenced data of this kind in what has this digest; none: they stand.
    fn silenced(&mut self, digest: Digest, kind: AlertKind) -> Option<String> {
        let written = digest.to_string();
        let mut why = None;
        for ((silence, reason), used) in self.silences.iter().zip(&self.reasons).zip(&mut self.used) {
            if silence.kind == kind && written.starts_with(&silence.digest) {
                *used = true;
                why.get_or_insert_with(|| reason.clone());
            }
        }
        why
    }

    /// Masks what stands in a name or text, and notes an alert for each kind of `hits`. A place that is not named is the text itself.
    fn note(
        &mut self,
        place: Option<&str>,
        text: &mut String,
        digest: Digest,
        finds: &Finds,
        Noted {
            hits,
            concealed,
            columns,
        }: Noted<'_>,
    ) {
        self.known.insert(digest);
        let silenced: BTreeMap<AlertKind, Option<String>> = hits
            .keys()
            .map(|kind| (*kind, self.silenced(digest, *kind)))
            .collect();
        let stands = |kind: AlertKind| silenced.get(&kind).is_some_and(Option::is_none);
        *text = persons::mask(text, finds, stands).into_owned();
        for (kind, silenced) in silenced {
            self.alerts.push(Alert {
                place: place.unwrap_or(text).to_owned(),
                kind,
                count: hits.get(&kind).copied().unwrap_or(0),
                concealed: concealed.get(&kind).copied().unwrap_or(0),
                columns: if kind == AlertKind::Column {
                    columns.to_vec()
                } else {
                    Vec::new()
                },
                digest,
                silenced,
            });
        }
    }

    fn text(&mut self, place: &str, text: &mut String, find: fn(&str) -> Finds) {
        let finds = find(text);
        let digest = Digest::of(text.as_bytes());
        self.note(Some(place), text, digest, &finds, Noted::in_words(&finds));
    }

    /// A file, by its name and what was read in it. Gives its former path.
    fn file(
        &mut self,
        found: &mut Found,
        admitted: Option<&BTreeSet<AlertKind>>,
        columns: &[ForbiddenColumn],
    ) -> String {
        let former = found.path.clone();
        let finds = persons::find_in_path(&former);
        let mut hits = finds.hits.clone();
        let mut concealed = Hits::new();
        if let Some(Ok(seen)) = &found.contents {
            concealed.clone_from(&seen.concealed);
            for (kind, count) in seen.personal.iter().flatten() {
                *hits.entry(*kind).or_default() += count;
            }
        }
        if !columns.is_empty() {
            let count = u32::try_from(columns.len()).unwrap_or(u32::MAX);
            hits.insert(AlertKind::Column, count);
        }
        hits.retain(|kind, _| !admitted.is_some_and(|kinds| kinds.contains(kind)));
        let noted = Noted {
            hits: &hits,
            concealed: &concealed,
            columns,
        };
        self.note(None, &mut found.path, found.digest, &finds, noted);
        former
    }

    /// What was not opened has a name all the same.
    fn skipped(&mut self, skipped: &mut Skipped) {
        let finds = persons::find_in_path(&skipped.path);
        let digest = Digest::of(skipped.path.as_bytes());
        self.note(None, &mut skipped.path, digest, &finds, Noted::in_words(&finds));
    }

    /// The words of a declaration: one that gave way to another of the same file is shown by no output, and told all the same.
    fn declared(&mut self, piece: &Piece) {
        let whereabouts = match &piece.place {
            Place::Elsewhere(place, holder) => [Some(place), holder.as_ref()],
            Place::File(_) | Place::Reported(_) => [None, None],
        };
        let said = [&piece.title, &piece.source, &piece.by].map(Option::as_ref);
        let place = diags::declaration(&piece.id);
        for text in said.into_iter().chain(whereabouts).flatten() {
            self.text(&place, &mut text.clone(), persons::find);
        }
    }

    /// Says what was silenced for nothing.
    pub(super) fn useless(&self, sink: &mut Diagnostics) {
        for (silence, _) in self.silences.iter().zip(&self.used).filter(|(_, used)| !**used) {
            let there = self
                .known
                .iter()
                .any(|digest| digest.to_string().starts_with(&silence.digest));
            let place = silence.span.clone();
            if there {
                let kind = silence.kind.key();
                sink.push(NothingToSilence { kind, place });
            } else {
                sink.push(DigestOfNothing { place });
            }
        }
    }
}

/// Columns of each file that name people where its table must not.
fn columns(items: &[Item]) -> BTreeMap<Digest, Vec<ForbiddenColumn>> {
    let mut out: BTreeMap<Digest, Vec<ForbiddenColumn>> = BTreeMap::new();
    for item in items {
        let Held::File(file) = &item.held else { continue };
        let found = item.tables.iter().flat_map(|seen| &seen.forbidden);
        out.entry(file.digest).or_default().extend(found.cloned());
    }
    for columns in out.values_mut() {
        columns.sort();
        // two tables that a sheet may be have words of their own for one column
        columns.dedup_by(|next, one| next.place == one.place);
    }
    out
}

/// What the types of each file rightly hold.
fn admitted(norm: &Norm, items: &[Item]) -> BTreeMap<Digest, BTreeSet<AlertKind>> {
    let mut out: BTreeMap<Digest, BTreeSet<AlertKind>> = BTreeMap::new();
    for item in items {
        let Held::File(file) = &item.held else { continue };
        // a binder's piece that is of no type yet may hold what its papers may
        let papers = item.papers.iter().filter(|_| item.types.is_empty());
        let may_be = papers
            .filter_map(|id| norm.paper(id.as_str()))
            .flat_map(UsualPaper::may_be);
        let kinds = item
            .types
            .iter()
            .chain(may_be)
            .filter_map(|id| norm.evidence_types.get(id))
            .flat_map(|kind| &kind.admitted)
            .map(|data| match data {
                PersonalData::Names => AlertKind::Names,
                PersonalData::Phones => AlertKind::Phone,
                PersonalData::Mails => AlertKind::Mail,
                PersonalData::Iban => AlertKind::Iban,
            });
        out.entry(file.digest).or_default().extend(kinds);
    }
    out
}

fn unscanned_because(found: &Found) -> Option<String> {
    if let Some(trouble) = found.reading.trouble() {
        return Some(trouble.to_owned());
    }
    match &found.contents {
        Some(Err(fuse)) => Some(fuse.reason().to_owned()),
        Some(Ok(seen)) => match &seen.survey {
            Err(fault) => Some(fault.reason()),
            Ok(_) if !seen.has_text() => Some(NO_TEXT.to_owned()),
            Ok(_) if seen.personal.is_none() => Some(NOT_SCANNED.to_owned()),
            Ok(survey) if survey.attachments > 0 => Some(diags::attached(survey.attachments as usize)),
            Ok(_) => None,
        },
        None if is_read(found.format) => Some(NOT_SCANNED.to_owned()),
        None => Some(NOT_READ.to_owned()),
    }
}
