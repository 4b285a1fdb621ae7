//! The page that a board reads: alone it says where a structure stands, however much there is to note. And tables that break where one can
//! still read them.

use lopdf::{Dictionary, Document, Object, ObjectId};
use mediaudit_app::report::{self, Look, ReportFormat, Shows};
use mediaudit_core::assessment::Assessment;
use mediaudit_core::record::item::Format;
use mediaudit_core::view::Extent;
use mediaudit_evidence::contents;
use mediaudit_ink::templates::Overlay;
use serde_json::{Value, json};

use crate::printed::{self, EXAMPLES};

fn assessment(name: &str) -> Value {
    let mut assessment: Value = serde_json::from_slice(&printed::json(name)).unwrap();
    // no logo is at hand here
    assessment["entrees"]["structure"]
        .as_object_mut()
        .unwrap()
        .remove("logo");
    assessment
}

fn pdf(assessment: &Value, extent: Extent) -> Document {
    let assessment: Assessment = serde_json::from_value(assessment.clone()).unwrap();
    let look = Look {
        format: ReportFormat::Pdf,
        shows: Shows::Report(extent),
    };
    let bytes = report::write(&assessment, None, look, &Overlay::default()).unwrap();
    Document::load_mem(&bytes).unwrap()
}

/// As it is printed for everybody.
fn usual(name: &str, extent: &str) -> Document {
    Document::load_mem(&printed::pdf(name, extent)).unwrap()
}

/// Letters and digits of a page: lines break, and words where they end.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn page(document: &Document, number: u32) -> String {
    bare(&document.extract_text(&[number]).unwrap())
}

#[test]
fn page_two_alone_says_where_a_structure_stands() {
    for name in EXAMPLES {
        let assessment = assessment(name);
        let said = page(&usual(name, "essentiel"), 2);
        let judged = assessment["resultats"]["chapitres"].as_array().unwrap();
        assert_eq!(judged.len(), 9);
        let chapters = assessment["entrees"]["norme"]["chapitres"].as_array().unwrap();
        let chapters = chapters
            .iter()
            .filter(|own| judged.iter().any(|one| one["id"] == own["id"]));
        let parts = [
            "Degré de satisfaction",
            "Ce qui est montré, ce qui est dit",
            "Ensemble",
            "Doutes et réserves",
            "Trois points forts",
            "Les trois prochaines choses à faire",
        ];
        for wanted in chapters
            .map(|chapter| chapter["titre"].as_str().unwrap())
            .chain(parts)
        {
            assert!(
                said.contains(&bare(wanted)),
                "{name}: « {wanted} » is not on page 2"
            );
        }
    }
    let before = page(&usual(EXAMPLES[0], "essentiel"), 2);
    assert!(before.contains(&bare("Depuis l’audit du 1er mars 2026 : ")));
}

#[test]
fn many_doubts_leave_page_two_one_page_and_none_is_lost() {
    // the one with most on page 2
    let name = EXAMPLES[0];
    let mut assessment = assessment(name);
    let doubts: Vec<Value> = (10..50)
        .map(|n| {
            json!({"id": format!("ecarte-{n}"), "genre": "ecarte", "part": "1/3", "criteres": ["A01", "B01", "C01", "D01"]})
        })
        .collect();
    assessment["resultats"]["doutes"] = doubts.into();
    let document = pdf(&assessment, Extent::Essential);
    let (second, third) = (page(&document, 2), page(&document, 3));
    assert!(
        second.contains(&bare("Les trois prochaines choses à faire")),
        "{name}"
    );
    assert!(
        second.contains(&bare("La suite est en tête de la page suivante")),
        "{name}"
    );
    assert!(third.starts_with(&bare("Suite de la page 2")) || third.contains(&bare("Suite de la page 2")));
    for n in 10..50 {
        let id = bare(&format!("identifiant : ecarte-{n}"));
        let told = [&second, &third].map(|page| page.matches(&id).count());
        let more = page(&document, 4).matches(&id).count();
        assert_eq!(told[0] + told[1] + more, 1, "{name}: {id}");
    }
}

