//! An assessment in each format. Every one is a view of the same result.

mod diags;

pub use diags::ReportError;

use serde::{Deserialize, Serialize};
use tera::Value;

use mediaudit_core::assessment::Assessment;
use mediaudit_core::kernel::InternalError;
use mediaudit_core::view::ethics::{self, Diffusion, EthicsSheet, SheetPage};
use mediaudit_core::view::table::Table;
use mediaudit_core::view::workbook::report_workbook;
use mediaudit_core::view::{self, Extent, Report};
use mediaudit_ink::html;
use mediaudit_ink::json;
use mediaudit_ink::pdf::{self, Attachment};
use mediaudit_ink::tabular;
use mediaudit_ink::templates::{self, Overlay, PrintedKind, Template};
use mediaudit_ink::text;

/// The file that a sheet carries inside.
pub const SHEET_FILE: &str = "fiche.json";
/// The name of the assessment that a report in PDF carries.
pub const ATTACHED: &str = "evaluation.json";

/// What a report can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportFormat {
    /// Pages, with the assessment attached.
    Pdf,
    /// One page for a browser, with the assessment embedded.
    Html,
    /// The assessment itself.
    Json,
    /// For a terminal.
    Text,
    /// A workbook: a sheet for each table.
    Workbook,
}

impl ReportFormat {
    /// As a person asks for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Json => "json",
            Self::Text => "texte",
            Self::Workbook => "xlsx",
        }
    }
}

/// What a report looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// The format.
    pub format: ReportFormat,
    /// What it shows.
    pub shows: Shows,
}

/// What a document shows. It carries that, and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shows {
    /// A report, so long, with the whole assessment inside.
    Report(Extent),
    /// The sheet of a funder's profile.
    Sheet(Diffusion),
}

impl Look {
    /// Everything, in this format.
    pub fn full(format: ReportFormat) -> Self {
        let shows = Shows::Report(Extent::Full);
        Self { format, shows }
    }
}

/// The report in a format, by the embedded templates or those laid over them. The same inputs give the same bytes.
///
/// `logo` is the structure's, which PDF and HTML show at their head.
pub fn write(
    assessment: &Assessment,
    logo: Option<&[u8]>,
    look: Look,
    overlay: &Overlay,
) -> Result<Vec<u8>, ReportError> {
    let extent = match look.shows {
        Shows::Report(extent) => extent,
        Shows::Sheet(diffusion) => return sheet(assessment, logo, look.format, diffusion, overlay),
    };
    let report = || view::report_in(assessment, extent);
    Ok(match look.format {
        ReportFormat::Pdf => pdf(assessment, &report(), logo, overlay)?,
        ReportFormat::Html => html(assessment, &report(), logo, overlay)?.into_bytes(),
        ReportFormat::Json => json(assessment)?.into_bytes(),
        ReportFormat::Text => text(&report(), overlay)?.into_bytes(),
        ReportFormat::Workbook => workbook(assessment)?,
    })
}

/// Every table of the report.
fn workbook(assessment: &Assessment) -> Result<Vec<u8>, ReportError> {
    let book = report_workbook(assessment);
    let sheets: Vec<&Table> = book.sheets.iter().collect();
    let written = tabular::workbook(&book.title, &sheets, book.date.parts());
    Ok(written.map_err(|error| diags::unmade_workbook(&error))?)
}

/// The assessment itself, indented, with a final line break.
pub fn json(assessment: &Assessment) -> Result<String, InternalError> {
    pretty(assessment)
}

