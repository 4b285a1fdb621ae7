//! A dossier as it would be with an edit, tried before anything is written.

use mediaudit_core::diag::Diagnostic;
use mediaudit_core::record::inventory::Inventory;
use mediaudit_core::record::reading::{Plan, Wanted};
use mediaudit_core::store::{DossierStore, OwnFolder, Paper, Papers, Reader};

/// A dossier one of whose files, which may be new, is not yet what it would be.
#[derive(Debug)]
pub(super) struct Tried<'a> {
    dossier: &'a dyn DossierStore,
    path: &'a str,
    bytes: &'a [u8],
    /// Are its files read, too?
    whole: bool,
}

impl<'a> Tried<'a> {
    pub(super) fn new(dossier: &'a dyn DossierStore, path: &'a str, bytes: &'a [u8]) -> Self {
        Self {
            dossier,
            path,
            bytes,
            whole: false,
        }
    }

    /// The same, whose files are read.
    pub(super) fn read(self) -> Self {
        Self { whole: true, ..self }
    }

    fn edited(&self) -> Paper {
        Paper {
            path: self.path.to_owned(),
            bytes: self.bytes.to_vec(),
        }
    }
}

impl DossierStore for Tried<'_> {
    fn name(&self) -> String {
        self.dossier.name()
    }

    fn paper(&self, name: &str) -> Result<Option<Paper>, Diagnostic> {
        if name == self.path {
            return Ok(Some(self.edited()));
        }
        self.dossier.paper(name)
    }

    fn papers(&self, folder: &str, extension: &str) -> Papers {
        let mut papers = self.dossier.papers(folder, extension);
        if self
            .path
            .rsplit_once('/')
            .is_some_and(|(above, _)| above == folder)
        {
            papers.read.retain(|paper| paper.path != self.path);
            papers.read.push(self.edited());
            papers.read.sort_by(|a, b| a.path.cmp(&b.path));
        }
        papers
    }

    fn unread(&self) -> OwnFolder {
        self.dossier.unread()
    }

    /// Its files are found, and read only where it is judged: their contents change nothing to what loads.
    fn evidence(&self, plan: Plan<'_>, reader: &dyn Reader) -> Result<Inventory, Diagnostic> {
        if self.whole {
            return self.dossier.evidence(plan, reader);
        }
        self.dossier.evidence(&|_| Wanted::default(), reader)
    }

    fn picture(&self, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        self.dossier.picture(path)
    }
}
