//! Writes a report where a person wants it, in the format that they ask.

use std::path::{Path, PathBuf};

use super::assess::{Outcome, Request};
use super::refusal::Refusal;
use super::report::{self, ReportError, ReportFormat};
use super::shared::Shared;
use super::templates::{self, Folder};
use super::{norms, output, printing};
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::words;
use mediaudit_ink::templates::Overlay;

/// What a person asks of a report.
#[derive(Debug, Clone, Copy)]
pub struct ReportOrder<'a> {
    /// The file to write; none: the usual one, or what the caller shows.
    pub output: Option<&'a Path>,
    /// The format; none: the one that the file's name ends in, else PDF.
    pub format: Option<ReportFormat>,
    /// A folder of templates.
    pub templates: Option<&'a Path>,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssuedReport {
    /// It was written to this file.
    Written(PathBuf),
    /// For the caller to show.
    Shown(Vec<u8>),
}

/// « - », or a name that the system gives to the standard output.
fn is_stdout(path: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]
        .iter()
        .any(|name| path == Path::new(name))
}

/// Do names that end so promise a document of another program?
fn is_document(extension: &str) -> bool {
    const DOCUMENTS: [&str; 14] = [
        "docx", "doc", "odt", "rtf", "xlsx", "xls", "ods", "csv", "pptx", "ppt", "odp", "md", "png", "jpg",
    ];
    DOCUMENTS.contains(&extension)
}

impl ReportOrder<'_> {
    /// The format that was asked for, else the one that the file's name ends in; PDF where it says none. Refused where the name would
    /// lie about what the file holds.
    pub fn format(&self) -> Result<ReportFormat, Refusal> {
        let output = self.output.filter(|path| !is_stdout(path));
        let extension = output
            .and_then(Path::extension)
            .map(|extension| extension.to_string_lossy().to_lowercase());
        let Some(extension) = extension else {
            return Ok(self.format.unwrap_or(ReportFormat::Pdf));
        };
        let named = match extension.as_str() {
            "pdf" => Some(ReportFormat::Pdf),
            "html" | "htm" => Some(ReportFormat::Html),
            "json" => Some(ReportFormat::Json),
            "txt" => Some(ReportFormat::Text),
            _ => None,
        };
        match (self.format, named) {
            (None, Some(named)) => Ok(named),
            (Some(asked), Some(named)) if asked == named => Ok(asked),
            // a name that says nothing of the kind says nothing false
            (Some(asked), None) if !is_document(&extension) => Ok(asked),
            (asked, _) => {
                let said = words::safe(&extension);
                let message = match asked {
                    None => format!("un rapport ne s'écrit pas en « .{said} »"),
                    Some(asked) => format!(
                        "un rapport au format {} ne porte pas un nom en « .{said} »",
                        asked.word()
                    ),
                };
                Err(Refusal::said(message)
                    .hint("les formats d'un rapport sont pdf, html, json et txt : terminez le nom ainsi"))
            }
        }
    }

    /// The templates of the folder, where one is given.
    pub fn folder(&self, sources: &mut Sources, sink: &mut Diagnostics) -> Result<Option<Folder>, Refusal> {
        self.templates
            .map(|path| templates::load(path, sources, sink).ok_or(Refusal::Files))
            .transpose()
    }

    /// Where it goes; none: to the caller.
    fn place(&self, format: ReportFormat, outcome: &Outcome) -> Option<PathBuf> {
        let inputs = &outcome.assessment.inputs;
        let usual = |extension: &str| {
            PathBuf::from(format!("rapport-{}-{}.{extension}", inputs.dossier, inputs.date))
        };
        match (self.output, format) {
            (Some(path), _) if is_stdout(path) => None,
            (Some(path), _) => Some(path.to_path_buf()),
            (None, ReportFormat::Pdf) => Some(usual("pdf")),
            (None, ReportFormat::Html) => Some(usual("html")),
            (None, ReportFormat::Json | ReportFormat::Text) => None,
        }
    }

    /// What the run reads beside the dossier's own files, which are known as such: no report replaces it.
    fn read(&self, dossier: &Path, request: &Request, outcome: &Outcome) -> Vec<PathBuf> {
        let norm = request.norm.as_ref().filter(|norm| norms::is_path(norm));
        let logo = outcome.assessment.inputs.structure.logo.as_ref();
        [
            request.overlay.clone(),
            norm.map(PathBuf::from),
            self.templates.map(Path::to_path_buf),
            logo.map(|logo| dossier.join(logo)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Writes the bytes of a report, which is about `dossier` as `request` had it judged.
    pub fn put(
        &self,
        bytes: Vec<u8>,
        dossier: &Path,
        request: &Request,
        outcome: &Outcome,
    ) -> Result<IssuedReport, Refusal> {
        let Some(path) = self.place(self.format()?, outcome) else {
            return Ok(IssuedReport::Shown(bytes));
        };
        output::write(&path, &bytes, &self.read(dossier, request, outcome)).map_err(|error| {
            let message = format!("impossible d'écrire « {} » ({error})", path.display());
            Refusal::said(message).hints(error.hint())
        })?;
        Ok(IssuedReport::Written(path))
    }
}

/// The report; by a person's templates, in a child that may be stopped.
pub fn make(
    outcome: &Outcome,
    format: ReportFormat,
    folder: Option<&Folder>,
    shared: &Shared,
    sources: &Sources,
    sink: &mut Diagnostics,
) -> Result<Vec<u8>, Refusal> {
    let (assessment, logo) = (&outcome.assessment, outcome.logo.as_deref());
    let made = match folder {
        None => report::write(assessment, logo, format, &Overlay::default()),
        Some(folder) => printing::write(
            shared.program()?,
            printing::PATIENCE,
            assessment,
            logo,
            format,
            &folder.overlay,
        ),
    };
    made.map_err(|error| match (&error, folder) {
        (ReportError::Template(fault), Some(folder)) => {
            sink.push(folder.diagnostic(fault, sources));
            Refusal::Files
        }
        _ => Refusal::said(error.to_string()),
    })
}
