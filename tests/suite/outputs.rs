//! Where results go: a report loses nothing that was there, and what could not be written is told.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::support::{PDF, dossier, files, good, norm, place, run, temporary};

/// A dossier with one of everything that a judgement reads.
fn full(name: &str) -> PathBuf {
    let body = good().replacen("[faits]", "logo = \"logo.png\"\n[faits]", 1);
    let folder = dossier(name, &body, &files());
    for (path, text) in [
        ("actions.toml", "schema = 1\n"),
        ("observations.toml", "schema = 1\n"),
        (
            "surcouche.toml",
            "schema = 1\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ntitulaire = \"essai\"\n",
        ),
        (
            "constats/auditrice.toml",
            "schema = 1\n[auditeur]\nfonction = \"auditrice\"\n",
        ),
        ("preuves/notes.odt.bak", "x"),
    ] {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let dot = b"\x89PNG\r\n\x1a\n";
    fs::write(folder.join("logo.png"), dot).unwrap();
    folder
}

/// Every file below a folder, with its bytes.
fn all(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().to_path_buf(), fs::read(entry.path()).unwrap()))
        .collect()
}

fn write(folder: &Path, output: &Path) -> Output {
    run(
        folder,
        &[
            "rapport",
            "--etendue",
            "complet",
            "--format",
            "texte",
            "-o",
            output.to_str().unwrap(),
        ],
    )
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[track_caller]
fn refused(output: &Output, words: &str) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("impossible d’écrire") && said.contains("aide : "),
        "{said}"
    );
    assert!(said.contains(words), "« {words} » expected\n{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_report_never_takes_the_place_of_what_the_dossier_holds() {
    let folder = full("sortie-entrees");
    let before = all(&folder);
    for held in [
        "dossier.toml",
        "actions.toml",
        "observations.toml",
        "surcouche.toml",
        "constats/auditrice.toml",
        "constats/nouvelle.toml",
        "preuves/notes.odt.bak",
        "preuves/liste/2026-01-05-liste.pdf",
        "logo.png",
        "../sortie-entrees/dossier.toml",
        "preuves/../dossier.toml",
        "DOSSIER.TOML",
        "Preuves/../dossier.toml",
    ] {
        let output = write(&folder, &folder.join(held));
        // where case counts, « Preuves » is not there at all
        if held.starts_with("Preuves") && !folder.join("Preuves").exists() {
            assert_eq!(output.status.code(), Some(2));
            continue;
        }
        refused(&output, "ne remplace jamais ce qu’il lit");
    }
    assert_eq!(all(&folder), before);
}

#[test]
fn nor_of_the_inputs_of_another_dossier_nor_of_a_norm_nor_of_templates() {
    let folder = full("sortie-ailleurs");
    let other = full("sortie-autre");
    let own_norm = temporary("sortie-norme");
    fs::copy(norm().join("norme.toml"), own_norm.join("norme.toml")).unwrap();
    let templates = temporary("sortie-gabarits");
    fs::write(templates.join("rapport.txt"), "{{ r.title }}\n").unwrap();
    for output in [
        other.join("dossier.toml"),
        other.join("preuves/liste/2026-01-05-liste.pdf"),
        own_norm.join("norme.toml"),
        templates.join("rapport.txt"),
    ] {
        let before = fs::read(&output).unwrap();
        let outcome = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .arg("rapport")
            .arg(&folder)
            .args(["--format", "texte", "--norme"])
            .arg(&own_norm)
            .arg("--gabarits")
            .arg(&templates)
            .arg("-o")
            .arg(&output)
            .output()
            .unwrap();
        refused(&outcome, "ne remplace jamais ce qu’il lit");
        assert_eq!(fs::read(&output).unwrap(), before);
    }
}

#[test]
fn an_assessment_is_issued_once() {
    let folder = dossier("sortie-historique", &good(), &files());
    fs::create_dir(folder.join("historique")).unwrap();
    let issued = folder.join("historique/2026-11-23.json");
    let issue = |path: &Path| {
        run(
            &folder,
            &[
                "rapport",
                "--etendue",
                "complet",
                "--format",
                "json",
                "-o",
                path.to_str().unwrap(),
            ],
        )
    };
    assert_eq!(issue(&issued).status.code(), Some(0));
    let before = fs::read(&issued).unwrap();
    refused(&issue(&issued), "évaluation émise");
    // kept elsewhere, it is still one
    let archive = temporary("sortie-archives").join("historique");
    fs::create_dir(&archive).unwrap();
    let kept = archive.join("2026-11-23.json");
    fs::copy(&issued, &kept).unwrap();
    refused(&issue(&kept), "évaluation émise");
    assert_eq!(fs::read(&issued).unwrap(), before);
    assert_eq!(fs::read(&kept).unwrap(), before);
}

