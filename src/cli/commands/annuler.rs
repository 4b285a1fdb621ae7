//! `annuler`: the last edit, taken back; or all former versions, forgotten.

use std::path::Path;

use crate::Exit;
use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use mediaudit_app::edit;
use mediaudit_core::kernel::french;

pub(super) fn run(folder: &Path, forget: bool) -> Ended {
    let page = if forget { purge(folder)? } else { undo(folder)? };
    Ok(Reply::page(page, Exit::Done))
}

fn undo(folder: &Path) -> Result<Page, edit::NotChanged> {
    let taken = edit::take_back(folder)?;
    let mut page = Page::of("La dernière modification est annulée.");
    page.changed(&taken);
    // what is left is told; what cannot be counted is no reason to say that nothing was done
    let left = edit::kept(folder).map_or(0, |versions| versions.len());
    if left > 0 {
        let more = french::count(
            left,
            "modification plus ancienne peut",
            "modifications plus anciennes peuvent",
        );
        page.blank();
        page.line(&[Part::Text(&format!("{more} l’être aussi."))]);
    }
    Ok(page)
}

fn purge(folder: &Path) -> Result<Page, edit::NotChanged> {
    let versions = edit::forget(folder)?;
    if versions.is_empty() {
        return Ok(Page::of("Aucune version gardée : rien à oublier."));
    }
    let count = french::count(versions.len(), "version supprimée", "versions supprimées");
    let mut page = Page::default();
    page.heading(&format!("{count}, de la plus ancienne à la plus récente"));
    for version in &versions {
        page.paragraph(2, 4, &version.in_words());
    }
    page.blank();
    page.line(&[Part::Text("Plus aucune modification ne peut être annulée.")]);
    Ok(page)
}
