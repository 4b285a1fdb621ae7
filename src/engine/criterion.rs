//! The status of a criterion: the ordered rule of design §6, first match.

use std::collections::{BTreeMap, BTreeSet};

use super::rules;
use super::sight::{self, Sight};
use crate::assessment::Inputs;
use crate::assessment::inputs::Finding;
use crate::assessment::results::{Cause, CriterionResult, ElementResult, Reason, Sample, Support, Truth};
use crate::kernel::{Id, Interval, Ratio, Status};
use crate::norm::model::{Criterion, Element, Judged, PartialCredit, Rule};

/// Judges one criterion, sample by sample; `others` holds the retained statuses of those it reads.
pub(super) fn judge(
    criterion: &Criterion,
    inputs: &Inputs,
    others: &BTreeMap<Id, Status>,
) -> CriterionResult {
    let judged: Vec<Judgement> = sight::samples(criterion, inputs)
        .into_iter()
        .map(|sight| sample(criterion, sight, others))
        .collect();
    gather(criterion, inputs, judged)
}

/// A sample, with what the gathering needs of it.
struct Judgement {
    sample: Sample,
    kind: Option<Id>,
    contradiction: bool,
    applicability_unknown: bool,
}

fn sample(criterion: &Criterion, sight: Sight<'_>, others: &BTreeMap<Id, Status>) -> Judgement {
    let scope = criterion
        .applies_if
        .as_ref()
        .map(|rule| rules::evaluate(rule, &criterion.id, sight, others).truth);
    let elements: Vec<ElementResult> = criterion
        .elements
        .iter()
        .map(|e| element(e, criterion, sight, others))
        .collect();
    let level = Level::of(criterion, sight);
    let (computed, why) = status(criterion, sight, scope, &elements, level);
    let (retained, reason) = retain(criterion, sight, computed, why);
    let wanted: Vec<ElementResult> = wanted(criterion, &elements).cloned().collect();
    let met = wanted.iter().filter(|e| e.truth == Truth::Yes).count();
    let human = |e: &&ElementResult| {
        e.truth == Truth::Unknown && e.causes.iter().all(|cause| *cause == Cause::HumanJudgement)
    };
    let to_show = reason == Reason::Unproven
        && level != Level::Undeclared
        && wanted.iter().filter(|e| e.truth != Truth::Yes).all(|e| human(&e));
    let sample = Sample {
        site: sight.site.cloned(),
        computed,
        retained,
        reason,
        elements,
        to_show,
        value: value(retained, met, wanted.len(), sight.inputs),
    };
    Judgement {
        kind: kind(criterion, sight, &sample, met, wanted.len()),
        contradiction: level == Level::Below && !wanted.is_empty() && met == wanted.len(),
        applicability_unknown: scope == Some(Truth::Unknown),
        sample,
    }
}

/// How bad a status is when samples are put together: the worst decides, and what is not assessed hides behind no other.
fn badness(status: Status) -> u8 {
    match status {
        Status::NotApplicable => 0,
        Status::Conforming => 1,
        Status::NotDemonstrated => 2,
        Status::NotAssessed => 3,
        Status::Nonconforming => 4,
    }
}

/// The worst sample decides; among equals one that an auditor's look alone would not settle, then the first.
fn gather(criterion: &Criterion, inputs: &Inputs, judged: Vec<Judgement>) -> CriterionResult {
    let rank = |j: &Judgement| (badness(j.sample.retained), !j.sample.to_show);
    let decisive = judged
        .iter()
        .enumerate()
        .rev()
        .max_by_key(|(_, j)| rank(j))
        .map_or(0, |(place, _)| place);
    let lead = judged.get(decisive).map(|j| &j.sample);
    let computed = judged
        .iter()
        .map(|j| j.sample.computed)
        .max_by_key(|s| badness(*s));
    let worst_kind = judged
        .iter()
        .filter_map(|j| j.kind.as_ref())
        .max_by_key(|code| inputs.norm.kind(code).map(|k| k.rank))
        .cloned();
    let retained = lead.map_or(Status::NotAssessed, |s| s.retained);
    CriterionResult {
        id: criterion.id.clone(),
        computed: computed.unwrap_or(Status::NotAssessed),
        retained,
        reason: lead.map_or(Reason::Silent, |s| s.reason),
        kind: worst_kind,
        contradiction: judged.iter().any(|j| j.contradiction),
        applicability_unknown: judged.iter().any(|j| j.applicability_unknown),
        to_show: lead.is_some_and(|s| s.to_show),
        value: judged
            .iter()
            .filter_map(|j| j.sample.value.clone())
            .reduce(|a, b| Interval {
                min: a.min.min(b.min),
                max: a.max.min(b.max),
            }),
        decisive,
        samples: judged.into_iter().map(|j| j.sample).collect(),
    }
}

