//! What a norm has sought in files under one of its profiles, whoever's dossier it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::binder::Binder;
use crate::kernel::{CriterionId, FactKey, ProfileId, TypeId};
use crate::norm::Norm;
use crate::norm::model::{Criterion, FactType, Rule};
use crate::record::Posed;
use crate::record::counting::{KnownColumns, Rivals};
use crate::record::figure::FigureWords;
use crate::record::reading::Test;
use crate::record::table::{AskedCount, TableDef};

/// What the rules of a profile ask of the contents of each evidence type, whoever's dossier it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// Words sought in each type.
    pub(super) words: BTreeMap<TypeId, BTreeSet<Arc<Posed<Test>>>>,
    /// By what a text passes for a piece of each type: of each group, one beginning of a word.
    pub(super) groups: BTreeMap<TypeId, Vec<Arc<Posed<Test>>>>,
    /// By what the numbers of each fact are known.
    pub(super) figures: BTreeMap<FactKey, FigureWords>,
    /// The types that any criterion or table of the norm asks.
    pub(super) asked: BTreeSet<TypeId>,
    /// The usual papers, whose pieces are of the types that their text shows.
    pub(super) binder: Binder,
    /// The tables of the norm by its own headings, each with what is counted in it.
    pub(super) tables: Vec<(Arc<KnownColumns>, Arc<[AskedCount]>)>,
    /// All of them, for a file that may hold any.
    pub(super) every: Option<Arc<Rivals>>,
}

impl Sought {
    /// Those of a profile: its criteria, and those whose status they read.
    pub fn of(norm: &Norm, profile: &ProfileId) -> Self {
        let tables: Vec<_> = norm
            .tables
            .values()
            .map(|table| (Arc::new(KnownColumns::of(table)), counts(table, norm)))
            .collect();
        let mut sought = Self {
            binder: Binder::of(norm),
            every: Some(rivals(tables.iter().map(|(known, _)| known))),
            tables,
            figures: figures(norm),
            asked: asked(norm),
            ..Self::default()
        };
        for (id, kind) in norm
            .evidence_types
            .iter()
            .filter(|(_, kind)| !kind.known_by.is_empty())
        {
            sought.known_by(id.clone(), &kind.known_by);
        }
        let mut waiting: Vec<&CriterionId> = norm
            .profile(profile)
            .into_iter()
            .flat_map(|profile| &profile.criteria)
            .collect();
        let mut known: BTreeSet<&CriterionId> = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if !known.insert(id) {
                continue;
            }
            for rule in norm.criterion(id).into_iter().flat_map(Criterion::rules) {
                waiting.extend(rule.criteria());
                rule.each().for_each(|rule| sought.add(rule));
            }
        }
        sought
    }

    fn add(&mut self, rule: &Rule) {
        let Rule::Evidence(asked) = rule else { return };
        for id in asked.types.iter().filter(|_| !asked.contains.is_empty()) {
            self.words
                .entry(id.clone())
                .or_default()
                .extend(asked.contains.iter().cloned().map(Test::Words).map(posed));
        }
    }

    /// Also seeks, in pieces of this type, the groups of beginnings of words by which its papers are known.
    pub(super) fn known_by(&mut self, id: TypeId, groups: &[Vec<String>]) {
        let groups = groups.iter().cloned().map(Test::Group).map(posed);
        self.groups.insert(id, groups.collect());
    }
}

/// A question to texts, asked of many.
pub(super) fn posed(test: Test) -> Arc<Posed<Test>> {
    Arc::new(Posed::of(test))
}

/// By what the numbers of each fact are known.
fn figures(norm: &Norm) -> BTreeMap<FactKey, FigureWords> {
    let known = norm.facts.iter().filter_map(|(key, def)| {
        let percent = match def.kind {
            FactType::Percentage => true,
            FactType::Integer | FactType::Decimal => false,
            FactType::Boolean | FactType::Date | FactType::Text | FactType::Choice => return None,
        };
        Some((key.clone(), FigureWords::of(percent, &def.label, &def.words)))
    });
    known.collect()
}

/// The types that any criterion or table asks.
fn asked(norm: &Norm) -> BTreeSet<TypeId> {
    let rules = norm.criteria.iter().flat_map(Criterion::rules);
    let tables = norm.tables.values().flat_map(|table| &table.types);
    rules
        .flat_map(Rule::evidence_types)
        .chain(tables)
        .cloned()
        .collect()
}

/// What is counted in a table of the norm.
fn counts(table: &TableDef, norm: &Norm) -> Arc<[AskedCount]> {
    let asked = norm.facts.iter().filter_map(|(key, def)| {
        let calculation = def.calculation.as_ref()?;
        (calculation.table == table.id).then(|| AskedCount {
            fact: key.clone(),
            calculation: calculation.clone(),
        })
    });
    asked.collect()
}

/// Tables that a sheet may be, one against the others.
pub(super) fn rivals<'a>(tables: impl Iterator<Item = &'a Arc<KnownColumns>>) -> Arc<Rivals> {
    Arc::new(Rivals::of(tables.map(Arc::clone).collect()))
}
