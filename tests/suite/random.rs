//! Random norms and dossiers, small enough that every corner is met: decided byte after byte by a tape, so that proptest can shrink them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use mediaudit::assessment::Inputs;
use mediaudit::assessment::inputs::{
    Cycle, Fact, Finding, Practice, Previous, PreviousCriterion, Site, SiteInputs, Structure,
};
use mediaudit::diag::{Diagnostics, Sources};
use mediaudit::evidence::item::{Dates, FileFacts, Format, Held, Item, Modality, Reading, Witness};
use mediaudit::kernel::{Date, Digest, Id, Period, Ratio, Status};
use mediaudit::norm::Norm;
use mediaudit::norm::model::{
    Aggregation, AuditKind, Band, Chapter, ConclusionRule, Condition, CountBound, Coverage, Criterion,
    DatedRule, Effect, Element, EmptyGroup, EmptyTotal, Erring, Escalation, EvidenceRule, Excluded, FactTest,
    FactValue, Form, FormField, Gate, GateForm, Importance, Judged, Kind, KindRow, NoPrevious, PartialCredit,
    Reach, Recheck, ReducedWeight, Revision, Rounding, RoundingMode, RoundingPlace, Rule, SampleGap,
    SampleRules, SampleStatus, SampleValue, Scale, ScoreChange, Threshold, Unlifted, Unsettled, ZeroWeight,
};

/// The trial norm: its facts, evidence types, levels and kinds serve every random one.
static BASE: LazyLock<Norm> = LazyLock::new(|| {
    let text = include_bytes!("../fixtures/norms/essai/norme.toml").to_vec();
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    mediaudit::norm::load(vec![("norme.toml".to_owned(), text)], &mut sources, &mut sink).unwrap()
});

pub(crate) fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

/// Decisions, one byte each; an empty tape decides 0.
pub(crate) struct Tape<'a>(pub(crate) &'a [u8]);

impl Tape<'_> {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                usize::from(*first) % n
            }
            None => 0,
        }
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

pub(crate) fn today() -> Date {
    Date::new(2026, 6, 15).unwrap()
}

fn day(t: &mut Tape<'_>) -> Date {
    let year = 2019 + i16::try_from(t.below(9)).unwrap();
    Date::new(
        year,
        1 + i8::try_from(t.below(12)).unwrap(),
        1 + i8::try_from(t.below(28)).unwrap(),
    )
    .unwrap()
}

fn period(t: &mut Tape<'_>) -> Period {
    Period::parse(t.pick(&["P1Y", "P3Y", "P18M", "P90D", "P10Y"])).unwrap()
}

fn number(t: &mut Tape<'_>) -> Ratio {
    Ratio::whole(i64::try_from(t.below(5)).unwrap())
}

fn types(t: &mut Tape<'_>) -> BTreeSet<Id> {
    t.pick(&[vec!["regle"], vec!["liste"], vec!["regle", "liste"]])
        .into_iter()
        .map(id)
        .collect()
}

fn modality(t: &mut Tape<'_>) -> Modality {
    t.pick(&[
        Modality::Document,
        Modality::Document,
        Modality::Interview,
        Modality::Observation,
    ])
}

