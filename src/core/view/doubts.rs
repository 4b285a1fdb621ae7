//! The doubts of a judgement as a page on which a person lifts them: what each says, what it rests on, who lifted it and why.

use serde::Serialize;

use super::vigilance::about;
use crate::assessment::Assessment;
use crate::assessment::results::{Doubt, DoubtLift};
use crate::kernel::{DoubtId, command, french, words as text};
use crate::norm::model::AuditKind;

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

impl DoubtRow {
    /// What was said of it and what it rests on, line by line.
    pub fn lines(&self) -> Vec<String> {
        let by = |who: &str| {
            if who.is_empty() {
                String::new()
            } else {
                format!(" ({who})")
            }
        };
        let own = (!self.explained.is_empty()).then(|| {
            format!(
                "Raison de la structure{} : {}",
                by(&self.explained_by),
                self.explained
            )
        });
        let auditors = self.reasons.iter().map(|(who, reason, seen)| {
            let seen = if seen.is_empty() {
                String::new()
            } else {
                format!(" Vu : {}.", seen.join(", "))
            };
            format!("Raison de l’auditeur{} : {reason}{seen}", by(who))
        });
        let pieces = self.pieces.iter().map(|(id, place)| {
            if id == place {
                place.clone()
            } else {
                format!("{place} ({id})")
            }
        });
        let pieces: Vec<String> = pieces.collect();
        let rests = (!pieces.is_empty()).then(|| format!("Repose sur : {}", pieces.join(" ; ")));
        own.into_iter().chain(auditors).chain(rests).collect()
    }
}

/// The doubts for whoever reads them without a screen, with what may be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtSheet {
    /// How many there are, and how many stand.
    pub title: String,
    /// Each of them, or the one that was asked for.
    pub rows: Vec<DoubtRow>,
    /// Who may do what, and the command that does it.
    pub next: Vec<(&'static str, String)>,
}

/// The doubts of the dossier in a folder as a sheet, or one of them.
pub fn sheet(assessment: &Assessment, only: Option<&DoubtId>, folder: &str) -> DoubtSheet {
    let mut rows = doubts(assessment);
    let all = french::count(rows.len(), "doute", "doutes");
    let title = match rows.iter().filter(|row| row.lifted.is_none()).count() {
        _ if rows.is_empty() => "Aucun doute sur ce résultat.".to_owned(),
        0 => format!("{all}, aucun à lever."),
        left if left == rows.len() => format!("{all} à lever."),
        left => format!("{all}, dont {left} à lever."),
    };
    rows.retain(|row| only.is_none_or(|id| row.id == id.as_str()));
    let open = rows.iter().find(|row| row.lifted != Some(DoubtLift::Auditor));
    let next = open.map_or_else(Vec::new, |row| next(&row.id, assessment.inputs.audit));
    DoubtSheet {
        title,
        rows,
        next: next
            .into_iter()
            .map(|(said, ways)| (said, command::about(&ways, folder)))
            .collect(),
    }
}

fn next(id: &str, audit: AuditKind) -> Vec<(&'static str, String)> {
    let explain = (audit == AuditKind::SelfAssessment).then(|| {
        (
            "La structure l’explique ; sa raison est montrée telle quelle, personne ne l’a vérifiée :",
            format!("mediaudit doutes DOSSIER {id} --raison \"…\""),
        )
    });
    let lift = (
        "Un auditeur le lève, dans son fichier de constats :",
        format!("mediaudit doutes DOSSIER {id} --auditeur NOM --raison \"…\" --vu PREUVE"),
    );
    explain.into_iter().chain([lift]).collect()
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
