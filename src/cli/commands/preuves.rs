//! `preuves`: the map of evidence — what counts, what is missing, what expires, what serves nothing.

use std::collections::BTreeMap;

use super::{ending, judge};
use crate::args::Target;
use crate::page::{Page, Part};
use crate::{Exit, answer};
use mediaudit_app::assess::Outcome;
use mediaudit_core::assessment::results::{Cause, Trace};
use mediaudit_core::engine::milestone;
use mediaudit_core::kernel::{CriterionId, PieceId, words};
use mediaudit_core::record::item::{Held, Item, Reading};
use mediaudit_core::view::paste;
use mediaudit_core::view::privacy::privacy;
use mediaudit_core::view::words as said;

pub(super) fn run(target: &Target) -> Exit {
    let outcome = match judge(target, true) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    answer(&map(&outcome), ending(&outcome, Exit::Done))
}

/// For each piece: the criteria that ask it, with what keeps it from counting there.
fn uses(outcome: &Outcome) -> BTreeMap<&PieceId, BTreeMap<&CriterionId, Option<Cause>>> {
    fn gather<'a>(
        trace: &'a Trace,
        criterion: &'a CriterionId,
        out: &mut BTreeMap<&'a PieceId, BTreeMap<&'a CriterionId, Option<Cause>>>,
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

fn map(outcome: &Outcome) -> Page {
    let inputs = &outcome.assessment.inputs;
    let uses = uses(outcome);
    let mut page = Page::of(&format!("Carte des preuves, au {}", inputs.date.in_words()));
    for (kind, definition) in &inputs.norm.evidence_types {
        let pieces: Vec<&Item> = inputs
            .evidence
            .iter()
            .filter(|item| item.types.contains(kind))
            .collect();
        if pieces.is_empty() {
            continue;
        }
        page.heading(&definition.label);
        for item in pieces {
            piece(item, uses.get(&item.id), outcome, &mut page);
        }
    }
    missing(outcome, &mut page);
    let lists = [
        (
            "Sans type : ne comptent pour aucun critère",
            &outcome.leftovers.untyped,
        ),
        ("Ignorés", &outcome.inventory.ignored),
        ("Refusés", &outcome.inventory.refused),
        ("Non lus", &outcome.inventory.unfinished),
        (
            "Non lus pour leur nom ou leur place",
            &outcome.inventory.misplaced,
        ),
        ("Relus", &outcome.inventory.again),
    ];
    for (title, list) in lists {
        if !list.is_empty() {
            page.heading(title);
            for skipped in list {
                page.paragraph(
                    2,
                    2,
                    &format!(
                        "{} : {}",
                        words::safe(&skipped.path),
                        words::printable(&skipped.reason)
                    ),
                );
            }
        }
    }
    if let Some(found) = &inputs.privacy {
        let found = privacy(found);
        page.heading("Données personnelles");
        for line in found.lines() {
            page.paragraph(2, 2, &line);
        }
        if let Some(block) = found.silencing() {
            page.paragraph(
                2,
                2,
                "Si des données signalées ont leur place ici, dites pourquoi dans dossier.toml :",
            );
            page.block(4, &block);
        }
    }
    if !outcome.leftovers.orphans.is_empty() {
        page.heading("Orphelines : aucun critère de la norme ne demande leur type");
        for id in &outcome.leftovers.orphans {
            page.paragraph(2, 2, id.as_str());
        }
    }
    page
}

fn piece(
    item: &Item,
    uses: Option<&BTreeMap<&CriterionId, Option<Cause>>>,
    outcome: &Outcome,
    page: &mut Page,
) {
    let inputs = &outcome.assessment.inputs;
    let effect = item.dates.effect.map_or_else(
        || "sans date".to_owned(),
        |day| format!("du {}", day.in_figures()),
    );
    let last = milestone::last_day(item, &inputs.norm)
        .map(|day| format!(", valable jusqu'au {}", day.in_figures()))
        .unwrap_or_default();
    page.paragraph(
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
    page.paragraph(6, 2, &format!("{effect}{last} · {state}"));
    let Some(uses) = uses else {
        page.line(&[
            Part::Text("      "),
            Part::Quiet("aucun critère du profil ne la demande"),
        ]);
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
        page.paragraph(6, 2, &format!("compte pour {}", words::list(&good, "et")));
    }
    if !bad.is_empty() {
        page.paragraph(6, 2, &format!("ne compte pas pour {}", words::list(&bad, "et")));
    }
    for copy in copies(item) {
        page.paragraph(
            6,
            2,
            &format!("copie identique, comptée une fois : {}", words::printable(copy)),
        );
    }
    let undated = uses
        .values()
        .any(|cause| matches!(cause, Some(Cause::Undated | Cause::DateToConfirm)));
    if !undated || !matches!(item.held, Held::File(_)) {
        return;
    }
    let told = "date à confirmer : mettez-la en tête du nom du fichier";
    match paste::date(item) {
        Some(lines) => {
            page.paragraph(
                6,
                2,
                &format!("{told}, ou collez dans dossier.toml, avec la vraie date :"),
            );
            page.block(8, &lines);
        }
        None => page.paragraph(6, 2, &format!("{told}, et ôtez-en ce qui désigne une personne")),
    }
}

fn copies(item: &Item) -> &[String] {
    match &item.held {
        Held::File(file) => &file.copies,
        _ => &[],
    }
}

/// Types that criteria still ask in vain, and pieces that end before the next audit.
fn missing(outcome: &Outcome, page: &mut Page) {
    let inputs = &outcome.assessment.inputs;
    let absent = milestone::absent_types(&outcome.assessment);
    if !absent.is_empty() {
        page.heading("Ce qui manque");
        for (kind, criteria) in absent {
            let label = inputs
                .norm
                .evidence_types
                .get(&kind)
                .map_or("", |t| t.label.as_str());
            let ids: Vec<String> = criteria.iter().map(CriterionId::to_string).collect();
            page.paragraph(
                2,
                4,
                &format!("{label} → preuves/{kind}/ (pour {})", words::list(&ids, "et")),
            );
        }
    }
    let ending = milestone::ending_before_next(inputs);
    if let Some(next) = milestone::next(inputs).filter(|_| !ending.is_empty()) {
        page.heading(&format!(
            "Expirent avant le prochain rendez-vous, le {}",
            next.in_words()
        ));
        for (id, day) in ending {
            page.paragraph(2, 4, &format!("{id} : dernier jour le {}", day.in_figures()));
        }
    }
}
