//! Tables as files of values: CSV in two dialects, and workbooks with a sheet for each table.

use mediaudit_core::portfolio::published::PublishedCell;
use mediaudit_core::view::table::{CellValue, Table, TableCell};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// For whom a CSV is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvDialect {
    /// For a spreadsheet in French: byte-order mark, semicolons, dates in figures, nothing that it would take for a formula.
    Spreadsheet,
    /// For programs (RFC 4180): UTF-8, commas, ISO dates.
    Open,
}

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TabularError {
    /// The CSV could not be written.
    #[error("écriture du CSV impossible : {0}")]
    Csv(#[from] csv::Error),
    /// The workbook could not be written.
    #[error("écriture du classeur impossible : {0}")]
    Workbook(#[from] XlsxError),
}

/// A spreadsheet takes a text that begins so for a formula.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.len() > 1 {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn said(cell: &TableCell, dialect: CsvDialect) -> String {
    let text = || {
        if cell.note.is_empty() {
            cell.said.clone()
        } else {
            format!("{} ({})", cell.said, cell.note)
        }
    };
    match (&cell.value, dialect) {
        (CellValue::Count(n), _) => n.to_string(),
        (CellValue::Day(day), CsvDialect::Open) => day.to_string(),
        (_, CsvDialect::Open) if cell.said == "–" => String::new(),
        (_, CsvDialect::Open) => text(),
        (_, CsvDialect::Spreadsheet) => inert(&text()),
    }
}

/// A table as CSV.
pub fn table_csv(table: &Table, dialect: CsvDialect) -> Result<Vec<u8>, TabularError> {
    let mut out = Vec::new();
    let delimiter = match dialect {
        CsvDialect::Spreadsheet => {
            out.extend("\u{feff}".as_bytes());
            b';'
        }
        CsvDialect::Open => b',',
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(table.columns.iter().map(|column| &column.title))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| said(cell, dialect)))?;
    }
    writer
        .into_inner()
        .map_err(|error| TabularError::Csv(error.into_error().into()))
}

/// Names of the columns of a published export, in their order.
pub const PUBLISHED: [&str; 12] = [
    "norme",
    "version_norme",
    "profil",
    "genre",
    "annee",
    "tableau",
    "libelle_tableau",
    "categorie",
    "libelle_categorie",
    "structures",
    "valeur",
    "unite",
];

/// A published export as CSV for programs.
pub fn published_csv(cells: &[PublishedCell]) -> Result<Vec<u8>, TabularError> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(PUBLISHED)?;
    for cell in cells {
        let (year, count) = (cell.year.to_string(), cell.count.to_string());
        let value = cell.value.map(|value| value.to_string()).unwrap_or_default();
        writer.write_record([
            &cell.norm,
            &cell.norm_version,
            &cell.profile,
            &cell.audit,
            &year,
            &cell.table,
            &cell.table_label,
            &cell.category,
            &cell.category_label,
            &count,
            &value,
            &cell.unit,
        ])?;
    }
    writer
        .into_inner()
        .map_err(|error| TabularError::Csv(error.into_error().into()))
}

/// The numbers of an export that is out; none where it is no such file.
pub fn read_published(file: &[u8]) -> Option<Vec<PublishedCell>> {
    let mut reader = csv::Reader::from_reader(file);
    if reader.headers().ok()?.iter().ne(PUBLISHED) {
        return None;
    }
    let read = reader.records().map(|record| {
        let record = record.ok()?;
        let mut fields = record.iter();
        let mut text = || fields.next().map(str::to_owned);
        Some(PublishedCell {
            norm: text()?,
            norm_version: text()?,
            profile: text()?,
            audit: text()?,
            year: text()?.parse().ok()?,
            table: text()?,
            table_label: text()?,
            category: text()?,
            category_label: text()?,
            count: text()?.parse().ok()?,
            value: match text()? {
                none if none.is_empty() => None,
                some => Some(some.parse().ok()?),
            },
            unit: text()?,
        })
    });
    read.collect()
}

/// Longest name of a sheet, in characters.
const SHEET: usize = 31;

/// Longest text of a cell, in characters.
const CELL: usize = 32_767;

/// Widest column, in characters.
const WIDE: u32 = 60;

