//! `verifier`: where a dossier stands, on one screen; or under two versions of its norm, side by side.

mod beside;
mod screen;

use super::{ending, judge, judge_under, threshold};
use crate::args::{Shape, Target};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::assess::Outcome;
use mediaudit_app::threshold::ExitThreshold;
use mediaudit_app::{norms, report};
use mediaudit_core::dossier::Version;
use mediaudit_core::view::comparison;
use mediaudit_core::view::standing::standing;

/// The norm that `--norme-version` names: a path, or a version of the norm that the dossier is judged under.
fn other_norm(wanted: &str, outcome: &Outcome) -> String {
    if norms::is_path(wanted) || wanted.contains('@') {
        wanted.to_owned()
    } else {
        format!("{}@{wanted}", outcome.assessment.inputs.norm.id)
    }
}

pub(super) fn run(
    target: &Target,
    format: Shape,
    given: Option<&str>,
    other: Option<&str>,
    run: &mut Run,
) -> Ended {
    let outcome = judge(target, true, run)?;
    let threshold = threshold(given, ExitThreshold::Imperative, &outcome)?;
    let assessment = &outcome.assessment;
    let found = threshold.reached(assessment);
    let done = ending(&outcome, if found { Exit::Found } else { Exit::Done });
    let Some(wanted) = other else {
        return Ok(match format {
            Shape::Json => Reply::bytes(report::json(assessment), done),
            Shape::Texte => {
                let standing = standing(assessment, &outcome.inventory, &outcome.leftovers);
                Reply::page(screen::lay_out(&standing), done)
            }
        });
    };
    let wanted = other_norm(wanted, &outcome);
    let second = judge_under(target, Some(wanted), true, Version::Any, run)?;
    let done = ending(&second, done);
    Ok(match format {
        Shape::Json => {
            let both = [assessment, &second.assessment].map(report::json);
            let both = format!("[{},{}]\n", both[0].trim_end(), both[1].trim_end());
            Reply::bytes(both, done)
        }
        Shape::Texte => Reply::page(
            beside::lay_out(&comparison::beside(assessment, &second.assessment)),
            done,
        ),
    })
}
