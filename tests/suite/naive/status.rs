//! What status has a criterion, looked at in one place? The ordered rule, then what auditors say of it.

use mediaudit_core::assessment::inputs::{ElementFinding, Finding, Settles};
use mediaudit_core::kernel::{ElementId, KindCode, LevelId, MilestoneId, Ratio, Status};
use mediaudit_core::norm::model::{FactValue, Judged, Rule};
use mediaudit_core::record::item::{Held, Item, Reading};

use super::truth::Truth::{self, False, Said, Shown, Unknown};
use super::{At, Verdict, int, score};

/// The elements of a criterion, counted.
#[derive(Default)]
struct Count {
    met: usize,
    all: usize,
    void: usize,
    denied: bool,
    /// Findings differ on one of them.
    split: bool,
    /// One that is not met waits for something else than an auditor.
    other: bool,
    /// Of those that are not settled: a piece lacks altogether; something is inconsistent.
    causes: (bool, bool),
    ratings: Vec<Option<Ratio>>,
}

impl At<'_> {
    /// What an auditor says of an element: met, not met, or without object.
    fn said(&self, f: &Finding, element: &ElementId) -> Option<Option<bool>> {
        let top = self.i.norm.levels.len() - 1;
        let rated = |l: &LevelId| self.place(l) >= self.wanted().unwrap_or(top);
        let told = f.settles.iter().find_map(|s| match s {
            Settles::Element { id, state } if id == element => Some(state),
            _ => None,
        });
        Some(match told? {
            ElementFinding::Void => None,
            ElementFinding::Met => Some(true),
            ElementFinding::NotMet => Some(false),
            ElementFinding::Rated(level) => Some(rated(level)),
        })
    }
    /// Is this audit at one of these milestones?
    fn now(&self, of: &[MilestoneId]) -> bool {
        of.is_empty() || of.iter().any(|m| Some(m) == self.i.cycle.as_ref())
    }
    fn count(&self) -> Count {
        let mut n = Count::default();
        let cycles = |of: &[_]| self.now(of);
        for e in self.own.elements.iter().filter(|e| cycles(&e.cycles)) {
            let told = self.findings().filter_map(|f| Some((f, self.said(f, &e.id)?)));
            let mut told: Vec<(&Finding, Option<bool>)> = told.collect();
            told.sort_by_key(|t| &t.0.id);
            let rule = e.rule.as_ref().filter(|_| self.own.judged != Judged::Human);
            let agreed = told.iter().all(|t| t.1 == told[0].1);
            n.split |= !agreed;
            n.void += usize::from(agreed && told.first().is_some_and(|t| t.1.is_none()));
            let suffices = |t: Truth| {
                if t == Said && !e.declaration_suffices {
                    Unknown
                } else {
                    t
                }
            };
            let truth = match (told.first(), rule) {
                (Some(_), _) if !agreed => Some(Unknown),
                (Some(t), _) => t.1.map(|met| if met { Shown } else { False }),
                (None, None) => Some(Unknown),
                (None, Some(rule)) => self.truth(rule).map(suffices),
            };
            let Some(truth) = truth.filter(|_| !e.optional) else {
                continue;
            };
            if let Some(rule) = rule.filter(|_| told.is_empty() && truth == Unknown) {
                n.causes = either(n.causes, self.causes(rule));
            }
            let rating = told.first().filter(|_| agreed).and_then(|t| match t.0.element() {
                Some((_, ElementFinding::Rated(level))) => Some(level),
                _ => None,
            });
            n.ratings
                .push(rating.and_then(|l| self.i.norm.level(l)?.value.clone()));
            n.all += 1;
            n.met += usize::from(truth > Unknown);
            n.denied |= truth == False;
            n.other |= truth <= Unknown && !(told.is_empty() && rule.is_none());
        }
        n
    }
    /// Was anything said or found that bears on the criterion?
    fn spoken(&self) -> bool {
        let asks = |r: &Rule| {
            let mut any = false;
            r.walk(&mut |leaf| any |= matches!(leaf, Rule::Evidence(e) if !self.pieces(e).is_empty()));
            any |= r.facts().into_iter().any(|key| self.fact(key).is_some());
            any || r.practices().into_iter().any(|id| self.rank(id).is_some())
        };
        let mut rules = self.own.elements.iter().filter_map(|e| e.rule.as_ref());
        self.rank(&self.own.id).is_some() || self.findings().next().is_some() || rules.any(asks)
    }
    fn status(&self, n: &Count, below: bool, undeclared: bool) -> Status {
        let (c, today) = (self.own, self.i.date);
        let in_force = c.from.is_none_or(|d| d <= today) && c.withdrawn.is_none_or(|d| today < d);
        let cycle = self.now(&c.cycles);
        let applies = c.applies_if.as_ref().is_none_or(|r| self.truth(r) != Some(False));
        let aside = self.practice(&c.id).is_some_and(|p| p.not_applicable.is_some());
        let excluded = !c.always_applies && (aside || n.void == c.elements.len());
        if !in_force || !cycle || !applies || excluded {
            Status::NotApplicable
        } else if n.denied || below {
            Status::Nonconforming
        } else if !self.spoken() {
            Status::NotAssessed
        } else if n.all > 0 && n.met == n.all && !undeclared {
            Status::Conforming
        } else {
            Status::NotDemonstrated
        }
    }
    pub(super) fn judge(&self) -> Verdict {
        let (c, norm) = (self.own, &self.i.norm);
        let (n, rank) = (self.count(), self.rank(&c.id));
        let below = self.wanted().is_some_and(|w| rank.is_some_and(|r| r < w));
        let asked = matches!(c.judged, Judged::Declared | Judged::Mixed);
        let undeclared = self.wanted().is_some() && rank.is_none() && asked;
        let computed = self.status(&n, below, undeclared);
        let bad = |k: &KindCode| norm.kind(k).unwrap().nonconformity;
        let fails = |k: &KindCode| bad(k).then_some(Status::Nonconforming);
        let told = self
            .findings()
            .filter_map(|f| f.status().or(f.kind().and_then(fails)));
        let (first, told) = (told.clone().next(), told.collect::<Vec<_>>());
        let quarrel = told.iter().any(|s| Some(*s) != first) || (told.is_empty() && n.split);
        let retained = if quarrel {
            Status::NotAssessed
        } else {
            first.unwrap_or(computed)
        };
        let open = retained == Status::NotDemonstrated;
        let waits = told.is_empty() && open && !undeclared && !n.other;
        let worst = self.findings().filter_map(|f| f.kind().cloned());
        let worst = worst
            .max_by_key(|k| norm.kind(k).unwrap().rank)
            .filter(|_| !quarrel);
        let row = norm.policy.kinds.get(&c.importance).cloned().unwrap_or_default();
        let low = norm.policy.grave_level.as_ref().map(|l| self.place(l));
        let few = n.all > 0 && int(n.met) < norm.policy.grave_share.clone() * int(n.all);
        let grave = few || rank.is_some_and(|r| low.is_some_and(|l| r <= l));
        let kind = worst.or(match retained {
            Status::Nonconforming if grave => row.grave,
            Status::Nonconforming => row.nonconforming,
            Status::NotDemonstrated if waits => None,
            Status::NotDemonstrated => row.no_evidence.filter(|_| n.causes.0).or(row.not_demonstrated),
            _ => None,
        });
        let failed = open || retained == Status::Nonconforming || kind.as_ref().is_some_and(bad);
        let kind = kind.map(|k| c.single_kind.clone().filter(|_| failed).unwrap_or(k));
        let level = self.practice(&c.id).and_then(|p| p.level.as_ref());
        let given = n.ratings.iter().flatten().count();
        let some = given > 0 && given < n.ratings.len();
        let worth = score::Worth {
            by_word: computed != Status::Conforming || (!told.is_empty() && some),
            levels: norm.levels.iter().filter_map(|l| l.value.clone()).collect(),
            share: (n.met, n.all),
            ratings: n.ratings,
            declared: level.and_then(|l| norm.level(l)?.value.clone()),
            erring: n.causes.1,
        };
        let rules = score::rules(norm, Some(&c.chapter), self.i.date);
        let reduced = c.weights.iter().find(|w| self.truth(&w.rule) > Some(Unknown));
        Verdict {
            computed,
            retained,
            kind,
            value: score::worth(retained, &worth, &rules, &norm.policy.scale),
            weight: reduced.map_or(c.weight, |w| w.weight),
            waits,
            share: worth.share,
        }
    }
    /// Of a rule that is not settled: does a piece lack altogether, is something inconsistent?
    fn causes(&self, rule: &Rule) -> (bool, bool) {
        let many = |rules: &[Rule]| rules.iter().map(|r| self.causes(r)).fold((false, false), either);
        let live = |rules: &[Rule]| rules.iter().filter(|r| self.truth(r).is_some()).count();
        if self.truth(rule) != Some(Unknown) {
            return (false, false);
        }
        match rule {
            Rule::All(rules) | Rule::Any(rules) => many(rules),
            Rule::AtLeast { n, rules } if live(rules) >= *n as usize => many(rules),
            Rule::Not(inner) => self.causes(inner),
            Rule::Dated(series) => self.causes(&series.iter().rfind(|d| d.from <= self.i.date).unwrap().rule),
            Rule::Evidence(e) => {
                let pieces = self.pieces(e);
                let bad: Vec<&&Item> = pieces.iter().filter(|p| !self.counts(p, e)).collect();
                let lost = |p: &&&Item| matches!(p.held, Held::Missing { .. });
                let open = |p: &&&Item| !lost(p) && matches!(p.reading, Reading::Unfinished { .. });
                (bad.is_empty() || bad.iter().any(lost), bad.iter().any(open))
            }
            Rule::Rate { part, whole, .. } => {
                let zero =
                    |f: &mediaudit_core::assessment::inputs::Fact| f.value == FactValue::Number(int(0));
                let both = self.fact(part).zip(self.fact(whole));
                (false, both.is_some_and(|(p, w)| !zero(p) || !zero(w)))
            }
            _ => (false, false),
        }
    }
}

fn either(a: (bool, bool), b: (bool, bool)) -> (bool, bool) {
    (a.0 || b.0, a.1 || b.1)
}
