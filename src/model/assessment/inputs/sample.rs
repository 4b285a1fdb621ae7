//! What an auditor drew by lot: rows of a table, functions to meet. Numbers and ids, never what a row holds.

use serde::{Deserialize, Serialize};

use super::Inputs;
use crate::kernel::{AuditorId, Date, Digest, DossierId, DrawId, PieceId, RespondentId, TableId};
use crate::norm::Norm;

/// A draw of an auditor, whose seed it was made with. No judgement reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleDrawn {
    /// Stable id.
    pub id: DrawId,
    /// Who drew.
    #[serde(rename = "auditeur")]
    pub auditor: AuditorId,
    /// When.
    #[serde(rename = "le", default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// What came out.
    #[serde(rename = "tire")]
    pub out: SampleOut,
}

/// What came out of a draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum SampleOut {
    /// Rows of a table.
    #[serde(rename = "lignes")]
    Rows {
        /// The piece.
        #[serde(rename = "preuve")]
        piece: PieceId,
        /// The table that it is.
        #[serde(rename = "tableau")]
        table: TableId,
        /// Its digest on that day: another file has other rows.
        #[serde(rename = "empreinte")]
        digest: Digest,
        /// How many rows there were.
        #[serde(rename = "sur")]
        of: u32,
        /// The rows, as `Feuille1!12`.
        #[serde(rename = "lignes")]
        rows: Vec<String>,
    },
    /// Functions to meet.
    #[serde(rename = "fonctions")]
    Functions(Vec<RespondentId>),
}

/// `n` of the functions that criteria ask, in the norm's order: those whose SHA-256(seed, dossier, function) comes first.
pub fn draw_functions(norm: &Norm, dossier: &DossierId, seed: &str, n: usize) -> Vec<RespondentId> {
    let asked = |id: &RespondentId| norm.criteria.iter().any(|c| c.who.as_ref() == Some(id));
    let mut ranked: Vec<(Digest, usize, &RespondentId)> = norm
        .respondents
        .iter()
        .map(|respondent| &respondent.id)
        .filter(|id| asked(id))
        .enumerate()
        .map(|(place, id)| {
            let key = format!("{seed}\n{dossier}\n{id}");
            (Digest::of(key.as_bytes()), place, id)
        })
        .collect();
    ranked.sort();
    ranked.truncate(n);
    ranked.sort_by_key(|(_, place, _)| *place);
    ranked.into_iter().map(|(_, _, id)| id.clone()).collect()
}

impl Inputs {
    /// Does a draw come out so again? None where that cannot be told: the file is another one, or was not read.
    pub fn redrawn(&self, drawn: &SampleDrawn) -> Option<bool> {
        let seed = self.auditors.get(&drawn.auditor)?.seed.as_deref()?;
        match &drawn.out {
            SampleOut::Functions(ids) => {
                Some(*ids == draw_functions(&self.norm, &self.dossier, seed, ids.len()))
            }
            SampleOut::Rows {
                piece,
                table,
                digest,
                of,
                rows,
            } => {
                let item = self.evidence.iter().find(|item| item.id == *piece)?;
                if item.digest() != Some(*digest) {
                    return None;
                }
                let read = item.tables.iter().find(|read| read.table == *table)?;
                let again = read.draw(seed, *digest, rows.len());
                // the name of a sheet may be masked: the numbers are the draw
                let numbers = again.iter().map(|row| number(row));
                read.is_recognised()
                    .then(|| read.placed() == *of && numbers.eq(rows.iter().map(|row| number(row))))
            }
        }
    }
}

/// The number of a row.
fn number(row: &str) -> &str {
    row.rsplit_once('!').map_or(row, |(_, number)| number)
}
