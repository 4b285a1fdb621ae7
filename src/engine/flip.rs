//! What would change a status: the fewest changes that make a criterion conform, and the day on which it would cease to.
//!
//! A plan is built by reading the rules, then *tried*: it is given only where judging the changed inputs again does give the
//! status announced.

use std::collections::{BTreeMap, BTreeSet};

use super::board::Board;
use super::rules;
use super::sight::Sight;
use crate::assessment::Inputs;
use crate::assessment::inputs::{Fact, Finding, Practice};
use crate::assessment::results::{Sample, Support, Truth};
use crate::evidence::item::{Dates, FileFacts, Format, Held, Item, Modality, Reading};
use crate::kernel::{Date, Digest, FactKey, Id, Ratio, Status};
use crate::norm::model::{
    Criterion, Element, EvidenceRule, FactTest, FactType, FactValue, Judged, Rule, Threshold,
};

/// One thing to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Reach this level, and hold it for as long as the rule asks.
    Level {
        /// Whose level.
        criterion: Id,
        /// The level.
        level: Id,
        /// Held since this day at the latest.
        since: Option<Date>,
    },
    /// Bring a fact to this value, and name a piece that proves it.
    Fact {
        /// Which.
        key: FactKey,
        /// The value that just suffices.
        value: FactValue,
    },
    /// State a fact, whatever its value, with its proof.
    State(FactKey),
    /// Name a valid piece beside a fact that is right already.
    Prove(FactKey),
    /// Add pieces that meet all that the leaf asks.
    Pieces {
        /// What is asked.
        asked: Box<EvidenceRule>,
        /// How many.
        count: usize,
    },
    /// Have an auditor settle an element.
    Judgement(Id),
}

/// What would make a criterion conform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Site by site; none: the whole structure.
    pub changes: Vec<(Option<Id>, Change)>,
}

/// Rounds of « plan, try » before giving up: one a site, and a few for criteria that read others.
const ROUNDS: usize = 12;

/// The fewest changes after which a criterion conforms; none where there is no simple way, or where it conforms already.
pub fn to_conforming(inputs: &Inputs, id: &Id) -> Option<Plan> {
    let criterion = inputs.norm.criterion(id)?;
    let mut tried = inputs.clone();
    let mut changes = Vec::new();
    for _ in 0..ROUNDS {
        let results = super::assess_one(&tried, id)?;
        if matches!(results.retained, Status::Conforming | Status::NotApplicable) {
            return (!changes.is_empty() && results.retained == Status::Conforming)
                .then_some(Plan { changes });
        }
        let sample = results.lead()?;
        let steps = plan(criterion, sample, &tried)?;
        for step in steps {
            apply(&step, sample.site.as_ref(), criterion, &mut tried);
            changes.push((sample.site.clone(), step));
        }
    }
    None
}

/// The first day, within four years, on which a conforming criterion would no longer conform if nothing changed.
pub fn holds_until(inputs: &Inputs, id: &Id) -> Option<Date> {
    let mut days = BTreeSet::new();
    let (mut periods, mut margins, mut tenures) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    // of every criterion: the one that is asked may read the status of others
    for rule in inputs.norm.criteria.iter().flat_map(Criterion::rules) {
        rule.walk(&mut |leaf| match leaf {
            Rule::Evidence(asked) => {
                periods.extend(asked.max_age);
                margins.extend(asked.still_valid);
            }
            Rule::Practice { since, .. } => tenures.extend(*since),
            _ => {}
        });
    }
    periods.extend(
        inputs
            .norm
            .evidence_types
            .values()
            .filter_map(|kind| kind.validity),
    );
    for item in &inputs.evidence {
        let ends = item
            .dates
            .effect
            .into_iter()
            .flat_map(|day| periods.iter().map(move |p| day.plus(*p)));
        days.extend(
            ends.chain(item.dates.expires)
                .chain(item.dates.covers.map(|(_, last)| last)),
        );
    }
    // a practice held for long enough, a criterion that enters into force or leaves it
    let local = inputs.by_site.values().flat_map(|own| own.practices.values());
    let held = inputs.practices.values().chain(local).filter_map(|p| p.since);
    let firsts = held.flat_map(|day| tenures.iter().map(move |period| day.plus(*period)));
    let force = inputs
        .norm
        .criteria
        .iter()
        .flat_map(|c| c.from.into_iter().chain(c.withdrawn));
    // a rule that replaces another
    let mut series = BTreeSet::new();
    for rule in inputs.norm.criteria.iter().flat_map(Criterion::rules) {
        rule.walk(&mut |rule| {
            if let Rule::Dated(dated) = rule {
                series.extend(dated.iter().map(|dated| dated.from));
            }
        });
    }
    days.extend(firsts.chain(force).chain(series).filter_map(Date::yesterday));
    let last = crate::kernel::Period::parse("P4Y").map(|p| inputs.date.plus(p))?;
    // « la période de l'année précédente » changes at each new year
    let (year, _, _) = inputs.date.parts();
    days.extend((year..year + 4).filter_map(|year| Date::new(year, 12, 31)));
    let few = crate::kernel::Period::parse("P4D");
    // months have unequal ends: a margin taken back from a last day may miss by up to three days
    let early: Vec<Date> = days
        .iter()
        .flat_map(|day| margins.iter().map(|margin| day.minus(*margin)))
        .flat_map(|day| std::iter::successors(few.map(|few| day.minus(few)), |d| d.tomorrow()).take(8))
        .collect();
    days.extend(early);
    days.into_iter()
        .filter_map(Date::tomorrow)
        .filter(|day| *day > inputs.date && *day <= last)
        .find(|day| {
            let later = Inputs {
                date: *day,
                ..inputs.clone()
            };
            super::assess_one(&later, id).is_some_and(|r| r.retained != Status::Conforming)
        })
}

