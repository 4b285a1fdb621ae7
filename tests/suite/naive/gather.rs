//! How do samples make a criterion?

use mediaudit_core::assessment::Inputs;
use mediaudit_core::assessment::results::{RaisedBy, Truth};
use mediaudit_core::kernel::{CriterionId, KindCode, SiteId, Status};
use mediaudit_core::norm::model::{Criterion, Milestone, Reach, SampleGap, SampleStatus, SampleValue};

use super::draw::drawn;
use super::number::int;
use super::reads::{reads, rules};
use super::score::ends;
use super::vigilance::set_aside;
use super::{At, Between, F, Sample, Verdict, Verdicts, given, kind_of, standing};

/// Judges every criterion. They stand after those that they read.
pub(super) fn verdicts(i: &Inputs) -> Verdicts {
    let mut done = Verdicts::new();
    let sites: Vec<SiteId> = match drawn(i) {
        Some((_, drawn)) => i
            .sites
            .iter()
            .map(|s| &s.id)
            .filter(|id| drawn.contains(id))
            .cloned()
            .collect(),
        None => i.sites.iter().map(|s| s.id.clone()).collect(),
    };
    for own in &i.norm.criteria {
        let at = |site| At {
            i,
            site,
            done: &done,
            own,
            hopeful: false,
            looked: false,
        };
        let samples: Vec<Sample> = if local(i, own) && !sites.is_empty() {
            sites.iter().map(|site| at(Some(site)).judge()).collect()
        } else {
            vec![at(None).judge()]
        };
        let holds = |rule| at(None).look(rule).truth == Truth::Yes;
        let lighter = own.weights.iter().find(|w| holds(&w.rule));
        let weight = lighter.map_or(own.weight, |w| w.weight);
        let mut verdict = gather(i, own, samples, weight);
        verdict.aside = set_aside(i, own, &verdict, &done);
        done.insert(own.id.clone(), verdict);
    }
    done
}

/// Does anything that the criterion reads belong to a site?
fn local(i: &Inputs, own: &Criterion) -> bool {
    let read = reads(rules(own));
    let stated = i.by_site.values().any(|s| {
        let fact = read.facts.iter().any(|key| s.facts.contains_key(*key));
        let practice = read.practices.iter().any(|id| s.practices.contains_key(*id));
        fact || practice || s.practices.contains_key(&own.id)
    });
    let found = standing(i).any(|f| f.site.is_some() && f.criterion == own.id);
    let piece = i.evidence.iter().any(|p| {
        let asked = p.types.iter().any(|t| read.types.contains(t));
        p.site.is_some() && asked && (p.criteria.is_empty() || p.criteria.contains(&own.id))
    });
    stated || found || piece
}

fn gather(i: &Inputs, own: &Criterion, samples: Vec<Sample>, weight: u32) -> Verdict {
    let rules = &i.norm.policy.samples;
    let ignored = |s: Status| s == Status::NotAssessed && rules.gap == SampleGap::Ignored;
    let badness = |s: Status| match s {
        Status::NotApplicable => 0,
        Status::NotAssessed if ignored(s) => 1,
        Status::Conforming => 2,
        Status::NotDemonstrated => 3,
        Status::NotAssessed => 4,
        Status::Nonconforming => 5,
    };
    let enough = |statuses: Vec<Status>| {
        let live = statuses
            .iter()
            .filter(|s| **s != Status::NotApplicable && !ignored(**s))
            .count();
        let good = statuses.iter().filter(|s| **s == Status::Conforming).count();
        let share = rules.share.as_ref().map_or(int(1), F::of);
        rules.status == SampleStatus::Share && good > 0 && int(good) >= share * int(live)
    };
    let all = |of: fn(&Sample) -> Status| -> Vec<Status> { samples.iter().map(of).collect() };
    let worst = |of: fn(&Sample) -> Status| {
        let all = all(of);
        if enough(all.clone()) {
            return Status::Conforming;
        }
        *all.iter().max_by_key(|s| badness(**s)).unwrap()
    };
    // the first that decides; one that does not merely wait comes before one that does
    let retained = worst(|s| s.retained);
    let decides = |waits: bool| {
        samples
            .iter()
            .position(|s| s.retained == retained && s.waits == waits)
    };
    let lead = decides(false).or(decides(true)).unwrap();
    let kinds: Vec<KindCode> = samples.iter().filter_map(|s| s.kind.clone()).collect();
    let gravest = kinds.iter().max_by_key(|k| kind_of(i, k).rank).cloned();
    let first = gravest.filter(|_| !enough(all(|s| s.retained)));
    let (kind, why) = graver(i, own, first.clone(), &kinds);
    Verdict {
        computed: worst(|s| s.computed),
        retained,
        reason: samples[lead].reason,
        waits: samples[lead].waits,
        below: samples[lead].below,
        raised: first.zip(why),
        kind,
        value: value(i, &samples, ignored),
        weight,
        aside: false,
        lead,
        samples,
    }
}

