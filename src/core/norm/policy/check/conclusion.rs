//! Gates, bands, conditions and conclusions, checked: every case must be settled.

use std::collections::{BTreeMap, BTreeSet};

use super::known::{Figures, Known};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kernel::{Located, Ratio, Span, folded};
use crate::norm::blocks::Block;
use crate::norm::cycle;
use crate::norm::model::{AuditKind, Band, ConclusionRule, Condition, Gate, GateForm, Milestone, Scale};
use crate::norm::raw::{RawBand, RawConclusion, RawCondition, RawGate, RawPolicy};
use crate::norm::values::Values;

/// A gate before the score.
pub(super) fn gate(
    raw: &RawGate,
    figures: Figures,
    scale: &Scale,
    known: Known<'_>,
    sink: &mut Diagnostics,
) -> Option<Gate> {
    let place = raw.id.span(known.ctx.values.file);
    let form = *raw.form.get();
    if raw.importance.is_none() && raw.criteria.is_empty() {
        sink.push(
            Diagnostic::new(Code::RuleShape, "une porte dit quels critères elle regarde")
                .at(place, "")
                .hint("ajoutez « importance = \"imperatif\" » ou « criteres = [\"…\"] »"),
        );
    }
    if (form == GateForm::Ceiling) != raw.ceiling.is_some() {
        sink.push(
            Diagnostic::new(
                Code::RuleShape,
                "« forme = \"plafond\" » et la clé « plafond » vont ensemble",
            )
            .at(raw.form.span(known.ctx.values.file), ""),
        );
    }
    if form == GateForm::Product && !(scale.min == Ratio::zero() && scale.max == Ratio::one()) {
        sink.push(
            Diagnostic::new(
                Code::OffUnitProduct,
                "un produit ne se calcule que sur une échelle de 0 à 1",
            )
            .at(raw.form.span(known.ctx.values.file), "")
            .hint("choisissez une autre « forme », ou retirez « echelle »"),
        );
    }
    let ceiling = match &raw.ceiling {
        Some(value) => Some(figures.read(value, known.ctx.values, sink)?),
        None => None,
    };
    Some(Gate {
        id: raw.id.get().clone(),
        label: raw.label.clone(),
        form,
        importance: raw.importance,
        criteria: known.criteria(&raw.criteria, sink),
        ceiling,
    })
}

/// Bands, lowest first.
pub(super) fn bands(
    raw: &[RawBand],
    figures: Figures,
    scale: &Scale,
    known: Known<'_>,
    sink: &mut Diagnostics,
) -> Vec<Band> {
    let values = known.ctx.values;
    let mut bands: Vec<Band> = Vec::new();
    for band in raw {
        let Some(from) = figures.read(&band.from, values, sink) else {
            continue;
        };
        let in_order = match bands.last() {
            Some(last) => last.from < from || (last.from == from && band.condition.is_some()),
            None => figures == Figures::Plain || from == scale.min,
        };
        if !in_order {
            sink.push(
                Diagnostic::new(
                    Code::Policy,
                    "les bandes vont de la plus basse, à partir de 0 %, à la plus haute",
                )
                .at(band.from.span(values.file), ""),
            );
        }
        let to = band.to.as_ref().and_then(|to| {
            let value = figures.read(to, values, sink)?;
            if value < from {
                sink.push(
                    Diagnostic::new(Code::Bounds, "la bande finit avant de commencer")
                        .at(to.span(values.file), ""),
                );
            }
            Some(value)
        });
        let place = band.label.span(values.file);
        bands.push(Band {
            label: band.label.get().clone(),
            from,
            to,
            condition: band
                .condition
                .as_ref()
                .map(|c| condition(c, &place, figures, known, sink)),
            text: band.text.clone(),
        });
    }
    bands
}

