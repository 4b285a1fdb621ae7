//! What was counted in a table, as it stands in the inputs of a judgement: numbers, rows and cells by their places, never what a cell
//! holds.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::kernel::{ColumnId, Date, Digest, FactKey, Ratio, SiteId, TableId};

/// Runs of rows whose place is kept, of one table.
const RUNS: usize = 400;

/// What came of reading a piece as one of the tables that it may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TableSeen {
    /// The table.
    #[serde(rename = "tableau")]
    pub table: TableId,
    /// Sheets in which its headings stand, with the row of the headings; none: it is not recognised.
    #[serde(rename = "feuilles", default, skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<SheetSeen>,
    /// Columns that stand in none of them.
    #[serde(
        rename = "colonnes-absentes",
        default,
        skip_serializing_if = "BTreeSet::is_empty"
    )]
    pub missing: BTreeSet<ColumnId>,
    /// Headings that may be theirs, from what stands under them: for whoever writes the `correspondance`.
    #[serde(rename = "propositions", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub proposed: BTreeMap<ColumnId, Vec<String>>,
    /// How many rows are of the table.
    #[serde(rename = "lignes")]
    pub rows: u32,
    /// Where those rows stand, run after run; the first of them only, where they lie too far apart.
    #[serde(rename = "rangees", default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<RowRun>,
    /// First and last day that its rows bear.
    #[serde(rename = "jours", default, skip_serializing_if = "Option::is_none")]
    pub days: Option<(Date, Date)>,
    /// The days that it covers: as declared, else whole months from the first day to the last.
    #[serde(rename = "periode", default, skip_serializing_if = "Option::is_none")]
    pub period: Option<(Date, Date)>,
    /// Rows left out: totals, and notes.
    #[serde(rename = "lignes-a-part", default)]
    pub aside: u32,
    /// Rows that are hidden, by hand or by a filter.
    #[serde(rename = "lignes-masquees", default)]
    pub hidden_rows: u32,
    /// Columns that are hidden, by letter: they are not read.
    #[serde(rename = "colonnes-masquees", default, skip_serializing_if = "Vec::is_empty")]
    pub hidden_columns: Vec<String>,
    /// Cells too far to the right for a table, or in a hidden sheet: they are not read.
    #[serde(rename = "cellules-ecartees", default)]
    pub beyond: u32,
    /// Columns that name persons who must not be named, hidden ones included.
    #[serde(
        rename = "colonnes-interdites",
        default,
        skip_serializing_if = "Vec::is_empty"
    )]
    pub forbidden: Vec<ForbiddenColumn>,
    /// What was counted.
    #[serde(rename = "comptes", default, skip_serializing_if = "Vec::is_empty")]
    pub tallies: Vec<Tally>,
}

/// A column that names persons who must not be named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForbiddenColumn {
    /// Where it stands, by sheet and letter.
    #[serde(rename = "endroit")]
    pub place: String,
    /// The norm's word for what its heading announces: a file's own heading may say more than it should.
    #[serde(rename = "annonce")]
    pub announces: String,
}

/// Rows of a sheet that follow one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowRun {
    /// The sheet, named as in [`SheetSeen`].
    #[serde(rename = "feuille")]
    pub sheet: String,
    /// The number of the first.
    #[serde(rename = "premiere")]
    pub first: u32,
    /// The number of the last.
    #[serde(rename = "derniere")]
    pub last: u32,
}

impl RowRun {
    /// How many there are.
    fn rows(&self) -> u32 {
        (self.last - self.first.min(self.last)).saturating_add(1)
    }
}

/// Where the headings of a table stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetSeen {
    /// The sheet, by name; by number where the table names persons.
    #[serde(rename = "feuille")]
    pub sheet: String,
    /// The row of the headings.
    #[serde(rename = "entetes")]
    pub heading_row: u32,
    /// Letters of the columns that were found.
    #[serde(rename = "colonnes")]
    pub columns: BTreeMap<ColumnId, String>,
    /// Letter of the column that says the site of a row, where the structure says which one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
}

