//! Finds a norm: embedded in the binary, or a folder on disk.

use std::io;
use std::path::{MAIN_SEPARATOR, Path};
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

use super::diags::{
    self, FailedExample, NormFile, NormFolder, NormIsFile, OverlayUnreadable, OwnOverlayUnreadable,
};
use super::refusal::Refusal;
use mediaudit_core::assessment::verification::VerifiedNorm;
use mediaudit_core::diag::{Diagnostic, Diagnostics, Sources, toml_text};
use mediaudit_core::engine::example;
use mediaudit_core::kernel::{Span, folded, words};
use mediaudit_core::norm::places::{NormPart, Places};
use mediaudit_core::norm::{self, Norm, SharedNorm, lint};
use mediaudit_core::store::{self, NormName, NormStore, OverlayName, Paper};
use mediaudit_core::view::norm_sheets::{self, CriterionSheet};
use mediaudit_evidence::disk;
use mediaudit_evidence::door::{OpenFolder, Unopened};
use mediaudit_evidence::whole::small;

/// The norm of a new dossier, where nobody names another.
pub const DEFAULT: &str = "nf-x60-600";

/// What lies beside a norm, over it.
const OVERLAY: &str = "surcouche.toml";

/// Every published version of every norm.
static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../norms");

/// Id and version of an embedded norm.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shipped {
    /// Identifier.
    pub id: String,
    /// Version.
    pub version: String,
}

/// The norms in the binary, by id and version.
pub fn shipped() -> &'static [Shipped] {
    static KNOWN: LazyLock<Vec<Shipped>> = LazyLock::new(list_shipped);
    &KNOWN
}

fn list_shipped() -> Vec<Shipped> {
    let mut out: Vec<Shipped> = SHIPPED
        .dirs()
        .flat_map(Dir::dirs)
        .filter_map(|folder| {
            let mut parts = folder
                .path()
                .iter()
                .map(|part| part.to_string_lossy().into_owned());
            Some(Shipped {
                id: parts.next()?,
                version: parts.next()?,
            })
        })
        .collect();
    out.sort();
    out
}

/// Is this a path, rather than the id of a shipped norm?
pub fn is_path(text: &str) -> bool {
    text.contains('/') || text.contains('\\') || text.starts_with('.')
}

/// Loads the norm that a person names: a shipped one (`id`, the newest version, or `id@version`), or a folder.
pub fn find(text: &str, sources: &mut Sources, sink: &mut Diagnostics) -> Option<Norm> {
    if is_path(text) {
        return load_folder(Path::new(text), sources, sink);
    }
    match text.split_once('@') {
        Some((id, version)) => load_shipped(id, Some(version), None, sources, sink),
        None => load_shipped(text, None, None, sources, sink),
    }
}

