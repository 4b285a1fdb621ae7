//! Findings and samples, checked.

use super::diags::{EscalationCount, MilderEscalation, NothingPrecedes, ShareAndStatus};
use super::known::Known;
use crate::diag::Diagnostics;
use crate::kernel::{KindCode, Located};
use crate::norm::model::{
    Escalation, Exclusion, FindingRules, Form, FormField, KindRow, NoPrevious, Recheck, SampleRules,
    SampleStatus, Unlifted,
};
use crate::norm::raw::{RawFindingRules, RawKindRow, RawPolicy, RawSamples};
use crate::norm::values::Values;

/// The kinds of finding of one importance.
pub(super) fn kind_row(row: &RawKindRow, known: Known<'_>, sink: &mut Diagnostics) -> KindRow {
    let mut code = |id: &Option<Located<KindCode>>| id.as_ref().and_then(|id| known.kind(id, sink));
    KindRow {
        grave: code(&row.grave),
        nonconforming: code(&row.nonconforming),
        not_demonstrated: code(&row.not_demonstrated),
        no_evidence: code(&row.no_evidence),
        below: code(&row.below),
    }
}

/// What counts together.
pub(super) fn escalations(raw: &RawPolicy, known: Known<'_>, sink: &mut Diagnostics) -> Vec<Escalation> {
    let mut out = Vec::new();
    for e in &raw.escalations {
        let (from, to) = (known.kind(&e.from, sink), known.kind(&e.to, sink));
        if *e.count.get() < 2 {
            sink.push(EscalationCount {
                place: e.count.span(known.ctx.values.file),
            });
        }
        let rank = |id: &Option<KindCode>| {
            let id = id.as_ref()?;
            known.kinds.iter().find(|k| &k.code == id).map(|k| k.rank)
        };
        if rank(&from).zip(rank(&to)).is_some_and(|(from, to)| to <= from) {
            sink.push(MilderEscalation {
                place: e.to.span(known.ctx.values.file),
            });
        }
        let source = e.source.as_ref().and_then(|id| known.source(id, sink));
        if let (Some(from), Some(to)) = (from, to) {
            out.push(Escalation {
                count: *e.count.get(),
                from,
                to,
                reach: e.reach,
                effect: e.effect,
                repeats: e.repeats,
                source,
            });
        }
    }
    out
}

/// What becomes graver where it was there before.
pub(super) fn unlifted(raw: &RawPolicy, known: Known<'_>, sink: &mut Diagnostics) -> Vec<Unlifted> {
    raw.unlifted
        .iter()
        .filter_map(|u| {
            if u.no_previous == NoPrevious::Blocks && known.ctx.milestones.is_empty() {
                sink.push(NothingPrecedes {
                    place: u.from.span(known.ctx.values.file),
                });
            }
            Some(Unlifted {
                from: known.kind(&u.from, sink)?,
                to: known.kind(&u.to, sink)?,
                no_previous: u.no_previous,
            })
        })
        .collect()
}

/// The form that a failing criterion asks for.
pub(super) fn form(raw: &RawPolicy) -> Option<Form> {
    raw.form.as_ref().map(|form| Form {
        importances: form.importances.iter().copied().collect(),
        fields: form
            .fields
            .iter()
            .map(|f| FormField {
                id: f.id.get().clone(),
                label: f.label.clone(),
            })
            .collect(),
    })
}

/// What makes a finding hold.
pub(super) fn rules(raw: &RawFindingRules, known: Known<'_>, sink: &mut Diagnostics) -> FindingRules {
    let exclusions = raw.exclusions.iter().map(|barred| Exclusion {
        importances: barred.importances.iter().copied().collect(),
        status: barred.status,
        kinds: barred
            .kinds
            .iter()
            .filter_map(|kind| known.kind(kind, sink))
            .collect(),
    });
    FindingRules {
        exclusions: exclusions.collect(),
        reason_words: raw.reason_words,
        extreme_words: raw.extreme_words,
        established: raw.established,
        always_applies: raw.always_applies,
    }
}

/// What each milestone looks at again.
pub(super) fn rechecks(raw: &RawPolicy, known: Known<'_>, sink: &mut Diagnostics) -> Vec<Recheck> {
    raw.rechecks
        .iter()
        .filter_map(|r| {
            let criteria = known.criteria(&r.criteria, sink);
            Some(Recheck {
                cycle: known.ctx.milestone(&r.cycle, sink)?,
                criteria,
                single_kind: r.single_kind,
                nonconformities: r.nonconformities,
            })
        })
        .collect()
}

/// How samples make a criterion.
pub(super) fn samples(raw: &RawSamples, values: Values<'_>, sink: &mut Diagnostics) -> SampleRules {
    let share = raw.share.as_ref().and_then(|value| values.percent(value, sink));
    let status = raw
        .status
        .as_ref()
        .map_or(SampleStatus::Worst, |status| *status.get());
    if (status == SampleStatus::Share) != raw.share.is_some() {
        let place = match (&raw.status, &raw.share) {
            (_, Some(share)) => share.span(values.file),
            (Some(status), None) => status.span(values.file),
            (None, None) => return SampleRules::default(),
        };
        sink.push(ShareAndStatus { place });
    }
    SampleRules {
        status,
        share,
        value: raw.value,
        gap: raw.gap,
    }
}
