//! Where a dossier stands.

use std::path::Path;

use crate::page::{Page, Part, WIDTH, cell};
use mediaudit_core::kernel::Status;
use mediaudit_core::view::standing::{ChapterCounts, GapList, NextThings, StandingSheet};

pub(super) fn lay_out(standing: &StandingSheet, folder: &Path) -> Page {
    let mut page = Page::about(folder);
    page.line(&[Part::Title(&standing.structure)]);
    page.paragraph(0, 0, &standing.judged);
    standing
        .norm
        .iter()
        .for_each(|line| page.line(&[Part::Quiet(line)]));
    if let Some(overlay) = &standing.overlay {
        page.paragraph(0, 0, overlay);
    }
    page.heading(&standing.headline);
    page.paragraph(0, 0, &standing.text);
    page.paragraph(0, 2, &standing.score);
    page.blank();
    for row in &standing.statuses {
        let counted = format!(" {:>3}  {}", row.count, row.label);
        page.line(&[Part::Text("  "), Part::Mark(row.status), Part::Text(&counted)]);
    }
    standing.notes.iter().for_each(|note| page.paragraph(2, 2, note));
    chapters(&standing.chapters, &mut page);
    if let Some(found) = &standing.gaps {
        gaps(found, &mut page);
    }
    page.heading(&standing.evidence_title);
    for line in &standing.evidence {
        page.paragraph(2, 2, &format!("{}{}", line.said, line.more));
    }
    next(&standing.priorities, &mut page);
    page
}

fn chapters(found: &ChapterCounts, page: &mut Page) {
    page.heading(&found.title);
    // indent, a column of four for each status, a gap, the score
    let score = found.rows.iter().map(|row| row.score.chars().count()).max();
    let taken = 2 + 4 * Status::ALL.len() + 3 + score.unwrap_or(0).max(found.score.chars().count());
    let width = WIDTH.saturating_sub(taken).min(50);
    let left = format!("  {}", cell("", width));
    let mut head = vec![Part::Text(&left)];
    for status in Status::ALL {
        head.extend([Part::Text("   "), Part::Mark(status)]);
    }
    let score = format!("   {}", found.score);
    head.push(Part::Text(&score));
    page.line(&head);
    for row in &found.rows {
        let counts: Vec<String> = row.counts.iter().map(|n| format!("{n:>4}")).collect();
        let line = format!("  {}{}   {}", cell(&row.name, width), counts.concat(), row.score);
        page.line(&[Part::Text(&line)]);
    }
}

fn gaps(found: &GapList, page: &mut Page) {
    page.heading(&found.title);
    for (id, said) in &found.rows {
        page.paragraph(2, 5, &format!("{} {said}", cell(id, 4)));
    }
    if !found.more.is_empty() {
        page.line(&[Part::Text("  "), Part::Quiet(&found.more)]);
    }
}

fn next(found: &NextThings, page: &mut Page) {
    page.heading(&found.title);
    for (rank, thing) in found.things.iter().enumerate() {
        page.paragraph(2, 3, &format!("{}. {thing}", rank + 1));
    }
    if found.things.is_empty() {
        page.paragraph(2, 0, &found.none);
    }
}
