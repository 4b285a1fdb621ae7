//! How scores are written: rounded as the norm says, and never as what they do not reach.

use mediaudit_core::assessment::{Assessment, Provenance};
use mediaudit_core::engine::assess;
use mediaudit_core::kernel::{Date, Digest, Ratio};
use mediaudit_core::norm::Norm;
use mediaudit_core::view;

use crate::cases;

use super::{Trial, norm};

fn r(text: &str) -> Ratio {
    Ratio::parse_fraction(text).unwrap()
}

fn day() -> Date {
    Date::parse("2026-06-01").unwrap()
}

fn shown(norm: &Norm, value: &str) -> String {
    let out_of = &norm.policy.scale.max;
    norm.display(None, day(), out_of)
        .show(&r(value))
        .replace('\u{a0}', " ")
}

#[test]
fn figures_are_shown_rounded_as_the_norm_says() {
    for (rounding, value, expected) in [
        ("{ decimales = 1 }", "61/80", "76,3 %"),
        ("{ decimales = 1, mode = \"bas\" }", "61/80", "76,2 %"),
        (
            "{ decimales = 1, mode = \"bas\", a = \"affichage\" }",
            "61/80",
            "76,2 %",
        ),
        ("{ decimales = 1, mode = \"demi-pair\" }", "61/80", "76,2 %"),
        ("{ decimales = 1, mode = \"demi-pair\" }", "305/400", "76,2 %"),
        ("{ decimales = 1, mode = \"demi-pair\" }", "6135/8000", "76,7 %"),
        (
            "{ decimales = 0, mode = \"bas\", a = \"critere\" }",
            "699/1000",
            "69 %",
        ),
        ("{ decimales = 1, mode = \"aucun\" }", "61/80", "76,25 %"),
        ("{ decimales = 1, mode = \"aucun\" }", "1/2", "50,0 %"),
        ("{ decimales = 1, mode = \"aucun\" }", "1/3", "1/3"),
    ] {
        let keys = format!("arrondi = {rounding}");
        let made = norm(&Trial {
            keys: &keys,
            ..Trial::default()
        });
        assert_eq!(shown(&made, value), expected, "{rounding}");
    }
}

#[test]
fn a_revision_and_a_chapter_show_figures_in_their_own_way() {
    let chapters = "[[chapitre]]\nid = \"A\"\ntitre = \"A\"\npresentation = \"p\"\n[chapitre.politique]\narrondi = { decimales = 3, mode = \"bas\" }\n[[chapitre]]\nid = \"B\"\ntitre = \"B\"\npresentation = \"p\"\n";
    let made = norm(&Trial {
        tables: "[[politique.revision]]\ndepuis = 2026-06-01\nsource = \"S1\"\narrondi = { decimales = 2 }\n",
        chapters,
        ..Trial::default()
    });
    let one = Ratio::one();
    let before = Date::parse("2026-05-31").unwrap();
    let (a, b) = (&made.chapters[0].id, &made.chapters[1].id);
    for (chapter, date, expected) in [
        (None, before, "67\u{a0}%"),
        (None, day(), "66,67\u{a0}%"),
        (Some(b), day(), "66,67\u{a0}%"),
        (Some(a), before, "66,666\u{a0}%"),
        (Some(a), day(), "66,666\u{a0}%"),
    ] {
        assert_eq!(made.display(chapter, date, &one).show(&r("2/3")), expected);
    }
}

