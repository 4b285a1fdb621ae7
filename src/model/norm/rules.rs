//! From a rule as written to a rule that the engine may trust: references resolve, values suit the types of their facts.

use std::collections::{BTreeMap, BTreeSet};

use super::bar;
use super::diags::{
    CountOfRules, EmptyRules, EvidenceInCondition, EvidenceWithoutType, FactTests, NegatedEvidence, NoOrder,
    NotCoverage, NotOne, RateOfOther, RateThreshold, SeriesOrder, StrayFloor, TooDeep,
};
use super::model::{
    Coverage, DatedRule, EvidenceRule, EvidenceType, FactDef, FactTest, FactType, FactValue, Level,
    Milestone, Rule, Threshold, Whose,
};
use super::raw::{RawDated, RawEvidenceRule, RawFactRule, RawRate, RawRule};
use super::references;
use super::values::{Scalar, Values};
use crate::diag::{Code, Diagnostics};
use crate::kernel::{CriterionId, FactKey, Identifier, Located, MilestoneId, Period, SourceId, TypeId};

/// Deepest nesting of a rule.
const MAX_DEPTH: usize = 16;

/// What a rule may refer to.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) facts: &'a BTreeMap<FactKey, FactDef>,
    pub(crate) types: &'a BTreeMap<TypeId, EvidenceType>,
    pub(crate) levels: &'a [Level],
    pub(crate) milestones: &'a [Milestone],
    pub(crate) criteria: &'a BTreeSet<CriterionId>,
    pub(crate) sources: &'a BTreeSet<SourceId>,
    pub(crate) values: Values<'a>,
    /// Whose a threshold is that does not say.
    pub(crate) default_whose: &'a Whose,
}

impl Context<'_> {
    /// Checks that `id` is among `known`.
    pub(crate) fn resolve<'k, T: Identifier + 'k>(
        &self,
        id: &Located<T>,
        known: impl Iterator<Item = &'k T> + Clone,
        sink: &mut Diagnostics,
    ) -> Option<T> {
        references::resolve(id, known, self.values.file, sink)
    }

    pub(crate) fn milestone(&self, id: &Located<MilestoneId>, sink: &mut Diagnostics) -> Option<MilestoneId> {
        references::milestone(id.get(), id.span(self.values.file), self.milestones, sink)
    }

    pub(crate) fn milestones(
        &self,
        ids: &[Located<MilestoneId>],
        sink: &mut Diagnostics,
    ) -> Vec<MilestoneId> {
        ids.iter().filter_map(|id| self.milestone(id, sink)).collect()
    }

    fn fact(&self, key: &Located<FactKey>, sink: &mut Diagnostics) -> Option<&FactDef> {
        let id = self.resolve(key, self.facts.keys(), sink)?;
        self.facts.get(&id)
    }
}

/// Where a rule stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seat {
    /// In an element of a criterion that binds (imperatif, exigible).
    Binding,
    /// In an element of a criterion that recommends.
    Free,
    /// In this key, `applicable-si` or `poids-si`.
    Scope(&'static str),
    /// Under `non`.
    Denied,
}

impl Seat {
    /// Does a threshold only select here?
    pub(super) fn selects(self) -> bool {
        matches!(self, Self::Scope(_) | Self::Denied)
    }
}

