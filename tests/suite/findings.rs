//! Findings of auditors and issued assessments: what they change, and what is refused.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{dossier, files, good, json, run, status};

const AUDITOR: &str = "schema = 1\n[auditeur]\nfonction = \"auditrice externe\"\n";

fn with(folder: &Path, name: &str, body: &str) {
    fs::create_dir_all(folder.join("constats")).unwrap();
    fs::write(folder.join("constats").join(name), format!("{AUDITOR}{body}")).unwrap();
}

fn finding(id: &str, rest: &str) -> String {
    format!("[[constat]]\nid = \"{id}\"\ncritere = \"E1\"\nraison = \"Vu sur place.\"\n{rest}\n")
}

#[test]
fn a_finding_replaces_the_computed_status_and_both_stay_visible() {
    let folder = dossier("finding-status", &good(), &files());
    with(
        &folder,
        "a.toml",
        &finding("A-1", "statut = \"non-conforme\"\nnature = \"NC-MAJ\""),
    );
    let report = json(&folder);
    let criteria = report["resultats"]["criteres"].as_array().unwrap();
    let first = criteria.iter().find(|c| c["id"] == "E1").unwrap();
    assert_eq!(first["calcule"], "conforme");
    assert_eq!(first["retenu"], "non-conforme");
    assert_eq!(first["nature"], "NC-MAJ");
    assert_eq!(first["motif"], "constat-d-auditeur");
}

#[test]
fn what_an_auditor_has_seen_is_shown() {
    let elsewhere = good().replace(
        "fichier = \"preuves/liste/2026-01-05-liste.pdf\"",
        "ailleurs = \"classeur\"\ndate-effet = 2026-01-05",
    );
    let rest: Vec<_> = files().into_iter().skip(1).collect();
    let folder = dossier("finding-seen", &elsewhere, &rest);
    assert_eq!(status(&json(&folder), "E1"), "non-demontre");
    with(
        &folder,
        "a.toml",
        &finding("A-1", "element = \"a\"\netat = \"satisfait\"\nvu = [\"liste\"]"),
    );
    assert_eq!(status(&json(&folder), "E1"), "conforme");
}

#[test]
fn two_auditors_who_differ_leave_the_criterion_unassessed() {
    let folder = dossier("finding-split", &good(), &files());
    with(
        &folder,
        "a.toml",
        &finding("A-1", "element = \"a\"\netat = \"satisfait\""),
    );
    with(
        &folder,
        "b.toml",
        &finding("B-1", "element = \"a\"\netat = \"non-satisfait\""),
    );
    let report = json(&folder);
    assert_eq!(status(&report, "E1"), "non-evalue");
    assert!(report["resultats"].get("conclusion").is_none());
}

