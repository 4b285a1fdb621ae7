//! The twelve months that a structure counts by: from 1 January, or from another day (a school year, say).

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Date, Period};

/// An exercise is read until so long after it closed.
const READ_FOR: &str = "P18M";

/// The first day of every exercise, as `MM-JJ`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exercise {
    month: i8,
    day: i8,
}

impl Default for Exercise {
    fn default() -> Self {
        Self { month: 1, day: 1 }
    }
}

impl Exercise {
    /// Reads `09-01`; none where no year has that day, or not each has.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-').filter(|_| text.len() == 5)?;
        let number = |digits: &str| -> Option<i8> {
            let plain = digits.bytes().all(|b| b.is_ascii_digit());
            digits.parse().ok().filter(|_| plain)
        };
        let (month, day) = (number(month)?, number(day)?);
        // a year without 29 February
        Date::new(2001, month, day)?;
        Some(Self { month, day })
    }

    /// Does it begin on 1 January?
    pub fn is_civil_year(&self) -> bool {
        *self == Self::default()
    }

    /// The exercises of twelve months that were closed before a day and less than eighteen months ago: first and last day, the latest
    /// first.
    pub fn closed_before(self, date: Date) -> Vec<(Date, Date)> {
        let year = date.parts().0;
        let begins = |year: i16| Date::new(year, self.month, self.day);
        let latest = if begins(year).is_some_and(|first| first <= date) {
            year
        } else {
            year - 1
        };
        let closed = (0..2).filter_map(|back| {
            let first = begins(latest - back - 1)?;
            let last = begins(latest - back)?.yesterday()?;
            let read = Period::parse(READ_FOR).is_some_and(|period| last.plus(period) > date);
            read.then_some((first, last))
        });
        closed.collect()
    }

    /// The days of a year, and some around it, on which the exercises that are read are no longer those of the day before: one closed,
    /// or is too old.
    pub fn turns_around(self, year: i16) -> impl Iterator<Item = Date> {
        let begins = (-2..=2).filter_map(move |off| Date::new(year.checked_add(off)?, self.month, self.day));
        begins.flat_map(|first| {
            let old = first
                .yesterday()
                .zip(Period::parse(READ_FOR))
                .map(|(last, period)| last.plus(period));
            [Some(first), old].into_iter().flatten()
        })
    }
}

impl fmt::Display for Exercise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl Serialize for Exercise {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Exercise {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom("premier jour de l’exercice attendu, sous la forme MM-JJ")
        })
    }
}

impl schemars::JsonSchema for Exercise {
    fn schema_name() -> Cow<'static, str> {
        "Exercise".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-1][0-9]-[0-3][0-9]$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed(first: &str, date: &str) -> Vec<String> {
        let all = Exercise::parse(first)
            .unwrap()
            .closed_before(Date::parse(date).unwrap());
        all.iter()
            .map(|(first, last)| format!("{first}/{last}"))
            .collect()
    }

    #[test]
    fn in_february_the_year_before_last_is_still_read() {
        assert_eq!(
            closed("01-01", "2026-02-10"),
            ["2025-01-01/2025-12-31", "2024-01-01/2024-12-31"]
        );
        assert_eq!(
            closed("01-01", "2026-06-29"),
            ["2025-01-01/2025-12-31", "2024-01-01/2024-12-31"]
        );
        assert_eq!(closed("01-01", "2026-06-30"), ["2025-01-01/2025-12-31"]);
    }

    #[test]
    fn a_school_year_closes_in_august() {
        assert_eq!(closed("09-01", "2026-08-31"), ["2024-09-01/2025-08-31"]);
        assert_eq!(
            closed("09-01", "2026-09-01"),
            ["2025-09-01/2026-08-31", "2024-09-01/2025-08-31"]
        );
    }

    #[test]
    fn what_is_read_changes_only_on_its_turns() {
        for first in ["01-01", "09-01", "03-01"] {
            let exercise = Exercise::parse(first).unwrap();
            let mut day = Date::parse("2025-12-31").unwrap();
            while day < Date::parse("2026-12-31").unwrap() {
                let next = day.tomorrow().unwrap();
                let turns = exercise.turns_around(2026).any(|turn| turn == next);
                let changes = exercise.closed_before(day) != exercise.closed_before(next);
                assert!(!changes || turns, "{first}: {next}");
                day = next;
            }
        }
    }

    #[test]
    fn a_day_that_not_every_year_has_begins_none() {
        for text in ["02-29", "13-01", "9-1", "09-31", "+9-01", "0901", ""] {
            assert_eq!(Exercise::parse(text), None, "{text}");
        }
        assert_eq!(Exercise::parse("09-01").unwrap().to_string(), "09-01");
    }
}
