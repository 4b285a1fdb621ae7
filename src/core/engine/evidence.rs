//! The `preuve` leaf: true or unknown, never false. All conditions bear on the same pieces.

use std::collections::{BTreeMap, BTreeSet};

use super::logic;
use super::sight::Sight;
use crate::assessment::results::{Cause, Support, Trace};
use crate::kernel::{CriterionId, Date, Period, PieceId};
use crate::norm::model::{Coverage, EvidenceRule, EvidenceType};
use crate::record::item::{Held, Item, Reading};

/// Judges a `preuve` leaf for one criterion.
pub(super) fn judge<'a>(rule: &'a EvidenceRule, criterion: &CriterionId, sight: Sight<'a>) -> Trace {
    let inputs = sight.inputs();
    let mut looked: BTreeMap<PieceId, Option<Cause>> = BTreeMap::new();
    let mut good: Vec<(&Item, Support)> = Vec::new();
    for item in sight.evidence(&rule.types, criterion) {
        match check(item, rule, sight) {
            Ok(support) => {
                looked.insert(item.id.clone(), None);
                good.push((item, support));
            }
            Err(cause) => {
                looked.insert(item.id.clone(), Some(cause));
            }
        }
    }
    let shown: Vec<&Item> = good
        .iter()
        .filter(|(_, support)| *support == Support::Shown)
        .map(|(item, _)| *item)
        .collect();
    let said: Vec<&Item> = good.iter().map(|(item, _)| *item).collect();
    let mut trace = if suffices(&shown, rule, inputs.date) {
        logic::yes(Support::Shown)
    } else if suffices(&said, rule, inputs.date) {
        logic::yes(Support::Declared)
    } else {
        let mut causes: BTreeSet<Cause> = looked.values().flatten().copied().collect();
        if causes.is_empty() {
            causes.insert(Cause::NoEvidence);
        }
        logic::unknown(causes)
    };
    trace.evidence = looked;
    trace
}

/// Does this piece, by itself, prove something at the audit date? Used for the proof that a fact names.
pub(super) fn is_valid(item: &Item, sight: Sight<'_>) -> bool {
    item.types.iter().any(|id| {
        let rule = EvidenceRule {
            types: BTreeSet::from([id.clone()]),
            ..EvidenceRule::any()
        };
        check(item, &rule, sight) == Ok(Support::Shown)
    })
}

fn suffices(pieces: &[&Item], rule: &EvidenceRule, date: Date) -> bool {
    let modalities: BTreeSet<_> = pieces.iter().map(|item| item.modality).collect();
    let origins: BTreeSet<_> = pieces
        .iter()
        .map(|item| item.source.as_deref().unwrap_or_default())
        .collect();
    pieces.len() >= rule.count as usize
        && modalities.len() >= rule.min_modalities as usize
        && origins.len() >= rule.min_origins as usize
        && rule.covers.is_none_or(|coverage| covered(pieces, coverage, date))
}

/// Does the union of the pieces' periods hold every day that is asked?
fn covered(pieces: &[&Item], coverage: Coverage, date: Date) -> bool {
    let (first, last) = coverage.window(date);
    let mut spans: Vec<(Date, Date)> = pieces.iter().filter_map(|item| item.dates.covers).collect();
    spans.sort_unstable();
    let mut next = first;
    for (from, to) in spans {
        if from > next {
            return false;
        }
        if to >= last {
            return true;
        }
        if to >= next {
            next = to.tomorrow().unwrap_or(to);
        }
    }
    false
}

