//! A date that a person reads is written as people write it: « 3 novembre 2026 » or « 03/11/2026 », never « 2026-11-03 ». Names of
//! files and lines of TOML to copy keep theirs.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use regex::Regex;

/// The dates as machines write them that stand in a text alone: not in a name, nor in what is to be copied into a file.
fn alone(text: &str) -> Vec<&str> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        // what is before and after tells a name of a file or of a folder
        Regex::new(r"(?m)(^|[^\w/-])\d{4}-\d{2}-\d{2}($|[^\w/.-]|\.\s|\.$)").unwrap()
    });
    // a line to copy sets a key, opens a table, or is a piece of one
    let copied = |line: &str| line.contains(" = ") || line.trim_start().starts_with('[');
    let mut lines = text.lines().filter(|line| !copied(line));
    let mut out = vec![];
    for line in &mut lines {
        if DATE.is_match(line) {
            out.push(line);
        }
    }
    out
}

fn said(arguments: &[&str], folder: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(arguments)
        .arg(folder)
        .output()
        .unwrap();
    assert_ne!(
        output.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

fn examples() -> [PathBuf; 2] {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    ["passerelles-du-mail", "ville-de-clairval"].map(|name| all.join(name))
}

#[test]
fn a_date_that_a_machine_writes_is_found() {
    for line in [
        "jugé au 2026-11-23",
        "2026-11-23 : dépôt",
        "le 2026-11-23.",
        "(2026-11-23)",
    ] {
        assert_eq!(alone(line), [line]);
    }
    for line in [
        "preuves/regle/2026-01-05-regle.pdf",
        "rapport-passerelles-2026-11-23.pdf",
        "date-effet = 2026-11-23",
        "historique/2026-11-23.json",
    ] {
        assert_eq!(alone(line), Vec::<&str>::new());
    }
}

#[test]
fn what_people_read_never_dates_as_machines_do() {
    for folder in examples() {
        for arguments in [
            &["verifier"][..],
            &["preuves"],
            &["questions"],
            &["rapport", "--etendue", "complet", "--format", "texte"],
            &["expliquer", "A05"],
            &["expliquer", "C05"],
        ] {
            let text = match arguments {
                ["expliquer", id] => {
                    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
                        .arg("expliquer")
                        .args([folder.as_os_str(), id.as_ref()])
                        .output()
                        .unwrap();
                    assert!(output.status.success());
                    String::from_utf8(output.stdout).unwrap()
                }
                _ => said(arguments, &folder),
            };
            let found = alone(&text);
            assert!(found.is_empty(), "{arguments:?} {}: {found:#?}", folder.display());
        }
    }
}
