//! What a page showed is kept until something changes, and never a moment longer.

use std::fs;

use super::Desk;

#[test]
fn a_page_asked_again_is_the_same_and_shows_at_once_what_was_changed_by_hand() {
    let desk = Desk::of_example("desk-kept", "regie-des-tilleuls");
    let pages = [
        "/",
        "/questions",
        "/questions/C05",
        "/papiers",
        "/plan",
        "/rapport",
    ];
    for page in pages {
        assert_eq!(desk.get(page).text(), desk.get(page).text(), "{page}");
    }
    let plan = "schema = 1\n[[action]]\nid = \"relire\"\ncritere = \"C05\"\naction = \"Relire la charte à voix haute\"\n";
    fs::write(desk.folder.join("actions.toml"), plan).unwrap();
    assert!(desk.get("/plan").text().contains("Relire la charte à voix haute"));
    fs::remove_file(desk.folder.join("actions.toml")).unwrap();
    assert!(!desk.get("/plan").text().contains("Relire la charte à voix haute"));
}

#[test]
fn the_text_of_a_piece_is_read_again_once_its_file_has_changed() {
    let desk = Desk::of_example("desk-kept-text", "passerelles-du-mail");
    let folder = desk.folder.join("preuves/annuaire-partenaires");
    fs::write(folder.join("2026-05-02 note.txt"), "Une première phrase.").unwrap();
    let page = |text: &str| {
        let pages = super::addresses(&desk.get("/papiers").text());
        let pieces: Vec<&String> = pages.iter().filter(|path| path.contains("/piece/")).collect();
        pieces.iter().any(|piece| desk.get(piece).text().contains(text))
    };
    assert!(page("Une première phrase."));
    fs::write(folder.join("2026-05-02 note.txt"), "Une tout autre phrase.").unwrap();
    assert!(!page("Une première phrase.") && page("Une tout autre phrase."));
}
