//! A second evaluator, written from the design alone and as plainly as can be: no trace, no cause, numbers for truths.

use std::collections::BTreeMap;

use mediaudit::assessment::Inputs;
use mediaudit::assessment::inputs::{Fact, Finding, Practice};
use mediaudit::evidence::item::{Held, Item, Reading};
use mediaudit::kernel::{Date, Id, Ratio, Status};
use mediaudit::norm::model::{
    Coverage, Criterion, EvidenceRule, FactTest, FactValue, Judged, Rule, Threshold,
};

use crate::naive_scheme as scheme;

/// Declared, or shown.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Truth {
    False,
    Unknown,
    Said,
    Shown,
}
use Truth::{False, Said, Shown, Unknown};

/// What came out of a criterion, or of one of its samples.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) computed: Status,
    pub(crate) retained: Status,
    pub(crate) kind: Option<Id>,
    pub(crate) value: Span,
    pub(crate) weight: u32,
    /// Waits for an auditor only.
    pub(crate) waits: bool,
    /// Met and wanted elements, for « what if ».
    pub(crate) share: (i64, i64),
}

/// Lowest and highest; none: leaves the sum.
pub(crate) type Span = Option<(Ratio, Ratio)>;

pub(crate) struct At<'a> {
    pub(crate) i: &'a Inputs,
    pub(crate) site: Option<&'a Id>,
    pub(crate) done: &'a BTreeMap<Id, Verdict>,
    pub(crate) own: &'a Criterion,
}

