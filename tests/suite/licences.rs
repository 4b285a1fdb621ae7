//! The notices of third parties stay true: what is compiled in is listed, under a licence that we may use, with its text.
//!
//! `MEDIAUDIT_REECRIRE=1 cargo test licences` writes `audit-templates/licences.txt` again, for every platform that we build for; it may
//! need the network, to fetch the libraries of the others.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::notices::{self, LIST};
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

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn kept() -> PathBuf {
    root().join("audit-templates/licences.txt")
}

/// A library.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Library {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) licence: String,
    pub(crate) folder: PathBuf,
}

impl Library {
    pub(crate) fn line(&self) -> String {
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
    let mut open = vec![own];
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
    // the house's own crates stand under its own licence
    let house: BTreeSet<String> = list(&metadata["workspace_members"]).iter().map(text).collect();
    list(&metadata["packages"])
        .iter()
        .filter(|package| {
            let id = text(&package["id"]);
            reached.contains(&id) && !house.contains(&id)
        })
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
pub(crate) fn taken(licence: &str) -> Option<Vec<LicenseReq>> {
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
        fs::write(kept(), notices::text(&all)).unwrap();
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
