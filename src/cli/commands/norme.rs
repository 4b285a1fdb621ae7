//! `norme`: the shipped norms, and those of a folder.

use super::montrer;
use crate::args::{Described, Gravity, Shape};
use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::norms::{self, Verified};
use mediaudit_app::refusal::Refusal;
use mediaudit_app::report;
use mediaudit_core::assessment::verification::{NormVerification, VerifiedNorm};
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

pub(super) fn verify(text: &str, threshold: Gravity, format: Shape, run: &mut Run) -> Ended {
    let verified = norms::verify(text, &mut run.sources, &mut run.sink);
    let (errors, warnings) = run.sink.counts();
    let done = match (&verified, threshold) {
        (Verified::Absent, _) => Exit::Failed,
        (Verified::Refused, _) => Exit::Found,
        (Verified::Checked(..), _) if errors > 0 => Exit::Found,
        (Verified::Checked(..), Gravity::Avertissement) if warnings > 0 => Exit::Found,
        (Verified::Checked(..), Gravity::Avertissement | Gravity::Erreur) => Exit::Done,
    };
    if format == Shape::Json {
        let looked = match &verified {
            Verified::Absent | Verified::Refused => None,
            Verified::Checked(norm, examples) => Some(VerifiedNorm {
                id: norm.id.clone(),
                version: norm.version.clone(),
                criteria: norm.criteria.len(),
                examples: *examples,
            }),
        };
        let answer = NormVerification::new(run.messages(), looked);
        return Ok(Reply::bytes(report::pretty(&answer)?, done));
    }
    Ok(match verified {
        Verified::Checked(norm, examples) if errors == 0 => {
            let said = norm_sheets::verified(&norm, examples, warnings);
            Reply::page(Page::of(&said), done)
        }
        // the sink says it all
        Verified::Absent | Verified::Refused | Verified::Checked(..) => Reply::nothing(done),
    })
}
