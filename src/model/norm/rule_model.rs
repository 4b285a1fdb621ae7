//! A rule, as data: an externally tagged tree that the engine evaluates.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::bar::{Bar, Whose};
use super::model::FactValue;
use crate::kernel::{CriterionId, Date, Exercise, FactKey, LevelId, Period, Ratio, SourceId, Status, TypeId};
use crate::record::item::{Format, Modality};

/// A rule: an externally tagged tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The declared level.
    #[serde(rename = "pratique")]
    Practice {
        /// Lowest level.
        #[serde(rename = "au-moins")]
        at_least: LevelId,
        /// For how long at least.
        #[serde(rename = "depuis-au-moins", default, skip_serializing_if = "Option::is_none")]
        since: Option<Period>,
        /// Of which criterion; its own by default.
        #[serde(rename = "critere", default, skip_serializing_if = "Option::is_none")]
        criterion: Option<CriterionId>,
    },
    /// A fact.
    #[serde(rename = "fait")]
    Fact {
        /// Which.
        #[serde(rename = "cle")]
        key: FactKey,
        /// What is asked of it.
        test: FactTest,
        /// What a number that misses it means.
        #[serde(rename = "ecart", default, skip_serializing_if = "Bar::is_plain")]
        bar: Bar,
    },
    /// One fact over another.
    #[serde(rename = "taux")]
    Rate {
        /// The part.
        #[serde(rename = "de")]
        part: FactKey,
        /// The whole.
        #[serde(rename = "sur")]
        whole: FactKey,
        /// The threshold.
        #[serde(rename = "seuil")]
        threshold: Threshold,
        /// May the part exceed the whole?
        #[serde(rename = "depassement", default)]
        may_exceed: bool,
        /// What a share that misses it means.
        #[serde(rename = "ecart", default, skip_serializing_if = "Bar::is_plain")]
        bar: Bar,
    },
    /// Evidence.
    #[serde(rename = "preuve")]
    Evidence(EvidenceRule),
    /// The retained status of another criterion.
    #[serde(rename = "critere")]
    Criterion {
        /// Which.
        id: CriterionId,
        /// The status wanted.
        #[serde(rename = "statut")]
        status: Status,
    },
    /// All of them.
    #[serde(rename = "tous")]
    All(Vec<Rule>),
    /// One of them.
    #[serde(rename = "un-parmi")]
    Any(Vec<Rule>),
    /// At least n of them.
    #[serde(rename = "au-moins-n")]
    AtLeast {
        /// How many.
        n: u32,
        /// Of which.
        #[serde(rename = "regles")]
        rules: Vec<Rule>,
    },
    /// The contrary.
    #[serde(rename = "non")]
    Not(Box<Rule>),
    /// The one in force at the audit date; without object before the first.
    #[serde(rename = "selon-date")]
    Dated(Vec<DatedRule>),
}

/// A rule that holds from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedRule {
    /// First audit date that it holds for.
    #[serde(rename = "depuis")]
    pub from: Date,
    /// Who says so.
    pub source: SourceId,
    /// The rule.
    #[serde(rename = "regle")]
    pub rule: Rule,
}

/// What is asked of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactTest {
    /// Exactly this.
    #[serde(rename = "vaut")]
    Equals(FactValue),
    /// This or more.
    #[serde(rename = "au-moins")]
    AtLeast(FactValue),
    /// This or less.
    #[serde(rename = "au-plus")]
    AtMost(FactValue),
    /// One of these.
    #[serde(rename = "parmi")]
    Among(Vec<FactValue>),
    /// That it be stated.
    #[serde(rename = "renseigne")]
    Stated,
}

/// A threshold of a rate or of a count; exact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Threshold {
    /// This or more.
    #[serde(rename = "au-moins")]
    AtLeast(Ratio),
    /// This or less.
    #[serde(rename = "au-plus")]
    AtMost(Ratio),
}

impl Threshold {
    /// The number that it compares with.
    pub fn bound(&self) -> &Ratio {
        match self {
            Self::AtLeast(bound) | Self::AtMost(bound) => bound,
        }
    }

    /// The same comparison with another number.
    #[must_use]
    pub fn map(&self, change: impl Fn(&Ratio) -> Ratio) -> Self {
        match self {
            Self::AtLeast(bound) => Self::AtLeast(change(bound)),
            Self::AtMost(bound) => Self::AtMost(change(bound)),
        }
    }

    /// Does the value meet it?
    pub fn admits(&self, value: &Ratio) -> bool {
        match self {
            Self::AtLeast(bound) => value >= bound,
            Self::AtMost(bound) => value <= bound,
        }
    }
}

