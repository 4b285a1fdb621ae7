//! A portfolio on a terminal.

use crate::page::{Page, Part, cell};
use mediaudit_core::portfolio::sheet::{LotView, PortfolioSheet};
use mediaudit_core::view::table::{Holds, Table};

/// Widest first column of a table that is laid out as columns.
const HEAD: usize = 33;

pub(super) fn lay_out(sheet: &PortfolioSheet) -> Page {
    let mut page = Page::of(&sheet.title);
    sheet.warnings.iter().for_each(|said| page.paragraph(0, 0, said));
    page.blank();
    sheet.counted.iter().for_each(|said| page.paragraph(0, 0, said));
    for lot in &sheet.lots {
        of_lot(lot, &mut page);
    }
    for table in [&sheet.structures, &sheet.cohorts] {
        listed(table, &mut page);
    }
    if let Some(evolution) = &sheet.evolution {
        page.heading(&evolution.table.caption);
        evolution.said.iter().for_each(|said| page.paragraph(0, 0, said));
        blocks(&evolution.table, &mut page);
    }
    for table in [&sheet.helpers, &sheet.unread] {
        listed(table, &mut page);
    }
    page
}

fn of_lot(lot: &LotView, page: &mut Page) {
    page.heading(&lot.title);
    lot.said.iter().for_each(|said| page.paragraph(0, 0, said));
    for table in [&lot.outcomes, &lot.gaps] {
        if table.rows.is_empty() {
            continue;
        }
        page.blank();
        page.line(&[Part::Text(&table.caption)]);
        blocks(table, page);
    }
    page.blank();
    counts(&lot.criteria, page);
}

fn listed(table: &Table, page: &mut Page) {
    if !table.rows.is_empty() {
        page.heading(&table.caption);
        blocks(table, page);
    }
}

/// A row as a paragraph: its first cell, then what the others say, with the heads that they need.
fn blocks(table: &Table, page: &mut Page) {
    for row in &table.rows {
        let mut said = String::new();
        for (at, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
            if matches!(cell.said.as_str(), "" | "–") {
                continue;
            }
            if at > 0 {
                said.push_str(" · ");
            }
            if at > 0 && !column.plain {
                said.push_str(&column.short);
                said.push_str(" : ");
            }
            said.push_str(&cell.said);
            if !cell.note.is_empty() {
                said.push_str(&format!(" ({})", cell.note));
            }
        }
        page.paragraph(2, 4, &said);
    }
}

/// A table of counts as columns.
fn counts(table: &Table, page: &mut Page) {
    page.line(&[Part::Text(&table.caption)]);
    let numbers = |at: usize| {
        table
            .columns
            .get(at)
            .is_some_and(|column| column.holds == Holds::Count)
    };
    let heads: Vec<String> = table
        .columns
        .iter()
        .filter(|column| column.holds == Holds::Count)
        .map(|column| format!("{:>9}", column.short))
        .collect();
    page.line(&[Part::Quiet(&format!("  {}{}", cell("", HEAD), heads.concat()))]);
    for row in &table.rows {
        let words: Vec<&str> = row
            .iter()
            .enumerate()
            .filter(|(at, _)| !numbers(*at))
            .map(|(_, cell)| cell.said.as_str())
            .collect();
        let values: Vec<String> = row
            .iter()
            .enumerate()
            .filter(|(at, _)| numbers(*at))
            .map(|(_, cell)| format!("{:>9}", cell.said))
            .collect();
        let name: String = words.join(" ");
        page.line(&[Part::Text(&format!("  {}{}", cell(&name, HEAD), values.concat()))]);
    }
}