fn condition(
    raw: &RawCondition,
    place: &Span,
    figures: Figures,
    known: Known<'_>,
    sink: &mut Diagnostics,
) -> Condition {
    let values = known.ctx.values;
    let unknown = |what: &str, id: &str, names: Vec<&str>, sink: &mut Diagnostics| {
        sink.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!("{what} « {id} » n'est pas dans la norme"),
            )
            .at(place.clone(), "")
            .nearest(id, names),
        );
    };
    for code in raw
        .kinds
        .keys()
        .filter(|code| !known.kinds.iter().any(|k| &k.code == *code))
    {
        let names = known.kinds.iter().map(|k| k.code.as_str()).collect();
        unknown("la nature de constat", code.as_str(), names, sink);
    }
    let mut chapters = BTreeMap::new();
    for (id, threshold) in &raw.chapters {
        if !known.chapters.iter().any(|c| &c.id == id) {
            unknown(
                "le chapitre",
                id.as_str(),
                known.chapters.iter().map(|c| c.id.as_str()).collect(),
                sink,
            );
        }
        chapters.extend(
            figures
                .threshold(threshold, place, values, sink)
                .map(|t| (id.clone(), t)),
        );
    }
    let mut met = BTreeMap::new();
    for (importance, threshold) in &raw.met {
        // a share of criteria, whatever the scale
        met.extend(
            Figures::Percent
                .threshold(threshold, place, values, sink)
                .map(|t| (*importance, t)),
        );
    }
    Condition {
        kinds: raw.kinds.clone(),
        statuses: raw.statuses.clone(),
        score: raw
            .score
            .as_ref()
            .and_then(|t| figures.threshold(t, place, values, sink)),
        met,
        chapters,
        gates: raw.gates,
        unlifted: raw.unlifted.clone(),
        bands: raw.bands.iter().map(|band| band.get().clone()).collect(),
    }
}

/// Conclusions, in order; their conditions name kinds that exist.
pub(crate) fn conclusions(
    raw: &[Located<RawConclusion>],
    figures: Figures,
    known: Known<'_>,
    sink: &mut Diagnostics,
) -> Vec<ConclusionRule> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for rule in raw {
        let place = rule.span(known.ctx.values.file);
        if !seen.insert(folded(rule.id.get())) {
            sink.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    format!("la conclusion « {} » est écrite deux fois", rule.id.get()),
                )
                .at(rule.id.span(known.ctx.values.file), ""),
            );
        }
        out.push(ConclusionRule {
            id: rule.id.get().clone(),
            audits: rule.audits.clone(),
            cycles: known.ctx.milestones(&rule.cycles, sink),
            condition: rule
                .condition
                .as_ref()
                .map(|c| condition(c, &place, figures, known, sink)),
            title: rule.title.clone(),
            text: rule.text.clone(),
        });
    }
    out
}

pub(super) fn check_cover(
    rules: &[ConclusionRule],
    milestones: &[Milestone],
    block: &Block<RawPolicy>,
    sink: &mut Diagnostics,
) {
    for audit in AuditKind::ALL {
        let open = cycle::places(milestones).into_iter().find(|at| {
            let last = rules.iter().rfind(|rule| rule.is_for(audit, *at));
            last.is_none_or(|rule| rule.condition.is_some())
        });
        if let Some(at) = open {
            let whole = rules.iter().all(|rule| rule.cycles.is_empty());
            let cycle = at
                .filter(|_| !whole)
                .map_or_else(String::new, |id| format!(", cycle « {id} »"));
            sink.push(
                Diagnostic::new(
                    Code::Policy,
                    format!(
                        "aucune conclusion n'est prévue dans tous les cas pour le genre « {} »{cycle}",
                        audit.label()
                    ),
                )
                .at(block.span.clone(), "")
                .hint("ajoutez en dernier une conclusion sans « si »"),
            );
        }
    }
}

/// The bands that conclusions name must be there.
pub(super) fn check_bands(
    conclusions: &[ConclusionRule],
    raws: &[Located<RawConclusion>],
    bands: &[Band],
    values: Values<'_>,
    sink: &mut Diagnostics,
) {
    for (rule, raw) in conclusions.iter().zip(raws) {
        for name in rule.condition.iter().flat_map(|c| &c.bands) {
            if !bands.iter().any(|band| &band.label == name) {
                sink.push(
                    Diagnostic::new(
                        Code::UnknownReference,
                        format!("la bande « {name} » n'est pas dans la norme"),
                    )
                    .at(raw.span(values.file), "")
                    .nearest(name, bands.iter().map(|band| band.label.as_str())),
                );
            }
        }
    }
}
