//! What is left to answer: asked once, of somebody, in an order; colleagues answer in files of their own.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::nouveau::mediaudit;
use crate::printed::example;
use crate::support::{copy, place};

const EMPTY: &str = "schema = 1\nid = \"neuf\"\nnorme = \"nf-x60-600\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n\n[structure]\nnom = \"Association des Quais\"\n";

fn new(name: &str, more: &str, answers: &[(&str, &str)]) -> PathBuf {
    let folder = place(name);
    fs::create_dir_all(folder.join("reponses")).unwrap();
    fs::write(folder.join("dossier.toml"), format!("{EMPTY}\n{more}")).unwrap();
    for (file, text) in answers {
        fs::write(folder.join("reponses").join(file), format!("schema = 1\n{text}")).unwrap();
    }
    folder
}

fn asked(folder: &Path, more: &[&str]) -> Value {
    let arguments: Vec<&str> = ["questions", "--format", "json"]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    let output = mediaudit(&arguments, folder);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn told(folder: &Path) -> String {
    String::from_utf8(mediaudit(&["verifier"], folder).stderr).unwrap()
}

fn questions(list: &Value) -> &Vec<Value> {
    list["questions"].as_array().unwrap()
}

#[test]
fn each_question_is_asked_once_and_of_somebody() {
    let folder = new("questions-whom", "", &[]);
    let all = asked(&folder, &[]);
    let ids: BTreeSet<&str> = questions(&all)
        .iter()
        .map(|q| q["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), questions(&all).len());
    assert_eq!(all["donnees"], 0);
    assert_eq!(all["total"], ids.len());
    let mut found = 0;
    for person in all["interlocuteurs"].as_array().unwrap() {
        let own = asked(&folder, &["--qui", person["id"].as_str().unwrap()]);
        assert_eq!(person["questions"], questions(&own).len());
        // the same person by the name of the function
        assert_eq!(
            own,
            asked(&folder, &["--qui", person["libelle"].as_str().unwrap()])
        );
        found += questions(&own).len();
    }
    assert_eq!(found, ids.len(), "everybody's sheets together ask everything");
}

#[test]
fn an_answer_is_not_asked_again_and_what_obliges_comes_first() {
    let before = asked(&new("questions-before", "", &[]), &[]);
    let first = &questions(&before)[0];
    assert!(questions(&before).iter().any(|q| q["id"] == "equipe.mediateurs"));
    let after = asked(
        &new(
            "questions-after",
            "[faits]\nequipe.mediateurs = 7\n[pratiques]\nD02.niveau = \"partielle\"\n",
            &[],
        ),
        &[],
    );
    assert_eq!(after["donnees"], 2);
    for gone in ["equipe.mediateurs", "D02"] {
        assert!(questions(&after).iter().all(|q| q["id"] != gone), "{gone}");
    }
    let of = |list: &Value, id: &str| questions(list).iter().position(|q| q["id"] == id).unwrap();
    // both wait for a level and take as long: D01 obliges, G04 is only recommended
    assert!(of(&before, "D01") < of(&before, "G04"), "{first}");
    // a short profile asks less
    let start = asked(&new("questions-start", "", &[]), &["--profil", "demarrage"]);
    assert!(start["total"].as_u64().unwrap() * 3 < before["total"].as_u64().unwrap());
}

#[test]
fn what_does_not_concern_the_structure_is_not_asked() {
    let aside = "[pratiques]\nG02.non-applicable = \"Aucune présence dans l’espace public.\"\n";
    let list = asked(&new("questions-aside", aside, &[]), &[]);
    assert!(questions(&list).iter().all(|q| q["id"] != "G02"));
}

/// A criterion is met, and nobody said whether it applies: it counts for nothing at the least, which its explanation says, and the
/// question is asked.
#[test]
fn what_may_not_concern_the_structure_keeps_no_marks_and_is_asked() {
    let folder = place("questions-scope");
    copy(&example("ville-de-clairval"), &folder);
    let worth = || {
        let output = mediaudit(&["expliquer", "H05"], &folder);
        let said = String::from_utf8(output.stdout).unwrap();
        let words: Vec<&str> = said.split_whitespace().collect();
        let said = words.join(" ");
        let worth = said.split_once("note : ").unwrap().1;
        worth.split_once(", poids").unwrap().0.to_owned()
    };
    assert_eq!(worth(), "1 (conforme ; rien n’est compté en partie)");
    let main = folder.join("dossier.toml");
    let text = fs::read_to_string(&main).unwrap();
    let silent: Vec<&str> = text
        .lines()
        .filter(|line| !line.contains("donnees-suivies"))
        .collect();
    fs::write(&main, silent.join("\n")).unwrap();
    assert_eq!(
        worth(),
        "de 0 à 1 (conforme ; rien n’est compté en partie ; on ne sait pas s’il s’applique : au plus bas, il compte pour rien)"
    );
    let all = asked(&folder, &[]);
    let ids: Vec<&str> = questions(&all)
        .iter()
        .map(|q| q["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["structure.donnees-suivies"]);
}

#[test]
fn two_colleagues_answer_as_one_and_are_told_where_they_differ() {
    let one =
        "par = \"directrice\"\n[faits]\nequipe.mediateurs = 7\n[pratiques]\nC05.niveau = \"en-place\"\n";
    let same = "[faits]\nequipe.mediateurs = { valeur = 7, au = 2026-10-01 }\n[pratiques]\nC05.depuis = 2024-01-01\n";
    let folder = new("reponses-same", "", &[("a.toml", one), ("b.toml", same)]);
    assert!(!told(&folder).contains("erreur"), "{}", told(&folder));
    let report = mediaudit(&["rapport", "--etendue", "complet", "--format", "json"], &folder);
    let report: Value = serde_json::from_slice(&report.stdout).unwrap();
    let fact = &report["entrees"]["faits"]["equipe.mediateurs"];
    assert_eq!(
        (&fact["au"], &fact["par"]),
        (&Value::from("2026-10-01"), &Value::from("directrice"))
    );
    let practice = &report["entrees"]["pratiques"]["C05"];
    assert_eq!(practice["niveau"], "en-place");
    assert_eq!(practice["depuis"], "2024-01-01");
    let other = same.replace("= 7,", "= 8,");
    let folder = new("reponses-differ", "", &[("a.toml", one), ("b.toml", &other)]);
    let said = told(&folder);
    assert!(said.contains("reponses-differentes"), "{said}");
    assert!(
        said.contains("reponses/a.toml") && said.contains("reponses/b.toml"),
        "{said}"
    );
    // a report that names a file of answers is refused, as any input is
    let output = mediaudit(
        &[
            "questions",
            "-o",
            &folder.join("reponses/a.toml").to_string_lossy(),
        ],
        &folder,
    );
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_sheet_is_written_in_each_form_and_is_the_same_twice() {
    let folder = new("questions-sheets", "", &[]);
    for name in ["direction.pdf", "direction.txt"] {
        let path = folder.join(name);
        let write = || {
            let output = mediaudit(
                &["questions", "--qui", "direction", "-o", &path.to_string_lossy()],
                &folder,
            );
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            fs::read(&path).unwrap()
        };
        assert_eq!(write(), write());
    }
    let text = fs::read_to_string(folder.join("direction.txt")).unwrap();
    assert!(text.contains("Une politique qualité approuvée") && text.contains("______"));
    assert!(text.lines().all(|line| line.chars().count() <= 100));
}
