//! Numbers that the structure states, beside what the pieces say that they name.

use std::collections::{BTreeMap, BTreeSet};

use super::needs::{FiguresSeen, Needs};
use crate::assessment::inputs::Fact;
use crate::kernel::{FactKey, PieceId};
use crate::norm::model::FactValue;
use crate::record::figure::FigureSeen;
use crate::record::item::Item;

/// The pieces, with what they said of the numbers that name them.
pub(super) struct Shelf<'a> {
    pub(super) needs: &'a Needs,
    pub(super) items: &'a BTreeMap<PieceId, Item>,
    pub(super) figures: &'a BTreeMap<PieceId, FiguresSeen>,
    /// Those that an auditor has seen: of these no machine judges the numbers.
    pub(super) seen: &'a BTreeSet<PieceId>,
}

impl Shelf<'_> {
    /// Notes what became of each number in its piece, and puts the piece's own in its place where it says another.
    pub(super) fn settle(&self, facts: &mut BTreeMap<FactKey, Fact>) {
        for (key, fact) in facts {
            let Some(item) = fact.evidence.as_ref().and_then(|id| self.items.get(id)) else {
                continue;
            };
            let asked = self.needs.figure(key, fact);
            let told = self.figures.get(&item.id);
            fact.seen = asked.and_then(|figure| told?.get(&figure).cloned());
            let by_eye = item.is_untold_image() || self.seen.contains(&item.id);
            if let (Some(FigureSeen::Other(number)), false) = (&fact.seen, by_eye) {
                let judged = FactValue::Number(number.clone());
                fact.typed = Some(std::mem::replace(&mut fact.value, judged));
            }
        }
    }
}
