//! Criteria, their elements and examples, checked; and what only the whole norm can tell of them: circles, weights, exclusions.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{Block, Blocks, CriterionParts};
use super::cycle;
use super::diags::{
    CriterionCycle, Effort, ExampleWithoutValue, NoChapter, NoElement, NoRequiredLevel, UnknownReference,
    VoidInExample,
};
use super::model::{
    Axis, Chapter, Criterion, Element, Example, ExampleEvidence, ExampleFact, Excluded, Importance, Judged,
    Kind, Norm, ReducedWeight, Source,
};
use super::raw::{FindingState, RawExample, RawFactNode, RawFactTree};
use super::references::{SeenIds, source_refs};
use super::respondent::{self, Respondent};
use super::rules::{Context, Seat, convert};
use super::utility;
use super::values::Scalar;
use crate::diag::{Code, Diagnostics};
use crate::kernel::{ChapterId, CriterionId, FactKey, Identifier, SourceId, TypeId};
use crate::record::item::Modality;

/// Where the policy forbids it, nobody may set a criterion aside.
pub(super) fn forbid_exclusion(norm: &mut Norm) {
    let forbidden: BTreeSet<ChapterId> = norm
        .chapters
        .iter()
        .filter(|c| norm.first_score_rules(&c.id).not_applicable == Excluded::Forbidden)
        .map(|c| c.id.clone())
        .collect();
    for criterion in &mut norm.criteria {
        criterion.always_applies |= forbidden.contains(&criterion.chapter);
    }
}

/// What a criterion may name, beside what its rules may.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) chapters: &'a [Chapter],
    pub(super) sources: &'a BTreeMap<SourceId, Source>,
    pub(super) axes: &'a [Axis],
    pub(super) kinds: &'a [Kind],
    pub(super) respondents: &'a [Respondent],
}

