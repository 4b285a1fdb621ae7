//! The binder of a structure as a page: each usual paper, whether it is there, what it must say, its pieces with what each serves.

use std::collections::BTreeSet;

use serde::Serialize;

use super::counting::{ColumnsAsked, columns_asked};
use super::evidence_map::{EvidenceMap, MappedPiece, evidence_map, piece};
use super::privacy::{AlertRow, privacy};
use crate::assessment::{Assessment, Inputs};
use crate::engine::pieces::{PieceBook, PieceState};
use crate::kernel::{CriterionId, TypeId, french, words as text};
use crate::norm::Norm;
use crate::norm::model::{EvidenceType, UsualPaper};
use crate::record::inventory::Inventory;
use crate::record::item::{Held, Item, Modality};
use crate::scope::Leftovers;

/// The binder.
#[derive(Debug, Clone, Serialize)]
pub struct BinderPage {
    /// How many papers are usable, given, absent.
    pub counted: String,
    /// The papers: what is asked and absent first.
    pub papers: Vec<BinderPaper>,
    /// Pieces that are of no paper.
    pub others: Vec<BinderPiece>,
    /// Data of persons that were found, and that nobody has said may stay.
    pub alerts: Vec<AlertRow>,
    /// Everything else that there is to say of the evidence.
    pub map: EvidenceMap,
    /// Where a piece may go: id, label.
    pub folders: Vec<(String, String)>,
}

/// Where a paper stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperState {
    /// No file of it.
    Absent,
    /// There, and none of it counts.
    #[serde(rename = "donne")]
    Given,
    /// There, and it counts.
    #[serde(rename = "utilisable")]
    Usable,
}

impl PaperState {
    fn words(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Given => "donné",
            Self::Usable => "utilisable",
        }
    }
}

/// A usual paper, or a kind of evidence that is of none.
#[derive(Debug, Clone, Serialize)]
pub struct BinderPaper {
    /// Its folder.
    pub id: String,
    /// Name.
    pub label: String,
    /// Who holds it.
    pub who: String,
    /// Where it stands.
    pub state: PaperState,
    /// The same, in words.
    pub state_words: &'static str,
    /// Criteria of the profile that ask something of it: how many.
    pub asked: String,
    /// What it must say.
    pub parts: Vec<BinderPart>,
    /// Its pieces.
    pub pieces: Vec<BinderPiece>,
}

/// What a paper must say to be of a kind.
#[derive(Debug, Clone, Serialize)]
pub struct BinderPart {
    /// The kind.
    pub label: String,
    /// What it must say.
    pub says: String,
    /// Criteria that ask it.
    pub asked_by: String,
    /// Does a piece of the dossier say it?
    pub there: bool,
}

/// A piece of a binder.
#[derive(Debug, Clone, Serialize)]
pub struct BinderPiece {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub place: String,
    /// Where it stands.
    pub state: PaperState,
    /// The same, and why, and its date.
    pub told: MappedPiece,
    /// Is it a file that may be opened?
    pub file: bool,
    /// May a person copy out what it says?
    pub image: bool,
    /// Types that it may be said to be, where it shows none by itself: id, label.
    pub may_be: Vec<(String, String)>,
    /// How many pages it has, where that is known.
    pub pages: u32,
    /// What was copied out of it: page, text, by whom.
    pub copied: Vec<(u32, String, String)>,
    /// Columns of its table that a person has to name.
    pub columns: Option<ColumnsAsked>,
}

/// The binder of a dossier.
pub fn binder_page(assessment: &Assessment, inventory: &Inventory, leftovers: &Leftovers) -> BinderPage {
    let inputs = &assessment.inputs;
    let norm = &inputs.norm;
    let book = PieceBook::of(assessment);
    let of = |item: &Item| in_binder(item, &book, inputs);
    let mut papers: Vec<BinderPaper> = Vec::new();
    for paper in &norm.papers {
        let types: Vec<&TypeId> = paper.may_be().collect();
        let home = |id: &TypeId| norm.home(id).is_some_and(|home| home.id == paper.id);
        let is = |item: &Item| {
            item.papers.contains(&paper.id) || item.papers.is_empty() && item.types.iter().any(home)
        };
        let pieces: Vec<BinderPiece> = inputs.evidence.iter().filter(|item| is(item)).map(of).collect();
        let who = norm.who(paper.who.as_ref()).unwrap_or_default();
        papers.extend(entry(
            paper.id.as_str(),
            &paper.label,
            who,
            &types,
            pieces,
            inputs,
        ));
    }
    for (id, kind) in &norm.evidence_types {
        if norm.home(id).is_some() || !kind.modalities.contains(&Modality::Document) {
            continue;
        }
        let is = |item: &Item| item.papers.is_empty() && item.types.contains(id);
        let pieces: Vec<BinderPiece> = inputs.evidence.iter().filter(|item| is(item)).map(of).collect();
        papers.extend(entry(id.as_str(), &kind.label, "", &[id], pieces, inputs));
    }
    // in the norm's order among those that stand alike: the sort is stable
    papers.sort_by_key(|paper| paper.state);
    let filed: BTreeSet<&str> = papers
        .iter()
        .flat_map(|paper| paper.pieces.iter().map(|piece| piece.id.as_str()))
        .collect();
    let others = inputs
        .evidence
        .iter()
        .filter(|item| !filed.contains(item.id.as_str()))
        .map(of)
        .collect();
    BinderPage {
        counted: counted(&papers),
        folders: folders(norm),
        others,
        alerts: inputs
            .privacy
            .as_ref()
            .map(|found| privacy(found).alerts)
            .unwrap_or_default(),
        map: evidence_map(assessment, inventory, leftovers),
        papers,
    }
}

