//! The floors hold. Between crates the compiler keeps them; inside those of the pure part these tests do.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The crates of the pure part: no file, no clock, no ink. `mediaudit-core` gives the rooms of the others again.
const PURE: &[&str] = &["base", "model", "engine", "core"];

/// Their rooms by floor, lowest first; the engine is a crate by itself.
const FLOORS: &[&[&str]] = &[
    &["kernel"],
    &["diag"],
    &["record"],
    &["norm"],
    &["assessment", "store"],
    &["dossier"],
    &["scope", "engine", "sorting"],
    &["audit"],
    &["view"],
    &["portfolio"],
    // made for tests alone
    &["schemas"],
];

/// Macros stand at the root of the crate, whatever room they are written in; it is told here.
const MACROS: &[(&str, &str)] = &[("diags", "diag")];

/// What they may rest on: nothing that opens a file, asks a clock or prints.
const PURE_RESTS_ON: &[&str] = &[
    "annotate-snippets",
    "jiff",
    "num-bigint",
    "num-rational",
    "num-traits",
    "postcard",
    "regex",
    "rustc-hash",
    "schemars",
    "serde",
    "serde_json",
    "sha2",
    "strsim",
    "thiserror",
    "toml",
    "toml_parser",
    "unicode-normalization",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// The files below a folder that end in `.rs`: path from the folder, text.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|e| e == "rs"))
        .map(|entry| {
            let relative = entry.path().strip_prefix(folder).unwrap();
            let text = fs::read_to_string(entry.path()).unwrap();
            (relative.to_string_lossy().replace('\\', "/"), text)
        })
        .collect();
    out.sort();
    out
}

/// The rooms that a text names after `crate::`, one by one or in braces, with the line of each.
fn named(text: &str) -> Vec<(usize, String)> {
    let ident = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let mut out = Vec::new();
    let (mut line, mut left) = (1, text);
    while let Some((before, rest)) = left.split_once("crate::") {
        line += before.matches('\n').count();
        left = rest;
        match rest.strip_prefix('{') {
            None => out.push((line, ident(rest))),
            Some(inside) => {
                // the heads of the list: what stands at its own depth
                let (mut depth, mut head) = (0, String::new());
                for c in inside.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => out.push((line, ident(&std::mem::take(&mut head)))),
                        c if depth == 0 => head.push(c),
                        _ => {}
                    }
                }
                out.push((line, ident(&head)));
            }
        }
    }
    out.retain(|(_, room)| !room.is_empty());
    out
}

/// The dependencies that a manifest lists for the program itself.
fn dependencies(manifest: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(manifest).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let own = table["dependencies"].as_table().unwrap();
    own.keys().cloned().collect()
}

