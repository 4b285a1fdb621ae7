//! What a piece answers to a number that names it as its proof.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::place::FigurePlace;
use super::{Cell, CutText, Figure, Stance, row};
use crate::kernel::Ratio;
use crate::record::contents::Contents;
use crate::record::grid::{Grid, GridCell};
use crate::record::text::Folded;

/// What was found of a number in its piece.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum FigureSeen {
    /// It stands there.
    #[serde(rename = "trouve")]
    Found,
    /// It stands nowhere in it, or not on its page.
    #[serde(rename = "introuvable")]
    Missing,
    /// Another number stands in its cell, or in the one row that speaks of it.
    #[serde(rename = "autre-nombre")]
    Other(Ratio),
    /// The place that is named is not there, or holds no number.
    #[serde(rename = "lieu")]
    Nowhere(NoPlace),
}

/// Why nothing is read at the place that is named.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum NoPlace {
    /// A cell of what is no workbook and no file of values.
    #[serde(rename = "pas-un-tableau")]
    NoTable,
    /// A sheet of that name is not in it.
    #[serde(rename = "feuille-absente")]
    NoSheet,
    /// It has several sheets, and none is named.
    #[serde(rename = "feuille-a-dire")]
    WhichSheet,
    /// The sheet, its row or its column is hidden.
    #[serde(rename = "masquee")]
    Hidden,
    /// Outside of what is filled in.
    #[serde(rename = "hors-du-tableau")]
    Outside,
    /// Nothing stands in the cell.
    #[serde(rename = "cellule-vide")]
    EmptyCell,
    /// No number stands in the cell, or several do.
    #[serde(rename = "pas-un-nombre")]
    NoNumber,
    /// Its pages are not told apart.
    #[serde(rename = "sans-pages")]
    NoPages,
    /// It has not so many pages.
    #[serde(rename = "page-absente")]
    NoSuchPage,
}

/// A text in which numbers are sought, cut once for all of them.
#[derive(Debug)]
pub struct Legible<'a> {
    raw: Cow<'a, str>,
    cut: OnceCell<CutText>,
}

impl<'a> Legible<'a> {
    /// The text of a piece, where there is any.
    pub fn of(contents: &'a Contents) -> Option<Self> {
        let text = contents.text.as_deref()?;
        Some(match contents.grids.as_slice() {
            // a file of values has no tabs of its own
            [grid] if grid.name.is_empty() => Self::text(Cow::Owned(tabbed(grid))),
            _ => Self::text(Cow::Borrowed(text)),
        })
    }

    fn text(raw: Cow<'a, str>) -> Self {
        Self {
            raw,
            cut: OnceCell::new(),
        }
    }

    fn cut(&self) -> &CutText {
        self.cut.get_or_init(|| CutText::of(&self.raw))
    }
}

impl Figure {
    /// What a piece answers; none: there is no text to seek in, which is not a text without the number.
    pub fn seen_in(&self, contents: &Contents, legible: Option<&Legible<'_>>) -> Option<FigureSeen> {
        let text = contents.text.as_deref();
        match &self.at {
            None => legible.map(|text| self.seen_in_text(text)),
            Some(FigurePlace::Cell { sheet, column, row }) => {
                if contents.grids.is_empty() {
                    return text.map(|_| FigureSeen::Nowhere(NoPlace::NoTable));
                }
                Some(self.in_cell(&contents.grids, sheet.as_deref(), (*column, *row)))
            }
            Some(FigurePlace::Page(page)) => {
                let text = text?;
                if contents.pages.is_empty() {
                    return Some(FigureSeen::Nowhere(NoPlace::NoPages));
                }
                let rank = (*page as usize).checked_sub(1);
                let Some(words) = rank.and_then(|rank| contents.page(text, rank)) else {
                    return Some(FigureSeen::Nowhere(NoPlace::NoSuchPage));
                };
                let image = rank.and_then(|rank| contents.sheets.get(rank));
                if image.is_some_and(|sheet| sheet.image) && !self.stands_on(words) {
                    return None;
                }
                Some(self.seen_on(words))
            }
        }
    }