/// What the sample still lacks. None where a rule cannot be met by a change of the structure.
fn plan(criterion: &Criterion, sample: &Sample, inputs: &Inputs) -> Option<Vec<Change>> {
    let board = Board::new(inputs);
    let sight = Sight {
        board: &board,
        site: sample.site.as_ref(),
    };
    let others = super::read_by(criterion, &board);
    let mut out = Vec::new();
    if let Some(level) = criterion.level_in(inputs.cycle) {
        let declared = sight.practice(&criterion.id).and_then(|p| p.level.as_ref());
        let below = match declared {
            Some(declared) => inputs.norm.level_rank(declared) < inputs.norm.level_rank(level),
            None => matches!(criterion.judged, Judged::Declared | Judged::Mixed),
        };
        if below {
            out.push(Change::Level {
                criterion: criterion.id.clone(),
                level: level.clone(),
                since: None,
            });
        }
    }
    for (element, result) in criterion.elements.iter().zip(&sample.elements) {
        if element.optional || matches!(result.truth, Truth::Yes | Truth::Void) {
            continue;
        }
        let rule = element
            .rule
            .as_ref()
            .filter(|_| criterion.judged != Judged::Human);
        let settled = result.finding.is_some();
        out.extend(match rule {
            Some(rule) if !settled => meet(rule, element, criterion, sight, &others)?,
            _ => vec![Change::Judgement(element.id.clone())],
        });
    }
    let mut once: Vec<Change> = Vec::new();
    for change in out {
        if !once.contains(&change) {
            once.push(change);
        }
    }
    let out = once;
    (!out.is_empty()).then_some(out)
}

/// The fewest changes after which a rule is true, and shown unless the element takes a declaration.
fn meet(
    rule: &Rule,
    element: &Element,
    criterion: &Criterion,
    sight: Sight<'_>,
    others: &BTreeMap<Id, Status>,
) -> Option<Vec<Change>> {
    let trace = rules::evaluate(rule, &criterion.id, sight, others);
    let enough =
        trace.truth == Truth::Yes && (trace.support == Some(Support::Shown) || element.declaration_suffices);
    if enough || trace.truth == Truth::Void {
        return Some(Vec::new());
    }
    let each = |rules: &[Rule]| -> Vec<Vec<Change>> {
        let mut plans: Vec<Vec<Change>> = rules
            .iter()
            .filter_map(|r| meet(r, element, criterion, sight, others))
            .collect();
        plans.sort_by_key(Vec::len);
        plans
    };
    match rule {
        Rule::All(rules) => {
            let plans = each(rules);
            (plans.len() == rules.len()).then(|| plans.concat())
        }
        Rule::Any(rules) => each(rules).into_iter().next(),
        Rule::AtLeast { n, rules } => {
            let plans = each(rules);
            (plans.len() >= *n as usize).then(|| plans.into_iter().take(*n as usize).flatten().collect())
        }
        Rule::Dated(series) => {
            let held = series.iter().rfind(|dated| dated.from <= sight.inputs().date)?;
            meet(&held.rule, element, criterion, sight, others)
        }
        // a denial rests on a declaration only: an auditor settles it
        Rule::Not(_) | Rule::Criterion { .. } => Some(vec![Change::Judgement(element.id.clone())]),
        Rule::Practice {
            at_least,
            since,
            criterion: other,
        } => {
            let said = Change::Level {
                criterion: other.clone().unwrap_or_else(|| criterion.id.clone()),
                level: at_least.clone(),
                since: since.map(|period| sight.inputs().date.minus(period)),
            };
            // a level is only declared
            if element.declaration_suffices {
                Some(vec![said])
            } else {
                Some(vec![Change::Judgement(element.id.clone())])
            }
        }
        Rule::Fact { key, test } => Some(vec![if trace.truth == Truth::Yes {
            Change::Prove(key.clone())
        } else {
            match test {
                FactTest::Equals(value) | FactTest::AtLeast(value) | FactTest::AtMost(value) => {
                    Change::Fact {
                        key: key.clone(),
                        value: value.clone(),
                    }
                }
                FactTest::Among(values) => Change::Fact {
                    key: key.clone(),
                    value: values.first()?.clone(),
                },
                FactTest::Stated => Change::State(key.clone()),
            }
        }]),
        Rule::Rate {
            part,
            whole,
            threshold,
            may_exceed: _,
        } => Some(rate(part, whole, threshold, trace.truth, sight)),
        Rule::Evidence(asked) => Some(vec![if can_be_filed(asked, sight.inputs()) {
            Change::Pieces {
                asked: Box::new(asked.clone()),
                count: missing(asked, criterion, sight),
            }
        } else {
            Change::Judgement(element.id.clone())
        }]),
    }
}

