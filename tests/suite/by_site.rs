//! Tables that are counted site by site, where the structure says which column tells the site.

use std::fs;
use std::path::{Path, PathBuf};

use mediaudit_core::assessment::Assessment;
use serde_json::Value;

use super::naive;
use super::tables::{check, dossier, first, inputs, mediaudit};

const SITES: &str = "[[site]]\nid = \"mail\"\nnom = \"Local du Mail\"\nsiege = true\n[[site]]\nid = \"gare\"\nnom = \"Gare\"\n";

/// An export of another's hand (`tests/tools/classeur.py`), with what the dossier says of its sites.
fn exported(name: &str, said: &str) -> PathBuf {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tableaux/activite.xls");
    let bytes = fs::read(kept).unwrap();
    let body = format!("{SITES}{said}");
    dossier(
        name,
        &body,
        &[("preuves/tableau-activite/2026-01-10-export.xls", &bytes)],
    )
}

/// What is counted for a site: its number, or why there is none.
fn at<'a>(inputs: &'a Value, site: &str, fact: &str) -> &'a str {
    let own = &inputs["par-site"][site];
    let computed = &own["calculs"][fact];
    let why = computed["ecarte"].as_str();
    let judged = own["faits"][fact]["valeur"]["nombre"].as_str();
    if why.is_none() {
        assert_eq!(judged, computed["valeur"]["nombre"].as_str(), "{site} {fact}");
    }
    why.or(judged).unwrap_or_default()
}

const PARTED: &str = "[correspondance.tableau-activite]\nsite = { colonne = \"Antenne\", valeurs = { Mail = \"mail\", Mairie = \"aucun\" } }\n";

#[test]
fn each_site_has_the_numbers_of_its_own_rows() {
    let folder = exported("site-rows", PARTED);
    let found = inputs(&folder);
    // by hand, of the seven rows of 2025: three at the Mail (all mediations, two with consent), three at the station (one mediation, with
    // consent), one at the town hall, which is no site
    check(
        &found,
        &[
            ("activite.interventions", "7"),
            ("activite.mediations", "4"),
            ("activite.mediations-consenties", "3"),
        ],
    );
    for (site, numbers) in [("mail", ["3", "3", "2"]), ("gare", ["3", "1", "1"])] {
        let facts = [
            "activite.interventions",
            "activite.mediations",
            "activite.mediations-consenties",
        ];
        assert_eq!(facts.map(|fact| at(&found, site, fact)), numbers, "{site}");
    }
    let map = mediaudit(&["preuves"], &folder);
    assert!(
        map.contains("compté aussi par site, d’après Année 2025!C"),
        "{map}"
    );
    assert!(map.contains("pour « Local du Mail »"), "{map}");
    let told = mediaudit(&["expliquer", "C02"], &folder);
    assert!(
        told.contains("du tableau « Tableau d’activité », pour le site « Gare »"),
        "{told}"
    );
    assert!(told.contains("lignes Année 2025!7"), "{told}");
    let whole = mediaudit(&["rapport", "--etendue", "complet", "--format", "texte"], &folder);
    assert!(
        whole.contains("Tableau d’activité, pour le site « Local du Mail »"),
        "{whole}"
    );
    // two judges who share no code agree on what is made of it
    let report = mediaudit(&["rapport", "--format", "json"], &folder);
    let judged: Assessment = first(&report);
    assert_eq!(
        naive::differences(&judged.inputs, &judged.results),
        Vec::<String>::new()
    );
    let sites = judged
        .results
        .criteria
        .iter()
        .find(|one| one.id.as_str() == "C02")
        .unwrap();
    assert_eq!(sites.samples.len(), 2);
}

#[test]
fn without_a_word_of_the_structure_a_table_counts_for_the_whole() {
    let found = inputs(&exported("site-unsaid", ""));
    check(&found, &[("activite.interventions", "7")]);
    assert_eq!(found["par-site"], Value::Null);
}

#[test]
fn a_row_of_an_unknown_place_may_be_of_any_site() {
    let said = PARTED.replace(", Mairie = \"aucun\"", "");
    let folder = exported("site-unknown", &said);
    let found = inputs(&folder);
    check(&found, &[("activite.interventions", "7")]);
    assert_eq!(at(&found, "mail", "activite.interventions"), "lignes-illisibles");
    // the row at the town hall is no mediation: what counts those is sure
    assert_eq!(at(&found, "mail", "activite.mediations"), "3");
    let map = mediaudit(&["preuves"], &folder);
    assert!(map.contains("Année 2025!C8"), "{map}");
    // a column that is not there is told, and nothing is counted by site
    let folder = exported(
        "site-missing",
        "[correspondance.tableau-activite]\nsite = \"Lieu\"\n",
    );
    let found = inputs(&folder);
    check(&found, &[("activite.interventions", "7")]);
    assert_eq!(at(&found, "mail", "activite.interventions"), "colonne-absente");
    let map = mediaudit(&["preuves"], &folder);
    assert!(map.contains("n’est pas compté par site"), "{map}");
}

#[test]
fn a_table_of_one_site_says_nothing_of_the_whole() {
    let table = |rows: &str| format!("Date;Médiation\n01/01/2025;oui\n{rows}31/12/2025;non\n");
    let (mail, gare) = (table("05/05/2025;oui\n"), table(""));
    let piece = |site: &str| {
        format!(
            "[[preuve]]\nid = \"{site}-2025\"\ntypes = [\"tableau-activite\"]\nfichier = \"preuves/tableau-activite/2026-01-10-{site}.csv\"\nsite = \"{site}\"\n"
        )
    };
    let body = format!(
        "[faits]\nactivite.interventions = 9\n{SITES}{}{}",
        piece("mail"),
        piece("gare")
    );
    let files: [(&str, &[u8]); 2] = [
        ("preuves/tableau-activite/2026-01-10-mail.csv", mail.as_bytes()),
        ("preuves/tableau-activite/2026-01-10-gare.csv", gare.as_bytes()),
    ];
    let folder = dossier("site-tables", &body, &files);
    let found = inputs(&folder);
    assert_eq!(found["calculs"], Value::Null);
    assert_eq!(found["faits"]["activite.interventions"]["valeur"]["nombre"], "9");
    assert_eq!(at(&found, "mail", "activite.interventions"), "3");
    assert_eq!(at(&found, "gare", "activite.interventions"), "2");
    let map = mediaudit(&["preuves"], &folder);
    assert!(map.contains("ne compte que pour le site « Gare »"), "{map}");
}

#[test]
fn a_part_of_one_site_is_never_set_against_a_whole_of_all() {
    // the column of consents is not in the table: their number is typed for the whole structure
    let text = "Date;Antenne;Médiation\n01/01/2025;Gare;oui\n31/12/2025;Mail;oui\n";
    let body = format!("[faits]\nactivite.mediations-consenties = 2\n{SITES}{PARTED}");
    let files: [(&str, &[u8]); 1] = [("preuves/tableau-activite/2026-01-10-a.csv", text.as_bytes())];
    let found = inputs(&dossier("site-pair", &body, &files));
    check(
        &found,
        &[("activite.mediations", "2"), ("activite.interventions", "2")],
    );
    assert_eq!(at(&found, "gare", "activite.mediations"), "sans-l-autre-nombre");
    assert_eq!(at(&found, "gare", "activite.interventions"), "1");
}
