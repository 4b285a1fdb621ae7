//! Data of persons: places, kinds and counts come out; the data never do.

use std::fs;
use std::path::Path;

use super::made::{docx, paragraph, pdf, pdf_pages, stream, zip};
use super::support::{dossier, run};
use super::tables::rows;

/// Made up for these tests; the keys are right.
const SOCIAL: &str = "2 55 08 14 168 025 38";
const PHONE: &str = "06 12 34 56 78";
const MAIL: &str = "zoe.legoff@exemple.org";
const IBAN: &str = "FR14 2004 1010 0505 0001 3M02 606";
const NAMES: &[&str] = &[
    "Marie DUPONT",
    "Awa N'DIAYE",
    "Jean MARTIN",
    "Zoé LE GOFF",
    "Ali BEN SAÏD",
];

fn found(folder: &Path) -> serde_json::Value {
    let output = run(folder, &["rapport", "--etendue", "complet", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    report["entrees"]["donnees-personnelles"].clone()
}

fn alerts(folder: &Path) -> Vec<(String, String, u64)> {
    let found = found(folder);
    let alerts = found["alertes"].as_array().cloned().unwrap_or_default();
    let text = |alert: &serde_json::Value, key: &str| alert[key].as_str().unwrap().to_owned();
    alerts
        .iter()
        .map(|a| {
            (
                text(a, "endroit"),
                text(a, "nature"),
                a["nombre"].as_u64().unwrap(),
            )
        })
        .collect()
}

fn full() -> Vec<u8> {
    let lines = [SOCIAL, PHONE, MAIL, IBAN, "née le 12 mars 1987"];
    docx(
        &lines
            .iter()
            .chain(NAMES)
            .map(|line| paragraph(line))
            .collect::<String>(),
        &[],
    )
}

#[test]
fn every_kind_is_told_and_no_datum_is() {
    let file = full();
    let body = format!(
        "[pratiques.E1]\nniveau = \"en-place\"\ncommentaire = \"appeler Zoé au {PHONE}\"\n[[preuve]]\nid = \"ailleurs\"\ntypes = [\"liste\"]\nailleurs = \"chez {MAIL}\"\n"
    );
    let folder = dossier(
        "personal",
        &body,
        &[
            ("preuves/regle/2026-01-01-cahier.docx", &file),
            ("preuves/regle/2026-01-02-tel_0612345678.txt", b"rien"),
            ("preuves/autre/2026-01-03-sans-type.txt", PHONE.as_bytes()),
        ],
    );
    let alert = |place: &str, kind: &str, count| (place.to_owned(), kind.to_owned(), count);
    let book = "preuves/regle/2026-01-01-cahier.docx";
    assert_eq!(
        alerts(&folder),
        [
            alert("dossier.toml, pratiques.E1", "telephone", 1),
            alert("dossier.toml, preuve ailleurs", "courriel", 1),
            alert("preuves/autre/2026-01-03-sans-type.txt", "telephone", 1),
            alert(book, "numero-securite-sociale", 1),
            alert(book, "date-de-naissance", 1),
            alert(book, "telephone", 1),
            alert(book, "courriel", 1),
            alert(book, "iban", 1),
            alert(book, "liste-de-noms", 5),
            alert("preuves/regle/2026-01-02-tel_••••••••••.txt", "telephone", 1),
        ]
    );
    for command in [
        &["preuves"][..],
        &["verifier"],
        &["rapport", "--etendue", "complet", "--format", "texte"],
    ] {
        let output = run(&folder, command);
        let said = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        for datum in [SOCIAL, PHONE, "0612345678", MAIL, IBAN, "12 mars 1987", "DUPONT"] {
            assert!(!said.contains(datum), "{command:?} prints {datum}\n{said}");
        }
    }
    let map = String::from_utf8(run(&folder, &["preuves"]).stdout).unwrap();
    for words in [
        "texte parcouru dans 3 fichiers sur 3",
        "1 numéro de sécurité sociale",
        "5 noms dans une liste",
        "[[alerte-levee]]",
    ] {
        assert!(map.contains(words), "« {words} » expected\n{map}");
    }
    let screen = String::from_utf8(run(&folder, &["verifier"]).stdout).unwrap();
    assert!(screen.contains("10 alertes de données personnelles"), "{screen}");
    let report =
        String::from_utf8(run(&folder, &["rapport", "--etendue", "complet", "--format", "texte"]).stdout)
            .unwrap();
    assert!(
        report.contains("DONNÉES PERSONNELLES") && report.contains(book),
        "{report}"
    );
}

#[test]
fn what_no_eye_sees_is_searched_too_and_told_as_such() {
    let workbook = zip(&[
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"suivi\" r:id=\"rId1\"/><sheet name=\"brouillon\" state=\"hidden\" r:id=\"rId2\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Target=\"worksheets/sheet2.xml\"/></Relationships>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            &rows(&[&["Heures de permanence", "12"]]),
        ),
        ("xl/worksheets/sheet2.xml", &rows(&[&["à rappeler", PHONE]])),
    ]);
    let white = pdf_pages(
        &[stream(
            "",
            b"BT /F1 12 Tf 60 700 Td (Le cahier) Tj ET 1 g BT /F1 12 Tf 60 600 Td (06 12 34) Tj ( 56 78) Tj ET",
        )],
        &[],
        "",
    );
    let vanished = docx(
        &format!(
            "{}<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{MAIL}</w:t></w:r></w:p>{}",
            paragraph("Le cahier des permanences"),
            paragraph(MAIL)
        ),
        &[],
    );
    let hidden = format!("<p>Le cahier</p><!-- {PHONE} --><p hidden>{MAIL}</p>");
    let folder = dossier(
        "concealed",
        "",
        &[
            ("preuves/regle/2026-01-01-a.xlsx", &workbook),
            ("preuves/regle/2026-01-02-b.pdf", &white),
            ("preuves/regle/2026-01-03-c.docx", &vanished),
            ("preuves/regle/2026-01-04-d.html", hidden.as_bytes()),
        ],
    );
    let found = found(&folder);
    let told: Vec<(&str, &str, u64, u64)> = found["alertes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|alert| {
            let text = |key: &str| alert[key].as_str().unwrap();
            let count = |key: &str| alert[key].as_u64().unwrap_or(0);
            let name = text("endroit").rsplit('-').next().unwrap();
            (name, text("nature"), count("nombre"), count("dont-invisibles"))
        })
        .collect();
    assert_eq!(
        told,
        [
            ("a.xlsx", "telephone", 1, 1),
            ("b.pdf", "telephone", 1, 1),
            ("c.docx", "courriel", 2, 1),
            ("d.html", "telephone", 1, 1),
            ("d.html", "courriel", 1, 1),
        ]
    );
    let map = String::from_utf8(run(&folder, &["preuves"]).stdout).unwrap();
    for words in [
        "1 numéro de téléphone, que l’œil ne voit pas",
        "dont 1 que l’œil ne voit pas",
    ] {
        let joined = map.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(joined.contains(words), "« {words} » expected\n{map}");
    }
}

