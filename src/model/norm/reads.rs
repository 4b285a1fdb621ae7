//! What the criteria of a norm read, sought once: a judgement asks for it hundreds of times.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Norm;
use super::model::{Coverage, Criterion, FactDef, FactType, Rule, ZeroMeans};
use crate::kernel::{CriterionId, Date, ElementRef, FactKey, TypeId};

/// What each criterion of a norm reads. A criterion is named by its place in the norm.
#[derive(Debug, Clone)]
pub struct Reads {
    criteria: Vec<CriterionReads>,
    places: FxHashMap<CriterionId, usize>,
    order: Vec<usize>,
    readers: FxHashMap<TypeId, Vec<usize>>,
    facts: FxHashMap<FactKey, FactTraits>,
    coverages: Vec<Coverage>,
    is_read: Vec<bool>,
}

/// What a judgement asks of every fact that is stated.
#[derive(Debug, Clone, Copy)]
pub struct FactTraits {
    /// Its type.
    pub kind: FactType,
    /// What it means that there is none of what it counts.
    pub zero: Option<ZeroMeans>,
}

/// What is read where there is no rule.
static NOTHING: CriterionReads = CriterionReads {
    refs: Vec::new(),
    statuses: Vec::new(),
    any: RuleReads::NONE,
    elements: RuleReads::NONE,
    asked: Vec::new(),
};

/// What one criterion reads.
#[derive(Debug, Clone)]
pub struct CriterionReads {
    /// What names each of its elements beyond it.
    pub refs: Vec<ElementRef>,
    /// The criteria whose status it reads, by their places.
    pub statuses: Vec<usize>,
    /// By any of its rules.
    pub any: RuleReads,
    /// By those of its elements.
    pub elements: RuleReads,
    /// The facts that its elements ask about: those read only to choose a branch tell nothing by being stated.
    pub asked: Vec<FactKey>,
}

/// What some rules read, each thing once.
#[derive(Debug, Clone)]
pub struct RuleReads {
    /// Facts, with when they are read.
    pub facts: Vec<(FactKey, Days)>,
    /// Criteria whose declared level is read, the rule's own apart.
    pub levels: Vec<CriterionId>,
    /// Types of evidence.
    pub types: Vec<TypeId>,
}

/// From a day on, and before another; none: always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Days {
    from: Option<Date>,
    before: Option<Date>,
}

impl Days {
    /// Is this day one of them?
    pub fn hold(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.before.is_none_or(|before| day < before)
    }

    fn and(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            before: self.before.into_iter().chain(other.before).min(),
        }
    }
}

impl Reads {
    /// Walks through every rule of a norm.
    pub(super) fn sought(norm: &Norm) -> Self {
        let mut places = FxHashMap::default();
        for (place, criterion) in norm.criteria.iter().enumerate() {
            places.entry(criterion.id.clone()).or_insert(place);
        }
        let criteria: Vec<CriterionReads> = norm
            .criteria
            .iter()
            .map(|criterion| CriterionReads::of(criterion, &places))
            .collect();
        let mut readers: FxHashMap<TypeId, Vec<usize>> = FxHashMap::default();
        for (place, own) in criteria.iter().enumerate() {
            for kind in &own.any.types {
                readers.entry(kind.clone()).or_default().push(place);
            }
        }
        let mut is_read = vec![false; criteria.len()];
        for read in criteria.iter().flat_map(|own| &own.statuses) {
            if let Some(own) = is_read.get_mut(*read) {
                *own = true;
            }
        }
        let leaves = norm
            .criteria
            .iter()
            .flat_map(Criterion::rules)
            .flat_map(Rule::each);
        let mut coverages: Vec<Coverage> = Vec::new();
        for asked in leaves.filter_map(Rule::own_coverage) {
            if !coverages.contains(&asked) {
                coverages.push(asked);
            }
        }
        let traits = |(key, def): (&FactKey, &FactDef)| {
            let FactDef { kind, zero, .. } = def;
            (
                key.clone(),
                FactTraits {
                    kind: *kind,
                    zero: *zero,
                },
            )
        };
        Self {
            facts: norm.facts.iter().map(traits).collect(),
            order: order(&criteria),
            criteria,
            places,
            readers,
            coverages,
            is_read,
        }
    }

    /// What the criterion at a place reads.
    pub fn at(&self, place: usize) -> Option<&CriterionReads> {
        self.criteria.get(place)
    }

