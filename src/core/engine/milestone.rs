//! What time does to evidence: last days of validity, the next audit of the cycle, what will have ended by then.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::results::{Cause, CriterionResult, Trace, Truth};
use crate::assessment::{Assessment, Inputs};
use crate::kernel::{CriterionId, Date, Period, PieceId, Status, TypeId};
use crate::norm::Norm;
use crate::norm::model::Rule;
use crate::record::item::Item;

/// The last day of validity: what the dossier states, else that of the type which lasts longest.
pub fn last_day(item: &Item, norm: &Norm) -> Option<Date> {
    if item.dates.expires.is_some() {
        return item.dates.expires;
    }
    let effect = item.dates.effect?;
    let periods: Vec<Option<Period>> = item
        .types
        .iter()
        .filter_map(|id| norm.evidence_types.get(id))
        .map(|kind| kind.validity)
        .collect();
    // one type without a limit is enough for the piece to have none
    let limits: Option<Vec<Date>> = periods
        .into_iter()
        .map(|period| period.map(|p| effect.plus(p)))
        .collect();
    limits?.into_iter().max()
}

/// The day of the next audit, where the norm has a cycle.
pub fn next(inputs: &Inputs) -> Option<Date> {
    inputs.norm.next_audit(inputs.cycle.as_ref(), inputs.date)
}

/// Pieces still valid at the audit date whose last day comes before the next audit, soonest first.
pub fn ending_before_next(inputs: &Inputs) -> Vec<(PieceId, Date)> {
    let Some(next) = next(inputs) else {
        return Vec::new();
    };
    let mut out: Vec<(PieceId, Date)> = inputs
        .evidence
        .iter()
        .filter_map(|item| Some((item.id.clone(), last_day(item, &inputs.norm)?)))
        .filter(|(_, day)| *day >= inputs.date && *day < next)
        .collect();
    out.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    out
}

/// Evidence types of which a rule that is not met saw no piece at all, with the criteria that ask them.
pub fn absent_types(assessment: &Assessment) -> BTreeMap<TypeId, BTreeSet<CriterionId>> {
    let mut out: BTreeMap<TypeId, BTreeSet<CriterionId>> = BTreeMap::new();
    let norm = &assessment.inputs.norm;
    let open =
        |result: &&CriterionResult| !matches!(result.retained, Status::Conforming | Status::NotApplicable);
    for result in assessment.results.criteria.iter().filter(open) {
        // INVARIANT: results are those of the norm beside them
        let Some(criterion) = norm.criterion(&result.id) else {
            continue;
        };
        for (element, judged) in criterion.elements.iter().zip(result.elements()) {
            if element.optional || judged.truth != Truth::Unknown {
                continue;
            }
            if let (Some(rule), Some(trace)) = (&element.rule, &judged.trace) {
                absent(rule, trace, assessment.inputs.date, &result.id, &mut out);
            }
        }
    }
    out
}

fn absent(
    rule: &Rule,
    trace: &Trace,
    date: Date,
    criterion: &CriterionId,
    out: &mut BTreeMap<TypeId, BTreeSet<CriterionId>>,
) {
    let Some(rule) = rule.in_force(date) else {
        return;
    };
    match rule {
        Rule::Evidence(asked) if trace.causes.contains(&Cause::NoEvidence) => {
            for kind in &asked.types {
                out.entry(kind.clone()).or_default().insert(criterion.clone());
            }
        }
        Rule::All(rules) | Rule::Any(rules) | Rule::AtLeast { n: _, rules } => {
            for (rule, step) in rules.iter().zip(&trace.steps) {
                absent(rule, step, date, criterion, out);
            }
        }
        _ => {}
    }
}
