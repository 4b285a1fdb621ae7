//! What a director does at the desk, without script.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use regex::Regex;

use super::{Desk, borrowed, changed};
use crate::support::{place, temporary};

const EXAMPLE: &str = "regie-des-tilleuls";

#[test]
fn an_answer_is_written_judged_again_and_taken_back() {
    let desk = Desk::of_example("desk-answer", EXAMPLE);
    let before = desk.read("dossier.toml");
    let form = desk.form("/questions/C05", "/questions/C05");
    let nothing = desk.follow(&desk.post("/questions/C05", &borrowed(&form)));
    assert!(nothing.text().contains("rien n’a changé"), "{}", nothing.text());
    assert_eq!(desk.read("dossier.toml"), before);

    let note = "Règle \"revue\" :\n<b>deux</b> lignes & une « citation »";
    let sent = changed(
        &form,
        &[
            ("niveau", "partielle"),
            ("depuis", "4/5/2024"),
            ("commentaire", note),
        ],
    );
    let saved = desk.follow(&desk.post("/questions/C05", &borrowed(&sent)));
    assert!(saved.text().contains("Enregistré."), "{}", saved.text());
    let written = desk.read("dossier.toml");
    assert!(written.contains("depuis = 2024-05-04"), "{written}");
    // what was typed comes back to the letter
    let again = desk.form("/questions/C05", "/questions/C05");
    let typed = again.iter().find(|(name, _)| name == "commentaire").unwrap();
    assert_eq!(typed.1, note);

    let token = again.iter().find(|(name, _)| name == "jeton").unwrap().1.clone();
    let undone = desk.follow(&desk.post("/annuler", &[("jeton", &token)]));
    assert!(undone.text().contains("annulée"), "{}", undone.text());
    assert_eq!(desk.read("dossier.toml"), before);
}

