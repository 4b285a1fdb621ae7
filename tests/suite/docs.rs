//! What README.md and examples/GUIDE.md tell a newcomer to type is typed here, word for word and in their order, in a copy of the examples.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::support;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Commands of the shell blocks, without what `cargo run --` stands for and without comments.
fn commands(page: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(ROOT).join(page)).unwrap();
    let mut out = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == "```sh" {
            for line in lines.by_ref().take_while(|line| *line != "```") {
                let command = line.split(" #").next().unwrap().trim();
                let ours = command
                    .strip_prefix("cargo run -- ")
                    .or_else(|| command.strip_prefix("mediaudit "));
                out.extend(ours.map(str::to_owned));
            }
        }
    }
    out
}

/// The TOML block of a page that holds `mark`.
fn block(page: &str, mark: &str) -> String {
    let text = fs::read_to_string(Path::new(ROOT).join(page)).unwrap();
    let block = text
        .split("```toml\n")
        .find(|block| block.contains(mark))
        .unwrap();
    block.split("```").next().unwrap().to_owned()
}

fn run(folder: &Path, command: &str) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(command.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn what_the_readme_and_the_guide_tell_to_type_works_in_that_order() {
    let folder: PathBuf = support::temporary("docs");
    support::copy(&Path::new(ROOT).join("examples"), &folder.join("examples"));
    let mut done = BTreeSet::new();
    for page in ["README.md", "examples/GUIDE.md"] {
        let all = commands(page);
        assert!(all.len() > 3, "{page}: {all:?}");
        for command in all {
            if !done.insert(command.clone()) {
                continue;
            }
            let (code, _, said) = run(&folder, &command);
            assert!(code <= 1, "{page}: {command}\n{said}");
            assert!(!said.contains("erreur"), "{page}: {command}\n{said}");
        }
    }
    for made in [
        "rapport-passerelles-du-mail-2026-11-23.pdf",
        "mon-dossier/historique/2026-11-23.json",
    ] {
        assert!(folder.join(made).is_file(), "{made}");
    }
    // « - » is the standard output, not a file of that name
    let (code, page, _) = run(&folder, "rapport examples/regie-des-tilleuls --format html -o -");
    assert!(code == 0 && page.contains("<!DOCTYPE html>"), "{page}");
    assert!(!folder.join("-").exists());
    // the name of the file says the format, where no option does
    for (name, begins) in [
        ("page.html", "<!DOCTYPE html>"),
        ("page.json", "{"),
        ("page.pdf", "%PDF-"),
    ] {
        let (code, told, said) = run(&folder, &format!("rapport examples/regie-des-tilleuls -o {name}"));
        assert!(code == 0, "{said}");
        let flat = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            flat.ends_with("Pas de conclusion à ce stade : 19 non démontrés, 5 non conformes, 52 non évalués, 1 non applicable."),
            "{told}"
        );
        let made = fs::read(folder.join(name)).unwrap();
        assert!(made.starts_with(begins.as_bytes()), "{name}");
    }
    // what the guide says of the example
    let (_, shown, _) = run(&folder, "expliquer examples/passerelles-du-mail C05");
    assert!(
        shown.contains("? non démontré") && shown.contains("Le plus court chemin vers « conforme »"),
        "{shown}"
    );
    // the auditor of the guide
    let own = folder.join("examples/passerelles-du-mail/constats");
    fs::create_dir_all(&own).unwrap();
    fs::write(
        own.join("auditrice.toml"),
        block("examples/GUIDE.md", "[auditeur]"),
    )
    .unwrap();
    // and the answer and the plan of its structure
    for (name, mark) in [("actions", "[[action]]"), ("observations", "[[observation]]")] {
        let file = folder.join(format!("examples/passerelles-du-mail/{name}.toml"));
        fs::write(file, block("examples/GUIDE.md", mark)).unwrap();
    }
    let (code, shown, said) = run(&folder, "expliquer examples/passerelles-du-mail C07");
    assert_eq!(code, 0, "{said}");
    assert!(shown.contains("A-01"), "{shown}");
    fs::remove_dir_all(folder).unwrap();
}
