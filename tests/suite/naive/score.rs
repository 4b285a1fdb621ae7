//! What is a criterion worth?

use mediaudit_core::assessment::results::{Cause, Reason, Truth};
use mediaudit_core::kernel::{ChapterId, Status};
use mediaudit_core::norm::model::{
    AuditKind, Erring, Excluded, Norm, PartialCredit, Rounding, RoundingMode, RoundingPlace, Scale,
    ScoreChange, ScoreRules, Unsettled,
};

use super::day::{Day, day};
use super::group::nothing;
use super::number::int;
use super::status::human;
use super::{At, Between, Element, F};

/// Lays what a change states over the rules.
fn lay(change: &ScoreChange, over: &mut ScoreRules) {
    macro_rules! stated {
        ($($key:ident)+) => { $(if let Some(value) = &change.$key { over.$key = value.clone(); })+ };
    }
    stated!(aggregation partial_credit not_assessed not_demonstrated not_applicable error empty_group weightless_group zero_weight rounding);
    if let Some(target) = &change.target {
        over.target = Some(target.clone());
    }
}

/// The score rules in force at a day, in a chapter: revisions in their order, then chapters from the top down.
pub(super) fn rules(norm: &Norm, chapter: Option<&ChapterId>, today: Day) -> ScoreRules {
    let mut rules = norm.policy.score.clone();
    for revision in norm.policy.revisions.iter().filter(|r| day(r.from) <= today) {
        lay(&revision.change, &mut rules);
    }
    let mut up = vec![];
    let mut at = chapter;
    while let Some(id) = at {
        let here = norm.chapters.iter().find(|c| &c.id == id).unwrap();
        up.push(here);
        at = here.parent.as_ref();
    }
    for change in up.iter().rev().filter_map(|c| c.policy.as_ref()) {
        lay(change, &mut rules);
    }
    rules
}

pub(super) fn ends(scale: &Scale) -> (F, F) {
    (F::of(&scale.min), F::of(&scale.max))
}

/// Percentages are rounded as percentages.
pub(super) fn round(x: F, r: Rounding, scale: &Scale) -> F {
    let digits = r.decimals + if scale.unit.is_none() { 2 } else { 0 };
    let ten = (0..digits).fold(int(1), |t, _| t * int(10));
    let half = int(1).over(int(2)).unwrap();
    let below = (x * ten).floor();
    let rest = x * ten - below;
    let up = match r.mode {
        RoundingMode::None => return x,
        RoundingMode::Down => false,
        RoundingMode::HalfUp => rest > half || (rest == half && !x.is_below_nothing()),
        RoundingMode::HalfEven => rest > half || (rest == half && !below.is_even()),
    };
    (below + int(usize::from(up))).over(ten).unwrap()
}

/// Rounds both ends, where the rules round at one of these places.
pub(super) fn rounded(value: Between, r: &ScoreRules, scale: &Scale, places: &[RoundingPlace]) -> Between {
    let (low, high) = value?;
    if places.contains(&r.rounding.place) {
        Some((round(low, r.rounding, scale), round(high, r.rounding, scale)))
    } else {
        Some((low, high))
    }
}

/// What the value of a criterion is made of.
#[derive(Default)]
pub(super) struct Made {
    pub(super) met: usize,
    pub(super) all: usize,
    /// By element, what its level is worth.
    pub(super) ratings: Vec<Option<F>>,
    pub(super) declared: Option<F>,
    pub(super) erring: bool,
    /// What each level of the norm is worth.
    pub(super) levels: Vec<F>,
    /// An auditor said « conforme », and levels alone would not.
    pub(super) by_word: bool,
}

impl Made {
    /// The mean of the levels, an element without one being worth anything; without any, the declared level.
    fn by_level(&self, (min, max): (F, F)) -> Between {
        if self.ratings.iter().all(Option::is_none) {
            return self.declared.map(|x| (x, x));
        }
        let mean = |missing: F| {
            let values = self.ratings.iter().map(|r| r.unwrap_or(missing));
            values
                .fold(int(0), |sum, x| sum + x)
                .over(int(self.ratings.len()))
        };
        mean(min).zip(mean(max))
    }

