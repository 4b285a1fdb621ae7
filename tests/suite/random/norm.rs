//! A random norm: rules, criteria, chapters.
use mediaudit_core::kernel::{CriterionId, FactKey, MilestoneId, Period, Ratio, Status};
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::{
    Bar, Chapter, Coverage, Criterion, DatedRule, Element, EvidenceRule, FactTest, FactValue, Importance,
    Judged, ReducedWeight, Rule, Threshold, Whose, ZeroMeans,
};
use mediaudit_core::record::item::Format;
use std::collections::BTreeMap;

use super::policy::policy;
use super::{BASE, Tape, day, id, modality, number, period, today, types};

/// Whose a threshold is.
fn bar(t: &mut Tape<'_>) -> Bar {
    let whose = [
        Whose::Requirement,
        Whose::Tool,
        Whose::Tool,
        Whose::Source(id("S1")),
    ];
    Bar {
        whose: t.pick(&whose),
        contradicts_at: t.chance(50).then(|| FactValue::Number(number(t))),
        tolerance: u32::from(t.chance(25)) * 2,
        selects: t.chance(15),
    }
}

/// Under a denial, and where a rule only selects, so do its thresholds (as when a norm is loaded).
pub(super) fn select(rule: &mut Rule) {
    rule.walk_mut(&mut |leaf| {
        if let Rule::Fact { bar, .. } | Rule::Rate { bar, .. } = leaf {
            bar.selects = true;
        }
    });
}

/// A leaf; `earlier` are the criteria that it may read.
pub(super) fn leaf(t: &mut Tape<'_>, earlier: &[CriterionId], facts_only: bool) -> Rule {
    let numbers = ["equipe.mediateurs", "equipe.signes"];
    match t.below(if facts_only { 3 } else { 6 }) {
        0 => Rule::Fact {
            key: id("ouvert"),
            test: t.pick(&[FactTest::Equals(FactValue::Boolean(true)), FactTest::Stated]),
            bar: Bar::default(),
        },
        1 => {
            let bound = FactValue::Number(number(t));
            Rule::Fact {
                key: id(t.pick(&numbers)),
                test: t.pick(&[
                    FactTest::AtLeast(bound.clone()),
                    FactTest::AtMost(bound.clone()),
                    // a count of none is the one that a norm names
                    FactTest::Equals(FactValue::Number(Ratio::zero())),
                    FactTest::Among(vec![bound]),
                ]),
                bar: Bar {
                    tolerance: 0,
                    ..bar(t)
                },
            }
        }
        2 => {
            let bound = t.pick(&[Ratio::one(), Ratio::of(&Ratio::one(), &Ratio::whole(2)).unwrap()]);
            Rule::Rate {
                part: id("equipe.signes"),
                whole: id("equipe.mediateurs"),
                threshold: t.pick(&[Threshold::AtLeast(bound.clone()), Threshold::AtMost(bound)]),
                may_exceed: t.chance(20),
                bar: bar(t),
            }
        }
        3 => Rule::Practice {
            at_least: t.pick(&BASE.levels).id,
            since: t.chance(30).then(|| period(t)),
            criterion: (t.chance(30) && !earlier.is_empty()).then(|| t.pick(earlier)),
        },
        4 if !earlier.is_empty() => Rule::Criterion {
            id: t.pick(earlier),
            status: Status::Conforming,
        },
        _ => Rule::Evidence(EvidenceRule {
            types: types(t),
            count: 1 + u32::try_from(t.below(2)).unwrap(),
            max_age: t.chance(40).then(|| period(t)),
            whose: t.pick(&[Whose::Requirement, Whose::Tool]),
            still_valid: t.chance(15).then(|| Period::parse("P6M").unwrap()),
            covers: t.chance(25).then(|| {
                t.pick(&[
                    Coverage::ClosedYear,
                    Coverage::Last(Period::parse("P12M").unwrap()),
                ])
            }),
            modalities: if t.chance(20) {
                vec![modality(t)]
            } else {
                Vec::new()
            },
            min_modalities: 1 + u32::from(t.chance(15)),
            min_origins: 1 + u32::from(t.chance(10)),
            formats: if t.chance(10) {
                vec![Format::Pdf]
            } else {
                Vec::new()
            },
            min_pages: t.chance(10).then_some(2),
            contains: if t.chance(10) {
                vec!["accord".to_owned()]
            } else {
                Vec::new()
            },
            signed: t.chance(10),
        }),
    }
}

