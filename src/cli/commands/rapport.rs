//! `rapport`: the report, in one format.

use std::path::{Path, PathBuf};

use super::{ending, judge};
use crate::app::{output, report};
use crate::cli::args::{Format, Target};
use crate::cli::{Exit, cannot_write, err, out};

pub(super) fn run(target: &Target, path: Option<&Path>, format: Format) -> Exit {
    let outcome = match judge(target, true) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let assessment = &outcome.assessment;
    let bytes = match format {
        Format::Pdf => report::pdf(assessment),
        Format::Json => Ok(report::json(assessment).into_bytes()),
        Format::Texte => report::text(assessment).map(String::into_bytes),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            err(&format!("erreur : {error}\n"));
            return Exit::Failed;
        }
    };
    let default = || {
        PathBuf::from(format!(
            "rapport-{}-{}.pdf",
            assessment.inputs.dossier, assessment.inputs.date
        ))
    };
    let path = match (path, format) {
        (Some(path), _) => path.to_path_buf(),
        (None, Format::Pdf) => default(),
        (None, _) => {
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
