//! Text as it is kept, and how words are sought in it.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// So often a word counts where it is said again and again.
const REPEATED: u32 = 3;

/// NFC, or nothing where more than `most` characters are left; spaces, tabs but one and controls collapse to one space, line breaks to one; soft hyphens go. Tabs stay: they part the cells of a sheet.
pub fn normalise(raw: &str, most: usize) -> Option<String> {
    let mut out = String::new();
    let mut length = 0_usize;
    let mut pending: Option<char> = None;
    for c in raw.nfc() {
        let gap = match c {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\t' => Some('\t'),
            '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fffd}' => {
                continue;
            }
            c if c.is_whitespace() || c.is_control() => Some(' '),
            _ => None,
        };
        match gap {
            // the strongest gap of a run stays: line break, then tab, then space
            Some(gap) => pending = Some(pending.map_or(gap, |old| strongest(old, gap))),
            None => {
                if let Some(gap) = pending.take()
                    && !out.is_empty()
                {
                    out.push(gap);
                    length += 1;
                }
                out.push(c);
                length += 1;
                if length > most {
                    return None;
                }
            }
        }
    }
    Some(out)
}

fn strongest(a: char, b: char) -> char {
    let rank = |c| match c {
        '\n' => 2,
        '\t' => 1,
        _ => 0,
    };
    if rank(a) >= rank(b) { a } else { b }
}

/// Text ready for a search: without regard to case, accents, kind of apostrophe, line ends or hyphens.
///
/// « contient » asks whether words stand in a document, not how they are typeset: titles in capitals lose their accents, lines
/// break inside words, and « porte-parole » cut after its hyphen must still be found.
#[derive(Debug, Clone)]
pub struct Folded(String);

impl Folded {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        Self(fold(text))
    }

    /// The folded text: one space between words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Do these words stand in it, one after the other?
    pub fn contains(&self, words: &str) -> bool {
        let words = fold(words);
        !words.is_empty() && self.0.contains(&words)
    }

    /// Do these words stand in it as words of their own?
    pub fn names(&self, words: &str) -> bool {
        let words = fold(words);
        self.places(&words)
            .any(|(before, after)| !goes_on(before) && !begins(after))
    }

    /// Do these digits stand in it, however they are grouped, and no other digit beside them?
    pub fn holds_number(&self, digits: &str) -> bool {
        let wanted: Vec<char> = digits.chars().filter(char::is_ascii_digit).collect();
        let Some(first) = wanted.first() else { return false };
        self.0.match_indices(*first).any(|(at, _)| {
            let before = self.0.get(..at).unwrap_or_default();
            let after = self.0.get(at..).unwrap_or_default();
            let mut found = after.chars().filter(|c| !matches!(c, ' ' | '.')).peekable();
            !before
                .trim_end_matches([' ', '.'])
                .ends_with(|c: char| c.is_ascii_digit())
                && wanted.iter().all(|digit| found.next() == Some(*digit))
                && !found.peek().is_some_and(char::is_ascii_digit)
        })
    }

    /// The words: letters and digits in a row.
    pub fn each_word(&self) -> impl Iterator<Item = &str> {
        self.0
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
    }

    /// How many words.
    pub fn words(&self) -> u32 {
        u32::try_from(self.each_word().count()).unwrap_or(u32::MAX)
    }

    /// How many words, one said again and again counted `REPEATED` times: a sentence copied to fill a page says no more than once.
    pub fn varied_words(&self) -> u32 {
        let mut times: FxHashMap<&str, u32> = FxHashMap::default();
        self.each_word().fold(0, |n, word| {
            let said = times.entry(word).or_default();
            *said = said.saturating_add(1);
            n.saturating_add(u32::from(*said <= REPEATED))
        })
    }

    /// Does a word of it begin so? Several words in a row are sought as they are.
    pub fn begins(&self, beginning: &str) -> bool {
        let beginning = fold(beginning);
        self.places(&beginning).any(|(before, _)| !goes_on(before))
    }

    /// Does a word of it begin as one of these do?
    pub fn begins_as_one_of(&self, group: &[String]) -> bool {
        group.iter().any(|beginning| self.begins(beginning))
    }

    /// What stands before and after each place where some folded words stand.
    fn places<'a>(&'a self, words: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let whole = self.0.as_str();
        let found = (!words.is_empty()).then(|| whole.match_indices(words));
        found.into_iter().flatten().map(move |(at, _)| {
            (
                whole.get(..at).unwrap_or_default(),
                whole.get(at + words.len()..).unwrap_or_default(),
            )
        })
    }
}

fn goes_on(before: &str) -> bool {
    before.ends_with(char::is_alphanumeric)
}

fn begins(after: &str) -> bool {
    after.starts_with(char::is_alphanumeric)
}

