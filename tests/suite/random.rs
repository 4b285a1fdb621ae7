//! Random norms and dossiers, small enough that every corner is met: decided byte after byte by a tape, so that proptest can shrink them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use mediaudit::assessment::Inputs;
use mediaudit::assessment::inputs::{Cycle, Fact, Finding, Practice, Site, SiteInputs, Structure};
use mediaudit::diag::{Diagnostics, Sources};
use mediaudit::evidence::item::{Dates, FileFacts, Format, Held, Item, Modality, Reading, Witness};
use mediaudit::kernel::{Date, Digest, Id, Period, Ratio, Status};
use mediaudit::norm::Norm;
use mediaudit::norm::model::{
    Aggregation, AuditKind, Chapter, Coverage, Criterion, Element, EvidenceRule, FactTest, FactValue,
    Importance, Judged, PartialCredit, Rule, Threshold,
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
        2 => Rule::AtLeast {
            n: 1 + u32::try_from(t.below(n)).unwrap(),
            rules: (0..n).map(|_| rule(t, earlier, depth - 1, facts_only)).collect(),
        },
        // absence of proof proves nothing: only facts are denied
        _ => Rule::Not(Box::new(rule(t, &[], depth - 1, true))),
    }
}

fn criterion(t: &mut Tape<'_>, rank: usize, earlier: &[Id]) -> Criterion {
    let model = &BASE.criteria[0];
    let elements = (0..=t.below(3)).map(|i| Element {
        id: id(["a", "b", "c"][i]),
        rule: (!t.chance(10)).then(|| rule(t, earlier, 2, false)),
        declaration_suffices: t.chance(20),
        optional: t.chance(10),
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
    norm.policy.score.aggregation = t.pick(&[Aggregation::WeightedMean, Aggregation::Mean]);
    norm.policy.score.partial_credit = t.pick(&[PartialCredit::None, PartialCredit::Elements]);
    norm.profiles[0].criteria = known.iter().filter(|_| !t.chance(10)).cloned().collect();
    norm
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
        rating: None,
        void: None,
        form: BTreeMap::new(),
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
        cycle: Cycle::Initial,
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
        previous: None,
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
