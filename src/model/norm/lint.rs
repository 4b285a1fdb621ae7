//! What a sound norm holds in vain: what nothing uses, rules that nothing can meet or that everything meets, conclusions that
//! are never given, criteria whose examples show too little. All are warnings: the norm can be used.

mod diags;
mod policy;
mod rules;

use std::collections::BTreeSet;

use diags::{
    AllCycles, ElementInNoCycle, EmptyChapter, IdleDeclaration, LevelNeverRead, LowestLevel, NoExample,
    OneExample, RuleNeverRead, SameOutcome, Unsourced, UnusedFact, UnusedLabel, UnusedLevel, UnusedSource,
    UnusedType,
};

use super::model::{Confidence, Criterion, Element, Judged, Norm, PartialCredit, Rule};
use super::places::{NormPart, Places};
use crate::diag::{Diagnostic, Diagnostics};
use crate::kernel::{AxisLabel, FactKey, LevelId, MilestoneId, SourceId, TypeId};

/// Pushes a warning for each.
pub fn check(norm: &Norm, places: &Places, sink: &mut Diagnostics) {
    let mut said = LintSink { places, sink };
    unused(norm, &mut said);
    for criterion in &norm.criteria {
        self::criterion(criterion, norm, &mut said);
        rules::check(criterion, norm, &mut said);
    }
    policy::check(norm, &mut said);
}

/// The sink, with the places.
struct LintSink<'a> {
    places: &'a Places,
    sink: &'a mut Diagnostics,
}

impl LintSink<'_> {
    fn push(&mut self, message: impl Into<Diagnostic>, part: &NormPart) {
        let place = self.places.get(part).cloned();
        self.sink.push(message.into().at_known(place));
    }
}

fn unused(norm: &Norm, said: &mut LintSink<'_>) {
    let used = Used::of(norm);
    for key in norm.facts.keys().filter(|key| !used.facts.contains(key)) {
        said.push(UnusedFact { key: key.as_str() }, &NormPart::Fact(key.clone()));
    }
    for id in norm.evidence_types.keys().filter(|id| !used.types.contains(id)) {
        said.push(
            UnusedType { id: id.as_str() },
            &NormPart::EvidenceType(id.clone()),
        );
    }
    for id in norm.sources.keys().filter(|id| !used.sources.contains(id)) {
        said.push(UnusedSource { id: id.as_str() }, &NormPart::Source(id.clone()));
    }
    for axis in &norm.axes {
        for value in &axis.values {
            let label = AxisLabel::new(&axis.id, &value.id);
            let label = label.as_str();
            if !used.labels.contains(label) {
                let part = NormPart::AxisValue(axis.id.clone(), value.id.clone());
                said.push(UnusedLabel { label }, &part);
            }
        }
    }
    // the lowest level is where a practice begins: it needs no use
    for level in norm
        .levels
        .iter()
        .skip(1)
        .filter(|l| !used.levels.contains(&l.id))
    {
        let id = level.id.as_str();
        said.push(UnusedLevel { id }, &NormPart::Level(level.id.clone()));
    }
    for chapter in &norm.chapters {
        let is_used = norm.criteria.iter().any(|c| c.chapter == chapter.id)
            || norm
                .chapters
                .iter()
                .any(|c| c.parent.as_ref() == Some(&chapter.id));
        if !is_used {
            let id = chapter.id.as_str();
            said.push(EmptyChapter { id }, &NormPart::Chapter(chapter.id.clone()));
        }
    }
}

/// What criteria, axes, examples and the policy use.
#[derive(Default)]
struct Used<'a> {
    facts: BTreeSet<&'a FactKey>,
    types: BTreeSet<&'a TypeId>,
    sources: BTreeSet<&'a SourceId>,
    labels: BTreeSet<&'a str>,
    levels: BTreeSet<&'a LevelId>,
}

