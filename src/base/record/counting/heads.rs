//! The headings of a table: the row in which they stand, and which column each is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{KnownColumns, filled};
use crate::kernel::ColumnId;
use crate::record::cell::{Said, of_type, plain, said};
use crate::record::grid::{Grid, GridCell, GridRow};
use crate::record::table::{ColumnDef, ColumnType};

/// Headings are sought in so many rows that hold something: titles stand above them.
const ROWS: usize = 40;

/// Rows under a heading that are looked at, to see whose it may be.
const SAMPLE: usize = 30;

/// The row of the headings of a sheet.
#[derive(Debug)]
pub(super) struct Heads<'a> {
    /// Its number.
    pub(super) row: u32,
    /// The columns that were found.
    pub(super) columns: BTreeMap<&'a ColumnId, u32>,
    /// All headings, as they are compared.
    all: BTreeMap<u32, String>,
}

/// The headings of a row, as they are compared: without what stands in brackets.
fn headings(row: &GridRow, grid: &Grid) -> BTreeMap<u32, String> {
    row.cells
        .iter()
        .filter(|(column, _)| !grid.hidden_columns.contains(column))
        .filter_map(|(column, cell)| match cell {
            GridCell::Text(text) => Some((*column, heading(text))),
            _ => None,
        })
        .collect()
}

fn heading(text: &str) -> String {
    plain(text.split(['(', '[']).next().unwrap_or(text))
}

/// How each column of a table may be called, as headings are compared: the structure's own word comes first, then the norm's, then
/// its synonyms.
pub(super) struct Callings<'a> {
    columns: Vec<(&'a ColumnId, [Vec<String>; 3])>,
}

impl<'a> Callings<'a> {
    pub(super) fn of(asked: &'a KnownColumns) -> Self {
        let called = |column: &ColumnDef| match asked.own.get(&column.id) {
            Some(own) => [vec![heading(&own.heading)], Vec::new(), Vec::new()],
            None => [
                Vec::new(),
                vec![heading(&column.label)],
                column.synonyms.iter().map(|word| heading(word)).collect(),
            ],
        };
        let columns = asked.table.columns.iter();
        Self {
            columns: columns.map(|column| (&column.id, called(column))).collect(),
        }
    }
}

impl<'a> Heads<'a> {
    /// Those of a sheet; none where one that is needed is in no row.
    pub(super) fn find(grid: &Grid, asked: &'a KnownColumns) -> Option<Self> {
        let callings = Callings::of(asked);
        let mut best: Option<Self> = None;
        for row in grid.rows.iter().take(ROWS) {
            let heads = Self::of(row, grid, &callings);
            let whole = asked
                .table
                .columns
                .iter()
                .all(|column| !column.needed || heads.columns.contains_key(&column.id));
            let more = best
                .as_ref()
                .is_none_or(|known| heads.columns.len() > known.columns.len());
            if whole && !heads.columns.is_empty() && more {
                best = Some(heads);
            }
        }
        best
    }

    fn of(row: &GridRow, grid: &Grid, callings: &Callings<'a>) -> Self {
        let all = headings(row, grid);
        let mut columns: BTreeMap<&ColumnId, u32> = BTreeMap::new();
        let mut taken: BTreeSet<u32> = BTreeSet::new();
        for pass in 0..3 {
            for (id, called) in &callings.columns {
                let wanted = called.get(pass).filter(|words| !words.is_empty());
                let Some(wanted) = wanted.filter(|_| !columns.contains_key(*id)) else {
                    continue;
                };
                let found = all
                    .iter()
                    .find(|(at, text)| !taken.contains(at) && !text.is_empty() && wanted.contains(text));
                if let Some((at, _)) = found {
                    taken.insert(*at);
                    columns.insert(*id, *at);
                }
            }
        }
        Self {
            row: row.number,
            columns,
            all,
        }
    }

    /// The column under a heading of the structure's own.
    pub(super) fn called(&self, own: &str) -> Option<u32> {
        let own = heading(own);
        let found = self.all.iter().find(|(_, text)| **text == own);
        found.map(|(column, _)| *column)
    }

