//! Facts that a table counts: which piece speaks for a table, for which days, and what becomes of the value that was typed.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::inputs::{Computed, Fact, NotTaken, SiteInputs};
use crate::dossier::OwnTable;
use crate::kernel::{Date, FactKey, PieceId, Ratio, SiteId, TableId};
use crate::norm::Norm;
use crate::norm::model::{Criterion, FactType, FactValue, Rule};
use crate::record::item::{Item, Reading};
use crate::record::table::{Calculation, Operation};
use crate::record::tally::{TableSeen, Tally};

/// The pieces that are recognised as one table.
type Speaking<'a> = Vec<(&'a Item, &'a TableSeen)>;

/// Counts every fact that says how, and puts what is sure in its place: for the whole structure, and for each site whose rows or
/// whose own tables are known. Pure: from what stands in the pieces.
pub(super) fn settle(
    norm: &Norm,
    items: &BTreeMap<PieceId, Item>,
    own: &BTreeMap<TableId, OwnTable>,
    facts: &mut BTreeMap<FactKey, Fact>,
    by_site: &mut BTreeMap<SiteId, SiteInputs>,
    date: Date,
) -> BTreeMap<FactKey, Computed> {
    let mut out = BTreeMap::new();
    if items.values().all(|item| item.tables.is_empty()) {
        return out;
    }
    for (key, def) in &norm.facts {
        let Some(calculation) = &def.calculation else {
            continue;
        };
        let own = own.get(&calculation.table);
        let named = own.and_then(|own| own.piece.as_ref());
        let all = all_speaking(items, &calculation.table, date);
        let asked = Asked {
            norm,
            key,
            calculation,
            kind: def.kind,
            named,
        };
        // a table of one site says nothing of the whole
        let of_whole = || all.iter().filter(|(item, _)| item.site.is_none()).copied();
        out.extend(
            asked
                .count(of_whole().collect(), None, facts)
                .map(|computed| (key.clone(), computed)),
        );
        let column = own.and_then(|own| own.site.as_ref());
        let rows = column.into_iter().flat_map(|column| &column.sites);
        let tables = all.iter().filter_map(|(item, _)| item.site.as_ref());
        let sites: BTreeSet<&SiteId> = rows.chain(tables).collect();
        for site in sites {
            let theirs = all.iter().filter(|(item, _)| item.site.as_ref() == Some(site));
            let speaking: Speaking<'_> = of_whole()
                .filter(|_| column.is_some())
                .chain(theirs.copied())
                .collect();
            let mut stated = by_site.remove(site).unwrap_or_default();
            let computed = asked.count(speaking, Some(site), &mut stated.facts);
            stated.computed.extend(computed.map(|one| (key.clone(), one)));
            if stated != SiteInputs::default() {
                by_site.insert(site.clone(), stated);
            }
        }
    }
    for own in by_site.values_mut().filter(|own| !own.computed.is_empty()) {
        pair(norm, facts, own);
    }
    out
}

/// A part of a site is no part of the whole structure: where one number of a share is known for the whole only, the other is not
/// counted for the site.
fn pair(norm: &Norm, facts: &BTreeMap<FactKey, Fact>, own: &mut SiteInputs) {
    let mut shares: BTreeSet<(&FactKey, &FactKey)> = BTreeSet::new();
    for rule in norm
        .criteria
        .iter()
        .flat_map(Criterion::rules)
        .flat_map(Rule::each)
    {
        if let Rule::Rate { part, whole, .. } = rule {
            shares.extend([(part, whole), (whole, part)]);
        }
    }
    // what leaves may leave another alone
    loop {
        let counted = |key: &FactKey| {
            let computed = own.computed.get(key);
            computed.is_some_and(|one| one.not_taken.is_none() && one.typed.is_none())
        };
        let of_whole = |key: &FactKey| facts.contains_key(key) && !own.facts.contains_key(key);
        let alone = shares.iter().find(|(one, other)| counted(one) && of_whole(other));
        let Some((key, _)) = alone else { return };
        own.facts.remove(*key);
        if let Some(computed) = own.computed.get_mut(*key) {
            computed.not_taken = Some(NotTaken::WithoutOther);
        }
    }
}

