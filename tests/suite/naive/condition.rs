//! Is a condition of a band or of a conclusion met?

use std::collections::BTreeMap;

use mediaudit_core::assessment::Inputs;
use mediaudit_core::kernel::{ChapterId, CriterionId, KindCode, Ratio, Status};
use mediaudit_core::norm::model::{Condition, Criterion, Importance, Threshold};

use super::gather::before;
use super::whole::{Chosen, fails};
use super::{Span, int};

/// What conditions are held against.
pub(super) struct Seen<'a> {
    pub(super) i: &'a Inputs,
    pub(super) chosen: Chosen<'a>,
    pub(super) score: Span,
    pub(super) chapters: BTreeMap<ChapterId, Span>,
    pub(super) kinds: BTreeMap<KindCode, usize>,
    pub(super) gates: Vec<Option<bool>>,
}

impl Seen<'_> {
    pub(super) fn count(&self, status: Status, importance: Option<Importance>) -> usize {
        let fits = |c: &Criterion| importance.is_none_or(|i| i == c.importance);
        self.chosen
            .iter()
            .filter(|(c, v)| v.retained == status && fits(c))
            .count()
    }
    /// Share of conforming ones.
    fn met(&self, importance: Importance) -> Span {
        let of = |s| self.count(s, Some(importance));
        let (yes, open) = (of(Status::Conforming), of(Status::NotAssessed));
        let all = int(yes + open + of(Status::Nonconforming) + of(Status::NotDemonstrated));
        Ratio::of(&int(yes), &all).zip(Ratio::of(&int(yes + open), &all))
    }
    pub(super) fn holds(&self, c: &Condition, band: Option<&String>) -> bool {
        let kind = |k: &KindCode| self.kinds.get(k).copied().unwrap_or(0);
        let share = |i, t| self.met(i).is_none_or(|share| within(t, &Some(share)));
        let passed = |want: bool| {
            let all = self.gates.iter().all(|g| *g == Some(true));
            if want {
                all
            } else {
                self.gates.contains(&Some(false))
            }
        };
        let bad =
            |id: &CriterionId| before(self.i, id).is_some_and(|k| self.i.norm.kind(k).unwrap().nonconformity);
        let left = self
            .chosen
            .iter()
            .filter(|(k, v)| fails(v.retained) && bad(&k.id))
            .count();
        c.kinds.iter().all(|(k, b)| b.admits(kind(k)))
            && c.statuses.iter().all(|(s, b)| b.admits(self.count(*s, None)))
            && c.score.as_ref().is_none_or(|t| within(t, &self.score))
            && c.met.iter().all(|(i, t)| share(*i, t))
            && c.chapters
                .iter()
                .all(|(id, t)| within(t, self.chapters.get(id).unwrap_or(&None)))
            && c.gates.is_none_or(passed)
            && c.unlifted.as_ref().is_none_or(|b| b.admits(left))
            && (c.bands.is_empty() || band.is_some_and(|b| c.bands.contains(b)))
    }
}

/// By the end that could deny it.
fn within(t: &Threshold, span: &Span) -> bool {
    span.as_ref().is_some_and(|(low, high)| match t {
        Threshold::AtLeast(bound) => low >= bound,
        Threshold::AtMost(bound) => high <= bound,
    })
}