/// The sheet of a funder's profile; what is inside is what it shows.
fn sheet(
    assessment: &Assessment,
    logo: Option<&[u8]>,
    format: ReportFormat,
    diffusion: Diffusion,
    overlay: &Overlay,
) -> Result<Vec<u8>, ReportError> {
    let page = ethics::ethics_sheet(assessment, diffusion);
    let values = || [("r", Value::from_serializable(&page))];
    Ok(match format {
        ReportFormat::Pdf => sheet_pdf(assessment, &page, logo, overlay)?,
        ReportFormat::Html => {
            let json = serde_json::to_string(&page.sheet).map_err(|error| unwritten(&error))?;
            html::write(PrintedKind::Sheet, &page, &json, logo, overlay)?.into_bytes()
        }
        ReportFormat::Json => sheet_json(&page.sheet)?.into_bytes(),
        ReportFormat::Text => text::wrap(&templates::render(
            Template::Text,
            PrintedKind::Sheet,
            overlay,
            &values(),
        )?)
        .into_bytes(),
        // INVARIANT: an order for it is refused where it is read
        ReportFormat::Workbook => return Err(diags::no_sheet_workbook().into()),
    })
}

/// The sheet for programs.
fn sheet_json(sheet: &EthicsSheet) -> Result<String, InternalError> {
    pretty(sheet)
}

fn sheet_pdf(
    assessment: &Assessment,
    page: &SheetPage,
    logo: Option<&[u8]>,
    overlay: &Overlay,
) -> Result<Vec<u8>, ReportError> {
    let markup = templates::render(
        Template::Typst,
        PrintedKind::Sheet,
        overlay,
        &[("r", Value::from_serializable(page))],
    )?;
    let attachment = Attachment {
        name: SHEET_FILE.to_owned(),
        media_type: "application/json".to_owned(),
        description: diags::ATTACHED_SHEET.to_owned(),
        bytes: sheet_json(&page.sheet)?.into_bytes(),
    };
    Ok(pdf::write(&pdf::PdfSource {
        markup,
        title: format!("{} — {}", page.title, page.structure),
        author: page.structure.clone(),
        subject: page.norm.clone(),
        date: assessment.inputs.date.parts(),
        logo: logo.map(<[u8]>::to_vec),
        mark: overlay.mark.clone(),
        attachments: vec![attachment],
    })?)
}

/// What programs read, indented, with a final line break.
pub fn pretty(answer: &impl Serialize) -> Result<String, InternalError> {
    let written = serde_json::to_string(answer).map_err(|error| unwritten(&error))?;
    let mut text = json::escape(&json::indented(&written), &[]);
    text.push('\n');
    Ok(text)
}

/// Every key is a text and every number exact: JSON holds all of an assessment.
fn unwritten(error: &serde_json::Error) -> InternalError {
    InternalError::new(diags::unwritten(error))
}

fn text(report: &Report, overlay: &Overlay) -> Result<String, ReportError> {
    let rendered = templates::render(
        Template::Text,
        PrintedKind::Report,
        overlay,
        &[("r", Value::from_serializable(report))],
    )?;
    Ok(text::wrap(&rendered))
}

fn html(
    assessment: &Assessment,
    report: &Report,
    logo: Option<&[u8]>,
    overlay: &Overlay,
) -> Result<String, ReportError> {
    // without indents: the page carries it for programs
    let json = serde_json::to_string(assessment).map_err(|error| unwritten(&error))?;
    Ok(html::write(PrintedKind::Report, report, &json, logo, overlay)?)
}

fn pdf(
    assessment: &Assessment,
    report: &Report,
    logo: Option<&[u8]>,
    overlay: &Overlay,
) -> Result<Vec<u8>, ReportError> {
    let markup = templates::render(
        Template::Typst,
        PrintedKind::Report,
        overlay,
        &[("r", Value::from_serializable(report))],
    )?;
    let attachment = Attachment {
        name: ATTACHED.to_owned(),
        media_type: "application/json".to_owned(),
        description: diags::ATTACHED.to_owned(),
        bytes: json(assessment)?.into_bytes(),
    };
    let source = pdf::PdfSource {
        markup,
        title: format!("{} — {}", report.title, report.structure),
        author: report.structure.clone(),
        subject: report.norm.clone(),
        date: assessment.inputs.date.parts(),
        logo: logo.map(<[u8]>::to_vec),
        mark: overlay.mark.clone(),
        attachments: vec![attachment],
    };
    Ok(pdf::write(&source)?)
}
