//! What would change a status: the fewest changes that make a criterion conform, and the day on which it would cease to.
//!
//! A plan is built by reading the rules, then *tried*: it is given only where judging the changed inputs again does give the
//! status announced.

mod lacking;
mod tried;
mod until;

pub use until::holds_until;

use crate::assessment::Inputs;
use crate::kernel::{CriterionId, Date, ElementId, FactKey, LevelId, SiteId, Status};
use crate::norm::model::{EvidenceRule, FactValue};

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
    pub changes: Vec<(Option<SiteId>, Change)>,
}

/// Rounds of « what lacks, try » before giving up: one a site, and a few for criteria that read others.
const ROUNDS: usize = 12;

/// The fewest changes after which a criterion conforms; none where there is no simple way, or where it conforms already.
pub fn to_conforming(inputs: &Inputs, id: &CriterionId) -> Option<Remedy> {
    let criterion = inputs.norm.criterion(id)?;
    let mut tried = inputs.clone();
    let mut changes = Vec::new();
    for _ in 0..ROUNDS {
        let results = crate::engine::assess_one(&tried, id)?;
        if matches!(results.retained, Status::Conforming | Status::NotApplicable) {
            return (!changes.is_empty() && results.retained == Status::Conforming)
                .then_some(Remedy { changes });
        }
        let sample = results.lead()?;
        let steps = lacking::lacking(criterion, sample, &tried)?;
        for step in steps {
            tried::apply(&step, sample.site.as_ref(), criterion, &mut tried);
            changes.push((sample.site.clone(), step));
        }
    }
    None
}