#[test]
fn what_a_type_admits_is_no_alert() {
    let norm = super::support::place("norme-admise");
    fs::create_dir_all(&norm).unwrap();
    let source = fs::read_to_string(super::support::norm().join("norme.toml")).unwrap();
    let admits = source.replacen("[[type-preuve]]\nid = \"regle\"\n", "[[type-preuve]]\nid = \"regle\"\ndonnees-admises = [\"noms\", \"telephones\", \"courriels\", \"iban\"]\n", 1);
    assert_ne!(admits, source);
    fs::write(norm.join("norme.toml"), admits).unwrap();
    let folder = dossier(
        "admitted",
        "",
        &[("preuves/regle/2026-01-01-cahier.docx", &full())],
    );
    let judged = super::reading::judge(&folder, &norm, &super::reading::helper(), true);
    let kinds: Vec<&str> = judged
        .assessment
        .inputs
        .privacy
        .iter()
        .flat_map(|p| &p.alerts)
        .map(|a| a.kind.key())
        .collect();
    assert_eq!(kinds, ["numero-securite-sociale", "date-de-naissance"]);
}

#[test]
fn alerts_are_silenced_one_digest_and_kind_at_a_time() {
    let file = pdf(&[&format!("{PHONE}\n{MAIL}")]);
    let digest = mediaudit_core::kernel::Digest::of(&file).to_string();
    let silence = |digest: &str, kind: &str, reason: &str| {
        format!("[[alerte-levee]]\nempreinte = \"{digest}\"\nnature = \"{kind}\"\nraison = \"{reason}\"\n")
    };
    let files: &[(&str, &[u8])] = &[("preuves/regle/2026-01-01-a.pdf", &file)];
    let body = silence(
        &digest.get(..12).unwrap().to_uppercase(),
        "telephone",
        "numéro de la permanence",
    );
    let folder = dossier("silence", &body, files);
    let found = found(&folder);
    assert_eq!(found["alertes"][0]["levee"], "numéro de la permanence");
    assert_eq!(found["alertes"][1]["nature"], "courriel");
    assert!(found["alertes"][1].get("levee").is_none());
    let output = run(&folder, &["preuves"]);
    let map = String::from_utf8(output.stdout).unwrap();
    let flat = map.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("levée — numéro de la permanence"), "{map}");
    assert!(output.stderr.is_empty());

    for (name, body, code, words) in [
        (
            "other-digest",
            silence("0123456789ab", "telephone", "x"),
            0,
            "dossier/alerte-levee-inconnue",
        ),
        (
            "other-kind",
            silence(&digest, "iban", "x"),
            0,
            "pas d’alerte « iban »",
        ),
        ("short", silence("0123", "telephone", "x"), 2, "12 à 64 chiffres"),
        (
            "letters",
            silence("0123456789xy", "telephone", "x"),
            2,
            "chiffres hexadécimaux",
        ),
        (
            "no-reason",
            silence(&digest, "telephone", " "),
            2,
            "dites pourquoi",
        ),
        (
            "no-kind",
            silence(&digest, "photo", "x"),
            2,
            "numero-securite-sociale",
        ),
    ] {
        let output = run(&dossier(name, &body, files), &["preuves"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{name}\n{said}");
        assert!(said.contains(words), "{name}: « {words} » expected\n{said}");
        assert!(said.contains("dossier.toml:1"), "{name}: {said}");
    }
}

#[test]
fn lines_to_paste_are_sound_toml() {
    let name = "preuves/regle/dit \"le\" plan.pdf";
    let folder = dossier(
        "paste",
        "[[preuve]]\nid = \"b\"\ntypes = [\"regle\"]\nfichier = \"preuves/regle/b.pdf\"\n",
        &[(name, &pdf(&["a"])), ("preuves/regle/b.pdf", &pdf(&["b"]))],
    );
    let map = String::from_utf8(run(&folder, &["preuves"]).stdout).unwrap();
    let lines: Vec<&str> = map.lines().map(str::trim).collect();
    let start = lines.iter().position(|line| *line == "[[preuve]]").unwrap();
    let block = lines[start..start + 5]
        .join("\n")
        .replace("AAAA-MM-JJ", "2026-01-01");
    let mut toml = fs::read_to_string(folder.join("dossier.toml")).unwrap();
    toml.push_str(&block);
    fs::write(folder.join("dossier.toml"), toml).unwrap();
    assert!(map.contains("dans le bloc [[preuve]] où id = \"b\""), "{map}");
    let output = run(&folder, &["preuves"]);
    let map = String::from_utf8(output.stdout).unwrap();
    assert!(map.contains("du 01/01/2026"), "{map}\n{block}");
}
