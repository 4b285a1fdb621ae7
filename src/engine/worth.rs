//! What a judged criterion counts for in the score.

use super::sight::Sight;
use crate::assessment::results::{Cause, ElementResult, Reason, Truth};
use crate::kernel::{Interval, Ratio, Status};
use crate::norm::model::{
    AuditKind, Criterion, Erring, Excluded, Level, PartialCredit, Rounding, RoundingMode, RoundingPlace,
    Scale, ScoreRules, Unsettled,
};

/// How the status of one sample was settled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ruling {
    pub(super) computed: Status,
    pub(super) retained: Status,
    /// Of the retained status.
    pub(super) reason: Reason,
    /// Only an auditor's look is missing, and there is no auditor: it leaves the score.
    pub(super) waits: bool,
    /// Nobody said whether the criterion applies: it may be set aside yet.
    pub(super) may_leave: bool,
}

/// The value of one sample; none: it leaves the sum. `wanted` are the elements that count.
pub(super) fn worth(
    criterion: &Criterion,
    sight: Sight<'_>,
    ruling: Ruling,
    wanted: &[&ElementResult],
) -> Option<Interval> {
    let rules = sight.board.rules(&criterion.chapter);
    let policy = &sight.inputs().norm.policy;
    let level = sight.practice(&criterion.id).and_then(|p| p.level.as_ref());
    let level = level
        .and_then(|id| sight.inputs().norm.level(id))
        .and_then(|level| level.value.as_ref());
    let rating = |e: &&ElementResult| {
        let level = e.rating.as_ref().and_then(|id| sight.inputs().norm.level(id))?;
        level.value.clone()
    };
    let erring = wanted.iter().any(|e| e.causes.contains(&Cause::Error));
    let alone = sight.inputs().audit == AuditKind::SelfAssessment;
    let counts = |e: &&&ElementResult| !(alone && super::criterion::is_human(e));
    let mut credit = Credit {
        met: wanted.iter().filter(|e| e.truth == Truth::Yes).count(),
        wanted: wanted.iter().filter(counts).count(),
        ratings: if wanted.iter().any(|e| e.rating.is_some()) {
            wanted.iter().map(rating).collect()
        } else {
            Vec::new()
        },
        level,
        levels: &sight.inputs().norm.levels,
    };
    let Ruling {
        computed,
        retained,
        reason,
        waits,
        may_leave,
    } = ruling;
    if waits {
        return None;
    }
    // an auditor's « conforme » is worth all, unless it was levels that made it so
    let by_levels = computed == Status::Conforming && (reason != Reason::Auditor || credit.is_settled());
    if retained == Status::Conforming && !by_levels {
        credit.ratings.clear();
        credit.level = None;
    }
    let of = |status| of_status(status, erring, &credit, rules, &policy.scale);
    let value = of(retained)?;
    if !may_leave || retained == Status::NotApplicable || reason == Reason::Auditor {
        return Some(value);
    }
    // nobody said whether it applies: what it is worth if it does not is within the bounds
    let set_aside = of(Status::NotApplicable);
    let least = match (&set_aside, rules.not_applicable) {
        (Some(other), _) => other.min.clone(),
        (None, Excluded::Forbidden) => return Some(value),
        // it would leave: nothing is the least of it in every sum, and silence keeps no marks that the truth would not
        (None, _) => policy.scale.nothing(rules.aggregation),
    };
    let most = set_aside.map_or_else(|| value.max.clone(), |other| other.max);
    Some(Interval {
        min: value.min.min(least),
        max: value.max.max(most),
    })
}

/// What partial credit rests on.
#[derive(Debug)]
pub(super) struct Credit<'a> {
    pub(super) met: usize,
    pub(super) wanted: usize,
    /// Of each element, where one of them has any.
    pub(super) ratings: Vec<Option<Ratio>>,
    pub(super) level: Option<&'a Ratio>,
    /// The levels that there are.
    pub(super) levels: &'a [Level],
}

impl Credit<'_> {
    /// Did all elements get a level, or none?
    fn is_settled(&self) -> bool {
        let given = self.ratings.iter().filter(|rating| rating.is_some()).count();
        given == 0 || given == self.ratings.len()
    }
}

