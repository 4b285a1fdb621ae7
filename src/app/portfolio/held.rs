//! The norms in the binary, by what a line says of them.

use super::super::norms;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::Span;
use mediaudit_core::norm::SharedNorm;
use mediaudit_core::portfolio::line::{NormHolder, NormMark};
use mediaudit_core::store::{NormName, NormStore};

/// Embedded norms, each loaded once by the store behind.
#[derive(Debug, Clone, Copy)]
pub struct HeldNorms<'s>(pub &'s dyn NormStore);

impl NormHolder for HeldNorms<'_> {
    /// What a line says is never taken for a path: only what the list of embedded norms gives is asked for.
    fn held(&self, mark: &NormMark) -> Option<SharedNorm> {
        let known = norms::shipped()
            .iter()
            .find(|norm| norm.id == mark.id.as_str() && norm.version == mark.version)?;
        let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
        // as a dossier pins it: the norm that dossiers are read against is not loaded again
        let name = NormName::Pinned {
            id: &known.id,
            version: &known.version,
            place: &Span::default(),
        };
        self.0.norm(name, &mut sources, &mut sink)
    }
}
