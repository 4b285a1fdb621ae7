//! Cells of a sheet: texts, numbers, days, the values that formulas gave when the workbook was kept.

use std::collections::{BTreeMap, BTreeSet};

use mediaudit_core::record::grid::{GridCell, Gridding};

use super::super::{Fault, Page, limits, values};
use super::globals::{Globals, SharedText, SheetPlace};
use super::records::{Parts, Record, Records, double, kind, long, number};

/// A sheet as it is read: cells come in about the order of their rows.
#[derive(Debug)]
struct Sheet<'a> {
    book: &'a Globals,
    cells: BTreeMap<(u16, u16), Written<'a>>,
    hidden_rows: BTreeSet<u16>,
    hidden_columns: Vec<(u16, u16)>,
    /// The cell of a formula whose text comes in a record of its own.
    awaited: Option<(u16, u16)>,
    notes: Vec<String>,
}

/// What stands in a cell.
#[derive(Debug)]
struct Written<'a> {
    format: u16,
    value: Value<'a>,
}

#[derive(Debug)]
enum Value<'a> {
    Shared(&'a SharedText),
    Text(SharedText),
    /// As the shortest decimal that gives the same binary fraction.
    Number(String),
    Truth(bool),
    Faulty,
}

pub(super) fn read(
    stream: &[u8],
    place: &SheetPlace,
    book: &Globals,
    page: &mut Page,
    grids: &mut Gridding,
) -> Result<(), Fault> {
    let mut sheet = Sheet {
        book,
        cells: BTreeMap::new(),
        hidden_rows: BTreeSet::new(),
        hidden_columns: Vec::new(),
        awaited: None,
        notes: Vec::new(),
    };
    sheet.walk(stream)?;
    sheet.show(place.hidden, page)?;
    sheet.grid(place, grids)
}

