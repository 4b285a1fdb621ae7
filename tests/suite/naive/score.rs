//! What is a criterion worth, and a group of them?
use mediaudit_core::kernel::{ChapterId, Date, Ratio, Status};
use mediaudit_core::norm::model::{
    Aggregation, EmptyGroup, Erring, Excluded, Norm, PartialCredit, Rounding, RoundingMode, RoundingPlace,
    Scale, ScoreRules, Unsettled, WeightlessGroup, ZeroWeight,
};

use super::{Span, int};

/// The score rules in force at a day, in a chapter: revisions in their order, then chapters from the top down.
pub(super) fn rules(norm: &Norm, chapter: Option<&ChapterId>, date: Date) -> ScoreRules {
    let mut rules = norm.policy.score.clone();
    let past = norm.policy.revisions.iter().filter(|r| r.from <= date);
    past.for_each(|r| r.change.over(&mut rules));
    let of = |id: &ChapterId| norm.chapter(id).unwrap();
    let mut up: Vec<_> = std::iter::successors(chapter.map(of), |c| c.parent.as_ref().map(of)).collect();
    up.reverse();
    up.iter()
        .filter_map(|c| c.policy.as_ref())
        .for_each(|change| change.over(&mut rules));
    rules
}

pub(super) fn round(x: &Ratio, r: Rounding, scale: &Scale) -> Ratio {
    let ten = (0..r.decimals + if scale.unit.is_none() { 2 } else { 0 }).fold(int(1), |t, _| t * int(10));
    let half = |x: &Ratio| Ratio::of(x, &int(2)).unwrap();
    let y = x.clone() * ten.clone();
    let below = y.floor();
    let rest = y.clone() - below.clone();
    let even = half(&below) == half(&below).floor();
    let up = match r.mode {
        RoundingMode::None => return x.clone(),
        RoundingMode::Down => false,
        RoundingMode::HalfUp => rest > half(&int(1)) || (rest == half(&int(1)) && !y.is_negative()),
        RoundingMode::HalfEven => rest > half(&int(1)) || (rest == half(&int(1)) && !even),
    };
    Ratio::of(&(below + int(usize::from(up))), &ten).unwrap()
}

/// Rounds both ends, where `places` holds the place at which the rules round.
fn rounded(span: Span, r: &ScoreRules, scale: &Scale, places: &[RoundingPlace]) -> Span {
    let round = |x: Ratio| {
        if places.contains(&r.rounding.place) {
            round(&x, r.rounding, scale)
        } else {
            x
        }
    };
    span.map(|(low, high)| (round(low), round(high)))
}

/// What the value of a criterion is made of.
pub(super) struct Worth {
    pub(super) share: (usize, usize),
    pub(super) ratings: Vec<Option<Ratio>>,
    pub(super) declared: Option<Ratio>,
    pub(super) erring: bool,
    /// What each level is worth.
    pub(super) levels: Vec<Ratio>,
    /// An auditor said « conforme », and levels alone would not.
    pub(super) by_word: bool,
}

/// A criterion that fails lacks a level somewhere: on one of its elements, or as a whole.
fn short(span: Span, w: &Worth, scale: &Scale) -> Span {
    let rated = w.ratings.iter().any(Option::is_some);
    let n = if rated { w.ratings.len() } else { 1 };
    let below = w
        .levels
        .iter()
        .filter(|v| **v < scale.max)
        .max()
        .unwrap_or(&scale.min);
    let most = Ratio::of(&(scale.max.clone() * int(n - 1) + below.clone()), &int(n)).unwrap();
    span.map(|(low, high)| (low.min(most.clone()), high.min(most)))
}

