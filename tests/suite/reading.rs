//! From files to statuses: what a rule asks of contents, through the helper child; and what happens when the child fails.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use mediaudit_app::assess::{Outcome, Request, assess};
use mediaudit_app::helper::{Helper, PATIENCE};
use mediaudit_app::norms::NormFiles;
use mediaudit_core::audit::Means;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::record::item::{Format, Reading};
use mediaudit_core::record::{Fault, Fuse, Reader};
use mediaudit_core::scope::SoughtBook;
use mediaudit_evidence::contents::InProcess;

use super::made::{self, docx, page, paragraph, pdf, pdf_of, pdf_pages, stream, zlib};
use super::support;

const MORE: &str = r#"
[[type-preuve]]
id = "charte"
libelle = "Charte"
aide = "Un document."
modalites = ["document"]

[[type-preuve]]
id = "rapport"
libelle = "Rapport"
aide = "Un document."
modalites = ["document"]

[[type-preuve]]
id = "plan"
libelle = "Plan"
aide = "Un document."
modalites = ["document"]
"#;

fn criterion(id: &str, rule: &str) -> String {
    format!(
        "[[critere]]\nid = \"{id}\"\ntitre = \"{id}\"\nexigence = \"x\"\nenjeu = \"x\"\nimportance = \"recommande\"\njuge = \"automatique\"\nconfiance = \"C\"\n[[critere.element]]\nid = \"a\"\nlibelle = \"x\"\nsi = {{ preuve = {{ {rule} }} }}\naction = \"x\"\neffort = 1\n"
    )
}

/// The trial norm, with criteria that ask words, pages and an age.
pub(crate) fn norm(name: &str) -> PathBuf {
    let folder = support::place(&format!("norme-{name}"));
    fs::create_dir_all(&folder).unwrap();
    let base = fs::read_to_string(support::norm().join("norme.toml")).unwrap();
    let criteria = [
        criterion("E3", "type = \"charte\", contient = [\"médiation sociale\"]"),
        criterion("E4", "type = \"rapport\", pages-min = 2"),
        criterion("E5", "type = \"plan\", age-max = \"P1Y\""),
    ];
    fs::write(
        folder.join("norme.toml"),
        format!("{base}{MORE}{}", criteria.concat()),
    )
    .unwrap();
    folder
}

/// Judges a folder in this process, its contents read by `reader`.
pub(crate) fn judge(folder: &Path, norm: &Path, reader: &dyn Reader, privacy: bool) -> Outcome {
    let means = Means {
        norms: &NormFiles,
        sought: &SoughtBook::default(),
        reader,
    };
    let request = Request {
        norm: Some(norm.to_string_lossy().into_owned()),
        privacy,
        ..Request::default()
    };
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let outcome = assess(folder, &request, means, &mut sources, &mut sink);
    assert!(!sink.has_errors(), "{:?}", sink.sorted());
    outcome.unwrap()
}

pub(crate) fn helper() -> Helper {
    Helper::new(env!("CARGO_BIN_EXE_mediaudit").into(), PATIENCE)
}

fn blank() -> Vec<u8> {
    pdf(&[""])
}

/// A PNG of 16 by 16 greys.
fn picture(grey: impl Fn(u32, u32) -> u32) -> Vec<u8> {
    made::png(16, 16, |x, y| u8::try_from(grey(x, y)).unwrap())
}

pub(crate) fn dated(day: &str) -> Vec<u8> {
    let info = format!("<</ModDate(D:{day})>>").into_bytes();
    pdf_pages(&[page("plan")], &[info], "/Info 6 0 R")
}

fn loops() -> Vec<u8> {
    pdf_of(
        &[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[2 0 R]/Count 1>>".to_vec(),
        ],
        "",
    )
}

