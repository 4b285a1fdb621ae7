//! Draws diagnostics as text: file:line:column, the source line, the underline, the hints.
//!
//! Data of persons are masked in all of it: a file is at fault before anybody could say which of its data may stay.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Diagnostic, Diagnostics, Severity, SourceFile, Sources};
use crate::kernel::{FileId, Span, persons, words};

/// Most messages drawn; the rest is counted.
pub const MOST: usize = 50;

/// Longest source line drawn: beyond, only the place is given.
const MAX_LINE: usize = 400;

/// All messages, sorted, at most [`MOST`], with a closing count. `colour` adds ANSI styles.
pub fn render_all(diagnostics: &Diagnostics, sources: &Sources, colour: bool) -> String {
    let list = diagnostics.sorted();
    let mut out = String::new();
    let mut files = BTreeMap::new();
    for diagnostic in list.iter().take(MOST) {
        for id in diagnostic.labels.iter().map(|label| label.span.file) {
            if let Some(file) = sources.get(id) {
                files.entry(id).or_insert_with(|| Shown::of(file));
            }
        }
        out.push_str(&render(diagnostic, &files, colour));
        out.push_str("\n\n");
    }
    if list.len() > MOST {
        out.push_str(&format!(
            "… et {} de plus, non affichés.\n\n",
            words::count(list.len() - MOST, "message", "messages")
        ));
    }
    let errors = list.iter().filter(|d| d.severity() == Severity::Error).count();
    let warnings = list.len() - errors;
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(words::count(errors, "erreur", "erreurs"));
    }
    if warnings > 0 {
        parts.push(words::count(warnings, "avertissement", "avertissements"));
    }
    if !parts.is_empty() {
        out.push_str(&words::list(&parts, "et"));
        out.push('\n');
    }
    out
}

/// A text that others chose, fit to be printed.
fn safe(text: &str) -> String {
    words::printable(&persons::masked(text))
}

/// A file as it is shown.
struct Shown<'s> {
    path: String,
    original: &'s str,
    text: Cow<'s, str>,
}

impl<'s> Shown<'s> {
    fn of(file: &'s SourceFile) -> Self {
        Self {
            path: safe(&file.path),
            original: &file.text,
            text: persons::masked(&file.text),
        }
    }

    /// The bytes to underline, on the first line of the span.
    fn range(&self, span: &Span) -> std::ops::Range<usize> {
        let first = clamp(self.original, span.start, span.end);
        self.at(first.start)..self.at(first.end)
    }

    /// `fichier:ligne:colonne`.
    fn place(&self, span: &Span) -> String {
        match super::position(self.original, span.start) {
            Some((line, column)) => format!("{}:{line}:{column}", self.path),
            None => self.path.clone(),
        }
    }

    /// A mask keeps the number of characters, not of bytes.
    fn at(&self, offset: usize) -> usize {
        if matches!(self.text, Cow::Borrowed(_)) {
            return offset;
        }
        // INVARIANT: spans come from the parser of this text: they stand between characters
        let before = self.original.get(..offset).unwrap_or_default().chars().count();
        let mut places = self.text.char_indices().map(|(at, _)| at);
        places.nth(before).unwrap_or(self.text.len())
    }
}

/// One message.
fn render(diagnostic: &Diagnostic, files: &BTreeMap<FileId, Shown<'_>>, colour: bool) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR.with_name("erreur"),
        Severity::Warning => Level::WARNING.with_name("avertissement"),
    };
    let message = safe(&diagnostic.message);
    let mut group = level
        .primary_title(message.clone())
        .id(diagnostic.code.as_str())
        .elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
    let mut drawn = false;
    for (rank, label) in diagnostic.labels.iter().enumerate() {
        let Some(file) = files.get(&label.span.file) else {
            continue;
        };
        let range = file.range(&label.span);
        if line_around(&file.text, range.start).len() > MAX_LINE {
            group = group.element(Level::NOTE.with_name("où").message(file.place(&label.span)));
            continue;
        }
        let kind = if rank == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let annotation = kind.span(range);
        let annotation = if label.text.is_empty() {
            annotation
        } else {
            annotation.label(safe(&label.text))
        };
        group = group.element(
            Snippet::source(&*file.text)
                .path(file.path.as_str())
                .annotation(annotation),
        );
        drawn = true;
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.with_name("aide").message(safe(hint)));
    }
    if !drawn && diagnostic.labels.is_empty() && diagnostic.hints.is_empty() {
        let name = if diagnostic.severity() == Severity::Error {
            "erreur"
        } else {
            "avertissement"
        };
        return format!("{name}[{}]: {message}", diagnostic.code.as_str());
    }
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.render(&[group])
}

fn clamp(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let mut from = start.min(text.len());
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = end.clamp(from, text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    // a span over many lines is drawn on its first line only
    let first = text
        .get(from..to)
        .and_then(|part| part.find('\n'))
        .map_or(to, |at| from + at);
    from..first
}

fn line_around(text: &str, at: usize) -> &str {
    // INVARIANT: as above, and a text has a line wherever one looks
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    text.get(start..)
        .unwrap_or_default()
        .lines()
        .next()
        .unwrap_or_default()
}
