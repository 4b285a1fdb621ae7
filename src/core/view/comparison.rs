//! What changed between two versions of a norm, and what a dossier becomes under each, in words that a director understands.
//!
//! Each part of a norm is taken apart field by field, so that a new field cannot be forgotten here: « rien qui change un jugement »
//! is said where no field differs that anybody or anything judges by.

mod asked;
mod assessments;
mod criteria;
mod cycle;
mod papers;
mod parts;
mod policy;
mod profiles;
mod told;

pub use assessments::{BesideRow, BesideSheet, beside};

use serde::Serialize;

use crate::norm::Norm;
use crate::norm::model::Criterion;

/// A heading with what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// Lines.
    pub lines: Vec<String>,
}

impl Section {
    /// A heading with these lines; none where there are none.
    pub(super) fn of(title: &str, lines: Vec<String>) -> Option<Self> {
        let title = title.to_owned();
        (!lines.is_empty()).then_some(Self { title, lines })
    }
}

/// What changed between two versions of a norm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NormChanges {
    /// From which to which.
    pub title: String,
    /// What changed.
    pub sections: Vec<Section>,
    /// What is said where there are none.
    pub none: String,
}

/// Compares two versions of a norm.
pub fn sheet(before: &Norm, after: &Norm) -> NormChanges {
    let name = |norm: &Norm| format!("{} {}", norm.id, norm.version);
    NormChanges {
        title: format!("De {} à {}", name(before), name(after)),
        sections: norms(before, after),
        none: "Rien qui change un jugement.".to_owned(),
    }
}

/// Two versions of a norm.
#[derive(Debug, Clone, Copy)]
struct Versions<'a> {
    before: &'a Norm,
    after: &'a Norm,
}

/// What the second norm changes in the first; empty: nothing that a judgement would see.
pub fn norms(before: &Norm, after: &Norm) -> Vec<Section> {
    let versions = Versions { before, after };
    // each part has its section below; a part that is new to norms wants one
    let Norm {
        id: _,
        version: _,
        digest: _,
        title: _,
        edition: _,
        status: _,
        warning: _,
        from: _,
        until: _,
        licence: _,
        overlay: _,
        sources: _,
        levels: _,
        cycle: _,
        kinds: _,
        // whom to ask judges nothing
        respondents: _,
        facts: _,
        fact_groups: _,
        evidence_types: _,
        papers: _,
        tables: _,
        axes: _,
        // compared and told, they judge nothing
        cohorts: _,
        indicators: _,
        chapters: _,
        criteria: _,
        policy: _,
        profiles: _,
    } = after;
    let all = [
        ("Critères ajoutés", versions.criteria_added()),
        ("Critères supprimés", versions.criteria_removed()),
        ("Critères renumérotés", versions.criteria_renamed()),
        ("Critères modifiés", versions.criteria_changed()),
        ("Chapitres", versions.chapters()),
        ("Niveaux", versions.levels()),
        ("Faits demandés", versions.facts()),
        ("Types de preuve", versions.evidence_types()),
        ("Papiers usuels", versions.papers()),
        ("Tableaux", versions.tables()),
        ("Cycle", versions.cycle()),
        ("Constats", versions.kinds()),
        ("Règles de calcul et constats", versions.policy()),
        ("Conclusions", versions.conclusions()),
        ("Profils", versions.profiles()),
        ("Étiquettes", versions.axes()),
        ("Sources", versions.sources()),
        ("La norme", versions.identity()),
    ];
    all.into_iter()
        .filter_map(|(title, lines)| Section::of(title, lines))
        .collect()
}

/// The criterion that one of another version comes from: of the same id, or of one that it bore before.
fn ancestor<'a>(criterion: &Criterion, norm: &'a Norm) -> Option<&'a Criterion> {
    norm.criterion(&criterion.id)
        .or_else(|| criterion.former_ids.iter().find_map(|id| norm.criterion(id)))
}
