//! The milestones of the cycle.

use super::Versions;
use super::parts::{in_order, quoted};
use super::told::{Told, held};
use crate::kernel::{MilestoneId, Period, words as text};
use crate::norm::model::Milestone;
use crate::view::words;

impl Versions<'_> {
    pub(super) fn cycle(self) -> Vec<String> {
        let lists = held(&self.before.cycle, &self.after.cycle, |milestone| &milestone.id);
        let mut out: Vec<String> = lists
            .added
            .iter()
            .map(|m| format!("ajoutée : « {} », {}", m.label, placed(m.after)))
            .collect();
        for (old, new) in lists.kept {
            let Milestone {
                id,
                label,
                text,
                after,
            } = new;
            let mut told = Told::default();
            told.moved("libellé", &old.label, label, quoted);
            told.turned("quand", &old.after, after, [placed(old.after), placed(*after)]);
            told.rewritten("texte réécrit", &old.text, text);
            out.extend(told.of(id.as_str()));
        }
        out.extend(
            lists
                .removed
                .iter()
                .map(|m| format!("supprimée : « {} »", m.label)),
        );
        if lists.reordered {
            out.push(format!(
                "l’ordre des étapes change : {}",
                in_order(self.after.cycle.iter().map(|m| &m.id))
            ));
        }
        out
    }

    /// Milestones by their names in the version that knows them, the second first; none named means all.
    pub(super) fn milestones(self, ids: &[MilestoneId]) -> String {
        if ids.is_empty() {
            return "toutes".to_owned();
        }
        let names: Vec<String> = ids.iter().map(|id| self.milestone(id)).collect();
        text::list(&names, "et")
    }

    pub(super) fn milestone(self, id: &MilestoneId) -> String {
        let known = self.after.milestone(id).map_or(self.before, |_| self.after);
        words::cycle(Some(id), known)
    }
}

fn placed(after: Option<Period>) -> String {
    after.map_or_else(
        || "au premier audit".to_owned(),
        |after| format!("{} après le premier audit", after.in_words()),
    )
}
