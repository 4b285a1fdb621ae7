//! Is a number written in a text, beside the words that it belongs to (design §6)? As people write it: « 1 200 », « 1.200 »,
//! « douze », « 83 % », in a sentence, in the row or under the heading of a table.

mod place;
mod row;
mod seen;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::text::Folded;
use crate::kernel::Ratio;

pub use place::FigurePlace;
pub use seen::{FigureSeen, Legible, NoPlace};

/// So many words around the number are looked at.
const AROUND: usize = 12;
/// From here on a number says by itself what it is.
const SPEAKS_FOR_ITSELF: i64 = 100;
/// Numbers that are written out. « Un » is an article; alone it must be said to be.
const WRITTEN: [&str; 21] = [
    "zero", "", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf", "vingt",
];
const NONE: [&str; 6] = ["aucun", "aucune", "neant", "nul", "nulle", "zero"];
const ALONE: [&str; 4] = ["seul", "seule", "unique", "uniquement"];
const MONTHS: [&str; 12] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];
/// What a number after it counts or names, and is none of ours.
const NAMED: [&str; 12] = [
    "page",
    "p",
    "article",
    "art",
    "annexe",
    "chapitre",
    "n",
    "no",
    "numero",
    "tel",
    "telephone",
    "version",
];

/// By what the numbers of one fact are known, whoever states them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureWords {
    percent: bool,
    words: Arc<[String]>,
    label: Arc<BTreeSet<String>>,
}

impl FigureWords {
    /// Those of a fact of this name; its words are sought without regard to case and accents.
    pub fn of(percent: bool, label: &str, words: &[String]) -> Self {
        let words = words.iter().map(|word| Folded::of(word).as_str().to_owned());
        Self {
            percent,
            words: words.collect(),
            label: Arc::new(row::name(label)),
        }
    }

    /// Is there no word beside which they stand?
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// A number to be found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Figure {
    /// Its value, as an exact fraction; a percentage as a fraction of one.
    pub value: String,
    /// Is it a percentage?
    pub percent: bool,
    /// Beginnings of the words beside which it stands; none: it is sought at its place only.
    pub words: Arc<[String]>,
    /// The words that tell the name of its fact from others.
    pub label: Arc<BTreeSet<String>>,
    /// Where it is said to stand; none: anywhere in the text.
    pub at: Option<FigurePlace>,
}

impl Figure {
    /// How does it stand in this text?
    fn stance(&self, text: &CutText) -> Stance {
        let Some(value) = self.exact() else {
            return Stance::Nowhere;
        };
        // most numbers are nowhere: then nobody asks for the words
        if !text.cells().any(|cell| cell.holds(&value, self.percent)) {
            return Stance::Nowhere;
        }
        let speaks = self.speaks_for_itself(&value);
        // places of the number and of its words in the whole run of words, in ascending order
        let (mut at, mut marks) = (0_usize, Vec::new());
        let (mut told, mut tabled) = (Vec::new(), Vec::new());
        // columns of the table so far that bear one of its words
        let mut headed: Vec<bool> = Vec::new();
        for line in &text.lines {
            let table = line.len() > 1;
            if !table {
                headed.clear();
            }
            let marked: Vec<Vec<usize>> = line.iter().map(|cell| self.marks(cell)).collect();
            let here = table && marked.iter().any(|marks| !marks.is_empty());
            for (column, (cell, own_marks)) in line.iter().zip(&marked).enumerate() {
                let own = cell.numbers(self.percent).iter().filter(|(_, n)| *n == value);
                let own: Vec<usize> = own.map(|(place, _)| at + place).collect();
                let under = headed.get(column).copied().unwrap_or_default();
                if !own.is_empty() && (speaks || here || under) {
                    return Stance::Sure;
                }
                marks.extend(own_marks.iter().map(|place| at + place));
                if table { &mut tabled } else { &mut told }.extend(own);
                at += cell.words.len();
            }
            if table {
                headed.resize(headed.len().max(line.len()), false);
                for (known, marks) in headed.iter_mut().zip(&marked) {
                    *known |= !marks.is_empty();
                }
            }
        }
        let near = |places: &[usize]| {
            places.iter().any(|place| {
                let from = marks.partition_point(|mark| mark + AROUND < *place);
                marks.get(from).is_some_and(|mark| *mark <= place + AROUND)
            })
        };
        match (near(&told), near(&tabled)) {
            (true, _) => Stance::Sure,
            (false, true) => Stance::InAnotherRow,
            (false, false) => Stance::Nowhere,
        }
    }

    /// For a number of the fact that is known by these words.
    pub fn of(value: &Ratio, known: &FigureWords, at: Option<FigurePlace>) -> Self {
        Self {
            value: value.to_string(),
            percent: known.percent,
            words: Arc::clone(&known.words),
            label: Arc::clone(&known.label),
            at,
        }
    }

    /// Is it so large that it needs no word beside it?
    fn speaks_for_itself(&self, value: &Ratio) -> bool {
        !self.percent && *value >= Ratio::whole(SPEAKS_FOR_ITSELF)
    }

