//! Loads each norm once, whatever the number of dossiers that are judged under it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::{NormName, NormStore, OverlayName, Paper};
use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::norm::SharedNorm;

/// What a norm is asked by: its id, and a version where one is meant.
type NormKey = (String, Option<String>);

/// Keeps what another store has loaded, for the life of one run: a norm that is changed on disk meanwhile is not seen.
#[derive(Debug, Default)]
pub struct OnceNorms<S> {
    store: S,
    known: Mutex<BTreeMap<NormKey, SharedNorm>>,
}

impl<S: NormStore> OnceNorms<S> {
    /// The norms of this store; none is loaded yet.
    pub fn new(store: S) -> Self {
        Self {
            store,
            known: Mutex::default(),
        }
    }
}

impl<S: NormStore> NormStore for OnceNorms<S> {
    /// A norm of which there is something to tell is loaded again for each who wants it, so that each is told the same.
    fn norm(
        &self,
        wanted: NormName<'_>,
        sources: &mut Sources,
        sink: &mut Diagnostics,
    ) -> Option<SharedNorm> {
        let name = match wanted {
            NormName::Named(text) => (text.to_owned(), None),
            NormName::Pinned {
                id,
                version,
                place: _,
            } => (id.to_owned(), Some(version.to_owned())),
        };
        // held while it is loaded: whoever wants the same norm waits for it
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(norm) = known.get(&name) {
            return Some(norm.clone());
        }
        let mut told = Diagnostics::default();
        let norm = self.store.norm(wanted, sources, &mut told);
        // one norm, however it is named: what is the same is told by one look
        let same = |norm: SharedNorm| {
            known
                .values()
                .find(|held| **held == norm)
                .cloned()
                .unwrap_or(norm)
        };
        let norm = norm.map(same);
        if let Some(norm) = norm.as_ref().filter(|_| told.is_empty()) {
            known.insert(name, norm.clone());
        }
        sink.extend(told);
        norm
    }

    fn overlay(&self, wanted: OverlayName<'_>) -> Result<Option<Paper>, Diagnostic> {
        self.store.overlay(wanted)
    }
}
