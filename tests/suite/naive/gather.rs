//! How do samples make a criterion?

use std::collections::BTreeMap;

use mediaudit_core::assessment::Inputs;
use mediaudit_core::kernel::{CriterionId, KindCode, Ratio, Status, TypeId};
use mediaudit_core::norm::model::{Criterion, Milestone, Reach, SampleGap, SampleStatus, SampleValue};

use super::{At, Span, Verdict, int};

/// Judges every criterion. They stand after those that they read.
pub(crate) fn verdicts(i: &Inputs) -> BTreeMap<CriterionId, Verdict> {
    let mut done = BTreeMap::new();
    for own in &i.norm.criteria {
        let at = |site| At {
            i,
            site,
            done: &done,
            own,
        };
        let samples: Vec<Verdict> = if local(i, own) && !i.sites.is_empty() {
            i.sites.iter().map(|s| at(Some(&s.id)).judge()).collect()
        } else {
            vec![at(None).judge()]
        };
        let whole = Verdict {
            weight: at(None).judge().weight,
            ..gather(i, own, &samples)
        };
        done.insert(own.id.clone(), whole);
    }
    done
}

/// Does anything that the criterion reads belong to a site?
fn local(i: &Inputs, own: &Criterion) -> bool {
    let types: Vec<&TypeId> = own.rules().flat_map(|r| r.evidence_types()).collect();
    let stated = i.by_site.values().any(|s| {
        let reads = |r: &mediaudit_core::norm::model::Rule| {
            r.facts().iter().any(|k| s.facts.contains_key(*k))
                || r.practices().iter().any(|k| s.practices.contains_key(*k))
        };
        s.practices.contains_key(&own.id) || own.rules().any(reads)
    });
    let found = i
        .findings
        .iter()
        .any(|f| f.site.is_some() && f.criterion == own.id);
    let piece = i.evidence.iter().any(|p| {
        let asked = p.types.iter().any(|t| types.contains(&t));
        p.site.is_some() && asked && (p.criteria.is_empty() || p.criteria.contains(&own.id))
    });
    stated || found || piece
}

fn gather(i: &Inputs, own: &Criterion, samples: &[Verdict]) -> Verdict {
    let rules = &i.norm.policy.samples;
    let ignored = |s: Status| s == Status::NotAssessed && rules.gap == SampleGap::Ignored;
    let order = [
        Status::NotApplicable,
        Status::Conforming,
        Status::NotDemonstrated,
        Status::NotAssessed,
        Status::Nonconforming,
    ];
    let place = |s: Status| order.iter().position(|x| *x == s).unwrap();
    let badness = |s: Status| if ignored(s) { 1 } else { 2 * place(s) };
    let enough = |f: fn(&Verdict) -> Status| {
        let live = |s: &Status| *s != Status::NotApplicable && !ignored(*s);
        let live: Vec<Status> = samples.iter().map(f).filter(live).collect();
        let good = live.iter().filter(|s| **s == Status::Conforming).count();
        let share = rules.share.clone().unwrap_or_else(Ratio::one);
        rules.status == SampleStatus::Share && good > 0 && int(good) >= share * int(live.len())
    };
    let worst = |f: fn(&Verdict) -> Status| {
        let worst = samples.iter().map(f).max_by_key(|s| badness(*s)).unwrap();
        if enough(f) { Status::Conforming } else { worst }
    };
    let retained = worst(|v| v.retained);
    let ranked = |v: &&KindCode| i.norm.kind(v).unwrap().rank;
    let gravest = samples.iter().filter_map(|v| v.kind.as_ref()).max_by_key(ranked);
    let mut kind = gravest.filter(|_| !enough(|v| v.retained)).cloned();
    for e in i
        .norm
        .policy
        .escalations
        .iter()
        .filter(|e| e.reach == Reach::Criterion)
    {
        let noted = |f: &&_| same(f, own, &e.from);
        let noted = i.findings.iter().filter(noted).count();
        let seen = samples
            .iter()
            .filter(|v| v.kind.as_ref() == Some(&e.from))
            .count();
        if kind.as_ref() == Some(&e.from) && noted.max(seen) >= e.count as usize {
            kind = Some(e.to.clone());
        }
    }
    let lead = samples.iter().filter(|v| v.retained == retained);
    let waits = retained != Status::Conforming && lead.clone().all(|v| v.waits);
    Verdict {
        computed: worst(|v| v.computed),
        retained,
        kind: kind.map(|k| again(i, &own.id, k)),
        value: value(i, samples, ignored),
        weight: 0,
        waits,
        share: lead.clone().find(|v| v.waits == waits).unwrap().share,
    }
}

fn same(f: &mediaudit_core::assessment::inputs::Finding, own: &Criterion, kind: &KindCode) -> bool {
    f.criterion == own.id && f.kind() == Some(kind)
}

fn value(i: &Inputs, samples: &[Verdict], ignored: impl Fn(Status) -> bool) -> Span {
    let (scale, policy) = (&i.norm.policy.scale, &i.norm.policy.samples);
    let counts = |v: &&Verdict| !ignored(v.retained);
    // where nothing else applies, what is not assessed is all there is
    let some = samples
        .iter()
        .filter(counts)
        .any(|v| v.retained != Status::NotApplicable);
    let kept = samples.iter().filter(|v| !some || counts(v));
    let values: Vec<(Ratio, Ratio)> = kept.filter_map(|v| v.value.clone()).collect();
    let one = |end: fn(&(Ratio, Ratio)) -> Ratio| {
        let least = values.iter().map(end).min()?;
        Some(match policy.value {
            SampleValue::Minimum => least,
            SampleValue::AnyFail if least == scale.max => least,
            SampleValue::AnyFail => scale.min.clone(),
            SampleValue::Mean => {
                let sum = values.iter().map(end).fold(int(0), |a, b| a + b);
                Ratio::of(&sum, &int(values.len())).unwrap()
            }
        })
    };
    one(|v| v.0.clone()).zip(one(|v| v.1.clone()))
}

/// The kind of finding at the audit before, where this one follows it.
pub(super) fn before<'a>(i: &'a Inputs, id: &CriterionId) -> Option<&'a KindCode> {
    let first = |m: &Milestone| Some(&m.id) == i.cycle.as_ref();
    let opens = i.norm.cycle.first().is_some_and(first);
    let previous = i.previous.as_ref().filter(|_| !opens)?;
    previous.criteria.get(id)?.kind.as_ref()
}

/// The kind, graver where the same was there before.
pub(super) fn again(i: &Inputs, id: &CriterionId, kind: KindCode) -> KindCode {
    let mut rules = i.norm.policy.unlifted.iter();
    let rule = rules.find(|u| u.from == kind && before(i, id) == Some(&u.from));
    rule.map_or(kind, |u| u.to.clone())
}
