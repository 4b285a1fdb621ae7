//! Is a rule met? Numbers for truths; no trace, no cause.

use std::collections::BTreeSet;

use mediaudit_core::assessment::inputs::Fact;
use mediaudit_core::kernel::{CriterionId, Date, FactKey, LevelId, Period, Ratio, Status};
use mediaudit_core::norm::model::{Coverage, EvidenceRule, FactTest, FactValue, Rule, Threshold};
use mediaudit_core::record::item::{Held, Item, Reading};

use super::At;

/// False, unknown, true because it is declared, true because it is shown.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(super) enum Truth {
    False,
    Unknown,
    Said,
    Shown,
}
use Truth::{False, Said, Shown, Unknown};

impl At<'_> {
    /// Is the piece good for the rule?
    pub(super) fn counts(&self, p: &Item, rule: &EvidenceRule) -> bool {
        let (today, dates) = (self.i.date, &p.dates);
        let readable = !matches!(p.held, Held::Missing { .. }) && p.reading == Reading::Readable;
        let words = rule.contains.iter().all(|w| p.contents.get(w) == Some(&true));
        let pages = rule.min_pages.is_none_or(|n| p.pages.unwrap_or(0) >= n);
        let age = |age| dates.effect.is_some_and(|day| day.plus(age) >= today);
        let recent = dates.effect.is_none_or(|day| day <= today) && rule.max_age.is_none_or(age);
        let until = rule.still_valid.map_or(today, |more| today.plus(more));
        let lasts = |validity| match (dates.expires, validity) {
            (Some(last), _) => last >= until,
            (None, Some(period)) => dates.effect.is_some_and(|day| day.plus(period) >= until),
            (None, None) => true,
        };
        let asked = p.types.iter().filter(|t| rule.types.contains(*t));
        readable
            && words
            && pages
            && recent
            && (p.signed || !rule.signed)
            && asked.filter_map(|t| self.i.norm.evidence_types.get(t)).any(|t| {
                let shown = rule.modalities.is_empty() && t.modalities.contains(&p.modality)
                    || rule.modalities.contains(&p.modality);
                let formats = [&rule.formats, &t.formats][usize::from(rule.formats.is_empty())];
                let file = |f| formats.is_empty() || formats.contains(f);
                shown && !matches!(&p.held, Held::File(f) if !file(&f.format)) && lasts(t.validity)
            })
    }
    /// Has somebody other than the structure seen it?
    fn seen(&self, p: &Item) -> bool {
        matches!(p.held, Held::File(_)) || self.i.findings.iter().any(|f| f.seen.contains(&p.id))
    }
    /// The truth of a fact that holds.
    fn proven(&self, fact: &Fact) -> Truth {
        let named = |p: &&Item| fact.evidence.as_ref() == Some(&p.id);
        let plain = |p: &Item| EvidenceRule {
            types: p.types.clone(),
            ..EvidenceRule::any()
        };
        let shows = |p: &Item| self.seen(p) && self.counts(p, &plain(p));
        [Said, Shown][usize::from(self.i.evidence.iter().find(named).is_some_and(shows))]
    }
    fn evidence(&self, rule: &EvidenceRule) -> Truth {
        let good: Vec<&Item> = self
            .pieces(rule)
            .into_iter()
            .filter(|p| self.counts(p, rule))
            .collect();
        let (first, last) = match rule.covers {
            Some(Coverage::PreviousYear) => {
                (Date::new(2025, 1, 1).unwrap(), Date::new(2025, 12, 31).unwrap())
            }
            Some(Coverage::Last(p)) => (self.i.date.minus(p).tomorrow().unwrap(), self.i.date),
            None => (self.i.date, self.i.date),
        };
        let enough = |of: &[&Item]| {
            let within = |day: Date, (a, b): (Date, Date)| a <= day && day <= b;
            let covered = |day: Date| of.iter().any(|p| p.dates.covers.is_some_and(|c| within(day, c)));
            let mut days = std::iter::successors(Some(first), |day| day.tomorrow().filter(|d| *d <= last));
            let ways: BTreeSet<_> = of.iter().map(|p| format!("{:?}", p.modality)).collect();
            let origins: BTreeSet<_> = of.iter().map(|p| p.source.clone().unwrap_or_default()).collect();
            of.len() >= rule.count as usize
                && ways.len() >= rule.min_modalities as usize
                && origins.len() >= rule.min_origins as usize
                && (rule.covers.is_none() || days.all(covered))
        };
        let shown: Vec<&Item> = good.iter().copied().filter(|p| self.seen(p)).collect();
        match (enough(&shown), enough(&good)) {
            (true, _) => Shown,
            (false, true) => Said,
            (false, false) => Unknown,
        }
    }
    fn rate(
        &self,
        part: &FactKey,
        whole: &FactKey,
        threshold: &Threshold,
        may_exceed: bool,
    ) -> Option<Truth> {
        let (p, w) = (self.fact(part)?, self.fact(whole)?);
        let (FactValue::Number(a), FactValue::Number(b)) = (&p.value, &w.value) else {
            return None;
        };
        if (a > b && !may_exceed) || *b <= Ratio::zero() {
            return None;
        }
        // a / b against t, without a division
        let holds = match threshold {
            Threshold::AtLeast(t) => *a >= t.clone() * b.clone(),
            Threshold::AtMost(t) => *a <= t.clone() * b.clone(),
        };
        let weakest = if self.proven(p) < self.proven(w) { p } else { w };
        Some(if holds { self.proven(weakest) } else { False })
    }
    fn level(&self, id: &CriterionId, at_least: &LevelId, since: Option<Period>) -> Truth {
        match (self.rank(id), since, self.practice(id).and_then(|p| p.since)) {
            (None, _, _) => Unknown,
            (Some(rank), _, _) if rank < self.place(at_least) => False,
            (_, None, _) => Said,
            (_, Some(_), None) => Unknown,
            (_, Some(period), Some(day)) if day.plus(period) <= self.i.date => Said,
            _ => False,
        }
    }
    /// `None`: without object.
    pub(super) fn truth(&self, rule: &Rule) -> Option<Truth> {
        let sorted = |rules: &[Rule]| {
            let mut all: Vec<Truth> = rules.iter().filter_map(|r| self.truth(r)).collect();
            all.sort_by(|a, b| b.partial_cmp(a).unwrap());
            all
        };
        Some(match rule {
            Rule::All(rules) => *sorted(rules).last()?,
            Rule::Any(rules) => *sorted(rules).first()?,
            Rule::AtLeast { n, rules } => match sorted(rules).as_slice() {
                [] => return None,
                all => all.get(*n as usize - 1).copied().unwrap_or(Unknown),
            },
            Rule::Not(rule) => match self.truth(rule)? {
                False => Said,
                Unknown => Unknown,
                Said | Shown => False,
            },
            Rule::Practice {
                at_least,
                since,
                criterion,
            } => self.level(criterion.as_ref().unwrap_or(&self.own.id), at_least, *since),
            Rule::Fact { key, test } => match self.fact(key) {
                None => Unknown,
                Some(fact) => match test {
                    FactTest::Equals(w) if fact.value != *w => False,
                    FactTest::AtLeast(w) if fact.value < *w => False,
                    FactTest::AtMost(w) if fact.value > *w => False,
                    FactTest::Among(w) if !w.contains(&fact.value) => False,
                    _ => self.proven(fact),
                },
            },
            Rule::Rate {
                part,
                whole,
                threshold,
                may_exceed,
            } => self.rate(part, whole, threshold, *may_exceed).unwrap_or(Unknown),
            Rule::Criterion { id, status } => match self.done.get(id).unwrap().retained {
                Status::NotApplicable => return None,
                found if found == *status => Shown,
                Status::NotAssessed | Status::NotDemonstrated => Unknown,
                _ => False,
            },
            Rule::Evidence(rule) => self.evidence(rule),
            Rule::Dated(series) => self.truth(&series.iter().rfind(|d| d.from <= self.i.date)?.rule)?,
        })
    }
}
