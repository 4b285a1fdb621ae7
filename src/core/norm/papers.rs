//! The usual papers of a real structure: what stands in its binders, and which evidence types one such paper can be.
//!
//! A folder of `preuves/` names a type or a paper. What lies in a paper's folder counts for each of its types that its text shows; where
//! that is one type alone, the folder is that type's.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Norm;
use super::blocks::Blocks;
use super::diags::{PaperNamedAsType, PaperNeverDocument, PaperOfAnyText, PaperOfNothing};
use super::model::EvidenceType;
use super::references::{SeenIds, resolve};
use super::validate::spoken;
use crate::diag::Diagnostics;
use crate::kernel::{PaperId, TypeId, folded};
use crate::record::item::Modality;

/// A usual paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsualPaper {
    /// Identifier: its folder's name.
    pub id: PaperId,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Who holds it (a function).
    #[serde(rename = "qui")]
    pub who: String,
    /// Which types one such paper can be; what it must say for each is what the type is known by.
    pub types: Vec<TypeId>,
    /// How people call it, in the name of a file or at the head of the first page.
    #[serde(rename = "appele", default, skip_serializing_if = "Vec::is_empty")]
    pub called: Vec<String>,
}

impl UsualPaper {
    /// The one type that it can be; none where its text has to tell which.
    pub fn only_type(&self) -> Option<&TypeId> {
        match self.types.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

impl Norm {
    /// The usual paper of this id.
    pub fn paper(&self, id: &str) -> Option<&UsualPaper> {
        self.papers.iter().find(|paper| paper.id.as_str() == id)
    }

    /// The usual paper where pieces of a type have their place: the first that names it.
    pub fn home(&self, kind: &TypeId) -> Option<&UsualPaper> {
        self.papers.iter().find(|paper| paper.types.contains(kind))
    }

    /// The folder of `preuves/` where a piece of a type goes: that of its paper, else its own.
    pub fn folder<'a>(&'a self, kind: &'a TypeId) -> &'a str {
        self.home(kind)
            .map_or(kind.as_str(), |paper| paper.id.as_str())
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
    types: &BTreeMap<TypeId, EvidenceType>,
    sink: &mut Diagnostics,
) -> Vec<UsualPaper> {
    let mut seen = SeenIds::default();
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
        let mut own = SeenIds::default();
        let mut known = Vec::new();
        for kind in raw.types.get() {
            let given = own.add(kind, b.file, sink);
            let Some(found) = resolve(kind, types.keys(), b.file, sink) else {
                continue;
            };
            let place = || kind.span(b.file);
            let of = types.get(&found);
            if of.is_some_and(|of| !of.modalities.contains(&Modality::Document)) {
                sink.push(PaperNeverDocument {
                    id: found.as_str(),
                    place: place(),
                });
            }
            if raw.types.get().len() > 1 && of.is_some_and(|of| of.known_by.is_empty()) {
                sink.push(PaperOfAnyText {
                    id: found.as_str(),
                    place: place(),
                });
            }
            if given {
                known.push(found);
            }
        }
        out.push(UsualPaper {
            id: id.clone(),
            label: raw.label.clone(),
            who: raw.who.clone(),
            types: known,
            called: raw
                .called
                .iter()
                .filter_map(|words| spoken(words, b.file, sink))
                .collect(),
        });
    }
    out
}
