//! The second evaluator, from judged samples to the conclusion: lists, loops and no counts kept.

use std::collections::BTreeMap;

use mediaudit::assessment::Inputs;
use mediaudit::kernel::{Cycle, Date, Id, Ratio, Status};
use mediaudit::norm::model::{
    Aggregation, AuditKind, Condition, Effect, EmptyGroup, EmptyTotal, Erring, Excluded, GateForm,
    Importance, NoPrevious, Norm, PartialCredit, Reach, Rounding, RoundingMode, RoundingPlace, SampleGap,
    SampleStatus, SampleValue, Scale, ScoreRules, Threshold, Unsettled, ZeroWeight,
};

use crate::naive::{At, Span, Verdict};

pub(crate) fn rules(norm: &Norm, chapter: Option<&Id>, date: Date) -> ScoreRules {
    let mut rules = norm.policy.score.clone();
    norm.policy
        .revisions
        .iter()
        .filter(|r| r.from <= date)
        .for_each(|r| r.change.over(&mut rules));
    fn lay(norm: &Norm, id: &Id, rules: &mut ScoreRules) {
        let c = norm.chapter(id).unwrap();
        if let Some(p) = &c.parent {
            lay(norm, p, rules);
        }
        if let Some(change) = &c.policy {
            change.over(rules);
        }
    }
    if let Some(id) = chapter {
        lay(norm, id, &mut rules);
    }
    rules
}

fn int(n: usize) -> Ratio {
    Ratio::whole(i64::try_from(n).unwrap())
}

fn round(x: &Ratio, r: Rounding, scale: &Scale) -> Ratio {
    let ten =
        (0..r.decimals + if scale.unit.is_none() { 2 } else { 0 }).fold(Ratio::one(), |t, _| t * int(10));
    let (half, y) = (Ratio::of(&int(1), &int(2)).unwrap(), x.clone() * ten.clone());
    let below = y.floor();
    let rest = y.clone() - below.clone();
    let even = (Ratio::of(&below, &int(2)).unwrap() - Ratio::of(&below, &int(2)).unwrap().floor()).is_zero();
    let up = match r.mode {
        RoundingMode::None => return x.clone(),
        RoundingMode::Down => false,
        RoundingMode::HalfUp => rest > half || (rest == half && !y.is_negative()),
        RoundingMode::HalfEven => rest > half || (rest == half && !even),
    };
    Ratio::of(&(if up { below + int(1) } else { below }), &ten).unwrap()
}

pub(crate) struct Worth {
    pub(crate) met: i64,
    pub(crate) all: i64,
    pub(crate) ratings: Vec<Option<Ratio>>,
    pub(crate) declared: Option<Ratio>,
    pub(crate) erring: bool,
}

pub(crate) fn worth(status: Status, w: &Worth, rules: &ScoreRules, scale: &Scale) -> Span {
    let exact = |x: Ratio| Some((x.clone(), x));
    let all = Some((scale.min.clone(), scale.max.clone()));
    let share = |s: Ratio| exact(scale.min.clone() + (scale.max.clone() - scale.min.clone()) * s);
    let known = w.ratings.iter().any(Option::is_some);
    let by_level = if rules.partial_credit != PartialCredit::Level {
        None
    } else if known {
        let sum = |other: &Ratio| {
            w.ratings
                .iter()
                .fold(int(0), |s, r| s + r.clone().unwrap_or_else(|| other.clone()))
        };
        let n = int(w.ratings.len());
        Some((
            Ratio::of(&sum(&scale.min), &n).unwrap(),
            Ratio::of(&sum(&scale.max), &n).unwrap(),
        ))
    } else {
        w.declared.clone().map(|d| (d.clone(), d))
    };
    let least = match &rules.partial_credit {
        PartialCredit::Level if by_level.is_some() => by_level.clone(),
        PartialCredit::Elements if w.met < w.all => {
            share(Ratio::of(&Ratio::whole(w.met), &Ratio::whole(w.all)).unwrap())
        }
        PartialCredit::Fixed(part) if w.met > 0 => share(part.clone()),
        _ => share(int(0)),
    };
    let open = |u: Unsettled, fails: Span| match u {
        Unsettled::Bounds => all.clone(),
        Unsettled::Leaves => None,
        Unsettled::Fails => fails,
    };
    let value = match (status, rules.not_applicable) {
        (Status::NotApplicable, Excluded::Full) => share(int(1)),
        (Status::NotApplicable, Excluded::Target) => rules.target.clone().map(|t| (t.clone(), t)),
        (Status::NotApplicable, _) => None,
        (Status::NotAssessed, _) => open(rules.not_assessed, share(int(0))),
        (Status::Conforming, _) => by_level.or(share(int(1))),
        (Status::NotDemonstrated, _) if w.erring && rules.error == Erring::Leaves => None,
        (Status::NotDemonstrated, _) => open(rules.not_demonstrated, least),
        (Status::Nonconforming, _) => least,
    };
    let rounds = rules.rounding.place != RoundingPlace::Display;
    value.map(|(a, b)| {
        if rounds {
            (round(&a, rules.rounding, scale), round(&b, rules.rounding, scale))
        } else {
            (a, b)
        }
    })
}

