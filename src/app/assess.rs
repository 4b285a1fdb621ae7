//! From a folder to a judged dossier.

use std::path::Path;

use super::dossier_files::{self, DossierFolder};
use mediaudit_core::audit::{Means, audit};
use mediaudit_core::diag::{Diagnostics, Sources};
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
    audit(&DossierFolder::new(door, folder), means, request, sources, sink)
}
