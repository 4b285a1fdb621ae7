//! What every block of a norm needs: ids that are given once, sources that exist.

use std::collections::BTreeMap;
use std::fmt;

use super::model::Source;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kernel::{FileId, Located, SourceId, Span, folded};

/// Ids seen so far, without regard to case.
#[derive(Default)]
pub(super) struct Seen(BTreeMap<String, Span>);

impl Seen {
    pub(super) fn add<T: AsRef<str> + fmt::Display>(
        &mut self,
        id: &Located<T>,
        file: FileId,
        what: &str,
        sink: &mut Diagnostics,
    ) -> bool {
        let span = id.span(file);
        if let Some(first) = self.0.get(&folded(id.get())) {
            sink.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    format!("{what} « {} » apparaît deux fois", id.get()),
                )
                .at(span, "ici encore")
                .at(first.clone(), "d'abord ici"),
            );
            return false;
        }
        self.0.insert(folded(id.get()), span);
        true
    }
}

pub(super) fn source_refs(
    ids: &[Located<SourceId>],
    sources: &BTreeMap<SourceId, Source>,
    file: FileId,
    sink: &mut Diagnostics,
) -> Vec<SourceId> {
    for id in ids.iter().filter(|id| !sources.contains_key(id.get())) {
        sink.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!("la source « {} » n'est pas dans la norme", id.get()),
            )
            .at(id.span(file), "")
            .nearest(id.as_str(), sources.keys().map(SourceId::as_str)),
        );
    }
    ids.iter().map(|id| id.get().clone()).collect()
}
