//! What the conclusion sees: criteria as cells, in a frame that stays the same whatever they come out as.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::board::{Board, ByName};
use super::gather::previous_kind;
use super::sorts::SortsSeen;
use super::vigilance;
use crate::assessment::Inputs;
use crate::assessment::results::CriterionResult;
use crate::kernel::{ChapterId, CriterionId, Interval, Status};
use crate::norm::model::{AuditKind, ConclusionRule, Criterion, Gate, Importance, Scale, ScoreRules};

/// A criterion, as far as the conclusion sees it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    pub(super) chapter: usize,
    pub(super) weight: u32,
    pub(super) importance: Importance,
    pub(super) status: Status,
    pub(super) value: Option<Interval>,
    /// Place of its kind among those of the norm.
    pub(super) kind: Option<usize>,
    /// Gates that look at it.
    pub(super) gates: BTreeSet<usize>,
    /// A nonconformity of the audit before that is still there.
    pub(super) unlifted: bool,
    /// Set aside by the structure's word, in one place at least.
    pub(super) set_aside: bool,
    /// Waits for an auditor in a self-assessment: conditions and gates pass it over.
    pub(super) waits: bool,
}

/// What stays the same whatever the criteria come out as.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) scale: &'a Scale,
    /// Chapters that hold a criterion of the profile, in the norm's order.
    pub(super) chapters: Vec<Node<'a>>,
    /// Where each of them stands.
    places: ByName<'a, usize>,
    pub(super) whole: &'a ScoreRules,
    pub(super) conclusions: Vec<&'a ConclusionRule>,
    pub(super) partial: bool,
    /// Is nothing left unanswered? Else no favourable conclusion.
    pub(super) answered: bool,
}

#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) id: &'a ChapterId,
    pub(super) weight: u32,
    pub(super) parent: Option<usize>,
    pub(super) rules: &'a ScoreRules,
}

/// The cells, one criterion seen otherwise if need be.
pub(super) type Cells<'a> = SortsSeen<'a, Cell>;

impl<'a> Frame<'a> {
    /// For some criteria of the norm.
    pub(super) fn new(
        board: &'a Board<'a>,
        criteria: impl Iterator<Item = &'a Criterion>,
        answered: bool,
    ) -> Self {
        let (inputs, norm) = (board.inputs, &board.inputs.norm);
        let parents: ByName<'_, Option<&ChapterId>> = norm
            .chapters
            .iter()
            .map(|c| (c.id.as_str(), c.parent.as_ref()))
            .collect();
        let mut live: FxHashSet<&str> = FxHashSet::default();
        for criterion in criteria {
            let mut at = Some(&criterion.chapter);
            while let Some(id) = at.filter(|id| live.insert(id.as_str())) {
                at = parents.get(id.as_str()).copied().flatten();
            }
        }
        let mut chapters: Vec<Node<'_>> = Vec::new();
        let mut places: ByName<'_, usize> = ByName::default();
        for chapter in norm.chapters.iter().filter(|c| live.contains(c.id.as_str())) {
            places.insert(chapter.id.as_str(), chapters.len());
            chapters.push(Node {
                id: &chapter.id,
                weight: chapter.weight,
                // a parent comes before its children
                parent: chapter
                    .parent
                    .as_ref()
                    .and_then(|id| places.get(id.as_str()))
                    .copied(),
                rules: board.rules(&chapter.id),
            });
        }
        let profile = norm.profile(board.profile);
        Self {
            inputs,
            scale: &norm.policy.scale,
            chapters,
            places,
            whole: board.whole(),
            // INVARIANT: the profile is one of the norm (`Inputs::check`)
            conclusions: profile
                .map(|profile| norm.conclusions(profile))
                .unwrap_or_default()
                .iter()
                .filter(|rule| rule.is_for(inputs.audit, inputs.cycle.as_ref()))
                .collect(),
            partial: profile.is_some_and(|profile| profile.partial),
            answered,
        }
    }

    pub(super) fn chapter_ids(&self) -> impl Iterator<Item = &'a ChapterId> {
        self.chapters.iter().map(|node| node.id)
    }

    /// Places of a chapter and of those above it.
    pub(super) fn path(&self, chapter: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(chapter), |at| {
            self.chapters.get(*at).and_then(|node| node.parent)
        })
    }

    pub(super) fn cell(&self, board: &Board<'_>, criterion: &Criterion, result: &CriterionResult) -> Cell {
        let gates = &self.inputs.norm.policy.gates;
        let looks = |gate: &Gate| {
            gate.importance == Some(criterion.importance) || gate.criteria.contains(&criterion.id)
        };
        Cell {
            // INVARIANT: the chapters of criteria are all here: the board put them
            chapter: self.places.get(criterion.chapter.as_str()).copied().unwrap_or(0),
            weight: result.weight,
            importance: criterion.importance,
            status: result.retained,
            value: result.value.clone(),
            kind: result
                .kind
                .as_ref()
                .and_then(|code| self.inputs.norm.kind_place(code)),
            gates: (0..gates.len())
                .filter(|place| gates.get(*place).is_some_and(looks))
                .collect(),
            unlifted: self.is_unlifted(&criterion.id, result.retained),
            set_aside: vigilance::is_set_aside(board, criterion, result),
            waits: result.to_show && self.inputs.audit == AuditKind::SelfAssessment,
        }
    }

    /// Did the criterion bear a nonconformity at the audit before, and does it fail again?
    pub(super) fn is_unlifted(&self, criterion: &CriterionId, retained: Status) -> bool {
        let was = previous_kind(self.inputs, criterion)
            .and_then(|code| self.inputs.norm.kind(code))
            .is_some_and(|kind| kind.nonconformity);
        was && matches!(retained, Status::Nonconforming | Status::NotDemonstrated)
    }
}
