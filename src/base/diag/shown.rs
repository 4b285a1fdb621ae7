//! A file as its author is shown it. Data of persons are masked: a file is at fault before anybody could say which of its data may
//! stay.

use std::borrow::Cow;
use std::ops::Range;

use super::{SourceFile, position};
use crate::kernel::{Span, persons, words};

/// A file as it is shown.
pub(super) struct Shown<'s> {
    path: String,
    original: &'s str,
    text: Cow<'s, str>,
}

impl<'s> Shown<'s> {
    pub(super) fn of(file: &'s SourceFile) -> Self {
        Self {
            path: Self::safe(&file.path),
            original: &file.text,
            text: persons::masked(&file.text),
        }
    }

    /// A text that others chose, fit to be shown.
    pub(super) fn safe(text: &str) -> String {
        words::printable(&persons::masked(text))
    }

    /// Its path.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Its text, masked.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of the start of a span.
    pub(super) fn position(&self, span: &Span) -> Option<(usize, usize)> {
        position(self.original, span.start)
    }

    /// The bytes to underline in the masked text, on the first line of the span.
    pub(super) fn range(&self, span: &Span) -> Range<usize> {
        let first = clamp(self.original, span.start, span.end);
        self.at(first.start)..self.at(first.end)
    }

    /// What is underlined.
    pub(super) fn underlined(&self, span: &Span) -> &str {
        self.text.get(self.range(span)).unwrap_or_default()
    }

    /// `fichier:ligne:colonne`.
    pub(super) fn place(&self, span: &Span) -> String {
        match self.position(span) {
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

fn clamp(text: &str, start: usize, end: usize) -> Range<usize> {
    let mut from = start.min(text.len());
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = end.clamp(from, text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    // a span over many lines is shown on its first line only
    let first = text
        .get(from..to)
        .and_then(|part| part.find('\n'))
        .map_or(to, |at| from + at);
    from..first
}
