//! Where in its piece a number stands: a cell of a sheet, or a page.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::record::grid::letters;

/// The last row that a sheet of any program has.
const LAST_ROW: u32 = 1_048_576;
/// The last column that a sheet of any program has (`XFD`).
const LAST_COLUMN: u32 = 16_384;

/// Where in its piece a number stands.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum FigurePlace {
    /// A cell of a sheet.
    #[serde(rename = "cellule")]
    Cell {
        /// The sheet; none: the piece has one only.
        #[serde(rename = "feuille", default, skip_serializing_if = "Option::is_none")]
        sheet: Option<String>,
        /// The column, from 1.
        #[serde(rename = "colonne")]
        column: u32,
        /// The row, from 1.
        #[serde(rename = "ligne")]
        row: u32,
    },
    /// A page, from 1.
    Page(u32),
}

impl FigurePlace {
    /// A cell as spreadsheets write it: `B12`, `Feuille1!B12`, `'Feuille 1'!$B$12`. None: it is written otherwise.
    pub fn cell(written: &str) -> Option<Self> {
        let (sheet, cell) = match written.trim().rsplit_once('!') {
            None => (None, written.trim()),
            Some((sheet, cell)) => (Some(unquoted(sheet.trim())?), cell.trim()),
        };
        let cell = cell.strip_prefix('$').unwrap_or(cell);
        let digits = cell.find(|c: char| !c.is_ascii_alphabetic())?;
        let (letters, number) = (cell.get(..digits)?, cell.get(digits..)?);
        let number = number.strip_prefix('$').unwrap_or(number);
        if letters.is_empty() || letters.len() > 3 || number.starts_with('0') {
            return None;
        }
        let column = letters.bytes().fold(0_u32, |sum, letter| {
            sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
        });
        let digits = number.bytes().all(|c| c.is_ascii_digit());
        let row: u32 = digits.then(|| number.parse().ok()).flatten()?;
        ((1..=LAST_COLUMN).contains(&column) && (1..=LAST_ROW).contains(&row)).then_some(Self::Cell {
            sheet,
            column,
            row,
        })
    }
}

/// The name of a sheet without the quotes that spreadsheets put around it.
fn unquoted(sheet: &str) -> Option<String> {
    let inner = match sheet.strip_prefix('\'') {
        Some(rest) => rest.strip_suffix('\'')?.replace("''", "'"),
        None => sheet.to_owned(),
    };
    (!inner.trim().is_empty()).then_some(inner)
}

impl fmt::Display for FigurePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cell { sheet, column, row } => {
                let cell = format!("{}{row}", letters(*column));
                match sheet {
                    Some(sheet) => write!(f, "{sheet}!{cell}"),
                    None => f.write_str(&cell),
                }
            }
            Self::Page(page) => write!(f, "page {page}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_read_as_spreadsheets_write_it() {
        for (written, said) in [
            ("B12", "B12"),
            ("b12", "B12"),
            ("$B$12", "B12"),
            ("Feuille1!B12", "Feuille1!B12"),
            (" 'L''équipe 2026'!$AA$3 ", "L'équipe 2026!AA3"),
            ("XFD1048576", "XFD1048576"),
        ] {
            let read = FigurePlace::cell(written).map(|place| place.to_string());
            assert_eq!(read.as_deref(), Some(said), "{written}");
        }
        for written in [
            "",
            "12",
            "B",
            "B0",
            "B012",
            "B12C",
            "B-1",
            "XFE1",
            "A1048577",
            "AAAA1",
            "!B12",
            "''!B12",
            "'x!B12",
            "B12:C14",
            "B1 2",
            "page 4",
            "É1",
            "B99999999999",
        ] {
            assert_eq!(FigurePlace::cell(written), None, "{written}");
        }
    }
}
