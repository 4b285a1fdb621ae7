//! Values up the tree of chapters, in exact intervals.
//!
//! Every way of putting values together here depends on how many members there are of each (weight, value) only, not on which they
//! are: members are therefore kept as counts, and one criterion may be taken for another at little cost.

use super::sorts::SortsSeen;
use super::worth::round;
use crate::kernel::{Interval, Ratio};
use crate::norm::model::{
    Aggregation, EmptyGroup, Excluded, RoundingPlace, Scale, ScoreRules, WeightlessGroup, ZeroWeight,
};

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct GroupMember {
    /// Weight, as written.
    pub(crate) weight: u32,
    /// Value; none: it leaves the sum.
    pub(crate) value: Option<Interval>,
    /// The value that it would have if all were met.
    pub(crate) full: Ratio,
    /// Does it leave because it does not apply?
    pub(crate) excluded: bool,
}

/// The value of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// Its value; none: it leaves the sum above.
    pub(crate) value: Option<Interval>,
    /// Before rounding.
    pub(crate) exact: Option<Interval>,
    /// The value that it would have if all that counts were met.
    pub(crate) full: Ratio,
    /// Does it leave because nothing in it applies?
    pub(crate) excluded: bool,
}

/// Weights once they are settled, of one member of each kind, and how many there are.
struct Share<'a> {
    weight: Ratio,
    value: &'a Interval,
    full: &'a Ratio,
    times: Ratio,
}

/// One end of an interval.
type IntervalEnd<'a> = &'a dyn Fn(&Interval) -> Ratio;

/// The members of a group, one perhaps seen as another.
pub(crate) type Members<'a> = SortsSeen<'a, GroupMember>;

/// Puts members together.
pub(crate) fn group(members: Members<'_>, rules: &ScoreRules, scale: &Scale) -> Group {
    let shares = shares(members, rules);
    let full = full(&shares, rules, scale);
    let exact = if shares.is_empty() {
        match rules.empty_group {
            EmptyGroup::Leaves => None,
            EmptyGroup::Zero => Some(Interval::exact(scale.nothing(rules.aggregation))),
            EmptyGroup::Full => Some(Interval::exact(full.clone())),
        }
    } else if shares.iter().all(|share| share.weight.is_zero()) {
        match rules.weightless_group {
            WeightlessGroup::Leaves => None,
            WeightlessGroup::Zero => Some(Interval::exact(scale.nothing(rules.aggregation))),
        }
    } else {
        combine(&shares, rules, scale)
    };
    let value = exact.clone().map(|value| {
        if rules.rounding.place == RoundingPlace::Levels {
            value.map(|v| round(v, rules.rounding, scale))
        } else {
            value
        }
    });
    let excluded = value.is_none() && !members.is_empty() && members.iter().all(|(m, _)| m.excluded);
    Group {
        value,
        exact,
        full,
        excluded,
    }
}

/// The weight that a member ends up with, once those that do not apply have left theirs. Weight is given to those that have some.
pub(crate) fn settled_weight(weight: u32, members: Members<'_>, rules: &ScoreRules) -> Ratio {
    let written = |weight: u32| match (rules.aggregation, weight, rules.zero_weight) {
        (Aggregation::Mean, _, _) | (_, 0, ZeroWeight::One) => Ratio::one(),
        _ => Ratio::whole(i64::from(weight)),
    };
    let sum = |wanted: &dyn Fn(&GroupMember) -> bool| {
        members
            .iter()
            .filter(|(m, _)| wanted(m))
            .fold(Ratio::zero(), |sum, (m, n)| {
                sum + Ratio::count(n) * written(m.weight)
            })
    };
    let own = written(weight);
    let freed = || sum(&|m| m.value.is_none() && m.excluded);
    let kept = || sum(&|m| m.value.is_some());
    let heads = || -> usize {
        let heavy = members
            .iter()
            .filter(|(m, _)| m.value.is_some() && !written(m.weight).is_zero());
        heavy.map(|(_, n)| n).sum()
    };
    match rules.not_applicable {
        Excluded::Equal if own.is_zero() => own,
        Excluded::Equal => match Ratio::of(&freed(), &Ratio::count(heads())) {
            Some(each) => own + each,
            None => own,
        },
        Excluded::Prorata => {
            let kept = kept();
            match Ratio::of(&(kept.clone() + freed()), &kept) {
                Some(factor) => own * factor,
                None => own,
            }
        }
        Excluded::Leaves | Excluded::Full | Excluded::Target | Excluded::Forbidden => own,
    }
}

