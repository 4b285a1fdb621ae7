//! A spreadsheet as it was read: sheets, rows, typed cells. It leaves the helper as it is, is counted, and is kept nowhere.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Fault;
use super::limits;
use crate::kernel::Date;

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// Its name; a file of plain values has none.
    pub name: String,
    /// Is the whole sheet hidden?
    pub hidden: bool,
    /// Numbers of the columns that are hidden, from 1.
    pub hidden_columns: BTreeSet<u32>,
    /// Rows that hold something, in order.
    pub rows: Vec<GridRow>,
    /// Cells so far to the right that no table has them: counted, not kept.
    pub beyond: u32,
}

/// A row that holds something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GridRow {
    /// Its number, from 1.
    pub number: u32,
    /// Is it hidden, by hand or by a filter?
    pub hidden: bool,
    /// Its cells that hold something: column from 1, value.
    pub cells: Vec<(u32, GridCell)>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GridCell {
    /// A text.
    Text(String),
    /// A number, as the shortest decimal of 15 digits.
    Number(String),
    /// A day, by the workbook's own system.
    Day(Date),
    /// True or false.
    Truth(bool),
    /// A fault of the workbook's own (`#REF!`), or a formula of which no value is kept.
    Faulty,
}

impl GridRow {
    /// The cell of a column.
    pub fn cell(&self, column: u32) -> Option<&GridCell> {
        self.cells
            .iter()
            .find(|(at, _)| *at == column)
            .map(|(_, cell)| cell)
    }
}

/// Sheets as they are read, counted all along: what is over a limit is refused before it is held.
#[derive(Debug, Default)]
pub struct Gridding {
    grids: Vec<Grid>,
    cells: usize,
}

impl Gridding {
    /// A new sheet.
    pub fn sheet(&mut self, name: &str, hidden: bool) {
        self.grids.push(Grid {
            name: name.chars().take(limits::SHEET_NAME).collect(),
            hidden,
            ..Grid::default()
        });
    }

    /// These columns of the sheet are hidden, from the first to the last.
    pub fn hide_columns(&mut self, first: u32, last: u32) {
        if let Some(grid) = self.grids.last_mut() {
            grid.hidden_columns
                .extend(first.max(1)..=last.min(limits::TABLE_COLUMNS));
        }
    }

    /// A row, `times` over: blank ones cost nothing, others are counted before they are held.
    pub fn row(
        &mut self,
        number: u32,
        times: u32,
        hidden: bool,
        cells: &[(u32, GridCell)],
    ) -> Result<(), Fault> {
        let Some(grid) = self.grids.last_mut() else {
            return Ok(());
        };
        let kept: Vec<(u32, GridCell)> = cells
            .iter()
            .filter(|(column, _)| *column <= limits::TABLE_COLUMNS)
            .cloned()
            .collect();
        let beyond = u32::try_from(cells.len() - kept.len()).unwrap_or(u32::MAX);
        grid.beyond = grid.beyond.saturating_add(beyond);
        if kept.is_empty() {
            return Ok(());
        }
        let more = kept.len().saturating_mul(times as usize);
        self.cells = self.cells.saturating_add(more);
        if self.cells > limits::TABLE_CELLS {
            return Err(Fault::TooManyCells);
        }
        for after in 0..times {
            grid.rows.push(GridRow {
                number: number.saturating_add(after),
                hidden,
                cells: kept.clone(),
            });
        }
        Ok(())
    }

    /// The sheets.
    pub fn finish(self) -> Vec<Grid> {
        self.grids
    }
}

/// The letters of a column: `AA` for 27.
pub fn letters(mut column: u32) -> String {
    let mut out = Vec::new();
    while column > 0 {
        let digit = u8::try_from((column - 1) % 26).unwrap_or_default();
        out.push(char::from(b'A' + digit));
        column = (column - 1) / 26;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let names: Vec<String> = [1, 26, 27, 702, 703, 16_384].map(letters).into();
        assert_eq!(names, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn repeats_are_counted_before_they_are_held() {
        let mut all = Gridding::default();
        all.sheet("f", false);
        let cell = || vec![(1, GridCell::Truth(true))];
        assert_eq!(all.row(1, 1_048_576, false, &[]), Ok(()));
        assert_eq!(all.row(1, u32::MAX, false, &cell()), Err(Fault::TooManyCells));
        let far = vec![(16_384, GridCell::Truth(true))];
        assert_eq!(all.row(1_048_576, 1, false, &far), Ok(()));
        let grids = all.finish();
        assert_eq!(
            grids
                .iter()
                .map(|grid| (grid.rows.len(), grid.beyond))
                .collect::<Vec<_>>(),
            [(0, 1)]
        );
    }
}