    /// Is this number what the structure wrote, but for decimals that it left out? Whole numbers leave out none.
    fn rounds_to(&self, found: &Ratio, own: &Ratio) -> bool {
        let least = if self.percent { 2 } else { 1 };
        let written = (least..=8).find(|decimals| own.round_half_up(*decimals) == *own);
        let whole = !self.percent && own.floor() == *own;
        written.is_some_and(|decimals| !whole && found.round_half_up(decimals) == *own)
    }

    fn exact(&self) -> Option<Ratio> {
        Ratio::parse_fraction(&self.value)
    }

    /// Where one of its words begins in a cell.
    fn marks(&self, cell: &Cell) -> Vec<usize> {
        let begins = |place: &usize| {
            let rest = cell.words.get(*place..).unwrap_or_default();
            self.words.iter().any(|beginning| begin(rest, beginning))
        };
        (0..cell.words.len()).filter(begins).collect()
    }
}

/// How a number stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stance {
    /// In its row, under its heading, in a sentence beside its words; or so large that it needs none.
    Sure,
    /// In a row of a table near its words: of another thing, where its own row says another number.
    InAnotherRow,
    /// Not at all.
    Nowhere,
}

/// Do the next six words, one space between them, begin so?
fn begin(words: &[Word], beginning: &str) -> bool {
    let mut left = beginning;
    for (rank, word) in words.iter().take(6).enumerate() {
        if rank > 0 {
            match left.strip_prefix(' ') {
                Some(rest) => left = rest,
                None => return left.is_empty(),
            }
        }
        if word.text.starts_with(left) {
            return true;
        }
        match left.strip_prefix(word.text.as_str()) {
            Some(rest) => left = rest,
            None => return false,
        }
    }
    left.is_empty()
}

/// A text, cut into lines, cells and words once, for every number that is sought in it.
#[derive(Debug)]
struct CutText {
    /// Lines, cut where tabs cut them.
    lines: Vec<Vec<Cell>>,
}

#[derive(Debug)]
struct Cell {
    words: Vec<Word>,
    /// Numbers that are no percentages, with their places.
    counts: Vec<(usize, Ratio)>,
    /// Percentages, as fractions of one.
    shares: Vec<(usize, Ratio)>,
}

impl CutText {
    /// Cuts a text.
    fn of(text: &str) -> Self {
        let cells = |line: &str| line.split('\t').map(Cell::of).collect();
        Self {
            lines: text.lines().map(cells).collect(),
        }
    }

    fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.lines.iter().flatten()
    }
}

impl Cell {
    fn of(text: &str) -> Self {
        let words = words(text);
        Self {
            counts: numbers(&words, false),
            shares: numbers(&words, true),
            words,
        }
    }

    fn numbers(&self, percent: bool) -> &[(usize, Ratio)] {
        if percent { &self.shares } else { &self.counts }
    }

    /// Does this number stand in it?
    fn holds(&self, value: &Ratio, percent: bool) -> bool {
        self.numbers(percent).iter().any(|(_, n)| n == value)
    }
}

/// Numbers among some words, with their places.
fn numbers(words: &[Word], percent: bool) -> Vec<(usize, Ratio)> {
    let mut found = Vec::new();
    let mut place = 0;
    while let Some(word) = words.get(place) {
        let (value, length) = number(words, place, percent);
        match value {
            Some(value) => found.push((place, value)),
            None if NONE.contains(&word.text.as_str()) => found.push((place, Ratio::zero())),
            None if ALONE.contains(&word.text.as_str()) => found.push((place, Ratio::one())),
            None => {}
        }
        place += length.max(1);
    }
    found
}

/// A word, and what stands right after it.
#[derive(Debug)]
struct Word {
    text: String,
    /// The signs up to the next word, without spaces.
    after: String,
    /// Is there a space among them, or the end?
    parted: bool,
}

/// Words: letters, or digits, in a row; folded.
fn words(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let (mut word, mut digits) = (String::new(), false);
    let push = |word: &mut String, out: &mut Vec<Word>| {
        if !word.is_empty() {
            out.push(Word {
                text: Folded::of(word).as_str().to_owned(),
                after: String::new(),
                parted: false,
            });
            word.clear();
        }
    };
    for c in text.chars() {
        if c.is_alphanumeric() {
            let digit = c.is_ascii_digit();
            if digit != digits {
                push(&mut word, &mut out);
            }
            digits = digit;
            word.push(c);
        } else {
            push(&mut word, &mut out);
            if let Some(last) = out.last_mut() {
                if c.is_whitespace() {
                    last.parted = true;
                } else {
                    last.after.push(c);
                }
            }
        }
    }
    push(&mut word, &mut out);
    out
}

fn is_digits(word: &Word) -> bool {
    word.text.starts_with(|c: char| c.is_ascii_digit())
}

