//! An auditor at work, from the drafts to the report: what is written holds, what does not is refused, and nothing is half-written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::place;

const HEAD: &str = "schema = 1\nid = \"neuf\"\nnorme = \"nf-x60-600\"\nversion-norme = \"1.0.0\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n";

/// A dossier of this kind that says a little.
fn new(name: &str, kind: &str, more: &str) -> PathBuf {
    let folder = place(name);
    fs::create_dir_all(folder.join("preuves/tableau-actions")).unwrap();
    let text = format!(
        "{HEAD}genre = \"{kind}\"\n{more}\n[structure]\nnom = \"Association des Quais\"\n\n[pratiques.C05]\nniveau = \"absente\"\n\n[pratiques.E01]\nniveau = \"en-place\"\n"
    );
    fs::write(folder.join("dossier.toml"), text).unwrap();
    table(&folder, 12);
    folder
}

/// A table of so many actions.
fn table(folder: &Path, rows: usize) {
    let mut text = "Action;Échéance;Close\n".to_owned();
    for row in 1..=rows {
        text.push_str(&format!("Action {row};2026-0{}-15;oui\n", row % 8 + 1));
    }
    fs::write(
        folder.join("preuves/tableau-actions/2026-10-01-actions.csv"),
        text,
    )
    .unwrap();
}

fn mediaudit(arguments: &[&str], folder: &Path, rest: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(arguments)
        .arg(folder)
        .args(rest)
        .output()
        .unwrap()
}

