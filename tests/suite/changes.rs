//! A change of a dossier that a person asked for: written whole or not at all, kept, taken back to the byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use mediaudit_app::assess::Request;
use mediaudit_app::diff::{Changed, Fate};
use mediaudit_app::edit::{self, NotChanged, change, take_back};
use mediaudit_app::norms::NormFiles;
use mediaudit_core::diag::{Diagnostics, Sources, snippet, toml_text};
use mediaudit_core::dossier::edit::{
    ActionWish, AuditorWish, Document, Edit, FactWish, FindingWish, PracticeWish, Wish, apply, plan,
};
use mediaudit_core::kernel::persons::AlertKind;
use mediaudit_core::kernel::{AuditorId, Date, Digest, Ratio, Status};
use mediaudit_core::norm::model::FactValue;

use crate::random::id;
use crate::reading::dated;
use crate::support::{self, dossier};

pub(crate) const BODY: &str = "\n[faits]\n# combien\n#equipe.mediateurs =\nequipe.signes = 4\n\n[pratiques.E1]\nniveau = \"absente\" # vu en CA\n";

fn request() -> Request {
    Request {
        norm: Some(support::norm().to_string_lossy().into_owned()),
        today: Date::new(2026, 11, 23),
        ..Request::default()
    }
}

pub(crate) fn bytes(folder: &Path, path: &str) -> Vec<u8> {
    fs::read(folder.join(path)).unwrap()
}

fn digest(folder: &Path, path: &str) -> Option<Digest> {
    fs::read(folder.join(path)).ok().map(|bytes| Digest::of(&bytes))
}

/// Makes edits on what stands there; what the sink was told besides.
pub(crate) fn asked(folder: &Path, edits: &[Edit]) -> (Result<Changed, NotChanged>, String) {
    let seen = digest(folder, &edits[0].file().unwrap().to_string());
    asked_on(folder, seen, edits)
}

fn asked_on(folder: &Path, seen: Option<Digest>, edits: &[Edit]) -> (Result<Changed, NotChanged>, String) {
    let path = edits[0].file().unwrap().to_string();
    let mut known = answers(folder);
    known.extend(seen.map(|digest| (path.clone(), digest)));
    if seen.is_none() {
        known.remove(&path);
    }
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let outcome = change(
        folder,
        &request(),
        &NormFiles,
        &known,
        edits,
        &mut sources,
        &mut sink,
    );
    (outcome, snippet::render_all(&sink, &sources, false))
}

/// The digests of the files of `reponses`.
fn answers(folder: &Path) -> BTreeMap<String, Digest> {
    let files = fs::read_dir(folder.join("reponses")).into_iter().flatten();
    files
        .map(|file| {
            let file = file.unwrap();
            let path = format!("reponses/{}", file.file_name().to_str().unwrap());
            (path, Digest::of(&fs::read(file.path()).unwrap()))
        })
        .collect()
}

#[test]
fn an_answer_is_changed_where_a_colleague_wrote_it() {
    let folder = dossier("changes-answers", "\n[faits]\nequipe.signes = 4\n", &[]);
    fs::create_dir_all(folder.join("reponses")).unwrap();
    let colleague = "schema = 1\npar = \"direction\"\n\n[faits]\nequipe.mediateurs = 3 # au 1er octobre\n";
    fs::write(folder.join("reponses/direction.toml"), colleague).unwrap();
    fs::write(
        folder.join("reponses/equipe.toml"),
        "schema = 1\n[pratiques.E1]\nniveau = \"absente\"\n",
    )
    .unwrap();
    let main = bytes(&folder, "dossier.toml");
    let (made, told) = asked(&folder, &[people(5)]);
    assert_eq!(made.expect(&told).path, "reponses/direction.toml");
    assert_eq!(
        String::from_utf8(bytes(&folder, "reponses/direction.toml")).unwrap(),
        colleague.replace("= 3", "= 5")
    );
    let (made, told) = asked(&folder, &[level("en-place")]);
    assert_eq!(made.expect(&told).path, "reponses/equipe.toml");
    assert_eq!(bytes(&folder, "dossier.toml"), main, "nothing is said twice");
    // two files are two changes
    let (made, _) = asked(&folder, &[people(6), level("absente")]);
    assert!(made.unwrap_err().to_string().contains("reponses/equipe.toml"));
    // taken back, the last first
    assert_eq!(take_back(&folder).unwrap().path, "reponses/equipe.toml");
    assert_eq!(take_back(&folder).unwrap().path, "reponses/direction.toml");
    assert_eq!(bytes(&folder, "reponses/direction.toml"), colleague.as_bytes());
}

