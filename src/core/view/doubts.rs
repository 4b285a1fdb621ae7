//! The doubts of a judgement as a page on which a person lifts them: what each says, what it rests on, who lifted it and why.

use serde::Serialize;

use super::vigilance::about;
use crate::assessment::Assessment;
use crate::assessment::results::{Doubt, DoubtLift};
use crate::kernel::words as text;

/// A doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoubtRow {
    /// Its id.
    pub id: String,
    /// What it says.
    pub said: String,
    /// Who lifted it; none: it stands.
    pub lifted: Option<DoubtLift>,
    /// The same, in words.
    pub state: &'static str,
    /// The structure's reason; empty: it gave none.
    pub explained: String,
    /// Who gave it (a function); empty: nobody is named.
    pub explained_by: String,
    /// The reason of each auditor: who, why, which pieces were seen.
    pub reasons: Vec<(String, String, Vec<String>)>,
    /// The pieces that it rests on: id, where each is.
    pub pieces: Vec<(String, String)>,
}

/// The doubts, those that stand first.
pub fn doubts(assessment: &Assessment) -> Vec<DoubtRow> {
    let mut all: Vec<DoubtRow> = assessment
        .results
        .doubts
        .iter()
        .map(|found| row(found, assessment))
        .collect();
    all.sort_by_key(|row| match row.lifted {
        None => 0,
        Some(DoubtLift::Explained) => 1,
        Some(DoubtLift::Auditor) => 2,
    });
    all
}

fn row(found: &Doubt, assessment: &Assessment) -> DoubtRow {
    let inputs = &assessment.inputs;
    let notes = || inputs.doubt_notes.iter().filter(|note| note.doubt == found.id);
    let own = notes().find(|note| note.auditor.is_none());
    DoubtRow {
        id: found.id.to_string(),
        said: text::capital(&about(found, inputs)),
        lifted: found.lifted,
        state: match found.lifted {
            None => "à lever",
            Some(DoubtLift::Explained) => "expliqué par la structure, non vérifié",
            Some(DoubtLift::Auditor) => "levé par un auditeur",
        },
        explained_by: own.and_then(|note| note.by.clone()).unwrap_or_default(),
        explained: own.map(|note| text::printable(&note.reason)).unwrap_or_default(),
        reasons: notes()
            .filter_map(|note| {
                let seen = note.seen.iter().map(ToString::to_string).collect();
                Some((
                    note.auditor.as_ref()?.to_string(),
                    text::printable(&note.reason),
                    seen,
                ))
            })
            .collect(),
        pieces: inputs
            .evidence
            .iter()
            .filter(|item| found.pieces.contains(&item.id))
            .map(|item| (item.id.to_string(), text::safe(item.whereabouts())))
            .collect(),
    }
}
