//! The day of effect of a paper: the date in its name, else the one beside « le », « approuvé le »… on its first page, or beside « fait
//! à … le » at its end. Several that may be right are asked.

use super::SortingDay;
use crate::kernel::{Date, words};
use crate::record::counting::KnownColumns;
use crate::record::heap::HeapFile;
use crate::record::naming::{NameSays, date_in};
use crate::record::survey::{DatedWords, each_date};

/// Words that are read where no page is laid out, and of the end of a paper.
const PAGE: usize = 400;
const END: usize = 60;

/// Before a date, these words make it the day of effect; with the word as it is said.
const EFFECT: [(&str, &str); 16] = [
    ("approuve", "approuvé"),
    ("approuvee", "approuvée"),
    ("adopte", "adopté"),
    ("adoptee", "adoptée"),
    ("valide", "validé"),
    ("validee", "validée"),
    ("vote", "voté"),
    ("votee", "votée"),
    ("signe", "signé"),
    ("signee", "signée"),
    ("fait", "fait"),
    ("etabli", "établi"),
    ("etablie", "établie"),
    ("delibere", "délibéré"),
    ("diffuse", "diffusé"),
    ("effet", "prend effet"),
];

/// Before a date, these make it another day: a term, something that is to come, somebody else's.
const OTHER: [&str; 14] = [
    "jusqu",
    "avant",
    "echeance",
    "terme",
    "prochain",
    "prochaine",
    "expire",
    "modifie",
    "modifiee",
    "imprime",
    "loi",
    "decret",
    "arrete",
    "au",
];

/// Before a date, these make it the day of the paper.
const PLAIN: [&str; 8] = [
    "le", "du", "date", "seance", "reunion", "jour", "version", "edition",
];

impl SortingDay {
    /// As a person said it.
    pub(super) fn said(day: Date) -> Self {
        Self {
            day: Some(day),
            reason: "vous le dites".to_owned(),
        }
    }

    fn asked(reason: String) -> Self {
        Self { day: None, reason }
    }
}

/// The day of a file, with what says so.
pub(super) fn day(file: &HeapFile, known: &[KnownColumns], today: Date) -> SortingDay {
    let of_name = |words: &str, more: &str| format!("son nom dit « {} »{more}", words::safe(words));
    let page = file
        .text
        .as_deref()
        .map(|text| of_text(text, file.first_page, today));
    let page = match page {
        Some(DaySaid::Nothing) | None => {
            last_row(file, known, today).map_or(DaySaid::Nothing, |(day, said)| DaySaid::One(day, said))
        }
        Some(said) => said,
    };
    match date_in(&file.path) {
        NameSays::Day(day, words) if day <= today => SortingDay {
            day: Some(day),
            reason: of_name(&words, ""),
        },
        NameSays::Day(_, words) => SortingDay::asked(of_name(&words, ", un jour à venir")),
        NameSays::Several(words) => SortingDay::asked(of_name(&words, " : laquelle est la bonne ?")),
        NameSays::Unclear(words) => SortingDay::asked(of_name(&words, ", qui se lit de plusieurs façons")),
        NameSays::NoDay(words) => match page {
            DaySaid::One(day, said) if within(day, &words) => SortingDay {
                day: Some(day),
                reason: format!("{} ; {said}", of_name(&words, "")),
            },
            DaySaid::One(_, said) => {
                SortingDay::asked(format!("{} ; {said}", of_name(&words, ", sans le jour")))
            }
            _ => SortingDay::asked(of_name(&words, ", sans le jour")),
        },
        NameSays::Nothing => match page {
            DaySaid::One(day, said) => SortingDay {
                day: Some(day),
                reason: said,
            },
            DaySaid::Several(said) => SortingDay::asked(said),
            DaySaid::Nothing => SortingDay::asked("aucune date n’est dite".to_owned()),
        },
    }
}

/// The day of a table of what happens: no older than its last row.
fn last_row(file: &HeapFile, known: &[KnownColumns], today: Date) -> Option<(Date, String)> {
    let days = known
        .iter()
        .filter_map(|one| one.last_day(&file.grids, known, today));
    let last = days.max()?;
    Some((
        last,
        format!("la dernière ligne du tableau est du {}", last.in_words()),
    ))
}

