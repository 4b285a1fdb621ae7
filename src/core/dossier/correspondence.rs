//! `[correspondance.<tableau>]`: what a structure's own export calls the columns of a table, and the values in them; which piece is
//! meant where several cover the same days.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::diags::{UnknownColumn, UnknownEvidence, UnknownTable, UnknownValue};
use super::model::Piece;
use crate::diag::Diagnostics;
use crate::diag::toml_text::{TomlTable, Value};
use crate::kernel::{ColumnId, Located, PieceId, TableId};
use crate::norm::Norm;
use crate::record::counting::OwnColumn;
use crate::record::table::{ColumnDef, TableDef};

/// The key that names a piece among the columns.
const PIECE: &str = "preuve";

/// What a structure says of its own table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnTable {
    /// Its columns.
    pub columns: BTreeMap<ColumnId, OwnColumn>,
    /// The one piece that is meant.
    pub piece: Option<PieceId>,
}

/// A column of an export.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOwnColumn {
    /// Its heading.
    #[serde(rename = "colonne")]
    heading: String,
    /// Its values, and those of the norm.
    #[serde(rename = "valeurs", default)]
    values: BTreeMap<String, Located<String>>,
}

pub(super) fn read(
    table: TomlTable<'_>,
    norm: &Norm,
    pieces: &[Piece],
    sink: &mut Diagnostics,
) -> BTreeMap<TableId, OwnTable> {
    let mut out = BTreeMap::new();
    for (key, place, value) in table.into_entries() {
        let Some((id, def)) = norm.tables.get_key_value(key.as_str()) else {
            sink.push(UnknownTable {
                table: &key,
                place,
                known: norm.tables.keys().map(TableId::as_str).collect(),
            });
            continue;
        };
        if let Some(inner) = value.into_table(&key, sink) {
            out.insert(id.clone(), own(inner, def, pieces, sink));
        }
    }
    out
}

fn own(table: TomlTable<'_>, def: &TableDef, pieces: &[Piece], sink: &mut Diagnostics) -> OwnTable {
    let mut out = OwnTable::default();
    for (key, place, value) in table.into_entries() {
        if key == PIECE {
            out.piece = value
                .decode::<Located<PieceId>>(sink)
                .and_then(|id| named(&id, &value, pieces, sink));
            continue;
        }
        let Some(column) = def.columns.iter().find(|column| column.id.as_str() == key) else {
            sink.push(UnknownColumn {
                column: &key,
                table: &def.label,
                place,
                known: def.columns.iter().map(|column| column.id.as_str()).collect(),
            });
            continue;
        };
        if let Some(own) = own_column(&value, column, sink) {
            out.columns.insert(column.id.clone(), own);
        }
    }
    out
}

fn named(
    id: &Located<PieceId>,
    value: &Value<'_>,
    pieces: &[Piece],
    sink: &mut Diagnostics,
) -> Option<PieceId> {
    if pieces.iter().any(|piece| &piece.id == id.get()) {
        return Some(id.get().clone());
    }
    sink.push(UnknownEvidence {
        piece: id.as_str(),
        place: id.span(value.file()),
        known: pieces.iter().map(|piece| piece.id.as_str()).collect(),
    });
    None
}

/// `"Nature"`, or `{ colonne = "Nature", valeurs = { "Médiation de conflit" = "conflit" } }`.
fn own_column(value: &Value<'_>, column: &ColumnDef, sink: &mut Diagnostics) -> Option<OwnColumn> {
    if matches!(value.raw(), toml::de::DeValue::String(_)) {
        return value.decode::<String>(sink).map(|heading| OwnColumn {
            heading,
            values: BTreeMap::new(),
        });
    }
    let raw = value.decode::<RawOwnColumn>(sink)?;
    let known = || column.choices.iter().map(|choice| choice.value.as_str());
    for ours in raw.values.values() {
        if !known().any(|value| value == ours.get().as_str()) {
            sink.push(UnknownValue {
                value: ours.get(),
                column: &column.label,
                place: ours.span(value.file()),
                known: known().collect(),
            });
        }
    }
    Some(OwnColumn {
        heading: raw.heading,
        values: raw
            .values
            .into_iter()
            .map(|(theirs, ours)| (theirs, ours.into_inner()))
            .collect(),
    })
}
