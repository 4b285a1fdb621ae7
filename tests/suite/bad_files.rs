//! Bad fixtures for every diagnostic code, in `tests/fixtures/bad/<code>/`: what is done to the sound files of `socle/` (`fautes.toml`),
//! read by their real loader, and the text that their author is shown (`attendu.txt`; MEDIAUDIT_REECRIRE=1 writes it anew). A code
//! whose faults hide one another has a folder for each case.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use mediaudit_core::diag::{Code, Diagnostics, Severity, Sources};

use super::bad_case::{Read, bad, make, read};

fn folder_of(code: Code) -> PathBuf {
    bad().join(code.as_str().replace('/', "__"))
}

/// The codes that files bring about: none breaks a promise of the house itself (see `recomputed`).
fn told() -> impl Iterator<Item = Code> {
    Code::ALL.iter().copied().filter(|code| *code != Code::Internal)
}

/// The cases of a code: name, folder.
fn cases(code: Code) -> Vec<(String, PathBuf)> {
    let folder = folder_of(code);
    let name = code.as_str().replace('/', "__");
    let mut found: Vec<(String, PathBuf)> = walkdir::WalkDir::new(&folder)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_name() == "fautes.toml")
        .map(|entry| {
            let case = entry.path().parent().unwrap().to_path_buf();
            let within = case.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
            (format!("{name}/{within}"), case)
        })
        .collect();
    found.sort();
    found
}

/// Whose loader tells of this code, as a rule.
fn reader(code: Code) -> Read {
    match code.as_str().split('/').next().unwrap() {
        "toml" | "forme" | "norme" => Read::Norme,
        "gabarit" => Read::Gabarits,
        "nouveau" => Read::Nouveau,
        _ => Read::Dossier,
    }
}

#[test]
fn the_sound_files_are_sound() {
    for whose in [Read::Norme, Read::Dossier] {
        let told = read(&format!("sain-{whose:?}"), whose, None);
        assert!(told.sink.is_empty(), "{}", told.shown);
    }
}

#[test]
fn each_code_has_its_fixture_and_each_fixture_its_code() {
    let wanted: BTreeSet<PathBuf> = told().map(folder_of).collect();
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

/// Faults of a whole file, of files together, or of what is not there: they have no line.
const PLACELESS: &[Code] = &[
    Code::Encoding,
    Code::TooLarge,
    Code::NormFolder,
    Code::NormFile,
    Code::MissingBlock,
    Code::ContradictoryDates,
    Code::NoDossier,
    Code::UnreadableFile,
    Code::Logo,
    Code::NoAuditDate,
    Code::History,
    Code::HistoryOfOther,
    Code::OverlayFile,
    Code::NewName,
    Code::NewPlace,
    Code::NewParent,
    Code::NewUnwritten,
    Code::TemplateFolder,
    Code::TemplateName,
    Code::TemplateFile,
];

#[test]
fn each_fault_is_told_with_its_code_its_place_and_french_words() {
    let rewrite = std::env::var_os("MEDIAUDIT_REECRIRE").is_some();
    let mut faults = Vec::new();
    for code in told() {
        let found = cases(code);
        if found.is_empty() {
            faults.push(format!("{}: no case", code.as_str()));
        }
        for (name, case) in found {
            let told = read(&name, reader(code), Some(&case));
            let shown = &told.shown;
            let mut wrong = BTreeSet::new();
            for diagnostic in told.sink.sorted() {
                if diagnostic.code != code {
                    wrong.insert(format!("also tells {}", diagnostic.code.as_str()));
                }
                let place = diagnostic
                    .labels
                    .first()
                    .and_then(|label| told.sources.position(&label.span));
                if place.is_none() != PLACELESS.contains(&code) {
                    wrong.insert(format!("place {place:?}"));
                }
                if place.is_none() && diagnostic.hints.is_empty() {
                    wrong.insert("neither place nor hint".to_owned());
                }
            }
            if told.sink.is_empty() {
                wrong.insert("nothing told".to_owned());
            }
            wrong.extend(english(shown).into_iter().map(|line| format!("English: {line}")));
            if told.sink.has_errors() != (code.severity() == Severity::Error) {
                wrong.insert("wrong gravity".to_owned());
            }
            let kept = case.join("attendu.txt");
            if rewrite {
                fs::write(&kept, shown).unwrap();
            } else if fs::read_to_string(&kept).unwrap_or_default() != *shown {
                wrong.insert("other text than attendu.txt".to_owned());
            }
            if !wrong.is_empty() {
                faults.push(format!("{name}: {wrong:#?}\n{shown}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// The messages that rooms declare: file, code, what the sentence says between its blanks.
fn declared() -> Vec<(String, String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let message = regex::Regex::new(r#"=>\s*([A-Z]\w+),\s*"((?:[^"\\]|\\.)*)""#).unwrap();
    let field = regex::Regex::new(r"\{[a-z_]+\}").unwrap();
    let mut out = Vec::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_name() != "diags.rs" {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        for found in message.captures_iter(&text) {
            let sentence = found[2].replace("\\\"", "\"").replace("\\\\", "\\");
            let parts = field.split(&sentence).map(str::to_owned).collect();
            let file = entry.path().to_string_lossy().into_owned();
            out.push((file, found[1].to_owned(), parts));
        }
    }
    out
}

/// Is a line of the text this message, whatever fills its blanks?
fn tells(text: &str, parts: &[String]) -> bool {
    let (last, first) = parts.split_last().unwrap();
    text.lines()
        .filter_map(|line| line.split_once("]: "))
        .any(|(_, said)| {
            let mut rest = said;
            let begun = first.iter().enumerate().all(|(rank, part)| {
                let found = rest.split_once(part.as_str());
                let found = found.filter(|(before, _)| rank > 0 || before.is_empty());
                found.is_some_and(|(_, after)| {
                    rest = after;
                    true
                })
            });
            begun && rest.ends_with(last.as_str()) && (!first.is_empty() || rest == last)
        })
}

/// Messages that no fixture can provoke, because only a command line does: a case of `tests/cmd` shows them.
const OF_COMMANDS: &[&str] = &["UnknownProfile", "OverlayFile"];

#[test]
fn each_message_is_provoked_by_a_fixture_of_its_code() {
    let codes: BTreeMap<String, Code> = Code::ALL
        .iter()
        .map(|code| (format!("{code:?}"), *code))
        .collect();
    let commands: String = walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd"))
        .into_iter()
        .flatten()
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|e| e == "toml" || e == "trycmd")
        })
        .map(|entry| fs::read_to_string(entry.path()).unwrap())
        .collect();
    let all = declared();
    assert!(all.len() > 150, "{} messages found", all.len());
    let mut faults = Vec::new();
    for (file, code, parts) in all {
        let told: String = cases(codes[&code])
            .iter()
            .map(|(_, case)| fs::read_to_string(case.join("attendu.txt")).unwrap_or_default())
            .collect();
        let of_commands = OF_COMMANDS.contains(&code.as_str()) && tells(&commands, &parts);
        if !of_commands && !tells(&told, &parts) {
            faults.push(format!("{file}: {code}: {}", parts.join("…")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// `norme verifier` on the sound norm, or on the first bad case of a code.
fn verify(code: Option<Code>, more: &[&str]) -> std::process::Output {
    let name = code.map_or("sound", Code::as_str).replace('/', "__");
    let count = more.len();
    let root = super::support::place(&format!("verifie-{name}-{count}"));
    let case = code.map(|code| cases(code).remove(0).1);
    make(&root, Read::Norme, case.as_deref());
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
