//! What is kept of a change, and what it may touch: no link is followed, no output takes a version's place, nobody's data are shown.

use std::fs;

use mediaudit_app::edit::{self, NotChanged, take_back};
use mediaudit_core::dossier::edit::{Edit, PracticeWish, Wish};
use mediaudit_core::kernel::Digest;

use crate::changes::{BODY, action, asked, bytes, dater, finding, people, versions};
use crate::made::pdf;
use crate::random::id;
use crate::support::{self, dossier};

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_and_rights_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = dossier("changes-links", BODY, &[]);
    let elsewhere = support::place("changes-links-elsewhere");
    fs::create_dir_all(&elsewhere).unwrap();
    let refused = |edits: &[Edit], link: &str| {
        let (outcome, told) = asked(&folder, edits);
        match outcome.unwrap_err() {
            NotChanged::Link(found) => assert_eq!(found, link),
            // a judgement would not read it either
            NotChanged::Dossier => assert!(told.contains(&format!("« {link} » est un lien")), "{told}"),
            other => panic!("{other:?}"),
        }
        assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    };
    symlink(&elsewhere, folder.join("constats")).unwrap();
    refused(&finding("x"), "constats");
    symlink(elsewhere.join("actions.toml"), folder.join("actions.toml")).unwrap();
    refused(&[action()], "actions.toml");
    fs::remove_file(folder.join("constats")).unwrap();
    fs::remove_file(folder.join("actions.toml")).unwrap();
    symlink(&elsewhere, folder.join(".mediaudit")).unwrap();
    refused(&[people(3)], ".mediaudit");
    assert!(matches!(take_back(&folder), Err(NotChanged::Link(_))));
    assert!(matches!(edit::forget(&folder), Err(NotChanged::Link(_))));
    fs::remove_file(folder.join(".mediaudit")).unwrap();
    fs::create_dir(folder.join(".mediaudit")).unwrap();
    symlink(elsewhere.join("verrou"), folder.join(".mediaudit/verrou")).unwrap();
    refused(&[people(3)], ".mediaudit/verrou");
    fs::remove_dir_all(folder.join(".mediaudit")).unwrap();
    // nor does a version go where a link leads
    fs::create_dir_all(folder.join(".mediaudit/versions")).unwrap();
    symlink(&elsewhere, folder.join(".mediaudit/versions/000001")).unwrap();
    asked(&folder, &[people(3)]).0.unwrap();
    assert!(folder.join(".mediaudit/versions/000002/dossier.toml").is_file());
    assert_eq!(edit::forget(&folder).unwrap().len(), 1);
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    assert!(versions(&folder).is_empty() && elsewhere.exists());
    fs::remove_dir_all(folder.join(".mediaudit")).unwrap();
    // what was private stays so
    let mode = |path: &str| fs::metadata(folder.join(path)).unwrap().permissions().mode() & 0o777;
    fs::set_permissions(folder.join("dossier.toml"), fs::Permissions::from_mode(0o600)).unwrap();
    asked(&folder, &[people(5)]).0.unwrap();
    assert_eq!(mode("dossier.toml"), 0o600);
    for private in [".mediaudit", ".mediaudit/versions", ".mediaudit/versions/000001"] {
        assert_eq!(mode(private), 0o700, "{private}");
    }
    take_back(&folder).unwrap();
    assert_eq!(mode("dossier.toml"), 0o600);
}

#[test]
fn a_file_that_its_owner_protects_is_not_replaced() {
    let folder = dossier("changes-protected", BODY, &[]);
    let protect = |path: &str, yes: bool| {
        let path = folder.join(path);
        let mut rights = fs::metadata(&path).unwrap().permissions();
        rights.set_readonly(yes);
        fs::set_permissions(path, rights).unwrap();
    };
    asked(&folder, &[action()]).0.unwrap();
    let before = bytes(&folder, "dossier.toml");
    protect("dossier.toml", true);
    let refused = asked(&folder, &[people(3)]).0.unwrap_err();
    assert!(matches!(refused, NotChanged::Protected(_)), "{refused:?}");
    assert_eq!(bytes(&folder, "dossier.toml"), before);
    assert_eq!(versions(&folder).len(), 1, "nothing was changed, nothing is kept");
    // nor is one taken back
    protect("actions.toml", true);
    assert!(matches!(take_back(&folder), Err(NotChanged::Protected(_))));
    assert!(folder.join("actions.toml").is_file());
    protect("actions.toml", false);
    protect("dossier.toml", false);
    take_back(&folder).unwrap();
    asked(&folder, &[people(3)]).0.unwrap();
}

#[test]
fn a_version_that_somebody_sent_leads_nowhere_else() {
    let folder = dossier("changes-sent", BODY, &[]);
    let outside = support::place("changes-sent-outside.toml");
    fs::write(&outside, "a = 1").unwrap();
    let version = folder.join(".mediaudit/versions/000001");
    fs::create_dir_all(&version).unwrap();
    let (before, after) = (Digest::of(b"b = 2"), Digest::of(b"a = 1"));
    for path in [
        "../changes-sent-outside.toml",
        "constats/../../changes-sent-outside.toml",
        "constats/a/b.toml",
        "notes.toml",
    ] {
        let record = format!(
            "{{\"schema\": 1, \"fichier\": \"{path}\", \"avant\": \"{before}\", \"apres\": \"{after}\"}}"
        );
        fs::write(version.join("changement.json"), record).unwrap();
        fs::write(
            folder.join(".mediaudit/versions/changes-sent-outside.toml"),
            "b = 2",
        )
        .unwrap();
        assert!(matches!(take_back(&folder), Err(NotChanged::Disk(..))), "{path}");
        assert_eq!(fs::read(&outside).unwrap(), b"a = 1");
    }
    fs::remove_file(outside).unwrap();
    // what does not read can still be forgotten
    assert_eq!(edit::forget(&folder).unwrap(), []);
    assert!(!version.exists());
}

