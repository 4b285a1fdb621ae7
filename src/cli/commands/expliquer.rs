//! `expliquer`: how a criterion was judged, or how a score was computed, step by step.

pub(super) mod screen;

use super::{calcul, ending, judge, request};
use crate::args::Target;
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::explain::{Explained, explain};

pub(super) fn run(target: &Target, wanted: &str, run: &mut Run) -> Ended {
    let outcome = judge(
        &target.under.folder,
        &request(&target.under, target.date, false),
        run,
    )?;
    let page = match explain(&outcome, wanted)? {
        Explained::Criterion(found) => screen::criterion(&found),
        Explained::Chapter(sheet) => calcul::chapter(&sheet, &target.under.folder),
        Explained::Whole(sheet) => calcul::whole(&sheet, &target.under.folder),
    };
    Ok(Reply::page(page, ending(&outcome, Exit::Done)))
}