pub(crate) fn people(n: i64) -> Edit {
    Edit::Fact {
        key: id("equipe.mediateurs"),
        site: None,
        wish: FactWish {
            value: Wish::Set(FactValue::Number(Ratio::whole(n))),
            ..FactWish::default()
        },
    }
}

fn level(level: &str) -> Edit {
    Edit::Practice {
        criterion: id("E1"),
        site: None,
        wish: PracticeWish {
            level: Wish::Set(id(level)),
            ..PracticeWish::default()
        },
    }
}

pub(crate) fn action() -> Edit {
    Edit::Action {
        id: id("a1"),
        wish: ActionWish {
            criterion: Wish::Set(id("E1")),
            element: Wish::Set(id("a")),
            ..ActionWish::default()
        },
    }
}

pub(crate) fn finding(seen: &str) -> [Edit; 2] {
    let auditor: AuditorId = id("auditrice");
    [
        Edit::Auditor {
            auditor: auditor.clone(),
            wish: AuditorWish {
                role: Wish::Set("auditrice externe".to_owned()),
                ..AuditorWish::default()
            },
        },
        Edit::Finding {
            auditor,
            id: id("K1"),
            wish: Box::new(FindingWish {
                criterion: Wish::Set(id("E1")),
                status: Wish::Set(Status::Conforming),
                reason: Wish::Set("Vu.".to_owned()),
                seen: Wish::Set(vec![id(seen)]),
                ..FindingWish::default()
            }),
        },
    ]
}

pub(crate) fn versions(folder: &Path) -> Vec<PathBuf> {
    let home = folder.join(".mediaudit/versions");
    let Ok(entries) = fs::read_dir(home) else {
        return Vec::new();
    };
    let mut out: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    out.sort();
    out
}

#[test]
fn an_edit_is_written_shown_kept_and_taken_back_to_the_byte() {
    let folder = dossier("changes-kept", BODY, &[]);
    let first = bytes(&folder, "dossier.toml");
    let made = asked(&folder, &[people(12)]).0.unwrap();
    let second = bytes(&folder, "dossier.toml");
    assert_eq!((made.path.as_str(), made.fate), ("dossier.toml", Fate::There));
    let [hunk] = made.hunks.as_slice() else {
        panic!("{made:?}")
    };
    assert!(hunk.removed.is_empty());
    assert_eq!(hunk.added, ["equipe.mediateurs = 12"]);
    let text = String::from_utf8(second.clone()).unwrap();
    assert_eq!(text.lines().nth(hunk.line - 1), Some("equipe.mediateurs = 12"));
    assert_eq!(text.lines().nth(hunk.line - 2), Some("#equipe.mediateurs ="));
    let made = asked(&folder, &[level("en-place")]).0.unwrap();
    assert_eq!(made.hunks[0].removed, ["niveau = \"absente\" # vu en CA"]);
    assert_eq!(made.hunks[0].added, ["niveau = \"en-place\" # vu en CA"]);
    // a person finds the former files by their names
    let kept = versions(&folder);
    assert_eq!(kept.len(), 2);
    assert_eq!(fs::read(kept[0].join("dossier.toml")).unwrap(), first);
    assert_eq!(fs::read(kept[1].join("dossier.toml")).unwrap(), second);
    // what is so already is not written
    let before = digest(&folder, "dossier.toml");
    assert_eq!(asked(&folder, &[level("en-place")]).0.unwrap().hunks, []);
    assert_eq!(
        (digest(&folder, "dossier.toml"), versions(&folder).len()),
        (before, 2)
    );
    let back = take_back(&folder).unwrap();
    assert_eq!(back.hunks[0].added, ["niveau = \"absente\" # vu en CA"]);
    assert_eq!(bytes(&folder, "dossier.toml"), second);
    take_back(&folder).unwrap();
    assert_eq!(bytes(&folder, "dossier.toml"), first);
    assert!(matches!(take_back(&folder), Err(NotChanged::Nothing)));
    assert!(versions(&folder).is_empty());
}

