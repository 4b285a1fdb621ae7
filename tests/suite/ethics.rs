//! A funder's sheet: two pages, what is inside is what they show, nobody is named, what breaks a principle comes first; and sheets beside
//! one another.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use mediaudit_core::record::item::Format;
use mediaudit_evidence::contents;
use serde_json::Value;

use crate::printed::{self, EXAMPLES, example};
use crate::support::temporary;

fn mediaudit(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(arguments)
        .output()
        .unwrap()
}

#[track_caller]
fn done(arguments: &[&str]) -> Vec<u8> {
    let output = mediaudit(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    output.stdout
}

fn asked<'a>(diffusion: &'a str, format: &'a str) -> [&'a str; 6] {
    [
        "--profil",
        "cadre-ethique",
        "--diffusion",
        diffusion,
        "--format",
        format,
    ]
}

/// The sheet of an example.
fn sheet(name: &str, diffusion: &str, format: &str) -> Arc<[u8]> {
    printed::written(name, &asked(diffusion, format))
}

fn written(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Letters and digits alone: pages break lines, and words where they end.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What the pages show, and how many they are.
fn pages(pdf: &[u8]) -> (u32, String) {
    let read = contents::read(Format::Pdf, pdf).unwrap();
    (read.facts.pages.unwrap(), read.text.unwrap())
}

fn inside(pdf: &[u8]) -> Value {
    let text = contents::inside_pdf(pdf, "fiche.json").unwrap().text.unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Every text and number of a JSON value.
fn said(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::String(text) => all.push(text.clone()),
        Value::Number(number) => all.push(number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| said(item, all)),
        Value::Object(map) => map.values().for_each(|item| said(item, all)),
        Value::Null | Value::Bool(_) => {}
    }
}

fn files_inside(pdf: &[u8]) -> usize {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let is_file = |object: &&lopdf::Object| {
        let dict = object.as_stream().ok().map(|stream| &stream.dict);
        dict.and_then(|dict| dict.get(b"Type").and_then(lopdf::Object::as_name).ok())
            == Some(b"EmbeddedFile".as_slice())
    };
    document.objects.values().filter(is_file).count()
}

#[test]
fn a_sheet_is_two_pages_and_nothing_is_in_it_that_is_not_on_them() {
    for name in EXAMPLES {
        for diffusion in ["publique", "interne"] {
            let pdf = sheet(name, diffusion, "pdf");
            let (count, text) = pages(&pdf);
            assert_eq!(count, 2, "{name}, {diffusion}");
            assert_eq!(files_inside(&pdf), 1, "{name}");
            let shown = bare(&text);
            let mut all = Vec::new();
            said(&inside(&pdf), &mut all);
            assert!(all.len() > 100, "{name}");
            for text in all {
                assert!(
                    shown.contains(&bare(&text)),
                    "{name}, {diffusion}: « {text} » is on no page"
                );
            }
        }
    }
}

#[test]
fn a_public_sheet_has_no_file_comment_or_function() {
    for name in EXAMPLES {
        let assessment: Value = serde_json::from_slice(&printed::json(name)).unwrap();
        let inputs = &assessment["entrees"];
        let mut hidden: Vec<String> = Vec::new();
        for practice in inputs["pratiques"].as_object().unwrap().values() {
            hidden.extend(
                ["par", "commentaire"]
                    .iter()
                    .filter_map(|key| Some(practice[key].as_str()?.to_owned())),
            );
        }
        for piece in inputs["preuves"].as_array().unwrap() {
            let path = piece["support"]["chemin"].as_str();
            hidden.extend(path.map(|path| path.rsplit('/').next().unwrap().to_owned()));
        }
        for finding in inputs["constats"].as_array().into_iter().flatten() {
            hidden.extend(finding["raison"].as_str().map(str::to_owned));
        }
        assert!(hidden.len() > 5, "{name}: {hidden:?}");
        let pdf = sheet(name, "publique", "pdf");
        let (_, text) = pages(&pdf);
        let html = written(&sheet(name, "publique", "html"));
        let json = written(&sheet(name, "publique", "json"));
        for secret in hidden.iter().filter(|secret| secret.chars().count() > 12) {
            let secret = bare(secret);
            for (format, text) in [("pdf", &text), ("html", &html), ("json", &json)] {
                assert!(!bare(text).contains(&secret), "{name}, {format}: {secret}");
            }
        }
        // public is what nobody asks for
        let usual = done(&[
            "rapport",
            example(name).to_str().unwrap(),
            "--profil",
            "cadre-ethique",
            "--format",
            "json",
        ]);
        assert_eq!(String::from_utf8(usual).unwrap(), json);
    }
}

#[test]
fn the_page_of_the_full_report_has_the_scope_and_the_conclusion_of_the_sheet() {
    for name in EXAMPLES {
        let sheet: Value = serde_json::from_slice(&sheet(name, "publique", "json")).unwrap();
        let full = written(&printed::written(
            name,
            &["--etendue", "complet", "--format", "texte"],
        ));
        let page = full.split("LE CADRE ÉTHIQUE\n").nth(1).unwrap();
        let page = page.split("\nTABLEAU DES ÉCARTS").next().unwrap();
        let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let page = spaced(page);
        assert!(
            page.contains(&spaced(sheet["avis"].as_str().unwrap())),
            "{name}: {page}"
        );
        let mut criteria = 0;
        for criterion in sheet["principes"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|p| p["criteres"].as_array().unwrap())
        {
            let row = format!(
                "{} ({}) : {}",
                criterion["titre"].as_str().unwrap(),
                criterion["id"].as_str().unwrap(),
                criterion["statut"].as_str().unwrap()
            );
            assert!(page.contains(&row), "{name}: {row}\n{page}");
            criteria += 1;
        }
        assert_eq!(page.matches(") : ").count(), criteria, "{name}");
    }
}

#[test]
fn a_declared_task_of_control_comes_first_where_nothing_is_concluded() {
    let folder = temporary("fiche-controle");
    fs::create_dir_all(&folder).unwrap();
    fs::write(
        folder.join("dossier.toml"),
        "schema = 1\nid = \"controle\"\nnorme = \"nf-x60-600\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n[structure]\nnom = \"Essai\"\n[faits]\ncommande.taches-de-controle = true\n",
    )
    .unwrap();
    let of = |format: &str| printed::write(&folder, &asked("publique", format));
    let value: Value = serde_json::from_slice(&of("json")).unwrap();
    assert_eq!(value["avis"], "Pas de conclusion à ce stade");
    let alert = value["alertes"][0].as_str().unwrap();
    assert!(
        alert.contains("Aucune tâche de contrôle ou de sanction"),
        "{alert}"
    );
    let text = written(&of("texte"));
    let at = |words: &str| text.find(words).unwrap();
    assert!(at("Aucune tâche de contrôle") < at("Pas de conclusion"), "{text}");
    let (_, pdf) = pages(&of("pdf"));
    assert!(pdf.find("Impératif contredit").unwrap() < pdf.find("Pas de conclusion").unwrap());
}

#[test]
fn a_sheet_is_asked_of_a_profile_that_has_one_and_diffusion_of_a_sheet() {
    let dossier = example("passerelles-du-mail");
    let dossier = dossier.to_str().unwrap();
    for (arguments, words) in [
        (vec!["--etendue", "fiche"], "--profil cadre-ethique"),
        (
            vec!["--diffusion", "publique"],
            "un rapport contient toute l’évaluation",
        ),
        (
            vec![
                "--profil",
                "cadre-ethique",
                "--etendue",
                "complet",
                "--diffusion",
                "interne",
            ],
            "retirez --diffusion",
        ),
    ] {
        let output = mediaudit(&[&["rapport", dossier, "-o", "-"], arguments.as_slice()].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
}

/// Sheets of all examples: one as JSON.
fn some(folder: &Path) -> Vec<PathBuf> {
    fs::create_dir_all(folder).unwrap();
    let mut all = Vec::new();
    for (name, format) in EXAMPLES.into_iter().zip(["pdf", "pdf", "json"]) {
        let path = folder.join(format!("{name}.{format}"));
        fs::write(&path, sheet(name, "publique", format)).unwrap();
        all.push(path);
    }
    all
}

fn compare(files: &[PathBuf], rest: &[&str]) -> Output {
    let files: Vec<&str> = files.iter().map(|path| path.to_str().unwrap()).collect();
    mediaudit(&[&["comparer-fiches"], files.as_slice(), rest].concat())
}

#[test]
fn twenty_sheets_stand_on_one_page_with_what_is_not_comparable() {
    let folder = temporary("fiches-cote-a-cote");
    let some = some(&folder);
    let all: Vec<PathBuf> = some.iter().cycle().take(20).cloned().collect();
    let page = folder.join("comparaison.pdf");
    let output = compare(&all, &["-o", page.to_str().unwrap()]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let (count, text) = pages(&fs::read(&page).unwrap());
    assert_eq!(count, 1);
    assert!(
        bare(&text).contains(&bare("Genres différents : audit blanc")),
        "{text}"
    );
    assert!(
        bare(&text).contains(&bare("Un même dossier y est plusieurs fois")),
        "{text}"
    );
    let screen = String::from_utf8(compare(&all, &[]).stdout).unwrap();
    assert!(screen.lines().all(|line| line.chars().count() <= 80), "{screen}");
    assert!(screen.contains("ce n’est pas un classement"));
    // the PDF and the JSON of one sheet say the same
    let pair = [some[0].clone(), folder.join("autre.json")];
    fs::write(&pair[1], sheet(EXAMPLES[0], "publique", "json")).unwrap();
    let value: Value = serde_json::from_slice(&compare(&pair, &["--format", "json"]).stdout).unwrap();
    assert_eq!(value["fiches"][0]["principes"], value["fiches"][1]["principes"]);
}

#[test]
fn sheets_of_another_version_profile_and_year_are_said_apart() {
    let folder = temporary("fiches-differentes");
    let one = some(&folder).remove(2);
    let text = fs::read_to_string(&one).unwrap();
    let other = folder.join("autre.json");
    let changed = text
        .replace("\"version-norme\": \"1.0.0\"", "\"version-norme\": \"2.0.0\"")
        .replace("\"profil\": \"cadre-ethique\"", "\"profil\": \"autre\"")
        .replace("\"date\": \"2026-", "\"date\": \"2024-");
    fs::write(&other, changed).unwrap();
    let screen = String::from_utf8(compare(&[one, other], &[]).stdout).unwrap();
    for words in ["versions différentes", "Profils différents", "Dates éloignées"] {
        assert!(screen.contains(words), "{screen}");
    }
}

#[test]
fn what_is_no_sheet_is_refused_file_by_file() {
    let folder = temporary("fiches-refusees");
    let good = some(&folder);
    let report = folder.join("rapport.pdf");
    fs::write(&report, printed::pdf(EXAMPLES[1], "essentiel")).unwrap();
    let text = fs::read_to_string(&good[2]).unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let all = [
        good[0].clone(),
        report,
        folder.join("absente.pdf"),
        write("liste.json", "[1, 2]"),
        write("coupee.pdf", "%PDF-1.7\n"),
        write("demain.json", &text.replace("\"schema\": 1", "\"schema\": 9")),
        write(
            "fausse.json",
            &text.replace("\"statut\": \"conforme\"", "\"statut\": \"parfait\""),
        ),
    ];
    let output = compare(&all, &[]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(output.stdout.is_empty());
    for words in [
        "rapport.pdf » : PDF qui ne porte pas de fiche",
        "absente.pdf » : n’est pas là",
        "liste.json » : n’est ni un PDF ni le JSON",
        "coupee.pdf » : PDF illisible",
        "demain.json » : fiche d’une version",
        "fausse.json » : n’est ni un PDF ni le JSON",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    assert!(!said.contains("passerelles-du-mail.pdf"), "{said}");
    let many: Vec<PathBuf> = std::iter::repeat_n(good[0].clone(), 21).collect();
    let output = compare(&many, &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("20 au plus"));
}