/// Where papers may be filed: id, label.
pub fn folders(norm: &Norm) -> Vec<(String, String)> {
    let papers = norm.papers.iter();
    let papers = papers.map(|paper| (paper.id.to_string(), paper.label.clone()));
    let types = norm.evidence_types.iter();
    let homeless =
        types.filter(|(id, kind)| norm.home(id).is_none() && kind.modalities.contains(&Modality::Document));
    let mut out: Vec<(String, String)> = papers
        .chain(homeless.map(|(id, kind)| (id.to_string(), kind.label.clone())))
        .collect();
    out.sort_by_key(|(_, label)| label.to_lowercase());
    out
}

fn counted(papers: &[BinderPaper]) -> String {
    let count = |state| papers.iter().filter(|paper| paper.state == state).count();
    let said: Vec<String> = [
        (PaperState::Usable, "papier utilisable", "papiers utilisables"),
        (
            PaperState::Given,
            "donné qui ne compte pas encore",
            "donnés qui ne comptent pas encore",
        ),
        (PaperState::Absent, "absent", "absents"),
    ]
    .into_iter()
    .map(|(state, one, many)| french::count(count(state), one, many))
    .collect();
    text::list(&said, "et")
}

fn entry(
    id: &str,
    label: &str,
    who: &str,
    types: &[&TypeId],
    pieces: Vec<BinderPiece>,
    inputs: &Inputs,
) -> Option<BinderPaper> {
    let norm = &inputs.norm;
    let there: BTreeSet<&TypeId> = inputs.evidence.iter().flat_map(|item| &item.types).collect();
    let mut all: BTreeSet<&CriterionId> = BTreeSet::new();
    let mut parts = Vec::new();
    for kind in types {
        let asking = asking(kind, inputs);
        let Some(definition) = norm.evidence_types.get(*kind).filter(|_| !asking.is_empty()) else {
            continue;
        };
        parts.push(part(definition, &asking, there.contains(*kind)));
        all.extend(asking);
    }
    // what no criterion of the profile asks is shown where a piece of it is there
    if parts.is_empty() && pieces.is_empty() {
        return None;
    }
    let best = pieces.iter().map(|piece| piece.state).max();
    let state = best.unwrap_or(PaperState::Absent);
    Some(BinderPaper {
        id: id.to_owned(),
        label: label.to_owned(),
        who: who.to_lowercase(),
        state,
        state_words: state.words(),
        asked: match all.len() {
            0 => "aucun critère de ce profil ne le demande".to_owned(),
            n => format!("sert à {}", french::count(n, "critère", "critères")),
        },
        parts,
        pieces,
    })
}

fn part(kind: &EvidenceType, asking: &[&CriterionId], there: bool) -> BinderPart {
    let ids: Vec<String> = asking.iter().map(ToString::to_string).collect();
    BinderPart {
        label: kind.label.clone(),
        says: kind.must_say().to_owned(),
        asked_by: text::list(&ids, "et"),
        there,
    }
}

/// The criteria of the profile that ask a type.
fn asking<'a>(id: &TypeId, inputs: &'a Inputs) -> Vec<&'a CriterionId> {
    let profile = inputs.norm.profile(&inputs.profile);
    let criteria = profile.into_iter().flat_map(|profile| &profile.criteria);
    criteria
        .filter_map(|criterion| inputs.norm.criterion(criterion))
        .filter(|criterion| criterion.evidence_types().contains(id))
        .map(|criterion| &criterion.id)
        .collect()
}

/// One piece of the binder.
pub fn binder_piece(assessment: &Assessment, item: &Item) -> BinderPiece {
    in_binder(item, &PieceBook::of(assessment), &assessment.inputs)
}

/// Where a piece is: what its page is called.
pub fn place(item: &Item) -> String {
    match &item.held {
        Held::File(_) | Held::Missing { .. } => text::printable(item.whereabouts()),
        _ => format!("{} — {}", item.id, text::printable(item.whereabouts())),
    }
}

fn in_binder(item: &Item, book: &PieceBook<'_>, inputs: &Inputs) -> BinderPiece {
    let copied = item.transcripts.iter();
    BinderPiece {
        id: item.id.to_string(),
        place: place(item),
        state: match book.state(&item.id) {
            PieceState::Absent => PaperState::Absent,
            PieceState::Given(_) => PaperState::Given,
            PieceState::Usable(_) => PaperState::Usable,
        },
        told: piece(item, book, inputs),
        file: matches!(item.held, Held::File(_)),
        image: item.wants_an_eye() || item.is_image(),
        may_be: may_be(item, &inputs.norm),
        pages: item.pages.unwrap_or(1),
        columns: columns_asked(item, &inputs.norm),
        copied: copied
            .map(|one| {
                let by = one.by.clone().unwrap_or_default();
                let lines: Vec<String> = one.text.lines().map(text::printable).collect();
                (one.page.unwrap_or(1), lines.join("\n"), by)
            })
            .collect(),
    }
}

fn may_be(item: &Item, norm: &Norm) -> Vec<(String, String)> {
    if !item.types.is_empty() {
        return Vec::new();
    }
    let papers = item.papers.iter().filter_map(|id| norm.paper(id.as_str()));
    papers
        .flat_map(UsualPaper::may_be)
        .filter_map(|id| Some((id.to_string(), norm.evidence_types.get(id)?.label.clone())))
        .collect()
}