#[test]
fn a_file_that_is_not_there_yet_is_made_and_unmade() {
    let folder = dossier(
        "changes-made",
        BODY,
        &[("preuves/regle/2026-01-01-regle.txt", b"regle")],
    );
    let proof = format!("f-{}", Digest::of(b"regle").short());
    for (path, edits) in [
        ("actions.toml", vec![action()]),
        ("constats/auditrice.toml", finding(&proof).to_vec()),
    ] {
        let made = asked(&folder, &edits).0.unwrap();
        assert_eq!((made.path.as_str(), made.fate), (path, Fate::New));
        assert_eq!(made.hunks[0].added[0], "schema = 1");
        assert!(folder.join(path).is_file(), "{path}");
        let (again, told) = asked(&folder, &edits);
        assert_eq!(again.unwrap().hunks, [], "{told}");
        // somebody made the file meanwhile
        let refused = asked_on(&folder, None, &edits).0.unwrap_err();
        assert!(matches!(refused, NotChanged::Stale(_)), "{refused:?}");
    }
    assert_eq!(support::status(&support::json(&folder), "E1"), "conforme");
    assert_eq!(take_back(&folder).unwrap().fate, Fate::Gone);
    assert!(!folder.join("constats/auditrice.toml").exists());
    take_back(&folder).unwrap();
    assert!(!folder.join("actions.toml").exists());
}

#[test]
fn what_would_not_load_is_not_written() {
    let folder = dossier("changes-unsound", BODY, &[]);
    let before = bytes(&folder, "dossier.toml");
    let lift = Edit::Lift {
        digest: "zz".to_owned(),
        kind: AlertKind::Phone,
        reason: "Non.".to_owned(),
    };
    for (edits, words) in [
        (vec![people(-1)], "ne peut être inférieur à 0"),
        (vec![level("parfaite")], "niveaux admis : absente, en-place"),
        (vec![lift], "12 à 64 chiffres"),
        (finding("f-0123456789ab").to_vec(), "n’est pas dans le dossier"),
        (finding("f-0123456789ab")[1..].to_vec(), "[auditeur]"),
    ] {
        let (outcome, told) = asked(&folder, &edits);
        assert!(matches!(outcome, Err(NotChanged::Unsound(_))), "{outcome:?}");
        assert!(told.contains(words), "« {words} » expected\n{told}");
    }
    assert_eq!(bytes(&folder, "dossier.toml"), before);
    assert!(!folder.join(".mediaudit").exists() && !folder.join("constats").exists());
    // …but an edit may mend what does not load
    let sick = String::from_utf8(before)
        .unwrap()
        .replace("\"absente\"", "\"parfaite\"");
    fs::write(folder.join("dossier.toml"), sick).unwrap();
    assert!(asked(&folder, &[people(3)]).0.is_err());
    asked(&folder, &[level("en-place"), people(3)]).0.unwrap();
}