/// What a piece must report on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// A period that ends on the audit date.
    #[serde(rename = "periode")]
    Last(Period),
    /// An exercise of twelve months, closed less than eighteen months ago: the latest that the pieces cover.
    #[serde(rename = "exercice-clos")]
    ClosedYear,
}

/// What is asked of evidence: every condition bears on the same pieces, and `count` counts pieces that meet them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EvidenceRule {
    /// One of these types.
    pub types: BTreeSet<TypeId>,
    /// How many pieces.
    #[serde(rename = "nombre")]
    pub count: u32,
    /// Age at most.
    #[serde(rename = "age-max", default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<Period>,
    /// Whose age that is: a piece older than an age of the tool's own, by less than that much again, is short of a target only.
    #[serde(rename = "seuil-de", default, skip_serializing_if = "Whose::is_requirement")]
    pub whose: Whose,
    /// Still valid this long after the audit date.
    #[serde(rename = "valide-encore", default, skip_serializing_if = "Option::is_none")]
    pub still_valid: Option<Period>,
    /// What the union of the pieces' periods must cover.
    #[serde(rename = "couvre", default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<Coverage>,
    /// Modalities admitted; empty: those of the type.
    #[serde(rename = "modalites", default, skip_serializing_if = "Vec::is_empty")]
    pub modalities: Vec<Modality>,
    /// Different modalities wanted among the pieces.
    #[serde(rename = "modalites-min")]
    pub min_modalities: u32,
    /// Different origins wanted among the pieces.
    #[serde(rename = "origines-min")]
    pub min_origins: u32,
    /// Formats admitted; empty: those of the type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<Format>,
    /// Pages at least.
    #[serde(rename = "pages-min", default, skip_serializing_if = "Option::is_none")]
    pub min_pages: Option<u32>,
    /// Words that must stand in the text.
    #[serde(rename = "contient", default, skip_serializing_if = "Vec::is_empty")]
    pub contains: Vec<String>,
    /// Must it be said to be signed?
    #[serde(rename = "signee", default)]
    pub signed: bool,
}

impl EvidenceRule {
    /// One piece, without any condition; the types are still to be named.
    pub fn any() -> Self {
        Self {
            types: BTreeSet::new(),
            count: 1,
            max_age: None,
            whose: Whose::Requirement,
            still_valid: None,
            covers: None,
            modalities: Vec::new(),
            min_modalities: 1,
            min_origins: 1,
            formats: Vec::new(),
            min_pages: None,
            contains: Vec::new(),
            signed: false,
        }
    }
}

impl EvidenceRule {
    /// The same with pieces up to twice as old, where the age is the tool's own.
    pub fn at_twice_the_age(&self) -> Option<Self> {
        let age = self.max_age.filter(|_| self.whose == Whose::Tool)?;
        Some(Self {
            max_age: Some(age.twice()),
            ..self.clone()
        })
    }
}

impl Coverage {
    /// First and last day of what must be covered, for an audit of this date: one of these, the first by choice.
    pub fn windows(self, date: Date, exercise: Exercise) -> Vec<(Date, Date)> {
        match self {
            // INVARIANT: only the last day of the calendar has no day after it
            Self::Last(period) => vec![(date.minus(period).tomorrow().unwrap_or(date), date)],
            Self::ClosedYear => exercise.closed_before(date),
        }
    }
}

impl Rule {
    /// The rule itself; of a series by dates, the one that holds at a date, if any.
    pub fn in_force(&self, date: Date) -> Option<&Self> {
        match self {
            Self::Dated(series) => series
                .iter()
                .rfind(|dated| dated.from <= date)
                .and_then(|dated| dated.rule.in_force(date)),
            other => Some(other),
        }
    }

    /// This rule and every rule below it, from the first to the last.
    pub fn each(&self) -> impl Iterator<Item = &Self> {
        RuleWalk::of(self).map(|(rule, _)| rule)
    }

    /// This rule and the rules below it that hold at a date, from the first to the last.
    pub fn each_in_force(&self, date: Date) -> impl Iterator<Item = &Self> {
        let walk = RuleWalk {
            at: Some(date),
            ..RuleWalk::of(self)
        };
        walk.map(|(rule, _)| rule)
    }

    /// Calls `visit` on this rule and on every rule below it, to change them.
    pub fn walk_mut(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
        match self {
            Self::All(rules) | Self::Any(rules) | Self::AtLeast { n: _, rules } => {
                rules.iter_mut().for_each(|rule| rule.walk_mut(visit));
            }
            Self::Not(rule) => rule.walk_mut(visit),
            Self::Dated(series) => series.iter_mut().for_each(|dated| dated.rule.walk_mut(visit)),
            Self::Practice { .. }
            | Self::Fact { .. }
            | Self::Rate { .. }
            | Self::Evidence(_)
            | Self::Criterion { .. } => {}
        }
    }

