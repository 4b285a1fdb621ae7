//! The command line as files: `tests/cmd/*.trycmd` hold commands with what they print and their exit code.
//!
//! `TRYCMD=overwrite cargo test cmd` writes what is printed now; the difference is then read like any other change.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const BINARY: &str = env!("CARGO_BIN_EXE_mediaudit");

fn run(arguments: &[&str]) -> Output {
    Command::new(BINARY).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_command_line_says_what_its_files_hold() {
    trycmd::TestCases::new()
        .register_bin("mediaudit", Path::new(BINARY))
        .case("tests/cmd/*.trycmd");
}

/// Every command, with its subcommands, as its help lists them.
fn commands(above: &[String]) -> Vec<Vec<String>> {
    let asked: Vec<&str> = above.iter().map(String::as_str).chain(["--aide"]).collect();
    let help = text(&run(&asked).stdout);
    let mut out = vec![above.to_vec()];
    let listed = help
        .lines()
        .skip_while(|line| *line != "Commandes :")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next());
    for name in listed {
        let path: Vec<String> = above.iter().cloned().chain([name.to_owned()]).collect();
        out.extend(commands(&path));
    }
    out
}

/// Words of clap and of the shell that would mean that a message slipped through untranslated. « Options », « Arguments », « format » and
/// « date » are French too.
const ENGLISH: &[&str] = &[
    "usage",
    "command",
    "commands",
    "error",
    "tip",
    "help",
    "print",
    "possible",
    "values",
    "value",
    "default",
    "required",
    "provided",
    "alias",
    "aliases",
    "env",
    "invalid",
    "unexpected",
    "unrecognized",
    "unknown",
    "missing",
    "cannot",
    "found",
    "similar",
    "exists",
    "see",
    "more",
    "information",
    "try",
    "the",
    "for",
    "with",
    "version:",
    "file",
    "not",
];

fn english(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| ENGLISH.contains(&word.to_lowercase().as_str()))
        .collect()
}

#[test]
fn every_help_page_is_in_french_has_three_doors_and_is_kept() {
    let kept =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/aide.trycmd")).unwrap();
    let all = commands(&[]);
    assert!(all.len() > 10, "{all:?}");
    for path in all {
        let name = [&["mediaudit".to_owned()], path.as_slice()].concat().join(" ");
        let pages: Vec<String> = ["--aide", "--help", "-h"]
            .iter()
            .map(|door| {
                let asked: Vec<&str> = path.iter().map(String::as_str).chain([*door]).collect();
                let output = run(&asked);
                assert_eq!(output.status.code(), Some(0), "{name} {door}");
                assert!(output.stderr.is_empty(), "{name} {door}");
                text(&output.stdout)
            })
            .collect();
        let page = &pages[0];
        assert!(pages.iter().all(|other| other == page), "{name}");
        assert!(page.contains(&format!("Utilisation : {name}")), "{name}\n{page}");
        let said = page.replace("--help aussi", "");
        let found = english(&said);
        assert!(found.is_empty(), "{name}: {found:?}");
        assert!(
            kept.contains(&format!("$ {name} --aide\n")),
            "{name} --aide is not in aide.trycmd"
        );
        // a page of options only says what each is for
        for line in page.lines().filter(|line| line.trim_start().starts_with("--")) {
            assert!(
                line.split("  ").filter(|part| !part.is_empty()).count() > 1 || line.len() > 30,
                "{name}: {line}"
            );
        }
    }
}

#[test]
fn every_refusal_is_in_french_and_says_where_to_look() {
    let cases: &[&[&str]] = &[
        &["verifer"],
        &["help"],
        &["verifier"],
        &["verifier", "a", "b"],
        &["verifier", "a", "--formt", "json"],
        &["verifier", "a", "--format", "xml"],
        &["verifier", "a", "--format"],
        &["verifier", "a", "--format="],
        &["verifier", "a", "--date", "demain"],
        &["verifier", "a", "--date", ""],
        &["verifier", "a", "-z"],
        &["verifier", "a", "--format", "json", "--format", "texte"],
        &["rapport", "a", "-o"],
        &["rapport", "a", "--aide=oui"],
        &["preuves"],
        &["preuves", "a", "dater"],
        &["preuves", "dater"],
        &["preuves", "dater", "a", "--date", "2025-03-12"],
        &["preuves", "dater", "a", "--date", "=2025-03-12"],
        &["annuler"],
        &["annuler", "a", "--oublie"],
        &["norme", "montrer"],
        &["norme", "x"],
        &["completions", "tcsh"],
        &["--profil"],
        &["--version=1"],
    ];
    for arguments in cases {
        let output = run(arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(said.starts_with("erreur : "), "{arguments:?}: {said}");
        assert!(said.contains(" --aide\n"), "{arguments:?}: {said}");
        assert!(
            english(&said.replace("« help »", "").replace(": help\n", "")).is_empty(),
            "{arguments:?}: {said}"
        );
        assert!(
            !said.contains("ligne de commande non valide"),
            "{arguments:?}: {said}"
        );
    }
}

#[test]
fn completions_know_every_command_and_no_hidden_one() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = text(&output.stdout);
        for path in commands(&[]) {
            assert!(
                path.last().is_none_or(|name| script.contains(name)),
                "{shell}: {path:?}"
            );
        }
        assert!(
            script.contains("--norme") || script.contains("l norme"),
            "{shell}"
        );
        for hidden in ["lire-contenus", "imprimer-rapport"] {
            assert!(!script.contains(hidden), "{shell}");
        }
    }
}

/// What a person sees on a terminal that nobody has widened. A word longer than a line, as a path, and lines to copy stay whole.
/// The screen of each criterion is looked at beside its layout, in `mediaudit-cli`.
#[test]
fn every_screen_keeps_the_width_of_a_terminal() {
    let example = "examples/passerelles-du-mail";
    let screens: [&[&str]; 8] = [
        &["verifier", example],
        &["verifier", example, "--norme-version", "1.0.0"],
        &["preuves", example],
        &["norme", "liste"],
        &["norme", "montrer", "nf-x60-600"],
        &["expliquer", example, "score"],
        &["expliquer", example, "C"],
        &["expliquer", example, "C05"],
    ];
    let mut wide = BTreeSet::new();
    for typed in screens {
        let shown = text(&run(typed).stdout);
        assert!(!shown.is_empty(), "{typed:?}");
        for line in shown.lines() {
            let one = line.trim().split(' ').count() < 3;
            if line.chars().count() > 80 && !one && !line.contains(" = ") {
                wide.insert(line.to_owned());
            }
        }
    }
    assert!(wide.is_empty(), "{wide:#?}");
}
