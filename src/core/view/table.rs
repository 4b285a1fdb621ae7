//! A table, typed: what each column holds, in which unit, and how wide it wants to be. Every format writes its tables from here.

use std::collections::BTreeSet;

use serde::Serialize;

use super::records::RespondentRow;
use crate::kernel::{Date, Status};

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Its name inside the document, for links and for a sheet of a workbook: letters, digits and dashes.
    pub id: String,
    /// What it shows.
    pub caption: String,
    /// Is it a register, to be set small?
    pub dense: bool,
    /// Columns; the first names the row.
    pub columns: Vec<Column>,
    /// Rows, as long as there are columns.
    pub rows: Vec<Vec<TableCell>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// Its head where there is little room.
    pub short: String,
    /// What its cells hold.
    pub holds: Holds,
    /// Do its cells say by themselves what they are? Where there is no head above them, others are told with theirs.
    pub plain: bool,
    /// What its numbers count; empty where it holds none.
    pub unit: String,
    /// How wide it wants to be.
    pub width: Width,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holds {
    /// Words.
    Text,
    /// A number of things.
    Count,
    /// A score, in words: it may be an interval.
    Score,
    /// The status of a criterion.
    Status,
    /// A day.
    Day,
    /// Links to other parts of the document.
    Links,
    /// A digest, to be set in letters of one width.
    Digest,
}

/// How wide a column wants to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "n")]
pub enum Width {
    /// As its content.
    Fit,
    /// About so many characters.
    Characters(u8),
    /// So many shares of what the others leave.
    Share(u8),
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableCell {
    /// What it says, in words.
    pub said: String,
    /// The same, for a program.
    pub value: CellValue,
    /// Label of the part of the document that it leads to; empty: none.
    pub to: String,
    /// Label by which other parts lead here; empty: none.
    pub anchor: String,
    /// Said less loudly, after it.
    pub note: String,
    /// Must it be seen at once?
    pub strong: bool,
    /// How many rows it stands for; none: the cell above stands for this one, too.
    pub rows: usize,
}

/// What a cell holds, for a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "of")]
pub enum CellValue {
    /// No more than its words.
    Text,
    /// A number of things.
    Count(usize),
    /// The key of a status.
    Status(String),
    /// A day.
    Day(Date),
    /// Links to other parts of the document.
    Links(Vec<Link>),
    /// An address on the web.
    Web(String),
    /// The id of a respondent.
    Respondent(String),
}

/// A link to another part of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it says.
    pub said: String,
    /// The label of the part.
    pub to: String,
}

impl Table {
    /// A table of these columns, without a row.
    pub fn of(id: impl Into<String>, caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self {
            id: id.into(),
            caption: caption.into(),
            dense: false,
            columns,
            rows: Vec::new(),
        }
    }

    /// The same, set small.
    #[must_use]
    pub fn dense(self) -> Self {
        Self { dense: true, ..self }
    }

    /// Links elsewhere than to these labels become words.
    pub(super) fn lead_only_to(&mut self, labels: &BTreeSet<String>) {
        for cell in self.rows.iter_mut().flatten() {
            if !labels.contains(&cell.to) {
                cell.to.clear();
            }
            if matches!(&cell.value, CellValue::Links(links) if links.iter().any(|link| !labels.contains(&link.to)))
            {
                cell.value = CellValue::Text;
            }
        }
    }

    /// The same without the columns in which no row says anything; the first, which names the row, stays.
    #[must_use]
    pub fn spoken(self) -> Self {
        let says = |at: usize| {
            let cell = |row: &Vec<TableCell>| row.get(at).is_some_and(TableCell::speaks);
            at == 0 || self.rows.iter().any(cell)
        };
        let kept: Vec<bool> = (0..self.columns.len()).map(says).collect();
        let keep = |at: usize| kept.get(at).copied().unwrap_or(true);
        let rows = self.rows.into_iter().map(|row| {
            let cells = row.into_iter().enumerate().filter(|(at, _)| keep(*at));
            cells.map(|(_, cell)| cell).collect()
        });
        let columns = self.columns.into_iter().enumerate().filter(|(at, _)| keep(*at));
        Self {
            rows: rows.collect(),
            columns: columns.map(|(_, column)| column).collect(),
            ..self
        }
    }

    /// The same with the columns of these titles only, in its own order.
    #[must_use]
    pub fn only(self, titles: &[&str]) -> Self {
        let kept: Vec<bool> = self
            .columns
            .iter()
            .map(|column| titles.contains(&column.title.as_str()))
            .collect();
        let keep = |at: usize| kept.get(at).copied().unwrap_or(false);
        let rows = self.rows.into_iter().map(|row| {
            let cells = row.into_iter().enumerate().filter(|(at, _)| keep(*at));
            cells.map(|(_, cell)| cell).collect()
        });
        let columns = self.columns.into_iter().enumerate().filter(|(at, _)| keep(*at));
        Self {
            rows: rows.collect(),
            columns: columns.map(|(_, column)| column).collect(),
            ..self
        }
    }

    /// The same with these rows; a row with too few cells is filled, so that all are as long as there are columns.
    #[must_use]
    pub fn rows(self, rows: impl IntoIterator<Item = Vec<TableCell>>) -> Self {
        let most = self.columns.len();
        let rows = rows.into_iter().map(|mut row| {
            row.resize_with(most, || TableCell::text(""));
            row
        });
        Self {
            rows: rows.collect(),
            ..self
        }
    }
}

