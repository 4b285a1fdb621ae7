//! For which criteria a general paper may count: whoever files it says for which it does.

use std::collections::BTreeSet;

use crate::kernel::CriterionId;
use crate::norm::Norm;
use crate::norm::model::{Criterion, Rule};

/// The criteria that ask one of these types, where it is a general one, and no words by which they would know their own, in the norm's
/// order. None: it is no general paper.
pub(super) fn may_serve(norm: &Norm, types: &[String]) -> Vec<CriterionId> {
    let general: BTreeSet<&str> = norm
        .evidence_types
        .iter()
        .filter(|(id, kind)| kind.general && types.iter().any(|own| own == id.as_str()))
        .map(|(id, _)| id.as_str())
        .collect();
    let asks = |criterion: &&Criterion| {
        let mut leaves = criterion.rules().flat_map(Rule::each);
        leaves.any(|rule| match rule {
            Rule::Evidence(asked) => {
                asked.contains.is_empty() && asked.types.iter().any(|id| general.contains(id.as_str()))
            }
            _ => false,
        })
    };
    let criteria = norm.criteria.iter().filter(asks);
    criteria.map(|criterion| criterion.id.clone()).collect()
}
