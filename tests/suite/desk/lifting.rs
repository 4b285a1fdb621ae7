//! What only a person can say, on a click: of doubts, of data of persons, of columns; what an auditor draws by lot.

use std::fs;

use super::{Desk, borrowed, changed};
use crate::doubts::doubted;
use crate::support::{copy, place};
use crate::tables::{dossier, first_export};

fn desk(folder: std::path::PathBuf, more: &[&str]) -> Desk {
    let norm = folder.parent().unwrap().join("norme");
    let norm = norm.to_str().unwrap().to_owned();
    Desk::open(folder, &[&["--norme", &norm], more].concat())
}

/// The address of the one form of a page that begins so.
fn action(desk: &Desk, page: &str, begins: &str) -> String {
    let text = desk.get(page).text();
    let (_, rest) = text.split_once(&format!("action=\"{begins}")).unwrap();
    let (rest, _) = rest.split_once('"').unwrap();
    format!("{begins}{rest}")
}

#[test]
fn the_structure_explains_a_doubt_and_takes_it_back() {
    let desk = desk(doubted("desk-doubt", "auto-evaluation"), &[]);
    let before = desk.read("dossier.toml");
    let to = action(&desk, "/", "/doutes/");
    let form = desk.form("/", &to);
    let empty = desk.post(
        &to,
        &borrowed(&changed(&form, &[("raison", " "), ("par", "direction")])),
    );
    assert_eq!(empty.status, 422);
    assert!(empty.text().contains("Dites pourquoi"), "{}", empty.text());
    assert!(
        empty.text().contains("value=\"direction\""),
        "what was typed stays"
    );
    assert_eq!(desk.read("dossier.toml"), before);
    let sent = changed(
        &form,
        &[
            ("raison", "La liste est au dos de la règle."),
            ("par", "direction"),
        ],
    );
    let told = desk.follow(&desk.post(&to, &borrowed(&sent)));
    assert!(
        told.text().contains("expliqué par la structure, non vérifié"),
        "{}",
        told.text()
    );
    let written = desk.read("dossier.toml");
    assert!(
        written.contains("[[doute-leve]]") && written.contains("par = \"direction\""),
        "{written}"
    );
    // a page of before the file was changed by hand replaces nothing
    let form = desk.form("/", &to);
    fs::write(
        desk.folder.join("dossier.toml"),
        format!("# à la main\n{written}"),
    )
    .unwrap();
    let sent = changed(&form, &[("raison", "Une autre raison.")]);
    let stale = desk.post(&to, &borrowed(&sent));
    assert_eq!(stale.status, 409);
    assert!(stale.text().contains("Une autre raison."), "what was typed stays");
    assert_eq!(desk.read("dossier.toml"), format!("# à la main\n{written}"));
    fs::write(desk.folder.join("dossier.toml"), &written).unwrap();
    let token = form[0].1.as_str();
    assert_eq!(desk.post("/annuler", &[("jeton", token)]).status, 303);
    assert_eq!(desk.read("dossier.toml"), before);
    // of a doubt that is none, nothing is said
    let gone = desk.post("/doutes/meme-texte-0123456789ab", &borrowed(&desk.form("/", &to)));
    assert_eq!(gone.status, 422);
    assert_eq!(desk.read("dossier.toml"), before);
}

#[test]
fn an_auditor_lifts_a_doubt_with_the_pieces_seen_and_draws_by_lot() {
    let folder = doubted("desk-lifted", "audit");
    fs::create_dir_all(folder.join("constats")).unwrap();
    let file = "constats/auditrice.toml";
    fs::write(
        folder.join(file),
        "schema = 1\n[auditeur]\nfonction = \"auditrice externe\"\n",
    )
    .unwrap();
    let desk = desk(folder, &["--auditeur", "auditrice"]);
    assert!(
        !desk.get("/").text().contains("Expliquer ce doute"),
        "an auditor does not speak for the structure"
    );
    let to = action(&desk, "/audit", "/audit/doutes/");
    let sent = changed(
        &desk.form("/audit", &to),
        &[("raison", "Original vu."), ("piece", "tout")],
    );
    let told = desk.follow(&desk.post(&to, &borrowed(&sent)));
    assert!(told.text().contains("Levé par un auditeur"), "{}", told.text());
    let written = desk.read(file);
    assert!(
        written.contains("raison = \"Original vu.\"\nvu = [\"tout\"]"),
        "{written}"
    );

    // changed again, what was said stands in the form: nothing is lost by saving it
    let again = desk.form("/audit", &to);
    assert!(
        again.contains(&("raison".to_owned(), "Original vu.".to_owned())),
        "{again:?}"
    );
    assert!(
        again.contains(&("piece".to_owned(), "tout".to_owned())),
        "{again:?}"
    );
    assert_eq!(desk.post(&to, &borrowed(&again)).status, 303);
    assert_eq!(desk.read(file), written);

    let draw = "/audit/tirer";
    let form = desk.form("/audit", draw);
    let wrong = changed(&form, &[("graine", "4127"), ("fonctions", "beaucoup")]);
    let refused = desk.post(draw, &borrowed(&wrong));
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("value=\"beaucoup\""),
        "{}",
        refused.text()
    );
    let none = changed(&form, &[("graine", "4127"), ("lignes", "0"), ("fonctions", "0")]);
    assert_eq!(desk.post(draw, &borrowed(&none)).status, 422);
    assert_eq!(desk.read(file), written);
}

