//! The ethical framework: the page of a report, and the sheet of a funder's profile. Both have the same scope and the same conclusion.

mod beside;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use beside::{BesideCell, BesidePrinciple, MOST, SheetBeside, SheetsBeside, beside};
pub use sheet::{Diffusion, EthicsSheet, SheetCount, SheetCriterion, SheetPrinciple};

use super::records::Row;
use super::report::{View, banner};
use super::words;
use crate::assessment::Assessment;
use crate::assessment::results::{Cause, CriterionResult, ElementResult, Reason, Truth};
use crate::engine::{self, pieces::PieceState};
use crate::kernel::{AxisLabel, CriterionId, Status, french, words as text};
use crate::norm::Norm;
use crate::norm::model::{AuditKind, AxisRole, Criterion, Element, Importance, Profile, Standing};
use crate::record::item::Item;

/// Kinds of pieces that are named for one criterion; the rest is counted.
const NAMED: usize = 3;

/// Letters of a comment that an internal sheet prints.
const COMMENT: usize = 160;

/// What a template of the sheet reads.
#[derive(Debug, Clone, Serialize)]
pub struct SheetPage {
    /// What it is.
    pub title: String,
    /// Kind of audit, as a sentence begins with it.
    pub kind: String,
    /// Name of the structure.
    pub structure: String,
    /// Day, in words.
    pub date: String,
    /// Day, for programs.
    pub iso_date: String,
    /// « Ceci n'est pas un certificat ».
    pub banner: String,
    /// Norm, edition, version.
    pub norm: String,
    /// Has the structure given its logo?
    pub logo: bool,
    /// The logo, in words.
    pub logo_alt: String,
    /// The sheet.
    pub sheet: EthicsSheet,
    /// How many criteria have each status.
    pub counts: Vec<String>,
    /// The key of each status, by its words.
    pub keys: BTreeMap<String, String>,
}

/// The page of a report that tells of the ethical framework.
#[derive(Debug, Clone, Serialize)]
pub struct EthicsPage {
    /// What contradicts a principle that binds.
    pub alerts: Vec<String>,
    /// The conclusion on these criteria alone; none where the norm has no profile of its own for them.
    pub conclusion: Option<Concluding>,
    /// Principles, how well their names stand, and the criteria that carry them.
    #[serde(skip)]
    pub(super) principles: Vec<(String, String, Vec<Row>)>,
}

/// A conclusion, in two lines.
#[derive(Debug, Clone, Serialize)]
pub struct Concluding {
    /// The conclusion, or that there is none.
    pub headline: String,
    /// What it means.
    pub text: String,
    /// Where the imperatives stand.
    pub gate: String,
}

/// Has the profile under which this was judged a sheet of its own?
pub fn has_sheet(assessment: &Assessment) -> bool {
    let profile = assessment.inputs.norm.profile(&assessment.inputs.profile);
    profile.is_some_and(|profile| profile.sheet)
}

/// The sheet of the profile under which this was judged.
pub fn ethics_sheet(assessment: &Assessment, diffusion: Diffusion) -> SheetPage {
    let view = View::of(assessment);
    let sheet = view.sheet(diffusion);
    let inputs = &assessment.inputs;
    let counts = View::status_counts(&assessment.results.statuses).into_iter();
    SheetPage {
        title: format!("Fiche « {} »", sheet.title),
        kind: text::capital(&sheet.audit),
        structure: sheet.structure.clone(),
        date: inputs.date.in_words(),
        iso_date: inputs.date.to_string(),
        banner: sheet.banner.clone(),
        norm: format!("{} — reformulation {}", inputs.norm.edition, inputs.norm.version),
        logo: inputs.structure.logo.is_some(),
        logo_alt: format!("Logo de {}", sheet.structure),
        counts: counts.filter(|s| s.count > 0).map(|s| s.counted).collect(),
        keys: Status::ALL
            .into_iter()
            .map(|status| (status.label().to_owned(), status.key().to_owned()))
            .collect(),
        sheet,
    }
}

