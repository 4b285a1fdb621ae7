//! One bad fixture per diagnostic code, in `tests/fixtures/bad/<code>/`: files laid over the sound ones of `socle/`, read by their
//! real loader, and the text that their author is shown (`attendu.txt`; MEDIAUDIT_REECRIRE=1 writes it anew).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mediaudit_app::assess::{Request, assess};
use mediaudit_app::{norms, templates};
use mediaudit_core::audit::Means;
use mediaudit_core::diag::{Code, Diagnostics, Severity, Sources, snippet, toml_text};
use mediaudit_evidence::contents::InProcess;

fn bad() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad")
}

fn folder_of(code: Code) -> PathBuf {
    bad().join(code.as_str().replace('/', "__"))
}

/// The codes that files bring about: none breaks a promise of the house itself (see `recomputed`).
fn told() -> impl Iterator<Item = &'static Code> {
    Code::ALL.iter().filter(|code| **code != Code::Internal)
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
    let root = super::support::place(&format!("fautif-{name}"));
    // templates are laid over those in the binary
    let template = name.starts_with("gabarit__");
    if !template {
        lay(
            &bad().join("socle").join(if norm { "norme" } else { "dossier" }),
            &root,
        );
    }
    if let Some(over) = over {
        lay(over, &root);
    }
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    if template {
        templates::load(&root, &mut sources, &mut sink);
    } else if norm {
        norms::verify(&root.to_string_lossy(), &mut sources, &mut sink);
    } else {
        let request = Request {
            norm: Some(bad().join("socle/norme").to_string_lossy().into_owned()),
            privacy: true,
            ..Request::default()
        };
        let means = Means {
            norms: &norms::NormFiles,
            reader: &InProcess,
        };
        assess(&root, &request, means, &mut sources, &mut sink);
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
    let wanted: BTreeSet<PathBuf> = told().map(|code| folder_of(*code)).collect();
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
    "unexpected",
    "field",
    "string",
    "integer",
    "key",
    "value",
    "variant",
    "array",
    "must",
    "should",
    "file",
    "origine",
];

/// The English words of a text, outside of what the author wrote.
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
            .filter(|word| ENGLISH.contains(&word.to_lowercase().as_str()))
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
    Code::TemplateFile,
];

#[test]
fn each_fault_is_told_with_its_code_its_place_and_french_words() {
    let rewrite = std::env::var_os("MEDIAUDIT_REECRIRE").is_some();
    let mut faults = Vec::new();
    for code in told() {
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

/// `norme verifier` on the sound norm with a fixture laid over it.
fn verify(code: Option<Code>, more: &[&str]) -> std::process::Output {
    let name = code.map_or("sound", Code::as_str).replace('/', "__");
    let count = more.len();
    let root = super::support::place(&format!("verifie-{name}-{count}"));
    lay(&bad().join("socle/norme"), &root);
    if let Some(code) = code {
        lay(&folder_of(code), &root);
    }
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["norme", "verifier"])
        .arg(&root)
        .args(more)
        .output()
        .unwrap();
    fs::remove_dir_all(&root).unwrap();
    output
}

#[test]
fn the_exit_code_of_a_verification_tells_its_gravity() {
    let warn = ["--seuil", "avertissement"];
    let sound = verify(None, &warn);
    assert_eq!(sound.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&sound.stdout).contains("rien à redire"));
    assert_eq!(verify(Some(Code::Unused), &[]).status.code(), Some(0));
    assert_eq!(verify(Some(Code::Unused), &warn).status.code(), Some(1));
    assert_eq!(verify(Some(Code::FailedExample), &[]).status.code(), Some(1));
    assert_eq!(verify(Some(Code::UnknownKey), &[]).status.code(), Some(1));
    let absent = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["norme", "verifier", "./nulle-part"])
        .output()
        .unwrap();
    assert_eq!(absent.status.code(), Some(2));
}

/// Nobody should have to mend one fault to be told the next.
#[test]
fn faults_of_several_files_are_told_in_one_pass() {
    let root = bad().join("socle/norme");
    let edits = [
        ("criteres.toml", "poids = 2", "poid = 2", Code::UnknownKey),
        ("criteres.toml", "effort = 1", "effort = \"x\"", Code::WrongType),
        (
            "elements.toml",
            "type = \"choix\"",
            "type = \"liste\"",
            Code::WrongValue,
        ),
    ];
    let files = ["norme.toml", "elements.toml", "criteres.toml", "politique.toml"].map(|name| {
        let mut text = fs::read_to_string(root.join(name)).unwrap();
        for (file, from, to, _) in edits {
            if file == name {
                assert!(text.contains(from));
                text = text.replacen(from, to, 1);
            }
        }
        (name.to_owned(), text.into_bytes())
    });
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    assert!(mediaudit_core::norm::load(files.to_vec(), &mut sources, &mut sink).is_none());
    let told: Vec<Code> = sink.sorted().iter().map(|d| d.code).collect();
    assert_eq!(told, edits.map(|(.., code)| code));
}
