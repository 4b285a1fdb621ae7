//! What follows from the verdicts for the whole: scores, gates, findings counted together, band, conclusion.

use std::collections::BTreeMap;

use mediaudit_core::assessment::Inputs;
use mediaudit_core::kernel::{ChapterId, ConclusionId, CriterionId, KindCode, Ratio, Status};
use mediaudit_core::norm::model::{
    Aggregation, Criterion, Effect, EmptyTotal, GateForm, Reach, RoundingPlace, ScoreRules, Unsettled,
};

use super::condition::Seen;
use super::score::{Part, group, round, rules};
use super::{Span, Verdict, int};

/// Everything that follows from the verdicts.
#[derive(Debug, PartialEq)]
pub(crate) struct Whole {
    pub(crate) score: Span,
    pub(crate) chapters: BTreeMap<ChapterId, Span>,
    pub(crate) kinds: BTreeMap<KindCode, usize>,
    pub(crate) band: Option<String>,
    pub(crate) conclusion: Option<ConclusionId>,
}

pub(super) type Chosen<'a> = Vec<(&'a Criterion, &'a Verdict)>;

/// Criteria of the profile, with what came out.
pub(super) fn chosen<'a>(i: &'a Inputs, done: &'a BTreeMap<CriterionId, Verdict>) -> Chosen<'a> {
    let own = |c: &&Criterion| i.norm.profiles[0].criteria.contains(&c.id);
    i.norm
        .criteria
        .iter()
        .filter(own)
        .map(|c| (c, &done[&c.id]))
        .collect()
}

pub(super) fn fails(s: Status) -> bool {
    matches!(s, Status::Nonconforming | Status::NotDemonstrated)
}

/// Puts the verdicts of the profile together.
pub(crate) fn whole(i: &Inputs, done: &BTreeMap<CriterionId, Verdict>, may_conclude: bool) -> Whole {
    let (policy, scale, profile) = (&i.norm.policy, &i.norm.policy.scale, &i.norm.profiles[0]);
    let chosen = chosen(i, done);
    let top = rules(&i.norm, None, i.date);
    let mut chapters = BTreeMap::new();
    let Part(_, score, full, _) = below(i, None, &chosen, &mut chapters);
    let score = score.or(match policy.empty_total {
        EmptyTotal::None => None,
        EmptyTotal::Zero if top.aggregation == Aggregation::Sum => Some((int(0), int(0))),
        EmptyTotal::Zero => Some((scale.min.clone(), scale.min.clone())),
        EmptyTotal::Full => Some((full.clone(), full)),
    });
    let (score, gates) = gates(i, &chosen, &top, score);
    let seen = Seen {
        i,
        kinds: kinds(i, &chosen),
        chosen,
        score,
        chapters,
        gates,
    };
    let open = seen.count(Status::NotAssessed, None) > 0;
    let partial = policy.complete_bands || top.not_assessed != Unsettled::Bounds;
    let band_of = |x: &Ratio| {
        policy.bands.iter().rposition(|b| {
            let within = *x >= b.from && b.to.as_ref().is_none_or(|t| x <= t);
            within && b.condition.as_ref().is_none_or(|c| seen.holds(c, None))
        })
    };
    let ends = seen
        .score
        .as_ref()
        .filter(|_| !(profile.partial || partial && open));
    let ends = ends.and_then(|(low, high)| band_of(low).zip(band_of(high)));
    let band = ends
        .filter(|(a, b)| a == b)
        .map(|(a, _)| policy.bands[a].label.clone());
    let mut rules = i
        .norm
        .conclusions(profile)
        .iter()
        .filter(|r| r.is_for(i.audit, i.cycle.as_ref()));
    let conclusion = rules.find(|r| r.condition.as_ref().is_none_or(|c| seen.holds(c, band.as_ref())));
    Whole {
        conclusion: conclusion.filter(|_| may_conclude).map(|r| r.id.clone()),
        band,
        score: seen.score,
        chapters: seen.chapters,
        kinds: seen.kinds,
    }
}

