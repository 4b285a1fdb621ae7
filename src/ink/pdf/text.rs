//! Text into Typst: as string expressions only, every glyph one that the fonts have.

use std::borrow::Cow;

use super::world;

/// A string expression in markup: nothing in `text` is ever parsed. The `;` ends the expression.
pub fn escape_markup(text: &str) -> String {
    format!("#{};", escape_string(text))
}

/// A string literal, for code.
pub fn escape_string(text: &str) -> String {
    let covered = replace_missing(text);
    format!(
        "\"{}\"",
        covered
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', "\\n")
            .replace('\r', " ")
    )
}

/// The space between the groups of a number: the wider one that holds, too, stands for it where no font has it.
const NARROW: char = '\u{202f}';

/// A character that no embedded font has becomes its code, as in `[U+4E2D]`: visible, and searchable, where PDF/A forbids a blank box.
fn replace_missing(text: &str) -> Cow<'_, str> {
    let missing = |c: char| c != '\n' && c != '\r' && !world::covers(c);
    if !text.chars().any(missing) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| {
                if c == NARROW && missing(c) {
                    "\u{a0}".to_owned()
                } else if missing(c) {
                    format!("[U+{:04X}]", u32::from(c))
                } else {
                    c.to_string()
                }
            })
            .collect(),
    )
}
