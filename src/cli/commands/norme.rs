//! `norme`: the shipped norms, and those of a folder.

use super::montrer;
use crate::args::{Described, Gravity};
use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::norms::{self, Verified};
use mediaudit_app::refusal::Refusal;
use mediaudit_core::kernel::{folded, words};
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
    let Some(wanted) = wanted else {
        return Ok(Reply::page(montrer::all(&norm_sheets::all(&norm)), Exit::Done));
    };
    let found = norm
        .criteria
        .iter()
        .find(|c| folded(&c.id) == wanted.to_ascii_lowercase());
    let Some(sheet) = found.and_then(|c| norm_sheets::one(&norm, &c.id)) else {
        let hint = words::nearest(wanted, norm.criteria.iter().map(|c| c.id.as_str()))
            .map(|near| format!("vouliez-vous dire « {near} » ?"));
        let message = format!(
            "« {} » n'est pas un critère de la norme {}",
            words::safe(wanted),
            norm.id
        );
        return Err(Refusal::said(message).hints(hint));
    };
    Ok(Reply::page(montrer::one(&sheet), Exit::Done))
}

pub(super) fn compare(before: &str, after: &str, run: &mut Run) -> Ended {
    // the faults of both are told at once
    let (before, after) = (load(before, run), load(after, run));
    let (before, after) = (before?, after?);
    let name = |norm: &Norm| format!("{} {}", norm.id, norm.version);
    let mut page = Page::of(&format!("De {} à {}", name(&before), name(&after)));
    let sections = comparison::norms(&before, &after);
    for section in &sections {
        page.heading(&section.title);
        for line in &section.lines {
            page.paragraph(2, 2, &format!("– {line}"));
        }
    }
    if sections.is_empty() {
        page.line(&[Part::Text("Rien qui change un jugement.")]);
    }
    Ok(Reply::page(page, Exit::Done))
}

pub(super) fn verify(text: &str, threshold: Gravity, run: &mut Run) -> Ended {
    let (norm, examples) = match norms::verify(text, &mut run.sources, &mut run.sink) {
        Verified::Absent => return Err(Refusal::Files),
        Verified::Refused => return Ok(Reply::nothing(Exit::Found)),
        Verified::Checked(norm, examples) => (norm, examples),
    };
    let (errors, warnings) = run.sink.counts();
    if errors > 0 {
        return Ok(Reply::nothing(Exit::Found));
    }
    let said = match warnings {
        0 => "rien à redire".to_owned(),
        n => words::count(n, "avertissement", "avertissements"),
    };
    let done = match threshold {
        Gravity::Avertissement if warnings > 0 => Exit::Found,
        Gravity::Avertissement | Gravity::Erreur => Exit::Done,
    };
    let outcome = format!(
        "{} {} : {}, {}, {said}.",
        norm.id,
        norm.version,
        words::count(norm.criteria.len(), "critère", "critères"),
        words::count(examples, "exemple", "exemples"),
    );
    Ok(Reply::page(Page::of(&outcome), done))
}