impl<'a> Used<'a> {
    fn of(norm: &'a Norm) -> Self {
        let mut used = Self::default();
        used.types
            .extend(norm.tables.values().flat_map(|table| &table.types));
        for criterion in &norm.criteria {
            used.sources
                .extend(norm.sources.keys().filter(|id| criterion.cites(id)));
            used.labels.extend(criterion.labels.iter().map(AxisLabel::as_str));
            used.levels.extend(&criterion.level);
            used.levels.extend(criterion.levels.values());
            used.levels
                .extend(criterion.examples.iter().filter_map(|e| e.level.as_ref()));
            for rule in criterion.rules().flat_map(Rule::each) {
                used.facts.extend(rule.own_facts());
                used.types.extend(rule.own_types());
                if let Rule::Practice { at_least, .. } = rule {
                    used.levels.insert(at_least);
                }
                if let Rule::Dated(series) = rule {
                    used.sources.extend(series.iter().map(|dated| &dated.source));
                }
            }
        }
        for indicator in &norm.indicators {
            used.labels.extend(indicator.labels.iter().map(AxisLabel::as_str));
            used.facts.extend(indicator.fact.iter().chain(&indicator.over));
            used.sources.extend(&indicator.sources);
        }
        used.facts.extend(norm.cohorts.iter().map(|cohort| &cohort.fact));
        used.sources
            .extend(norm.axes.iter().flat_map(|a| &a.values).flat_map(|v| &v.sources));
        used.levels.extend(&norm.policy.grave_level);
        let policy = &norm.policy;
        used.sources
            .extend(policy.escalations.iter().filter_map(|e| e.source.as_ref()));
        used.sources.extend(policy.revisions.iter().map(|r| &r.source));
        // each level of the scale has its worth in the score
        let own = norm.chapters.iter().filter_map(|c| c.policy.as_ref());
        let later = policy.revisions.iter().map(|r| &r.change);
        let by_level = own
            .chain(later)
            .any(|change| change.partial_credit == Some(PartialCredit::Level));
        if by_level || policy.score.partial_credit == PartialCredit::Level {
            used.levels.extend(norm.levels.iter().map(|l| &l.id));
        }
        used
    }
}

fn criterion(criterion: &Criterion, norm: &Norm, said: &mut LintSink<'_>) {
    let place = NormPart::Criterion(criterion.id.clone());
    let id = &criterion.id;
    let outcomes: BTreeSet<_> = criterion.examples.iter().map(|e| e.expected).collect();
    match (criterion.examples.len(), outcomes.first()) {
        (0, _) => said.push(NoExample { criterion: id }, &place),
        (1, _) => said.push(OneExample { criterion: id }, &place),
        (_, Some(only)) if outcomes.len() == 1 => {
            let outcome = only.to_string();
            said.push(
                SameOutcome {
                    criterion: id,
                    outcome,
                },
                &place,
            );
        }
        _ => {}
    }
    if criterion.sources.is_empty() && criterion.confidence != Confidence::C {
        let unsourced = Unsourced {
            criterion: id,
            confidence: criterion.confidence.code(),
            meaning: criterion.confidence.meaning(),
        };
        said.push(unsourced, &place);
    }
    if let Some(level) = norm
        .levels
        .first()
        .filter(|l| criterion.level.as_ref() == Some(&l.id))
    {
        let level = level.id.as_str();
        said.push(LowestLevel { criterion: id, level }, &place);
    }
    let at_every = |holds: &dyn Fn(&MilestoneId) -> bool| {
        !norm.cycle.is_empty() && norm.cycle.iter().all(|milestone| holds(&milestone.id))
    };
    if at_every(&|id| criterion.cycles.contains(id)) {
        said.push(AllCycles { criterion: id }, &place);
    }
    if criterion.level.is_some() && at_every(&|id| criterion.levels.contains_key(id)) {
        said.push(LevelNeverRead { criterion: id }, &place);
    }
    for Element {
        id: element,
        rule,
        declaration_suffices,
        cycles,
        ..
    } in &criterion.elements
    {
        let own = NormPart::Element(id.clone(), element.clone());
        if !cycles.is_empty() && !cycles.iter().any(|at| criterion.is_in(Some(at))) {
            said.push(
                ElementInNoCycle {
                    criterion: id,
                    element,
                },
                &own,
            );
        }
        if criterion.judged == Judged::Human && rule.is_some() {
            let rule = NormPart::Rule(id.clone(), Some(element.clone()), 0);
            said.push(
                RuleNeverRead {
                    criterion: id,
                    element,
                },
                &rule,
            );
        }
        if rule.is_none() && *declaration_suffices {
            said.push(
                IdleDeclaration {
                    criterion: id,
                    element,
                },
                &own,
            );
        }
    }
}
