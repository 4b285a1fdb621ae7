//! `verifier`: judges a dossier and says what to do next.

use super::super::args::{Shape, Target};
use super::super::{Exit, err, out};
use super::{ending, judge};
use crate::app::report;
use crate::kernel::Status;
use crate::norm::model::Importance;

pub(super) fn verify(target: &Target, format: Shape) -> Exit {
    let outcome = match judge(target) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let assessment = &outcome.assessment;
    match format {
        Shape::Json => out(&report::json(assessment)),
        Shape::Texte => match report::text(assessment) {
            Ok(text) => out(&text),
            Err(error) => {
                err(&format!("erreur : {error}\n"));
                return Exit::Failed;
            }
        },
    }
    let norm = &assessment.inputs.norm;
    let open = assessment.results.criteria.iter().any(|c| {
        matches!(c.retained, Status::Nonconforming | Status::NotDemonstrated)
            && norm
                .criterion(&c.id)
                .is_some_and(|n| n.importance == Importance::Imperative)
    });
    ending(&outcome, if open { Exit::Found } else { Exit::Done })
}
