//! `verifier`: the outcome on one screen, ending with the next three things to do.

use super::{ending, judge, judge_under, threshold};
use crate::args::{Shape, Target};
use crate::page::{Page, Part, cell};
use crate::{Exit, answer, answer_bytes, fail};
use mediaudit_app::assess::Outcome;
use mediaudit_app::norms;
use mediaudit_app::report;
use mediaudit_app::threshold::ExitThreshold;
use mediaudit_core::assessment::privacy::Privacy;
use mediaudit_core::dossier::Version;
use mediaudit_core::engine::milestone;
use mediaudit_core::kernel::{InternalError, Status, words};
use mediaudit_core::record::item::Reading;
use mediaudit_core::view::{self, Report, comparison};

/// The norm that `--norme-version` names: a path, or a version of the norm that the dossier is judged under.
fn other_norm(wanted: &str, outcome: &Outcome) -> String {
    if norms::is_path(wanted) || wanted.contains('@') {
        wanted.to_owned()
    } else {
        format!("{}@{wanted}", outcome.assessment.inputs.norm.id)
    }
}

/// One dossier under two versions of its norm.
fn beside(first: &Outcome, second: &Outcome) -> Page {
    let (a, b) = (&first.assessment, &second.assessment);
    let mut page = Page::default();
    page.line(&[Part::Title(&a.inputs.structure.name)]);
    let day = a.inputs.date.in_words();
    page.line(&[Part::Text(&format!("jugé au {day} sous deux versions"))]);
    let versions = [a, b].map(|x| x.inputs.norm.version.clone());
    let rows = comparison::assessments(a, b);
    let width = |pick: fn(&(String, String, String)) -> &String, head: &str| {
        let longest = rows
            .iter()
            .map(|row| pick(row).chars().count())
            .max()
            .unwrap_or(0);
        longest.max(head.chars().count()).min(40)
    };
    let (what, left) = (width(|r| &r.0, ""), width(|r| &r.1, &versions[0]));
    page.blank();
    let gap = Part::Text("  ");
    page.line(&[
        gap,
        Part::Text(&cell("", what)),
        gap,
        Part::Title(&cell(&versions[0], left)),
        gap,
        Part::Title(&versions[1]),
    ]);
    for (name, was, is) in &rows {
        let mark = if was == is { " " } else { "≠" };
        let row = format!("{mark} {}  {}  {is}", cell(name, what), cell(was, left));
        page.line(&[Part::Text(&row)]);
    }
    page
}

/// The JSON text, or why there is none.
fn written(text: Result<String, InternalError>, done: Exit) -> Exit {
    match text {
        Ok(text) => answer_bytes(text.as_bytes(), done),
        Err(error) => fail(&error.to_string(), &[]),
    }
}

pub(super) fn run(target: &Target, format: Shape, given: Option<&str>, other: Option<&str>) -> Exit {
    let outcome = match judge(target, true) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let threshold = match threshold(given, ExitThreshold::Imperative, &outcome) {
        Ok(threshold) => threshold,
        Err(exit) => return exit,
    };
    let assessment = &outcome.assessment;
    if let Some(wanted) = other {
        let second = match judge_under(target, Some(other_norm(wanted, &outcome)), true, Version::Any) {
            Ok(second) => second,
            Err(exit) => return exit,
        };
        let found = threshold.reached(assessment);
        let done = ending(&outcome, if found { Exit::Found } else { Exit::Done });
        let done = ending(&second, done);
        return match format {
            Shape::Json => {
                let two = report::json(assessment)
                    .and_then(|one| Ok((one, report::json(&second.assessment)?)))
                    .map(|(one, two)| format!("[{},{}]\n", one.trim_end(), two.trim_end()));
                written(two, done)
            }
            Shape::Texte => answer(&beside(&outcome, &second), done),
        };
    }
    let found = threshold.reached(assessment);
    let done = ending(&outcome, if found { Exit::Found } else { Exit::Done });
    match format {
        Shape::Json => written(report::json(assessment), done),
        Shape::Texte => answer(&screen(&outcome), done),
    }
}

