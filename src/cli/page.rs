//! Layout for a terminal: widths, indents, marks. Colour is added here and dropped by the stream where nobody sees it.
//!
//! A [`Page`] is the only text that a command shows, and what goes into it is cleaned at its door: a label that holds the orders of a
//! terminal, a line break or a mark of direction stays a label, whoever wrote it.

use std::path::Path;

use anstyle::{AnsiColor, Style};

use mediaudit_app::diff::{Changed, Fate};
use mediaudit_core::kernel::{Status, command, french, words};

/// Columns used at most: those of a terminal that nobody has widened.
pub(super) const WIDTH: usize = 80;

/// Lines that are shown of a file that came or went whole.
const WHOLE: usize = 30;

const TITLE: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

/// What a line is made of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'a> {
    /// A text.
    Text(&'a str),
    /// A text that stands out.
    Title(&'a str),
    /// A text that can be read later.
    Quiet(&'a str),
    /// The mark of a status: a shape, so that colour is never alone to say it.
    Mark(Status),
}

impl Part<'_> {
    fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Title(text) | Self::Quiet(text) => text,
            Self::Mark(status) => mark(*status).0,
        }
    }

    fn width(&self) -> usize {
        words::printable(self.text()).chars().count()
    }
}

/// What a command says, line by line.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
    /// The folder of the dossier that it is about: commands name it.
    folder: Option<String>,
}

impl Page {
    /// A page of one line.
    pub(super) fn of(text: &str) -> Self {
        let mut page = Self::default();
        page.line(&[Part::Text(text)]);
        page
    }

    /// An empty page about the dossier in this folder.
    pub(super) fn about(folder: &Path) -> Self {
        Self {
            text: String::new(),
            folder: Some(folder.to_string_lossy().into_owned()),
        }
    }

    /// A help page of clap's, styles included: it holds only what médiaudit says of itself.
    pub(super) fn help(text: &clap::builder::StyledStr) -> Self {
        Self {
            text: text.ansi().to_string(),
            folder: None,
        }
    }

    /// A line, broken between words where it is too long for a terminal.
    pub(super) fn line(&mut self, parts: &[Part<'_>]) {
        if parts.iter().map(Part::width).sum::<usize>() > WIDTH {
            self.broken(parts);
        } else {
            self.whole(parts);
        }
    }

    fn whole(&mut self, parts: &[Part<'_>]) {
        for part in parts {
            match part {
                Part::Text(text) => self.text.push_str(&words::printable(text)),
                Part::Title(text) => self.styled(TITLE, text),
                Part::Quiet(text) => self.styled(QUIET, text),
                Part::Mark(status) => {
                    let (mark, colour) = mark(*status);
                    self.styled(Style::new().fg_color(Some(colour.into())), mark);
                }
            }
        }
        self.text.push('\n');
    }

    fn broken(&mut self, parts: &[Part<'_>]) {
        let said: String = parts.iter().map(Part::text).collect();
        let indent = said.chars().take_while(|c| *c == ' ').count();
        let (mut column, mut words) = (0, 0);
        for part in parts {
            for word in words::unbroken(&words::printable(part.text())) {
                let length = word.chars().count();
                if words > 0 && column + 1 + length > WIDTH {
                    self.text.push_str(&format!("\n{}", " ".repeat(indent + 2)));
                    column = indent + 2;
                } else {
                    let gap = if words > 0 { 1 } else { indent };
                    self.text.push_str(&" ".repeat(gap));
                    column += gap;
                }
                match part {
                    Part::Text(_) => self.text.push_str(&word),
                    Part::Title(_) => self.styled(TITLE, &word),
                    Part::Quiet(_) => self.styled(QUIET, &word),
                    Part::Mark(status) => {
                        self.styled(Style::new().fg_color(Some(mark(*status).1.into())), &word);
                    }
                }
                column += length;
                words += 1;
            }
        }
        self.text.push('\n');
    }

    /// An empty line.
    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A paragraph, broken between words, every line after the first indented by `hang` more columns.
    pub(super) fn paragraph(&mut self, indent: usize, hang: usize, text: &str) {
        self.wrapped(indent, hang, None, text);
    }

    /// A paragraph that begins with the mark of a status.
    pub(super) fn marked(&mut self, indent: usize, hang: usize, status: Status, text: &str) {
        self.wrapped(indent, hang, Some(status), text);
    }

    /// A title, with an empty line before it where it does not begin the page.
    pub(super) fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.blank();
        }
        self.line(&[Part::Title(text)]);
    }

    /// Lines to copy as they are, indented.
    pub(super) fn block(&mut self, indent: usize, lines: &str) {
        for line in lines.lines() {
            self.whole(&[Part::Text(&" ".repeat(indent)), Part::Text(line)]);
        }
    }

    /// What a change of a file comes to, line by line: signs say it, and colour besides.
    pub(super) fn changed(&mut self, changed: &Changed) {
        // of a file that came or went whole, its name says most
        let most = match changed.fate {
            Fate::There => usize::MAX,
            Fate::New | Fate::Gone => WHOLE,
        };
        let said = match changed.fate {
            Fate::New => ", nouveau",
            Fate::There => "",
            Fate::Gone => ", supprimé",
        };
        self.heading(&format!("{}{said}", changed.path));
        for hunk in &changed.hunks {
            self.line(&[Part::Text("  "), Part::Quiet(&format!("ligne {}", hunk.line))]);
            let removed = hunk.removed.iter().map(|line| ("-", AnsiColor::Red, line));
            let added = hunk.added.iter().map(|line| ("+", AnsiColor::Green, line));
            let lines = hunk.removed.len() + hunk.added.len();
            for (sign, colour, line) in removed.chain(added).take(most) {
                let line = format!("{sign} {line}");
                self.text.push_str("  ");
                self.styled(Style::new().fg_color(Some(colour.into())), line.trim_end());
                self.text.push('\n');
            }
            if let Some(rest) = lines.checked_sub(most).filter(|rest| *rest > 0) {
                let said = french::count(rest, "autre ligne", "autres lignes");
                self.line(&[Part::Text("  "), Part::Quiet(&said)]);
            }
        }
    }

    /// The page as a stream takes it, styles included.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    fn styled(&mut self, style: Style, text: &str) {
        self.text
            .push_str(&format!("{style}{}{style:#}", words::printable(text)));
    }

