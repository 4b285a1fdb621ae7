//! The structure's plan and its answers: what the report says of them, and that no judgement reads them. What a status does not say.

use std::fs;
use std::path::Path;

use crate::support::{PDF, dossier, files, good, json, run};

fn with(folder: &Path, name: &str, body: &str) {
    fs::write(folder.join(name), format!("schema = 1\n{body}")).unwrap();
}

fn text(folder: &Path) -> String {
    let output = run(folder, &["rapport", "--etendue", "complet", "--format", "texte"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A dossier whose criterion E1 has no rule in `preuves/`: a gap.
fn open(name: &str) -> std::path::PathBuf {
    dossier(name, &good(), &[("preuves/liste/2026-01-05-liste.pdf", PDF)])
}

fn action(id: &str, rest: &str) -> String {
    format!("[[action]]\nid = \"{id}\"\ncritere = \"E1\"\n{rest}\n")
}

#[test]
fn an_action_is_in_time_until_its_last_day_included() {
    let folder = open("plan-late");
    for (due, late) in [("2026-11-22", true), ("2026-11-23", false), ("2026-11-24", false)] {
        for (state, is_open) in [
            ("a-faire", true),
            ("en-cours", true),
            ("faite", false),
            ("abandonnee", false),
        ] {
            let rest = format!("action = \"Écrire.\"\necheance = {due}\netat = \"{state}\"");
            with(&folder, "actions.toml", &action("S-1", &rest));
            let found = text(&folder).contains("en retard");
            assert_eq!(found, late && is_open, "{due}, {state}");
        }
    }
}

#[test]
fn the_plan_changes_no_result_and_is_part_of_what_is_sealed() {
    let folder = open("plan-results");
    let before = json(&folder);
    let rest = "element = \"a\"\npilote = \"directrice\"\netat = \"faite\"\nfaite-le = 2026-10-01\npreuves = [\"liste\"]";
    with(&folder, "actions.toml", &action("S-1", rest));
    with(
        &folder,
        "observations.toml",
        "[[observation]]\nid = \"O-1\"\ntexte = \"Nous demandons un délai.\"\n",
    );
    let after = json(&folder);
    assert_eq!(before["resultats"], after["resultats"]);
    assert_ne!(before["provenance"]["dossier"], after["provenance"]["dossier"]);
    assert_eq!(after["entrees"]["actions"][0]["preuves"][0], "liste");
    assert_eq!(
        after["entrees"]["observations"][0]["texte"],
        "Nous demandons un délai."
    );
}

#[test]
fn what_an_open_action_covers_is_decided_and_what_is_done_in_vain_is_said() {
    let folder = open("plan-covers");
    let proposed = "E1.a Point sensible — Écrire la règle.";
    assert!(text(&folder).contains(proposed));
    // by its element, in the words of the norm; by the whole criterion, in its own
    for (rest, said) in [
        (
            "element = \"a\"\npilote = \"directrice\"",
            "E1.a Écrire la règle. (S-1) — directrice · à faire",
        ),
        (
            "action = \"Tout revoir.\"\necheance = 2027-01-31",
            "E1 Tout revoir. (S-1) — Échéance : 31 janvier 2027 · à faire",
        ),
    ] {
        with(&folder, "actions.toml", &action("S-1", rest));
        let report = text(&folder);
        assert!(
            report.contains(said) && !report.contains(proposed),
            "{rest}: {report}"
        );
    }
    // done, or given up: it is to be decided again
    with(
        &folder,
        "actions.toml",
        &action("S-1", "element = \"a\"\netat = \"faite\"\nfaite-le = 2026-10-01"),
    );
    let report = text(&folder);
    assert!(report.contains(proposed), "{report}");
    assert!(
        report.contains("faite le 1er octobre 2026 ; l’écart reste ouvert"),
        "{report}"
    );
    with(
        &folder,
        "actions.toml",
        &action("S-1", "element = \"a\"\netat = \"abandonnee\""),
    );
    assert!(text(&folder).contains(proposed));
}

#[test]
fn an_answer_stands_beside_the_finding_and_among_the_observations() {
    let folder = open("answers");
    fs::create_dir_all(folder.join("constats")).unwrap();
    with(
        &folder,
        "constats/a.toml",
        "[auditeur]\nfonction = \"auditrice externe\"\n[[constat]]\nid = \"K-1\"\ncritere = \"E1\"\nstatut = \"non-conforme\"\nraison = \"Pas de règle.\"\n",
    );
    with(
        &folder,
        "observations.toml",
        "[[observation]]\nid = \"O-2\"\ntexte = \"Merci.\"\n[[observation]]\nid = \"O-1\"\nconstat = \"K-1\"\ntexte = \"Elle est au siège.\"\npar = \"directrice\"\nle = 2026-11-20\n",
    );
    let report = text(&folder);
    for said in [
        "Observation de la structure : Elle est au siège. (directrice, le 20 novembre 2026)",
        "E1, constat K-1 : Elle est au siège. — directrice, le 20 novembre 2026 - Ensemble du rapport : Merci.",
    ] {
        assert!(report.contains(said), "{said}: {report}");
    }
}

#[test]
fn what_they_name_must_be_there() {
    let folder = open("plan-refused");
    let refused = |said: &str| {
        let output = run(&folder, &["verifier"]);
        let shown = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.status.code() == Some(2) && shown.contains(said),
            "{said}: {shown}"
        );
    };
    for (rest, said) in [
        ("element = \"z\"", "actions.toml:5:11"),
        (
            "element = \"a\"\npreuves = [\"list\"]",
            "vouliez-vous dire « liste »",
        ),
        ("element = \"a\"\netat = \"fini\"", "faite"),
        ("element = \"a\"\necheance = \"janvier\"", "actions.toml:6:12"),
        ("element = \"a\"\nresponsable = \"Anne\"", "responsable"),
    ] {
        with(&folder, "actions.toml", &action("S-1", rest));
        refused(said);
    }
    with(
        &folder,
        "actions.toml",
        &(action("S-1", "element = \"a\"") + &action("s-1", "element = \"b\"")),
    );
    refused("apparaît deux fois");
    fs::write(folder.join("actions.toml"), "[[action]]\n").unwrap();
    refused("schema");
    fs::remove_file(folder.join("actions.toml")).unwrap();
    with(
        &folder,
        "observations.toml",
        "[[observation]]\nid = \"O-1\"\nconstat = \"K-9\"\ntexte = \"Non.\"\n",
    );
    refused("observations.toml:4:11");
}

#[test]
fn their_words_are_searched_for_data_of_persons() {
    let folder = open("plan-personal");
    with(
        &folder,
        "actions.toml",
        &action("S-1", "action = \"Appeler le 06 12 34 56 78.\""),
    );
    with(
        &folder,
        "observations.toml",
        "[[observation]]\nid = \"O-1\"\ntexte = \"Écrire à anne.petit@exemple.fr\"\n",
    );
    let report = text(&folder);
    for said in ["action S-1", "observation O-1"] {
        assert!(report.contains(said), "{said}: {report}");
    }
}

#[test]
fn a_declaration_that_the_evidence_contradicts_and_an_unknown_scope_are_told() {
    let below = good().replace("niveau = \"en-place\"", "niveau = \"absente\"");
    let folder = dossier("doubt-level", &below, &files());
    let report = text(&folder);
    assert!(
        report.contains("À éclaircir - E1 : La déclaration et les preuves se contredisent"),
        "{report}"
    );
    assert!(
        report.contains(
            "Pour le combler : La déclaration et les preuves se contredisent : laquelle dit vrai ?"
        ),
        "{report}"
    );
    let output = run(&folder, &["expliquer", "E1"]);
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("se contredisent")
    );

    let unknown = "[pratiques.E1]\nniveau = \"absente\"\n";
    let folder = dossier("doubt-scope", unknown, &files());
    let report = text(&folder);
    assert!(
        report.contains("E1 : On ne sait pas si ce critère s’applique"),
        "{report}"
    );
    assert!(
        report.contains("Mettre en place ce que demande le niveau « en place »."),
        "{report}"
    );

    let silent = good().replace("niveau = \"en-place\"\n", "");
    let folder = dossier("doubt-silent", &silent, &files());
    let report = text(&folder);
    assert!(
        report.contains("Pour le combler : Dire quel niveau décrit ce qui se fait"),
        "{report}"
    );
}

#[test]
fn a_report_on_a_part_of_the_norm_holds_what_serves_that_part() {
    let folder = crate::support::temporary("part");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ville-de-clairval");
    crate::support::copy(&example, &folder);
    let said = |profile: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .arg("rapport")
            .arg(&folder)
            .args(["--format", "texte", "--etendue", "complet", "--profil", profile])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    // a piece, an action and an answer of other chapters; a piece, an action and an answer of the ethical framework
    let elsewhere = [
        "bilan-experimentation",
        "plannings-du-trimestre",
        "trois lignes dictées",
    ];
    let within = [
        "engagement-confidentialite",
        "regle-de-confidentialite",
        "l’ancienne reste",
    ];
    let (whole, part) = (said("complet"), said("cadre-ethique"));
    for text in elsewhere {
        assert!(whole.contains(text) && !part.contains(text), "{text}");
    }
    for text in within {
        assert!(whole.contains(text) && part.contains(text), "{text}");
    }
    fs::remove_dir_all(folder).unwrap();
}
