//! What the pieces, seen together, make one doubt: one text under many types, most of one day, one for all, none that names the
//! structure; and how much rests on what a person has to read.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::lifted::DoubtFound;
use super::{Case, beyond};
use crate::assessment::Inputs;
use crate::assessment::results::{CriterionResult, DoubtKind, Support, Trace};
use crate::board::Board;
use crate::kernel::{Date, Digest, PieceId, Ratio, TypeId};
use crate::norm::model::Vigilance;
use crate::norm::reads::CriterionReads;
use crate::record::item::{Held, Item};
use crate::record::survey::{Likeness, Print};
use crate::rules;
use crate::sight::Sight;

/// Under so many pieces with a text, days and names say nothing.
const FEW: usize = 10;
/// Pieces to open for what rests on them, and by lot (design §7).
const HEAVIEST: usize = 5;
const DRAWN: usize = 5;

/// The files that count for something, images apart, with the types that they count for.
type Counting<'a> = BTreeMap<&'a PieceId, (&'a Item, BTreeSet<&'a TypeId>)>;

pub(super) fn doubts(
    board: &Board<'_>,
    judged: &[Case<'_>],
    counting: &[Vec<&PieceId>],
    vigilance: &Vigilance,
) -> Vec<DoubtFound> {
    let counting = with_types(board, judged, counting);
    let kinds = [
        same_text(&counting, vigilance.same_text),
        one_for_all(&counting, vigilance.one_piece),
        same_day(&counting, vigilance.same_day.as_ref()),
        unnamed(&counting, vigilance.unnamed.as_ref()),
    ];
    kinds.into_iter().flatten().collect()
}

/// The pieces that count for the elements of one criterion, some perhaps twice.
pub(super) fn counting_for(result: &CriterionResult) -> Vec<&PieceId> {
    let mut used = Vec::new();
    let elements = result.samples.iter().flat_map(|sample| &sample.elements);
    for trace in elements.filter_map(|element| element.trace.as_ref()) {
        note(trace, &mut used);
    }
    used
}

fn with_types<'a>(board: &Board<'a>, judged: &[Case<'_>], counting: &[Vec<&PieceId>]) -> Counting<'a> {
    let (inputs, reads) = (board.inputs, board.inputs.norm.reads());
    let mut used: FxHashSet<&PieceId> = counting.iter().flatten().copied().collect();
    let places: FxHashSet<usize> = judged
        .iter()
        .filter_map(|(_, result)| board.place(&result.id))
        .collect();
    used.extend(inputs.every_fact().filter_map(|fact| fact.evidence.as_ref()));
    let text = |item: &&Item| {
        matches!(item.held, Held::File(_))
            && !item.is_image()
            && print(item).is_some()
            && used.contains(&item.id)
    };
    let asked = |id: &TypeId| reads.readers(id).iter().any(|place| places.contains(place));
    let known = |item: &'a Item| {
        let own = item.types.iter().filter(|id| asked(id));
        own.filter(|id| item.lacking.get(*id).is_none_or(BTreeSet::is_empty))
            .collect()
    };
    let items = inputs.evidence.iter().filter(text);
    items.map(|item| (&item.id, (item, known(item)))).collect()
}

/// The pieces that a person should open: those on which most weight rests, by what they are or by a number that they show, and as many by lot, which nobody can choose.
pub(super) fn to_open<'a>(
    board: &'a Board<'a>,
    judged: &[Case<'a>],
    counting: &[Vec<&'a PieceId>],
) -> Vec<PieceId> {
    let inputs = board.inputs;
    let mut weights: FxHashMap<&PieceId, u64> = FxHashMap::default();
    for ((criterion, result), own) in judged.iter().zip(counting) {
        let mut used = own.clone();
        for sample in &result.samples {
            let sight = Sight {
                board,
                site: sample.site.as_ref(),
            };
            used.extend(proofs(board.reads(criterion), sight));
        }
        used.sort_unstable();
        used.dedup();
        for id in used {
            *weights.entry(id).or_default() += u64::from(result.weight);
        }
    }
    let files: Vec<(&Item, Digest, u64)> = inputs
        .evidence
        .iter()
        .filter_map(|item| match &item.held {
            Held::File(file) => Some((item, file.digest, *weights.get(&item.id)?)),
            _ => None,
        })
        .collect();
    let mut heaviest: Vec<_> = files.iter().collect();
    heaviest.sort_by_key(|(item, _, weight)| (std::cmp::Reverse(*weight), &item.id));
    let mut out: Vec<PieceId> = heaviest
        .iter()
        .take(HEAVIEST)
        .map(|(item, ..)| item.id.clone())
        .collect();
    let mut drawn: Vec<(Digest, &PieceId)> = files
        .iter()
        .filter(|(item, ..)| !out.contains(&item.id))
        .map(|(item, digest, _)| {
            let drawn = Digest::of(format!("{}{digest}", inputs.piece_seed()).as_bytes());
            (drawn, &item.id)
        })
        .collect();
    drawn.sort_unstable();
    out.extend(drawn.into_iter().take(DRAWN).map(|(_, id)| id.clone()));
    out
}

/// The pieces that show a number which the elements of a criterion read.
fn proofs<'a>(reads: &'a CriterionReads, sight: Sight<'a>) -> impl Iterator<Item = &'a PieceId> {
    let facts = reads.elements.facts.iter();
    let held = facts.filter(move |(_, days)| days.hold(sight.inputs().date));
    held.filter_map(move |(key, _)| {
        let fact = sight.fact(key)?;
        let id = fact.evidence.as_ref()?;
        (rules::support(key, fact, sight) == Support::Shown).then_some(id)
    })
}

fn note<'a>(trace: &'a Trace, used: &mut Vec<&'a PieceId>) {
    for (id, why) in &trace.evidence {
        used.extend(why.is_none().then_some(id));
    }
    for step in &trace.steps {
        note(step, used);
    }
}

fn print(item: &Item) -> Option<&Print> {
    item.survey.as_ref()?.text.as_ref()
}

fn said(kind: DoubtKind, pieces: impl IntoIterator<Item = PieceId>) -> DoubtFound {
    DoubtFound {
        pieces: pieces.into_iter().collect(),
        ..DoubtFound::of(kind)
    }
}

/// Near-identical texts under different types, in so many pieces at least.
fn same_text(counting: &Counting<'_>, least: Option<u32>) -> Option<DoubtFound> {
    let least = least? as usize;
    let all: Vec<(&PieceId, &Print, &BTreeSet<&TypeId>)> = counting
        .iter()
        .filter_map(|(id, (item, types))| Some((*id, print(item)?, types)))
        .collect();
    let alike = |a: &Print, b: &Print| {
        a.digest == b.digest || a.likeness.shared(&b.likeness) * 8 >= Likeness::parts() * 7
    };
    let mut found: BTreeSet<PieceId> = BTreeSet::new();
    for (id, text, types) in &all {
        let near: Vec<_> = all
            .iter()
            .filter(|(other, print, kinds)| other != id && kinds != types && alike(text, print))
            .collect();
        if near.len() + 1 >= least {
            found.insert((*id).clone());
            found.extend(near.into_iter().map(|(other, ..)| (*other).clone()));
        }
    }
    (!found.is_empty()).then(|| said(DoubtKind::SameText, found))
}

/// One piece for more types than a paper serves.
fn one_for_all(counting: &Counting<'_>, most: Option<u32>) -> Option<DoubtFound> {
    let most = most? as usize;
    let many = counting.iter().filter(|(_, (_, types))| types.len() > most);
    let found: Vec<PieceId> = many.map(|(id, _)| (*id).clone()).collect();
    (!found.is_empty()).then(|| said(DoubtKind::OnePiece, found))
}

/// Most papers of one day, which their own text does not say.
fn same_day(counting: &Counting<'_>, bound: Option<&Ratio>) -> Option<DoubtFound> {
    let mut days: BTreeMap<Date, Vec<PieceId>> = BTreeMap::new();
    for (item, _) in counting.values() {
        let survey = item.survey.as_ref();
        if let Some(day) = item.dates.effect
            && survey.is_some_and(|survey| !survey.dates.contains(&day))
        {
            days.entry(day).or_default().push(item.id.clone());
        }
    }
    let (day, pieces) = days
        .into_iter()
        .max_by_key(|(day, pieces)| (pieces.len(), *day))?;
    let share = share_of(pieces.len(), counting, bound)?;
    Some(DoubtFound {
        share: Some(share),
        day: Some(day),
        ..said(DoubtKind::SameDay, pieces)
    })
}

/// Most papers never name the structure.
fn unnamed(counting: &Counting<'_>, bound: Option<&Ratio>) -> Option<DoubtFound> {
    let silent = counting.values().filter(|(item, _)| item.names.is_empty());
    let pieces: Vec<PieceId> = silent.map(|(item, _)| item.id.clone()).collect();
    let share = share_of(pieces.len(), counting, bound)?;
    Some(DoubtFound {
        share: Some(share),
        ..said(DoubtKind::Unnamed, pieces)
    })
}

fn share_of(n: usize, counting: &Counting<'_>, bound: Option<&Ratio>) -> Option<Ratio> {
    let all = counting.len();
    beyond(&Ratio::count(n), &Ratio::count(all), bound).filter(|_| all >= FEW)
}

/// The share of the weight that is met which would not be without what a person has to read.
pub(super) fn on_eyes(inputs: &Inputs, judged: &[Case<'_>]) -> Option<Ratio> {
    if !inputs.evidence.iter().any(Item::wants_an_eye) {
        return None;
    }
    let mut without = inputs.clone();
    without.evidence.retain(|item| !item.wants_an_eye());
    super::met_only_with(&without, judged)
}
