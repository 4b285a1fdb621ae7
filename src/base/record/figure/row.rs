//! Does a table say another number in the one row that is the fact's? Only where nothing is to be guessed: the row is headed by the
//! fact's own name and by nothing more, it alone speaks of it, and it holds one number, which is of the same unit and no year. Else the
//! number is not there, which is no contradiction: a document may be about something near.

use std::collections::BTreeSet;

use super::{Cell, Figure, MONTHS, WRITTEN, Word, is_digits, words};
use crate::kernel::Ratio;

/// Words that carry no meaning of their own in a heading.
const SMALL: [&str; 27] = [
    "a", "au", "aux", "avec", "d", "dans", "de", "des", "du", "en", "er", "et", "l", "la", "le", "les", "on",
    "ou", "par", "pour", "sa", "ses", "son", "sous", "sur", "un", "une",
];
/// What a heading may say of any count.
const COUNTING: [&str; 10] = [
    "effectif",
    "nb",
    "nbre",
    "nombre",
    "part",
    "pourcentage",
    "quantite",
    "taux",
    "total",
    "valeur",
];

/// The words of a name that tell it from others: without small words and endings.
pub(super) fn name(label: &str) -> BTreeSet<String> {
    words(label).iter().filter_map(significant).collect()
}

fn significant(word: &Word) -> Option<String> {
    let text = word.text.as_str();
    let stem = text.trim_end_matches(['s', 'x']).trim_end_matches('e');
    let said = !is_digits(word)
        && !SMALL.contains(&text)
        && !MONTHS.contains(&text)
        && !WRITTEN.contains(&text)
        && !COUNTING.contains(&text)
        && !COUNTING.contains(&text.trim_end_matches('s'));
    said.then(|| stem.to_owned())
}

/// The other number that a table says in the fact's row.
pub(super) fn other(figure: &Figure, text: &str) -> Option<Ratio> {
    if figure.label.is_empty() {
        return None;
    }
    let mut found: Option<Ratio> = None;
    // the first row of the table that a row is in
    let mut top: Option<Vec<&str>> = None;
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < 2 {
            top = None;
            continue;
        }
        if let Some(numbers) = own_row(figure, &cells) {
            let [(column, number)] = numbers.as_slice() else {
                return None;
            };
            let clear = match &top {
                Some(top) => heads_a_count(top.get(*column).copied().unwrap_or_default(), figure),
                None => true,
            };
            if found.is_some() || !clear || is_year(number) {
                return None;
            }
            found = Some(number.clone());
        } else if speaks_too(figure, &cells) {
            return None;
        }
        top.get_or_insert(cells);
    }
    found
}

/// The numbers of a row that is headed by the fact's own name, with their columns; none: it is another row. A cell that says more than a
/// number leaves the row without any.
fn own_row(figure: &Figure, cells: &[&str]) -> Option<Vec<(usize, Ratio)>> {
    let mut filled = cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.trim().is_empty());
    let (_, heading) = filled.next()?;
    if name(&without_remark(heading)) != *figure.label {
        return None;
    }
    let mut out = Vec::new();
    for (column, cell) in filled {
        let read = Cell::of(cell);
        match (read.numbers(figure.percent), name(cell).is_subset(&figure.label)) {
            ([(_, only)], true) => out.push((column, only.clone())),
            _ => return Some(Vec::new()),
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Does another row give a number to the fact's name and more (a part of it, a site, a year)?
fn speaks_too(figure: &Figure, cells: &[&str]) -> bool {
    let named = cells.iter().any(|cell| figure.label.is_subset(&name(cell)));
    let number = |cell: &&str| {
        Cell::of(cell)
            .numbers(figure.percent)
            .iter()
            .any(|(_, n)| !is_year(n))
    };
    named && cells.iter().any(number)
}

/// Is nothing but a count, a day or the name itself said above the number?
fn heads_a_count(above: &str, figure: &Figure) -> bool {
    name(above).is_subset(&figure.label)
}

/// A heading without what stands in brackets.
fn without_remark(heading: &str) -> String {
    match heading.split_once('(') {
        Some((before, rest)) => format!("{before} {}", rest.split_once(')').map_or("", |(_, after)| after)),
        None => heading.to_owned(),
    }
}

fn is_year(number: &Ratio) -> bool {
    *number >= Ratio::whole(1900) && *number <= Ratio::whole(2100)
}

#[cfg(test)]
mod tests {
    use super::super::FigureWords;
    use super::*;

    fn figure(value: &str, percent: bool, label: &str, words: &[&str]) -> Figure {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let known = FigureWords::of(percent, label, &words);
        Figure::of(&Ratio::parse_fraction(value).unwrap(), &known, None)
    }

    fn said(text: &str) -> Option<String> {
        let figure = figure("12", false, "Médiateurs en poste", &["mediat"]);
        other(&figure, text).map(|n| n.to_string())
    }

    #[test]
    fn the_one_row_of_that_name_says_its_number() {
        for text in [
            "Médiateurs en poste\t11",
            "Nombre de médiateurs en poste (au 1er mars 2026)\t11",
            "Effectif de la structure\t\nSalariés\t31\nMédiateurs en poste\tonze",
            "Rubrique\tNombre\nMédiateurs en poste\t11 médiateurs",
            "Rubrique\t2026\nMédiateurs en poste\t11",
        ] {
            assert_eq!(said(text).as_deref(), Some("11"), "{text}");
        }
        let share = figure("90/100", true, "Habitants satisfaits", &["satisf"]);
        assert_eq!(
            other(&share, "Habitants satisfaits\t83 %"),
            Ratio::parse_fraction("83/100")
        );
    }

    #[test]
    fn what_may_be_another_number_contradicts_nothing() {
        for text in [
            // sentences are read by people
            "Médiateurs en poste : 11",
            "L’équipe compte 11 médiateurs en poste.",
            // something near
            "Médiateurs\t11",
            "Médiateurs en poste formés\t11",
            "Médiateurs en poste à Clairval\t11",
            "Salariés\t31",
            // several numbers, or several rows
            "Médiateurs en poste\t11\t13",
            "Médiateurs en poste\t11\nMédiateurs en poste\t13",
            "Médiateurs en poste\t11\nMédiateurs en poste formés\t9",
            // another unit, a day, a year, a name
            "Médiateurs en poste\t11 %",
            "Médiateurs en poste\t11 heures",
            "Médiateurs en poste\t11 mars 2026",
            "Médiateurs en poste\t2026",
            "Médiateurs en poste\tvoir page 11",
            "Rubrique\tHeures\nMédiateurs en poste\t11",
            "Médiateurs en poste\toui",
            "",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