#[test]
fn a_report_may_be_written_anew_and_inside_the_dossier() {
    let folder = dossier("sortie-anew", &good(), &files());
    let report = folder.join("rapport.txt");
    for _ in 0..2 {
        let output = write(&folder, &report);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
    assert!(
        fs::read_to_string(&report)
            .unwrap()
            .contains("Association d’essai")
    );
    assert_eq!(
        fs::read_dir(&folder).unwrap().count(),
        3,
        "nothing is left beside"
    );
}

#[test]
fn a_report_may_bear_the_longest_name_of_a_disk() {
    let folder = dossier("sortie-long", &good(), &files());
    let place = temporary("sortie-long-ici");
    let longest = place.join(format!("{}.txt", "r".repeat(251)));
    let output = write(&folder, &longest);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(longest.exists());
    let output = write(&folder, &place.join(format!("{}.txt", "r".repeat(252))));
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("trop long"), "{}", said(&output));
    assert_eq!(fs::read_dir(&place).unwrap().count(), 1);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{FileTypeExt, MetadataExt, symlink};

    use super::*;

    #[test]
    fn a_link_at_the_output_is_told_and_neither_replaced_nor_followed() {
        let folder = dossier("sortie-lien", &good(), &files());
        let place = temporary("sortie-lien-ici");
        let target = place.join("vrai.txt");
        fs::write(&target, "avant").unwrap();
        let link = place.join("rapport.txt");
        for aim in ["vrai.txt", "parti.txt"] {
            symlink(aim, &link).unwrap();
            refused(&write(&folder, &link), "c’est un lien");
            assert_eq!(fs::read_link(&link).unwrap(), Path::new(aim));
            fs::remove_file(&link).unwrap();
        }
        assert_eq!(fs::read_to_string(&target).unwrap(), "avant");
        // a folder that is a link is only a way to the same place
        symlink(&folder, place.join("d")).unwrap();
        refused(
            &write(&folder, &place.join("d/dossier.toml")),
            "ne remplace jamais",
        );
    }

    #[test]
    fn links_planted_beside_the_output_lead_nowhere() {
        let folder = dossier("sortie-plante", &good(), &files());
        let place = temporary("sortie-plante-ici");
        let victim = place.join("victime");
        fs::write(&victim, "avant").unwrap();
        // the next processes of this machine
        let first = std::process::id();
        for pid in first..first + 3000 {
            for name in [format!(".rapport.txt.{pid}.tmp"), format!(".mediaudit-{pid}.tmp")] {
                symlink(&victim, place.join(name)).unwrap();
            }
        }
        let output = write(&folder, &place.join("rapport.txt"));
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert_eq!(fs::read_to_string(&victim).unwrap(), "avant");
    }

    #[test]
    fn a_report_is_as_readable_as_any_new_file() {
        let folder = dossier("sortie-droits", &good(), &files());
        let place = temporary("sortie-droits-ici");
        let (plain, report) = (place.join("x"), place.join("rapport.txt"));
        fs::write(&plain, "").unwrap();
        write(&folder, &report);
        let mode = |path: &Path| fs::metadata(path).unwrap().mode();
        assert_eq!(mode(&report), mode(&plain));
    }

    #[test]
    fn devices_are_written_through_pipes_and_folders_refused() {
        let folder = dossier("sortie-peripherique", &good(), &files());
        let output = write(&folder, Path::new("/dev/null"));
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
        let output = write(&folder, Path::new("/dev/stdout"));
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(printed.contains("Association d’essai") && !printed.contains("Rapport écrit"));

        let place = temporary("sortie-tube-ici");
        let pipe = place.join("tube");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        refused(&write(&folder, &pipe), "c’est un tube");
        assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
        refused(&write(&folder, &place), "c’est un dossier");
        let socket = place.join("prise");
        let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let output = write(&folder, &socket);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains("pas un fichier ordinaire"));
    }
}

