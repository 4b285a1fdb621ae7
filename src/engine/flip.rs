//! What would change a status: the fewest changes that make a criterion conform, and the day on which it would cease to.
//!
//! A plan is built by reading the rules, then *tried*: it is given only where judging the changed inputs again does give the
//! status announced.

mod lacking;
mod tried;
mod until;

pub use until::holds_until;

use tried::Open;

use crate::assessment::Inputs;
use crate::kernel::{CriterionId, Date, ElementId, FactKey, LevelId, SiteId, Status};
use crate::norm::model::{Criterion, EvidenceRule, FactValue, Threshold};

/// One thing to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Reach this level, and hold it for as long as the rule asks.
    Level {
        /// Whose level.
        criterion: CriterionId,
        /// The level.
        level: LevelId,
        /// Held since this day at the latest.
        since: Option<Date>,
    },
    /// Bring a fact to this value, and name a piece that proves it.
    Fact {
        /// Which.
        key: FactKey,
        /// The value that just suffices.
        value: FactValue,
    },
    /// State two facts of which nothing is known yet, with their proofs, the first in this proportion to the second.
    Rate {
        /// The part.
        part: FactKey,
        /// What it is a part of.
        whole: FactKey,
        /// The proportion.
        threshold: Threshold,
    },
    /// State a fact, whatever its value, with its proof.
    State(FactKey),
    /// Name a valid piece beside a fact that is right already.
    Prove(FactKey),
    /// Add pieces that meet all that the leaf asks.
    Pieces {
        /// What is asked.
        asked: Box<EvidenceRule>,
        /// How many.
        count: usize,
    },
    /// Have an auditor settle an element.
    Judgement(ElementId),
}

/// What would make a criterion conform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// Site by site; none: the whole structure.
    pub changes: Vec<Step>,
}

/// A change, and the site where it is made; none: the whole structure.
type Step = (Option<SiteId>, Change);

/// Rounds of « what lacks, try » before giving up: one a site, and a few for criteria that read others.
const ROUNDS: usize = 12;

/// The fewest changes after which a criterion conforms, a small and a large choice tried where they leave one; none where there is no
/// simple way, or where it conforms already.
pub fn to_conforming(inputs: &Inputs, id: &CriterionId) -> Option<Remedy> {
    let criterion = inputs.norm.criterion(id)?;
    let suffices = |steps: &[Step]| {
        let after = |open| status_after(steps, criterion, inputs, open);
        Open::ALL
            .into_iter()
            .all(|open| after(open) == Some(Status::Conforming))
    };
    let found = Open::ALL
        .into_iter()
        .filter_map(|open| steps(criterion, inputs, open))
        .find(|steps| !steps.is_empty() && suffices(steps))?;
    Some(Remedy {
        changes: fewest(found, suffices),
    })
}

/// Step after step until the criterion does not fail any more.
fn steps(criterion: &Criterion, inputs: &Inputs, open: Open) -> Option<Vec<Step>> {
    let mut tried = inputs.clone();
    let mut steps = Vec::new();
    for _ in 0..ROUNDS {
        let results = crate::assess_one(&tried, &criterion.id)?;
        if matches!(results.retained, Status::Conforming | Status::NotApplicable) {
            return Some(steps);
        }
        let sample = results.lead()?;
        for change in lacking::lacking(criterion, sample, &tried)? {
            tried::apply(&change, sample.site.as_ref(), criterion, &mut tried, open);
            steps.push((sample.site.clone(), change));
        }
    }
    None
}

/// Without those steps that may be left out: one may do the work of another, such as two facts that are one.
fn fewest(mut steps: Vec<Step>, suffices: impl Fn(&[Step]) -> bool) -> Vec<Step> {
    let mut rank = 0;
    while rank < steps.len() {
        let others = steps.iter().enumerate().filter(|(other, _)| *other != rank);
        let fewer: Vec<Step> = others.map(|(_, step)| step.clone()).collect();
        if suffices(&fewer) {
            steps = fewer;
            // one that was of use beside it may be of none now
            rank = 0;
        } else {
            rank += 1;
        }
    }
    steps
}

fn status_after(steps: &[Step], criterion: &Criterion, inputs: &Inputs, open: Open) -> Option<Status> {
    let mut tried = inputs.clone();
    for (site, change) in steps {
        tried::apply(change, site.as_ref(), criterion, &mut tried, open);
    }
    let result = crate::assess_one(&tried, &criterion.id)?;
    Some(result.retained)
}
