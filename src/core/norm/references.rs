//! What every block of a norm needs: ids that are given once, sources that exist.

use std::collections::BTreeMap;
use std::fmt;

use super::model::{Milestone, Source};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kernel::{FileId, Located, MilestoneId, SourceId, Span, folded};

/// Ids seen so far, without regard to case.
#[derive(Default)]
pub(super) struct SeenIds(BTreeMap<String, Span>);

impl SeenIds {
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

/// Checks that `id` is among `known`; `what` names the thing with its article.
pub(crate) fn resolve<'k, T: AsRef<str> + fmt::Display + Clone + Eq + 'k>(
    id: &Located<T>,
    what: &str,
    mut known: impl Iterator<Item = &'k T> + Clone,
    file: FileId,
    sink: &mut Diagnostics,
) -> Option<T> {
    if known.clone().any(|k| k == id.get()) {
        return Some(id.get().clone());
    }
    let names: Vec<&str> = known.by_ref().map(AsRef::as_ref).collect();
    sink.push(
        Diagnostic::new(
            Code::UnknownReference,
            format!("{what} « {} » n'est pas dans la norme", id.get()),
        )
        .at(id.span(file), "")
        .nearest(id.get().as_ref(), names),
    );
    None
}

/// The milestone of that id, which is written at `place`.
pub(super) fn milestone(
    id: &MilestoneId,
    place: Span,
    cycle: &[Milestone],
    sink: &mut Diagnostics,
) -> Option<MilestoneId> {
    if cycle.iter().any(|milestone| &milestone.id == id) {
        return Some(id.clone());
    }
    let known: Vec<&str> = cycle.iter().map(|milestone| milestone.id.as_str()).collect();
    let hint = if known.is_empty() {
        "ajoutez les étapes du cycle, chacune dans un bloc « [[cycle]] »".to_owned()
    } else {
        format!("étapes admises : {}", known.join(", "))
    };
    sink.push(
        Diagnostic::new(
            Code::UnknownReference,
            format!("l'étape « {id} » n'est pas dans le cycle de la norme"),
        )
        .at(place, "")
        .nearest(id.as_str(), known)
        .hint(hint),
    );
    None
}

pub(super) fn source_refs(
    ids: &[Located<SourceId>],
    sources: &BTreeMap<SourceId, Source>,
    file: FileId,
    sink: &mut Diagnostics,
) -> Vec<SourceId> {
    ids.iter()
        .filter_map(|id| resolve(id, "la source", sources.keys(), file, sink))
        .collect()
}
