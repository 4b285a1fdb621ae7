//! Full dates that stand in a text: « 12 mars 2025 », « 1er mars 2025 », 12/03/2025, 12.03.2025, 2025-03-12.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::kernel::Date;

/// Months by their names and usual abbreviations, without accents.
const MONTHS: [&[&str]; 12] = [
    &["janvier", "janv", "jan"],
    &["fevrier", "fevr", "fev"],
    &["mars"],
    &["avril", "avr"],
    &["mai"],
    &["juin"],
    &["juillet", "juil"],
    &["aout"],
    &["septembre", "sept"],
    &["octobre", "oct"],
    &["novembre", "nov"],
    &["decembre", "dec"],
];

/// All of them but births, years 1990 to 2099: others are stories, no dates of papers.
pub fn dates_in(text: &str) -> BTreeSet<Date> {
    places(&parts(text)).into_iter().map(|(day, _)| day).collect()
}

/// The dates among some parts, each with where it begins.
fn places(parts: &[Part]) -> Vec<(Date, usize)> {
    let mut found = Vec::new();
    for at in 0..parts.len() {
        let (Some(Part::Number(_, _)), rest) = (parts.get(at), parts.get(at..).unwrap_or_default()) else {
            continue;
        };
        // « 12/03/2025 » inside « 8/12/03/2025 » is none
        let joined = at
            .checked_sub(1)
            .and_then(|before| parts.get(before))
            .is_some_and(|part| matches!(part, Part::Mark(_)));
        if joined {
            continue;
        }
        if is_birth(parts.get(at.saturating_sub(BEFORE)..at).unwrap_or_default()) {
            continue;
        }
        let day = date(rest).filter(|date| (1990..2100).contains(&date.parts().0));
        found.extend(day.map(|day| (day, at)));
    }
    found
}

/// A date of a text, with the words before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedWords {
    /// The day.
    pub day: Date,
    /// Up to six words before it, without case and accents, in their order.
    pub before: Vec<String>,
}

/// Words before a date that may say what day it is.
const CUES: usize = 6;

/// The dates of [`dates_in`], in the order of the text, each with the words before it.
pub fn each_date(text: &str) -> Vec<DatedWords> {
    let parts = parts(text);
    let mut out: Vec<DatedWords> = Vec::new();
    for (day, at) in places(&parts) {
        let mut before: Vec<String> = Vec::new();
        for part in parts.get(..at).unwrap_or_default().iter().rev() {
            match part {
                Part::Word(word) => before.push(word.clone()),
                // another date, or a number, is no cue
                Part::Number(_, _) if before.is_empty() => {}
                Part::Number(_, _) => break,
                Part::Mark(_) | Part::Gap | Part::Other => {}
            }
            if before.len() == CUES {
                break;
            }
        }
        before.reverse();
        out.push(DatedWords { day, before });
    }
    out
}

/// How far before a date the word stands that makes it a birth: « née à Lyon le ».
const BEFORE: usize = 12;

/// Does what stands before a date say that somebody was born? Such a day is nothing that is noted of a paper.
fn is_birth(before: &[Part]) -> bool {
    let words: Vec<&str> = before
        .iter()
        .filter_map(|part| match part {
            Part::Word(word) => Some(word.as_str()),
            _ => None,
        })
        .collect();
    words.contains(&"naissance")
        || words.windows(2).any(|pair| match pair {
            ["nee" | "nees", _] => true,
            // without its accent, « né » is « ne »
            ["ne" | "nes", next] => matches!(*next, "e" | "es" | "le" | "a" | "en"),
            _ => false,
        })
}

/// A piece of a text: what stands between two dates of one is of no interest.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// A number of so many digits.
    Number(i16, usize),
    /// A word, without case and accents.
    Word(String),
    /// One of `/.-`, right between two numbers.
    Mark(char),
    /// Spaces.
    Gap,
    /// Anything else.
    Other,
}

