//! A portfolio as a file: for the funder's own use.

use std::path::{Path, PathBuf};

use super::super::diags::unwritten;
use super::super::output;
use super::super::refusal::Refusal;
use super::diags::{file_name, sheet_unmade};
use mediaudit_core::kernel::Date;
use mediaudit_core::portfolio::gathered::Gathered;
use mediaudit_core::portfolio::record::{StructureRecord, lines};
use mediaudit_core::portfolio::sheet::{PortfolioSheet, sheet};
use mediaudit_ink::pdf::{self, PdfSource};
use mediaudit_ink::portfolio::{PortfolioInk, print};
use mediaudit_ink::tabular::{CsvDialect, table_csv, workbook};

/// What a portfolio can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortfolioFormat {
    /// Lines of JSON.
    Lines,
    /// The structures as CSV.
    Csv(CsvDialect),
    /// A workbook with a sheet for each view.
    Workbook,
    /// One page for a browser.
    Html,
    /// Pages.
    Pdf,
}

impl PortfolioFormat {
    /// The format that the name of a file ends in.
    pub fn named(path: &Path, dialect: CsvDialect) -> Result<Self, Refusal> {
        let end = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        match end.as_str() {
            "jsonl" | "ndjson" => Ok(Self::Lines),
            "csv" => Ok(Self::Csv(dialect)),
            "xlsx" => Ok(Self::Workbook),
            "html" | "htm" => Ok(Self::Html),
            "pdf" => Ok(Self::Pdf),
            _ => Err(file_name()),
        }
    }
}

/// Writes a portfolio, whole or not at all; nothing that was read is replaced. The same one gives the same bytes.
pub fn put(
    path: &Path,
    portfolio: &Gathered,
    before: Option<&[StructureRecord]>,
    format: PortfolioFormat,
    read: &[PathBuf],
) -> Result<(), Refusal> {
    let sheet = || sheet(portfolio, before);
    let newest = portfolio.rows().map(|(row, _)| row.date).max();
    let day = newest.map_or((1900, 1, 1), Date::parts);
    let bytes = match format {
        PortfolioFormat::Lines => {
            let written = output::write_parts(path, lines(portfolio), read);
            return written.map_err(|error| unwritten(path, &error));
        }
        PortfolioFormat::Csv(dialect) => {
            table_csv(&sheet().structures, dialect).map_err(|error| sheet_unmade(&error))?
        }
        PortfolioFormat::Workbook => {
            let sheet = sheet();
            workbook(&sheet.title, &sheet.tables(), day).map_err(|error| sheet_unmade(&error))?
        }
        PortfolioFormat::Html => print(&sheet(), PortfolioInk::Html)
            .map_err(|fault| sheet_unmade(&fault.message))?
            .into_bytes(),
        PortfolioFormat::Pdf => pages(&sheet(), day)?,
    };
    output::write(path, &bytes, read).map_err(|error| unwritten(path, &error))
}

fn pages(sheet: &PortfolioSheet, date: (i16, i8, i8)) -> Result<Vec<u8>, Refusal> {
    let markup = print(sheet, PortfolioInk::Typst).map_err(|fault| sheet_unmade(&fault.message))?;
    let source = PdfSource {
        markup,
        title: sheet.title.clone(),
        author: "médiaudit".to_owned(),
        subject: sheet.banner.clone(),
        date,
        logo: None,
        mark: None,
        attachments: Vec::new(),
    };
    Ok(pdf::write(&source).map_err(|error| sheet_unmade(&error))?)
}
