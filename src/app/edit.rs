//! A change that a person asked for: planned, tried, kept for whoever wants it back, written; and taken back.
//!
//! What is written is what would load: the new bytes go through the loader of a judgement first, behind the same door. Two that edit at
//! once: a lock lets one in and refuses the other; where a program that knows nothing of it writes meanwhile, the digest tells, up to the
//! instant of the rename itself, which no system lets anybody guard.

mod diags;
pub mod held;
mod issued;
mod tried;
mod versions;

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use super::diff::Changed;
use super::dossier_files::{self, DossierFolder};
use super::output::inside::{Inside, Lock, NotReplaced};
pub use diags::NotChanged;
pub use issued::lay_among;
use mediaudit_core::audit::{self, Means, Request};
use mediaudit_core::diag::{Diagnostics, Severity, Sources};
use mediaudit_core::dossier::edit::{self, Document, Edit, EditError, EditedFile};
use mediaudit_core::kernel::Digest;
use mediaudit_core::scope::SoughtBook;
use mediaudit_core::store::NormStore;
use mediaudit_core::store::memory::NoReader;
use mediaudit_evidence::disk::{shown, why};
use mediaudit_evidence::door::{Access, Entry, OpenFolder, Unopened};
use tried::Tried;
pub use versions::FormerVersion;

/// Something of the dossier that could not be reached.
fn refused<E: Into<NotReplaced>>(path: &str) -> impl FnOnce(E) -> NotChanged {
    move |error| match error.into() {
        NotReplaced::Changed => NotChanged::Stale(path.to_owned()),
        NotReplaced::Protected => NotChanged::Protected(path.to_owned()),
        NotReplaced::Unopened(Unopened::Link(part)) => NotChanged::Link(shown(&part)),
        NotReplaced::Unopened(error) => NotChanged::Disk(path.to_owned(), error.to_string()),
    }
}

