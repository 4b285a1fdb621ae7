//! What a command costs its user: wall time of the program itself, warm, median of several runs, on each example.
//!
//! `cargo bench --bench commandes`

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints figures"
)]

#[path = "mesure.rs"]
mod mesure;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const ROUNDS: usize = 11;

fn main() {
    let out = std::env::temp_dir().join(format!("mediaudit-commandes-{}.pdf", std::process::id()));
    let out = out.to_string_lossy().into_owned();
    for dossier in ["regie-des-tilleuls", "passerelles-du-mail", "ville-de-clairval"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("examples")
            .join(dossier);
        let folder = folder.to_string_lossy().into_owned();
        let cases: [(&str, &[&str]); 4] = [
            ("verifier", &["verifier", &folder]),
            (
                "rapport --format json",
                &["rapport", &folder, "--format", "json", "-o", &out],
            ),
            (
                "rapport --format html",
                &["rapport", &folder, "--format", "html", "-o", &out],
            ),
            ("rapport (PDF)", &["rapport", &folder, "-o", &out]),
        ];
        for (name, args) in cases {
            println!("{dossier:24} {name:24} {:7.1} ms", median(args));
        }
    }
    let _ = std::fs::remove_file(&out);
}

fn median(args: &[&str]) -> f64 {
    let times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let status = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
                .args(args)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .expect("the program that was built");
            assert!(status.code().is_some_and(|code| code <= 1), "{args:?}");
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    mesure::median(times)
}
