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

use mediaudit_base::{kernel, record};
use mediaudit_model::{assessment, norm};

use board::{Board, ByName};

use crate::assessment::Inputs;
use crate::assessment::results::{CriterionResult, Results};
use crate::kernel::{ConclusionId, CriterionId, InternalError, ProfileId, Status};
use crate::norm::model::Criterion;

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
            let own = board.place(&result.id);
            if let Some(own) = own.and_then(|place| judged.get_mut(place)) {
                *own = Some(result);
            }
        }
    }
    let results = conclude(&board.under(&inputs.profile), &mut judged, firmness);
    Ok((results, beside))
}

/// Takes what the profile of the board wants of what was judged, and concludes from it.
fn conclude(board: &Board<'_>, judged: &mut Judged, firmness: Firmness) -> Results {
    let profile = board.inputs.norm.profile(board.profile);
    let wanted = profile.into_iter().flat_map(|profile| &profile.criteria);
    let places = wanted.filter_map(|id| board.place(id));
    let chosen = places.filter_map(|place| judged.get_mut(place)?.take()).collect();
    score::conclude(board, chosen, firmness)
}

/// Judges every criterion, without what follows from them.
fn settle(inputs: &Inputs) -> Judged {
    settle_on(&Board::new(inputs))
}

fn settle_on(board: &Board<'_>) -> Judged {
    settle_those(board, |_| true).0
}

/// Judges one criterion, and only those that it reads.
fn assess_one(inputs: &Inputs, id: &CriterionId) -> Option<CriterionResult> {
    let board = Board::new(inputs);
    let place = board.place(id)?;
    let wanted = board.with_those_read([place]);
    let (mut judged, _) = settle_those(&board, |place| wanted.contains(&place));
    judged.get_mut(place)?.take()
}

/// The retained statuses of the criteria that a criterion reads.
fn read_by<'a>(criterion: &Criterion, board: &Board<'a>) -> ByName<'a, Status> {
    let wanted = board.with_those_read(board.reads(criterion).statuses.iter().copied());
    settle_those(board, |place| wanted.contains(&place)).1
}

/// What came out of criteria, by their places in the norm; none: they were not judged.
type Judged = Vec<Option<CriterionResult>>;

/// Judges some criteria, each after those whose status it reads (the norm holds no circle: checked at load); with the statuses.
fn settle_those<'a>(board: &Board<'a>, wanted: impl Fn(usize) -> bool) -> (Judged, ByName<'a, Status>) {
    let norm = &board.inputs.norm;
    let mut judged: Judged = Vec::new();
    judged.resize_with(norm.criteria.len(), || None);
    let mut statuses = ByName::default();
    let order = norm.reads().order().iter().copied();
    for place in order.filter(|place| wanted(*place)) {
        if let (Some(criterion), Some(own)) = (norm.criteria.get(place), judged.get_mut(place)) {
            let result = criterion::judge(criterion, board, &statuses);
            if norm.reads().is_read(place) {
                statuses.insert(criterion.id.as_str(), result.retained);
            }
            *own = Some(result);
        }
    }
    (judged, statuses)
}
