//! The judgement, pure: `assess(&inputs)` reads values and gives values.

mod criterion;
mod evidence;
pub mod example;
pub mod flip;
mod logic;
pub mod milestone;
mod rules;
mod score;
mod sight;

use std::collections::BTreeMap;

use crate::assessment::results::{CriterionResult, Results};
use crate::assessment::{Inputs, results};
use crate::kernel::{Id, Status};
use crate::norm::model::Criterion;

/// Judges every criterion of the profile. The same inputs give the same results, whatever their order was in files.
pub fn assess(inputs: &Inputs) -> Results {
    let mut settled = BTreeMap::new();
    for criterion in &inputs.norm.criteria {
        settle(criterion, inputs, &mut settled);
    }
    let chosen: Vec<CriterionResult> = inputs
        .norm
        .profile(&inputs.profile)
        .into_iter()
        .flat_map(|profile| &profile.criteria)
        .filter_map(|id| settled.get(id).cloned())
        .collect();
    score::conclude(inputs, chosen)
}

/// Judges one criterion, and only those that it reads.
fn assess_one(inputs: &Inputs, id: &Id) -> Option<CriterionResult> {
    let mut settled = BTreeMap::new();
    settle(inputs.norm.criterion(id)?, inputs, &mut settled);
    settled.remove(id)
}

/// The retained statuses of the criteria that a criterion reads.
fn read_by(criterion: &Criterion, inputs: &Inputs) -> BTreeMap<Id, Status> {
    criterion
        .rules()
        .flat_map(crate::norm::model::Rule::criteria)
        .filter_map(|id| Some((id.clone(), assess_one(inputs, id)?.retained)))
        .collect()
}

/// Judges a criterion after those whose status it reads; the norm holds no cycle (checked at load).
fn settle(criterion: &Criterion, inputs: &Inputs, settled: &mut BTreeMap<Id, results::CriterionResult>) {
    if settled.contains_key(&criterion.id) {
        return;
    }
    for id in criterion.rules().flat_map(crate::norm::model::Rule::criteria) {
        if let Some(other) = inputs.norm.criterion(id) {
            settle(other, inputs, settled);
        }
    }
    let others: BTreeMap<Id, Status> = settled
        .iter()
        .map(|(id, result)| (id.clone(), result.retained))
        .collect();
    let result = criterion::judge(criterion, inputs, &others);
    settled.insert(criterion.id.clone(), result);
}
