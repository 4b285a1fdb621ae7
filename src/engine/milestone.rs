//! What stands before the next audit of the cycle: its day, the types of evidence that are still asked in vain.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::results::{Cause, CriterionResult, Trace, Truth};
use crate::assessment::{Assessment, Inputs};
use crate::kernel::{CriterionId, Date, Status, TypeId};
use crate::norm::model::Rule;

/// The day of the next audit, where the norm has a cycle.
pub fn next(inputs: &Inputs) -> Option<Date> {
    inputs.norm.next_audit(inputs.cycle.as_ref(), inputs.date)
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