fn named(dict: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dict.get(key)
        .and_then(Object::as_name)
        .is_ok_and(|found| found == name)
}

/// The page of the first thing that an element shows.
fn page_of(document: &Document, element: &Object) -> Option<ObjectId> {
    let dict = document.dereference(element).ok()?.1.as_dict().ok()?;
    if named(dict, b"Type", b"MCR") {
        return dict.get(b"Pg").and_then(Object::as_reference).ok();
    }
    let kids = dict.get(b"K").and_then(Object::as_array).ok()?;
    kids.iter().find_map(|kid| page_of(document, kid))
}

/// For each table, the pages of its rows, the head apart.
fn tables(document: &Document) -> Vec<Vec<ObjectId>> {
    let elements = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    elements
        .filter(|dict| named(dict, b"S", b"TBody"))
        .map(|body| {
            let rows = body.get(b"K").and_then(Object::as_array).unwrap();
            rows.iter().filter_map(|row| page_of(document, row)).collect()
        })
        .collect()
}

#[test]
fn no_page_has_a_single_row_of_a_table_that_goes_on() {
    let mut broken = 0;
    for (name, extents) in [
        (EXAMPLES[0], &["essentiel", "complet"][..]),
        (EXAMPLES[1], &["essentiel"][..]),
        (EXAMPLES[2], &["complet"][..]),
    ] {
        for extent in extents {
            for rows in tables(&usual(name, extent)) {
                let pages: std::collections::BTreeSet<ObjectId> = rows.iter().copied().collect();
                if pages.len() < 2 {
                    continue;
                }
                broken += 1;
                for page in pages {
                    let here = rows.iter().filter(|row| **row == page).count();
                    assert!(here > 1, "{name}: one row of {} stands alone", rows.len());
                }
            }
        }
    }
    assert!(broken > 5, "{broken}");
}

#[test]
fn a_row_longer_than_half_a_page_is_not_cut() {
    let mut assessment = assessment("ville-de-clairval");
    let words: Vec<String> = (0..400).map(|n| format!("mot{n:03}")).collect();
    let long = words.join(" ");
    let actions = assessment["entrees"]["actions"].as_array_mut().unwrap();
    let before = actions.len();
    for action in actions.iter_mut() {
        action["action"] = long.clone().into();
    }
    assert!(before > 2);
    let document = pdf(&assessment, Extent::Full);
    let all: String = (1..=u32::try_from(document.get_pages().len()).unwrap())
        .map(|n| page(&document, n))
        .collect();
    for n in [0, 200, 399] {
        // once in the plan
        assert!(all.matches(&format!("mot{n:03}")).count() >= before, "mot{n:03}");
    }
}

#[test]
fn a_workbook_holds_what_a_referent_follows_and_runs_nothing() {
    let mut assessment = assessment("ville-de-clairval");
    for action in assessment["entrees"]["actions"].as_array_mut().unwrap() {
        action["action"] = "=HYPERLINK(\"http://x\")".into();
    }
    let assessment: Assessment = serde_json::from_value(assessment).unwrap();
    let write = || {
        let look = Look::full(ReportFormat::Workbook);
        report::write(&assessment, None, look, &Overlay::default()).unwrap()
    };
    let book = write();
    assert_eq!(book, write());
    let read = contents::read(Format::Xlsx, &book).unwrap();
    let text = read.text.unwrap();
    for wanted in [
        "Pour le combler",
        "La sécurité des médiateurs",
        "Corriger ce que l’audit a constaté",
        "Non-conformité mineure",
        // as words: a formula would show what it gives
        "=HYPERLINK(\"http://x\")",
        "Ce qui le montre",
    ] {
        assert!(text.contains(wanted), "« {wanted} » is not in the workbook");
    }
}