/// Every kind of answer that a command gives on the standard output.
fn answers(folder: &Path) -> Vec<Vec<String>> {
    let own = norm();
    let (folder, own) = (folder.to_str().unwrap(), own.to_str().unwrap());
    [
        vec!["rapport", folder, "--norme", own, "--format", "json"],
        vec!["rapport", folder, "--norme", own, "--format", "texte"],
        vec!["rapport", folder, "--norme", own, "--format", "html", "-o", "-"],
        vec!["rapport", folder, "--norme", own, "-o", "-"],
        vec!["verifier", folder, "--norme", own],
        vec!["verifier", folder, "--norme", own, "--format", "json"],
        vec!["verifier", folder, "--norme", own, "--norme-version", own],
        vec!["preuves", folder, "--norme", own],
        vec!["expliquer", folder, "--norme", own, "E1"],
        vec!["expliquer", folder, "--norme", own, "E"],
        vec!["expliquer", folder, "--norme", own, "score"],
        vec!["norme", "liste"],
        vec!["norme", "montrer", own],
        vec!["norme", "montrer", own, "E1"],
        vec!["norme", "comparer", own, own],
        vec!["norme", "verifier", own],
        vec!["norme", "schema", "dossier"],
        vec!["licences"],
        vec!["completions", "bash"],
        vec!["--aide"],
        vec!["rapport", "--aide"],
        vec!["--version"],
    ]
    .into_iter()
    .map(|arguments| arguments.into_iter().map(str::to_owned).collect())
    .collect()
}

fn command(arguments: &[String]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mediaudit"));
    command.args(arguments);
    command
}

