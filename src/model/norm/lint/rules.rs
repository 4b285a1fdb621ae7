//! Rules that nothing can meet, that everything meets, or a part of which changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::LintSink;
use super::diags::{
    AgainstFormats, AgainstModalities, AnyRateReaches, AnyValue, IdleAge, LowestPractice, NegativeRate,
    NoRateExceeds, NoValueLeft, NothingToRead, RuleOwner, ShareAboveWhole, TooFewModalities, TooFewPossible,
};
use crate::diag::Diagnostic;
use crate::kernel::{ElementId, FactKey, Ratio, TypeId};
use crate::norm::model::{
    Criterion, EvidenceRule, EvidenceType, FactDef, FactTest, FactType, FactValue, Norm, Rule, Threshold,
};
use crate::norm::places::NormPart;
use crate::record::item::Modality;

/// What can become of a rule.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Never,
    Always,
    Open,
}

pub(super) fn check(criterion: &Criterion, norm: &Norm, said: &mut LintSink<'_>) {
    let elements = criterion
        .elements
        .iter()
        .filter_map(|element| Some((Some(&element.id), element.rule.as_ref()?)));
    for (element, rule) in elements.chain(criterion.applies_if.as_ref().map(|rule| (None, rule))) {
        let mut walk = Walk {
            criterion,
            element,
            norm,
            said,
            rank: 0,
        };
        walk.fate(rule);
    }
}

struct Walk<'a, 's, 'p> {
    criterion: &'a Criterion,
    element: Option<&'a ElementId>,
    norm: &'a Norm,
    said: &'s mut LintSink<'p>,
    rank: usize,
}

impl<'a> Walk<'a, '_, '_> {
    fn say(&mut self, rank: usize, message: impl Into<Diagnostic>) {
        let part = NormPart::Rule(self.criterion.id.clone(), self.element.cloned(), rank);
        self.said.push(message, &part);
    }

