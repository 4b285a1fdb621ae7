//! The date that a file's name says, as a person writes dates: `12-03-2025`, `15.10.2026`, `20261103`, « 13 décembre 2025 ».
//!
//! Only a name that begins `AAAA-MM-JJ` dates a piece by itself ([`Date::leading`]). What is read here is proposed, and a person decides.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::kernel::Date;

/// What a name says of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameSays {
    /// One day, as these words of the name.
    Day(Date, String),
    /// A month or a year, without a day.
    NoDay(String),
    /// Something that may be read in several ways.
    Unclear(String),
    /// Several days.
    Several(String),
    /// Nothing.
    Nothing,
}

/// Years that a name may mean: before, numbers are something else.
const YEARS: std::ops::RangeInclusive<u32> = 1950..=2099;

/// How months begin, without accents: enough letters to tell them apart.
const MONTHS: [(&str, &str); 12] = [
    ("janv", "janvier"),
    ("fev", "fevrier"),
    ("mars", "mars"),
    ("avr", "avril"),
    ("mai", "mai"),
    ("juin", "juin"),
    ("juil", "juillet"),
    ("aout", "aout"),
    ("sept", "septembre"),
    ("oct", "octobre"),
    ("nov", "novembre"),
    ("dec", "decembre"),
];

/// A stretch of a name.
#[derive(Debug, Clone, Copy)]
enum Token<'t> {
    Digits(&'t str),
    Letters(&'t str),
    Between(&'t str),
}

impl<'t> Token<'t> {
    fn text(self) -> &'t str {
        match self {
            Self::Digits(text) | Self::Letters(text) | Self::Between(text) => text,
        }
    }
}

/// What some tokens say.
enum Read {
    Day(Date),
    NoDay,
    Unclear,
}

/// What the name of a file says of its date. `path` may lead to it; the ending of the name says nothing.
pub fn date_in(path: &str) -> NameSays {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.rsplit_once('.').map_or(name, |(stem, ending)| {
        let is_ending = ending.len() <= 4 && ending.chars().any(char::is_alphabetic);
        if is_ending { stem } else { name }
    });
    let name: String = name.nfc().collect();
    let tokens = tokens(&name);
    let (mut days, mut vague, mut unclear) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        let rest = tokens.get(at..).unwrap_or_default();
        // the longest first, so that the year of a date is not read alone
        let found = (1..=rest.len().min(6)).rev().find_map(|length| {
            let part = rest.get(..length)?;
            Some((length, read(part)?, part))
        });
        let Some((length, read, part)) = found else {
            at += 1;
            continue;
        };
        let words: String = part.iter().map(|token| token.text()).collect();
        match read {
            Read::Day(day) => days.push((day, words)),
            Read::NoDay => vague.push(words),
            Read::Unclear => unclear.push(words),
        }
        at += length;
    }
    let different: BTreeSet<Date> = days.iter().map(|(day, _)| *day).collect();
    let joined = |words: Vec<String>| crate::kernel::words::list(&words, "et");
    match (days.first(), different.len()) {
        (Some((day, words)), 1) => NameSays::Day(*day, words.clone()),
        (Some(_), _) => NameSays::Several(joined(days.into_iter().map(|(_, words)| words).collect())),
        _ if !unclear.is_empty() => NameSays::Unclear(joined(unclear)),
        _ if !vague.is_empty() => NameSays::NoDay(joined(vague)),
        _ => NameSays::Nothing,
    }
}

fn tokens(name: &str) -> Vec<Token<'_>> {
    let kind = |c: char| {
        if c.is_ascii_digit() {
            0
        } else if c.is_alphabetic() {
            1
        } else {
            2
        }
    };
    let mut out = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| kind(c) != kind(first)).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        out.push(match kind(first) {
            0 => Token::Digits(token),
            1 => Token::Letters(token),
            _ => Token::Between(token),
        });
        rest = after;
    }
    out
}