/// The value of a status under the score rules, rounded where they round criteria.
pub(super) fn of_status(
    retained: Status,
    erring: bool,
    credit: &Credit<'_>,
    rules: &ScoreRules,
    scale: &Scale,
) -> Option<Interval> {
    let least = || partial(credit, rules, scale);
    let value = match retained {
        Status::NotApplicable => match rules.not_applicable {
            Excluded::Full => Some(Interval::exact(scale.max.clone())),
            Excluded::Target => rules.target.clone().map(Interval::exact),
            Excluded::Leaves | Excluded::Equal | Excluded::Prorata | Excluded::Forbidden => None,
        },
        Status::NotAssessed => unsettled(rules.not_assessed, scale, || Interval::exact(scale.min.clone())),
        Status::Conforming => {
            Some(rated(credit, rules, scale).unwrap_or_else(|| Interval::exact(scale.max.clone())))
        }
        Status::NotDemonstrated if erring && rules.error == Erring::Leaves => None,
        Status::NotDemonstrated => unsettled(rules.not_demonstrated, scale, least),
        Status::Nonconforming => Some(least()),
    };
    let rounds = matches!(
        rules.rounding.place,
        RoundingPlace::Criterion | RoundingPlace::Levels
    );
    value.map(|value| {
        if rounds {
            value.map(|v| round(v, rules.rounding, scale))
        } else {
            value
        }
    })
}

fn unsettled(what: Unsettled, scale: &Scale, fails: impl Fn() -> Interval) -> Option<Interval> {
    match what {
        Unsettled::Bounds => Some(scale.whole()),
        Unsettled::Leaves => None,
        Unsettled::Fails => Some(fails()),
    }
}

/// The mean of the levels given to the elements; an element without one may be worth anything. None where no element has one:
/// then the declared level.
fn rated(credit: &Credit<'_>, rules: &ScoreRules, scale: &Scale) -> Option<Interval> {
    if rules.partial_credit != PartialCredit::Level {
        return None;
    }
    if credit.ratings.iter().all(Option::is_none) {
        return credit.level.cloned().map(Interval::exact);
    }
    let (mut low, mut high) = (Ratio::zero(), Ratio::zero());
    for rating in &credit.ratings {
        let known = rating.clone().map_or_else(|| scale.whole(), Interval::exact);
        low = low + known.min;
        high = high + known.max;
    }
    let n = Ratio::count(credit.ratings.len());
    Some(Interval {
        min: Ratio::of(&low, &n)?,
        max: Ratio::of(&high, &n)?,
    })
}

/// What a criterion that is not met counts for: never all.
fn partial(credit: &Credit<'_>, rules: &ScoreRules, scale: &Scale) -> Interval {
    let share = match &rules.partial_credit {
        PartialCredit::Level => {
            if let Some(value) = rated(credit, rules, scale) {
                let most = short_of_all(credit, scale);
                return value.map(|end| end.clone().min(most.clone()));
            }
            None
        }
        PartialCredit::None => None,
        PartialCredit::Elements if credit.met == credit.wanted => None,
        PartialCredit::Elements => Ratio::of(&Ratio::count(credit.met), &Ratio::count(credit.wanted)),
        PartialCredit::Fixed(part) => (credit.met > 0).then(|| part.clone()),
    };
    Interval::exact(scale.at(&share.unwrap_or_else(Ratio::zero)))
}

/// The most that levels are worth where one of them is short of the top.
fn short_of_all(credit: &Credit<'_>, scale: &Scale) -> Ratio {
    let given = credit.ratings.iter().any(Option::is_some);
    let each = Ratio::count(if given { credit.ratings.len() } else { 1 });
    let values = credit.levels.iter().filter_map(|level| level.value.as_ref());
    let next = values.filter(|value| **value < scale.max).max();
    let lost = scale.max.clone() - next.unwrap_or(&scale.min).clone();
    Ratio::of(&lost, &each).map_or_else(|| scale.min.clone(), |lost| scale.max.clone() - lost)
}

/// Rounds as the policy says; a percentage keeps its decimals after the comma of the percentage.
pub(super) fn round(value: &Ratio, rounding: Rounding, scale: &Scale) -> Ratio {
    let decimals = rounding.decimals + if scale.unit.is_none() { 2 } else { 0 };
    match rounding.mode {
        RoundingMode::HalfUp => value.round_half_up(decimals),
        RoundingMode::HalfEven => value.round_half_even(decimals),
        RoundingMode::Down => value.round_down(decimals),
        RoundingMode::None => value.clone(),
    }
}