/// A member of a group: weight, value, value if all were met, and whether it leaves because it does not apply.
#[derive(Clone)]
pub(crate) struct Part(u32, Span, Ratio, bool);

pub(crate) fn group(parts: &[Part], r: &ScoreRules, scale: &Scale) -> Part {
    let w = |p: &Part| match (r.aggregation, p.0, r.zero_weight) {
        (Aggregation::Mean, ..) | (_, 0, ZeroWeight::One) => int(1),
        (_, n, _) => int(n as usize),
    };
    let kept: Vec<&Part> = parts.iter().filter(|p| p.1.is_some()).collect();
    let freed = parts
        .iter()
        .filter(|p| p.1.is_none() && p.3)
        .fold(int(0), |s, p| s + w(p));
    let before = kept.iter().fold(int(0), |s, p| s + w(p));
    let weight = |p: &Part| match r.not_applicable {
        Excluded::Equal => w(p) + Ratio::of(&freed, &int(kept.len())).unwrap(),
        Excluded::Prorata if !before.is_zero() => {
            w(p) * Ratio::of(&(before.clone() + freed.clone()), &before).unwrap()
        }
        _ => w(p),
    };
    let one = |end: &dyn Fn(&Part) -> Ratio| -> Option<Ratio> {
        let heavy: Vec<&&Part> = kept.iter().filter(|p| !weight(p).is_zero()).collect();
        let sum = kept.iter().fold(int(0), |s, p| s + weight(p) * end(p));
        match r.aggregation {
            Aggregation::WeightedMean | Aggregation::Mean => {
                Ratio::of(&sum, &kept.iter().fold(int(0), |s, p| s + weight(p)))
            }
            Aggregation::Sum => (!kept.is_empty()).then_some(sum),
            Aggregation::Minimum => heavy.iter().map(|p| end(p)).min(),
            Aggregation::Product => (!heavy.is_empty()).then(|| heavy.iter().fold(int(1), |s, p| s * end(p))),
            Aggregation::All => (!heavy.is_empty()).then(|| {
                if heavy.iter().all(|p| end(p) == p.2) {
                    scale.max.clone()
                } else {
                    scale.min.clone()
                }
            }),
        }
    };
    let full = match r.aggregation {
        Aggregation::Sum => kept.iter().fold(int(0), |s, p| s + weight(p) * p.2.clone()),
        _ => scale.max.clone(),
    };
    let (low, high) = (one(&|p| p.1.clone().unwrap().0), one(&|p| p.1.clone().unwrap().1));
    let value = low.zip(high).or(match r.empty_group {
        EmptyGroup::Leaves => None,
        EmptyGroup::Zero => Some((scale.min.clone(), scale.min.clone())),
        EmptyGroup::Full => Some((full.clone(), full.clone())),
    });
    let value = value.map(|(a, b)| {
        if r.rounding.place == RoundingPlace::Levels {
            (round(&a, r.rounding, scale), round(&b, r.rounding, scale))
        } else {
            (a, b)
        }
    });
    let gone = value.is_none() && !parts.is_empty() && parts.iter().all(|p| p.3);
    Part(0, value, full, gone)
}

/// Criteria that conclude otherwise under another status, with that status.
pub(crate) type Swings = Vec<(Id, Status)>;

/// Everything that follows from the verdicts.
#[derive(Debug, PartialEq)]
pub(crate) struct Whole {
    pub(crate) score: Span,
    pub(crate) chapters: BTreeMap<Id, Span>,
    pub(crate) kinds: BTreeMap<Id, usize>,
    pub(crate) band: Option<String>,
    pub(crate) conclusion: Option<Id>,
}

