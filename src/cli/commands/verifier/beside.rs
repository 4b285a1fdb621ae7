//! One dossier under two versions of its norm.

use crate::page::{Page, Part, WIDTH, cell};
use mediaudit_core::view::comparison::{BesideRow, BesideSheet};

/// Columns of a name or a value at most; what is longer stands on lines of its own.
const MOST: usize = 32;

pub(super) fn lay_out(found: &BesideSheet) -> Page {
    let [first, second] = &found.heads;
    let mut page = Page::default();
    page.line(&[Part::Title(&found.structure)]);
    page.line(&[Part::Text(&found.said)]);
    let width = |pick: fn(&BesideRow) -> &String, head: &str| {
        let longest = found.rows.iter().map(|row| pick(row).chars().count()).max();
        longest.unwrap_or(0).max(head.chars().count()).min(MOST)
    };
    let (what, left) = (width(|r| &r.name, ""), width(|r| &r.first, first));
    page.blank();
    let gap = Part::Text("  ");
    page.line(&[
        gap,
        Part::Text(&cell("", what)),
        gap,
        Part::Title(&cell(first, left)),
        gap,
        Part::Title(second),
    ]);
    for row in &found.rows {
        let mark = if row.first == row.second { " " } else { "≠" };
        let cut = row.name.chars().count() > what || row.first.chars().count() > left;
        if cut || 2 + what + 2 + left + 2 + row.second.chars().count() > WIDTH {
            let said = if row.first == row.second {
                format!("{mark} {} : {}", row.name, row.first)
            } else {
                format!("{mark} {} : {} → {}", row.name, row.first, row.second)
            };
            page.paragraph(0, 4, &said);
            continue;
        }
        let line = format!(
            "{mark} {}  {}  {}",
            cell(&row.name, what),
            cell(&row.first, left),
            row.second
        );
        page.line(&[Part::Text(&line)]);
    }
    page
}
