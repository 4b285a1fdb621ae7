//! Small helpers for texts: safe display of names that others chose, French lists, near words.

use super::french;

/// Makes a name safe to print anywhere: control characters, direction overrides, invisible marks and backslashes become
/// reversible `\u{…}` escapes, so that a file name can neither forge a line of output nor hide its true end.
pub fn safe(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c == '\\' || is_hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// Would this character not be seen, or move what is beside it? Those that Unicode says are no characters are among them.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || u32::from(c) & 0xfffe == 0xfffe
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Cleans a free text that a person wrote, for print: line breaks and tabs become spaces, the rest as [`safe`] but backslashes stay.
pub fn printable(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c })
        .collect();
    spaced.split('\\').map(safe).collect::<Vec<_>>().join("\\")
}

/// The text with its first letter a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Lines of at most `first` characters for the first and `rest` for the others, broken between words; never empty. A word
/// is never cut: one that is longer stands alone.
pub fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut column = 0;
    for word in unbroken(text) {
        let length = word.chars().count();
        let width = if lines.len() == 1 { first } else { rest };
        if column > 0 && column + 1 + length > width {
            lines.push(String::new());
            column = 0;
        }
        if let Some(line) = lines.last_mut() {
            if column > 0 {
                line.push(' ');
                column += 1;
            }
            line.push_str(&word);
            column += length;
        }
    }
    lines
}

/// Words, each with the French punctuation that must not leave it: « opens one, » : ; ! ? end one. A no-break space holds, too.
pub fn unbroken(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let closes = word.starts_with(['»', ':', ';', '!', '?']);
        match out.last_mut() {
            Some(last) if closes || last.ends_with('«') => {
                last.push(' ');
                last.push_str(word);
            }
            _ => out.push(word.to_owned()),
        }
    }
    out
}

/// A French list: `a, b et c`.
pub fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., tail] => format!("{} {last} {tail}", head.join(", ")),
    }
}

/// The first eight by name, and how many others there are: nobody reads a sentence of fifty codes.
pub fn some<T: ToString>(items: &[T]) -> String {
    const NAMED: usize = 8;
    let mut named: Vec<String> = items.iter().take(NAMED).map(ToString::to_string).collect();
    if let Some(rest) = items.len().checked_sub(NAMED).filter(|rest| *rest > 0) {
        named.push(french::count(rest, "autre", "autres"));
    }
    list(&named, "et")
}

/// The candidate nearest to a misspelt word, if one is near enough to propose.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
        let allowed = (candidate.chars().count().max(word.chars().count()) / 3).max(1);
        if distance <= allowed && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_forge_output() {
        assert_eq!(safe("a\nC05 conforme"), "a\\u{a}C05 conforme");
        assert_eq!(safe("fdp.\u{202e}exe"), "fdp.\\u{202e}exe");
        assert_eq!(
            safe("a\u{fffe}\u{fdd0}\u{1ffff}"),
            "a\\u{fffe}\\u{fdd0}\\u{1ffff}"
        );
        assert_eq!(safe("été (1).pdf"), "été (1).pdf");
        assert_eq!(printable("a\\b\nc"), "a\\b c");
    }

    #[test]
    fn lines_break_at_spaces_only() {
        assert_eq!(wrap("un deux trois", 8, 8), ["un deux", "trois"]);
        assert_eq!(
            wrap("dit «\u{a0}oui\u{a0}» fort", 9, 9),
            ["dit", "«\u{a0}oui\u{a0}»", "fort"]
        );
        assert_eq!(wrap("", 9, 9), [""]);
        assert_eq!(wrap("un deux trois", 7, 2), ["un deux", "trois"]);
        assert_eq!(unbroken("dit « non » : rien ;"), ["dit", "« non » :", "rien ;"]);
    }

    #[test]
    fn nearest_word() {
        assert_eq!(
            nearest(
                "engagement-confidentialté",
                ["engagement-confidentialite", "duerp"]
            ),
            Some("engagement-confidentialite")
        );
        assert_eq!(nearest("zzz", ["engagement", "duerp"]), None);
    }
}
