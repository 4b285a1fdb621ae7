//! `[[tirage]]`: what an auditor drew by lot, as `constats tirer` writes it.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::diags::{DrawIncomplete, DrawOfBoth, DrawWithoutSeed, RespondentUnknown};
use crate::assessment::inputs::{Auditor, SampleDrawn, SampleOut};
use crate::diag::Diagnostics;
use crate::diag::toml_text::Value;
use crate::dossier::named::given;
use crate::kernel::{
    AuditorId, Date, Digest, DrawId, FileId, Located, PieceName, RespondentId, Span, TableId,
};
use crate::norm::Norm;

/// A draw, with the places of what it names: its piece is checked once the evidence is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawNoted {
    /// The draw.
    pub drawn: SampleDrawn,
    /// The piece, as written.
    pub piece: Option<Located<PieceName>>,
    /// The file.
    pub file: FileId,
    /// Where it stands.
    pub place: Span,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::dossier) struct RawSample {
    id: Located<DrawId>,
    #[serde(rename = "preuve", default)]
    piece: Option<Located<PieceName>>,
    #[serde(rename = "tableau", default)]
    table: Option<TableId>,
    #[serde(rename = "empreinte", default)]
    digest: Option<Digest>,
    #[serde(rename = "sur", default)]
    of: Option<u32>,
    #[serde(rename = "lignes", default)]
    rows: Vec<String>,
    #[serde(rename = "fonctions", default)]
    functions: Vec<Located<RespondentId>>,
    #[serde(rename = "le", default)]
    on: Option<Date>,
}

/// Reads the draws of one auditor.
pub(super) fn read(
    values: &[Value<'_>],
    (id, auditor): (&AuditorId, Option<&Auditor>),
    norm: &Norm,
    seen: &mut BTreeSet<String>,
    sink: &mut Diagnostics,
) -> Vec<DrawNoted> {
    let mut out = Vec::new();
    for value in values {
        let Some(raw) = value.decode::<RawSample>(sink) else {
            continue;
        };
        given(&raw.id, value.file(), seen, sink);
        if auditor.is_some_and(|auditor| auditor.seed.is_none()) {
            sink.push(DrawWithoutSeed { place: value.span() });
        }
        out.extend(draw(raw, id, value, norm, sink));
    }
    out
}

fn draw(
    raw: RawSample,
    auditor: &AuditorId,
    value: &Value<'_>,
    norm: &Norm,
    sink: &mut Diagnostics,
) -> Option<DrawNoted> {
    let (file, place) = (value.file(), value.span());
    for id in &raw.functions {
        let known = norm.respondents.iter().map(|respondent| respondent.id.as_str());
        let known: Vec<&str> = known.collect();
        if !known.contains(&id.as_str()) {
            sink.push(RespondentUnknown {
                function: id.as_str(),
                place: id.span(file),
                known,
            });
        }
    }
    let of_table = raw.piece.is_some() || !raw.rows.is_empty();
    let out = match (of_table, raw.functions.is_empty()) {
        (true, false) => {
            sink.push(DrawOfBoth { place });
            return None;
        }
        (false, true) => {
            sink.push(DrawIncomplete { place });
            return None;
        }
        (false, false) => SampleOut::Functions(raw.functions.into_iter().map(Located::into_inner).collect()),
        (true, true) => {
            let parts = (raw.piece.as_ref(), raw.table, raw.digest, raw.of);
            let (Some(piece), Some(table), Some(digest), Some(of)) = parts else {
                sink.push(DrawIncomplete { place });
                return None;
            };
            SampleOut::Rows {
                piece: piece.get().id().clone(),
                table,
                digest,
                of,
                rows: raw.rows,
            }
        }
    };
    Some(DrawNoted {
        drawn: SampleDrawn {
            id: raw.id.into_inner(),
            auditor: auditor.clone(),
            on: raw.on,
            out,
        },
        piece: raw.piece,
        file,
        place,
    })
}