/// ASCII letters are their own decomposition, and part what stands between them: most of a text needs no table of Unicode.
fn fold(text: &str) -> String {
    let mut folding = Folding {
        out: String::with_capacity(text.len()),
        after_hyphen: false,
    };
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.bytes().position(|b| !b.is_ascii());
        let (ascii, other) = rest.split_at(end.unwrap_or(rest.len()));
        for letter in ascii.bytes() {
            folding.take(char::from(letter.to_ascii_lowercase()));
        }
        let end = other.bytes().position(|b| b.is_ascii());
        let (other, next) = other.split_at(end.unwrap_or(other.len()));
        if !other.is_empty() {
            let letters = other.nfkd().filter(|c| !is_combining_mark(*c));
            letters.flat_map(char::to_lowercase).for_each(|c| folding.take(c));
        }
        rest = next;
    }
    let mut out = folding.out;
    out.truncate(out.trim_end().len());
    out
}

struct Folding {
    out: String,
    after_hyphen: bool,
}

impl Folding {
    fn take(&mut self, c: char) {
        match c {
            c if c.is_ascii_alphanumeric() => {
                self.after_hyphen = false;
                self.out.push(c);
            }
            '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' => self.after_hyphen = true,
            c if c.is_whitespace() => {
                let joins = self.after_hyphen && c == '\n';
                if !(joins || self.out.is_empty() || self.out.ends_with(' ')) {
                    self.out.push(' ');
                }
            }
            _ => {
                self.after_hyphen = false;
                match c {
                    '’' | '‘' | 'ʼ' | '′' => self.out.push('\''),
                    'œ' => self.out.push_str("oe"),
                    'æ' => self.out.push_str("ae"),
                    c => self.out.push(c),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_lines() {
        let clean = |raw| normalise(raw, 10).unwrap();
        assert_eq!(clean("  a\u{a0} b\r\n\r\n c\t d \n"), "a b\nc\td");
        assert_eq!(clean("e\u{301}te\u{301}\u{fffd} fr\u{ad}an"), "été fran");
        assert_eq!(clean(" \n\t"), "");
        assert_eq!(clean("0123456789 \n").len(), 10);
        assert_eq!(normalise("01234 56789", 10), None);
    }

    #[test]
    fn words_are_found_however_they_are_typeset() {
        let text = Folded::of(
            "RÈGLEMENT INTERIEUR\nLe porte-\nparole de l’équipe et le tra-\nvail social, l'œuvre.",
        );
        for words in [
            "règlement intérieur",
            "porte-parole",
            "l'équipe",
            "travail social",
            "l’oeuvre",
            "intérieur le",
        ] {
            assert!(text.contains(words), "{words}");
        }
        for words in ["règlements", "", " ", "social le"] {
            assert!(!text.contains(words), "{words}");
        }
    }

    #[test]
    fn a_text_is_folded_as_the_tables_of_unicode_say() {
        for (text, folded) in [
            ("e\u{301}te\u{301}, \u{c9}T\u{c9}", "ete, ete"),
            // marks in either order, after a letter of ASCII and after another
            ("a\u{323}\u{301}b\u{301}\u{323}", "ab"),
            (
                "\u{ff21}\u{ff22} \u{fb01}n \u{2460} \u{bd}",
                "ab fin 1 1\u{2044}2",
            ),
            ("\u{130}I \u{212a}", "ii k"),
            ("a\u{a0}\u{a0} b \t\u{2009}", "a b"),
            (
                "tra-\nvail tra\u{2010}\nvail tra-\n\u{e9}",
                "travail travail trae",
            ),
            ("\u{152}uvre, \u{c6}gide, l\u{2019}\u{e9}", "oeuvre, aegide, l'e"),
        ] {
            assert_eq!(Folded::of(text).as_str(), folded, "{text}");
        }
    }

    #[test]
    fn names_and_numbers_are_whole() {
        let text = Folded::of("L’association « Le Pont » (SIRET 732 829 320 00074), dite LPO, 12 avril.");
        assert!(text.names("le pont") && text.names("LPO") && text.names("association"));
        assert!(
            !text.names("l") || text.names("L"),
            "an elided article is a word of its own"
        );
        assert!(!text.names("pon") && !text.names("PO") && !text.names(""));
        assert!(text.holds_number("73282932000074"));
        for other in ["3282932000074", "7328293200007", "", "lpo"] {
            assert!(!text.holds_number(other), "{other}");
        }
    }

    #[test]
    fn a_type_is_recognised_by_how_its_words_begin() {
        let text = Folded::of("Procès-verbal de l’assemblée : décidé à l'unanimité. Co-médiation.");
        let holds = |group: &[&str]| {
            let owned: Vec<String> = group.iter().map(|word| (*word).to_owned()).collect();
            text.begins_as_one_of(&owned)
        };
        assert!(holds(&["délib", "procès-verb"]) && holds(&["assemblee"]) && holds(&["unanim"]));
        assert!(!holds(&["quorum", "mediation"]) && !holds(&["verbal"]) && !holds(&[""]) && !holds(&[]));
        assert_eq!(text.words(), 9);
        // said again and again, a sentence fills no page
        let again = Folded::of(&"Le plan est suivi. ".repeat(40));
        assert_eq!((again.words(), again.varied_words()), (160, 12));
        assert_eq!(Folded::of("1 + 2 = trois_fois").words(), 4);
    }
}