fn members() -> Vec<String> {
    let table: toml::Table = fs::read_to_string(root().join("Cargo.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let members = table["workspace"]["members"].as_array().unwrap();
    members.iter().map(|m| m.as_str().unwrap().to_owned()).collect()
}

#[test]
fn rooms_of_the_pure_part_import_only_those_below() {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::from(["engine".to_owned()]);
    let pure = PURE.iter().filter(|name| **name != "engine");
    for (path, text) in pure.flat_map(|name| sources(&root().join("src").join(name))) {
        let own = path.split('/').next().unwrap().trim_end_matches(".rs");
        if own == "lib" {
            continue;
        }
        let here = floor(own).unwrap_or_else(|| panic!("{own} is on no floor"));
        seen.insert(own.to_owned());
        for (line, room) in named(&text) {
            let room = MACROS
                .iter()
                .find(|(name, _)| *name == room)
                .map_or(room, |(_, home)| (*home).to_owned());
            if room == own {
                continue;
            }
            match floor(&room) {
                None => faults.push(format!("{path}:{line}: {room} is on no floor")),
                Some(there) if there >= here => {
                    faults.push(format!("{path}:{line}: {own} imports {room}"));
                }
                Some(_) => {}
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let all: BTreeSet<String> = FLOORS
        .iter()
        .flat_map(|f| f.iter().map(|r| (*r).to_owned()))
        .collect();
    assert_eq!(seen, all, "a room of the table does not exist");
}

#[test]
fn imports_in_braces_are_seen() {
    let text = "use crate::kernel::Date;\nuse crate::{diag::{Code, Sources}, view};\n/// [`crate::norm`]\n";
    let rooms: Vec<(usize, String)> = named(text);
    let rooms: Vec<(usize, &str)> = rooms.iter().map(|(n, room)| (*n, room.as_str())).collect();
    assert_eq!(rooms, [(1, "kernel"), (2, "diag"), (2, "view"), (3, "norm")]);
}

#[test]
fn the_pure_part_rests_on_nothing_that_opens_files() {
    let manifests = PURE
        .iter()
        .map(|name| root().join("src").join(name).join("Cargo.toml"));
    let own: BTreeSet<String> = manifests
        .flat_map(|manifest| dependencies(&manifest))
        .filter(|name| !name.starts_with("mediaudit-"))
        .collect();
    let known: BTreeSet<String> = PURE_RESTS_ON.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(own, known);
}

#[test]
fn doors_and_ink_stand_where_they_are_drawn() {
    for (member, below) in [
        ("base", &[] as &[&str]),
        ("model", &["base"]),
        ("engine", &["base", "model"]),
        ("core", &["base", "engine", "model"]),
        ("evidence", &["core"]),
        ("ink", &["core"]),
        ("app", &["core", "evidence", "ink"]),
        ("desk", &["app", "core", "ink"]),
        ("cli", &["app", "core", "desk", "evidence", "ink"]),
    ] {
        let own = dependencies(&root().join(format!("src/{member}/Cargo.toml")));
        let house: Vec<&str> = own
            .iter()
            .filter_map(|name| name.strip_prefix("mediaudit-"))
            .collect();
        assert_eq!(house, below, "{member}");
    }
}

#[test]
fn every_member_keeps_the_lints_of_the_house() {
    for member in members().iter().map(String::as_str).chain(["."]) {
        let manifest = root().join(member).join("Cargo.toml");
        let table: toml::Table = fs::read_to_string(&manifest).unwrap().parse().unwrap();
        assert_eq!(
            table["lints"]["workspace"].as_bool(),
            Some(true),
            "{}",
            manifest.display()
        );
        assert_eq!(
            table["package"]["publish"]["workspace"].as_bool(),
            Some(true),
            "{member} is published"
        );
    }
}

#[test]
fn only_the_command_line_prints() {
    // what builds the program speaks to cargo
    let all = sources(&root().join("src")).into_iter();
    for (path, text) in all.filter(|(path, _)| path != "build.rs") {
        for word in ["println!", "eprintln!", "print!(", "eprint!("] {
            assert!(!text.contains(word), "{path} uses {word}");
        }
    }
}

#[test]
fn folders_are_read_through_one_door() {
    for (path, text) in sources(&root().join("src")) {
        // `disk` asks whether there is anything; outputs are written elsewhere, as is what is remembered, and what a browser sends;
        // schemas are files that a test makes
        let exempt = [
            "evidence/door",
            "evidence/disk.rs",
            "app/output",
            "app/cache.rs",
            "app/tray.rs",
            "core/schemas.rs",
        ];
        if exempt.iter().any(|start| path.starts_with(start)) {
            continue;
        }
        for word in ["std::fs", "WalkDir", "File::open", "OpenOptions"] {
            assert!(!text.contains(word), "{path} uses {word}");
        }
    }
}

#[test]
fn a_dossier_is_written_in_by_edits_alone() {
    for (path, text) in sources(&root().join("src")) {
        let writes = [
            ".hold(",
            ".new_file(",
            ".lock_file(",
            ".rename(",
            ".remove_folder(",
        ];
        let is_output = path.starts_with("app/output") || path.starts_with("evidence/door");
        let is_edit = path == "app/edit.rs" || path.starts_with("app/edit/");
        for word in writes {
            // the pure part opens no file: its words mean something else
            let pure = PURE.iter().any(|name| path.split('/').next() == Some(name));
            let free = is_output || pure;
            assert!(free || !text.contains(word), "{path} uses {word}");
        }
        let inside = "output::inside";
        assert!(is_edit || !text.contains(inside), "{path} uses {inside}");
    }
}

/// The name of the type that a line declares for other files, if it declares one.
fn declared(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub")?;
    let rest = match rest.strip_prefix('(') {
        Some(scope) => scope.split_once(") ")?.1,
        None => rest.strip_prefix(' ')?,
    };
    let kinds = ["struct ", "enum ", "type ", "trait ", "union "];
    let name = kinds.iter().find_map(|kind| rest.strip_prefix(kind))?;
    name.split(|c: char| !c.is_alphanumeric()).next()
}

#[test]
fn a_name_means_one_thing_in_the_whole_house() {
    // the two halves of the door are chosen by the system: one of them is compiled
    const HALVES: &[&str] = &["Handle"];
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    // the names of a library that is stood for are its own
    let own = |(path, _): &(String, String)| !path.starts_with("hayagriva/");
    for (path, text) in sources(&root().join("src")).into_iter().filter(own) {
        for name in text.lines().filter_map(declared) {
            places.entry(name.to_owned()).or_default().insert(path.clone());
        }
    }
    assert!(places.len() > 200, "{} types were found", places.len());
    for name in HALVES {
        assert_eq!(places.remove(*name).unwrap().len(), 2, "{name}");
    }
    let several: Vec<_> = places.iter().filter(|(_, places)| places.len() > 1).collect();
    assert!(several.is_empty(), "{several:#?}");
}

#[test]
fn declarations_are_found() {
    assert_eq!(declared("pub struct Norm {"), Some("Norm"));
    assert_eq!(declared("pub(super) type Cells<'a> = &'a u8;"), Some("Cells"));
    assert_eq!(declared("pub(in crate::norm) trait Reader {"), Some("Reader"));
    assert_eq!(declared("struct Own;"), None);
    assert_eq!(declared("pub fn struct_of() {}"), None);
}

#[test]
fn no_test_file_is_forgotten() {
    let folder = root().join("tests/suite");
    let main = fs::read_to_string(folder.join("main.rs")).unwrap();
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        if name != "main" {
            assert!(
                main.lines().any(|line| line == format!("mod {name};")),
                "{name} is in no list"
            );
        }
    }
}

/// Files of the rooms below that hold words of the report, or texts of licences, beside their `diags.rs`.
const WORDS: &[&str] = &[
    "norm/criterion_model.rs",
    "norm/model.rs",
    "norm/policy/words.rs",
    "licences.rs",
];

/// The sentences of a text of Rust: what stands between quotes, has three words, and is told to somebody.
fn sentences(text: &str) -> Vec<String> {
    let code: String = text
        .split("#[cfg(test)]\nmod ")
        .next()
        .unwrap()
        .lines()
        .filter(|line| {
            let line = line.trim_start();
            !line.starts_with("//") && !line.contains("reason = ")
        })
        .collect::<Vec<_>>()
        .join("\n")
        .replace("'\"'", "");
    let quoted = regex::Regex::new(r#""((?:[^"\\]|\\.)*)""#).unwrap();
    let word = regex::Regex::new(r"[\p{L}’']{2,}").unwrap();
    let field = regex::Regex::new(r"\{[^}]*\}").unwrap();
    quoted
        .captures_iter(&code)
        .map(|found| field.replace_all(&found[1], "").into_owned())
        .filter(|said| word.find_iter(said).count() >= 3 && said.contains(' '))
        .collect()
}

/// What is told to authors stands in `diags.rs`; the code that finds a fault holds no word of French.
#[test]
fn no_sentence_stands_outside_of_the_messages_of_its_room() {
    let mut faults = Vec::new();
    let mut files = 0;
    let core = ["norm", "dossier", "scope"];
    let of_core = ["model", "core"]
        .iter()
        .flat_map(|name| sources(&root().join("src").join(name)))
        .filter(|(path, _)| core.contains(&path.split(['/', '.']).next().unwrap()));
    for (path, text) in of_core.chain(sources(&root().join("src/app"))) {
        let name = path.rsplit('/').next().unwrap();
        if name == "diags.rs" || WORDS.contains(&path.as_str()) {
            continue;
        }
        files += 1;
        faults.extend(sentences(&text).into_iter().map(|said| format!("{path}: {said}")));
    }
    assert!(files > 30, "{files} files read");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn sentences_are_seen() {
    let text = "// \"not in a comment\"\nlet a = \"le fait n’est pas là\"; let b = \"deux mots\"; let c = \"un-seul-mot-long\";";
    assert_eq!(sentences(text), ["le fait n’est pas là"]);
}

/// What is said has one apostrophe, the one of printed French; the words of médiaudit and those of a norm stand on one screen.
#[test]
fn one_apostrophe_in_all_that_is_said() {
    let elided = regex::Regex::new(
        r"(?i)(?:^|[^\p{L}'’])(?:[ldnscjmt]|qu|jusqu|lorsqu|puisqu|quelqu|aujourd)'[\p{L}«œ{]",
    )
    .unwrap();
    let quoted = regex::Regex::new(r#""((?:[^"\\]|\\.)*)""#).unwrap();
    // they compare what others wrote
    let readers = [
        "base/record/text.rs",
        "base/kernel/persons/names.rs",
        "evidence/contents/html.rs",
    ];
    let mut faults = Vec::new();
    for (path, text) in sources(&root().join("src")) {
        if readers.contains(&path.as_str()) {
            continue;
        }
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for said in quoted
                .captures_iter(line)
                .filter(|said| elided.is_match(&said[1]))
            {
                faults.push(format!("{path}: {}", &said[1]));
            }
        }
    }
    for entry in walkdir::WalkDir::new(root().join("audit-templates")) {
        let path = entry.unwrap().into_path();
        let name = path.to_string_lossy().into_owned();
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        if name.ends_with("licences.txt") {
            continue;
        }
        faults.extend(
            text.lines()
                .filter(|line| elided.is_match(line))
                .map(|line| format!("{name}: {line}")),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