/// Converts a rule that stands in `seat`.
pub(crate) fn convert(
    rule: &Located<RawRule>,
    ctx: Context<'_>,
    seat: Seat,
    depth: usize,
    sink: &mut Diagnostics,
) -> Option<Rule> {
    let place = rule.span(ctx.values.file);
    if depth > MAX_DEPTH {
        sink.push(TooDeep {
            most: MAX_DEPTH,
            place,
        });
        return None;
    }
    let many = |rules: &[Located<RawRule>], sink: &mut Diagnostics| -> Option<Vec<Rule>> {
        if rules.is_empty() {
            sink.push(EmptyRules {
                place: rule.span(ctx.values.file),
            });
        }
        let converted: Vec<_> = rules
            .iter()
            .map(|r| convert(r, ctx, seat, depth + 1, sink))
            .collect();
        converted.into_iter().collect()
    };
    match rule.get() {
        RawRule::Practice(raw) => {
            let at_least = ctx.resolve(&raw.at_least, ctx.levels.iter().map(|l| &l.id), sink);
            let criterion = match &raw.criterion {
                Some(id) => Some(ctx.resolve(id, ctx.criteria.iter(), sink)?),
                None => None,
            };
            Some(Rule::Practice {
                at_least: at_least?,
                since: raw.since,
                criterion,
            })
        }
        RawRule::Fact(raw) => fact(raw, ctx, seat, rule, sink),
        RawRule::Rate(raw) => rate(raw, ctx, seat, rule, sink),
        RawRule::Evidence(raw) => {
            if let Seat::Scope(key) = seat {
                sink.push(EvidenceInCondition { key, place });
                return None;
            }
            evidence(raw, ctx, rule, sink)
        }
        RawRule::Criterion(raw) => {
            let id = ctx.resolve(&raw.id, ctx.criteria.iter(), sink)?;
            Some(Rule::Criterion {
                id,
                status: raw.status,
            })
        }
        RawRule::All(rules) => many(rules, sink).map(Rule::All),
        RawRule::Any(rules) => many(rules, sink).map(Rule::Any),
        RawRule::AtLeast(raw) => {
            let n = *raw.n.get();
            if n == 0 || n as usize > raw.rules.len() {
                sink.push(CountOfRules {
                    most: raw.rules.len(),
                    place: raw.n.span(ctx.values.file),
                });
            }
            many(&raw.rules, sink).map(|rules| Rule::AtLeast { n, rules })
        }
        RawRule::Not(inner) => {
            let inner_seat = if seat.selects() { seat } else { Seat::Denied };
            let inner = convert(inner, ctx, inner_seat, depth + 1, sink)?;
            if inner
                .each()
                .any(|rule| matches!(rule, Rule::Evidence(_) | Rule::Criterion { .. }))
            {
                sink.push(NegatedEvidence { place });
                return None;
            }
            Some(Rule::Not(Box::new(inner)))
        }
        RawRule::Dated(series) => dated(series, ctx, rule, seat, depth, sink),
    }
}

/// Rules by date, earliest first, each with its source.
fn dated(
    series: &[RawDated],
    ctx: Context<'_>,
    rule: &Located<RawRule>,
    seat: Seat,
    depth: usize,
    sink: &mut Diagnostics,
) -> Option<Rule> {
    if series.is_empty() {
        sink.push(EmptyRules {
            place: rule.span(ctx.values.file),
        });
    }
    let mut out: Vec<DatedRule> = Vec::new();
    let mut whole = true;
    for raw in series {
        if out.last().is_some_and(|last| last.from >= *raw.from.get()) {
            sink.push(SeriesOrder {
                place: raw.from.span(ctx.values.file),
            });
        }
        let source = ctx.resolve(&raw.source, ctx.sources.iter(), sink);
        let inner = convert(&raw.rule, ctx, seat, depth + 1, sink);
        match source.zip(inner) {
            Some((source, rule)) => out.push(DatedRule {
                from: *raw.from.get(),
                source,
                rule,
            }),
            None => whole = false,
        }
    }
    whole.then_some(Rule::Dated(out))
}

fn fact(
    raw: &RawFactRule,
    ctx: Context<'_>,
    seat: Seat,
    rule: &Located<RawRule>,
    sink: &mut Diagnostics,
) -> Option<Rule> {
    let def = ctx.fact(&raw.key, sink)?;
    let given = [
        raw.equals.is_some(),
        raw.at_least.is_some(),
        raw.at_most.is_some(),
        raw.among.is_some(),
        raw.stated.is_some(),
    ];
    if given.iter().filter(|g| **g).count() != 1 || raw.stated.as_ref().is_some_and(|s| !*s.get()) {
        sink.push(FactTests {
            place: rule.span(ctx.values.file),
        });
        return None;
    }
    if (raw.at_least.is_some() || raw.at_most.is_some()) && !def.kind.is_ordered() {
        sink.push(NoOrder {
            fact: &def.label,
            kind: def.kind.in_words(),
            place: rule.span(ctx.values.file),
        });
        return None;
    }
    let mut read = |scalar: &Located<Scalar>| {
        let values = ctx.values;
        values.of_fact(def, scalar.get(), scalar, Code::RuleType, sink)
    };
    let test = match (&raw.equals, &raw.at_least, &raw.at_most, &raw.among) {
        (Some(value), ..) => FactTest::Equals(read(value)?),
        (_, Some(value), ..) => FactTest::AtLeast(read(value)?),
        (_, _, Some(value), _) => FactTest::AtMost(read(value)?),
        (.., Some(values)) => FactTest::Among(values.iter().map(read).collect::<Option<_>>()?),
        _ => FactTest::Stated,
    };
    let written = bar::RawBar {
        whose: raw.whose.as_ref(),
        floor: raw.floor.as_ref(),
        ceiling: raw.ceiling.as_ref(),
        tolerance: None,
        condition: raw.condition,
        more: match &test {
            FactTest::AtLeast(_) => Some(true),
            FactTest::AtMost(_) => Some(false),
            FactTest::Equals(_) | FactTest::Among(_) | FactTest::Stated => None,
        },
    };
    let bound = match &test {
        FactTest::AtLeast(bound) | FactTest::AtMost(bound) => Some(bound),
        FactTest::Equals(_) | FactTest::Among(_) | FactTest::Stated => None,
    };
    let bar = bar::read(&written, (bound, Some(def)), ctx, (seat, rule), sink)?;
    Some(Rule::Fact {
        key: raw.key.get().clone(),
        test,
        bar,
    })
}

