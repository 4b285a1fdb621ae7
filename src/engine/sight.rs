//! What one sample of a criterion sees of the inputs: the whole structure, or one of its sites with what it shares.

use std::collections::BTreeSet;

use crate::assessment::Inputs;
use crate::assessment::inputs::{Fact, Finding, Practice};
use crate::evidence::item::Item;
use crate::kernel::{FactKey, Id};
use crate::norm::model::{Criterion, Rule};

/// The inputs as seen from one site, or from the structure as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) site: Option<&'a Id>,
}

impl<'a> Sight<'a> {
    /// The site's own fact, else that of the whole structure.
    pub(super) fn fact(self, key: &FactKey) -> Option<&'a Fact> {
        self.local()
            .and_then(|own| own.facts.get(key))
            .or_else(|| self.inputs.facts.get(key))
    }

    /// The site's own declaration, else that of the whole structure.
    pub(super) fn practice(self, criterion: &Id) -> Option<&'a Practice> {
        self.local()
            .and_then(|own| own.practices.get(criterion))
            .or_else(|| self.inputs.practices.get(criterion))
    }

    /// The site's evidence, and what belongs to the whole structure.
    pub(super) fn evidence(self) -> impl Iterator<Item = &'a Item> {
        self.inputs
            .evidence
            .iter()
            .filter(move |item| item.site.is_none() || item.site.as_ref() == self.site)
    }

    /// Findings on a criterion: those of the site, and those of the whole structure.
    pub(super) fn findings(self, criterion: &Id) -> impl Iterator<Item = &'a Finding> {
        self.inputs.findings.iter().filter(move |finding| {
            &finding.criterion == criterion && (finding.site.is_none() || finding.site.as_ref() == self.site)
        })
    }

    /// A piece by its id, wherever it belongs: a fact may name any.
    pub(super) fn piece(self, id: &Id) -> Option<&'a Item> {
        self.inputs.evidence.iter().find(|item| &item.id == id)
    }

    fn local(self) -> Option<&'a crate::assessment::inputs::SiteInputs> {
        self.site.and_then(|site| self.inputs.by_site.get(site))
    }
}

/// The samples of a criterion: every site as soon as something that it reads belongs to one, else the structure as a whole.
pub(super) fn samples<'a>(criterion: &Criterion, inputs: &'a Inputs) -> Vec<Sight<'a>> {
    let whole = Sight { inputs, site: None };
    if inputs.sites.is_empty() || !is_local(criterion, inputs) {
        return vec![whole];
    }
    inputs
        .sites
        .iter()
        .map(|site| Sight {
            inputs,
            site: Some(&site.id),
        })
        .collect()
}

fn is_local(criterion: &Criterion, inputs: &Inputs) -> bool {
    let facts: BTreeSet<&FactKey> = criterion.rules().flat_map(Rule::facts).collect();
    let types: BTreeSet<&Id> = criterion.rules().flat_map(Rule::evidence_types).collect();
    let mut practices = BTreeSet::from([&criterion.id]);
    for rule in criterion.rules() {
        practices.extend(rule.practices());
    }
    let declared = inputs.by_site.values().any(|own| {
        own.facts.keys().any(|key| facts.contains(key))
            || own.practices.keys().any(|id| practices.contains(id))
    });
    let found = inputs
        .findings
        .iter()
        .any(|finding| finding.site.is_some() && finding.criterion == criterion.id);
    let shown = inputs.evidence.iter().any(|item| {
        item.site.is_some()
            && item.types.iter().any(|id| types.contains(id))
            && (item.criteria.is_empty() || item.criteria.contains(&criterion.id))
    });
    declared || found || shown
}
