//! What rules read.

use std::collections::BTreeSet;

use mediaudit_core::kernel::{CriterionId, FactKey, TypeId};
use mediaudit_core::norm::model::{Criterion, Rule};

/// Every leaf of a rule, whatever its date.
pub(super) fn leaves(rule: &Rule) -> Vec<&Rule> {
    match rule {
        Rule::All(rules) | Rule::Any(rules) | Rule::AtLeast { rules, .. } => {
            rules.iter().flat_map(leaves).collect()
        }
        Rule::Not(rule) => leaves(rule),
        Rule::Dated(series) => series.iter().flat_map(|dated| leaves(&dated.rule)).collect(),
        leaf => vec![leaf],
    }
}

/// The facts that a rule asks about, and does not only read to choose.
pub(super) fn asks(rule: &Rule) -> Vec<&FactKey> {
    match rule {
        Rule::All(rules) | Rule::Any(rules) | Rule::AtLeast { rules, .. } => {
            rules.iter().flat_map(asks).collect()
        }
        Rule::Dated(series) => series.iter().flat_map(|dated| asks(&dated.rule)).collect(),
        Rule::Fact { bar, .. } | Rule::Rate { bar, .. } if bar.selects => vec![],
        rule => reads([rule]).facts,
    }
}

/// The rules of a criterion: of its elements, and those beside them.
pub(super) fn rules(of: &Criterion) -> Vec<&Rule> {
    let own = of.elements.iter().filter_map(|e| e.rule.as_ref());
    let weights = of.weights.iter().map(|w| &w.rule);
    own.chain(of.applies_if.as_ref()).chain(weights).collect()
}

/// What the leaves of some rules read.
#[derive(Default)]
pub(super) struct Reads<'a> {
    pub(super) facts: Vec<&'a FactKey>,
    pub(super) practices: Vec<&'a CriterionId>,
    pub(super) types: BTreeSet<TypeId>,
}

pub(super) fn reads<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> Reads<'a> {
    let mut out = Reads::default();
    for leaf in rules.into_iter().flat_map(leaves) {
        match leaf {
            Rule::Fact { key, .. } => out.facts.push(key),
            Rule::Rate { part, whole, .. } => out.facts.extend([part, whole]),
            Rule::Practice { criterion, .. } => out.practices.extend(criterion),
            Rule::Evidence(asked) => out.types.extend(asked.types.iter().cloned()),
            _ => {}
        }
    }
    out
}
