//! What every package of the workspace keeps.

use std::fs;
use std::path::{Path, PathBuf};

fn members() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table: toml::Table = fs::read_to_string(root.join("Cargo.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let named = table["workspace"]["members"].as_array().unwrap().iter();
    let mut out: Vec<PathBuf> = named
        .map(|path| root.join(path.as_str().unwrap()).join("Cargo.toml"))
        .collect();
    out.push(root.join("Cargo.toml"));
    // no package stands beside the list
    let all = walkdir::WalkDir::new(root.join("src"))
        .into_iter()
        .map(Result::unwrap);
    for found in all.filter(|found| found.file_name() == "Cargo.toml") {
        assert!(
            out.contains(&found.path().to_path_buf()),
            "{}",
            found.path().display()
        );
    }
    out
}

#[test]
fn every_package_has_the_lints_of_the_workspace_and_is_not_published() {
    let members = members();
    assert!(members.len() > 4);
    for path in members {
        let table: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        let lints = table.get("lints").and_then(|lints| lints.get("workspace"));
        assert_eq!(lints, Some(&toml::Value::Boolean(true)), "{}", path.display());
        let package = &table["package"];
        let own = package.get("publish").cloned();
        let of_all = package
            .get("publish")
            .and_then(|publish| publish.get("workspace"))
            .is_some();
        assert!(
            of_all || own == Some(toml::Value::Boolean(false)),
            "{}",
            path.display()
        );
    }
}
