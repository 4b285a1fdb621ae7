//! `--seuil`: from which finding on a command ends with 1.

use crate::support::{dossier, files, good, run};

/// Command, ways to write a threshold, exit codes of the three dossiers.
type Case = (&'static str, &'static [Option<&'static str>], [i32; 3]);

#[test]
fn the_threshold_decides_the_exit_code() {
    // E1 non conforme: a NC-MAJ; E1 non démontré: a PS (the trial norm's table)
    let failing = dossier(
        "threshold-failing",
        &good().replace("niveau = \"en-place\"", "niveau = \"absente\""),
        &files(),
    );
    let unproven = dossier("threshold-unproven", &good(), &files()[..1]);
    let sound = dossier("threshold-sound", &good(), &files());
    let cases: &[Case] = &[
        // the default of `verifier`: an imperative not met or not shown; of `rapport`: nothing
        ("verifier", &[None], [1, 1, 0]),
        ("rapport", &[None], [0, 0, 0]),
        ("verifier", &[Some("NC-MAJ"), Some("nc-maj")], [1, 0, 0]),
        ("rapport", &[Some("NC-MAJ")], [1, 0, 0]),
        ("verifier", &[Some("PS")], [1, 1, 0]),
        ("rapport", &[Some("PS")], [1, 1, 0]),
        ("verifier", &[Some("aucun"), Some("AUCUN")], [0, 0, 0]),
        ("rapport", &[Some("aucun")], [0, 0, 0]),
    ];
    for (command, given, wanted) in cases {
        for threshold in *given {
            for (folder, code) in [&failing, &unproven, &sound].into_iter().zip(wanted) {
                let mut arguments = vec![*command];
                if *command == "rapport" {
                    arguments.extend(["--format", "texte"]);
                }
                if let Some(text) = threshold {
                    arguments.extend(["--seuil", text]);
                }
                let output = run(folder, &arguments);
                assert_eq!(
                    output.status.code(),
                    Some(*code),
                    "{arguments:?} on {}",
                    folder.display()
                );
                assert!(!output.stdout.is_empty(), "the result comes whatever is found");
            }
        }
    }
}

#[test]
fn an_unknown_code_is_refused_with_those_that_there_are() {
    let folder = dossier("threshold-unknown", &good(), &files());
    for command in ["verifier", "rapport"] {
        let target = folder.join("rapport.pdf");
        let output = run(&folder, &[command, "--seuil", "NC-MAJEURE"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(output.stdout.is_empty() && !target.exists(), "{command}");
        assert!(said.contains("« NC-MAJEURE »"), "{said}");
        assert!(
            said.contains("NC-MAJ (NC majeure), PS (Point sensible) ; ou aucun"),
            "{said}"
        );
    }
}