pub(super) fn criterion(
    block: &Block<CriterionParts>,
    blocks: &Blocks,
    named: Named<'_>,
    ctx: Context<'_>,
    sink: &mut Diagnostics,
) -> Option<Criterion> {
    let Named {
        chapters,
        sources,
        axes,
        kinds,
        respondents,
    } = named;
    let raw = &block.item.criterion;
    let place = raw.id.span(block.file);
    let chapter = if let Some(id) = &raw.chapter {
        ctx.resolve(id, chapters.iter().map(|c| &c.id), sink)
    } else {
        let mut own = blocks.chapters.iter().filter(|c| c.file == block.file);
        match (own.next(), own.next()) {
            (Some(only), None) => Some(only.item.id.get().clone()),
            _ => {
                sink.push(NoChapter {
                    criterion: raw.id.as_str(),
                    place: place.clone(),
                });
                None
            }
        }
    };
    let level = raw
        .level
        .as_ref()
        .map(|id| ctx.resolve(id, ctx.levels.iter().map(|l| &l.id), sink));
    if matches!(raw.judged.get(), Judged::Declared | Judged::Mixed)
        && level.is_none()
        && !cycle::places(ctx.milestones)
            .into_iter()
            .all(|at| at.is_some_and(|id| raw.levels.keys().any(|own| own.get() == id)))
    {
        sink.push(NoRequiredLevel {
            place: raw.judged.span(block.file),
        });
    }
    let labels = utility::labels(&raw.labels, axes, block.file, sink);
    if block.item.elements.is_empty() {
        sink.push(NoElement {
            criterion: raw.id.as_str(),
            place,
        });
    }
    let seat = if raw.importance == Importance::Recommended {
        Seat::Free
    } else {
        Seat::Binding
    };
    let mut seen = SeenIds::default();
    let mut elements = Vec::new();
    for part in &block.item.elements {
        let e = &part.item;
        if !(1..=5).contains(e.effort.get()) {
            sink.push(Effort {
                place: e.effort.span(part.file),
            });
        }
        let rule = e.rule.as_ref().and_then(|rule| convert(rule, ctx, seat, 1, sink));
        if seen.add(&e.id, part.file, sink) {
            elements.push(Element {
                id: e.id.get().clone(),
                label: e.label.clone(),
                rule,
                action: e.action.clone(),
                effort: *e.effort.get(),
                declaration_suffices: e.declaration_suffices,
                optional: e.optional,
                cycles: ctx.milestones(&e.cycles, sink),
            });
        }
    }
    let examples = block
        .item
        .examples
        .iter()
        .filter_map(|part| example(part, ctx, &elements, sink))
        .collect();
    let who = respondent::who(raw.who.as_ref(), respondents, ctx.values.file, sink);
    Some(Criterion {
        id: raw.id.get().clone(),
        chapter: chapter?,
        title: raw.title.clone(),
        requirement: raw.requirement.clone(),
        stake: raw.stake.clone(),
        importance: raw.importance,
        weight: raw.weight,
        judged: *raw.judged.get(),
        binds: raw.binds.clone(),
        who,
        level: level.flatten(),
        levels: raw
            .levels
            .iter()
            .filter_map(|(at, id)| {
                let level = ctx.resolve(id, ctx.levels.iter().map(|l| &l.id), sink);
                let at = ctx.milestone(at, sink);
                Some((at?, level?))
            })
            .collect(),
        cycles: ctx.milestones(&raw.cycles, sink),
        weights: raw
            .weights
            .iter()
            .filter_map(|reduced| {
                Some(ReducedWeight {
                    rule: convert(&reduced.rule, ctx, Seat::Scope("poids-si"), 1, sink)?,
                    weight: reduced.weight,
                })
            })
            .collect(),
        single_kind: raw
            .single_kind
            .as_ref()
            .and_then(|id| ctx.resolve(id, kinds.iter().map(|k| &k.code), sink)),
        confidence: raw.confidence,
        sources: source_refs(&raw.sources, sources, block.file, sink),
        labels,
        from: raw.from.as_ref().map(|d| *d.get()),
        withdrawn: raw.withdrawn.as_ref().map(|d| *d.get()),
        former_ids: raw.former_ids.iter().map(|id| id.get().clone()).collect(),
        applies_if: raw
            .applies_if
            .as_ref()
            .and_then(|rule| convert(rule, ctx, Seat::Scope("applicable-si"), 1, sink)),
        always_applies: raw.always_applies,
        note: raw.note.clone(),
        clause: None,
        elements,
        examples,
    })
}

fn example(
    block: &Block<RawExample>,
    ctx: Context<'_>,
    elements: &[Element],
    sink: &mut Diagnostics,
) -> Option<Example> {
    let raw = &block.item;
    let mut facts = BTreeMap::new();
    if let Some(tree) = &raw.facts {
        flatten(tree, "", block, ctx, &mut facts, sink);
    }
    let mut evidence = Vec::new();
    for piece in &raw.evidence {
        let kind = ctx.resolve(&piece.kind, ctx.types.keys(), sink)?;
        evidence.push(ExampleEvidence {
            kind,
            effect: piece.effect,
            expires: piece.expires,
            covers: piece.covers,
            elsewhere: piece.elsewhere,
            modality: piece.modality.unwrap_or(Modality::Document),
            pages: piece.pages,
            text: piece.text.clone(),
            unreadable: piece.unreadable,
            signed: piece.signed,
            source: piece.source.clone(),
        });
    }
    let mut findings = BTreeMap::new();
    for finding in &raw.findings {
        let id = ctx.resolve(&finding.element, elements.iter().map(|e| &e.id), sink)?;
        if finding.state == FindingState::Void {
            sink.push(VoidInExample {
                place: finding.element.span(block.file),
            });
        }
        findings.insert(id, finding.state == FindingState::Met);
    }
    let level = match &raw.level {
        Some(id) => Some(ctx.resolve(id, ctx.levels.iter().map(|l| &l.id), sink)?),
        None => None,
    };
    let mut others = BTreeMap::new();
    for (id, status) in &raw.others {
        match ctx.criteria.get(id.as_str()) {
            Some(id) => {
                others.insert(id.clone(), *status);
            }
            None => sink.push(UnknownReference {
                what: CriterionId::NAMED,
                id,
                place: block.span.clone(),
                known: ctx.criteria.iter().map(CriterionId::as_str).collect(),
            }),
        }
    }
    let cycle = match &raw.cycle {
        Some(id) => Some(ctx.milestone(id, sink)?),
        None => ctx.milestones.first().map(|first| first.id.clone()),
    };
    Some(Example {
        name: raw.name.clone(),
        date: raw.date,
        cycle,
        facts,
        level,
        not_applicable: raw.not_applicable.clone(),
        evidence,
        findings,
        others,
        expected: *raw.expected.get(),
    })
}

