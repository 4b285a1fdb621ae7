//! The inputs, laid out once so that each criterion finds what is its own without a search through the whole.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::draw;
use super::year::{self, DaysAsked};
use crate::assessment::Inputs;
use crate::assessment::inputs::{Fact, Finding, Practice};
use crate::kernel::{ChapterId, CriterionId, FactKey, PieceId, ProfileId, SiteId, TypeId};
use crate::norm::model::{Coverage, Criterion, ScoreRules};
use crate::norm::reads::{CriterionReads, RuleReads};
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
    facts: ByName<'a, &'a Fact>,
    practices: ByName<'a, &'a Practice>,
    rules: ByName<'a, ScoreRules>,
    whole: ScoreRules,
    findings: ByName<'a, Vec<&'a Finding>>,
    seen: FxHashSet<&'a str>,
    pieces: ByName<'a, &'a Item>,
    by_type: ByName<'a, Vec<usize>>,
    /// What is to be covered, by what asks for it.
    days: Vec<(Coverage, Vec<DaysAsked>)>,
    /// Does a piece say another number than the structure?
    pub(super) is_contradicted: bool,
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
            days: norm
                .reads()
                .coverages()
                .iter()
                .map(|coverage| (*coverage, year::asked(*coverage, inputs)))
                .collect(),
            is_contradicted: inputs.every_fact().any(|fact| fact.typed.is_some()),
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

    /// Where a criterion stands in the norm.
    pub(super) fn place(&self, id: &CriterionId) -> Option<usize> {
        self.inputs.norm.reads().place(id)
    }

    pub(super) fn criterion(&self, id: &CriterionId) -> Option<&'a Criterion> {
        self.inputs.norm.criteria.get(self.place(id)?)
    }

    /// What a criterion reads.
    pub(super) fn reads(&self, criterion: &Criterion) -> &'a CriterionReads {
        self.inputs.norm.reads().of(&criterion.id)
    }

    /// The places of some criteria, and of all those that they read, one after the other.
    pub(super) fn with_those_read(&self, some: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut left: Vec<usize> = some.into_iter().collect();
        let mut all = BTreeSet::new();
        while let Some(place) = left.pop() {
            if all.insert(place) {
                let own = self.inputs.norm.reads().at(place);
                left.extend(own.iter().flat_map(|own| &own.statuses));
            }
        }
        all
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

    /// What is to be covered, one of these.
    pub(super) fn days(&self, coverage: Coverage) -> Cow<'_, [DaysAsked]> {
        let known = self.days.iter().find(|(own, _)| *own == coverage);
        match known {
            Some((_, days)) => Cow::Borrowed(days),
            // INVARIANT: the norm keeps what its rules ask
            None => Cow::Owned(year::asked(coverage, self.inputs)),
        }
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
    pub(super) fn is_local(&self, criterion: &Criterion, reads: &'a RuleReads) -> bool {
        let levels = || std::iter::once(&criterion.id).chain(&reads.levels);
        levels().any(|id| self.local_practices.contains(id.as_str()))
            || reads
                .facts
                .iter()
                .any(|(key, _)| self.local_facts.contains(key.as_str()))
            || self.findings(&criterion.id).iter().any(|f| f.site.is_some())
            || self
                .pieces(&reads.types, &criterion.id)
                .any(|item| item.site.is_some())
    }
}
