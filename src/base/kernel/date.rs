//! Civil days without zone, and the periods that are counted in them.

use std::borrow::Cow;
use std::fmt;

use jiff::Span;
use jiff::civil;
use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A civil day, without time or zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

/// French names of the months.
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

impl Date {
    /// What is said of a date that is no civil day.
    pub const NOT_A_DAY: &str =
        "date sans heure ni fuseau attendue, de l’an 1 à 9999, sous la forme AAAA-MM-JJ";

    /// A day written as in a letter: `15 mars 2025`, `1er mars 2025`; a month alone is its first day.
    pub(crate) fn in_letters(text: &str) -> Option<Self> {
        let folded: String = text
            .to_lowercase()
            .nfd()
            .filter(|c| !is_combining_mark(*c))
            .collect();
        let words: Vec<&str> = folded.split_whitespace().collect();
        let (day, month, year) = match words.as_slice() {
            [month, year] => ("1", month, year),
            [day, month, year] => (day.trim_end_matches("er"), month, year),
            _ => return None,
        };
        let month = MONTHS.iter().position(|name| {
            let plain: String = name.nfd().filter(|c| !is_combining_mark(*c)).collect();
            plain == **month
        })?;
        Self::new(
            year.parse().ok()?,
            i8::try_from(month + 1).ok()?,
            day.parse().ok()?,
        )
    }