/// What keeps a piece from counting, or what it counts as.
fn check(item: &Item, rule: &EvidenceRule, sight: Sight<'_>) -> Result<Support, Cause> {
    let inputs = sight.inputs();
    if matches!(item.held, Held::Missing { path: _ }) {
        return Err(Cause::NoEvidence);
    }
    match &item.reading {
        Reading::Readable => {}
        Reading::Unreadable { reason: _ } => return Err(Cause::Unreadable),
        Reading::Empty => return Err(Cause::Empty),
        // what an auditor has seen needs no machine to read it
        Reading::Unread { reason: _ } if sight.board.is_seen(&item.id) => {}
        Reading::Unread { reason: _ } => return Err(Cause::Unread),
        Reading::Unfinished { reason: _ } => return Err(Cause::Error),
    }
    let kinds: Vec<&EvidenceType> = rule
        .types
        .intersection(&item.types)
        .filter_map(|id| inputs.norm.evidence_types.get(id))
        .collect();
    let fits = |kind: &EvidenceType| {
        let modalities = if rule.modalities.is_empty() {
            &kind.modalities
        } else {
            &rule.modalities
        };
        let formats = if rule.formats.is_empty() {
            &kind.formats
        } else {
            &rule.formats
        };
        let format_fits = match &item.held {
            Held::File(file) => formats.is_empty() || formats.contains(&file.format),
            _ => true,
        };
        modalities.contains(&item.modality) && format_fits
    };
    let fitting: Vec<&EvidenceType> = kinds.into_iter().filter(|kind| fits(kind)).collect();
    let pages = rule
        .min_pages
        .is_none_or(|min| item.pages.is_some_and(|pages| pages >= min));
    let lacks_words = rule
        .contains
        .iter()
        .any(|word| item.contents.get(word) == Some(&false));
    if fitting.is_empty() || !pages || lacks_words || (rule.signed && !item.signed) {
        return Err(Cause::Unfit);
    }
    // words that could not be sought are not words that are not there
    if !rule.contains.iter().all(|word| item.contents.contains_key(word)) {
        return Err(Cause::NoText);
    }
    // the type that lets the piece live longest, among those that it is of
    let outcomes: Vec<Result<(), Cause>> = fitting
        .into_iter()
        .map(|kind| in_time(item, kind.validity, rule, inputs.date))
        .collect();
    if !outcomes.contains(&Ok(())) {
        return Err(outcomes
            .into_iter()
            .filter_map(Result::err)
            .min()
            .unwrap_or(Cause::Error));
    }
    match item.held {
        Held::File(_) => Ok(Support::Shown),
        _ if sight.board.is_seen(&item.id) => Ok(Support::Shown),
        _ => Ok(Support::Declared),
    }
}

/// Last day of validity = date of effect + period, inclusive; `expire` replaces the type's default; `age-max` applies besides.
fn in_time(item: &Item, validity: Option<Period>, rule: &EvidenceRule, date: Date) -> Result<(), Cause> {
    let dates = &item.dates;
    let validity = if dates.expires.is_some() { None } else { validity };
    if dates.expires.is_some_and(|last| last < date) {
        return Err(Cause::Expired);
    }
    let Some(effect) = dates.effect else {
        let limits = [(rule.max_age, Cause::TooOld), (validity, Cause::Expired)];
        if limits.iter().all(|(period, _)| period.is_none()) {
            return still_valid(dates.expires, rule, date);
        }
        // metadata may show that a piece is too old, never that it is recent enough
        return match dates.not_after {
            None => Err(Cause::Undated),
            Some(newest) => {
                let gone = limits
                    .iter()
                    .find(|(period, _)| period.is_some_and(|period| newest.plus(period) < date));
                Err(gone.map_or(Cause::DateToConfirm, |(_, cause)| *cause))
            }
        };
    };
    if effect > date {
        return Err(Cause::Later);
    }
    if rule.max_age.is_some_and(|period| effect.plus(period) < date) {
        return Err(Cause::TooOld);
    }
    let last = dates
        .expires
        .or_else(|| validity.map(|period| effect.plus(period)));
    if last.is_some_and(|last| last < date) {
        return Err(Cause::Expired);
    }
    still_valid(last, rule, date)
}

fn still_valid(last: Option<Date>, rule: &EvidenceRule, date: Date) -> Result<(), Cause> {
    let short = rule
        .still_valid
        .is_some_and(|period| last.is_some_and(|last| last < date.plus(period)));
    if short { Err(Cause::Expired) } else { Ok(()) }
}
