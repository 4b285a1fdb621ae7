//! Layout for a terminal: widths, indents, marks. Colour is added here and dropped by the stream where nobody sees it.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::kernel::{Status, words};

/// Columns used at most.
const WIDTH: usize = 92;

/// A title.
pub(super) const TITLE: Style = Style::new().bold();
/// What can be read later.
pub(super) const QUIET: Style = Style::new().dimmed();

/// A text in a style.
pub(super) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// The mark of a status: a shape, so that colour is never alone to say it.
pub(super) fn mark(status: Status) -> String {
    let (mark, colour) = match status {
        Status::Conforming => ("✓", AnsiColor::Green),
        Status::Nonconforming => ("✗", AnsiColor::Red),
        Status::NotDemonstrated => ("?", AnsiColor::Yellow),
        Status::NotAssessed => ("·", AnsiColor::Cyan),
        Status::NotApplicable => ("–", AnsiColor::BrightBlack),
    };
    styled(Style::new().fg_color(Some(colour.into())), mark)
}

/// A paragraph, broken between words, every line after the first indented by `hang` more columns.
pub(super) fn paragraph(out: &mut String, indent: usize, hang: usize, text: &str) {
    let first = WIDTH.saturating_sub(indent);
    let lines = words::wrap(text, first, first.saturating_sub(hang));
    let next = format!("\n{}", " ".repeat(indent + hang));
    let _ = writeln!(out, "{}{}", " ".repeat(indent), lines.join(&next));
}

/// A text filled with spaces to `width`; longer ones are cut with an ellipsis.
pub(super) fn cell(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length > width {
        let kept: String = text.chars().take(width.saturating_sub(1)).collect();
        return format!("{kept}…");
    }
    format!("{text}{}", " ".repeat(width - length))
}

/// A title with a blank line before it.
pub(super) fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "\n{}", styled(TITLE, text));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_break_between_words_and_cells_have_one_width() {
        let mut out = String::new();
        paragraph(&mut out, 2, 2, &"mot ".repeat(60));
        assert!(out.lines().all(|line| line.chars().count() <= WIDTH));
        assert!(out.lines().skip(1).all(|line| line.starts_with("    mot")));
        assert_eq!(cell("évaluée", 9), "évaluée  ");
        assert_eq!(cell("une phrase longue", 6), "une p…");
    }
}