    /// A day of years 1 to 9999 that exists in the calendar.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        (1..=9999).contains(&year).then_some(())?;
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Reads `AAAA-MM-JJ`, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| {
                if at == 4 || at == 7 {
                    *byte == b'-'
                } else {
                    byte.is_ascii_digit()
                }
            });
        if !shape {
            return None;
        }
        let mut parts = text.split('-');
        Self::new(
            parts.next()?.parse().ok()?,
            parts.next()?.parse().ok()?,
            parts.next()?.parse().ok()?,
        )
    }

    /// Reads a day at the start of a file name, as in `2026-10-01-liste.pdf`: what follows must not be a digit.
    pub fn leading(text: &str) -> Option<Self> {
        let date = Self::parse(text.get(..10)?)?;
        let next = text.get(10..)?.chars().next();
        (!next.is_some_and(|c| c.is_ascii_digit())).then_some(date)
    }

    /// The only key of what stands for a date without quotes while a TOML file is read: that of the `toml` crate, which may read one, too.
    pub(crate) const KEY: &str = "$__toml_private_datetime";

    /// The date of a visited map; none where it is no date, with the key that was taken from it.
    ///
    /// # Errors
    /// A time, a zone, a day that no calendar knows.
    pub fn of_map<'de, A: serde::de::MapAccess<'de>>(
        map: &mut A,
    ) -> Result<Result<Self, Option<String>>, A::Error> {
        match map.next_key::<String>()? {
            Some(key) if key == Self::KEY => {
                let written: String = map.next_value()?;
                let day = Self::parse(&written);
                day.map(Ok)
                    .ok_or_else(|| serde::de::Error::custom(Self::NOT_A_DAY))
            }
            other => Ok(Err(other)),
        }
    }

    /// The day of this TOML value, which must carry neither time nor zone.
    pub fn from_toml(value: &toml::value::Datetime) -> Option<Self> {
        let (Some(date), None, None) = (value.date, value.time, value.offset) else {
            return None;
        };
        Self::new(
            i16::try_from(date.year).ok()?,
            i8::try_from(date.month).ok()?,
            i8::try_from(date.day).ok()?,
        )
    }

    /// Year, month, day.
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// The day before.
    pub fn yesterday(self) -> Option<Self> {
        self.0.yesterday().ok().map(Self)
    }

    /// The day after.
    pub fn tomorrow(self) -> Option<Self> {
        self.0.tomorrow().ok().map(Self)
    }

    /// So many days later, where that day can be written.
    pub fn days_later(self, days: u32) -> Option<Self> {
        let span = Span::new().try_days(i64::from(days)).ok()?;
        let later = self.0.checked_add(span).ok()?;
        Self::new(later.year(), later.month(), later.day())
    }

    /// This day plus a period: years and months first, the day clamped to the month's end, then weeks and days.
    /// A result after the year 9999 is 31 December 9999.
    #[must_use]
    pub fn plus(self, period: Period) -> Self {
        self.shift(period, 1).unwrap_or(Self(civil::Date::MAX))
    }

    /// This day minus a period, in the same order; before the year 1 it is 1 January of the year 1.
    #[must_use]
    pub fn minus(self, period: Period) -> Self {
        let first = Self(civil::Date::constant(1, 1, 1));
        self.shift(period, -1).map_or(first, |date| date.max(first))
    }

    fn shift(self, period: Period, sign: i64) -> Option<Self> {
        let months = Span::new()
            .try_years(sign * i64::from(period.years))
            .ok()?
            .try_months(sign * i64::from(period.months))
            .ok()?;
        let days = Span::new()
            .try_weeks(sign * i64::from(period.weeks))
            .ok()?
            .try_days(sign * i64::from(period.days))
            .ok()?;
        self.0.checked_add(months).ok()?.checked_add(days).ok().map(Self)
    }

    /// In French words: `1er mars 2026`.
    pub fn in_words(self) -> String {
        let (_, _, day) = self.parts();
        let ordinal = if day == 1 { "er" } else { "" };
        format!("{day}{ordinal} {}", self.month_in_words())
    }

    /// Its month, in French words: `mars 2026`.
    pub fn month_in_words(self) -> String {
        let (year, month, _) = self.parts();
        // INVARIANT: a month goes from 1 to 12
        let name = usize::try_from(month - 1)
            .ok()
            .and_then(|at| MONTHS.get(at))
            .copied()
            .unwrap_or_default();
        format!("{name} {year}")
    }

    /// In French figures: `01/03/2026`.
    pub fn in_figures(self) -> String {
        let (year, month, day) = self.parts();
        format!("{day:02}/{month:02}/{year:04}")
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    /// A TOML local date, or a text `AAAA-MM-JJ` (as in JSON).
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Date;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("une date AAAA-MM-JJ")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Date, E> {
                Date::parse(text).ok_or_else(|| E::custom("date attendue sous la forme AAAA-MM-JJ\nune date s’écrit sans guillemets : 2026-01-15"))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Date, A::Error> {
                Date::of_map(&mut map)?
                    .map_err(|_| serde::de::Error::invalid_type(serde::de::Unexpected::Map, &self))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl schemars::JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date", "description": "AAAA-MM-JJ" })
    }
}

/// A period: `P` then years, months, weeks, days (`P1Y6M`, `P12M`, `P2W`, `P90D`), upper case, more than nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    years: u16,
    months: u16,
    weeks: u16,
    days: u16,
}

impl Period {
    /// So many years.
    pub const fn years(years: u16) -> Self {
        Self {
            years,
            months: 0,
            weeks: 0,
            days: 0,
        }
    }

    /// This period twice over.
    #[must_use]
    pub const fn twice(self) -> Self {
        Self {
            years: self.years.saturating_mul(2),
            months: self.months.saturating_mul(2),
            weeks: self.weeks.saturating_mul(2),
            days: self.days.saturating_mul(2),
        }
    }

    /// Is this one longer than `other`, counted from the first day of a common year?
    pub fn is_longer_than(self, other: Self) -> bool {
        Date::new(2001, 1, 1).is_some_and(|day| day.plus(self) > day.plus(other))
    }

    /// Reads a period; the four letters come in that order, each at most once.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.strip_prefix('P')?;
        let mut values = [0_u16; 4];
        for (slot, letter) in values.iter_mut().zip(['Y', 'M', 'W', 'D']) {
            if let Some((number, after)) = rest.split_once(letter) {
                let plain = (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
                *slot = if plain { number.parse().ok()? } else { return None };
                rest = after;
            }
        }
        let [years, months, weeks, days] = values;
        (rest.is_empty() && values.iter().any(|value| *value > 0)).then_some(Self {
            years,
            months,
            weeks,
            days,
        })
    }

