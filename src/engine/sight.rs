//! What one sample of a criterion sees of the inputs: the whole structure, or one of its sites with what it shares.

use super::board::Board;
use crate::assessment::Inputs;
use crate::assessment::inputs::{Fact, Finding, Practice, SiteInputs};
use crate::kernel::{CriterionId, FactKey, PieceId, SiteId, TypeId};
use crate::norm::model::Criterion;
use crate::norm::reads::CriterionReads;
use crate::record::item::Item;

/// The inputs as seen from one site, or from the structure as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight<'a> {
    pub(super) board: &'a Board<'a>,
    pub(super) site: Option<&'a SiteId>,
}

impl<'a> Sight<'a> {
    pub(super) fn inputs(self) -> &'a Inputs {
        self.board.inputs
    }

    /// The site's own fact, else that of the whole structure.
    pub(super) fn fact(self, key: &FactKey) -> Option<&'a Fact> {
        self.local()
            .and_then(|own| own.facts.get(key))
            .or_else(|| self.board.fact(key))
    }

    /// The site's own declaration, else that of the whole structure.
    pub(super) fn practice(self, criterion: &CriterionId) -> Option<&'a Practice> {
        self.local()
            .and_then(|own| own.practices.get(criterion))
            .or_else(|| self.board.practice(criterion))
    }

    /// Pieces of these types that may count for a criterion: the site's, and what belongs to the whole structure.
    pub(super) fn evidence(
        self,
        types: impl IntoIterator<Item = &'a TypeId>,
        criterion: &CriterionId,
    ) -> impl Iterator<Item = &'a Item> {
        self.board
            .pieces(types, criterion)
            .filter(move |item| item.site.is_none() || item.site.as_ref() == self.site)
    }

    /// Findings on a criterion: those of the site, and those of the whole structure. What an auditor found at the site comes before
    /// what the same auditor found of the same thing in the whole structure.
    pub(super) fn findings(self, criterion: &CriterionId) -> impl Iterator<Item = &'a Finding> {
        let all = self.board.findings(criterion);
        let own = move |finding: &Finding| self.site.is_some() && finding.site.as_ref() == self.site;
        let replaced = move |finding: &Finding| {
            all.iter().any(|other| {
                own(other) && other.auditor == finding.auditor && other.is_about_the_same(finding)
            })
        };
        all.iter()
            .copied()
            .filter(move |finding| own(finding) || (finding.site.is_none() && !replaced(finding)))
    }

    /// A piece by its id, wherever it belongs: a fact may name any.
    pub(super) fn piece(self, id: &PieceId) -> Option<&'a Item> {
        self.board.piece(id)
    }

    fn local(self) -> Option<&'a SiteInputs> {
        self.site.and_then(|site| self.inputs().by_site.get(site))
    }
}

/// The samples of a criterion: every site as soon as something that it reads belongs to one, else the structure as a whole.
pub(super) fn samples<'a>(
    criterion: &'a Criterion,
    reads: &'a CriterionReads,
    board: &'a Board<'a>,
) -> Vec<Sight<'a>> {
    if board.sites.is_empty() || !board.is_local(criterion, &reads.any) {
        return vec![Sight { board, site: None }];
    }
    board
        .sites
        .iter()
        .map(|site| Sight {
            board,
            site: Some(site),
        })
        .collect()
}
