//! Plain text: lines that fit a terminal, nothing that moves its cursor.

use mediaudit_core::kernel::words;

/// Columns used at most: what a terminal of 80 to 100 columns, an e-mail or a printed page holds.
pub const WIDTH: usize = 80;

/// Control characters, direction overrides and invisible marks become visible.
pub(super) fn escape(text: &str) -> String {
    words::printable(text)
}

/// Breaks every line that is too long between words; what follows an indented line, or a dash, is indented two columns more.
pub fn wrap(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        if line.chars().count() <= WIDTH {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let indent = line.chars().take_while(|c| *c == ' ').count();
        let hang = if indent > 0 || line.starts_with("- ") {
            indent + 2
        } else {
            0
        };
        let lines = words::wrap(line, WIDTH.saturating_sub(indent), WIDTH.saturating_sub(hang));
        out.push_str(&" ".repeat(indent));
        out.push_str(&lines.join(&format!("\n{}", " ".repeat(hang))));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_hang() {
        let text = format!("TITRE\n\n  {}\n{}\n", "mot ".repeat(60), "x".repeat(120));
        let wrapped = wrap(&text);
        let lines: Vec<&str> = wrapped.lines().collect();
        assert_eq!((lines[0], lines[1]), ("TITRE", ""));
        assert!(lines[2].starts_with("  mot") && lines[3].starts_with("    mot"));
        assert_eq!(
            lines.last().map(|line| line.len()),
            Some(120),
            "a word is never cut"
        );
        assert!(
            lines
                .iter()
                .rev()
                .skip(1)
                .all(|line| line.chars().count() <= WIDTH)
        );
        // an indent beyond the page, as a template of one's own may have, breaks nothing
        assert_eq!(
            wrap(&format!("{}a b\n", " ".repeat(90)))
                .split_whitespace()
                .count(),
            2
        );
        assert_eq!(
            wrapped.split_whitespace().collect::<Vec<_>>(),
            text.split_whitespace().collect::<Vec<_>>()
        );
    }
}
