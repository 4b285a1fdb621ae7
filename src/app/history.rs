//! Assessments that were issued: kept in the dossier's « historique », never altered; listed, opened again, laid beside one another.

use std::collections::BTreeMap;
use std::path::Path;

use super::assess::Outcome;
use super::diags::{all_names_taken, kept_already};
use super::dossier_files::{self, DossierFolder};
use super::edit::lay_among;
use super::issue;
use super::refusal::Refusal;
use super::report::{Look, ReportFormat};
use super::shared::Shared;

use mediaudit_core::assessment::Assessment;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::engine;
use mediaudit_core::record::inventory::Inventory;
use mediaudit_core::scope::Leftovers;
use mediaudit_core::store::DossierStore;
use mediaudit_core::view::issued::IssuedRow;

/// The folder of issued assessments.
const FOLDER: &str = "historique";

/// So many may bear the same day.
const MOST_A_DAY: usize = 99;

/// An assessment that was issued.
#[derive(Debug, Clone)]
pub struct IssuedAssessment {
    /// The name of its file.
    pub name: String,
    /// Bytes of its file.
    pub size: usize,
    /// What it holds; none: this version does not read all of it.
    pub assessment: Option<Assessment>,
    /// Is what it says what it gives when it is judged again?
    pub same: bool,
}

impl IssuedAssessment {
    /// As a list shows it.
    pub fn row(&self) -> IssuedRow {
        let assessment = self.assessment.as_ref();
        IssuedRow::of(
            &self.name,
            self.size,
            assessment.map(|assessment| (assessment, self.same)),
        )
    }

    /// What was issued, to be made a report of again; `now`: the dossier as it is, for the logo. None where it is not read here.
    pub fn outcome(&self, now: &Outcome) -> Option<Outcome> {
        let mut assessment = self.assessment.clone()?;
        if now.logo.is_none() {
            assessment.inputs.structure.logo = None;
        }
        Some(Outcome {
            assessment,
            inventory: Inventory::default(),
            leftovers: Leftovers::default(),
            logo: now.logo.clone(),
            papers: BTreeMap::new(),
        })
    }
}

/// All that were issued, the newest first.
pub fn issued(folder: &Path, sink: &mut Diagnostics) -> Result<Vec<IssuedAssessment>, Refusal> {
    let door = dossier_files::open(folder, sink).ok_or(Refusal::Files)?;
    let papers = DossierFolder::new(&door, folder).papers(FOLDER, "json");
    let mut all: Vec<IssuedAssessment> = papers
        .read
        .into_iter()
        .map(|paper| {
            // what does not hold together is as what does not read
            let held: Option<Assessment> = serde_json::from_slice(&paper.bytes).ok();
            let held = held.and_then(|held| Some((engine::assess(&held.inputs).ok()?, held)));
            IssuedAssessment {
                name: paper.path.rsplit('/').next().unwrap_or(&paper.path).to_owned(),
                size: paper.bytes.len(),
                same: held
                    .as_ref()
                    .is_some_and(|(judged, held)| *judged == held.results),
                assessment: held.map(|(_, held)| held),
            }
        })
        .collect();
    let day = |one: &IssuedAssessment| one.assessment.as_ref().map(|issued| issued.inputs.date);
    all.sort_by(|a, b| day(b).cmp(&day(a)).then_with(|| b.name.cmp(&a.name)));
    Ok(all)
}

/// Keeps what was judged: later reports show what changed since. Gives the path of the file, from the dossier's folder.
pub fn keep(
    folder: &Path,
    outcome: &Outcome,
    shared: &Shared,
    sources: &Sources,
    sink: &mut Diagnostics,
) -> Result<String, Refusal> {
    let bytes = issue::make(
        outcome,
        Look::full(ReportFormat::Json),
        None,
        shared,
        sources,
        sink,
    )?;
    // where it comes from may have changed: what was judged and what came out have not
    let is_same = |one: &IssuedAssessment| {
        let (held, now) = (one.assessment.as_ref(), &outcome.assessment);
        held.is_some_and(|held| held.inputs == now.inputs && held.results == now.results)
    };
    if let Some(same) = issued(folder, sink)?.iter().find(|one| is_same(one)) {
        return Err(kept_already(&format!("{FOLDER}/{}", same.name)));
    }
    let day = outcome.assessment.inputs.date;
    let names = (1..=MOST_A_DAY).map(|n| match n {
        1 => format!("{day}.json"),
        n => format!("{day}-{n}.json"),
    });
    let laid = lay_among(folder, FOLDER, names, &bytes, sink)?;
    laid.ok_or_else(all_names_taken)
}
