//! Opens a judgement: a criterion, step by step, or a number, in fractions.

use super::assess::Outcome;
use super::diags;
use super::refusal::Refusal;
use mediaudit_core::kernel::{folded, words};
use mediaudit_core::view::accounts::{self, AccountSheet};
use mediaudit_core::view::explanation::{Explanation, explanation};

/// The word for the score of the whole.
const WHOLE: &str = "score";

/// What was asked, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Explained {
    /// The judgement of a criterion.
    Criterion(Box<Explanation>),
    /// The score of a chapter.
    Chapter(AccountSheet),
    /// The score of the whole.
    Whole(AccountSheet),
}

/// Opens the criterion, the chapter or the score that `wanted` names, whatever its case.
pub fn explain(outcome: &Outcome, wanted: &str) -> Result<Explained, Refusal> {
    let assessment = &outcome.assessment;
    let (norm, results) = (&assessment.inputs.norm, &assessment.results);
    let folded_wanted = wanted.to_ascii_lowercase();
    let criterion = results.criteria.iter().find(|c| folded(&c.id) == folded_wanted);
    if let Some(found) = criterion.and_then(|c| explanation(assessment, &c.id)) {
        return Ok(Explained::Criterion(Box::new(found)));
    }
    if folded_wanted == WHOLE {
        return Ok(Explained::Whole(accounts::whole(assessment)));
    }
    let chapter = norm.chapters.iter().find(|c| folded(&c.id) == folded_wanted);
    if let Some(found) = chapter.and_then(|c| accounts::chapter(assessment, &c.id)) {
        return Ok(Explained::Chapter(found));
    }
    let ids = results.criteria.iter().map(|c| c.id.as_str());
    let ids = ids
        .chain(norm.chapters.iter().map(|c| c.id.as_str()))
        .chain([WHOLE]);
    Err(diags::not_explained(
        &words::safe(wanted),
        words::nearest(wanted, ids),
        &norm.id,
    ))
}
