//! Score and conclusion, checked: every case must be settled.

use std::collections::BTreeSet;

use super::load::Block;
use super::model::{AuditKind, Band, ConclusionRule, Condition, Kind, KindRow, Policy, Rounding, Threshold};
use super::raw::{RawConclusion, RawKindRow, RawPolicy};
use super::rules::Context;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kernel::{Id, Located, Ratio};

pub(crate) fn policy(
    block: &Block<RawPolicy>,
    kinds: &[Kind],
    ctx: Context<'_>,
    sink: &mut Diagnostics,
) -> Option<Policy> {
    let raw = &block.item;
    let share = Ratio::parse_fraction(raw.grave_share.get());
    if share
        .as_ref()
        .is_none_or(|s| s.is_negative() || *s > Ratio::one())
    {
        sink.push(
            Diagnostic::new(Code::WrongValue, "fraction entre 0 et 1 attendue")
                .at(raw.grave_share.span(ctx.file), "")
                .hint("écrivez par exemple \"1/2\""),
        );
    }
    if *raw.rounding.decimals.get() > 4 {
        sink.push(
            Diagnostic::new(Code::Bounds, "au plus 4 décimales").at(raw.rounding.decimals.span(ctx.file), ""),
        );
    }
    let grave_level = raw
        .grave_level
        .as_ref()
        .and_then(|id| ctx.resolve(id, "le niveau", ctx.levels.iter().map(|l| &l.id), sink));
    let rows = raw
        .kinds
        .iter()
        .map(|(importance, row)| (*importance, kind_row(row, kinds, ctx, sink)))
        .collect();
    let mut bands: Vec<Band> = Vec::new();
    for band in &raw.bands {
        let Some(from) = ctx.percent(&band.from, sink) else {
            continue;
        };
        let in_order = bands.last().map_or(from.is_zero(), |last| last.from < from);
        if !in_order {
            sink.push(
                Diagnostic::new(
                    Code::Policy,
                    "les bandes vont de la plus basse, à partir de 0 %, à la plus haute",
                )
                .at(band.from.span(ctx.file), ""),
            );
        }
        bands.push(Band {
            label: band.label.clone(),
            from,
            text: band.text.clone(),
        });
    }
    let conclusions = conclusions(&raw.conclusions, kinds, ctx, sink);
    check_cover(&conclusions, block, sink);
    Some(Policy {
        aggregation: raw.aggregation,
        partial_credit: raw.partial_credit,
        empty_group: raw.empty_group,
        rounding: Rounding {
            mode: raw.rounding.mode,
            decimals: *raw.rounding.decimals.get(),
        },
        grave_share: share?,
        grave_level,
        kinds: rows,
        bands,
        conclusions,
    })
}

fn kind_row(row: &RawKindRow, kinds: &[Kind], ctx: Context<'_>, sink: &mut Diagnostics) -> KindRow {
    let mut code = |id: &Option<Located<Id>>| {
        id.as_ref()
            .and_then(|id| ctx.resolve(id, "la nature de constat", kinds.iter().map(|k| &k.code), sink))
    };
    KindRow {
        grave: code(&row.grave),
        nonconforming: code(&row.nonconforming),
        not_demonstrated: code(&row.not_demonstrated),
    }
}

/// Conclusions, in order; their conditions name kinds that exist.
pub(crate) fn conclusions(
    raw: &[Located<RawConclusion>],
    kinds: &[Kind],
    ctx: Context<'_>,
    sink: &mut Diagnostics,
) -> Vec<ConclusionRule> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for rule in raw {
        if !seen.insert(rule.id.folded()) {
            sink.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    format!("la conclusion « {} » est écrite deux fois", rule.id.get()),
                )
                .at(rule.id.span(ctx.file), ""),
            );
        }
        let condition = rule.condition.as_ref().map(|c| {
            for code in c
                .kinds
                .keys()
                .filter(|code| !kinds.iter().any(|k| &k.code == *code))
            {
                let names: Vec<&str> = kinds.iter().map(|k| k.code.as_str()).collect();
                sink.push(
                    Diagnostic::new(
                        Code::UnknownReference,
                        format!("la nature de constat « {code} » n'est pas dans la norme"),
                    )
                    .at(rule.span(ctx.file), "")
                    .nearest(code.as_str(), names),
                );
            }
            let score = c.score.as_ref().and_then(|t| match (&t.at_least, &t.at_most) {
                (Some(v), None) => ctx.percent(v, sink).map(Threshold::AtLeast),
                (None, Some(v)) => ctx.percent(v, sink).map(Threshold::AtMost),
                _ => {
                    sink.push(
                        Diagnostic::new(Code::RuleShape, "un score porte un seul seuil")
                            .at(rule.span(ctx.file), "")
                            .hint("écrivez « au-moins » ou « au-plus »"),
                    );
                    None
                }
            });
            Condition {
                kinds: c.kinds.clone(),
                statuses: c.statuses.clone(),
                score,
            }
        });
        out.push(ConclusionRule {
            id: rule.id.get().clone(),
            audits: rule.audits.clone(),
            condition,
            title: rule.title.clone(),
            text: rule.text.clone(),
        });
    }
    out
}

fn check_cover(rules: &[ConclusionRule], block: &Block<RawPolicy>, sink: &mut Diagnostics) {
    for audit in AuditKind::ALL {
        let last = rules
            .iter()
            .rfind(|rule| rule.audits.is_empty() || rule.audits.contains(&audit));
        if last.is_none_or(|rule| rule.condition.is_some()) {
            sink.push(
                Diagnostic::new(
                    Code::Policy,
                    format!(
                        "aucune conclusion n'est prévue dans tous les cas pour le genre « {} »",
                        audit.label()
                    ),
                )
                .at(block.span.clone(), "")
                .hint("ajoutez en dernier une conclusion sans « si »"),
            );
        }
    }
}