/// Makes edits of one file of a dossier, all or none: an answer is edited where it stands, in `dossier.toml` or in `reponses`. `request`
/// says which norm it is read against, as for a judgement; `seen` are the digests of the files as the person saw them (none: a file was
/// not there).
pub fn change(
    folder: &Path,
    request: &Request,
    norms: &dyn NormStore,
    seen: &BTreeMap<String, Digest>,
    edits: &[Edit],
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, NotChanged> {
    make(folder, request, &Trial::Loads(norms), seen, edits, sources, sink)
}

/// The same, where the dossier must also be judged without a fault before anything is written.
pub fn change_judged(
    folder: &Path,
    request: &Request,
    means: Means<'_>,
    seen: &BTreeMap<String, Digest>,
    edits: &[Edit],
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, NotChanged> {
    make(folder, request, &Trial::Judged(means), seen, edits, sources, sink)
}

fn make(
    folder: &Path,
    request: &Request,
    trial: &Trial<'_>,
    seen: &BTreeMap<String, Digest>,
    edits: &[Edit],
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, NotChanged> {
    let norms = match trial {
        Trial::Loads(norms) => *norms,
        Trial::Judged(means) => means.norms,
    };
    let dossier = Inside::new(dossier_files::open(folder, sink).ok_or(NotChanged::Dossier)?);
    let answers = answers(&dossier)?;
    let file = match edits.first() {
        Some(edit) => file(edit, &answers)?,
        None => EditedFile::Main,
    };
    for edit in edits {
        let other = self::file(edit, &answers)?;
        if other != file {
            return Err(EditError::TwoFiles(file.to_string(), other.to_string()).into());
        }
    }
    let path = file.to_string();
    let document = match dossier.read(&path).map_err(refused(&path))? {
        Some(bytes) => Document::read(&path, bytes)?,
        None => Document::absent(&path),
    };
    if document.digest() != seen.get(&path).copied() {
        return Err(NotChanged::Stale(path));
    }
    let store = DossierFolder::new(dossier.door(), folder);
    let norm = audit::norm_of(&store, norms, request, sources, sink).ok_or(NotChanged::Dossier)?;
    let splices = edit::plan(&document, edits, &norm)?;
    let before = document.digest().map(|_| document.bytes());
    if splices.is_empty() {
        return Ok(Changed::between(&path, before, before));
    }
    let bytes = edit::apply(document.bytes(), &splices);
    let tried = Tried::new(&store, &path, &bytes);
    let sound = match trial {
        Trial::Loads(_) => try_out(&tried, request, norms, sources, sink),
        Trial::Judged(means) => try_judged(&tried.read(), request, *means, sources, sink),
    };
    sound.ok_or_else(|| NotChanged::Unsound(path.clone()))?;
    let lock = lock(&dossier)?;
    write(&dossier, &file, before, &bytes, &lock)?;
    Ok(Changed::between(&path, before, Some(&bytes)))
}

/// Lays a new file into a dossier, where it loads with it: never in the place of another.
pub fn lay(
    folder: &Path,
    request: &Request,
    norms: &dyn NormStore,
    file: &EditedFile,
    text: &str,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, NotChanged> {
    let path = file.to_string();
    let dossier = Inside::new(dossier_files::open(folder, sink).ok_or(NotChanged::Dossier)?);
    if dossier.read(&path).map_err(refused(&path))?.is_some() {
        return Err(NotChanged::Exists(path));
    }
    let store = DossierFolder::new(dossier.door(), folder);
    let tried = Tried::new(&store, &path, text.as_bytes());
    try_out(&tried, request, norms, sources, sink).ok_or_else(|| NotChanged::Unsound(path.clone()))?;
    let lock = lock(&dossier)?;
    write(&dossier, file, None, text.as_bytes(), &lock)?;
    Ok(Changed::between(&path, None, Some(text.as_bytes())))
}

/// What a changed dossier must stand.
enum Trial<'a> {
    /// It loads.
    Loads(&'a dyn NormStore),
    /// It is judged, its files read.
    Judged(Means<'a>),
}

/// Would it be judged without a fault? What a finding may say depends on how its criterion stands.
fn try_judged(
    dossier: &Tried<'_>,
    request: &Request,
    means: Means<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<()> {
    let mut told = Diagnostics::default();
    let sound = audit::audit(dossier, means, request, sources, &mut told);
    if sound.is_some() && !told.has_errors() {
        return Some(());
    }
    pass_errors(&told, sink);
    None
}

/// Of what was told, only what is an error.
fn pass_errors(told: &Diagnostics, sink: &mut Diagnostics) {
    let errors = told.sorted().into_iter();
    errors
        .filter(|told| told.severity() == Severity::Error)
        .for_each(|error| sink.push(error));
}

/// The files in which an answer may stand.
fn answers(dossier: &Inside) -> Result<Vec<Document>, NotChanged> {
    let folder = "reponses";
    let listed = dossier.list(folder).map_err(refused(folder))?;
    let mut paths: Vec<String> = vec![EditedFile::MAIN.to_owned()];
    let named = listed.iter().flatten().filter_map(Entry::name);
    let mut known: Vec<String> = named
        .map(|name| format!("{folder}/{name}"))
        .filter(|path| EditedFile::parse(path).is_some())
        .collect();
    known.sort();
    paths.append(&mut known);
    let mut out = Vec::new();
    for path in paths {
        if let Some(bytes) = dossier.read(&path).map_err(refused(&path))? {
            out.push(Document::read(&path, bytes)?);
        }
    }
    Ok(out)
}

/// The file that an edit bears on.
fn file(edit: &Edit, answers: &[Document]) -> Result<EditedFile, NotChanged> {
    let there = edit::home(edit, answers).and_then(|document| EditedFile::parse(document.path()));
    Ok(match there {
        Some(file) => file,
        None => edit.file()?,
    })
}

/// These edits, file by file.
pub fn apart(folder: &Path, edits: Vec<Edit>, sink: &mut Diagnostics) -> Result<Vec<Vec<Edit>>, NotChanged> {
    let dossier = Inside::new(dossier_files::open(folder, sink).ok_or(NotChanged::Dossier)?);
    let answers = answers(&dossier)?;
    let mut out: Vec<(EditedFile, Vec<Edit>)> = Vec::new();
    for edit in edits {
        let file = file(&edit, &answers)?;
        match out.iter_mut().find(|(known, _)| *known == file) {
            Some((_, own)) => own.push(edit),
            None => out.push((file, vec![edit])),
        }
    }
    Ok(out.into_iter().map(|(_, edits)| edits).collect())
}

/// Would a judgement read this dossier? What it would only warn of is left to the next judgement.
fn try_out(
    dossier: &Tried<'_>,
    request: &Request,
    norms: &dyn NormStore,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<()> {
    // contents are not read again: they change nothing to what loads
    let request = Request {
        privacy: false,
        ..request.clone()
    };
    let means = Means {
        norms,
        sought: &SoughtBook::default(),
        reader: &NoReader,
    };
    let mut told = Diagnostics::default();
    let sound = audit::read(dossier, means, &request, sources, &mut told);
    let sound = sound.and_then(|read| audit::fit(read, &mut told));
    if sound.is_some() && !told.has_errors() {
        return Some(());
    }
    pass_errors(&told, sink);
    None
}

fn lock(dossier: &Inside) -> Result<Lock, NotChanged> {
    let held = versions::lock(dossier).map_err(refused(".mediaudit"))?;
    held.ok_or(NotChanged::Busy)
}

/// Writes a file whose former bytes are kept first.
fn write(
    dossier: &Inside,
    file: &EditedFile,
    before: Option<&[u8]>,
    after: &[u8],
    _lock: &Lock,
) -> Result<(), NotChanged> {
    let version = versions::keep(dossier, file, before, Digest::of(after)).map_err(refused(".mediaudit"))?;
    let path = file.to_string();
    let outcome = put(dossier, &path, before, after);
    // it may be in place though the disk did not say that it will last
    let made = || matches!(dossier.read(&path), Ok(Some(now)) if now == after);
    if outcome.is_err() && !made() {
        // the first error is the one to report; what stays is of a change that was never made, and taking back knows it
        drop(versions::discard(dossier, &version));
    }
    outcome
}

fn put(dossier: &Inside, path: &str, before: Option<&[u8]>, after: &[u8]) -> Result<(), NotChanged> {
    if let Some((above, _)) = path.rsplit_once('/') {
        dossier.folder(above, Access::Usual).map_err(refused(above))?;
    }
    dossier.replace(path, before, after).map_err(refused(path))
}

/// Takes the last edit back: the file is what it was, byte for byte, or is no more where it was not there.
pub fn take_back(folder: &Path) -> Result<Changed, NotChanged> {
    let dossier = open(folder)?;
    if !versions::is_home(&dossier).map_err(refused(".mediaudit"))? {
        return Err(NotChanged::Nothing);
    }
    let _lock = lock(&dossier)?;
    // the oldest first: the last one is at the end
    let mut versions = versions::all(&dossier).map_err(refused(".mediaudit"))?;
    while let Some(version) = versions.pop() {
        let path = version.file.to_string();
        let path = path.as_str();
        let now = dossier.read(path).map_err(refused(path))?;
        let digest = now.as_deref().map(Digest::of);
        if digest == version.before {
            // a change that was never made, or is taken back already
            versions::discard(&dossier, &version).map_err(refused(".mediaudit"))?;
            continue;
        }
        let by_hand = || NotChanged::ByHand {
            path: path.to_owned(),
            former: version.before.map(|_| version.former()),
        };
        let now = now
            .filter(|_| digest == Some(version.after))
            .ok_or_else(by_hand)?;
        let former = version.bytes(&dossier).map_err(refused(&version.former()))?;
        match &former {
            Some(bytes) => put(&dossier, path, Some(&now), bytes)?,
            None => dossier.remove(path, &now).map_err(refused(path))?,
        }
        versions::discard(&dossier, &version).map_err(refused(".mediaudit"))?;
        return Ok(Changed::between(path, Some(&now), former.as_deref()));
    }
    Err(NotChanged::Nothing)
}

/// Opens a folder that holds a dossier.
fn open(folder: &Path) -> Result<Inside, NotChanged> {
    let named = folder.display().to_string();
    let dossier = match OpenFolder::open(folder) {
        Ok(opened) => Inside::new(opened),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(NotChanged::NoDossier(named));
        }
        Err(error) => return Err(NotChanged::Disk(named, why(&error))),
    };
    match dossier
        .read(EditedFile::MAIN)
        .map_err(refused(EditedFile::MAIN))?
    {
        Some(_) => Ok(dossier),
        None => Err(NotChanged::NoDossier(named)),
    }
}

/// The edits that can be taken back, oldest first.
pub fn kept(folder: &Path) -> Result<Vec<FormerVersion>, NotChanged> {
    versions::readable(&open(folder)?).map_err(refused(".mediaudit"))
}

/// Is there an edit that can be taken back?
pub fn may_take_back(folder: &Path) -> bool {
    let any = open(folder).and_then(|dossier| versions::is_any(&dossier).map_err(refused(".mediaudit")));
    any.unwrap_or(false)
}

/// Forgets all former versions: no edit can be taken back any more. Gives those that there were.
pub fn forget(folder: &Path) -> Result<Vec<FormerVersion>, NotChanged> {
    let dossier = open(folder)?;
    let versions = versions::readable(&dossier).map_err(refused(".mediaudit"))?;
    if versions::is_home(&dossier).map_err(refused(".mediaudit"))? {
        let _lock = lock(&dossier)?;
        versions::discard_all(&dossier).map_err(refused(".mediaudit"))?;
    }
    Ok(versions)
}