/// Every command that answers says why its answer could not go to this device, and exits with 2.
#[cfg(target_os = "linux")]
fn each_answer_tells(folder: &Path, device: &str, reason: &str) {
    for arguments in answers(folder) {
        let device = fs::OpenOptions::new().write(true).open(device).unwrap();
        let output = command(&arguments).stdout(device).output().unwrap();
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}\n{said}");
        assert!(
            said.contains(&format!("impossible d’écrire sur la sortie standard ({reason})")),
            "{arguments:?}\n{said}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_the_standard_output_is_told() {
    let folder = dossier("sortie-pleine", &good(), &files());
    each_answer_tells(&folder, "/dev/full", "disque plein");
    // the dossier is made, and the answer is not: both are true
    let made = place("sortie-pleine-nouveau");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let arguments = ["nouveau".to_owned(), made.to_string_lossy().into_owned()];
    let output = command(&arguments).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(made.join("dossier.toml").exists());
}

/// The memory of a process, at the address where nothing is: a file that opens, and fails as a broken disk does (EIO).
#[cfg(target_os = "linux")]
#[test]
fn a_broken_disk_behind_the_standard_output_is_told() {
    let folder = dossier("sortie-cassee", &good(), &files());
    each_answer_tells(&folder, "/proc/self/mem", "erreur 5 du système");
}

/// No file may pass 512 bytes: what is longer fails in the middle of its bytes.
#[cfg(target_os = "linux")]
fn stopped_after_512_bytes(arguments: &[&str]) -> Output {
    Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\""])
        .arg(env!("CARGO_BIN_EXE_mediaudit"))
        .args(arguments)
        .output()
        .unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_could_not_be_written_to_its_end_is_not_there() {
    let folder = dossier("sortie-coupee", &good(), &files());
    let place = temporary("sortie-coupee-rapports");
    let own = norm();
    let (from, own) = (folder.to_str().unwrap(), own.to_str().unwrap());
    let old = b"un rapport plus ancien";
    for name in ["r.pdf", "r.html", "r.json", "r.txt"] {
        for before in [None, Some(old)] {
            let output = place.join(name);
            if let Some(bytes) = before {
                fs::write(&output, bytes).unwrap();
            }
            let all_before = all(&place);
            let to = output.to_str().unwrap();
            let cut = stopped_after_512_bytes(&["rapport", from, "--norme", own, "-o", to]);
            refused(&cut, "fichier trop grand pour ce disque");
            assert!(all(&place) == all_before, "{name}, there before: {before:?}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_dossier_keeps_its_text_where_the_new_one_could_not_be_written() {
    let folder = dossier("dossier-coupe", &good(), &files());
    let undated = folder.join("preuves/regle/regle.pdf");
    fs::rename(folder.join("preuves/regle/2025-01-01-regle.pdf"), &undated).unwrap();
    let before = all(&folder);
    let (from, own) = (folder.to_str().unwrap(), norm());
    let dating = [
        "preuves",
        "dater",
        from,
        "--norme",
        own.to_str().unwrap(),
        "--date",
        "preuves/regle/regle.pdf=2025-01-01",
        "--ecrire",
    ];
    let cut = stopped_after_512_bytes(&dating);
    assert_eq!(cut.status.code(), Some(2), "{}", said(&cut));
    assert!(
        said(&cut).contains("fichier trop grand pour ce disque"),
        "{}",
        said(&cut)
    );
    // the lock of a dossier stays with it
    let lock = folder.join(".mediaudit/verrou");
    let mut after = all(&folder);
    after.retain(|(path, _)| *path != lock);
    assert!(after == before);
    // nothing but the disk was in the way
    let dating: Vec<String> = dating.iter().map(ToString::to_string).collect();
    let written = command(&dating).output().unwrap();
    assert_eq!(written.status.code(), Some(0), "{}", said(&written));
    assert!(all(&folder) != before);
}

#[cfg(target_os = "linux")]
#[test]
fn a_new_dossier_that_could_not_be_written_is_not_there() {
    let made = place("nouveau-coupe");
    let cut = stopped_after_512_bytes(&["nouveau", made.to_str().unwrap()]);
    assert_eq!(cut.status.code(), Some(2), "{}", said(&cut));
    assert!(
        said(&cut).contains("fichier trop grand pour ce disque"),
        "{}",
        said(&cut)
    );
    assert!(!made.exists());
}

#[test]
fn a_reader_that_stops_early_ends_the_run_quietly() {
    let folder = dossier("sortie-tube", &good(), &files());
    for arguments in answers(&folder) {
        let mut child = command(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = said(&output);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{arguments:?}\n{said}"
        );
        assert!(!said.contains("erreur"), "{arguments:?}\n{said}");
    }
}

#[test]
fn no_label_of_a_norm_gives_orders_to_the_terminal() {
    /// Columns of the text.
    const WIDTH: usize = 80;
    const ORDERS: &str = "\\u001b[2J\\u009b31m\\r\\n\\u202e";
    let own = temporary("sortie-norme-hostile");
    let sound = fs::read_to_string(norm().join("norme.toml")).unwrap();
    let mut hostile = sound.clone();
    for key in [
        "titre",
        "edition",
        "avertissement",
        "libelle",
        "libelle-auto",
        "texte",
        "aide",
        "presentation",
        "exigence",
        "enjeu",
        "action",
    ] {
        hostile = hostile.replace(&format!("\n{key} = \""), &format!("\n{key} = \"{ORDERS}"));
        hostile = hostile.replace(&format!("\n  {key} = \""), &format!("\n  {key} = \"{ORDERS}"));
    }
    assert!(hostile.matches("\\u009b").count() > 30);
    fs::write(own.join("norme.toml"), hostile).unwrap();
    let body = good() + "[[preuve]]\nid = \"ici\"\ntypes = [\"regle\"]\nailleurs = \"armoire\"\n";
    let folder = dossier("sortie-hostile", &body, &files());
    fs::write(folder.join("preuves/liste/sans\u{202e}date.pdf"), PDF).unwrap();
    for mut arguments in answers(&folder) {
        for argument in &mut arguments {
            if Path::new(argument.as_str()) == norm() {
                own.to_str().unwrap().clone_into(argument);
            }
        }
        if arguments.iter().any(|argument| argument == "-") {
            continue;
        }
        let output = command(&arguments).output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        let unseen = printed
            .char_indices()
            .find(|(_, c)| *c != '\n' && *c != '\t' && mediaudit_core::kernel::words::is_hidden(*c));
        let near = unseen.and_then(|(at, _)| printed.get(..at)?.lines().last().map(str::to_owned));
        assert_eq!(
            unseen,
            None,
            "{arguments:?} after « {} »",
            near.unwrap_or_default()
        );
        // a line of text may be full where a label had its line break; none is broken while there is room
        let lines: Vec<&str> = printed.lines().collect();
        let broken = lines.windows(2).any(|pair| {
            let word = pair[1].split(' ').next().unwrap_or_default();
            word.starts_with("\\u{202e}") && pair[0].chars().count() + 1 + word.chars().count() <= WIDTH
        });
        assert!(!broken, "{arguments:?}\n{printed}");
    }
    // an unknown threshold lists the labels of the kinds
    let arguments = [
        "verifier",
        folder.to_str().unwrap(),
        "--norme",
        own.to_str().unwrap(),
        "--seuil",
        "X",
    ];
    let output = command(&arguments.map(str::to_owned)).output().unwrap();
    assert!(!said(&output).contains(['\u{1b}', '\u{9b}', '\u{202e}']));
    assert_eq!(said(&output).lines().count(), 2, "{}", said(&output));
}
