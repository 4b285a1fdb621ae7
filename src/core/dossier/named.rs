//! What the files of a dossier name must be there, and be named once.

use std::collections::BTreeSet;
use std::fmt;

use crate::assessment::inputs::Site;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kernel::{CriterionId, ElementId, FileId, Located, SiteId, Span, folded, persons};
use crate::norm::Norm;
use crate::norm::model::{Criterion, Element};

/// An id that a file gives: a second use is an error, and so are data of persons in it.
pub(super) fn given<T: AsRef<str> + fmt::Display>(
    id: &Located<T>,
    what: &str,
    file: FileId,
    seen: &mut BTreeSet<String>,
    sink: &mut Diagnostics,
) {
    if !seen.insert(folded(id.get())) {
        sink.push(
            Diagnostic::new(
                Code::DossierDuplicate,
                format!("{what} « {} » apparaît deux fois", id.get()),
            )
            .at(id.span(file), "")
            .hint("un identifiant ne sert qu'une fois, majuscules et minuscules confondues"),
        );
    }
    impersonal(id.get().as_ref(), id.span(file), sink);
}

/// What names something goes unchanged through every output: unlike a text, it can never be masked.
pub(super) fn impersonal(name: &str, span: Span, sink: &mut Diagnostics) {
    if let Some((kind, _)) = persons::find(name).hits.first_key_value() {
        sink.push(
            Diagnostic::new(
                Code::PersonalId,
                format!(
                    "un identifiant ne peut contenir ce qui ressemble à {}",
                    kind.one()
                ),
            )
            .at(span, "")
            .hint("il figure dans chaque rapport : choisissez un mot, comme « liste-presence »"),
        );
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
        sink.push(
            Diagnostic::new(
                Code::UnknownSite,
                format!("le site « {} » n'est pas déclaré", site.get()),
            )
            .at(site.span(file), "")
            .nearest(site.as_str(), sites.iter().map(|s| s.id.as_str()))
            .hint("ajoutez « [[site]] »"),
        );
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
        sink.push(
            Diagnostic::new(
                Code::UnknownCriterion,
                format!("le critère « {wanted} » n'est pas dans la norme"),
            )
            .at(id.span(file), "")
            .nearest(wanted.as_str(), norm.criteria.iter().map(|c| c.id.as_str())),
        );
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
        let known: Vec<&str> = criterion.elements.iter().map(|e| e.id.as_str()).collect();
        sink.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!(
                    "l'élément « {} » n'est pas dans le critère {}",
                    id.get(),
                    criterion.id
                ),
            )
            .at(id.span(file), "")
            .hint(format!("éléments de {} : {}", criterion.id, known.join(", "))),
        );
    }
    found
}
