//! One answer for each question about a piece: what it serves, whether and until when it counts, and if not, the one reason. Every
//! output asks here; the judgement makes the same check (`weigh`).

mod proof;
mod weigh;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use proof::weigh_proof;
pub use weigh::{PieceWorth, WhyNot};
pub(super) use weigh::{is_on_trust, weigh};

use super::board::Board;
use super::milestone;
use super::sight::Sight;
use crate::assessment::Assessment;
use crate::assessment::results::{Cause, Sample, Support, Trace};
use crate::kernel::{CriterionId, Date, ElementRef, FactKey, PieceId, SiteId, Status};
use crate::norm::model::{Criterion, Rule};
use crate::record::item::Item;

/// What a piece serves, and what it is worth there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PieceUse<'a> {
    /// Whose judgement reads it.
    pub criterion: &'a CriterionId,
    /// Which element; none: whether the criterion applies, or what it weighs.
    pub element: Option<&'a ElementRef>,
    /// Of which sample; none: the whole structure.
    pub site: Option<&'a SiteId>,
    /// The fact that names it as its proof; none: it is of a type that is asked.
    pub fact: Option<&'a FactKey>,
    /// What it is worth.
    pub outcome: Result<PieceWorth, WhyNot>,
}

/// Where a piece stands, by itself or for one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PieceState {
    /// The file is not there.
    Absent,
    /// It is there, and does not count: why.
    Given(WhyNot),
    /// It counts.
    Usable(PieceWorth),
}

/// A piece that will have ended by the next audit: its id, its last day, the criteria that lose it then.
pub type PieceEnd<'a> = (&'a PieceId, Date, BTreeSet<&'a CriterionId>);

/// The pieces of an assessment, with what each serves.
#[derive(Debug)]
pub struct PieceBook<'a> {
    assessment: &'a Assessment,
    items: BTreeMap<&'a PieceId, &'a Item>,
    uses: BTreeMap<&'a PieceId, Vec<PieceUse<'a>>>,
}

impl<'a> PieceBook<'a> {
    /// Reads the rules of the profile along with what their evaluation looked at.
    pub fn of(assessment: &'a Assessment) -> Self {
        let inputs = &assessment.inputs;
        let mut book = Self {
            assessment,
            items: inputs.evidence.iter().map(|item| (&item.id, item)).collect(),
            uses: BTreeMap::new(),
        };
        let board = Board::new(inputs);
        for result in &assessment.results.criteria {
            // INVARIANT: results are those of the norm beside them
            let Some(criterion) = inputs.norm.criterion(&result.id) else {
                continue;
            };
            for sample in &result.samples {
                book.sample(criterion, sample, &board);
            }
        }
        book
    }

    fn sample(&mut self, criterion: &'a Criterion, sample: &'a Sample, board: &Board<'a>) {
        let (site, sight) = (
            sample.site.as_ref(),
            Sight {
                board,
                site: sample.site.as_ref(),
            },
        );
        let place = UsePlace {
            criterion: &criterion.id,
            element: None,
            site,
        };
        let weights = criterion.weights.iter().map(|reduced| &reduced.rule);
        for rule in criterion.applies_if.iter().chain(weights) {
            let held = rule.each_in_force(sight.inputs().date);
            for key in held.flat_map(Rule::own_facts).collect::<BTreeSet<_>>() {
                self.proof(key, place, sight);
            }
        }
        // what does not apply asks for nothing
        if sample.retained == Status::NotApplicable {
            return;
        }
        for (element, judged) in criterion.elements.iter().zip(&sample.elements) {
            if let (Some(rule), Some(trace)) = (&element.rule, &judged.trace) {
                let element = Some(&judged.id);
                self.walk(rule, trace, UsePlace { element, ..place }, sight);
            }
        }
    }

    fn walk(&mut self, rule: &'a Rule, trace: &Trace, place: UsePlace<'a>, sight: Sight<'_>) {
        match rule.in_force(sight.inputs().date) {
            Some(Rule::Evidence(asked)) => {
                for id in trace.evidence.keys() {
                    if let Some((id, item)) = self.item(id) {
                        self.note(id, place, None, weigh(item, asked, sight));
                    }
                }
            }
            Some(Rule::Fact { key, .. }) => self.proof(key, place, sight),
            Some(Rule::Rate { part, whole, .. }) => {
                self.proof(part, place, sight);
                self.proof(whole, place, sight);
            }
            Some(Rule::All(rules) | Rule::Any(rules) | Rule::AtLeast { n: _, rules }) => {
                for (rule, step) in rules.iter().zip(&trace.steps) {
                    self.walk(rule, step, place, sight);
                }
            }
            Some(Rule::Not(rule)) => {
                for step in &trace.steps {
                    self.walk(rule, step, place, sight);
                }
            }
            Some(Rule::Practice { .. } | Rule::Criterion { .. } | Rule::Dated(_)) | None => {}
        }
    }

    /// The piece that a fact names, where it names one.
    fn proof(&mut self, key: &'a FactKey, place: UsePlace<'a>, sight: Sight<'_>) {
        let named = sight.fact(key).and_then(|fact| fact.evidence.as_ref());
        if let Some((id, item)) = named.and_then(|id| self.item(id)) {
            self.note(id, place, Some(key), weigh_proof(item, key, sight));
        }
    }

