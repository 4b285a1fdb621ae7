//! Gates, bands, conditions and conclusions, checked: every case must be settled.

use std::collections::BTreeMap;

use super::diags::{
    BandOrder, BandReversed, CeilingAndForm, GateWithoutCriteria, OpenCase, OpenCycle, ProductScale,
    ShareBounds, UnknownBand,
};
use super::known::{Figures, Known};
use crate::diag::Diagnostics;
use crate::kernel::{ChapterId, Identifier, KindCode, Located, Ratio, Span};
use crate::norm::blocks::Block;
use crate::norm::cycle;
use crate::norm::diags::UnknownReference;
use crate::norm::model::{
    AuditKind, Band, ConclusionRule, Condition, Gate, GateForm, Milestone, Scale, Vigilance,
};
use crate::norm::raw::{RawBand, RawConclusion, RawCondition, RawGate, RawPolicy, RawVigilance};
use crate::norm::references::SeenIds;
use crate::norm::rules::Context;
use crate::norm::values::{Scalar, Values};

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
        sink.push(GateWithoutCriteria { place });
    }
    if (form == GateForm::Ceiling) != raw.ceiling.is_some() {
        sink.push(CeilingAndForm {
            place: raw.form.span(known.ctx.values.file),
        });
    }
    if form == GateForm::Product && !(scale.min == Ratio::zero() && scale.max == Ratio::one()) {
        sink.push(ProductScale {
            key: "forme",
            place: raw.form.span(known.ctx.values.file),
        });
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
            sink.push(BandOrder {
                place: band.from.span(values.file),
            });
        }
        let to = band.to.as_ref().and_then(|to| {
            let value = figures.read(to, values, sink)?;
            if value < from {
                sink.push(BandReversed {
                    place: to.span(values.file),
                });
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
    for code in raw
        .kinds
        .keys()
        .filter(|code| !known.kinds.iter().any(|k| &k.code == *code))
    {
        sink.push(UnknownReference {
            what: KindCode::NAMED,
            id: code.as_str(),
            place: place.clone(),
            known: known.kinds.iter().map(|k| k.code.as_str()).collect(),
        });
    }
    let mut chapters = BTreeMap::new();
    for (id, threshold) in &raw.chapters {
        if !known.chapters.iter().any(|c| &c.id == id) {
            sink.push(UnknownReference {
                what: ChapterId::NAMED,
                id: id.as_str(),
                place: place.clone(),
                known: known.chapters.iter().map(|c| c.id.as_str()).collect(),
            });
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
        set_aside: raw.set_aside.clone(),
        bands: raw.bands.iter().map(|band| band.get().clone()).collect(),
    }
}

/// What is looked at twice before a favourable conclusion.
pub(super) fn vigilance(raw: &RawVigilance, ctx: Context<'_>, sink: &mut Diagnostics) -> Vigilance {
    let mut share = |scalar: &Option<Located<Scalar>>| share(scalar.as_ref(), ctx, sink);
    Vigilance {
        set_aside: share(&raw.set_aside),
        same_text: raw.same_text,
        one_piece: raw.one_piece,
        same_day: share(&raw.same_day),
        unnamed: share(&raw.unnamed),
        images: share(&raw.images),
        findings: share(&raw.findings),
        waiting: share(&raw.waiting),
    }
}

/// A share of the weight, from none to all of it.
pub(crate) fn share(
    scalar: Option<&Located<Scalar>>,
    ctx: Context<'_>,
    sink: &mut Diagnostics,
) -> Option<Ratio> {
    let scalar = scalar?;
    let share = ctx.values.percent(scalar, sink)?;
    if share.is_negative() || share > Ratio::one() {
        sink.push(ShareBounds {
            place: scalar.span(ctx.values.file),
        });
        return None;
    }
    Some(share)
}

/// Conclusions, in order; their conditions name kinds that exist.
pub(crate) fn conclusions(
    raw: &[Located<RawConclusion>],
    figures: Figures,
    known: Known<'_>,
    sink: &mut Diagnostics,
) -> Vec<ConclusionRule> {
    let mut seen = SeenIds::default();
    let mut out = Vec::new();
    for rule in raw {
        let place = rule.span(known.ctx.values.file);
        seen.add(&rule.id, known.ctx.values.file, sink);
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
            favourable: rule.favourable,
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
            let (audit, place) = (audit.label(), block.span.clone());
            match at.filter(|_| !whole) {
                None => sink.push(OpenCase { audit, place }),
                Some(at) => sink.push(OpenCycle { audit, at, place }),
            }
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
                sink.push(UnknownBand {
                    band: name,
                    place: raw.span(values.file),
                    known: bands.iter().map(|band| band.label.as_str()).collect(),
                });
            }
        }
    }
}
