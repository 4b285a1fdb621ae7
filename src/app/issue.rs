//! Writes a report where a person wants it, in the format that they ask.

use std::path::{Path, PathBuf};

use super::assess::{Outcome, Request};
use super::diags::{
    audit_without_auditor, brief_lacks, misnamed, no_sheet, only_sheets, unwritten, workbook_is_whole,
};
use super::output::{self, OutputError};
use super::refusal::Refusal;
use super::report::{self, Look, ReportError, ReportFormat, Shows};
use super::shared::Shared;
use super::templates::{self, Folder};
use super::{norms, printing};
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::norm::model::AuditKind;
use mediaudit_core::view::Extent;
use mediaudit_core::view::ethics::{self, Diffusion};
use mediaudit_ink::templates::Overlay;

/// What a person asks of a report.
#[derive(Debug, Clone, Copy)]
pub struct ReportOrder<'a> {
    /// The file to write; none: the usual one, or what the caller shows.
    pub output: Option<&'a Path>,
    /// The format; none: the one that the file's name ends in, else PDF.
    pub format: Option<ReportFormat>,
    /// How much it says; none: what is usual for this kind of audit.
    pub extent: Option<ExtentAsked>,
    /// Whom a sheet is for; none: anybody.
    pub diffusion: Option<Diffusion>,
    /// A folder of templates.
    pub templates: Option<&'a Path>,
}

/// How much a report should say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtentAsked {
    /// A report, so long.
    Report(Extent),
    /// The sheet of two pages of a funder's profile.
    Sheet,
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

/// The format that names which end so are of.
fn named(extension: &str) -> Option<ReportFormat> {
    match extension {
        "pdf" => Some(ReportFormat::Pdf),
        "html" | "htm" => Some(ReportFormat::Html),
        "json" => Some(ReportFormat::Json),
        "txt" => Some(ReportFormat::Text),
        "xlsx" => Some(ReportFormat::Workbook),
        _ => None,
    }
}

/// Do names that end so promise a document of another program?
fn is_document(extension: &str) -> bool {
    const DOCUMENTS: [&str; 10] = [
        "docx", "doc", "odt", "rtf", "xlsx", "xls", "ods", "pptx", "ppt", "odp",
    ];
    DOCUMENTS.contains(&extension)
}

