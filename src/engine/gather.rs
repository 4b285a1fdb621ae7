//! From the samples of a criterion to the criterion, and what makes its finding graver.

use super::board::Board;
use crate::assessment::Inputs;
use crate::assessment::results::{CriterionResult, Raised, RaisedBy, Reason, Sample};
use crate::kernel::{CriterionId, Interval, KindCode, Ratio, Status};
use crate::norm::model::{Criterion, Reach, SampleGap, SampleRules, SampleStatus, SampleValue, Scale};

/// A sample, with what the gathering needs of it.
pub(super) struct Judgement {
    pub(super) sample: Sample,
    pub(super) contradiction: bool,
    pub(super) applicability_unknown: bool,
}

/// How bad a status is when samples are put together: what is not assessed hides behind no other, unless the policy says so, and
/// never behind « non applicable »: the criterion may well apply where nobody looked.
fn badness(status: Status, rules: &SampleRules) -> u8 {
    match status {
        Status::NotApplicable => 0,
        Status::NotAssessed if rules.gap == SampleGap::Ignored => 1,
        Status::Conforming => 2,
        Status::NotDemonstrated => 3,
        Status::NotAssessed => 4,
        Status::Nonconforming => 5,
    }
}

/// The worst sample decides; among equals one that an auditor's look alone would not settle, then the first. Where a share of
/// conforming samples is enough and is reached, the first conforming one does.
pub(super) fn gather(
    criterion: &Criterion,
    board: &Board<'_>,
    weight: u32,
    judged: Vec<Judgement>,
) -> CriterionResult {
    let inputs = board.inputs;
    let rules = &inputs.norm.policy.samples;
    let rank = |sample: &Sample| (badness(sample.retained, rules), !sample.to_show);
    let worst = judged
        .iter()
        .enumerate()
        .rev()
        .max_by_key(|(_, j)| rank(&j.sample))
        .map_or(0, |(place, _)| place);
    let enough = share_reached(judged.iter().map(|j| j.sample.retained), rules);
    let decisive = judged
        .iter()
        .position(|j| enough && j.sample.retained == Status::Conforming)
        .unwrap_or(worst);
    // INVARIANT: a criterion has one sample at least; without any, nothing would be said of it
    let lead = judged.get(decisive).map(|j| &j.sample);
    let computed = if share_reached(judged.iter().map(|j| j.sample.computed), rules) {
        Some(Status::Conforming)
    } else {
        judged
            .iter()
            .map(|j| j.sample.computed)
            .max_by_key(|s| badness(*s, rules))
    };
    let value = value(&judged, rules, &inputs.norm.policy.scale);
    let mut kinds: Vec<&KindCode> = judged.iter().filter_map(|j| j.sample.kind.as_ref()).collect();
    kinds.sort_by_key(|code| inputs.norm.kind(code).map(|k| k.rank));
    let by_itself = kinds.last().map(|code| (*code).clone()).filter(|_| !enough);
    let (kind, raised) = raise(criterion, board, by_itself, &kinds);
    CriterionResult {
        id: criterion.id.clone(),
        computed: computed.unwrap_or(Status::NotAssessed),
        retained: lead.map_or(Status::NotAssessed, |s| s.retained),
        reason: lead.map_or(Reason::Silent, |s| s.reason),
        kind,
        raised,
        weight,
        contradiction: judged.iter().any(|j| j.contradiction),
        applicability_unknown: judged.iter().any(|j| j.applicability_unknown),
        to_show: lead.is_some_and(|s| s.to_show),
        only_below: lead.is_some_and(|s| s.only_below),
        value,
        decisive,
        samples: judged.into_iter().map(|j| j.sample).collect(),
    }
}

