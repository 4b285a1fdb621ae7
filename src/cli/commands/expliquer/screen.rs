//! How a criterion was judged, as a tree.

use crate::page::{Page, Part};
use mediaudit_core::view::explanation::{ExplainedElement, Explanation, Step, WhatChanges};

pub(in crate::commands) fn criterion(found: &Explanation) -> Page {
    let mut page = Page::default();
    page.line(&[Part::Title(&found.title)]);
    page.paragraph(0, 0, &found.requirement);
    page.blank();
    page.line(&[
        Part::Mark(found.status),
        Part::Text(" "),
        Part::Title(&found.label),
        Part::Text(&format!(" ({})", found.reason)),
    ]);
    found.notes.iter().for_each(|note| page.paragraph(2, 2, note));
    for finding in &found.findings {
        page.paragraph(2, 4, &finding.said);
        page.paragraph(4, 2, &format!("→ {}", finding.settles));
    }
    page.paragraph(2, 2, &found.level);
    found.doubts.iter().for_each(|doubt| page.paragraph(2, 2, doubt));
    page.paragraph(2, 2, &found.worth);
    for sample in &found.samples {
        if !sample.title.is_empty() {
            page.heading(&sample.title);
        }
        sample.elements.iter().for_each(|e| element(e, &mut page));
    }
    if let Some(change) = &found.change {
        what_changes(change, &mut page);
    }
    page.blank();
    page.line(&[Part::Quiet(&found.origin)]);
    page
}

fn element(element: &ExplainedElement, page: &mut Page) {
    page.blank();
    page.marked(0, 6, element.status, &element.said);
    if !element.settled.is_empty() {
        page.paragraph(4, 2, &element.settled);
    }
    element.steps.iter().for_each(|below| step(below, 4, page));
}

fn step(found: &Step, indent: usize, page: &mut Page) {
    page.paragraph(indent, 2, &found.said);
    for line in found.facts.iter().chain(&found.pieces) {
        page.paragraph(indent + 2, 2, line);
    }
    found.steps.iter().for_each(|below| step(below, indent + 2, page));
}

fn what_changes(change: &WhatChanges, page: &mut Page) {
    page.heading(&change.title);
    for (rank, said) in change.changes.iter().enumerate() {
        page.paragraph(2, 3, &format!("{}. {said}", rank + 1));
    }
    if !change.said.is_empty() {
        page.paragraph(2, 0, &change.said);
    }
    for action in &change.actions {
        page.paragraph(2, 2, &format!("→ {action}"));
    }
}