pub(super) fn rule(t: &mut Tape<'_>, earlier: &[CriterionId], depth: usize, facts_only: bool) -> Rule {
    if depth == 0 || t.chance(50) {
        return leaf(t, earlier, facts_only);
    }
    let n = 1 + t.below(3);
    match t.below(4) {
        0 => Rule::All((0..n).map(|_| rule(t, earlier, depth - 1, facts_only)).collect()),
        1 => Rule::Any((0..n).map(|_| rule(t, earlier, depth - 1, facts_only)).collect()),
        2 if t.chance(30) => Rule::Dated(vec![
            DatedRule {
                from: day(t),
                source: id("S1"),
                rule: rule(t, earlier, depth - 1, facts_only),
            },
            DatedRule {
                from: today(),
                source: id("S1"),
                rule: rule(t, earlier, depth - 1, facts_only),
            },
        ]),
        2 => Rule::AtLeast {
            n: 1 + u32::try_from(t.below(n)).unwrap(),
            rules: (0..n).map(|_| rule(t, earlier, depth - 1, facts_only)).collect(),
        },
        // absence of proof proves nothing: only facts are denied
        _ => {
            let mut denied = rule(t, &[], depth - 1, true);
            select(&mut denied);
            Rule::Not(Box::new(denied))
        }
    }
}

pub(super) fn cycles(t: &mut Tape<'_>) -> Vec<MilestoneId> {
    if t.chance(10) {
        vec![t.pick(&BASE.cycle).id]
    } else {
        Vec::new()
    }
}

pub(super) fn criterion(t: &mut Tape<'_>, rank: usize, earlier: &[CriterionId]) -> Criterion {
    let model = &BASE.criteria[0];
    let elements = (0..=t.below(3)).map(|i| Element {
        id: id(["a", "b", "c"][i]),
        rule: (!t.chance(10)).then(|| rule(t, earlier, 2, false)),
        declaration_suffices: t.chance(20),
        optional: t.chance(10),
        cycles: cycles(t),
        ..model.elements[0].clone()
    });
    Criterion {
        elements: elements.collect(),
        id: id(&format!("K{rank}")),
        chapter: id(t.pick(&["E", "F", "G"])),
        importance: t.pick(&Importance::ALL),
        weight: u32::try_from(t.below(4)).unwrap(),
        judged: t.pick(&[Judged::Automatic, Judged::Declared, Judged::Mixed, Judged::Human]),
        level: t.chance(60).then(|| t.pick(&BASE.levels).id),
        from: t.chance(10).then(|| day(t)),
        withdrawn: t.chance(10).then(|| day(t)),
        levels: if t.chance(10) {
            BTreeMap::from([(id("suivi"), t.pick(&BASE.levels).id)])
        } else {
            BTreeMap::new()
        },
        cycles: cycles(t),
        weights: if t.chance(20) {
            vec![ReducedWeight {
                rule: selecting(t),
                weight: u32::try_from(t.below(3)).unwrap(),
            }]
        } else {
            Vec::new()
        },
        single_kind: t.chance(10).then(|| id("NC-MAJ")),
        applies_if: t.chance(30).then(|| selecting(t)),
        always_applies: t.chance(30),
        examples: Vec::new(),
        ..model.clone()
    }
}

/// A rule that only selects.
fn selecting(t: &mut Tape<'_>) -> Rule {
    let mut own = rule(t, &[], 1, true);
    select(&mut own);
    own
}

/// A norm of one to six criteria, in three chapters of which one is within another.
pub(crate) fn norm(t: &mut Tape<'_>) -> Norm {
    let mut norm = BASE.clone();
    if t.chance(10) {
        norm.cycle.clear();
    }
    for kind in norm.evidence_types.values_mut() {
        kind.min_words = t.chance(20).then_some(20);
        kind.general = t.chance(15);
    }
    for key in ["equipe.mediateurs", "equipe.signes"] {
        if let Some(def) = norm.facts.get_mut(&id::<FactKey>(key)) {
            def.established_by = if t.chance(25) { vec![id("liste")] } else { vec![] };
            def.freshness = t.chance(25).then(|| period(t));
            def.zero = t.pick(&[None, Some(ZeroMeans::NoObject), Some(ZeroMeans::NothingDone)]);
        }
    }
    let mut known: Vec<CriterionId> = Vec::new();
    norm.criteria = (0..=t.below(6))
        .map(|rank| {
            let made = criterion(t, rank, &known);
            known.push(made.id.clone());
            made
        })
        .collect();
    let chapter = |name: &str, parent: Option<&str>, weight: usize| Chapter {
        id: id(name),
        parent: parent.map(id),
        weight: u32::try_from(weight).unwrap(),
        ..BASE.chapters[0].clone()
    };
    norm.chapters = vec![
        chapter("E", None, t.below(3)),
        chapter("F", None, 1),
        chapter("G", Some("F"), t.below(3)),
    ];
    norm.profiles[0].criteria = known.iter().filter(|_| !t.chance(10)).cloned().collect();
    policy(t, &mut norm);
    norm
}
