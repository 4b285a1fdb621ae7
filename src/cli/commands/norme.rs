//! `norme`: the shipped norms, and those of a folder.

mod verifier;

pub(super) use verifier::run as verify;

use super::montrer;
use crate::args::Described;
use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::norms;
use mediaudit_app::refusal::Refusal;
use mediaudit_core::norm::Norm;
use mediaudit_core::view::{comparison, norm_sheets};
use mediaudit_ink::schema as schemas;

pub(super) fn list(run: &mut Run) -> Ended {
    let mut page = Page::default();
    for shipped in norms::shipped() {
        let norm = load(&format!("{}@{}", shipped.id, shipped.version), run)?;
        let line = norm_sheets::line(&norm);
        page.line(&[Part::Text(&line.name)]);
        page.line(&[Part::Text("  "), Part::Text(&line.holds)]);
    }
    Ok(Reply::page(page, Exit::Done))
}

fn load(text: &str, run: &mut Run) -> Result<Norm, Refusal> {
    norms::find(text, &mut run.sources, &mut run.sink).ok_or(Refusal::Files)
}

pub(super) fn schema(kind: Described) -> Reply {
    Reply::bytes(schemas::text(kind.into()), Exit::Done)
}

pub(super) fn show(text: &str, wanted: Option<&str>, run: &mut Run) -> Ended {
    let norm = load(text, run)?;
    let page = match wanted {
        None => montrer::all(&norm_sheets::all(&norm)),
        Some(wanted) => montrer::one(&norms::criterion(&norm, wanted)?),
    };
    Ok(Reply::page(page, Exit::Done))
}

pub(super) fn compare(before: &str, after: &str, run: &mut Run) -> Ended {
    // the faults of both are told at once
    let (before, after) = (load(before, run), load(after, run));
    let sheet = comparison::sheet(&before?, &after?);
    let mut page = Page::of(&sheet.title);
    for section in &sheet.sections {
        page.heading(&section.title);
        for line in &section.lines {
            page.paragraph(2, 2, &format!("– {line}"));
        }
    }
    if sheet.sections.is_empty() {
        page.line(&[Part::Text(&sheet.none)]);
    }
    Ok(Reply::page(page, Exit::Done))
}