/// Would files suffice? What crosses modalities or origins, or is an interview, counts once an auditor has seen it.
fn can_be_filed(asked: &EvidenceRule, inputs: &Inputs) -> bool {
    asked.min_modalities <= 1 && asked.min_origins <= 1 && filed_type(asked, inputs).is_some()
}

/// A type among those asked that a document can be of.
fn filed_type<'a>(asked: &'a EvidenceRule, inputs: &Inputs) -> Option<&'a Id> {
    let admits = |id: &Id| {
        let kind = inputs.norm.evidence_types.get(id);
        let modalities = if asked.modalities.is_empty() {
            kind.map(|k| k.modalities.as_slice())
        } else {
            Some(asked.modalities.as_slice())
        };
        modalities.is_some_and(|m| m.contains(&Modality::Document))
    };
    asked.types.iter().find(|id| admits(id))
}

/// How many pieces a leaf still wants.
fn missing(asked: &EvidenceRule, criterion: &Criterion, sight: Sight<'_>) -> usize {
    let trace = super::evidence::judge(asked, &criterion.id, sight);
    let good = trace.evidence.values().filter(|cause| cause.is_none()).count();
    (asked.count as usize).saturating_sub(good).max(1)
}

fn rate(
    part: &FactKey,
    whole: &FactKey,
    threshold: &Threshold,
    truth: Truth,
    sight: Sight<'_>,
) -> Vec<Change> {
    if truth == Truth::Yes {
        let unproven = [part, whole].into_iter().filter(|key| {
            sight
                .fact(key)
                .is_some_and(|fact| rules::support(fact, sight) == Support::Declared)
        });
        return unproven.map(|key| Change::Prove(key.clone())).collect();
    }
    let mut out = Vec::new();
    let number = |key: &FactKey| match sight.fact(key).map(|f| &f.value) {
        Some(FactValue::Number(n)) if !n.is_zero() => Some(n.clone()),
        _ => None,
    };
    let base = match number(whole) {
        Some(base) => {
            if sight
                .fact(whole)
                .is_some_and(|fact| rules::support(fact, sight) == Support::Declared)
            {
                out.push(Change::Prove(whole.clone()));
            }
            base
        }
        None => {
            out.push(Change::State(whole.clone()));
            Ratio::one()
        }
    };
    let integer = sight
        .inputs()
        .norm
        .facts
        .get(part)
        .is_some_and(|def| def.kind == FactType::Integer);
    let exact = match threshold {
        Threshold::AtLeast(t) | Threshold::AtMost(t) => t.clone() * base,
    };
    let value = match (integer, threshold) {
        (true, Threshold::AtLeast(_)) => exact.ceil(),
        (true, Threshold::AtMost(_)) => exact.floor(),
        (false, _) => exact,
    };
    out.push(Change::Fact {
        key: part.clone(),
        value: FactValue::Number(value),
    });
    out
}

