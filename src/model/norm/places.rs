//! Where the parts of a norm are written, so that what is said of a loaded norm can be shown in its files.

use std::collections::BTreeMap;

use super::blocks::Blocks;
use super::raw::{RawConclusion, RawRule};
use crate::kernel::{
    AxisId, AxisValueId, ChapterId, CriterionId, ElementId, FactKey, FileId, LevelId, Located, PaperId,
    ProfileId, SourceId, Span, TypeId,
};

/// A part of a norm.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum NormPart {
    /// A source.
    Source(SourceId),
    /// A level.
    Level(LevelId),
    /// A fact.
    Fact(FactKey),
    /// An evidence type.
    EvidenceType(TypeId),
    /// A usual paper.
    Paper(PaperId),
    /// A value of an axis.
    AxisValue(AxisId, AxisValueId),
    /// A chapter.
    Chapter(ChapterId),
    /// A criterion.
    Criterion(CriterionId),
    /// An element of a criterion.
    Element(CriterionId, ElementId),
    /// A rule, by its rank in [`super::model::Rule::each`]: of an element, or of the applicability.
    Rule(CriterionId, Option<ElementId>, usize),
    /// An example of a criterion, by rank.
    Example(CriterionId, usize),
    /// A band of the policy, by rank.
    Band(usize),
    /// A gate of the policy, by rank.
    Gate(usize),
    /// An escalation of the policy, by rank.
    Escalation(usize),
    /// A conclusion of the policy, or of a profile, by rank.
    Conclusion(Option<ProfileId>, usize),
}

/// The places of a norm's parts.
#[derive(Debug, Clone, Default)]
pub struct Places(BTreeMap<NormPart, Span>);

impl Places {
    /// Where a part is written.
    pub fn get(&self, part: &NormPart) -> Option<&Span> {
        self.0.get(part)
    }

    pub(crate) fn of(blocks: &Blocks) -> Self {
        let mut places = Self::default();
        for b in &blocks.sources {
            places.add(
                NormPart::Source(b.item.key.get().clone()),
                b.item.key.span(b.file),
            );
        }
        for b in &blocks.levels {
            places.add(NormPart::Level(b.item.id.get().clone()), b.item.id.span(b.file));
        }
        for b in &blocks.facts {
            places.add(NormPart::Fact(b.item.key.get().clone()), b.item.key.span(b.file));
        }
        for b in &blocks.types {
            places.add(
                NormPart::EvidenceType(b.item.id.get().clone()),
                b.item.id.span(b.file),
            );
        }
        for b in &blocks.papers {
            places.add(NormPart::Paper(b.item.id.get().clone()), b.item.id.span(b.file));
        }
        for b in &blocks.axes {
            for value in &b.item.values {
                let part = NormPart::AxisValue(b.item.id.get().clone(), value.id.get().clone());
                places.add(part, value.id.span(b.file));
            }
        }
        for b in &blocks.chapters {
            places.add(NormPart::Chapter(b.item.id.get().clone()), b.item.id.span(b.file));
        }
        places.criteria(blocks);
        for b in &blocks.policy {
            for (rank, band) in b.item.bands.iter().enumerate() {
                places.add(NormPart::Band(rank), band.from.span(b.file));
            }
            for (rank, gate) in b.item.gates.iter().enumerate() {
                places.add(NormPart::Gate(rank), gate.id.span(b.file));
            }
            for (rank, rule) in b.item.escalations.iter().enumerate() {
                places.add(NormPart::Escalation(rank), rule.from.span(b.file));
            }
            places.conclusions(None, &b.item.conclusions, b.file);
        }
        for b in &blocks.profiles {
            places.conclusions(Some(b.item.id.get()), &b.item.conclusions, b.file);
        }
        places
    }

    fn add(&mut self, part: NormPart, span: Span) {
        self.0.insert(part, span);
    }

    fn criteria(&mut self, blocks: &Blocks) {
        for b in &blocks.criteria {
            let raw = &b.item.criterion;
            let id = raw.id.get();
            self.add(NormPart::Criterion(id.clone()), raw.id.span(b.file));
            if let Some(rule) = &raw.applies_if {
                self.rule(id, None, rule, b.file, &mut 0);
            }
            for part in &b.item.elements {
                let own = part.item.id.get();
                self.add(
                    NormPart::Element(id.clone(), own.clone()),
                    part.item.id.span(part.file),
                );
                if let Some(rule) = &part.item.rule {
                    self.rule(id, Some(own), rule, part.file, &mut 0);
                }
            }
            for (rank, part) in b.item.examples.iter().enumerate() {
                self.add(
                    NormPart::Example(id.clone(), rank),
                    part.item.expected.span(part.file),
                );
            }
        }
    }

    /// The rule and those below it, in the order of their evaluation.
    fn rule(
        &mut self,
        criterion: &CriterionId,
        element: Option<&ElementId>,
        rule: &Located<RawRule>,
        file: FileId,
        rank: &mut usize,
    ) {
        let part = NormPart::Rule(criterion.clone(), element.cloned(), *rank);
        self.add(part, rule.span(file));
        *rank += 1;
        let below: Vec<&Located<RawRule>> = match rule.get() {
            RawRule::All(rules) | RawRule::Any(rules) => rules.iter().collect(),
            RawRule::AtLeast(raw) => raw.rules.iter().collect(),
            RawRule::Not(inner) => vec![inner],
            RawRule::Dated(series) => series.iter().map(|dated| &dated.rule).collect(),
            RawRule::Practice(_)
            | RawRule::Fact(_)
            | RawRule::Rate(_)
            | RawRule::Evidence(_)
            | RawRule::Criterion(_) => Vec::new(),
        };
        for inner in below {
            self.rule(criterion, element, inner, file, rank);
        }
    }

    fn conclusions(&mut self, profile: Option<&ProfileId>, list: &[Located<RawConclusion>], file: FileId) {
        for (rank, conclusion) in list.iter().enumerate() {
            self.add(
                NormPart::Conclusion(profile.cloned(), rank),
                conclusion.id.span(file),
            );
        }
    }
}
