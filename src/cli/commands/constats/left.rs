//! `constats verifier`: what is left, person by person. What does not hold is told before, by the loader and the judgement.

use crate::args::{Shape, Target};
use crate::commands::{ending, judge, request};
use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::findings;
use mediaudit_app::report;
use mediaudit_core::view::interviews::InterviewPlan;

pub(super) fn run(target: &Target, who: Option<&str>, format: Shape, run: &mut Run) -> Ended {
    let folder = &target.under.folder;
    let outcome = judge(folder, &request(&target.under, target.date, true), run)?;
    let plan = findings::plan_of(&outcome, who)?;
    let left = if plan.is_done() { Exit::Done } else { Exit::Found };
    let exit = ending(&outcome, left);
    match format {
        Shape::Json => Ok(Reply::bytes(report::pretty(&plan)?, exit)),
        Shape::Texte => Ok(Reply::page(lay_out(&plan, &folder.to_string_lossy()), exit)),
    }
}

fn lay_out(plan: &InterviewPlan, folder: &str) -> Page {
    let mut page = Page::of(&plan.title());
    page.paragraph(2, 2, &plan.progress);
    if plan.is_done() {
        page.paragraph(2, 2, plan.done());
    }
    if !plan.whole.is_empty() {
        page.heading(plan.whole_title());
        plan.whole.iter().for_each(|said| page.paragraph(2, 2, said));
    }
    for meeting in plan.meetings.iter().filter(|meeting| meeting.left > 0) {
        page.heading(&meeting.said());
        for point in meeting.waiting() {
            page.paragraph(2, 4, &point.said());
        }
    }
    page.blank();
    // a command to type stays on one line
    page.line(&[Part::Text(&plan.next(folder))]);
    page
}
