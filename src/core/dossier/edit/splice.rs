//! Bytes in the place of others, and a text on which they are made one after the other.

use std::ops::Range;

/// What stands at some bytes of a file, replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// The bytes that go; empty: something is put between two.
    pub range: Range<usize>,
    /// What comes in their place.
    pub text: String,
}

impl Splice {
    /// Puts a text at a place.
    pub(super) fn at(place: usize, text: impl Into<String>) -> Self {
        Self {
            range: place..place,
            text: text.into(),
        }
    }

    /// Takes bytes away.
    pub(super) fn cut(range: Range<usize>) -> Self {
        Self {
            range,
            text: String::new(),
        }
    }

    pub(super) fn replace(range: Range<usize>, text: impl Into<String>) -> Self {
        Self {
            range,
            text: text.into(),
        }
    }
}

/// A stretch of the text as it stands now.
#[derive(Debug, Clone)]
enum Stretch {
    /// Bytes of the text as it was.
    Kept(Range<usize>),
    New(String),
}

impl Stretch {
    fn len(&self) -> usize {
        match self {
            Self::Kept(range) => range.len(),
            Self::New(text) => text.len(),
        }
    }

    /// Its first `at` bytes, and the others.
    fn split(self, at: usize) -> (Self, Self) {
        match self {
            Self::Kept(range) => {
                let middle = range.start + at;
                (Self::Kept(range.start..middle), Self::Kept(middle..range.end))
            }
            Self::New(text) => {
                let part = |range: Option<&str>| Self::New(range.unwrap_or_default().to_owned());
                (part(text.get(..at)), part(text.get(at..)))
            }
        }
    }
}

/// A text with the splices made on it so far.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    text: String,
    stretches: Vec<Stretch>,
    length: usize,
}

impl Draft {
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            stretches: vec![Stretch::Kept(0..text.len())],
            length: text.len(),
        }
    }

    /// The text as it stands.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Makes splices that were all planned on the text as it stands. None where two of them touch the same bytes.
    pub(super) fn make(&mut self, mut splices: Vec<Splice>) -> Option<()> {
        splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
        let apart = splices
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.range.end <= b.range.start));
        apart.then_some(())?;
        for splice in splices.into_iter().rev() {
            self.text.get(splice.range.clone())?;
            self.text.replace_range(splice.range.clone(), &splice.text);
            self.lay(splice);
        }
        Some(())
    }

    fn lay(&mut self, splice: Splice) {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut at = 0;
        for stretch in std::mem::take(&mut self.stretches) {
            let (start, end) = (at, at + stretch.len());
            at = end;
            let (first, rest) = stretch.split(splice.range.start.clamp(start, end) - start);
            let gone = splice.range.end.clamp(start, end).max(start + first.len()) - start - first.len();
            let (_, last) = rest.split(gone);
            // what begins at the splice comes after it
            if end <= splice.range.start {
                before.push(first);
            } else {
                before.push(first);
                after.push(last);
            }
        }
        before.push(Stretch::New(splice.text));
        before.extend(after);
        before.retain(|stretch| stretch.len() > 0);
        self.stretches = before;
    }

    /// All that was made, as splices of the text as it was.
    pub(super) fn splices(&self) -> Vec<Splice> {
        let mut out: Vec<Splice> = Vec::new();
        let (mut at, mut new) = (0, String::new());
        let mut close = |range: Range<usize>, new: &mut String| {
            if !range.is_empty() || !new.is_empty() {
                out.push(Splice::replace(range, std::mem::take(new)));
            }
        };
        for stretch in &self.stretches {
            match stretch {
                Stretch::New(text) => new.push_str(text),
                Stretch::Kept(range) => {
                    close(at..range.start, &mut new);
                    at = range.end;
                }
            }
        }
        close(at..self.length, &mut new);
        out
    }
}

/// The bytes with the splices made on them: those of a plan, which are in order and apart.
pub fn apply(bytes: &[u8], splices: &[Splice]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + splices.iter().map(|s| s.text.len()).sum::<usize>());
    let mut at = 0;
    for splice in splices {
        out.extend_from_slice(bytes.get(at..splice.range.start).unwrap_or_default());
        out.extend_from_slice(splice.text.as_bytes());
        at = splice.range.end;
    }
    out.extend_from_slice(bytes.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splices_made_one_after_the_other_are_splices_of_the_first_text() {
        let mut draft = Draft::new("abcdef");
        draft.make(vec![Splice::at(2, "XY"), Splice::cut(4..5)]).unwrap();
        assert_eq!(draft.text(), "abXYcdf");
        draft.make(vec![Splice::replace(3..5, "z")]).unwrap();
        assert_eq!(draft.text(), "abXzdf");
        draft.make(vec![Splice::at(0, "<"), Splice::at(6, ">")]).unwrap();
        assert_eq!(draft.text(), "<abXzdf>");
        let all = draft.splices();
        assert_eq!(apply(b"abcdef", &all), b"<abXzdf>");
        assert_eq!(all.len(), 4, "{all:?}");
        assert!(
            Draft::new("ab")
                .make(vec![Splice::cut(0..2), Splice::cut(1..2)])
                .is_none()
        );
        // what was put and taken back leaves nothing
        let mut draft = Draft::new("ab");
        draft.make(vec![Splice::at(1, "x")]).unwrap();
        draft.make(vec![Splice::cut(1..2)]).unwrap();
        assert_eq!(draft.splices(), []);
    }
}
