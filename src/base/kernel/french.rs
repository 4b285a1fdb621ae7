//! Numbers and agreement, as French writes them: the one place where a count meets its noun.

/// Between the groups of three digits of a number: a narrow space that holds.
const GROUP: char = '\u{202f}';

/// A whole number, its digits in groups of three.
pub fn number(n: usize) -> String {
    written(&n.to_string())
}

/// A number of digits and perhaps a point: its digits in groups of three, its decimals after a comma.
pub(super) fn written(text: &str) -> String {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = whole.trim_start_matches('-').len();
    let mut out = String::with_capacity(text.len() + 4);
    let signs = whole.len() - digits;
    for (rank, c) in whole.chars().enumerate() {
        if rank > signs && (whole.len() - rank).is_multiple_of(3) {
            out.push(GROUP);
        }
        out.push(c);
    }
    if !decimals.is_empty() {
        out.push(',');
        out.push_str(decimals);
    }
    out
}

/// A count with its noun: `0 preuve`, `1 preuve`, `2 preuves`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n > 1 { many } else { one })
}

/// A count with words that all take an s: `1 non démontré`, `2 non démontrés`.
pub fn counted(n: usize, words: &str) -> String {
    format!("{} {}", number(n), agreed(n, words))
}

/// Words that take an s each when there are many of what they say: up to one that begins a complement (« points à consolider »);
/// « non » never does.
pub fn agreed(n: usize, words: &str) -> String {
    if n < 2 {
        return words.to_owned();
    }
    let mut inside = false;
    let each = words.split(' ').map(|word| {
        inside |= ["à", "de", "du", "des", "en", "sur"].contains(&word) || word.starts_with("d’");
        if inside || word == "non" || word.ends_with(['s', 'x', 'z']) {
            word.to_owned()
        } else {
            format!("{word}s")
        }
    });
    each.collect::<Vec<_>>().join(" ")
}

/// « personnes » as « personne »: below two, French counts one thing.
pub fn singular(unit: &str) -> String {
    const ALWAYS: [&str; 4] = ["mois", "fois", "repas", "cours"];
    let (first, rest) = unit.split_at(unit.find(' ').unwrap_or(unit.len()));
    match first.strip_suffix('s') {
        Some(one) if !ALWAYS.contains(&first) => format!("{one}{rest}"),
        _ => unit.to_owned(),
    }
}

/// « de », or « d’ » before a vowel; nothing elides before an identifier (`E`, `E2`) or a name in capitals.
pub fn of(words: &str) -> String {
    const VOWELS: &str = "aeiouyhàâéèêëîïôùûAEIOUYHÉÈÊ";
    let mut letters = words.chars();
    let capitals = letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && letters
            .next()
            .is_none_or(|c| c.is_uppercase() || !c.is_alphabetic());
    if !capitals && words.starts_with(|c| VOWELS.contains(c)) {
        format!("d’{words}")
    } else {
        format!("de {words}")
    }
}

/// Words inside a sentence: the first letter is small, but that of a name in capitals (`PSC1`, `SST`).
pub fn inside(words: &str) -> String {
    let mut letters = words.chars();
    match (letters.next(), letters.next()) {
        (Some(first), second) if second.is_none_or(|c| !c.is_uppercase() && !c.is_ascii_digit()) => {
            first.to_lowercase().chain(words.chars().skip(1)).collect()
        }
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Ratio;

    fn ratio(text: &str) -> String {
        Ratio::parse_fraction(text).unwrap().exactly(0)
    }

    #[test]
    fn numbers_are_written_in_groups_of_three() {
        assert_eq!(number(5214), "5\u{202f}214");
        assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(number(999), "999");
        assert_eq!(ratio("-1200.5"), "-1\u{202f}200,5");
        assert_eq!(ratio("1/3"), "1/3");
        assert_eq!(ratio("9999/10"), "999,9");
        assert_eq!(ratio("-100"), "-100");
    }

    #[test]
    fn what_is_counted_agrees() {
        assert_eq!(counted(75, "conforme"), "75 conformes");
        assert_eq!(counted(2, "non démontré"), "2 non démontrés");
        assert_eq!(counted(1, "non évalué"), "1 non évalué");
        assert_eq!(counted(0, "conforme"), "0 conforme");
        assert_eq!(count(5214, "médiation", "médiations"), "5\u{202f}214 médiations");
        assert_eq!(singular("heures par an"), "heure par an");
        assert_eq!(singular("mois"), "mois");
    }

    #[test]
    fn a_vowel_elides_and_a_name_in_capitals_keeps_them() {
        assert_eq!(of("un an"), "d’un an");
        assert_eq!(of("6 mois"), "de 6 mois");
        assert_eq!(of("Écoute"), "d’Écoute");
        assert_eq!(of("E2"), "de E2");
        assert_eq!(of("E"), "de E");
        assert_eq!(inside("En place"), "en place");
        assert_eq!(inside("PSC1, SST"), "PSC1, SST");
        assert_eq!(inside("À jour"), "à jour");
    }
}
