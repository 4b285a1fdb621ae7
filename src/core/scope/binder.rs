//! What lies in the folder of a usual paper counts for each type of that paper that its text shows: the types of a binder are told by
//! what is read in it, or by a person where a machine reads nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::kernel::{PaperId, TypeId};
use crate::norm::Norm;
use crate::record::item::Item;

/// The usual papers of a norm, as the reading of pieces needs them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Binder {
    /// The types of each paper that may be several, each with the fewest words that a piece of it holds.
    papers: BTreeMap<PaperId, Vec<(TypeId, u32)>>,
}

impl Binder {
    /// That of a norm.
    pub(super) fn of(norm: &Norm) -> Self {
        let least = |id: &TypeId| {
            let kind = norm.evidence_types.get(id);
            kind.and_then(|kind| kind.min_words).unwrap_or(0)
        };
        let several = norm.papers.iter().filter(|paper| paper.only_type().is_none());
        let typed = several.map(|paper| {
            let types = paper.may_be().map(|id| (id.clone(), least(id)));
            (paper.id.clone(), types.collect())
        });
        Self {
            papers: typed.collect(),
        }
    }

    /// All types that a piece may be of, for the papers that it lies under.
    pub(super) fn may_be<'a>(&'a self, papers: &'a BTreeSet<PaperId>) -> impl Iterator<Item = &'a TypeId> {
        self.types(papers).map(|(id, _)| id)
    }

    /// The types that the text of a piece shows, once it has answered what each is known by.
    pub(super) fn shown(&self, item: &Item) -> Vec<TypeId> {
        let Some(survey) = &item.survey else {
            return Vec::new();
        };
        self.types(&item.papers)
            .filter(|(id, least)| {
                let known = item.lacking.get(id).is_some_and(BTreeSet::is_empty);
                known && survey.words >= *least
            })
            .map(|(id, _)| id.clone())
            .collect()
    }

    fn types<'a>(&'a self, papers: &'a BTreeSet<PaperId>) -> impl Iterator<Item = &'a (TypeId, u32)> {
        papers.iter().filter_map(|id| self.papers.get(id)).flatten()
    }
}

/// What a folder of `preuves/` says of the files in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FiledUnder {
    /// Their types.
    pub(super) types: BTreeSet<TypeId>,
    /// The usual papers that they are.
    pub(super) papers: BTreeSet<PaperId>,
}

impl FiledUnder {
    /// What these folders say together; what names neither a type nor a paper says nothing.
    pub(super) fn of<'a>(names: impl IntoIterator<Item = &'a str>, norm: &Norm) -> Self {
        let mut out = Self::default();
        for name in names {
            if let Some((id, _)) = norm.evidence_types.get_key_value(name) {
                out.types.insert(id.clone());
            }
            if let Some(paper) = norm.paper(name) {
                out.types.extend(paper.only_type().cloned());
                out.papers.insert(paper.id.clone());
            }
        }
        out
    }

    /// Do they say nothing?
    pub(super) fn is_unknown(&self) -> bool {
        self.types.is_empty() && self.papers.is_empty()
    }
}
