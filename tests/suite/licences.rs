//! The notices of third parties stay true: what is compiled in is listed, under a licence that we may use, with its text.
//!
//! `MEDIAUDIT_REECRIRE=1 cargo test licences` writes `audit-templates/licences.txt` again, for every platform that we build for; it may
//! need the network, to fetch the libraries of the others.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, LicenseReq, Licensee, ParseMode};

/// Licences that the project may use, the one preferred first where a library leaves the choice.
const ALLOWED: [&str; 13] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "0BSD",
    "CC0-1.0",
    "OFL-1.1",
    "MPL-2.0",
    "Unlicense",
];

/// Platforms that we build for.
const PLATFORMS: [&str; 3] = [
    "x86_64-unknown-linux-gnu",
    "x86_64-pc-windows-msvc",
    "aarch64-apple-darwin",
];

/// Words by which the text of a licence is known.
const MARKS: [(&str, &str); 10] = [
    ("MIT", "permission is hereby granted, free of charge"),
    ("Apache-2.0", "apache license version 2.0"),
    (
        "BSD-2-Clause",
        "redistribution and use in source and binary forms",
    ),
    (
        "BSD-3-Clause",
        "redistribution and use in source and binary forms",
    ),
    ("ISC", "permission to use, copy, modify, and/or distribute"),
    ("Zlib", "this software is provided 'as-is'"),
    ("Unicode-3.0", "unicode license v3"),
    ("0BSD", "permission to use, copy, modify, and/or distribute"),
    ("CC0-1.0", "cc0 1.0 universal"),
    ("OFL-1.1", "sil open font license"),
];

/// Folders of a library that are not compiled in.
const ASIDE: [&str; 9] = [
    "tests", "test", "examples", "benches", "fuzz", "scripts", "docs", "ci", "target",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn kept() -> PathBuf {
    root().join("audit-templates/licences.txt")
}

/// A library.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Library {
    name: String,
    version: String,
    licence: String,
    folder: PathBuf,
}

impl Library {
    fn line(&self) -> String {
        format!("{} {} — {}", self.name, self.version, self.licence)
    }
}

fn metadata(platform: &str, offline: bool) -> Value {
    let mut command = Command::new(env!("CARGO"));
    command
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            platform,
        ])
        .current_dir(root());
    if offline {
        command.arg("--offline");
    }
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("host: "));
    line.unwrap().to_owned()
}

/// What is compiled in on this platform: everything reached without a dependency of tests or of build scripts.
fn libraries(metadata: &Value) -> BTreeSet<Library> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().unwrap().clone();
    let nodes: BTreeMap<String, Value> = list(&metadata["resolve"]["nodes"])
        .into_iter()
        .map(|node| (text(&node["id"]), node))
        .collect();
    let own = text(&metadata["resolve"]["root"]);
    let mut reached = BTreeSet::new();
    let mut open = vec![own.clone()];
    while let Some(id) = open.pop() {
        if !reached.insert(id.clone()) {
            continue;
        }
        for dependency in list(&nodes[&id]["deps"]) {
            let compiled = list(&dependency["dep_kinds"])
                .iter()
                .any(|kind| kind["kind"].is_null());
            if compiled {
                open.push(text(&dependency["pkg"]));
            }
        }
    }
    reached.remove(&own);
    list(&metadata["packages"])
        .iter()
        .filter(|package| reached.contains(&text(&package["id"])))
        .map(|package| Library {
            name: text(&package["name"]),
            version: text(&package["version"]),
            licence: text(&package["license"]),
            folder: Path::new(&text(&package["manifest_path"]))
                .parent()
                .unwrap()
                .to_path_buf(),
        })
        .collect()
}

/// The licences under which a library is taken; none where it leaves no choice that we may make.
fn taken(licence: &str) -> Option<Vec<LicenseReq>> {
    let allowed: Vec<Licensee> = ALLOWED
        .iter()
        .map(|name| Licensee::parse(name).unwrap())
        .collect();
    let spaced = licence.replace('/', " OR ");
    let expression = Expression::parse_mode(&spaced, ParseMode::STRICT).ok()?;
    expression.minimized_requirements(&allowed).ok()
}

