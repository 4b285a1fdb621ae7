//! `historique/*.json`: issued assessments. They are never altered; the newest before the audit date is what this audit follows.

use super::diags::{NotAssessment, OtherDossier};
use crate::assessment::Assessment;
use crate::assessment::inputs::{Previous, PreviousCriterion};
use crate::diag::Diagnostics;
use crate::kernel::{Date, DossierId, words};
use crate::store::Paper;

/// Reads every issued assessment; those that cannot be read back are errors. Gives the newest one dated before `date`.
pub fn previous(
    papers: &[Paper],
    dossier: &DossierId,
    date: Date,
    sink: &mut Diagnostics,
) -> Option<Previous> {
    let mut newest: Option<Assessment> = None;
    for paper in papers {
        let shown = words::safe(&paper.path);
        let assessment: Assessment = match serde_json::from_slice(&paper.bytes) {
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

fn kept(assessment: Assessment) -> Previous {
    let results = assessment.results;
    Previous {
        date: assessment.inputs.date,
        version: assessment.inputs.norm.version.clone(),
        criteria: results
            .criteria
            .into_iter()
            .map(|c| {
                let kept = PreviousCriterion {
                    retained: c.retained,
                    kind: c.kind,
                };
                (c.id, kept)
            })
            .collect(),
        chapters: results
            .chapters
            .into_iter()
            .filter_map(|c| Some((c.id, c.score?)))
            .collect(),
    }
}
