//! What the files of a dossier name must be there, and be named once.

use std::collections::BTreeSet;

use super::diags::{DuplicateId, PersonalId, UnknownCriterion, UnknownElement, UnknownSite};
use crate::assessment::inputs::Site;
use crate::diag::Diagnostics;
use crate::kernel::{CriterionId, ElementId, FileId, Identifier, Located, SiteId, Span, folded, persons};
use crate::norm::Norm;
use crate::norm::model::{Criterion, Element};

/// An id that a file gives: a second use is an error, and so are data of persons in it.
pub(super) fn given<T: Identifier>(
    id: &Located<T>,
    file: FileId,
    seen: &mut BTreeSet<String>,
    sink: &mut Diagnostics,
) {
    if !seen.insert(folded(id.get())) {
        sink.push(DuplicateId {
            what: T::NAMED,
            id: id.get().as_ref(),
            place: id.span(file),
        });
    }
    impersonal(id.get().as_ref(), id.span(file), sink);
}

/// What names something goes unchanged through every output: unlike a text, it can never be masked.
pub(super) fn impersonal(name: &str, span: Span, sink: &mut Diagnostics) {
    if let Some((kind, _)) = persons::find(name).hits.first_key_value() {
        sink.push(PersonalId {
            looks_like: &kind.one(),
            place: span,
        });
    }
}

/// A site that something bears must be declared.
pub(super) fn check_site(
    site: Option<&Located<SiteId>>,
    sites: &[Site],
    file: FileId,
    sink: &mut Diagnostics,
) {
    if let Some(site) = site.filter(|site| !sites.iter().any(|s| &s.id == site.get())) {
        sink.push(UnknownSite {
            site: site.as_str(),
            place: site.span(file),
            known: sites.iter().map(|s| s.id.as_str()).collect(),
        });
    }
}

/// The criterion of that id, present or former.
pub(super) fn criterion<'n>(
    id: &Located<CriterionId>,
    norm: &'n Norm,
    file: FileId,
    sink: &mut Diagnostics,
) -> Option<&'n Criterion> {
    let wanted = id.get();
    let found = norm
        .criterion(wanted)
        .or_else(|| norm.criteria.iter().find(|c| c.former_ids.contains(wanted)));
    if found.is_none() {
        sink.push(UnknownCriterion {
            criterion: wanted.as_str(),
            place: id.span(file),
            known: norm.criteria.iter().map(|c| c.id.as_str()).collect(),
        });
    }
    found
}

/// The element of that id in a criterion.
pub(super) fn element<'n>(
    id: &Located<ElementId>,
    criterion: &'n Criterion,
    file: FileId,
    sink: &mut Diagnostics,
) -> Option<&'n Element> {
    let found = criterion.elements.iter().find(|e| &e.id == id.get());
    if found.is_none() {
        sink.push(UnknownElement {
            element: id.as_str(),
            criterion: criterion.id.as_str(),
            place: id.span(file),
            known: criterion.elements.iter().map(|e| e.id.as_str()).collect(),
        });
    }
    found
}
