//! The folders of a new dossier: one for each usual paper that a criterion asks something of, and one for each type that has no paper.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Given, Starter, StarterType};
use crate::kernel::{CriterionId, TypeId, words};
use crate::norm::Norm;
use crate::norm::model::{EvidenceType, Rule, UsualPaper};
use crate::record::item::{Format, Modality};
use crate::view::words as said;

/// A usual paper, for the note in its folder.
#[derive(Debug, Clone, Serialize)]
pub struct StarterPaper {
    /// Its id: the folder.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Who holds it.
    pub who: String,
    /// What it can be, and must say for that.
    pub parts: Vec<StarterPart>,
    /// Criteria that it may serve: how many.
    pub criteria: usize,
    /// Formats, in words.
    pub formats: String,
    /// What must not be in it, each once.
    pub banned: Vec<String>,
    /// Is it a workbook, whose sheets are the parts?
    pub tables: bool,
    /// A file name.
    pub example: String,
}

/// One of the types that a paper can be.
#[derive(Debug, Clone, Serialize)]
pub struct StarterPart {
    /// Its name.
    pub label: String,
    /// What is written in TOML.
    pub id: String,
    /// What the paper must say for it.
    pub says: String,
    /// Ids of the criteria that ask it.
    pub asked_by: String,
}

/// The folders of `preuves/`.
#[derive(Debug, Clone, Serialize)]
pub struct StarterFolders {
    /// Those of usual papers.
    pub papers: Vec<StarterPaper>,
    /// Those of types that no paper can be.
    pub types: Vec<StarterType>,
}

/// What the note at the top of a new dossier says.
#[derive(Debug, Clone, Serialize)]
pub struct StarterReadMe<'a> {
    /// The dossier.
    #[serde(flatten)]
    pub starter: &'a Starter,
    /// Its folders.
    pub folders: &'a StarterFolders,
}

/// The folders of a new dossier.
pub fn folders(given: &Given<'_>, starter: &Starter) -> StarterFolders {
    let norm = given.norm;
    let mut asked: BTreeMap<&TypeId, BTreeSet<&CriterionId>> = BTreeMap::new();
    for criterion in given.profile.criteria.iter().filter_map(|id| norm.criterion(id)) {
        for kind in criterion.evidence_types() {
            asked.entry(kind).or_default().insert(&criterion.id);
        }
        // a table is asked by no criterion: what it counts is
        for key in criterion.rules().flat_map(Rule::facts) {
            let calculation = norm.facts.get(key).and_then(|def| def.calculation.as_ref());
            let table = calculation.and_then(|calculation| norm.tables.get(&calculation.table));
            for kind in table.into_iter().flat_map(|table| &table.types) {
                asked.entry(kind).or_default().insert(&criterion.id);
            }
        }
    }
    let homeless = |kind: &&StarterType| {
        let known = norm.evidence_types.get_key_value(kind.id.as_str());
        // what is only seen or talked about is declared, not filed
        known.is_some_and(|(id, of)| of.modalities.contains(&Modality::Document) && norm.home(id).is_none())
    };
    StarterFolders {
        papers: norm
            .papers
            .iter()
            .filter(|paper| paper.may_be().any(|id| asked.contains_key(id)))
            .map(|paper| self::paper(paper, norm, &asked, &starter.example_day))
            .collect(),
        types: starter.types.iter().filter(homeless).cloned().collect(),
    }
}

/// What a paper must say to be of a type; of a table, what its columns are.
fn says(id: &TypeId, kind: &EvidenceType, norm: &Norm) -> String {
    let table = norm.tables.values().find(|table| table.types.contains(id));
    let mut said = match table {
        None => kind.must_say().to_owned(),
        Some(table) => {
            let columns: Vec<String> = table.columns.iter().map(|column| column.label.clone()).collect();
            format!("{} Colonnes : {}.", table.help, words::list(&columns, "et"))
        }
    };
    if kind.general {
        said.push_str(
            " Papier général : dites pour quels critères il vaut (« criteres » de son bloc [[preuve]]).",
        );
    }
    said
}

fn paper(
    paper: &UsualPaper,
    norm: &Norm,
    asked: &BTreeMap<&TypeId, BTreeSet<&CriterionId>>,
    day: &str,
) -> StarterPaper {
    let own: Vec<(&TypeId, &EvidenceType, &BTreeSet<&CriterionId>)> = paper
        .may_be()
        .filter_map(|id| Some((id, norm.evidence_types.get(id)?, asked.get(id)?)))
        .collect();
    let criteria: BTreeSet<&CriterionId> = own.iter().flat_map(|(.., ids)| ids.iter().copied()).collect();
    let any = own.iter().any(|(_, kind, _)| kind.formats.is_empty());
    let formats: BTreeSet<Format> = own.iter().flat_map(|(_, kind, _)| kind.formats.clone()).collect();
    let tables = own
        .iter()
        .all(|(id, ..)| norm.tables.values().any(|table| table.types.contains(id)));
    let extension = if tables { "xlsx" } else { "pdf" };
    let formats: Vec<String> = formats
        .iter()
        .copied()
        .map(|format| said::format(format).to_owned())
        .collect();
    let mut banned: Vec<String> = Vec::new();
    for said in own.iter().filter_map(|(_, kind, _)| kind.banned.as_ref()) {
        if !banned.contains(said) {
            banned.push(said.clone());
        }
    }
    StarterPaper {
        id: paper.id.to_string(),
        label: paper.label.clone(),
        who: norm.who(paper.who.as_ref()).unwrap_or_default().to_lowercase(),
        criteria: criteria.len(),
        formats: if any {
            "tous".to_owned()
        } else {
            words::list(&formats, "ou")
        },
        banned,
        tables,
        example: format!("{day}-{}.{extension}", paper.id),
        parts: own
            .iter()
            .map(|(id, kind, ids)| StarterPart {
                label: kind.label.clone(),
                id: id.to_string(),
                says: says(id, kind, norm),
                asked_by: words::list(&ids.iter().map(ToString::to_string).collect::<Vec<_>>(), "et"),
            })
            .collect(),
    }
}
