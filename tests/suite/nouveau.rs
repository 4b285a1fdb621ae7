//! A new dossier is sound as it is, and stays sound as it is filled in.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use mediaudit_app::norms;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::FactKey;
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::{Criterion, FactType, Judged, Rule};
use mediaudit_core::record::item::Modality;

use crate::support;

fn place(name: &str) -> PathBuf {
    let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nouveau");
    fs::create_dir_all(&base).unwrap();
    support::place(&format!("nouveau/{name}"))
}

pub(crate) fn mediaudit(arguments: &[&str], folder: &Path) -> Output {
    let (name, rest) = arguments.split_first().unwrap();
    Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .arg(name)
        .arg(folder)
        .args(rest)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn create(name: &str, arguments: &[&str]) -> PathBuf {
    let folder = place(name);
    let arguments = [&["nouveau"], arguments].concat();
    let output = mediaudit(&arguments, &folder);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    folder
}

fn toml(folder: &Path) -> String {
    fs::read_to_string(folder.join("dossier.toml")).unwrap()
}

/// Judges it: no word on stderr, and a code that says it was done.
fn is_sound(folder: &Path, arguments: &[&str]) -> String {
    let output = mediaudit(&[&["verifier"], arguments].concat(), folder);
    assert_eq!(said(&output), "");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

fn shipped() -> Norm {
    norms::find(
        norms::DEFAULT,
        &mut Sources::default(),
        &mut Diagnostics::default(),
    )
    .unwrap()
}

/// The criteria of the profile that serves where none is named; a norm may hold optional chapters besides.
fn usual(norm: &Norm) -> impl Iterator<Item = &Criterion> {
    let profile = &norm.profiles[0];
    let own = norm.criteria.iter();
    own.filter(|criterion| profile.criteria.contains(&criterion.id))
}

#[test]
fn a_new_dossier_loads_as_it_is_and_asks_what_to_begin_with() {
    let folder = create("Régie de l’Étoile", &["--nom", "Régie \"de\" l’Étoile"]);
    let screen = is_sound(&folder, &[]);
    assert!(screen.contains("Régie \"de\" l’Étoile"), "{screen}");
    let (text, norm) = (toml(&folder), shipped());
    assert!(text.contains("id = \"regie-de-l-etoile\"\n"));
    let first = norm.profiles.iter().find(|profile| profile.first).unwrap();
    for criterion in &norm.criteria {
        let line = format!("\n#{}.niveau = \"\"\n", criterion.id);
        let asked = first.criteria.contains(&criterion.id);
        // where numbers alone judge, no level is asked
        let level = asked && matches!(criterion.judged, Judged::Declared | Judged::Mixed);
        assert_eq!(text.contains(&line), level, "{}", criterion.id);
        for key in criterion.rules().flat_map(Rule::facts) {
            assert!(!asked || text.contains(&format!("\n#{key} =\n")), "{key}");
        }
    }
    let lines = text.lines().count();
    assert!(lines < 480, "{lines} lines are no evening's reading");
    assert!(text.contains("mediaudit questions ."));
    // every type that a criterion asks as a document has its place in the folder of a paper, with what the paper must say for it
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for criterion in usual(&norm) {
        for id in criterion.evidence_types() {
            let kind = &norm.evidence_types[id];
            // what is only seen or talked about is declared, not filed
            if !kind.modalities.contains(&Modality::Document) {
                continue;
            }
            let note = folder.join(format!("preuves/{}/LISEZMOI.txt", norm.folder(id).unwrap()));
            let text = fs::read_to_string(&note).unwrap_or_else(|_| panic!("{}", note.display()));
            let part = text
                .split("  - ")
                .skip(1)
                .map(flat)
                .find(|part| part.starts_with(&flat(&kind.label)));
            let part = part.unwrap_or_else(|| panic!("{id} : {text}"));
            assert!(part.contains(kind.must_say()), "{part}");
            assert!(part.contains(criterion.id.as_str()), "{part}");
        }
    }
    let folders = fs::read_dir(folder.join("preuves")).unwrap().count();
    assert_eq!(folders, norm.papers.len() + 1, "one a paper, and _autres");
    for line in text.lines() {
        assert!(line.chars().count() <= 110, "{line}");
    }
}

/// A value that the fact admits.
fn plausible(norm: &Norm, key: &str) -> String {
    let def = &norm.facts.iter().find(|(id, _)| id.as_str() == key).unwrap().1;
    let least = def
        .min
        .as_ref()
        .map_or_else(|| "1".to_owned(), ToString::to_string)
        // of a whole of none nothing more would be asked
        .replace('0', "1");
    match def.kind {
        FactType::Boolean => "true".to_owned(),
        FactType::Integer => least,
        FactType::Decimal => format!("{least}.0"),
        FactType::Percentage => "\"50 %\"".to_owned(),
        FactType::Date => "2026-01-15".to_owned(),
        FactType::Choice => format!("\"{}\"", def.choices[0].id),
        FactType::Text => "\"à préciser\"".to_owned(),
    }
}

/// The same lines, each fact with a plausible value; and how many there were.
fn answered(text: &str, norm: &Norm) -> (String, usize) {
    let mut filled = 0;
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let key = line
                .strip_prefix('#')
                .and_then(|rest| rest.strip_suffix(" ="))
                .filter(|key| !key.contains(' '));
            key.map_or_else(
                || line.replace("#par = \"\"", "par = \"directrice\""),
                |key| {
                    filled += 1;
                    format!("{key} = {}", plausible(norm, key))
                },
            )
        })
        .collect();
    (lines.join("\n"), filled)
}