/// The parts of a text, or nothing: a text without a digit has no date.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return parts;
    }
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            let (mut value, mut digits) = (c.to_digit(10), 1);
            while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
                value = value.and_then(|value| value.checked_mul(10)?.checked_add(digit));
                digits += 1;
                chars.next();
            }
            let value = value.and_then(|value| i16::try_from(value).ok());
            parts.push(value.map_or(Part::Other, |value| Part::Number(value, digits)));
        } else if c.is_alphabetic() {
            let mut word = c.to_string();
            while let Some(next) = chars.next_if(|c| c.is_alphabetic() || is_combining_mark(*c)) {
                // no word of a date is longer
                if word.len() < 64 {
                    word.push(next);
                }
            }
            if word.is_ascii() {
                word.make_ascii_lowercase();
                parts.push(Part::Word(word));
            } else {
                let bare = word.nfkd().filter(|c| !is_combining_mark(*c));
                parts.push(Part::Word(bare.flat_map(char::to_lowercase).collect()));
            }
        } else if c.is_whitespace() {
            if parts.last() != Some(&Part::Gap) {
                parts.push(Part::Gap);
            }
        } else if matches!(c, '/' | '.' | '-') && matches!(parts.last(), Some(Part::Number(..))) {
            // « le 12. » ends a sentence
            let inside = chars.peek().is_some_and(char::is_ascii_digit);
            parts.push(if inside { Part::Mark(c) } else { Part::Other });
        } else if c == '.' && matches!(parts.last(), Some(Part::Word(_))) {
            // « janv. 2025 »
        } else {
            parts.push(Part::Other);
        }
    }
    parts
}

fn date(parts: &[Part]) -> Option<Date> {
    match *parts {
        [
            Part::Number(a, first),
            Part::Mark(one),
            Part::Number(b, second),
            Part::Mark(other),
            Part::Number(c, third),
            ref rest @ ..,
        ] if one == other && second <= 2 && !matches!(rest.first(), Some(Part::Mark(_))) => {
            match (first, third) {
                (4, 1..=2) if one == '-' => new(a, b, c),
                (1..=2, 4) => new(c, b, a),
                _ => None,
            }
        }
        [Part::Number(day, 1..=2), ref rest @ ..] => {
            let rest = match rest {
                [Part::Word(first), rest @ ..] if day == 1 && first == "er" => rest,
                rest => rest,
            };
            let [Part::Gap, Part::Word(month), Part::Gap, Part::Number(year, 4), ..] = rest else {
                return None;
            };
            let month = MONTHS.iter().position(|names| names.contains(&month.as_str()))?;
            new(*year, i16::try_from(month).ok()?.checked_add(1)?, day)
        }
        _ => None,
    }
}

fn new(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_french_papers_write_them() {
        for text in [
            "Lyon, le 12 mars 2025.",
            "12\u{a0}mars\n2025",
            "LE 12 MARS 2025",
            "12/03/2025",
            "au 12.03.2025 :",
            "12-3-2025",
            "version 2025-03-12, page 2",
        ] {
            let found: Vec<String> = dates_in(text).iter().map(ToString::to_string).collect();
            assert_eq!(found, ["2025-03-12"], "{text}");
        }
        let several = "1er août 2024, 3 févr. 2023 et 31 déc. 2022";
        assert_eq!(dates_in(several).len(), 3);
    }

    #[test]
    fn a_birth_is_not_noted() {
        for text in [
            "Awa, née le 12 mars 2005",
            "né(e) à Lyon le 12/03/2005",
            "NÉ LE 12.03.2005",
            "Date de naissance : 2005-03-12",
        ] {
            assert_eq!(dates_in(text).len(), 0, "{text}");
        }
        assert_eq!(dates_in("ce plan ne vaut pas avant le 12 mars 2025").len(), 1);
    }

    #[test]
    fn what_is_no_full_date() {
        for text in [
            "mars 2025",
            "12 mars",
            "31/02/2025",
            "12/03/25",
            "12/03/2025/7",
            "1.12.03.2025",
            "12 ter 2025",
            "né le 12 mars 1975",
            "123 mars 2025",
            "12 mars 20255",
            "article 12-03/2025",
        ] {
            assert!(dates_in(text).is_empty(), "{text}");
        }
    }
}
