//! Evaluates a rule for one criterion, keeping every step.

use std::collections::BTreeMap;

use super::sight::Sight;
use super::{evidence, logic, pieces};
use crate::assessment::inputs::Fact;
use crate::assessment::results::{Cause, Support, Trace};
use crate::kernel::{CriterionId, FactKey, Ratio, Status};
use crate::norm::model::{FactTest, FactValue, Rule, Threshold};

/// Evaluates a rule of `criterion`; `others` holds the retained statuses of the criteria that it reads.
pub(super) fn evaluate<'a>(
    rule: &'a Rule,
    criterion: &CriterionId,
    sight: Sight<'a>,
    others: &BTreeMap<CriterionId, Status>,
) -> Trace {
    let inputs = sight.inputs();
    let below = |rules: &'a [Rule]| {
        rules
            .iter()
            .map(|rule| evaluate(rule, criterion, sight, others))
            .collect::<Vec<_>>()
    };
    match rule {
        Rule::Practice {
            at_least,
            since,
            criterion: other,
        } => {
            let practice = sight.practice(other.as_ref().unwrap_or(criterion));
            let level = practice
                .and_then(|p| p.level.as_ref())
                .and_then(|id| inputs.norm.level_rank(id));
            // INVARIANT: the level of a rule is one of its norm: what lacks here is what the structure declares
            let (Some(level), Some(wanted)) = (level, inputs.norm.level_rank(at_least)) else {
                return logic::unknown([Cause::NotStated]);
            };
            if level < wanted {
                return logic::no();
            }
            match (since, practice.and_then(|p| p.since)) {
                (None, _) => logic::yes(Support::Declared),
                (Some(_), None) => logic::unknown([Cause::NotStated]),
                (Some(period), Some(day)) if day.plus(*period) <= inputs.date => {
                    logic::yes(Support::Declared)
                }
                _ => logic::no(),
            }
        }
        Rule::Fact { key, test } => match sight.fact(key) {
            None => logic::unknown([Cause::NotStated]),
            Some(fact) if passes(test, &fact.value) => logic::yes(support(fact, sight)),
            Some(_) => logic::no(),
        },
        Rule::Rate {
            part,
            whole,
            threshold,
            may_exceed,
        } => rate(part, whole, threshold, *may_exceed, sight),
        Rule::Evidence(asked) => evidence::judge(asked, criterion, sight),
        Rule::Criterion { id, status } => match others.get(id) {
            None => logic::unknown([Cause::Error]),
            Some(Status::NotApplicable) => logic::void(),
            Some(found) if found == status => logic::yes(Support::Shown),
            Some(Status::NotAssessed | Status::NotDemonstrated) => logic::unknown([Cause::OtherCriterion]),
            Some(Status::Conforming | Status::Nonconforming) => logic::no(),
        },
        Rule::All(rules) => logic::combine(below(rules), None),
        Rule::Any(rules) => logic::combine(below(rules), Some(1)),
        Rule::AtLeast { n, rules } => logic::combine(below(rules), Some(*n as usize)),
        Rule::Not(rule) => logic::not(evaluate(rule, criterion, sight, others)),
        Rule::Dated(series) => match series.iter().rfind(|dated| dated.from <= inputs.date) {
            None => logic::void(),
            Some(dated) => Trace {
                since: Some(dated.from),
                ..evaluate(&dated.rule, criterion, sight, others)
            },
        },
    }
}

/// A fact is shown when it names a piece that is valid by itself; a typed number proves nothing.
pub(super) fn support(fact: &Fact, sight: Sight<'_>) -> Support {
    let proof = fact.evidence.as_ref().and_then(|id| sight.piece(id));
    if proof.is_some_and(|item| pieces::weigh_proof(item, sight).is_ok_and(|counted| counted.shows())) {
        Support::Shown
    } else {
        Support::Declared
    }
}

fn passes(test: &FactTest, value: &FactValue) -> bool {
    match test {
        FactTest::Equals(wanted) => value == wanted,
        // both are of the fact's own type: checked at load
        FactTest::AtLeast(bound) => value >= bound,
        FactTest::AtMost(bound) => value <= bound,
        FactTest::Among(wanted) => wanted.contains(value),
        FactTest::Stated => true,
    }
}

fn rate(part: &FactKey, whole: &FactKey, threshold: &Threshold, may_exceed: bool, sight: Sight<'_>) -> Trace {
    let (Some(part), Some(whole)) = (sight.fact(part), sight.fact(whole)) else {
        return logic::unknown([Cause::NotStated]);
    };
    let (FactValue::Number(p), FactValue::Number(w)) = (&part.value, &whole.value) else {
        return logic::unknown([Cause::Error]);
    };
    if p.is_negative() || w.is_negative() || (p > w && !may_exceed) {
        return logic::unknown([Cause::Error]);
    }
    let Some(value) = Ratio::of(p, w) else {
        return logic::unknown([if p.is_zero() {
            Cause::ZeroWhole
        } else {
            Cause::Error
        }]);
    };
    let mut trace = if threshold.admits(&value) {
        logic::yes(support(part, sight).min(support(whole, sight)))
    } else {
        logic::no()
    };
    trace.rate = Some(value);
    trace
}
