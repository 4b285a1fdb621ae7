//! `preuves ranger`: a heap of papers, sorted into the folders of a dossier; written when asked.

use super::{request, today};
use crate::args::{Shape, Under};
use crate::page::Page;
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::sorting::{self, SortingRequest, Taking};
use mediaudit_app::{report, threads};
use mediaudit_core::view::comparison::Section;
use mediaudit_core::view::sorting::{SortedFolder, SortingDone, SortingSheet, done, sheet};

/// What was typed.
pub(super) struct SortingTyped<'a> {
    pub(super) under: &'a Under,
    pub(super) asked: &'a SortingRequest,
    /// None: only propose.
    pub(super) taking: Option<Taking>,
    pub(super) format: Shape,
}

pub(super) fn run(typed: &SortingTyped<'_>, run: &mut Run) -> Ended {
    threads::ready();
    let folder = &typed.under.folder;
    let request = request(typed.under, None, false);
    let Run {
        shared,
        sources,
        sink,
        folder: _,
    } = run;
    let means = shared.means()?;
    let when = (&request, today());
    let heap = sorting::propose(folder, typed.asked, when, means, sources, sink)?;
    let named = folder.to_string_lossy();
    let incomplete = !heap.sorting.unfinished.is_empty();
    let ended = if incomplete { Exit::Incomplete } else { Exit::Done };
    let Some(taking) = typed.taking else {
        return match typed.format {
            Shape::Json => Ok(Reply::bytes(report::pretty(&heap.sorting)?, ended)),
            Shape::Texte => Ok(Reply::page(
                proposed(&sheet(&heap.sorting, &heap.norm, &named)),
                ended,
            )),
        };
    };
    let under = (&request, means.norms);
    let mut written = sorting::write(folder, &heap, taking, under, (sources, sink))?;
    let bound = written.bound.take().transpose()?;
    let ended = if written.failed.is_empty() {
        ended
    } else {
        Exit::Incomplete
    };
    match typed.format {
        Shape::Json => Ok(Reply::bytes(report::pretty(&heap.written(&written))?, ended)),
        Shape::Texte => {
            let moved = taking == Taking::Move;
            let said = done(
                &written.filed,
                &written.failed,
                moved,
                (&heap.sorting, &heap.norm),
                &named,
            );
            let mut page = filed(&said);
            bound.iter().for_each(|changed| page.changed(changed));
            next(&said.next, &mut page);
            Ok(Reply::page(page, ended))
        }
    }
}

fn proposed(sheet: &SortingSheet) -> Page {
    let mut page = Page::of(&sheet.title);
    for folder in sheet.folders.iter().chain(&sheet.asked) {
        lay_out(folder, &mut page);
    }
    sheet.aside.iter().for_each(|found| section(found, &mut page));
    next(&sheet.next, &mut page);
    page
}

fn lay_out(folder: &SortedFolder, page: &mut Page) {
    page.heading(&folder.title);
    for file in &folder.files {
        page.paragraph(2, 4, &file.title);
        file.said.iter().for_each(|said| page.paragraph(6, 2, said));
    }
}

fn section(section: &Section, page: &mut Page) {
    page.heading(&section.title);
    section.lines.iter().for_each(|line| page.paragraph(2, 2, line));
}

fn filed(done: &SortingDone) -> Page {
    let mut page = Page::of(&done.title);
    done.lines.iter().for_each(|line| page.paragraph(2, 4, line));
    if let Some(failed) = &done.failed {
        section(failed, &mut page);
    }
    for lines in &done.to_say {
        page.blank();
        page.paragraph(0, 2, &lines.said);
        page.block(2, &lines.lines);
    }
    page
}

/// What to do next.
fn next(lines: &[String], page: &mut Page) {
    if !lines.is_empty() {
        page.blank();
    }
    lines.iter().for_each(|said| page.paragraph(0, 2, said));
}