    fn item(&self, id: &PieceId) -> Option<(&'a PieceId, &'a Item)> {
        self.items.get_key_value(id).map(|(id, item)| (*id, *item))
    }

    fn note(
        &mut self,
        id: &'a PieceId,
        place: UsePlace<'a>,
        fact: Option<&'a FactKey>,
        outcome: Result<PieceWorth, WhyNot>,
    ) {
        let found = PieceUse {
            criterion: place.criterion,
            element: place.element,
            site: place.site,
            fact,
            outcome,
        };
        let all = self.uses.entry(id).or_default();
        if !all.contains(&found) {
            all.push(found);
        }
    }

    /// All that a piece serves, in the order of the profile.
    pub fn uses(&self, id: &PieceId) -> &[PieceUse<'a>] {
        self.uses.get(id).map_or(&[], Vec::as_slice)
    }

    /// The criteria that a piece serves, whether it counts there or not.
    pub fn serves(&self, id: &PieceId) -> BTreeSet<&'a CriterionId> {
        self.uses(id).iter().map(|found| found.criterion).collect()
    }

    /// Where a piece stands by itself: usable as soon as it counts for something.
    pub fn state(&self, id: &PieceId) -> PieceState {
        let Some((_, item)) = self.item(id) else {
            return PieceState::Absent;
        };
        match weigh::unusable(item) {
            Some(WhyNot::Missing(None)) => PieceState::Absent,
            Some(why) => PieceState::Given(why),
            None if item.types.is_empty() && self.uses(id).is_empty() => PieceState::Given(WhyNot::Untyped),
            None => Self::best(self.uses(id).iter()),
        }
    }

    /// Where it stands for one criterion; none: it serves it in nothing.
    pub fn state_for(&self, id: &PieceId, criterion: &CriterionId) -> Option<PieceState> {
        let mut own = self
            .uses(id)
            .iter()
            .filter(|found| found.criterion == criterion)
            .peekable();
        own.peek()?;
        Some(Self::best(own))
    }

    /// What a leaf of an element saw of a piece, whose cause it noted.
    pub fn looked(
        &self,
        id: &PieceId,
        element: &ElementRef,
        site: Option<&SiteId>,
        cause: Option<Cause>,
    ) -> Option<&Result<PieceWorth, WhyNot>> {
        self.uses(id)
            .iter()
            .filter(|found| found.fact.is_none() && found.element == Some(element) && found.site == site)
            .map(|found| &found.outcome)
            .find(|outcome| outcome.as_ref().err().map(WhyNot::cause) == cause)
    }

    /// What a fact's proof is worth where one criterion reads it; none: it names no piece, or the criterion does not read it.
    pub fn proves(
        &self,
        id: &PieceId,
        fact: &FactKey,
        site: Option<&SiteId>,
    ) -> Option<&Result<PieceWorth, WhyNot>> {
        self.uses(id)
            .iter()
            .find(|found| found.fact == Some(fact) && found.site == site)
            .map(|found| &found.outcome)
    }

    /// Counts as the best of its uses does, until the first of them ends; else the first reason.
    fn best<'u>(uses: impl Iterator<Item = &'u PieceUse<'a>>) -> PieceState
    where
        'a: 'u,
    {
        let (good, bad): (Vec<_>, Vec<_>) = uses.map(|found| &found.outcome).partition(|o| o.is_ok());
        let good: Vec<&PieceWorth> = good.into_iter().flatten().collect();
        match good.iter().map(|counted| counted.support).max() {
            Some(support) => PieceState::Usable(PieceWorth {
                support,
                until: good.iter().filter_map(|counted| counted.until).min(),
            }),
            None => {
                let why = bad.into_iter().filter_map(|o| o.as_ref().err()).min();
                PieceState::Given(why.cloned().unwrap_or(WhyNot::Unasked))
            }
        }
    }

    /// Pieces that count today and will have ended for something by the next audit, soonest first.
    pub fn ending_before_next(&self) -> Vec<PieceEnd<'a>> {
        let Some(next) = milestone::next(&self.assessment.inputs) else {
            return Vec::new();
        };
        let mut out: Vec<PieceEnd<'a>> = Vec::new();
        for (id, uses) in &self.uses {
            let ends = || {
                uses.iter()
                    .filter_map(|found| Some((found.outcome.as_ref().ok()?.until?, found.criterion)))
            };
            if let Some(day) = ends().map(|(day, _)| day).min().filter(|day| *day < next) {
                let losing = ends()
                    .filter(|(end, _)| *end == day)
                    .map(|(_, criterion)| criterion);
                out.push((id, day, losing.collect()));
            }
        }
        out.sort_by_key(|(id, day, _)| (*day, *id));
        out
    }
}

/// Whose judgement a piece is weighed for.
#[derive(Debug, Clone, Copy)]
struct UsePlace<'a> {
    criterion: &'a CriterionId,
    element: Option<&'a ElementRef>,
    site: Option<&'a SiteId>,
}

impl PieceWorth {
    /// Does it show, by itself?
    pub fn shows(&self) -> bool {
        self.support == Support::Shown
    }
}
