//! Results that were issued: kept, opened again, compared.

use std::fs;
use std::path::Path;

use super::Desk;
use crate::support::{copy, place};

#[test]
fn a_result_is_kept_once_opened_again_and_compared() {
    let folder = place("desk-history");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/passerelles-du-mail");
    copy(&from, &folder);
    let desk = Desk::open(folder, &["--date", "2026-10-02"]);
    let token = desk.form("/rapport", "/rapport/garder")[0].1.clone();
    assert_eq!(desk.post("/rapport/garder", &[("jeton", &token)]).status, 303);
    let folder = desk.folder.clone();
    drop(desk);
    let desk = Desk::open(folder, &["--date", "2026-11-23"]);
    let folder = desk.folder.join("historique");
    let names = || {
        let mut all: Vec<String> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with("2026-"))
            .collect();
        all.sort();
        all
    };
    let first = "2026-10-02.json";
    let bytes = fs::read(folder.join(first)).unwrap();
    let before = names();
    // nothing is kept by reading
    assert!(desk.get("/rapport").text().contains(first));
    assert_eq!(desk.get("/rapport/garder").status, 405);
    let token = desk.form("/rapport", "/rapport/garder")[0].1.clone();
    assert_eq!(desk.post("/rapport/garder", &[("jeton", "autre")]).status, 403);
    assert_eq!(names(), before);
    // the command line gives the same bytes
    let by_command = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["rapport", "--format", "json", "--date", "2026-11-23"])
        .arg(&desk.folder)
        .output()
        .unwrap();
    let told = desk.follow(&desk.post("/rapport/garder", &[("jeton", &token)]));
    assert!(told.text().contains("Ce résultat est gardé"), "{}", told.text());
    let all = names();
    assert_eq!(all.len(), before.len() + 1);
    let again = desk.post("/rapport/garder", &[("jeton", &token)]);
    assert_eq!(again.status, 422);
    assert!(again.text().contains("déjà gardé"), "{}", again.text());
    assert_eq!(names(), all);
    assert_eq!(
        fs::read(folder.join(first)).unwrap(),
        bytes,
        "what was issued is never altered"
    );
    let kept = all.iter().find(|name| !before.contains(name)).unwrap();
    assert!(
        by_command.stdout == fs::read(folder.join(kept)).unwrap(),
        "two doors, two results"
    );

    let page = desk
        .get(&format!("/rapport/comparer?avant={first}&apres="))
        .text();
    assert!(
        page.contains("02/10/2026") && page.contains("23/11/2026"),
        "{page}"
    );
    assert!(page.contains("Degré de satisfaction"), "{page}");
    let same = desk.get(&format!("/rapport/comparer?avant={kept}&apres=")).text();
    assert!(same.contains("Rien ne diffère"), "{same}");
    assert_eq!(
        desk.get(&format!("/rapport/comparer?avant={first}&apres={first}"))
            .status,
        422
    );
    let html = desk.get(&format!("/rapport/html?etendue=essentiel&emis={first}"));
    assert!(html.text().contains("2 octobre 2026"), "{}", html.text());
    assert!(html.header("content-security-policy").contains("sandbox"));
    for path in [
        "../dossier.toml",
        "historique%2F2026-10-02.json",
        "",
        "..%2F2026-10-02.json",
    ] {
        assert_eq!(
            desk.get(&format!("/rapport/html?emis={path}")).status,
            422,
            "{path}"
        );
    }
}

#[test]
fn a_result_that_was_altered_or_is_of_another_version_is_said_to_be() {
    let desk = Desk::of_example("desk-history-altered", "passerelles-du-mail");
    let token = desk.form("/rapport", "/rapport/garder")[0].1.clone();
    assert_eq!(desk.post("/rapport/garder", &[("jeton", &token)]).status, 303);
    let path = fs::read_dir(desk.folder.join("historique"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|end| end == "json") && !path.ends_with("2026-03-01.json"))
        .unwrap();
    let sound = fs::read_to_string(&path).unwrap();
    let mut altered: serde_json::Value = serde_json::from_str(&sound).unwrap();
    let retained = &mut altered["resultats"]["criteres"][0]["retenu"];
    *retained = if *retained == "conforme" {
        "non-demontre"
    } else {
        "conforme"
    }
    .into();
    fs::write(&path, altered.to_string()).unwrap();
    assert!(desk.get("/rapport").text().contains("elle a été retouchée"));
    // it still serves for the evolution, which reads little of it
    let newer = sound.replacen("\"schema\": 1,", "\"schema\": 1,\n  \"de-plus-tard\": true,", 1);
    assert_ne!(newer, sound);
    fs::write(&path, newer).unwrap();
    assert!(desk.get("/rapport").text().contains("ne se rouvre pas ici"));
}