    /// What a criterion reads; one that is none of the norm reads nothing.
    pub fn of(&self, id: &CriterionId) -> &CriterionReads {
        let own = self.place(id).and_then(|place| self.at(place));
        own.unwrap_or(&NOTHING)
    }

    /// Where a criterion stands in its norm.
    pub fn place(&self, id: &CriterionId) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The places of all criteria, each after those whose status it reads; those that read one another in a circle are not there.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// Do criteria read one another in a circle?
    pub fn in_circle(&self) -> bool {
        self.order.len() < self.criteria.len()
    }

    /// Does another criterion read the status of the one at a place?
    pub fn is_read(&self, place: usize) -> bool {
        self.is_read.get(place) == Some(&true)
    }

    /// What is asked of a fact; none: the norm does not know it.
    pub fn fact(&self, key: &FactKey) -> Option<FactTraits> {
        self.facts.get(key).copied()
    }

    /// What pieces are asked to cover, each once.
    pub fn coverages(&self) -> &[Coverage] {
        &self.coverages
    }

    /// The places of the criteria that ask for a type of evidence.
    pub fn readers(&self, kind: &TypeId) -> &[usize] {
        self.readers.get(kind).map_or(&[], Vec::as_slice)
    }
}

impl CriterionReads {
    fn of(criterion: &Criterion, places: &FxHashMap<CriterionId, usize>) -> Self {
        let elements = || {
            criterion
                .elements
                .iter()
                .filter_map(|element| element.rule.as_ref())
        };
        let statuses = criterion.rules().flat_map(Rule::criteria);
        let refs = criterion.elements.iter();
        Self {
            refs: refs
                .map(|element| ElementRef::new(&criterion.id, &element.id))
                .collect(),
            statuses: once(statuses.filter_map(|id| places.get(id).copied())),
            any: RuleReads::of(&criterion.rules()),
            elements: RuleReads::of(&elements()),
            asked: once(elements().flat_map(Rule::facts_asked).cloned()),
        }
    }
}

impl RuleReads {
    const NONE: Self = Self {
        facts: Vec::new(),
        levels: Vec::new(),
        types: Vec::new(),
    };

    fn of<'a>(rules: &(impl Iterator<Item = &'a Rule> + Clone)) -> Self {
        let leaves = || rules.clone().flat_map(Rule::each);
        let mut facts = Vec::new();
        rules
            .clone()
            .for_each(|rule| note_facts(rule, Days::default(), &mut facts));
        Self {
            facts,
            levels: once(leaves().filter_map(Rule::own_practice).cloned()),
            types: once(leaves().flat_map(Rule::own_types).cloned()),
        }
    }
}

/// The facts of a rule and of those below it, with the days on which it is in force.
fn note_facts(rule: &Rule, days: Days, out: &mut Vec<(FactKey, Days)>) {
    for key in rule.own_facts() {
        if !out.iter().any(|(known, when)| known == key && *when == days) {
            out.push((key.clone(), days));
        }
    }
    match rule {
        Rule::All(rules) | Rule::Any(rules) | Rule::AtLeast { n: _, rules } => {
            rules.iter().for_each(|rule| note_facts(rule, days, out));
        }
        Rule::Not(rule) => note_facts(rule, days, out),
        Rule::Dated(series) => {
            for (rank, dated) in series.iter().enumerate() {
                // the last one that has begun holds
                let later = series.iter().skip(rank + 1).map(|dated| dated.from);
                let own = Days {
                    from: Some(dated.from),
                    before: later.min(),
                };
                note_facts(&dated.rule, days.and(own), out);
            }
        }
        Rule::Practice { .. }
        | Rule::Fact { .. }
        | Rule::Rate { .. }
        | Rule::Evidence(_)
        | Rule::Criterion { .. } => {}
    }
}

/// Each thing once, in the order in which it comes first.
fn once<T: Clone + Eq + std::hash::Hash>(things: impl Iterator<Item = T>) -> Vec<T> {
    let mut known = FxHashSet::default();
    things.filter(|thing| known.insert(thing.clone())).collect()
}

/// Each criterion after those that it reads.
fn order(criteria: &[CriterionReads]) -> Vec<usize> {
    let mut order = Vec::with_capacity(criteria.len());
    let mut done = vec![false; criteria.len()];
    loop {
        let before = order.len();
        for (place, own) in criteria.iter().enumerate() {
            let free = own.statuses.iter().all(|read| done.get(*read) == Some(&true));
            if let Some(done) = done.get_mut(place).filter(|done| !**done && free) {
                *done = true;
                order.push(place);
            }
        }
        if order.len() == before {
            return order;
        }
    }
}
