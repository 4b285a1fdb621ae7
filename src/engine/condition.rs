//! Bands and the conditions of conclusions, held against what came out.

use std::cell::OnceCell;

use super::frame::{Cell, Cells, Frame};
use super::tally::{KindCounts, Passed, Rescored, Scored};
use crate::assessment::results::Truth;
use crate::kernel::{Interval, Ratio, Status};
use crate::norm::model::{Band, Condition, Importance, Threshold, Unsettled};

/// What conditions are held against: the cells as somebody sees them. What takes an effort is found out once, when a condition asks for
/// it: « what if this criterion came out otherwise? » is asked hundreds of times, and few conditions read all that there is.
pub(super) struct Measured<'a> {
    frame: &'a Frame<'a>,
    cells: Cells<'a>,
    scored: &'a Scored,
    /// A cell, and what it is seen as.
    swap: Option<(&'a Cell, &'a Cell)>,
    rescored: OnceCell<Rescored>,
    passed: OnceCell<Passed>,
    kinds: OnceCell<KindCounts>,
    band: OnceCell<Option<&'a Band>>,
}

impl<'a> Measured<'a> {
    /// Cells whose scores are known, one perhaps seen as another.
    pub(super) fn new(
        frame: &'a Frame<'a>,
        cells: Cells<'a>,
        scored: &'a Scored,
        swap: Option<(&'a Cell, &'a Cell)>,
    ) -> Self {
        Self {
            frame,
            cells,
            scored,
            swap,
            rescored: OnceCell::new(),
            passed: OnceCell::new(),
            kinds: OnceCell::new(),
            band: OnceCell::new(),
        }
    }

    /// What is scored otherwise; none where nothing is seen otherwise.
    fn rescored(&self) -> Option<&Rescored> {
        let (cell, instead) = self.swap?;
        Some(
            self.rescored
                .get_or_init(|| self.frame.rescore(self.scored, cell, instead)),
        )
    }

    fn chapter(&self, place: usize) -> Option<&Interval> {
        let again = self.rescored().and_then(|again| again.group(place));
        again.or_else(|| self.scored.groups.get(place))?.value.as_ref()
    }

    /// The score once it went through the gates; of each gate whether it is passed, and the score before it.
    pub(super) fn passed(&self) -> &Passed {
        self.passed.get_or_init(|| {
            let total = self
                .rescored()
                .map_or(&self.scored.top.value, |again| &again.total);
            self.frame.through_gates(self.cells, total.clone())
        })
    }

    /// How many there are of each kind of the norm.
    pub(super) fn kinds(&self) -> &KindCounts {
        self.kinds.get_or_init(|| self.frame.count_kinds(self.cells))
    }

    fn count(&self, wanted: impl Fn(&Cell) -> bool) -> usize {
        self.cells
            .iter()
            .filter(|(cell, _)| wanted(cell))
            .map(|(_, n)| n)
            .sum()
    }

    /// The band that holds for the whole interval of the score; none for a part of the criteria, nor while a criterion is not assessed
    /// where the score leaves it out or the norm wants none.
    pub(super) fn band(&self) -> Option<&'a Band> {
        *self.band.get_or_init(|| self.band_of_score())
    }

    fn band_of_score(&self) -> Option<&'a Band> {
        let policy = &self.frame.inputs.norm.policy;
        let bands = &policy.bands;
        let hidden = (policy.complete_bands || self.frame.whole.not_assessed != Unsettled::Bounds)
            && self.count(|cell| cell.status == Status::NotAssessed) > 0;
        if self.frame.partial || hidden {
            return None;
        }
        let score = self.passed().score.as_ref()?;
        let at = |value: &Ratio| {
            bands.iter().rposition(|band| {
                *value >= band.from
                    && band.to.as_ref().is_none_or(|to| value <= to)
                    && band
                        .condition
                        .as_ref()
                        .is_none_or(|condition| self.hold(condition, || None))
            })
        };
        let band = at(&score.min)?;
        bands.get(band).filter(|_| at(&score.max) == Some(band))
    }

    /// All of a condition, what is told soonest first; an interval is compared by the end that could deny it.
    pub(super) fn hold(&self, condition: &Condition, band: impl Fn() -> Option<&'a Band>) -> bool {
        let norm = &self.frame.inputs.norm;
        let statuses = || {
            condition
                .statuses
                .iter()
                .all(|(status, bound)| bound.admits(self.count(|cell| !cell.waits && cell.status == *status)))
        };
        let unlifted = || {
            condition
                .unlifted
                .as_ref()
                .is_none_or(|bound| bound.admits(self.count(|cell| cell.unlifted)))
        };
        let aside = || {
            condition
                .set_aside
                .as_ref()
                .is_none_or(|bound| bound.admits(self.count(|cell| cell.set_aside)))
        };
        let met = || {
            condition.met.iter().all(|(importance, threshold)| {
                self.share_met(*importance)
                    .is_none_or(|share| admits(threshold, Some(&share)))
            })
        };
        let kinds = || {
            condition.kinds.iter().all(|(code, bound)| {
                let found = norm
                    .kind_place(code)
                    .and_then(|place| self.kinds().each.get(place));
                bound.admits(found.copied().unwrap_or(0))
            })
        };
        let gates = || {
            condition.gates.is_none_or(|wanted| {
                let mut each = self.passed().gates.iter();
                if wanted {
                    each.all(|(passed, _)| *passed == Truth::Yes)
                } else {
                    each.any(|(passed, _)| *passed == Truth::No)
                }
            })
        };
        let score = || {
            condition
                .score
                .as_ref()
                .is_none_or(|threshold| admits(threshold, self.passed().score.as_ref()))
        };
        let chapters = || {
            condition.chapters.iter().all(|(id, threshold)| {
                let place = self.frame.chapter_ids().position(|own| own == id);
                admits(threshold, place.and_then(|place| self.chapter(place)))
            })
        };
        let bands =
            || condition.bands.is_empty() || band().is_some_and(|band| condition.bands.contains(&band.label));
        statuses() && unlifted() && aside() && met() && kinds() && gates() && score() && chapters() && bands()
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
