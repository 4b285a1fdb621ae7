//! The judgement, pure: `assess(&inputs)` reads values and gives values.
//!
//! `board` lays the inputs out; `criterion` judges the samples of a criterion (`rules`, `evidence`, `logic`), `worth` says what they
//! count for, `gather` puts them together; `tally` concludes from counts (`tree`: the score,
//! `condition`: bands and conclusions), `robust` asks what would change that.

pub mod account;
mod board;
mod condition;
mod criterion;
mod draw;
mod evidence;
pub mod example;
pub mod flip;
mod frame;
mod gather;
mod logic;
pub mod milestone;
pub mod pieces;
mod robust;
mod rules;
mod score;
mod sight;
mod sorts;
mod tally;
mod tree;
mod vigilance;
mod worth;
mod year;

use board::{Board, ByName};

use crate::assessment::Inputs;
use crate::assessment::results::{CriterionResult, Results};
use crate::kernel::{ConclusionId, CriterionId, InternalError, ProfileId, Status};
use crate::norm::model::{Criterion, Rule};

/// Judges every criterion of the profile. The same inputs give the same results, whatever their order was in files.
///
/// Inputs that do not hold together give no result: those that `scope` joins always do, those of a JSON file may not.
pub fn assess(inputs: &Inputs) -> Result<Results, InternalError> {
    assess_beside(inputs, &[], Firmness::Sought).map(|(results, _)| results)
}

/// Is it sought which criteria alone would change the conclusion? Each other status of each is tried for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Firmness {
    /// Yes.
    Sought,
    /// No: nobody reads it, and the results do not say it.
    LeftOut,
}

/// The same, and what is concluded under other profiles of the norm: criteria are judged once for all of them.
pub fn assess_beside(
    inputs: &Inputs,
    others: &[ProfileId],
    firmness: Firmness,
) -> Result<(Results, Vec<Option<ConclusionId>>), InternalError> {
    inputs.check()?;
    let mut board = Board::new(inputs);
    let mut judged = settle_on(&board);
    let mut beside = Vec::with_capacity(others.len());
    for profile in others {
        board = board.under(profile);
        let results = conclude(&board, &mut judged, Firmness::LeftOut);
        beside.push(results.conclusion);
        for result in results.criteria {
            if let Some(criterion) = board.criterion(&result.id) {
                judged.insert(criterion.id.as_str(), result);
            }
        }
    }
    let results = conclude(&board.under(&inputs.profile), &mut judged, firmness);
    Ok((results, beside))
}

/// Takes what the profile of the board wants of what was judged, and concludes from it.
fn conclude(board: &Board<'_>, judged: &mut ByName<'_, CriterionResult>, firmness: Firmness) -> Results {
    let profile = board.inputs.norm.profile(board.profile);
    let wanted = profile.into_iter().flat_map(|profile| &profile.criteria);
    let chosen = wanted.filter_map(|id| judged.remove(id.as_str())).collect();
    score::conclude(board, chosen, firmness)
}

/// Judges every criterion, without what follows from them.
fn settle(inputs: &Inputs) -> ByName<'_, CriterionResult> {
    settle_on(&Board::new(inputs))
}

fn settle_on<'a>(board: &Board<'a>) -> ByName<'a, CriterionResult> {
    let mut judged = Verdicts::default();
    let all = board.inputs.norm.criteria.len();
    judged.results.reserve(all);
    judged.statuses.reserve(all);
    for criterion in &board.inputs.norm.criteria {
        judged.settle(criterion, board);
    }
    judged.results
}

/// Judges one criterion, and only those that it reads.
fn assess_one(inputs: &Inputs, id: &CriterionId) -> Option<CriterionResult> {
    let board = Board::new(inputs);
    let mut judged = Verdicts::default();
    judged.settle(board.criterion(id)?, &board);
    judged.results.remove(id.as_str())
}

/// The retained statuses of the criteria that a criterion reads.
fn read_by<'a>(criterion: &Criterion, board: &Board<'a>) -> ByName<'a, Status> {
    let mut judged = Verdicts::default();
    for id in criterion.rules().flat_map(Rule::criteria) {
        if let Some(other) = board.criterion(id) {
            judged.settle(other, board);
        }
    }
    judged.statuses
}

/// Criteria judged so far.
#[derive(Debug, Default)]
struct Verdicts<'a> {
    results: ByName<'a, CriterionResult>,
    statuses: ByName<'a, Status>,
}

impl<'a> Verdicts<'a> {
    /// Judges a criterion after those whose status it reads; the norm holds no cycle (checked at load).
    fn settle(&mut self, criterion: &'a Criterion, board: &Board<'a>) {
        let id = criterion.id.as_str();
        if self.statuses.contains_key(id) {
            return;
        }
        for id in criterion.rules().flat_map(Rule::criteria) {
            if let Some(other) = board.criterion(id) {
                self.settle(other, board);
            }
        }
        let result = criterion::judge(criterion, board, &self.statuses);
        self.statuses.insert(id, result.retained);
        self.results.insert(id, result);
    }
}