/// Judges every criterion. They stand after those that they read.
pub(crate) fn verdicts(i: &Inputs) -> BTreeMap<Id, Verdict> {
    let (mut done, rules) = (BTreeMap::new(), &i.norm.policy.samples);
    let ignored = rules.gap == SampleGap::Ignored;
    let order = [
        Status::NotApplicable,
        Status::Conforming,
        Status::NotDemonstrated,
        Status::NotAssessed,
        Status::Nonconforming,
    ];
    let badness = |s: Status| {
        if s == Status::NotAssessed && ignored {
            1
        } else {
            2 * order.iter().position(|x| *x == s).unwrap()
        }
    };
    for own in &i.norm.criteria {
        let types: Vec<&Id> = own.rules().flat_map(|r| r.evidence_types()).collect();
        let local = i.by_site.values().any(|s| {
            own.rules().any(|r| {
                r.facts().iter().any(|k| s.facts.contains_key(*k))
                    || r.practices().iter().any(|k| s.practices.contains_key(*k))
            }) || s.practices.contains_key(&own.id)
        }) || i
            .findings
            .iter()
            .any(|f| f.site.is_some() && f.criterion == own.id)
            || i.evidence.iter().any(|p| {
                p.site.is_some()
                    && p.types.iter().any(|t| types.contains(&t))
                    && (p.criteria.is_empty() || p.criteria.contains(&own.id))
            });
        let at = |site| At {
            i,
            site,
            done: &done,
            own,
        };
        let samples: Vec<Verdict> = if local && !i.sites.is_empty() {
            i.sites.iter().map(|s| at(Some(&s.id)).judge()).collect()
        } else {
            vec![at(None).judge()]
        };
        let weight = at(None).judge().weight;
        let enough = |f: fn(&Verdict) -> Status| {
            let live: Vec<Status> = samples
                .iter()
                .map(f)
                .filter(|s| *s != Status::NotApplicable && !(ignored && *s == Status::NotAssessed))
                .collect();
            let good = live.iter().filter(|s| **s == Status::Conforming).count();
            rules.status == SampleStatus::Share
                && good > 0
                && int(good) >= rules.share.clone().unwrap() * int(live.len())
        };
        let worst = |f: fn(&Verdict) -> Status| {
            if enough(f) {
                Status::Conforming
            } else {
                samples.iter().map(f).max_by_key(|s| badness(*s)).unwrap()
            }
        };
        let retained = worst(|v| v.retained);
        let counted: Vec<&Verdict> = samples
            .iter()
            .filter(|v| !ignored || v.retained != Status::NotAssessed)
            .collect();
        let counted = if counted.iter().all(|v| v.retained == Status::NotApplicable) {
            samples.iter().collect()
        } else {
            counted
        };
        let values: Vec<(Ratio, Ratio)> = counted.iter().filter_map(|v| v.value.clone()).collect();
        let least = |f: fn(&(Ratio, Ratio)) -> Ratio| values.iter().map(f).min();
        let full = |x: Ratio| {
            if x == i.norm.policy.scale.max {
                x
            } else {
                i.norm.policy.scale.min.clone()
            }
        };
        let mean = |f: fn(&(Ratio, Ratio)) -> Ratio| {
            Ratio::of(
                &values.iter().map(f).fold(int(0), |a, b| a + b),
                &int(values.len()),
            )
        };
        let value = match rules.value {
            SampleValue::Minimum => least(|v| v.0.clone()).zip(least(|v| v.1.clone())),
            SampleValue::AnyFail => least(|v| v.0.clone())
                .map(full)
                .zip(least(|v| v.1.clone()).map(full)),
            SampleValue::Mean => mean(|v| v.0.clone()).zip(mean(|v| v.1.clone())),
        };
        let mut kind = samples
            .iter()
            .filter_map(|v| v.kind.clone())
            .max_by_key(|k| i.norm.kind(k).unwrap().rank)
            .filter(|_| !enough(|v| v.retained));
        for e in i
            .norm
            .policy
            .escalations
            .iter()
            .filter(|e| e.reach == Reach::Criterion)
        {
            let noted = i
                .findings
                .iter()
                .filter(|f| f.criterion == own.id && f.kind.as_ref() == Some(&e.from))
                .count();
            let seen = samples
                .iter()
                .filter(|v| v.kind.as_ref() == Some(&e.from))
                .count();
            if kind.as_ref() == Some(&e.from) && noted.max(seen) >= e.count as usize {
                kind = Some(e.to.clone());
            }
        }
        let kind = kind.map(|k| again(i, &own.id, k));
        let lead = samples.iter().filter(|v| v.retained == retained);
        let waits = retained != Status::Conforming && lead.clone().all(|v| v.waits);
        let share = lead.clone().find(|v| v.waits == waits).unwrap().share;
        done.insert(
            own.id.clone(),
            Verdict {
                computed: worst(|v| v.computed),
                retained,
                kind,
                value,
                weight,
                waits,
                share,
            },
        );
    }
    done
}

