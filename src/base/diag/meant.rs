//! What the author of a broken line most likely meant: the few ways of writing a value that everybody has in a spreadsheet or a letter,
//! and that TOML does not take.

use crate::kernel::Date;

/// What is wrong, and what to write.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) message: &'static str,
    pub(super) hint: String,
}

/// What the line that holds byte `at` of a text means, where it is written in one of those ways.
pub(super) fn line(text: &str, at: usize) -> Option<Meant> {
    let at = at.min(text.len());
    let start = text.get(..at)?.rfind('\n').map_or(0, |line| line + 1);
    let line = text.get(start..)?.lines().next()?;
    let (key, value) = line.split_once('=')?;
    if key
        .chars()
        .any(|c| matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}'))
    {
        return Some(Meant {
            message: "espace insécable devant le signe égal",
            hint: "retapez l’espace : celui-ci vient d’un traitement de texte".to_owned(),
        });
    }
    let value = value.split('#').next()?.trim();
    // where the value is sound, the fault of the line is another
    let sound = |value: &str| toml::from_str::<toml::Table>(&format!("v = {value}")).is_ok();
    if sound(value) {
        return None;
    }
    let marks = value.matches('"').count();
    if marks == 1 && value.starts_with('"') {
        return Some(Meant {
            message: "il manque le guillemet fermant",
            hint: "terminez le texte par un guillemet droit : \"…\"".to_owned(),
        });
    }
    if marks > 2 && value.starts_with('"') && value.ends_with('"') {
        return Some(Meant {
            message: "guillemets à l’intérieur d’un texte",
            hint: "à l’intérieur d’un texte, employez « » : les guillemets droits le terminent".to_owned(),
        });
    }
    let hint = of(value).or_else(|| inside(value))?;
    let message = "cette valeur ne s’écrit pas ainsi";
    Some(Meant { message, hint })
}

/// A decimal comma between the braces of a value.
fn inside(value: &str) -> Option<String> {
    value.strip_prefix('{')?.split('=').skip(1).find_map(|part| {
        let number = part.trim_start();
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (whole, rest) = number.split_at(digits(number));
        let decimals = rest.strip_prefix(',')?;
        let (decimals, after) = decimals.split_at(digits(decimals));
        let ends = after.trim_start().is_empty() || after.trim_start().starts_with([',', '}']);
        (ends && !whole.is_empty() && !decimals.is_empty())
            .then(|| format!("un nombre décimal prend un point : {whole}.{decimals}"))
    })
}

