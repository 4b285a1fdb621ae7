//! `reponses/*.toml`: what colleagues answer, each in a file of their own, read as one with `dossier.toml`.

use super::raw::RawAnswersHead;
use crate::diag::toml_text::{self, TomlTable, Value};
use crate::diag::{Diagnostics, Sources};
use crate::kernel::FileId;

/// The answers of one file.
pub(super) struct Answers<'a> {
    /// The file.
    pub(super) file: FileId,
    /// The function of whoever answers, where an answer names none.
    pub(super) by: Option<String>,
    /// `[faits]`.
    pub(super) facts: Option<TomlTable<'a>>,
    /// `[pratiques]`.
    pub(super) practices: Option<TomlTable<'a>>,
    /// `[[preuve]]`.
    pub(super) pieces: Vec<Value<'a>>,
}

impl<'a> Answers<'a> {
    /// Takes what a file answers, out of what else it says.
    pub(super) fn take(table: &mut TomlTable<'a>, file: FileId, sink: &mut Diagnostics) -> Self {
        let mut table_at = |key: &str| table.take(key).and_then(|value| value.into_table(key, sink));
        let (facts, practices) = (table_at("faits"), table_at("pratiques"));
        Self {
            file,
            by: None,
            facts,
            practices,
            pieces: table.take_items("preuve", sink),
        }
    }

    /// A file of `reponses`; none where it is no TOML.
    pub(super) fn read(file: FileId, sources: &'a Sources, sink: &mut Diagnostics) -> Option<Self> {
        let mut table = toml_text::parse(file, &sources.get(file)?.text, sink)?;
        table.take_schema(sink);
        let mut out = Self::take(&mut table, file, sink);
        let head: Option<RawAnswersHead> = table.take_all(&["par"]).decode(sink);
        table.finish(&["schema", "par", "faits", "pratiques", "preuve"], sink);
        out.by = head.and_then(|head| head.by);
        Some(out)
    }
}