fn before<'a>(i: &'a Inputs, id: &Id) -> Option<&'a Id> {
    let previous = i.previous.as_ref().filter(|_| i.cycle != Cycle::Initial)?;
    previous.criteria.get(id)?.kind.as_ref()
}

fn again(i: &Inputs, id: &Id, kind: Id) -> Id {
    let rule = i
        .norm
        .policy
        .unlifted
        .iter()
        .find(|u| u.from == kind && before(i, id) == Some(&u.from));
    rule.map_or(kind, |u| u.to.clone())
}

/// Puts the verdicts of the profile together.
pub(crate) fn whole(i: &Inputs, done: &BTreeMap<Id, Verdict>, may_conclude: bool) -> Whole {
    let (norm, policy, scale) = (&i.norm, &i.norm.policy, &i.norm.policy.scale);
    let profile = &norm.profiles[0];
    let chosen: Vec<_> = norm
        .criteria
        .iter()
        .filter(|c| profile.criteria.contains(&c.id))
        .map(|c| (c, &done[&c.id]))
        .collect();
    let mut chapters = BTreeMap::new();
    fn below(
        i: &Inputs,
        parent: Option<&Id>,
        chosen: &[(&mediaudit::norm::model::Criterion, &Verdict)],
        out: &mut BTreeMap<Id, Span>,
    ) -> Part {
        let mut parts: Vec<Part> = chosen
            .iter()
            .filter(|(c, _)| Some(&c.chapter) == parent)
            .map(|(_, v)| {
                Part(
                    v.weight,
                    v.value.clone(),
                    i.norm.policy.scale.max.clone(),
                    v.retained == Status::NotApplicable,
                )
            })
            .collect();
        for c in i.norm.chapters.iter().filter(|c| c.parent.as_ref() == parent) {
            let holds = |id: &Id| id == &c.id || i.norm.chapter(id).unwrap().parent.as_ref() == Some(&c.id);
            if chosen.iter().any(|(k, _)| holds(&k.chapter)) {
                let Part(_, value, full, gone) = below(i, Some(&c.id), chosen, out);
                out.insert(c.id.clone(), value.clone());
                parts.push(Part(c.weight, value, full, gone));
            }
        }
        group(&parts, &rules(&i.norm, parent, i.date), &i.norm.policy.scale)
    }
    let Part(_, score, full, _) = below(i, None, &chosen, &mut chapters);
    let mut score = score.or(match policy.empty_total {
        EmptyTotal::None => None,
        EmptyTotal::Zero => Some((scale.min.clone(), scale.min.clone())),
        EmptyTotal::Full => Some((full.clone(), full)),
    });
    let fails = |s: Status| matches!(s, Status::Nonconforming | Status::NotDemonstrated);
    let top = rules(norm, None, i.date);
    let mut gates = vec![];
    for g in &policy.gates {
        let behind: Vec<&Verdict> = chosen
            .iter()
            .filter(|(c, v)| {
                (g.importance == Some(c.importance) || g.criteria.contains(&c.id))
                    && v.retained != Status::NotApplicable
            })
            .map(|(_, v)| *v)
            .collect();
        let (no, open) = (
            behind.iter().any(|v| fails(v.retained)),
            behind.iter().any(|v| v.retained == Status::NotAssessed),
        );
        gates.push(if no {
            Some(false)
        } else if open {
            None
        } else {
            Some(true)
        });
        let values: Vec<(Ratio, Ratio)> = behind
            .iter()
            .map(|v| v.value.clone().unwrap_or((scale.min.clone(), scale.max.clone())))
            .collect();
        score = score.map(|(mut low, mut high)| {
            let cap = if g.form == GateForm::Ceiling {
                g.ceiling.clone().unwrap()
            } else {
                scale.min.clone()
            };
            match g.form {
                GateForm::Ceiling | GateForm::All => {
                    if no || open {
                        low = low.min(cap.clone());
                    }
                    if no {
                        high = high.min(cap);
                    }
                }
                GateForm::Minimum => values.iter().for_each(|v| {
                    low = low.clone().min(v.0.clone());
                    high = high.clone().min(v.1.clone());
                }),
                GateForm::Product => values.iter().for_each(|v| {
                    low = low.clone() * v.0.clone();
                    high = high.clone() * v.1.clone();
                }),
            }
            if top.rounding.place == RoundingPlace::Levels {
                (
                    round(&low, top.rounding, scale),
                    round(&high, top.rounding, scale),
                )
            } else {
                (low, high)
            }
        });
    }
    let mut found: Vec<(Id, Id)> = chosen
        .iter()
        .filter_map(|(c, v)| Some((c.chapter.clone(), v.kind.clone()?)))
        .collect();
    for e in &policy.escalations {
        let places: Vec<Option<&Id>> = match e.reach {
            Reach::Criterion => vec![],
            Reach::Norm => vec![None],
            Reach::Chapter => norm.chapters.iter().map(|c| Some(&c.id)).collect(),
        };
        for place in places {
            let here = |f: &(Id, Id)| f.1 == e.from && place.is_none_or(|p| &f.0 == p);
            let n = found.iter().filter(|f| here(f)).count();
            let times = if e.repeats {
                n / e.count as usize
            } else {
                usize::from(n >= e.count as usize)
            };
            let mut take = if e.effect == Effect::Consumes {
                times * e.count as usize
            } else {
                0
            };
            found.retain(|f| {
                if take > 0 && here(f) {
                    take -= 1;
                    false
                } else {
                    true
                }
            });
            let at = place.cloned().unwrap_or_else(|| Id::parse("ensemble").unwrap());
            found.extend((0..times).map(|_| (at.clone(), e.to.clone())));
        }
    }
    let mut kinds: BTreeMap<Id, usize> = BTreeMap::new();
    found
        .into_iter()
        .for_each(|(_, k)| *kinds.entry(k).or_default() += 1);
    let count = |s: Status, importance: Option<Importance>| {
        chosen
            .iter()
            .filter(|(c, v)| v.retained == s && importance.is_none_or(|i| i == c.importance))
            .count()
    };
    let within = |t: &Threshold, s: &Span| {
        s.as_ref().is_some_and(|(low, high)| match t {
            Threshold::AtLeast(b) => low >= b,
            Threshold::AtMost(b) => high <= b,
        })
    };
    let holds = |c: &Condition, band: Option<&String>| {
        let met = |i: Importance| {
            let (yes, open) = (
                count(Status::Conforming, Some(i)),
                count(Status::NotAssessed, Some(i)),
            );
            let all = int(yes
                + open
                + count(Status::Nonconforming, Some(i))
                + count(Status::NotDemonstrated, Some(i)));
            Ratio::of(&int(yes), &all).zip(Ratio::of(&int(yes + open), &all))
        };
        let left = chosen
            .iter()
            .filter(|(k, v)| {
                fails(v.retained) && before(i, &k.id).is_some_and(|b| norm.kind(b).unwrap().nonconformity)
            })
            .count();
        c.kinds
            .iter()
            .all(|(k, b)| b.admits(kinds.get(k).copied().unwrap_or(0)))
            && c.statuses.iter().all(|(s, b)| b.admits(count(*s, None)))
            && c.score.as_ref().is_none_or(|t| within(t, &score))
            && c.met
                .iter()
                .all(|(i, t)| met(*i).is_none_or(|m| within(t, &Some(m))))
            && c.chapters
                .iter()
                .all(|(id, t)| within(t, chapters.get(id).unwrap_or(&None)))
            && c.gates.is_none_or(|want| {
                if want {
                    gates.iter().all(|g| *g == Some(true))
                } else {
                    gates.contains(&Some(false))
                }
            })
            && c.unlifted.as_ref().is_none_or(|b| b.admits(left))
            && (c.bands.is_empty() || band.is_some_and(|b| c.bands.contains(b)))
    };
    let band_of = |x: &Ratio| {
        policy.bands.iter().rfind(|b| {
            *x >= b.from
                && b.to.as_ref().is_none_or(|t| x <= t)
                && b.condition.as_ref().is_none_or(|c| holds(c, None))
        })
    };
    let hidden = profile.partial
        || ((policy.complete_bands || top.not_assessed != Unsettled::Bounds)
            && count(Status::NotAssessed, None) > 0);
    let band = score.as_ref().filter(|_| !hidden).and_then(|(low, high)| {
        let (a, b) = (band_of(low)?, band_of(high)?);
        std::ptr::eq(a, b).then(|| a.label.clone())
    });
    let conclusion = norm
        .conclusions(profile)
        .iter()
        .filter(|r| may_conclude && r.is_for(i.audit, i.cycle))
        .find(|r| r.condition.as_ref().is_none_or(|c| holds(c, band.as_ref())))
        .map(|r| r.id.clone());
    Whole {
        score,
        chapters,
        kinds,
        band,
        conclusion,
    }
}

