#![expect(clippy::disallowed_methods, reason = "a test makes the files that it reads")]

use std::fs;

use super::*;

/// A folder with a file in a folder, links to both, and a link in the middle of a path.
#[cfg(unix)]
fn made(name: &str) -> PathBuf {
    use std::os::unix::fs::symlink;
    let root = std::env::temp_dir().join(format!("mediaudit-door-{name}-{}", std::process::id()));
    fs::create_dir_all(root.join("a/b")).unwrap();
    fs::write(root.join("a/b/f"), b"x").unwrap();
    symlink("b", root.join("a/link")).unwrap();
    symlink("a/b/f", root.join("file")).unwrap();
    symlink("nowhere", root.join("dangling")).unwrap();
    root
}

#[cfg(unix)]
fn says(outcome: Result<File, Unopened>) -> String {
    match outcome {
        Ok(_) => "opened".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[cfg(unix)]
const CASES: [(&str, &str); 8] = [
    ("a/b/f", "opened"),
    ("a/link/f", "« a/link » est un lien"),
    ("file", "« file » est un lien"),
    ("dangling", "« dangling » est un lien"),
    ("a/b/f/g", "un nom du chemin est celui d’un fichier"),
    ("a/b", "c’est un dossier, pas un fichier"),
    ("a/none/f", "introuvable"),
    ("none", "introuvable"),
];

#[cfg(unix)]
#[test]
fn every_part_of_a_path_is_looked_at_by_handle_as_by_path() {
    let root = made("parts");
    let handles = (
        by_handle::Handle::open(&root).unwrap(),
        by_path::Handle::open(&root).unwrap(),
    );
    for (path, expected) in CASES {
        let parts = parts(Path::new(path)).unwrap();
        let (name, folders) = parts.split_last().unwrap();
        assert_eq!(says(handles.0.file(folders, name)), expected, "{path}");
        assert_eq!(says(handles.1.file(folders, name)), expected, "{path}");
    }
    for (path, inside) in [("a", true), ("a/b", true), ("a/link", false), ("a/b/f", false)] {
        let parts = parts(Path::new(path)).unwrap();
        assert_eq!(handles.0.folder(&parts).is_ok(), inside, "{path}");
        assert_eq!(handles.1.folder(&parts).is_ok(), inside, "{path}");
    }
    fs::remove_dir_all(root).unwrap();
}

#[test]
fn nothing_leads_out_of_the_folder() {
    let folder = OpenFolder::open(&std::env::temp_dir()).unwrap();
    for path in ["..", "a/../..", "/etc/passwd", "", "."] {
        let refused = folder.open(Path::new(path));
        assert!(matches!(refused, Err(Unopened::Outside)), "{path}: {refused:?}");
    }
}

#[cfg(unix)]
#[test]
fn the_folder_that_was_opened_is_read_whatever_takes_its_name() {
    use std::os::unix::fs::symlink;
    let root = made("moved");
    let folder = OpenFolder::open(&root).unwrap();
    let (apart, other) = (root.with_extension("apart"), root.with_extension("other"));
    fs::create_dir_all(other.join("a/b")).unwrap();
    fs::write(other.join("a/b/f"), b"other").unwrap();
    fs::rename(&root, &apart).unwrap();
    symlink(&other, &root).unwrap();
    let mut bytes = Vec::new();
    folder
        .open(Path::new("a/b/f"))
        .unwrap()
        .read_to_end(&mut bytes)
        .unwrap();
    assert_eq!(bytes, b"x");
    fs::remove_file(root).unwrap();
    fs::remove_dir_all(apart).unwrap();
    fs::remove_dir_all(other).unwrap();
}

#[cfg(unix)]
#[test]
fn what_is_written_lies_in_the_open_folder_by_handle_as_by_path() {
    use std::os::unix::fs::symlink;
    let root = made("written");
    let by_handle = by_handle::Handle::open(&root).unwrap();
    let by_path = by_path::Handle::open(&root).unwrap();
    for (link, told) in [
        ("a/link", "« a/link » est un lien"),
        ("file", "« file » est un lien"),
    ] {
        let parts = parts(Path::new(link)).unwrap();
        assert_eq!(by_handle.hold(&parts).unwrap_err().to_string(), told);
        assert_eq!(by_path.hold(&parts).unwrap_err().to_string(), told);
    }
    symlink(root.join("aimed"), root.join("a/b/planted")).unwrap();
    macro_rules! tried {
        ($handle:ident) => {
            let folder = $handle.hold(&[OsStr::new("a"), OsStr::new("b")]).unwrap();
            let name = OsStr::new;
            // what is there is not made, a link to nowhere included
            for taken in ["f", "planted"] {
                assert!(folder.new_file(name(taken), Access::Usual).is_err());
                assert!(folder.new_folder(name(taken), Access::Usual).is_err());
            }
            assert!(matches!(
                folder.lock_file(name("planted")),
                Err(Unopened::Link(_))
            ));
            assert!(!root.join("aimed").exists());
            drop(folder.lock_file(name("lock")).unwrap());
            drop(folder.lock_file(name("lock")).unwrap());
            let mut new = folder.new_file(name("new"), Access::Private).unwrap();
            std::io::Write::write_all(&mut new, b"new").unwrap();
            folder.rename(name("new"), name("g")).unwrap();
            assert_eq!(fs::read(root.join("a/b/g")).unwrap(), b"new");
            folder.new_folder(name("h"), Access::Private).unwrap();
            assert!(folder.remove_file(name("h")).is_err());
            folder.remove_folder(name("h")).unwrap();
            for file in ["g", "lock"] {
                folder.remove_file(name(file)).unwrap();
            }
            folder.sync().unwrap();
        };
    }
    tried!(by_handle);
    tried!(by_path);
    // the link itself goes
    by_handle
        .hold(&[OsStr::new("a"), OsStr::new("b")])
        .unwrap()
        .remove_file(OsStr::new("planted"))
        .unwrap();
    assert_eq!(fs::read_dir(root.join("a/b")).unwrap().count(), 1);
    fs::remove_dir_all(root).unwrap();
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_held_is_written_whatever_takes_its_name() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let root = made("held");
    let folder = OpenFolder::open(&root).unwrap();
    let held = folder.hold(Path::new("a/b")).unwrap();
    fs::rename(root.join("a/b"), root.join("a/apart")).unwrap();
    fs::create_dir(root.join("trap")).unwrap();
    symlink("../trap", root.join("a/b")).unwrap();
    drop(held.new_file(OsStr::new("g"), Access::Private).unwrap());
    assert!(root.join("a/apart/g").exists());
    assert_eq!(fs::read_dir(root.join("trap")).unwrap().count(), 0);
    let mode = fs::metadata(root.join("a/apart/g")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(matches!(folder.hold(Path::new("a/b")), Err(Unopened::Link(_))));
    for name in ["..", "a/f", "/x", "", ".", "a/"] {
        let refused = held.new_file(OsStr::new(name), Access::Usual);
        assert!(matches!(refused, Err(Unopened::Outside)), "{name}: {refused:?}");
    }
    fs::remove_dir_all(root).unwrap();
}
