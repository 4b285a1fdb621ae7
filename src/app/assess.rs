//! From a folder to a judged dossier.

use std::path::Path;

use super::dossier_files::{self, DossierFolder};
use super::norms;
use mediaudit_core::audit::{self, Fitted, Means};
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::Version;
use mediaudit_core::norm::Norm;
use mediaudit_evidence::door::Door;

pub use mediaudit_core::audit::{Outcome, Request};

/// Judges the dossier of a folder. Faults of the dossier's author go to the sink.
pub fn assess(
    folder: &Path,
    request: &Request,
    means: Means<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<Outcome> {
    let door = dossier_files::open(folder, sink)?;
    judge(&door, folder, request, means, sources, sink)
}

/// Judges the dossier behind a door; `folder` is what a person calls it.
pub fn judge(
    door: &dyn Door,
    folder: &Path,
    request: &Request,
    means: Means<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<Outcome> {
    audit::audit(&DossierFolder::new(door, folder), means, request, sources, sink)
}

/// The dossier of a folder and its norm, where they fit: what is left is to judge.
pub fn fit(
    folder: &Path,
    request: &Request,
    means: Means<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<Fitted> {
    let door = dossier_files::open(folder, sink)?;
    let read = audit::read(&DossierFolder::new(&door, folder), means, request, sources, sink)?;
    audit::fit(read, sink)
}

/// The same, under another version of the norm that it was judged under, or under a norm that a path names: to be shown beside it.
pub fn under(request: &Request, wanted: &str, norm: &Norm) -> Request {
    let name = if norms::is_path(wanted) || wanted.contains('@') {
        wanted.to_owned()
    } else {
        format!("{}@{wanted}", norm.id)
    };
    Request {
        norm: Some(name),
        version: Version::Any,
        ..request.clone()
    }
}
