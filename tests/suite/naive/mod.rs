//! A second evaluator, written from the design alone and as plainly as can be: lists and loops, nothing kept, nothing explained. One
//! file a step: is a rule met, what status has a criterion, what is it worth, how do samples make it, what follows for the whole.

use std::collections::BTreeMap;

use mediaudit_core::assessment::Inputs;
use mediaudit_core::assessment::inputs::{Fact, Finding, Practice, SiteInputs};
use mediaudit_core::kernel::{CriterionId, FactKey, KindCode, LevelId, Ratio, SiteId, Status};
use mediaudit_core::norm::model::{Criterion, EvidenceRule};
use mediaudit_core::record::item::Item;

mod conclude;
mod condition;
mod gather;
mod score;
mod status;
mod truth;
mod whole;

pub(crate) use conclude::{may_conclude, swings};
pub(crate) use gather::verdicts;
pub(crate) use whole::{Whole, whole};

/// Lowest and highest; none: leaves the sum.
pub(crate) type Span = Option<(Ratio, Ratio)>;

/// What came out of a criterion, or of one of its samples.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) computed: Status,
    pub(crate) retained: Status,
    pub(crate) kind: Option<KindCode>,
    pub(crate) value: Span,
    pub(crate) weight: u32,
    /// Waits for an auditor only.
    pub(crate) waits: bool,
    /// Met and wanted elements, for « what if ».
    share: (usize, usize),
}

/// One criterion, looked at in one place; those that it reads are done.
struct At<'a> {
    i: &'a Inputs,
    site: Option<&'a SiteId>,
    done: &'a BTreeMap<CriterionId, Verdict>,
    own: &'a Criterion,
}

impl<'a> At<'a> {
    fn local(&self) -> Option<&'a SiteInputs> {
        self.i.by_site.get(self.site?)
    }
    fn fact(&self, key: &FactKey) -> Option<&'a Fact> {
        self.local()
            .and_then(|s| s.facts.get(key))
            .or(self.i.facts.get(key))
    }
    fn practice(&self, id: &CriterionId) -> Option<&'a Practice> {
        self.local()
            .and_then(|s| s.practices.get(id))
            .or(self.i.practices.get(id))
    }
    fn place(&self, level: &LevelId) -> usize {
        self.i.norm.levels.iter().position(|l| &l.id == level).unwrap()
    }
    /// Place of the declared level.
    fn rank(&self, id: &CriterionId) -> Option<usize> {
        Some(self.place(self.practice(id)?.level.as_ref()?))
    }
    fn here(&self, site: Option<&SiteId>) -> bool {
        site.is_none() || site == self.site
    }
    fn findings(&self) -> impl Iterator<Item = &Finding> + Clone {
        let here = |f: &&Finding| f.criterion == self.own.id && self.here(f.site.as_ref());
        // who looked at this very place says no more of it elsewhere
        let about = |f: &Finding| (f.auditor.clone(), f.element().map(|e| e.0.clone()));
        let nearer = move |f: &Finding| {
            let close = |g: &&Finding| here(g) && g.site.is_some() && about(g) == about(f);
            self.i.findings.iter().any(|g| close(&g))
        };
        let kept = move |f: &&Finding| here(f) && (f.site.is_some() || !nearer(f));
        self.i.findings.iter().filter(kept)
    }
    fn wanted(&self) -> Option<usize> {
        let at = self.i.cycle.as_ref().and_then(|at| self.own.levels.get(at));
        let level = at.or(self.own.level.as_ref())?;
        Some(self.place(level))
    }
    fn pieces(&self, rule: &EvidenceRule) -> Vec<&'a Item> {
        let asked = |p: &&Item| {
            self.here(p.site.as_ref())
                && p.types.iter().any(|t| rule.types.contains(t))
                && (p.criteria.is_empty() || p.criteria.contains(&self.own.id))
        };
        self.i.evidence.iter().filter(asked).collect()
    }
}

fn int(n: usize) -> Ratio {
    Ratio::whole(i64::try_from(n).unwrap())
}