fn of(value: &str) -> Option<String> {
    let folded = value.to_lowercase();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}');
    if ["oui", "vrai", "yes", "true"].contains(&folded.as_str()) {
        return Some("pour oui, écrivez true, sans guillemets".to_owned());
    }
    if ["non", "faux", "no", "false"].contains(&folded.as_str()) {
        return Some("pour non, écrivez false, sans guillemets".to_owned());
    }
    if let Some((whole, part)) = value.split_once([',', '.'])
        && (digits(whole) || whole.is_empty())
        && digits(part)
    {
        let whole = if whole.is_empty() { "0" } else { whole };
        return Some(format!("un nombre décimal prend un point : {whole}.{part}"));
    }
    let date: Vec<&str> = value.split(['/', '.', '-']).collect();
    if let [day, month, year] = date.as_slice()
        && [day, month, year].iter().all(|part| digits(part))
    {
        return Some(match (day.len(), month.len(), year.len()) {
            (4, 2, 2) => "ce jour n’existe pas : l’année, le mois de 01 à 12, puis le jour".to_owned(),
            (1 | 2, 1 | 2, 4) => format!("une date s’écrit AAAA-MM-JJ : {year}-{month:0>2}-{day:0>2}"),
            (4, 1 | 2, 1 | 2) => format!("une date s’écrit AAAA-MM-JJ : {day}-{month:0>2}-{year:0>2}"),
            _ => "une date s’écrit AAAA-MM-JJ".to_owned(),
        });
    }
    if let Some(number) = value.strip_suffix('%').map(|n| n.trim_end_matches(space))
        && digits(number)
    {
        return Some(format!(
            "un pourcentage s’écrit entre guillemets : \"{number} %\""
        ));
    }
    let joined: String = value.chars().filter(|c| !space(*c)).collect();
    if joined.len() < value.len() && digits(&joined) {
        return Some(format!("un nombre s’écrit sans espace : {joined}"));
    }
    if let Some(day) = Date::in_letters(value) {
        return Some(format!("une date s’écrit AAAA-MM-JJ : {day}"));
    }
    let numbers: Vec<&str> = value.split(space).filter(|word| digits(word)).collect();
    let letters = value
        .split(space)
        .all(|word| digits(word) || word.chars().all(char::is_alphabetic));
    if let ([number], true) = (numbers.as_slice(), letters)
        && *number != value
    {
        return Some(format!("un nombre seul : {number}"));
    }
    if value.starts_with(['«', '“', '”', '‘', '’']) {
        return Some("les guillemets sont droits : \"…\"".to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_that_everybody_has() {
        for (value, said) in [
            ("oui", "pour oui, écrivez true, sans guillemets"),
            ("Non", "pour non, écrivez false, sans guillemets"),
            ("True", "pour oui, écrivez true, sans guillemets"),
            ("0,2", "un nombre décimal prend un point : 0.2"),
            (".5", "un nombre décimal prend un point : 0.5"),
            (
                "2026-13-01",
                "ce jour n’existe pas : l’année, le mois de 01 à 12, puis le jour",
            ),
            ("3/9/2026", "une date s’écrit AAAA-MM-JJ : 2026-09-03"),
            ("2026/9/3", "une date s’écrit AAAA-MM-JJ : 2026-09-03"),
            ("03-09-26", "une date s’écrit AAAA-MM-JJ"),
            ("80 %", "un pourcentage s’écrit entre guillemets : \"80 %\""),
            ("1 200", "un nombre s’écrit sans espace : 1200"),
            ("1\u{202f}200", "un nombre s’écrit sans espace : 1200"),
            ("4 réunions", "un nombre seul : 4"),
            ("environ 3", "un nombre seul : 3"),
            ("mars 2025", "une date s’écrit AAAA-MM-JJ : 2025-03-01"),
            ("1er Août 2025", "une date s’écrit AAAA-MM-JJ : 2025-08-01"),
            ("15 decembre 2025", "une date s’écrit AAAA-MM-JJ : 2025-12-15"),
            ("« en place »", "les guillemets sont droits : \"…\""),
        ] {
            assert_eq!(of(value).as_deref(), Some(said), "{value}");
        }
        for value in ["", "en-place", "12", "\"oui\"", "[1, 2]"] {
            assert_eq!(of(value), None, "{value}");
        }
    }

    #[test]
    fn the_line_is_the_one_of_the_fault() {
        let text = "a = 1\nb = oui # vraiment\nc = 0,5";
        assert!(line(text, 10).is_some_and(|said| said.hint.contains("true")));
        assert!(line(text, text.len()).is_some_and(|said| said.hint.ends_with("0.5")));
        assert_eq!(line(text, 0), None);
        assert_eq!(line("é", 1), None);
        assert_eq!(line("a = 1\na = true", 6), None, "a key written twice");
    }

    #[test]
    fn what_a_word_processor_or_a_hurry_does_to_a_line() {
        for (text, said) in [
            ("a\u{a0}= 1", "espace insécable devant le signe égal"),
            ("a = \"sans fin", "il manque le guillemet fermant"),
            (
                "a = \"Règle dite \"orale\"\"",
                "guillemets à l’intérieur d’un texte",
            ),
            (
                "a = { valeur = 0,1, au = 2 }",
                "cette valeur ne s’écrit pas ainsi",
            ),
        ] {
            let found = line(text, text.len()).map(|meant| meant.message);
            assert_eq!(found, Some(said), "{text}");
        }
        let brace = line("a = { valeur = 0,1, au = 2 }", 18).map(|meant| meant.hint);
        assert_eq!(brace.as_deref(), Some("un nombre décimal prend un point : 0.1"));
    }
}