#[test]
fn every_question_of_a_new_dossier_answered_in_two_files_loads() {
    let (folder, norm) = (create("faits", &[]), shipped());
    let (text, first) = answered(&toml(&folder), &norm);
    fs::write(folder.join("dossier.toml"), text).unwrap();
    is_sound(&folder, &[]);
    // what is left is asked in a sheet, which is read with the dossier
    let sheet = folder.join("reponses/direction.toml");
    let write = |path: &Path| mediaudit(&["questions", "-o", &path.to_string_lossy()], &folder);
    assert!(write(&sheet).status.success(), "{}", said(&write(&sheet)));
    let again = write(&sheet);
    assert_eq!(
        again.status.code(),
        Some(2),
        "a sheet is never replaced: {}",
        said(&again)
    );
    let (text, more) = answered(&fs::read_to_string(&sheet).unwrap(), &norm);
    let levels = text.replace(".niveau = \"\"", ".niveau = \"en-place\"");
    let levels: Vec<&str> = levels
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(rest) if rest.ends_with(".niveau = \"en-place\"") => rest,
            _ => line,
        })
        .collect();
    fs::write(&sheet, levels.join("\n")).unwrap();
    is_sound(&folder, &[]);
    // only what no rule of the usual profile reads was never asked
    let read: BTreeSet<&FactKey> = usual(&norm)
        .flat_map(|criterion| criterion.rules().flat_map(Rule::facts).collect::<Vec<_>>())
        .collect();
    assert_eq!(first + more, read.len());
    assert!(first < more);
}

