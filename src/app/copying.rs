//! What a person copies out of a page that no machine reads, and what they see of a piece before they do.

use std::path::{Path, PathBuf};

use super::assess::{Outcome, Request};
use super::diags::masked_copies;
use super::diff::Changed;
use super::dossier_files;
use super::edit::{NotChanged, change};
use super::refusal::Refusal;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::edit::{CopiedPage, Edit, PieceWish, Wish};
use mediaudit_core::kernel::{Date, PieceId, TypeId, persons};
use mediaudit_core::record::Reader;
use mediaudit_core::record::heap::Heap;
use mediaudit_core::record::item::{Held, Item};
use mediaudit_core::store::NormStore;
use mediaudit_core::view::dating;
use mediaudit_evidence::heap;

/// A piece, by its id.
pub fn piece<'a>(outcome: &'a Outcome, id: &str) -> Option<&'a Item> {
    let evidence = &outcome.assessment.inputs.evidence;
    evidence.iter().find(|item| item.id.as_str() == id)
}

/// The path of a piece from the dossier's folder, where it is a file.
fn path_of(item: &Item) -> Option<PathBuf> {
    match &item.held {
        Held::File(file) => Some(PathBuf::from(&file.path)),
        Held::Elsewhere { .. } | Held::Reported { .. } | Held::Missing { .. } => None,
    }
}

/// The bytes of a piece that is a file of the dossier, with its name.
pub fn bytes(
    folder: &Path,
    item: &Item,
    sink: &mut Diagnostics,
) -> Result<Option<(String, Vec<u8>)>, Refusal> {
    let Some(path) = path_of(item) else {
        return Ok(None);
    };
    let door = dossier_files::open(folder, sink).ok_or(Refusal::Files)?;
    let (bytes, _) =
        heap::bytes(&door, &path).map_err(|error| Refusal::said(error.told(item.whereabouts())))?;
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Ok(Some((name, bytes)))
}

/// The text that is read in a piece, data of persons masked; none: there is none.
pub fn text(
    folder: &Path,
    item: &Item,
    reader: &dyn Reader,
    sink: &mut Diagnostics,
) -> Result<Option<String>, Refusal> {
    let Some(path) = path_of(item) else {
        return Ok(None);
    };
    let door = dossier_files::open(folder, sink).ok_or(Refusal::Files)?;
    let mut read = Heap::default();
    heap::read(&door, &[path], "", reader, &mut read);
    let text = read.files.into_iter().next().and_then(|file| file.text);
    Ok(text.map(|text| persons::masked(&text).into_owned()))
}

/// Writes what a person copied out of one page of a piece; an empty text takes it back.
pub fn copy_out(
    folder: &Path,
    request: &Request,
    norms: &dyn NormStore,
    (outcome, item): (&Outcome, &Item),
    (page, types): (CopiedPage, &[TypeId]),
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, NotChanged> {
    let mut pages: Vec<CopiedPage> = item
        .transcripts
        .iter()
        .map(|one| CopiedPage {
            page: one.page,
            text: one.text.clone(),
            by: one.by.clone(),
            on: one.on,
        })
        .filter(|one| one.page.unwrap_or(1) != page.page.unwrap_or(1))
        .collect();
    // what médiaudit shows of the other pages is not what stands in the file
    if pages.iter().any(|other| persons::is_masked(&other.text)) {
        return Err(masked_copies(&item.id));
    }
    if !page.text.trim().is_empty() {
        pages.push(page);
    }
    pages.sort_by_key(|one| one.page);
    // what lies in the folder of a paper and shows nothing by itself is what the person says
    let told = |(path, own): (String, Vec<TypeId>)| (path, if own.is_empty() { types.to_vec() } else { own });
    let wish = PieceWish {
        undeclared: dating::undeclared(item).map(told),
        copied: Wish::exactly((!pages.is_empty()).then_some(pages)),
        ..PieceWish::default()
    };
    put(folder, request, norms, (outcome, &item.id), wish, sources, sink)
}

/// Writes the day of effect of a piece.
pub fn date(
    folder: &Path,
    request: &Request,
    norms: &dyn NormStore,
    (outcome, item): (&Outcome, &Item),
    day: Date,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, NotChanged> {
    let wish = PieceWish {
        undeclared: dating::undeclared(item),
        effect: Wish::Set(day),
        ..PieceWish::default()
    };
    put(folder, request, norms, (outcome, &item.id), wish, sources, sink)
}

fn put(
    folder: &Path,
    request: &Request,
    norms: &dyn NormStore,
    (outcome, id): (&Outcome, &PieceId),
    wish: PieceWish,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, NotChanged> {
    let edit = Edit::Piece {
        id: id.clone(),
        wish: Box::new(wish),
    };
    change(folder, request, norms, &outcome.papers, &[edit], sources, sink)
}
