//! `rapport`: the report, in one format.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::{ending, judge, program, threshold};
use crate::args::{FormatWord, Target};
use crate::page::{Page, Part};
use crate::{Exit, answer, answer_bytes, fail, tell, warn};
use mediaudit_app::assess::Outcome;
use mediaudit_app::report::{self, ReportError};
use mediaudit_app::templates::{self, Folder};
use mediaudit_app::threshold::ExitThreshold;
use mediaudit_app::{norms, output, printing};
use mediaudit_core::assessment::Assessment;
use mediaudit_core::assessment::privacy::Privacy;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::words;
use mediaudit_core::view;
use mediaudit_ink::templates::Overlay;

/// What was typed.
pub(super) struct Typed<'a> {
    pub(super) target: &'a Target,
    pub(super) output: Option<&'a Path>,
    pub(super) format: Option<FormatWord>,
    pub(super) templates: Option<&'a Path>,
    pub(super) threshold: Option<&'a str>,
}

impl Typed<'_> {
    /// The format that was asked for, else the one that the file's name ends in, else PDF.
    fn format(&self) -> FormatWord {
        let extension = self
            .output
            .and_then(Path::extension)
            .map(OsStr::to_ascii_lowercase);
        let named = match extension.as_deref().and_then(OsStr::to_str) {
            Some("html" | "htm") => Some(FormatWord::Html),
            Some("json") => Some(FormatWord::Json),
            Some("txt") => Some(FormatWord::Texte),
            _ => None,
        };
        self.format.or(named).unwrap_or(FormatWord::Pdf)
    }

    /// What the run reads beside the dossier's own files, which are known as such: no report replaces it.
    fn read(&self, assessment: &Assessment) -> Vec<PathBuf> {
        let target = self.target;
        let norm = target.norm.as_ref().filter(|norm| norms::is_path(norm));
        let logo = assessment.inputs.structure.logo.as_ref();
        [
            target.overlay.clone(),
            norm.map(PathBuf::from),
            self.templates.map(Path::to_path_buf),
            logo.map(|logo| target.folder.join(logo)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// « - », or a name that the system gives to the standard output.
fn is_stdout(path: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]
        .iter()
        .any(|name| path == Path::new(name))
}

pub(super) fn run(wanted: &Typed<'_>) -> Exit {
    let format = wanted.format();
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let folder = wanted
        .templates
        .map(|path| templates::load(path, &mut sources, &mut sink));
    tell(&sink, &sources);
    let folder = match folder {
        Some(None) => return Exit::Failed,
        Some(Some(folder)) => Some(folder),
        None => None,
    };
    let outcome = match judge(wanted.target, true) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let threshold = match threshold(wanted.threshold, ExitThreshold::Never, &outcome) {
        Ok(threshold) => threshold,
        Err(exit) => return exit,
    };
    let program = match program() {
        Ok(program) => program,
        Err(exit) => return exit,
    };
    match made(
        format,
        folder.as_ref().map(|folder| (folder, program.as_path())),
        &outcome,
    ) {
        Ok(bytes) => {
            let assessment = &outcome.assessment;
            let found = threshold.reached(assessment);
            let done = ending(&outcome, if found { Exit::Found } else { Exit::Done });
            warn_of_persons(assessment);
            let default = |extension: &str| {
                PathBuf::from(format!(
                    "rapport-{}-{}.{extension}",
                    assessment.inputs.dossier, assessment.inputs.date
                ))
            };
            let path = match (wanted.output, format) {
                (Some(path), _) if is_stdout(path) => return answer_bytes(&bytes, done),
                (Some(path), _) => path.to_path_buf(),
                (None, FormatWord::Pdf) => default("pdf"),
                (None, FormatWord::Html) => default("html"),
                (None, FormatWord::Json | FormatWord::Texte) => return answer_bytes(&bytes, done),
            };
            if let Err(error) = output::write(&path, &bytes, &wanted.read(assessment)) {
                let message = format!("impossible d'écrire « {} » ({error})", path.display());
                return fail(&message, error.hint().as_slice());
            }
            let day = assessment.inputs.date.in_words();
            let mut page = Page::of(&format!("Rapport écrit : {} (jugé au {day})", path.display()));
            page.line(&[Part::Text(&outcome_in_words(assessment))]);
            answer(&page, done)
        }
        Err(error) => refused(&error, folder.as_ref(), &sources),
    }
}

/// The report names what was found and shows none of it; whoever sends it on should know before opening it.
fn warn_of_persons(assessment: &Assessment) {
    let standing = assessment.inputs.privacy.as_ref().map_or(0, Privacy::standing);
    if standing > 0 {
        let told = words::count(
            standing,
            "alerte de données personnelles, masquée",
            "alertes de données personnelles, masquées",
        );
        warn(&format!("{told} dans le rapport : voyez « mediaudit preuves »"));
    }
}

/// « Pas encore prêt : 28 conformes, 1 non évalué. », for whoever will open the file later.
fn outcome_in_words(assessment: &Assessment) -> String {
    let summary = view::report(assessment).summary;
    let counts: Vec<String> = summary
        .statuses
        .iter()
        .filter(|status| status.count > 0)
        .map(|status| words::count(status.count, &status.label, &format!("{}s", status.label)))
        .collect();
    format!("{} : {}.", summary.headline, counts.join(", "))
}

/// The report; by a user's templates, in a child that may be stopped.
fn made(
    format: FormatWord,
    folder: Option<(&Folder, &Path)>,
    outcome: &Outcome,
) -> Result<Vec<u8>, ReportError> {
    let (assessment, logo) = (&outcome.assessment, outcome.logo.as_deref());
    match folder {
        None => report::write(assessment, logo, format.into(), &Overlay::default()),
        Some((folder, program)) => printing::write(
            program,
            printing::PATIENCE,
            assessment,
            logo,
            format.into(),
            &folder.overlay,
        ),
    }
}

fn refused(error: &ReportError, folder: Option<&Folder>, sources: &Sources) -> Exit {
    match (error, folder) {
        (ReportError::Template(fault), Some(folder)) => {
            let mut sink = Diagnostics::default();
            sink.push(folder.diagnostic(fault, sources));
            tell(&sink, sources);
            Exit::Failed
        }
        _ => fail(&error.to_string(), &[]),
    }
}