    /// In French words: `un an et 6 mois`.
    pub fn in_words(self) -> String {
        let plural = |n: u16, one: &str, many: &str| match (n, one) {
            (1, "semaine") => format!("une {one}"),
            (1, _) => format!("un {one}"),
            _ => format!("{n} {many}"),
        };
        let mut parts: Vec<String> = Vec::new();
        for (n, one, many) in [
            (self.years, "an", "ans"),
            (self.months, "mois", "mois"),
            (self.weeks, "semaine", "semaines"),
            (self.days, "jour", "jours"),
        ] {
            if n > 0 {
                parts.push(plural(n, one, many));
            }
        }
        match parts.pop() {
            Some(last) if parts.is_empty() => last,
            Some(last) => format!("{} et {last}", parts.join(", ")),
            None => String::new(),
        }
    }
}

impl Period {
    /// The time before something: `l’année qui précède l’audit`, `les 18 mois qui précèdent l’audit`.
    pub fn before(self, what: &str) -> String {
        match (self.years, self.months, self.weeks, self.days) {
            (1, 0, 0, 0) => format!("l’année qui précède {what}"),
            (0, 1, 0, 0) => format!("le mois qui précède {what}"),
            (0, 0, 1, 0) => format!("la semaine qui précède {what}"),
            (0, 0, 0, 1) => format!(
                "la veille {}",
                if what.starts_with("l’") {
                    format!("de {what}")
                } else {
                    what.to_owned()
                }
            ),
            _ => format!("les {} qui précèdent {what}", self.in_words()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        for (n, letter) in [
            (self.years, 'Y'),
            (self.months, 'M'),
            (self.weeks, 'W'),
            (self.days, 'D'),
        ] {
            if n > 0 {
                write!(f, "{n}{letter}")?;
            }
        }
        Ok(())
    }
}

impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("période attendue : P puis des nombres suivis de Y (ans), M (mois), W (semaines), D (jours), comme « P3Y » ou « P1Y6M »"))
    }
}

impl schemars::JsonSchema for Period {
    fn schema_name() -> Cow<'static, str> {
        "Periode".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^P(?=.)([0-9]{1,4}Y)?([0-9]{1,4}M)?([0-9]{1,4}W)?([0-9]{1,4}D)?$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn the_day_is_clamped_to_the_end_of_the_month_then_days_are_added() {
        for (from, period, to) in [
            ("2024-02-29", "P1Y", "2025-02-28"),
            ("2024-02-29", "P4Y", "2028-02-29"),
            ("2026-01-31", "P1M", "2026-02-28"),
            ("2026-01-31", "P1M1D", "2026-03-01"),
            ("2026-01-31", "P2W", "2026-02-14"),
            ("9999-12-31", "P1D", "9999-12-31"),
        ] {
            assert_eq!(
                day(from).plus(Period::parse(period).unwrap()),
                day(to),
                "{from} + {period}"
            );
        }
        assert_eq!(
            day("2026-03-31").minus(Period::parse("P1M").unwrap()),
            day("2026-02-28")
        );
    }

    #[test]
    fn only_the_written_grammar_is_a_period() {
        for good in ["P3Y", "P12M", "P1Y6M", "P2W", "P1Y2M3W4D", "P0Y1D"] {
            assert!(Period::parse(good).is_some(), "{good}");
        }
        for bad in [
            "", "P", "3Y", "p3y", "P3", "PY", "P-1Y", "P1M1Y", "P1Y1Y", "PT1H", "P1.5Y", "P0D", "P99999D",
            "P1Y ", "P+1Y",
        ] {
            assert!(Period::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn only_days_that_exist() {
        for bad in [
            "2026-02-29",
            "2026-13-01",
            "01/02/2026",
            "0000-01-01",
            "2026-1-1",
            "2026-01-01 ",
        ] {
            assert!(Date::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(Date::leading("2026-10-01-liste.pdf"), Some(day("2026-10-01")));
        assert_eq!(Date::leading("2026-10-011.pdf"), None);
        assert_eq!(day("2026-03-01").in_words(), "1er mars 2026");
    }
}
