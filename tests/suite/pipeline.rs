//! From a folder to the reports, on the trial norm: statuses, scores, bytes.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{PDF, dossier, files, good, json, norm, place, run, status};

#[test]
fn what_is_shown_conforms_and_what_is_only_said_does_not() {
    let report = json(&dossier("shown", &good(), &files()));
    assert_eq!(
        (status(&report, "E1"), status(&report, "E2")),
        ("conforme", "conforme")
    );
    assert_eq!(report["resultats"]["score"]["min"], "1");
    assert_eq!(report["resultats"]["conclusion"], "bien");

    let report = json(&dossier(
        "said",
        &good().replace("{ valeur = 4, preuve = \"liste\" }", "4"),
        &files(),
    ));
    assert_eq!(status(&report, "E1"), "non-demontre");
    // one of two elements is met: half of weight 2, and E2 whole of weight 1
    assert_eq!(report["resultats"]["score"]["min"], "2/3");
}

#[test]
fn each_status_is_reached() {
    let cases: &[(&str, String, &str)] = &[
        (
            "too-few",
            good().replace("equipe.signes = { valeur = 4", "equipe.signes = { valeur = 3"),
            "non-conforme",
        ),
        (
            "level",
            good().replace("niveau = \"en-place\"", "niveau = \"absente\""),
            "non-conforme",
        ),
        (
            "no-level",
            good().replace("niveau = \"en-place\"", "commentaire = \"à voir\""),
            "non-demontre",
        ),
        (
            "aside",
            good().replace("niveau = \"en-place\"", "non-applicable = \"Aucun médiateur.\""),
            "non-applicable",
        ),
        (
            "scope",
            good()
                .replace("mediateurs = { valeur = 4", "mediateurs = { valeur = 0")
                .replace("signes = { valeur = 4", "signes = { valeur = 0"),
            "non-applicable",
        ),
        ("silent", "[faits]\nouvert = true\n".to_owned(), "non-evalue"),
    ];
    for (name, body, expected) in cases {
        let evidence = if *name == "silent" { Vec::new() } else { files() };
        assert_eq!(
            status(&json(&dossier(name, body, &evidence)), "E1"),
            *expected,
            "{name}"
        );
    }
}

#[test]
fn an_expired_or_broken_piece_proves_nothing() {
    for (name, file) in [
        ("expired", ("preuves/regle/2020-01-01-regle.pdf", PDF)),
        ("undated", ("preuves/regle/regle.pdf", PDF)),
        ("later", ("preuves/regle/2027-01-01-regle.pdf", PDF)),
        ("cut", ("preuves/regle/2025-01-01-regle.pdf", &b"%PDF-1.4\n"[..])),
        ("empty", ("preuves/regle/2025-01-01-regle.pdf", &b""[..])),
        (
            "disguised",
            (
                "preuves/regle/2025-01-01-regle.pdf",
                &b"<!DOCTYPE html><html></html>"[..],
            ),
        ),
    ] {
        let evidence = vec![
            ("preuves/liste/2026-01-05-liste.pdf", super::support::OTHER),
            file,
        ];
        assert_eq!(
            status(&json(&dossier(name, &good(), &evidence)), "E1"),
            "non-demontre",
            "{name}"
        );
    }
}

#[test]
fn no_conclusion_while_something_that_binds_is_not_assessed() {
    let report = json(&dossier("none", "[faits]\nouvert = true\n", &[]));
    assert!(report["resultats"].get("conclusion").is_none());
    assert_eq!(
        report["resultats"]["sans-conclusion"][0]["criteres-non-evalues"][0],
        "E1"
    );
    assert_eq!(
        (
            &report["resultats"]["score"]["min"],
            &report["resultats"]["score"]["max"]
        ),
        (&"1/3".into(), &"1".into())
    );
}

#[test]
fn the_inputs_alone_give_the_results_again() {
    let folder = dossier("again", &good(), &files());
    let output = run(&folder, &["rapport", "--etendue", "complet", "--format", "json"]);
    let assessment: mediaudit_core::assessment::Assessment = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        mediaudit_core::engine::assess(&assessment.inputs).unwrap(),
        assessment.results
    );
    assert_eq!(
        mediaudit_app::report::json(&assessment).unwrap().as_bytes(),
        output.stdout
    );
}

