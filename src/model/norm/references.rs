//! What every block of a norm needs: ids that are given once, sources that exist.

use std::collections::BTreeMap;

use super::diags::{self, DuplicateId, NoCycle, NoSuchMilestone};
use super::model::{Milestone, Source};
use crate::diag::Diagnostics;
use crate::kernel::{FileId, Identifier, Located, MilestoneId, SourceId, Span, folded};

/// Ids seen so far, without regard to case.
#[derive(Default)]
pub(super) struct SeenIds(BTreeMap<String, Span>);

impl SeenIds {
    pub(super) fn add<T: Identifier>(
        &mut self,
        id: &Located<T>,
        file: FileId,
        sink: &mut Diagnostics,
    ) -> bool {
        let span = id.span(file);
        if let Some(first) = self.0.get(&folded(id.get())) {
            sink.push(DuplicateId {
                what: T::NAMED,
                id: id.get().as_ref(),
                first: first.clone(),
                place: span,
            });
            return false;
        }
        self.0.insert(folded(id.get()), span);
        true
    }
}

/// Checks that `id` is among `known`.
pub(crate) fn resolve<'k, T: Identifier + 'k>(
    id: &Located<T>,
    mut known: impl Iterator<Item = &'k T> + Clone,
    file: FileId,
    sink: &mut Diagnostics,
) -> Option<T> {
    if known.clone().any(|k| k == id.get()) {
        return Some(id.get().clone());
    }
    sink.push(diags::unknown(id, id.span(file), known.by_ref()));
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
    if known.is_empty() {
        sink.push(NoCycle { id, place });
    } else {
        sink.push(NoSuchMilestone { id, place, known });
    }
    None
}

pub(super) fn source_refs(
    ids: &[Located<SourceId>],
    sources: &BTreeMap<SourceId, Source>,
    file: FileId,
    sink: &mut Diagnostics,
) -> Vec<SourceId> {
    ids.iter()
        .filter_map(|id| resolve(id, sources.keys(), file, sink))
        .collect()
}