/// The number that begins at a place, and how many words it takes; none where it is a date, a page, a telephone, an hour.
fn number(words: &[Word], place: usize, percent: bool) -> (Option<Ratio>, usize) {
    let Some(first) = words.get(place) else {
        return (None, 1);
    };
    let before = place.checked_sub(1).and_then(|before| words.get(before));
    if !is_digits(first) {
        let two = words
            .get(place + 1)
            .map(|next| format!("{} {}", first.text, next.text));
        let written = |text: &str| WRITTEN.iter().position(|word| !word.is_empty() && *word == text);
        if let Some(n) = two.as_deref().and_then(written) {
            return (Some(Ratio::count(n)), 2);
        }
        return (written(&first.text).map(Ratio::count), 1);
    }
    // the run of digits: groups of three, a decimal part, or signs that make it a date or a telephone
    let mut text = first.text.clone();
    let (mut length, mut decimal, mut other) = (1, None, false);
    while let (Some(last), Some(next)) = (words.get(place + length - 1), words.get(place + length)) {
        if !is_digits(next) {
            break;
        }
        let grouped = next.text.len() == 3 && decimal.is_none() && (1..=3).contains(&first.text.len());
        match last.after.as_str() {
            "" if grouped && last.parted => text.push_str(&next.text),
            "." if grouped && !last.parted => text.push_str(&next.text),
            "," | "." if !last.parted && decimal.is_none() => decimal = Some(next.text.clone()),
            "" if last.parted && next.text.len() != 2 => break,
            "" if last.parted && first.text.len() != 2 => break,
            ";" | ":" if last.parted => break,
            "," | "." | ")" | "%" if last.parted => break,
            _ => other = true,
        }
        length += 1;
    }
    let last = words.get(place + length - 1);
    let next = words.get(place + length);
    let month = next.is_some_and(|next| MONTHS.contains(&next.text.as_str()));
    let dated = before.is_some_and(|word| word.after.is_empty() && MONTHS.contains(&word.text.as_str()));
    let named = before.is_some_and(|word| NAMED.contains(&word.text.as_str()));
    let hour = last.is_some_and(|last| !last.parted && last.after.is_empty())
        && next.is_some_and(|next| next.text == "h");
    // telephones: pairs of digits
    if other || (length > 2 && first.text.len() == 2 && text.len() == 2) || month || dated || named || hour {
        return (None, length);
    }
    let written = decimal.map_or(text.clone(), |decimal| format!("{text}.{decimal}"));
    let value = Ratio::parse_decimal(&written);
    let is_percent =
        last.is_some_and(|last| last.after.starts_with('%')) || next.is_some_and(|next| next.text == "pour");
    let value = if percent {
        value
            .filter(|_| is_percent)
            .and_then(|value| Ratio::of(&value, &Ratio::whole(100)))
    } else {
        value.filter(|_| !is_percent)
    };
    (value, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(value: &str, words: &[&str], text: &str) -> bool {
        let figure = Figure {
            value: value.to_owned(),
            percent: false,
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            label: Arc::default(),
            at: None,
        };
        figure.stance(&CutText::of(text)) != Stance::Nowhere
    }

    #[test]
    fn numbers_are_found_as_people_write_them() {
        let visits = &["visite"];
        for text in [
            "Nous avons fait 1 200 visites.",
            "visites : 1.200",
            "1\u{202f}200 visites",
            "Visites\t1200",
            "Le total est de 1 200.",
        ] {
            assert!(found("1200", visits, text), "{text}");
        }
        let team = &["mediat"];
        for text in [
            "L’équipe compte douze médiateurs et médiatrices.",
            "Nom\tMédiateurs\nSite A\t12\n",
            "12 médiatrices",
            "Médiateurs (au 1er mars) : 12",
        ] {
            assert!(found("12", team, text), "{text}");
        }
        assert!(found("17", team, "dix-sept médiateurs"));
        assert!(found("0", &["plainte"], "Aucune plainte n’a été reçue."));
        assert!(found("1", team, "un seul médiateur"));
    }

    #[test]
    fn what_is_no_such_number_is_not_taken_for_it() {
        let team = &["mediat"];
        for text in [
            "Les médiateurs, le 12 mars 2026",
            "médiateurs, réunis le 12/03/2026",
            "médiateurs, page 12",
            "médiateurs : tél. 04 12 12 12 12",
            "médiateurs à 12h30",
            "12 chaises ont été achetées pour la salle ; le budget en a été voté au printemps avec celui des fenêtres et des volets, avant que ne viennent les médiateurs",
            "médiateurs : 120",
            "médiateurs : 12 %",
        ] {
            assert!(!found("12", team, text), "{text}");
        }
        assert!(!found("1", team, "un médiateur"));
    }

    #[test]
    fn a_percentage_is_a_share() {
        let figure = Figure {
            value: "83/100".to_owned(),
            percent: true,
            words: Arc::from(["satisfait".to_owned()]),
            label: Arc::default(),
            at: None,
        };
        let stands = |text: &str| figure.stance(&CutText::of(text)) != Stance::Nowhere;
        assert!(stands("83 % des personnes sont satisfaites"));
        assert!(stands("satisfaits : 83%"));
        assert!(!stands("83 personnes sont satisfaites"));
    }
}