    /// The fact keys that it reads.
    pub fn facts(&self) -> BTreeSet<&FactKey> {
        self.each().flat_map(Self::own_facts).collect()
    }

    /// The fact keys that it reads itself, those below apart.
    pub fn own_facts(&self) -> impl Iterator<Item = &FactKey> {
        let keys = match self {
            Self::Fact { key, .. } => [Some(key), None],
            Self::Rate { part, whole, .. } => [Some(part), Some(whole)],
            _ => [None, None],
        };
        keys.into_iter().flatten()
    }

    /// The fact keys that it asks about, some perhaps twice: those read only to choose a branch (`condition = true`) tell nothing by
    /// being stated.
    pub fn facts_asked(&self) -> impl Iterator<Item = &FactKey> {
        let asked = RuleWalk::of(self).filter(|(rule, denied)| match rule {
            // under a denial every threshold only selects, and is asked about all the same
            Self::Fact { bar, .. } | Self::Rate { bar, .. } => *denied || !bar.selects,
            _ => false,
        });
        asked.flat_map(|(rule, _)| rule.own_facts())
    }

    /// The evidence types that it asks.
    pub fn evidence_types(&self) -> BTreeSet<&TypeId> {
        self.each().flat_map(Self::own_types).collect()
    }

    /// The evidence types that it asks itself, those below apart.
    pub fn own_types(&self) -> impl Iterator<Item = &TypeId> {
        let asked = match self {
            Self::Evidence(asked) => Some(&asked.types),
            _ => None,
        };
        asked.into_iter().flatten()
    }

    /// What it asks pieces to cover itself, those below apart.
    pub fn own_coverage(&self) -> Option<Coverage> {
        match self {
            Self::Evidence(asked) => asked.covers,
            _ => None,
        }
    }

    /// The other criterion whose declared level it reads itself.
    pub fn own_practice(&self) -> Option<&CriterionId> {
        match self {
            Self::Practice { criterion, .. } => criterion.as_ref(),
            _ => None,
        }
    }

    /// The criteria whose status it reads, some perhaps twice.
    pub fn criteria(&self) -> impl Iterator<Item = &CriterionId> {
        self.each().filter_map(|rule| match rule {
            Self::Criterion { id, status: _ } => Some(id),
            _ => None,
        })
    }
}

/// A rule and those below it, each with whether it stands under a denial; a rule that has none below asks for no memory.
struct RuleWalk<'a> {
    next: Option<(&'a Rule, bool)>,
    left: Vec<(RulesBelow<'a>, bool)>,
    /// Of a series by dates only the rule that holds then; none: all of them.
    at: Option<Date>,
}

/// Rules side by side.
enum RulesBelow<'a> {
    Plain(std::slice::Iter<'a, Rule>),
    Dated(std::slice::Iter<'a, DatedRule>),
}

impl<'a> RuleWalk<'a> {
    fn of(rule: &'a Rule) -> Self {
        Self {
            next: Some((rule, false)),
            left: Vec::new(),
            at: None,
        }
    }
}

impl<'a> Iterator for RuleWalk<'a> {
    type Item = (&'a Rule, bool);

    fn next(&mut self) -> Option<Self::Item> {
        let own = self.next.take();
        let (rule, denied) = own.or_else(|| {
            loop {
                let (below, denied) = self.left.last_mut()?;
                let next = match below {
                    RulesBelow::Plain(rules) => rules.next(),
                    RulesBelow::Dated(series) => series.next().map(|dated| &dated.rule),
                };
                match next {
                    Some(rule) => return Some((rule, *denied)),
                    None => self.left.pop(),
                };
            }
        })?;
        match rule {
            Rule::All(rules) | Rule::Any(rules) | Rule::AtLeast { n: _, rules } => {
                self.left.push((RulesBelow::Plain(rules.iter()), denied));
            }
            Rule::Not(rule) => self.next = Some((rule, true)),
            Rule::Dated(series) => match self.at {
                Some(date) => self.next = rule.in_force(date).map(|rule| (rule, denied)),
                None => self.left.push((RulesBelow::Dated(series.iter()), denied)),
            },
            Rule::Practice { .. }
            | Rule::Fact { .. }
            | Rule::Rate { .. }
            | Rule::Evidence(_)
            | Rule::Criterion { .. } => {}
        }
        Some((rule, denied))
    }
}
