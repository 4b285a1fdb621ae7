//! Nothing is read through a link, and nothing that is no regular file makes a run wait.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::mpsc;
use std::time::Duration;

use super::support::{PDF, dossier, files, good, json, place, run};

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// A folder beside the dossiers, of whoever is not to be read.
fn outside(name: &str, files: &[(&str, &[u8])]) -> std::path::PathBuf {
    let folder = place(&format!("outside-{name}"));
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

#[test]
fn evidence_in_a_folder_outside_is_not_counted() {
    let folder = dossier("link-evidence", &good(), &[]);
    let elsewhere = outside("evidence", &[("liste/2026-01-05-liste.pdf", PDF)]);
    symlink(elsewhere, folder.join("preuves")).unwrap();
    for command in ["verifier", "preuves", "rapport"] {
        let output = run(&folder, &[command]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(output.stdout.is_empty(), "{command}");
        assert!(
            said(&output).contains("« preuves » est un lien"),
            "{}",
            said(&output)
        );
    }
}

#[test]
fn findings_and_history_of_a_folder_outside_are_not_read() {
    for name in ["constats", "historique"] {
        let folder = dossier(&format!("link-{name}"), &good(), &files());
        symlink(
            outside(name, &[("a.toml", b"faux"), ("a.json", b"{}")]),
            folder.join(name),
        )
        .unwrap();
        let output = run(&folder, &["verifier"]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        let wanted = format!("« {name} » est un lien");
        assert!(said(&output).contains(&wanted), "{}", said(&output));
    }
}

#[test]
fn a_paper_that_is_a_link_is_refused_and_named() {
    for name in [
        "dossier.toml",
        "actions.toml",
        "observations.toml",
        "surcouche.toml",
        "constats/a.toml",
        "historique/a.json",
    ] {
        let folder = dossier(&format!("link-{}", name.replace('/', "-")), &good(), &files());
        let elsewhere = outside(
            "paper",
            &[("x", fs::read(folder.join("dossier.toml")).unwrap().as_slice())],
        );
        let link = folder.join(name);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        drop(fs::remove_file(&link));
        symlink(elsewhere.join("x"), link).unwrap();
        let output = run(&folder, &["verifier"]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        let wanted = format!("« {name} » est un lien");
        assert!(said(&output).contains(&wanted), "{}", said(&output));
    }
}

#[test]
fn a_picture_behind_a_linked_folder_is_not_embedded() {
    let picture: &[u8] = b"\x89PNG\r\n\x1a\n";
    let elsewhere = outside("picture", &[("x.png", picture)]);
    for (name, logo, link) in [
        ("folder", "imgs/x.png", "imgs"),
        ("deeper", "imgs/a/x.png", "imgs/a"),
        ("file", "x.png", "x.png"),
    ] {
        let body = format!("logo = \"{logo}\"\n{}", good());
        let folder = dossier(&format!("link-logo-{name}"), &body, &files());
        let (target, link_path) = match name {
            "file" => (elsewhere.join("x.png"), folder.join(link)),
            _ => (elsewhere.clone(), folder.join(link)),
        };
        fs::create_dir_all(link_path.parent().unwrap()).unwrap();
        symlink(target, link_path).unwrap();
        let output = run(
            &folder,
            &["rapport", "--etendue", "complet", "--format", "html", "-o", "-"],
        );
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(output.stdout.is_empty(), "{name}");
        let wanted = format!("« {link} » est un lien");
        assert!(said(&output).contains(&wanted), "{}", said(&output));
    }
}

#[test]
fn a_link_among_the_evidence_is_told_wherever_a_person_looks() {
    let folder = dossier("link-told", &good(), &files());
    symlink("/etc", folder.join("preuves/regle/dehors")).unwrap();
    symlink("/etc/hostname", folder.join("preuves/regle/lien.pdf")).unwrap();
    for (command, words) in [
        (vec!["verifier"], "Non lu —"),
        (vec!["preuves"], ""),
        (
            vec!["rapport", "--etendue", "complet", "--format", "texte"],
            "Non lu —",
        ),
        (
            vec!["rapport", "--etendue", "complet", "--format", "html", "-o", "-"],
            "Non lu —",
        ),
    ] {
        let output = run(&folder, &command);
        let text = said(&output).replace("&#39;", "'");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for path in ["preuves/regle/dehors", "preuves/regle/lien.pdf"] {
            let wanted = format!("{words} {path} : c’est un lien");
            assert!(text.contains(wanted.trim()), "{command:?}: {wanted}");
        }
    }
    let report = json(&folder);
    assert_eq!(report["entrees"]["non-lus"].as_array().unwrap().len(), 2);
    let summary = said(&run(
        &folder,
        &["rapport", "--etendue", "complet", "--format", "texte"],
    ));
    assert!(summary.contains("N’ont pas été lus"), "{summary}");
}

#[test]
fn a_declared_piece_that_is_a_link_is_not_said_to_be_absent() {
    let folder = dossier("link-declared", &good(), &files());
    let piece = folder.join("preuves/liste/2026-01-05-liste.pdf");
    fs::remove_file(&piece).unwrap();
    symlink("/etc/hostname", &piece).unwrap();
    let text = said(&run(&folder, &["preuves"]));
    assert!(text.contains("illisible : c’est un lien"), "{text}");
    assert!(!text.contains("le fichier n’est pas là"), "{text}");
}

#[test]
fn the_dossier_itself_may_be_reached_through_links() {
    let folder = dossier("link-given", &good(), &files());
    let way = place("link-to-given");
    symlink(&folder, &way).unwrap();
    assert_eq!(json(&way), json(&folder));
    assert_eq!(run(&way, &["verifier"]).status.code(), Some(0));
    let below = folder.join("preuves");
    let through = run(&below.join(".."), &["verifier"]);
    assert_eq!(through.status.code(), Some(0));
}

#[test]
fn a_pipe_in_place_of_a_file_makes_nobody_wait() {
    for name in [
        "dossier.toml",
        "actions.toml",
        "observations.toml",
        "surcouche.toml",
        "constats/a.toml",
        "historique/a.json",
        "logo.png",
        "preuves/regle/a.pdf",
    ] {
        let body = format!("logo = \"logo.png\"\n{}", good());
        let folder = dossier(&format!("pipe-{}", name.replace('/', "-")), &body, &files());
        if name != "logo.png" {
            fs::write(folder.join("logo.png"), b"\x89PNG\r\n\x1a\n").unwrap();
        }
        let pipe = folder.join(name);
        fs::create_dir_all(pipe.parent().unwrap()).unwrap();
        drop(fs::remove_file(&pipe));
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let output = in_time(&folder);
        let text = said(&output);
        assert!(
            text.contains("ce n’est pas un fichier ordinaire"),
            "{name}: {text}"
        );
        let code = if name.starts_with("preuves") { 0 } else { 2 };
        assert_eq!(output.status.code(), Some(code), "{name}: {text}");
    }
}

/// `verifier`, which must end by itself.
fn in_time(folder: &Path) -> Output {
    let (done, outcome) = mpsc::channel();
    let folder = folder.to_path_buf();
    std::thread::spawn(move || drop(done.send(run(&folder, &["verifier"]))));
    outcome.recv_timeout(Duration::from_mins(1)).unwrap()
}

#[test]
fn norms_and_templates_are_not_read_through_links_either() {
    let folder = dossier("link-norm", &good(), &files());
    let norm = place("norm-linked");
    fs::create_dir_all(&norm).unwrap();
    symlink(super::support::norm().join("norme.toml"), norm.join("norme.toml")).unwrap();
    let with = |name: &str, path: &Path| {
        let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .args(["rapport", "--etendue", "complet", "--format", "texte"])
            .arg(&folder)
            .arg(name)
            .arg(path)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        said(&output)
    };
    let text = with("--norme", &norm);
    assert!(text.contains("est un lien"), "{text}");
    let templates = place("templates-linked");
    fs::create_dir_all(&templates).unwrap();
    symlink("/etc/hostname", templates.join("rapport.txt")).unwrap();
    let text = with("--gabarits", &templates);
    assert!(text.contains("« rapport.txt » est un lien"), "{text}");
}
