//! What is a group worth, of criteria or of chapters?

use mediaudit_core::norm::model::{
    Aggregation, EmptyGroup, Excluded, RoundingPlace, Scale, ScoreRules, WeightlessGroup, ZeroWeight,
};

use super::number::int;
use super::score::{ends, rounded};
use super::{Between, F};

/// A member of a group.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) weight: u32,
    pub(super) value: Between,
    /// Were all of it met.
    pub(super) full: F,
    /// It leaves because it does not apply.
    pub(super) gone: bool,
}

/// What a group without anything in it would be worth, were it failed.
pub(super) fn nothing(r: &ScoreRules, scale: &Scale) -> F {
    if r.aggregation == Aggregation::Sum {
        int(0)
    } else {
        ends(scale).0
    }
}

/// Value, and value were all met; gone where all members are.
pub(super) fn group(parts: &[Part], r: &ScoreRules, scale: &Scale) -> Part {
    let (min, max) = ends(scale);
    let written = |p: &Part| match (r.aggregation, p.weight, r.zero_weight) {
        (Aggregation::Mean, ..) | (_, 0, ZeroWeight::One) => int(1),
        (_, n, _) => int(n as usize),
    };
    let kept: Vec<&Part> = parts.iter().filter(|p| p.value.is_some()).collect();
    let of_all = |all: &[&Part]| all.iter().fold(int(0), |sum, p| sum + written(p));
    let gone: Vec<&Part> = parts.iter().filter(|p| p.value.is_none() && p.gone).collect();
    let (freed, before) = (of_all(&gone), of_all(&kept));
    let heads = kept.iter().filter(|p| !written(p).is_nothing()).count();
    let weight = |p: &Part| match r.not_applicable {
        _ if written(p).is_nothing() => int(0),
        Excluded::Equal => written(p) + freed.over(int(heads)).unwrap(),
        Excluded::Prorata => written(p) * (before + freed).over(before).unwrap(),
        _ => written(p),
    };
    let heavy: Vec<&Part> = kept.iter().copied().filter(|p| !weight(p).is_nothing()).collect();
    let total = heavy.iter().fold(int(0), |sum, p| sum + weight(p));
    let one = |end: &dyn Fn(&Part) -> F| {
        let sum = heavy.iter().fold(int(0), |sum, p| sum + weight(p) * end(p));
        match r.aggregation {
            Aggregation::WeightedMean | Aggregation::Mean => sum.over(total).unwrap(),
            Aggregation::Sum => sum,
            Aggregation::Minimum => heavy.iter().map(|p| end(p)).min().unwrap(),
            Aggregation::Product => heavy.iter().fold(int(1), |product, p| product * end(p)),
            Aggregation::All if heavy.iter().all(|p| end(p) == p.full) => max,
            Aggregation::All => min,
        }
    };
    let full = match r.aggregation {
        Aggregation::Sum => heavy.iter().fold(int(0), |sum, p| sum + weight(p) * p.full),
        _ => max,
    };
    let failed = nothing(r, scale);
    let value = match (kept.is_empty(), heavy.is_empty()) {
        (true, _) => match r.empty_group {
            EmptyGroup::Leaves => None,
            EmptyGroup::Zero => Some((failed, failed)),
            EmptyGroup::Full => Some((full, full)),
        },
        (false, true) => match r.weightless_group {
            WeightlessGroup::Leaves => None,
            WeightlessGroup::Zero => Some((failed, failed)),
        },
        (false, false) => Some((one(&|p| p.value.unwrap().0), one(&|p| p.value.unwrap().1))),
    };
    let value = rounded(value, r, scale, &[RoundingPlace::Levels]);
    Part {
        weight: 0,
        gone: value.is_none() && !parts.is_empty() && parts.iter().all(|p| p.gone),
        value,
        full,
    }
}
