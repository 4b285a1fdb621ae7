//! Bands and the conditions of conclusions, held against what came out.

use super::frame::{Cell, Cells, Frame};
use crate::assessment::results::Truth;
use crate::kernel::{Interval, Ratio, Status};
use crate::norm::model::{Band, Condition, Importance, Threshold, Unsettled};

/// What conditions are held against.
pub(super) struct Measured<'a> {
    pub(super) frame: &'a Frame<'a>,
    pub(super) cells: Cells<'a>,
    pub(super) chapters: &'a dyn Fn(usize) -> Option<Interval>,
    pub(super) score: Option<&'a Interval>,
    /// How many there are of each kind of the norm.
    pub(super) kinds: &'a [usize],
    /// Of each gate, whether it is passed, and the score before it.
    pub(super) gates: &'a [(Truth, Option<Interval>)],
}

impl<'a> Measured<'a> {
    fn count(&self, wanted: impl Fn(&Cell) -> bool) -> usize {
        self.cells
            .iter()
            .filter(|(cell, _)| wanted(cell))
            .map(|(_, n)| n)
            .sum()
    }

    /// The band that holds for the whole interval of the score; none for a part of the criteria, nor while a criterion is not assessed
    /// where the score leaves it out or the norm wants none.
    pub(super) fn band(&self, bands: &'a [Band]) -> Option<&'a Band> {
        let policy = &self.frame.inputs.norm.policy;
        let hidden = (policy.complete_bands || self.frame.whole.not_assessed != Unsettled::Bounds)
            && self.count(|cell| cell.status == Status::NotAssessed) > 0;
        if self.frame.partial || hidden {
            return None;
        }
        let score = self.score?;
        let at = |value: &Ratio| {
            bands.iter().rposition(|band| {
                *value >= band.from
                    && band.to.as_ref().is_none_or(|to| value <= to)
                    && band
                        .condition
                        .as_ref()
                        .is_none_or(|condition| self.hold(condition, None))
            })
        };
        let band = at(&score.min)?;
        bands.get(band).filter(|_| at(&score.max) == Some(band))
    }

    /// All of a condition; an interval is compared by the end that could deny it.
    pub(super) fn hold(&self, condition: &Condition, band: Option<&Band>) -> bool {
        let norm = &self.frame.inputs.norm;
        let kinds = condition.kinds.iter().all(|(code, bound)| {
            let found = norm.kind_place(code).and_then(|place| self.kinds.get(place));
            bound.admits(found.copied().unwrap_or(0))
        });
        let statuses = condition
            .statuses
            .iter()
            .all(|(status, bound)| bound.admits(self.count(|cell| !cell.waits && cell.status == *status)));
        let score = condition.score.as_ref().is_none_or(|t| admits(t, self.score));
        let met = condition.met.iter().all(|(importance, threshold)| {
            self.share_met(*importance)
                .is_none_or(|share| admits(threshold, Some(&share)))
        });
        let chapters = condition.chapters.iter().all(|(id, threshold)| {
            let place = self.frame.chapter_ids().position(|own| own == id);
            let value = place.and_then(|place| (self.chapters)(place));
            admits(threshold, value.as_ref())
        });
        let gates = condition.gates.is_none_or(|wanted| {
            if wanted {
                self.gates.iter().all(|(passed, _)| *passed == Truth::Yes)
            } else {
                self.gates.iter().any(|(passed, _)| *passed == Truth::No)
            }
        });
        let unlifted = condition
            .unlifted
            .as_ref()
            .is_none_or(|bound| bound.admits(self.count(|cell| cell.unlifted)));
        let aside = condition
            .set_aside
            .as_ref()
            .is_none_or(|bound| bound.admits(self.count(|cell| cell.set_aside)));
        let bands =
            condition.bands.is_empty() || band.is_some_and(|band| condition.bands.contains(&band.label));
        kinds && statuses && score && met && chapters && gates && unlifted && aside && bands
    }

    /// Share of conforming criteria among the applicable ones of an importance; none where there are none.
    fn share_met(&self, importance: Importance) -> Option<Interval> {
        let of = |status: Status| {
            let n = self.count(|cell| !cell.waits && cell.importance == importance && cell.status == status);
            Ratio::count(n)
        };
        let (met, open) = (of(Status::Conforming), of(Status::NotAssessed));
        let applicable = met.clone() + open.clone() + of(Status::Nonconforming) + of(Status::NotDemonstrated);
        Some(Interval {
            min: Ratio::of(&met, &applicable)?,
            max: Ratio::of(&(met + open), &applicable)?,
        })
    }
}

fn admits(threshold: &Threshold, value: Option<&Interval>) -> bool {
    value.is_some_and(|interval| match threshold {
        Threshold::AtLeast(_) => threshold.admits(&interval.min),
        Threshold::AtMost(_) => threshold.admits(&interval.max),
    })
}
