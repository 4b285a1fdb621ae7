//! What lies in a dossier and is not read, though it seems meant to be, is told with what to do.

use std::fs;

use super::support::{PDF, dossier, files, good, json, run};

const FINDING: &str = "schema = 1\nauditeur = \"Cabinet X\"\n";

fn words(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text).replace("&#39;", "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn findings_saved_under_another_name_do_not_vanish_in_silence() {
    let folder = dossier("findings-named", &good(), &files());
    fs::create_dir_all(folder.join("constats/novembre")).unwrap();
    for name in [
        "auditrice.toml.txt",
        "AUDITEUR.TOML",
        "notes.docx",
        "LISEZMOI.txt",
    ] {
        fs::write(folder.join("constats").join(name), FINDING).unwrap();
    }
    let told = [
        "constats/auditrice.toml.txt : n’est pas lu sous ce nom : renommez-le en « auditrice.toml »",
        "constats/AUDITEUR.TOML : n’est pas lu sous ce nom : renommez-le en « AUDITEUR.toml »",
        "constats/novembre : c’est un dossier, qui n’est pas lu : déplacez ses fichiers directement dans « constats »",
        "constats/notes.docx : seuls les fichiers « .toml » sont lus dans « constats »",
    ];
    for command in [
        vec!["verifier"],
        vec!["preuves"],
        vec!["rapport", "--etendue", "complet", "--format", "texte"],
        vec!["rapport", "--etendue", "complet", "--format", "html", "-o", "-"],
    ] {
        let text = words(&run(&folder, &command).stdout);
        for sentence in told {
            assert!(text.contains(sentence), "{command:?}: {sentence}");
        }
        assert!(!text.contains("LISEZMOI"), "{command:?}");
    }
    let report = json(&folder);
    assert_eq!(report["entrees"]["non-lus"].as_array().unwrap().len(), told.len());
    // the first page says so, too
    let text = words(&run(&folder, &["rapport", "--etendue", "complet", "--format", "texte"]).stdout);
    assert!(
        text.contains("N’ont pas été lus et ne comptent pour rien : « constats/AUDITEUR.TOML »"),
        "{text}"
    );
}

#[test]
fn issued_assessments_saved_under_another_name_do_not_vanish_in_silence() {
    let folder = dossier("history-named", &good(), &files());
    fs::create_dir_all(folder.join("historique/2025")).unwrap();
    for name in ["2025-11-23.json.txt", "2025-11-24.JSON", "2025-11-25.pdf"] {
        fs::write(folder.join("historique").join(name), b"{}").unwrap();
    }
    let text = words(&run(&folder, &["verifier"]).stdout);
    for sentence in [
        "historique/2025-11-23.json.txt : n’est pas lu sous ce nom : renommez-le en « 2025-11-23.json »",
        "historique/2025-11-24.JSON : n’est pas lu sous ce nom : renommez-le en « 2025-11-24.json »",
        "historique/2025-11-25.pdf : seuls les fichiers « .json » sont lus dans « historique »",
        "historique/2025 : c’est un dossier, qui n’est pas lu",
    ] {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
}

#[test]
fn the_pdf_kept_beside_an_issued_assessment_is_nothing_to_tell() {
    let folder = dossier("history-companion", &good(), &files());
    fs::create_dir_all(folder.join("historique")).unwrap();
    let early = run(
        &folder,
        &[
            "rapport",
            "--etendue",
            "complet",
            "--format",
            "json",
            "--date",
            "2026-10-01",
        ],
    );
    fs::write(folder.join("historique/2026-10-01.json"), early.stdout).unwrap();
    fs::write(folder.join("historique/2026-10-01.pdf"), PDF).unwrap();
    let report = json(&folder);
    assert!(report["entrees"].get("non-lus").is_none());
    assert_eq!(report["entrees"]["precedent"]["date"], "2026-10-01");
}

#[test]
fn a_file_of_the_dossier_under_nearly_its_name_is_told() {
    let folder = dossier("root-named", &good(), &files());
    fs::create_dir_all(folder.join("Constats")).unwrap();
    fs::create_dir_all(folder.join("preuve")).unwrap();
    for name in [
        "actions.toml.txt",
        "Observations.toml",
        "dossier.toml.txt",
        "notes.txt",
    ] {
        fs::write(folder.join(name), b"schema = 1\n").unwrap();
    }
    let text = words(&run(&folder, &["verifier"]).stdout);
    for sentence in [
        "Non lu — actions.toml.txt : n’est pas lu sous ce nom : renommez-le en « actions.toml »",
        "Non lu — Constats : ce dossier n’est pas lu sous ce nom : renommez-le en « constats »",
        "Non lu — preuve : ce dossier n’est pas lu, « preuves » l’est",
        "Non lu — dossier.toml.txt : n’est pas lu, « dossier.toml » l’est",
        "Non lu — Observations.toml : n’est pas lu sous ce nom : renommez-le en « observations.toml »",
    ] {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
    assert!(!text.contains("notes.txt"), "{text}");
}

#[test]
fn a_dossier_saved_as_a_text_is_told_how_to_be_one() {
    let folder = dossier("main-named", &good(), &files());
    fs::rename(folder.join("dossier.toml"), folder.join("dossier.toml.txt")).unwrap();
    let output = run(&folder, &["verifier"]);
    assert_eq!(output.status.code(), Some(2));
    let text = words(&output.stderr);
    assert!(
        text.contains("« dossier.toml.txt » n’est pas lu sous ce nom : renommez-le en « dossier.toml »"),
        "{text}"
    );
}

/// « é » in one character, and in two.
const TWINS: [&str; 2] = [
    "preuves/regle/2026-01-01-\u{e9}t\u{e9}.pdf",
    "preuves/regle/2026-01-01-e\u{301}te\u{301}.pdf",
];

#[test]
fn two_files_whose_names_look_alike_are_both_told() {
    let other = [PDF, b"%%EOF\n"].concat();
    let body = format!(
        "{}[[preuve]]\nid = \"regle\"\ntypes = [\"regle\"]\nfichier = \"{}\"\n",
        good(),
        TWINS[0]
    );
    for (name, second) in [("other", other.as_slice()), ("same", PDF)] {
        let twins = [files(), vec![(TWINS[0], PDF), (TWINS[1], second)]].concat();
        let folder = dossier(&format!("twins-{name}"), &body, &twins);
        // a disk that takes both for one name holds one file
        if fs::read_dir(folder.join("preuves/regle")).unwrap().count() < 3 {
            continue;
        }
        let text = words(&run(&folder, &["verifier"]).stdout);
        for written in ["d’un seul tenant", "en deux signes"] {
            let sentence = format!(
                "Non lu — {} : un autre fichier porte ce nom, aux accents écrits autrement (ici {written}) : renommez l’un des deux",
                TWINS[0]
            );
            assert!(text.contains(&sentence), "{sentence}\n{text}");
        }
        let report = json(&folder);
        let pieces = report["entrees"]["preuves"].as_array().unwrap();
        let piece = pieces.iter().find(|piece| piece["id"] == "regle").unwrap();
        assert_eq!(piece["lecture"]["etat"], "illisible", "{piece}");
    }
}
