//! `questions`: what is still to be answered, by whom, what decides most first; as a sheet for one person where a file is named.

use std::path::Path;

use super::{ending, judge, request};
use crate::args::{Shape, Target};
use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::questions::{ask, write_sheet};
use mediaudit_app::report;
use mediaudit_core::view::questions::{Question, QuestionList};

pub(super) fn run(
    target: &Target,
    who: Option<&str>,
    format: Shape,
    output: Option<&Path>,
    run: &mut Run,
) -> Ended {
    let outcome = judge(
        &target.under.folder,
        &request(&target.under, target.date, true),
        run,
    )?;
    let list = ask(&outcome, who)?;
    let done = ending(&outcome, Exit::Done);
    if let Some(path) = output {
        write_sheet(&list, path, &outcome)?;
        return Ok(Reply::page(
            Page::of(&list.written(&path.display().to_string())),
            done,
        ));
    }
    match format {
        Shape::Json => Ok(Reply::bytes(report::pretty(&list)?, done)),
        Shape::Texte => Ok(Reply::page(lay_out(&list), done)),
    }
}

fn lay_out(list: &QuestionList) -> Page {
    let mut page = Page::of(&list.title());
    page.paragraph(2, 2, &list.progress);
    if let Some(rest) = list.rest() {
        page.paragraph(2, 2, &rest);
    }
    for (rank, question) in list.questions.iter().enumerate() {
        page.blank();
        one(rank + 1, question, &mut page);
    }
    page.blank();
    for person in &list.respondents {
        page.line(&[Part::Text("  "), Part::Text(&person.said())]);
    }
    list.next().iter().for_each(|said| page.paragraph(0, 2, said));
    page
}

fn one(rank: usize, question: &Question, page: &mut Page) {
    page.paragraph(2, 4, &format!("{rank}. {}", question.asked));
    page.paragraph(6, 2, &question.help);
    page.paragraph(6, 2, &question.answered_by());
    page.block(6, &question.line());
}
