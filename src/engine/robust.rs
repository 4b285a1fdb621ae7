//! How firm a conclusion is: would it change if one criterion came out otherwise, all others held?

use std::collections::BTreeMap;

use super::board::Board;
use super::frame::{Cell, Frame};
use super::sorts::Sorts;
use super::tally::Tallied;
use super::worth::{self, Credit};
use crate::assessment::results::{CriterionResult, Swing, Truth, wanted};
use crate::kernel::{ConclusionId, KindCode, Status};
use crate::norm::model::{Criterion, KindRow};

/// The outcomes of a judgement. « Non évalué » is not one: it is a judgement that was not made.
const OUTCOMES: [Status; 4] = [
    Status::Conforming,
    Status::NotDemonstrated,
    Status::Nonconforming,
    Status::NotApplicable,
];

/// Criteria of which another admissible status would give another conclusion, with that status and the first such conclusion.
///
/// Each other status is tried, not guessed; criteria that the conclusion cannot tell apart are tried once.
pub(super) fn swings(
    board: &Board<'_>,
    frame: &Frame<'_>,
    judged: &[(&Criterion, &CriterionResult, Cell)],
    cells: &Sorts<Cell>,
    outcome: &Tallied,
) -> Vec<Swing> {
    let Some(conclusion) = &outcome.end.conclusion else {
        return Vec::new();
    };
    let mut tried: BTreeMap<(Option<usize>, Cell), Option<&ConclusionId>> = BTreeMap::new();
    let mut out = Vec::new();
    for (criterion, result, cell) in judged {
        let place = cells.place(cell);
        for status in OUTCOMES.into_iter().filter(|status| *status != result.retained) {
            if status == Status::NotApplicable && criterion.always_applies {
                continue;
            }
            let other = alternatives(board, frame, criterion, result, cell, status)
                .into_iter()
                .find_map(|instead| {
                    tried
                        .entry((place, instead.clone()))
                        .or_insert_with(|| {
                            frame.conclusion_if(&outcome.scored, cells, (cell, place), &instead)
                        })
                        .filter(|other| *other != conclusion)
                });
            if let Some(other) = other {
                out.push(Swing {
                    criterion: result.id.clone(),
                    status,
                    conclusion: other.clone(),
                });
            }
        }
    }
    out
}

/// The criterion as it would be seen with another status: one cell for each kind of finding that the status may bear.
fn alternatives(
    board: &Board<'_>,
    frame: &Frame<'_>,
    criterion: &Criterion,
    result: &CriterionResult,
    cell: &Cell,
    status: Status,
) -> Vec<Cell> {
    let inputs = board.inputs;
    let policy = &inputs.norm.policy;
    let live: Vec<_> = wanted(criterion, result.elements()).collect();
    let credit = Credit {
        met: live.iter().filter(|e| e.truth == Truth::Yes).count(),
        wanted: live.len(),
        ratings: Vec::new(),
        level: None,
        levels: &[],
    };
    let value = worth::of_status(
        status,
        false,
        &credit,
        board.rules(&criterion.chapter),
        &policy.scale,
    );
    let none = KindRow::default();
    let row = policy.kinds.get(&criterion.importance).unwrap_or(&none);
    let unproven = row.not_demonstrated.as_ref();
    let mut kinds: Vec<Option<&KindCode>> = match status {
        Status::Nonconforming => {
            let mut kinds = vec![row.grave.as_ref(), row.nonconforming.as_ref()];
            if policy.has_targets() {
                kinds.extend([row.below.as_ref(), unproven, row.no_evidence.as_ref()]);
            }
            kinds
        }
        Status::NotDemonstrated => {
            let mut kinds = vec![row.no_evidence.as_ref().or(unproven), unproven];
            if policy.has_targets() {
                kinds.push(row.below.as_ref());
            }
            kinds
        }
        Status::Conforming | Status::NotAssessed | Status::NotApplicable => vec![None],
    };
    let before = super::gather::previous_kind(inputs, &criterion.id);
    for kind in kinds.iter_mut().filter_map(Option::as_mut) {
        *kind = criterion.single_kind.as_ref().unwrap_or(kind);
        let mut again = policy.unlifted.iter();
        if let Some(rule) = again.find(|rule| **kind == rule.from && before == Some(&rule.from)) {
            *kind = &rule.to;
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
        .into_iter()
        .map(|kind| Cell {
            status,
            value: value.clone(),
            kind: kind.and_then(|code| inputs.norm.kind_place(code)),
            unlifted: frame.is_unlifted(&criterion.id, status),
            set_aside: false,
            waits: false,
            ..cell.clone()
        })
        .collect()
}
