//! A funder reads many structures at once: dossiers, assessments and reports in any mix, in one order, whatever is broken.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::printed::{self, example};
use crate::support::{copy, temporary};

fn mediaudit(arguments: &[&str], threads: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(arguments)
        .arg("--sans-cache")
        .env("RAYON_NUM_THREADS", threads)
        .output()
        .unwrap()
}

fn report(name: &str, to: &Path) {
    let bytes = match to.extension().and_then(|end| end.to_str()).unwrap() {
        "pdf" => printed::pdf(name, "essentiel"),
        "json" => printed::json(name),
        format => printed::written(name, &["--format", format]),
    };
    fs::write(to, bytes).unwrap();
}

/// A folder with a dossier, an assessment, a report, and what is none of them.
fn heap(name: &str) -> PathBuf {
    let folder = temporary(name);
    fs::create_dir_all(folder.join("dossiers")).unwrap();
    copy(&example("regie-des-tilleuls"), &folder.join("dossiers/tilleuls"));
    report("passerelles-du-mail", &folder.join("mail.pdf"));
    report("ville-de-clairval", &folder.join("clairval.json"));
    fs::write(folder.join("autre.json"), "{\"a\": 1}").unwrap();
    fs::write(folder.join("vide.pdf"), "%PDF-1.4\n").unwrap();
    fs::create_dir_all(folder.join("dossiers/casse")).unwrap();
    fs::write(
        folder.join("dossiers/casse/dossier.toml"),
        "schema = 1\nid = \"x\"\nfaux = 1\n",
    )
    .unwrap();
    folder
}

