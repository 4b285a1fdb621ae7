//! The score, checked: what criteria count for, how values go up, on which scale.

use super::diags::{
    Decimals, Fraction, IdleRevision, LevelWithoutValue, PartialCreditWord, RevisionOrder, RoundedNowhere,
    ScaleReversed,
};
use super::known::{Figures, Known};
use crate::diag::Diagnostics;
use crate::kernel::{Located, Ratio};
use crate::norm::model::{
    Excluded, PartialCredit, Revision, Rounding, RoundingMode, RoundingPlace, Scale, ScoreChange, ScoreRules,
    Unsettled,
};
use crate::norm::raw::{RawChange, RawPolicy, RawRevision, RawRounding, RawScale};
use crate::norm::rules::Context;

/// The score keys of a raw block, as a change. A macro because three raw blocks bear them.
macro_rules! change {
    ($raw:expr, $aggregation:expr, $rounding:expr, $figures:expr, $ctx:expr, $sink:expr) => {
        ScoreChange {
            aggregation: $aggregation,
            partial_credit: $raw
                .partial_credit
                .as_ref()
                .and_then(|text| credit(text, $ctx, $sink)),
            not_assessed: $raw.not_assessed,
            not_demonstrated: $raw.not_demonstrated,
            not_applicable: $raw.not_applicable.as_ref().map(|excluded| *excluded.get()),
            target: $raw
                .target
                .as_ref()
                .and_then(|value| $figures.read(value, $ctx.values, $sink)),
            error: $raw.error,
            empty_group: $raw.empty_group,
            weightless_group: $raw.weightless_group,
            zero_weight: $raw.zero_weight,
            rounding: $rounding,
        }
    };
}

/// The score rules of a norm.
pub(super) fn score(
    raw: &RawPolicy,
    figures: Figures,
    ctx: Context<'_>,
    sink: &mut Diagnostics,
) -> ScoreRules {
    let aggregation = *raw.aggregation.get();
    let mut score = ScoreRules {
        aggregation,
        partial_credit: PartialCredit::None,
        not_assessed: Unsettled::Bounds,
        not_demonstrated: Unsettled::Fails,
        not_applicable: Excluded::Leaves,
        target: None,
        error: raw.error.unwrap_or_default(),
        empty_group: raw.empty_group.unwrap_or_default(),
        weightless_group: raw.weightless_group.unwrap_or_default(),
        zero_weight: raw.zero_weight.unwrap_or_default(),
        rounding: rounding(&raw.rounding, ctx, sink),
    };
    change!(raw, Some(aggregation), None, figures, ctx, sink).over(&mut score);
    score
}

/// The score rules that a chapter states for itself.
pub(crate) fn chapter_change(
    raw: &RawChange,
    figures: Figures,
    ctx: Context<'_>,
    sink: &mut Diagnostics,
) -> ScoreChange {
    let rounding = raw.rounding.as_ref().map(|r| rounding(r, ctx, sink));
    let aggregation = raw.aggregation.as_ref().map(|aggregation| *aggregation.get());
    change!(raw, aggregation, rounding, figures, ctx, sink)
}

/// Changes of the rules, oldest first.
pub(super) fn revisions(
    raw: &[RawRevision],
    figures: Figures,
    known: Known<'_>,
    sink: &mut Diagnostics,
) -> Vec<Revision> {
    let ctx = known.ctx;
    let mut out: Vec<Revision> = Vec::new();
    for r in raw {
        if out.last().is_some_and(|last| last.from >= *r.from.get()) {
            sink.push(RevisionOrder {
                place: r.from.span(ctx.values.file),
            });
        }
        let rounding = r.rounding.as_ref().map(|raw| self::rounding(raw, ctx, sink));
        let aggregation = r.aggregation.as_ref().map(|aggregation| *aggregation.get());
        let change = change!(r, aggregation, rounding, figures, ctx, sink);
        if change == ScoreChange::default() {
            sink.push(IdleRevision {
                place: r.from.span(ctx.values.file),
            });
        }
        if let Some(source) = known.source(&r.source, sink) {
            out.push(Revision {
                from: *r.from.get(),
                source,
                change,
            });
        }
    }
    out
}

/// « 1/2 », from 0 to 1.
pub(super) fn fraction(text: &Located<String>, ctx: Context<'_>, sink: &mut Diagnostics) -> Option<Ratio> {
    let share = Ratio::parse_fraction(text.get());
    if share
        .as_ref()
        .is_none_or(|s| s.is_negative() || *s > Ratio::one())
    {
        sink.push(Fraction {
            place: text.span(ctx.values.file),
        });
        return None;
    }
    share
}

fn credit(text: &Located<String>, ctx: Context<'_>, sink: &mut Diagnostics) -> Option<PartialCredit> {
    match text.get().as_str() {
        "aucun" => Some(PartialCredit::None),
        "elements" => Some(PartialCredit::Elements),
        "niveau" => {
            if ctx.levels.iter().any(|level| level.value.is_none()) {
                sink.push(LevelWithoutValue {
                    place: text.span(ctx.values.file),
                });
            }
            Some(PartialCredit::Level)
        }
        other if Ratio::parse_fraction(other).is_some() => {
            fraction(text, ctx, sink).map(PartialCredit::Fixed)
        }
        other => {
            sink.push(PartialCreditWord {
                text: other,
                place: text.span(ctx.values.file),
            });
            None
        }
    }
}

fn rounding(raw: &RawRounding, ctx: Context<'_>, sink: &mut Diagnostics) -> Rounding {
    if *raw.decimals.get() > 4 {
        sink.push(Decimals {
            place: raw.decimals.span(ctx.values.file),
        });
    }
    let place = raw.place.as_ref().map(|place| *place.get()).unwrap_or_default();
    if let Some(written) = raw
        .place
        .as_ref()
        .filter(|_| raw.mode == RoundingMode::None && place != RoundingPlace::Display)
    {
        sink.push(RoundedNowhere {
            place: written.span(ctx.values.file),
        });
    }
    Rounding {
        mode: raw.mode,
        decimals: *raw.decimals.get(),
        place,
    }
}

/// From which value to which, and in which unit.
pub(super) fn scale(
    raw: Option<&RawScale>,
    figures: Figures,
    ctx: Context<'_>,
    sink: &mut Diagnostics,
) -> Scale {
    let Some(raw) = raw else {
        return Scale {
            unit: (figures == Figures::Plain).then(|| "points".to_owned()),
            ..Scale::default()
        };
    };
    let min = figures
        .read(&raw.min, ctx.values, sink)
        .unwrap_or_else(Ratio::zero);
    let max = figures
        .read(&raw.max, ctx.values, sink)
        .unwrap_or_else(Ratio::one);
    if min >= max {
        sink.push(ScaleReversed {
            place: raw.max.span(ctx.values.file),
        });
    }
    Scale {
        min,
        max,
        unit: Some(raw.unit.clone()),
    }
}
