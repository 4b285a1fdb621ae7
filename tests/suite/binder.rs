//! The binder of a structure: what lies in the folder of a usual paper counts for what its text shows, and a person is told the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::norm::Norm;
use mediaudit_core::record::item::Modality;
use serde_json::Value;

use crate::{green, made, support};

pub(crate) static NORM: LazyLock<Norm> = LazyLock::new(|| {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    mediaudit_app::norms::find("nf-x60-600", &mut sources, &mut sink).unwrap()
});

/// A text worded after public documents.
pub(crate) fn text(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/papiers");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// A picture of a page, as a phone takes it: something to see, nothing to read.
pub(crate) fn photo(shade: u8) -> Vec<u8> {
    made::png(64, 64, |x, y| if (x / 8 + y / 8) % 2 == 0 { shade } else { 255 })
}

/// A dossier of the shipped norm that holds these files, and says this.
pub(crate) fn dossier(name: &str, said: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = support::place(&format!("binder-{name}"));
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    let head = "schema = 1\nid = \"essai\"\nnorme = \"nf-x60-600\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n[structure]\nnom = \"Association d’essai\"\nforme = \"association\"\n";
    fs::write(folder.join("dossier.toml"), format!("{head}{said}")).unwrap();
    folder
}

/// What a command says on its output.
pub(crate) fn said(arguments: &[&str], folder: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(arguments)
        .arg(folder)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{told}");
    String::from_utf8(output.stdout).unwrap()
}

/// The types of each piece, by path.
pub(crate) fn types(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let text = said(
        &["rapport", "--etendue", "complet", "--format", "json", "-o", "-"],
        folder,
    );
    let assessment: Value = serde_json::from_str(&text).unwrap();
    let pieces = assessment["entrees"]["preuves"].as_array().unwrap().iter();
    pieces
        .map(|piece| {
            let types = piece["types"].as_array().unwrap().iter();
            let types = types.map(|id| id.as_str().unwrap().to_owned()).collect();
            (piece["support"]["chemin"].as_str().unwrap().to_owned(), types)
        })
        .collect()
}

fn set(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn a_paper_counts_for_each_of_its_types_that_its_text_shows_and_for_no_other() {
    let booklet = green::paper::file(&text("004-livret-mediateur-regie.txt"), "pdf");
    let agreement = green::paper::file(&text("018-convention-bailleur-regie.txt"), "pdf");
    let folder = dossier(
        "shown",
        "",
        &[
            ("preuves/livret-du-mediateur/2026-01-05-livret.pdf", &booklet),
            ("preuves/convention/2026-02-01-bailleur.pdf", &agreement),
            // the folder of a type is what it was
            (
                "preuves/charte-deontologique/2026-02-01-convention.pdf",
                &agreement,
            ),
        ],
    );
    let found = types(&folder);
    let booklet = &found["preuves/livret-du-mediateur/2026-01-05-livret.pdf"];
    for wanted in [
        "charte-deontologique",
        "regle-confidentialite",
        "procedure-alerte",
        "regle-refus-retrait",
    ] {
        assert!(booklet.contains(wanted), "{wanted}: {booklet:?}");
    }
    for other in [
        "procedure-reclamations",
        "procedure-arbitrage",
        "guide-acces-aux-droits",
    ] {
        assert!(!booklet.contains(other), "{other}: {booklet:?}");
    }
    // one content under two folders: what the paper shows, and what the type's folder says
    let both = &found["preuves/charte-deontologique/2026-02-01-convention.pdf"];
    assert_eq!(
        *both,
        set(&[
            "charte-deontologique",
            "convention-commanditaire",
            "liste-missions-exclues",
            "tableau-responsabilites"
        ])
    );
}

#[test]
fn the_map_tells_paper_by_paper_what_it_serves_and_what_more_it_would() {
    let booklet = green::paper::file(&text("004-livret-mediateur-regie.txt"), "pdf");
    let folder = dossier(
        "map",
        "",
        &[("preuves/livret-du-mediateur/2026-01-05-charte.pdf", &booklet)],
    );
    let told = said(&["preuves"], &folder);
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("(preuves/livret-du-mediateur/)"), "{told}");
    assert!(told.contains("compte pour"), "{told}");
    assert!(told.contains("servirait aussi pour"), "{told}");
    // what is missing is sent to the paper where it stands, not to a folder of our own
    assert!(
        told.contains("Procédure de réclamation → preuves/retours/ (pour C09"),
        "{told}"
    );
}

#[test]
fn a_person_says_what_a_picture_shows_and_a_folder_of_one_type_says_it_alone() {
    let (post, uniform) = (photo(0), photo(60));
    let files: [(&str, &[u8]); 2] = [
        ("preuves/dossier-rh/2026-03-01-poste.png", &post),
        ("preuves/tenue/2026-03-01-veste.png", &uniform),
    ];
    let folder = dossier("picture", "", &files);
    let found = types(&folder);
    assert_eq!(found["preuves/dossier-rh/2026-03-01-poste.png"], set(&[]));
    assert_eq!(
        found["preuves/tenue/2026-03-01-veste.png"],
        set(&["tenue-et-signe"])
    );
    // what is to be pasted is right as it stands
    let told = said(&["preuves"], &folder);
    assert!(told.contains("Aucun texte n’y est lu"), "{told}");
    let block: Vec<&str> = told
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != "[[preuve]]")
        .take_while(|line| !line.is_empty())
        .take(4)
        .collect();
    let block = block.join("\n").replace("etat-du-personnel", "fiche-de-poste");
    let folder = dossier("picture-said", &block, &files);
    let found = types(&folder);
    assert_eq!(
        found["preuves/dossier-rh/2026-03-01-poste.png"],
        set(&["fiche-de-poste"]),
        "{block}"
    );
    assert!(!said(&["preuves"], &folder).contains("Aucun texte n’y est lu"));
}