fn lines(output: &Output) -> Vec<Value> {
    String::from_utf8(output.stdout.clone())
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_mix_gives_a_row_each_and_a_reason_for_what_is_broken() {
    let folder = heap("portfolio-mix");
    let output = mediaudit(&["portefeuille", shown(&folder), "--format", "jsonl"], "2");
    assert_eq!(
        output.status.code(),
        Some(3),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let all = lines(&output);
    let said: Vec<(&str, &str)> = all
        .iter()
        .filter_map(|line| {
            let row = line.get("structure")?;
            Some((row["origine"].as_str()?, row["recalcul"].as_str()?))
        })
        .collect();
    assert_eq!(
        said,
        [
            ("rapport", "identique"),
            ("dossier", "juge"),
            ("evaluation", "identique")
        ],
        "rows stand in the order of names"
    );
    let unread: Vec<&str> = all.iter().filter_map(|line| line["motif"].as_str()).collect();
    assert_eq!(unread.len(), 3, "{unread:?}");
    assert!(unread.iter().any(|why| why.contains("ne porte pas d’évaluation")));
    assert!(unread.iter().any(|why| why.contains("jeu d’entrées")));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn neither_threads_nor_the_order_of_arguments_change_a_byte() {
    let folder = heap("portfolio-order");
    let paths: Vec<String> = ["dossiers", "mail.pdf", "clairval.json", "autre.json"]
        .iter()
        .map(|name| shown(&folder.join(name)).to_owned())
        .collect();
    for format in ["texte", "jsonl"] {
        let run = |order: &[usize], threads: &str| {
            let mut arguments = vec!["portefeuille"];
            arguments.extend(order.iter().map(|at| paths[*at].as_str()));
            arguments.extend(["--format", format]);
            mediaudit(&arguments, threads).stdout
        };
        let first = run(&[0, 1, 2, 3], "1");
        assert!(!first.is_empty());
        assert!(first == run(&[3, 1, 0, 2], "8"), "{format}");
        // one that is given twice is one
        assert!(first == run(&[2, 1, 3, 0, 1], "2"), "{format}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_altered_report_is_not_counted_and_an_altered_result_is_judged_again() {
    let folder = temporary("portfolio-altered");
    fs::create_dir_all(&folder).unwrap();
    let (pdf, whole) = (folder.join("altere.pdf"), folder.join("triche.json"));
    report("passerelles-du-mail", &pdf);
    let mut bytes = fs::read(&pdf).unwrap();
    // one letter of the XMP packet, which no reading of the assessment needs
    let at = bytes.windows(10).position(|w| w == b"dc:creator").unwrap();
    bytes[at] ^= 1;
    fs::write(&pdf, &bytes).unwrap();
    report("ville-de-clairval", &whole);
    let mut assessment: Value = serde_json::from_slice(&fs::read(&whole).unwrap()).unwrap();
    assessment["resultats"]["conclusion"] = json!("pret");
    assessment["resultats"]["criteres"][0]["retenu"] = json!("non-evalue");
    fs::write(&whole, assessment.to_string()).unwrap();
    let output = mediaudit(&["portefeuille", shown(&folder), "--format", "jsonl"], "2");
    assert_eq!(output.status.code(), Some(3));
    let all = lines(&output);
    let altered = all
        .iter()
        .find(|line| line["source"].as_str().unwrap().ends_with("altere.pdf"))
        .unwrap();
    assert_eq!(altered["etat"], "alteree", "{altered}");
    assert_eq!(altered["structure"]["recalcul"], "identique");
    let cheat = all
        .iter()
        .find(|line| line["source"].as_str().unwrap().ends_with("triche.json"))
        .unwrap();
    assert_eq!(cheat["structure"]["recalcul"], "differe");
    assert_eq!(
        cheat["structure"]["conclusion"], "constats-d-audit",
        "what is judged again is what counts"
    );
    let told = cheat["structure"]["differences"].to_string();
    assert!(told.contains("pret dans le fichier"), "{told}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_report_in_html_gives_the_row_of_its_pdf_and_a_sheet_gives_none() {
    let folder = temporary("portfolio-html");
    report("regie-des-tilleuls", &folder.join("a.pdf"));
    report("regie-des-tilleuls", &folder.join("b.html"));
    let sheet = [
        "rapport",
        "--profil",
        "cadre-ethique",
        "--diffusion",
        "interne",
        "-o",
    ];
    let made = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(sheet)
        .arg(folder.join("fiche.htm"))
        .arg(example("regie-des-tilleuls"))
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    fs::write(folder.join("page.html"), "<p>bonjour</p>").unwrap();
    let output = mediaudit(&["portefeuille", shown(&folder), "--format", "jsonl"], "2");
    assert_eq!(output.status.code(), Some(3));
    let all = lines(&output);
    let [pdf, html] = ["a.pdf", "b.html"].map(|name| {
        let mut of = all
            .iter()
            .filter(|line| line["source"].as_str().unwrap().ends_with(name));
        of.next().unwrap()["structure"].clone()
    });
    assert_eq!(html["recalcul"], "identique");
    assert_eq!(html, pdf);
    let why = all.iter().filter_map(|line| line["motif"].as_str());
    assert_eq!(
        why.collect::<Vec<_>>(),
        ["ce fichier ne porte pas d’évaluation de médiaudit"; 2]
    );
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_norm_of_ones_own_under_the_name_of_ours_is_told_apart() {
    let folder = temporary("portfolio-forged");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("forge.json");
    report("regie-des-tilleuls", &file);
    let mut assessment: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    for criterion in assessment["entrees"]["norme"]["criteres"].as_array_mut().unwrap() {
        criterion["importance"] = json!("recommande");
    }
    fs::write(&file, assessment.to_string()).unwrap();
    let all = lines(&mediaudit(
        &["portefeuille", shown(&folder), "--format", "jsonl"],
        "2",
    ));
    assert_eq!(all[0]["structure"]["norme-connue"], false, "{}", all[0]);
    fs::remove_dir_all(folder).unwrap();
}

fn flow(input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .arg("flux")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

#[test]
fn entries_flow_into_the_results_of_their_reports() {
    let folder = heap("portfolio-flow");
    let output = mediaudit(&["portefeuille", shown(&folder), "--entrees"], "2");
    assert_eq!(output.status.code(), Some(3), "three sources have no line");
    assert_eq!(lines(&output).len(), 3);
    let mut input = output.stdout.clone();
    input.extend(b"\n{\"dossier\": \"x\"}\nrien");
    let flowed = flow(&input);
    assert_eq!(flowed.status.code(), Some(0));
    assert_eq!(
        String::from_utf8_lossy(&flowed.stderr),
        "6 lignes lues, 6 écrites\n"
    );
    let answers = lines(&flowed);
    let ids: Vec<&Value> = answers.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(ids[3..], [&Value::Null, &json!("x"), &Value::Null]);
    for answer in &answers[..3] {
        let id = answer["id"].as_str().unwrap();
        let json = folder.join("again.json");
        report(id, &json);
        let whole: Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
        assert_eq!(answer["resultats"], whole["resultats"], "{id}");
    }
    assert_eq!(answers[3]["faute"]["code"], "entrees/vides");
    assert_eq!(answers[5]["faute"]["code"], "entrees/illisibles");
    fs::remove_dir_all(folder).unwrap();
}

/// So many structures that nobody knows, of two forms and two territories.
fn many(folder: &Path, count: usize) {
    for rank in 0..count {
        let own = folder.join(format!("s{rank}"));
        copy(&example("regie-des-tilleuls"), &own);
        let main = own.join("dossier.toml");
        let text = fs::read_to_string(&main).unwrap();
        let form = if rank < 3 { "GIP" } else { "association" };
        let text = text
            .replace("id = \"regie-des-tilleuls\"", &format!("id = \"s{rank}\""))
            .replace(
                "nom = \"Régie de quartier des Tilleuls\"",
                &format!("nom = \"Secrète {rank}\""),
            )
            .replace(
                "forme = \"association, régie de quartier\"",
                &format!("forme = \"{form}\"\nterritoire = \"Nord\""),
            );
        fs::write(main, text).unwrap();
    }
}

#[test]
fn what_is_published_names_nobody_and_is_withheld_where_it_would() {
    let folder = temporary("portfolio-published");
    let (few, enough) = (folder.join("peu"), folder.join("assez"));
    many(&few, 4);
    many(&enough, 9);
    let out = folder.join("publie");
    let publish = |from: &Path, to: &Path, before: &[&str]| {
        let arguments = [&["portefeuille", shown(from), "--publie", shown(to)], before].concat();
        mediaudit(&arguments, "2")
    };
    let refused = publish(&few, &out, &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(!out.exists(), "nothing is written");
    let done = publish(&enough, &out, &[]);
    assert_eq!(
        done.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(&out).unwrap() {
        let entry = entry.unwrap();
        names.push(entry.file_name().into_string().unwrap());
        let text = fs::read_to_string(entry.path()).unwrap();
        assert!(!text.contains("Secrète") && !text.contains("s1"), "{names:?}");
    }
    names.sort();
    assert_eq!(
        names,
        ["README.md", "exemple.csv", "publication.csv", "schema.json"]
    );
    let csv = fs::read_to_string(out.join("publication.csv")).unwrap();
    // three GIP join « autres », and the smallest other category with them
    assert!(
        csv.contains(",forme,Structures par forme juridique,autres,autres,9,,"),
        "{csv}"
    );
    assert!(!csv.contains("GIP") && !csv.contains("gip"));
    // one more structure: nothing may go out beside the former export
    let more = folder.join("un-de-plus");
    many(&more, 10);
    let former = out.join("publication.csv");
    let again = folder.join("encore");
    let refused = publish(&more, &again, &["--precedent", shown(&former)]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(!again.exists());
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("à moins de 5"), "{told}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn every_output_is_the_same_every_time() {
    let folder = temporary("portfolio-outputs");
    many(&folder.join("dossiers"), 3);
    let dossiers = folder.join("dossiers");
    let before = folder.join("avant.jsonl");
    let write = |name: &str, more: &[&str]| {
        let path = folder.join(name);
        let arguments = [&["portefeuille", shown(&dossiers), "-o", shown(&path)], more].concat();
        let output = mediaudit(&arguments, "2");
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        fs::read(path).unwrap()
    };
    let lines = write("avant.jsonl", &[]);
    let printed = mediaudit(&["portefeuille", shown(&dossiers), "--format", "jsonl"], "1");
    assert!(lines == printed.stdout, "a file of lines holds what is printed");
    for (name, starts) in [
        ("a.jsonl", &b"{"[..]),
        ("a.csv", "\u{feff}Structure;".as_bytes()),
        ("a.xlsx", b"PK"),
        ("a.html", b"<!DOCTYPE html>"),
        ("a.pdf", b"%PDF-1.7"),
    ] {
        let first = write(name, &["--precedent", shown(&before)]);
        assert!(first.starts_with(starts), "{name}");
        assert!(first == write(name, &["--precedent", shown(&before)]), "{name}");
    }
    let html = fs::read_to_string(folder.join("a.html")).unwrap();
    assert!(html.contains("3 structures dans les deux portefeuilles") && html.contains("Document nominatif"));
    fs::remove_dir_all(folder).unwrap();
}