fn screen(outcome: &Outcome) -> Page {
    let report = view::report(&outcome.assessment);
    let mut page = Page::default();
    page.line(&[Part::Title(&report.structure)]);
    page.paragraph(
        0,
        0,
        &format!(
            "{}, jugé au {} · profil « {} »",
            report.audit, report.date, report.profile
        ),
    );
    page.line(&[Part::Quiet(&report.norm)]);
    page.line(&[Part::Quiet(&report.banner)]);
    if let Some(overlay) = &report.overlay {
        page.paragraph(0, 0, overlay);
    }

    page.heading(&report.summary.headline);
    page.paragraph(0, 0, &report.summary.text);
    page.paragraph(0, 2, &format!("Degré de satisfaction : {}", report.summary.score));
    page.blank();
    for (status, count) in Status::ALL.into_iter().zip(&report.summary.statuses) {
        let counted = format!(" {:>3}  {}", count.count, count.label);
        page.line(&[Part::Text("  "), Part::Mark(status), Part::Text(&counted)]);
    }
    let kinds: Vec<String> = report
        .summary
        .kinds
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(label, n)| format!("{label} : {n}"))
        .collect();
    if !kinds.is_empty() {
        page.paragraph(2, 2, &format!("Constats — {}", kinds.join(" · ")));
    }
    for note in report.summary.notes.iter().chain([&report.summary.firmness]) {
        if !note.is_empty() {
            page.paragraph(2, 2, note);
        }
    }
    chapters(&report, &mut page);
    gaps(&report, &mut page);
    evidence(outcome, &mut page);
    page.heading("Les trois prochaines choses à faire");
    for (rank, priority) in report.summary.priorities.iter().enumerate() {
        page.paragraph(
            2,
            3,
            &format!(
                "{}. {} ({}, {})",
                rank + 1,
                priority.action,
                priority.id,
                priority.why
            ),
        );
    }
    if report.summary.priorities.is_empty() {
        page.paragraph(
            2,
            0,
            "Rien à faire d'ici le prochain audit, que de garder les preuves à jour.",
        );
    }
    page
}

fn chapters(report: &Report, page: &mut Page) {
    page.heading("Chapitre par chapitre");
    let left = format!("  {}", cell("", 50));
    let mut head = vec![Part::Text(&left)];
    for status in Status::ALL {
        head.extend([Part::Text("   "), Part::Mark(status)]);
    }
    head.push(Part::Text("   degré"));
    page.line(&head);
    for chapter in &report.chapters {
        let counts: Vec<String> = chapter
            .statuses
            .iter()
            .map(|s| format!("{:>4}", s.count))
            .collect();
        let name = cell(&format!("{}  {}", chapter.id, chapter.title), 50);
        page.line(&[Part::Text(&format!(
            "  {name}{}   {}",
            counts.concat(),
            chapter.score
        ))]);
    }
}

/// The gravest gaps; the report holds them all.
fn gaps(report: &Report, page: &mut Page) {
    const SHOWN: usize = 8;
    if report.gaps.is_empty() {
        return;
    }
    page.heading("Écarts, les plus graves d'abord");
    for gap in report.gaps.iter().take(SHOWN) {
        let kind = if gap.kind.is_empty() {
            String::new()
        } else {
            format!(" [{}]", gap.kind)
        };
        page.paragraph(
            2,
            5,
            &format!("{} {} — {}{kind}", cell(&gap.id, 4), gap.title, gap.status),
        );
    }
    let rest = report.gaps.len().saturating_sub(SHOWN);
    if rest > 0 {
        let more = words::count(rest, "autre écart", "autres écarts");
        page.line(&[
            Part::Text("  "),
            Part::Quiet(&format!("et {more}, dans le rapport")),
        ]);
    }
}

fn evidence(outcome: &Outcome, page: &mut Page) {
    let inputs = &outcome.assessment.inputs;
    let unreadable = inputs
        .evidence
        .iter()
        .filter(|item| item.reading != Reading::Readable)
        .count();
    let ending = milestone::ending_before_next(inputs).len();
    page.heading("Preuves");
    let mut said = vec![words::count(inputs.evidence.len(), "preuve", "preuves")];
    for (n, one, many) in [
        (unreadable, "illisible", "illisibles"),
        (
            outcome.leftovers.untyped.len(),
            "fichier sans type",
            "fichiers sans type",
        ),
        (outcome.inventory.refused.len(), "refusée", "refusées"),
        (
            ending,
            "expire avant le prochain rendez-vous",
            "expirent avant le prochain rendez-vous",
        ),
    ] {
        if n > 0 {
            said.push(words::count(n, one, many));
        }
    }
    page.paragraph(
        2,
        2,
        &format!("{} (détail : mediaudit preuves)", said.join(" · ")),
    );
    let standing = inputs.privacy.as_ref().map_or(0, Privacy::standing);
    if standing > 0 {
        page.paragraph(
            2,
            2,
            &format!(
                "{} : voyez « mediaudit preuves »",
                words::count(
                    standing,
                    "alerte de données personnelles",
                    "alertes de données personnelles"
                )
            ),
        );
    }
    for incident in &inputs.incidents {
        page.paragraph(
            2,
            2,
            &format!("Lecture inachevée — {}", words::printable(incident)),
        );
    }
    let unread = inputs.unread.iter().map(|skipped| ("Non lu", skipped));
    let again = outcome.inventory.again.iter().map(|skipped| ("Relu", skipped));
    for (what, skipped) in unread.chain(again) {
        page.paragraph(
            2,
            2,
            &format!(
                "{what} — {} : {}",
                words::safe(&skipped.path),
                words::printable(&skipped.reason)
            ),
        );
    }
}