#[test]
fn an_auditor_who_contradicts_himself_is_asked_to_choose() {
    let folder = dossier("finding-own", &good(), &files());
    let met = finding("A-1", "element = \"a\"\netat = \"satisfait\"");
    with(
        &folder,
        "a.toml",
        &(met.clone() + &finding("A-2", "element = \"a\"\netat = \"non-satisfait\"")),
    );
    let output = run(&folder, &["verifier"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("constats/contradiction"), "{said}");
    assert!(said.contains("A-1 et A-2"), "{said}");
    // to note one thing twice is no contradiction
    with(
        &folder,
        "a.toml",
        &(met.clone() + &finding("A-2", "element = \"a\"\netat = \"satisfait\"")),
    );
    assert_eq!(status(&json(&folder), "E1"), "conforme");
}

#[test]
fn what_an_auditor_found_at_a_site_comes_before_what_was_found_of_the_whole() {
    let sites = "[[site]]\nid = \"nord\"\nnom = \"Nord\"\n[[site]]\nid = \"sud\"\nnom = \"Sud\"\n";
    let folder = dossier("finding-site", &(good() + sites), &files());
    let whole = finding("A-1", "element = \"a\"\netat = \"satisfait\"");
    let north = "element = \"a\"\netat = \"non-satisfait\"\nsite = \"nord\"";
    with(&folder, "a.toml", &(whole.clone() + &finding("A-2", north)));
    let report = json(&folder);
    let samples = |report: &serde_json::Value| -> Vec<String> {
        let criteria = report["resultats"]["criteres"].as_array().unwrap();
        let first = criteria.iter().find(|c| c["id"] == "E1").unwrap();
        let samples = first["echantillons"].as_array().unwrap();
        samples
            .iter()
            .map(|s| s["retenu"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(samples(&report), ["non-conforme", "conforme"]);
    // said by two auditors, it is a disagreement
    with(&folder, "a.toml", &whole);
    with(&folder, "b.toml", &finding("B-1", north));
    assert_eq!(samples(&json(&folder)), ["non-evalue", "conforme"]);
}

#[test]
fn the_name_of_the_file_is_the_id_of_the_auditor() {
    let folder = dossier("finding-name", &good(), &files());
    let met = finding("A-1", "element = \"a\"\netat = \"satisfait\"");
    with(&folder, "auditrice-1.toml", &met);
    let report = json(&folder);
    assert_eq!(
        report["entrees"]["auditeurs"]["auditrice-1"]["fonction"],
        "auditrice externe"
    );
    assert_eq!(report["entrees"]["constats"][0]["auditeur"], "auditrice-1");
    fs::rename(
        folder.join("constats/auditrice-1.toml"),
        folder.join("constats/auditrice n° 1.toml"),
    )
    .unwrap();
    let output = run(&folder, &["verifier"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("renommez-le, par exemple « auditrice-n-1.toml »"),
        "{said}"
    );
}

#[test]
fn another_date_over_findings_is_a_simulation_without_conclusion() {
    let folder = dossier("finding-date", &good(), &files());
    with(
        &folder,
        "a.toml",
        &finding("A-1", "element = \"a\"\netat = \"satisfait\""),
    );
    let output = run(
        &folder,
        &[
            "rapport",
            "--etendue",
            "complet",
            "--format",
            "json",
            "--date",
            "2026-12-01",
        ],
    );
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["entrees"]["simulation"], true);
    assert!(report["resultats"].get("conclusion").is_none());
    let same = run(
        &folder,
        &[
            "rapport",
            "--etendue",
            "complet",
            "--format",
            "json",
            "--date",
            "2026-11-23",
        ],
    );
    let report: serde_json::Value = serde_json::from_slice(&same.stdout).unwrap();
    assert!(report["entrees"].get("simulation").is_none());
}

#[test]
fn malformed_findings_are_refused_with_their_place() {
    let cases: &[(&str, String, &str)] = &[
        (
            "criterion",
            finding("A-1", "statut = \"conforme\"").replace("\"E1\"", "\"E9\""),
            "dossier/critere-inconnu",
        ),
        (
            "element",
            finding("A-1", "element = \"z\"\netat = \"satisfait\""),
            "dossier/element-inconnu",
        ),
        ("state", finding("A-1", "element = \"a\""), "constats/incomplet"),
        ("nothing", finding("A-1", ""), "constats/incomplet"),
        (
            "reason",
            finding("A-1", "statut = \"conforme\"").replace("Vu sur place.", " "),
            "dossier/texte-vide",
        ),
        (
            "kind",
            finding("A-1", "nature = \"MINE\""),
            "constats/nature-inconnue",
        ),
        (
            "contradiction",
            finding("A-1", "statut = \"conforme\"\nnature = \"NC-MAJ\""),
            "constats/incoherent",
        ),
        (
            "seen",
            finding("A-1", "statut = \"conforme\"\nvu = [\"lste\"]"),
            "dossier/preuve-inconnue",
        ),
        (
            "twice",
            finding("A-1", "statut = \"conforme\"") + &finding("a-1", "statut = \"conforme\""),
            "dossier/identifiant-en-double",
        ),
        (
            "site",
            finding("A-1", "statut = \"conforme\"\nsite = \"nord\""),
            "dossier/site-inconnu",
        ),
        (
            "key",
            finding("A-1", "statu = \"conforme\""),
            "forme/cle-inconnue",
        ),
    ];
    for (name, body, code) in cases {
        let folder = dossier(&format!("finding-bad-{name}"), &good(), &files());
        with(&folder, "a.toml", body);
        let output = run(&folder, &["verifier"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{name}\n{said}");
        assert!(said.contains(code), "{name}: {code} expected\n{said}");
        assert!(said.contains("constats/a.toml:"), "{name}: no place\n{said}");
    }
}

#[test]
fn the_assessment_before_is_read_back_and_a_broken_one_refused() {
    let folder = dossier("history", &good(), &files());
    let before = run(
        &folder,
        &[
            "rapport",
            "--etendue",
            "complet",
            "--format",
            "json",
            "--date",
            "2026-06-01",
        ],
    )
    .stdout;
    fs::create_dir_all(folder.join("historique")).unwrap();
    fs::write(folder.join("historique/2026-06-01.json"), &before).unwrap();
    fs::write(folder.join("historique/rapport.pdf"), b"%PDF").unwrap();
    let report = json(&folder);
    assert_eq!(report["entrees"]["precedent"]["date"], "2026-06-01");
    assert_eq!(
        report["entrees"]["precedent"]["criteres"]["E1"]["retenu"],
        "conforme"
    );
    // an assessment of the audit date itself is not the one before
    let output = run(
        &folder,
        &[
            "rapport",
            "--etendue",
            "complet",
            "--format",
            "json",
            "--date",
            "2026-06-01",
        ],
    );
    let same: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(same["entrees"].get("precedent").is_none());
    fs::write(folder.join("historique/cut.json"), &before[..before.len() / 2]).unwrap();
    let output = run(&folder, &["verifier"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("historique/illisible"));
}

#[test]
fn two_auditors_who_differ_in_gravity_leave_it_open_until_one_reconciles_them() {
    let folder = dossier("finding-gravity", &good(), &files());
    with(&folder, "a.toml", &finding("A-1", "nature = \"PS\""));
    with(&folder, "b.toml", &finding("B-1", "nature = \"NC-MAJ\""));
    let criterion = |folder: &Path| {
        let report = json(folder);
        let criteria = report["resultats"]["criteres"].as_array().unwrap();
        criteria.iter().find(|c| c["id"] == "E1").unwrap().clone()
    };
    let open = criterion(&folder);
    assert_eq!(open["retenu"], "non-evalue");
    assert_eq!(open["motif"], "desaccord");
    assert!(open.get("nature").is_none(), "{open}");
    let settled = finding("A-2", "nature = \"PS\"\nconcilie = [\"A-1\", \"B-1\"]");
    with(
        &folder,
        "a.toml",
        &format!("{}{settled}", finding("A-1", "nature = \"PS\"")),
    );
    let reconciled = criterion(&folder);
    assert_eq!(reconciled["retenu"], "conforme");
    assert_eq!(reconciled["nature"], "PS");
}

#[test]
fn no_audit_and_no_rehearsal_of_one_has_a_report_without_an_auditor() {
    for (kind, said) in [
        ("audit", "pas de rapport d’audit "),
        ("audit-blanc", "pas de rapport d’audit blanc "),
    ] {
        let folder = dossier(&format!("finding-nobody-{kind}"), &good(), &files());
        let main = folder.join("dossier.toml");
        let text = fs::read_to_string(&main).unwrap();
        let audit = text.replace("genre = \"auto-evaluation\"", &format!("genre = \"{kind}\""));
        assert_ne!(audit, text);
        fs::write(main, audit).unwrap();
        for format in ["texte", "json"] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_mediaudit"));
            command.arg("rapport").arg(&folder).args(["--format", format]);
            command
                .arg("--norme")
                .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/norms/essai"));
            let refused = command.output().unwrap();
            assert_eq!(refused.status.code(), Some(2));
            let told = String::from_utf8(refused.stderr).unwrap();
            let told = told.split_whitespace().collect::<Vec<_>>().join(" ") + " ";
            assert!(told.contains("aucun auditeur n’y a porté de constat"), "{told}");
            assert!(told.contains(said), "{told}");
            assert!(refused.stdout.is_empty());
        }
    }
}

#[test]
fn everything_that_an_auditor_noted_is_listed_strong_points_first() {
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .arg("rapport")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ville-de-clairval"))
        .args(["--format", "texte"])
        .output()
        .unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    let report = report.split_whitespace().collect::<Vec<_>>().join(" ");
    let place = |text: &str| report.find(text).unwrap_or_else(|| panic!("{text}: {report}"));
    let rows = [
        "Qui a audité : auditeur associé, réseau de médiation voisin, sans lien avec la ville de Clairval ; auditrice, réseau",
        "CONSTATS DE L’AUDIT",
        "K01 E01 — Point fort",
        "K02 F06 — Point fort",
        "K03 C05.a — Non satisfait ; Non-conformité mineure",
        "Ce qui le montre : regle-confidentialite (entretien avec : médiateurs de l’équipe du soir)",
        "K06 D02.b — Non satisfait ; Non-conformité mineure",
        "(Ne compte plus : K09 le concilie)",
        "K09 D02.b — Non satisfait ; Non-conformité mineure",
        "(Concilie K06 et L01)",
        "K07 I08 — Piste de progrès",
        "K08 C04.c — Satisfait",
        "K04 C07.b — Satisfait",
        "K05 H04.c — Satisfait",
        "C05, constat K03 : La règle est en relecture",
    ];
    let places: Vec<usize> = rows.iter().map(|row| place(row)).collect();
    assert!(places.is_sorted(), "{places:?}");
    // noted by a person, they come before what is conforming and more important
    assert!(
        report.contains(
            "Trois points forts - Une activité décrite par registre (E01) - Une analyse des pratiques"
        ),
        "{report}"
    );
}