    /// What a text answers that a person copied out of a page.
    pub fn seen_in_copy(&self, text: &str) -> FigureSeen {
        match &self.at {
            None => self.seen_in_text(&Legible::text(Cow::Borrowed(text))),
            Some(_) => self.seen_on(text),
        }
    }

    fn seen_in_text(&self, text: &Legible<'_>) -> FigureSeen {
        let stance = self.stance(text.cut());
        if stance == Stance::Sure {
            return FigureSeen::Found;
        }
        match (row::other(self, &text.raw), stance) {
            (Some(other), _) => FigureSeen::Other(other),
            (None, Stance::Nowhere) => FigureSeen::Missing,
            (None, Stance::Sure | Stance::InAnotherRow) => FigureSeen::Found,
        }
    }

    fn seen_on(&self, page: &str) -> FigureSeen {
        if self.stands_on(page) {
            FigureSeen::Found
        } else {
            FigureSeen::Missing
        }
    }

    /// Does it stand on this page? Its words, where a number needs any, may stand anywhere on it.
    fn stands_on(&self, page: &str) -> bool {
        let Some(value) = self.exact() else { return false };
        let page = CutText::of(page);
        let told = self.words.is_empty() || self.speaks_for_itself(&value);
        let told = told || page.cells().any(|cell| !self.marks(cell).is_empty());
        told && page.cells().any(|cell| cell.holds(&value, self.percent))
    }

    fn in_cell(&self, grids: &[Grid], sheet: Option<&str>, at: (u32, u32)) -> FigureSeen {
        match found(grids, sheet, at).and_then(|cell| self.number(cell)) {
            Err(why) => FigureSeen::Nowhere(why),
            Ok(numbers) => self.told_by(&numbers),
        }
    }

    /// One number may be meant in two ways: 83, or 0.83, for a percentage.
    fn told_by(&self, meant: &[Ratio]) -> FigureSeen {
        let own = self.exact();
        let alike = |n: &Ratio| own.as_ref().is_some_and(|own| n == own || self.rounds_to(n, own));
        match meant.first() {
            _ if meant.iter().any(alike) => FigureSeen::Found,
            Some(other) => FigureSeen::Other(other.clone()),
            None => FigureSeen::Nowhere(NoPlace::NoNumber),
        }
    }

    /// What the number of a cell may mean.
    fn number(&self, cell: &GridCell) -> Result<Vec<Ratio>, NoPlace> {
        match cell {
            GridCell::Number(written) => {
                let value = Ratio::parse_decimal(written).ok_or(NoPlace::NoNumber)?;
                if !self.percent {
                    return Ok(vec![value]);
                }
                let hundredth = Ratio::of(&value, &Ratio::whole(100));
                let (shares, hundreds) = (Some(value.clone()), hundredth);
                let meant = if value > Ratio::one() {
                    [hundreds, None]
                } else {
                    [shares, hundreds]
                };
                Ok(meant.into_iter().flatten().collect())
            }
            GridCell::Text(text) => {
                let read = Cell::of(text);
                let all: BTreeSet<&Ratio> = read.numbers(self.percent).iter().map(|(_, n)| n).collect();
                match all.first() {
                    Some(only) if all.len() == 1 => Ok(vec![(*only).clone()]),
                    _ => Err(NoPlace::NoNumber),
                }
            }
            GridCell::Day(_) | GridCell::Truth(_) | GridCell::Faulty => Err(NoPlace::NoNumber),
        }
    }
}

