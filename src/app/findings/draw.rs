//! A draw by lot: rows of the tables of a dossier, functions to meet. Written beside the findings, so that the report shows it and anyone
//! makes it again.

use super::{DossierAt, diags, file_of, written};
use crate::assess::Outcome;
use crate::diff::Changed;
use crate::edit;
use crate::refusal::Refusal;
use mediaudit_core::assessment::Assessment;
use mediaudit_core::assessment::inputs::{SampleDrawn, SampleOut, draw_functions};
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::edit::{AuditorWish, DrawWish, Edit, Wish};
use mediaudit_core::kernel::{AuditorId, Date, Digest, DrawId, InternalError};
use mediaudit_core::record::item::Item;
use mediaudit_core::record::tally::TableSeen;
use mediaudit_core::view::interviews;

/// What is to be drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DrawOrder {
    /// Who draws; none: the only auditor.
    pub auditor: Option<String>,
    /// What the draw starts from; none: what is written of the auditor.
    pub seed: Option<String>,
    /// Tables, by piece or by name; none: all that are read.
    pub tables: Vec<String>,
    /// How many rows of each.
    pub rows: usize,
    /// How many functions to meet.
    pub functions: usize,
    /// The day.
    pub on: Option<Date>,
}

/// A draw that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawMade {
    /// What came out, one sentence a draw, and what must stand beside it.
    pub said: Vec<String>,
    /// What became of the file.
    pub changed: Changed,
}

/// Draws, and writes what came out.
pub fn draw(
    order: &DrawOrder,
    outcome: &Outcome,
    at: &DossierAt<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<DrawMade, Refusal> {
    let files = written(at.folder, sink)?;
    let own = file_of(&files, order.auditor.as_deref())?;
    let inputs = &outcome.assessment.inputs;
    let known = inputs.auditors.get(&own.auditor);
    let seed = match (known.and_then(|auditor| auditor.seed.as_deref()), &order.seed) {
        (Some(own), Some(typed)) if own != typed => return Err(diags::other_seed(own)),
        (Some(own), _) => own.to_owned(),
        (None, Some(typed)) => typed.clone(),
        (None, None) => return Err(diags::no_seed()),
    };
    let samples = samples(order, &own.auditor, &seed, &outcome.assessment)?;
    if samples.is_empty() {
        return Err(diags::nothing_to_draw());
    }
    let signed = Edit::Auditor {
        auditor: own.auditor.clone(),
        wish: AuditorWish {
            seed: Wish::Set(seed.clone()),
            ..AuditorWish::default()
        },
    };
    let edits: Vec<Edit> = std::iter::once(signed)
        .chain(samples.iter().map(|drawn| asked(drawn, &inputs.evidence)))
        .collect();
    let as_read = own.seen();
    let changed = edit::change(
        at.folder,
        at.request,
        at.means.norms,
        &as_read,
        &edits,
        sources,
        sink,
    )?;
    Ok(DrawMade {
        said: said(samples, &own.auditor, seed, &outcome.assessment),
        changed,
    })
}

/// What is drawn: of each table, then of functions.
fn samples(
    order: &DrawOrder,
    auditor: &AuditorId,
    seed: &str,
    assessment: &Assessment,
) -> Result<Vec<SampleDrawn>, Refusal> {
    let inputs = &assessment.inputs;
    let read: Vec<(&Item, &TableSeen, Digest)> = inputs
        .evidence
        .iter()
        .filter_map(|item| Some((item, item.digest()?)))
        .flat_map(|(item, digest)| item.tables.iter().map(move |seen| (item, seen, digest)))
        .filter(|(_, seen, _)| seen.is_recognised() && seen.placed() > 0)
        .collect();
    for name in &order.tables {
        if !read.iter().any(|(item, seen, _)| is_named(name, item, seen)) {
            let names: Vec<String> = read.iter().map(|(item, ..)| item.id.to_string()).collect();
            return Err(diags::no_such_table(name, &names));
        }
    }
    let wanted = |item: &Item, seen: &TableSeen| {
        order.tables.is_empty() || order.tables.iter().any(|name| is_named(name, item, seen))
    };
    let rows = read
        .into_iter()
        .filter(|(item, seen, _)| order.rows > 0 && wanted(item, seen))
        .map(|(item, seen, digest)| {
            let out = SampleOut::Rows {
                piece: item.id.clone(),
                table: seen.table.clone(),
                digest,
                of: seen.placed(),
                rows: seen.draw(seed, digest, order.rows),
            };
            (format!("{}-{}", seen.table, digest.short()), out)
        });
    let functions = draw_functions(&inputs.norm, &inputs.dossier, seed, order.functions);
    let functions =
        (!functions.is_empty()).then(|| ("fonctions".to_owned(), SampleOut::Functions(functions)));
    rows.chain(functions)
        .map(|(name, out)| {
            let id = DrawId::parse(&format!("{auditor}-{name}"));
            Ok(SampleDrawn {
                id: id.map_err(|error| InternalError::new(error.to_string()))?,
                auditor: auditor.clone(),
                on: order.on,
                out,
            })
        })
        .collect()
}

/// A table is named by its piece, by the path of its file, or by what it is.
fn is_named(name: &str, item: &Item, seen: &TableSeen) -> bool {
    item.id.as_str().eq_ignore_ascii_case(name) || seen.table.as_str() == name || item.whereabouts() == name
}

fn asked(drawn: &SampleDrawn, evidence: &[Item]) -> Edit {
    let mut wish = DrawWish {
        on: drawn.on.map_or(Wish::Keep, Wish::Set),
        ..DrawWish::default()
    };
    match &drawn.out {
        SampleOut::Rows {
            piece,
            table,
            digest,
            of,
            rows,
        } => {
            let item = evidence.iter().find(|item| item.id == *piece);
            wish.piece = Wish::Set(item.map_or_else(|| piece.to_string(), Item::lasting_name));
            wish.table = Wish::Set(table.clone());
            wish.digest = Wish::Set(*digest);
            wish.of = Wish::Set(*of);
            wish.rows = Wish::Set(rows.clone());
        }
        SampleOut::Functions(ids) => wish.functions = Wish::Set(ids.clone()),
    }
    Edit::Draw {
        auditor: drawn.auditor.clone(),
        id: drawn.id.clone(),
        wish: Box::new(wish),
    }
}

/// The same sentences as the report's.
fn said(
    samples: Vec<SampleDrawn>,
    auditor: &AuditorId,
    seed: String,
    assessment: &Assessment,
) -> Vec<String> {
    let mut with = assessment.clone();
    if let Some(auditor) = with.inputs.auditors.get_mut(auditor) {
        auditor.seed = Some(seed);
    }
    with.inputs.samples = samples;
    interviews::drawn(&with)
}
