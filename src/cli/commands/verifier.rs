//! `verifier`: the outcome on one screen, ending with the next three things to do.

use std::fmt::Write;

use super::{ending, judge, judge_under, threshold};
use crate::app::assess::Outcome;
use crate::app::norms;
use crate::app::report;
use crate::app::threshold::Threshold;
use crate::assessment::privacy::Privacy;
use crate::cli::args::{Shape, Target};
use crate::cli::page::{QUIET, TITLE, cell, heading, mark, paragraph, styled};
use crate::cli::{Exit, out};
use crate::dossier::Version;
use crate::engine::milestone;
use crate::evidence::item::Reading;
use crate::kernel::{Status, words};
use crate::view::{self, Report, comparison};

/// The norm that `--norme-version` names: a path, or a version of the norm that the dossier is judged under.
fn other_norm(wanted: &str, outcome: &Outcome) -> String {
    if norms::is_path(wanted) || wanted.contains('@') {
        wanted.to_owned()
    } else {
        format!("{}@{wanted}", outcome.assessment.inputs.norm.id)
    }
}

/// One dossier under two versions of its norm.
fn beside(first: &Outcome, second: &Outcome) -> String {
    let (a, b) = (&first.assessment, &second.assessment);
    let mut text = String::new();
    let _ = writeln!(text, "{}", styled(TITLE, &a.inputs.structure.name));
    let _ = writeln!(text, "jugé au {} sous deux versions", a.inputs.date.in_words());
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
    let _ = writeln!(
        text,
        "\n  {}  {}  {}",
        cell("", what),
        styled(TITLE, &cell(&versions[0], left)),
        styled(TITLE, &versions[1])
    );
    for (name, was, is) in &rows {
        let mark = if was == is { " " } else { "≠" };
        let _ = writeln!(text, "{mark} {}  {}  {is}", cell(name, what), cell(was, left));
    }
    text
}

pub(super) fn run(target: &Target, format: Shape, given: Option<&str>, other: Option<&str>) -> Exit {
    let outcome = match judge(target, true) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let threshold = match threshold(given, Threshold::Imperative, &outcome) {
        Ok(threshold) => threshold,
        Err(exit) => return exit,
    };
    let assessment = &outcome.assessment;
    if let Some(wanted) = other {
        let second = match judge_under(target, Some(other_norm(wanted, &outcome)), true, Version::Any) {
            Ok(second) => second,
            Err(exit) => return exit,
        };
        match format {
            Shape::Json => out(&format!(
                "[{},{}]\n",
                report::json(assessment).trim_end(),
                report::json(&second.assessment).trim_end()
            )),
            Shape::Texte => out(&beside(&outcome, &second)),
        }
        let found = threshold.reached(assessment);
        let done = ending(&outcome, if found { Exit::Found } else { Exit::Done });
        return ending(&second, done);
    }
    match format {
        Shape::Json => out(&report::json(assessment)),
        Shape::Texte => out(&screen(&outcome)),
    }
    let found = threshold.reached(assessment);
    ending(&outcome, if found { Exit::Found } else { Exit::Done })
}

fn screen(outcome: &Outcome) -> String {
    let report = view::report(&outcome.assessment);
    let mut text = String::new();
    let _ = writeln!(text, "{}", styled(TITLE, &report.structure));
    paragraph(
        &mut text,
        0,
        0,
        &format!(
            "{}, jugé au {} · profil « {} »",
            report.audit, report.date, report.profile
        ),
    );
    let _ = writeln!(text, "{}", styled(QUIET, &report.norm));
    let _ = writeln!(text, "{}", styled(QUIET, &report.banner));
    if let Some(overlay) = &report.overlay {
        paragraph(&mut text, 0, 0, overlay);
    }

    heading(&mut text, &report.summary.headline);
    paragraph(&mut text, 0, 0, &report.summary.text);
    let _ = writeln!(text, "Degré de satisfaction : {}\n", report.summary.score);
    for (status, count) in Status::ALL.into_iter().zip(&report.summary.statuses) {
        let _ = writeln!(text, "  {} {:>3}  {}", mark(status), count.count, count.label);
    }
    let kinds: Vec<String> = report
        .summary
        .kinds
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(label, n)| format!("{label} : {n}"))
        .collect();
    if !kinds.is_empty() {
        paragraph(&mut text, 2, 2, &format!("Constats — {}", kinds.join(" · ")));
    }
    for note in report.summary.notes.iter().chain([&report.summary.firmness]) {
        if !note.is_empty() {
            paragraph(&mut text, 2, 2, note);
        }
    }
    chapters(&report, &mut text);
    gaps(&report, &mut text);
    evidence(outcome, &mut text);
    heading(&mut text, "Les trois prochaines choses à faire");
    for (rank, priority) in report.summary.priorities.iter().enumerate() {
        paragraph(
            &mut text,
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
        paragraph(
            &mut text,
            2,
            0,
            "Rien à faire d'ici le prochain audit, que de garder les preuves à jour.",
        );
    }
    text
}

fn chapters(report: &Report, text: &mut String) {
    heading(text, "Chapitre par chapitre");
    let marks: Vec<String> = Status::ALL
        .into_iter()
        .map(|status| format!("   {}", mark(status)))
        .collect();
    let _ = writeln!(text, "  {}{}   degré", cell("", 50), marks.concat());
    for chapter in &report.chapters {
        let counts: Vec<String> = chapter
            .statuses
            .iter()
            .map(|s| format!("{:>4}", s.count))
            .collect();
        let _ = writeln!(
            text,
            "  {}{}   {}",
            cell(&format!("{}  {}", chapter.id, chapter.title), 50),
            counts.concat(),
            chapter.score
        );
    }
}

/// The gravest gaps; the report holds them all.
fn gaps(report: &Report, text: &mut String) {
    const SHOWN: usize = 8;
    if report.gaps.is_empty() {
        return;
    }
    heading(text, "Écarts, les plus graves d'abord");
    for gap in report.gaps.iter().take(SHOWN) {
        let kind = if gap.kind.is_empty() {
            String::new()
        } else {
            format!(" [{}]", gap.kind)
        };
        paragraph(
            text,
            2,
            5,
            &format!("{} {} — {}{kind}", cell(&gap.id, 4), gap.title, gap.status),
        );
    }
    let rest = report.gaps.len().saturating_sub(SHOWN);
    if rest > 0 {
        let more = words::count(rest, "autre écart", "autres écarts");
        let _ = writeln!(
            text,
            "  {}",
            styled(QUIET, &format!("et {more}, dans le rapport"))
        );
    }
}

fn evidence(outcome: &Outcome, text: &mut String) {
    let inputs = &outcome.assessment.inputs;
    let unreadable = inputs
        .evidence
        .iter()
        .filter(|item| item.reading != Reading::Readable)
        .count();
    let ending = milestone::ending_before_next(inputs).len();
    heading(text, "Preuves");
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
    paragraph(
        text,
        2,
        2,
        &format!("{} (détail : mediaudit preuves)", said.join(" · ")),
    );
    let standing = inputs.privacy.as_ref().map_or(0, Privacy::standing);
    if standing > 0 {
        paragraph(
            text,
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
        paragraph(
            text,
            2,
            2,
            &format!("Lecture inachevée — {}", words::printable(incident)),
        );
    }
}