#[test]
fn what_changed_since_it_was_read_is_not_overwritten() {
    let folder = dossier("changes-stale", BODY, &[]);
    let seen = digest(&folder, "dossier.toml");
    let own = [bytes(&folder, "dossier.toml"), b"# \xc3\xa0 la main\n".to_vec()].concat();
    fs::write(folder.join("dossier.toml"), &own).unwrap();
    let refused = asked_on(&folder, seen, &[people(3)]).0.unwrap_err();
    assert!(matches!(refused, NotChanged::Stale(_)), "{refused:?}");
    assert!(refused.hint().unwrap().contains("relancez"));
    assert_eq!(bytes(&folder, "dossier.toml"), own);
    // nor is what a person changed after an edit taken back: both are named
    asked(&folder, &[people(3)]).0.unwrap();
    let own = [bytes(&folder, "dossier.toml"), b"# encore\n".to_vec()].concat();
    fs::write(folder.join("dossier.toml"), &own).unwrap();
    let refused = take_back(&folder).unwrap_err();
    let told = format!("{refused} {}", refused.hint().unwrap());
    assert!(told.contains("modifié depuis, sans médiaudit"), "{told}");
    assert!(
        told.contains("« .mediaudit/versions/000001/dossier.toml »"),
        "{told}"
    );
    assert_eq!(bytes(&folder, "dossier.toml"), own);
    assert_eq!(versions(&folder).len(), 1);
}

#[test]
fn what_was_cut_short_is_no_version() {
    let folder = dossier("changes-cut", BODY, &[]);
    let before = bytes(&folder, "dossier.toml");
    asked(&folder, &[people(3)]).0.unwrap();
    let home = folder.join(".mediaudit/versions");
    // a version without its record; one of a change that was never made
    fs::create_dir(home.join("000002")).unwrap();
    fs::create_dir(home.join("000003")).unwrap();
    fs::write(home.join("000003/dossier.toml"), bytes(&folder, "dossier.toml")).unwrap();
    let now = digest(&folder, "dossier.toml").unwrap();
    let record = format!(
        "{{\"schema\": 1, \"fichier\": \"dossier.toml\", \"avant\": \"{now}\", \"apres\": \"{}\"}}",
        Digest::of(b"x")
    );
    fs::write(home.join("000003/changement.json"), record).unwrap();
    asked(&folder, &[people(4)]).0.unwrap();
    assert!(home.join("000004").is_dir());
    take_back(&folder).unwrap();
    take_back(&folder).unwrap();
    assert_eq!(bytes(&folder, "dossier.toml"), before);
    assert!(matches!(take_back(&folder), Err(NotChanged::Nothing)));
    assert_eq!(edit::forget(&folder).unwrap(), []);
    assert!(!home.exists());
    // a former file that somebody touched is not put back
    asked(&folder, &[people(3)]).0.unwrap();
    fs::write(home.join("000001/dossier.toml"), "autre").unwrap();
    assert!(matches!(take_back(&folder), Err(NotChanged::Disk(..))));
    assert_eq!(edit::forget(&folder).unwrap().len(), 1);
    assert!(versions(&folder).is_empty());
}

#[test]
fn of_two_who_edit_at_once_one_is_told() {
    let folder = dossier("changes-two", BODY, &[]);
    asked(&folder, &[people(1)]).0.unwrap();
    for round in 0..8 {
        let seen = digest(&folder, "dossier.toml");
        let folder = &folder;
        let outcomes: Vec<bool> = std::thread::scope(|scope| {
            let both = [people(10 + round), people(100 + round)];
            let both = both.map(|edit| scope.spawn(move || asked_on(folder, seen, &[edit]).0));
            let both = both.map(|one| one.join().unwrap());
            both.into_iter()
                .map(|outcome| match outcome {
                    Ok(made) => made.hunks.len() == 1,
                    Err(NotChanged::Stale(_) | NotChanged::Busy) => false,
                    Err(other) => panic!("{other:?}"),
                })
                .collect()
        });
        assert_eq!(outcomes.iter().filter(|won| **won).count(), 1, "{outcomes:?}");
        assert_eq!(versions(folder).len(), usize::try_from(round).unwrap() + 2);
    }
    // somebody holds the dossier
    let lock = fs::File::options()
        .write(true)
        .open(folder.join(".mediaudit/verrou"))
        .unwrap();
    lock.lock().unwrap();
    assert!(matches!(asked(&folder, &[people(3)]).0, Err(NotChanged::Busy)));
    assert!(matches!(take_back(&folder), Err(NotChanged::Busy)));
    lock.unlock().unwrap();
    asked(&folder, &[people(3)]).0.unwrap();
}

