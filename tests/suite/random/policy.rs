//! A random policy: every parameter takes every value, now and then.
use mediaudit_core::kernel::{Ratio, Status};
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::{
    Aggregation, AuditKind, Band, ChapterWeights, ConclusionRule, Condition, CountBound, Draw, DrawRounding,
    Effect, EmptyGroup, EmptyTotal, Erring, Escalation, Excluded, Form, FormField, Gate, GateForm,
    HeadOffice, Importance, Kind, KindRow, NoPrevious, PartialCredit, Reach, Recheck, Revision, Rounding,
    RoundingMode, RoundingPlace, SampleGap, SampleRules, SampleStatus, SampleValue, Scale, ScoreChange,
    Threshold, Unlifted, Unsettled, Vigilance, WeightlessGroup, ZeroWeight,
};
use mediaudit_core::record::item::Format;
use std::collections::{BTreeMap, BTreeSet};

use super::{Tape, day, id, period};

/// One of a list, the first one about every other time.
pub(super) fn mostly<T: Clone>(t: &mut Tape<'_>, all: &[T]) -> T {
    if t.chance(50) { all[0].clone() } else { t.pick(all) }
}

pub(super) fn change(t: &mut Tape<'_>, scale: &Scale) -> ScoreChange {
    let mut some = ScoreChange {
        not_assessed: Some(mostly(
            t,
            &[Unsettled::Bounds, Unsettled::Leaves, Unsettled::Fails],
        )),
        not_demonstrated: Some(mostly(
            t,
            &[Unsettled::Fails, Unsettled::Leaves, Unsettled::Bounds],
        )),
        not_applicable: Some(mostly(
            t,
            &[
                Excluded::Leaves,
                Excluded::Full,
                Excluded::Target,
                Excluded::Equal,
                Excluded::Prorata,
            ],
        )),
        target: Some(scale.at(&Ratio::parse_fraction("4/5").unwrap())),
        error: Some(mostly(t, &[Erring::Fails, Erring::Leaves])),
        empty_group: Some(mostly(
            t,
            &[EmptyGroup::Leaves, EmptyGroup::Zero, EmptyGroup::Full],
        )),
        weightless_group: Some(mostly(t, &[WeightlessGroup::Leaves, WeightlessGroup::Zero])),
        zero_weight: Some(mostly(t, &[ZeroWeight::Zero, ZeroWeight::One])),
        rounding: Some(Rounding {
            mode: t.pick(&[
                RoundingMode::HalfUp,
                RoundingMode::HalfEven,
                RoundingMode::Down,
                RoundingMode::None,
            ]),
            decimals: u32::try_from(t.below(3)).unwrap(),
            place: mostly(
                t,
                &[
                    RoundingPlace::Display,
                    RoundingPlace::Criterion,
                    RoundingPlace::Levels,
                ],
            ),
        }),
        aggregation: Some(mostly(
            t,
            &[
                Aggregation::WeightedMean,
                Aggregation::Mean,
                Aggregation::Minimum,
                Aggregation::Sum,
                Aggregation::All,
                if *scale == Scale::default() {
                    Aggregation::Product
                } else {
                    Aggregation::Mean
                },
            ],
        )),
        partial_credit: Some(t.pick(&[
            PartialCredit::None,
            PartialCredit::Elements,
            PartialCredit::Level,
            PartialCredit::Fixed(Ratio::parse_fraction("1/2").unwrap()),
        ])),
    };
    if t.chance(50) {
        some.rounding = None;
    }
    if t.chance(50) {
        some.aggregation = None;
    }
    some
}

pub(super) fn threshold(t: &mut Tape<'_>, scale: &Scale) -> Threshold {
    let mark = scale.at(&Ratio::parse_fraction(t.pick(&["0", "1/2", "2/3", "1"])).unwrap());
    if t.chance(70) {
        Threshold::AtLeast(mark)
    } else {
        Threshold::AtMost(mark)
    }
}

pub(super) fn bound(t: &mut Tape<'_>) -> CountBound {
    let n = u32::try_from(t.below(3)).unwrap();
    if t.chance(50) {
        CountBound {
            min: Some(n),
            max: None,
        }
    } else {
        CountBound {
            min: None,
            max: Some(n),
        }
    }
}

