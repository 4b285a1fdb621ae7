//! Text in a page of HTML.

use mediaudit_core::kernel::words;

/// A text as it is printed, whatever it holds: marks of HTML become entities, what would not be seen becomes its code, as in the PDF,
/// and the spaces of French punctuation keep it on its line.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = '\0';
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let next = rest.clone().next();
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            ' ' if before == '«' || matches!(next, Some(':' | ';' | '!' | '?' | '»')) => out.push('\u{a0}'),
            hidden if words::is_hidden(hidden) => out.push_str(&format!("[U+{:04X}]", u32::from(hidden))),
            plain => out.push(plain),
        }
        before = c;
    }
    out
}

/// A text in a field, which a person gets back to the letter.
pub(crate) fn escape_exactly(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            plain => out.push(plain),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_texts_stay_texts() {
        assert_eq!(
            escape("<b title=\"x\">&'</b>\u{202e}\u{0}\u{a0}\u{202f}é"),
            "&lt;b title=&quot;x&quot;&gt;&amp;&#39;&lt;/b&gt;[U+202E][U+0000]\u{a0}\u{202f}é"
        );
    }

    #[test]
    fn punctuation_stays_on_its_line() {
        assert_eq!(
            escape("Sites : « A » ; b ?"),
            "Sites\u{a0}: «\u{a0}A\u{a0}»\u{a0}; b\u{a0}?"
        );
    }
}