#[test]
fn words_pages_and_dates_decide() {
    let norm = norm("decide");
    let helper = helper();
    let broken = b"%PDF-1.4\n%%EOF\n".to_vec();
    let bomb = pdf_pages(
        &[stream("/Filter/FlateDecode", &zlib(&vec![b' '; 17 << 20]))],
        &[],
        "",
    );
    let cases: Vec<(&str, Vec<u8>, &str, Option<&str>)> = vec![
        (
            "charte/a.docx",
            docx(&paragraph("LA MEDIATION   SOCIALE"), &[]),
            "E3",
            None,
        ),
        ("charte/a.pdf", pdf(&["Une médi-\nation\nsociale"]), "E3", None),
        ("charte/a.txt", b"m\xe9diation sociale".to_vec(), "E3", None),
        ("charte/b.pdf", pdf(&["autre chose"]), "E3", Some("mots-absents")),
        ("charte/c.pdf", blank(), "E3", Some("vide")),
        ("charte/c.txt", b" ".to_vec(), "E3", Some("vide")),
        ("charte/c.docx", docx("<w:p/>", &[]), "E3", Some("vide")),
        ("charte/c.png", picture(|x, y| x * y), "E3", Some("sans-texte")),
        ("charte/d.png", picture(|_, _| 200), "E3", Some("vide")),
        (
            "charte/e.png",
            b"\x89PNG\r\n\x1a\n".to_vec(),
            "E3",
            Some("illisible"),
        ),
        (
            "charte/e.heic",
            b"\0\0\0\x18ftypheic\0\0\0\0heicmif1".to_vec(),
            "E3",
            Some("non-lu"),
        ),
        ("charte/c.odg", b"rien de connu".to_vec(), "E3", Some("non-lu")),
        ("charte/d.pdf", loops(), "E3", Some("illisible")),
        ("charte/e.pdf", bomb, "E3", Some("illisible")),
        ("rapport/a.pdf", pdf(&["un", "deux"]), "E4", None),
        ("rapport/b.pdf", pdf(&["un"]), "E4", Some("pages-insuffisantes")),
        ("rapport/c.pdf", broken.clone(), "E4", Some("illisible")),
        ("plan/a.pdf", dated("20190101"), "E5", Some("trop-ancienne")),
        ("plan/b.pdf", dated("20261101"), "E5", Some("date-a-confirmer")),
        ("plan/c.pdf", pdf(&["plan"]), "E5", Some("sans-date")),
        ("plan/d.pdf", broken.clone(), "E5", Some("illisible")),
        // a date in the name proves nothing of a file that cannot be read, or says nothing
        ("plan/2026-11-01-e.pdf", broken, "E5", Some("illisible")),
        ("plan/2026-11-01-f.pdf", blank(), "E5", Some("vide")),
        ("plan/2026-11-01-g.png", picture(|x, y| x * y), "E5", None),
    ];
    for (path, bytes, id, cause) in cases {
        let file = format!("preuves/{path}");
        let folder = support::dossier("decide", "", &[(&file, &bytes)]);
        let outcome = judge(&folder, &norm, &helper, false);
        let report = serde_json::to_value(&outcome.assessment).unwrap();
        let expected = if cause.is_none() {
            "conforme"
        } else {
            "non-demontre"
        };
        assert_eq!(support::status(&report, id), expected, "{path}");
        let piece = &report["entrees"]["preuves"][0];
        assert_eq!(
            piece["support"]["empreinte"],
            mediaudit_core::kernel::Digest::of(&bytes).to_string(),
            "{path}"
        );
        let criteria = report["resultats"]["criteres"].as_array().unwrap();
        let result = criteria.iter().find(|c| c["id"] == id).unwrap().to_string();
        if let Some(cause) = cause {
            assert!(result.contains(&format!("\"{cause}\"")), "{path}: {result}");
        }
        assert!(outcome.assessment.inputs.incidents.is_empty(), "{path}");
    }
}

