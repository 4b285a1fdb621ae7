//! Is a condition of a band or of a conclusion met?

use std::collections::BTreeMap;

use mediaudit_core::assessment::Inputs;
use mediaudit_core::kernel::{ChapterId, KindCode, Status};
use mediaudit_core::norm::model::{AuditKind, Condition, CountBound, Criterion, Importance, Threshold};

use super::gather::was_bad;
use super::number::int;
use super::{Between, F, Verdict, fails};

/// Criteria of the profile, with what came out.
pub(super) type Chosen<'a> = Vec<(&'a Criterion, &'a Verdict)>;

/// What conditions are held against.
pub(super) struct Seen<'a> {
    pub(super) i: &'a Inputs,
    pub(super) chosen: &'a Chosen<'a>,
    pub(super) score: Between,
    pub(super) chapters: BTreeMap<ChapterId, Between>,
    pub(super) kinds: BTreeMap<KindCode, usize>,
    pub(super) gates: Vec<Option<bool>>,
}

impl Seen<'_> {
    pub(super) fn count(&self, status: Status, importance: Option<Importance>) -> usize {
        let fits = |c: &Criterion| importance.is_none_or(|i| i == c.importance);
        let all = self.chosen.iter();
        let passed_over = |v: &Verdict| v.waits && self.i.audit == AuditKind::SelfAssessment;
        all.filter(|(c, v)| v.retained == status && fits(c) && !passed_over(v))
            .count()
    }

    /// Share of conforming ones among those that apply.
    fn met(&self, importance: Importance) -> Between {
        let of = |s| self.count(s, Some(importance));
        let (yes, open) = (of(Status::Conforming), of(Status::NotAssessed));
        let all = int(yes + open + of(Status::Nonconforming) + of(Status::NotDemonstrated));
        int(yes).over(all).zip(int(yes + open).over(all))
    }

    pub(super) fn left(&self) -> usize {
        let left = |c: &Criterion, v: &Verdict| fails(v.retained) && was_bad(self.i, &c.id);
        self.chosen.iter().filter(|(c, v)| left(c, v)).count()
    }

    pub(super) fn holds(&self, c: &Condition, band: Option<&str>) -> bool {
        let kinds = c
            .kinds
            .iter()
            .all(|(k, b)| counts(b, self.kinds.get(k).copied().unwrap_or(0)));
        let statuses = c.statuses.iter().all(|(s, b)| counts(b, self.count(*s, None)));
        let score = c.score.as_ref().is_none_or(|t| within(t, self.score));
        let met = c.met.iter().all(|(importance, t)| match self.met(*importance) {
            None => true,
            share => within(t, share),
        });
        let chapters = c
            .chapters
            .iter()
            .all(|(id, t)| within(t, self.chapters.get(id).copied().flatten()));
        let gates = match c.gates {
            None => true,
            Some(true) => self.gates.iter().all(|g| *g == Some(true)),
            Some(false) => self.gates.contains(&Some(false)),
        };
        let left = c.unlifted.as_ref().is_none_or(|b| counts(b, self.left()));
        let aside = self.chosen.iter().filter(|(_, v)| v.aside).count();
        let aside = c.set_aside.as_ref().is_none_or(|b| counts(b, aside));
        let bands = c.bands.is_empty() || band.is_some_and(|b| c.bands.contains(b));
        kinds && statuses && score && met && chapters && gates && left && aside && bands
    }
}

fn counts(bound: &CountBound, n: usize) -> bool {
    bound.min.is_none_or(|min| n >= min as usize) && bound.max.is_none_or(|max| n <= max as usize)
}

/// By the end that could deny it.
fn within(t: &Threshold, value: Between) -> bool {
    value.is_some_and(|(low, high)| match t {
        Threshold::AtLeast(bound) => low >= F::of(bound),
        Threshold::AtMost(bound) => high <= F::of(bound),
    })
}