#[test]
fn everything_else_uncommented_loads_too() {
    let folder = create("reste", &[]);
    let lines: Vec<String> = toml(&folder)
        .lines()
        .map(|line| {
            let is_prose = line.starts_with("# ") || line == "#" || line.ends_with(" =");
            // a criterion is declared or set aside, never both; the example of a silenced alert has nothing to silence
            if is_prose || line.contains(".non-applicable") {
                return line.to_owned();
            }
            if line.starts_with("#[[alerte") {
                return "[fin]".to_owned();
            }
            let line = line.strip_prefix('#').unwrap_or(line);
            line.replace(".niveau = \"\"", ".niveau = \"en-place\"")
        })
        .collect();
    let text = lines.join("\n");
    let text = text.split("[fin]").next().unwrap();
    assert!(text.contains("\n[[preuve]]\nid = \"mon-observation\"\n"));
    fs::write(folder.join("dossier.toml"), text).unwrap();
    let output = mediaudit(&["verifier"], &folder);
    // the only thing amiss: the file that the example names is not there
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", said(&output));
    let asides: Vec<String> = toml(&folder)
        .lines()
        .filter(|line| !line.ends_with(".niveau = \"en-place\""))
        .map(|line| match line.strip_suffix(".non-applicable = \"\"") {
            Some(criterion) => {
                let criterion = criterion.trim_start_matches('#');
                format!("{criterion}.non-applicable = \"sans objet ici\"")
            }
            None => line.to_owned(),
        })
        .collect();
    fs::write(folder.join("dossier.toml"), asides.join("\n")).unwrap();
    let output = mediaudit(&["verifier"], &folder);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", said(&output));
}

#[test]
fn a_profile_asks_only_what_it_needs_and_is_pinned() {
    let whole = toml(&create("entier", &[]));
    let folder = create("ethique", &["--profil", "cadre-ethique"]);
    let (part, norm) = (toml(&folder), shipped());
    assert!(part.contains("\nprofil = \"cadre-ethique\"\n"));
    assert!(whole.contains("autres critères attendent") && !part.contains("autres critères attendent"));
    let asked = part.matches(".niveau = \"\"\n").count();
    let profile = norm
        .profiles
        .iter()
        .find(|p| p.id.as_str() == "cadre-ethique")
        .unwrap();
    let levels = profile.criteria.iter().filter(|id| {
        let judged = norm.criterion(id).map(|criterion| criterion.judged);
        matches!(judged, Some(Judged::Declared | Judged::Mixed))
    });
    assert_eq!(asked, levels.count());
    assert!(is_sound(&folder, &[]).contains(&profile.title));
}

#[test]
fn another_norm_from_its_folder() {
    let norm = support::norm();
    let norm = norm.to_str().unwrap();
    let folder = create("essai", &["--norme", norm]);
    is_sound(&folder, &["--norme", norm]);
    let note = fs::read_to_string(folder.join("LISEZMOI.txt")).unwrap();
    assert!(note.contains("ajoutez à chaque commande --norme"));
}

#[test]
fn nothing_is_ever_replaced_and_a_refusal_leaves_nothing() {
    let folder = create("deux-fois", &[]);
    fs::write(folder.join("dossier.toml"), "à moi").unwrap();
    let output = mediaudit(&["nouveau"], &folder);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("n’est pas vide"), "{}", said(&output));
    assert_eq!(toml(&folder), "à moi");

    let empty = place("vide");
    fs::create_dir(&empty).unwrap();
    let output = mediaudit(&["nouveau"], &empty);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));

    for (name, arguments, wanted) in [
        ("中文", &[][..], "ne donne pas d’identifiant"),
        (
            "profil",
            &["--profil", "cadre-etique"],
            "vouliez-vous dire « cadre-ethique »",
        ),
        (
            "norme",
            &["--norme", "nf-x60-60"],
            "vouliez-vous dire « nf-x60-600 »",
        ),
        ("pas/la", &[], "créez d’abord"),
    ] {
        let folder = place(name);
        let output = mediaudit(&[&["nouveau"], arguments].concat(), &folder);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(said(&output).contains(wanted), "{name}: {}", said(&output));
        assert!(output.stdout.is_empty() && !folder.exists(), "{name}");
    }
    let file = place("fichier");
    fs::write(&file, "x").unwrap();
    let output = mediaudit(&["nouveau"], &file);
    assert!(
        said(&output).contains("n’est pas un dossier"),
        "{}",
        said(&output)
    );
}

#[test]
fn the_folder_one_stands_in() {
    let folder = place("Ici même");
    fs::create_dir(&folder).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["nouveau", "."])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(toml(&folder).contains("id = \"ici-meme\""));
}