    /// How well a sheet is this table: columns that were found, then what stands under them and cannot be read as theirs, then whether
    /// the sheet is called after it.
    pub(super) fn fit(&self, grid: &Grid, asked: &KnownColumns) -> (usize, Reverse<usize>, bool) {
        let none = BTreeMap::new();
        let own = |id: &ColumnId| asked.own.get(id).map_or(&none, |own| &own.values);
        let below = grid
            .rows
            .iter()
            .filter(|row| row.number > self.row && !self.is_aside(row));
        let strange = below.take(SAMPLE).map(|row| {
            let cells = asked.table.columns.iter().filter_map(|column| {
                let at = *self.columns.get(&column.id)?;
                let plainly = own(&column.id)
                    .iter()
                    .map(|(theirs, ours)| (plain(theirs), ours.clone()));
                Some(said(row.cell(at), column, &plainly.collect()))
            });
            cells.filter(|said| *said == Said::Other).count()
        });
        let called = plain(&grid.name);
        let named = plain(&asked.table.label)
            .split(' ')
            .any(|word| word.chars().count() > 6 && called.contains(word));
        (self.columns.len(), Reverse(strange.sum()), named)
    }

    /// Is a row no row of the table: a total, a remark, the headings again?
    pub(super) fn is_aside(&self, row: &GridRow) -> bool {
        let own = filled(row, self.columns.values().copied());
        let unknown = self.columns.is_empty();
        let note = (own == 0 && !unknown) || (own == 1 && row.cells.len() == 1 && self.columns.len() > 2);
        let total = row.cells.iter().any(|(_, cell)| {
            let GridCell::Text(text) = cell else { return false };
            let text = plain(text);
            ["total", "totaux", "sous total", "sous totaux", "ensemble"]
                .iter()
                .any(|word| {
                    text == *word
                        || (text.starts_with(word)
                            && text.get(word.len()..).is_some_and(|rest| rest.starts_with(' '))
                            && text.split(' ').count() <= 4)
                })
        });
        let again = !unknown
            && self.columns.values().all(|at| match row.cell(*at) {
                Some(GridCell::Text(text)) => self.all.get(at) == Some(&heading(text)),
                _ => false,
            });
        note || total || again
    }

    /// Columns under whose heading a person would be named, and that hold something: hidden ones, and those that the structure says are
    /// another's. With each, the norm's word for it.
    pub(super) fn forbidden<'t>(&self, grid: &Grid, known: &'t KnownColumns) -> Vec<(u32, &'t String)> {
        let banned: Vec<(String, &String)> = known
            .table
            .forbidden
            .iter()
            .map(|word| (plain(word), word))
            .collect();
        let holds = |column: u32| {
            grid.rows
                .iter()
                .any(|row| row.number > self.row && row.cell(column).is_some())
        };
        let own = |column: u32| {
            self.columns
                .iter()
                .any(|(id, at)| *at == column && !known.own.contains_key(*id))
        };
        let heads = grid.rows.iter().find(|row| row.number == self.row);
        let cells = heads.into_iter().flat_map(|row| &row.cells);
        cells
            .filter_map(|(column, cell)| {
                let GridCell::Text(text) = cell else { return None };
                let text = heading(text);
                // the longest says the most
                let words = banned
                    .iter()
                    .filter(|(word, _)| text == *word || text.starts_with(&format!("{word} ")));
                let (_, word) = words.max_by_key(|(word, _)| word.chars().count())?;
                Some((*column, *word))
            })
            .filter(|(column, _)| holds(*column) && !own(*column))
            .collect()
    }
}

/// Are its cells texts, none of them a value?
fn is_heading(row: &GridRow) -> bool {
    row.cells
        .iter()
        .all(|(_, cell)| matches!(cell, GridCell::Text(text) if !is_value(cell, text)))
}

