//! Edits of a dossier's files that a person asked for, spliced as bytes at the spans of the text.
//!
//! A library that writes the document anew loses the order of dotted keys, line ends, a missing last line end. Here a file keeps all
//! that it is: comments, order, layout. What changes is a list of [`Splice`]s, planned on the text alone: whoever opens files makes them,
//! loads what comes out, and writes it (`app::edit`).
//!
//! ```text
//! Document ─► layout (bytes of every header, key, value, comment)
//!               └─► tree (each table, with all the places where it is written)
//!                     └─► facts · practices · blocks: one step, some splices; then the text is laid out again
//!                           └─► checked: read by the TOML library, alike but for what was asked; asked again, nothing changes
//! ```

mod asked;
mod blocks;
mod checked;
mod columns;
mod diags;
mod document;
mod facts;
mod fields;
mod file;
mod home;
mod layout;
mod lines;
mod lists;
mod literal;
mod members;
mod place;
mod practices;
mod splice;
mod tree;
mod wishes;
mod work;
mod written;

pub use asked::{Edit, Listed};
pub use diags::EditError;
pub use document::{Document, unmarked};
pub use file::EditedFile;
pub use home::home;
pub use literal::CopiedPage;
pub use splice::{Splice, apply};
pub use wishes::{
    ActionWish, AuditorWish, DoubtWish, DrawWish, FactWish, FindingWish, ObservationWish, PieceWish,
    PracticeWish, Wish,
};
pub use written::{FindingWritten, FindingsWritten};

use crate::norm::Norm;
use work::Work;

/// The splices that make these edits, in order and apart, on the bytes of the document. None where all is so already.
///
/// All edits bear on the file of the document. They are planned one after the other, each on what the ones before it made.
pub fn plan(document: &Document, edits: &[Edit], norm: &Norm) -> Result<Vec<Splice>, EditError> {
    for edit in edits {
        let file = edit.file()?;
        let answers = matches!(EditedFile::parse(document.path()), Some(EditedFile::Answers(_)));
        if file.to_string() != document.path() && !(answers && edit.is_answer()) {
            return Err(EditError::TwoFiles(document.path().to_owned(), file.to_string()));
        }
    }
    let head = document.head();
    let start = head.as_deref().unwrap_or(document.text());
    if toml::de::DeTable::parse(start).is_err() {
        return Err(EditError::Unreadable(document.path().to_owned()));
    }
    let mut work = Work::new(document.path(), start, norm);
    for edit in edits {
        work.edit(edit)?;
    }
    let mut splices = work.splices();
    if let Some(head) = head {
        // a new file: all of it is new
        let text = String::from_utf8_lossy(&apply(head.as_bytes(), &splices)).into_owned();
        if splices.is_empty() {
            return Ok(splices);
        }
        return Ok(vec![Splice::at(0, text)]);
    }
    for splice in &mut splices {
        splice.range = splice.range.start + document.offset()..splice.range.end + document.offset();
    }
    Ok(splices)
}

/// The lines that an edit of a block would write where the file has no such block: for a person who writes them by hand.
pub fn lines(edit: &Edit) -> Result<Vec<String>, EditError> {
    edit.block().map_or(Ok(Vec::new()), |block| block.lines())
}