/// Several on one criterion, then one that was there at the audit before.
fn graver(
    i: &Inputs,
    own: &Criterion,
    first: Option<KindCode>,
    kinds: &[KindCode],
) -> (Option<KindCode>, Option<RaisedBy>) {
    let Some(mut kind) = first else {
        return (None, None);
    };
    let mut why = None;
    for e in i
        .norm
        .policy
        .escalations
        .iter()
        .filter(|e| e.reach == Reach::Criterion)
    {
        let noted = standing(i).filter(|f| f.criterion == own.id && given(f).1 == Some(&e.from));
        let seen = kinds.iter().filter(|k| **k == e.from);
        if kind == e.from && noted.count().max(seen.count()) >= e.count as usize {
            kind = e.to.clone();
            why = Some(RaisedBy::Repeated);
        }
    }
    let again = again(i, &own.id, &kind);
    if again.is_some() {
        why = Some(RaisedBy::Unlifted);
    }
    (Some(again.unwrap_or(kind)), why)
}

fn value(i: &Inputs, samples: &[Sample], ignored: impl Fn(Status) -> bool) -> Between {
    let (min, max) = ends(&i.norm.policy.scale);
    // where nothing else applies, what is not assessed is all there is
    let some = samples
        .iter()
        .any(|s| !ignored(s.retained) && s.retained != Status::NotApplicable);
    let kept = samples.iter().filter(|s| !some || !ignored(s.retained));
    let values: Vec<(F, F)> = kept.filter_map(|s| s.value).collect();
    let one = |end: fn(&(F, F)) -> F| {
        let least = values.iter().map(end).min()?;
        match i.norm.policy.samples.value {
            SampleValue::Minimum => Some(least),
            SampleValue::AnyFail => Some(if least == max { max } else { min }),
            SampleValue::Mean => values
                .iter()
                .map(end)
                .fold(int(0), |a, b| a + b)
                .over(int(values.len())),
        }
    };
    one(|v| v.0).zip(one(|v| v.1))
}

/// The kind of finding at the audit before, where this one follows it.
pub(super) fn before<'a>(i: &'a Inputs, id: &CriterionId) -> Option<&'a KindCode> {
    let first = |m: &Milestone| Some(&m.id) == i.cycle.as_ref();
    let opens = i.norm.cycle.first().is_some_and(first);
    let previous = i.previous.as_ref().filter(|_| !opens)?;
    previous.criteria.get(id)?.kind.as_ref()
}

/// Was it a nonconformity?
pub(super) fn was_bad(i: &Inputs, id: &CriterionId) -> bool {
    before(i, id).is_some_and(|kind| kind_of(i, kind).nonconformity)
}

/// The graver kind, where the same was there before.
pub(super) fn again(i: &Inputs, id: &CriterionId, kind: &KindCode) -> Option<KindCode> {
    let mut rules = i.norm.policy.unlifted.iter();
    let rule = rules.find(|u| u.from == *kind && before(i, id) == Some(&u.from))?;
    Some(rule.to.clone())
}
