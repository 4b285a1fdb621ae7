//! The inputs, laid out once so that each criterion finds what is its own without a search through the whole.

use rustc_hash::{FxHashMap, FxHashSet};

use super::draw;
use crate::assessment::Inputs;
use crate::assessment::inputs::{Fact, Finding, Practice};
use crate::kernel::{ChapterId, CriterionId, FactKey, PieceId, ProfileId, SiteId, TypeId};
use crate::norm::model::{Criterion, Rule, ScoreRules};
use crate::record::item::Item;

/// Things by the text of their identifier: asked thousands of times in one judgement, and never gone through in order.
pub(super) type ByName<'a, T> = FxHashMap<&'a str, T>;

/// The inputs of one judgement, by what is asked of them.
#[derive(Debug)]
pub(super) struct Board<'a> {
    pub(super) inputs: &'a Inputs,
    /// The profile that is concluded under: the inputs' own, unless another one is asked beside it.
    pub(super) profile: &'a ProfileId,
    /// The sites that are judged, in the dossier's order.
    pub(super) sites: Vec<&'a SiteId>,
    criteria: ByName<'a, &'a Criterion>,
    facts: ByName<'a, &'a Fact>,
    practices: ByName<'a, &'a Practice>,
    rules: ByName<'a, ScoreRules>,
    whole: ScoreRules,
    findings: ByName<'a, Vec<&'a Finding>>,
    seen: FxHashSet<&'a str>,
    pieces: ByName<'a, &'a Item>,
    by_type: ByName<'a, Vec<usize>>,
    local_facts: FxHashSet<&'a str>,
    local_practices: FxHashSet<&'a str>,
}

impl<'a> Board<'a> {
    pub(super) fn new(inputs: &'a Inputs) -> Self {
        let norm = &inputs.norm;
        let mut findings: ByName<'_, Vec<&Finding>> = ByName::default();
        for finding in inputs.standing_findings() {
            findings
                .entry(finding.criterion.as_str())
                .or_default()
                .push(finding);
        }
        let mut by_type: ByName<'_, Vec<usize>> = ByName::default();
        for (place, item) in inputs.evidence.iter().enumerate() {
            for kind in &item.types {
                by_type.entry(kind.as_str()).or_default().push(place);
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
            criteria: norm.criteria.iter().map(|c| (c.id.as_str(), c)).collect(),
            facts: inputs
                .facts
                .iter()
                .map(|(key, fact)| (key.as_str(), fact))
                .collect(),
            practices: inputs
                .practices
                .iter()
                .map(|(id, practice)| (id.as_str(), practice))
                .collect(),
            rules: norm
                .chapters
                .iter()
                .map(|chapter| (chapter.id.as_str(), norm.score_rules(&chapter.id, inputs.date)))
                .collect(),
            whole: norm.policy.score_at(inputs.date),
            findings,
            seen: inputs.seen().map(PieceId::as_str).collect(),
            pieces: inputs
                .evidence
                .iter()
                .map(|item| (item.id.as_str(), item))
                .collect(),
            by_type,
            local_facts: inputs
                .by_site
                .values()
                .flat_map(|own| own.facts.keys())
                .map(FactKey::as_str)
                .collect(),
            local_practices: inputs
                .by_site
                .values()
                .flat_map(|own| own.practices.keys())
                .map(CriterionId::as_str)
                .collect(),
        }
    }

    /// The same, under another profile: how a criterion comes out does not depend on it, what is concluded does.
    pub(super) fn under(self, profile: &'a ProfileId) -> Self {
        Self { profile, ..self }
    }

    pub(super) fn criterion(&self, id: &CriterionId) -> Option<&'a Criterion> {
        self.criteria.get(id.as_str()).copied()
    }

    /// What the structure as a whole states of a fact.
    pub(super) fn fact(&self, key: &FactKey) -> Option<&'a Fact> {
        self.facts.get(key.as_str()).copied()
    }

    /// What the structure as a whole declares of a criterion.
    pub(super) fn practice(&self, criterion: &CriterionId) -> Option<&'a Practice> {
        self.practices.get(criterion.as_str()).copied()
    }

    /// The score rules of a chapter, at the audit date.
    pub(super) fn rules(&self, chapter: &ChapterId) -> &ScoreRules {
        // INVARIANT: every chapter of the norm has its rules here
        self.rules.get(chapter.as_str()).unwrap_or(&self.whole)
    }

    /// The score rules of the whole.
    pub(super) fn whole(&self) -> &ScoreRules {
        &self.whole
    }

    /// Findings on a criterion, of every site.
    pub(super) fn findings(&self, criterion: &CriterionId) -> &[&'a Finding] {
        self.findings.get(criterion.as_str()).map_or(&[], Vec::as_slice)
    }

    /// Has an auditor seen this piece?
    pub(super) fn is_seen(&self, piece: &PieceId) -> bool {
        self.seen.contains(piece.as_str())
    }

    pub(super) fn piece(&self, id: &PieceId) -> Option<&'a Item> {
        self.pieces.get(id.as_str()).copied()
    }

    /// Pieces of these types that may count for a criterion, in the order of the inputs.
    pub(super) fn pieces(
        &self,
        types: impl IntoIterator<Item = &'a TypeId>,
        criterion: &CriterionId,
    ) -> impl Iterator<Item = &'a Item> {
        let mut places: Vec<usize> = types
            .into_iter()
            .filter_map(|kind| self.by_type.get(kind.as_str()))
            .flatten()
            .copied()
            .collect();
        places.sort_unstable();
        places.dedup();
        places
            .into_iter()
            .filter_map(|place| self.inputs.evidence.get(place))
            .filter(move |item| item.criteria.is_empty() || item.criteria.contains(criterion))
    }

    /// Does something that the criterion reads belong to a single site?
    pub(super) fn is_local(&self, criterion: &'a Criterion) -> bool {
        let mut leaves = criterion.rules().flat_map(Rule::each);
        let declared = self.local_practices.contains(criterion.id.as_str())
            || leaves.any(|leaf| {
                let mut facts = leaf.own_facts();
                facts.any(|key| self.local_facts.contains(key.as_str()))
                    || leaf
                        .own_practice()
                        .is_some_and(|id| self.local_practices.contains(id.as_str()))
            });
        declared
            || self.findings(&criterion.id).iter().any(|f| f.site.is_some())
            || self
                .pieces(
                    criterion.rules().flat_map(Rule::each).flat_map(Rule::own_types),
                    &criterion.id,
                )
                .any(|item| item.site.is_some())
    }
}
