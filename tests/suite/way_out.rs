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

#[test]
fn a_fact_names_its_proof_as_one_names_a_file_or_as_the_map_prints_it() {
    let list = "preuves/liste/2026-01-05 liste signée.pdf";
    let digest = mediaudit_core::kernel::Digest::of(PDF).short();
    let stated = |proof: &str| {
        let line = |fact: &str| format!("equipe.{fact} = {{ valeur = 4, preuve = \"{proof}\" }}\n");
        format!("[faits]\nouvert = true\n{}{}", line("mediateurs"), line("signes"))
    };
    let pieces: [(&str, &[u8]); 2] = [
        (list, PDF),
        ("preuves/regle/2025-01-01-regle.pdf", crate::support::RULE),
    ];
    let block = format!("[[preuve]]\nid = \"liste\"\ntypes = [\"liste\"]\nfichier = \"{list}\"\n");
    let declared = stated("liste") + &block;
    let elements = |name: &str, body: &str| {
        let report = crate::support::json(&dossier(name, body, &pieces));
        report["resultats"]["criteres"][0]["echantillons"][0]["elements"][1]["trace"]["appui"].clone()
    };
    let wanted = elements("proof-id", &declared);
    assert_eq!(wanted, "montre");
    assert_eq!(elements("proof-path", &stated(list)), wanted);
    assert_eq!(elements("proof-path-declared", &(stated(list) + &block)), wanted);
    assert_eq!(elements("proof-digest", &stated(&format!("f-{digest}"))), wanted);
    // of what is not there, one is told at its line, with the name that may be meant
    let missing = verified("proof-missing", &stated("preuves/liste/2026-01-05-liste.pdf"));
    assert!(
        missing.contains("la preuve « preuves/liste/2026-01-05-liste.pdf » n’est pas dans le dossier"),
        "{missing}"
    );
    let near = told(&run(
        &dossier(
            "proof-near",
            &stated("preuves/liste/2026-01-05 liste signee.pdf"),
            &pieces,
        ),
        &["verifier"],
    ));
    assert!(
        near.contains(&format!("vouliez-vous dire « {list} » ?")),
        "{near}"
    );
}

#[test]
fn what_follows_from_a_faulty_block_is_not_told_besides() {
    for (body, fault) in [
        (
            "[faits]\nequipe.mediateurs = { valeur = 4, preuve = \"liste\" }\n[[preuve]]\nid = \"liste\"\ntypes = [\"liste\"]\nfichier = \"preuves/liste/a.pdf\"\ndate-effet = \"hier\"\n",
            "date attendue",
        ),
        (
            "[faits]\nequipe.mediateurs = { valeur = 4, preuve = \"liste\" }\n[[preuve]]\nid = \"liste\"\ntypes = [\"liste\"]\nfichier = \"../a.pdf\"\n",
            "le chemin ne peut sortir du dossier",
        ),
        (
            "[pratiques.E1]\nniveau = \"en-place\"\nsite = \"nord\"\n[[site]]\nid = \"nord\"\nnom = 3\n",
            "texte entre guillemets attendu",
        ),
    ] {
        let said = verified("cascade", body);
        assert!(said.contains(fault) && said.ends_with("1 erreur"), "{said}");
    }
    let findings = "schema = 1\n[auditeur]\nfonction = \"auditrice\"\norganisme = \"cabinet\"\n[[constat]]\nid = \"K-1\"\ncritere = \"E9\"\nraison = \"Vide.\"\n";
    let answers = "schema = 1\n[[observation]]\nid = \"O-1\"\nconstat = \"K-1\"\ntexte = \"Non.\"\n";
    let beside: [(&str, &[u8]); 2] = [
        ("constats/a.toml", findings.as_bytes()),
        ("observations.toml", answers.as_bytes()),
    ];
    let said = told(&run(&dossier("cascade-finding", "", &beside), &["verifier"]));
    assert!(
        said.contains("le critère « E9 »") && said.ends_with("1 erreur"),
        "{said}"
    );
    // what is nowhere is still told
    let said = verified(
        "cascade-not",
        "[faits]\nequipe.mediateurs = { valeur = 4, preuve = \"autre\" }\n[[preuve]]\nid = \"liste\"\ntypes = 3\n",
    );
    assert!(said.contains("« autre » n’est pas déclarée"), "{said}");
}

#[test]
fn each_command_that_is_proposed_can_be_copied_whatever_the_folder_is_called() {
    let folder = dossier("Mon Association d'été", &good(), &files());
    let quoted = format!("\"{}\"", folder.display());
    let screen = told(&run(&folder, &["verifier"]));
    assert!(
        screen.contains(&format!("(détail : mediaudit preuves {quoted})")),
        "{screen}"
    );
    let faulty = dossier(
        "avec une faute",
        "[faits]\nequipe.mediateurs = { valeur = 4, preuve = \"f-000000000000\" }\n",
        &[],
    );
    let said = told(&run(&faulty, &["verifier"]));
    assert!(
        said.contains(&format!("« mediaudit preuves \"{}\" »", faulty.display())),
        "{said}"
    );
    let json = run(&faulty, &["verifier", "--format", "json"]);
    assert!(!told(&json).contains("DOSSIER"), "{}", told(&json));
    let refused = told(&run(&folder, &["expliquer", "E7"]));
    assert!(!refused.contains("DOSSIER"), "{refused}");
    // a folder without its quotes
    let typed = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["verifier", "Mon", "Association", "d'été"])
        .output()
        .unwrap();
    assert!(
        told(&typed).contains("un nom qui contient des espaces se met entre guillemets"),
        "{}",
        told(&typed)
    );
}

#[test]
fn a_new_dossier_and_a_norm_of_a_folder_are_proposed_as_they_must_be_typed() {
    let place = crate::support::temporary("typed");
    let mediaudit = |arguments: &[&str]| {
        told(
            &std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
                .args(arguments)
                .current_dir(&place)
                .output()
                .unwrap(),
        )
    };
    crate::support::copy(&crate::support::norm(), &place.join("ma norme"));
    let made = mediaudit(&["nouveau", "mon dossier", "--norme", "./ma norme"]);
    let next = "mediaudit verifier \"mon dossier\" --norme \"./ma norme\"";
    assert!(made.contains(next), "{made}");
    assert!(!mediaudit(&["verifier", "mon dossier", "--norme", "./ma norme"]).contains("erreur"));
    let wrong = mediaudit(&["norme", "verifier", "ma norme"]);
    assert!(
        wrong.contains("par le chemin de son dossier : \"./ma norme\""),
        "{wrong}"
    );
}

#[test]
fn files_that_a_pdf_bears_inside_are_named_as_not_read() {
    let mut document = lopdf::Document::load_mem(PDF).unwrap();
    let stream = lopdf::Stream::new(lopdf::dictionary! { "Type" => "EmbeddedFile" }, b"devis".to_vec());
    let file = document.add_object(stream);
    let bearing = lopdf::dictionary! { "Type" => "Filespec", "UF" => lopdf::Object::string_literal("devis.pdf"),
    "EF" => lopdf::dictionary! { "F" => file } };
    document.add_object(bearing);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let pieces: [(&str, &[u8]); 1] = [("preuves/liste/2026-01-05-liste.pdf", &bytes)];
    let folder = dossier("portfolio", &good(), &pieces);
    let said = "contient 1 pièce jointe, non lue";
    let map = told(&run(&folder, &["preuves"]));
    assert!(map.contains(said), "{map}");
    let report = told(&run(
        &folder,
        &["rapport", "--etendue", "complet", "--format", "texte"],
    ));
    assert!(report.contains(said), "{report}");
}