/// Exactly these tokens, as a date.
fn read(tokens: &[Token<'_>]) -> Option<Read> {
    use Token::{Between, Digits, Letters};
    match tokens {
        [
            Digits(first),
            Between(left),
            Digits(middle),
            Between(right),
            Digits(last),
        ] => (separates(left) && left == right)
            .then(|| figures(first, middle, last))
            .flatten(),
        [
            Digits(day),
            Between(left),
            Letters(name),
            Between(right),
            Digits(year),
        ] => (separates(left) && separates(right))
            .then(|| worded(day, name, year))
            .flatten(),
        [Digits("1"), Letters("er"), rest @ ..] => read(&[&[Digits("1")], rest].concat()),
        [Digits(day), Letters(name), Between(right), Digits(year)] if separates(right) => {
            worded(day, name, year)
        }
        [Digits(day), Between(left), Letters(name), Digits(year)] if separates(left) => {
            worded(day, name, year)
        }
        [Digits(day), Letters(name), Digits(year)] => worded(day, name, year),
        [Letters(name), Between(s), Digits(year)] if separates(s) => {
            (month(name).is_some() && is_year(year)).then_some(Read::NoDay)
        }
        [Letters(name), Digits(year)] => (month(name).is_some() && is_year(year)).then_some(Read::NoDay),
        [Digits(a), Between(s), Digits(b)] if separates(s) => {
            let month =
                |text: &str| text.len() <= 2 && text.parse().is_ok_and(|n: u32| (1..=12).contains(&n));
            ((is_year(a) && month(b)) || (month(a) && is_year(b))).then_some(Read::NoDay)
        }
        [Digits(one)] if one.len() == 8 => compact(one),
        [Digits(one)] if is_year(one) => Some(Read::NoDay),
        _ => None,
    }
}

/// May this stand inside a date?
fn separates(text: &str) -> bool {
    let own = text.trim();
    text.chars().count() <= 3 && matches!(own, "" | "-" | "_" | "." | ".-" | "._")
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|year| YEARS.contains(&year))
}

fn day_of(year: &str, month: u32, day: &str) -> Option<Date> {
    let day = (day.len() <= 2).then(|| day.parse().ok()).flatten()?;
    Date::new(year.parse().ok()?, i8::try_from(month).ok()?, day)
}

/// Three numbers: the year first, or the day first, as in France.
fn figures(a: &str, b: &str, c: &str) -> Option<Read> {
    let month = (b.len() <= 2).then(|| b.parse().ok()).flatten()?;
    if is_year(a) {
        return day_of(a, month, c).map(Read::Day);
    }
    if is_year(c) {
        // the month first is how others write: a person decides
        let other = a.parse().ok().and_then(|month| day_of(c, month, b));
        return day_of(c, month, a)
            .map(Read::Day)
            .or(other.map(|_| Read::Unclear));
    }
    // a year of two figures: which one is it?
    let short = |text: &str| text.len() == 2;
    let may_be = |year: &str, day: &str| day_of(&format!("20{year}"), month, day).is_some();
    (short(a) && short(b) && short(c) && (may_be(a, c) || may_be(c, a))).then_some(Read::Unclear)
}

/// A day, the name of a month, a year.
fn worded(day: &str, name: &str, year: &str) -> Option<Read> {
    let month = month(name)?;
    is_year(year)
        .then(|| day_of(year, month, day))
        .flatten()
        .map(Read::Day)
}

/// Eight figures on end.
fn compact(text: &str) -> Option<Read> {
    let (first, last) = text.split_at_checked(4)?;
    let halves = |text: &str| -> Option<(String, String)> {
        let (a, b) = text.split_at_checked(2)?;
        Some((a.to_owned(), b.to_owned()))
    };
    let year_first = || {
        let (month, day) = halves(last)?;
        is_year(first)
            .then(|| day_of(first, month.parse().ok()?, &day))
            .flatten()
    };
    let day_first = || {
        let (day, month) = halves(first)?;
        is_year(last)
            .then(|| day_of(last, month.parse().ok()?, &day))
            .flatten()
    };
    year_first().or_else(day_first).map(Read::Day)
}

