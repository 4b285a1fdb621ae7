//! Is a rule met?

use std::collections::BTreeMap;

use mediaudit_core::assessment::inputs::Fact;
use mediaudit_core::assessment::results::{Cause, Support, Truth};
use mediaudit_core::kernel::{CriterionId, FactKey, LevelId, Period, Status};
use mediaudit_core::norm::model::{FactTest, FactValue, Rule, Threshold};

use super::day::{day, plus};
use super::{At, F, Look};

fn look(truth: Truth, support: Option<Support>, causes: &[Cause]) -> Look {
    Look {
        truth,
        support,
        causes: causes.iter().copied().collect(),
        pieces: BTreeMap::new(),
    }
}

fn yes(support: Support) -> Look {
    look(Truth::Yes, Some(support), &[])
}

fn no() -> Look {
    look(Truth::No, None, &[])
}

fn unknown(cause: Cause) -> Look {
    look(Truth::Unknown, None, &[cause])
}

impl At<'_> {
    /// What a fact that holds rests on.
    fn proven(&self, fact: &Fact) -> Support {
        let named = |p: &&mediaudit_core::record::item::Item| fact.evidence.as_ref() == Some(&p.id);
        match self.i.evidence.iter().find(named) {
            Some(piece) if self.proves(piece) => Support::Shown,
            _ => Support::Declared,
        }
    }

    fn rate(&self, part: &FactKey, whole: &FactKey, threshold: &Threshold, may_exceed: bool) -> Look {
        let (Some(p), Some(w)) = (self.fact(part), self.fact(whole)) else {
            return unknown(Cause::NotStated);
        };
        let (FactValue::Number(a), FactValue::Number(b)) = (&p.value, &w.value) else {
            return unknown(Cause::Error);
        };
        let (a, b) = (F::of(a), F::of(b));
        if a.is_below_nothing() || b.is_below_nothing() || (a > b && !may_exceed) {
            return unknown(Cause::Error);
        }
        if b.is_nothing() {
            return unknown(if a.is_nothing() {
                Cause::ZeroWhole
            } else {
                Cause::Error
            });
        }
        // a / b against t, without a division
        let holds = match threshold {
            Threshold::AtLeast(t) => a >= F::of(t) * b,
            Threshold::AtMost(t) => a <= F::of(t) * b,
        };
        let both = self.proven(p) == Support::Shown && self.proven(w) == Support::Shown;
        match (holds, both) {
            (false, _) => no(),
            (true, true) => yes(Support::Shown),
            (true, false) => yes(Support::Declared),
        }
    }

    fn practised(&self, id: &CriterionId, at_least: &LevelId, since: Option<Period>) -> Look {
        let Some(level) = self.declared(id) else {
            return unknown(Cause::NotStated);
        };
        let told = self.practice(id).unwrap().since;
        match (level >= self.place(at_least), since, told) {
            (false, _, _) => no(),
            (true, None, _) => yes(Support::Declared),
            (true, Some(_), None) => unknown(Cause::NotStated),
            (true, Some(period), Some(from)) if plus(day(from), period) <= day(self.i.date) => {
                yes(Support::Declared)
            }
            (true, Some(_), Some(_)) => no(),
        }
    }

    fn stated(&self, key: &FactKey, test: &FactTest) -> Look {
        let Some(fact) = self.fact(key) else {
            return unknown(Cause::NotStated);
        };
        let number = |v: &FactValue| match v {
            FactValue::Number(n) => Some(F::of(n)),
            _ => None,
        };
        let holds = match test {
            FactTest::Stated => true,
            FactTest::Equals(wanted) => fact.value == *wanted,
            FactTest::Among(wanted) => wanted.contains(&fact.value),
            FactTest::AtLeast(bound) => number(&fact.value) >= number(bound),
            FactTest::AtMost(bound) => number(&fact.value) <= number(bound),
        };
        if holds { yes(self.proven(fact)) } else { no() }
    }

    /// The n-th best of those that are not void decides; `None`: the worst.
    fn best(&self, rules: &[Rule], n: Option<usize>) -> Look {
        let mut live: Vec<Look> = rules.iter().map(|r| self.look(r)).collect();
        live.retain(|l| l.truth != Truth::Void);
        let strength = |l: &Look| match (l.truth, l.support) {
            (Truth::Yes, Some(Support::Shown)) => 3,
            (Truth::Yes, _) => 2,
            (Truth::Unknown, _) => 1,
            _ => 0,
        };
        live.sort_by_key(|l| std::cmp::Reverse(strength(l)));
        let n = n.unwrap_or(live.len());
        if live.is_empty() {
            return look(Truth::Void, None, &[]);
        }
        if n > live.len() {
            return unknown(Cause::OtherCriterion);
        }
        let decides = &live[n - 1];
        let causes: Vec<Cause> = live.iter().flat_map(|l| l.causes.iter().copied()).collect();
        let unknown = decides.truth == Truth::Unknown;
        look(
            decides.truth,
            decides.support,
            if unknown { &causes } else { &[] },
        )
    }

    pub(super) fn look(&self, rule: &Rule) -> Look {
        match rule {
            Rule::All(rules) => self.best(rules, None),
            Rule::Any(rules) => self.best(rules, Some(1)),
            Rule::AtLeast { n, rules } => self.best(rules, Some(*n as usize)),
            Rule::Not(rule) => {
                let inner = self.look(rule);
                match inner.truth {
                    Truth::Yes => no(),
                    // a denial of what is said is only said
                    Truth::No => yes(Support::Declared),
                    Truth::Unknown | Truth::Void => Look {
                        pieces: BTreeMap::new(),
                        ..inner
                    },
                }
            }
            Rule::Practice {
                at_least,
                since,
                criterion,
            } => self.practised(criterion.as_ref().unwrap_or(&self.own.id), at_least, *since),
            Rule::Fact { key, test } => self.stated(key, test),
            Rule::Rate {
                part,
                whole,
                threshold,
                may_exceed,
            } => self.rate(part, whole, threshold, *may_exceed),
            Rule::Criterion { id, status } => match self.done[id].retained {
                Status::NotApplicable => look(Truth::Void, None, &[]),
                found if found == *status => yes(Support::Shown),
                Status::NotAssessed | Status::NotDemonstrated => unknown(Cause::OtherCriterion),
                Status::Conforming | Status::Nonconforming => no(),
            },
            Rule::Evidence(asked) => self.evidence(asked),
            Rule::Dated(series) => {
                let past = series.iter().rfind(|dated| day(dated.from) <= day(self.i.date));
                past.map_or(look(Truth::Void, None, &[]), |dated| self.look(&dated.rule))
            }
        }
    }
}