/// Loads a shipped norm; without a version, the newest. `place`: where it is named.
pub fn load_shipped(
    id: &str,
    version: Option<&str>,
    place: Option<Span>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<Norm> {
    norm::load(shipped_files(id, version, place, sink)?, sources, sink)
}

/// Loads the norm of a folder.
pub fn load_folder(folder: &Path, sources: &mut Sources, sink: &mut Diagnostics) -> Option<Norm> {
    norm::load(folder_files(folder, sink)?, sources, sink)
}

/// The norms in the binary, and those in folders of the disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct NormFiles;

impl NormStore for NormFiles {
    fn norm(
        &self,
        wanted: NormName<'_>,
        sources: &mut Sources,
        sink: &mut Diagnostics,
    ) -> Option<SharedNorm> {
        match wanted {
            NormName::Named(text) => find(text, sources, sink),
            NormName::Pinned { id, version, place } => {
                load_shipped(id, Some(version), Some(place.clone()), sources, sink)
            }
        }
        .map(SharedNorm::from)
    }

    fn overlay(&self, wanted: OverlayName<'_>) -> Result<Option<Paper>, Diagnostic> {
        let (path, shown) = match wanted {
            OverlayName::Given(path) => (path.to_path_buf(), path.to_string_lossy().into_owned()),
            OverlayName::Beside(norm) if is_path(norm) => (Path::new(norm).join(OVERLAY), OVERLAY.to_owned()),
            OverlayName::Beside(_) => return Ok(None),
        };
        let found = disk::read_small(&path, toml_text::MAX_BYTES as u64).map_err(|error| {
            let told = error.told(&shown);
            match wanted {
                OverlayName::Given(_) => Diagnostic::from(OverlayUnreadable { told }),
                OverlayName::Beside(_) => OwnOverlayUnreadable { told }.into(),
            }
        })?;
        Ok(found.map(|bytes| Paper { path: shown, bytes }))
    }
}

/// The criterion that a person names, whatever the case, in words.
pub fn criterion(norm: &Norm, wanted: &str) -> Result<CriterionSheet, Refusal> {
    let mut all = norm.criteria.iter();
    let found = all.find(|c| folded(&c.id) == wanted.to_ascii_lowercase());
    found.and_then(|c| norm_sheets::one(norm, &c.id)).ok_or_else(|| {
        let near = words::nearest(wanted, norm.criteria.iter().map(|c| c.id.as_str()));
        diags::no_criterion(&words::safe(wanted), near, &norm.id)
    })
}

/// How a verification went.
#[derive(Debug)]
pub enum Verified {
    /// There is no such norm.
    Absent,
    /// It cannot be loaded: the faults are in the sink.
    Refused,
    /// It was loaded, and so many examples were run.
    Checked(SharedNorm, usize),
}

impl Verified {
    /// What a program is told of a norm that could be looked at.
    pub fn looked(&self) -> Option<VerifiedNorm> {
        match self {
            Self::Absent | Self::Refused => None,
            Self::Checked(norm, examples) => Some(VerifiedNorm {
                id: norm.id.clone(),
                version: norm.version.clone(),
                criteria: norm.criteria.len(),
                examples: *examples,
            }),
        }
    }
}

/// Loads a norm by its id or path and tells all that may be said of it: faults, what it holds in vain, examples that fail.
pub fn verify(text: &str, sources: &mut Sources, sink: &mut Diagnostics) -> Verified {
    let files = if is_path(text) {
        folder_files(Path::new(text), sink)
    } else {
        shipped_files(text, None, None, sink)
    };
    let Some(files) = files else {
        return Verified::Absent;
    };
    let Some((norm, places)) = norm::load_placed(files, sources, sink) else {
        return Verified::Refused;
    };
    let norm = SharedNorm::from(norm);
    lint::check(&norm, &places, sink);
    let run = examples(&norm, &places, sink);
    Verified::Checked(norm, run)
}

/// Runs the examples of a norm; gives their number.
fn examples(norm: &SharedNorm, places: &Places, sink: &mut Diagnostics) -> usize {
    let mut run = 0;
    for criterion in &norm.criteria {
        for (rank, sample) in criterion.examples.iter().enumerate() {
            run += 1;
            let got = example::run(norm, criterion, sample).retained;
            if got == sample.expected {
                continue;
            }
            let place = places
                .get(&NormPart::Example(criterion.id.clone(), rank))
                .cloned();
            sink.push(FailedExample {
                criterion: criterion.id.as_str(),
                example: &sample.name,
                expected: sample.expected.label(),
                found: got.label(),
                place,
            });
        }
    }
    run
}

/// The files of a shipped norm.
fn shipped_files(
    id: &str,
    version: Option<&str>,
    place: Option<Span>,
    sink: &mut Diagnostics,
) -> Option<Vec<(String, Vec<u8>)>> {
    let known = shipped();
    let found = known
        .iter()
        .rfind(|norm| norm.id == id && version.is_none_or(|v| v == norm.version));
    let Some(found) = found else {
        let wanted = version.map_or_else(|| id.to_owned(), |v| format!("{id} {v}"));
        let known = known.iter().map(|norm| (norm.id.as_str(), norm.version.as_str()));
        sink.push(store::unknown_norm(&wanted, id, place, known));
        return None;
    };
    let folder = SHIPPED.get_dir(format!("{}/{}", found.id, found.version))?;
    let files = folder
        .files()
        .filter(|file| {
            file.path()
                .extension()
                .is_some_and(|extension| extension == "toml")
        })
        .map(|file| {
            (
                format!("norms/{}", file.path().to_string_lossy()),
                file.contents().to_vec(),
            )
        })
        .collect();
    Some(files)
}

/// The files of the norm of a folder.
fn folder_files(folder: &Path, sink: &mut Diagnostics) -> Option<Vec<(String, Vec<u8>)>> {
    let most = toml_text::MAX_BYTES as u64;
    let (door, entries) = match OpenFolder::listed(folder) {
        Ok(listed) => listed,
        Err(error) => {
            let folder = &folder.to_string_lossy();
            match error {
                Unopened::System(error) if error.kind() == io::ErrorKind::NotADirectory => {
                    sink.push(NormIsFile { folder });
                }
                _ => sink.push(NormFolder { folder }),
            }
            return None;
        }
    };
    let mut files = Vec::new();
    let mut whole = true;
    for entry in entries {
        let named = entry
            .path
            .extension()
            .is_some_and(|extension| extension == "toml");
        if !named || entry.name() == Some(OVERLAY) {
            continue;
        }
        let full = folder.join(&entry.path);
        // reports say it, too: the same on every system
        let full = full.to_string_lossy().replace(MAIN_SEPARATOR, "/");
        match small(&door, &entry.path, most) {
            Ok(Some(bytes)) => files.push((full, bytes)),
            Ok(None) => {}
            Err(error) => {
                whole = false;
                sink.push(NormFile {
                    told: error.told(&full),
                });
            }
        }
    }
    // without one of its files a norm has faults that its author did not make
    whole.then_some(files)
}