#[test]
fn a_program_that_starts_meanwhile_holds_nothing() {
    let folder = dossier("changes-started", BODY, &[]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let start = || {
            while !done.load(Ordering::Relaxed) {
                let program = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
                    .arg("--version")
                    .output();
                assert!(program.unwrap().status.success());
            }
        };
        for _ in 0..3 {
            scope.spawn(start);
        }
        let outcomes: Vec<_> = (0..40).map(|n| asked(&folder, &[people(n)]).0).collect();
        done.store(true, Ordering::Relaxed);
        for outcome in outcomes {
            outcome.unwrap();
        }
    });
}

#[test]
fn a_text_of_sixteen_bits_is_read_and_not_edited() {
    let folder = dossier("changes-utf16", BODY, &[]);
    let text = fs::read_to_string(folder.join("dossier.toml")).unwrap();
    let results = support::json(&folder)["resultats"].clone();
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        let wide: Vec<u8> = units.flat_map(order).collect();
        fs::write(folder.join("dossier.toml"), &wide).unwrap();
        assert_eq!(support::json(&folder)["resultats"], results);
        let refused = asked(&folder, &[people(3)]).0.unwrap_err();
        assert!(refused.to_string().contains("UTF-16"), "{refused}");
        assert!(refused.hint().unwrap().contains("UTF-8"));
        assert_eq!(bytes(&folder, "dossier.toml"), wide);
        // half a character, or half of a pair
        let lone = order(0xd800);
        for broken in [&wide[..wide.len() - 1], &[&wide[..], &lone[..]].concat()] {
            let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
            let read = toml_text::decode("dossier.toml", broken.to_vec(), &mut sources, &mut sink);
            let told = snippet::render_all(&sink, &sources, false);
            assert!(read.is_none() && told.contains("comme un texte UTF-16"), "{told}");
        }
    }
}

#[test]
fn in_a_new_dossier_each_answer_comes_under_the_line_that_asks_for_it() {
    let folder = support::place("changes-new");
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["nouveau", &folder.to_string_lossy()])
        .output()
        .unwrap();
    assert!(made.status.success());
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let norm = mediaudit_app::norms::find("nf-x60-600", &mut sources, &mut sink).unwrap();
    let mut edits: Vec<Edit> = Vec::new();
    for criterion in &norm.criteria {
        if criterion.level_in(Some(&id("initial"))).is_some() {
            edits.push(Edit::Practice {
                criterion: criterion.id.clone(),
                site: None,
                wish: PracticeWish {
                    level: Wish::Set(norm.levels[0].id.clone()),
                    by: Wish::Set("directrice".to_owned()),
                    ..PracticeWish::default()
                },
            });
        }
    }
    for (key, def) in &norm.facts {
        let value = match def.kind {
            mediaudit_core::norm::model::FactType::Boolean => FactValue::Boolean(true),
            mediaudit_core::norm::model::FactType::Date => FactValue::Date(Date::new(2026, 1, 5).unwrap()),
            mediaudit_core::norm::model::FactType::Integer
            | mediaudit_core::norm::model::FactType::Decimal => FactValue::Number(Ratio::whole(1)),
            _ => continue,
        };
        edits.push(Edit::Fact {
            key: key.clone(),
            site: None,
            wish: FactWish {
                value: Wish::Set(value),
                ..FactWish::default()
            },
        });
    }
    let text = bytes(&folder, "dossier.toml");
    // what is not asked there has no line to come under
    let asked = String::from_utf8(text.clone()).unwrap();
    edits.retain(|edit| match edit {
        Edit::Fact { key, .. } => asked.contains(&format!("\n#{key} =\n")),
        Edit::Practice { criterion, .. } => asked.contains(&format!("\n#{criterion}.niveau =")),
        _ => true,
    });
    assert!(edits.len() > 40, "{}", edits.len());
    let document = Document::read("dossier.toml", text.clone()).unwrap();
    let after = apply(&text, &plan(&document, &edits, &norm).unwrap());
    let (text, after) = (
        String::from_utf8(text).unwrap(),
        String::from_utf8(after).unwrap(),
    );
    // every new line stands right under its own, commented
    let lines: Vec<&str> = after.lines().collect();
    let mut new = 0;
    for (rank, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#'))
    {
        let key = line.split(" =").next().unwrap();
        if text.lines().any(|old| old == *line) || line.is_empty() {
            continue;
        }
        new += 1;
        let above = lines[rank - 1];
        // what else is said of a criterion comes under its level
        let owner = key.rsplit_once('.').map_or(key, |(owner, _)| owner);
        let beside = above.starts_with(&format!("{owner}.niveau ="));
        assert!(beside || above.starts_with(&format!("#{key}")), "{above}\n{line}");
    }
    assert!(new >= edits.len(), "{new}");
    // and all of it loads
    fs::write(folder.join("dossier.toml"), &after).unwrap();
    let judged = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["verifier", &folder.to_string_lossy(), "--seuil", "aucun"])
        .output()
        .unwrap();
    assert!(
        judged.status.success(),
        "{}",
        String::from_utf8_lossy(&judged.stderr)
    );
}

