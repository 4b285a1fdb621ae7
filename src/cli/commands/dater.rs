//! `preuves dater`: the pieces that wait for their date, the day that each name says, the lines that would say it; written when asked.

use super::{ending, judge, request};
use crate::args::Under;
use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::dating::{self, DatingRequest};
use mediaudit_app::diff::Changed;
use mediaudit_core::view::dating::{DatesWritten, DatingSheet, sheet, written};

pub(super) fn run(under: &Under, asked: &DatingRequest, write: bool, run: &mut Run) -> Ended {
    let request = request(under, None, true);
    let outcome = judge(&under.folder, &request, run)?;
    let pieces = dating::propose(&outcome.assessment, asked)?;
    let page = if write && pieces.iter().any(|dating| dating.day.is_some()) {
        let Run {
            shared,
            sources,
            sink,
            folder: _,
        } = run;
        let norms = shared.means()?.norms;
        let made = dating::write(&pieces, &under.folder, &request, norms, &outcome, sources, sink)?;
        let folder = under.folder.to_string_lossy();
        done(
            &made,
            &written(&pieces, &folder, made.iter().any(|made| !made.hunks.is_empty())),
        )
    } else {
        proposed(&sheet(&pieces, outcome.assessment.inputs.date))
    };
    Ok(Reply::page(page, ending(&outcome, Exit::Done)))
}

/// What would be written, and what is asked.
fn proposed(sheet: &DatingSheet) -> Page {
    let mut page = Page::of(&sheet.title);
    for piece in &sheet.pieces {
        page.blank();
        page.paragraph(2, 4, &piece.title);
        piece.said.iter().for_each(|said| page.paragraph(6, 2, said));
        page.block(8, &piece.lines);
        if !piece.note.is_empty() {
            page.paragraph(6, 2, &piece.note);
        }
    }
    if !sheet.next.is_empty() {
        page.blank();
    }
    sheet.next.iter().for_each(|said| page.paragraph(0, 2, said));
    page
}

fn done(made: &[Changed], written: &DatesWritten) -> Page {
    let mut page = Page::default();
    made.iter().for_each(|made| page.changed(made));
    page.heading(&written.title);
    // a command to type stays on one line
    for said in &written.next {
        page.line(&[Part::Text(said)]);
    }
    page
}
