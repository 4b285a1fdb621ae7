//! The inputs, laid out once so that each criterion finds what is its own without a search through the whole.

use std::collections::{BTreeMap, BTreeSet};

use super::draw;
use crate::assessment::Inputs;
use crate::assessment::inputs::Finding;
use crate::kernel::{ChapterId, CriterionId, FactKey, PieceId, ProfileId, SiteId, TypeId};
use crate::norm::model::{Criterion, Rule, ScoreRules};
use crate::record::item::Item;

/// The inputs of one judgement, by what is asked of them.
#[derive(Debug)]
pub(super) struct Board<'a> {
    pub(super) inputs: &'a Inputs,
    /// The profile that is concluded under: the inputs' own, unless another one is asked beside it.
    pub(super) profile: &'a ProfileId,
    /// The sites that are judged, in the dossier's order.
    pub(super) sites: Vec<&'a SiteId>,
    criteria: BTreeMap<&'a CriterionId, &'a Criterion>,
    rules: BTreeMap<&'a ChapterId, ScoreRules>,
    whole: ScoreRules,
    findings: BTreeMap<&'a CriterionId, Vec<&'a Finding>>,
    seen: BTreeSet<&'a PieceId>,
    pieces: BTreeMap<&'a PieceId, &'a Item>,
    by_type: BTreeMap<&'a TypeId, Vec<usize>>,
    local_facts: BTreeSet<&'a FactKey>,
    local_practices: BTreeSet<&'a CriterionId>,
}

impl<'a> Board<'a> {
    pub(super) fn new(inputs: &'a Inputs) -> Self {
        let norm = &inputs.norm;
        let mut findings: BTreeMap<&CriterionId, Vec<&Finding>> = BTreeMap::new();
        for finding in inputs.standing_findings() {
            findings.entry(&finding.criterion).or_default().push(finding);
        }
        let mut by_type: BTreeMap<&TypeId, Vec<usize>> = BTreeMap::new();
        for (place, item) in inputs.evidence.iter().enumerate() {
            for kind in &item.types {
                by_type.entry(kind).or_default().push(place);
            }
        }
        let drawn = draw::draw(inputs);
        let judged = |id: &SiteId| drawn.as_ref().is_none_or(|draw| draw.sites.contains(id));
        Self {
            inputs,
            profile: &inputs.profile,
            sites: inputs
                .sites
                .iter()
                .map(|site| &site.id)
                .filter(|id| judged(id))
                .collect(),
            criteria: norm.criteria.iter().map(|c| (&c.id, c)).collect(),
            rules: norm
                .chapters
                .iter()
                .map(|chapter| (&chapter.id, norm.score_rules(&chapter.id, inputs.date)))
                .collect(),
            whole: norm.policy.score_at(inputs.date),
            findings,
            seen: inputs.seen().collect(),
            pieces: inputs.evidence.iter().map(|item| (&item.id, item)).collect(),
            by_type,
            local_facts: inputs.by_site.values().flat_map(|own| own.facts.keys()).collect(),
            local_practices: inputs
                .by_site
                .values()
                .flat_map(|own| own.practices.keys())
                .collect(),
        }
    }

    /// The same, under another profile: how a criterion comes out does not depend on it, what is concluded does.
    pub(super) fn under(self, profile: &'a ProfileId) -> Self {
        Self { profile, ..self }
    }

    pub(super) fn criterion(&self, id: &CriterionId) -> Option<&'a Criterion> {
        self.criteria.get(id).copied()
    }

    /// The score rules of a chapter, at the audit date.
    pub(super) fn rules(&self, chapter: &ChapterId) -> &ScoreRules {
        // INVARIANT: every chapter of the norm has its rules here
        self.rules.get(chapter).unwrap_or(&self.whole)
    }

    /// The score rules of the whole.
    pub(super) fn whole(&self) -> &ScoreRules {
        &self.whole
    }

    /// Findings on a criterion, of every site.
    pub(super) fn findings(&self, criterion: &CriterionId) -> &[&'a Finding] {
        self.findings.get(criterion).map_or(&[], Vec::as_slice)
    }

    /// Has an auditor seen this piece?
    pub(super) fn is_seen(&self, piece: &PieceId) -> bool {
        self.seen.contains(piece)
    }

    pub(super) fn piece(&self, id: &PieceId) -> Option<&'a Item> {
        self.pieces.get(id).copied()
    }

    /// Pieces of these types that may count for a criterion, in the order of the inputs.
    pub(super) fn pieces(
        &self,
        types: impl IntoIterator<Item = &'a TypeId>,
        criterion: &CriterionId,
    ) -> impl Iterator<Item = &'a Item> {
        let places: BTreeSet<usize> = types
            .into_iter()
            .filter_map(|kind| self.by_type.get(kind))
            .flatten()
            .copied()
            .collect();
        places
            .into_iter()
            .filter_map(|place| self.inputs.evidence.get(place))
            .filter(move |item| item.criteria.is_empty() || item.criteria.contains(criterion))
    }

    /// Does something that the criterion reads belong to a single site?
    pub(super) fn is_local(&self, criterion: &'a Criterion) -> bool {
        let declared = self.local_practices.contains(&criterion.id)
            || criterion.rules().any(|rule| {
                rule.facts().iter().any(|key| self.local_facts.contains(key))
                    || rule
                        .practices()
                        .iter()
                        .any(|id| self.local_practices.contains(id))
            });
        declared
            || self.findings(&criterion.id).iter().any(|f| f.site.is_some())
            || self
                .pieces(criterion.rules().flat_map(Rule::evidence_types), &criterion.id)
                .any(|item| item.site.is_some())
    }
}