#[test]
fn every_library_compiled_in_is_listed_under_a_licence_that_we_may_use() {
    if std::env::var_os("MEDIAUDIT_REECRIRE").is_some() {
        let all: BTreeSet<Library> = PLATFORMS
            .iter()
            .flat_map(|platform| libraries(&metadata(platform, false)))
            .collect();
        fs::write(kept(), notices(&all)).unwrap();
    }
    let kept = fs::read_to_string(kept()).unwrap();
    let listed: BTreeSet<&str> = kept
        .lines()
        .skip_while(|line| *line != LIST)
        .skip(2)
        .take_while(|line| !line.is_empty())
        .collect();
    assert!(listed.len() > 100, "the list is not where it should be");

    let found = libraries(&metadata(&host(), true));
    let mut faults: Vec<String> = found
        .iter()
        .filter(|library| !listed.contains(library.line().as_str()))
        .map(|library| format!("not listed: {}", library.line()))
        .collect();
    let lock: toml::Table = fs::read_to_string(root().join("Cargo.lock"))
        .unwrap()
        .parse()
        .unwrap();
    let locked: BTreeSet<String> = lock["package"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| {
            format!(
                "{} {}",
                p["name"].as_str().unwrap(),
                p["version"].as_str().unwrap()
            )
        })
        .collect();
    for line in &listed {
        let (library, licence) = line.split_once(" — ").unwrap();
        if !locked.contains(library) {
            faults.push(format!("listed, but no longer used: {library}"));
        }
        if taken(licence).is_none() {
            faults.push(format!("a licence that we may not use: {line}"));
        }
        if !kept.contains(&format!("\n  {library} :")) {
            faults.push(format!("no text: {library}"));
        }
    }
    assert!(
        faults.is_empty(),
        "{}\nMEDIAUDIT_REECRIRE=1 writes the list again",
        faults.join("\n")
    );
}

#[test]
fn licences_that_bind_too_much_are_refused() {
    for bad in [
        "GPL-3.0-only",
        "MIT AND GPL-2.0-only",
        "",
        "SSPL-1.0",
        "AGPL-3.0-or-later OR LGPL-2.1-only",
    ] {
        assert!(taken(bad).is_none(), "{bad}");
    }
    for good in [
        "MIT/Apache-2.0",
        "GPL-3.0-only OR MIT",
        "Apache-2.0 / MIT",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
    ] {
        assert!(taken(good).is_some(), "{good}");
    }
    assert_eq!(
        taken("Apache-2.0 OR MIT").unwrap().len(),
        1,
        "one of a choice is enough"
    );
}

#[test]
fn the_command_prints_every_licence() {
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .arg("licences")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    for wanted in [
        "EUROPEAN UNION PUBLIC LICENCE",
        "LICENCE OUVERTE",
        "SIL OPEN FONT LICENSE",
        "Permission is hereby granted, free of charge",
        "Apache License",
        "serde ",
    ] {
        assert!(text.contains(wanted), "{wanted}");
    }
}

const LIST: &str = "LISTE";

/// A text of a licence, and who grants it.
#[derive(Default)]
struct Terms {
    body: String,
    holders: BTreeMap<String, BTreeSet<String>>,
}

