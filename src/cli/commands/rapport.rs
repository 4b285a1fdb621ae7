//! `rapport`: the report, in one format.

use std::path::Path;

use super::{ending, judge, request, threshold};
use crate::args::{DiffusionWord, ExtentWord, FormatWord, Target};
use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::issue::{self, IssuedReport, ReportOrder};
use mediaudit_app::threshold::ExitThreshold;
use mediaudit_core::view::issued;

/// What was typed.
pub(super) struct Typed<'a> {
    pub(super) target: &'a Target,
    pub(super) output: Option<&'a Path>,
    pub(super) format: Option<FormatWord>,
    pub(super) extent: Option<ExtentWord>,
    pub(super) diffusion: Option<DiffusionWord>,
    pub(super) templates: Option<&'a Path>,
    pub(super) threshold: Option<&'a str>,
}

pub(super) fn run(typed: &Typed<'_>, run: &mut Run) -> Ended {
    let order = ReportOrder {
        output: typed.output,
        format: typed.format.map(Into::into),
        extent: typed.extent.map(Into::into),
        diffusion: typed.diffusion.map(Into::into),
        templates: typed.templates,
    };
    order.format()?;
    let folder = order.folder(&mut run.sources, &mut run.sink)?;
    let request = request(&typed.target.under, typed.target.date, true);
    let outcome = judge(&typed.target.under.folder, &request, run)?;
    let look = order.look(&outcome)?;
    let assessment = &outcome.assessment;
    let found = threshold(typed.threshold, ExitThreshold::Never, &outcome)?.reached(assessment);
    let done = ending(&outcome, if found { Exit::Found } else { Exit::Done });
    let Run {
        shared,
        sources,
        sink,
        folder: _,
    } = run;
    let bytes = issue::make(&outcome, look, folder.as_ref(), shared, sources, sink)?;
    let reply = match order.put(bytes, &typed.target.under.folder, &request, &outcome)? {
        IssuedReport::Shown(bytes) => Reply::bytes(bytes, done),
        IssuedReport::Written(path) => {
            let mut page = Page::default();
            for line in issued::issued(assessment, &path.display().to_string()) {
                page.line(&[Part::Text(&line)]);
            }
            Reply::page(page, done)
        }
    };
    Ok(Reply {
        warnings: issued::warnings(assessment),
        ..reply
    })
}
