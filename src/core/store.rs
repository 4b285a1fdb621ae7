//! Where an audit finds what it reads: the dossier, its norm, a reader of contents. The traits, and what goes through them as values.
//!
//! Whoever opens files implements them (`mediaudit-app` does, over folders of a disk and the norms in the binary); [`memory`] holds
//! all in memory, and [`OnceNorms`] keeps each norm that another store has loaded.

mod diags;
pub mod memory;
mod once;

use std::fmt::Debug;
use std::path::Path;

use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::kernel::{Span, command};
use crate::norm::SharedNorm;
pub use crate::record::Reader;
use crate::record::inventory::{Inventory, Skipped};
use crate::record::reading::Plan;
pub use once::OnceNorms;

/// A file that an audit reads beside the evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Path to show: from the dossier, with `/`; or what a person called it.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The papers of a folder of the dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Papers {
    /// Those that were read, in byte order of their paths.
    pub read: Vec<Paper>,
    /// Why others were not.
    pub faults: Vec<Diagnostic>,
    /// What was not read for its name or place, though it seems meant to be.
    pub misplaced: Vec<Skipped>,
}

/// What lies in the own folder of a dossier, and is not read there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnFolder {
    /// Under nearly the name of something that is read.
    pub misnamed: Vec<Skipped>,
    /// Documents: none is read there.
    pub strays: Vec<Skipped>,
}

/// A dossier.
pub trait DossierStore: Debug + Sync {
    /// What a person calls it.
    fn name(&self) -> String;

    /// A file of its own folder; none where it is not there.
    fn paper(&self, name: &str) -> Result<Option<Paper>, Diagnostic>;

    /// The files of a folder below that end in `.extension`.
    fn papers(&self, folder: &str, extension: &str) -> Papers;

    /// What lies in its own folder, and is not read there.
    fn unread(&self) -> OwnFolder;

    /// What its folder of evidence holds, each file read as far as `plan` says.
    fn evidence(&self, plan: Plan<'_>, reader: &dyn Reader) -> Result<Inventory, Diagnostic>;

    /// A PNG or a JPEG that lies in it; none where it is not there.
    fn picture(&self, path: &str) -> Result<Option<Vec<u8>>, Diagnostic>;
}

/// Which norm is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NormName<'a> {
    /// What a person calls it: an id, an id and a version (`id@version`), a path.
    Named(&'a str),
    /// What a dossier pins: an id and a version, never a path.
    Pinned {
        /// Id.
        id: &'a str,
        /// Version.
        version: &'a str,
        /// Where the dossier says so.
        place: &'a Span,
    },
}

/// Which overlay is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlayName<'a> {
    /// The file that a person named.
    Given(&'a Path),
    /// The one that lies beside the norm of this name.
    Beside(&'a str),
}

/// Norms, and what their owners lay over them.
pub trait NormStore: Debug + Sync {
    /// Loads a norm. Faults go to the sink; none where there is an error.
    fn norm(&self, wanted: NormName<'_>, sources: &mut Sources, sink: &mut Diagnostics)
    -> Option<SharedNorm>;

    /// An overlay; none where it is not there.
    fn overlay(&self, wanted: OverlayName<'_>) -> Result<Option<Paper>, Diagnostic>;
}

/// There is no such norm. `norm`: what a person calls it, and its `id` alone; `known`: id and version of those that there are.
pub fn unknown_norm<'a>(
    norm: &str,
    id: &str,
    place: Option<Span>,
    known: impl Iterator<Item = (&'a str, &'a str)> + Clone,
) -> Diagnostic {
    let listed: Vec<String> = known
        .clone()
        .map(|(id, version)| format!("{id} {version}"))
        .collect();
    diags::UnknownNorm {
        norm,
        id,
        known: known.map(|(id, _)| id).collect(),
        listed: listed.join(", "),
        way: match place {
            Some(_) => "--norme ./ma-norme".to_owned(),
            None => command::typed(&format!("./{id}")),
        },
        place,
    }
    .into()
}