#[test]
fn a_score_below_the_top_or_a_threshold_never_prints_as_it() {
    let bands = |from: [&str; 3]| {
        let bands = from.iter().enumerate().map(|(rank, from)| {
            format!("[[politique.bande]]\nlibelle = \"b{rank}\"\na-partir-de = {from}\ntexte = \"t\"\n")
        });
        bands.collect::<String>()
    };
    let percent = bands(["\"0 %\"", "\"60 %\"", "\"79,5 %\""]);
    let asked = "[[politique.conclusion]]\nid = \"bien\"\nsi = { score = { au-plus = \"20 %\" }, chapitres = { A = { au-moins = \"50 %\" } } }\ntitre = \"t\"\ntexte = \"t\"\n[[politique.conclusion]]\nid = \"fin\"\ntitre = \"t\"\ntexte = \"t\"\n";
    let tables = percent + asked;
    let made = norm(&Trial {
        tables: &tables,
        ..Trial::default()
    });
    for (value, expected) in [
        ("996/1000", "99,6 %"),
        ("99999/100000", "< 100 %"),
        ("1", "100 %"),
        ("596/1000", "59,6 %"),
        ("3/5", "60 %"),
        ("604/1000", "60 %"),
        ("794/1000", "79 %"),
        ("795/1000", "80 %"),
        ("7948/10000", "79 %"),
        ("2/10", "20 %"),
        ("204/1000", "20,4 %"),
        ("20001/100000", "> 20 %"),
        ("1/1000", "0,1 %"),
        ("1/100000", "> 0 %"),
        ("0", "0 %"),
    ] {
        assert_eq!(shown(&made, value), expected, "{value}");
    }
    // that of a chapter decides on the chapter alone
    let chapter = made.display(Some(&made.chapters[0].id), day(), &Ratio::one());
    assert_eq!(chapter.show(&r("496/1000")), "49,6\u{a0}%");
    assert_eq!(chapter.show(&r("596/1000")), "60\u{a0}%");
    let points =
        "[politique.echelle]\nmin = 0\nmax = 4\nunite = \"sur 4\"\n".to_owned() + &bands(["0", "2", "3.5"]);
    let made = norm(&Trial {
        keys: "arrondi = { decimales = 2 }",
        tables: &points,
        ..Trial::default()
    });
    for (value, expected) in [
        ("3996/1000", "3,996 sur 4"),
        ("399999/100000", "< 4 sur 4"),
        ("4", "4,00 sur 4"),
        ("3499/1000", "3,499 sur 4"),
        ("1/1000", "0,001 sur 4"),
    ] {
        assert_eq!(shown(&made, value), expected, "{value}");
    }
}

#[test]
fn the_top_of_a_sum_is_the_sum_of_what_counts() {
    let made = norm(&Trial {
        keys: "agregation = \"somme\"\ncredit-partiel = \"0.996\"",
        criteria: &[("A1", "poids = 2"), ("A2", "poids = 2"), ("B1", "poids = 6")],
        ..Trial::default()
    });
    let table = "[[cas]]\nnom = \"presque\"\ncalcul = \"2 + 2 + 6 × 0 ; A : 4 sur 4\"\nconstats = [{ critere = \"A1\", statut = \"conforme\" }, { critere = \"A2\", statut = \"conforme\" }, { critere = \"B1\", statut = \"non-conforme\" }]\nattendu = { score = \"4\" }\n";
    cases::run(&made, table);
    let inputs = cases::first(&made, table);
    let results = assess(&inputs).unwrap();
    let display = made.display(None, day(), &results.out_of);
    assert_eq!(display.show(&r("996/100")), "9,96\u{a0}points");
    // one point is nothing to stop at
    assert_eq!(display.show(&r("6/10")), "1\u{a0}points");
}

#[test]
fn thresholds_are_told_as_they_are_compared() {
    let tables = "[[politique.porte]]\nid = \"p\"\nlibelle = \"P\"\nforme = \"plafond\"\nimportance = \"exigible\"\nplafond = \"49,5 %\"\n[[politique.bande]]\nlibelle = \"b\"\na-partir-de = \"0 %\"\njusqu-a = \"33,25 %\"\ntexte = \"t\"\n";
    let rules = [(
        "A1",
        "si = { taux = { de = \"equipe\", sur = \"equipe\", au-moins = \"66,6 %\" } }\n",
    )];
    let made = norm(&Trial {
        keys: "non-applicable = \"cible\"\ncible = \"80,4 %\"",
        criteria: &[("A1", "juge = \"automatique\"")],
        rules: &rules,
        tables,
        ..Trial::default()
    });
    let inputs = cases::first(
        &made,
        "[[cas]]\nnom = \"n\"\ncalcul = \"c\"\nfaits = { equipe = 0 }\nattendu = {}\n",
    );
    let results = assess(&inputs).unwrap();
    let assessment = Assessment {
        schema: 1,
        inputs,
        results,
        provenance: Provenance {
            tool: "0".to_owned(),
            norm: Digest::of(b"n"),
            dossier: Digest::of(b"d"),
        },
    };
    let text = serde_json::to_string(&view::report(&assessment))
        .unwrap()
        .replace('\u{a0}', " ");
    for told in ["49,5 %", "33,25 %", "80,4 %", "66,6 %"] {
        assert!(text.contains(told), "{told}\n{text}");
    }
}
