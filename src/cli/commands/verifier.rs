//! `verifier`: where a dossier stands, on one screen; or under two versions of its norm, side by side.

mod beside;
mod screen;

use super::{ending, judge, request, threshold};
use crate::args::{Shape, Target};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::refusal::Refusal;
use mediaudit_app::threshold::ExitThreshold;
use mediaudit_app::{assess, report};
use mediaudit_core::assessment::Assessment;
use mediaudit_core::assessment::verification::Verification;
use mediaudit_core::view::comparison;
use mediaudit_core::view::standing::standing;

pub(super) fn run(
    target: &Target,
    format: Shape,
    given: Option<&str>,
    other: Option<&str>,
    run: &mut Run,
) -> Ended {
    match (verify(target, format, given, other, run), format) {
        // a program reads the faults in the answer
        (Err(Refusal::Files), Shape::Json) => json(None, None, Exit::Failed, run),
        (ended, _) => ended,
    }
}

fn verify(target: &Target, format: Shape, given: Option<&str>, other: Option<&str>, run: &mut Run) -> Ended {
    let request = request(&target.under, target.date, true);
    let outcome = judge(&target.under.folder, &request, run)?;
    let threshold = threshold(given, ExitThreshold::Imperative, &outcome)?;
    let assessment = &outcome.assessment;
    let found = threshold.reached(assessment);
    let done = ending(&outcome, if found { Exit::Found } else { Exit::Done });
    let Some(wanted) = other else {
        return match format {
            Shape::Json => json(Some(assessment), None, done, run),
            Shape::Texte => {
                let standing = standing(assessment, &outcome.inventory, &outcome.leftovers);
                Ok(Reply::page(
                    screen::lay_out(&standing, &target.under.folder),
                    done,
                ))
            }
        };
    };
    let other = assess::under(&request, wanted, &assessment.inputs.norm);
    let second = judge(&target.under.folder, &other, run)?;
    let done = ending(&second, done);
    match format {
        Shape::Json => json(Some(assessment), Some(&second.assessment), done, run),
        Shape::Texte => Ok(Reply::page(
            beside::lay_out(&comparison::beside(assessment, &second.assessment)),
            done,
        )),
    }
}

/// What a program is answered: what there is to say, and the result where there is one.
fn json(one: Option<&Assessment>, other: Option<&Assessment>, done: Exit, run: &mut Run) -> Ended {
    let answer = Verification::new(run.messages(), one, other);
    Ok(Reply::bytes(report::pretty(&answer)?, done))
}