/// One count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Tally {
    /// The fact that it is for.
    #[serde(rename = "fait")]
    pub fact: FactKey,
    /// The site whose rows it is made of; none: all rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteId>,
    /// The exercise that it is for, where it is for one.
    #[serde(rename = "exercice", default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<(Date, Date)>,
    /// What the rows that can be read give; of a share, its part; none: no row gives anything.
    #[serde(rename = "valeur", default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Ratio>,
    /// Of a share, its whole.
    #[serde(rename = "sur", default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<Ratio>,
    /// How many rows it was made of.
    #[serde(rename = "lignes")]
    pub rows: u32,
    /// Which ones: `Feuille1!3-9`. The first of them only, where there are many runs.
    #[serde(rename = "lesquelles", default, skip_serializing_if = "Vec::is_empty")]
    pub which: Vec<String>,
    /// How many rows might be of it and cannot be read, or are hidden.
    #[serde(rename = "illisibles", default)]
    pub doubtful: u32,
    /// Their cells: `Feuille1!C12`. The first of them only.
    #[serde(
        rename = "cellules-illisibles",
        default,
        skip_serializing_if = "Vec::is_empty"
    )]
    pub cells: Vec<String>,
}

impl TableSeen {
    /// Is it the table?
    pub fn is_recognised(&self) -> bool {
        !self.sheets.is_empty()
    }

    /// Takes a row in among those whose place is known.
    pub(super) fn place(&mut self, sheet: &str, number: u32) {
        if let Some(run) = self.runs.last_mut()
            && run.sheet == sheet
            && run.last.saturating_add(1) == number
        {
            run.last = number;
        } else if self.runs.len() < RUNS {
            self.runs.push(RowRun {
                sheet: sheet.to_owned(),
                first: number,
                last: number,
            });
        }
    }

    /// How many rows a draw is made among: those whose place is known.
    pub fn placed(&self) -> u32 {
        let rows = self.runs.iter().map(RowRun::rows);
        rows.fold(0, u32::saturating_add)
    }

    /// `n` of its rows, as `Feuille1!12`, in the order of the table: those whose SHA-256(seed, digest of the file, rank of the row) comes
    /// first. Who has seed and file draws the same.
    pub fn draw(&self, seed: &str, digest: Digest, n: usize) -> Vec<String> {
        let mut ranks: Vec<(Digest, u32)> = (1..=self.placed())
            .map(|rank| (Digest::of(format!("{seed}\n{digest}\n{rank}").as_bytes()), rank))
            .collect();
        ranks.sort();
        ranks.truncate(n);
        ranks.sort_by_key(|(_, rank)| *rank);
        ranks.iter().filter_map(|(_, rank)| self.row(*rank)).collect()
    }

    /// The place of a row by its rank among all, from 1.
    fn row(&self, rank: u32) -> Option<String> {
        let mut before = 0;
        for run in &self.runs {
            let until = run.rows().saturating_add(before);
            if rank <= until {
                return Some(format!("{}!{}", run.sheet, run.first + (rank - before) - 1));
            }
            before = until;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(places: &[(&str, u32)]) -> TableSeen {
        let written = serde_json::json!({ "tableau": "demandes", "lignes": places.len() });
        let mut seen: TableSeen = serde_json::from_value(written).unwrap();
        for (sheet, number) in places {
            seen.place(sheet, *number);
        }
        seen
    }

    #[test]
    fn a_draw_is_made_again_by_who_has_seed_and_file_and_by_nobody_else() {
        let seen = table(&[("A", 2), ("A", 3), ("A", 7), ("B", 8), ("B", 9)]);
        let (file, other) = (Digest::of(b"a"), Digest::of(b"b"));
        assert_eq!(seen.placed(), 5);
        assert_eq!(seen.runs.len(), 3);
        let all = ["A!2", "A!3", "A!7", "B!8", "B!9"];
        assert_eq!(seen.draw("42", file, 9), all);
        let two = seen.draw("42", file, 2);
        assert_eq!(two.len(), 2);
        assert_eq!(two, seen.draw("42", file, 2));
        let draws = |seed: &str, file| (1..5).map(|n| seen.draw(seed, file, n)).collect::<Vec<_>>();
        assert_ne!(draws("42", file), draws("43", file));
        assert_ne!(draws("42", file), draws("42", other));
        assert!(table(&[]).draw("42", file, 3).is_empty());
    }
}
