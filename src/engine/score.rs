//! Scores up the tree, in exact intervals, and the conclusion by ordered rules.

use std::collections::BTreeMap;

use crate::assessment::Inputs;
use crate::assessment::results::{ChapterResult, CriterionResult, NoConclusion, Results};
use crate::kernel::{Id, Interval, Ratio, Status};
use crate::norm::model::{Aggregation, AuditKind, Condition, EmptyGroup, Importance, Threshold};

/// Puts the judged criteria together.
pub(super) fn conclude(inputs: &Inputs, criteria: Vec<CriterionResult>) -> Results {
    let chapters: Vec<ChapterResult> = inputs
        .norm
        .chapters
        .iter()
        .filter_map(|c| chapter(&c.id, inputs, &criteria))
        .collect();
    let tops = inputs.norm.chapters.iter().filter(|c| c.parent.is_none());
    let score = mean(
        tops.filter_map(|c| Some((c.weight, score(&c.id, inputs, &criteria)?))),
        inputs,
    );
    let mut kinds: BTreeMap<Id, usize> = BTreeMap::new();
    for code in criteria.iter().filter_map(|c| c.kind.as_ref()) {
        *kinds.entry(code.clone()).or_default() += 1;
    }
    let statuses = count(criteria.iter());
    let no_conclusion = obstacles(inputs, &criteria);
    let conclusion = if no_conclusion.is_empty() {
        conclusion(inputs, &kinds, &statuses, score.as_ref())
    } else {
        None
    };
    Results {
        criteria,
        chapters,
        score,
        statuses,
        kinds,
        conclusion,
        no_conclusion,
    }
}

fn count<'a>(criteria: impl Iterator<Item = &'a CriterionResult>) -> BTreeMap<Status, usize> {
    let mut statuses: BTreeMap<Status, usize> = Status::ALL.into_iter().map(|status| (status, 0)).collect();
    for criterion in criteria {
        *statuses.entry(criterion.retained).or_default() += 1;
    }
    statuses
}

/// Is `id` the chapter `top`, or below it?
fn is_within(id: &Id, top: &Id, inputs: &Inputs) -> bool {
    let mut at = Some(id);
    for _ in 0..=inputs.norm.chapters.len() {
        match at {
            Some(here) if here == top => return true,
            Some(here) => at = inputs.norm.chapter(here).and_then(|c| c.parent.as_ref()),
            None => return false,
        }
    }
    false
}

fn chapter(id: &Id, inputs: &Inputs, criteria: &[CriterionResult]) -> Option<ChapterResult> {
    let inside: Vec<&CriterionResult> = criteria
        .iter()
        .filter(|c| {
            inputs
                .norm
                .criterion(&c.id)
                .is_some_and(|norm| is_within(&norm.chapter, id, inputs))
        })
        .collect();
    (!inside.is_empty()).then(|| ChapterResult {
        id: id.clone(),
        score: score(id, inputs, criteria),
        statuses: count(inside.into_iter()),
    })
}

/// The score of a chapter, from its criteria and its sub-chapters; none where nothing in it is judged.
fn score(id: &Id, inputs: &Inputs, criteria: &[CriterionResult]) -> Option<Interval> {
    let own = criteria.iter().filter_map(|c| {
        let norm = inputs.norm.criterion(&c.id).filter(|norm| &norm.chapter == id)?;
        Some((norm.weight, c.value.clone()?))
    });
    let below = inputs
        .norm
        .chapters
        .iter()
        .filter(|c| c.parent.as_ref() == Some(id))
        .filter_map(|c| Some((c.weight, score(&c.id, inputs, criteria)?)));
    mean(own.chain(below), inputs)
}

fn mean(parts: impl Iterator<Item = (u32, Interval)>, inputs: &Inputs) -> Option<Interval> {
    let (mut low, mut high, mut total) = (Ratio::zero(), Ratio::zero(), Ratio::zero());
    for (weight, value) in parts {
        let weight = match inputs.norm.policy.aggregation {
            Aggregation::WeightedMean => Ratio::whole(i64::from(weight)),
            Aggregation::Mean => Ratio::one(),
        };
        low = low + weight.clone() * value.min;
        high = high + weight.clone() * value.max;
        total = total + weight;
    }
    match inputs.norm.policy.empty_group {
        EmptyGroup::Leaves => Some(Interval {
            min: Ratio::of(&low, &total)?,
            max: Ratio::of(&high, &total)?,
        }),
    }
}

/// What forbids a conclusion: no verdict on an unfinished audit.
fn obstacles(inputs: &Inputs, criteria: &[CriterionResult]) -> Vec<NoConclusion> {
    let mut out = Vec::new();
    if !inputs.incidents.is_empty() {
        out.push(NoConclusion::Incomplete);
    }
    if inputs.simulated {
        out.push(NoConclusion::Simulation);
    }
    let binding = |c: &&CriterionResult| {
        inputs
            .norm
            .criterion(&c.id)
            .is_some_and(|norm| norm.importance != Importance::Recommended)
    };
    let missing: Vec<Id> = criteria
        .iter()
        .filter(binding)
        .filter(|c| c.retained == Status::NotAssessed)
        .map(|c| c.id.clone())
        .collect();
    if !missing.is_empty() {
        out.push(NoConclusion::NotAssessed(missing));
    }
    let waiting: Vec<Id> = criteria
        .iter()
        .filter(|c| c.to_show)
        .map(|c| c.id.clone())
        .collect();
    if inputs.audit != AuditKind::SelfAssessment && !waiting.is_empty() {
        out.push(NoConclusion::AwaitingJudgement(waiting));
    }
    out
}

fn conclusion(
    inputs: &Inputs,
    kinds: &BTreeMap<Id, usize>,
    statuses: &BTreeMap<Status, usize>,
    score: Option<&Interval>,
) -> Option<Id> {
    let profile = inputs.norm.profile(&inputs.profile)?;
    let rules = inputs.norm.conclusions(profile).iter();
    rules
        .filter(|rule| rule.audits.is_empty() || rule.audits.contains(&inputs.audit))
        .find(|rule| {
            rule.condition
                .as_ref()
                .is_none_or(|condition| holds(condition, kinds, statuses, score))
        })
        .map(|rule| rule.id.clone())
}

/// All of a condition; a score is compared by the end of its interval that could deny it.
fn holds(
    condition: &Condition,
    kinds: &BTreeMap<Id, usize>,
    statuses: &BTreeMap<Status, usize>,
    score: Option<&Interval>,
) -> bool {
    let kinds_hold = condition
        .kinds
        .iter()
        .all(|(code, bound)| bound.admits(kinds.get(code).copied().unwrap_or(0)));
    let statuses_hold = condition
        .statuses
        .iter()
        .all(|(status, bound)| bound.admits(statuses.get(status).copied().unwrap_or(0)));
    let score_holds = match (&condition.score, score) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(threshold), Some(interval)) => match threshold {
            Threshold::AtLeast(_) => threshold.admits(&interval.min),
            Threshold::AtMost(_) => threshold.admits(&interval.max),
        },
    };
    kinds_hold && statuses_hold && score_holds
}
