//! A norm as its readers see it: its criteria, or one of them whole.

use serde::Serialize;

use super::comparison::Section;
use super::words;
use crate::kernel::french;
use crate::kernel::{AxisLabel, CriterionId, words as text};
use crate::norm::Norm;
use crate::norm::model::{Criterion, Element};

/// A norm, in two lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NormLine {
    /// Id, version, title.
    pub name: String,
    /// What it holds.
    pub holds: String,
}

/// All criteria of a norm, chapter by chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NormSheet {
    /// Title and version.
    pub title: String,
    /// Its warning.
    pub warning: String,
    /// Chapters.
    pub chapters: Vec<Section>,
}

/// One criterion: what it wants, how it is judged, where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CriterionSheet {
    /// Id and title.
    pub title: String,
    /// What it is, line by line.
    pub lines: Vec<String>,
    /// Heading of the elements.
    pub looked_at: String,
    /// Elements.
    pub elements: Vec<ElementSheet>,
    /// Where it comes from.
    pub sources: Section,
    /// The examples that it is verified by.
    pub examples: Option<Section>,
}

/// One element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ElementSheet {
    /// Letter and label.
    pub title: String,
    /// Its rule, and how to get there.
    pub lines: Vec<String>,
}

/// A norm among others.
pub fn line(norm: &Norm) -> NormLine {
    let profiles: Vec<&str> = norm.profiles.iter().map(|p| p.id.as_str()).collect();
    NormLine {
        name: format!("{} {} — {}", norm.id, norm.version, norm.title),
        holds: format!(
            "{} · {} · profils : {}",
            norm.edition,
            french::count(norm.criteria.len(), "critère", "critères"),
            profiles.join(", ")
        ),
    }
}

/// What its verification came to, where nothing is wrong with it.
pub fn verified(norm: &Norm, examples: usize, warnings: usize) -> String {
    let said = match warnings {
        0 => "rien à redire".to_owned(),
        n => french::count(n, "avertissement", "avertissements"),
    };
    format!(
        "{} {} : {}, {}, {said}.",
        norm.id,
        norm.version,
        french::count(norm.criteria.len(), "critère", "critères"),
        french::count(examples, "exemple", "exemples"),
    )
}

/// All criteria, chapter by chapter.
pub fn all(norm: &Norm) -> NormSheet {
    let row = |c: &Criterion| {
        format!(
            "{} {} ({}, confiance {})",
            c.id,
            c.title,
            c.importance.label(),
            c.confidence.code()
        )
    };
    NormSheet {
        title: format!("{} — {}", norm.title, norm.version),
        warning: norm.warning.clone(),
        chapters: norm
            .chapters
            .iter()
            .map(|chapter| Section {
                title: format!("{}. {}", chapter.id, chapter.title),
                lines: norm
                    .criteria
                    .iter()
                    .filter(|c| c.chapter == chapter.id)
                    .map(row)
                    .collect(),
            })
            .collect(),
    }
}

/// One criterion, whole; none where it is not in the norm.
pub fn one(norm: &Norm, id: &CriterionId) -> Option<CriterionSheet> {
    let c = norm.criterion(id)?;
    let sources = c.sources.iter().filter_map(|id| {
        let source = norm.sources.get(id)?;
        let url = source.url.as_deref().unwrap_or_default();
        Some(format!("{id} : {} {url}", source.title))
    });
    let examples = c
        .examples
        .iter()
        .map(|example| format!("{} : {}", example.name, example.expected.label()))
        .collect();
    let counted = french::count(c.examples.len(), "exemple", "exemples");
    Some(CriterionSheet {
        title: format!("{} — {}", c.id, c.title),
        lines: lines(norm, c),
        looked_at: "Ce qui est regardé".to_owned(),
        elements: c.elements.iter().map(|e| element(norm, e)).collect(),
        sources: Section {
            title: format!(
                "Sources (confiance {} : {})",
                c.confidence.code(),
                c.confidence.meaning()
            ),
            lines: sources.collect(),
        },
        examples: Section::of(&format!("Vérifié par {counted}"), examples),
    })
}

fn lines(norm: &Norm, c: &Criterion) -> Vec<String> {
    let level = c.level.as_ref().and_then(|id| norm.level(id));
    let facts: Vec<String> = [
        Some(c.importance.label().to_owned()),
        Some(format!("poids {}", c.weight)),
        Some(format!("jugé {}", c.judged.label())),
        level.map(|level| format!("niveau requis : {}", french::inside(&level.label))),
        c.clause.as_ref().map(|clause| format!("article {clause}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut out = vec![
        facts.join(" · "),
        format!("Exigence : {}", c.requirement),
        format!("Enjeu : {}", c.stake),
    ];
    let binds: Vec<String> = c.binds.iter().map(|b| b.label().to_owned()).collect();
    if !binds.is_empty() {
        out.push(format!("Qui est tenu : {}", text::list(&binds, "et")));
    }
    if let Some(rule) = &c.applies_if {
        out.push(format!("S’applique si : {}", words::rule(rule, norm)));
    }
    if c.always_applies {
        out.push("Ne peut être écarté par la structure.".to_owned());
    }
    let labels = labels(norm, &c.labels);
    if !labels.is_empty() {
        out.push(format!("Étiquettes : {}", labels.join(" ; ")));
    }
    if let Some(note) = &c.note {
        out.push(format!("Note : {note}"));
    }
    out
}

fn element(norm: &Norm, e: &Element) -> ElementSheet {
    let mut kept = e.label.clone();
    if e.optional {
        kept.push_str(" (facultatif)");
    }
    if e.declaration_suffices {
        kept.push_str(" (le déclarer suffit)");
    }
    let rule = e.rule.as_ref().map_or_else(
        || "constat d’un auditeur".to_owned(),
        |rule| words::rule(rule, norm),
    );
    ElementSheet {
        title: format!("{}. {kept}", e.id),
        lines: vec![
            format!("Règle : {rule}"),
            format!("Pour y arriver : {}", e.action),
        ],
    }
}

/// « Principe : confidentialité ».
fn labels(norm: &Norm, ids: &[AxisLabel]) -> Vec<String> {
    let named = |id: &AxisLabel| {
        let (axis, value) = norm.axis_value(id)?;
        Some(format!("{}, {}", axis.label, french::inside(&value.label)))
    };
    ids.iter()
        .map(|id| named(id).unwrap_or_else(|| id.to_string()))
        .collect()
}
