//! What a workbook says of all its sheets: their names, its texts, how its cells are shown, where its days are counted from.

use std::collections::BTreeMap;

use super::super::Fault;
use super::super::values::{self, DaySystem};
use super::BIFF8;
use super::records::{Parts, Records, kind, long, number};

/// What a workbook says of all its sheets.
#[derive(Debug, Default)]
pub(super) struct Globals {
    pub(super) system: DaySystem,
    shared: Vec<SharedText>,
    formats: Vec<CellFormat>,
    sheets: Vec<SheetPlace>,
}

/// A text that many cells may hold.
#[derive(Debug)]
pub(super) struct SharedText {
    pub(super) text: String,
}

/// How a cell is shown.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CellFormat {
    /// As a day.
    pub(super) is_day: bool,
    /// So that no eye sees it: white on white, or by a form that writes nothing.
    pub(super) unseen: bool,
}

/// A sheet.
#[derive(Debug)]
pub(super) struct SheetPlace {
    at: usize,
    pub(super) name: String,
    pub(super) hidden: bool,
    is_of_cells: bool,
}

/// A colour of the palette, and of what it begins with ([MS-XLS] §2.5.161).
const WHITE: [u16; 2] = [1, 9];

impl Globals {
    pub(super) fn of(stream: &[u8]) -> Result<Self, Fault> {
        let mut out = Self::default();
        let mut white: Vec<bool> = Vec::new();
        let mut own: BTreeMap<u16, String> = BTreeMap::new();
        let mut records = Records(stream);
        let first = records.next().filter(|record| record.kind == kind::BEGIN);
        match first.and_then(|record| number(record.body, 0)) {
            Some(BIFF8) => {}
            Some(_) => return Err(Fault::OldWorkbook),
            None => return Err(Fault::Broken),
        }
        for record in records {
            let body = record.body;
            match record.kind {
                kind::END => return Ok(out),
                // what a password hides begins here
                kind::FILE_PASS => return Err(Fault::Encrypted),
                kind::DATE_MODE if number(body, 0) == Some(1) => out.system = DaySystem::Since1904,
                kind::SHEET => out.sheets.push(place(&record).ok_or(Fault::Broken)?),
                kind::FONT => white.push(number(body, 4).is_some_and(|colour| WHITE.contains(&colour))),
                kind::NUMBER_FORMAT => {
                    own.extend(number(body, 0).zip(Parts::of(&record, 2).text()));
                }
                kind::CELL_FORMAT => out.formats.push(cell_format(body, &white, &own)),
                kind::SHARED_STRINGS => out.shared = shared(&mut Parts::of(&record, 4)),
                _ => {}
            }
        }
        // it ends before its end
        Err(Fault::Broken)
    }

    /// The sheets of cells in their order, each with its own records: none reads what belongs to the next.
    pub(super) fn sheets<'a>(&'a self, stream: &'a [u8]) -> Result<Vec<(&'a SheetPlace, &'a [u8])>, Fault> {
        let mut starts: Vec<usize> = self.sheets.iter().map(|sheet| sheet.at).collect();
        starts.sort_unstable();
        let doubled = starts.windows(2).any(|pair| pair.first() == pair.last());
        if doubled {
            return Err(Fault::Broken);
        }
        let own = |sheet: &SheetPlace| {
            let next = starts.iter().copied().find(|at| *at > sheet.at);
            stream.get(sheet.at..next.unwrap_or(stream.len()).min(stream.len()))
        };
        self.sheets
            .iter()
            .filter(|sheet| sheet.is_of_cells)
            .map(|sheet| Ok((sheet, own(sheet).ok_or(Fault::Broken)?)))
            .collect()
    }

    pub(super) fn shared(&self, rank: u32) -> Option<&SharedText> {
        self.shared.get(usize::try_from(rank).ok()?)
    }

    pub(super) fn format(&self, rank: u16) -> CellFormat {
        self.formats.get(usize::from(rank)).copied().unwrap_or_default()
    }
}

impl SharedText {
    pub(super) fn of(text: String) -> Self {
        Self { text }
    }
}

/// Where a sheet begins, what it is, and what it is called ([MS-XLS] §2.4.28).
fn place(record: &super::records::Record<'_>) -> Option<SheetPlace> {
    let body = record.body;
    let (length, marks) = (usize::from(*body.get(6)?), *body.get(7)?);
    Some(SheetPlace {
        at: usize::try_from(long(body, 0)?).ok()?,
        name: Parts::of(record, 8).signs(length, marks & 1 == 1)?,
        hidden: *body.get(4)? & 3 != 0,
        is_of_cells: *body.get(5)? == 0,
    })
}

/// The texts that cells share; those after one that is cut are not there.
fn shared(parts: &mut Parts<'_>) -> Vec<SharedText> {
    let count = parts.long().unwrap_or(0);
    let mut out = Vec::new();
    for _ in 0..count {
        let Some(text) = parts.text() else { break };
        out.push(SharedText::of(text));
    }
    out
}

/// How cells of a format are shown ([MS-XLS] §2.4.353).
fn cell_format(body: &[u8], white: &[bool], own: &BTreeMap<u16, String>) -> CellFormat {
    // there is no font of rank 4
    let font = number(body, 0).map(|rank| usize::from(if rank > 4 { rank - 1 } else { rank }));
    let form = number(body, 2).unwrap_or(0);
    let code = own.get(&form).map(String::as_str);
    let filled = long(body, 14).is_some_and(|bits| bits >> 26 != 0);
    let is_white = font.and_then(|rank| white.get(rank)).copied().unwrap_or(false);
    CellFormat {
        is_day: code.map_or_else(|| values::is_form_of_day(form.into()), values::shows_day),
        unseen: (is_white && !filled) || code == Some(";;;"),
    }
}