/// Does a day lie in the year, and where these words name one in the month, that they say?
fn within(day: Date, said: &str) -> bool {
    let (year, month, _) = day.parts();
    let plain = crate::record::text::Folded::of(said);
    let in_words = crate::record::text::Folded::of(&day.in_words());
    let name = in_words.each_word().nth(1).unwrap_or_default().to_owned();
    let figures: Vec<&str> = plain.each_word().collect();
    let year_said = said.contains(&year.to_string());
    let letters: String = said.chars().filter(|c| c.is_alphabetic()).collect();
    let letters = crate::record::text::Folded::of(&letters);
    let month_said = if letters.as_str().is_empty() {
        figures.len() < 2 || figures.iter().any(|word| word.parse() == Ok(month))
    } else {
        name.starts_with(letters.as_str())
    };
    year_said && month_said
}

/// What a text says of its day.
enum DaySaid {
    One(Date, String),
    Several(String),
    Nothing,
}

fn of_text(text: &str, first_page: Option<u32>, today: Date) -> DaySaid {
    let most = first_page.map_or(PAGE, |words| (words as usize).max(1)).min(PAGE);
    let page = first_words(text, most);
    let found = past(page, today);
    let other = |dated: &&DatedWords| {
        let near = dated.before.iter().rev().take(3);
        near.into_iter().any(|word| OTHER.contains(&word.as_str()))
    };
    let taking: Vec<&DatedWords> = found
        .iter()
        .filter(|dated| effect(dated).is_some() && !other(dated))
        .collect();
    let read = one_of(&taking, "sa première page dit");
    if !matches!(read, DaySaid::Nothing) {
        return read;
    }
    let end = past(last_words(text, END), today);
    let signed: Vec<&DatedWords> = end
        .iter()
        .filter(|dated| (effect(dated).is_some() || is_place_line(dated)) && !other(dated))
        .collect();
    let read = one_of(&signed, "il finit par");
    if !matches!(read, DaySaid::Nothing) {
        return read;
    }
    let plain: Vec<&DatedWords> = found
        .iter()
        .filter(|dated| {
            let near = dated.before.iter().rev().take(2);
            near.into_iter().any(|word| PLAIN.contains(&word.as_str())) && !other(dated)
        })
        .collect();
    one_of(&plain, "sa première page dit")
}

/// The dates of a text up to today, without those of periods (« du 1er janvier 2025 au 31 décembre 2025 »).
fn past(text: &str, today: Date) -> Vec<DatedWords> {
    let all = each_date(text);
    let until = |at: usize| all.get(at).is_some_and(|dated| dated.before == ["au"]);
    let in_period = |at: usize| until(at) || until(at + 1);
    let mut rank = 0..;
    all.iter()
        .filter(|_| rank.next().is_some_and(|at| !in_period(at)))
        .filter(|dated| dated.day <= today)
        .cloned()
        .collect()
}

fn one_of(found: &[&DatedWords], how: &str) -> DaySaid {
    let mut days: Vec<Date> = found.iter().map(|dated| dated.day).collect();
    days.sort_unstable();
    days.dedup();
    match (days.as_slice(), found.first()) {
        ([], _) | (_, None) => DaySaid::Nothing,
        ([only], Some(first)) => DaySaid::One(*only, format!("{how} « {} »", said(first))),
        (several, _) => {
            let each: Vec<String> = several.iter().map(|day| day.in_words()).collect();
            DaySaid::Several(format!(
                "{how} {} : laquelle est la bonne ?",
                words::list(&each, "et")
            ))
        }
    }
}

/// The cue that stands before, and the day; no other word of the text.
fn said(dated: &DatedWords) -> String {
    let day = dated.day.in_words();
    if let Some(word) = effect(dated) {
        return format!("{word} le {day}");
    }
    let plain = dated
        .before
        .iter()
        .rev()
        .find(|word| PLAIN.contains(&word.as_str()));
    plain.map_or_else(|| day.clone(), |word| format!("{word} {day}"))
}

/// « À Brize, le 10 octobre 2024 », above signatures.
fn is_place_line(dated: &DatedWords) -> bool {
    let mut before = dated.before.iter().rev();
    before.next().is_some_and(|word| word == "le") && before.take(3).any(|word| word == "a")
}

/// The last word before a date that makes it the day of effect.
fn effect(dated: &DatedWords) -> Option<&'static str> {
    let cue = |word: &String| EFFECT.iter().find(|(plain, _)| plain == word);
    dated.before.iter().rev().find_map(cue).map(|(_, said)| *said)
}

/// The text up to so many words.
fn first_words(text: &str, most: usize) -> &str {
    let mut inside = false;
    let mut words = 0;
    for (at, c) in text.char_indices() {
        let is_word = c.is_alphanumeric();
        if is_word && !inside {
            words += 1;
            if words > most {
                return text.get(..at).unwrap_or(text);
            }
        }
        inside = is_word;
    }
    text
}

