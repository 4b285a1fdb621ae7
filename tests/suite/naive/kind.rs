//! Which kind of finding does a criterion bear?

use mediaudit_core::assessment::results::{Cause, Reason, Truth};
use mediaudit_core::kernel::{KindCode, Status};

use super::number::int;
use super::status::Lacks;
use super::{At, Element, F, fails, given, kind_of};

impl At<'_> {
    /// The gravest that an auditor gives, else the norm's table; waiting is no finding.
    pub(super) fn kind(
        &self,
        (retained, reason): (Status, Reason),
        (waits, below, lacks): (bool, bool, Lacks),
        live: &[&Element],
    ) -> Option<KindCode> {
        let said = self.findings().into_iter().filter_map(|f| given(f).1);
        let gravest = said.max_by_key(|k| kind_of(self.i, k).rank);
        let kind = match gravest.filter(|_| reason != Reason::Disagreement) {
            Some(kind) => Some(kind.clone()),
            None if waits => None,
            None => self.by_table((retained, reason), (below, lacks), live),
        }?;
        // where the criterion has one kind only, whatever fails bears it
        let failed = fails(retained) || kind_of(self.i, &kind).nonconformity;
        let only = self.own.single_kind.clone().filter(|_| failed);
        Some(only.unwrap_or(kind))
    }

    fn by_table(
        &self,
        (retained, reason): (Status, Reason),
        (below, lacks): (bool, Lacks),
        live: &[&Element],
    ) -> Option<KindCode> {
        let policy = &self.i.norm.policy;
        let row = policy.kinds.get(&self.own.importance)?.clone();
        let standing = live.len() - live.iter().filter(|e| e.truth == Truth::No).count();
        let few = !live.is_empty() && int(standing) < F::of(&policy.grave_share) * int(live.len());
        let floor = policy.grave_level.as_ref().map(|level| self.place(level));
        let low = self
            .declared(&self.own.id)
            .is_some_and(|d| self.says_level() && floor.is_some_and(|floor| d <= floor));
        let absent = live.iter().any(|e| e.causes.contains(&Cause::NoEvidence));
        let targets = policy.kinds.values().any(|row| row.below.is_some());
        match retained {
            Status::Nonconforming if targets && reason == Reason::LevelBelow && !low => match lacks {
                Lacks::More if absent => row.no_evidence.or(row.not_demonstrated),
                Lacks::More => row.not_demonstrated,
                Lacks::Nothing | Lacks::Target => row.below,
            },
            Status::NotDemonstrated if targets && below => row.below,
            Status::Nonconforming if few || low => row.grave,
            Status::Nonconforming => row.nonconforming,
            Status::NotDemonstrated if absent => row.no_evidence.or(row.not_demonstrated),
            Status::NotDemonstrated => row.not_demonstrated,
            _ => None,
        }
    }
}
