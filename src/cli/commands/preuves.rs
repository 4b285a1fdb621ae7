//! `preuves`: the map of evidence — what counts, what is missing, what expires, what serves nothing.

use std::path::Path;

use super::{ending, judge, request};
use crate::args::Under;
use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_core::kernel::Date;
use mediaudit_core::view::comparison::Section;
use mediaudit_core::view::evidence_map::{EvidenceMap, MappedPiece, Pasted, evidence_map};

pub(super) fn run(under: &Under, date: Option<Date>, run: &mut Run) -> Ended {
    let outcome = judge(&under.folder, &request(under, date, true), run)?;
    let map = evidence_map(&outcome.assessment, &outcome.inventory, &outcome.leftovers);
    Ok(Reply::page(
        lay_out(&map, &under.folder),
        ending(&outcome, Exit::Done),
    ))
}

fn lay_out(map: &EvidenceMap, folder: &Path) -> Page {
    let mut page = Page::about(folder);
    page.line(&[Part::Text(&map.title)]);
    for of in map.papers.iter().chain(&map.types) {
        page.heading(&of.title);
        of.pieces.iter().for_each(|found| piece(found, &mut page));
    }
    map.wanted.iter().for_each(|found| section(found, 4, &mut page));
    map.aside.iter().for_each(|found| section(found, 2, &mut page));
    if let Some(privacy) = &map.privacy {
        page.heading(&privacy.title);
        privacy.lines.iter().for_each(|line| page.paragraph(2, 2, line));
        if let Some(block) = &privacy.silencing {
            pasted(block, 2, &mut page);
        }
    }
    if let Some(orphans) = &map.orphans {
        section(orphans, 2, &mut page);
    }
    page
}

fn section(section: &Section, hang: usize, page: &mut Page) {
    page.heading(&section.title);
    section
        .lines
        .iter()
        .for_each(|line| page.paragraph(2, hang, line));
}

fn piece(piece: &MappedPiece, page: &mut Page) {
    page.paragraph(2, 4, &piece.title);
    page.paragraph(6, 2, &piece.state);
    piece.uses.iter().for_each(|line| page.paragraph(6, 2, line));
    piece.more.iter().for_each(|line| page.paragraph(6, 2, line));
    for lines in piece
        .typing
        .iter()
        .chain(&piece.dating)
        .chain(&piece.correspondence)
    {
        pasted(lines, 6, page);
    }
}

fn pasted(pasted: &Pasted, indent: usize, page: &mut Page) {
    page.paragraph(indent, 2, &pasted.said);
    page.block(indent + 2, &pasted.lines);
}
