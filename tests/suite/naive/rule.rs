//! Is a rule met?

use std::collections::BTreeMap;

use mediaudit_core::assessment::inputs::Fact;
use mediaudit_core::assessment::results::{Cause, Support, Truth};
use mediaudit_core::kernel::{CriterionId, FactKey, LevelId, Period, Status};
use mediaudit_core::norm::model::{Bar, FactTest, FactValue, Rule, Threshold, Whose, ZeroMeans};

use super::day::{day, plus};
use super::number::int;
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
    pub(super) fn proven(&self, key: &FactKey, fact: &Fact) -> Support {
        let named = |p: &&mediaudit_core::record::item::Item| fact.evidence.as_ref() == Some(&p.id);
        match self.i.evidence.iter().find(named) {
            Some(piece) if self.proves(piece, key) => Support::Shown,
            _ => Support::Declared,
        }
    }

    /// What none of a fact means, where the norm says so.
    fn none_of(&self, key: &FactKey, fact: &Fact) -> Option<Look> {
        match self.i.norm.facts.get(key)?.zero? {
            ZeroMeans::NothingDone => Some(no()),
            ZeroMeans::NoObject => Some(look(
                Truth::Void,
                Some(self.proven(key, fact)),
                &[Cause::NoObject],
            )),
        }
    }

    /// A number that misses what is wanted: of the tool's own targets only nothing at all, or what is beyond the floor, contradicts.
    fn missed(&self, bar: &Bar, value: Option<F>, more: bool, whole: Option<F>, rests: Support) -> Look {
        let own = bar.whose == Whose::Tool && !bar.selects;
        let at = match &bar.contradicts_at {
            Some(FactValue::Number(n)) => Some(F::of(n)),
            _ => None,
        };
        let few = whole.is_some_and(|w| w <= int(3));
        let close = match (value, at, more) {
            (None, _, _) => true,
            (Some(v), Some(at), true) => v > at,
            (Some(v), Some(at), false) => v < at,
            (Some(v), None, true) => v > int(0),
            (Some(_), None, false) => true,
        };
        match own && (few || close) {
            false => no(),
            true if self.hopeful => yes(rests),
            true => unknown(Cause::BelowTarget),
        }
    }

    fn rate(
        &self,
        (part, whole): (&FactKey, &FactKey),
        (threshold, bar): (&Threshold, &Bar),
        may_exceed: bool,
    ) -> Look {
        let whole_key = whole;
        if let (None, Some(w)) = (self.fact(part), self.fact(whole))
            && w.value == FactValue::Number(mediaudit_core::kernel::Ratio::zero())
            && let Some(meant) = self.none_of(whole_key, w).filter(|_| !bar.selects)
        {
            return meant;
        }
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
            let meant = self
                .none_of(whole_key, w)
                .filter(|_| a.is_nothing() && !bar.selects);
            if let Some(meant) = meant {
                return meant;
            }
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
        let few = int(bar.tolerance as usize);
        let spared = bar.tolerance > 0
            && match threshold {
                Threshold::AtLeast(_) => a > int(0) && b <= a + few,
                Threshold::AtMost(_) => a < b && a <= few,
            };
        let both = self.proven(part, p) == Support::Shown && self.proven(whole_key, w) == Support::Shown;
        let rests = if both { Support::Shown } else { Support::Declared };
        if holds || spared {
            yes(rests)
        } else {
            let more = matches!(threshold, Threshold::AtLeast(_));
            self.missed(bar, a.over(b), more, Some(b), rests)
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

    fn stated(&self, key: &FactKey, test: &FactTest, bar: &Bar) -> Look {
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
        let zero = number(&fact.value) == Some(int(0)) && *test == FactTest::Equals(fact.value.clone());
        if let Some(meant) = self.none_of(key, fact).filter(|_| zero && !bar.selects) {
            return meant;
        }
        let rests = self.proven(key, fact);
        match test {
            _ if holds => yes(rests),
            FactTest::AtLeast(_) => self.missed(bar, number(&fact.value), true, None, rests),
            FactTest::AtMost(_) => self.missed(bar, number(&fact.value), false, None, rests),
            _ => no(),
        }
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
            let gone: Vec<Look> = rules.iter().map(|r| self.look(r)).collect();
            let causes: Vec<Cause> = gone.iter().flat_map(|l| l.causes.iter().copied()).collect();
            return look(Truth::Void, gone.iter().filter_map(|l| l.support).min(), &causes);
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
                        support: None,
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
            Rule::Fact { key, test, bar } => self.stated(key, test, bar),
            Rule::Rate {
                part,
                whole,
                threshold,
                may_exceed,
                bar,
            } => self.rate((part, whole), (threshold, bar), *may_exceed),
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
