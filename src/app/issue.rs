//! Writes a report where a person wants it, in the format that they ask.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::assess::{Outcome, Request};
use super::refusal::Refusal;
use super::report::{self, ReportError, ReportFormat};
use super::shared::Shared;
use super::templates::{self, Folder};
use super::{norms, output, printing};
use mediaudit_core::diag::{Diagnostics, Sources};
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

impl ReportOrder<'_> {
    /// The format that was asked for, else the one that the file's name ends in, else PDF.
    pub fn format(&self) -> ReportFormat {
        let extension = self
            .output
            .and_then(Path::extension)
            .map(OsStr::to_ascii_lowercase);
        let named = match extension.as_deref().and_then(OsStr::to_str) {
            Some("html" | "htm") => Some(ReportFormat::Html),
            Some("json") => Some(ReportFormat::Json),
            Some("txt") => Some(ReportFormat::Text),
            _ => None,
        };
        self.format.or(named).unwrap_or(ReportFormat::Pdf)
    }

    /// The templates of the folder, where one is given.
    pub fn folder(&self, sources: &mut Sources, sink: &mut Diagnostics) -> Result<Option<Folder>, Refusal> {
        self.templates
            .map(|path| templates::load(path, sources, sink).ok_or(Refusal::Files))
            .transpose()
    }

    /// Where it goes; none: to the caller.
    fn place(&self, outcome: &Outcome) -> Option<PathBuf> {
        let inputs = &outcome.assessment.inputs;
        let usual = |extension: &str| {
            PathBuf::from(format!("rapport-{}-{}.{extension}", inputs.dossier, inputs.date))
        };
        match (self.output, self.format()) {
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
        let Some(path) = self.place(outcome) else {
            return Ok(IssuedReport::Shown(bytes));
        };
        output::write(&path, &bytes, &self.read(dossier, request, outcome)).map_err(|error| {
            let message = format!("impossible d’écrire « {} » ({error})", path.display());
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