fn rate(
    raw: &RawRate,
    ctx: Context<'_>,
    seat: Seat,
    rule: &Located<RawRule>,
    sink: &mut Diagnostics,
) -> Option<Rule> {
    for key in [&raw.part, &raw.whole] {
        let def = ctx.fact(key, sink)?;
        if !matches!(def.kind, FactType::Integer | FactType::Decimal) {
            sink.push(RateOfOther {
                fact: &def.label,
                kind: def.kind.in_words(),
                place: key.span(ctx.values.file),
            });
            return None;
        }
    }
    let threshold = match (&raw.at_least, &raw.at_most) {
        (Some(value), None) => Threshold::AtLeast(ctx.values.percent(value, sink)?),
        (None, Some(value)) => Threshold::AtMost(ctx.values.percent(value, sink)?),
        _ => {
            sink.push(RateThreshold {
                place: rule.span(ctx.values.file),
            });
            return None;
        }
    };
    let written = bar::RawBar {
        whose: raw.whose.as_ref(),
        floor: raw.floor.as_ref(),
        ceiling: raw.ceiling.as_ref(),
        tolerance: raw.tolerance.as_ref(),
        condition: raw.condition,
        more: Some(matches!(threshold, Threshold::AtLeast(_))),
    };
    let bound = FactValue::Number(threshold.bound().clone());
    let bar = bar::read(&written, (Some(&bound), None), ctx, (seat, rule), sink)?;
    Some(Rule::Rate {
        bar,
        part: raw.part.get().clone(),
        whole: raw.whole.get().clone(),
        threshold,
        may_exceed: raw.may_exceed,
    })
}

fn evidence(
    raw: &RawEvidenceRule,
    ctx: Context<'_>,
    rule: &Located<RawRule>,
    sink: &mut Diagnostics,
) -> Option<Rule> {
    let wanted: Vec<&Located<TypeId>> = match (&raw.one, &raw.types) {
        (Some(one), None) => vec![one],
        (None, Some(types)) if !types.is_empty() => types.iter().collect(),
        _ => {
            sink.push(EvidenceWithoutType {
                place: rule.span(ctx.values.file),
            });
            return None;
        }
    };
    let types: Vec<_> = wanted
        .into_iter()
        .map(|id| ctx.resolve(id, ctx.types.keys(), sink))
        .collect();
    let types: BTreeSet<TypeId> = types.into_iter().collect::<Option<_>>()?;
    let covers = match &raw.covers {
        None => None,
        Some(text) if text.get() == "exercice-clos" => Some(Coverage::ClosedYear),
        Some(text) => match Period::parse(text.get()) {
            Some(period) => Some(Coverage::Last(period)),
            None => {
                sink.push(NotCoverage {
                    text: text.get(),
                    place: text.span(ctx.values.file),
                });
                return None;
            }
        },
    };
    let whose = match (&raw.whose, raw.max_age) {
        (Some(text), None) => {
            sink.push(StrayFloor {
                key: "seuil-de",
                beside: "« age-max »",
                place: text.span(ctx.values.file),
            });
            return None;
        }
        (Some(text), Some(_)) => bar::whose(text, ctx.sources, ctx.values.file, sink)?,
        (None, Some(_)) => ctx.default_whose.clone(),
        (None, None) => Whose::Requirement,
    };
    let mut at_least_one = |number: &Option<Located<u32>>| match number {
        Some(n) if *n.get() == 0 => {
            sink.push(NotOne {
                place: n.span(ctx.values.file),
            });
            1
        }
        Some(n) => *n.get(),
        None => 1,
    };
    Some(Rule::Evidence(EvidenceRule {
        types,
        count: at_least_one(&raw.count),
        max_age: raw.max_age,
        whose,
        still_valid: raw.still_valid,
        covers,
        modalities: raw.modalities.clone(),
        min_modalities: at_least_one(&raw.min_modalities),
        min_origins: at_least_one(&raw.min_origins),
        formats: raw.formats.clone(),
        min_pages: raw.min_pages,
        contains: raw.contains.iter().map(|text| text.get().clone()).collect(),
        signed: raw.signed,
    }))
}
