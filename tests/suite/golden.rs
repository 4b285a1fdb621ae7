//! The three examples, judged whole, and two audits by other norms, compared with what is kept beside: of one example the whole text of
//! its report, of each a table with a line for every criterion and a digest for every section of the text, so that a change says
//! where it is. `mediaudit rapport --format texte` shows the section itself.
//!
//! `MEDIAUDIT_REECRIRE=1 cargo test golden` writes them again; the difference is then read like any other change.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use mediaudit_core::kernel::Digest;
use serde_json::Value;

/// The example whose text is kept whole.
const WHOLE: &str = "passerelles-du-mail";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A report on a dossier: by its own norm, or by one of the fixtures.
fn report(dossier: &Path, norm: Option<&Path>, extent: &str, format: &str) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mediaudit"));
    command.args(["rapport", "--etendue", extent, "--format", format]);
    if let Some(norm) = norm {
        command.arg("--norme").arg(norm);
    }
    let output = command.arg(dossier).output().unwrap();
    assert!(
        output.status.success(),
        "{}: {}",
        dossier.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

fn compare(path: &Path, found: &str) {
    if std::env::var_os("MEDIAUDIT_REECRIRE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, found).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    let first = kept
        .lines()
        .zip(found.lines())
        .position(|(a, b)| a != b)
        .unwrap_or_else(|| kept.lines().count().min(found.lines().count()));
    assert!(
        kept == found,
        "{} differs from line {}:\n- {}\n+ {}",
        path.display(),
        first + 1,
        kept.lines().nth(first).unwrap_or_default(),
        found.lines().nth(first).unwrap_or_default()
    );
}

fn short(text: &str) -> String {
    Digest::of(text.as_bytes()).short()
}

/// Text as it is, everything else as JSON; « – » for nothing.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// « 1/2 », or « 1/4..1/2 ».
fn ends(value: &Value) -> String {
    let (min, max) = (plain(&value["min"]), plain(&value["max"]));
    if min == max { min } else { format!("{min}..{max}") }
}

/// « conforme 3, non-demontre 2 »; what is counted 0 is left out.
fn counts(value: &Value) -> String {
    let all = value.as_object().into_iter().flatten();
    let some: Vec<String> = all
        .filter(|(_, n)| n.as_u64() != Some(0))
        .map(|(what, n)| format!("{what} {n}"))
        .collect();
    some.join(", ")
}

/// Element by element: + met, - not met, ? not known, / void; of each sample.
fn elements(criterion: &Value) -> String {
    let mark = |element: &Value| {
        let id = plain(&element["id"]);
        let (_, last) = id.rsplit_once('.').unwrap_or(("", &id));
        let mark = match element["verite"].as_str().unwrap() {
            "vrai" => '+',
            "faux" => '-',
            "inconnu" => '?',
            _ => '/',
        };
        format!("{last}{mark}")
    };
    let sample = |sample: &Value| {
        let all = sample["elements"].as_array().unwrap();
        all.iter().map(mark).collect::<Vec<_>>().join(" ")
    };
    let all = criterion["echantillons"].as_array().unwrap();
    all.iter().map(sample).collect::<Vec<_>>().join(" | ")
}

/// Results: a line for the whole, for each chapter and each criterion, with the digest of all that was found of it.
fn results(whole: &Value) -> Vec<String> {
    let found = &whole["resultats"];
    let mut out = vec!["== Résultats".to_owned()];
    out.push(format!(
        "score {} sur {} ; {} ; constats : {}",
        ends(&found["score"]),
        plain(&found["sur"]),
        counts(&found["statuts"]),
        counts(&found["natures"])
    ));
    let said = ["criteres", "chapitres", "score", "sur", "statuts", "natures"];
    let others = found.as_object().unwrap().iter();
    for (key, value) in others.filter(|(key, _)| !said.contains(&key.as_str())) {
        out.push(format!("{key} : {}", plain(value)));
    }
    out.push("== Chapitres".to_owned());
    for chapter in found["chapitres"].as_array().unwrap() {
        out.push(format!(
            "{}  {} sur {}  {}",
            plain(&chapter["id"]),
            ends(&chapter["score"]),
            plain(&chapter["sur"]),
            counts(&chapter["statuts"])
        ));
    }
    out.push("== Critères : retenu, constat, valeur, poids, éléments, empreinte du tout".to_owned());
    for criterion in found["criteres"].as_array().unwrap() {
        out.push(format!(
            "{}  {}  {}  {}  {}  {}  {}",
            plain(&criterion["id"]),
            plain(&criterion["retenu"]),
            plain(&criterion["nature"]),
            ends(&criterion["valeur"]),
            plain(&criterion["poids"]),
            elements(criterion),
            short(&criterion.to_string())
        ));
    }
    out
}

/// The text of a report: for each section, how long it is and the digest of what it says.
fn sections(text: &str) -> Vec<String> {
    let mut all: Vec<Vec<&str>> = vec![];
    let mut before = "";
    for line in text.lines() {
        // a section begins at the margin, after an empty line
        let begins = before.is_empty() && line.starts_with(char::is_alphanumeric);
        match all.last_mut() {
            Some(own) if !begins => own.push(line),
            _ => all.push(vec![line]),
        }
        before = line;
    }
    let told = all.iter().map(|own| {
        let (n, digest) = (own.len(), short(&own.join("\n")));
        format!("{digest}  {n:>3}  {}", own[0])
    });
    std::iter::once("== Texte du rapport : empreinte et longueur de chaque section".to_owned())
        .chain(told)
        .collect()
}

/// Two audits by real schemes say of accumulation, deadlines, levels, forms and rounding what no example does.
#[test]
fn golden_results_and_texts_of_the_examples_and_of_audits_by_other_norms() {
    let fixtures = root().join("tests/fixtures");
    let audit = |dossier: &str, norm: &str| {
        (
            format!("audit-{dossier}"),
            fixtures.join("dossiers").join(dossier),
            Some(fixtures.join("norms").join(norm)),
        )
    };
    let example = |name: &str| (name.to_owned(), root().join("examples").join(name), None);
    for (name, dossier, norm) in [
        example(WHOLE),
        example("regie-des-tilleuls"),
        example("ville-de-clairval"),
        audit("qualiopi", "qualiopi"),
        audit("has", "has-2024"),
    ] {
        let whole: Value =
            serde_json::from_slice(&report(&dossier, norm.as_deref(), "complet", "json")).unwrap();
        let text = String::from_utf8(report(&dossier, norm.as_deref(), "complet", "texte")).unwrap();
        let mut table = results(&whole);
        table.extend(sections(&text));
        let golden = root().join("tests/golden");
        compare(
            &golden.join(format!("{name}.tableau")),
            &(table.join("\n") + "\n"),
        );
        if name == WHOLE {
            compare(&golden.join(format!("{name}.txt")), &text);
            let short = report(&dossier, norm.as_deref(), "essentiel", "texte");
            compare(
                &golden.join(format!("{name}.essentiel.txt")),
                &String::from_utf8(short).unwrap(),
            );
        }
    }
}

#[test]
fn a_change_anywhere_changes_its_own_line_of_the_table_only() {
    let text = "TITRE\n\nA. Un\n  ligne\n\n  suite\n\nB. Deux\n  ligne\n";
    let before = sections(text);
    assert_eq!(before.len(), 4, "{before:?}");
    let after = sections(&text.replace("suite", "autre"));
    let changed: Vec<usize> = (0..4).filter(|at| before[*at] != after[*at]).collect();
    assert_eq!(changed, [2]);
}
