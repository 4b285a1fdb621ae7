//! The usual papers of a real structure: what stands in its binders, and which evidence types one such paper can be.
//!
//! A folder of `preuves/` names a type or a paper. What lies in a paper's folder counts for each of its types that its text shows; where
//! that is one type alone, the folder is that type's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Norm;
use super::blocks::Blocks;
use super::diags::{PaperNamedAsType, PaperNeverDocument, PaperOfAnyText, PaperOfNothing};
use super::model::EvidenceType;
use super::references::{SeenIds, resolve};
use super::respondent::{self, Respondent};
use super::validate::spoken;
use crate::diag::Diagnostics;
use crate::kernel::{FileId, Located, PaperId, RespondentId, TableId, TypeId, folded};
use crate::record::item::Modality;
use crate::record::table::TableDef;

/// A usual paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsualPaper {
    /// Identifier: its folder's name.
    pub id: PaperId,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Who holds it (a function).
    #[serde(rename = "qui", default, skip_serializing_if = "Option::is_none")]
    pub who: Option<RespondentId>,
    /// The types that have their place here; what it must say for each is what the type is known by.
    pub types: Vec<TypeId>,
    /// Other types that one such paper can be, which have their place elsewhere.
    #[serde(rename = "aussi", default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<TypeId>,
    /// How people call it, in the name of a file or at the head of the first page.
    #[serde(rename = "appele", default, skip_serializing_if = "Vec::is_empty")]
    pub called: Vec<String>,
}

impl UsualPaper {
    /// All types that it can be, those of its own first.
    pub fn may_be(&self) -> impl Iterator<Item = &TypeId> {
        self.types.iter().chain(&self.also)
    }

    /// The one type that it can be; none where its text has to tell which.
    pub fn only_type(&self) -> Option<&TypeId> {
        match (self.types.as_slice(), self.also.as_slice()) {
            ([only], []) => Some(only),
            _ => None,
        }
    }
}

impl Norm {
    /// The usual paper of this id.
    pub fn paper(&self, id: &str) -> Option<&UsualPaper> {
        self.papers.iter().find(|paper| paper.id.as_str() == id)
    }

    /// The usual paper in whose folder of `preuves/` the file at this path lies.
    pub fn paper_over(&self, path: &str) -> Option<&UsualPaper> {
        let mut parts = path.split('/').skip(1);
        let folder = parts.next()?;
        parts.next().and_then(|_| self.paper(folder))
    }

    /// The usual paper where pieces of a type have their place.
    pub fn home(&self, kind: &TypeId) -> Option<&UsualPaper> {
        self.papers.iter().find(|paper| paper.types.contains(kind))
    }

    /// The folder of `preuves/` where a piece of a type goes: that of its paper, else its own; none where no document is of that type.
    pub fn folder<'a>(&'a self, kind: &'a TypeId) -> Option<&'a str> {
        let of = self.evidence_types.get(kind)?;
        let filed = of.modalities.contains(&Modality::Document);
        let home = || self.home(kind).map_or(kind.as_str(), |paper| paper.id.as_str());
        filed.then(home)
    }
}

impl EvidenceType {
    /// What a text must say to be of this type, for a person.
    pub fn must_say(&self) -> &str {
        self.look_for.as_deref().unwrap_or(&self.help)
    }
}

pub(super) fn papers(
    blocks: &Blocks,
    (types, tables): (&BTreeMap<TypeId, EvidenceType>, &BTreeMap<TableId, TableDef>),
    respondents: &[Respondent],
    sink: &mut Diagnostics,
) -> Vec<UsualPaper> {
    let mut seen = SeenIds::default();
    // a type has its place in one paper
    let mut placed = SeenIds::default();
    let mut out = Vec::new();
    for b in &blocks.papers {
        let raw = &b.item;
        if !seen.add(&raw.id, b.file, sink) {
            continue;
        }
        let id = raw.id.get();
        if types.keys().any(|kind| folded(kind) == folded(id)) {
            sink.push(PaperNamedAsType {
                id: id.as_str(),
                place: raw.id.span(b.file),
            });
        }
        if raw.types.get().is_empty() {
            sink.push(PaperOfNothing {
                place: raw.types.span(b.file),
            });
        }
        let several = raw.types.get().len() + raw.also.len() > 1;
        let mut named = SeenIds::default();
        let mut known = |kind: &Located<TypeId>, sink: &mut Diagnostics| {
            let given = named.add(kind, b.file, sink);
            let found = resolve(kind, types.keys(), b.file, sink)?;
            // what is a table is known by its headings
            let by_text = several && !tables.values().any(|table| table.types.contains(&found));
            suits(kind, types.get(&found)?, by_text, b.file, sink);
            given.then_some(found)
        };
        let own: Vec<TypeId> = raw
            .types
            .get()
            .iter()
            .filter_map(|kind| {
                let first = placed.add(kind, b.file, sink);
                known(kind, sink).filter(|_| first)
            })
            .collect();
        let also = raw.also.iter().filter_map(|kind| known(kind, sink)).collect();
        out.push(UsualPaper {
            id: id.clone(),
            label: raw.label.clone(),
            who: respondent::who(raw.who.as_ref(), respondents, b.file, sink),
            types: own,
            also,
            called: raw
                .called
                .iter()
                .filter_map(|words| spoken(words, b.file, sink))
                .collect(),
        });
    }
    out
}

/// Can a paper be of this type?
fn suits(kind: &Located<TypeId>, of: &EvidenceType, by_text: bool, file: FileId, sink: &mut Diagnostics) {
    let (id, place) = (kind.as_str(), kind.span(file));
    if !of.modalities.contains(&Modality::Document) {
        sink.push(PaperNeverDocument { id, place });
    } else if by_text && of.known_by.is_empty() {
        sink.push(PaperOfAnyText { id, place });
    }
}
