//! What follows from the verdicts for the whole: scores, gates, findings counted together, band, conclusion.

use std::collections::BTreeMap;

use mediaudit_core::assessment::Inputs;
use mediaudit_core::assessment::results::{Accumulated, Truth};
use mediaudit_core::kernel::{ChapterId, ConclusionId, GateId, KindCode, Status};
use mediaudit_core::norm::model::{
    AuditKind, ChapterWeights, ConclusionRule, Criterion, Effect, EmptyTotal, GateForm, Reach, RoundingPlace,
    ScoreRules, Unsettled,
};

use super::condition::{Chosen, Seen};
use super::day::day;
use super::group::{Part, group, nothing};
use super::score::{ends, round, rules};
use super::{Between, F, Verdict, Verdicts, fails};

/// Everything that follows from the verdicts.
pub(super) struct Whole {
    pub(super) score: Between,
    pub(super) full: F,
    pub(super) chapters: BTreeMap<ChapterId, Part>,
    pub(super) kinds: BTreeMap<KindCode, usize>,
    pub(super) accumulated: Vec<Accumulated>,
    pub(super) gates: Vec<(GateId, Truth, Between)>,
    pub(super) band: Option<String>,
    pub(super) conclusion: Option<ConclusionId>,
    pub(super) favourable: bool,
}

/// Criteria of the profile, with what came out.
pub(super) fn chosen<'a>(i: &'a Inputs, done: &'a Verdicts) -> Chosen<'a> {
    let profile = i.norm.profiles.iter().find(|p| p.id == i.profile).unwrap();
    let own = |c: &&Criterion| profile.criteria.contains(&c.id);
    let all = i.norm.criteria.iter().filter(own);
    all.map(|c| (c, &done[&c.id])).collect()
}

/// Puts the verdicts of the profile together.
pub(super) fn whole(i: &Inputs, done: &Verdicts, may_conclude: bool, answered: bool) -> Whole {
    let (policy, scale) = (&i.norm.policy, &i.norm.policy.scale);
    let profile = i.norm.profiles.iter().find(|p| p.id == i.profile).unwrap();
    let chosen = chosen(i, done);
    let top = rules(&i.norm, None, day(i.date));
    let mut chapters = BTreeMap::new();
    let all = below(i, None, &chosen, &mut chapters);
    let least = nothing(&top, scale);
    let score = all.value.or(match policy.empty_total {
        EmptyTotal::None => None,
        EmptyTotal::Zero => Some((least, least)),
        EmptyTotal::Full => Some((all.full, all.full)),
    });
    let (score, gates) = gates(i, &chosen, &top, score);
    let (kinds, accumulated) = kinds(i, &chosen);
    let seen = Seen {
        i,
        chosen: &chosen,
        score,
        chapters: chapters
            .iter()
            .map(|(id, part)| (id.clone(), part.value))
            .collect(),
        kinds,
        gates: gates
            .iter()
            .map(|(_, t, _)| (*t != Truth::Unknown).then_some(*t == Truth::Yes))
            .collect(),
    };
    let open = seen.count(Status::NotAssessed, None) > 0;
    let hides = policy.complete_bands || top.not_assessed != Unsettled::Bounds;
    let band_of = |x: F| {
        let holds = |b: &mediaudit_core::norm::model::Band| {
            let within = x >= F::of(&b.from) && b.to.as_ref().is_none_or(|to| x <= F::of(to));
            within && b.condition.as_ref().is_none_or(|c| seen.holds(c, None))
        };
        policy.bands.iter().rposition(holds)
    };
    let both = score.filter(|_| !(profile.partial || hides && open));
    let both = both.and_then(|(low, high)| band_of(low).zip(band_of(high)));
    let band = both
        .filter(|(a, b)| a == b)
        .map(|(a, _)| policy.bands[a].label.clone());
    let ruled = if profile.conclusions.is_empty() {
        &policy.conclusions
    } else {
        &profile.conclusions
    };
    let given = |r: &&ConclusionRule| {
        let audit = r.audits.is_empty() || r.audits.contains(&i.audit);
        let cycle = r.cycles.is_empty() || r.cycles.iter().any(|m| Some(m) == i.cycle.as_ref());
        audit
            && cycle
            && (answered || !r.favourable)
            && r.condition
                .as_ref()
                .is_none_or(|c| seen.holds(c, band.as_deref()))
    };
    let conclusion = ruled.iter().find(given).filter(|_| may_conclude);
    Whole {
        favourable: conclusion.is_some_and(|r| r.favourable),
        conclusion: conclusion.map(|r| r.id.clone()),
        band,
        score,
        full: all.full,
        kinds: seen.kinds,
        accumulated,
        chapters,
        gates,
    }
}

/// The group of a chapter, or of the whole; its chapters go into `out`.
fn below(
    i: &Inputs,
    parent: Option<&ChapterId>,
    chosen: &Chosen<'_>,
    out: &mut BTreeMap<ChapterId, Part>,
) -> Part {
    let (norm, full) = (&i.norm, ends(&i.norm.policy.scale).1);
    let part = |v: &Verdict| Part {
        weight: v.weight,
        value: v.value,
        full,
        gone: v.retained == Status::NotApplicable,
    };
    let own = chosen.iter().filter(|(c, _)| Some(&c.chapter) == parent);
    let mut parts: Vec<Part> = own.map(|(_, v)| part(v)).collect();
    for c in norm.chapters.iter().filter(|c| c.parent.as_ref() == parent) {
        if chosen.iter().any(|(k, _)| inside(i, &k.chapter, &c.id)) {
            let part = below(i, Some(&c.id), chosen, out);
            out.insert(c.id.clone(), part.clone());
            let weight = match i.norm.policy.chapter_weights {
                ChapterWeights::Written => c.weight,
                ChapterWeights::Sum => {
                    let within = chosen.iter().filter(|(k, _)| inside(i, &k.chapter, &c.id));
                    within
                        .filter(|(_, v)| v.value.is_some())
                        .map(|(_, v)| v.weight)
                        .sum()
                }
            };
            parts.push(Part { weight, ..part });
        }
    }
    group(&parts, &rules(norm, parent, day(i.date)), &norm.policy.scale)
}

