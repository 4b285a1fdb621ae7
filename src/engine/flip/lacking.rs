//! What a sample still lacks, read from the rules.

use super::Change;
use super::tried::filed_type;
use crate::assessment::Inputs;
use crate::assessment::results::{Sample, Support, Truth};
use crate::board::{Board, ByName};
use crate::kernel::{FactKey, Ratio, Status};
use crate::norm::Norm;
use crate::norm::model::{
    Bar, Criterion, Element, EvidenceRule, FactTest, FactType, FactValue, Judged, Rule, Threshold,
};
use crate::rules;
use crate::sight::Sight;

/// What the sample still lacks. None where a rule cannot be met by a change of the structure.
pub(super) fn lacking(criterion: &Criterion, sample: &Sample, inputs: &Inputs) -> Option<Vec<Change>> {
    let board = Board::new(inputs);
    let sight = Sight {
        board: &board,
        site: sample.site.as_ref(),
    };
    let others = crate::read_by(criterion, &board);
    let mut out = Vec::new();
    if let Some(level) = criterion.level_in(inputs.cycle.as_ref())
        && criterion.judged.asks_level()
    {
        let declared = sight.practice(&criterion.id).and_then(|p| p.level.as_ref());
        let below =
            declared.is_none_or(|declared| inputs.norm.level_rank(declared) < inputs.norm.level_rank(level));
        if below {
            out.push(Change::Level {
                criterion: criterion.id.clone(),
                level: level.clone(),
                since: None,
            });
        }
    }
    for (element, result) in criterion.elements.iter().zip(&sample.elements) {
        if element.optional || matches!(result.truth, Truth::Yes | Truth::Void) {
            continue;
        }
        let rule = element
            .rule
            .as_ref()
            .filter(|_| criterion.judged != Judged::Human);
        let settled = result.finding.is_some();
        out.extend(match rule {
            Some(rule) if !settled => meet(rule, element, criterion, sight, &others)?,
            _ => vec![Change::Judgement(element.id.clone())],
        });
    }
    let mut once: Vec<Change> = Vec::new();
    for change in out {
        if !once.contains(&change) {
            once.push(change);
        }
    }
    let out = once;
    (!out.is_empty()).then_some(out)
}

/// The fewest changes after which a rule is true, and shown unless the element takes a declaration.
fn meet(
    rule: &Rule,
    element: &Element,
    criterion: &Criterion,
    sight: Sight<'_>,
    others: &ByName<'_, Status>,
) -> Option<Vec<Change>> {
    let trace = rules::evaluate(rule, &criterion.id, sight, others);
    let enough =
        trace.truth == Truth::Yes && (trace.support == Some(Support::Shown) || element.declaration_suffices);
    if enough || trace.truth == Truth::Void {
        return Some(Vec::new());
    }
    let each = |rules: &[Rule]| -> Vec<Vec<Change>> {
        let mut plans: Vec<Vec<Change>> = rules
            .iter()
            .filter_map(|r| meet(r, element, criterion, sight, others))
            .collect();
        plans.sort_by_key(Vec::len);
        plans
    };
    match rule {
        Rule::All(rules) => {
            let plans = each(rules);
            (plans.len() == rules.len()).then(|| plans.concat())
        }
        Rule::Any(rules) => each(rules).into_iter().next(),
        Rule::AtLeast { n, rules } => {
            let plans = each(rules);
            (plans.len() >= *n as usize).then(|| plans.into_iter().take(*n as usize).flatten().collect())
        }
        Rule::Dated(series) => {
            let held = series.iter().rfind(|dated| dated.from <= sight.inputs().date)?;
            meet(&held.rule, element, criterion, sight, others)
        }
        // a denial rests on a declaration only: an auditor settles it
        Rule::Not(_) | Rule::Criterion { .. } => Some(vec![Change::Judgement(element.id.clone())]),
        Rule::Practice {
            at_least,
            since,
            criterion: other,
        } => {
            let said = Change::Level {
                criterion: other.clone().unwrap_or_else(|| criterion.id.clone()),
                level: at_least.clone(),
                since: since.map(|period| sight.inputs().date.minus(period)),
            };
            // a level is only declared
            if element.declaration_suffices {
                Some(vec![said])
            } else {
                Some(vec![Change::Judgement(element.id.clone())])
            }
        }
        // a count of what others bring is not to be advised up or down
        Rule::Fact { key, .. }
            if trace.truth != Truth::Yes && sight.fact(key).is_some() && !is_lever(key, sight) =>
        {
            None
        }
        Rule::Fact { key, test, bar: _ } => Some(vec![if trace.truth == Truth::Yes {
            Change::Prove(key.clone())
        } else {
            match test {
                FactTest::Equals(value) | FactTest::AtLeast(value) | FactTest::AtMost(value) => {
                    Change::Fact {
                        key: key.clone(),
                        value: value.clone(),
                    }
                }
                FactTest::Among(values) => Change::Fact {
                    key: key.clone(),
                    value: values.first()?.clone(),
                },
                FactTest::Stated => Change::State(key.clone()),
            }
        }]),
        Rule::Rate { part, whole, .. }
            if trace.truth != Truth::Yes
                && sight.fact(part).is_some()
                && sight.fact(whole).is_some()
                && !is_lever(part, sight) =>
        {
            None
        }
        Rule::Rate {
            part,
            whole,
            threshold,
            may_exceed: _,
            bar,
        } => {
            let changes = rate((part, whole), (threshold, bar), trace.truth, sight);
            // what leaves a whole to choose leans on chance where another rule reads the same facts
            let open = changes.iter().any(|change| matches!(change, Change::Rate { .. }));
            (!open || leaves_reading([part, whole], criterion) == 1).then_some(changes)
        }
        Rule::Evidence(asked) => Some(vec![if can_be_filed(asked, sight.inputs()) {
            Change::Pieces {
                asked: Box::new(asked.clone()),
                count: missing(asked, criterion, sight),
            }
        } else {
            Change::Judgement(element.id.clone())
        }]),
    }
}

