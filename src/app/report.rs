//! An assessment in each format. Every one is a view of the same result.

mod diags;

pub use diags::ReportError;

use serde::{Deserialize, Serialize};
use tera::Value;

use mediaudit_core::assessment::Assessment;
use mediaudit_core::kernel::InternalError;
use mediaudit_core::view::{self, Extent, Report};
use mediaudit_ink::html;
use mediaudit_ink::json;
use mediaudit_ink::pdf::{self, Attachment};
use mediaudit_ink::templates::{self, Overlay, Template};
use mediaudit_ink::text;

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
}

impl ReportFormat {
    /// As a person asks for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Json => "json",
            Self::Text => "texte",
        }
    }
}

/// What a report looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// The format.
    pub format: ReportFormat,
    /// How much it says; JSON is always the whole assessment.
    pub extent: Extent,
}

impl Look {
    /// Everything, in this format.
    pub fn full(format: ReportFormat) -> Self {
        let extent = Extent::Full;
        Self { format, extent }
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
    let report = || view::report_in(assessment, look.extent);
    Ok(match look.format {
        ReportFormat::Pdf => pdf(assessment, &report(), logo, overlay)?,
        ReportFormat::Html => html(assessment, &report(), logo, overlay)?.into_bytes(),
        ReportFormat::Json => json(assessment)?.into_bytes(),
        ReportFormat::Text => text(&report(), overlay)?.into_bytes(),
    })
}

/// The assessment itself, indented, with a final line break.
pub fn json(assessment: &Assessment) -> Result<String, InternalError> {
    pretty(assessment)
}

/// What programs read, indented, with a final line break.
pub fn pretty(answer: &impl Serialize) -> Result<String, InternalError> {
    let mut text = json::escape(
        &serde_json::to_string_pretty(answer).map_err(|error| unwritten(&error))?,
        &[],
    );
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
    Ok(html::write(report, &json, logo, overlay)?)
}

fn pdf(
    assessment: &Assessment,
    report: &Report,
    logo: Option<&[u8]>,
    overlay: &Overlay,
) -> Result<Vec<u8>, ReportError> {
    let markup = templates::render(
        Template::Typst,
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
        attachments: vec![attachment],
    };
    Ok(pdf::write(&source)?)
}