/// The last words of a text.
fn last_words(text: &str, most: usize) -> &str {
    let mut inside = false;
    let mut words = 0;
    for (at, c) in text.char_indices().rev() {
        let is_word = c.is_alphanumeric();
        if is_word && !inside {
            words += 1;
            if words > most {
                return text.get(at + c.len_utf8()..).unwrap_or(text);
            }
        }
        inside = is_word;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Digest;
    use crate::record::item::Format;

    fn read(name: &str, text: &str) -> SortingDay {
        let file = HeapFile {
            grids: Vec::new(),
            path: name.to_owned(),
            digest: Digest::of(b""),
            format: Format::Pdf,
            text: (!text.is_empty()).then(|| text.to_owned()),
            first_page: None,
            trouble: None,
            broken: false,
        };
        day(&file, &[], Date::new(2026, 11, 23).unwrap())
    }

    #[test]
    fn the_name_says_the_day_else_the_first_page_else_the_end() {
        let far = "mot ".repeat(PAGE + 10);
        for (name, text, wanted) in [
            ("PV 12-03-2025.pdf", "Réunion du 15 juin 2025", "2025-03-12"),
            ("20250312 PV.pdf", "", "2025-03-12"),
            (
                "PV.pdf",
                "Procès-verbal de la séance du 12 mars 2025",
                "2025-03-12",
            ),
            (
                "charte.pdf",
                "Approuvée le 12 mars 2025. Réunion du 15 juin 2024",
                "2025-03-12",
            ),
            (
                "charte.pdf",
                "Version du 1er mars 2024. Prend effet le 12 mars 2025",
                "2025-03-12",
            ),
            (
                "convention.pdf",
                &format!("{far} Fait à Lille, le 12 mars 2025"),
                "2025-03-12",
            ),
            (
                "accord.pdf",
                &format!("{far} À Brize, le 12 mars 2025. La directrice"),
                "2025-03-12",
            ),
            ("mars 2025.pdf", "Réunion du 12 mars 2025", "2025-03-12"),
            ("2025.pdf", "Réunion du 12 mars 2025", "2025-03-12"),
            ("03-2025.pdf", "Réunion du 12 mars 2025", "2025-03-12"),
            (
                "rapport.pdf",
                "Du 1er janvier 2024 au 31 décembre 2024. Adopté le 12 mars 2025",
                "2025-03-12",
            ),
        ] {
            let found = read(name, text);
            assert_eq!(
                found.day.map(|day| day.to_string()).as_deref(),
                Some(wanted),
                "{name}: {}",
                found.reason
            );
        }
    }

    #[test]
    fn what_may_be_read_in_two_ways_or_says_no_day_is_asked() {
        for (name, text, wanted) in [
            ("mars 2025.pdf", "", "sans le jour"),
            ("mars 2025.pdf", "Réunion du 12 avril 2025", "sans le jour"),
            ("01-01-2025 au 31-12-2025.pdf", "", "laquelle est la bonne"),
            (
                "PV.pdf",
                "Adopté le 12 mars 2025. Adopté le 3 avril 2025",
                "laquelle est la bonne",
            ),
            (
                "PV.pdf",
                "Réunion du 12 mars 2025 et du 3 avril 2025",
                "laquelle est la bonne",
            ),
            ("convention.pdf", "Valable jusqu’au 12 mars 2025", "aucune date"),
            (
                "rapport.pdf",
                "Période du 1er janvier 2024 au 31 décembre 2024",
                "aucune date",
            ),
            ("plan.pdf", "Fait le 12 mars 2031", "aucune date"),
            ("12-03-2031.pdf", "", "un jour à venir"),
            ("fiche.pdf", "Awa, née le 12 mars 2005", "aucune date"),
            ("photo.png", "", "aucune date"),
        ] {
            let found = read(name, text);
            assert_eq!(found.day, None, "{name}: {}", found.reason);
            assert!(found.reason.contains(wanted), "{name}: {}", found.reason);
        }
    }

    #[test]
    fn a_reason_quotes_the_cue_and_no_other_word() {
        let found = read(
            "a.pdf",
            "Le conseil, madame Martin présente, a approuvé le budget le 12 mars 2025",
        );
        assert!(
            found.reason.ends_with("« approuvé le 12 mars 2025 »"),
            "{}",
            found.reason
        );
    }
}