/// May this be concluded? Not while something is open that must not be.
pub(crate) fn may_conclude(i: &Inputs, done: &BTreeMap<Id, Verdict>) -> bool {
    let (policy, profile) = (&i.norm.policy, &i.norm.profiles[0]);
    let lacks = i.cycle != Cycle::Initial
        && i.previous.is_none()
        && policy
            .unlifted
            .iter()
            .any(|u| u.no_previous == NoPrevious::Blocks);
    let open = i
        .norm
        .criteria
        .iter()
        .filter(|c| profile.criteria.contains(&c.id))
        .any(|c| {
            let v = &done[&c.id];
            let findings: Vec<_> = i.findings.iter().filter(|f| f.criterion == c.id).collect();
            let due = policy.rechecks.iter().filter(|r| r.cycle == i.cycle).any(|r| {
                r.criteria.contains(&c.id)
                    || (r.single_kind && c.single_kind.is_some())
                    || (r.nonconformities
                        && before(i, &c.id).is_some_and(|b| i.norm.kind(b).unwrap().nonconformity))
            });
            let bare = policy.form.as_ref().is_some_and(|form| {
                form.importances.contains(&c.importance)
                    && matches!(v.retained, Status::Nonconforming | Status::NotDemonstrated)
                    && !form
                        .fields
                        .iter()
                        .all(|field| findings.iter().any(|f| f.form.contains_key(&field.id)))
            });
            (c.importance != Importance::Recommended && v.retained == Status::NotAssessed)
                || (i.audit != AuditKind::SelfAssessment && v.waits)
                || (i.audit == AuditKind::Audit
                    && (bare || (due && v.retained != Status::NotApplicable && findings.is_empty())))
        });
    i.incidents.is_empty() && !i.simulated && !lacks && !open
}