pub(super) fn worth(status: Status, w: &Worth, rules: &ScoreRules, scale: &Scale) -> Span {
    let exact = |x: Ratio| Some((x.clone(), x));
    let share = |s: Ratio| exact(scale.min.clone() + (scale.max.clone() - scale.min.clone()) * s);
    let mean = |missing: &Ratio| {
        let values = w
            .ratings
            .iter()
            .map(|r| r.clone().unwrap_or_else(|| missing.clone()));
        Ratio::of(&values.fold(int(0), |s, r| s + r), &int(w.ratings.len())).unwrap()
    };
    let by_level = match rules.partial_credit {
        PartialCredit::Level if w.ratings.iter().any(Option::is_some) => {
            Some((mean(&scale.min), mean(&scale.max)))
        }
        PartialCredit::Level => w.declared.clone().and_then(exact),
        _ => None,
    };
    let (met, all) = w.share;
    let least = short(by_level.clone(), w, scale).or(match &rules.partial_credit {
        PartialCredit::Elements if met < all => share(Ratio::of(&int(met), &int(all)).unwrap()),
        PartialCredit::Fixed(part) if met > 0 => share(part.clone()),
        _ => share(int(0)),
    });
    let open = |u: Unsettled, fails: Span| match u {
        Unsettled::Bounds => Some((scale.min.clone(), scale.max.clone())),
        Unsettled::Leaves => None,
        Unsettled::Fails => fails,
    };
    let value = match (status, rules.not_applicable) {
        (Status::NotApplicable, Excluded::Full) => share(int(1)),
        (Status::NotApplicable, Excluded::Target) => rules.target.clone().and_then(exact),
        (Status::NotApplicable, _) => None,
        (Status::NotAssessed, _) => open(rules.not_assessed, share(int(0))),
        (Status::Conforming, _) => by_level.filter(|_| !w.by_word).or(share(int(1))),
        (Status::NotDemonstrated, _) if w.erring && rules.error == Erring::Leaves => None,
        (Status::NotDemonstrated, _) => open(rules.not_demonstrated, least),
        (Status::Nonconforming, _) => least,
    };
    rounded(
        value,
        rules,
        scale,
        &[RoundingPlace::Criterion, RoundingPlace::Levels],
    )
}

/// A member of a group: weight, value, value if all were met, and whether it leaves because it does not apply.
#[derive(Clone)]
pub(super) struct Part(pub(super) u32, pub(super) Span, pub(super) Ratio, pub(super) bool);

pub(super) fn group(parts: &[Part], r: &ScoreRules, scale: &Scale) -> Part {
    let w = |p: &Part| match (r.aggregation, p.0, r.zero_weight) {
        (Aggregation::Mean, ..) | (_, 0, ZeroWeight::One) => int(1),
        (_, n, _) => int(n as usize),
    };
    let kept: Vec<&Part> = parts.iter().filter(|p| p.1.is_some()).collect();
    let gone = parts.iter().filter(|p| p.1.is_none() && p.3);
    let freed = gone.fold(int(0), |s, p| s + w(p));
    let before = kept.iter().fold(int(0), |s, p| s + w(p));
    let heads = kept.iter().filter(|p| !w(p).is_zero()).count();
    let weight = |p: &Part| match r.not_applicable {
        Excluded::Equal if !w(p).is_zero() => w(p) + Ratio::of(&freed, &int(heads)).unwrap(),
        Excluded::Prorata if !before.is_zero() => {
            w(p) * Ratio::of(&(before.clone() + freed.clone()), &before).unwrap()
        }
        _ => w(p),
    };
    let heavy: Vec<&&Part> = kept.iter().filter(|p| !weight(p).is_zero()).collect();
    let sum = |end: &dyn Fn(&Part) -> Ratio| kept.iter().fold(int(0), |s, p| s + weight(p) * end(p));
    let one = |end: &dyn Fn(&Part) -> Ratio| -> Option<Ratio> {
        let every = || {
            if heavy.iter().all(|p| end(p) == p.2) {
                &scale.max
            } else {
                &scale.min
            }
        };
        match r.aggregation {
            Aggregation::WeightedMean | Aggregation::Mean => Ratio::of(&sum(end), &sum(&|_| int(1))),
            Aggregation::Sum => (!heavy.is_empty()).then(|| sum(end)),
            Aggregation::Minimum => heavy.iter().map(|p| end(p)).min(),
            Aggregation::Product => (!heavy.is_empty()).then(|| heavy.iter().fold(int(1), |s, p| s * end(p))),
            Aggregation::All => (!heavy.is_empty()).then(|| every().clone()),
        }
    };
    let full = match r.aggregation {
        Aggregation::Sum => sum(&|p| p.2.clone()),
        _ => scale.max.clone(),
    };
    let ends = one(&|p| p.1.clone().unwrap().0).zip(one(&|p| p.1.clone().unwrap().1));
    let least = if r.aggregation == Aggregation::Sum {
        int(0)
    } else {
        scale.min.clone()
    };
    let value = ends.or(match (kept.is_empty(), r.empty_group, r.weightless_group) {
        (true, EmptyGroup::Leaves, _) | (false, _, WeightlessGroup::Leaves) => None,
        (true, EmptyGroup::Zero, _) | (false, _, WeightlessGroup::Zero) => Some((least.clone(), least)),
        (true, EmptyGroup::Full, _) => Some((full.clone(), full.clone())),
    });
    let value = rounded(value, r, scale, &[RoundingPlace::Levels]);
    let gone = value.is_none() && !parts.is_empty() && parts.iter().all(|p| p.3);
    Part(0, value, full, gone)
}
