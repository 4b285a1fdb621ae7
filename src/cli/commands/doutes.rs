//! `doutes`: what casts a doubt on the result; why one of them need not stand, as the structure explains it or an auditor settles it.

use super::{ending, judge, request, today};
use crate::args::{SaidOfDoubt, Target};
use crate::page::Page;
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::findings::DossierAt;
use mediaudit_app::lifting::{self, DoubtSaid};
use mediaudit_core::view::doubts::{DoubtSheet, sheet};

pub(super) fn run(target: &Target, doubt: Option<&str>, said: &SaidOfDoubt, run: &mut Run) -> Ended {
    let folder = &target.under.folder;
    let request = request(&target.under, target.date, true);
    let outcome = judge(folder, &request, run)?;
    let (Some(id), Some(reason)) = (doubt, &said.reason) else {
        let only = doubt.map(|id| lifting::doubt(&outcome, id)).transpose()?;
        let sheet = sheet(&outcome.assessment, only.as_ref(), &folder.to_string_lossy());
        let page = shown(&sheet);
        return Ok(Reply::page(page, ending(&outcome, Exit::Done)));
    };
    let reasoned = DoubtSaid {
        reason: reason.clone(),
        seen: said.seen.clone(),
        by: said.by.clone(),
        on: said.on.or_else(|| Some(today())),
    };
    let Run {
        shared,
        sources,
        sink,
        folder: _,
    } = run;
    let at = DossierAt {
        folder,
        request: &request,
        means: shared.means()?,
    };
    let changed = match &said.auditor {
        None => lifting::explain(id, &reasoned, &outcome, &at, sources, sink)?,
        Some(auditor) => lifting::lift((auditor, id), &reasoned, &outcome, &at, sources, sink)?,
    };
    let mut page = Page::default();
    page.changed(&changed);
    Ok(Reply::page(page, ending(&outcome, Exit::Done)))
}

fn shown(sheet: &DoubtSheet) -> Page {
    let mut page = Page::of(&sheet.title);
    for row in &sheet.rows {
        page.heading(&format!("{} : {}", row.id, row.state));
        page.paragraph(2, 2, &row.said);
        row.lines().iter().for_each(|line| page.paragraph(2, 2, line));
    }
    for (said, command) in &sheet.next {
        page.blank();
        page.paragraph(0, 2, said);
        page.block(2, command);
    }
    page
}
