//! `[correspondance.<tableau>]`: what a structure's own export calls the columns of a table, and the values in them; which piece is
//! meant where several cover the same days.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::diags::{NoSiteToCount, UnknownColumn, UnknownEvidence, UnknownSite, UnknownTable, UnknownValue};
use super::model::Piece;
use crate::assessment::inputs::Site;
use crate::diag::Diagnostics;
use crate::diag::toml_text::{TomlTable, Value};
use crate::kernel::{ColumnId, Located, PieceId, SiteId, Span, TableId};
use crate::norm::Norm;
use crate::record::counting::{OwnColumn, SiteColumn};
use crate::record::plain;
use crate::record::table::{ColumnDef, PIECE, SITE, TableDef};

/// What stands for no site of the structure, among the values of that column.
const NOWHERE: &str = "aucun";

/// What a structure says of its own table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnTable {
    /// Its columns.
    pub columns: BTreeMap<ColumnId, OwnColumn>,
    /// The one piece that is meant.
    pub piece: Option<PieceId>,
    /// The column that says of which site a row is: the table is counted by site, too.
    pub site: Option<SiteColumn>,
}

/// A column of an export.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
    (pieces, sites): (&[Piece], &[Site]),
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
            out.insert(id.clone(), own(inner, def, (pieces, sites), sink));
        }
    }
    out
}

fn own(
    table: TomlTable<'_>,
    def: &TableDef,
    (pieces, sites): (&[Piece], &[Site]),
    sink: &mut Diagnostics,
) -> OwnTable {
    let mut out = OwnTable::default();
    for (key, place, value) in table.into_entries() {
        if key == PIECE {
            out.piece = value
                .decode::<Located<PieceId>>(sink)
                .and_then(|id| named(&id, &value, pieces, sink));
            continue;
        }
        if key == SITE {
            out.site = site_column(&value, place, sites, sink);
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

/// `"Antenne"`, or `{ colonne = "Antenne", valeurs = { "Nord" = "antenne-nord", "Siège de la mairie" = "aucun" } }`: a site is known by its
/// id and by its name, too.
fn site_column(value: &Value<'_>, place: Span, sites: &[Site], sink: &mut Diagnostics) -> Option<SiteColumn> {
    let (heading, written) = own_heading(value, sink)?;
    if sites.is_empty() {
        sink.push(NoSiteToCount { place });
        return None;
    }
    let known = || sites.iter().map(|site| site.id.as_str());
    let mut values: BTreeMap<String, Option<SiteId>> = BTreeMap::new();
    for (theirs, ours) in written {
        let site = sites.iter().find(|site| site.id.as_str() == ours.get());
        if site.is_none() && ours.get() != NOWHERE {
            sink.push(UnknownSite {
                site: ours.get(),
                place: ours.span(value.file()),
                known: known().collect(),
            });
        }
        values.insert(plain(&theirs), site.map(|site| site.id.clone()));
    }
    for site in sites {
        for said in [site.name.as_str(), site.id.as_str()] {
            values.entry(plain(said)).or_insert_with(|| Some(site.id.clone()));
        }
    }
    Some(SiteColumn {
        heading,
        values,
        sites: sites.iter().map(|site| site.id.clone()).collect(),
    })
}

/// The heading of a column, and what is said of its values.
fn own_heading(
    value: &Value<'_>,
    sink: &mut Diagnostics,
) -> Option<(String, BTreeMap<String, Located<String>>)> {
    if matches!(value.raw(), toml::de::DeValue::String(_)) {
        return Some((value.decode::<String>(sink)?, BTreeMap::new()));
    }
    let raw = value.decode::<RawOwnColumn>(sink)?;
    Some((raw.heading, raw.values))
}

/// `"Nature"`, or `{ colonne = "Nature", valeurs = { "Médiation de conflit" = "conflit" } }`.
fn own_column(value: &Value<'_>, column: &ColumnDef, sink: &mut Diagnostics) -> Option<OwnColumn> {
    let (heading, values) = own_heading(value, sink)?;
    let known = || column.choices.iter().map(|choice| choice.value.as_str());
    for ours in values.values() {
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
        heading,
        values: values
            .into_iter()
            .map(|(theirs, ours)| (theirs, ours.into_inner()))
            .collect(),
    })
}
