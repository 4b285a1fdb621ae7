//! Rules that nothing can meet, that everything meets, or a part of which changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::LintSink;
use crate::diag::{Code, Diagnostic};
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

impl Walk<'_, '_, '_> {
    fn say(&mut self, rank: usize, code: Code, message: &str, hint: &str) {
        let own = match self.element {
            Some(element) => format!("{}.{element}", self.criterion.id),
            None => format!("{}, « applicable-si »", self.criterion.id),
        };
        let part = NormPart::Rule(self.criterion.id.clone(), self.element.cloned(), rank);
        let diagnostic = Diagnostic::new(code, format!("{own} : {message}")).hint(hint);
        self.said.push(diagnostic, &part);
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
                    let message = "le plus bas niveau est atteint dès qu'un niveau est déclaré";
                    self.say(rank, Code::AlwaysMet, message, "demandez un niveau plus haut");
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
                let message = format!(
                    "règles demandées : {n} ; règles qui peuvent être remplies : {possible} sur {}",
                    rules.len()
                );
                self.say(
                    rank,
                    Code::NeverMet,
                    &message,
                    "corrigez les règles signalées, ou baissez « n »",
                );
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
            let message = format!("aucune valeur de « {key} » ne remplit toutes ces règles");
            self.say(rank, Code::NeverMet, &message, "corrigez les bornes");
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
        let message = format!("toute valeur admise de « {key} » remplit cette règle");
        let hint = "demandez davantage, ou écrivez « renseigne = true » s'il suffit que le fait soit dit";
        self.say(rank, Code::AlwaysMet, &message, hint);
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
        let one = Ratio::one();
        match threshold {
            Threshold::AtLeast(bound) if *bound > one && !may_exceed => {
                let message = "une part ne peut dépasser son tout";
                let hint =
                    "baissez le seuil, ou écrivez « depassement = true » si la part peut dépasser le tout";
                self.say(rank, Code::NeverMet, message, hint);
                Fate::Never
            }
            Threshold::AtLeast(bound) if positive && (*bound <= Ratio::zero() || same && *bound <= one) => {
                let message = "tout taux atteint ce seuil";
                self.say(rank, Code::AlwaysMet, message, "relevez le seuil");
                Fate::Always
            }
            Threshold::AtMost(bound) if *bound >= one && (!may_exceed || same) => {
                let message = "aucun taux ne dépasse ce seuil";
                let hint =
                    "baissez le seuil, ou écrivez « depassement = true » si la part peut dépasser le tout";
                self.say(rank, Code::AlwaysMet, message, hint);
                Fate::Always
            }
            Threshold::AtMost(bound) if positive && bound.is_negative() => {
                let message = "un taux n'est jamais négatif";
                self.say(rank, Code::NeverMet, message, "relevez le seuil");
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
        let names = || {
            asked
                .types
                .iter()
                .map(TypeId::as_str)
                .collect::<Vec<_>>()
                .join(", ")
        };
        if asked.modalities.iter().any(|m| !own.contains(m)) {
            let message = format!("« modalites » demande ce que le type « {} » n'admet pas", names());
            let hint = "accordez les modalités de la règle et celles du type de preuve";
            self.say(rank, Code::AgainstType, &message, hint);
        }
        let any_format = types.iter().any(|t| t.formats.is_empty());
        let strange = asked
            .formats
            .iter()
            .any(|f| !types.iter().any(|t| t.formats.contains(f)));
        if strange && !any_format {
            let message = format!("« formats » demande ce que le type « {} » n'admet pas", names());
            let hint = "accordez les formats de la règle et ceux du type de preuve";
            self.say(rank, Code::AgainstType, &message, hint);
        }
        if let Some(age) = asked.max_age {
            let idle = types
                .iter()
                .all(|t| t.validity.is_some_and(|validity| !validity.is_longer_than(age)));
            if idle {
                let message = format!(
                    "« age-max » ({}) n'est pas plus court que la validité du type de preuve",
                    age.in_words()
                );
                let hint = "il ne joue que si le dossier donne « expire » : raccourcissez-le, ou retirez-le";
                self.say(rank, Code::NoEffect, &message, hint);
            }
        }
        let admitted: BTreeSet<Modality> = if asked.modalities.is_empty() {
            own
        } else {
            asked.modalities.iter().copied().collect()
        };
        if asked.min_modalities as usize > admitted.len() {
            let message = format!(
                "{} modalités différentes sont demandées, {} admises",
                asked.min_modalities,
                admitted.len()
            );
            let hint = "baissez « modalites-min », ou admettez d'autres modalités";
            self.say(rank, Code::NeverMet, &message, hint);
            return Fate::Never;
        }
        let reads = asked.min_pages.is_some() || !asked.contains.is_empty();
        if reads && !admitted.contains(&Modality::Document) {
            let message = "un entretien ou une observation n'a ni pages ni texte à lire";
            let hint = "retirez « pages-min » et « contient », ou admettez la modalité « document »";
            self.say(rank, Code::NeverMet, message, hint);
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