impl<'a> At<'a> {
    fn fact(&self, key: &Id) -> Option<&'a Fact> {
        let local = self
            .site
            .and_then(|s| self.i.by_site.get(s))
            .and_then(|s| s.facts.get(key));
        local.or(self.i.facts.get(key))
    }
    fn practice(&self, id: &Id) -> Option<&'a Practice> {
        let local = self
            .site
            .and_then(|s| self.i.by_site.get(s))
            .and_then(|s| s.practices.get(id));
        local.or(self.i.practices.get(id))
    }
    fn rank(&self, id: &Id) -> Option<usize> {
        self.practice(id)?
            .level
            .as_ref()
            .and_then(|l| self.i.norm.levels.iter().position(|x| &x.id == l))
    }
    fn here(&self, site: Option<&Id>) -> bool {
        site.is_none() || site == self.site
    }
    fn findings(&self) -> Vec<&'a Finding> {
        self.i
            .findings
            .iter()
            .filter(|f| f.criterion == self.own.id && self.here(f.site.as_ref()))
            .collect()
    }
    fn pieces(&self, rule: &EvidenceRule) -> Vec<&'a Item> {
        let asked = |p: &&Item| {
            self.here(p.site.as_ref())
                && p.types.iter().any(|t| rule.types.contains(t))
                && (p.criteria.is_empty() || p.criteria.contains(&self.own.id))
        };
        self.i.evidence.iter().filter(asked).collect()
    }
    /// `None`: does not count. `Some(true)`: shown.
    fn counts(&self, p: &Item, rule: &EvidenceRule) -> Option<bool> {
        let today = self.i.date;
        if matches!(p.held, Held::Missing { .. }) || p.reading != Reading::Readable {
            return None;
        }
        let good_words = rule
            .contains
            .iter()
            .all(|w| p.contents.get(w).copied().unwrap_or(false));
        let good_pages = rule.min_pages.is_none_or(|n| p.pages.unwrap_or(0) >= n);
        if !good_words || !good_pages || (rule.signed && !p.signed) {
            return None;
        }
        let dated = |validity| {
            let shelf = if p.dates.expires.is_some() { None } else { validity };
            let mut last: Vec<Date> = p.dates.expires.into_iter().collect();
            match p.dates.effect {
                None if shelf.is_some() || rule.max_age.is_some() => return false,
                None => {}
                Some(day) if day > today => return false,
                Some(day) => {
                    if rule.max_age.is_some_and(|age| day.plus(age) < today) {
                        return false;
                    }
                    last.extend(shelf.map(|period| day.plus(period)));
                }
            }
            let until = rule.still_valid.map_or(today, |more| today.plus(more));
            last.iter().all(|day| *day >= until)
        };
        let fits = p
            .types
            .iter()
            .filter(|t| rule.types.contains(t))
            .filter_map(|t| self.i.norm.evidence_types.get(t))
            .any(|t| {
                let modalities = if rule.modalities.is_empty() {
                    &t.modalities
                } else {
                    &rule.modalities
                };
                let formats = if rule.formats.is_empty() {
                    &t.formats
                } else {
                    &rule.formats
                };
                let format = match &p.held {
                    Held::File(f) => formats.is_empty() || formats.contains(&f.format),
                    _ => true,
                };
                modalities.contains(&p.modality) && format && dated(t.validity)
            });
        let seen = self.i.findings.iter().any(|f| f.seen.contains(&p.id));
        fits.then_some(matches!(p.held, Held::File(_)) || seen)
    }
    fn proven(&self, fact: &Fact) -> Truth {
        let Some(p) = fact
            .evidence
            .as_ref()
            .and_then(|e| self.i.evidence.iter().find(|p| &p.id == e))
        else {
            return Said;
        };
        let alone = |t: &Id| {
            let plain = EvidenceRule {
                types: [t.clone()].into(),
                count: 1,
                max_age: None,
                still_valid: None,
                covers: None,
                modalities: vec![],
                min_modalities: 1,
                min_origins: 1,
                formats: vec![],
                min_pages: None,
                contains: vec![],
                signed: false,
            };
            self.counts(p, &plain) == Some(true)
        };
        if p.types.iter().any(alone) { Shown } else { Said }
    }
    fn evidence(&self, rule: &EvidenceRule) -> Truth {
        let enough = |wanted: &[Option<bool>]| {
            let found: Vec<&Item> = self
                .pieces(rule)
                .into_iter()
                .filter(|p| wanted.contains(&self.counts(p, rule)))
                .collect();
            let many = |n: u32, of: Vec<String>| {
                of.iter().collect::<std::collections::BTreeSet<_>>().len() >= n as usize
            };
            let every_day = rule.covers.is_none_or(|c| {
                let (mut day, last) = match c {
                    Coverage::Last(p) => (self.i.date.minus(p).tomorrow().unwrap(), self.i.date),
                    Coverage::PreviousYear => {
                        (Date::new(2025, 1, 1).unwrap(), Date::new(2025, 12, 31).unwrap())
                    }
                };
                while day <= last {
                    if !found
                        .iter()
                        .any(|p| p.dates.covers.is_some_and(|(a, b)| a <= day && day <= b))
                    {
                        return false;
                    }
                    day = day.tomorrow().unwrap();
                }
                true
            });
            found.len() >= rule.count as usize
                && many(
                    rule.min_modalities,
                    found.iter().map(|p| format!("{:?}", p.modality)).collect(),
                )
                && many(
                    rule.min_origins,
                    found
                        .iter()
                        .map(|p| p.source.clone().unwrap_or_default())
                        .collect(),
                )
                && every_day
        };
        if enough(&[Some(true)]) {
            Shown
        } else if enough(&[Some(true), Some(false)]) {
            Said
        } else {
            Unknown
        }
    }
    /// `None`: without object.
    fn truth(&self, rule: &Rule) -> Option<Truth> {
        let sorted = |rules: &[Rule]| {
            let mut all: Vec<Truth> = rules.iter().filter_map(|r| self.truth(r)).collect();
            all.sort_by(|a, b| b.partial_cmp(a).unwrap());
            all
        };
        let yes = |b: bool| if b { Said } else { False };
        Some(match rule {
            Rule::All(rules) => *sorted(rules).last()?,
            Rule::Any(rules) => *sorted(rules).first()?,
            Rule::AtLeast { n, rules } => {
                let all = sorted(rules);
                all.first()?;
                all.get(*n as usize - 1).copied().unwrap_or(Unknown)
            }
            Rule::Not(rule) => match self.truth(rule)? {
                False => Said,
                Unknown => Unknown,
                Said | Shown => False,
            },
            Rule::Practice {
                at_least,
                since,
                criterion,
            } => {
                let id = criterion.as_ref().unwrap_or(&self.own.id);
                let wanted = self.i.norm.levels.iter().position(|l| &l.id == at_least).unwrap();
                match (self.rank(id), since, self.practice(id).and_then(|p| p.since)) {
                    (None, _, _) => Unknown,
                    (Some(rank), _, _) if rank < wanted => False,
                    (_, None, _) => Said,
                    (_, Some(_), None) => Unknown,
                    (_, Some(p), Some(day)) => yes(day.plus(*p) <= self.i.date),
                }
            }
            Rule::Fact { key, test } => match self.fact(key) {
                None => Unknown,
                Some(fact) => {
                    let v = &fact.value;
                    let holds = match test {
                        FactTest::Equals(w) => v == w,
                        FactTest::AtLeast(w) => v >= w,
                        FactTest::AtMost(w) => v <= w,
                        FactTest::Among(w) => w.contains(v),
                        FactTest::Stated => true,
                    };
                    if holds { self.proven(fact) } else { False }
                }
            },
            Rule::Rate {
                part,
                whole,
                threshold,
                may_exceed,
            } => {
                let (Some(p), Some(w)) = (self.fact(part), self.fact(whole)) else {
                    return Some(Unknown);
                };
                let (FactValue::Number(a), FactValue::Number(b)) = (&p.value, &w.value) else {
                    return Some(Unknown);
                };
                if (a > b && !may_exceed) || *b <= Ratio::zero() {
                    return Some(Unknown);
                }
                // a / b against t, without a division
                let holds = match threshold {
                    Threshold::AtLeast(t) => *a >= t.clone() * b.clone(),
                    Threshold::AtMost(t) => *a <= t.clone() * b.clone(),
                };
                let weakest = if self.proven(p) < self.proven(w) {
                    self.proven(p)
                } else {
                    self.proven(w)
                };
                if holds { weakest } else { False }
            }
            Rule::Criterion { id, status } => match self.done.get(id).unwrap().retained {
                Status::NotApplicable => return None,
                found if found == *status => Shown,
                Status::NotAssessed | Status::NotDemonstrated => Unknown,
                _ => False,
            },
            Rule::Evidence(rule) => self.evidence(rule),
            Rule::Dated(series) => {
                let held = series.iter().rfind(|d| d.from <= self.i.date)?;
                self.truth(&held.rule)?
            }
        })
    }
    /// What an auditor says of an element: met, not met, or without object.
    fn said(&self, f: &Finding, element: &Id) -> Option<Option<bool>> {
        if f.void.as_ref() == Some(element) {
            return Some(None);
        }
        let (_, met) = f.element.as_ref().filter(|(id, _)| id == element)?;
        let place = |l: &Id| self.i.norm.levels.iter().position(|x| &x.id == l).unwrap();
        Some(Some(match &f.rating {
            None => *met,
            Some(l) => place(l) >= self.wanted().unwrap_or(self.i.norm.levels.len() - 1),
        }))
    }
    fn wanted(&self) -> Option<usize> {
        let level = self.own.levels.get(&self.i.cycle).or(self.own.level.as_ref())?;
        self.i.norm.levels.iter().position(|x| &x.id == level)
    }
    pub(crate) fn judge(&self) -> Verdict {
        let (c, norm) = (self.own, &self.i.norm);
        let applies = c.applies_if.as_ref().is_none_or(|r| self.truth(r) != Some(False));
        let in_force = c.from.is_none_or(|d| d <= self.i.date)
            && c.withdrawn.is_none_or(|d| self.i.date < d)
            && (c.cycles.is_empty() || c.cycles.contains(&self.i.cycle));
        let aside = !c.always_applies && self.practice(&c.id).is_some_and(|p| p.not_applicable.is_some());
        let (mut met, mut all, mut denied, mut split, mut human_only) = (0_i64, 0_i64, false, false, true);
        let (mut void, mut absent, mut erring, mut ratings) = (0, false, false, vec![]);
        for e in &c.elements {
            if !e.cycles.is_empty() && !e.cycles.contains(&self.i.cycle) {
                continue;
            }
            let findings = self.findings();
            let said: Vec<_> = findings
                .iter()
                .filter_map(|f| Some((&f.id, f.rating.as_ref(), self.said(f, &e.id)?)))
                .collect();
            let rule = e.rule.as_ref().filter(|_| c.judged != Judged::Human);
            let agreed = said.iter().all(|s| s.2 == said[0].2);
            split |= !agreed;
            void += usize::from(agreed && said.first().is_some_and(|s| s.2.is_none()));
            let truth = match (said.first(), rule) {
                (Some(_), _) if !agreed => Some(Unknown),
                (Some(s), _) => s.2.map(|met| if met { Shown } else { False }),
                (None, None) => Some(Unknown),
                (None, Some(rule)) => self.truth(rule).map(|t| {
                    if t == Said && !e.declaration_suffices {
                        Unknown
                    } else {
                        t
                    }
                }),
            };
            let Some(truth) = truth.filter(|_| !e.optional) else {
                continue;
            };
            let causes = rule
                .filter(|_| said.is_empty() && truth == Unknown)
                .map(|r| self.causes(r))
                .unwrap_or_default();
            absent |= causes.0;
            erring |= causes.1;
            ratings.push(
                said.iter()
                    .min_by_key(|s| s.0)
                    .filter(|_| agreed)
                    .and_then(|s| norm.level(s.1?)?.value.clone()),
            );
            all += 1;
            met += i64::from(truth > Unknown);
            denied |= truth == False;
            human_only &= truth > Unknown || (said.is_empty() && rule.is_none());
        }
        let rank = self.rank(&c.id);
        let below = self.wanted().is_some_and(|w| rank.is_some_and(|r| r < w));
        let undeclared =
            self.wanted().is_some() && rank.is_none() && matches!(c.judged, Judged::Declared | Judged::Mixed);
        let rules: Vec<&Rule> = c.elements.iter().filter_map(|e| e.rule.as_ref()).collect();
        let asks = |r: &Rule| {
            let mut any = false;
            r.walk(&mut |leaf| any |= matches!(leaf, Rule::Evidence(e) if !self.pieces(e).is_empty()));
            any
        };
        let spoken = rank.is_some()
            || !self.findings().is_empty()
            || rules
                .iter()
                .any(|r| r.facts().into_iter().any(|k| self.fact(k).is_some()))
            || rules
                .iter()
                .any(|r| r.practices().into_iter().any(|k| self.rank(k).is_some()))
            || rules.iter().any(|r| asks(r));
        let computed = if !in_force || !applies || aside || (!c.always_applies && void == c.elements.len()) {
            Status::NotApplicable
        } else if denied || below {
            Status::Nonconforming
        } else if !spoken {
            Status::NotAssessed
        } else if all > 0 && met == all && !undeclared {
            Status::Conforming
        } else {
            Status::NotDemonstrated
        };
        let bad = |k: &Id| norm.kind(k).unwrap().nonconformity;
        let mut told: Vec<Status> = self
            .findings()
            .into_iter()
            .filter_map(|f| {
                f.status
                    .or_else(|| f.kind.as_ref().is_some_and(bad).then_some(Status::Nonconforming))
            })
            .collect();
        told.sort();
        told.dedup();
        let quarrel = told.len() > 1 || (told.is_empty() && split);
        let retained = if quarrel {
            Status::NotAssessed
        } else {
            told.first().copied().unwrap_or(computed)
        };
        let waits = told.is_empty() && retained == Status::NotDemonstrated && !undeclared && human_only;
        let worst = self
            .findings()
            .into_iter()
            .filter_map(|f| f.kind.clone())
            .max_by_key(|k| norm.kind(k).unwrap().rank);
        let row = norm.policy.kinds.get(&c.importance).cloned().unwrap_or_default();
        let low = norm
            .policy
            .grave_level
            .as_ref()
            .and_then(|l| norm.levels.iter().position(|x| &x.id == l));
        let grave = (all > 0 && Ratio::whole(met) < norm.policy.grave_share.clone() * Ratio::whole(all))
            || rank.is_some_and(|r| low.is_some_and(|l| r <= l));
        let kind = match (worst.filter(|_| !quarrel), retained) {
            (Some(kind), _) => Some(kind),
            (None, Status::Nonconforming) if grave => row.grave,
            (None, Status::Nonconforming) => row.nonconforming,
            (None, Status::NotDemonstrated) if !waits && absent && row.no_evidence.is_some() => {
                row.no_evidence
            }
            (None, Status::NotDemonstrated) if !waits => row.not_demonstrated,
            _ => None,
        };
        let fails = kind.as_ref().is_some_and(bad)
            || matches!(retained, Status::Nonconforming | Status::NotDemonstrated);
        let kind = kind.map(|k| c.single_kind.clone().filter(|_| fails).unwrap_or(k));
        let declared = self
            .practice(&c.id)
            .and_then(|p| p.level.as_ref())
            .and_then(|l| norm.level(l)?.value.clone());
        let rules = scheme::rules(norm, Some(&c.chapter), self.i.date);
        let worth = scheme::Worth {
            met,
            all,
            ratings,
            declared,
            erring,
        };
        let value = scheme::worth(retained, &worth, &rules, &norm.policy.scale);
        let weight = c
            .weights
            .iter()
            .find(|w| self.truth(&w.rule) > Some(Unknown))
            .map_or(c.weight, |w| w.weight);
        Verdict {
            computed,
            retained,
            kind,
            value,
            weight,
            waits,
            share: (met, all),
        }
    }
    /// Of a rule that is not settled: does a piece lack altogether, is something inconsistent?
    fn causes(&self, rule: &Rule) -> (bool, bool) {
        let many = |rules: &[Rule]| {
            let live: Vec<&Rule> = rules.iter().filter(|r| self.truth(r).is_some()).collect();
            live.iter()
                .map(|r| self.causes(r))
                .fold((false, false), |a, b| (a.0 || b.0, a.1 || b.1))
        };
        if self.truth(rule) != Some(Unknown) {
            return (false, false);
        }
        match rule {
            Rule::All(rules) | Rule::Any(rules) => many(rules),
            Rule::AtLeast { n, rules }
                if rules.iter().filter(|r| self.truth(r).is_some()).count() >= *n as usize =>
            {
                many(rules)
            }
            Rule::Not(inner) => self.causes(inner),
            Rule::Dated(series) => self.causes(&series.iter().rfind(|d| d.from <= self.i.date).unwrap().rule),
            Rule::Evidence(e) => {
                let pieces = self.pieces(e);
                let read: Vec<&&Item> = pieces.iter().filter(|p| self.counts(p, e).is_none()).collect();
                let lost = |p: &Item| matches!(p.held, Held::Missing { .. });
                let open = |p: &Item| !lost(p) && matches!(p.reading, Reading::Unfinished { .. });
                (
                    read.is_empty() || read.iter().any(|p| lost(p)),
                    read.iter().any(|p| open(p)),
                )
            }
            Rule::Rate { part, whole, .. } => match (self.fact(part), self.fact(whole)) {
                (Some(p), Some(w)) => (
                    false,
                    p.value != FactValue::Number(Ratio::zero())
                        || w.value != FactValue::Number(Ratio::zero()),
                ),
                _ => (false, false),
            },
            _ => (false, false),
        }
    }
}