/// The whole file.
fn notices(libraries: &BTreeSet<Library>) -> String {
    let mut terms: BTreeMap<(String, String), Terms> = BTreeMap::new();
    let mut mentions: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    for library in libraries {
        let name = format!("{} {}", library.name, library.version);
        let (mut own, others): (Vec<_>, Vec<_>) = files(&library.folder)
            .into_iter()
            .partition(|(path, _)| is_own_licence(path));
        let granted = taken(&library.licence);
        assert!(
            granted.is_some(),
            "a licence that we may not use: {}",
            library.line()
        );
        for request in granted.unwrap() {
            let licence = request.license.id().unwrap();
            let at = own
                .iter()
                .position(|(_, text)| is_text_of(licence.name, text) && licence.name != "Apache-2.0");
            let (body, holders) = match at {
                Some(at) => split(&own.remove(at).1),
                // the text of the licence itself: the library joins none, or one of the many prints of the same
                None => (licence.text().trim().to_owned(), BTreeSet::new()),
            };
            let entry = terms.entry((licence.name.to_owned(), folded(&body))).or_default();
            if entry.body.is_empty() {
                entry.body = body;
            }
            entry.holders.entry(name.clone()).or_default().extend(holders);
        }
        // what is left of its own are the other licences of a choice, which bind nobody; the rest speaks of what it embeds
        for (path, text) in others {
            let entry = mentions
                .entry(folded(&text))
                .or_insert_with(|| (text.trim().to_owned(), BTreeSet::new()));
            entry.1.insert(format!("{name} : {path}"));
        }
    }
    let mut out = format!(
        "Bibliothèques comprises dans médiaudit, selon la plateforme : {}.\nDerrière chaque licence : les bibliothèques qui la demandent, et leurs titulaires tels qu'elles les nomment.\nFichier écrit par un test (tests/suite/licences.rs) : ne pas le modifier.\n\n{LIST}\n\n",
        libraries.len()
    );
    for library in libraries {
        out.push_str(&library.line());
        out.push('\n');
    }
    for ((licence, _), entry) in &terms {
        out.push_str(&format!(
            "\n{}\n{licence}\n{0}\n\n{}\n\n",
            "-".repeat(80),
            entry.body.trim_end()
        ));
        for (name, holders) in &entry.holders {
            let holders: Vec<&str> = holders.iter().map(String::as_str).collect();
            out.push_str(&format!("  {name} : {}\n", holders.join(" ; ")));
        }
    }
    for (text, sources) in mentions.values() {
        let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
        out.push_str(&format!(
            "\n{}\n{}\n{0}\n\n{text}\n",
            "-".repeat(80),
            sources.join("\n")
        ));
    }
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n"))
}

/// Is this the licence of the library itself, rather than a notice, or the licence of something that it embeds?
fn is_own_licence(path: &str) -> bool {
    let name = path.to_lowercase();
    !path.contains('/') && !name.contains("notice") && !name.contains("copyright")
}

fn is_text_of(licence: &str, text: &str) -> bool {
    let spaced = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
        .replace("license, version", "license version");
    MARKS
        .iter()
        .any(|(name, mark)| *name == licence && spaced.contains(mark))
}

/// The body of a text, and the lines that say whose it is.
fn split(text: &str) -> (String, BTreeSet<String>) {
    let is_holder = |line: &&str| {
        let line = line.trim();
        line.starts_with("Copyright ") && !line.starts_with("Copyright notice") || line.starts_with('©')
    };
    let holders = text
        .lines()
        .filter(is_holder)
        .map(|line| line.trim().to_owned())
        .collect();
    let body: Vec<&str> = text.lines().filter(|line| !is_holder(line)).collect();
    (body.join("\n").trim().to_owned(), holders)
}

/// A text without what printing changes.
fn folded(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// The licences and notices that a library joins to what is compiled in.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let entries = walk.filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        !(entry.depth() > 0
            && entry.file_type().is_dir()
            && (ASIDE.contains(&&*name) || name.starts_with('.')))
    });
    for entry in entries.map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let is_code = [".rs", ".py", ".html"].iter().any(|end| name.ends_with(end));
        let says = ["license", "licence", "copying", "notice", "copyright", "ofl"];
        if entry.file_type().is_file() && !is_code && says.iter().any(|word| name.contains(word)) {
            let path = entry.path().strip_prefix(folder).unwrap();
            let text = fs::read(entry.path()).unwrap();
            out.push((
                path.to_string_lossy().replace('\\', "/"),
                String::from_utf8_lossy(&text).into_owned(),
            ));
        }
    }
    out
}
