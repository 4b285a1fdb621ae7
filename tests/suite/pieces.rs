//! What a person is told of a piece: one state, one reason, and the same wherever they look.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::made::{page, pdf, pdf_pages, zip};
use super::support::{PDF, dossier, files, good, json, place, run, status};

fn words(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text).replace("&#39;", "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a command says of a dossier that pins a shipped norm.
fn said(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mediaudit"));
    words(&command.args(arguments).output().unwrap().stdout)
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/passerelles-du-mail")
}

/// The block of a declared list.
fn declared(id: &str, more: &str) -> String {
    format!(
        "[[preuve]]\nid = \"{id}\"\ntypes = [\"liste\"]\nfichier = \"preuves/liste/2026-01-05-liste.pdf\"\n{more}"
    )
}

#[test]
fn a_file_declared_twice_proves_what_it_did_in_whatever_order() {
    let (first, second) = (declared("liste", ""), declared("aaa-liste", ""));
    let facts = good().replace(&first, "");
    let seen = [(
        "constats/auditrice.toml",
        "schema = 1\nauditeur = \"Cabinet X\"\n[[constat]]\nid = \"c1\"\ncritere = \"E1\"\nelement = \"b\"\nsatisfait = true\nraison = \"Vu.\"\nvu = [\"liste\", \"aaa-liste\"]\n".as_bytes(),
    )];
    let mut results = Vec::new();
    for (name, body) in [
        ("twice-after", format!("{facts}{first}{second}")),
        ("twice-before", format!("{facts}{second}{first}")),
    ] {
        let report = json(&dossier(name, &body, &files()));
        assert_eq!(status(&report, "E1"), "conforme", "{name}");
        results.push(report["resultats"].clone());
        // an auditor may name either
        let folder = dossier(name, &body, &[files(), seen.to_vec()].concat());
        let output = run(&folder, &["verifier"]);
        assert!(
            !words(&output.stderr).contains("n’est pas dans le dossier"),
            "{name}"
        );
    }
    assert_eq!(results[0], results[1]);
}

#[test]
fn an_empty_file_under_two_dates_is_empty_and_nothing_else() {
    let empty: [(&str, &[u8]); 2] = [
        ("preuves/liste/2025-02-01-a.pdf", b""),
        ("preuves/regle/2026-03-01-b.pdf", b""),
    ];
    let folder = dossier("empty-twice", &good(), &[files(), empty.to_vec()].concat());
    let output = run(&folder, &["preuves"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        !words(&output.stderr).contains("dates"),
        "{}",
        words(&output.stderr)
    );
    let text = words(&output.stdout);
    assert!(text.contains("vide : ni mot, ni image"), "{text}");
}

#[test]
fn a_form_filed_again_unchanged_counts_once_with_its_first_date() {
    let form = pdf(&["un formulaire"]);
    let twice: [(&str, &[u8]); 2] = [
        ("preuves/liste/2024-02-01-fiche.pdf", &form),
        ("preuves/liste/2026-02-01-fiche.pdf", &form),
    ];
    let folder = dossier("form-twice", &good(), &[files(), twice.to_vec()].concat());
    let output = run(&folder, &["verifier"]);
    assert_eq!(output.status.code(), Some(0));
    let told = words(&output.stderr);
    assert!(
        told.contains("avertissement[dossier/dates-contradictoires]"),
        "{told}"
    );
    assert!(
        told.contains("la plus ancienne compte, le 1er février 2024"),
        "{told}"
    );
    let report = json(&folder);
    let pieces = report["entrees"]["preuves"].as_array().unwrap();
    let piece: Vec<_> = pieces
        .iter()
        .filter(|piece| piece["support"]["chemin"].as_str().unwrap().contains("fiche"))
        .collect();
    assert_eq!(piece.len(), 1);
    assert_eq!(piece[0]["dates"]["effet"], "2024-02-01");
    // the report says that it was filed again
    let text = words(&run(&folder, &["rapport", "--etendue", "complet", "--format", "texte"]).stdout);
    assert!(
        text.contains("déposée aussi : preuves/liste/2026-02-01-fiche.pdf"),
        "{text}"
    );
}

#[test]
fn a_declared_file_that_is_not_there_is_said_with_the_one_it_may_be() {
    let lost = declared("perdue", "").replace("2026-01-05-liste.pdf", "2026-01-05-listes.pdf");
    let folder = dossier("astray", &format!("{}{lost}", good()), &files());
    for command in ["verifier", "preuves"] {
        let text = words(&run(&folder, &[command]).stdout);
        let sentence = "preuves/liste/2026-01-05-listes.pdf : déclaré par la preuve « perdue », ce fichier n’est pas là : vouliez-vous dire « preuves/liste/2026-01-05-liste.pdf » ?";
        assert!(text.contains(sentence), "{command}: {text}");
    }
    let text = words(&run(&folder, &["verifier"]).stdout);
    assert!(
        text.contains("3 preuves · 2 comptent · 1 déclarée sans que le fichier soit là"),
        "{text}"
    );
}

#[test]
fn files_that_lie_beside_their_folders_are_named() {
    let folder = dossier("nowhere", &good(), &files());
    for name in [
        "projet.pdf",
        "photo.jpg",
        "rapport-essai-2026-11-23.pdf",
        "notes.txt",
        "preuves/seul.pdf",
    ] {
        fs::write(folder.join(name), [PDF, name.as_bytes(), b"%%EOF"].concat()).unwrap();
    }
    fs::write(folder.join("dossier (conflit copie).toml"), "schema = 1\n").unwrap();
    let text = words(&run(&folder, &["verifier"]).stdout);
    for sentence in [
        "3 fichiers ne sont rangés nulle part et ne comptent pour rien : preuves/seul.pdf, photo.jpg et projet.pdf",
        "dossier (conflit copie).toml : c’est une copie de « dossier.toml », qui n’est pas lue",
    ] {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
    // what lies beside is no part of what is judged
    let report = json(&folder);
    assert!(!report.to_string().contains("projet.pdf"));
    let text = words(&run(&folder, &["preuves"]).stdout);
    assert!(text.contains("projet.pdf : à côté de dossier.toml"), "{text}");
}

#[test]
fn a_piece_that_proves_a_fact_serves_its_criterion_wherever_one_looks() {
    let folder = dossier("proof-serves", &good(), &files());
    let text = words(&run(&folder, &["preuves"]).stdout);
    assert!(
        text.contains(
            "compte pour E1 (s’il s’applique) et E1.b nommée comme preuve de « Engagements signés » et « Médiateurs »"
        ),
        "{text}"
    );
    for other in ["aucun critère du profil ne la demande", "Orphelines"] {
        assert!(!text.contains(other), "{other}: {text}");
    }
    let text = words(
        &run(
            &folder,
            &["rapport", "--etendue", "complet", "--format", "html", "-o", "-"],
        )
        .stdout,
    );
    let row = text.split("id=\"preuve-liste\"").nth(1).unwrap();
    let row = row.split("</tr>").next().unwrap();
    assert!(
        row.contains("(Liste)</td>") && row.contains("#critere-E1"),
        "{row}"
    );
}

#[test]
fn what_is_only_declared_is_not_called_verified() {
    let body = good().replace(
        "equipe.signes = { valeur = 4, preuve = \"liste\" }",
        "equipe.signes = 4",
    );
    let folder = dossier("declared-only", &body, &files());
    let text = words(&run(&folder, &["expliquer", "E1"]).stdout);
    assert!(
        text.contains("E1.b Chacun a signé — déclaré, sans preuve"),
        "{text}"
    );
    let rule = text.split("E1.b Chacun a signé").nth(1).unwrap();
    assert!(
        rule.contains("déclaré, taux de 100 %") && !rule.contains("vérifié"),
        "{rule}"
    );
}

#[test]
fn a_piece_that_proves_nothing_says_so_beside_its_fact() {
    let folder = dossier("proof-lost", &good(), &files()[1..]);
    let text = words(&run(&folder, &["expliquer", "E1"]).stdout);
    assert!(text.contains("pièce liste : le fichier n’est pas là"), "{text}");
}

#[test]
fn a_piece_has_one_state_for_a_criterion_in_every_output() {
    let folder = example();
    let folder = folder.to_str().unwrap();
    let report = said(&["rapport", folder, "--etendue", "complet", "--format", "texte"]);
    let map = said(&["preuves", folder]);
    for contradiction in ["compte : ", "lisible ·", "· lisible", "(nature, format, pages"] {
        assert!(
            !report.contains(contradiction) && !map.contains(contradiction),
            "{contradiction}"
        );
    }
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["rapport", folder, "--etendue", "complet", "--format", "json"])
        .output();
    let json: serde_json::Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
    let evidence = json["entrees"]["preuves"].as_array().unwrap();
    assert!(evidence.len() > 50);
    for piece in evidence {
        let id = piece["id"].as_str().unwrap();
        let title = format!("{id} — ");
        let own = map.split(&title).nth(1).unwrap();
        let state = own.split(" · ").nth(1).unwrap();
        // each sheet says the piece once
        for sheet in report
            .split("Preuve : ")
            .filter(|sheet| sheet.starts_with(&format!("{id} (")))
        {
            let counts = sheet.contains(": compte") && !sheet.contains(": ne compte pas");
            assert!(!counts || state.starts_with("compte"), "{id}: {sheet} / {state}");
        }
    }
}

#[test]
fn page_two_of_an_empty_dossier_verifies_nothing() {
    let folder = place("empty-dossier");
    let folder = folder.to_str().unwrap();
    said(&["nouveau", folder]);
    let text = said(&[
        "rapport",
        folder,
        "--etendue",
        "complet",
        "--format",
        "texte",
        "--date",
        "2026-11-23",
    ]);
    assert!(
        text.contains("Éléments d’appréciation : 165 dont rien n’est dit, 3 qui attendent un auditeur"),
        "{text}"
    );
    assert!(!text.contains("vérifiés") && !text.contains("0 montré"), "{text}");
}

#[test]
fn a_report_bears_the_name_of_what_it_is() {
    let folder = dossier("report-named", &good(), &files());
    for (name, format) in [
        ("x.docx", None),
        ("x.ods", None),
        ("x.2026", None),
        ("x.docx", Some("pdf")),
        ("x.html", Some("pdf")),
        ("x.xlsx", Some("pdf")),
    ] {
        let path = folder.join(name);
        let mut arguments = vec!["rapport", "-o", path.to_str().unwrap()];
        arguments.extend(format.into_iter().flat_map(|format| ["--format", format]));
        let output = run(&folder, &arguments);
        assert_eq!(output.status.code(), Some(2), "{name}");
        let told = words(&output.stderr);
        assert!(
            told.contains("les formats d’un rapport sont pdf, html, json, txt et xlsx"),
            "{told}"
        );
        assert!(!path.exists(), "{name}");
    }
    let path = folder.join("x.htm");
    let output = run(&folder, &["rapport", "-o", path.to_str().unwrap()]);
    assert!(output.status.success() && fs::read(path).unwrap().starts_with(b"<!"));
}

#[test]
fn each_file_that_does_not_count_says_the_one_reason_and_the_way_out() {
    const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1reste";
    let archive = zip(&[("a.txt", "un texte")]);
    let pages = zip(&[("Index/Document.iwa", "x"), ("preview.jpg", "y")]);
    let admitted = "n’est pas admis ici : pdf, docx, odt ou image";
    let cases: Vec<(&str, &[u8], String)> = vec![
        (
            "a.zip",
            &archive,
            format!("le format .zip {admitted} ; c’est une archive : sortez-en les documents"),
        ),
        (
            "b.doc",
            OLE,
            format!("le format .doc {admitted} ; ouvrez-le et enregistrez-le en PDF"),
        ),
        (
            "c.rtf",
            b"{\\rtf1 bonjour}",
            format!("le format .rtf {admitted} ; ouvrez-le et enregistrez-le en PDF"),
        ),
        (
            "d.msg",
            OLE,
            format!("le format .msg {admitted} ; c’est un courriel : enregistrez la pièce jointe"),
        ),
        (
            "e.gdoc",
            b"{\"url\": \"https://docs.google.com/x\"}",
            "raccourci vers Google Docs : ouvrez-le, téléchargez le document en PDF".to_owned(),
        ),
        (
            "f.url",
            b"[InternetShortcut]\nURL=https://exemple.fr\n",
            "raccourci, pas un document".to_owned(),
        ),
        (
            "g.xls",
            b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>",
            format!("le format .xls (en fait une page HTML) {admitted} ; ouvrez-le dans un tableur"),
        ),
        (
            "h.pages",
            &pages,
            format!("le format .pages {admitted} ; ouvrez-le dans l’application d’Apple"),
        ),
        (
            "i.pdf",
            &[0; 5000],
            "ne contient que des zéros : peut-être resté dans le nuage".to_owned(),
        ),
    ];
    for (name, bytes, reason) in cases {
        let folder = place("way-out");
        super::support::copy(&example(), &folder);
        let kind = folder.join("preuves/projet-de-service");
        fs::remove_dir_all(&kind).unwrap();
        fs::create_dir_all(&kind).unwrap();
        let name = format!("2026-10-01-{name}");
        fs::write(kind.join(&name), bytes).unwrap();
        let folder = folder.to_str().unwrap();
        let map = said(&["preuves", folder]);
        let own = map.split(&format!("projet-de-service/{name} ")).nth(1).unwrap();
        let state = own.split(" · ").nth(1).unwrap();
        assert!(state.contains(&reason), "{name}: {state}");
        // said once, and without a list of what else it could be
        assert!(
            !state.starts_with("compte") && !map.contains("la pièce ne convient pas"),
            "{name}"
        );
        let text = said(&["rapport", folder, "--etendue", "complet", "--format", "texte"]);
        assert!(text.contains(&reason), "{name}: {text}");
    }
}

#[test]
fn a_portfolio_says_that_its_files_are_not_read() {
    let spec = |at: usize| format!("<</Type/Filespec/F(a{at}.pdf)/EF<</F {at} 0 R>>>>").into_bytes();
    for (name, more, told) in [
        ("one", vec![spec(90)], "contient 1 pièce jointe, non lue"),
        (
            "three",
            vec![spec(90), spec(91), spec(92)],
            "contient 3 pièces jointes, non lues",
        ),
    ] {
        let portfolio = pdf_pages(&[page("ouvrez-moi")], &more, "");
        let own: [(&str, &[u8]); 1] = [("preuves/regle/2026-02-01-lot.pdf", &portfolio)];
        let folder = dossier(
            &format!("portfolio-{name}"),
            &good(),
            &[files(), own.to_vec()].concat(),
        );
        let text = words(&run(&folder, &["preuves"]).stdout);
        assert!(
            text.contains(&format!("preuves/regle/2026-02-01-lot.pdf — {told}")),
            "{text}"
        );
    }
}
