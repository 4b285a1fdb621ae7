//! What stands against a favourable conclusion, in words: each doubt, reserve and unanswered question has its sentence here, once.

use super::report::View;
use crate::assessment::results::{Doubt, DoubtKind, Reserve};
use crate::kernel::{CriterionId, words as text};

impl View<'_> {
    /// What is to be answered, lifted or reserved, one sentence each.
    pub(super) fn vigilance(&self) -> Vec<String> {
        let results = &self.a.results;
        let silent =
            (!results.unanswered.is_empty() && self.speaks()).then(|| unanswered(&results.unanswered));
        let doubts = results.doubts.iter().map(doubt);
        silent
            .into_iter()
            .chain(doubts)
            .chain(results.reserves.iter().map(reserve))
            .collect()
    }

    /// Does the norm have a favourable conclusion at all?
    fn speaks(&self) -> bool {
        let profile = self.norm.profile(&self.a.inputs.profile);
        profile.is_some_and(|profile| self.norm.conclusions(profile).iter().any(|rule| rule.favourable))
    }
}

fn ids(all: &[CriterionId]) -> String {
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    text::list(&all, "et")
}

fn unanswered(all: &[CriterionId]) -> String {
    format!(
        "Pas d’avis favorable tant qu’une question reste sans réponse sur un critère impératif ou exigible : {}.",
        ids(all)
    )
}

fn doubt(doubt: &Doubt) -> String {
    match doubt.kind {
        DoubtKind::SetAside => format!(
            "Doute à lever : {} du poids des critères est écarté par la seule parole de la structure ({}).",
            doubt
                .share
                .as_ref()
                .map_or_else(String::new, |share| share.in_percent(&[])),
            ids(&doubt.criteria)
        ),
    }
}

fn reserve(reserve: &Reserve) -> String {
    match reserve {
        Reserve::AuditorsLook { share } => format!(
            "Sous réserve du regard d’un auditeur : {} du poids des critères l’attend.",
            share.in_percent(&[])
        ),
    }
}