impl Column {
    /// A column.
    pub fn new(title: &str, holds: Holds, width: Width) -> Self {
        Self {
            title: title.to_owned(),
            short: title.to_owned(),
            holds,
            plain: holds == Holds::Status,
            unit: String::new(),
            width,
        }
    }

    /// The same, with another head where there is little room.
    #[must_use]
    pub fn short(self, short: &str) -> Self {
        Self {
            short: short.to_owned(),
            ..self
        }
    }

    /// The same, with cells that say by themselves what they are.
    #[must_use]
    pub fn plain(self) -> Self {
        Self { plain: true, ..self }
    }

    /// Its title is said in plain text, too: a status beside another.
    #[must_use]
    pub fn named(self) -> Self {
        Self { plain: false, ..self }
    }

    /// The same, with what its numbers count.
    #[must_use]
    pub fn unit(self, unit: &str) -> Self {
        Self {
            unit: unit.to_owned(),
            ..self
        }
    }
}

impl TableCell {
    fn of(said: impl Into<String>, value: CellValue) -> Self {
        Self {
            said: said.into(),
            value,
            to: String::new(),
            anchor: String::new(),
            note: String::new(),
            strong: false,
            rows: 1,
        }
    }

    /// Does it say anything?
    fn speaks(&self) -> bool {
        !matches!(self.said.as_str(), "" | "–") || !self.note.is_empty()
    }

    /// Words.
    pub fn text(said: impl Into<String>) -> Self {
        Self::of(said, CellValue::Text)
    }

    /// A number of things.
    pub fn count(count: usize) -> Self {
        Self::of(count.to_string(), CellValue::Count(count))
    }

    /// A status.
    pub fn status(status: Status) -> Self {
        Self::of(status.label(), CellValue::Status(status.key().to_owned()))
    }

    /// A day, in figures; a dash where there is none.
    pub fn day(day: Option<Date>) -> Self {
        match day {
            Some(day) => Self::of(day.in_figures(), CellValue::Day(day)),
            None => Self::text("–"),
        }
    }

    /// Links, each to the label that `to` makes of its words.
    pub fn links(said: impl IntoIterator<Item = String>, to: impl Fn(&str) -> String) -> Self {
        let links: Vec<Link> = said
            .into_iter()
            .map(|said| Link { to: to(&said), said })
            .collect();
        let words: Vec<&str> = links.iter().map(|link| link.said.as_str()).collect();
        let words = if words.is_empty() {
            "–".to_owned()
        } else {
            words.join(", ")
        };
        Self::of(words, CellValue::Links(links))
    }

    /// Whom to ask: the id, and how that is said.
    pub fn respondent(who: Option<&RespondentRow>) -> Self {
        who.map_or_else(
            || Self::text(""),
            |who| Self::of(&who.label, CellValue::Respondent(who.key.clone())),
        )
    }

    /// Words with an address on the web; those alone where it is no safe one.
    pub fn web(said: &str, url: &str) -> Self {
        if url.starts_with("https://") {
            Self::of(said, CellValue::Web(url.to_owned()))
        } else {
            Self::text(said)
        }
    }

    /// The same, leading to a part of the document.
    #[must_use]
    pub fn to(self, label: impl Into<String>) -> Self {
        Self {
            to: label.into(),
            ..self
        }
    }

    /// The same, to be led to.
    #[must_use]
    pub fn anchor(self, label: impl Into<String>) -> Self {
        Self {
            anchor: label.into(),
            ..self
        }
    }

    /// The same, with something said after it, less loudly.
    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Self {
        Self {
            note: note.into(),
            ..self
        }
    }

    /// The same, to be seen at once where `strong`.
    #[must_use]
    pub fn strong(self, strong: bool) -> Self {
        Self { strong, ..self }
    }

    /// The same, standing for so many rows.
    #[must_use]
    pub fn over(self, rows: usize) -> Self {
        Self { rows, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_long_as_there_are_columns() {
        let columns = vec![
            Column::new("N°", Holds::Text, Width::Fit),
            Column::new("Critères", Holds::Count, Width::Fit).unit("critères"),
        ];
        let table = Table::of("essai", "Essai", columns).rows([vec![TableCell::text("A")]]);
        assert_eq!(table.rows, [[TableCell::text("A"), TableCell::text("")]]);
    }

    #[test]
    fn a_column_in_which_nothing_is_said_goes() {
        let columns = ["N°", "Pilote", "Échéance"].map(|title| Column::new(title, Holds::Text, Width::Fit));
        let row = |lead: &str| vec![TableCell::text(""), TableCell::text(lead), TableCell::day(None)];
        let table = Table::of("essai", "Essai", columns.to_vec()).rows([row(""), row("direction")]);
        let titles: Vec<String> = table.spoken().columns.into_iter().map(|c| c.title).collect();
        assert_eq!(titles, ["N°", "Pilote"]);
    }

    #[test]
    fn only_a_safe_address_is_one() {
        assert_eq!(
            TableCell::web("Charte", "javascript:alert(1)"),
            TableCell::text("Charte")
        );
        assert_eq!(
            TableCell::web("Charte", "https://exemple.fr").value,
            CellValue::Web("https://exemple.fr".to_owned())
        );
    }

    #[test]
    fn what_leads_nowhere_is_a_dash() {
        assert_eq!(TableCell::links([], str::to_owned).said, "–");
        assert_eq!(TableCell::day(None).said, "–");
    }
}
