//! What a change of a file comes to, in lines: data of persons masked, as wherever a text of a dossier is shown.

use std::borrow::Cow;
use std::ops::Range;

use mediaudit_core::dossier::edit::unmarked;
use mediaudit_core::kernel::persons;
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// A file that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Path from the dossier's folder.
    pub path: String,
    /// What became of the file.
    pub fate: Fate,
    /// The lines that changed, in their order. None: nothing did.
    pub hunks: Vec<Hunk>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was not there before.
    New,
    /// It was there, and is.
    There,
    /// It is no more.
    Gone,
}

/// Lines in the place of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// Number of the first line, from 1, in the file as it is now.
    pub line: usize,
    /// Lines that went.
    pub removed: Vec<String>,
    /// Lines that came.
    pub added: Vec<String>,
}

impl Changed {
    /// From the bytes before to those after; none: no such file.
    pub(super) fn between(path: &str, before: Option<&[u8]>, after: Option<&[u8]>) -> Self {
        let fate = match (before, after) {
            (None, _) => Fate::New,
            (_, None) => Fate::Gone,
            _ => Fate::There,
        };
        let (old, new) = (text(before), text(after));
        let (removed, added) = (persons::masked(&old), persons::masked(&new));
        // a mask leaves lines where they are
        let part = |masked: &str, range: Range<usize>| -> Vec<String> {
            let lines = masked.lines().skip(range.start).take(range.len());
            lines.map(str::to_owned).collect()
        };
        let lines = |text| str::lines(text).collect::<Vec<_>>();
        let hunks = capture_diff_slices(Algorithm::Myers, &lines(&old), &lines(&new))
            .iter()
            .filter(|op| op.tag() != DiffTag::Equal)
            .map(|op| Hunk {
                line: op.new_range().start + 1,
                removed: part(&removed, op.old_range()),
                added: part(&added, op.new_range()),
            })
            .collect();
        Self {
            path: path.to_owned(),
            fate,
            hunks,
        }
    }
}

/// The text of a file, without its mark of order.
fn text(bytes: Option<&[u8]>) -> Cow<'_, str> {
    String::from_utf8_lossy(unmarked(bytes.unwrap_or_default()))
}
