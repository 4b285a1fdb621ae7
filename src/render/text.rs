//! Plain text: lines that fit a terminal, nothing that moves its cursor.

use crate::kernel::words::printable;

/// Columns used at most: what a terminal of 80 to 100 columns, an e-mail or a printed page holds.
pub const WIDTH: usize = 80;

/// Control characters, direction overrides and invisible marks become visible.
pub(super) fn escape(text: &str) -> String {
    printable(text)
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
        let mut column = 0;
        for word in words(line) {
            let width = word.chars().count();
            if column == 0 {
                out.push_str(&" ".repeat(indent));
                column = indent;
            } else if column + 1 + width > WIDTH {
                out.push('\n');
                out.push_str(&" ".repeat(hang));
                column = hang;
            } else {
                out.push(' ');
                column += 1;
            }
            out.push_str(&word);
            column += width;
        }
        out.push('\n');
    }
    out
}

/// The words of a line; French punctuation goes with the word that it belongs to.
fn words(line: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        match out.last_mut() {
            Some(last) if last.ends_with('«') || word.starts_with([':', ';', '!', '?', '»']) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => out.push(word.to_owned()),
        }
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
        assert_eq!(
            wrapped.split_whitespace().collect::<Vec<_>>(),
            text.split_whitespace().collect::<Vec<_>>()
        );
        assert_eq!(words("a : « b c » ;"), ["a :", "« b", "c » ;"]);
    }
}
