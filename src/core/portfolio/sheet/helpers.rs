//! Who could help whom: those that agreed to be named and are conforming, beside how many are not.

use super::super::gathered::OpenRows;
use super::super::row::StructureRow;
use super::lots::{by_lot, title};
use super::{number, text};
use crate::kernel::{Status, french, words};
use crate::view::table::{Table, TableCell, Width};

/// Names that are given; more are counted.
const SHOWN: usize = 5;

/// Criterion by criterion, where there are both.
pub(super) fn table(portfolio: &OpenRows) -> Table {
    let columns = vec![
        text("Lot", Width::Share(2)),
        text("N°", Width::Fit),
        text("Critère", Width::Share(2)),
        number("À aider", "structures"),
        text("Pourraient aider", Width::Share(3)).plain(),
    ];
    let mut rows = Vec::new();
    for (lot, members) in by_lot(portfolio) {
        for (at, id) in lot.criteria.iter().enumerate() {
            let has = |row: &&&StructureRow, wanted: &[Status]| {
                row.statuses.get(at).is_some_and(|status| wanted.contains(status))
            };
            let open = [Status::Nonconforming, Status::NotDemonstrated];
            let wanting = members.iter().filter(|row| has(row, &open)).count();
            let mut able: Vec<String> = members
                .iter()
                .filter(|row| row.helps && row.doubts.is_empty() && has(row, &[Status::Conforming]))
                .map(|row| row.name.to_string())
                .collect();
            if wanting == 0 || able.is_empty() {
                continue;
            }
            let more = able.len().saturating_sub(SHOWN);
            able.truncate(SHOWN);
            if more > 0 {
                able.push(french::count(more, "autre", "autres"));
            }
            let criterion = lot.norm.criterion(id).map_or("", |criterion| &criterion.title);
            rows.push(vec![
                TableCell::text(title(&lot)),
                TableCell::text(id.as_str()),
                TableCell::text(criterion),
                TableCell::count(wanting),
                TableCell::text(words::list(&able, "et")),
            ]);
        }
    }
    let caption = "Qui pourrait aider : structures qui l’ont accepté dans leur dossier";
    Table::of("entraide", caption, columns).rows(rows)
}
