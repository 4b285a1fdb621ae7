//! `preuves`: the map of evidence — what counts, what is missing, what expires, what serves nothing.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{ending, judge};
use crate::app::assess::Outcome;
use crate::assessment::results::{Cause, Trace};
use crate::cli::args::Target;
use crate::cli::page::{QUIET, heading, paragraph, styled};
use crate::cli::{Exit, out};
use crate::engine::milestone;
use crate::evidence::item::{Held, Item, Reading};
use crate::kernel::{Id, words};
use crate::view::paste;
use crate::view::privacy::privacy;
use crate::view::words as said;

pub(super) fn run(target: &Target) -> Exit {
    let outcome = match judge(target, true) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    out(&map(&outcome));
    ending(&outcome, Exit::Done)
}

/// For each piece: the criteria that ask it, with what keeps it from counting there.
fn uses(outcome: &Outcome) -> BTreeMap<&Id, BTreeMap<&Id, Option<Cause>>> {
    fn gather<'a>(
        trace: &'a Trace,
        criterion: &'a Id,
        out: &mut BTreeMap<&'a Id, BTreeMap<&'a Id, Option<Cause>>>,
    ) {
        for (piece, cause) in &trace.evidence {
            let known = out.entry(piece).or_default().entry(criterion).or_insert(*cause);
            // it counts for a criterion as soon as it counts in one of its rules
            *known = known.and(*cause);
        }
        for step in &trace.steps {
            gather(step, criterion, out);
        }
    }
    let mut out = BTreeMap::new();
    for result in &outcome.assessment.results.criteria {
        for element in result.samples.iter().flat_map(|sample| &sample.elements) {
            if let Some(trace) = &element.trace {
                gather(trace, &result.id, &mut out);
            }
        }
    }
    out
}

fn map(outcome: &Outcome) -> String {
    let inputs = &outcome.assessment.inputs;
    let uses = uses(outcome);
    let mut text = format!("Carte des preuves, au {}\n", inputs.date.in_words());
    for (kind, definition) in &inputs.norm.evidence_types {
        let pieces: Vec<&Item> = inputs
            .evidence
            .iter()
            .filter(|item| item.types.contains(kind))
            .collect();
        if pieces.is_empty() {
            continue;
        }
        heading(&mut text, &definition.label);
        for item in pieces {
            piece(item, uses.get(&item.id), outcome, &mut text);
        }
    }
    missing(outcome, &mut text);
    let lists = [
        (
            "Sans type : ne comptent pour aucun critère",
            &outcome.leftovers.untyped,
        ),
        ("Ignorés", &outcome.inventory.ignored),
        ("Refusés", &outcome.inventory.refused),
        ("Non lus", &outcome.inventory.unfinished),
    ];
    for (title, list) in lists {
        if !list.is_empty() {
            heading(&mut text, title);
            for skipped in list {
                paragraph(
                    &mut text,
                    2,
                    2,
                    &format!("{} : {}", words::safe(&skipped.path), skipped.reason),
                );
            }
        }
    }
    if let Some(found) = &inputs.privacy {
        let found = privacy(found);
        heading(&mut text, "Données personnelles");
        for line in found.lines() {
            paragraph(&mut text, 2, 2, &line);
        }
        if let Some(block) = found.silencing() {
            paragraph(
                &mut text,
                2,
                2,
                "Si des données signalées ont leur place ici, dites pourquoi dans dossier.toml :",
            );
            for line in block.lines() {
                let _ = writeln!(text, "    {line}");
            }
        }
    }
    if !outcome.leftovers.orphans.is_empty() {
        heading(
            &mut text,
            "Orphelines : aucun critère de la norme ne demande leur type",
        );
        for id in &outcome.leftovers.orphans {
            paragraph(&mut text, 2, 2, id.as_str());
        }
    }
    text
}

