//! The `preuve` leaf: true or unknown, never false. All conditions bear on the same pieces.

use std::collections::{BTreeMap, BTreeSet};

use super::sight::Sight;
use super::year::{self, DaysAsked};
use super::{logic, pieces};
use crate::assessment::CauseSet;
use crate::assessment::results::{Cause, Support, Trace};
use crate::kernel::{CriterionId, Date, PieceId};
use crate::norm::model::EvidenceRule;
use crate::record::item::{Held, Item, Witness};
use crate::record::text::Folded;

/// Judges a `preuve` leaf for one criterion.
pub(super) fn judge<'a>(rule: &'a EvidenceRule, criterion: &CriterionId, sight: Sight<'a>) -> Trace {
    let days = rule.covers.map(|coverage| sight.board.days(coverage));
    if days.as_ref().is_some_and(|days| days.is_empty()) {
        return Trace {
            support: Some(year::start_support(sight)),
            causes: CauseSet::from([Cause::NoObject]),
            ..logic::void()
        };
    }
    let mut looked: BTreeMap<PieceId, Option<Cause>> = BTreeMap::new();
    let (mut shown, mut said): (Vec<&Item>, Vec<&Item>) = (Vec::new(), Vec::new());
    for item in sight.evidence(&rule.types, criterion) {
        let cause = match pieces::weigh(item, rule, sight) {
            Ok(counted) => {
                said.push(item);
                shown.extend(counted.shows().then_some(item));
                None
            }
            Err(why) => Some(why.cause()),
        };
        looked.insert(item.id.clone(), cause);
    }
    // no piece covers no day, whichever are asked
    let sure = days.as_ref().filter(|_| !shown.is_empty());
    let sure = sure.map(|days| year::shown(days, sight));
    let mut trace = if Together::of(rule, sure.as_deref().or(days.as_deref())).is_met(&shown) {
        logic::yes(Support::Shown)
    } else if Together::of(rule, days.as_deref()).is_met(&said) {
        logic::yes(Support::Declared)
    } else {
        let mut causes: CauseSet = looked.values().flatten().copied().collect();
        causes = causes.and(short_of(&said, Together::of(rule, days.as_deref())));
        if causes.is_empty() {
            causes.insert(Cause::NoEvidence);
        }
        if rests_when_older(rule, &looked, sight).is_some() {
            causes.insert(Cause::BelowTarget);
        }
        logic::unknown(causes)
    };
    trace.evidence = looked;
    trace
}

/// Would a leaf be shown, had an auditor looked at the dated interviews and observations that the structure wrote down itself?
pub(super) fn is_shown_once_looked_at(rule: &EvidenceRule, trace: &Trace, sight: Sight<'_>) -> bool {
    let own = |item: &Item| {
        let own = matches!(
            item.held,
            Held::Reported {
                witness: Witness::Structure
            }
        );
        own && item.dates.effect.is_some()
    };
    let counting = trace.evidence.iter().filter(|(_, cause)| cause.is_none());
    let shown: Vec<&Item> = counting
        .filter_map(|(id, _)| sight.piece(id))
        .filter(|item| {
            let filed = matches!(item.held, Held::File(_)) && !item.is_third_party();
            let vouched = item.is_third_party() && !pieces::is_on_trust(item, sight.inputs().audit);
            filed || vouched || sight.board.is_seen(&item.id) || own(item)
        })
        .collect();
    let days = rule.covers.map(|coverage| sight.board.days(coverage));
    let days = days.map(|days| year::shown(&days, sight));
    Together::of(rule, days.as_deref()).is_met(&shown)
}

/// What a leaf would rest on if pieces could be twice as old as an age of the tool's own; none: it would not hold either.
pub(super) fn rests_when_older(
    rule: &EvidenceRule,
    looked: &BTreeMap<PieceId, Option<Cause>>,
    sight: Sight<'_>,
) -> Option<Support> {
    // where no piece is too old, an age changes nothing
    if !looked.values().any(|cause| *cause == Some(Cause::TooOld)) {
        return None;
    }
    let rule = rule.at_twice_the_age()?;
    let counting = looked
        .iter()
        .filter(|(_, cause)| matches!(cause, None | Some(Cause::TooOld)));
    let good: Vec<(&Item, Support)> = counting
        .filter_map(|(id, _)| sight.piece(id))
        .filter_map(|item| Some((item, pieces::weigh(item, &rule, sight).ok()?.support)))
        .collect();
    let days = rule.covers.map(|coverage| sight.board.days(coverage));
    let sure = days.as_ref().map(|days| year::shown(days, sight));
    let shown: Vec<&Item> = good
        .iter()
        .filter(|(_, support)| *support == Support::Shown)
        .map(|(item, _)| *item)
        .collect();
    let said: Vec<&Item> = good.iter().map(|(item, _)| *item).collect();
    if Together::of(&rule, sure.as_deref()).is_met(&shown) {
        Some(Support::Shown)
    } else {
        Together::of(&rule, days.as_deref())
            .is_met(&said)
            .then_some(Support::Declared)
    }
}

/// What is asked of pieces together, once each is as it should be.
#[derive(Debug, Clone, Copy)]
struct Together<'d> {
    count: u32,
    min_modalities: u32,
    min_origins: u32,
    days: Option<&'d [DaysAsked]>,
}

impl<'d> Together<'d> {
    /// All that a rule asks, with the days that it asks to be covered.
    fn of(rule: &EvidenceRule, days: Option<&'d [DaysAsked]>) -> Self {
        Self {
            count: rule.count,
            min_modalities: rule.min_modalities,
            min_origins: rule.min_origins,
            days,
        }
    }

    fn is_met(self, pieces: &[&Item]) -> bool {
        let modalities = || pieces.iter().map(|item| item.modality).collect::<BTreeSet<_>>();
        // « Habitants » and « habitants » are one origin; what says none has none
        let origins = || {
            let said = pieces.iter().filter_map(|item| item.source.as_deref());
            let folded = said.map(|said| Folded::of(said).as_str().to_owned());
            folded
                .filter(|origin| !origin.is_empty())
                .collect::<BTreeSet<_>>()
        };
        pieces.len() >= self.count as usize
            && (self.min_modalities == 0 || modalities().len() >= self.min_modalities as usize)
            && (self.min_origins <= 1 || origins().len() >= self.min_origins as usize)
            && self
                .days
                .is_none_or(|days| days.iter().any(|days| covered(pieces, *days)))
    }
}

/// What lacks where each piece is as it should be, and there are enough of them: days, sides that speak, sorts.
fn short_of(pieces: &[&Item], all: Together<'_>) -> CauseSet {
    let enough = Together {
        min_origins: 1,
        min_modalities: 0,
        days: None,
        ..all
    };
    if !enough.is_met(pieces) {
        return CauseSet::new();
    }
    let each = [
        (
            Cause::PeriodOpen,
            Together {
                days: all.days,
                ..enough
            },
        ),
        (
            Cause::SidesMissing,
            Together {
                min_origins: all.min_origins,
                ..enough
            },
        ),
        (
            Cause::SortsMissing,
            Together {
                min_modalities: all.min_modalities,
                ..enough
            },
        ),
    ];
    let lacking = each.into_iter().filter(|(_, asked)| !asked.is_met(pieces));
    lacking.map(|(cause, _)| cause).collect()
}

/// Does the union of the pieces' periods hold every day that is asked?
fn covered(pieces: &[&Item], days: DaysAsked) -> bool {
    let DaysAsked { first, last, .. } = days;
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
