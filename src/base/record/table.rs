//! Tables that a structure keeps anyway, and what is counted in them.

use serde::{Deserialize, Serialize};

use crate::kernel::{ColumnId, Date, FactKey, Period, Ratio, RespondentId, TableId, TypeId};

/// What `[correspondance]` says of a table beside its columns: the piece that is meant, and the column of sites. No column is called so.
pub const RESERVED: [&str; 2] = [PIECE, SITE];

/// The key that names the piece that is meant.
pub const PIECE: &str = "preuve";

/// The key that names the column by whose values the table is counted site by site.
pub const SITE: &str = "site";

/// A table that a structure keeps anyway.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TableDef {
    /// Identifier.
    pub id: TableId,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// What one row is, and what a person should know.
    #[serde(rename = "aide")]
    pub help: String,
    /// Who holds it in the structure.
    #[serde(rename = "qui", default, skip_serializing_if = "Option::is_none")]
    pub who: Option<RespondentId>,
    /// Types of evidence whose pieces may be this table.
    pub types: Vec<TypeId>,
    /// Types that a piece counts for, too, once it is recognised as this table.
    #[serde(rename = "sert", default, skip_serializing_if = "Vec::is_empty")]
    pub serves: Vec<TypeId>,
    /// The column that dates a row; none: the table is a state of one day.
    #[serde(rename = "jour", default, skip_serializing_if = "Option::is_none")]
    pub day: Option<ColumnId>,
    /// Its columns.
    #[serde(rename = "colonnes")]
    pub columns: Vec<ColumnDef>,
    /// Beginnings of headings under which a person helped would be named: no such column may hold anything.
    #[serde(rename = "interdit", default, skip_serializing_if = "Vec::is_empty")]
    pub forbidden: Vec<String>,
}

impl TableDef {
    /// A column, by its id.
    pub fn column(&self, id: &ColumnId) -> Option<&ColumnDef> {
        self.columns.iter().find(|column| &column.id == id)
    }
}

/// A column.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ColumnDef {
    /// Identifier.
    pub id: ColumnId,
    /// Its usual heading.
    #[serde(rename = "libelle")]
    pub label: String,
    /// What its cells hold.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// Is it no such table without this column?
    #[serde(rename = "necessaire", default, skip_serializing_if = "std::ops::Not::not")]
    pub needed: bool,
    /// Does it name persons? What stands in it is then never shown.
    #[serde(rename = "personnel", default, skip_serializing_if = "std::ops::Not::not")]
    pub personal: bool,
    /// Other headings that it is known under.
    #[serde(rename = "synonymes", default, skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<String>,
    /// The values of a choice.
    #[serde(rename = "choix", default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<ColumnChoice>,
}

/// Type of a column.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnType {
    /// Any text.
    #[serde(rename = "texte")]
    Text,
    /// A number.
    #[serde(rename = "nombre")]
    Number,
    /// A day.
    Date,
    /// Yes or no; an empty cell is no.
    #[serde(rename = "oui-non")]
    YesNo,
    /// One of the values of the norm.
    #[serde(rename = "choix")]
    Choice,
}

/// A value of a choice.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct ColumnChoice {
    /// Its name in the norm.
    #[serde(rename = "valeur")]
    pub value: String,
    /// Beginnings of what stands for it in a cell.
    #[serde(rename = "mots", default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

/// What is counted for a fact.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Calculation {
    /// The table.
    #[serde(rename = "tableau")]
    pub table: TableId,
    /// What is made of the rows.
    #[serde(rename = "compte")]
    pub operation: Operation,
    /// The column that it is made of; none for a count of rows and a share.
    #[serde(rename = "de", default, skip_serializing_if = "Option::is_none")]
    pub of: Option<ColumnId>,
    /// The rows that are looked at: those that meet all of these.
    #[serde(rename = "si", default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<RowCondition>,
    /// Of a share, those rows among them that make the part.
    #[serde(rename = "dont", default, skip_serializing_if = "Vec::is_empty")]
    pub part: Vec<RowCondition>,
}

impl Calculation {
    /// All conditions.
    pub fn all_conditions(&self) -> impl Iterator<Item = &RowCondition> {
        self.conditions.iter().chain(&self.part)
    }

    /// Does it count within an exercise?
    pub fn is_yearly(&self) -> bool {
        self.all_conditions()
            .any(|condition| condition.test == ColumnTest::During)
    }

    /// The columns that it reads.
    pub fn columns(&self) -> impl Iterator<Item = &ColumnId> {
        let others = self
            .all_conditions()
            .filter_map(|condition| match &condition.test {
                ColumnTest::Same(other) => Some(other),
                _ => None,
            });
        self.of
            .iter()
            .chain(self.all_conditions().map(|condition| &condition.column))
            .chain(others)
    }
}

/// What is made of rows. The set is closed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// How many rows.
    #[serde(rename = "nombre")]
    Count,
    /// How many different values.
    Distinct,
    /// Their sum.
    #[serde(rename = "somme")]
    Sum,
    /// The least.
    #[serde(rename = "min")]
    Least,
    /// The most.
    #[serde(rename = "max")]
    Most,
    /// The share of the rows that meet more conditions.
    #[serde(rename = "part")]
    Share,
}

/// A condition on a column.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct RowCondition {
    /// The column.
    #[serde(rename = "colonne")]
    pub column: ColumnId,
    /// What its cell must be.
    #[serde(rename = "est")]
    pub test: ColumnTest,
}

/// What a cell must be.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnTest {
    /// Yes, or no.
    #[serde(rename = "oui")]
    Is(bool),
    /// One of these texts, or choices.
    #[serde(rename = "parmi")]
    Among(Vec<String>),
    /// Filled in, or not.
    #[serde(rename = "renseigne")]
    Filled(bool),
    /// A day before this one, or this one.
    #[serde(rename = "avant")]
    Before(DayBound),
    /// A day after this one, or this one.
    #[serde(rename = "apres")]
    After(DayBound),
    /// A day that is not before this one, or no day at all: what has not ended.
    #[serde(rename = "pas-avant")]
    NotBefore(DayBound),
    /// A day from the first to the last.
    #[serde(rename = "entre")]
    Between(DayBound, DayBound),
    /// This number or more.
    #[serde(rename = "au-moins")]
    AtLeast(Ratio),
    /// This number or less.
    #[serde(rename = "au-plus")]
    AtMost(Ratio),
    /// A day of the exercise.
    #[serde(rename = "pendant-l-exercice")]
    During,
    /// The same as in another column.
    #[serde(rename = "comme")]
    Same(ColumnId),
}

/// A day.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DayBound {
    /// The audit date.
    #[serde(rename = "audit")]
    Audit,
    /// So long before the audit date.
    #[serde(rename = "avant-l-audit")]
    Ago(Period),
    /// This one.
    #[serde(rename = "le")]
    On(Date),
}

impl DayBound {
    /// The day, for an audit of this date.
    pub fn day(self, audit: Date) -> Date {
        match self {
            Self::Audit => audit,
            Self::Ago(period) => audit.minus(period),
            Self::On(date) => date,
        }
    }
}

/// A fact and what is counted for it, as it is asked of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AskedCount {
    /// The fact.
    pub fact: FactKey,
    /// What is counted.
    pub calculation: Calculation,
}