/// Is a chapter this one, or somewhere within it?
pub(super) fn inside(i: &Inputs, chapter: &ChapterId, this: &ChapterId) -> bool {
    let parent = || {
        i.norm
            .chapters
            .iter()
            .find(|c| &c.id == chapter)
            .unwrap()
            .parent
            .as_ref()
    };
    chapter == this || parent().is_some_and(|parent| inside(i, parent, this))
}

type Gates = Vec<(GateId, Truth, Between)>;

/// The score behind the gates; of each whether it is passed, and the score before it.
fn gates(i: &Inputs, chosen: &Chosen<'_>, top: &ScoreRules, score: Between) -> (Between, Gates) {
    let (scale, mut score, mut passed) = (&i.norm.policy.scale, score, vec![]);
    let (min, max) = ends(scale);
    for g in &i.norm.policy.gates {
        let looks = |c: &Criterion| g.importance == Some(c.importance) || g.criteria.contains(&c.id);
        let behind = chosen.iter().filter(|(c, v)| {
            let passed_over = v.waits && i.audit == AuditKind::SelfAssessment;
            looks(c) && v.retained != Status::NotApplicable && !passed_over
        });
        let behind: Vec<&Verdict> = behind.map(|(_, v)| *v).collect();
        let no = behind.iter().any(|v| fails(v.retained));
        let open = behind.iter().any(|v| v.retained == Status::NotAssessed);
        let values: Vec<(F, F)> = behind.iter().map(|v| v.value.unwrap_or((min, max))).collect();
        let cap = g
            .ceiling
            .as_ref()
            .filter(|_| g.form == GateForm::Ceiling)
            .map_or(min, F::of);
        let end = |x: F, closed: bool, of: fn(&(F, F)) -> F| {
            let x = match g.form {
                GateForm::Ceiling | GateForm::All if closed => x.min(cap),
                GateForm::Ceiling | GateForm::All => x,
                GateForm::Minimum => values.iter().map(of).fold(x, F::min),
                GateForm::Product => values.iter().map(of).fold(x, |a, b| a * b),
            };
            let rounds = top.rounding.place == RoundingPlace::Levels;
            if rounds { round(x, top.rounding, scale) } else { x }
        };
        passed.push((
            g.id.clone(),
            match (no, open) {
                (true, _) => Truth::No,
                (false, true) => Truth::Unknown,
                (false, false) => Truth::Yes,
            },
            score,
        ));
        score = score.map(|(low, high)| (end(low, no || open, |v| v.0), end(high, no, |v| v.1)));
    }
    (score, passed)
}

/// Findings by kind, after those that are counted together, and what was.
fn kinds(i: &Inputs, chosen: &Chosen<'_>) -> (BTreeMap<KindCode, usize>, Vec<Accumulated>) {
    let mut found: Vec<(Option<&ChapterId>, KindCode)> = vec![];
    for chapter in &i.norm.chapters {
        let own = chosen.iter().filter(|(c, _)| c.chapter == chapter.id);
        found.extend(own.filter_map(|(_, v)| Some((Some(&chapter.id), v.kind.clone()?))));
    }
    let mut accumulated = vec![];
    for (rank, e) in i.norm.policy.escalations.iter().enumerate() {
        let places: Vec<Option<&ChapterId>> = match e.reach {
            Reach::Criterion => vec![],
            Reach::Norm => vec![None],
            Reach::Chapter => i.norm.chapters.iter().map(|c| Some(&c.id)).collect(),
        };
        for place in places {
            let here =
                |f: &(Option<&ChapterId>, KindCode)| f.1 == e.from && (place.is_none() || f.0 == place);
            let (n, each) = (found.iter().filter(|f| here(f)).count(), e.count as usize);
            let times = if e.repeats {
                n / each
            } else {
                usize::from(n >= each)
            };
            let taken = if e.effect == Effect::Consumes {
                times * each
            } else {
                0
            };
            for _ in 0..taken {
                // chapter after chapter; what the whole added stands last
                let rank = |at: &usize| {
                    let mut chapters = i.norm.chapters.iter();
                    chapters
                        .position(|c| Some(&c.id) == found[*at].0)
                        .unwrap_or(usize::MAX)
                };
                let first = (0..found.len()).filter(|at| here(&found[*at])).min_by_key(rank);
                found.remove(first.unwrap());
            }
            found.extend((0..times).map(|_| (place, e.to.clone())));
            if times > 0 {
                accumulated.push(Accumulated {
                    rule: rank,
                    chapter: place.cloned(),
                    counted: n,
                    added: times,
                    consumed: taken,
                });
            }
        }
    }
    let mut kinds = BTreeMap::new();
    for (_, kind) in found {
        *kinds.entry(kind).or_default() += 1;
    }
    (kinds, accumulated)
}
