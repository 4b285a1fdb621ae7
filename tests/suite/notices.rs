//! Writes the notices of third parties: a list, then each text once with those who ask for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::licences::{Library, taken};

/// The line before the list.
pub(crate) const LIST: &str = "LISTE";

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

/// A text of a licence, and who grants it.
#[derive(Default)]
struct Terms {
    body: String,
    holders: BTreeMap<String, BTreeSet<String>>,
}

/// The whole file.
pub(crate) fn text(libraries: &BTreeSet<Library>) -> String {
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
        "Bibliothèques comprises dans médiaudit, selon la plateforme : {}.\nDerrière chaque licence : les bibliothèques qui la demandent, et leurs titulaires tels qu’elles les nomment.\nFichier écrit par un test (tests/suite/licences.rs) : ne pas le modifier.\n\n{LIST}\n\n",
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