/// Changes the inputs as a plan says.
fn apply(change: &Change, site: Option<&Id>, criterion: &Criterion, inputs: &mut Inputs) {
    match change {
        Change::Level {
            criterion,
            level,
            since,
        } => {
            let own = site.and_then(|site| inputs.by_site.get(site));
            let before = own
                .and_then(|own| own.practices.get(criterion))
                .or_else(|| inputs.practices.get(criterion))
                .cloned();
            let practice = Practice {
                level: Some(level.clone()),
                since: since.or_else(|| before.and_then(|p| p.since)),
                ..Practice::default()
            };
            match site {
                Some(site) => &mut inputs.by_site.entry(site.clone()).or_default().practices,
                None => &mut inputs.practices,
            }
            .insert(criterion.clone(), practice);
        }
        Change::Fact { key, value } => state(key, value.clone(), site, inputs),
        Change::State(key) => {
            let value = match inputs.norm.facts.get(key).map(|def| def.kind) {
                Some(FactType::Boolean) => FactValue::Boolean(true),
                Some(FactType::Date) => FactValue::Date(inputs.date),
                Some(FactType::Choice | FactType::Text) => FactValue::Text("…".to_owned()),
                _ => FactValue::Number(Ratio::one()),
            };
            state(key, value, site, inputs);
        }
        Change::Prove(key) => {
            let own = site.and_then(|site| inputs.by_site.get(site));
            let value = own
                .and_then(|own| own.facts.get(key))
                .or_else(|| inputs.facts.get(key))
                .map(|fact| fact.value.clone());
            if let Some(value) = value {
                state(key, value, site, inputs);
            }
        }
        Change::Pieces { asked, count } => {
            for _ in 0..*count {
                add(asked, site, inputs);
            }
        }
        Change::Judgement(element) => {
            let settles = |f: &Finding| {
                f.criterion == criterion.id && f.element.as_ref().is_some_and(|(id, _)| id == element)
            };
            inputs.findings.retain(|f| !settles(f));
            inputs.findings.push(Finding {
                id: criterion.id.child(element),
                auditor: String::new(),
                criterion: criterion.id.clone(),
                site: site.cloned(),
                element: Some((element.clone(), true)),
                rating: None,
                void: None,
                form: BTreeMap::new(),
                status: None,
                kind: None,
                reason: String::new(),
                seen: BTreeSet::new(),
                by: None,
                on: None,
            });
        }
    }
}

/// States a fact with a piece that proves it.
fn state(key: &FactKey, value: FactValue, site: Option<&Id>, inputs: &mut Inputs) {
    let plain = EvidenceRule {
        types: inputs.norm.evidence_types.keys().cloned().collect(),
        ..EvidenceRule::any()
    };
    let evidence = add(&plain, site, inputs);
    let fact = Fact {
        value,
        on: None,
        source: None,
        evidence,
        by: None,
        stated_on: None,
    };
    match site {
        Some(site) => &mut inputs.by_site.entry(site.clone()).or_default().facts,
        None => &mut inputs.facts,
    }
    .insert(key.clone(), fact);
}

/// Adds a file of today that meets a leaf; gives its id.
fn add(asked: &EvidenceRule, site: Option<&Id>, inputs: &mut Inputs) -> Option<Id> {
    let kind = filed_type(asked, inputs)?.clone();
    let own = inputs.norm.evidence_types.get(&kind)?;
    let formats = if asked.formats.is_empty() {
        &own.formats
    } else {
        &asked.formats
    };
    let rank = inputs.evidence.len();
    let id = Id::parse(&format!("essai-{rank}")).ok()?;
    let format = formats.first().copied().unwrap_or(Format::Pdf);
    inputs.evidence.push(Item {
        id: id.clone(),
        types: BTreeSet::from([kind]),
        criteria: BTreeSet::new(),
        site: site.cloned(),
        modality: Modality::Document,
        held: Held::File(FileFacts {
            path: id.to_string(),
            size: 1,
            digest: Digest::of(id.as_str().as_bytes()),
            format,
            copies: Vec::new(),
        }),
        dates: Dates {
            effect: Some(inputs.date),
            origin: None,
            expires: None,
            covers: asked.covers.map(|coverage| coverage.window(inputs.date)),
            not_after: None,
        },
        signed: true,
        source: None,
        pages: Some(asked.min_pages.unwrap_or(1)),
        reading: Reading::Readable,
        contents: asked
            .contains
            .iter()
            .map(|word| (word.clone(), true))
            .collect::<BTreeMap<_, _>>(),
        by: None,
        added_on: None,
        title: None,
    });
    Some(id)
}
