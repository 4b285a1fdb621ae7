//! Dating pieces of evidence: what is proposed, what a person says instead, the edits that write it.

use std::path::Path;

use super::assess::{Outcome, Request};
use super::diags::{GIVEN_DAY, unknown_piece};
use super::diff::Changed;
use super::edit::{NotChanged, apart, change};
use super::refusal::Refusal;
use mediaudit_core::assessment::Assessment;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::edit::Edit;
use mediaudit_core::kernel::{Date, PieceId, words};
use mediaudit_core::record::item::Item;
use mediaudit_core::store::NormStore;
use mediaudit_core::view::dating::{self, Dating};

/// What a person asked.
#[derive(Debug, Clone, Default)]
pub struct DatingRequest {
    /// Pieces, by id or by path; none: all those that wait for their date.
    pub pieces: Vec<String>,
    /// Days that the person says, by piece.
    pub days: Vec<(String, Date)>,
}

/// The piece that a person names, by its id or by its path.
pub(super) fn piece_named<'a>(name: &str, evidence: &'a [Item]) -> Result<&'a Item, Refusal> {
    let is = |item: &&Item| item.id.as_str().eq_ignore_ascii_case(name) || item.whereabouts() == name;
    evidence.iter().find(is).ok_or_else(|| {
        let known = evidence.iter().map(|item| item.id.as_str());
        unknown_piece(name, words::nearest(name, known))
    })
}

/// The pieces asked about, each with the day that would be written: the one that the person says, else the one that its name says.
pub fn propose(assessment: &Assessment, asked: &DatingRequest) -> Result<Vec<Dating>, Refusal> {
    let evidence = &assessment.inputs.evidence;
    let find = |name: &String| piece_named(name, evidence);
    let said: Vec<(&PieceId, Date)> = asked
        .days
        .iter()
        .map(|(name, day)| Ok((&find(name)?.id, *day)))
        .collect::<Result<_, Refusal>>()?;
    let named: Vec<&Item> = asked.pieces.iter().map(find).collect::<Result<_, Refusal>>()?;
    let mut out = if named.is_empty() {
        dating::waiting(assessment)
    } else {
        named.into_iter().map(dating::dating).collect()
    };
    for (id, day) in said {
        if !out.iter().any(|dating| &dating.id == id) {
            out.extend(evidence.iter().filter(|item| &item.id == id).map(dating::dating));
        }
        for dating in out
            .iter_mut()
            .filter(|dating| &dating.id == id && dating.is_writable())
        {
            dating.day = Some(day);
            GIVEN_DAY.clone_into(&mut dating.said);
        }
    }
    Ok(out)
}

/// Writes the days that are known into the dossier of a folder, as `request` had it judged; each file that holds some is written whole.
pub fn write(
    pieces: &[Dating],
    folder: &Path,
    request: &Request,
    norms: &dyn NormStore,
    outcome: &Outcome,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Vec<Changed>, NotChanged> {
    let edits: Vec<Edit> = pieces
        .iter()
        .filter_map(|dating| dating.edit(dating.day?))
        .collect();
    let apart = apart(folder, edits, sink)?;
    if apart.is_empty() {
        return Ok(vec![change(
            folder,
            request,
            norms,
            &outcome.papers,
            &[],
            sources,
            sink,
        )?]);
    }
    let mut made = Vec::new();
    for edits in apart {
        made.push(change(
            folder,
            request,
            norms,
            &outcome.papers,
            &edits,
            sources,
            sink,
        )?);
    }
    Ok(made)
}
