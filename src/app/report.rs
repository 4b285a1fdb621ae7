//! An assessment in each format. Every one is a view of the same result.

use crate::assessment::Assessment;
use crate::render::pdf::{self, Attachment, PdfError};
use crate::render::templates::{self, Template, TemplateError};
use crate::view;

/// A report that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A template is at fault.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The PDF could not be written.
    #[error(transparent)]
    Pdf(#[from] PdfError),
}

/// The assessment itself, indented, with a final line break.
pub fn json(assessment: &Assessment) -> String {
    // every key is a text and every number exact: this cannot fail for our types
    let mut text = serde_json::to_string_pretty(assessment).unwrap_or_default();
    text.push('\n');
    text
}

/// Plain text.
pub fn text(assessment: &Assessment) -> Result<String, ReportError> {
    Ok(templates::render(Template::Text, "r", &view::report(assessment))?)
}

/// The PDF, with the assessment attached.
pub fn pdf(assessment: &Assessment) -> Result<Vec<u8>, ReportError> {
    let report = view::report(assessment);
    let markup = templates::render(Template::Typst, "r", &report)?;
    let attachment = Attachment {
        name: "evaluation.json".to_owned(),
        media_type: "application/json".to_owned(),
        description: "Tout ce qui a été jugé, et le résultat".to_owned(),
        bytes: json(assessment).into_bytes(),
    };
    let source = pdf::Source {
        markup,
        title: format!("{} — {}", report.title, report.structure),
        author: report.structure.clone(),
        subject: report.norm.clone(),
        date: assessment.inputs.date.parts(),
        attachments: vec![attachment],
    };
    Ok(pdf::write(&source)?)
}
