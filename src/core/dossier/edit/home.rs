//! In which of the files of a dossier an answer stands: `dossier.toml`, or one of `reponses`.

use toml::Table;

use super::asked::{Edit, Listed};
use super::document::Document;
use crate::kernel::{PieceId, folded};

/// The document in which what is edited stands already; none: in none of them, and `dossier.toml` is where new things are written.
pub fn home<'a>(edit: &Edit, documents: &'a [Document]) -> Option<&'a Document> {
    documents.iter().find(|document| {
        let table: Option<Table> = document.text().parse().ok();
        table.is_some_and(|table| holds(edit, &table))
    })
}

fn holds(edit: &Edit, table: &Table) -> bool {
    match edit {
        Edit::Practice { criterion, .. } => table
            .get("pratiques")
            .and_then(|practices| practices.as_table())
            .is_some_and(|practices| practices.contains_key(criterion.as_str())),
        Edit::Fact { key, .. } => {
            let mut at = table.get("faits");
            for part in key.as_str().split('.') {
                at = at.and_then(|value| value.as_table()?.get(part));
            }
            at.is_some()
        }
        Edit::Piece { id, .. } | Edit::Withdraw(Listed::Piece(id)) => declares(id, table),
        _ => false,
    }
}

fn declares(id: &PieceId, table: &Table) -> bool {
    let pieces = table.get("preuve").and_then(|pieces| pieces.as_array());
    let ids = pieces
        .into_iter()
        .flatten()
        .filter_map(|piece| piece.get("id")?.as_str());
    ids.into_iter().any(|own| own.to_lowercase() == folded(id))
}
