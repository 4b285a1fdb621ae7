//! One count, row after row: which rows are of it, which might be and cannot be read.

use std::collections::{BTreeMap, BTreeSet};

use super::{ColumnTest, NAMED, Said, Tally};
use crate::kernel::{ColumnId, Date, Ratio, SiteId};
use crate::record::cell::plain;
use crate::record::table::{AskedCount, Operation, RowCondition};

/// A row of the table, as it was read.
pub(super) struct ReadRow<'a> {
    /// What its cells say, and where they stand.
    pub(super) cells: &'a BTreeMap<&'a ColumnId, (Said, String)>,
    /// Of which site it is.
    pub(super) site: RowSite<'a>,
    /// Is it hidden?
    pub(super) hidden: bool,
    /// The sheet.
    pub(super) sheet: &'a str,
    /// Its number.
    pub(super) number: u32,
    /// The audit date.
    pub(super) audit: Date,
}

/// Of which site a row is.
pub(super) enum RowSite<'a> {
    /// This one; none: no site of the structure.
    Of(Option<&'a SiteId>),
    /// It cannot be read, at this place.
    Unsaid(String),
}

/// Does a row meet conditions?
#[derive(Debug, PartialEq, Eq)]
enum Met<'a> {
    Yes,
    No,
    /// A cell that cannot be read would say.
    Doubtful(&'a str),
}

/// A count that is under way.
#[derive(Debug)]
pub(super) struct Count<'a> {
    pub(super) asked: &'a AskedCount,
    /// The site whose rows are counted; none: all.
    pub(super) site: Option<&'a SiteId>,
    exercise: Option<(Date, Date)>,
    value: Option<Ratio>,
    different: BTreeSet<Said>,
    whole: usize,
    rows: u32,
    runs: Vec<(String, u32, u32)>,
    doubtful: u32,
    cells: Vec<String>,
}