/// Is the wanted share of the applicable samples conforming? Only where the policy asks for a share.
fn share_reached(statuses: impl Iterator<Item = Status>, rules: &SampleRules) -> bool {
    let (SampleStatus::Share, Some(wanted)) = (rules.status, &rules.share) else {
        return false;
    };
    let (mut conforming, mut applicable) = (0, 0);
    for status in statuses {
        match status {
            Status::NotApplicable => {}
            Status::NotAssessed if rules.gap == SampleGap::Ignored => {}
            Status::Conforming => {
                conforming += 1;
                applicable += 1;
            }
            Status::Nonconforming | Status::NotDemonstrated | Status::NotAssessed => applicable += 1,
        }
    }
    conforming > 0
        && Ratio::of(&Ratio::count(conforming), &Ratio::count(applicable))
            .is_some_and(|share| share >= *wanted)
}

fn value(judged: &[Judgement], rules: &SampleRules, scale: &Scale) -> Option<Interval> {
    if let [only] = judged
        && rules.value != SampleValue::AnyFail
    {
        return only.sample.value.clone();
    }
    let ignored = |sample: &Sample| rules.gap == SampleGap::Ignored && sample.retained == Status::NotAssessed;
    // where nothing else applies, what is not assessed is all there is
    let all_ignored = judged
        .iter()
        .all(|j| ignored(&j.sample) || j.sample.retained == Status::NotApplicable);
    let values: Vec<&Interval> = judged
        .iter()
        .filter(|j| all_ignored || !ignored(&j.sample))
        .filter_map(|j| j.sample.value.as_ref())
        .collect();
    let lowest = |end: fn(&Interval) -> &Ratio| values.iter().map(|v| end(v)).min().cloned();
    match rules.value {
        SampleValue::Minimum => Some(Interval {
            min: lowest(|v| &v.min)?,
            max: lowest(|v| &v.max)?,
        }),
        SampleValue::Mean => {
            let n = Ratio::count(values.len());
            let sum = |end: fn(&Interval) -> &Ratio| {
                values
                    .iter()
                    .map(|v| end(v).clone())
                    .fold(Ratio::zero(), |sum, value| sum + value)
            };
            Some(Interval {
                min: Ratio::of(&sum(|v| &v.min), &n)?,
                max: Ratio::of(&sum(|v| &v.max), &n)?,
            })
        }
        SampleValue::AnyFail => {
            let full = |value: Ratio| {
                if value == scale.max {
                    value
                } else {
                    scale.min.clone()
                }
            };
            Some(Interval {
                min: full(lowest(|v| &v.min)?),
                max: full(lowest(|v| &v.max)?),
            })
        }
    }
}

/// Several findings on one criterion, then one that was there at the audit before, in the order of the policy.
fn raise(
    criterion: &Criterion,
    board: &Board<'_>,
    by_itself: Option<KindCode>,
    kinds: &[&KindCode],
) -> (Option<KindCode>, Option<Raised>) {
    let Some(first) = by_itself else {
        return (None, None);
    };
    let policy = &board.inputs.norm.policy;
    let (mut kind, mut why) = (first.clone(), None);
    for rule in policy
        .escalations
        .iter()
        .filter(|rule| rule.reach == Reach::Criterion)
    {
        let noted = board
            .findings(&criterion.id)
            .iter()
            .filter(|finding| finding.kind() == Some(&rule.from))
            .count();
        let sampled = kinds.iter().filter(|code| **code == &rule.from).count();
        if kind == rule.from && noted.max(sampled) >= rule.count as usize {
            kind = rule.to.clone();
            why = Some(RaisedBy::Repeated);
        }
    }
    let before = previous_kind(board.inputs, &criterion.id);
    if let Some(rule) = policy
        .unlifted
        .iter()
        .find(|rule| kind == rule.from && before == Some(&rule.from))
    {
        kind = rule.to.clone();
        why = Some(RaisedBy::Unlifted);
    }
    let raised = why.map(|why| Raised { from: first, why });
    (Some(kind), raised)
}

/// The kind that a criterion bore at the audit before; none at a first audit.
pub(super) fn previous_kind<'a>(inputs: &'a Inputs, criterion: &CriterionId) -> Option<&'a KindCode> {
    let previous = inputs
        .previous
        .as_ref()
        .filter(|_| !inputs.norm.is_first(inputs.cycle.as_ref()))?;
    previous.criteria.get(criterion)?.kind.as_ref()
}