#[test]
fn what_cannot_be_taken_is_said_at_its_field_and_nothing_is_written() {
    let desk = Desk::of_example("desk-wrong", EXAMPLE);
    let before = desk.files();
    let form = desk.form("/questions/C05", "/questions/C05");
    let sent = changed(
        &form,
        &[
            ("fait.activite.partages", "beaucoup"),
            ("depuis", "hier"),
            ("par", "référente"),
        ],
    );
    let refused = desk.post("/questions/C05", &borrowed(&sent));
    assert_eq!(refused.status, 422);
    let text = refused.text();
    for said in [
        "beaucoup",
        "un nombre entier, comme 12",
        "hier",
        "12/03/2026",
        "2 réponses sont à corriger",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // what was typed is still there
    assert!(
        text.contains("value=\"beaucoup\"") && text.contains("value=\"référente\""),
        "{text}"
    );
    assert_eq!(desk.files(), before);
}

#[test]
fn a_criterion_is_set_aside_with_a_reason_only() {
    let desk = Desk::of_example("desk-aside", EXAMPLE);
    let page = "/questions/E10";
    let form = desk.form(page, page);
    let refused = desk.post(
        page,
        &borrowed(&changed(&form, &[("niveau", "non-applicable"), ("raison", "")])),
    );
    assert_eq!(refused.status, 422, "{}", refused.text());
    let reason = "La structure n’intervient pas sur le bâti.";
    let sent = changed(&form, &[("niveau", "non-applicable"), ("raison", reason)]);
    let saved = desk.follow(&desk.post(page, &borrowed(&sent)));
    assert!(saved.text().contains("non applicable"), "{}", saved.text());
    assert!(
        desk.read("dossier.toml")
            .contains(&format!("non-applicable = \"{reason}\""))
    );
}

#[test]
fn a_file_changed_by_hand_meanwhile_is_told_and_not_replaced() {
    let desk = Desk::of_example("desk-meanwhile", EXAMPLE);
    let page = "/questions/C05";
    let form = desk.form(page, page);
    let level = |value: &str| changed(&form, &[("niveau", value), ("commentaire", "de la page")]);
    assert_eq!(desk.post(page, &borrowed(&level("prevue"))).status, 303);
    // another tab, or an editor, writes the same field
    let now = desk.read("dossier.toml");
    fs::write(
        desk.folder.join("dossier.toml"),
        now.replace("de la page", "de la main"),
    )
    .unwrap();
    let by_hand = desk.read("dossier.toml");
    assert!(by_hand.contains("de la main"));
    let stale = changed(&form, &[("commentaire", "de l’autre onglet")]);
    let refused = desk.post(page, &borrowed(&stale));
    assert_eq!(refused.status, 409);
    let text = refused.text();
    assert!(
        text.contains("de la main") && text.contains("de l’autre onglet"),
        "{text}"
    );
    assert_eq!(desk.read("dossier.toml"), by_hand);
    // a field that nobody else touched is written beside what was changed by hand
    let apart = changed(&form, &[("par", "directrice")]);
    assert_eq!(desk.post(page, &borrowed(&apart)).status, 303);
    let both = desk.read("dossier.toml");
    assert!(
        both.contains("de la main") && both.contains("par = \"directrice\""),
        "{both}"
    );
}

#[test]
fn a_fault_made_by_hand_is_shown_with_its_line() {
    let desk = Desk::of_example("desk-fault", EXAMPLE);
    let before = desk.read("dossier.toml");
    fs::write(desk.folder.join("dossier.toml"), format!("{before}\nzut = \n")).unwrap();
    let page = desk.get("/");
    assert_eq!(page.status, 422);
    assert!(
        page.text().contains("ne se lit pas") && page.text().contains("ligne"),
        "{}",
        page.text()
    );
    fs::write(desk.folder.join("dossier.toml"), before).unwrap();
    assert_eq!(desk.get("/").status, 200);
}

/// A multipart form of files.
fn upload(desk: &Desk, token: &str, files: &[(&str, &[u8])]) -> super::Answered {
    let mut body =
        format!("--limite\r\nContent-Disposition: form-data; name=\"jeton\"\r\n\r\n{token}\r\n").into_bytes();
    for (name, bytes) in files {
        body.extend(format!("--limite\r\nContent-Disposition: form-data; name=\"fichiers\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--limite--\r\n");
    let own = format!("http://127.0.0.1:{}", desk.port);
    let headers = [
        ("Cookie", desk.cookie.as_str()),
        ("Origin", own.as_str()),
        ("Content-Type", "multipart/form-data; boundary=limite"),
    ];
    desk.ask("POST", "/papiers/deposer", &headers, &body)
}

#[test]
fn papers_are_received_proposed_and_filed_on_a_click() {
    let desk = Desk::of_example("desk-papers", EXAMPLE);
    let before = desk.files();
    let token = desk.form("/papiers", "/papiers/deposer")[0].1.clone();
    let minutes =
        "Compte rendu de la réunion d’équipe du 12 mars 2026. Présents : quatre médiateurs. ".repeat(4);
    let files: [(&str, &[u8]); 3] = [
        ("../../CR équipe.txt", minutes.as_bytes()),
        ("vide.pdf", b""),
        ("dessin.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ];
    assert_eq!(upload(&desk, "faux", &files).status, 403);
    let received = upload(&desk, &token, &files);
    let page = received.header("location").to_owned();
    let shown = desk.follow(&received);
    assert!(shown.text().contains("3 papiers reçus"), "{}", shown.text());
    assert_eq!(desk.files(), before, "nothing is filed before a click");

    let form = desk.form(&page, &page);
    let rank = form
        .iter()
        .filter(|(name, _)| name.starts_with("place."))
        .map(|(name, _)| name.trim_start_matches("place.").to_owned())
        .find(|rank| shown.text().contains(&format!("id=\"prendre-{rank}\"")))
        .unwrap();
    let of = |name: &str| format!("{name}.{rank}");
    let wrong = changed(
        &form,
        &[(&of("place"), "comptes-rendus-equipe"), (&of("jour"), "un jeudi")],
    );
    let refused = desk.post(&page, &borrowed(&wrong));
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert_eq!(desk.files(), before);
    let unknown = changed(&form, &[(&of("place"), "../../ailleurs")]);
    assert_eq!(desk.post(&page, &borrowed(&unknown)).status, 422);
    assert_eq!(desk.files(), before);

    let folder =
        Regex::new("value=\"(reunions[a-z-]*|comptes?-rendus?[a-z-]*|[a-z-]*equipe[a-z-]*)\"").unwrap();
    let folder = folder.captures(&shown.text()).unwrap()[1].to_owned();
    let sent = changed(&form, &[(&of("place"), &folder), (&of("jour"), "12/03/2026")]);
    let stored = desk.follow(&desk.post(&page, &borrowed(&sent)));
    assert!(stored.text().contains("1 papier rangé."), "{}", stored.text());
    let after = desk.files();
    let new: Vec<_> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    assert_eq!(new.len(), 1, "{new:?}");
    let target = new[0]
        .strip_prefix(&desk.folder)
        .unwrap()
        .to_string_lossy()
        .into_owned();
    assert!(
        target.starts_with(&format!("preuves/{folder}/2026-03-12")),
        "{target}"
    );
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));
}

#[test]
fn what_no_machine_reads_is_copied_out_and_a_piece_gets_its_date() {
    let desk = Desk::of_example("desk-copied", "passerelles-du-mail");
    let before = desk.read("dossier.toml");
    let pages = super::addresses(&desk.get("/papiers").text());
    let picture = |path: &&String| {
        path.contains("/piece/") && desk.get(&format!("{path}/fichier")).header("content-type") == "image/png"
    };
    let page = pages.iter().find(picture).unwrap();
    let action = format!("{page}/lu");
    let form = desk.form(page, &action);
    let text = "Carte de l’équipe :\nce que \"fait\" un médiateur";
    let sent = changed(&form, &[("texte", text), ("par", "référente")]);
    let copied = desk.follow(&desk.post(&action, &borrowed(&sent)));
    assert!(copied.text().contains("Enregistré"), "{}", copied.text());
    assert!(
        desk.read("dossier.toml")
            .contains("lu = [{ texte = \"Carte de l’équipe :\\nce que")
    );
    // an empty text takes it back
    let form = desk.form(page, &action);
    assert_eq!(form.iter().find(|(name, _)| name == "texte").unwrap().1, text);
    let sent = changed(&form, &[("texte", " ")]);
    assert_eq!(desk.post(&action, &borrowed(&sent)).status, 303);
    assert!(!desk.read("dossier.toml").contains("Carte de l’équipe"));

    let dated = format!("{page}/date");
    let token = form[0].1.as_str();
    let wrong = desk.post(&dated, &[("jeton", token), ("date", "en mars")]);
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("en mars"), "{}", wrong.text());
    assert_eq!(
        desk.post(&dated, &[("jeton", token), ("date", "3/2/2026")])
            .status,
        303
    );
    assert!(desk.read("dossier.toml").contains("date-effet = 2026-02-03"));
    while desk.read("dossier.toml") != before {
        assert_eq!(desk.post("/annuler", &[("jeton", token)]).status, 303);
    }
}

#[test]
fn an_action_is_taken_revised_and_a_stale_page_changes_nothing() {
    let desk = Desk::of_example("desk-plan", EXAMPLE);
    let form = desk.form("/plan", "/plan/prendre");
    let wrong = changed(&form, &[("pilote", "directrice"), ("echeance", "bientôt")]);
    assert_eq!(desk.post("/plan/prendre", &borrowed(&wrong)).status, 422);
    assert!(!desk.folder.join("actions.toml").exists());
    let sent = changed(&form, &[("pilote", "directrice"), ("echeance", "31/03/2027")]);
    let taken = desk.follow(&desk.post("/plan/prendre", &borrowed(&sent)));
    assert!(taken.text().contains("inscrite au plan"), "{}", taken.text());
    let plan = desk.read("actions.toml");
    assert!(
        plan.contains("pilote = \"directrice\"") && plan.contains("echeance = 2027-03-31"),
        "{plan}"
    );
    // the page of before knows nothing of it
    assert_eq!(desk.post("/plan/prendre", &borrowed(&sent)).status, 409);
    assert_eq!(desk.read("actions.toml"), plan);
    let page = "/plan/action/action-1";
    let form = desk.form("/plan", page);
    let sent = changed(&form, &[("etat", "faite"), ("faite-le", "2026-11-02")]);
    assert_eq!(desk.post(page, &borrowed(&sent)).status, 303);
    assert!(desk.read("actions.toml").contains("etat = \"faite\""));
}

#[test]
fn the_report_is_seen_and_taken() {
    let desk = Desk::of_example("desk-report", EXAMPLE);
    let page = desk.get("/rapport/html?etendue=essentiel");
    assert_eq!(page.status, 200);
    assert!(page.header("content-security-policy").contains("sandbox"));
    let pdf = desk.get("/rapport/pdf?etendue=essentiel");
    assert!(pdf.body.starts_with(b"%PDF-"), "{}", pdf.text());
    assert!(
        pdf.header("content-disposition")
            .starts_with("attachment; filename=\"rapport-")
    );
    let book = desk.get("/rapport/classeur");
    assert!(
        book.header("content-disposition")
            .starts_with("attachment; filename=\"rapport-")
    );
    assert!(book.header("content-type").contains("spreadsheetml"));
    // the same as the command line writes
    for (extension, options, taken) in [
        ("pdf", &["--etendue", "essentiel"][..], &pdf),
        ("xlsx", &[], &book),
    ] {
        let written = desk.folder.with_extension(extension);
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .arg("rapport")
            .args(options)
            .arg("-o")
            .arg(&written)
            .arg(&desk.folder)
            .output()
            .unwrap()
            .status;
        assert!(status.success());
        assert!(
            fs::read(written).unwrap() == taken.body,
            "two doors, two reports: {extension}"
        );
    }
    let unknown = desk.get("/rapport/pdf?profil=nulle-part");
    assert_eq!(unknown.status, 422);
    assert!(unknown.text().contains("nulle-part"), "{}", unknown.text());
}

#[test]
fn a_dossier_is_begun_from_the_first_page() {
    let folder = temporary("desk-begin");
    let known = folder.join("connu");
    crate::support::copy(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("examples")
            .join(EXAMPLE),
        &known,
    );
    let desk = Desk::open(folder.clone(), &[]);
    let first = desk.get("/");
    assert_eq!(first.header("location"), "/accueil");
    let form = desk.form("/accueil", "/accueil/commencer");
    assert_eq!(
        desk.post("/accueil/commencer", &borrowed(&changed(&form, &[("nom", " ")])))
            .status,
        422
    );
    let sent = changed(
        &form,
        &[
            ("nom", "Régie de l’Œuvre"),
            ("forme", "régie de quartier"),
            ("profil", "demarrage"),
        ],
    );
    let begun = desk.follow(&desk.post("/accueil/commencer", &borrowed(&sent)));
    assert!(begun.text().contains("Le dossier est prêt."), "{}", begun.text());
    let text = fs::read_to_string(folder.join("regie-de-l-oeuvre/dossier.toml")).unwrap();
    assert!(
        text.contains("nom = \"Régie de l’Œuvre\"") && text.contains("forme = \"régie de quartier\""),
        "{text}"
    );
    // a page about what was open before writes nothing into this one
    assert_eq!(desk.post("/accueil/commencer", &borrowed(&sent)).status, 403);
    let form = desk.form("/accueil", "/accueil/commencer");
    let token = form[0].1.as_str();
    let again = changed(&sent, &[("jeton", token), ("dans", folder.to_str().unwrap())]);
    let refused = desk.post("/accueil/commencer", &borrowed(&again));
    assert_eq!(refused.status, 422, "never over another");
    for page in [
        "/questions",
        "/questions?par=reste",
        "/questions?par=qui",
        "/papiers",
        "/plan",
        "/rapport",
    ] {
        assert_eq!(desk.get(page).status, 200, "{page}");
    }
    // the one opened before is offered, and opened
    let token = desk.form("/accueil", "/accueil/commencer")[0].1.clone();
    let chosen = known.display().to_string();
    let opened = desk.follow(&desk.post("/accueil/ouvrir", &[("jeton", &token), ("chemin", &chosen)]));
    assert!(opened.text().contains("Tilleuls"), "{}", opened.text());
    assert!(desk.get("/accueil").text().contains("regie-de-l-oeuvre"));
}

#[test]
fn a_person_closes_the_desk_and_it_says_so() {
    let mut desk = Desk::of_example("desk-quit", EXAMPLE);
    let token = desk.form("/", "/quitter")[0].1.clone();
    let goodbye = desk.post("/quitter", &[("jeton", &token)]);
    assert!(
        goodbye.text().contains("médiaudit est fermé"),
        "{}",
        goodbye.text()
    );
    assert_eq!(desk.ended(), 0);
    // its dossier is free again
    let folder = place("desk-quit-again");
    crate::support::copy(&desk.folder, &folder);
    assert_eq!(Desk::open(folder, &[]).get("/").status, 200);
}

#[test]
fn a_desk_that_nobody_asks_closes_by_itself() {
    let settings = mediaudit_desk::DeskSettings {
        folder: None,
        port: None,
        auditor: None,
        idle: Duration::from_millis(200),
        request: mediaudit_core::audit::Request::default(),
        program: None,
        cache: None,
        home: None,
        today: || mediaudit_core::kernel::Date::parse("2026-11-23").unwrap(),
    };
    let mut address = String::new();
    let end = mediaudit_desk::serve(settings, &mut |url| url.clone_into(&mut address)).unwrap();
    assert_eq!(end, mediaudit_desk::DeskEnd::Idle(0));
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    assert!(mediaudit_desk::ended(end).contains("s’est fermé seul"));
}

/// Labels, names and landmarks that a screen reader needs.
#[test]
fn pages_are_built_for_those_who_do_not_see_them() {
    let desk = Desk::of_example("desk-access", "passerelles-du-mail");
    let id_of = Regex::new(" id=\"([^\"]+)\"").unwrap();
    let labelled = Regex::new("aria-labelledby=\"([^\"]+)\"").unwrap();
    let tag = Regex::new("<(input|select|textarea) ([^>]*)>").unwrap();
    let attribute = |text: &str, name: &str| {
        let found = Regex::new(&format!("(?:^| ){name}=\"([^\"]*)\"")).unwrap();
        found.captures(text).map(|c| c[1].to_owned())
    };
    let piece = super::addresses(&desk.get("/papiers").text());
    let piece = piece.into_iter().find(|path| path.contains("/piece/")).unwrap();
    for page in [
        "/",
        "/accueil",
        "/questions",
        "/questions/C05",
        "/questions/E01",
        "/papiers",
        &piece,
        "/plan",
        "/rapport",
    ] {
        let text = desk.get(page).text();
        assert!(text.contains("<html lang=\"fr\">"), "{page}");
        assert!(
            text.contains("<main id=\"contenu\"") && text.contains("href=\"#contenu\""),
            "{page}"
        );
        assert_eq!(text.matches("<h1>").count(), 1, "{page}");
        let ids: Vec<String> = id_of.captures_iter(&text).map(|c| c[1].to_owned()).collect();
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{page}: an id stands twice: {ids:?}");
        for found in tag.captures_iter(&text) {
            let attributes = &found[2];
            if attribute(attributes, "type").as_deref() == Some("hidden") {
                continue;
            }
            let id = attribute(attributes, "id").unwrap_or_else(|| panic!("{page}: {attributes}"));
            assert!(
                text.contains(&format!("<label for=\"{id}\"")),
                "{page}: no label for {id}"
            );
            for named in attribute(attributes, "aria-describedby")
                .unwrap_or_default()
                .split_whitespace()
            {
                assert!(
                    unique.contains(&named.to_owned()),
                    "{page}: {id} is described by {named}"
                );
            }
        }
        for named in labelled.captures_iter(&text) {
            for id in named[1].split_whitespace() {
                assert!(unique.contains(&id.to_owned()), "{page}: {id}");
            }
        }
    }
}