/// How many leaves of a criterion read one of two facts.
fn leaves_reading(keys: [&FactKey; 2], criterion: &Criterion) -> usize {
    let reads = |leaf: &&Rule| leaf.own_facts().any(|key| keys.contains(&key));
    criterion.rules().flat_map(Rule::each).filter(reads).count()
}

/// May the structure act on what a fact counts?
fn is_lever(key: &FactKey, sight: Sight<'_>) -> bool {
    sight.inputs().norm.facts.get(key).is_none_or(|def| def.lever)
}

/// Would files suffice? What crosses modalities or origins, or is an interview, counts once an auditor has seen it.
fn can_be_filed(asked: &EvidenceRule, inputs: &Inputs) -> bool {
    asked.min_modalities <= 1 && asked.min_origins <= 1 && filed_type(asked, inputs).is_some()
}

/// How many pieces a leaf still wants.
fn missing(asked: &EvidenceRule, criterion: &Criterion, sight: Sight<'_>) -> usize {
    let trace = crate::evidence::judge(asked, &criterion.id, sight);
    let good = trace.evidence.values().filter(|cause| cause.is_none()).count();
    (asked.count as usize).saturating_sub(good).max(1)
}

fn rate(
    (part, whole): (&FactKey, &FactKey),
    (threshold, bar): (&Threshold, &Bar),
    truth: Truth,
    sight: Sight<'_>,
) -> Vec<Change> {
    if truth == Truth::Yes {
        let unproven = [part, whole].into_iter().filter(|key| {
            sight
                .fact(key)
                .is_some_and(|fact| rules::support(key, fact, sight) == Support::Declared)
        });
        return unproven.map(|key| Change::Prove(key.clone())).collect();
    }
    let known = sight.fact(whole).and_then(|fact| match &fact.value {
        FactValue::Number(n) if !n.is_zero() => Some((n, rules::support(whole, fact, sight))),
        _ => None,
    });
    let Some((base, support)) = known else {
        return vec![Change::Rate {
            part: part.clone(),
            whole: whole.clone(),
            threshold: threshold.clone(),
        }];
    };
    let mut out = Vec::new();
    if support == Support::Declared {
        out.push(Change::Prove(whole.clone()));
    }
    out.push(Change::Fact {
        key: part.clone(),
        value: FactValue::Number(just_enough(part, (threshold, bar), base, &sight.inputs().norm)),
    });
    out
}

/// The part that just suffices of a whole.
pub(super) fn just_enough(
    part: &FactKey,
    (threshold, bar): (&Threshold, &Bar),
    whole: &Ratio,
    norm: &Norm,
) -> Ratio {
    let counted = norm
        .facts
        .get(part)
        .is_some_and(|def| def.kind == FactType::Integer);
    let exact = match threshold {
        Threshold::AtLeast(t) | Threshold::AtMost(t) => t.clone() * whole.clone(),
    };
    let exact = match (counted, threshold) {
        (true, Threshold::AtLeast(_)) => exact.ceil(),
        (true, Threshold::AtMost(_)) => exact.floor(),
        (false, _) => exact,
    };
    let few = Ratio::whole(i64::from(bar.tolerance));
    let forgiven = match threshold {
        Threshold::AtLeast(_) => whole.clone() - few,
        Threshold::AtMost(_) => few,
    };
    let easier = match threshold {
        Threshold::AtLeast(_) => forgiven < exact,
        Threshold::AtMost(_) => forgiven > exact,
    };
    if easier && bar.forgives(&forgiven, whole, threshold) {
        forgiven
    } else {
        exact
    }
}
