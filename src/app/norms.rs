//! Finds a norm: embedded in the binary, or a folder on disk.

use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};

use mediaudit_core::diag::{Code, Diagnostic, Diagnostics, Sources};
use mediaudit_core::engine::example;
use mediaudit_core::kernel::ProfileId;
use mediaudit_core::norm::places::{NormPart, Places};
use mediaudit_core::norm::{self, Norm, lint};
use mediaudit_evidence::door::{OpenFolder, Unopened};
use mediaudit_evidence::whole::small;

/// The norm of a new dossier, where nobody names another.
pub const DEFAULT: &str = "nf-x60-600";

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
pub fn shipped() -> Vec<Shipped> {
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
        Some((id, version)) => load_shipped(id, Some(version), sources, sink),
        None => load_shipped(text, None, sources, sink),
    }
}

/// The profile that a person names, or the norm's first.
pub fn profile(norm: &Norm, wanted: Option<&str>, sink: &mut Diagnostics) -> Option<ProfileId> {
    let found = match wanted {
        Some(text) => ProfileId::parse(text).ok().and_then(|id| norm.profile(&id)),
        None => norm.profiles.first(),
    };
    if found.is_none() {
        let text = wanted.unwrap_or_default();
        let known: Vec<&str> = norm.profiles.iter().map(|p| p.id.as_str()).collect();
        sink.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!("le profil « {text} » n'est pas dans la norme"),
            )
            .nearest(text, known.iter().copied())
            .hint(format!("profils : {}", known.join(", "))),
        );
    }
    found.map(|profile| profile.id.clone())
}

/// Loads a shipped norm; without a version, the newest.
pub fn load_shipped(
    id: &str,
    version: Option<&str>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<Norm> {
    norm::load(shipped_files(id, version, sink)?, sources, sink)
}

/// Loads the norm of a folder.
pub fn load_folder(folder: &Path, sources: &mut Sources, sink: &mut Diagnostics) -> Option<Norm> {
    norm::load(folder_files(folder, sink)?, sources, sink)
}

/// How a verification went.
#[derive(Debug)]
pub enum Verified {
    /// There is no such norm.
    Absent,
    /// It cannot be loaded: the faults are in the sink.
    Refused,
    /// It was loaded, and so many examples were run.
    Checked(Box<Norm>, usize),
}

/// Loads a norm by its id or path and tells all that may be said of it: faults, what it holds in vain, examples that fail.
pub fn verify(text: &str, sources: &mut Sources, sink: &mut Diagnostics) -> Verified {
    let files = if is_path(text) {
        folder_files(Path::new(text), sink)
    } else {
        shipped_files(text, None, sink)
    };
    let Some(files) = files else {
        return Verified::Absent;
    };
    let Some((norm, places)) = norm::load_placed(files, sources, sink) else {
        return Verified::Refused;
    };
    lint::check(&norm, &places, sink);
    let run = examples(&norm, &places, sink);
    Verified::Checked(Box::new(norm), run)
}

/// Runs the examples of a norm; gives their number.
fn examples(norm: &Norm, places: &Places, sink: &mut Diagnostics) -> usize {
    let mut run = 0;
    for criterion in &norm.criteria {
        for (rank, sample) in criterion.examples.iter().enumerate() {
            run += 1;
            let got = example::run(norm, criterion, sample).retained;
            if got == sample.expected {
                continue;
            }
            let message = format!(
                "{}, exemple « {} » : {} attendu, {} obtenu",
                criterion.id,
                sample.name,
                sample.expected.label(),
                got.label()
            );
            let diagnostic = Diagnostic::new(Code::FailedExample, message)
                .hint("corrigez la règle si l'exemple dit vrai, ou l'exemple s'il se trompe");
            sink.push(match places.get(&NormPart::Example(criterion.id.clone(), rank)) {
                Some(span) => diagnostic.at(span.clone(), ""),
                None => diagnostic,
            });
        }
    }
    run
}

/// The files of a shipped norm.
fn shipped_files(id: &str, version: Option<&str>, sink: &mut Diagnostics) -> Option<Vec<(String, Vec<u8>)>> {
    let known = shipped();
    let found = known
        .iter()
        .rfind(|norm| norm.id == id && version.is_none_or(|v| v == norm.version));
    let Some(found) = found else {
        let wanted = version.map_or_else(|| id.to_owned(), |v| format!("{id} {v}"));
        let list: Vec<String> = known
            .iter()
            .map(|norm| format!("{} {}", norm.id, norm.version))
            .collect();
        sink.push(
            Diagnostic::new(
                Code::DossierNorm,
                format!("la norme « {wanted} » n'est pas dans ce médiaudit"),
            )
            .nearest(id, known.iter().map(|norm| norm.id.as_str()))
            .hint(format!(
                "normes embarquées : {} ; une autre se donne par --norme CHEMIN",
                list.join(", ")
            )),
        );
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
    let most = mediaudit_core::diag::toml_text::MAX_BYTES as u64;
    let (door, entries) = match OpenFolder::listed(folder) {
        Ok(listed) => listed,
        Err(error) => {
            let hint = match error {
                Unopened::System(error) if error.kind() == io::ErrorKind::NotADirectory => {
                    "c'est un fichier : donnez le dossier qui le contient"
                }
                _ => "vérifiez le chemin donné à --norme",
            };
            sink.push(
                Diagnostic::new(
                    Code::NoIdentity,
                    format!("le dossier de norme « {} » ne peut être lu", folder.display()),
                )
                .hint(hint),
            );
            return None;
        }
    };
    let mut files = Vec::new();
    for entry in entries {
        let named = entry
            .path
            .extension()
            .is_some_and(|extension| extension == "toml");
        if !named || entry.name() == Some("surcouche.toml") {
            continue;
        }
        let full = folder.join(&entry.path);
        match small(&door, &entry.path, most) {
            Ok(Some(bytes)) => files.push((full.to_string_lossy().into_owned(), bytes)),
            Ok(None) => {}
            Err(error) => sink.push(Diagnostic::new(
                Code::Encoding,
                error.told(&full.to_string_lossy()),
            )),
        }
    }
    Some(files)
}
