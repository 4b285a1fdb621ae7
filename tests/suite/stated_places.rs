//! Where in its piece a number is said to stand, and what a piece says instead of it.

use std::fs;
use std::path::PathBuf;

use mediaudit_core::assessment::Assessment;

use super::naive;
use crate::made;
use crate::support::{copy, norm, report, temporary};

const TABLE: &str = "Rubrique;Nombre;Note\nMédiateurs;4;au 5 janvier\nEngagements signés;3;\nSalle;12 chaises;x\n;;\nFin;;vu\n";

/// A dossier under a norm that seeks its numbers: what is said of the signatures, and the file that should show both numbers.
fn said(name: &str, signed: &str, file: &str, bytes: &[u8]) -> PathBuf {
    let place = temporary(name);
    copy(&norm(), &place.join("norme"));
    let path = place.join("norme/norme.toml");
    let text = fs::read_to_string(&path).unwrap();
    let text = text
        .replace(
            "libelle = \"Médiateurs\"",
            "libelle = \"Médiateurs\"\nmots = [\"médiat\"]",
        )
        .replace(
            "libelle = \"Engagements signés\"",
            "libelle = \"Engagements signés\"\nmots = [\"signé\"]",
        );
    fs::write(&path, text).unwrap();
    let folder = place.join("dossier");
    fs::create_dir_all(folder.join("preuves/regle")).unwrap();
    fs::create_dir_all(folder.join("preuves/liste")).unwrap();
    fs::write(
        folder.join("preuves/regle/2025-01-05-regle.pdf"),
        made::pdf(&["Regle"]),
    )
    .unwrap();
    fs::write(folder.join("preuves/liste").join(file), bytes).unwrap();
    let body = format!(
        "schema = 1\nid = \"essai\"\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n[structure]\nnom = \"Essai\"\n[faits]\nouvert = true\nequipe.mediateurs = {{ valeur = 4, preuve = \"liste\" }}\nequipe.signes = {{ {signed}, preuve = \"liste\" }}\n[pratiques.E1]\nniveau = \"en-place\"\n[[preuve]]\nid = \"liste\"\ntypes = [\"liste\"]\nfichier = \"preuves/liste/{file}\"\n"
    );
    fs::write(folder.join("dossier.toml"), body).unwrap();
    folder
}

/// How E1 comes out, why its element b does not hold, what is judged of the signatures.
fn judged(folder: &std::path::Path) -> (String, Vec<String>, String) {
    let text = report(folder, "json");
    let whole: Assessment = serde_json::from_str(&text).unwrap();
    // two judges who share no code agree, from the entries alone
    assert_eq!(
        naive::differences(&whole.inputs, &whole.results),
        Vec::<String>::new()
    );
    let all: serde_json::Value = serde_json::from_str(&text).unwrap();
    let e1 = &all["resultats"]["criteres"][0];
    let causes = e1["echantillons"][0]["elements"][1]["causes"].as_array().cloned();
    let causes = causes.unwrap_or_default();
    (
        e1["retenu"].as_str().unwrap().to_owned(),
        causes
            .iter()
            .map(|cause| cause.as_str().unwrap().to_owned())
            .collect(),
        all["entrees"]["faits"]["equipe.signes"]["valeur"]["nombre"]
            .as_str()
            .unwrap()
            .to_owned(),
    )
}

fn table(name: &str, signed: &str) -> PathBuf {
    said(name, signed, "2026-01-05-liste.csv", TABLE.as_bytes())
}

#[test]
fn a_number_that_its_row_contradicts_is_judged_by_the_piece() {
    let folder = table("row-less", "valeur = 4");
    assert_eq!(
        judged(&folder),
        ("non-conforme".to_owned(), vec![], "3".to_owned())
    );
    let text = report(&folder, "texte");
    assert!(text.contains("elle dit 3 là où le dossier dit 4"), "{text}");
    // the piece says enough, and the structure something else: one of them is wrong
    let other = TABLE.replace("signés;3", "signés;4");
    let folder = said("row-more", "valeur = 5", "2026-01-05-liste.csv", other.as_bytes());
    let contradicted = vec!["contredit-par-la-piece".to_owned()];
    assert_eq!(
        judged(&folder),
        ("non-demontre".to_owned(), contradicted, "4".to_owned())
    );
}

#[test]
fn a_row_of_several_numbers_contradicts_nothing() {
    let far = "Note;a b c d e f g h i j k l m n o;\n".repeat(2);
    let other = format!("Rubrique;2026;2025\nEngagements signés;3;2\n{far}Médiateurs;4;5\n");
    let folder = said("row-two", "valeur = 4", "2026-01-05-liste.csv", other.as_bytes());
    let (status, causes, value) = judged(&folder);
    assert_eq!((status.as_str(), value.as_str()), ("non-demontre", "4"));
    assert_eq!(causes, ["declare-sans-preuve"]);
}

