//! `historique/*.json`: issued assessments. They are never altered; the newest before the audit date is what this audit follows.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, Error};

use super::diags::{NotAssessment, OtherDossier};
use crate::assessment::inputs::{Previous, PreviousCriterion};
use crate::diag::Diagnostics;
use crate::kernel::{ChapterId, CriterionId, Date, DossierId, Interval, KindCode, Status, words};
use crate::store::Paper;

/// The major version of assessments that is read.
const KNOWN: u32 = 1;

/// What is read of an issued assessment. All else in it may have been written by an older or a newer program.
#[derive(serde::Deserialize)]
struct Issued {
    #[serde(rename = "schema", deserialize_with = "known")]
    _schema: u32,
    #[serde(rename = "entrees")]
    inputs: IssuedInputs,
    #[serde(rename = "resultats")]
    results: IssuedResults,
}

#[derive(serde::Deserialize)]
struct IssuedInputs {
    #[serde(rename = "norme")]
    norm: IssuedNorm,
    dossier: DossierId,
    date: Date,
}

#[derive(serde::Deserialize)]
struct IssuedNorm {
    version: String,
}

#[derive(serde::Deserialize)]
struct IssuedResults {
    #[serde(rename = "criteres")]
    criteria: Vec<IssuedCriterion>,
    #[serde(rename = "chapitres")]
    chapters: Vec<IssuedChapter>,
}

#[derive(serde::Deserialize)]
struct IssuedCriterion {
    id: CriterionId,
    #[serde(rename = "retenu")]
    retained: Status,
    #[serde(rename = "nature")]
    kind: Option<KindCode>,
}

#[derive(serde::Deserialize)]
struct IssuedChapter {
    id: ChapterId,
    score: Option<Interval>,
}

fn known<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let schema = u32::deserialize(from)?;
    (schema == KNOWN)
        .then_some(schema)
        .ok_or_else(|| D::Error::custom(schema))
}

/// Reads every issued assessment; those that cannot be read back are errors. Gives the newest one dated before `date`.
pub fn previous(
    papers: &[Paper],
    dossier: &DossierId,
    date: Date,
    sink: &mut Diagnostics,
) -> Option<Previous> {
    let mut newest: Option<Issued> = None;
    for paper in papers {
        let shown = words::safe(&paper.path);
        let assessment: Issued = match serde_json::from_slice(&paper.bytes) {
            Ok(assessment) => assessment,
            Err(error) => {
                sink.push(NotAssessment {
                    path: &shown,
                    line: error.line(),
                    column: error.column(),
                });
                continue;
            }
        };
        if &assessment.inputs.dossier != dossier {
            sink.push(OtherDossier {
                path: &shown,
                dossier: assessment.inputs.dossier.as_str(),
            });
            continue;
        }
        let day = assessment.inputs.date;
        if day < date && newest.as_ref().is_none_or(|known| known.inputs.date < day) {
            newest = Some(assessment);
        }
    }
    newest.map(kept)
}

fn kept(issued: Issued) -> Previous {
    let (inputs, results) = (issued.inputs, issued.results);
    let criteria: BTreeMap<CriterionId, PreviousCriterion> = results
        .criteria
        .into_iter()
        .map(|c| {
            let kept = PreviousCriterion {
                retained: c.retained,
                kind: c.kind,
            };
            (c.id, kept)
        })
        .collect();
    Previous {
        date: inputs.date,
        version: inputs.norm.version,
        criteria,
        chapters: results
            .chapters
            .into_iter()
            .filter_map(|c| Some((c.id, c.score?)))
            .collect(),
    }
}