fn is_value(cell: &GridCell, text: &str) -> bool {
    let number = text.chars().all(|c| !c.is_alphabetic()) && text.chars().any(|c| c.is_ascii_digit());
    number || says(cell, ColumnType::Date)
}

/// Does a number or a day stand right under one of its cells?
fn bears_values(row: &GridRow, grid: &Grid) -> bool {
    let next = grid.rows.iter().find(|below| below.number > row.number);
    next.is_some_and(|next| {
        row.cells.iter().any(|(at, _)| {
            next.cell(*at)
                .is_some_and(|cell| says(cell, ColumnType::Date) || says(cell, ColumnType::Number))
        })
    })
}

/// Does a cell say a value of this type?
fn says(cell: &GridCell, kind: ColumnType) -> bool {
    !matches!(of_type(Some(cell), kind), Said::Other | Said::Nothing)
}

/// For each column that is missing, the headings that may be its own: those under which only what it holds stands. Only where a row
/// of headings is sure: texts that are no values, and one of them is known, or a number or a day stands under one.
pub(super) fn proposals(
    grids: &[Grid],
    asked: &KnownColumns,
    missing: &BTreeSet<ColumnId>,
) -> BTreeMap<ColumnId, Vec<String>> {
    let mut out: BTreeMap<ColumnId, Vec<String>> = BTreeMap::new();
    let callings = Callings::of(asked);
    let shown = grids.iter().filter(|grid| !grid.hidden);
    let best = shown
        .flat_map(|grid| grid.rows.iter().take(ROWS).map(move |row| (grid, row)))
        .map(|(grid, row)| (grid, row, Heads::of(row, grid, &callings)))
        .filter(|(grid, row, heads)| {
            row.cells.len() > 1 && is_heading(row) && (!heads.columns.is_empty() || bears_values(row, grid))
        })
        .reduce(|best, next| {
            if next.2.columns.len() > best.2.columns.len() {
                next
            } else {
                best
            }
        });
    let Some((grid, row, heads)) = best else {
        return out;
    };
    let below: Vec<&GridRow> = grid
        .rows
        .iter()
        .filter(|below| below.number > row.number && !heads.is_aside(below))
        .take(SAMPLE)
        .collect();
    for column in asked
        .table
        .columns
        .iter()
        .filter(|column| missing.contains(&column.id))
    {
        // a question that many columns may answer is not asked of each: a word of its own must stand there
        let own: Vec<String> = std::iter::once(&column.label)
            .chain(&column.synonyms)
            .flat_map(|words| plain(words).split(' ').map(str::to_owned).collect::<Vec<_>>())
            .filter(|word| word.chars().count() > 3)
            .collect();
        let alike = |text: &str| text.split(' ').any(|word| own.iter().any(|known| known == word));
        let free = heads
            .all
            .iter()
            .filter(|(at, text)| !text.is_empty() && !heads.columns.values().any(|own| own == *at))
            .filter(|(_, text)| column.needed || alike(text));
        let holds = |at: u32| {
            let mut under = below
                .iter()
                .map(|row| said(row.cell(at), column, &BTreeMap::new()))
                .filter(|said| *said != Said::Nothing)
                .peekable();
            match column.kind {
                // words that are not known yet may stand for its values
                ColumnType::Choice => under.peek().is_some(),
                ColumnType::Text => column.personal || under.peek().is_some(),
                _ => under.peek().is_some() && under.all(|said| said != Said::Other),
            }
        };
        let fits: Vec<(&u32, &String)> = free.filter(|(at, _)| holds(**at)).collect();
        let sure: Vec<(&u32, &String)> = fits.iter().copied().filter(|(_, text)| alike(text)).collect();
        let fits = if sure.is_empty() { fits } else { sure };
        let named: Vec<String> = fits
            .into_iter()
            .filter_map(|(at, _)| match row.cell(*at) {
                Some(GridCell::Text(text)) => Some(text.trim().to_owned()),
                _ => None,
            })
            .collect();
        if !named.is_empty() {
            out.insert(column.id.clone(), named);
        }
    }
    out
}
