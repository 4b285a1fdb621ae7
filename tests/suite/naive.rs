//! A second evaluator, written from the design alone and as plainly as can be: no trace, no cause, numbers for truths.

use std::collections::BTreeMap;

use mediaudit::assessment::Inputs;
use mediaudit::assessment::inputs::{Fact, Finding, Practice};
use mediaudit::evidence::item::{Held, Item, Reading};
use mediaudit::kernel::{Date, Id, Ratio, Status};
use mediaudit::norm::model::{
    Aggregation, Coverage, Criterion, EvidenceRule, FactTest, FactValue, Importance, Judged, PartialCredit,
    Rule, Threshold,
};

/// Declared, or shown.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Truth {
    False,
    Unknown,
    Said,
    Shown,
}
use Truth::{False, Said, Shown, Unknown};

/// What came out of a criterion.
#[derive(Debug, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) computed: Status,
    pub(crate) retained: Status,
    pub(crate) kind: Option<Id>,
    pub(crate) value: Option<(Ratio, Ratio)>,
}

struct At<'a> {
    i: &'a Inputs,
    site: Option<&'a Id>,
    done: &'a BTreeMap<Id, Verdict>,
    own: &'a Criterion,
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
    fn judge(&self) -> (Verdict, bool) {
        let (c, norm) = (self.own, &self.i.norm);
        let mut applies = true;
        if let Some(rule) = &c.applies_if {
            applies = self.truth(rule) != Some(False);
        }
        let in_force = c.from.is_none_or(|d| d <= self.i.date) && c.withdrawn.is_none_or(|d| self.i.date < d);
        let aside = !c.always_applies && self.practice(&c.id).is_some_and(|p| p.not_applicable.is_some());
        let said = |e: &Id| {
            self.findings()
                .into_iter()
                .filter_map(|f| f.element.clone())
                .filter(|(id, _)| id == e)
                .map(|(_, met)| met)
                .collect::<Vec<_>>()
        };
        let mut human_only = true;
        let (mut met, mut all, mut denied, mut split) = (0_i64, 0_i64, false, false);
        for e in &c.elements {
            let found = said(&e.id);
            let rule = e.rule.as_ref().filter(|_| c.judged != Judged::Human);
            let (yes, no) = (found.contains(&true), found.contains(&false));
            split |= yes && no;
            let truth = match (found.is_empty(), rule) {
                (false, _) => Some(if yes && no {
                    Unknown
                } else if yes {
                    Shown
                } else {
                    False
                }),
                (true, None) => Some(Unknown),
                (true, Some(rule)) => self.truth(rule).map(|t| {
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
            all += 1;
            met += i64::from(truth > Unknown);
            denied |= truth == False;
            human_only &= truth > Unknown || (found.is_empty() && rule.is_none());
        }
        let wanted = c
            .level
            .as_ref()
            .and_then(|l| norm.levels.iter().position(|x| &x.id == l));
        let rank = self.rank(&c.id);
        let below = wanted.is_some_and(|w| rank.is_some_and(|r| r < w));
        let undeclared =
            wanted.is_some() && rank.is_none() && matches!(c.judged, Judged::Declared | Judged::Mixed);
        let rules: Vec<&Rule> = c.elements.iter().filter_map(|e| e.rule.as_ref()).collect();
        let spoken = rank.is_some()
            || !self.findings().is_empty()
            || rules
                .iter()
                .any(|r| r.facts().into_iter().any(|k| self.fact(k).is_some()))
            || rules
                .iter()
                .any(|r| r.practices().into_iter().any(|k| self.rank(k).is_some()))
            || rules.iter().any(|r| {
                let mut any = false;
                r.walk(&mut |leaf| any |= matches!(leaf, Rule::Evidence(e) if !self.pieces(e).is_empty()));
                any
            });
        let computed = if !in_force || !applies || aside {
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
        let nonconformity = |f: &&Finding| {
            f.kind
                .as_ref()
                .is_some_and(|k| norm.kind(k).unwrap().nonconformity)
        };
        let mut told: Vec<Status> = self
            .findings()
            .into_iter()
            .filter_map(|f| {
                f.status
                    .or_else(|| nonconformity(&f).then_some(Status::Nonconforming))
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
        let to_show = told.is_empty() && retained == Status::NotDemonstrated && !undeclared && human_only;
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
            (None, Status::NotDemonstrated) if !to_show => row.not_demonstrated,
            _ => None,
        };
        let share = match norm.policy.score.partial_credit {
            PartialCredit::Elements if all > 0 && met < all => {
                Ratio::of(&Ratio::whole(met), &Ratio::whole(all)).unwrap()
            }
            _ => Ratio::zero(),
        };
        let value = match retained {
            Status::NotApplicable => None,
            Status::NotAssessed => Some((Ratio::zero(), Ratio::one())),
            Status::Conforming => Some((Ratio::one(), Ratio::one())),
            _ => Some((share.clone(), share)),
        };
        (
            Verdict {
                computed,
                retained,
                kind,
                value,
            },
            to_show,
        )
    }
}

/// Judges everything. The criteria stand after those that they read.
pub(crate) fn judge(i: &Inputs) -> (BTreeMap<Id, Verdict>, Option<(Ratio, Ratio)>) {
    let bad = [
        Status::NotApplicable,
        Status::Conforming,
        Status::NotDemonstrated,
        Status::NotAssessed,
        Status::Nonconforming,
    ];
    let badness = |s: Status| bad.iter().position(|x| *x == s).unwrap();
    let mut done = BTreeMap::new();
    for own in &i.norm.criteria {
        let touched = |p: &Item| {
            p.site.is_some()
                && own
                    .rules()
                    .any(|r| r.evidence_types().iter().any(|t| p.types.contains(*t)))
                && (p.criteria.is_empty() || p.criteria.contains(&own.id))
        };
        let local = i.by_site.values().any(|s| {
            own.rules().any(|r| {
                r.facts().into_iter().any(|k| s.facts.contains_key(k))
                    || r.practices().into_iter().any(|k| s.practices.contains_key(k))
            }) || s.practices.contains_key(&own.id)
        }) || i
            .findings
            .iter()
            .any(|f| f.site.is_some() && f.criterion == own.id)
            || i.evidence.iter().any(touched);
        let samples: Vec<Verdict> = if local && !i.sites.is_empty() {
            i.sites
                .iter()
                .map(|s| {
                    At {
                        i,
                        site: Some(&s.id),
                        done: &done,
                        own,
                    }
                    .judge()
                    .0
                })
                .collect()
        } else {
            vec![
                At {
                    i,
                    site: None,
                    done: &done,
                    own,
                }
                .judge()
                .0,
            ]
        };
        let verdict = Verdict {
            computed: samples
                .iter()
                .map(|v| v.computed)
                .max_by_key(|s| badness(*s))
                .unwrap(),
            retained: samples
                .iter()
                .map(|v| v.retained)
                .max_by_key(|s| badness(*s))
                .unwrap(),
            kind: samples
                .iter()
                .filter_map(|v| v.kind.clone())
                .max_by_key(|k| i.norm.kind(k).unwrap().rank),
            value: samples
                .iter()
                .filter_map(|v| v.value.clone())
                .reduce(|a, b| (a.0.min(b.0), a.1.min(b.1))),
        };
        done.insert(own.id.clone(), verdict);
    }
    let chosen = &i.norm.profiles[0].criteria;
    let mean = |parts: Vec<(u32, (Ratio, Ratio))>| {
        let weight = |w: u32| {
            if i.norm.policy.score.aggregation == Aggregation::Mean {
                Ratio::one()
            } else {
                Ratio::whole(i64::from(w))
            }
        };
        let total = parts.iter().fold(Ratio::zero(), |s, (w, _)| s + weight(*w));
        let sum = |f: fn(&(Ratio, Ratio)) -> &Ratio| {
            parts
                .iter()
                .fold(Ratio::zero(), |s, (w, v)| s + weight(*w) * f(v).clone())
        };
        Some((
            Ratio::of(&sum(|v| &v.0), &total)?,
            Ratio::of(&sum(|v| &v.1), &total)?,
        ))
    };
    let own = |chapter: &str| -> Vec<(u32, (Ratio, Ratio))> {
        let inside = i
            .norm
            .criteria
            .iter()
            .filter(|c| c.chapter.as_str() == chapter && chosen.contains(&c.id));
        inside
            .filter_map(|c| Some((c.weight, done.get(&c.id).unwrap().value.clone()?)))
            .collect()
    };
    let weight = |chapter: &str| {
        i.norm
            .chapters
            .iter()
            .find(|c| c.id.as_str() == chapter)
            .unwrap()
            .weight
    };
    let mut f = own("F");
    f.extend(mean(own("G")).map(|v| (weight("G"), v)));
    let tops = [("E", mean(own("E"))), ("F", mean(f))];
    let score = mean(
        tops.into_iter()
            .filter_map(|(c, v)| Some((weight(c), v?)))
            .collect(),
    );
    (done, score)
}

/// Does a status of a recommended criterion bind? Only the other two do.
pub(crate) fn binds(importance: Importance) -> bool {
    importance != Importance::Recommended
}