/// Goes down the dotted keys until a declared fact is met.
fn flatten(
    tree: &RawFactTree,
    prefix: &str,
    block: &Block<RawExample>,
    ctx: Context<'_>,
    out: &mut BTreeMap<FactKey, ExampleFact>,
    sink: &mut Diagnostics,
) {
    for (key, node) in &tree.0 {
        let path = if prefix.is_empty() {
            key.clone()
        } else {
            format!("{prefix}.{key}")
        };
        let known = ctx.facts.get_key_value(path.as_str());
        let (leaf, evidence) = match (known.is_some(), node.get()) {
            (true, RawFactNode::Leaf(scalar)) => (Some((scalar, node)), None),
            (true, RawFactNode::Branch(parts)) => {
                let leaf = |name: &str| match parts.0.get(name).map(|n| (n.get(), n)) {
                    Some((RawFactNode::Leaf(scalar), place)) => Some((scalar, place)),
                    _ => None,
                };
                (leaf("valeur"), leaf("preuve"))
            }
            (false, RawFactNode::Branch(inner)) => {
                flatten(inner, &path, block, ctx, out, sink);
                continue;
            }
            (false, RawFactNode::Leaf(_)) => {
                sink.push(UnknownReference {
                    what: FactKey::NAMED,
                    id: &path,
                    place: node.span(block.file),
                    known: ctx.facts.keys().map(FactKey::as_str).collect(),
                });
                continue;
            }
        };
        let (Some((id, def)), Some((leaf, place))) = (known, leaf) else {
            sink.push(ExampleWithoutValue {
                place: node.span(block.file),
            });
            continue;
        };
        let proof = match evidence {
            Some((Scalar::Text(text), _)) => TypeId::parse(text).ok(),
            _ => None,
        };
        if let Some(value) = ctx.values.of_fact(def, leaf, place, Code::RuleType, sink) {
            out.insert(
                id.clone(),
                ExampleFact {
                    value,
                    evidence: proof,
                },
            );
        }
    }
}

pub(super) fn cycles(criteria: &[Criterion], blocks: &Blocks, sink: &mut Diagnostics) {
    let edges: BTreeMap<&CriterionId, BTreeSet<&CriterionId>> = criteria
        .iter()
        .map(|c| (&c.id, c.rules().flat_map(super::model::Rule::criteria).collect()))
        .collect();
    for start in edges.keys() {
        let mut stack: Vec<&CriterionId> = edges.get(*start).into_iter().flatten().copied().collect();
        let mut reached = BTreeSet::new();
        while let Some(id) = stack.pop() {
            if id == *start {
                let span = blocks
                    .criteria
                    .iter()
                    .find(|b| b.item.criterion.id.get() == id)
                    .map(|b| b.item.criterion.id.span(b.file));
                sink.push(CriterionCycle {
                    criterion: id.as_str(),
                    place: span,
                });
                break;
            }
            if reached.insert(id) {
                stack.extend(edges.get(id).into_iter().flatten().copied());
            }
        }
    }
}
