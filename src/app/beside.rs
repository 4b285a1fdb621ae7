//! Sheets of several structures beside one another: each is read from a PDF or a JSON file that somebody sent.

use std::path::{Path, PathBuf};

use super::diags::{bad_sheets, too_many_sheets, unmade_sheet, unnamed_page, unwritten};
use super::output;
use super::refusal::Refusal;
use super::report::SHEET_FILE;
use super::shared::Shared;
use mediaudit_core::view::ethics::{EthicsSheet, MOST, SheetsBeside, beside};
use mediaudit_evidence::disk;
use mediaudit_ink::pdf::{self, PdfSource};
use mediaudit_ink::sheets::beside_pages;

/// Most bytes of a file that may hold a sheet: one of two pages takes a hundredth of it.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// Why a file gives no sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoSheet {
    /// It is not there.
    Absent,
    /// It cannot be opened, or is far larger than a sheet.
    Unopened,
    /// A PDF that cannot be read.
    Unreadable,
    /// A PDF that carries no sheet: another report, or something else.
    NotInside,
    /// No sheet at all.
    Foreign,
    /// A sheet of a version of the format that is not known here.
    Unknown,
}

/// The sheets of these files, beside one another. All that is at fault is told in one pass.
pub fn sheets_beside(files: &[PathBuf], shared: &Shared) -> Result<SheetsBeside, Refusal> {
    if files.len() > MOST {
        return Err(too_many_sheets(files.len(), MOST));
    }
    let (mut sheets, mut faults) = (Vec::new(), Vec::new());
    for path in files {
        match read(path, shared)? {
            Ok(sheet) => sheets.push(sheet),
            Err(why) => faults.push((path.as_path(), why)),
        }
    }
    if !faults.is_empty() {
        return Err(bad_sheets(&faults));
    }
    Ok(beside(&sheets))
}

fn read(path: &Path, shared: &Shared) -> Result<Result<EthicsSheet, NoSheet>, Refusal> {
    let bytes = match disk::read_small(path, MOST_BYTES) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(Err(NoSheet::Absent)),
        Err(_) => return Ok(Err(NoSheet::Unopened)),
    };
    let text = if bytes.starts_with(b"%PDF") {
        // contents that others made are read by the helper, never here
        match shared.helper()?.inside_pdf(&bytes, SHEET_FILE) {
            Ok(Ok(contents)) => match contents.text {
                Some(text) => text.into_bytes(),
                None => return Ok(Err(NoSheet::NotInside)),
            },
            _ => return Ok(Err(NoSheet::Unreadable)),
        }
    } else {
        bytes
    };
    let sheet: Result<EthicsSheet, _> = serde_json::from_slice(&text);
    Ok(match sheet {
        Ok(sheet) if !sheet.is_known() => Err(NoSheet::Unknown),
        // words that name no status or kind are not those of a sheet
        Ok(sheet) if sheet.is_sound() => Ok(sheet),
        _ => Err(NoSheet::Foreign),
    })
}

/// Writes the page.
pub fn write_beside(page: &SheetsBeside, path: &Path, files: &[PathBuf]) -> Result<(), Refusal> {
    let is_pdf = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("pdf"));
    if !is_pdf {
        return Err(unnamed_page());
    }
    let markup = beside_pages(page).map_err(|error| unmade_sheet(&error))?;
    let latest = page.sheets.iter().map(|sheet| sheet.date).max();
    let bytes = pdf::write(&PdfSource {
        markup,
        title: page.title.clone(),
        author: "médiaudit".to_owned(),
        subject: page.title.clone(),
        // INVARIANT: the command asks for one file at least
        date: latest.map_or((2000, 1, 1), mediaudit_core::kernel::Date::parts),
        logo: None,
        mark: None,
        attachments: Vec::new(),
    })
    .map_err(|error| unmade_sheet(&error))?;
    output::write(path, &bytes, files).map_err(|error| unwritten(path, &error))
}
