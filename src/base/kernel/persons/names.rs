//! Lists of names, by their look: nobody can tell a name from a word for certain.
//!
//! A line counts when one of its cells reads « Prénom NOM » or « NOM Prénom », or two neighbouring cells do: a family name in
//! capitals and a first name with one capital, with « M. », « Mme » or a number before them at most. Five such lines make a list.
//! Names written without capitals (« Marie Dupont ») look like any title and are not seen.

use std::ops::Range;

/// Fewer lines make no list.
const LIST: u32 = 5;

/// Longest name of a person, in words.
const WORDS: usize = 5;

/// Words with one capital that begin a line before an acronym (« Le CCAS », « Annexe III ») and are no first name.
const NO_FIRST_NAME: &[&str] = &[
    "Agence",
    "Annexe",
    "Article",
    "Association",
    "Au",
    "Aux",
    "Avec",
    "Axe",
    "Centre",
    "Chapitre",
    "De",
    "Des",
    "Du",
    "En",
    "Et",
    "Fiche",
    "La",
    "Le",
    "Les",
    "Loi",
    "Norme",
    "Par",
    "Partie",
    "Pour",
    "Projet",
    "Réseau",
    "Section",
    "Service",
    "Site",
    "Sur",
    "Titre",
    "Un",
    "Une",
    "Ville",
];

/// How many lines of this text name a person, and where the names stand; nothing where they are too few to make a list.
pub(super) fn listed(text: &str) -> (u32, Vec<Range<usize>>) {
    let (mut lines, mut all, mut start) = (0_u32, Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let found = names(line);
        lines += u32::from(!found.is_empty());
        all.extend(found.into_iter().map(|own| start + own.start..start + own.end));
        start += line.len();
    }
    if lines >= LIST {
        (lines, all)
    } else {
        (0, Vec::new())
    }
}

/// The cells of a line that name someone, alone or with the next one.
fn names(line: &str) -> Vec<Range<usize>> {
    let mut from = 0;
    let mut cells: Vec<(Range<usize>, Vec<Look>)> = Vec::new();
    for cell in line.split(['\t', ';', ',', '|']) {
        let bare = cell.trim_matches(|c: char| c.is_whitespace() || c == '"');
        let at = from + cell.find(bare).unwrap_or_default();
        cells.push((at..at + bare.len(), looks(bare)));
        from += cell.len() + 1;
    }
    let alone = |(range, looks): &(Range<usize>, Vec<Look>)| is_name(looks).then(|| range.clone());
    let mut found: Vec<Range<usize>> = cells.iter().filter_map(alone).collect();
    for pair in cells.windows(2) {
        let looks: Vec<&[Look]> = pair.iter().map(|(_, looks)| looks.as_slice()).collect();
        if looks.iter().all(|looks| !looks.is_empty()) && is_name(&looks.concat()) {
            found.extend(pair.iter().map(|(range, _)| range.clone()));
        }
    }
    found
}

/// Shortest family name that is told from an acronym (« Référente QSE »), in letters.
const FAMILY: usize = 5;

/// Does it hold a name alone: « Fatima BENALI »?
pub(super) fn alone(text: &str) -> bool {
    let long = |word: &str| look(word) == Look::Family && word.chars().count() >= FAMILY;
    text.split([',', ';', '(', ')'])
        .map(str::trim)
        .any(|part| is_name(&looks(part)) && part.split_whitespace().any(long))
}

/// Is somebody called by a title and a name: « Mme Benali », « monsieur Roux »? « Madame la maire » is a function.
pub(super) fn titled(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).any(|pair| match pair {
        [title, name] => {
            let title = title.trim_matches(|c: char| !c.is_alphabetic());
            let title = title.to_lowercase();
            let is_title = matches!(
                title.as_str(),
                "m" | "mr" | "mme" | "mlle" | "melle" | "monsieur" | "madame" | "mademoiselle"
            );
            is_title && name.chars().next().is_some_and(char::is_uppercase)
        }
        _ => false,
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Family,
    First,
    Other,
}

/// The words of a cell, without rank, bullet or title.
fn looks(cell: &str) -> Vec<Look> {
    cell.split_whitespace()
        .skip_while(|word| {
            let bare = word.trim_end_matches(['.', ')', ':']);
            bare.chars().all(|c| !c.is_alphabetic())
                || matches!(bare, "M" | "Mr" | "Mme" | "Mlle" | "Melle" | "Dr")
        })
        .map(look)
        .collect()
}

fn look(word: &str) -> Look {
    let is_part = |c: char| c.is_alphabetic() || matches!(c, '-' | '\'' | '’');
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    if letters.len() < 2 || !word.chars().all(is_part) {
        return Look::Other;
    }
    if capitals == letters.len() {
        let is_roman = letters.iter().all(|c| matches!(c, 'I' | 'V' | 'X'));
        return if is_roman { Look::Other } else { Look::Family };
    }
    if NO_FIRST_NAME.contains(&word) {
        return Look::Other;
    }
    // each part of « Jean-Marie » begins with its one capital
    let well_formed = word.split(['-', '\'', '’']).all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_lowercase)
    });
    if well_formed { Look::First } else { Look::Other }
}

/// All first names on one side, all family names on the other.
fn is_name(words: &[Look]) -> bool {
    let turns = words
        .windows(2)
        .filter(|pair| pair.first() != pair.last())
        .count();
    (2..=WORDS).contains(&words.len()) && turns == 1 && !words.contains(&Look::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_names() {
        let list = "Liste des présents\nMarie DUPONT\n2. DURAND Jean-Marie\nMme Zoé LE GOFF\nN'DIAYE;Awa;3 rue du Mail\n\"ÉLÉONORE\tPetit\n";
        assert_eq!(listed(list).0, 5);
        assert_eq!(listed(&list.replace("Marie DUPONT\n", "")), (0, Vec::new()));
    }

    #[test]
    fn what_is_no_name() {
        for line in [
            "RÈGLEMENT INTÉRIEUR",
            "Règle de confidentialité",
            "Le CCAS, la CAF",
            "Annexe III",
            "Charte IV",
            "Marie Dupont",
            "AGENDA 2026",
            "A Bc",
            "",
            "Prénom NOM signe ici",
        ] {
            assert!(names(line).is_empty(), "{line}");
        }
    }
}
