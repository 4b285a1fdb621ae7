//! Counts what facts ask of a table: its headings are found, its rows are read as the norm's columns, and counted. Pure: the same sheets
//! and the same question give the same answer.

mod heads;
mod rows;

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::cell::{Said, plain, said};
use super::grid::{Grid, GridCell, GridRow, letters};
use super::tally::{ForbiddenColumn, SheetSeen, TableSeen, Tally};
use crate::kernel::{ColumnId, Date, Digest, Exercise, Period, SiteId};
use crate::record::table::{AskedCount, ColumnTest, TableDef};
use heads::{Heads, proposals};
use rows::{Count, ReadRow, RowSite};

/// What a structure calls a column, and the values in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct OwnColumn {
    /// Its heading.
    pub heading: String,
    /// Its values, and those of the norm that they stand for.
    pub values: BTreeMap<String, String>,
}

/// The column that says of which site a row is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SiteColumn {
    /// Its heading.
    pub heading: String,
    /// Its values as they are compared, and the sites that they stand for; none: a place that is no site of the structure.
    pub values: BTreeMap<String, Option<SiteId>>,
    /// The sites for which is counted.
    pub sites: BTreeSet<SiteId>,
}

/// A table, and what the structure calls its columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KnownColumns {
    /// What a sheet may be.
    pub table: TableDef,
    /// The structure's own headings.
    pub own: BTreeMap<ColumnId, OwnColumn>,
}

impl KnownColumns {
    /// A table of the norm by the headings of the norm.
    pub fn of(table: &TableDef) -> Self {
        Self {
            table: table.clone(),
            own: BTreeMap::new(),
        }
    }

    /// Is a sheet this table, rather than another of those that it may be?
    fn heads<'a>(&'a self, grid: &Grid, rivals: &'a [impl Borrow<Self>]) -> Option<Heads<'a>> {
        let heads = Heads::find(grid, self)?;
        let fit = heads.fit(grid, self);
        let mut others = rivals
            .iter()
            .map(Borrow::borrow)
            .filter(|rival: &&Self| rival.table.id != self.table.id);
        let beaten = others.any(|rival| {
            let other = Heads::find(grid, rival);
            // as good as another is neither: a person says which
            other.is_some_and(|other| other.fit(grid, rival) >= fit)
        });
        (!beaten).then_some(heads)
    }

    /// The last day that a row of this table bears, in the sheets that are it; days to come are a plan.
    pub fn last_day(&self, grids: &[Grid], rivals: &[Self], today: Date) -> Option<Date> {
        let column = self.table.column(self.table.day.as_ref()?)?;
        let shown = grids.iter().filter(|grid| !grid.hidden);
        let days = shown.flat_map(|grid| {
            let heads = self.heads(grid, rivals);
            let at = heads
                .as_ref()
                .and_then(|heads| heads.columns.get(&column.id).copied());
            let first = heads.map_or(u32::MAX, |heads| heads.row);
            let below = grid.rows.iter().filter(move |row| row.number > first);
            below.filter_map(move |row| match said(row.cell(at?), column, &BTreeMap::new()) {
                Said::Day(day) => Some(day),
                _ => None,
            })
        });
        days.filter(|day| *day <= today).max()
    }

    /// Which of these tables the sheets are, each sheet one at most.
    pub fn among<'a>(all: &'a [Self], grids: &[Grid]) -> Vec<&'a TableDef> {
        let shown = || grids.iter().filter(|grid| !grid.hidden);
        let is = |one: &&Self| shown().any(|grid| one.heads(grid, all).is_some());
        all.iter().filter(is).map(|one| &one.table).collect()
    }
}

/// The tables of which a sheet is one at most.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rivals {
    digest: Digest,
    tables: Vec<Arc<KnownColumns>>,
}

impl Rivals {
    /// These.
    pub fn of(tables: Vec<Arc<KnownColumns>>) -> Self {
        let written = serde_json::to_vec(&tables).unwrap_or_default();
        Self {
            digest: Digest::of(&written),
            tables,
        }
    }
}

/// By their digest: a question bears many columns.
impl Serialize for Rivals {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.digest.serialize(serializer)
    }
}