fn constats(what: &str, folder: &Path, rest: &[&str]) -> Output {
    mediaudit(&["constats", what], folder, rest)
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn done(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", told(output));
    out(output)
}

#[track_caller]
fn refused(output: &Output, why: &str) {
    assert_eq!(output.status.code(), Some(2), "{}", out(output));
    assert!(told(output).contains(why), "{}", told(output));
}

fn json(folder: &Path) -> Value {
    let output = mediaudit(&["rapport"], folder, &["--format", "json"]);
    assert!(output.status.success(), "{}", told(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn report(folder: &Path, rest: &[&str]) -> String {
    let arguments = [&["--format", "texte"], rest].concat();
    let text = done(&mediaudit(&["rapport"], folder, &arguments));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn file(folder: &Path, auditor: &str) -> String {
    fs::read_to_string(folder.join(format!("constats/{auditor}.toml"))).unwrap()
}

/// A nonconformity that holds.
const HOLDS: &[&str] = &[
    "--nature",
    "NC-MAJ",
    "--raison",
    "Aucune règle de confidentialité n’a pu être montrée.",
    "--exigence",
    "Une règle écrite existe.",
    "--constat",
    "Il n’y en a pas.",
    "--ecart",
    "Rien n’est écrit.",
    "--enjeu",
    "Les habitants cesseraient de se confier.",
    "--entretien",
    "coordinatrice",
    "--vu-sur-site",
    "--le",
    "2026-11-20",
];

#[test]
fn drafts_never_count_and_nothing_is_ever_overwritten() {
    let folder = new("auditor-drafts", "auto-evaluation", "");
    let before = json(&folder);
    let said = done(&constats(
        "nouveau",
        &folder,
        &["--auditeur", "auditrice-externe"],
    ));
    assert!(said.contains("77 ébauches"), "{said}");
    let text = file(&folder, "auditrice-externe");
    let parsed: toml::Table = text.parse().unwrap();
    assert_eq!(parsed["auditeur"]["fonction"].as_str(), Some("auditrice externe"));
    assert!(!parsed.contains_key("constat"));
    assert_eq!(text.matches("#[[constat]]").count(), 77);
    assert!(text.ends_with("\"\n") && !text.ends_with("\n\n"));
    // the order is that of the interviews: what obliges most comes first with each person
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("no « {words} »"));
    assert!(at("À rencontrer : Direction") < at("À rencontrer : Encadrement"));
    assert!(at("# --- C05") < at("# --- G05"));
    let after = json(&folder);
    assert_eq!(before["resultats"], after["resultats"]);
    assert_eq!(after["entrees"]["constats"], Value::Null);
    refused(
        &constats("nouveau", &folder, &["--auditeur", "auditrice-externe"]),
        "existe déjà",
    );
    assert_eq!(file(&folder, "auditrice-externe"), text);
    refused(
        &constats("nouveau", &folder, &["--auditeur", "Mme Benali"]),
        "mme-benali",
    );
    done(&mediaudit(&["annuler"], &folder, &[]));
    assert!(!folder.join("constats/auditrice-externe.toml").exists());
}

#[test]
fn every_draft_is_sound_once_its_marks_are_gone() {
    let folder = new("auditor-uncommented", "audit-blanc", "");
    done(&constats("nouveau", &folder, &["--auditeur", "a"]));
    let text = file(&folder, "a");
    let open: Vec<&str> = text
        .lines()
        .map(|line| {
            let is_key = line.starts_with("#[[constat]]")
                || ["#id", "#critere", "#raison", "#exigence", "#enjeu"]
                    .iter()
                    .any(|key| line.starts_with(key));
            if is_key {
                line.trim_start_matches('#')
            } else {
                line
            }
        })
        .collect();
    let parsed: toml::Table = open.join("\n").parse().unwrap();
    assert_eq!(parsed["constat"].as_array().unwrap().len(), 77);
    // and says nothing by itself: an empty reason is refused
    fs::write(folder.join("constats/a.toml"), open.join("\n")).unwrap();
    refused(&constats("verifier", &folder, &[]), "la raison est vide");
}

#[test]
fn a_finding_is_written_where_it_holds_and_nowhere_else() {
    let folder = new("auditor-add", "audit-blanc", "");
    refused(
        &constats(
            "ajouter",
            &folder,
            &["E01", "--statut", "conforme", "--raison", "x"],
        ),
        "aucun auditeur",
    );
    done(&constats("nouveau", &folder, &["--auditeur", "auditrice"]));
    let drafts = file(&folder, "auditrice");
    for (arguments, why) in [
        (
            vec![
                "C05",
                "--nature",
                "NC-MAJ",
                "--raison",
                "Il n’y a pas de règle écrite.",
            ],
            "exigence, constat, ecart et enjeu",
        ),
        (
            vec![
                "C05",
                "--nature",
                "NC-MAJ",
                "--raison",
                "Il n’y a pas de règle écrite.",
            ],
            "ne nomme rien qui la montre",
        ),
        (
            vec![
                "C05",
                "--nature",
                "PP",
                "--raison",
                "Une piste que l’on pourrait suivre.",
            ],
            "ne convient pas à C05",
        ),
        (
            vec!["E01", "--nature", "PF", "--raison", "Très bien."],
            "la raison tient en",
        ),
        (
            vec![
                "E01",
                "--statut",
                "conforme",
                "--raison",
                "Entendu trois personnes, qui disent la même chose.",
                "--entretien",
                "Mme Roux",
            ],
            "nomme une personne",
        ),
        (
            vec![
                "Z99",
                "--statut",
                "conforme",
                "--raison",
                "Vu sur place, le registre est tenu.",
            ],
            "Z99",
        ),
        (
            vec!["E01", "--statut", "parfait", "--raison", "Vu sur place."],
            "n’est pas un statut",
        ),
        (
            vec!["E01", "--etat", "satisfait", "--raison", "Vu sur place."],
            "aucun n’est nommé",
        ),
        (
            vec![
                "E01",
                "--statut",
                "conforme",
                "--raison",
                "Vu sur place, le registre est tenu.",
                "--le",
                "2027-01-01",
            ],
            "l’audit du",
        ),
        (
            vec![
                "E01",
                "--statut",
                "conforme",
                "--raison",
                "Vu sur place, le registre est tenu.",
                "--vu",
                "absente",
            ],
            "absente",
        ),
    ] {
        refused(&constats("ajouter", &folder, &arguments), why);
        assert_eq!(file(&folder, "auditrice"), drafts, "{arguments:?}");
    }
    let said = done(&constats("ajouter", &folder, &[&["C05"], HOLDS].concat()));
    assert!(said.contains("+ id = \"K01\""), "{said}");
    assert!(
        file(&folder, "auditrice").starts_with(&drafts),
        "comments and drafts stay"
    );
    let finding = &json(&folder)["entrees"]["constats"][0];
    assert_eq!(finding["appui"]["vu-sur-site"], true);
    assert_eq!(finding["appui"]["parties"]["ecart"], "Rien n’est écrit.");
    refused(
        &constats("ajouter", &folder, &[&["C05", "--id", "k01"], HOLDS].concat()),
        "existe déjà",
    );
}

#[test]
fn a_finding_is_changed_key_by_key_and_may_be_withdrawn() {
    let folder = new("auditor-settle", "audit-blanc", "");
    done(&constats("nouveau", &folder, &["--auditeur", "auditrice"]));
    done(&constats("ajouter", &folder, &[&["C05"], HOLDS].concat()));
    let path = folder.join("constats/auditrice.toml");
    let before = fs::read_to_string(&path)
        .unwrap()
        .replace("nature = \"NC-MAJ\"", "nature = \"NC-MAJ\"   # dit en réunion");
    fs::write(&path, &before).unwrap();
    done(&constats(
        "regler",
        &folder,
        &["K01", "--nature", "NC-MIN", "--oter", "entretien"],
    ));
    let after = fs::read_to_string(&path).unwrap();
    assert!(
        after.contains("nature = \"NC-MIN\"   # dit en réunion"),
        "{after}"
    );
    assert!(!after.contains("\nentretien"), "{after}");
    // what shows it may not go altogether
    refused(
        &constats("regler", &folder, &["K01", "--oter", "vu-sur-site"]),
        "ne nomme rien qui la montre",
    );
    refused(
        &constats("regler", &folder, &["K01", "--oter", "raison"]),
        "ne s’ôte pas",
    );
    refused(&constats("regler", &folder, &["K02", "--nature", "PF"]), "K01");
    assert_eq!(fs::read_to_string(&path).unwrap(), after);
    done(&constats("regler", &folder, &["K01", "--retirer"]));
    assert!(!fs::read_to_string(&path).unwrap().contains("\n[[constat]]"));
}

#[test]
fn a_finding_that_does_not_hold_is_mended_by_the_command_that_changes_it() {
    let folder = new("auditor-mend", "audit-blanc", "");
    fs::create_dir_all(folder.join("constats")).unwrap();
    fs::write(
        folder.join("constats/a.toml"),
        "schema = 1\n[auditeur]\nfonction = \"auditrice\"\n[[constat]]\nid = \"K01\"\ncritere = \"E01\"\nnature = \"PF\"\nraison = \"Bien.\"\n",
    )
    .unwrap();
    refused(&constats("verifier", &folder, &[]), "la raison tient en 1 mot");
    done(&constats(
        "regler",
        &folder,
        &["K01", "--raison", "Les fiches tirées portent toutes leur code."],
    ));
    assert_ne!(constats("verifier", &folder, &[]).status.code(), Some(2));
}

#[test]
fn what_is_left_is_told_person_by_person() {
    let folder = new("auditor-left", "audit", "");
    done(&constats("nouveau", &folder, &["--auditeur", "auditrice"]));
    let output = constats("verifier", &folder, &[]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let said = out(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Encadrement :",
        "« objectifs », « champ » et « sur-place »",
        "C05 ",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let plan = |rest: &[&str]| -> Value {
        let output = constats("verifier", &folder, &[&["--format", "json"], rest].concat());
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let left = |plan: &Value| -> u64 {
        let meetings = plan["rencontres"].as_array().unwrap();
        meetings
            .iter()
            .map(|meeting| meeting["reste"].as_u64().unwrap())
            .sum()
    };
    let all = plan(&[]);
    let points = all["rencontres"].as_array().unwrap();
    let points: usize = points.iter().map(|m| m["points"].as_array().unwrap().len()).sum();
    assert_eq!(points, 77, "each criterion is asked of one person");
    let own = plan(&["--qui", "Encadrement"]);
    assert_eq!(own["rencontres"].as_array().unwrap().len(), 1);
    assert!(left(&own) < left(&all));
    done(&constats("ajouter", &folder, &[&["C05"], HOLDS].concat()));
    assert_eq!(left(&plan(&[])), left(&all) - 1);
    refused(&constats("verifier", &folder, &["--qui", "maire"]), "maire");
}

#[test]
fn a_draw_is_made_once_and_by_lot() {
    let folder = new("auditor-draw", "audit-blanc", "");
    done(&constats("nouveau", &folder, &["--auditeur", "auditrice"]));
    done(&constats("ajouter", &folder, &[&["C05"], HOLDS].concat()));
    refused(&constats("tirer", &folder, &[]), "graine");
    let said = done(&constats(
        "tirer",
        &folder,
        &["--graine", "4127", "--lignes", "4", "--fonctions", "2"],
    ));
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("4 lignes sur 12 :"), "{said}");
    assert!(
        said.contains("Un échantillon conforme ne prouve pas le tout."),
        "{said}"
    );
    let text = file(&folder, "auditrice");
    assert!(
        !text.contains("Action 1"),
        "numbers of rows, never what they hold"
    );
    // the same again changes nothing, and another seed is choosing
    done(&constats(
        "tirer",
        &folder,
        &["--graine", "4127", "--lignes", "4", "--fonctions", "2"],
    ));
    assert_eq!(file(&folder, "auditrice"), text);
    refused(
        &constats("tirer", &folder, &["--graine", "4128"]),
        "ce serait choisir",
    );
    let drawn = json(&folder)["entrees"]["tirages"].clone();
    assert_eq!(drawn[0]["tire"]["lignes"]["sur"], 12);
    let printed = report(&folder, &["--etendue", "complet"]);
    assert!(printed.contains("TIRAGES AU SORT"), "{printed}");
    assert!(printed.contains("Un échantillon conforme ne prouve pas le tout."));
    // rows that somebody chose instead
    let path = folder.join("constats/auditrice.toml");
    let rows = text.lines().find(|line| line.starts_with("lignes = ")).unwrap();
    let chosen = text.replace(rows, &rows.replacen('!', "!9", 1));
    fs::write(&path, chosen).unwrap();
    refused(&constats("verifier", &folder, &[]), "constats/tirage");
    fs::write(&path, &text).unwrap();
    // another file has other rows: told, not refused
    table(&folder, 13);
    let printed = report(&folder, &["--etendue", "complet"]);
    assert!(printed.contains("Le fichier a changé depuis"), "{printed}");
}

#[test]
fn an_audit_says_what_it_was_to_look_at_before_anything_else() {
    let folder = new("auditor-brief", "audit", "");
    done(&constats("nouveau", &folder, &["--auditeur", "auditrice"]));
    refused(
        &mediaudit(&["rapport"], &folder, &["--format", "texte"]),
        "aucun auditeur n’y a porté de constat",
    );
    done(&constats("ajouter", &folder, &[&["C05"], HOLDS].concat()));
    refused(
        &mediaudit(&["rapport"], &folder, &["--format", "texte"]),
        "« objectifs », « champ » et « sur-place »",
    );
    let path = folder.join("dossier.toml");
    let text = fs::read_to_string(&path).unwrap();
    let brief = "[audit]\nobjectifs = \"Renouveler la certification.\"\nchamp = \"Les deux équipes.\"\nsur-place = [2026-11-19, 2026-11-20]\n\n[structure]";
    fs::write(&path, text.replace("[structure]", brief)).unwrap();
    let printed = report(&folder, &[]);
    for words in [
        "Objectifs : Renouveler la certification.",
        "Champ : Les deux équipes.",
        "Sur place : 19 novembre 2026 et 20 novembre 2026",
        "Équipe d’audit : auditrice",
        "Fonctions entendues : coordinatrice",
        "Ce rapport ne vaut pas décision de certification.",
    ] {
        assert!(printed.contains(words), "{words} in {printed}");
    }
}

#[test]
fn the_four_parts_and_what_shows_them_are_printed_in_every_format() {
    let folder = new("auditor-parts", "audit-blanc", "");
    done(&constats("nouveau", &folder, &["--auditeur", "auditrice"]));
    done(&constats("ajouter", &folder, &[&["C05"], HOLDS].concat()));
    for extent in ["complet", "essentiel"] {
        let printed = report(&folder, &["--etendue", extent]);
        let html = done(&mediaudit(
            &["rapport"],
            &folder,
            &["--format", "html", "-o", "-", "--etendue", extent],
        ));
        let html = html.replace(['\u{a0}', '\u{202f}'], " ");
        for words in [
            "Une règle écrite existe.",
            "Il n’y en a pas.",
            "Rien n’est écrit.",
            "Les habitants cesseraient de se confier.",
            "vu sur site ; entretien avec : coordinatrice",
        ] {
            assert!(printed.contains(words), "{extent}: {words} in {printed}");
            assert!(html.contains(words), "{extent}: {words} in HTML");
        }
        assert!(printed.contains("DÉCLARÉ, CALCULÉ, CONSTATÉ"), "{printed}");
    }
    let printed = report(&folder, &["--etendue", "complet"]);
    assert!(
        printed.contains("Déclaré : absente. Calculé sans auditeur : non conforme."),
        "{printed}"
    );
}

#[test]
fn auditors_who_differ_are_shown_until_a_finding_reconciles_them() {
    let folder = new("auditor-differ", "audit-blanc", "");
    done(&constats("nouveau", &folder, &["--auditeur", "auditrice"]));
    done(&constats("nouveau", &folder, &["--auditeur", "associe"]));
    done(&constats(
        "ajouter",
        &folder,
        &[&["C05", "--auditeur", "auditrice"], HOLDS].concat(),
    ));
    let met = [
        "E01",
        "--statut",
        "conforme",
        "--raison",
        "Les fiches tirées portent toutes leur code.",
    ];
    done(&constats(
        "ajouter",
        &folder,
        &[&met[..], &["--auditeur", "auditrice"]].concat(),
    ));
    refused(&constats("ajouter", &folder, &met), "de quel auditeur");
    done(&constats(
        "ajouter",
        &folder,
        &[
            "E01",
            "--auditeur",
            "associe",
            "--statut",
            "non-demontre",
            "--raison",
            "Je n’ai vu aucune fiche.",
        ],
    ));
    let printed = report(&folder, &["--etendue", "complet"]);
    assert!(printed.contains("DÉSACCORDS ENTRE AUDITEURS"), "{printed}");
    assert!(
        printed.contains("Des auditeurs sont en désaccord sur « Une activité décrite par registre » (E01)"),
        "{printed}"
    );
    assert!(out(&constats("verifier", &folder, &[])).contains("deux auditeurs diffèrent"));
    done(&constats(
        "ajouter",
        &folder,
        &[
            "E01",
            "--auditeur",
            "auditrice",
            "--statut",
            "conforme",
            "--raison",
            "Relues à deux, les fiches portent leur code.",
            "--concilie",
            "K02",
            "--concilie",
            "K03",
        ],
    ));
    let printed = report(&folder, &["--etendue", "complet"]);
    assert!(!printed.contains("DÉSACCORDS ENTRE AUDITEURS"), "{printed}");
    assert!(printed.contains("Concilie K02 et K03"), "{printed}");
    assert!(printed.contains("Ne compte plus : K04 le concilie"), "{printed}");
}
