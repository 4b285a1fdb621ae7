//! The cycle of audits is the norm's: its milestones, their names, the day of the next one. A norm may have none.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::{Date, MilestoneId, Period};
use mediaudit_core::norm::{self, Norm};

use crate::support::{self, files, good, place};

const SOUND: &str = include_str!("../fixtures/norms/essai/norme.toml");

/// The trial norm without its milestones.
fn bare() -> &'static str {
    SOUND.split_once("[[cycle]]").unwrap().0
}

fn loaded(text: &str) -> Norm {
    let files = vec![("norme.toml".to_owned(), text.as_bytes().to_vec())];
    norm::load(files, &mut Sources::default(), &mut Diagnostics::default()).unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

#[test]
fn the_next_audit_is_at_the_next_milestone_and_the_last_one_begins_again() {
    let norm = loaded(SOUND);
    let next = |id: &str, from: &str| {
        let id = MilestoneId::parse(id).unwrap();
        norm.next_audit(Some(&id), day(from)).map(|day| day.to_string())
    };
    assert_eq!(next("initial", "2026-11-23").as_deref(), Some("2028-11-23"));
    assert_eq!(next("suivi", "2028-11-23").as_deref(), Some("2030-11-23"));
    assert_eq!(
        next("renouvellement", "2030-11-23").as_deref(),
        Some("2032-11-23")
    );
    assert_eq!(next("initial", "2024-02-29").as_deref(), Some("2026-02-28"));
    assert_eq!(next("ailleurs", "2026-11-23"), None);
    assert_eq!(norm.cycle_length(), Period::parse("P4Y"));
}

#[test]
fn without_milestones_nothing_is_first_nothing_follows_and_nothing_comes_next() {
    let norm = loaded(bare());
    assert!(!norm.is_first(None));
    assert!(!norm.follows_another(None));
    assert_eq!(norm.next_audit(None, day("2026-11-23")), None);
    assert_eq!(norm.cycle_length(), None);
}

/// A command on the trial dossier, under the trial norm without its milestones.
fn under_bare(name: &str, cycle: &str, arguments: &[&str]) -> Output {
    let own = place(&format!("{name}-norme"));
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("norme.toml"), bare()).unwrap();
    let folder: PathBuf = support::dossier(name, &good(), &files());
    let text = fs::read_to_string(folder.join("dossier.toml")).unwrap();
    let text = text.replace("cycle = \"initial\"\n", cycle);
    fs::write(folder.join("dossier.toml"), text).unwrap();
    let (name, rest) = arguments.split_first().unwrap();
    Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .arg(name)
        .arg(folder)
        .args(rest)
        .arg("--norme")
        .arg(own)
        .output()
        .unwrap()
}

#[test]
fn a_dossier_names_a_milestone_where_the_norm_has_some_and_nowhere_else() {
    let output = under_bare(
        "cycle-aucun",
        "",
        &["rapport", "--etendue", "complet", "--format", "texte"],
    );
    let report = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{report}");
    assert!(!report.to_lowercase().contains("cycle"), "{report}");
    let output = under_bare("cycle-aucun", "", &["preuves"]);
    let map = String::from_utf8(output.stdout).unwrap();
    assert!(!map.contains("prochain rendez-vous"), "{map}");
    let output = under_bare("cycle-aucun", "", &["expliquer", "E1"]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(
        told.contains("Sans rien faire, le critère cesserait d’être conforme le"),
        "{told}"
    );
    let output = under_bare("cycle-en-trop", "cycle = \"initial\"\n", &["verifier"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("cette norme n’a pas de cycle"), "{said}");
    assert!(said.contains("retirez « cycle »"), "{said}");
    // under a norm that has some, the line is wanted
    let folder = support::dossier("cycle-manquant", &good(), &files());
    let text = fs::read_to_string(folder.join("dossier.toml")).unwrap();
    let without = text.replace("cycle = \"initial\"\n", "");
    fs::write(folder.join("dossier.toml"), without).unwrap();
    let said = String::from_utf8(support::run(&folder, &["verifier"]).stderr).unwrap();
    assert!(said.contains("la clé « cycle » manque"), "{said}");
    assert!(
        said.contains("étapes admises : initial, suivi, renouvellement"),
        "{said}"
    );
}

#[test]
fn a_new_dossier_says_the_milestones_of_its_norm() {
    let own = place("cycle-nouveau-norme");
    fs::create_dir_all(&own).unwrap();
    let written = |text: &str| {
        fs::write(own.join("norme.toml"), text).unwrap();
        let folder = place("cycle-nouveau");
        let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .arg("nouveau")
            .arg(&folder)
            .arg("--norme")
            .arg(&own)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        fs::read_to_string(folder.join("dossier.toml")).unwrap()
    };
    let text = written(SOUND);
    assert!(
        text.contains("# initial, suivi ou renouvellement\ncycle = \"initial\"\n"),
        "{text}"
    );
    let text = written(bare());
    assert!(!text.contains("\ncycle"), "{text}");
}

#[test]
fn what_is_blocked_without_the_audit_before_needs_a_cycle() {
    let blocks = "[[politique.non-levee]]\nde = \"PS\"\nvers = \"NC-MAJ\"\nsans-precedent = \"bloque\"\n";
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let text = format!("{}{blocks}", bare());
    let files = vec![("norme.toml".to_owned(), text.into_bytes())];
    assert!(norm::load(files, &mut sources, &mut sink).is_none());
    loaded(&format!("{SOUND}{blocks}"));
}
