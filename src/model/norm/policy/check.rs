//! Score, findings and conclusion, checked: every case must be settled.

mod conclusion;
mod diags;
mod effective;
mod findings;
mod known;
mod score;

pub(crate) use conclusion::{conclusions, share};
pub(crate) use effective::check as effective;
pub(crate) use known::{Figures, Known};
pub(crate) use score::chapter_change;

use crate::diag::Diagnostics;
use crate::norm::blocks::Block;
use crate::norm::model::{Draw, Policy};
use crate::norm::raw::RawPolicy;

/// Checks a policy; none where a share that it rests on cannot be read.
pub(crate) fn policy(block: &Block<RawPolicy>, known: Known<'_>, sink: &mut Diagnostics) -> Option<Policy> {
    let (raw, ctx) = (&block.item, known.ctx);
    let figures = Figures::of(raw);
    let scale = score::scale(raw.scale.as_ref(), figures, ctx, sink);
    let share = score::fraction(&raw.grave_share, ctx, sink);
    let grave_level = raw
        .grave_level
        .as_ref()
        .and_then(|id| ctx.resolve(id, ctx.levels.iter().map(|l| &l.id), sink));
    let rows = raw
        .kinds
        .iter()
        .map(|(importance, row)| (*importance, findings::kind_row(row, known, sink)))
        .collect();
    let score = score::score(raw, figures, ctx, sink);
    let revisions = score::revisions(&raw.revisions, figures, known, sink);
    let bands = conclusion::bands(&raw.bands, figures, &scale, known, sink);
    let conclusions = conclusion::conclusions(&raw.conclusions, figures, known, sink);
    conclusion::check_bands(&conclusions, &raw.conclusions, &bands, ctx.values, sink);
    conclusion::check_cover(&conclusions, ctx.milestones, block, sink);
    let gates = raw
        .gates
        .iter()
        .filter_map(|g| conclusion::gate(g, figures, &scale, known, sink))
        .collect();
    Some(Policy {
        score,
        revisions,
        empty_total: raw.empty_total,
        chapter_weights: raw.chapter_weights,
        scale,
        grave_share: share?,
        grave_level,
        kinds: rows,
        escalations: findings::escalations(raw, known, sink),
        unlifted: findings::unlifted(raw, known, sink),
        form: findings::form(raw),
        findings: raw
            .findings
            .as_ref()
            .map(|rules| findings::rules(rules, known, sink)),
        rechecks: findings::rechecks(raw, known, sink),
        samples: raw
            .samples
            .as_ref()
            .map(|s| findings::samples(s, ctx.values, sink))
            .unwrap_or_default(),
        draw: raw.draw.as_ref().map(|draw| Draw {
            audits: draw.audits.clone(),
            rounding: draw.rounding,
            head_office: draw.head_office,
        }),
        gates,
        complete_bands: raw.complete_bands,
        bands,
        conclusions,
        vigilance: raw
            .vigilance
            .as_ref()
            .map(|v| conclusion::vigilance(v, ctx, sink)),
    })
}
