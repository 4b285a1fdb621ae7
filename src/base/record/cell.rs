//! What a cell says, read as what its column holds.

use std::collections::BTreeMap;

use super::grid::GridCell;
use super::survey::dates_in;
use super::text::Folded;
use crate::kernel::{Date, Ratio};
use crate::record::table::{ColumnDef, ColumnType};

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    /// Nothing.
    Nothing,
    /// A number.
    Number(Ratio),
    /// A day.
    Day(Date),
    /// Yes or no.
    Truth(bool),
    /// A text, folded; or the name of a choice.
    Text(String),
    /// Something else than its column holds.
    Other,
}

/// Letters and digits only, one space between words: how headings and values are compared.
pub fn plain(text: &str) -> String {
    let folded = Folded::of(text);
    let words: Vec<&str> = folded.each_word().collect();
    words.join(" ")
}

/// Reads a cell; `values` are a structure's own words for choices, folded by [`plain`].
pub(super) fn said(cell: Option<&GridCell>, column: &ColumnDef, values: &BTreeMap<String, String>) -> Said {
    let Some(cell) = cell else { return Said::Nothing };
    if let GridCell::Text(text) = cell
        && text.trim().is_empty()
    {
        return Said::Nothing;
    }
    let written = match cell {
        GridCell::Text(text) => text.trim().to_owned(),
        GridCell::Number(text) => text.clone(),
        GridCell::Day(date) => date.to_string(),
        GridCell::Truth(true) => "oui".to_owned(),
        GridCell::Truth(false) => "non".to_owned(),
        GridCell::Faulty => return Said::Other,
    };
    match (column.kind, cell) {
        (ColumnType::Text, _) => Said::Text(plain(&written)),
        (ColumnType::Number, GridCell::Number(_)) => {
            Ratio::parse_decimal(&written).map_or(Said::Other, Said::Number)
        }
        (ColumnType::Number, GridCell::Text(_)) => number(&written).map_or(Said::Other, Said::Number),
        (ColumnType::Date, GridCell::Day(date)) => Said::Day(*date),
        (ColumnType::Date, GridCell::Text(_)) => day(&written).map_or(Said::Other, Said::Day),
        // a day beside a question is the day on which it was done
        (ColumnType::YesNo, GridCell::Day(_)) => Said::Truth(true),
        (ColumnType::YesNo, GridCell::Text(_)) if day(&written).is_some() => Said::Truth(true),
        (ColumnType::YesNo, _) => truth(&written).map_or(Said::Other, Said::Truth),
        (ColumnType::Choice, _) => choice(&written, column, values).map_or(Said::Other, Said::Text),
        (ColumnType::Number | ColumnType::Date, _) => Said::Other,
    }
}

/// What a cell says of a number, a day, a text or a question.
pub(super) fn of_type(cell: Option<&GridCell>, kind: ColumnType) -> Said {
    match (kind, cell) {
        (_, None) => Said::Nothing,
        (_, Some(GridCell::Faulty)) => Said::Other,
        (ColumnType::Number, Some(GridCell::Number(text) | GridCell::Text(text))) => {
            number(text).map_or(Said::Other, Said::Number)
        }
        (ColumnType::Date, Some(GridCell::Day(date))) => Said::Day(*date),
        (ColumnType::Date, Some(GridCell::Text(text))) => day(text).map_or(Said::Other, Said::Day),
        _ => Said::Other,
    }
}

/// « 1 234,5 », « 1234.5 », « 12 ».
fn number(text: &str) -> Option<Ratio> {
    let tight: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == ',' { '.' } else { c })
        .collect();
    Ratio::parse_decimal(&tight)
}

/// `12/03/2025`, `12-03-25`, `2025-03-12`, each with an hour behind it or not; « 12 mars 2025 ».
fn day(text: &str) -> Option<Date> {
    let first = text.split([' ', 'T', '\u{a0}']).next()?;
    let parts: Vec<&str> = first.split(['/', '-', '.']).collect();
    if let [a, b, c] = parts.as_slice() {
        let number = |part: &str| {
            let digits = part.len() <= 4 && part.chars().all(|c| c.is_ascii_digit());
            part.parse::<i16>().ok().filter(|_| digits)
        };
        let (first, month, last) = (number(a)?, number(b)?, number(c)?);
        let (year, day) = match (a.len(), c.len()) {
            (4, 1..=2) => (first, last),
            (1..=2, 4) => (last, first),
            (1..=2, 2) => (last.checked_add(2000)?, first),
            _ => return None,
        };
        return Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    }
    let found = dates_in(text);
    let mut found = found.into_iter();
    found.next().filter(|_| found.next().is_none())
}

fn truth(text: &str) -> Option<bool> {
    let plain = plain(text);
    match plain.split(' ').next()? {
        "oui" | "o" | "x" | "vrai" | "true" | "1" | "ok" | "fait" | "faite" | "yes" => Some(true),
        "non" | "n" | "faux" | "false" | "0" | "no" | "neant" => Some(false),
        // « – », « / », « ✓ »
        "" if text.chars().any(|c| matches!(c, '✓' | '✔' | '☑')) => Some(true),
        "" if text
            .chars()
            .all(|c| matches!(c, '-' | '–' | '—' | '/' | '✗' | '☐')) =>
        {
            Some(false)
        }
        _ => None,
    }
}

fn choice(text: &str, column: &ColumnDef, values: &BTreeMap<String, String>) -> Option<String> {
    let plain = plain(text);
    if let Some(value) = values.get(&plain) {
        return Some(value.clone());
    }
    let exact = column
        .choices
        .iter()
        .find(|choice| self::plain(&choice.value) == plain);
    let folded = Folded::of(text);
    exact
        .or_else(|| {
            column
                .choices
                .iter()
                .find(|choice| folded.begins_as_one_of(&choice.words))
        })
        .map(|choice| choice.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_numbers_as_people_write_them() {
        let march = Date::new(2025, 3, 12);
        for text in [
            "12/03/2025",
            "12-03-25",
            "2025-03-12",
            "12.3.2025 14:30",
            "2025-03-12T08:00:00",
            "12 mars 2025",
        ] {
            assert_eq!(day(text), march, "{text}");
        }
        for text in ["03/2025", "31/02/2025", "mars 2025", "12/03", "hier", "1/2/3/4"] {
            assert_eq!(day(text), None, "{text}");
        }
        for (text, value) in [
            ("1 234,5", "2469/2"),
            ("12", "12"),
            ("0,10", "1/10"),
            ("1\u{a0}000", "1000"),
        ] {
            assert_eq!(
                number(text).map(|n| n.to_string()).as_deref(),
                Some(value),
                "{text}"
            );
        }
        for text in ["12 h", "1:30", "", "douze", "#N/A"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn yes_and_no() {
        for (text, wanted) in [
            ("Oui", Some(true)),
            ("X", Some(true)),
            ("oui, le 12/03", Some(true)),
            ("✓", Some(true)),
            ("Non", Some(false)),
            ("-", Some(false)),
            ("en cours", None),
            ("?", None),
        ] {
            assert_eq!(truth(text), wanted, "{text}");
        }
    }
}
