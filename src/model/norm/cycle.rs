//! The cycle of a scheme: the milestones at which audits take place. The engine knows none by itself; without any, an audit has one
//! place, which nothing names.

use serde::{Deserialize, Serialize};

use super::Norm;
use super::blocks::Blocks;
use super::diags::{FirstMilestoneAfter, MilestoneWithoutDay, MilestonesReversed};
use super::references::SeenIds;
use crate::diag::Diagnostics;
use crate::kernel::{Date, MilestoneId, Period};

/// A milestone of the cycle: where an audit may stand in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// Identifier.
    pub id: MilestoneId,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// What it is, for whoever has to choose.
    #[serde(rename = "texte", default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How long after the first audit; none: it is the first.
    #[serde(rename = "apres", default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Period>,
}

/// Do these milestones hold this one; empty: all?
pub(super) fn holds(milestones: &[MilestoneId], at: Option<&MilestoneId>) -> bool {
    milestones.is_empty() || at.is_some_and(|id| milestones.contains(id))
}

/// The places that an audit may have among milestones: each of them, or the one that nothing names.
pub(crate) fn places(milestones: &[Milestone]) -> Vec<Option<&MilestoneId>> {
    if milestones.is_empty() {
        return vec![None];
    }
    milestones.iter().map(|milestone| Some(&milestone.id)).collect()
}

/// The milestones of the cycle, from the first audit on.
pub(super) fn milestones(blocks: &Blocks, sink: &mut Diagnostics) -> Vec<Milestone> {
    let mut seen = SeenIds::default();
    let mut out: Vec<Milestone> = Vec::new();
    for b in &blocks.milestones {
        let raw = &b.item;
        if !seen.add(&raw.id, b.file, sink) {
            continue;
        }
        let id = raw.id.get();
        match (out.last(), &raw.after) {
            (None, Some(after)) => sink.push(FirstMilestoneAfter {
                id,
                place: after.span(b.file),
            }),
            (Some(_), None) => sink.push(MilestoneWithoutDay {
                id,
                place: raw.id.span(b.file),
            }),
            (Some(last), Some(after)) if last.after.is_some_and(|before| !after.is_longer_than(before)) => {
                sink.push(MilestonesReversed {
                    place: after.span(b.file),
                });
            }
            _ => {}
        }
        out.push(Milestone {
            id: id.clone(),
            label: raw.label.clone(),
            text: raw.text.clone(),
            after: raw.after.as_ref().map(|after| *after.get()),
        });
    }
    out
}

impl Norm {
    /// The milestone of this id.
    pub fn milestone(&self, id: &MilestoneId) -> Option<&Milestone> {
        self.cycle.iter().find(|milestone| &milestone.id == id)
    }

    /// Does the cycle begin with this audit? Never, where the norm has none: nothing tells.
    pub fn is_first(&self, at: Option<&MilestoneId>) -> bool {
        at.is_some() && self.cycle.first().map(|first| &first.id) == at
    }

    /// Must there have been an audit before this one?
    pub fn follows_another(&self, at: Option<&MilestoneId>) -> bool {
        at.is_some() && !self.is_first(at)
    }

    /// How long the cycle lasts, from a first audit to the last milestone.
    pub fn cycle_length(&self) -> Option<Period> {
        self.cycle.last()?.after
    }

    /// The day of the audit that comes after one of this date; the last milestone begins the cycle anew.
    pub fn next_audit(&self, at: Option<&MilestoneId>, date: Date) -> Option<Date> {
        let rank = self
            .cycle
            .iter()
            .position(|milestone| Some(&milestone.id) == at)?;
        let after = |rank: usize| self.cycle.get(rank).and_then(|milestone| milestone.after);
        match after(rank + 1) {
            Some(next) => Some(after(rank).map_or(date, |own| date.minus(own)).plus(next)),
            None => after(1).map(|first| date.plus(first)),
        }
    }
}
