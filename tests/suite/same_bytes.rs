//! The same inputs give the same bytes, whatever the folder, the times of the files, the zone, the locale, the number of threads;
//! and what is attached to the PDF is the assessment.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::printed;
use crate::support::{copy, dossier, files, good, norm, temporary};

/// Where and how a report is made.
struct Way {
    folder: PathBuf,
    zone: &'static str,
    locale: &'static str,
    threads: &'static str,
}

fn report(way: &Way, from: &Path, rest: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .arg("rapport")
        .arg(&way.folder)
        .args(rest)
        .args(["-o", "-"])
        .env("TZ", way.zone)
        .env("LC_ALL", way.locale)
        .env("RAYON_NUM_THREADS", way.threads)
        .current_dir(from)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    output.stdout
}

/// Every file under a folder, as if written another day.
fn age(folder: &Path) {
    let day = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let file = File::options().append(true).open(entry.path()).unwrap();
            file.set_modified(day).unwrap();
        }
    }
}

fn attachment(pdf: &[u8]) -> Vec<u8> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let streams = document.objects.values().filter_map(|o| o.as_stream().ok());
    let is_file = |s: &&lopdf::Stream| {
        s.dict.get(b"Type").and_then(lopdf::Object::as_name).ok() == Some(b"EmbeddedFile".as_slice())
    };
    let found = streams.clone().find(is_file).unwrap();
    found
        .decompressed_content()
        .unwrap_or_else(|_| found.content.clone())
}

/// What was written here by those arguments, is it what is written elsewhere? `as_pdf`: as a PDF, too, whose bytes are all that the
/// assessment and the logo say.
fn check(name: &str, folder: &Path, rest: &[&str], here: &dyn Fn(&str) -> Arc<[u8]>, as_pdf: bool) {
    let elsewhere = temporary(&format!("same-{name}"));
    copy(folder, &elsewhere);
    age(&elsewhere);
    let other = Way {
        folder: elsewhere.clone(),
        zone: "America/Los_Angeles",
        locale: "fr_FR.UTF-8",
        threads: "4",
    };
    let json = [rest, &["--format", "json"]].concat();
    let judged = here("json");
    assert!(*judged == report(&other, &elsewhere, &json), "{name}");
    if as_pdf {
        let first = here("pdf");
        assert!(*first == report(&other, &elsewhere, rest), "{name}");
        assert!(attachment(&first) == *judged, "{name}");
    }
    fs::remove_dir_all(elsewhere).unwrap();
}

#[test]
fn a_dossier_on_the_trial_norm() {
    let norm = norm();
    let rest = ["--norme", norm.to_str().unwrap()];
    let folder = dossier("same", &good(), &files());
    let here = |format: &str| printed::write(&folder, &[&rest, ["--format", format].as_slice()].concat());
    check("essai", &folder, &rest, &here, true);
}

fn example(name: &str, as_pdf: bool) {
    let here = |format: &str| match format {
        "json" => printed::json(name),
        // what an audit gives where no extent is asked
        _ => printed::pdf(name, "complet"),
    };
    check(name, &printed::example(name), &[], &here, as_pdf);
}

#[test]
fn an_association_half_way() {
    example("passerelles-du-mail", false);
}

#[test]
fn a_beginner() {
    example("regie-des-tilleuls", false);
}

#[test]
fn a_town_nearly_ready() {
    // with a logo, findings, a plan and answers: all that a report may hold
    example("ville-de-clairval", true);
}