/// A question to a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TableQuestion {
    /// What it may be.
    #[serde(flatten)]
    pub known: Arc<KnownColumns>,
    /// All tables that the same file may hold, where they are several.
    pub rivals: Option<Arc<Rivals>>,
    /// What is counted in it.
    pub asked: Arc<[AskedCount]>,
    /// The column that says of which site a row is, where the structure has its table counted by site.
    pub site: Option<SiteColumn>,
    /// The audit date.
    pub audit: Date,
    /// The twelve months that the structure counts by.
    pub exercise: Exercise,
    /// The days that the piece is declared to cover.
    pub covers: Option<(Date, Date)>,
}

/// Cells and runs of rows that are named of one count.
const NAMED: usize = 40;

impl TableQuestion {
    /// The exercises that may be counted, latest first: twelve months, closed by the audit date and less than 18 months ago.
    pub fn exercises(&self) -> Vec<(Date, Date)> {
        self.exercise.closed_before(self.audit)
    }

    /// Reads the sheets as this table.
    pub fn answer(&self, grids: &[Grid]) -> TableSeen {
        let anonymous = self.known.table.columns.iter().any(|column| column.personal);
        let mut seen = TableSeen {
            table: self.known.table.id.clone(),
            sheets: Vec::new(),
            missing: BTreeSet::new(),
            proposed: BTreeMap::new(),
            rows: 0,
            runs: Vec::new(),
            days: None,
            period: None,
            aside: 0,
            hidden_rows: 0,
            hidden_columns: Vec::new(),
            beyond: 0,
            forbidden: Vec::new(),
            tallies: Vec::new(),
        };
        let rivals = self.rivals.as_ref().map_or(&[][..], |all| &all.tables);
        let mut found: BTreeSet<&ColumnId> = BTreeSet::new();
        let mut counts = self.counts();
        for (rank, grid) in grids.iter().enumerate() {
            let name = if anonymous || grid.name.is_empty() {
                format!("feuille {}", rank + 1)
            } else {
                grid.name.clone()
            };
            let heads = self.known.heads(grid, rivals);
            // whatever is hidden goes out with the file all the same
            seen.forbidden.extend(heads.iter().flat_map(|heads| {
                let found = heads.forbidden(grid, &self.known);
                found.into_iter().map(|(column, announces)| ForbiddenColumn {
                    place: format!("{name}!{}", letters(column)),
                    announces: announces.clone(),
                })
            }));
            if grid.hidden {
                let cells: usize = grid.rows.iter().map(|row| row.cells.len()).sum();
                seen.beyond = seen
                    .beyond
                    .saturating_add(u32::try_from(cells).unwrap_or(u32::MAX));
                continue;
            }
            let Some(heads) = heads else {
                continue;
            };
            seen.beyond = seen.beyond.saturating_add(grid.beyond);
            seen.hidden_columns
                .extend(grid.hidden_columns.iter().map(|column| letters(*column)));
            found.extend(heads.columns.keys().copied());
            self.read(grid, &name, &heads, &mut seen, &mut counts);
            seen.sheets.push(SheetSeen {
                sheet: name,
                heading_row: heads.row,
                columns: heads
                    .columns
                    .iter()
                    .map(|(id, column)| ((*id).clone(), letters(*column)))
                    .collect(),
                site: self.site_column(&heads).map(letters),
            });
        }
        let missing = self
            .known
            .table
            .columns
            .iter()
            .filter(|column| !found.contains(&column.id));
        seen.missing = missing.map(|column| column.id.clone()).collect();
        if !seen.is_recognised() || !seen.missing.is_empty() {
            seen.proposed = proposals(grids, &self.known, &seen.missing);
        }
        seen.period = self
            .covers
            .or_else(|| seen.days.map(|(from, to)| whole_months(from, to)));
        if seen.is_recognised() {
            let known = |asked: &AskedCount| asked.calculation.columns().all(|id| found.contains(id));
            let parted = seen.sheets.iter().all(|sheet| sheet.site.is_some());
            seen.tallies = counts
                .into_iter()
                .filter(|count| known(count.asked) && (parted || count.site.is_none()))
                .map(Count::finish)
                .collect();
        }
        seen
    }