impl<'a> Count<'a> {
    pub(super) fn new(
        asked: &'a AskedCount,
        site: Option<&'a SiteId>,
        exercise: Option<(Date, Date)>,
    ) -> Self {
        Self {
            asked,
            site,
            exercise,
            value: None,
            different: BTreeSet::new(),
            whole: 0,
            rows: 0,
            runs: Vec::new(),
            doubtful: 0,
            cells: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, row: &ReadRow<'_>) {
        let elsewhere = match (self.site, &row.site) {
            (Some(_), RowSite::Of(None)) => true,
            (Some(own), RowSite::Of(Some(site))) => own != *site,
            _ => false,
        };
        if elsewhere {
            return;
        }
        let calculation = &self.asked.calculation;
        let share = calculation.operation == Operation::Share;
        let met = match self.all(&calculation.conditions, row) {
            Met::Yes if share => match self.all(&calculation.part, row) {
                Met::No => Met::Yes,
                Met::Yes => {
                    self.value = Some(self.value.take().unwrap_or_else(Ratio::zero) + Ratio::one());
                    Met::Yes
                }
                doubtful @ Met::Doubtful(_) => doubtful,
            },
            other => other,
        };
        match (met, &row.site) {
            (Met::No, _) => {}
            (Met::Doubtful(place), _) => self.doubt(place),
            // it may be of any of them
            (Met::Yes, RowSite::Unsaid(place)) if self.site.is_some() => self.doubt(place),
            (Met::Yes, _) if row.hidden => self.doubt(&format!("{}!{}", row.sheet, row.number)),
            (Met::Yes, _) => {
                let of = calculation.of.as_ref().and_then(|id| row.cells.get(id));
                if let Some((Said::Other, place)) = of {
                    self.doubt(place);
                    return;
                }
                self.take(of.map(|(said, _)| said), row);
            }
        }
    }

    /// Takes a row in.
    fn take(&mut self, of: Option<&Said>, row: &ReadRow<'_>) {
        self.whole += 1;
        let number = match of {
            Some(Said::Number(n)) => Some(n.clone()),
            _ => None,
        };
        self.value = match (self.asked.calculation.operation, self.value.take(), number) {
            (Operation::Sum, Some(known), Some(n)) => Some(known + n),
            (Operation::Least, Some(known), Some(n)) => Some(known.min(n)),
            (Operation::Most, Some(known), Some(n)) => Some(known.max(n)),
            (Operation::Sum | Operation::Least | Operation::Most, None, given) => given,
            (_, known, _) => known,
        };
        if let (Operation::Distinct, Some(said)) = (self.asked.calculation.operation, of)
            && *said != Said::Nothing
        {
            self.different.insert(said.clone());
        }
        self.rows += 1;
        if let Some((sheet, _, last)) = self.runs.last_mut()
            && sheet == row.sheet
            && *last + 1 == row.number
        {
            *last = row.number;
        } else if self.runs.len() < NAMED {
            self.runs.push((row.sheet.to_owned(), row.number, row.number));
        }
    }

    fn doubt(&mut self, place: &str) {
        self.doubtful += 1;
        if self.cells.len() < NAMED {
            self.cells.push(place.to_owned());
        }
    }

    /// The first condition that is not met decides; else the first that cannot be read.
    fn all<'r>(&self, conditions: &[RowCondition], row: &ReadRow<'r>) -> Met<'r> {
        let mut out = Met::Yes;
        for condition in conditions {
            match self.one(condition, row) {
                Met::Yes => {}
                Met::No => return Met::No,
                doubtful @ Met::Doubtful(_) => {
                    if out == Met::Yes {
                        out = doubtful;
                    }
                }
            }
        }
        out
    }

    fn one<'r>(&self, condition: &RowCondition, row: &ReadRow<'r>) -> Met<'r> {
        // a column that is not there is not asked of: such a count is not given
        let Some((said, place)) = row.cells.get(&condition.column) else {
            return Met::No;
        };
        if *said == Said::Other {
            // that something stands there can be seen, whatever it is
            return match condition.test {
                ColumnTest::Filled(true) => Met::Yes,
                ColumnTest::Filled(false) => Met::No,
                _ => Met::Doubtful(place),
            };
        }
        let met = match (&condition.test, said) {
            (ColumnTest::Is(wanted), Said::Truth(found)) => wanted == found,
            (ColumnTest::Is(wanted), _) => !wanted,
            (ColumnTest::Among(values), Said::Text(text)) => {
                values.iter().any(|value| value == text || plain(value) == *text)
            }
            (ColumnTest::Filled(wanted), said) => *wanted == (*said != Said::Nothing),
            (ColumnTest::Before(bound), Said::Day(day)) => *day <= bound.day(row.audit),
            (ColumnTest::After(bound), Said::Day(day)) => *day >= bound.day(row.audit),
            (ColumnTest::NotBefore(bound), Said::Day(day)) => *day >= bound.day(row.audit),
            (ColumnTest::NotBefore(_), Said::Nothing) => true,
            (ColumnTest::Between(from, to), Said::Day(day)) => {
                (from.day(row.audit)..=to.day(row.audit)).contains(day)
            }
            (ColumnTest::AtLeast(bound), Said::Number(n)) => n >= bound,
            (ColumnTest::AtMost(bound), Said::Number(n)) => n <= bound,
            (ColumnTest::During, Said::Day(day)) => {
                self.exercise.is_some_and(|(from, to)| (from..=to).contains(day))
            }
            (ColumnTest::Same(other), said) => match row.cells.get(other) {
                Some((Said::Other, place)) => return Met::Doubtful(place),
                Some((found, _)) => found == said && *said != Said::Nothing,
                None => false,
            },
            _ => false,
        };
        if met { Met::Yes } else { Met::No }
    }

    pub(super) fn finish(self) -> Tally {
        let share = self.asked.calculation.operation == Operation::Share;
        let value = match self.asked.calculation.operation {
            Operation::Count => Some(Ratio::count(self.whole)),
            Operation::Distinct => Some(Ratio::count(self.different.len())),
            Operation::Sum | Operation::Share => Some(self.value.unwrap_or_else(Ratio::zero)),
            Operation::Least | Operation::Most => self.value,
        };
        Tally {
            fact: self.asked.fact.clone(),
            site: self.site.cloned(),
            exercise: self.exercise,
            value,
            whole: share.then(|| Ratio::count(self.whole)),
            rows: self.rows,
            which: self
                .runs
                .into_iter()
                .map(|(sheet, from, to)| {
                    if from == to {
                        format!("{sheet}!{from}")
                    } else {
                        format!("{sheet}!{from}-{to}")
                    }
                })
                .collect(),
            doubtful: self.doubtful,
            cells: self.cells,
        }
    }
}