impl ReportOrder<'_> {
    /// The format that was asked for, else the one that the file's name ends in; PDF where it says none.
    pub fn format(&self) -> Result<ReportFormat, Refusal> {
        match (self.format, self.extension()) {
            (Some(asked), _) => Ok(asked),
            (None, None) => Ok(ReportFormat::Pdf),
            (None, Some(end)) => named(&end).ok_or_else(|| misnamed(None, &end)),
        }
    }

    /// What the report looks like.
    pub fn look(&self, outcome: &Outcome) -> Result<Look, Refusal> {
        let inputs = &outcome.assessment.inputs;
        let has_sheet = ethics::has_sheet(&outcome.assessment);
        let usual = if has_sheet {
            ExtentAsked::Sheet
        } else {
            ExtentAsked::Report(Extent::usual(inputs.audit))
        };
        let shows = match self.extent.unwrap_or(usual) {
            ExtentAsked::Sheet if !has_sheet => return Err(no_sheet(inputs)),
            ExtentAsked::Sheet => Shows::Sheet(self.diffusion.unwrap_or(Diffusion::Public)),
            ExtentAsked::Report(_) if self.diffusion.is_some() => return Err(only_sheets()),
            ExtentAsked::Report(extent) => Shows::Report(extent),
        };
        let format = self.format()?;
        if format == ReportFormat::Workbook && (self.extent.is_some() || matches!(shows, Shows::Sheet(_))) {
            return Err(workbook_is_whole(shows));
        }
        Ok(Look { format, shows })
    }

    /// What the name of the file to write ends in.
    fn extension(&self) -> Option<String> {
        let output = self.output.filter(|path| !is_stdout(path))?;
        Some(output.extension()?.to_string_lossy().to_lowercase())
    }

    /// Refuses a name that would lie about what the file holds; one that says nothing of a kind says nothing false.
    fn truly_named(&self, format: ReportFormat) -> Result<(), Refusal> {
        match self.extension() {
            Some(end) if named(&end).map_or_else(|| is_document(&end), |named| named != format) => {
                Err(misnamed(Some(format), &end))
            }
            _ => Ok(()),
        }
    }

    /// The templates of the folder, where one is given.
    pub fn folder(&self, sources: &mut Sources, sink: &mut Diagnostics) -> Result<Option<Folder>, Refusal> {
        self.templates
            .map(|path| templates::load(path, sources, sink).ok_or(Refusal::Files))
            .transpose()
    }

    /// Where it goes; none: to the caller.
    fn place(&self, look: Look, outcome: &Outcome) -> Option<PathBuf> {
        let usual = |extension: &str| PathBuf::from(usual_name(outcome, look.shows, extension));
        match (self.output, look.format) {
            (Some(path), _) if is_stdout(path) => None,
            (Some(path), _) => Some(path.to_path_buf()),
            (None, ReportFormat::Pdf) => Some(usual("pdf")),
            (None, ReportFormat::Html) => Some(usual("html")),
            (None, ReportFormat::Workbook) => Some(usual("xlsx")),
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
        let look = self.look(outcome)?;
        let Some(path) = self.place(look, outcome) else {
            return Ok(IssuedReport::Shown(bytes));
        };
        let read = self.read(dossier, request, outcome);
        let refused = |error: OutputError| unwritten(&path, &error);
        output::place(&path, &read).map_err(refused)?;
        self.truly_named(look.format)?;
        output::write(&path, &bytes, &read).map_err(refused)?;
        Ok(IssuedReport::Written(path))
    }
}

/// How the file of a report is usually called.
pub fn usual_name(outcome: &Outcome, shows: Shows, extension: &str) -> String {
    let inputs = &outcome.assessment.inputs;
    let what = match shows {
        Shows::Report(_) => "rapport".to_owned(),
        Shows::Sheet(_) => format!("fiche-{}", inputs.profile),
    };
    format!("{what}-{}-{}.{extension}", inputs.dossier, inputs.date)
}

/// The report by the embedded templates, made in a child: what that takes of memory goes with it.
pub fn make_apart(outcome: &Outcome, look: Look, program: &Path) -> Result<Vec<u8>, Refusal> {
    may_be_issued(outcome)?;
    let (assessment, logo) = (&outcome.assessment, outcome.logo.as_deref());
    printing::write(
        program,
        printing::PATIENCE,
        assessment,
        logo,
        look,
        &Overlay::default(),
    )
    .map_err(|error| Refusal::said(error.to_string()))
}

/// No audit, and no rehearsal of one, without an auditor, nor without what it was to look at.
fn may_be_issued(outcome: &Outcome) -> Result<(), Refusal> {
    let inputs = &outcome.assessment.inputs;
    if inputs.audit != AuditKind::SelfAssessment && inputs.findings.is_empty() {
        return Err(audit_without_auditor(inputs.audit));
    }
    let lacking = inputs.brief_lacks();
    if !lacking.is_empty() {
        return Err(brief_lacks(&lacking));
    }
    Ok(())
}

/// The report; by a person's templates, in a child that may be stopped.
pub fn make(
    outcome: &Outcome,
    look: Look,
    folder: Option<&Folder>,
    shared: &Shared,
    sources: &Sources,
    sink: &mut Diagnostics,
) -> Result<Vec<u8>, Refusal> {
    let (assessment, logo) = (&outcome.assessment, outcome.logo.as_deref());
    may_be_issued(outcome)?;
    let made = match folder {
        None => report::write(assessment, logo, look, &Overlay::default()),
        Some(folder) => printing::write(
            shared.program()?,
            printing::PATIENCE,
            assessment,
            logo,
            look,
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
