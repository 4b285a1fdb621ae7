//! Evaluates a rule for one criterion, keeping every step.

use super::board::ByName;
use super::logic::Upshot;
use super::sight::Sight;
use super::{evidence, logic, pieces};
use crate::assessment::CauseSet;
use crate::assessment::inputs::Fact;
use crate::assessment::results::{Cause, RateFound, Support, Trace, Truth};
use crate::kernel::{CriterionId, FactKey, Ratio, Status};
use crate::norm::model::{Bar, FactTest, FactValue, Rule, Threshold, ZeroMeans};

/// Evaluates a rule of `criterion`; `others` holds the retained statuses of the criteria that it reads.
pub(super) fn evaluate<'a>(
    rule: &'a Rule,
    criterion: &CriterionId,
    sight: Sight<'a>,
    others: &ByName<'_, Status>,
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
        Rule::Fact { key, test, bar } => match sight.fact(key) {
            None => logic::unknown([Cause::NotStated]),
            Some(fact) => stated(key, test, bar, fact, sight),
        },
        Rule::Rate {
            part,
            whole,
            threshold,
            may_exceed,
            bar,
        } => rate((part, whole), (threshold, bar), *may_exceed, sight),
        Rule::Evidence(asked) => evidence::judge(asked, criterion, sight),
        Rule::Criterion { id, status } => match others.get(id.as_str()) {
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
pub(super) fn support(key: &FactKey, fact: &Fact, sight: Sight<'_>) -> Support {
    let proof = fact.evidence.as_ref().and_then(|id| sight.piece(id));
    if proof.is_some_and(|item| pieces::weigh_proof(item, key, sight).is_ok_and(|counted| counted.shows())) {
        Support::Shown
    } else {
        Support::Declared
    }
}

/// What is supposed, to see what a rule still lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Supposed {
    /// Each number, or age of a piece, that only misses a target of the tool's own had reached it.
    TargetsReached,
    /// An auditor had looked at each dated interview and observation that the structure wrote down itself.
    LookedAt,
}

/// The outcome that a rule would have then, with what it rests on.
pub(super) fn supposing(what: Supposed, rule: &Rule, trace: &Trace, sight: Sight<'_>) -> Upshot {
    let below = what == Supposed::TargetsReached
        && trace.truth == Truth::Unknown
        && trace.causes.contains(&Cause::BelowTarget);
    let rests = |keys: &[&FactKey]| {
        let facts = keys.iter().filter_map(|key| Some((*key, sight.fact(key)?)));
        // INVARIANT: a leaf is below its target by facts that are there
        Upshot::yes(
            facts
                .map(|(key, fact)| support(key, fact, sight))
                .min()
                .unwrap_or(Support::Declared),
        )
    };
    let together = |rules: &[Rule], wanted: Option<usize>| {
        let each = rules.iter().zip(&trace.steps);
        Upshot::combine(
            each.map(|(rule, step)| supposing(what, rule, step, sight)),
            wanted,
        )
    };
    match rule.in_force(sight.inputs().date) {
        Some(Rule::Fact { key, .. }) if below => rests(&[key]),
        Some(Rule::Rate { part, whole, .. }) if below => rests(&[part, whole]),
        Some(Rule::Evidence(asked)) if below => evidence::rests_when_older(asked, &trace.evidence, sight)
            .map_or_else(|| Upshot::of(trace), Upshot::yes),
        Some(Rule::Evidence(asked))
            if what == Supposed::LookedAt && evidence::is_shown_once_looked_at(asked, trace, sight) =>
        {
            Upshot::yes(Support::Shown)
        }
        Some(Rule::All(rules)) => together(rules, None),
        Some(Rule::Any(rules)) => together(rules, Some(1)),
        Some(Rule::AtLeast { n, rules }) => together(rules, Some(*n as usize)),
        _ => Upshot::of(trace),
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

/// What a count of none means, where its fact says so: it has no object (and leaves, resting on what the count rests on), or nothing
/// was done.
fn none_of(key: &FactKey, fact: &Fact, sight: Sight<'_>) -> Option<Trace> {
    let meaning = sight.inputs().norm.reads().fact(key)?.zero?;
    Some(match meaning {
        ZeroMeans::NothingDone => logic::no(),
        ZeroMeans::NoObject => Trace {
            support: Some(support(key, fact, sight)),
            causes: CauseSet::from([Cause::NoObject]),
            ..logic::void()
        },
    })
}

fn stated(key: &FactKey, test: &FactTest, bar: &Bar, fact: &Fact, sight: Sight<'_>) -> Trace {
    let none = FactValue::Number(Ratio::zero());
    if !bar.selects
        && fact.value == none
        && *test == FactTest::Equals(none)
        && let Some(trace) = none_of(key, fact, sight)
    {
        return trace;
    }
    let more = match test {
        _ if passes(test, &fact.value) => return logic::yes(support(key, fact, sight)),
        FactTest::AtLeast(_) => true,
        FactTest::AtMost(_) => false,
        FactTest::Equals(_) | FactTest::Among(_) | FactTest::Stated => return logic::no(),
    };
    if bar.only_below(&fact.value, more, None) {
        logic::unknown([Cause::BelowTarget])
    } else {
        logic::no()
    }
}

fn rate(
    (part_key, whole_key): (&FactKey, &FactKey),
    (threshold, bar): (&Threshold, &Bar),
    may_exceed: bool,
    sight: Sight<'_>,
) -> Trace {
    // nothing can be a part of none: that needs no answer
    if let (None, Some(whole)) = (sight.fact(part_key), sight.fact(whole_key))
        && !bar.selects
        && whole.value == FactValue::Number(Ratio::zero())
        && let Some(trace) = none_of(whole_key, whole, sight)
    {
        return trace;
    }
    let (Some(part), Some(whole)) = (sight.fact(part_key), sight.fact(whole_key)) else {
        return logic::unknown([Cause::NotStated]);
    };
    let (FactValue::Number(p), FactValue::Number(w)) = (&part.value, &whole.value) else {
        return logic::unknown([Cause::Error]);
    };
    if p.is_negative() || w.is_negative() || (p > w && !may_exceed) {
        return logic::unknown([Cause::Error]);
    }
    let none = || none_of(whole_key, whole, sight).filter(|_| p.is_zero() && !bar.selects);
    let Some(value) = Ratio::of(p, w) else {
        if let Some(trace) = none() {
            return trace;
        }
        return logic::unknown([if p.is_zero() {
            Cause::ZeroWhole
        } else {
            Cause::Error
        }]);
    };
    let mut trace = if threshold.admits(&value) || bar.forgives(p, w, threshold) {
        logic::yes(support(part_key, part, sight).min(support(whole_key, whole, sight)))
    } else if bar.only_below(
        &FactValue::Number(value.clone()),
        matches!(threshold, Threshold::AtLeast(_)),
        Some(w),
    ) {
        logic::unknown([Cause::BelowTarget])
    } else {
        logic::no()
    };
    trace.rate = Some(RateFound {
        part: p.clone(),
        whole: w.clone(),
    });
    trace
}
