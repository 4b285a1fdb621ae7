//! What was counted in a table, as it stands in the inputs of a judgement: numbers, rows and cells by their places, never what a cell
//! holds.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::{ColumnId, Date, FactKey, Ratio, TableId};

/// What came of reading a piece as one of the tables that it may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// Columns that name persons who must not be named, by sheet and letter.
    #[serde(
        rename = "colonnes-interdites",
        default,
        skip_serializing_if = "Vec::is_empty"
    )]
    pub forbidden: Vec<String>,
    /// What was counted.
    #[serde(rename = "comptes", default, skip_serializing_if = "Vec::is_empty")]
    pub tallies: Vec<Tally>,
}

/// Where the headings of a table stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
}

/// One count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Tally {
    /// The fact that it is for.
    #[serde(rename = "fait")]
    pub fact: FactKey,
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
}