    fn wrapped(&mut self, indent: usize, hang: usize, status: Option<Status>, text: &str) {
        let text = match &self.folder {
            Some(folder) => command::about(text, folder),
            None => text.to_owned(),
        };
        let text = match status {
            Some(status) => format!("{} {text}", mark(status).0),
            None => text,
        };
        let first = WIDTH.saturating_sub(indent);
        let lines = words::wrap(&words::printable(&text), first, first.saturating_sub(hang));
        let mut left = indent;
        for (rank, line) in lines.iter().enumerate() {
            let begin = " ".repeat(left);
            let marked = status.filter(|_| rank == 0);
            match marked.and_then(|status| Some((status, line.strip_prefix(mark(status).0)?))) {
                Some((status, rest)) => {
                    self.line(&[Part::Text(&begin), Part::Mark(status), Part::Text(rest)]);
                }
                None => self.line(&[Part::Text(&begin), Part::Text(line)]),
            }
            left = indent + hang;
        }
    }
}

fn mark(status: Status) -> (&'static str, AnsiColor) {
    match status {
        Status::Conforming => ("✓", AnsiColor::Green),
        Status::Nonconforming => ("✗", AnsiColor::Red),
        Status::NotDemonstrated => ("?", AnsiColor::Yellow),
        Status::NotAssessed => ("·", AnsiColor::Cyan),
        Status::NotApplicable => ("–", AnsiColor::BrightBlack),
    }
}

/// A text filled with spaces to `width`; longer ones are cut with an ellipsis.
pub(super) fn cell(text: &str, width: usize) -> String {
    let text = words::printable(text);
    let length = text.chars().count();
    if length > width {
        let kept: String = text.chars().take(width.saturating_sub(1)).collect();
        return format!("{kept}…");
    }
    format!("{text}{}", " ".repeat(width - length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_break_between_words_and_cells_have_one_width() {
        let mut page = Page::default();
        page.paragraph(2, 2, &"mot ".repeat(60));
        assert!(page.as_str().lines().all(|line| line.chars().count() <= WIDTH));
        assert!(
            page.as_str()
                .lines()
                .skip(1)
                .all(|line| line.starts_with("    mot"))
        );
        let mut page = Page::default();
        let long = "mot ".repeat(30);
        page.line(&[
            Part::Text("  "),
            Part::Mark(Status::Conforming),
            Part::Title(&long),
        ]);
        let plain = anstream::adapter::strip_str(page.as_str()).to_string();
        assert!(plain.starts_with("  ✓ mot mot"), "{plain}");
        assert!(plain.lines().skip(1).all(|line| line.starts_with("    mot")));
        assert!(plain.lines().all(|line| line.chars().count() <= WIDTH));
        // what is to be copied is not broken
        let mut page = Page::default();
        page.block(4, &long);
        assert_eq!(page.as_str().lines().count(), 1);
        assert_eq!(cell("évaluée", 9), "évaluée  ");
        assert_eq!(cell("une phrase longue", 6), "une p…");
    }

    #[test]
    fn a_label_gives_no_order_to_the_terminal() {
        const HOSTILE: &str = "\u{1b}[2Jfin\u{9b}31m\r\n✓ C05\u{202e}";
        let mut page = Page::of(HOSTILE);
        page.heading(HOSTILE);
        page.paragraph(2, 2, HOSTILE);
        page.marked(2, 2, Status::Conforming, HOSTILE);
        page.line(&[Part::Quiet(HOSTILE), Part::Text(&cell(HOSTILE, 60))]);
        page.block(4, HOSTILE);
        let plain = anstream::adapter::strip_str(page.as_str()).to_string();
        assert!(
            plain.chars().all(|c| c == '\n' || !words::is_hidden(c)),
            "{plain:?}"
        );
        assert_eq!(plain.matches("\\u{1b}[2Jfin\\u{9b}31m").count(), 7, "{plain}");
        // the block alone is copied line by line
        assert_eq!(plain.lines().count(), 8, "{plain}");
    }
}
