//! `norme montrer`: the criteria of a norm, or one of them whole.

use crate::page::{Page, Part};
use mediaudit_core::kernel::{AxisLabel, words};
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::{Criterion, Element};
use mediaudit_core::view::words as said;

/// All criteria, chapter by chapter.
pub(super) fn all(norm: &Norm) -> Page {
    let mut page = Page::of(&format!("{} — {}", norm.title, norm.version));
    page.paragraph(0, 0, &norm.warning);
    for chapter in &norm.chapters {
        page.heading(&format!("{}. {}", chapter.id, chapter.title));
        for c in norm.criteria.iter().filter(|c| c.chapter == chapter.id) {
            let row = format!(
                "{} {} ({}, confiance {})",
                c.id,
                c.title,
                c.importance.label(),
                c.confidence.code()
            );
            page.paragraph(2, 4, &row);
        }
    }
    page
}

/// One criterion: what it wants, how it is judged, where it comes from.
pub(super) fn one(norm: &Norm, c: &Criterion) -> Page {
    let mut page = Page::default();
    page.line(&[Part::Title(&format!("{} — {}", c.id, c.title))]);
    let level = c.level.as_ref().and_then(|id| norm.level(id));
    let facts: Vec<String> = [
        Some(c.importance.label().to_owned()),
        Some(format!("poids {}", c.weight)),
        Some(format!("jugé {}", c.judged.label())),
        level.map(|level| format!("niveau requis : {}", level.label.to_lowercase())),
        c.clause.as_ref().map(|clause| format!("article {clause}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    page.paragraph(0, 2, &facts.join(" · "));
    page.paragraph(0, 2, &format!("Exigence : {}", c.requirement));
    page.paragraph(0, 2, &format!("Enjeu : {}", c.stake));
    let binds: Vec<String> = c.binds.iter().map(|b| b.label().to_owned()).collect();
    if !binds.is_empty() {
        page.paragraph(0, 2, &format!("Qui est tenu : {}", words::list(&binds, "et")));
    }
    if let Some(rule) = &c.applies_if {
        page.paragraph(0, 2, &format!("S'applique si : {}", said::rule(rule, norm)));
    }
    if c.always_applies {
        page.paragraph(0, 2, "Ne peut être écarté par la structure.");
    }
    let labels = labels(norm, &c.labels);
    if !labels.is_empty() {
        page.paragraph(0, 2, &format!("Étiquettes : {}", labels.join(" ; ")));
    }
    if let Some(note) = &c.note {
        page.paragraph(0, 2, &format!("Note : {note}"));
    }
    page.heading("Ce qui est regardé");
    c.elements.iter().for_each(|e| element(&mut page, norm, e));
    page.heading(&format!(
        "Sources (confiance {} : {})",
        c.confidence.code(),
        c.confidence.meaning()
    ));
    for id in &c.sources {
        if let Some(source) = norm.sources.get(id) {
            let url = source.url.as_deref().unwrap_or_default();
            page.paragraph(2, 2, &format!("{id} : {} {url}", source.title));
        }
    }
    if c.examples.is_empty() {
        return page;
    }
    let examples = words::count(c.examples.len(), "exemple", "exemples");
    page.heading(&format!("Vérifié par {examples}"));
    for example in &c.examples {
        page.paragraph(2, 2, &format!("{} : {}", example.name, example.expected.label()));
    }
    page
}

fn element(page: &mut Page, norm: &Norm, e: &Element) {
    let mut kept = e.label.clone();
    if e.optional {
        kept.push_str(" (facultatif)");
    }
    if e.declaration_suffices {
        kept.push_str(" (le déclarer suffit)");
    }
    page.paragraph(2, 3, &format!("{}. {kept}", e.id));
    let rule = e.rule.as_ref().map_or_else(
        || "constat d'un auditeur".to_owned(),
        |rule| said::rule(rule, norm),
    );
    page.paragraph(5, 2, &format!("Règle : {rule}"));
    page.paragraph(5, 2, &format!("Pour y arriver : {}", e.action));
}

/// « Principe : confidentialité ».
fn labels(norm: &Norm, ids: &[AxisLabel]) -> Vec<String> {
    let named = |id: &AxisLabel| {
        let (axis, value) = norm.axis_value(id)?;
        Some(format!("{}, {}", axis.label, value.label.to_lowercase()))
    };
    ids.iter()
        .map(|id| named(id).unwrap_or_else(|| id.to_string()))
        .collect()
}