#[test]
fn rows_and_functions_are_drawn_as_the_command_line_draws_them() {
    let desk = {
        let folder = place("desk-drawn");
        let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ville-de-clairval");
        copy(&from, &folder);
        fs::write(
            folder.join("constats/autre.toml"),
            "schema = 1\n[auditeur]\nfonction = \"auditrice de passage\"\n",
        )
        .unwrap();
        Desk::open(folder, &["--auditeur", "autre"])
    };
    let form = desk.form("/audit", "/audit/tirer");
    let told = desk.follow(&desk.post("/audit/tirer", &borrowed(&changed(&form, &[("graine", "4127")]))));
    assert!(told.text().contains("Le tirage est fait"), "{}", told.text());
    let drawn = desk.read("constats/autre.toml");
    assert!(
        drawn.contains("graine = \"4127\"") && drawn.contains("[[tirage]]"),
        "{drawn}"
    );
    // the seed stays: it is no longer asked
    assert!(
        desk.form("/audit", "/audit/tirer")
            .iter()
            .all(|(name, _)| name != "graine")
    );
    // a page of before
    assert_eq!(desk.post("/audit/tirer", &borrowed(&form)).status, 409);
    let other = desk.folder.with_extension("cli");
    copy(&desk.folder, &other);
    fs::write(
        other.join("constats/autre.toml"),
        "schema = 1\n[auditeur]\nfonction = \"auditrice de passage\"\n",
    )
    .unwrap();
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["constats", "tirer", "--auditeur", "autre", "--graine", "4127"])
        .arg(&other)
        .output()
        .unwrap()
        .status;
    assert!(status.success());
    let rows = |text: &str| {
        let all = text
            .lines()
            .filter(|line| line.starts_with("lignes") || line.starts_with("fonctions"));
        all.map(str::to_owned).collect::<Vec<_>>()
    };
    let same = fs::read_to_string(other.join("constats/autre.toml")).unwrap();
    assert_eq!(rows(&drawn), rows(&same), "two doors, two draws");
}

#[test]
fn an_alert_is_lifted_with_its_reason_and_never_without() {
    let files: [(&str, &[u8]); 1] = [(
        "preuves/_autres/2026-01-10 note.txt",
        b"Dossier 2 55 08 14 168 025 38",
    )];
    let desk = Desk::open(dossier("desk-alert", "", &files), &[]);
    let form = desk.form("/papiers", "/papiers/alerte");
    let empty = desk.post("/papiers/alerte", &borrowed(&changed(&form, &[("raison", "")])));
    assert_eq!(empty.status, 422);
    assert!(!empty.text().contains("168 025"), "the datum is never shown");
    let sent = changed(&form, &[("raison", "Numéro inventé pour un exercice.")]);
    let told = desk.follow(&desk.post("/papiers/alerte", &borrowed(&sent)));
    assert!(
        told.text().contains("levée — Numéro inventé pour un exercice."),
        "{}",
        told.text()
    );
    assert!(desk.read("dossier.toml").contains("[[alerte-levee]]"));
    // a second time there is no such alert
    let fresh = desk.get("/papiers").text();
    assert!(!fresh.contains("action=\"/papiers/alerte\""));
}

#[test]
fn columns_that_are_proposed_are_named_on_a_click() {
    let bytes = first_export();
    let files: [(&str, &[u8]); 1] = [("preuves/tableau-activite/2026-01-10-export.csv", &bytes)];
    let body = "[faits]\nactivite.interventions = 300\n";
    let desk = Desk::open(dossier("desk-columns", body, &files), &[]);
    let pages = super::addresses(&desk.get("/papiers").text());
    let page = pages.iter().find(|path| path.contains("/piece/")).unwrap();
    let to = format!("{page}/colonnes");
    let form = desk.form(page, &to);
    // what is not among the proposed headings is not taken
    let foreign = changed(&form, &[("colonne.date", "N’importe quoi")]);
    let told = desk.follow(&desk.post(&to, &borrowed(&foreign)));
    assert!(
        told.text().contains("n’attend plus ces colonnes"),
        "{}",
        told.text()
    );
    assert!(!desk.read("dossier.toml").contains("correspondance"));
    let told = desk.follow(&desk.post(&to, &borrowed(&form)));
    assert!(
        told.text().contains("ces colonnes ont leur nom"),
        "{}",
        told.text()
    );
    let written = desk.read("dossier.toml");
    assert!(
        written.contains("[correspondance.tableau-activite]\ndate = \"Date d’ouverture de la situation\""),
        "{written}"
    );
    let counted = desk.get("/questions/C01").text() + &desk.get("/papiers").text();
    assert!(counted.contains("24"), "its rows are counted");
}
