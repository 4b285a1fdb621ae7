//! What each piece of evidence serves: the criteria that ask it, with what keeps it from counting there.

use std::collections::BTreeMap;

use crate::assessment::results::{Cause, Results, Trace};
use crate::kernel::{CriterionId, PieceId};

/// By piece, by criterion: none where it counts.
pub type Serving<'a> = BTreeMap<&'a PieceId, BTreeMap<&'a CriterionId, Option<Cause>>>;

/// Read from the traces of a judgement.
pub fn serving(results: &Results) -> Serving<'_> {
    let mut out = BTreeMap::new();
    for result in &results.criteria {
        for element in result.samples.iter().flat_map(|sample| &sample.elements) {
            if let Some(trace) = &element.trace {
                gather(trace, &result.id, &mut out);
            }
        }
    }
    out
}

fn gather<'a>(trace: &'a Trace, criterion: &'a CriterionId, out: &mut Serving<'a>) {
    for (piece, cause) in &trace.evidence {
        let known = out.entry(piece).or_default().entry(criterion).or_insert(*cause);
        // it counts for a criterion as soon as it counts in one of its rules
        *known = known.and(*cause);
    }
    for step in &trace.steps {
        gather(step, criterion, out);
    }
}