#[test]
fn a_declared_file_of_a_binder_may_name_no_type() {
    let agreement = green::paper::file(&text("018-convention-bailleur-regie.txt"), "pdf");
    let path = "preuves/convention/bailleur.pdf";
    let block = format!(
        "[[preuve]]\nid = \"bailleur\"\nfichier = \"{path}\"\ntypes = []\ndate-effet = 2026-02-01\nsignee = true\n"
    );
    let folder = dossier("declared", &block, &[(path, &agreement)]);
    assert!(types(&folder)[path].contains("convention-commanditaire"));
}

#[test]
fn every_document_type_of_the_shipped_norm_has_its_paper_and_each_word_means_one_thing() {
    for (id, kind) in &NORM.evidence_types {
        let filed = kind.modalities.contains(&Modality::Document);
        assert_eq!(NORM.home(id).is_some(), filed, "{id}");
    }
    assert!((20..=30).contains(&NORM.papers.len()), "{}", NORM.papers.len());
    // « Scan du 20-01-2025 » names no paper
    for word in [
        "du", "de", "des", "la", "le", "les", "un", "une", "et", "en", "au", "aux", "par", "pour", "sur",
    ] {
        let called = NORM
            .papers
            .iter()
            .find(|paper| paper.called.iter().any(|name| name == word));
        assert!(called.is_none(), "{word}");
    }
    for word in ["convention", "fiche", "compte rendu", "registre"] {
        let named: Vec<&str> = NORM
            .papers
            .iter()
            .filter(|paper| {
                let label = format!(" {}", paper.label.to_lowercase());
                label.contains(&format!(" {word}")) || paper.id.as_str().starts_with(&word.replace(' ', "-"))
            })
            .map(|paper| paper.id.as_str())
            .collect();
        assert_eq!(named.len(), 1, "{word}: {named:?}");
    }
}
