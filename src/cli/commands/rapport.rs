//! `rapport`: the report, in one format.

use std::path::{Path, PathBuf};

use super::{ending, judge};
use crate::app::{output, report};
use crate::cli::args::{Format, Target};
use crate::cli::{Exit, cannot_write, err, out};
use crate::render::templates::Overlay;

pub(super) fn run(target: &Target, path: Option<&Path>, format: Format) -> Exit {
    let outcome = match judge(target, true) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let assessment = &outcome.assessment;
    let bytes = match report::write(
        assessment,
        outcome.logo.as_deref(),
        format.into(),
        &Overlay::default(),
    ) {
        Ok(bytes) => bytes,
        Err(error) => {
            err(&format!("erreur : {error}\n"));
            return Exit::Failed;
        }
    };
    let default = |extension: &str| {
        PathBuf::from(format!(
            "rapport-{}-{}.{extension}",
            assessment.inputs.dossier, assessment.inputs.date
        ))
    };
    let path = match (path, format) {
        (Some(path), _) => path.to_path_buf(),
        (None, Format::Pdf) => default("pdf"),
        (None, Format::Html) => default("html"),
        (None, Format::Json | Format::Texte) => {
            out(&String::from_utf8_lossy(&bytes));
            return ending(&outcome, Exit::Done);
        }
    };
    if let Err(error) = output::write(&path, &bytes) {
        return cannot_write(&path, &error);
    }
    out(&format!(
        "Rapport écrit : {} (jugé au {})\n",
        path.display(),
        assessment.inputs.date.in_words()
    ));
    ending(&outcome, Exit::Done)
}