#[test]
fn a_number_is_read_in_the_cell_that_is_named() {
    let (status, _, _) = judged(&table("cell-right", "valeur = 4, ou = \"B2\""));
    assert_eq!(status, "conforme");
    for (rank, (cell, told)) in [
        ("B3", "elle dit 3 là où le dossier dit 4"),
        ("C2", "où ne se lit pas un nombre et un seul"),
        ("A2", "où ne se lit pas un nombre et un seul"),
        ("B6", "où la cellule est vide"),
        ("B5", "où la cellule est vide"),
        ("B7", "hors de ce qui est rempli"),
        ("E2", "hors de ce qui est rempli"),
        ("Equipe!B2", "cette feuille n’y est pas"),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = table(&format!("cell-{rank}"), &format!("valeur = 4, ou = \"{cell}\""));
        let (status, _, value) = judged(&folder);
        let contradicted = cell == "B3";
        assert_eq!(
            status,
            if contradicted {
                "non-conforme"
            } else {
                "non-demontre"
            },
            "{cell}"
        );
        assert_eq!(value, if contradicted { "3" } else { "4" }, "{cell}");
        let text = report(&folder, "texte");
        assert!(text.contains(told), "{cell}: {text}");
    }
}

#[test]
fn a_number_is_read_on_the_page_that_is_named() {
    let pages = made::pdf(&[
        "Liste\nSomme : 12",
        "Engagements signes : 4\nMediateurs : 4",
        "Annexe 4",
    ]);
    let on = |name: &str, page: u32| {
        let signed = format!("valeur = 4, page = {page}");
        said(name, &signed, "2026-01-05-liste.pdf", &pages)
    };
    assert_eq!(judged(&on("page-right", 2)).0, "conforme");
    for (page, told) in [
        (1, "on ne trouve pas le nombre 4 en page 1"),
        (3, "on ne trouve pas le nombre 4 en page 3"),
        (4, "la pièce n’a pas tant de pages"),
    ] {
        let folder = on(&format!("page-{page}"), page);
        assert_eq!(judged(&folder).0, "non-demontre", "{page}");
        let text = report(&folder, "texte");
        assert!(text.contains(told), "{page}: {text}");
    }
}

#[test]
fn a_cell_is_one_of_a_table_and_a_page_one_of_a_document() {
    let folder = table("page-of-table", "valeur = 4, page = 1");
    assert_eq!(judged(&folder).0, "non-demontre");
    assert!(report(&folder, "texte").contains("seules les pages d’un PDF se distinguent"));
    let pages = made::pdf(&["Engagements signes : 4, Mediateurs : 4"]);
    let folder = said(
        "cell-of-page",
        "valeur = 4, ou = \"B2\"",
        "2026-01-05-liste.pdf",
        &pages,
    );
    assert_eq!(judged(&folder).0, "non-demontre");
    assert!(report(&folder, "texte").contains("ne se désigne que dans un tableur"));
}

#[test]
fn enough_papers_of_one_side_lack_another_side() {
    let place = temporary("one-side");
    copy(&norm(), &place.join("norme"));
    let path = place.join("norme/norme.toml");
    let text = fs::read_to_string(&path).unwrap();
    let text = text
        .replace(
            "{ preuve = { type = \"regle\" } }",
            "{ preuve = { type = \"regle\", nombre = 2, origines-min = 2 } }",
        )
        .replace(
            "libelle = \"Règle\"",
            "libelle = \"Règle\"\norigines = [\"habitants\", \"bailleur\"]",
        );
    fs::write(&path, text).unwrap();
    let folder = place.join("dossier");
    fs::create_dir_all(folder.join("preuves/regle")).unwrap();
    let mut body = "schema = 1\nid = \"essai\"\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n[structure]\nnom = \"Essai\"\n[faits]\nequipe.mediateurs = 4\nequipe.signes = 4\n".to_owned();
    for rank in 1..=2 {
        let file = format!("preuves/regle/2025-0{rank}-05-regle.pdf");
        fs::write(folder.join(&file), made::pdf(&[&format!("Regle {rank}")])).unwrap();
        body += &format!(
            "[[preuve]]\nid = \"r{rank}\"\ntypes = [\"regle\"]\nfichier = \"{file}\"\norigine = \"habitants\"\n"
        );
    }
    fs::write(folder.join("dossier.toml"), body).unwrap();
    let whole: Assessment = serde_json::from_str(&report(&folder, "json")).unwrap();
    assert_eq!(
        naive::differences(&whole.inputs, &whole.results),
        Vec::<String>::new()
    );
    let found = crate::support::results(&folder);
    let causes = &found["criteres"][0]["echantillons"][0]["elements"][0]["causes"];
    assert_eq!(causes, &serde_json::json!(["origine-manquante"]));
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["expliquer", "--norme"])
        .arg(place.join("norme"))
        .arg(&folder)
        .arg("E1")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("il manque l’avis d’une autre partie"), "{told}");
    assert!(
        told.contains("on a celui de : habitants ; il peut venir de : bailleur"),
        "{told}"
    );
    assert!(!told.contains("preuve absente"), "{told}");
}

#[test]
fn a_picture_contradicts_nothing() {
    let picture = made::png(64, 64, |x, y| u8::try_from((x * 7 + y * 13) % 256).unwrap());
    for (rank, place) in ["ou = \"B2\"", "page = 1"].into_iter().enumerate() {
        let signed = format!("valeur = 4, {place}");
        let folder = said(
            &format!("picture-{rank}"),
            &signed,
            "2026-01-05-liste.png",
            &picture,
        );
        let (status, _, value) = judged(&folder);
        assert_eq!((status.as_str(), value.as_str()), ("conforme", "4"), "{place}");
    }
}