/// The same PDF under a lock, as banks and public offices send theirs: `user` opens it, « maître » lets it be changed.
fn locked(bytes: &[u8], user: &str) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(bytes).unwrap();
    let id = lopdf::Object::string_literal("0123456789012345");
    document.trailer.set("ID", vec![id.clone(), id]);
    let state = lopdf::EncryptionState::try_from(lopdf::EncryptionVersion::V2 {
        document: &document,
        owner_password: "maître",
        user_password: user,
        key_length: 128,
        permissions: lopdf::Permissions::empty(),
    });
    document.encrypt(&state.unwrap()).unwrap();
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

#[test]
fn a_pdf_that_opens_for_everyone_is_read_and_one_that_asks_for_a_password_is_not() {
    let norm = norm("locked");
    let open = locked(&pdf(&["Une médiation sociale"]), "");
    let shut = locked(&pdf(&["Une médiation sociale"]), "secret");
    for privacy in [true, false] {
        // one type asks for words, the other for nothing that is inside
        for (path, id) in [("charte/a.pdf", "E3"), ("plan/2026-11-01-a.pdf", "E5")] {
            for (bytes, expected) in [(&open, "conforme"), (&shut, "non-demontre")] {
                let file = format!("preuves/{path}");
                let folder = support::dossier("locked", "", &[(&file, bytes)]);
                let outcome = judge(&folder, &norm, &InProcess, privacy);
                let report = serde_json::to_value(&outcome.assessment).unwrap();
                assert_eq!(support::status(&report, id), expected, "{path}, {privacy}");
                let told = report["entrees"]["preuves"][0]["lecture"].to_string();
                let shut = told.contains(&Fault::Encrypted.reason());
                assert_eq!(shut, expected == "non-demontre", "{path}: {told}");
            }
        }
    }
}

#[test]
fn blanks_a_mark_of_text_or_junk_before_the_head_of_a_pdf_are_read_over_as_readers_do() {
    let norm = norm("junk");
    let sound = pdf(&["Une médiation sociale"]);
    for before in [b"\r\n\r\n".as_slice(), b"\xef\xbb\xbf", b"HTTP/1.1 200 OK\n\n"] {
        let bytes = [before, &sound].concat();
        let folder = support::dossier("junk", "", &[("preuves/charte/a.pdf", &bytes)]);
        let outcome = judge(&folder, &norm, &InProcess, true);
        let report = serde_json::to_value(&outcome.assessment).unwrap();
        assert_eq!(support::status(&report, "E3"), "conforme", "{before:?}");
    }
    // a text about PDF stays a text
    let text = b"Un PDF commence par %PDF-1.4 : m\xe9diation sociale".to_vec();
    let folder = support::dossier("junk", "", &[("preuves/charte/a.txt", &text)]);
    let outcome = judge(&folder, &norm, &InProcess, true);
    assert_eq!(outcome.inventory.files[0].format, Format::Txt);
}

#[test]
fn the_search_for_personal_data_changes_nothing_else() {
    let norm = norm("apart");
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("preuves/charte/a.pdf", pdf(&["06 12 34 56 78"])),
        ("preuves/rapport/2026-01-01-b.pdf", loops()),
        ("preuves/plan/c.pdf", dated("20190101")),
        ("preuves/liste/2026-01-01-d.txt", b"texte".to_vec()),
        ("preuves/ailleurs/e.pdf", b"%PDF-1.4\n%%EOF\n".to_vec()),
    ];
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, bytes)| (*path, bytes.as_slice()))
        .collect();
    let folder = support::dossier("apart", "", &files);
    let with = judge(&folder, &norm, &InProcess, true).assessment;
    let mut without = judge(&folder, &norm, &InProcess, false).assessment;
    assert!(without.inputs.privacy.is_none());
    without.inputs.privacy.clone_from(&with.inputs.privacy);
    assert_eq!(with, without);
    let found = with.inputs.privacy.unwrap();
    assert_eq!((found.scanned, found.files, found.alerts.len()), (3, 5, 1));
    assert_eq!(found.unscanned[0].reason, Fault::Broken.reason());
}

