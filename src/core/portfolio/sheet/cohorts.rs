//! Structures of one form, of one territory.

use std::collections::BTreeMap;

use super::super::gathered::OpenRows;
use super::super::row::StructureRow;
use super::lots::{by_lot, title};
use super::{number, text};
use crate::view::table::{Table, TableCell, Width};

/// What a structure that does not say it is put under.
const UNSAID: &str = "non précisé";

/// A word as others write it: « Association », « association » and « ASSOCIATION » are one.
pub(in super::super) fn category(said: &str) -> String {
    let said = said
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    if said.is_empty() { UNSAID.to_owned() } else { said }
}

/// The band of a row in one of its norm's cohorts, in words.
pub(in super::super) fn band(row: &StructureRow, cohort: usize) -> String {
    let place = row.bands.get(cohort).copied().flatten();
    let bands = row.lot.norm.cohorts.get(cohort).map(|cohort| &cohort.bands);
    let found = place.and_then(|place| bands?.get(usize::from(place)));
    found.map_or_else(|| UNSAID.to_owned(), |band| band.label.clone())
}

#[derive(Default)]
struct Sums {
    structures: usize,
    favourable: usize,
    reserved: usize,
    doubted: usize,
}

fn sums<'r>(rows: &[&'r StructureRow], of: impl Fn(&'r StructureRow) -> String) -> BTreeMap<String, Sums> {
    let mut out: BTreeMap<String, Sums> = BTreeMap::new();
    for row in rows {
        let sums = out.entry(of(row)).or_default();
        sums.structures += 1;
        sums.favourable += usize::from(row.favourable);
        sums.reserved += usize::from(row.reserved);
        sums.doubted += usize::from(!row.doubts.is_empty());
    }
    out
}

/// Every cohort of every lot.
pub(super) fn table(portfolio: &OpenRows) -> Table {
    let columns = vec![
        text("Lot", Width::Share(3)),
        text("Cohorte", Width::Fit),
        text("Catégorie", Width::Share(2)),
        number("Structures", "structures"),
        number("Issue favorable", "structures").short("Favorable"),
        number("Favorable sous réserve", "structures").short("Sous réserve"),
        number("Avec un doute", "structures").short("Doute"),
    ];
    let mut rows = Vec::new();
    for (lot, members) in by_lot(portfolio) {
        let by = [
            ("forme", sums(&members, |row| category(&row.form))),
            ("territoire", sums(&members, |row| category(&row.territory))),
        ];
        let mut by: Vec<(String, BTreeMap<String, Sums>)> = by
            .into_iter()
            .map(|(name, sums)| (name.to_owned(), sums))
            .collect();
        for (at, cohort) in lot.norm.cohorts.iter().enumerate() {
            by.push((cohort.title.clone(), sums(&members, |row| band(row, at))));
        }
        for (name, cohorts) in by {
            for (category, sums) in cohorts {
                rows.push(vec![
                    TableCell::text(title(&lot)),
                    TableCell::text(&name),
                    TableCell::text(category),
                    TableCell::count(sums.structures),
                    TableCell::count(sums.favourable),
                    TableCell::count(sums.reserved),
                    TableCell::count(sums.doubted),
                ]);
            }
        }
    }
    Table::of(
        "cohortes",
        "Structures par forme, par territoire et par taille",
        columns,
    )
    .rows(rows)
}