#[test]
fn former_versions_are_no_part_of_the_dossier() {
    let folder = dossier(
        "changes-digest",
        BODY,
        &[("preuves/regle/2026-01-01-regle.txt", b"regle")],
    );
    let before = support::json(&folder);
    asked(&folder, &[people(3)]).0.unwrap();
    asked(&folder, &[action()]).0.unwrap();
    let former = folder.join(".mediaudit/versions/000001");
    fs::create_dir_all(former.join("preuves/regle")).unwrap();
    fs::write(former.join("preuves/regle/2026-02-02-autre.txt"), "autre").unwrap();
    fs::create_dir_all(former.join("constats")).unwrap();
    fs::write(former.join("constats/a.toml"), "schema = 1").unwrap();
    fs::write(former.join("constats/a.toml.txt"), "zoe.legoff@exemple.org").unwrap();
    fs::write(former.join("actions.toml.bak"), "06 00 00 00 01").unwrap();
    let now = bytes(&folder, "dossier.toml");
    let with = support::json(&folder);
    assert_ne!(with["provenance"]["dossier"], before["provenance"]["dossier"]);
    fs::remove_dir_all(folder.join(".mediaudit")).unwrap();
    assert_eq!(support::json(&folder), with);
    assert_eq!(bytes(&folder, "dossier.toml"), now);
}

#[test]
fn no_output_takes_the_place_of_a_version() {
    let folder = dossier("versions-outputs", BODY, &[]);
    asked(&folder, &[people(3)]).0.unwrap();
    for path in [
        ".mediaudit/verrou",
        ".mediaudit/versions/000001/changement.json",
        ".mediaudit/versions/000001/dossier.toml",
    ] {
        let before = bytes(&folder, path);
        let output = folder.join(path);
        let report = support::run(
            &folder,
            &[
                "rapport",
                "--etendue",
                "complet",
                "--format",
                "texte",
                "-o",
                output.to_str().unwrap(),
            ],
        );
        let said = String::from_utf8(report.stderr).unwrap();
        assert_eq!(report.status.code(), Some(2), "{said}");
        assert!(said.contains("ne remplace jamais ce qu’il lit"), "{said}");
        assert_eq!(bytes(&folder, path), before);
    }
    take_back(&folder).unwrap();
}

#[test]
fn a_change_is_shown_without_the_data_of_anybody() {
    let commented = |n: usize| Edit::Practice {
        criterion: id("E1"),
        site: None,
        wish: PracticeWish {
            comment: Wish::Set(format!("appeler le 06 00 00 00 {n:02}")),
            ..PracticeWish::default()
        },
    };
    let folder = dossier("versions-masked", BODY, &[]);
    let shown = "commentaire = \"appeler le •• •• •• •• ••\"";
    let made = asked(&folder, &[commented(1)]).0.unwrap();
    assert_eq!(made.hunks[0].added, [shown]);
    // another number is another text, though both are shown alike
    let made = asked(&folder, &[commented(2)]).0.unwrap();
    assert_eq!(
        (&made.hunks[0].removed, &made.hunks[0].added),
        (&vec![shown.to_owned()], &vec![shown.to_owned()])
    );
    assert!(
        String::from_utf8(bytes(&folder, "dossier.toml"))
            .unwrap()
            .contains("06 00 00 00 02")
    );
    let taken = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .arg("annuler")
        .arg(&folder)
        .output()
        .unwrap();
    let said = String::from_utf8(taken.stdout).unwrap();
    assert!(said.contains(shown) && !said.contains("06 00"), "{said}");
    assert!(
        String::from_utf8(bytes(&folder, "dossier.toml"))
            .unwrap()
            .contains("06 00 00 00 01")
    );
}

#[test]
fn a_file_whose_name_is_masked_is_not_declared_for_anybody() {
    let page = pdf(&["La règle de la maison."]);
    let folder = dossier(
        "versions-named",
        BODY,
        &[("preuves/regle/12-03-2025 zoe.legoff@exemple.org.pdf", &page)],
    );
    let before = bytes(&folder, "dossier.toml");
    let proof = format!("f-{}", Digest::of(&page).short());
    let day = format!("{proof}=2025-03-12");
    for options in [&[][..], &["--ecrire"], &["--date", &day, "--ecrire"]] {
        let said = dater(&folder, options);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("ôtez-en ce qui désigne une personne"), "{said}");
        assert!(
            !said.contains("legoff") && !said.contains("serait écrite"),
            "{said}"
        );
    }
    assert_eq!(bytes(&folder, "dossier.toml"), before);
    assert!(!folder.join(".mediaudit").exists());
}

#[test]
fn the_date_of_a_declared_piece_is_written_whatever_its_file_is_called() {
    let folder = dossier(
        "versions-declared",
        "[[preuve]]\nid = \"regle\"\ntypes = [\"regle\"]\nfichier = \"preuves/regle/12-03-2025 zoe.legoff@exemple.org.pdf\"\n",
        &[(
            "preuves/regle/12-03-2025 zoe.legoff@exemple.org.pdf",
            &pdf(&["La règle de la maison."]),
        )],
    );
    let said = dater(&folder, &["--ecrire"]);
    assert!(
        said.contains("+ date-effet = 2025-03-12") && !said.contains("legoff"),
        "{said}"
    );
    let text = String::from_utf8(bytes(&folder, "dossier.toml")).unwrap();
    assert!(
        text.contains("zoe.legoff@exemple.org.pdf\"\ndate-effet = 2025-03-12\n"),
        "{text}"
    );
}