/// The profile of a norm that has a sheet.
fn own_profile(norm: &Norm) -> Option<&Profile> {
    norm.profiles.iter().find(|profile| profile.sheet)
}

/// The same inputs, judged under the profile that has a sheet.
pub(super) fn judged_for_sheet(assessment: &Assessment) -> Option<Assessment> {
    let profile = own_profile(&assessment.inputs.norm)?.id.clone();
    if assessment.inputs.profile == profile {
        return None;
    }
    let mut inputs = assessment.inputs.clone();
    inputs.profile = profile;
    let results = engine::assess(&inputs).ok()?;
    Some(Assessment {
        inputs,
        results,
        provenance: assessment.provenance.clone(),
        ..assessment.clone()
    })
}

impl View<'_> {
    /// The page of a report, once this view is that of the profile that has a sheet, where there is one.
    pub(super) fn ethics_page(&self) -> EthicsPage {
        let own = own_profile(self.norm).is_some_and(|profile| profile.id == self.a.inputs.profile);
        let conclusion = own.then(|| {
            let (headline, text) = self.outcome();
            let gate = self.gate();
            Concluding { headline, text, gate }
        });
        EthicsPage {
            alerts: self.breaches(),
            conclusion,
            principles: self.principle_rows(),
        }
    }

    /// Each value of the axis of principles, how well its name stands, and the criteria of the profile that carry it; then those of a
    /// profile with a sheet that carry none.
    fn principle_results(&self) -> Vec<(String, String, Vec<&CriterionResult>)> {
        let all = &self.a.results.criteria;
        let profile = self.norm.profile(&self.a.inputs.profile);
        let Some(axis) = self.norm.axis_for(AxisRole::Ethics) else {
            return Vec::new();
        };
        let mut listed: BTreeSet<&CriterionId> = BTreeSet::new();
        let mut groups = Vec::new();
        for value in &axis.values {
            let label = AxisLabel::new(&axis.id, &value.id);
            let carries = |c: &Criterion| c.labels.contains(&label);
            let standing = match value.standing {
                Standing::Sourced => String::new(),
                Standing::ToConfirm => "nom à confirmer".to_owned(),
            };
            let own = all
                .iter()
                .filter(|c| self.norm.criterion(&c.id).is_some_and(carries));
            let own: Vec<&CriterionResult> = own.collect();
            listed.extend(own.iter().map(|c| &c.id));
            groups.push((value.label.clone(), standing, own));
        }
        if profile.is_some_and(|profile| profile.sheet) {
            let rest = all.iter().filter(|c| !listed.contains(&c.id)).collect();
            groups.push(("Ce qui porte l’ensemble".to_owned(), String::new(), rest));
        }
        groups.retain(|(_, _, own)| !own.is_empty());
        groups
    }

    fn principle_rows(&self) -> Vec<(String, String, Vec<Row>)> {
        let rows = |own: Vec<&CriterionResult>| own.into_iter().filter_map(|c| self.row(c)).collect();
        let groups = self.principle_results().into_iter();
        groups
            .map(|(title, standing, own)| (title, standing, rows(own)))
            .collect()
    }

    /// What contradicts a criterion that binds, with what the structure itself states of it.
    pub(super) fn breaches(&self) -> Vec<String> {
        let breached = self
            .a
            .results
            .criteria
            .iter()
            .filter(|c| c.retained == Status::Nonconforming);
        breached
            .filter_map(|c| Some((self.norm.criterion(&c.id)?, c)))
            .filter(|(norm, _)| norm.importance == Importance::Imperative)
            .map(|(norm, c)| {
                let contradicted = norm
                    .elements
                    .iter()
                    .zip(c.elements())
                    .filter(|(e, r)| !e.optional && r.truth == Truth::No)
                    .map(|(e, _)| format!("« {} »", e.label));
                let mut all: Vec<String> = contradicted.collect();
                if all.is_empty() {
                    all.push(text::capital(words::reason(c.reason)));
                }
                let by = match self.a.inputs.audit {
                    AuditKind::SelfAssessment if c.reason != Reason::Auditor => {
                        ", de l’aveu même de la structure"
                    }
                    _ => "",
                };
                format!(
                    "Impératif contredit{by} : {} ({}). {}.",
                    norm.title,
                    c.id,
                    text::list(&all, "et")
                )
            })
            .collect()
    }

    fn sheet(&self, diffusion: Diffusion) -> EthicsSheet {
        let inputs = &self.a.inputs;
        let profile = self.norm.profile(&inputs.profile);
        let (headline, said) = self.outcome();
        let means = self.means().into_iter();
        EthicsSheet {
            schema: sheet::SCHEMA,
            title: profile.map(|p| p.title.clone()).unwrap_or_default(),
            structure: text::printable(&inputs.structure.name),
            audit: inputs.audit.label().to_owned(),
            date: inputs.date,
            norm: self.norm.id.to_string(),
            version: self.norm.version.clone(),
            overlay: self.norm.overlay.as_ref().map(|mark| mark.digest.to_string()),
            profile: inputs.profile.to_string(),
            dossier: inputs.dossier.to_string(),
            digest: self.a.provenance.dossier.to_string(),
            tool: self.a.provenance.tool.clone(),
            diffusion,
            banner: banner(inputs),
            alerts: self.breaches(),
            headline,
            text: said,
            score: self.overall(),
            gates: std::iter::once(self.gate()).chain(self.unnamed_notes()).collect(),
            means: means.map(|(label, count)| SheetCount { label, count }).collect(),
            principles: self
                .principle_results()
                .into_iter()
                .map(|(title, standing, own)| SheetPrinciple {
                    title: if standing.is_empty() {
                        title
                    } else {
                        format!("{title} ({standing})")
                    },
                    criteria: own
                        .into_iter()
                        .filter_map(|c| self.sheet_criterion(c, diffusion))
                        .collect(),
                })
                .collect(),
            reading: self.how_to_read(),
        }
    }

    fn sheet_criterion(&self, result: &CriterionResult, diffusion: Diffusion) -> Option<SheetCriterion> {
        let norm = self.norm.criterion(&result.id)?;
        let (practice, pieces) = (self.practice(norm, result), self.counting(&result.id));
        let level = practice
            .and_then(|p| p.level.as_ref())
            .and_then(|id| self.norm.level(id));
        let level = match level {
            Some(level) => french::inside(&level.label),
            None if norm.judged.asks_level() => "aucun niveau déclaré".to_owned(),
            None => String::new(),
        };
        let internal = match diffusion {
            Diffusion::Public => Vec::new(),
            Diffusion::Internal => self.internal(result, norm, &pieces),
        };
        Some(SheetCriterion {
            id: result.id.to_string(),
            title: norm.title.clone(),
            status: result.retained.label().to_owned(),
            practice: level,
            evidence: self.kinds_of(&pieces, result),
            open: Self::left(norm, result),
            internal,
        })
    }

    /// The pieces that count for a criterion.
    fn counting(&self, id: &CriterionId) -> Vec<&Item> {
        let counts = |item: &&Item| matches!(self.book.state_for(&item.id, id), Some(PieceState::Usable(_)));
        self.a.inputs.evidence.iter().filter(counts).collect()
    }

    /// Pieces by their kind and year: what they are, not what they are called.
    fn kinds_of(&self, pieces: &[&Item], result: &CriterionResult) -> String {
        let mut kinds: Vec<String> = Vec::new();
        for item in pieces {
            let label = item.types.iter().find_map(|id| self.norm.evidence_types.get(id));
            let year = item
                .dates
                .effect
                .map_or_else(String::new, |day| format!(" ({})", day.parts().0));
            let said = label.map(|kind| format!("{}{year}", french::inside(&kind.label)));
            kinds.extend(said.filter(|said| !kinds.contains(said)));
        }
        let more = kinds.len().saturating_sub(NAMED);
        kinds.truncate(NAMED);
        if more > 0 {
            kinds.push(french::count(more, "autre", "autres"));
        }
        let found = self
            .a
            .inputs
            .findings
            .iter()
            .any(|finding| finding.criterion == result.id);
        if found {
            kinds.push("constat d’un auditeur".to_owned());
        }
        kinds.join(", ")
    }

    /// What is only said, missing or contradicted, element by element.
    fn left(norm: &Criterion, result: &CriterionResult) -> Vec<String> {
        if matches!(result.retained, Status::NotApplicable | Status::NotAssessed) {
            return vec![words::reason(result.reason).to_owned()];
        }
        let decided = result.reason == Reason::Auditor;
        let elements = norm.elements.iter().zip(result.elements());
        let open = elements.filter(|(e, r)| !e.optional && !matches!(r.truth, Truth::Yes | Truth::Void));
        let mut left: Vec<String> = open
            .filter(|(_, r)| !(decided && waits(r)))
            .map(|(e, r)| left_of(e, r))
            .collect();
        if result.reason == Reason::LevelBelow {
            left.push(words::reason(result.reason).to_owned());
        }
        left
    }

    /// What only an internal sheet says.
    fn internal(&self, result: &CriterionResult, norm: &Criterion, pieces: &[&Item]) -> Vec<String> {
        let name = |item: &&Item| {
            let place = item.whereabouts();
            text::safe(place.rsplit('/').next().unwrap_or(place))
        };
        let mut files: Vec<String> = pieces.iter().map(name).collect();
        let more = files.len().saturating_sub(NAMED);
        files.truncate(NAMED);
        if more > 0 {
            files.push(french::count(more, "autre pièce", "autres pièces"));
        }
        let practice = self.practice(norm, result);
        let by = practice.and_then(|p| p.by.as_ref());
        let comment = practice.and_then(|p| p.comment.as_ref());
        (!files.is_empty())
            .then(|| files.join(", "))
            .into_iter()
            .chain(by.map(|by| format!("dit par : {}", text::printable(by))))
            .chain(comment.map(|said| shortened(&text::printable(said))))
            .collect()
    }

    /// How a self-assessment is read against an audit, in three lines.
    fn how_to_read(&self) -> Vec<String> {
        let own = match self.a.inputs.audit {
            AuditKind::SelfAssessment => {
                "Cette fiche est une auto-évaluation : « montré » veut dire qu’une pièce de la bonne sorte a été déposée et reconnue par un outil. Personne d’autre que la structure ne l’a vue."
            }
            AuditKind::Mock => {
                "Cette fiche est une répétition d’audit : une personne extérieure à l’équipe a relevé des constats, sans rien décider. Elle se lit entre l’auto-évaluation et l’audit."
            }
            AuditKind::Audit => {
                "Cette fiche est un audit : une personne extérieure a regardé les pièces et le terrain ; là où elle a constaté, son constat remplace ce que l’outil avait calculé."
            }
        };
        [
            own,
            "« Non démontré » n’est pas « non respecté » : la preuve manque, ou l’auditeur n’est pas encore venu. « Non conforme » veut dire qu’une réponse ou un constat contredit ce qui est demandé.",
            "Une auto-évaluation et un audit ne se comparent pas : la première peut être moins flatteuse parce qu’elle est franche. Demandez d’abord ce que la structure compte faire de ce qui manque.",
        ]
        .map(str::to_owned)
        .to_vec()
    }
}

fn waits(found: &ElementResult) -> bool {
    found.truth == Truth::Unknown && found.causes.iter().all(|cause| *cause == Cause::HumanJudgement)
}

fn left_of(element: &Element, found: &ElementResult) -> String {
    let why = if found.truth == Truth::No {
        "contredit".to_owned()
    } else {
        words::causes(found.causes.iter().copied())
    };
    format!("{} — {why}", element.label)
}

/// A comment, cut where it is long.
fn shortened(comment: &str) -> String {
    if comment.chars().count() <= COMMENT {
        return comment.to_owned();
    }
    let cut: String = comment.chars().take(COMMENT).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}
