//! `expliquer` for a number: how a chapter's score, or that of the whole, was computed.

use std::path::Path;

use crate::page::{Page, Part};
use mediaudit_core::view::accounts::AccountSheet;

/// The computation of the whole.
pub(super) fn whole(sheet: &AccountSheet, folder: &Path) -> Page {
    let mut page = Page::about(folder);
    page.line(&[Part::Text(&sheet.title)]);
    page.paragraph(0, 2, &sheet.score);
    page.paragraph(2, 2, &sheet.rule);
    page.heading(&sheet.counted.title);
    for row in &sheet.counted.rows {
        match row.status {
            Some(status) => page.marked(2, 12, status, &row.said),
            None => page.paragraph(2, 12, &row.said),
        }
    }
    page.heading(&sheet.steps.title);
    sheet
        .steps
        .lines
        .iter()
        .for_each(|line| page.paragraph(2, 2, line));
    sheet.gates.iter().for_each(|line| page.paragraph(2, 4, line));
    if let Some(kinds) = &sheet.kinds {
        page.heading(&kinds.title);
        kinds.lines.iter().for_each(|line| page.paragraph(2, 4, line));
    }
    if let Some(conclusion) = &sheet.conclusion {
        page.heading(&conclusion.title);
        conclusion.said.iter().for_each(|line| page.paragraph(2, 2, line));
        conclusion
            .swings
            .iter()
            .for_each(|line| page.paragraph(4, 2, line));
    }
    page
}

/// That of a chapter, and where to read on.
pub(super) fn chapter(sheet: &AccountSheet, folder: &Path) -> Page {
    let mut page = whole(sheet, folder);
    page.blank();
    page.paragraph(
        0,
        0,
        "Plus haut : mediaudit expliquer DOSSIER score ; plus bas : mediaudit expliquer DOSSIER suivi d’un critère",
    );
    page
}