#[test]
fn refusals_say_where_and_how_to_mend() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "fact",
            "[faits]\nequipe.mediateur = 4\n",
            &[
                "dossier/fait-inconnu",
                "dossier.toml:11:8",
                "vouliez-vous dire « equipe.mediateurs »",
            ],
        ),
        (
            "value",
            "[faits]\nouvert = \"oui\"\n",
            &["dossier/fait-valeur", "true ou false"],
        ),
        (
            "quoted",
            "[faits]\n\"equipe.mediateurs\" = 4\n",
            &["dossier/fait-entre-guillemets"],
        ),
        (
            "criterion",
            "[pratiques.E9]\nniveau = \"en-place\"\n",
            &["dossier/critere-inconnu"],
        ),
        (
            "level",
            "[pratiques.E1]\nniveau = \"enplace\"\n",
            &["dossier/niveau-inconnu", "en-place"],
        ),
        (
            "path",
            "[[preuve]]\nid = \"x\"\ntypes = [\"regle\"]\nfichier = \"../secret.pdf\"\n",
            &["dossier/chemin"],
        ),
        (
            "type",
            "[[preuve]]\nid = \"x\"\ntypes = [\"rgle\"]\nailleurs = \"bureau\"\n",
            &["dossier/type-preuve-inconnu", "vouliez-vous dire « regle »"],
        ),
        (
            "where",
            "[[preuve]]\nid = \"x\"\ntypes = [\"regle\"]\n",
            &["dossier/preuve-incomplete"],
        ),
        (
            "na",
            "[pratiques.E1]\nnon-applicable = \" \"\n",
            &["dossier/non-applicable-sans-raison"],
        ),
        (
            "syntax",
            "[faits\n",
            &["toml/syntaxe", "crochet fermant manquant"],
        ),
    ];
    for (name, body, wanted) in cases {
        let output = run(&dossier(&format!("bad-{name}"), body, &[]), &["verifier"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{name}\n{said}");
        assert!(output.stdout.is_empty(), "{name}");
        for word in *wanted {
            assert!(said.contains(word), "{name}: « {word} » expected\n{said}");
        }
    }
}

#[test]
fn exit_codes() {
    let good_folder = dossier("exit-good", &good(), &files());
    assert_eq!(run(&good_folder, &["verifier"]).status.code(), Some(0));
    let poor = dossier(
        "exit-poor",
        &good().replace("niveau = \"en-place\"", "niveau = \"absente\""),
        &files(),
    );
    assert_eq!(run(&poor, &["verifier"]).status.code(), Some(1));
    assert_eq!(
        run(&poor, &["rapport", "--etendue", "complet", "--format", "texte"])
            .status
            .code(),
        Some(0)
    );
    assert_eq!(run(Path::new("nulle-part"), &["verifier"]).status.code(), Some(2));
    assert_eq!(
        run(&good_folder, &["verifier", "--formt", "json"]).status.code(),
        Some(2)
    );
}

#[cfg(unix)]
#[test]
fn links_are_never_opened() {
    let folder = dossier("links", &good(), &files());
    std::os::unix::fs::symlink("/etc/hostname", folder.join("preuves/regle/lien.pdf")).unwrap();
    std::os::unix::fs::symlink(&folder, folder.join("preuves/boucle")).unwrap();
    let output = run(&folder, &["preuves"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("preuves/regle/lien.pdf : c’est un lien"), "{text}");
    assert!(text.contains("preuves/boucle : c’est un lien"), "{text}");
}

/// Two sites, one of which differs: the worst decides, each sample stays in the result.
#[test]
fn sites_are_samples_and_the_worst_decides() {
    let sites = "[[site]]\nid = \"nord\"\nnom = \"Local nord\"\nsiege = true\n[[site]]\nid = \"sud\"\nnom = \"Local sud\"\n";
    let facts = |south: &str| {
        format!(
            "{sites}{}",
            good().replace(
                "equipe.signes = { valeur = 4, preuve = \"liste\" }",
                &format!(
                    "equipe.signes = [{{ valeur = 4, preuve = \"liste\", site = \"nord\" }}, {{ valeur = {south}, preuve = \"liste\", site = \"sud\" }}]"
                ),
            )
        )
    };
    let samples = |report: &serde_json::Value| -> Vec<(String, String)> {
        let criteria = report["resultats"]["criteres"].as_array().unwrap();
        let first = criteria.iter().find(|c| c["id"] == "E1").unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("ensemble").to_owned();
        first["echantillons"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| (text(&s["site"]), text(&s["retenu"])))
            .collect()
    };
    let pair = |a: (&str, &str), b: (&str, &str)| {
        vec![(a.0.to_owned(), a.1.to_owned()), (b.0.to_owned(), b.1.to_owned())]
    };
    let even = json(&dossier("sites-even", &facts("4"), &files()));
    assert_eq!(status(&even, "E1"), "conforme");
    assert_eq!(samples(&even), pair(("nord", "conforme"), ("sud", "conforme")));
    let uneven = json(&dossier("sites-uneven", &facts("3"), &files()));
    assert_eq!(status(&uneven, "E1"), "non-conforme");
    assert_eq!(
        samples(&uneven),
        pair(("nord", "conforme"), ("sud", "non-conforme"))
    );
    // what names no site is one sample, whatever sites there are
    let whole = json(&dossier("sites-whole", &format!("{sites}{}", good()), &files()));
    assert_eq!(
        samples(&whole),
        vec![("ensemble".to_owned(), "conforme".to_owned())]
    );
    // a practice of one site: the other keeps that of the whole
    let practice = good().replace(
        "[pratiques.E1]\nniveau = \"en-place\"\n",
        "[[pratiques.E1]]\nniveau = \"en-place\"\n[[pratiques.E1]]\nsite = \"sud\"\nniveau = \"absente\"\n",
    );
    let split = json(&dossier(
        "sites-practice",
        &format!("{sites}{practice}"),
        &files(),
    ));
    assert_eq!(
        samples(&split),
        pair(("nord", "conforme"), ("sud", "non-conforme"))
    );
    // the same site twice, and a site that is not declared, are refused
    for (name, body) in [
        (
            "twice",
            facts("4").replace("site = \"sud\" }]", "site = \"nord\" }]"),
        ),
        (
            "unknown",
            facts("4").replace("site = \"sud\" }]", "site = \"est\" }]"),
        ),
    ] {
        let output = run(&dossier(&format!("sites-{name}"), &body, &files()), &["verifier"]);
        assert_eq!(output.status.code(), Some(2), "{name}");
    }
}

#[test]
fn a_norm_says_when_it_is_in_force_under_which_licence_and_what_blocks() {
    let own = fs::read_to_string(norm().join("norme.toml")).unwrap();
    let judged = |name: &str, days: &str| {
        let place = place(&format!("norme-{name}"));
        fs::create_dir_all(&place).unwrap();
        let more = format!("[norme]\nlicence = \"Licence d’essai\"\n{days}");
        fs::write(place.join("norme.toml"), own.replacen("[norme]\n", &more, 1)).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .arg("rapport")
            .arg(dossier(name, &good(), &files()))
            .args(["--etendue", "complet", "--format", "texte", "--norme"])
            .arg(place)
            .output()
            .unwrap();
        let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        told.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (early, late) = (
        "La norme n’entre en vigueur que le 24 novembre 2026",
        "La norme n’est plus en vigueur depuis le 22 novembre 2026",
    );
    for (name, days, said) in [
        ("jour-avant", "en-vigueur = 2026-11-24\n", Some(early)),
        ("jour-premier", "en-vigueur = 2026-11-23\n", None),
        ("jour-dernier", "fin = 2026-11-23\n", None),
        ("jour-apres", "fin = 2026-11-22\n", Some(late)),
    ] {
        let report = judged(name, days);
        for sentence in [early, late] {
            assert_eq!(
                report.contains(sentence),
                said == Some(sentence),
                "{name}: {report}"
            );
        }
        assert!(report.contains("Licence d’essai"), "{report}");
        assert!(
            report.contains("Constat « écart majeur » : Grave. Il bloque tant qu’il n’est pas levé."),
            "{report}"
        );
    }
}

#[test]
fn a_norm_that_cites_no_source_says_so() {
    let norm = super::support::temporary("norme-sans-source");
    let sound = std::fs::read_to_string(super::support::norm().join("norme.toml")).unwrap();
    let source = "[[source]]\ncle = \"S1\"\ntitre = \"Une source\"\nlu-le = 2026-01-01\n\n";
    let bare = sound
        .replace(source, "")
        .replace("sources = [\"S1\"]\n", "")
        .replace("confiance = \"A\"", "confiance = \"C\"");
    assert!(!bare.contains("S1"));
    std::fs::write(norm.join("norme.toml"), bare).unwrap();
    let folder = super::support::dossier("dossier-sans-source", "", &[]);
    for format in ["texte", "html"] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .arg("rapport")
            .arg(&folder)
            .args(["--etendue", "complet", "--format", format, "-o", "-", "--norme"])
            .arg(&norm)
            .output()
            .unwrap();
        let report = String::from_utf8(output.stdout).unwrap();
        assert!(report.contains("ne citent aucune source"), "{report}");
        assert!(!report.contains("<tbody>\n</tbody>"), "{report}");
    }
}