/// The number of a month by its name, whole or cut short.
fn month(name: &str) -> Option<u32> {
    let plain: String = name
        .to_lowercase()
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .collect();
    let rank = MONTHS
        .iter()
        .position(|(short, whole)| plain.starts_with(short) && whole.starts_with(&plain))?;
    u32::try_from(rank + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_a_person_writes_it() {
        for (name, day) in [
            ("12-03-2025 compte rendu.pdf", "2025-03-12"),
            ("03-04-2025.pdf", "2025-04-03"),
            ("CR_15.10.2026.docx", "2026-10-15"),
            ("20261103.pdf", "2026-11-03"),
            ("Projet20261103-v2.pdf", "2026-11-03"),
            ("15102026.pdf", "2026-10-15"),
            ("bilan du 13 décembre 2025.pdf", "2025-12-13"),
            ("bilan du 13 de\u{301}cembre 2025.pdf", "2025-12-13"),
            ("bilan_1er_mars_2026.pdf", "2026-03-01"),
            ("bilan 1er mars 2026.pdf", "2026-03-01"),
            ("3-févr.-2025.odt", "2025-02-03"),
            ("3sept2025.odt", "2025-09-03"),
            ("plan 2025_03_12.pdf", "2025-03-12"),
            ("plan 2025.03.12", "2025-03-12"),
            ("1.2.2025", "2025-02-01"),
            ("2025-03-12 et 12-03-2025.pdf", "2025-03-12"),
            ("mars 2025, revu le 12-03-2025.pdf", "2025-03-12"),
            ("preuves/2019-01-01/12 - 03 - 2025.pdf", "2025-03-12"),
        ] {
            let NameSays::Day(found, _) = date_in(name) else {
                panic!("{name}: {:?}", date_in(name))
            };
            assert_eq!(found.to_string(), day, "{name}");
        }
        assert_eq!(
            date_in("a/bilan du 13 décembre 2025.pdf"),
            NameSays::Day(Date::new(2025, 12, 13).unwrap(), "13 décembre 2025".to_owned())
        );
    }

    #[test]
    fn what_has_no_day_or_several_is_asked() {
        for (name, words) in [
            ("mars 2025.pdf", "mars 2025"),
            ("2025_03.pdf", "2025_03"),
            ("03-2025.pdf", "03-2025"),
            ("Rapport 2025.pdf", "2025"),
            ("rapport-2024-2025.pdf", "2024 et 2025"),
            ("Déc2025.pdf", "Déc2025"),
        ] {
            assert_eq!(date_in(name), NameSays::NoDay(words.to_owned()), "{name}");
        }
        for (name, words) in [
            ("01-02-03.pdf", "01-02-03"),
            ("15-10-26.pdf", "15-10-26"),
            ("03-25-2025.pdf", "03-25-2025"),
        ] {
            assert_eq!(date_in(name), NameSays::Unclear(words.to_owned()), "{name}");
        }
        assert_eq!(
            date_in("du 01-01-2025 au 31-12-2025.pdf"),
            NameSays::Several("01-01-2025 et 31-12-2025".to_owned())
        );
        for name in [
            "",
            "projet.pdf",
            "31-02-2025-.x",
            "facture 1234.pdf",
            "99999999.pdf",
            "202503121.pdf",
            "v1.2.3",
            "40-13-99.pdf",
            "maison 12.pdf",
            "marseille 20.pdf",
            "1503.pdf",
            "12:03:2025.pdf",
        ] {
            let found = date_in(name);
            assert!(
                matches!(found, NameSays::Nothing | NameSays::NoDay(_)),
                "{name}: {found:?}"
            );
        }
        assert_eq!(date_in("marseille 2025.pdf"), NameSays::NoDay("2025".to_owned()));
        assert_eq!(date_in("facture 1234.pdf"), NameSays::Nothing);
    }
}