#[test]
fn the_child_reads_as_this_process_does_whatever_the_number_of_threads() {
    let norm = norm("threads");
    let samples: Vec<(String, Vec<u8>)> = (0..40)
        .map(|n| {
            (
                format!("preuves/charte/{n}.pdf"),
                pdf(&[&format!("charte {n} de médiation sociale")]),
            )
        })
        .chain([
            ("preuves/charte/x.pdf".to_owned(), loops()),
            ("preuves/charte/y.pdf".to_owned(), blank()),
        ])
        .collect();
    let files: Vec<(&str, &[u8])> = samples
        .iter()
        .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
        .collect();
    let folder = support::dossier("threads", "", &files);
    let here = mediaudit_app::report::json(&judge(&folder, &norm, &InProcess, true).assessment).unwrap();
    for threads in ["1", "4"] {
        let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .args(["rapport", "--etendue", "complet", "--format", "json", "--norme"])
            .arg(&norm)
            .arg(&folder)
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8(output.stdout).unwrap(), here, "{threads}");
    }
}

#[test]
fn no_child_is_started_for_nothing() {
    let nobody = Helper::new("/nulle/part".into(), PATIENCE);
    let unread: [(&str, &[u8]); 3] = [
        ("preuves/plan/2026-01-01-a.pdf", b""),
        ("preuves/plan/2026-01-02-a.pdf", b"%PDF-1.4 coup"),
        ("preuves/plan/2026-01-03-a.odg", b"rien de connu"),
    ];
    let folder = support::dossier("idle", "", &unread);
    let outcome = judge(&folder, &norm("idle"), &nobody, false);
    assert!(outcome.assessment.inputs.incidents.is_empty());
    // where one is needed and cannot be had, the run is incomplete
    let folder = support::dossier("needed", "", &[("preuves/plan/a.pdf", &loops())]);
    let inputs = judge(&folder, &norm("needed"), &nobody, false).assessment.inputs;
    assert_eq!(
        inputs.incidents,
        [format!("preuves/plan/a.pdf : {}", Fuse::NoHelper.reason())]
    );
}