/// A leaf; `earlier` are the criteria that it may read.
fn leaf(t: &mut Tape<'_>, earlier: &[Id], facts_only: bool) -> Rule {
    let numbers = ["equipe.mediateurs", "equipe.signes"];
    match t.below(if facts_only { 3 } else { 6 }) {
        0 => Rule::Fact {
            key: id("ouvert"),
            test: t.pick(&[FactTest::Equals(FactValue::Boolean(true)), FactTest::Stated]),
        },
        1 => {
            let bound = FactValue::Number(number(t));
            Rule::Fact {
                key: id(t.pick(&numbers)),
                test: t.pick(&[
                    FactTest::AtLeast(bound.clone()),
                    FactTest::AtMost(bound.clone()),
                    FactTest::Among(vec![bound]),
                ]),
            }
        }
        2 => {
            let bound = t.pick(&[Ratio::one(), Ratio::of(&Ratio::one(), &Ratio::whole(2)).unwrap()]);
            Rule::Rate {
                part: id("equipe.signes"),
                whole: id("equipe.mediateurs"),
                threshold: t.pick(&[Threshold::AtLeast(bound.clone()), Threshold::AtMost(bound)]),
                may_exceed: t.chance(20),
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
            still_valid: t.chance(15).then(|| Period::parse("P6M").unwrap()),
            covers: t.chance(25).then(|| {
                t.pick(&[
                    Coverage::PreviousYear,
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

fn rule(t: &mut Tape<'_>, earlier: &[Id], depth: usize, facts_only: bool) -> Rule {
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
        _ => Rule::Not(Box::new(rule(t, &[], depth - 1, true))),
    }
}

fn cycles(t: &mut Tape<'_>) -> Vec<Cycle> {
    if t.chance(10) {
        vec![t.pick(&Cycle::ALL)]
    } else {
        Vec::new()
    }
}

fn criterion(t: &mut Tape<'_>, rank: usize, earlier: &[Id]) -> Criterion {
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
            BTreeMap::from([(Cycle::FollowUp, t.pick(&BASE.levels).id)])
        } else {
            BTreeMap::new()
        },
        cycles: cycles(t),
        weights: if t.chance(20) {
            vec![ReducedWeight {
                rule: rule(t, &[], 1, true),
                weight: u32::try_from(t.below(3)).unwrap(),
            }]
        } else {
            Vec::new()
        },
        single_kind: t.chance(10).then(|| id("NC-MAJ")),
        applies_if: t.chance(30).then(|| rule(t, &[], 1, true)),
        always_applies: t.chance(30),
        examples: Vec::new(),
        ..model.clone()
    }
}

/// A norm of one to six criteria, in three chapters of which one is within another.
pub(crate) fn norm(t: &mut Tape<'_>) -> Norm {
    let mut norm = BASE.clone();
    let mut known: Vec<Id> = Vec::new();
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
    scheme(t, &mut norm);
    norm
}

/// One of a list, the first one about every other time.
fn mostly<T: Clone>(t: &mut Tape<'_>, all: &[T]) -> T {
    if t.chance(50) { all[0].clone() } else { t.pick(all) }
}

fn change(t: &mut Tape<'_>, scale: &Scale) -> ScoreChange {
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

fn threshold(t: &mut Tape<'_>, scale: &Scale) -> Threshold {
    let mark = scale.at(&Ratio::parse_fraction(t.pick(&["0", "1/2", "2/3", "1"])).unwrap());
    if t.chance(70) {
        Threshold::AtLeast(mark)
    } else {
        Threshold::AtMost(mark)
    }
}

fn bound(t: &mut Tape<'_>) -> CountBound {
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

fn condition(t: &mut Tape<'_>, norm: &Norm, bands: &[Band]) -> Condition {
    let scale = &norm.policy.scale;
    let mut out = Condition::default();
    match t.below(8) {
        0 => out.score = Some(threshold(t, scale)),
        1 => out.met = BTreeMap::from([(t.pick(&Importance::ALL), threshold(t, &Scale::default()))]),
        2 => out.chapters = BTreeMap::from([(id(t.pick(&["E", "F", "G"])), threshold(t, scale))]),
        3 => out.gates = Some(t.chance(50)),
        4 => out.unlifted = Some(bound(t)),
        5 => out.statuses = BTreeMap::from([(t.pick(&Status::ALL), bound(t))]),
        6 if !bands.is_empty() => out.bands = BTreeSet::from([t.pick(bands).label]),
        _ => out.kinds = BTreeMap::from([(t.pick(&norm.kinds).code, bound(t))]),
    }
    out
}

/// A scheme: every parameter takes every value, now and then.
fn scheme(t: &mut Tape<'_>, norm: &mut Norm) {
    let r = |text: &str| Ratio::parse_fraction(text).unwrap();
    if t.chance(30) {
        norm.policy.scale = Scale {
            min: r("1"),
            max: r("4"),
            unit: Some("sur 4".to_owned()),
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
    for importance in Importance::ALL {
        let mut one = |percent| t.chance(percent).then(|| t.pick(&norm.kinds).code);
        let row = KindRow {
            grave: one(90),
            nonconforming: one(90),
            not_demonstrated: one(80),
            no_evidence: one(30),
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
    norm.policy.empty_total = t.pick(&[EmptyTotal::None, EmptyTotal::Zero, EmptyTotal::Full]);
    norm.policy.samples = SampleRules {
        status: mostly(t, &[SampleStatus::Worst, SampleStatus::Share]),
        share: Some(r("1/2")),
        value: t.pick(&[SampleValue::Minimum, SampleValue::Mean, SampleValue::AnyFail]),
        gap: mostly(t, &[SampleGap::Blocks, SampleGap::Ignored]),
    };
    if t.chance(40) {
        norm.policy.escalations.push(Escalation {
            count: 2,
            from: id("NC-MIN"),
            to: id("NC-MAJ"),
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
            cycle: Cycle::FollowUp,
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
                vec![Cycle::FollowUp]
            } else {
                Vec::new()
            },
            condition: Some(condition(t, norm, &bands)),
            ..last.clone()
        })
        .chain([last.clone()])
        .collect();
    norm.policy.bands = bands;
}

fn fact(t: &mut Tape<'_>, boolean: bool) -> Fact {
    let value = if boolean {
        FactValue::Boolean(t.chance(50))
    } else {
        FactValue::Number(number(t))
    };
    Fact {
        value,
        on: None,
        source: None,
        evidence: t.chance(60).then(|| id(&format!("p{}", t.below(4)))),
        by: None,
        stated_on: None,
    }
}

fn stated(t: &mut Tape<'_>, norm: &Norm, percent: usize) -> SiteInputs {
    let mut own = SiteInputs::default();
    for (key, boolean) in [
        ("ouvert", true),
        ("equipe.mediateurs", false),
        ("equipe.signes", false),
    ] {
        if t.chance(percent) {
            own.facts.insert(id(key), fact(t, boolean));
        }
    }
    for criterion in &norm.criteria {
        if t.chance(percent) {
            let practice = Practice {
                level: t.chance(80).then(|| t.pick(&norm.levels).id),
                since: t.chance(50).then(|| day(t)),
                not_applicable: t.chance(10).then(|| "Sans objet ici.".to_owned()),
                ..Practice::default()
            };
            own.practices.insert(criterion.id.clone(), practice);
        }
    }
    own
}

/// A piece; `sound` makes it readable, in a file, dated within any window.
pub(crate) fn piece(t: &mut Tape<'_>, name: &str, sites: &[Site], sound: bool) -> Item {
    let held = match t.below(6) {
        0 if !sound => Held::Elsewhere {
            place: "bureau".to_owned(),
            holder: None,
        },
        1 if !sound => Held::Reported {
            witness: Witness::Structure,
        },
        2 if !sound => Held::Missing { path: "x".to_owned() },
        _ => Held::File(FileFacts {
            path: format!("preuves/{name}"),
            size: 1,
            digest: Digest::of(name.as_bytes()),
            format: t.pick(&[Format::Pdf, Format::Odt]),
            copies: Vec::new(),
        }),
    };
    let reading = match t.below(12) {
        0 if !sound => Reading::Unreadable {
            reason: "coupé".to_owned(),
        },
        1 if !sound => Reading::Unfinished {
            reason: "trop long".to_owned(),
        },
        _ => Reading::Readable,
    };
    let effect = if sound {
        today().yesterday()
    } else {
        (!t.chance(20)).then(|| day(t))
    };
    let covers = t.chance(40).then(|| {
        let (a, b) = (day(t), day(t));
        (a.min(b), a.max(b))
    });
    Item {
        id: id(name),
        types: types(t),
        criteria: if t.chance(10) {
            BTreeSet::from([id("K0")])
        } else {
            BTreeSet::new()
        },
        site: (t.chance(30) && !sites.is_empty()).then(|| t.pick(sites).id),
        modality: modality(t),
        held,
        dates: Dates {
            effect,
            origin: None,
            expires: (!sound && t.chance(20)).then(|| day(t)),
            covers,
            not_after: (effect.is_none() && t.chance(50)).then(|| day(t)),
        },
        signed: t.chance(30),
        source: t.chance(50).then(|| t.pick(&["CAF", "ville"]).to_owned()),
        pages: t.chance(70).then(|| u32::try_from(t.below(4)).unwrap()),
        reading,
        contents: if t.chance(50) {
            BTreeMap::from([("accord".to_owned(), t.chance(60))])
        } else {
            BTreeMap::new()
        },
        by: None,
        added_on: None,
        title: None,
    }
}

fn finding(t: &mut Tape<'_>, rank: usize, norm: &Norm, sites: &[Site]) -> Finding {
    let criterion = t.pick(&norm.criteria);
    Finding {
        id: id(&format!("c{rank}")),
        auditor: "auditrice".to_owned(),
        site: (t.chance(20) && !sites.is_empty()).then(|| t.pick(sites).id),
        element: t
            .chance(60)
            .then(|| (t.pick(&criterion.elements).id, t.chance(60))),
        rating: t.chance(20).then(|| t.pick(&norm.levels).id),
        void: t.chance(10).then(|| t.pick(&criterion.elements).id),
        form: if t.chance(50) {
            BTreeMap::from([(id("causes"), "Un départ.".to_owned())])
        } else {
            BTreeMap::new()
        },
        status: t.chance(20).then(|| t.pick(&Status::ALL)),
        kind: t.chance(20).then(|| t.pick(&norm.kinds).code),
        criterion: criterion.id,
        reason: "Vu.".to_owned(),
        seen: if t.chance(50) {
            BTreeSet::from([id("p0")])
        } else {
            BTreeSet::new()
        },
        by: None,
        on: None,
    }
}

/// An audit before, with a kind of finding on about every other criterion.
fn previous(t: &mut Tape<'_>, norm: &Norm) -> Previous {
    let kind = |t: &mut Tape<'_>| t.chance(60).then(|| id(t.pick(&["NC-MIN", "NC-MAJ"])));
    let criteria = norm.criteria.iter().map(|c| {
        let retained = Status::Nonconforming;
        (
            c.id.clone(),
            PreviousCriterion {
                retained,
                kind: kind(t),
            },
        )
    });
    Previous {
        date: Date::parse("2024-01-01").unwrap(),
        version: "1.0.0".to_owned(),
        criteria: criteria.collect(),
        chapters: BTreeMap::new(),
    }
}

/// Everything that a judgement reads.
pub(crate) fn inputs(t: &mut Tape<'_>) -> Inputs {
    let norm = norm(t);
    let sites: Vec<Site> = (0..t.pick(&[0, 0, 2]))
        .map(|rank| Site {
            id: id(&format!("s{rank}")),
            name: "Site".to_owned(),
            head_office: rank == 0,
        })
        .collect();
    let whole = stated(t, &norm, 70);
    let mut by_site = BTreeMap::new();
    for site in &sites {
        if t.chance(50) {
            by_site.insert(site.id.clone(), stated(t, &norm, 20));
        }
    }
    let evidence = (0..t.below(5))
        .map(|rank| piece(t, &format!("p{rank}"), &sites, false))
        .collect();
    let findings = (0..t.pick(&[0, 0, 1, 3]))
        .map(|rank| finding(t, rank, &norm, &sites))
        .collect();
    Inputs {
        profile: norm.profiles[0].id.clone(),
        dossier: id("hasard"),
        audit: t.pick(&AuditKind::ALL),
        cycle: t.pick(&Cycle::ALL),
        date: today(),
        seed: None,
        structure: Structure {
            name: "Hasard".to_owned(),
            form: String::new(),
            siret: String::new(),
            logo: None,
        },
        sites,
        facts: whole.facts,
        practices: whole.practices,
        by_site,
        evidence,
        findings,
        actions: Vec::new(),
        observations: Vec::new(),
        previous: t.chance(60).then(|| previous(t, &norm)),
        simulated: false,
        incidents: if t.chance(5) {
            vec!["incident".to_owned()]
        } else {
            Vec::new()
        },
        privacy: None,
        norm,
    }
}
