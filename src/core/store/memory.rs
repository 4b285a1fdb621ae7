//! Stores that hold all in memory: for tests, and for programs whose dossiers come from elsewhere than a disk.

use std::collections::BTreeMap;

use super::{DossierStore, NormName, NormStore, OverlayName, OwnFolder, Paper, Papers, unknown_norm};
use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::kernel::words;
use crate::norm::{self, SharedNorm};
use crate::record::inventory::{Found, Inventory};
use crate::record::reading::Plan;
use crate::record::{Answer, Fuse, Reader, item};

/// A dossier in memory. Its evidence was looked at before: it is given as records.
#[derive(Debug, Clone, Default)]
pub struct MemoryDossier {
    files: BTreeMap<String, Vec<u8>>,
    inventory: Inventory,
}

impl MemoryDossier {
    /// A dossier of this `dossier.toml`.
    pub fn new(main: impl Into<Vec<u8>>) -> Self {
        Self::default().paper("dossier.toml", main)
    }

    /// The same, with a file beside the evidence: `constats/auditrice.toml`, `actions.toml`, a logo.
    #[must_use]
    pub fn paper(mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), bytes.into());
        self
    }

    /// The same, with a file of evidence.
    #[must_use]
    pub fn evidence(mut self, found: Found) -> Self {
        self.inventory.files.push(found);
        self.inventory.files.sort_by(|a, b| a.path.cmp(&b.path));
        self
    }
}

impl DossierStore for MemoryDossier {
    fn name(&self) -> String {
        "en mémoire".to_owned()
    }

    fn paper(&self, name: &str) -> Result<Option<Paper>, Diagnostic> {
        Ok(self.files.get(name).map(|bytes| Paper {
            path: name.to_owned(),
            bytes: bytes.clone(),
        }))
    }

    fn papers(&self, folder: &str, extension: &str) -> Papers {
        let inside = |path: &str| {
            path.strip_prefix(folder)
                .and_then(|rest| rest.strip_prefix('/')?.strip_suffix(extension)?.strip_suffix('.'))
                .is_some_and(|name| !name.contains('/'))
        };
        Papers {
            read: self
                .files
                .iter()
                .filter(|(path, _)| inside(path))
                .map(|(path, bytes)| Paper {
                    path: path.clone(),
                    bytes: bytes.clone(),
                })
                .collect(),
            ..Papers::default()
        }
    }

    fn unread(&self) -> OwnFolder {
        OwnFolder::default()
    }

    fn evidence(&self, _: Plan<'_>, _: &dyn Reader) -> Result<Inventory, Diagnostic> {
        Ok(self.inventory.clone())
    }

    fn picture(&self, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        Ok(self.files.get(path).cloned())
    }
}

/// Norms in memory, by id, each as the files that it is made of.
#[derive(Debug, Clone, Default)]
pub struct MemoryNorms {
    norms: BTreeMap<String, Vec<(String, Vec<u8>)>>,
}

impl MemoryNorms {
    /// The same, with the norm of this id; of each file its name and bytes.
    #[must_use]
    pub fn norm(mut self, id: impl Into<String>, files: Vec<(String, Vec<u8>)>) -> Self {
        self.norms.insert(id.into(), files);
        self
    }
}

impl NormStore for MemoryNorms {
    fn norm(
        &self,
        wanted: NormName<'_>,
        sources: &mut Sources,
        sink: &mut Diagnostics,
    ) -> Option<SharedNorm> {
        let (id, place) = match wanted {
            NormName::Named(id) => (id, None),
            NormName::Pinned {
                id,
                version: _,
                place,
            } => (id, Some(place.clone())),
        };
        let Some(files) = self.norms.get(id) else {
            let known = self.norms.keys().map(|id| (id.as_str(), ""));
            sink.push(unknown_norm(&words::safe(id), id, place, known));
            return None;
        };
        norm::load(files.clone(), sources, sink).map(SharedNorm::from)
    }

    fn overlay(&self, _: OverlayName<'_>) -> Result<Option<Paper>, Diagnostic> {
        Ok(None)
    }
}

/// A reader that reads nothing: for evidence that was looked at before.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoReader;

impl Reader for NoReader {
    fn read(&self, _: item::Format, _: &[u8]) -> Result<Answer, Fuse> {
        Err(Fuse::NoHelper)
    }
}
