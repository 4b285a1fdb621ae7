//! `norme montrer`: the criteria of a norm, or one of them whole.

use crate::page::{Page, Part};
use mediaudit_core::view::norm_sheets::{CriterionSheet, NormSheet};

/// All criteria, chapter by chapter.
pub(super) fn all(sheet: &NormSheet) -> Page {
    let mut page = Page::of(&sheet.title);
    page.paragraph(0, 0, &sheet.warning);
    for chapter in &sheet.chapters {
        page.heading(&chapter.title);
        chapter.lines.iter().for_each(|row| page.paragraph(2, 4, row));
    }
    page
}

/// One criterion: what it wants, how it is judged, where it comes from.
pub(super) fn one(sheet: &CriterionSheet) -> Page {
    let mut page = Page::default();
    page.line(&[Part::Title(&sheet.title)]);
    sheet.lines.iter().for_each(|line| page.paragraph(0, 2, line));
    page.heading(&sheet.looked_at);
    for element in &sheet.elements {
        page.paragraph(2, 3, &element.title);
        element.lines.iter().for_each(|line| page.paragraph(5, 2, line));
    }
    for section in [&sheet.sources].into_iter().chain(&sheet.examples) {
        page.heading(&section.title);
        section.lines.iter().for_each(|line| page.paragraph(2, 2, line));
    }
    page
}