/// The command, whose folder is its last argument but options.
pub(crate) fn dater(folder: &Path, options: &[&str]) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["preuves", "dater"])
        .arg(folder)
        .args(options)
        .arg("--norme")
        .arg(support::norm())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_day_of_a_piece_is_that_of_its_name_and_never_that_of_its_metadata() {
    let folder = dossier(
        "changes-dates",
        BODY,
        &[
            ("preuves/regle/regle du 12-03-2025.pdf", &dated("20250401")),
            ("preuves/regle/regle.pdf", &dated("20250402")),
            ("preuves/regle/ancienne.pdf", &dated("20190101")),
        ],
    );
    let map = String::from_utf8(support::run(&folder, &["preuves"]).stdout).unwrap();
    assert_eq!(map.matches("date-effet = 2025-03-12").count(), 1, "{map}");
    assert_eq!(map.matches("date-effet = AAAA-MM-JJ").count(), 1, "{map}");
    assert!(!map.contains("2025-04-0"), "{map}");
    // one reason: it is too old, whatever its date
    let old = map.split("ancienne.pdf\n").nth(1).unwrap();
    let old: Vec<&str> = old.lines().take(3).flat_map(str::split_whitespace).collect();
    assert_eq!(
        old.join(" "),
        "enregistrée le 01/01/2019 · ne compte pas — périmée, dernier jour le 1er janvier 2022 attendue pour E1.a"
    );
    let shown = dater(&folder, &[]);
    assert!(
        shown.contains("les métadonnées du fichier sont du 02/04/2025"),
        "{shown}"
    );
    assert!(!folder.join(".mediaudit").exists());
    let before = bytes(&folder, "dossier.toml");
    let written = dater(&folder, &["--ecrire"]);
    assert!(written.contains("1 date écrite"), "{written}");
    assert_eq!(support::status(&support::json(&folder), "E1"), "non-conforme");
    let map = String::from_utf8(support::run(&folder, &["preuves"]).stdout).unwrap();
    assert!(
        map.contains("du 12/03/2025") && map.contains("compte pour E1"),
        "{map}"
    );
    // the block that is there is changed, not written anew
    let again = dater(
        &folder,
        &[
            "preuves/regle/regle du 12-03-2025.pdf",
            "--date",
            "preuves/regle/regle du 12-03-2025.pdf=2025-03-10",
            "--ecrire",
        ],
    );
    assert!(
        again.contains("- date-effet = 2025-03-12\n") && again.contains("+ date-effet = 2025-03-10\n"),
        "{again}"
    );
    take_back(&folder).unwrap();
    take_back(&folder).unwrap();
    assert_eq!(bytes(&folder, "dossier.toml"), before);
}