/// A fact, and what is counted for it.
#[derive(Debug, Clone, Copy)]
struct Asked<'a> {
    norm: &'a Norm,
    key: &'a FactKey,
    calculation: &'a Calculation,
    kind: FactType,
    /// The piece that the structure names, where several cover the same days.
    named: Option<&'a PieceId>,
}

impl Asked<'_> {
    /// Counts it in these pieces, and puts what is sure in the place of what was typed.
    fn count(
        self,
        all: Speaking<'_>,
        site: Option<&SiteId>,
        facts: &mut BTreeMap<FactKey, Fact>,
    ) -> Option<Computed> {
        let typed = facts.get(self.key);
        let named = self
            .named
            .or_else(|| typed.and_then(|fact| fact.evidence.as_ref()));
        let speaking = speaking(self.norm, all, (&self.calculation.table, named));
        if speaking.is_empty() {
            return None;
        }
        let mut computed = self.compute(&speaking, site);
        computed.typed = typed.map(|fact| fact.value.clone());
        if let (None, Some(value)) = (&computed.not_taken, &computed.value) {
            let former = facts.remove(self.key);
            facts.insert(
                self.key.clone(),
                Fact {
                    value: value.clone(),
                    on: None,
                    source: None,
                    evidence: computed.pieces.iter().next_back().cloned(),
                    at: None,
                    seen: None,
                    typed: None,
                    by: former.as_ref().and_then(|fact| fact.by.clone()),
                    stated_on: former.and_then(|fact| fact.stated_on),
                },
            );
        }
        Some(computed)
    }
}

/// The pieces that are recognised as a table.
fn all_speaking<'a>(items: &'a BTreeMap<PieceId, Item>, table: &TableId, date: Date) -> Speaking<'a> {
    items
        .values()
        .filter(|item| matches!(item.reading, Reading::Readable))
        .filter(|item| item.dates.effect.is_none_or(|effect| effect <= date))
        .flat_map(|item| item.tables.iter().map(move |seen| (item, seen)))
        .filter(|(_, seen)| &seen.table == table && seen.is_recognised())
        .collect()
}

/// The pieces that speak for a table: of a state the latest; of what happens all, or the one that is named where some overlap.
fn speaking<'a>(
    norm: &Norm,
    all: Speaking<'a>,
    (table, named): (&TableId, Option<&PieceId>),
) -> Speaking<'a> {
    if let Some(one) = all.iter().find(|(item, _)| Some(&item.id) == named) {
        return vec![*one];
    }
    let dated = norm.tables.get(table).is_some_and(|def| def.day.is_some());
    if dated {
        return all;
    }
    let latest = all.iter().map(|(item, _)| item.dates.effect).max().flatten();
    all.into_iter()
        .filter(|(item, _)| item.dates.effect == latest)
        .collect()
}