/// The group of a chapter, or of the whole; its chapters go into `out`.
fn below(
    i: &Inputs,
    parent: Option<&ChapterId>,
    chosen: &Chosen<'_>,
    out: &mut BTreeMap<ChapterId, Span>,
) -> Part {
    let (norm, full) = (&i.norm, &i.norm.policy.scale.max);
    let own = chosen.iter().filter(|(c, _)| Some(&c.chapter) == parent);
    let part = |v: &Verdict| {
        Part(
            v.weight,
            v.value.clone(),
            full.clone(),
            v.retained == Status::NotApplicable,
        )
    };
    let mut parts: Vec<Part> = own.map(|(_, v)| part(v)).collect();
    for c in norm.chapters.iter().filter(|c| c.parent.as_ref() == parent) {
        let holds = |id: &ChapterId| id == &c.id || norm.chapter(id).unwrap().parent.as_ref() == Some(&c.id);
        if chosen.iter().any(|(k, _)| holds(&k.chapter)) {
            let part = below(i, Some(&c.id), chosen, out);
            out.insert(c.id.clone(), part.1.clone());
            parts.push(Part(c.weight, part.1, part.2, part.3));
        }
    }
    group(&parts, &rules(norm, parent, i.date), &norm.policy.scale)
}

/// The score behind the gates, and which of them are passed.
fn gates(i: &Inputs, chosen: &Chosen<'_>, top: &ScoreRules, score: Span) -> (Span, Vec<Option<bool>>) {
    let (scale, mut score, mut passed) = (&i.norm.policy.scale, score, vec![]);
    for g in &i.norm.policy.gates {
        let looks = |c: &Criterion| g.importance == Some(c.importance) || g.criteria.contains(&c.id);
        let behind = chosen
            .iter()
            .filter(|(c, v)| looks(c) && v.retained != Status::NotApplicable);
        let behind: Vec<&Verdict> = behind.map(|(_, v)| *v).collect();
        let no = behind.iter().any(|v| fails(v.retained));
        let open = behind.iter().any(|v| v.retained == Status::NotAssessed);
        passed.push((no || !open).then_some(!no));
        let all = || (scale.min.clone(), scale.max.clone());
        let values: Vec<_> = behind
            .iter()
            .map(|v| v.value.clone().unwrap_or_else(all))
            .collect();
        let cap = g.ceiling.clone().filter(|_| g.form == GateForm::Ceiling);
        let cap = cap.unwrap_or(scale.min.clone());
        let end = |x: Ratio, closed: bool, of: fn(&(Ratio, Ratio)) -> Ratio| {
            let x = match g.form {
                GateForm::Ceiling | GateForm::All if closed => x.min(cap.clone()),
                GateForm::Ceiling | GateForm::All => x,
                GateForm::Minimum => values.iter().map(of).fold(x, Ratio::min),
                GateForm::Product => values.iter().map(of).fold(x, |a, b| a * b),
            };
            let rounds = top.rounding.place == RoundingPlace::Levels;
            if rounds { round(&x, top.rounding, scale) } else { x }
        };
        score = score.map(|(low, high)| {
            (
                end(low, no || open, |v| v.0.clone()),
                end(high, no, |v| v.1.clone()),
            )
        });
    }
    (score, passed)
}

/// Findings by kind, after those that are counted together.
fn kinds(i: &Inputs, chosen: &Chosen<'_>) -> BTreeMap<KindCode, usize> {
    let found = chosen
        .iter()
        .filter_map(|(c, v)| Some((Some(&c.chapter), v.kind.clone()?)));
    let mut found: Vec<(Option<&ChapterId>, KindCode)> = found.collect();
    for e in &i.norm.policy.escalations {
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
            let mut take = if e.effect == Effect::Consumes {
                times * each
            } else {
                0
            };
            found.retain(|f| {
                let taken = take > 0 && here(f);
                take -= usize::from(taken);
                !taken
            });
            found.extend((0..times).map(|_| (place, e.to.clone())));
        }
    }
    let mut kinds = BTreeMap::new();
    found
        .into_iter()
        .for_each(|(_, k)| *kinds.entry(k).or_default() += 1);
    kinds
}
