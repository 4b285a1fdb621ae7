//! A message lets the person go on: it names what is wrong as they see it, and what to do.

use std::fs;

use super::support::{PDF, dossier, files, good, run};

fn told(output: &std::process::Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    let said = String::from_utf8(both).unwrap();
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What `verifier` tells of a dossier whose `dossier.toml` holds these lines.
fn verified(name: &str, body: &str) -> String {
    told(&run(&dossier(name, body, &[]), &["verifier"]))
}

#[test]
fn a_dossier_saved_as_unicode_by_windows_is_read() {
    for (little, mark) in [(true, [0xff, 0xfe]), (false, [0xfe, 0xff])] {
        let folder = dossier("utf16", &good(), &files());
        let plain = run(&folder, &["verifier"]);
        let text = fs::read_to_string(folder.join("dossier.toml")).unwrap();
        let mut bytes = mark.to_vec();
        for unit in text.encode_utf16() {
            bytes.extend(if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            });
        }
        fs::write(folder.join("dossier.toml"), bytes).unwrap();
        assert_eq!(told(&run(&folder, &["verifier"])), told(&plain));
    }
}

#[test]
fn what_a_hurry_writes_gets_the_form_to_write() {
    for (line, said) in [
        (
            "[faits]\nequipe.mediateurs = \"4\"\n",
            "enlevez les guillemets : 4",
        ),
        ("[faits]\nouvert = \"true\"\n", "enlevez les guillemets : true"),
        ("[faits]\nequipe.mediateurs = 4 réunions\n", "un nombre seul : 4"),
        ("[faits]\nequipe.mediateurs = environ 3\n", "un nombre seul : 3"),
        ("[faits]\nequipe.mediateurs = mars 2025\n", "2025-03-01"),
        (
            "[faits]\nequipe.mediateurs = { valeur = 0,1, preuve = \"x\" }\n",
            "un nombre décimal prend un point : 0.1",
        ),
        ("ville = \"Grenoble\n", "il manque le guillemet fermant"),
        (
            "ville = \"Règle dite \"orale\"\"\n",
            "à l’intérieur d’un texte, employez « »",
        ),
        (
            "ville\u{a0}= \"Grenoble\"\n",
            "espace insécable devant le signe égal",
        ),
    ] {
        let told = verified("hurry", line);
        assert!(told.contains(said), "{line}: {told}");
        assert!(!told.contains("message d’origine"), "{line}: {told}");
    }
}

#[test]
fn a_file_that_stayed_in_the_cloud_is_said_to_have() {
    let folder = dossier(
        "cloud",
        &good(),
        &[("preuves/regle/2026-01-01-a.pdf", &[0; 4096])],
    );
    let told = told(&run(&folder, &["preuves"]));
    assert!(
        told.contains("ne contient que des zéros : peut-être resté dans le nuage ; ouvrez-le une fois"),
        "{told}"
    );
}

#[test]
fn a_folder_named_as_people_write_is_told_which_type_it_means() {
    for name in ["Règle", "regles", "REGLE"] {
        let folder = dossier("typo", "", &[(&format!("preuves/{name}/2026-01-01-a.pdf"), PDF)]);
        let told = told(&run(&folder, &["preuves"]));
        assert!(told.contains("vouliez-vous dire « regle » ?"), "{name}: {told}");
    }
}

#[test]
fn leftovers_of_an_editor_or_a_browser_are_no_evidence_and_many_are_told_in_one_line() {
    let names: Vec<String> = (0..30)
        .map(|n| format!("preuves/regle/LISEZMOI-{n}.txt"))
        .chain(["~WRL0001.tmp", "a.pdf.part", "b.pdf.crdownload"].map(|name| format!("preuves/regle/{name}")))
        .collect();
    let held: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), PDF)).collect();
    let folder = dossier("leftovers", "", &held);
    let told = told(&run(&folder, &["preuves"]));
    assert!(told.contains("30 fichiers : mode d’emploi"), "{told}");
    assert_eq!(told.matches("téléchargement inachevé").count(), 3, "{told}");
}

#[test]
fn a_piece_is_named_by_its_file_before_its_number() {
    let folder = dossier("named", &good(), &files());
    let told = told(&run(&folder, &["expliquer", "E1"]));
    assert!(told.contains(" 2025-01-01-regle.pdf (f-"), "{told}");
}
