//! `verifier`: where a dossier stands, on one screen; or under two versions of its norm, side by side.

mod beside;
mod screen;

use super::{ending, judge, request, threshold};
use crate::args::{Shape, Target};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::threshold::ExitThreshold;
use mediaudit_app::{assess, report};
use mediaudit_core::view::comparison;
use mediaudit_core::view::standing::standing;

pub(super) fn run(
    target: &Target,
    format: Shape,
    given: Option<&str>,
    other: Option<&str>,
    run: &mut Run,
) -> Ended {
    let request = request(&target.under, target.date, true);
    let outcome = judge(&target.under.folder, &request, run)?;
    let threshold = threshold(given, ExitThreshold::Imperative, &outcome)?;
    let assessment = &outcome.assessment;
    let found = threshold.reached(assessment);
    let done = ending(&outcome, if found { Exit::Found } else { Exit::Done });
    let Some(wanted) = other else {
        return Ok(match format {
            Shape::Json => Reply::bytes(report::json(assessment)?, done),
            Shape::Texte => {
                let standing = standing(assessment, &outcome.inventory, &outcome.leftovers);
                Reply::page(screen::lay_out(&standing), done)
            }
        });
    };
    let other = assess::under(&request, wanted, &assessment.inputs.norm);
    let second = judge(&target.under.folder, &other, run)?;
    let done = ending(&second, done);
    Ok(match format {
        Shape::Json => {
            let (one, two) = (report::json(assessment)?, report::json(&second.assessment)?);
            Reply::bytes(format!("[{},{}]\n", one.trim_end(), two.trim_end()), done)
        }
        Shape::Texte => Reply::page(
            beside::lay_out(&comparison::beside(assessment, &second.assessment)),
            done,
        ),
    })
}
