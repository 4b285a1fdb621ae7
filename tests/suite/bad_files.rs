//! One bad fixture per diagnostic code, in `tests/fixtures/bad/<code>/`: files laid over the sound ones of `socle/`, read by their
//! real loader, and the text that their author is shown (`attendu.txt`; MEDIAUDIT_REECRIRE=1 writes it anew).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mediaudit::app::assess::{Request, assess};
use mediaudit::app::norms;
use mediaudit::diag::{Code, Diagnostics, Severity, Sources, snippet, toml_text};
use mediaudit::evidence::contents::InProcess;

fn bad() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad")
}

fn folder_of(code: Code) -> PathBuf {
    bad().join(code.as_str().replace('/', "__"))
}

/// Is the code told of a norm's files, rather than of a dossier's?
fn is_norm(code: Code) -> bool {
    let domain = code.as_str().split('/').next().unwrap();
    ["toml", "forme", "norme"].contains(&domain)
}

fn lay(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else if entry.file_name() == "gonfler.txt" {
            // too large a file is made here, rather than kept
            let target = to.join(fs::read_to_string(entry.path()).unwrap().trim());
            let sound = fs::read_to_string(&target).unwrap();
            fs::write(target, format!("{sound}#{}\n", "x".repeat(toml_text::MAX_BYTES))).unwrap();
        } else if entry.file_name() != "attendu.txt" {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The sound files with those of `over` laid over them, read: what was found, and the text shown.
fn read(name: &str, norm: bool, over: Option<&Path>) -> (Diagnostics, Sources, String) {
    let root = std::env::temp_dir().join(format!("mediaudit-bad-{}-{name}", std::process::id()));
    if root.exists() {
        fs::remove_dir_all(&root).unwrap();
    }
    lay(
        &bad().join("socle").join(if norm { "norme" } else { "dossier" }),
        &root,
    );
    if let Some(over) = over {
        lay(over, &root);
    }
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    if norm {
        norms::verify(&root.to_string_lossy(), &mut sources, &mut sink);
    } else {
        let request = Request {
            norm: Some(bad().join("socle/norme").to_string_lossy().into_owned()),
            privacy: true,
            ..Request::default()
        };
        assess(&root, &request, &InProcess, &mut sources, &mut sink);
    }
    fs::remove_dir_all(&root).unwrap();
    let shown = snippet::render_all(&sink, &sources, false);
    let shown = shown.replace(&format!("{}/", root.display()), "");
    (sink, sources, shown)
}

#[test]
fn the_sound_files_are_sound() {
    for norm in [true, false] {
        let (sink, _, shown) = read(if norm { "norm" } else { "dossier" }, norm, None);
        assert!(sink.is_empty(), "{shown}");
    }
}

#[test]
fn each_code_has_its_fixture_and_each_fixture_its_code() {
    let wanted: BTreeSet<PathBuf> = Code::ALL.iter().map(|code| folder_of(*code)).collect();
    let found: BTreeSet<PathBuf> = fs::read_dir(bad())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.ends_with("socle"))
        .collect();
    assert_eq!(found, wanted);
}

/// Words of toml, serde and the system that would mean a message slipped through untranslated.
const ENGLISH: &[&str] = &[
    "expected",
    "missing",
    "invalid",
    "unknown",
    "duplicate",
    "found",
    "error",
    "warning",
    "help",
    "note",
    "unexpected",
    "field",
    "string",
    "integer",
    "table",
    "key",
    "value",
    "variant",
    "array",
    "must",
    "should",
    "file",
];

/// Words outside of what the author wrote: the lines of the drawing that hold a message.
fn english(shown: &str) -> Vec<String> {
    let said = shown
        .lines()
        .filter(|line| !line.contains(" | ") && !line.contains("-->") && !line.contains(":::"));
    said.flat_map(|line| {
        // what stands between « » was written by the author
        line.split('«')
            .enumerate()
            .map(|(rank, part)| {
                if rank == 0 {
                    part
                } else {
                    part.split('»').next_back().unwrap()
                }
            })
            .flat_map(|part| part.split(|c: char| !c.is_alphanumeric()))
            .filter(|word| ENGLISH.contains(&word.to_lowercase().as_str()) && *word != "table")
            .map(|word| format!("{word}: {line}"))
            .collect::<Vec<_>>()
    })
    .collect()
}

/// Faults of a whole file, or of files together: they have no line.
const PLACELESS: &[Code] = &[
    Code::Encoding,
    Code::TooLarge,
    Code::NoIdentity,
    Code::ContradictoryDates,
    Code::History,
];

#[test]
fn each_fault_is_told_with_its_code_its_place_and_french_words() {
    let rewrite = std::env::var_os("MEDIAUDIT_REECRIRE").is_some();
    let mut faults = Vec::new();
    for code in Code::ALL {
        let folder = folder_of(*code);
        let name = code.as_str().replace('/', "__");
        let (sink, sources, shown) = read(&name, is_norm(*code), Some(&folder));
        for diagnostic in sink.sorted() {
            if diagnostic.code != *code {
                faults.push(format!(
                    "{name}: also tells {}\n{shown}",
                    diagnostic.code.as_str()
                ));
            }
            let place = diagnostic
                .labels
                .first()
                .and_then(|label| sources.position(&label.span));
            if place.is_none() != PLACELESS.contains(code) {
                faults.push(format!("{name}: place {place:?}\n{shown}"));
            }
            if place.is_none() && diagnostic.hints.is_empty() {
                faults.push(format!("{name}: neither place nor hint\n{shown}"));
            }
        }
        if sink.is_empty() {
            faults.push(format!("{name}: nothing told"));
        }
        let english = english(&shown);
        if !english.is_empty() {
            faults.push(format!("{name}: English\n{}", english.join("\n")));
        }
        if sink.has_errors() != (code.severity() == Severity::Error) {
            faults.push(format!("{name}: wrong gravity\n{shown}"));
        }
        let kept = folder.join("attendu.txt");
        if rewrite {
            fs::write(&kept, &shown).unwrap();
        } else if fs::read_to_string(&kept).unwrap_or_default() != shown {
            faults.push(format!("{name}: other text than attendu.txt\n{shown}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}