fn shares<'a>(members: Members<'a>, rules: &ScoreRules) -> Vec<Share<'a>> {
    // weights of a kind come one after the other
    let mut last: Option<(u32, Ratio)> = None;
    members
        .iter()
        .filter_map(|(member, n)| {
            let value = member.value.as_ref()?;
            let known = last.take().filter(|(written, _)| *written == member.weight);
            let (_, weight) = last.insert(
                known.unwrap_or_else(|| (member.weight, settled_weight(member.weight, members, rules))),
            );
            let weight = weight.clone();
            Some(Share {
                weight,
                value,
                full: &member.full,
                times: Ratio::count(n),
            })
        })
        .collect()
}

/// The value of members of which one at least weighs.
fn combine(shares: &[Share<'_>], rules: &ScoreRules, scale: &Scale) -> Option<Interval> {
    let both = |f: &dyn Fn(IntervalEnd<'_>) -> Option<Ratio>| {
        Some(Interval {
            min: f(&|v| v.min.clone())?,
            max: f(&|v| v.max.clone())?,
        })
    };
    // what weighs nothing does not count where the number of members does not matter
    let heavy = || shares.iter().filter(|s| !s.weight.is_zero());
    match rules.aggregation {
        Aggregation::WeightedMean | Aggregation::Mean => {
            let total = shares
                .iter()
                .fold(Ratio::zero(), |sum, s| sum + s.times.clone() * s.weight.clone());
            both(&|end| Ratio::of(&sum(shares, end), &total))
        }
        Aggregation::Sum => both(&|end| Some(sum(shares, end))),
        Aggregation::Minimum => both(&|end| heavy().map(|s| end(s.value)).min()),
        Aggregation::Product => both(&|end| {
            Some(heavy().fold(Ratio::one(), |product, s| {
                product * power(&end(s.value), &s.times)
            }))
        }),
        Aggregation::All => both(&|end| {
            let all = heavy().all(|s| end(s.value) == *s.full);
            Some(if all { scale.max.clone() } else { scale.min.clone() })
        }),
    }
}

fn sum(shares: &[Share<'_>], end: IntervalEnd<'_>) -> Ratio {
    shares.iter().fold(Ratio::zero(), |sum, s| {
        sum + s.times.clone() * s.weight.clone() * end(s.value)
    })
}

/// A value multiplied by itself so many times; values of 0 and 1 at once.
fn power(value: &Ratio, times: &Ratio) -> Ratio {
    if value.is_zero() || *value == Ratio::one() {
        return value.clone();
    }
    let mut left = times.clone();
    let mut out = Ratio::one();
    while !left.is_zero() {
        out = out * value.clone();
        left = left - Ratio::one();
    }
    out
}

/// The value that the group would have if all that counts were met.
fn full(shares: &[Share<'_>], rules: &ScoreRules, scale: &Scale) -> Ratio {
    match rules.aggregation {
        Aggregation::Sum => shares.iter().fold(Ratio::zero(), |sum, s| {
            sum + s.times.clone() * s.weight.clone() * s.full.clone()
        }),
        Aggregation::WeightedMean
        | Aggregation::Mean
        | Aggregation::Minimum
        | Aggregation::Product
        | Aggregation::All => scale.max.clone(),
    }
}