/// The rows of a sheet as a text, a tab between two cells.
fn tabbed(grid: &Grid) -> String {
    let mut out = String::new();
    for row in &grid.rows {
        let mut at = 1;
        for (column, cell) in &row.cells {
            while at < *column {
                out.push('\t');
                at += 1;
            }
            match cell {
                GridCell::Text(text) | GridCell::Number(text) => {
                    out.extend(text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
                }
                GridCell::Day(day) => out.push_str(&day.in_figures()),
                GridCell::Truth(_) | GridCell::Faulty => {}
            }
        }
        out.push('\n');
    }
    out
}

/// The cell at a place that an eye can see.
fn found<'a>(
    grids: &'a [Grid],
    sheet: Option<&str>,
    (column, row): (u32, u32),
) -> Result<&'a GridCell, NoPlace> {
    let grid = match (sheet, grids) {
        (None, [only]) => only,
        (None, _) => return Err(NoPlace::WhichSheet),
        (Some(name), grids) => {
            let name = Folded::of(name);
            let named = |grid: &&Grid| Folded::of(&grid.name).as_str() == name.as_str();
            grids.iter().find(named).ok_or(NoPlace::NoSheet)?
        }
    };
    if grid.hidden || grid.hidden_columns.contains(&column) {
        return Err(NoPlace::Hidden);
    }
    let widest = grid.rows.iter().flat_map(|row| &row.cells).map(|(at, _)| *at);
    let last = grid.rows.last().map_or(0, |row| row.number);
    if row > last || column > widest.max().unwrap_or(0) {
        return Err(NoPlace::Outside);
    }
    let held = grid.rows.iter().find(|known| known.number == row);
    let held = held.ok_or(NoPlace::EmptyCell)?;
    if held.hidden {
        return Err(NoPlace::Hidden);
    }
    held.cell(column).ok_or(NoPlace::EmptyCell)
}

#[cfg(test)]
mod tests {
    use super::super::FigureWords;
    use super::*;
    use crate::record::grid::GridRow;

    fn seen(value: &str, percent: bool, cell: GridCell) -> FigureSeen {
        let value = Ratio::parse_fraction(value).unwrap();
        let place = FigurePlace::cell("'Bilan 2025'!B2");
        let figure = Figure::of(&value, &FigureWords::of(percent, "Essai", &[]), place);
        let row = GridRow {
            number: 2,
            hidden: false,
            cells: vec![(2, cell)],
        };
        let grid = Grid {
            name: "BILAN 2025".to_owned(),
            rows: vec![row],
            ..Grid::default()
        };
        let other = Grid::default();
        let contents = Contents {
            grids: vec![other, grid],
            ..Contents::default()
        };
        figure.seen_in(&contents, None).unwrap()
    }

    #[test]
    fn a_cell_holds_its_number_however_it_is_written() {
        let text = |text: &str| GridCell::Text(text.to_owned());
        let number = |text: &str| GridCell::Number(text.to_owned());
        for (value, percent, cell) in [
            ("12", false, number("12")),
            ("12", false, number("12.0")),
            ("1200", false, text("1 200 habitants")),
            ("12", false, text("douze")),
            ("83/100", true, number("0.83")),
            ("83/100", true, number("0.8333333")),
            ("83/100", true, number("83")),
            ("83/100", true, text("83 %")),
            ("1", true, number("1")),
            ("1", true, number("100")),
            ("25/2", false, number("12.48")),
        ] {
            assert_eq!(
                seen(value, percent, cell.clone()),
                FigureSeen::Found,
                "{value} {cell:?}"
            );
        }
        let other = |text: &str| FigureSeen::Other(Ratio::parse_fraction(text).unwrap());
        for (value, percent, cell, said) in [
            ("12", false, number("11"), other("11")),
            ("12", false, number("11.6"), other("58/5")),
            ("90/100", true, number("0.83"), other("83/100")),
            ("90/100", true, number("83"), other("83/100")),
            ("12", false, text("onze"), other("11")),
        ] {
            assert_eq!(seen(value, percent, cell), said, "{value}");
        }
        for cell in [
            text("11 ou 12"),
            text("le 12 mars 2026"),
            text("voir annexe"),
            GridCell::Faulty,
            GridCell::Truth(true),
        ] {
            let nowhere = FigureSeen::Nowhere(NoPlace::NoNumber);
            assert_eq!(seen("12", false, cell.clone()), nowhere, "{cell:?}");
        }
    }
}
