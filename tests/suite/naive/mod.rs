//! A second evaluator, written from the design alone and as plainly as can be: lists and loops, nothing kept, nothing explained. It
//! reads norms and dossiers as data and shares no computation with the engine: it has its own fractions, its own calendar, its own
//! way through rules. One file a step: is a piece good, is a rule met, what status has a criterion, what is it worth, which kind of
//! finding does it bear, how do samples make it, what follows for the whole.

use std::collections::{BTreeMap, BTreeSet};

use mediaudit_core::assessment::Inputs;
use mediaudit_core::assessment::inputs::{ElementFinding, Fact, Finding, Practice, Settles, SiteInputs};
use mediaudit_core::assessment::results::{Cause, RaisedBy, Reason, Support, Truth};
use mediaudit_core::kernel::{CriterionId, ElementId, FactKey, KindCode, LevelId, PieceId, SiteId, Status};
use mediaudit_core::norm::model::{Criterion, Kind};

mod compare;
mod condition;
pub(crate) mod day;
mod draw;
mod gather;
mod group;
mod kind;
mod number;
mod obstacles;
mod papers;
mod piece;
mod reads;
mod rule;
mod score;
mod status;
mod swings;
mod vigilance;
mod whole;

pub(crate) use compare::differences;
pub(crate) use number::F;

/// Lowest and highest; none: leaves the sum.
type Between = Option<(F, F)>;

/// What a rule came to.
#[derive(Clone, Debug, PartialEq)]
struct Look {
    truth: Truth,
    support: Option<Support>,
    causes: BTreeSet<Cause>,
    /// Pieces that were looked at by this rule itself, with what keeps each from counting.
    pieces: BTreeMap<PieceId, Option<Cause>>,
}

/// How one element came out.
#[derive(Clone, Debug)]
struct Element {
    id: ElementId,
    optional: bool,
    truth: Truth,
    causes: BTreeSet<Cause>,
    look: Option<Look>,
    rating: Option<LevelId>,
    /// It was settled by somebody.
    found: bool,
}

/// What came out of a criterion in one place.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "as plain as can be")]
struct Sample {
    site: Option<SiteId>,
    computed: Status,
    retained: Status,
    reason: Reason,
    elements: Vec<Element>,
    /// Waits for an auditor only.
    waits: bool,
    /// Lacks only to reach targets of the tool's own.
    below: bool,
    contradiction: bool,
    scope_unknown: bool,
    kind: Option<KindCode>,
    value: Between,
}

/// What came out of a criterion.
#[derive(Clone, Debug)]
struct Verdict {
    samples: Vec<Sample>,
    lead: usize,
    computed: Status,
    retained: Status,
    reason: Reason,
    waits: bool,
    below: bool,
    kind: Option<KindCode>,
    raised: Option<(KindCode, RaisedBy)>,
    value: Between,
    weight: u32,
    /// The structure's word alone sets it aside, somewhere.
    aside: bool,
}

type Verdicts = BTreeMap<CriterionId, Verdict>;

/// One criterion, looked at in one place; those that it reads are done.
struct At<'a> {
    i: &'a Inputs,
    site: Option<&'a SiteId>,
    done: &'a Verdicts,
    own: &'a Criterion,
    /// Are targets of the tool's own taken as reached?
    hopeful: bool,
    /// Is what the structure reports itself taken as looked at?
    looked: bool,
}

impl<'a> At<'a> {
    fn local(&self) -> Option<&'a SiteInputs> {
        self.i.by_site.get(self.site?)
    }
    fn fact(&self, key: &FactKey) -> Option<&'a Fact> {
        let own = self.local().and_then(|s| s.facts.get(key));
        own.or(self.i.facts.get(key))
    }
    fn practice(&self, id: &CriterionId) -> Option<&'a Practice> {
        let own = self.local().and_then(|s| s.practices.get(id));
        own.or(self.i.practices.get(id))
    }
    fn place(&self, level: &LevelId) -> usize {
        self.i.norm.levels.iter().position(|l| &l.id == level).unwrap()
    }
    /// Place of the declared level.
    fn declared(&self, id: &CriterionId) -> Option<usize> {
        Some(self.place(self.practice(id)?.level.as_ref()?))
    }
    /// Place of the level that is wanted.
    fn wanted(&self) -> Option<usize> {
        let at = self.i.cycle.as_ref().and_then(|at| self.own.levels.get(at));
        let level = at.or(self.own.level.as_ref())?;
        Some(self.place(level))
    }
    fn here(&self, site: Option<&SiteId>) -> bool {
        site.is_none() || site == self.site
    }
    fn findings(&self) -> Vec<&'a Finding> {
        let here = |f: &&Finding| f.criterion == self.own.id && self.here(f.site.as_ref());
        // who looked at this very place says no more of it elsewhere
        let about = |f: &Finding| (f.auditor.clone(), settled(f).map(|(id, _)| id.clone()));
        let nearer = |f: &Finding| {
            let close = |g: &&Finding| here(g) && g.site.is_some() && about(g) == about(f);
            standing(self.i).any(|g| close(&g))
        };
        let kept = |f: &&Finding| here(f) && (f.site.is_some() || !nearer(f));
        standing(self.i).filter(kept).collect()
    }
}

/// The status that is retained for a criterion.
pub(crate) fn retained(i: &Inputs, id: &CriterionId) -> Status {
    gather::verdicts(i)[id].retained
}

/// Findings that no other one reconciles.
fn standing(i: &Inputs) -> impl Iterator<Item = &Finding> {
    let gone = |f: &Finding| i.findings.iter().any(|g| g.grounds.reconciles.contains(&f.id));
    i.findings.iter().filter(move |f| !gone(f))
}

/// The element that a finding settles.
fn settled(f: &Finding) -> Option<(&ElementId, &ElementFinding)> {
    f.settles.iter().find_map(|s| match s {
        Settles::Element { id, state } => Some((id, state)),
        Settles::Whole { .. } => None,
    })
}

/// The status and the kind that a finding gives the whole criterion.
fn given(f: &Finding) -> (Option<Status>, Option<&KindCode>) {
    let whole = f.settles.iter().find_map(|s| match s {
        Settles::Whole { status, kind } => Some((*status, kind.as_ref())),
        Settles::Element { .. } => None,
    });
    whole.unwrap_or_default()
}

fn kind_of<'a>(i: &'a Inputs, code: &KindCode) -> &'a Kind {
    i.norm.kinds.iter().find(|k| &k.code == code).unwrap()
}

fn fails(s: Status) -> bool {
    matches!(s, Status::Nonconforming | Status::NotDemonstrated)
}
