//! The three examples, judged whole, and two audits by other norms: results and the text of the report are kept beside, and compared.
//!
//! `MEDIAUDIT_REECRIRE=1 cargo test golden` writes them again; the difference is then read like any other change.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const EXAMPLES: [&str; 3] = ["passerelles-du-mail", "regie-des-tilleuls", "ville-de-clairval"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn report(example: &str, format: &str) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["rapport", "--format", format])
        .arg(root().join("examples").join(example))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{example}: {}",
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

/// Two audits by real schemes: what the report of an auditor says of accumulation, deadlines, levels, forms and rounding.
#[test]
fn golden_texts_of_audits_by_other_norms() {
    for (dossier, norm) in [("qualiopi", "qualiopi"), ("has", "has-2024")] {
        let fixtures = root().join("tests/fixtures");
        let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .args(["rapport", "--format", "texte", "--norme"])
            .arg(fixtures.join("norms").join(norm))
            .arg(fixtures.join("dossiers").join(dossier))
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let text = String::from_utf8(output.stdout).unwrap();
        compare(
            &root().join("tests/golden").join(format!("audit-{dossier}.txt")),
            &text,
        );
    }
}

#[test]
fn golden_results_and_texts_of_the_examples() {
    for example in EXAMPLES {
        let folder = root().join("tests/golden");
        let whole: serde_json::Value = serde_json::from_slice(&report(example, "json")).unwrap();
        let mut results = serde_json::to_string_pretty(&whole["resultats"]).unwrap();
        results.push('\n');
        compare(&folder.join(format!("{example}.json")), &results);
        let text = String::from_utf8(report(example, "texte")).unwrap();
        compare(&folder.join(format!("{example}.txt")), &text);
    }
}