/// A workbook with a sheet for each table. It bears one date only, so that the same tables give the same bytes.
pub fn workbook(title: &str, tables: &[&Table], day: (i16, i8, i8)) -> Result<Vec<u8>, TabularError> {
    let mut book = Workbook::new();
    let (year, month, day) = day;
    let made = ExcelDateTime::from_ymd(
        u16::try_from(year).unwrap_or(1900),
        u8::try_from(month).unwrap_or(1),
        u8::try_from(day).unwrap_or(1),
    )?;
    book.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_author("médiaudit")
            .set_creation_datetime(&made),
    );
    let head = Format::new().set_bold().set_text_wrap();
    let words = Format::new()
        .set_text_wrap()
        .set_align(rust_xlsxwriter::FormatAlign::Top);
    let days = Format::new()
        .set_num_format("dd/mm/yyyy")
        .set_align(rust_xlsxwriter::FormatAlign::Top);
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(table.id.chars().take(SHEET).collect::<String>())?;
        sheet.set_freeze_panes(1, 1)?;
        for (at, column) in (0_u16..).zip(&table.columns) {
            sheet.write_string_with_format(0, at, &column.title, &head)?;
            let longest = table.rows.iter().filter_map(|row| row.get(usize::from(at)));
            let longest = longest
                .map(|cell| cell.said.chars().count())
                .max()
                .unwrap_or_default();
            let width = u32::try_from(longest.max(column.title.chars().count())).unwrap_or(WIDE);
            sheet.set_column_width(at, width.min(WIDE) + 2)?;
        }
        for (line, row) in (1_u32..).zip(&table.rows) {
            for (at, cell) in (0_u16..).zip(row) {
                match &cell.value {
                    CellValue::Count(n) => {
                        // a sheet has floating numbers only, exact up to 2^53
                        let n = u32::try_from(*n).unwrap_or(u32::MAX);
                        sheet.write_number_with_format(line, at, n, &words)?;
                    }
                    CellValue::Day(day) => {
                        let (year, month, day) = day.parts();
                        let written = ExcelDateTime::from_ymd(
                            u16::try_from(year).unwrap_or(1900),
                            u8::try_from(month).unwrap_or(1),
                            u8::try_from(day).unwrap_or(1),
                        )?;
                        sheet.write_datetime_with_format(line, at, &written, &days)?;
                    }
                    _ => {
                        let text: String = said(cell, CsvDialect::Open).chars().take(CELL).collect();
                        sheet.write_string_with_format(line, at, text, &words)?;
                    }
                }
            }
        }
        if let (Ok(last), Some(columns)) = (
            u32::try_from(table.rows.len()),
            table.columns.len().checked_sub(1),
        ) {
            let columns = u16::try_from(columns).unwrap_or_default();
            if last > 0 {
                sheet.autofilter(0, 0, last, columns)?;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mediaudit_core::kernel::Date;
    use mediaudit_core::view::table::{Column, Holds, Width};

    fn table() -> Table {
        let columns = [
            ("Structure", Holds::Text),
            ("Jugé au", Holds::Day),
            ("Preuves", Holds::Count),
        ]
        .map(|(title, holds)| Column::new(title, holds, Width::Fit));
        Table::of("structures", "Structures", columns.to_vec()).rows([vec![
            TableCell::text("=HYPERLINK(\"x\";\"y\")"),
            TableCell::day(Date::parse("2026-11-23")),
            TableCell::count(1234),
        ]])
    }

    #[test]
    fn a_spreadsheet_runs_nothing_and_programs_read_values() {
        let spreadsheet = String::from_utf8(table_csv(&table(), CsvDialect::Spreadsheet).unwrap()).unwrap();
        assert_eq!(
            spreadsheet,
            "\u{feff}Structure;Jugé au;Preuves\r\n\"'=HYPERLINK(\"\"x\"\";\"\"y\"\")\";23/11/2026;1234\r\n"
        );
        let open = String::from_utf8(table_csv(&table(), CsvDialect::Open).unwrap()).unwrap();
        assert_eq!(
            open,
            "Structure,Jugé au,Preuves\r\n\"=HYPERLINK(\"\"x\"\";\"\"y\"\")\",2026-11-23,1234\r\n"
        );
    }

    #[test]
    fn a_workbook_is_the_same_every_time() {
        let table = table();
        let write = || workbook("Essai", &[&table], (2026, 11, 23)).unwrap();
        let book = write();
        assert!(book.starts_with(b"PK") && book == write());
    }

    #[test]
    fn an_export_is_read_back() {
        let cell = PublishedCell {
            norm: "n".to_owned(),
            norm_version: "1.0.0".to_owned(),
            profile: "complet".to_owned(),
            audit: "audit".to_owned(),
            year: 2026,
            table: "forme".to_owned(),
            table_label: "Structures, « par » \"forme\"".to_owned(),
            category: "association".to_owned(),
            category_label: "association, loi de 1901".to_owned(),
            count: 7,
            value: None,
            unit: String::new(),
        };
        let csv = published_csv(std::slice::from_ref(&cell)).unwrap();
        assert_eq!(read_published(&csv), Some(vec![cell]));
        assert_eq!(read_published(b"a,b\r\n1,2\r\n"), None);
    }
}
