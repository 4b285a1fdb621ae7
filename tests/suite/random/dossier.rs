//! A random dossier: what is stated, pieces, findings, the audit before.

use mediaudit_core::assessment::Inputs;
use mediaudit_core::assessment::inputs::{
    DoubtNote, ElementFinding, Finding, Practice, Previous, PreviousCriterion, Settles, Site, SiteInputs,
    Structure,
};
use mediaudit_core::assessment::results::Doubt;
use mediaudit_core::kernel::{Date, Digest, Exercise, Status};
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::AuditKind;
use mediaudit_core::record::item::{
    DateOrigin, Dates, FileFacts, Format, Held, Item, Mark, Quoted, Reading, Witness,
};
use mediaudit_core::record::survey::{Likeness, Print, Sheet, Signature, Survey};
use mediaudit_core::record::text::Folded;
use mediaudit_core::record::transcript::Transcript;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::norm::norm;
use super::{Tape, day, fact, id, modality, today, types};

pub(super) fn stated(t: &mut Tape<'_>, norm: &Norm, percent: usize) -> SiteInputs {
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

/// A piece; one that is sound at a date is readable, in a file, dated within any window.
pub(crate) fn piece(t: &mut Tape<'_>, name: &str, sites: &[Site], sound: Option<Date>) -> Item {
    let (date, sound) = (sound, sound.is_some());
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
        2 if !sound => Reading::Empty,
        3 if !sound => Reading::Unread {
            reason: "format inconnu".to_owned(),
        },
        _ => Reading::Readable,
    };
    let effect = match date {
        Some(date) => date.yesterday(),
        None => (!t.chance(20)).then(|| day(t)),
    };
    let covers = t.chance(40).then(|| {
        let (a, b) = (day(t), day(t));
        (a.min(b), a.max(b))
    });
    Item {
        tables: Vec::new(),
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
            origin: t.chance(30).then_some(DateOrigin::FileName),
            expires: (!sound && t.chance(20)).then(|| day(t)),
            covers,
            not_after: (effect.is_none() && t.chance(50)).then(|| day(t)),
        },
        signed: t.chance(30),
        source: t
            .chance(50)
            .then(|| t.pick(&["CAF", "ville", "Ville"]).to_owned()),
        pages: t.chance(70).then(|| u32::try_from(t.below(4)).unwrap()),
        survey: t.chance(40).then(|| Survey {
            words: t.pick(&[0, 5, 50]),
            sheets: vec![
                Sheet::default(),
                Sheet {
                    image: t.chance(30),
                    ..Sheet::default()
                },
            ],
            signature: t.pick(&[Signature::None, Signature::Block]),
            dates: if t.chance(40) {
                BTreeSet::from([day(t)])
            } else {
                BTreeSet::new()
            },
            text: t.chance(80).then(|| print(t)),
            ..Survey::default()
        }),
        names: if t.chance(50) {
            BTreeSet::from([Mark::Name])
        } else {
            BTreeSet::new()
        },
        papers: BTreeSet::new(),
        lacking: if t.chance(40) {
            let ranks = if t.chance(50) {
                BTreeSet::from([0])
            } else {
                BTreeSet::new()
            };
            BTreeMap::from([(id(t.pick(&["regle", "liste"])), ranks)])
        } else {
            BTreeMap::new()
        },
        quoted: t.chance(10).then(|| Quoted {
            words: "trois mots cités".to_owned(),
            found: t.chance(50),
        }),
        transcripts: if t.chance(15) {
            vec![Transcript {
                page: t.pick(&[None, Some(1), Some(2)]),
                text: "Recopié.".to_owned(),
                words: t.pick(&[1, 40]),
                by: None,
                on: None,
            }]
        } else {
            Vec::new()
        },
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

/// The fingerprint of one of a few texts, of which two are near each other.
fn print(t: &mut Tape<'_>) -> Print {
    static PRINTS: LazyLock<Vec<Print>> = LazyLock::new(|| {
        let words = |seed: usize| (0..120).map(move |n| format!("mot{}", n * seed));
        let long = |seed: usize| words(seed).collect::<Vec<_>>().join(" ");
        let texts = [long(3), long(3) + " de plus", long(7), "une page".to_owned()];
        let print = |text: &String| Print {
            digest: Digest::of(text.as_bytes()),
            likeness: Likeness::of(&Folded::of(text)),
        };
        texts.iter().map(print).collect()
    });
    t.pick(&PRINTS)
}

pub(super) fn finding(t: &mut Tape<'_>, rank: usize, norm: &Norm, sites: &[Site]) -> Finding {
    let criterion = t.pick(&norm.criteria);
    let mut settles = Vec::new();
    if t.chance(60) {
        settles.push(Settles::Element {
            id: t.pick(&criterion.elements).id,
            state: match t.below(10) {
                0 => ElementFinding::Void,
                1 | 2 => ElementFinding::Rated(t.pick(&norm.levels).id),
                3..=6 => ElementFinding::Met,
                _ => ElementFinding::NotMet,
            },
        });
    }
    if t.chance(35) {
        settles.push(Settles::Whole {
            status: t.chance(60).then(|| t.pick(&Status::ALL)),
            kind: t.chance(60).then(|| t.pick(&norm.kinds).code),
        });
    }
    Finding {
        id: id(&format!("c{rank}")),
        auditor: id(t.pick(&["auditrice", "auditeur"])),
        site: (t.chance(20) && !sites.is_empty()).then(|| t.pick(sites).id),
        settles,
        form: if t.chance(50) {
            BTreeMap::from([(id("causes"), "Un départ.".to_owned())])
        } else {
            BTreeMap::new()
        },
        criterion: criterion.id,
        reason: "Vu.".to_owned(),
        seen: if t.chance(50) {
            BTreeSet::from([id("p0")])
        } else {
            BTreeSet::new()
        },
        grounds: mediaudit_core::assessment::inputs::Grounds::default(),
        by: None,
        on: None,
    }
}

/// An audit before, with a kind of finding on about every other criterion.
pub(super) fn previous(t: &mut Tape<'_>, norm: &Norm) -> Previous {
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
    let sites: Vec<Site> = (0..t.pick(&[0, 0, 0, 2, 2, 3, 5]))
        .map(|rank| Site {
            id: id(&format!("s{rank}")),
            name: "Site".to_owned(),
            head_office: t.below(4) == rank,
        })
        .collect();
    let whole = stated(t, &norm, 70);
    let mut by_site = BTreeMap::new();
    for site in &sites {
        if t.chance(50) {
            by_site.insert(site.id.clone(), stated(t, &norm, 20));
        }
    }
    let evidence = (0..t.pick(&[0, 1, 2, 3, 4, 4, 14]))
        .map(|rank| piece(t, &format!("p{rank}"), &sites, None))
        .collect();
    let findings = (0..t.pick(&[0, 0, 1, 3]))
        .map(|rank| finding(t, rank, &norm, &sites))
        .collect();
    Inputs {
        profile: norm.profiles[0].id.clone(),
        dossier: id("hasard"),
        audit: t.pick(&AuditKind::ALL),
        cycle: (!norm.cycle.is_empty()).then(|| t.pick(&norm.cycle).id),
        date: if t.chance(30) { day(t) } else { today() },
        seed: t.chance(30).then(|| "graine".to_owned()),
        brief: None,
        structure: Structure {
            name: "Hasard".to_owned(),
            form: String::new(),
            territory: String::new(),
            helps: false,
            siret: String::new(),
            exercise: Exercise::parse(t.pick(&["01-01", "09-01"])).unwrap(),
            start: t.chance(20).then(|| day(t)),
            start_proof: t.chance(50).then(|| id("p0")),
            logo: None,
        },
        sites,
        facts: whole.facts,
        practices: whole.practices,
        computed: BTreeMap::new(),
        by_site,
        evidence,
        auditors: BTreeMap::new(),
        findings,
        samples: Vec::new(),
        doubt_notes: Vec::new(),
        actions: Vec::new(),
        observations: Vec::new(),
        previous: t.chance(60).then(|| previous(t, &norm)),
        simulated: t.chance(3),
        incidents: if t.chance(5) {
            vec!["incident".to_owned()]
        } else {
            Vec::new()
        },
        unread: Vec::new(),
        privacy: None,
        norm: norm.into(),
    }
}

/// A note that lifts a doubt.
pub(crate) fn note(doubt: &Doubt, by_auditor: bool) -> DoubtNote {
    DoubtNote {
        doubt: doubt.id.clone(),
        auditor: by_auditor.then(|| id("auditrice")),
        reason: "Vu.".to_owned(),
        seen: BTreeSet::new(),
        by: None,
        on: None,
    }
}
