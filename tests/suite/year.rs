//! Exercises, school years and first years: which days yearly evidence must cover.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{copy, norm, report, temporary};

/// A dossier that is judged on one day, under a norm that asks for a report of a closed exercise.
fn reporting(name: &str, date: &str, structure: &str, period: &str) -> PathBuf {
    let place = temporary(name);
    copy(&norm(), &place.join("norme"));
    let path = place.join("norme/norme.toml");
    let text = fs::read_to_string(&path).unwrap();
    let rule = "type = \"regle\", couvre = \"exercice-clos\" }";
    fs::write(&path, text.replace("type = \"regle\" }", rule)).unwrap();
    let folder = place.join("dossier");
    fs::create_dir_all(folder.join("preuves/regle")).unwrap();
    fs::create_dir_all(folder.join("preuves/liste")).unwrap();
    fs::write(folder.join("preuves/regle/rapport.txt"), "Rapport de l’année.").unwrap();
    fs::write(folder.join("preuves/liste/liste.txt"), "Créée le 1er avril 2026.").unwrap();
    let report = if period.is_empty() {
        String::new()
    } else {
        format!(
            "[[preuve]]\nid = \"rapport\"\ntypes = [\"regle\"]\nfichier = \"preuves/regle/rapport.txt\"\ndate-effet = 2025-12-31\nperiode = [{period}]\n"
        )
    };
    let body = format!(
        "schema = 1\nid = \"essai\"\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ndate-audit = {date}\ncycle = \"initial\"\n[structure]\nnom = \"Essai\"\n{structure}\n[faits]\nouvert = true\nequipe.mediateurs = {{ valeur = 4, preuve = \"liste\" }}\nequipe.signes = {{ valeur = 4, preuve = \"liste\" }}\n[pratiques.E1]\nniveau = \"en-place\"\n[[preuve]]\nid = \"liste\"\ntypes = [\"liste\"]\nfichier = \"preuves/liste/liste.txt\"\ndate-effet = 2025-12-31\n{report}"
    );
    fs::write(folder.join("dossier.toml"), body).unwrap();
    folder
}

/// How the element about the report came out, and the criterion.
fn judged(folder: &Path) -> (String, String) {
    let all: Value = serde_json::from_str(&report(folder, "json")).unwrap();
    let criterion = &all["resultats"]["criteres"][0];
    let element = &criterion["echantillons"][0]["elements"][0];
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&element["verite"]), text(&criterion["retenu"]))
}

#[test]
fn in_february_the_report_of_the_year_before_last_still_counts() {
    let judged_on = |name: &str, date: &str| judged(&reporting(name, date, "", "2024-01-01, 2024-12-31")).0;
    assert_eq!(judged_on("year-february", "2026-02-15"), "vrai");
    assert_eq!(judged_on("year-july", "2026-07-15"), "inconnu");
}

#[test]
fn a_school_year_is_an_exercise() {
    let period = "2024-09-01, 2025-08-31";
    let asked = |name: &str, structure: &str| judged(&reporting(name, "2026-02-15", structure, period)).0;
    assert_eq!(asked("year-school", "exercice = \"09-01\""), "vrai");
    assert_eq!(asked("year-civil", ""), "inconnu");
    let folder = reporting("year-told", "2026-02-15", "exercice = \"09-01\"", period);
    assert!(report(&folder, "texte").contains("du 1er septembre 2024 au 31 août 2025"));
}

#[test]
fn a_first_year_is_judged_on_what_was_lived() {
    let began = "debut-activite = 2026-04-01\npreuve-debut = \"liste\"";
    let folder = reporting("year-first", "2026-11-23", began, "");
    assert_eq!(judged(&folder), ("sans-objet".to_owned(), "conforme".to_owned()));
    assert!(report(&folder, "texte").contains("Activité commencée le 1er avril 2026"));
    // the exercise in which it began is asked from that day on
    let period = "2026-04-01, 2026-12-31";
    let next = |name: &str, start: &str| judged(&reporting(name, "2027-03-01", start, period)).0;
    assert_eq!(next("year-second", began), "vrai");
}

#[test]
fn a_start_that_no_piece_shows_is_the_structures_word() {
    let period = "2026-04-01, 2026-12-31";
    let folder = reporting("year-said", "2027-03-01", "debut-activite = 2026-04-01", period);
    let all: Value = serde_json::from_str(&report(&folder, "json")).unwrap();
    let element = &all["resultats"]["criteres"][0]["echantillons"][0]["elements"][0];
    assert_eq!(element["trace"]["appui"], "declare");
    // another day than the one that the piece says is no better
    let other = "debut-activite = 2026-04-02\npreuve-debut = \"liste\"";
    let folder = reporting("year-other", "2026-11-23", other, "");
    let all: Value = serde_json::from_str(&report(&folder, "json")).unwrap();
    let element = &all["resultats"]["criteres"][0]["echantillons"][0]["elements"][0];
    assert_eq!(element["trace"]["appui"], "declare");
}
