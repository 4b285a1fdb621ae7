//! What is written: a file of drafts, a finding, a draw. What changed is shown.

use crate::args::constats::SaidOfFinding;
use crate::args::{Target, Under};
use crate::commands::{ending, judge, request};
use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::findings::{self, AuditorSignature, DossierAt, DrawOrder, FindingNoted, FindingOrder};
use mediaudit_app::refusal::Refusal;
use mediaudit_core::assessment::inputs::GapPart;
use mediaudit_core::diag::{Diagnostics, Sources};

/// What a finding says, as it was typed.
pub(super) fn order(said: &SaidOfFinding) -> FindingOrder {
    let parts = [
        (GapPart::Requirement, &said.requirement),
        (GapPart::Observation, &said.observation),
        (GapPart::Shortfall, &said.shortfall),
        (GapPart::Stake, &said.stake),
    ];
    let told = parts
        .into_iter()
        .filter_map(|(part, text)| Some((part, text.clone()?)));
    FindingOrder {
        auditor: None,
        id: None,
        criterion: None,
        site: said.site.clone(),
        element: said.element.clone(),
        state: said.state.clone(),
        rating: said.rating.clone(),
        status: said.status.clone(),
        kind: said.kind.clone(),
        reason: said.reason.clone(),
        parts: told.collect(),
        form: said.form.clone(),
        seen: said.seen.clone(),
        on_site: said.on_site,
        heard: said.heard.clone(),
        reconciles: said.reconciles.clone(),
        by: said.by.clone(),
        on: said.on,
        cleared: Vec::new(),
    }
}

pub(super) fn prepared(target: &Target, signature: &AuditorSignature, run: &mut Run) -> Ended {
    let folder = &target.under.folder;
    let request = request(&target.under, target.date, true);
    let outcome = judge(folder, &request, run)?;
    let plan = findings::plan(&outcome);
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
    let laid = findings::prepare(signature, &outcome, &at, sources, sink)?;
    let mut page = Page::of(&plan.prepared(&laid.path));
    for meeting in plan.meetings.iter().filter(|meeting| meeting.left > 0) {
        page.line(&[Part::Text("  "), Part::Text(&meeting.said())]);
    }
    page.line(&[Part::Text(&plan.next(&folder.to_string_lossy()))]);
    Ok(Reply::page(page, ending(&outcome, Exit::Done)))
}

pub(super) fn added(target: &Target, order: &FindingOrder, run: &mut Run) -> Ended {
    noted(target, run, |at, sources, sink| {
        findings::add(order, at, sources, sink)
    })
}

/// `order`: none, where the finding goes.
pub(super) fn settled(target: &Target, id: &str, order: Option<&FindingOrder>, run: &mut Run) -> Ended {
    noted(target, run, |at, sources, sink| match order {
        Some(order) => findings::settle(id, order, at, sources, sink),
        None => findings::withdraw(id, at, sources, sink),
    })
}

/// One finding changed, and shown.
fn noted(
    target: &Target,
    run: &mut Run,
    change: impl FnOnce(&DossierAt<'_>, &mut Sources, &mut Diagnostics) -> Result<FindingNoted, Refusal>,
) -> Ended {
    let request = request(&target.under, target.date, true);
    let at = DossierAt {
        folder: &target.under.folder,
        request: &request,
        means: run.shared.means()?,
    };
    let noted = change(&at, &mut run.sources, &mut run.sink)?;
    let mut page = Page::default();
    page.changed(&noted.changed);
    Ok(Reply::page(page, Exit::Done))
}

pub(super) fn drawn(under: &Under, order: &DrawOrder, run: &mut Run) -> Ended {
    let request = request(under, None, true);
    let outcome = judge(&under.folder, &request, run)?;
    let Run {
        shared,
        sources,
        sink,
        folder: _,
    } = run;
    let at = DossierAt {
        folder: &under.folder,
        request: &request,
        means: shared.means()?,
    };
    let made = findings::draw(order, &outcome, &at, sources, sink)?;
    let mut page = Page::default();
    page.changed(&made.changed);
    made.said.iter().for_each(|said| page.paragraph(0, 2, said));
    Ok(Reply::page(page, ending(&outcome, Exit::Done)))
}