    /// As far as it can go while one level somewhere is short of the top.
    fn short(&self, value: Between, (min, max): (F, F)) -> Between {
        let rated = self.ratings.iter().any(Option::is_some);
        let n = if rated { self.ratings.len() } else { 1 };
        let next = self
            .levels
            .iter()
            .copied()
            .filter(|x| *x < max)
            .max()
            .unwrap_or(min);
        let most = (max * int(n - 1) + next).over(int(n)).unwrap();
        value.map(|(low, high)| (low.min(most), high.min(most)))
    }
}

pub(super) fn worth(status: Status, made: &Made, rules: &ScoreRules, scale: &Scale) -> Between {
    let (min, max) = ends(scale);
    let at = |share: F| Some((min + (max - min) * share, min + (max - min) * share));
    let by_level = match rules.partial_credit {
        PartialCredit::Level => made.by_level((min, max)),
        _ => None,
    };
    let in_part = match &rules.partial_credit {
        PartialCredit::Elements if made.met < made.all => int(made.met).over(int(made.all)).unwrap(),
        PartialCredit::Fixed(part) if made.met > 0 => F::of(part),
        _ => int(0),
    };
    let least = made.short(by_level, (min, max)).or(at(in_part));
    let open = |what: Unsettled, failed: Between| match what {
        Unsettled::Bounds => Some((min, max)),
        Unsettled::Leaves => None,
        Unsettled::Fails => failed,
    };
    let value = match (status, rules.not_applicable) {
        (Status::NotApplicable, Excluded::Full) => at(int(1)),
        (Status::NotApplicable, Excluded::Target) => rules.target.as_ref().map(|t| (F::of(t), F::of(t))),
        (Status::NotApplicable, _) => None,
        (Status::NotAssessed, _) => open(rules.not_assessed, at(int(0))),
        (Status::Conforming, _) => by_level.filter(|_| !made.by_word).or(at(int(1))),
        (Status::NotDemonstrated, _) if made.erring && rules.error == Erring::Leaves => None,
        (Status::NotDemonstrated, _) => open(rules.not_demonstrated, least),
        (Status::Nonconforming, _) => least,
    };
    let places = [RoundingPlace::Criterion, RoundingPlace::Levels];
    rounded(value, rules, scale, &places)
}

impl At<'_> {
    pub(super) fn worth(
        &self,
        (computed, retained, reason): (Status, Status, Reason),
        live: &[&Element],
    ) -> Between {
        let norm = &self.i.norm;
        let value = |level: &mediaudit_core::kernel::LevelId| {
            norm.levels[self.place(level)].value.as_ref().map(F::of)
        };
        let level = self.practice(&self.own.id).and_then(|p| p.level.as_ref());
        let ratings: Vec<Option<F>> = live.iter().map(|e| value(e.rating.as_ref()?)).collect();
        let given = ratings.iter().flatten().count();
        let incomplete = given > 0 && given < ratings.len();
        let made = Made {
            met: live.iter().filter(|e| e.truth == Truth::Yes).count(),
            all: live
                .iter()
                .filter(|e| !(self.i.audit == AuditKind::SelfAssessment && human(e)))
                .count(),
            declared: level.and_then(value),
            erring: live.iter().any(|e| e.causes.contains(&Cause::Error)),
            levels: norm
                .levels
                .iter()
                .filter_map(|l| l.value.as_ref())
                .map(F::of)
                .collect(),
            by_word: computed != Status::Conforming || (reason == Reason::Auditor && incomplete),
            ratings,
        };
        let rules = rules(norm, Some(&self.own.chapter), day(self.i.date));
        worth(retained, &made, &rules, &norm.policy.scale)
    }
    /// A value that may still go away, since nobody said whether the criterion applies.
    pub(super) fn perhaps_gone(
        &self,
        (low, high): (F, F),
        scope: Option<Truth>,
        (retained, reason): (Status, Reason),
    ) -> (F, F) {
        let norm = &self.i.norm;
        let rules = rules(norm, Some(&self.own.chapter), day(self.i.date));
        if scope != Some(Truth::Unknown) || retained == Status::NotApplicable || reason == Reason::Auditor {
            return (low, high);
        }
        match worth(
            Status::NotApplicable,
            &Made::default(),
            &rules,
            &norm.policy.scale,
        ) {
            None if rules.not_applicable == Excluded::Forbidden => (low, high),
            // it would leave: at the least, it counts as failed
            None => (low.min(nothing(&rules, &norm.policy.scale)), high),
            Some((gone, _)) => (low.min(gone), high.max(gone)),
        }
    }
}