    fn counts(&self) -> Vec<Count<'_>> {
        let exercises = self.exercises();
        let sites: Vec<Option<&SiteId>> = std::iter::once(None)
            .chain(self.site.iter().flat_map(|column| &column.sites).map(Some))
            .collect();
        let mut out = Vec::new();
        for asked in self.asked.iter() {
            let years = if asked.calculation.is_yearly() {
                exercises.iter().copied().map(Some).collect()
            } else {
                vec![None]
            };
            for site in &sites {
                out.extend(years.iter().map(|year| Count::new(asked, *site, *year)));
            }
        }
        out
    }

    /// The column that says the site of a row of this sheet.
    fn site_column(&self, heads: &Heads<'_>) -> Option<u32> {
        heads.called(&self.site.as_ref()?.heading)
    }

    /// Of which site a row is; a place that is not known is one that cannot be read.
    fn site_of(&self, row: &GridRow, name: &str, at: Option<u32>) -> RowSite<'_> {
        let Some((column, at)) = self.site.as_ref().zip(at) else {
            return RowSite::Unsaid(String::new());
        };
        let said = match row.cell(at) {
            Some(GridCell::Text(text)) => column.values.get(&plain(text)),
            Some(GridCell::Number(number)) => column.values.get(&plain(number)),
            _ => None,
        };
        match said {
            Some(site) => RowSite::Of(site.as_ref()),
            None => RowSite::Unsaid(format!("{name}!{}{}", letters(at), row.number)),
        }
    }

    fn read(
        &self,
        grid: &Grid,
        name: &str,
        heads: &Heads<'_>,
        seen: &mut TableSeen,
        counts: &mut [Count<'_>],
    ) {
        let values: BTreeMap<&ColumnId, BTreeMap<String, String>> = self
            .known
            .own
            .iter()
            .map(|(id, own)| {
                let values = own
                    .values
                    .iter()
                    .map(|(theirs, ours)| (plain(theirs), ours.clone()));
                (id, values.collect())
            })
            .collect();
        let none = BTreeMap::new();
        let site_column = self.site_column(heads);
        for row in grid.rows.iter().filter(|row| row.number > heads.row) {
            if heads.is_aside(row) {
                seen.aside = seen.aside.saturating_add(1);
                continue;
            }
            let cells: BTreeMap<&ColumnId, (Said, String)> = self
                .known
                .table
                .columns
                .iter()
                .filter_map(|column| {
                    let at = *heads.columns.get(&column.id)?;
                    let mut said = said(row.cell(at), column, values.get(&column.id).unwrap_or(&none));
                    // what the table is made of must stand in each of its rows
                    if column.needed && said == Said::Nothing {
                        said = Said::Other;
                    }
                    Some((
                        &column.id,
                        (said, format!("{name}!{}{}", letters(at), row.number)),
                    ))
                })
                .collect();
            seen.rows = seen.rows.saturating_add(1);
            seen.place(name, row.number);
            seen.hidden_rows = seen.hidden_rows.saturating_add(u32::from(row.hidden));
            if let Some((Said::Day(day), _)) = self.known.table.day.as_ref().and_then(|id| cells.get(id)) {
                seen.days = Some(match seen.days {
                    None => (*day, *day),
                    Some((first, last)) => (first.min(*day), last.max(*day)),
                });
            }
            let row = ReadRow {
                cells: &cells,
                site: self.site_of(row, name, site_column),
                hidden: row.hidden,
                sheet: name,
                number: row.number,
                audit: self.audit,
            };
            for count in counts.iter_mut() {
                count.add(&row);
            }
        }
    }
}

/// Whole months around two days.
fn whole_months(from: Date, to: Date) -> (Date, Date) {
    let (year, month, _) = from.parts();
    let first = Date::new(year, month, 1).unwrap_or(from);
    let (year, month, _) = to.parts();
    let next = Period::parse("P1M").and_then(|period| Some(Date::new(year, month, 1)?.plus(period)));
    (first, next.and_then(Date::yesterday).unwrap_or(to))
}

/// How many of these columns hold something in a row.
fn filled(row: &GridRow, columns: impl Iterator<Item = u32>) -> usize {
    columns.filter(|column| row.cell(*column).is_some()).count()
}