impl Asked<'_> {
    fn compute(self, speaking: &Speaking<'_>, site: Option<&SiteId>) -> Computed {
        let Self {
            key,
            calculation,
            kind,
            ..
        } = self;
        let mut out = Computed {
            table: calculation.table.clone(),
            pieces: speaking.iter().map(|(item, _)| item.id.clone()).collect(),
            exercise: None,
            period: None,
            value: None,
            typed: None,
            rows: 0,
            doubtful: 0,
            not_taken: None,
        };
        let periods: Vec<(Date, Date)> = speaking.iter().filter_map(|(_, seen)| seen.period).collect();
        let dated = !periods.is_empty();
        out.period = periods
            .iter()
            .copied()
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        if overlap(speaking, &periods) {
            out.not_taken = Some(NotTaken::Overlap);
            return out;
        }
        let all: Vec<&Tally> = speaking
            .iter()
            .flat_map(|(item, seen)| {
                // of a site's own table all rows are its own
                let of = site.filter(|_| item.site.is_none());
                let tallies = seen.tallies.iter();
                tallies.filter(move |tally| &tally.fact == key && tally.site.as_ref() == of)
            })
            .collect();
        if all.is_empty() {
            out.not_taken = Some(NotTaken::ColumnsMissing);
            return out;
        }
        let empty = speaking.iter().all(|(_, seen)| seen.rows == 0);
        if calculation.is_yearly() {
            let years: BTreeSet<(Date, Date)> = all.iter().filter_map(|tally| tally.exercise).collect();
            out.exercise = years.into_iter().rev().find(|year| covered(*year, &periods));
            if out.exercise.is_none() {
                out.not_taken = Some(if dated || !empty {
                    NotTaken::NoExercise
                } else {
                    NotTaken::EmptyWithoutPeriod
                });
                return out;
            }
        } else if empty && !dated {
            out.not_taken = Some(NotTaken::EmptyWithoutPeriod);
            return out;
        }
        let chosen: Vec<&Tally> = all
            .into_iter()
            .filter(|tally| tally.exercise == out.exercise)
            .collect();
        out.rows = chosen.iter().map(|tally| tally.rows).sum();
        out.doubtful = chosen.iter().map(|tally| tally.doubtful).sum();
        let value = merged(calculation.operation, &chosen);
        out.not_taken = match (&value, out.doubtful) {
            (Err(why), _) => Some(*why),
            (Ok(_), 0) => None,
            (Ok(_), _) => Some(NotTaken::Unreadable),
        };
        // a number of persons or meetings is whole: a sum of halves is none
        let whole = |n: &Ratio| kind != FactType::Integer || n.floor() == *n;
        out.value = value.ok().filter(whole).map(FactValue::Number);
        if out.value.is_none() && out.not_taken.is_none() {
            out.not_taken = Some(NotTaken::NotWhole);
        }
        out
    }
}

/// Do two of them cover one day, or is one of several without days?
fn overlap(speaking: &Speaking<'_>, periods: &[(Date, Date)]) -> bool {
    let mut sorted = periods.to_vec();
    sorted.sort_unstable();
    let met = sorted
        .iter()
        .zip(sorted.iter().skip(1))
        .any(|(one, next)| next.0 <= one.1);
    speaking.len() > 1 && (met || periods.len() < speaking.len())
}

/// Do these periods cover all days of another, together?
fn covered((from, to): (Date, Date), periods: &[(Date, Date)]) -> bool {
    let mut sorted = periods.to_vec();
    sorted.sort_unstable();
    let mut next = Some(from);
    for (first, last) in sorted {
        let Some(day) = next else { return true };
        if first <= day && last >= day {
            next = last.tomorrow();
        }
    }
    next.is_none_or(|day| day > to)
}

/// What several tables give together: what is different in each may be the same in two.
fn merged(operation: Operation, all: &[&Tally]) -> Result<Ratio, NotTaken> {
    let values = || all.iter().filter_map(|tally| tally.value.clone());
    match operation {
        Operation::Distinct if all.len() > 1 => Err(NotTaken::SeveralFiles),
        Operation::Count | Operation::Distinct | Operation::Sum => {
            Ok(values().fold(Ratio::zero(), |sum, n| sum + n))
        }
        Operation::Least => values().min().ok_or(NotTaken::NothingToCount),
        Operation::Most => values().max().ok_or(NotTaken::NothingToCount),
        Operation::Share => {
            let wholes = all.iter().filter_map(|tally| tally.whole.clone());
            let whole = wholes.fold(Ratio::zero(), |sum, n| sum + n);
            let part = values().fold(Ratio::zero(), |sum, n| sum + n);
            Ratio::of(&part, &whole).ok_or(NotTaken::NothingToCount)
        }
    }
}