impl<'a> Sheet<'a> {
    fn walk(&mut self, stream: &'a [u8]) -> Result<(), Fault> {
        let mut depth = 0_u32;
        for record in Records(stream) {
            match record.kind {
                // a chart in a sheet is a stream in it, whose numbers are copies
                kind::BEGIN => depth += 1,
                kind::END => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return Ok(());
                    }
                }
                _ if depth == 1 => {
                    // what is cut says nothing
                    let _cut = self.record(&record);
                    if self.cells.len() > limits::TABLE_CELLS {
                        return Err(Fault::TooManyCells);
                    }
                }
                _ => {}
            }
        }
        // it ends before its end
        Err(Fault::Broken)
    }

    fn record(&mut self, record: &Record<'a>) -> Option<()> {
        let body = record.body;
        match record.kind {
            kind::COLUMNS if number(body, 8)? & 1 == 1 => {
                self.hidden_columns.push((number(body, 0)?, number(body, 2)?));
            }
            // a row without height
            kind::ROW if number(body, 12)? & 0x20 != 0 => {
                self.hidden_rows.insert(number(body, 0)?);
            }
            kind::SHARED_LABEL => {
                let shared = self.book.shared(long(body, 6)?)?;
                self.put(body, Value::Shared(shared))?;
            }
            kind::LABEL | kind::RICH_LABEL => {
                let text = Parts::of(record, 6).text()?;
                self.put(body, Value::Text(SharedText::of(text)))?;
            }
            kind::NUMBER => self.put(body, Value::Number(double(body, 6)?.to_string()))?,
            kind::RK => self.put(body, Value::Number(short(long(body, 6)?)))?,
            kind::RUN_OF_RK => self.run(body)?,
            kind::TRUTH if *body.get(7)? == 0 => self.put(body, Value::Truth(*body.get(6)? != 0))?,
            kind::TRUTH => self.put(body, Value::Faulty)?,
            kind::FORMULA => self.formula(body)?,
            kind::STRING => {
                if let Some(at) = self.awaited.take()
                    && let Some(cell) = self.cells.get_mut(&at)
                {
                    cell.value = Value::Text(SharedText::of(Parts::of(record, 0).text()?));
                }
            }
            // a note: its text stands in the record that goes on with it
            kind::DRAWN_TEXT => {
                let count = usize::from(number(body, 10)?);
                let mut parts = Parts::of(record, body.len());
                self.notes.extend(parts.signs(count, false));
            }
            _ => {}
        }
        Some(())
    }

    /// Puts a value in the cell that a record begins with.
    fn put(&mut self, body: &[u8], value: Value<'a>) -> Option<()> {
        let at = (number(body, 0)?, number(body, 2)?);
        let format = number(body, 4)?;
        self.cells.insert(at, Written { format, value });
        Some(())
    }

    /// Numbers of one row, side by side.
    fn run(&mut self, body: &[u8]) -> Option<()> {
        let (row, first) = (number(body, 0)?, number(body, 2)?);
        let each = body.get(4..body.len().checked_sub(2)?)?.chunks_exact(6);
        for (column, cell) in (first..).zip(each) {
            let written = Written {
                format: number(cell, 0)?,
                value: Value::Number(short(long(cell, 2)?)),
            };
            self.cells.insert((row, column), written);
        }
        Some(())
    }

    /// What a formula gave when the workbook was kept; nothing is computed here, and no link is followed.
    fn formula(&mut self, body: &[u8]) -> Option<()> {
        self.awaited = None;
        if number(body, 12)? != 0xffff {
            return self.put(body, Value::Number(double(body, 6)?.to_string()));
        }
        let kept = *body.get(8)?;
        match *body.get(6)? {
            0 => {
                self.awaited = number(body, 0).zip(number(body, 2));
                self.put(body, Value::Faulty)
            }
            1 => self.put(body, Value::Truth(kept != 0)),
            3 => self.put(body, Value::Text(SharedText::of(String::new()))),
            _ => self.put(body, Value::Faulty),
        }
    }

    fn is_column_hidden(&self, column: u16) -> bool {
        self.hidden_columns
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// Writes what an eye sees.
    fn show(&self, whole: bool, page: &mut Page) -> Result<(), Fault> {
        let mut last = None;
        for ((row, column), cell) in &self.cells {
            if last.is_some_and(|last| last != row) {
                page.separate('\n')?;
            }
            last = Some(row);
            let format = self.book.format(cell.format);
            let unseen =
                whole || format.unseen || self.hidden_rows.contains(row) || self.is_column_hidden(*column);
            match &cell.value {
                Value::Shared(text) if unseen => page.hide(&text.text)?,
                Value::Text(text) if unseen => page.hide(&text.text)?,
                Value::Shared(text) => page.push(&text.text)?,
                Value::Text(text) => page.push(&text.text)?,
                Value::Number(stored) => {
                    let shown = match self.number(stored, cell.format) {
                        GridCell::Day(day) => day.in_figures(),
                        GridCell::Number(decimal) => decimal,
                        _ => String::new(),
                    };
                    if unseen {
                        page.hide(&shown)?;
                    } else {
                        page.push(&shown)?;
                    }
                }
                Value::Truth(_) | Value::Faulty => {}
            }
            page.separate('\t')?;
        }
        page.separate('\n')?;
        for note in &self.notes {
            page.push(note)?;
            page.separate('\n')?;
        }
        Ok(())
    }

    fn number(&self, stored: &str, format: u16) -> GridCell {
        let cell = if self.book.format(format).is_day {
            values::day(stored, self.book.system).map(GridCell::Day)
        } else {
            values::decimal(stored).map(GridCell::Number)
        };
        cell.unwrap_or(GridCell::Faulty)
    }

    fn grid(&self, place: &SheetPlace, out: &mut Gridding) -> Result<(), Fault> {
        out.sheet(&place.name, place.hidden);
        for (first, last) in &self.hidden_columns {
            out.hide_columns(u32::from(*first) + 1, u32::from(*last) + 1);
        }
        let mut rows: BTreeMap<u16, Vec<(u32, GridCell)>> = BTreeMap::new();
        for ((row, column), cell) in &self.cells {
            let value = match &cell.value {
                Value::Shared(text) => values::text(&text.text),
                Value::Text(text) => values::text(&text.text),
                Value::Number(stored) => Some(self.number(stored, cell.format)),
                Value::Truth(truth) => Some(GridCell::Truth(*truth)),
                Value::Faulty => Some(GridCell::Faulty),
            };
            let cells = rows.entry(*row).or_default();
            cells.extend(value.map(|value| (u32::from(*column) + 1, value)));
        }
        for (row, cells) in rows {
            out.row(u32::from(row) + 1, 1, self.hidden_rows.contains(&row), &cells)?;
        }
        Ok(())
    }
}

/// A number in thirty bits ([MS-XLS] §2.5.217): whole or the upper half of a binary fraction, as it is or a hundred times too large.
#[expect(
    clippy::float_arithmetic,
    reason = "the format says that such a fraction is divided; its decimal is taken right after"
)]
fn short(bits: u32) -> String {
    let value = if bits & 2 == 2 {
        // the sign is the upper bit
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    let hundredth = bits & 1 == 1;
    (if hundredth { value / 100.0 } else { value }).to_string()
}