/// The declared level, beside the one that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    NotWanted,
    Undeclared,
    Below,
    Reached,
}

impl Level {
    fn of(criterion: &Criterion, sight: Sight<'_>) -> Self {
        let norm = &sight.inputs.norm;
        let Some(wanted) = criterion.level.as_ref().and_then(|id| norm.level_rank(id)) else {
            return Self::NotWanted;
        };
        let declared = sight
            .practice(&criterion.id)
            .and_then(|p| p.level.as_ref())
            .and_then(|id| norm.level_rank(id));
        match declared {
            Some(rank) if rank < wanted => Self::Below,
            Some(_) => Self::Reached,
            None if matches!(criterion.judged, Judged::Declared | Judged::Mixed) => Self::Undeclared,
            None => Self::NotWanted,
        }
    }
}

/// Elements that are wanted: neither optional nor void.
fn wanted<'a>(
    criterion: &'a Criterion,
    elements: &'a [ElementResult],
) -> impl Iterator<Item = &'a ElementResult> {
    criterion
        .elements
        .iter()
        .zip(elements)
        .filter(|(element, result)| !element.optional && result.truth != Truth::Void)
        .map(|(_, result)| result)
}

fn element(
    element: &Element,
    criterion: &Criterion,
    sight: Sight<'_>,
    others: &BTreeMap<Id, Status>,
) -> ElementResult {
    let id = criterion.id.child(&element.id);
    let settled: Vec<(&Finding, bool)> = sight
        .findings(&criterion.id)
        .filter_map(|f| {
            f.element
                .as_ref()
                .filter(|(e, _)| e == &element.id)
                .map(|(_, met)| (f, *met))
        })
        .collect();
    let trace = element
        .rule
        .as_ref()
        .filter(|_| criterion.judged != Judged::Human)
        .map(|rule| rules::evaluate(rule, &criterion.id, sight, others));
    if let Some((finding, met)) = settled.iter().min_by_key(|(finding, _)| &finding.id) {
        let agreed = settled.iter().all(|(_, other)| other == met);
        let truth = if !agreed {
            Truth::Unknown
        } else if *met {
            Truth::Yes
        } else {
            Truth::No
        };
        let causes = if agreed {
            BTreeSet::new()
        } else {
            BTreeSet::from([Cause::Disagreement])
        };
        return ElementResult {
            id,
            truth,
            causes,
            trace,
            finding: Some(finding.id.clone()),
        };
    }
    let (truth, causes) = match &trace {
        None => (Truth::Unknown, BTreeSet::from([Cause::HumanJudgement])),
        Some(step)
            if step.truth == Truth::Yes
                && step.support != Some(Support::Shown)
                && !element.declaration_suffices =>
        {
            (Truth::Unknown, BTreeSet::from([Cause::DeclaredOnly]))
        }
        Some(step) => (step.truth, step.causes.clone()),
    };
    ElementResult {
        id,
        truth,
        causes,
        trace,
        finding: None,
    }
}

fn status(
    criterion: &Criterion,
    sight: Sight<'_>,
    scope: Option<Truth>,
    elements: &[ElementResult],
    level: Level,
) -> (Status, Reason) {
    let practice = sight.practice(&criterion.id);
    let in_force = criterion.from.is_none_or(|day| day <= sight.inputs.date)
        && criterion.withdrawn.is_none_or(|day| sight.inputs.date < day);
    if !in_force {
        return (Status::NotApplicable, Reason::NotInForce);
    }
    if scope == Some(Truth::No) {
        return (Status::NotApplicable, Reason::OutOfScope);
    }
    if !criterion.always_applies
        && practice.is_some_and(|p| {
            p.not_applicable
                .as_ref()
                .is_some_and(|why| !why.trim().is_empty())
        })
    {
        return (Status::NotApplicable, Reason::SetAside);
    }
    if wanted(criterion, elements).any(|e| e.truth == Truth::No) {
        return (Status::Nonconforming, Reason::ElementFalse);
    }
    if level == Level::Below {
        return (Status::Nonconforming, Reason::LevelBelow);
    }
    if silent(criterion, sight) {
        return (Status::NotAssessed, Reason::Silent);
    }
    let mut live = wanted(criterion, elements).peekable();
    if live.peek().is_some() && live.all(|e| e.truth == Truth::Yes) && level != Level::Undeclared {
        return (Status::Conforming, Reason::AllMet);
    }
    (Status::NotDemonstrated, Reason::Unproven)
}

