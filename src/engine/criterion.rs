//! The status of a criterion: the ordered rule of design §6, first match.

use std::collections::{BTreeMap, BTreeSet};

use super::rules;
use crate::assessment::Inputs;
use crate::assessment::inputs::Finding;
use crate::assessment::results::{Cause, CriterionResult, ElementResult, Reason, Support, Truth};
use crate::kernel::{Id, Interval, Ratio, Status};
use crate::norm::model::{Criterion, Element, Judged, PartialCredit, Rule};

/// Judges one criterion; `others` holds the retained statuses of those it reads.
pub(super) fn judge(
    criterion: &Criterion,
    inputs: &Inputs,
    others: &BTreeMap<Id, Status>,
) -> CriterionResult {
    let scope = criterion
        .applies_if
        .as_ref()
        .map(|rule| rules::evaluate(rule, &criterion.id, inputs, others).truth);
    let elements: Vec<ElementResult> = criterion
        .elements
        .iter()
        .map(|e| element(e, criterion, inputs, others))
        .collect();
    let level = Level::of(criterion, inputs);
    let (computed, why) = status(criterion, inputs, scope, &elements, level);
    let (retained, reason) = retain(criterion, inputs, computed, why);
    let wanted: Vec<ElementResult> = wanted(criterion, &elements).cloned().collect();
    let met = wanted.iter().filter(|e| e.truth == Truth::Yes).count();
    let human = |e: &&ElementResult| e.causes.iter().all(|cause| *cause == Cause::HumanJudgement);
    let to_show = retained == Status::NotDemonstrated
        && level != Level::Undeclared
        && wanted.iter().filter(|e| e.truth != Truth::Yes).all(|e| human(&e));
    let mut result = CriterionResult {
        id: criterion.id.clone(),
        computed,
        retained,
        reason,
        kind: None,
        contradiction: level == Level::Below && !wanted.is_empty() && met == wanted.len(),
        applicability_unknown: scope == Some(Truth::Unknown),
        to_show,
        value: value(retained, met, wanted.len(), inputs),
        elements,
    };
    result.kind = kind(criterion, inputs, &result, met, wanted.len());
    result
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
    fn of(criterion: &Criterion, inputs: &Inputs) -> Self {
        let norm = &inputs.norm;
        let Some(wanted) = criterion.level.as_ref().and_then(|id| norm.level_rank(id)) else {
            return Self::NotWanted;
        };
        let declared = inputs
            .practices
            .get(&criterion.id)
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

fn findings<'a>(criterion: &'a Id, inputs: &'a Inputs) -> impl Iterator<Item = &'a Finding> {
    inputs
        .findings
        .iter()
        .filter(move |finding| &finding.criterion == criterion)
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
    inputs: &Inputs,
    others: &BTreeMap<Id, Status>,
) -> ElementResult {
    let id = criterion.id.child(&element.id);
    let settled: Vec<(&Finding, bool)> = findings(&criterion.id, inputs)
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
        .map(|rule| rules::evaluate(rule, &criterion.id, inputs, others));
    if let Some((finding, met)) = settled.first() {
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
    inputs: &Inputs,
    scope: Option<Truth>,
    elements: &[ElementResult],
    level: Level,
) -> (Status, Reason) {
    let practice = inputs.practices.get(&criterion.id);
    let in_force = criterion.from.is_none_or(|day| day <= inputs.date)
        && criterion.withdrawn.is_none_or(|day| inputs.date < day);
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
    if silent(criterion, inputs) {
        return (Status::NotAssessed, Reason::Silent);
    }
    let mut live = wanted(criterion, elements).peekable();
    if live.peek().is_some() && live.all(|e| e.truth == Truth::Yes) && level != Level::Undeclared {
        return (Status::Conforming, Reason::AllMet);
    }
    (Status::NotDemonstrated, Reason::Unproven)
}

/// Nothing said: no level, no finding, none of the facts its rules read, no evidence of the types they ask.
fn silent(criterion: &Criterion, inputs: &Inputs) -> bool {
    let rules = || criterion.elements.iter().filter_map(|e| e.rule.as_ref());
    let types: BTreeSet<&Id> = rules().flat_map(Rule::evidence_types).collect();
    let levels = rules().any(|rule| {
        let mut said = false;
        rule.walk(&mut |r| {
            if let Rule::Practice {
                criterion: Some(other),
                ..
            } = r
            {
                said |= inputs.practices.get(other).is_some_and(|p| p.level.is_some());
            }
        });
        said
    });
    let own_level = inputs
        .practices
        .get(&criterion.id)
        .is_some_and(|p| p.level.is_some());
    let facts = rules()
        .flat_map(Rule::facts)
        .any(|key| inputs.facts.contains_key(key));
    let asked = |item: &crate::evidence::item::Item| {
        item.types.iter().any(|id| types.contains(id))
            && (item.criteria.is_empty() || item.criteria.contains(&criterion.id))
    };
    !own_level
        && !levels
        && !facts
        && findings(&criterion.id, inputs).next().is_none()
        && !inputs.evidence.iter().any(asked)
}

/// An auditor's finding replaces the computed status; auditors who differ leave it not assessed.
fn retain(criterion: &Criterion, inputs: &Inputs, computed: Status, why: Reason) -> (Status, Reason) {
    let said: BTreeSet<Status> = findings(&criterion.id, inputs)
        .filter_map(|f| {
            f.status
                .or_else(|| nonconformity(f, inputs).then_some(Status::Nonconforming))
        })
        .collect();
    let split = criterion.elements.iter().any(|e| {
        let outcomes: BTreeSet<bool> = findings(&criterion.id, inputs)
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
fn kind(
    criterion: &Criterion,
    inputs: &Inputs,
    result: &CriterionResult,
    met: usize,
    wanted: usize,
) -> Option<Id> {
    let policy = &inputs.norm.policy;
    let worst = findings(&criterion.id, inputs)
        .filter_map(|f| f.kind.as_ref())
        .max_by_key(|code| inputs.norm.kind(code).map(|k| k.rank));
    if let Some(code) = worst.filter(|_| result.reason != Reason::Disagreement) {
        return Some(code.clone());
    }
    let row = policy.kinds.get(&criterion.importance)?;
    match result.retained {
        Status::Nonconforming => {
            let declared = inputs
                .practices
                .get(&criterion.id)
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