fn piece(item: &Item, uses: Option<&BTreeMap<&Id, Option<Cause>>>, outcome: &Outcome, text: &mut String) {
    let inputs = &outcome.assessment.inputs;
    let effect = item.dates.effect.map_or_else(
        || "sans date".to_owned(),
        |day| format!("du {}", day.in_figures()),
    );
    let last = milestone::last_day(item, &inputs.norm)
        .map(|day| format!(", valable jusqu'au {}", day.in_figures()))
        .unwrap_or_default();
    paragraph(
        text,
        2,
        4,
        &format!("{} — {}", item.id, words::printable(item.whereabouts())),
    );
    let state = match (&item.reading, &item.held) {
        (Reading::Unreadable { reason } | Reading::Unfinished { reason }, _) => {
            format!("illisible : {reason}")
        }
        (Reading::Readable, Held::Missing { path: _ }) => "le fichier n'est pas là".to_owned(),
        (Reading::Readable, Held::Elsewhere { .. } | Held::Reported { .. }) => {
            "déclarée, à montrer à l'auditeur".to_owned()
        }
        (Reading::Readable, Held::File(_)) => "lisible".to_owned(),
    };
    let _ = writeln!(text, "      {effect}{last} · {state}");
    let Some(uses) = uses else {
        let _ = writeln!(
            text,
            "      {}",
            styled(QUIET, "aucun critère du profil ne la demande")
        );
        return;
    };
    let named = |wanted: bool| -> Vec<String> {
        uses.iter()
            .filter(|(_, cause)| cause.is_none() == wanted)
            .map(|(id, cause)| {
                cause.map_or_else(
                    || id.to_string(),
                    |cause| format!("{id} ({})", said::cause(cause)),
                )
            })
            .collect()
    };
    let (good, bad) = (named(true), named(false));
    if !good.is_empty() {
        paragraph(text, 6, 2, &format!("compte pour {}", words::list(&good, "et")));
    }
    if !bad.is_empty() {
        paragraph(
            text,
            6,
            2,
            &format!("ne compte pas pour {}", words::list(&bad, "et")),
        );
    }
    for copy in copies(item) {
        paragraph(
            text,
            6,
            2,
            &format!("copie identique, comptée une fois : {}", words::printable(copy)),
        );
    }
    if uses
        .values()
        .any(|cause| matches!(cause, Some(Cause::Undated | Cause::DateToConfirm)))
        && let Some(lines) = paste::date(item)
    {
        paragraph(
            text,
            6,
            2,
            "date à confirmer : mettez-la en tête du nom du fichier, ou collez dans dossier.toml, avec la vraie date :",
        );
        for line in lines.lines() {
            let _ = writeln!(text, "        {line}");
        }
    }
}

fn copies(item: &Item) -> &[String] {
    match &item.held {
        Held::File(file) => &file.copies,
        _ => &[],
    }
}

/// Types that criteria still ask in vain, and pieces that end before the next audit.
fn missing(outcome: &Outcome, text: &mut String) {
    let inputs = &outcome.assessment.inputs;
    let absent = milestone::absent_types(&outcome.assessment);
    if !absent.is_empty() {
        heading(text, "Ce qui manque");
        for (kind, criteria) in absent {
            let label = inputs
                .norm
                .evidence_types
                .get(&kind)
                .map_or("", |t| t.label.as_str());
            let ids: Vec<String> = criteria.iter().map(Id::to_string).collect();
            paragraph(
                text,
                2,
                4,
                &format!("{label} → preuves/{kind}/ (pour {})", words::list(&ids, "et")),
            );
        }
    }
    let ending = milestone::ending_before_next(inputs);
    if !ending.is_empty() {
        heading(
            text,
            &format!(
                "Expirent avant le prochain rendez-vous, le {}",
                milestone::next(inputs).in_words()
            ),
        );
        for (id, day) in ending {
            paragraph(
                text,
                2,
                4,
                &format!("{id} : dernier jour le {}", day.in_figures()),
            );
        }
    }
}