pub(super) fn condition(t: &mut Tape<'_>, norm: &Norm, bands: &[Band]) -> Condition {
    let scale = &norm.policy.scale;
    let mut out = Condition::default();
    match t.below(9) {
        0 => out.score = Some(threshold(t, scale)),
        1 => out.met = BTreeMap::from([(t.pick(&Importance::ALL), threshold(t, &Scale::default()))]),
        2 => out.chapters = BTreeMap::from([(id(t.pick(&["E", "F", "G"])), threshold(t, scale))]),
        3 => out.gates = Some(t.chance(50)),
        4 => out.unlifted = Some(bound(t)),
        5 => out.statuses = BTreeMap::from([(t.pick(&Status::ALL), bound(t))]),
        7 => out.set_aside = Some(bound(t)),
        6 if !bands.is_empty() => out.bands = BTreeSet::from([t.pick(bands).label]),
        _ => out.kinds = BTreeMap::from([(t.pick(&norm.kinds).code, bound(t))]),
    }
    out
}

/// A policy: every parameter takes every value, now and then.
pub(super) fn policy(t: &mut Tape<'_>, norm: &mut Norm) {
    let r = |text: &str| Ratio::parse_fraction(text).unwrap();
    if t.chance(40) {
        let (min, max) = t.pick(&[("1", "4"), ("0", "1000"), ("-30", "10")]);
        norm.policy.scale = Scale {
            min: r(min),
            max: r(max),
            unit: Some("points".to_owned()),
        };
    }
    let scale = norm.policy.scale.clone();
    for (level, value) in norm.levels.iter_mut().zip(["0", "1/2", "1", "1", "1"]) {
        level.value = Some(scale.at(&r(value)));
    }
    // « bas » is not there in the trial norm: a kind between the two
    norm.kinds.push(Kind {
        code: id("NC-MIN"),
        rank: 40,
        ..norm.kinds[0].clone()
    });
    let targets = t.chance(60);
    for importance in Importance::ALL {
        let mut one = |percent| t.chance(percent).then(|| t.pick(&norm.kinds).code);
        let row = KindRow {
            grave: one(90),
            nonconforming: one(90),
            not_demonstrated: one(80),
            no_evidence: one(30),
            below: targets.then(|| one(70)).flatten(),
        };
        norm.policy.kinds.insert(importance, row);
    }
    change(t, &scale).over(&mut norm.policy.score);
    if t.chance(20) {
        norm.policy.revisions.push(Revision {
            from: day(t),
            source: id("S1"),
            change: change(t, &scale),
        });
    }
    if t.chance(20) {
        let place = t.below(3);
        norm.chapters[place].policy = Some(change(t, &scale));
    }
    norm.policy.complete_bands = t.chance(20);
    norm.policy.grave_share = r(t.pick(&["1/2", "0", "1/3", "1"]));
    norm.policy.grave_level = t.chance(70).then(|| t.pick(&norm.levels).id);
    norm.policy.draw = t.chance(30).then(|| Draw {
        audits: if t.chance(30) {
            vec![t.pick(&AuditKind::ALL)]
        } else {
            Vec::new()
        },
        rounding: t.pick(&[DrawRounding::Up, DrawRounding::Nearest]),
        head_office: t.pick(&[HeadOffice::Inside, HeadOffice::Beside]),
    });
    for kind in norm.evidence_types.values_mut() {
        kind.validity = t.chance(50).then(|| period(t));
        kind.formats = if t.chance(10) {
            vec![Format::Odt]
        } else {
            Vec::new()
        };
    }
    norm.policy.chapter_weights = t.pick(&[ChapterWeights::Written, ChapterWeights::Sum]);
    norm.policy.empty_total = t.pick(&[EmptyTotal::None, EmptyTotal::Zero, EmptyTotal::Full]);
    norm.policy.samples = SampleRules {
        status: mostly(t, &[SampleStatus::Worst, SampleStatus::Share]),
        share: Some(r("1/2")),
        value: t.pick(&[SampleValue::Minimum, SampleValue::Mean, SampleValue::AnyFail]),
        gap: mostly(t, &[SampleGap::Blocks, SampleGap::Ignored]),
    };
    for _ in 0..t.pick(&[0, 0, 1, 2]) {
        let (from, to) = t.pick(&[("NC-MIN", "NC-MAJ"), ("NC-MIN", "NC-MAJ"), ("PS", "NC-MIN")]);
        norm.policy.escalations.push(Escalation {
            count: 2 + u32::from(t.chance(20)),
            from: id(from),
            to: id(to),
            reach: t.pick(&[Reach::Criterion, Reach::Chapter, Reach::Norm]),
            effect: t.pick(&[Effect::Consumes, Effect::Adds]),
            repeats: t.chance(50),
            source: None,
        });
    }
    if t.chance(40) {
        norm.policy.unlifted.push(Unlifted {
            from: id("NC-MIN"),
            to: id("NC-MAJ"),
            no_previous: t.pick(&[NoPrevious::Ignored, NoPrevious::Blocks]),
        });
    }
    if t.chance(10) {
        norm.policy.form = Some(Form {
            importances: BTreeSet::from([Importance::Imperative]),
            fields: vec![FormField {
                id: id("causes"),
                label: "Causes".to_owned(),
            }],
        });
    }
    if t.chance(10) {
        norm.policy.rechecks.push(Recheck {
            cycle: id("suivi"),
            criteria: BTreeSet::from([id("K0")]),
            single_kind: t.chance(50),
            nonconformities: t.chance(50),
        });
    }
    let mut forms = vec![GateForm::Ceiling, GateForm::Minimum, GateForm::All];
    if scale == Scale::default() {
        forms.push(GateForm::Product);
    }
    for rank in 0..t.pick(&[0, 0, 1, 2]) {
        norm.policy.gates.push(Gate {
            id: id(&format!("g{rank}")),
            label: "Porte".to_owned(),
            form: t.pick(&forms),
            importance: t.chance(60).then(|| t.pick(&Importance::ALL)),
            criteria: BTreeSet::from([id("K1")]),
            ceiling: Some(scale.at(&r("1/2"))),
        });
    }
    let marks = ["0", "1/2", "9/10"];
    let mut bands: Vec<Band> = Vec::new();
    for (rank, mark) in marks.iter().enumerate() {
        bands.push(Band {
            label: format!("b{rank}"),
            from: scale.at(&r(mark)),
            to: t.chance(30).then(|| scale.at(&r("2/3"))),
            condition: t.chance(30).then(|| condition(t, norm, &[])),
            text: String::new(),
        });
    }
    norm.profiles[0].partial = t.chance(20);
    let last = norm.policy.conclusions.last().unwrap().clone();
    norm.policy.conclusions = (0..3)
        .map(|rank| ConclusionRule {
            id: id(&format!("c{rank}")),
            audits: if t.chance(20) {
                vec![AuditKind::Audit]
            } else {
                Vec::new()
            },
            cycles: if t.chance(20) {
                vec![id("suivi")]
            } else {
                Vec::new()
            },
            condition: Some(condition(t, norm, &bands)),
            favourable: t.chance(50),
            ..last.clone()
        })
        .chain([last.clone()])
        .collect();
    norm.policy.vigilance = t.chance(50).then(|| Vigilance {
        set_aside: t.chance(70).then(|| r(t.pick(&["1/10", "1/3"]))),
        waiting: t.chance(70).then(|| r(t.pick(&["1/10", "1/3"]))),
        findings: t.chance(50).then(|| r(t.pick(&["1/10", "1/3"]))),
        images: t.chance(50).then(|| r(t.pick(&["1/10", "1/3"]))),
        same_text: t.chance(50).then(|| t.pick(&[2, 3])),
        one_piece: t.chance(50).then_some(1),
        same_day: t.chance(50).then(|| r(t.pick(&["1/10", "1/3"]))),
        unnamed: t.chance(50).then(|| r(t.pick(&["1/10", "1/2"]))),
    });
    norm.profiles[0].waiting = t.chance(20).then(|| r(t.pick(&["1/10", "1/2"])));
    norm.policy.bands = bands;
    if t.chance(15) {
        norm.profiles[0].conclusions = norm.policy.conclusions.iter().rev().cloned().collect();
    }
}