/// Nothing said: no level, no finding, none of the facts its rules read, no evidence of the types they ask.
fn silent(criterion: &Criterion, sight: Sight<'_>) -> bool {
    let rules = || criterion.elements.iter().filter_map(|e| e.rule.as_ref());
    let types: BTreeSet<&Id> = rules().flat_map(Rule::evidence_types).collect();
    let practices = rules().flat_map(Rule::practices).chain([&criterion.id]);
    let levels = practices
        .into_iter()
        .any(|id| sight.practice(id).is_some_and(|p| p.level.is_some()));
    let facts = rules().flat_map(Rule::facts).any(|key| sight.fact(key).is_some());
    let asked = |item: &crate::evidence::item::Item| {
        item.types.iter().any(|id| types.contains(id))
            && (item.criteria.is_empty() || item.criteria.contains(&criterion.id))
    };
    !levels && !facts && sight.findings(&criterion.id).next().is_none() && !sight.evidence().any(asked)
}

/// An auditor's finding replaces the computed status; auditors who differ leave it not assessed.
fn retain(criterion: &Criterion, sight: Sight<'_>, computed: Status, why: Reason) -> (Status, Reason) {
    let said: BTreeSet<Status> = sight
        .findings(&criterion.id)
        .filter_map(|f| {
            f.status
                .or_else(|| nonconformity(f, sight.inputs).then_some(Status::Nonconforming))
        })
        .collect();
    let split = criterion.elements.iter().any(|e| {
        let outcomes: BTreeSet<bool> = sight
            .findings(&criterion.id)
            .filter_map(|f| {
                f.element
                    .as_ref()
                    .filter(|(id, _)| id == &e.id)
                    .map(|(_, met)| *met)
            })
            .collect();
        outcomes.len() > 1
    });
    let mut said = said.into_iter();
    match (said.next(), said.next()) {
        (Some(_), Some(_)) => (Status::NotAssessed, Reason::Disagreement),
        (Some(one), None) => (one, Reason::Auditor),
        _ if split => (Status::NotAssessed, Reason::Disagreement),
        _ => (computed, why),
    }
}

fn nonconformity(finding: &Finding, inputs: &Inputs) -> bool {
    finding
        .kind
        .as_ref()
        .and_then(|code| inputs.norm.kind(code))
        .is_some_and(|kind| kind.nonconformity)
}

/// conforme 1; otherwise 0, or the share of met elements, never 1; non évalué unknown; non applicable leaves.
fn value(status: Status, met: usize, wanted: usize, inputs: &Inputs) -> Option<Interval> {
    let whole = |n: usize| Ratio::whole(i64::try_from(n).unwrap_or(i64::MAX));
    match status {
        Status::NotApplicable => None,
        Status::NotAssessed => Some(Interval::unknown()),
        Status::Conforming => Some(Interval::exact(Ratio::one())),
        Status::Nonconforming | Status::NotDemonstrated => {
            let share = match inputs.norm.policy.partial_credit {
                PartialCredit::None => None,
                PartialCredit::Elements if met == wanted => None,
                PartialCredit::Elements => Ratio::of(&whole(met), &whole(wanted)),
            };
            Some(Interval::exact(share.unwrap_or_else(Ratio::zero)))
        }
    }
}

/// The norm's table of kinds; an auditor's own kind comes first; waiting for an auditor is no finding.
fn kind(criterion: &Criterion, sight: Sight<'_>, result: &Sample, met: usize, wanted: usize) -> Option<Id> {
    let inputs = sight.inputs;
    let policy = &inputs.norm.policy;
    let worst = sight
        .findings(&criterion.id)
        .filter_map(|f| f.kind.as_ref())
        .max_by_key(|code| inputs.norm.kind(code).map(|k| k.rank));
    if let Some(code) = worst.filter(|_| result.reason != Reason::Disagreement) {
        return Some(code.clone());
    }
    let row = policy.kinds.get(&criterion.importance)?;
    match result.retained {
        Status::Nonconforming => {
            let declared = sight
                .practice(&criterion.id)
                .and_then(|p| p.level.as_ref())
                .and_then(|id| inputs.norm.level_rank(id));
            let floor = policy
                .grave_level
                .as_ref()
                .and_then(|id| inputs.norm.level_rank(id));
            let low_level = declared.zip(floor).is_some_and(|(level, floor)| level <= floor);
            let whole = |n: usize| Ratio::whole(i64::try_from(n).unwrap_or(i64::MAX));
            let low_share =
                Ratio::of(&whole(met), &whole(wanted)).is_some_and(|share| share < policy.grave_share);
            if low_level || low_share {
                row.grave.clone()
            } else {
                row.nonconforming.clone()
            }
        }
        Status::NotDemonstrated if !result.to_show => row.not_demonstrated.clone(),
        _ => None,
    }
}
