//! What may be published, as a folder ready to be put online: the numbers, their schema, an example, and what they are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::output;
use super::super::refusal::Refusal;
use super::diags::{earlier_unread, not_export, nothing_published, publication_place, sheet_unmade};
use mediaudit_core::kernel::words;
use mediaudit_core::portfolio::gathered::Gathered;
use mediaudit_core::portfolio::published::{Published, PublishedCell, published, readme};
use mediaudit_evidence::disk;
use mediaudit_ink::tabular::{published_csv, read_published};

/// The numbers.
pub const NUMBERS: &str = "publication.csv";

/// Largest export that is read back, in bytes.
const MOST: u64 = 256 * 1024 * 1024;

/// Writes what may be published of a portfolio into a folder that is new or empty. `former`: exports that are out.
pub fn publish(portfolio: &Gathered, former: &[PathBuf], folder: &Path) -> Result<Published, Refusal> {
    let former = former
        .iter()
        .map(|path| export(path))
        .collect::<Result<Vec<_>, _>>()?;
    let out = published(portfolio, &former);
    if out.cells.is_empty() {
        return Err(nothing_published(&out.withheld));
    }
    let numbers = published_csv(&out.cells).map_err(|error| sheet_unmade(&error))?;
    let norms: BTreeSet<&str> = out.cells.iter().map(|cell| cell.norm.as_str()).collect();
    let own = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let files = [
        (NUMBERS.to_owned(), numbers),
        own(
            "schema.json",
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/publication/schema.json"
            )),
        ),
        own(
            "exemple.csv",
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/publication/exemple.csv"
            )),
        ),
        own("README.md", &readme(&norms)),
    ];
    output::write_tree(folder, &files).map_err(|error| publication_place(folder, &disk::why(&error)))?;
    Ok(out)
}

fn export(path: &Path) -> Result<Vec<PublishedCell>, Refusal> {
    match disk::read_small(path, MOST) {
        Ok(Some(bytes)) if bytes.len() as u64 <= MOST => {
            read_published(&bytes).ok_or_else(|| not_export(&words::safe(&path.to_string_lossy())))
        }
        Ok(Some(_)) => Err(not_export(&words::safe(&path.to_string_lossy()))),
        Ok(None) => Err(earlier_unread(path, super::diags::ABSENT)),
        Err(error) => Err(earlier_unread(path, &error.to_string())),
    }
}