#[cfg(unix)]
mod fuses {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A program in the helper's place.
    fn program(name: &str, script: &str) -> PathBuf {
        let path = support::place(&format!("{name}.sh"));
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    fn read(reader: &dyn Reader) -> Result<Option<String>, Fuse> {
        Ok(reader.read(Format::Txt, b"texte")?.unwrap().text)
    }

    #[test]
    fn a_helper_that_dies_hangs_or_lies_proves_nothing() {
        let patience = Duration::from_millis(400);
        for (name, script, fuse) in [
            ("dies", "exit 0", Fuse::Died),
            ("killed", "kill -9 $$", Fuse::Died),
            ("hangs", "exec sleep 60", Fuse::Clock),
            ("echoes", "exec cat", Fuse::Nonsense),
            (
                "long",
                "printf '\\377\\377\\377\\177xx'; exec sleep 60",
                Fuse::Nonsense,
            ),
        ] {
            let helper = Helper::new(program(name, script), patience);
            assert_eq!(read(&helper), Err(fuse), "{name}");
        }
    }

    #[test]
    fn a_dead_helper_is_replaced() {
        let mark = support::place("once");
        let script = format!(
            "if mkdir '{}'; then exit 1; fi\nexec '{}' \"$@\"",
            mark.display(),
            env!("CARGO_BIN_EXE_mediaudit")
        );
        let helper = Helper::new(program("once", &script), PATIENCE);
        assert_eq!(read(&helper), Err(Fuse::Died));
        for _ in 0..2 {
            assert_eq!(read(&helper), Ok(Some("texte".to_owned())));
        }
    }

    #[test]
    fn a_fuse_that_blows_leaves_the_run_incomplete() {
        let norm = norm("fuse");
        let helper = Helper::new(program("fuse", "exit 0"), PATIENCE);
        let folder = support::dossier(
            "fuse",
            &support::good(),
            &[
                support::files(),
                vec![("preuves/charte/a.txt", b"texte".as_slice())],
            ]
            .concat(),
        );
        let sound = judge(&folder, &norm, &InProcess, false).assessment;
        assert!(sound.results.conclusion.is_some());
        let broken = judge(&folder, &norm, &helper, false).assessment;
        assert!(broken.results.conclusion.is_none());
        let reading = |path: &str| {
            let piece = broken
                .inputs
                .evidence
                .iter()
                .find(|item| item.whereabouts() == path)
                .unwrap();
            piece.reading.clone()
        };
        let reason = Fuse::Died.reason().to_owned();
        assert_eq!(reading("preuves/charte/a.txt"), Reading::Unfinished { reason });
        assert_eq!(broken.inputs.incidents.len(), 3);
    }

    /// A page whose drawings draw others, and those others again: as long as it is let.
    fn long() -> Vec<u8> {
        let mut objects = vec![
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>".to_vec(),
            stream("", b"/X Do"),
        ];
        for next in 6..20 {
            let names =
                format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>");
            objects.push(stream(&names, &b"/X Do ".repeat(20)));
        }
        objects.push(stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]",
            b"0 0 9 9 re f",
        ));
        pdf_of(&objects, "")
    }

    #[cfg(target_os = "linux")]
    fn children(parent: u32) -> Vec<u32> {
        let processes = fs::read_dir("/proc").unwrap().flatten();
        let number = |entry: fs::DirEntry| entry.file_name().to_str()?.parse::<u32>().ok();
        let is_child = |id: &u32| {
            let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
            status.lines().any(|line| line == format!("PPid:\t{parent}"))
        };
        processes.filter_map(number).filter(is_child).collect()
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_killed_child_gives_exit_code_3() {
        let folder = support::dossier("killed", "", &[("preuves/charte/a.pdf", &long())]);
        let run = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .args(["rapport", "--etendue", "complet", "--format", "json", "--norme"])
            .arg(norm("killed"))
            .arg(&folder)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let child = loop {
            if let Some(id) = children(run.id()).first() {
                break *id;
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let killed = Command::new("kill").args(["-9", &child.to_string()]).status();
        assert!(killed.unwrap().success());
        let output = run.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(3));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let said = format!("preuves/charte/a.pdf : {}", Fuse::Died.reason());
        assert_eq!(report["entrees"]["incidents"], serde_json::json!([said]));
        assert_eq!(report["entrees"]["preuves"][0]["lecture"]["etat"], "inacheve");
        assert!(report["resultats"].get("conclusion").is_none());
    }

    /// The real helper, fed the worst files, within the memory that it may use.
    #[cfg(target_os = "linux")]
    #[test]
    fn memory_is_bounded() {
        use std::process::Stdio;

        use mediaudit_app::helper::{COMMAND, MEMORY};
        use mediaudit_evidence::wire;

        let mut child = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .arg(COMMAND)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut ask = |format, bytes: &[u8]| {
            wire::ask(&mut stdin, format, None, bytes).unwrap();
            wire::answered(&mut stdout).unwrap()
        };
        let blank = vec![b' '; 16 << 20];
        let twice = stream(
            "/Filter[/FlateDecode/FlateDecode]",
            &zlib(&zlib(&[blank.as_slice(), b" "].concat())),
        );
        assert_eq!(
            ask(Format::Pdf, &pdf_pages(&[twice], &[], "")),
            Err(Fault::TooInflated)
        );
        let operands = stream("/Filter/FlateDecode", &zlib(&b"1 ".repeat(8 << 20)));
        let answer = ask(Format::Pdf, &pdf_pages(&[operands], &[], "")).unwrap();
        assert_eq!(answer.text, None);
        let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
        let space = limits
            .lines()
            .find(|line| line.starts_with("Max address space"))
            .unwrap();
        assert!(space.contains(&MEMORY.to_string()), "{space}");
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let peak = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        let kib: u64 = peak.split_whitespace().nth(1).unwrap().parse().unwrap();
        assert!(kib < 256 * 1024, "{kib} KiB");
        drop(stdin);
        assert!(child.wait().unwrap().success());
    }
}
