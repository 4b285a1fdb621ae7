//! The floors hold: a module imports only modules of the floors below its own.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules by floor, lowest first.
const FLOORS: &[&[&str]] = &[
    &["kernel"],
    &["diag"],
    &["record"],
    &["evidence"],
    &["norm"],
    &["assessment"],
    &["dossier"],
    &["scope", "engine"],
    &["view"],
    &["render"],
    &["app"],
    &["cli"],
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn imports_go_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut faults = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for file in files {
        let relative = file
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let own = relative
            .split('/')
            .next()
            .unwrap()
            .trim_end_matches(".rs")
            .to_owned();
        if own == "lib" || own == "main" {
            continue;
        }
        let here = floor(&own).unwrap_or_else(|| panic!("{own} is on no floor"));
        seen.insert(own.clone());
        for (number, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            for part in line.split("crate::").skip(1) {
                let module: String = part
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if module == own || module.is_empty() {
                    continue;
                }
                let there = floor(&module)
                    .unwrap_or_else(|| panic!("{relative}:{}: {module} is on no floor", number + 1));
                if there >= here {
                    faults.push(format!("{relative}:{}: {own} imports {module}", number + 1));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(
        seen.len(),
        FLOORS.iter().map(|f| f.len()).sum::<usize>(),
        "a module of the table does not exist"
    );
}

#[test]
fn only_the_command_line_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for word in ["println!", "eprintln!", "print!(", "eprint!("] {
            assert!(!text.contains(word), "{} uses {word}", file.display());
        }
    }
}

#[test]
fn folders_are_read_through_one_door() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for file in files {
        let relative = file
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        // `disk` asks whether there is anything; outputs are written elsewhere
        let exempt = ["evidence/door", "evidence/disk.rs", "app/output"];
        if exempt.iter().any(|start| relative.starts_with(start)) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        for word in ["std::fs", "WalkDir", "File::open", "OpenOptions"] {
            assert!(!text.contains(word), "{relative} uses {word}");
        }
    }
}
