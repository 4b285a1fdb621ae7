//! The words of a signature, with a date beside them. A paper that was signed by hand and typed again shows no more.

use super::dates_in;
use crate::record::text::Folded;

/// How far a date may stand from « signature », in words.
const BESIDE: usize = 25;

/// How far a date may stand after « fait à », in words.
const AFTER: usize = 12;

/// Does a text hold « Fait à Lyon, le 12 mars 2025 », or « signature », « signé », « lu et approuvé » with a date beside it?
pub fn has_block(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (0..words.len()).any(|at| {
        let Some(first) = words.get(at).and_then(|word| bare(word)) else {
            return false;
        };
        let next = |by: usize| words.get(at + by).map_or_else(String::new, |word| fold(word));
        let (before, after) = match first.as_str() {
            "fait" if matches!(next(1).as_str(), "a" | "en") => (0, AFTER),
            "lu" if next(1) == "et" && next(2).starts_with("approuve") => (BESIDE, BESIDE),
            "signature" | "signatures" | "signe" | "signee" | "signes" | "signees" => (BESIDE, BESIDE),
            _ => return false,
        };
        let from = at.saturating_sub(before);
        let window = words.get(from..(at + after).min(words.len())).unwrap_or_default();
        !dates_in(&window.join(" ")).is_empty()
    })
}

/// A word that may begin a block, without its marks.
fn bare(word: &str) -> Option<String> {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    bare.starts_with(['f', 'F', 'l', 'L', 's', 'S'])
        .then(|| fold(bare))
}

fn fold(word: &str) -> String {
    Folded::of(word).as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use super::has_block;

    #[test]
    fn a_block_of_signature_has_a_date_beside_it() {
        for (text, expected) in [
            ("Fait à Lyon, le 12 mars 2025\nLa présidente", true),
            ("FAIT EN DEUX EXEMPLAIRES À LYON LE 12/03/2025", true),
            ("Date : 12/03/2025    Signature :", true),
            ("Lu et approuvé, le 1er mars 2025", true),
            ("(Signé : la directrice, 2025-03-12)", true),
            ("Fait à Lyon, le", false),
            ("Signature :", false),
            (
                "Version du 12 mars 2025. Le médiateur a fait à pied le tour du quartier.",
                false,
            ),
            ("Un signal, le 12 mars 2025", false),
        ] {
            assert_eq!(has_block(text), expected, "{text}");
        }
    }
}