/// Every criterion of the profile under every other outcome, tried from the start.
pub(crate) fn swings(i: &Inputs, done: &BTreeMap<Id, Verdict>, conclusion: &Id) -> Swings {
    let mut out = vec![];
    for c in i
        .norm
        .criteria
        .iter()
        .filter(|c| i.norm.profiles[0].criteria.contains(&c.id))
    {
        let v = &done[&c.id];
        for status in [
            Status::Conforming,
            Status::NotDemonstrated,
            Status::Nonconforming,
            Status::NotApplicable,
        ] {
            if status == v.retained || (status == Status::NotApplicable && c.always_applies) {
                continue;
            }
            let row = i
                .norm
                .policy
                .kinds
                .get(&c.importance)
                .cloned()
                .unwrap_or_default();
            let kinds = match status {
                Status::Nonconforming => vec![row.grave, row.nonconforming],
                Status::NotDemonstrated => vec![
                    row.no_evidence.or(row.not_demonstrated.clone()),
                    row.not_demonstrated,
                ],
                _ => vec![None],
            };
            let worth_of = Worth {
                met: v.share.0,
                all: v.share.1,
                ratings: vec![],
                declared: None,
                erring: false,
            };
            let value = worth(
                status,
                &worth_of,
                &rules(&i.norm, Some(&c.chapter), i.date),
                &i.norm.policy.scale,
            );
            if kinds.into_iter().any(|k| {
                let kind = k.map(|k| again(i, &c.id, c.single_kind.clone().unwrap_or(k)));
                let mut other = done.clone();
                other.insert(
                    c.id.clone(),
                    Verdict {
                        retained: status,
                        kind,
                        value: value.clone(),
                        ..v.clone()
                    },
                );
                whole(i, &other, true).conclusion.as_ref() != Some(conclusion)
            }) {
                out.push((c.id.clone(), status));
            }
        }
    }
    out
}