    fn owner(&self) -> RuleOwner<'a> {
        RuleOwner {
            criterion: &self.criterion.id,
            element: self.element,
        }
    }

    /// What can become of a rule; what is wrong with it is told once, at the lowest rule that explains it.
    fn fate(&mut self, rule: &Rule) -> Fate {
        let rank = self.rank;
        self.rank += 1;
        match rule {
            Rule::Practice {
                at_least,
                since,
                criterion: _,
            } => {
                let lowest = self.norm.levels.first().is_some_and(|l| &l.id == at_least);
                if lowest && since.is_none() {
                    self.say(rank, LowestPractice { owner: self.owner() });
                    return Fate::Always;
                }
                Fate::Open
            }
            Rule::Fact { key, test, bar: _ } => self.fact(rank, key, test),
            Rule::Rate {
                part,
                whole,
                threshold,
                may_exceed,
                bar: _,
            } => self.rate(rank, (part, whole), threshold, *may_exceed),
            Rule::Evidence(asked) => self.evidence(rank, asked),
            Rule::Criterion { id: _, status: _ } => Fate::Open,
            Rule::Not(inner) => match self.fate(inner) {
                Fate::Never => Fate::Always,
                Fate::Always => Fate::Never,
                Fate::Open => Fate::Open,
            },
            Rule::Dated(series) => {
                let fates: Vec<Fate> = series.iter().map(|dated| self.fate(&dated.rule)).collect();
                let all = |wanted| !fates.is_empty() && fates.iter().all(|fate| *fate == wanted);
                if all(Fate::Never) {
                    Fate::Never
                } else if all(Fate::Always) {
                    Fate::Always
                } else {
                    Fate::Open
                }
            }
            Rule::All(rules) => self.at_least(rank, rules.len(), rules),
            Rule::Any(rules) => self.at_least(rank, 1, rules),
            Rule::AtLeast { n, rules } => self.at_least(rank, *n as usize, rules),
        }
    }

    fn at_least(&mut self, rank: usize, n: usize, rules: &[Rule]) -> Fate {
        let fates: Vec<Fate> = rules.iter().map(|rule| self.fate(rule)).collect();
        let count = |wanted| fates.iter().filter(|fate| **fate == wanted).count();
        let possible = rules.len() - count(Fate::Never);
        if possible < n {
            // a `tous` with a rule that cannot be met says no more than that rule
            if n < rules.len() {
                let told = TooFewPossible {
                    owner: self.owner(),
                    wanted: n,
                    possible,
                    all: rules.len(),
                };
                self.say(rank, told);
            }
            return Fate::Never;
        }
        if n == rules.len() && self.contradict(rank, rules) {
            return Fate::Never;
        }
        if count(Fate::Always) >= n {
            Fate::Always
        } else {
            Fate::Open
        }
    }

    /// Two bounds of one fact that no value lies between.
    fn contradict(&mut self, rank: usize, rules: &[Rule]) -> bool {
        let mut bounds: BTreeMap<&FactKey, (Option<&FactValue>, Option<&FactValue>)> = BTreeMap::new();
        for rule in rules {
            if let Rule::Fact { key, test, bar: _ } = rule {
                let (low, high) = bounds.entry(key).or_default();
                match test {
                    FactTest::AtLeast(v) => *low = (*low).max(Some(v)),
                    FactTest::AtMost(v) => *high = Some(high.map_or(v, |old| old.min(v))),
                    FactTest::Equals(v) => {
                        *low = (*low).max(Some(v));
                        *high = Some(high.map_or(v, |old| old.min(v)));
                    }
                    FactTest::Among(_) | FactTest::Stated => {}
                }
            }
        }
        let empty = bounds
            .into_iter()
            .find(|(_, (low, high))| low.zip(*high).is_some_and(|(low, high)| low > high));
        if let Some((key, _)) = empty {
            let (owner, fact) = (self.owner(), key.as_str());
            self.say(rank, NoValueLeft { owner, fact });
        }
        empty.is_some()
    }

    fn fact(&mut self, rank: usize, key: &FactKey, test: &FactTest) -> Fate {
        // INVARIANT: the facts of a rule are those of its norm
        let Some(def) = self.norm.facts.get(key) else {
            return Fate::Open;
        };
        if !any_value_meets(def, test) {
            return Fate::Open;
        }
        let (owner, fact) = (self.owner(), key.as_str());
        self.say(rank, AnyValue { owner, fact });
        Fate::Always
    }

    fn rate(
        &mut self,
        rank: usize,
        (part, whole): (&FactKey, &FactKey),
        threshold: &Threshold,
        may_exceed: bool,
    ) -> Fate {
        let counted = |key: &FactKey| {
            let min = self.norm.facts.get(key).and_then(|def| def.min.as_ref());
            min.is_some_and(|min| !min.is_negative())
        };
        let positive = counted(part) && counted(whole);
        let same = part == whole;
        let (one, owner) = (Ratio::one(), self.owner());
        match threshold {
            Threshold::AtLeast(bound) if *bound > one && !may_exceed => {
                self.say(rank, ShareAboveWhole { owner });
                Fate::Never
            }
            Threshold::AtLeast(bound) if positive && (*bound <= Ratio::zero() || same && *bound <= one) => {
                self.say(rank, AnyRateReaches { owner });
                Fate::Always
            }
            Threshold::AtMost(bound) if *bound >= one && (!may_exceed || same) => {
                self.say(rank, NoRateExceeds { owner });
                Fate::Always
            }
            Threshold::AtMost(bound) if positive && bound.is_negative() => {
                self.say(rank, NegativeRate { owner });
                Fate::Never
            }
            Threshold::AtLeast(_) | Threshold::AtMost(_) => Fate::Open,
        }
    }

    fn evidence(&mut self, rank: usize, asked: &EvidenceRule) -> Fate {
        let types: Vec<&EvidenceType> = asked
            .types
            .iter()
            .filter_map(|id| self.norm.evidence_types.get(id))
            .collect();
        let own: BTreeSet<Modality> = types.iter().flat_map(|t| t.modalities.iter().copied()).collect();
        let names: Vec<&str> = asked.types.iter().map(TypeId::as_str).collect();
        let (names, owner) = (names.join(", "), self.owner());
        let types_named = names.as_str();
        if asked.modalities.iter().any(|m| !own.contains(m)) {
            let (owner, types) = (owner, types_named);
            self.say(rank, AgainstModalities { owner, types });
        }
        let any_format = types.iter().any(|t| t.formats.is_empty());
        let strange = asked
            .formats
            .iter()
            .any(|f| !types.iter().any(|t| t.formats.contains(f)));
        if strange && !any_format {
            let (owner, types) = (owner, types_named);
            self.say(rank, AgainstFormats { owner, types });
        }
        if let Some(age) = asked.max_age {
            let idle = types
                .iter()
                .all(|t| t.validity.is_some_and(|validity| !validity.is_longer_than(age)));
            if idle {
                let (owner, age) = (owner, age.in_words());
                self.say(rank, IdleAge { owner, age });
            }
        }
        let admitted: BTreeSet<Modality> = if asked.modalities.is_empty() {
            own
        } else {
            asked.modalities.iter().copied().collect()
        };
        if asked.min_modalities as usize > admitted.len() {
            let told = TooFewModalities {
                owner,
                wanted: asked.min_modalities,
                admitted: admitted.len(),
            };
            self.say(rank, told);
            return Fate::Never;
        }
        let reads = asked.min_pages.is_some() || !asked.contains.is_empty();
        if reads && !admitted.contains(&Modality::Document) {
            self.say(rank, NothingToRead { owner });
            return Fate::Never;
        }
        Fate::Open
    }
}

/// Does every value that the fact admits meet the test? `renseigne` asks for no more than a value: that is its purpose.
fn any_value_meets(def: &FactDef, test: &FactTest) -> bool {
    let number = |value: &FactValue| match value {
        FactValue::Number(n) => Some(n.clone()),
        FactValue::Boolean(_) | FactValue::Date(_) | FactValue::Text(_) => None,
    };
    let single = || def.min.is_some() && def.min == def.max;
    match test {
        FactTest::Equals(_) => single() || (def.kind == FactType::Choice && def.choices.len() == 1),
        FactTest::AtLeast(value) => number(value)
            .zip(def.min.clone())
            .is_some_and(|(n, min)| n <= min),
        FactTest::AtMost(value) => number(value)
            .zip(def.max.clone())
            .is_some_and(|(n, max)| n >= max),
        FactTest::Among(values) => {
            let distinct: BTreeSet<&FactValue> = values.iter().collect();
            match def.kind {
                FactType::Boolean => distinct.len() == 2,
                FactType::Choice => distinct.len() == def.choices.len(),
                FactType::Integer
                | FactType::Decimal
                | FactType::Percentage
                | FactType::Date
                | FactType::Text => single(),
            }
        }
        FactTest::Stated => false,
    }
}
