//! What stands against a favourable conclusion, in words: each doubt, reserve and unanswered question has its sentence here, once.

use super::report::View;
use crate::assessment::Inputs;
use crate::assessment::results::{Doubt, DoubtKind, Reserve};
use crate::kernel::{CriterionId, Date, PieceId, french, words as text};

impl View<'_> {
    /// What is to be answered, lifted or reserved, one sentence each.
    pub(super) fn vigilance(&self) -> Vec<String> {
        let results = &self.a.results;
        let silent =
            (!results.unanswered.is_empty() && self.speaks()).then(|| unanswered(&results.unanswered));
        let doubts = results.doubts.iter().map(|found| doubt(found, &self.a.inputs));
        silent
            .into_iter()
            .chain(doubts)
            .chain(results.reserves.iter().map(reserve))
            .collect()
    }

    /// That a machine read the pieces, and no person; none where there is nothing to open.
    pub(super) fn unopened(&self) -> Option<String> {
        let read = self
            .a
            .inputs
            .evidence
            .iter()
            .filter(|item| item.survey.is_some())
            .count();
        let read = french::count(read, "pièce", "pièces");
        let seen = self
            .a
            .inputs
            .findings
            .iter()
            .any(|finding| !finding.seen.is_empty());
        (!self.a.results.to_open.is_empty() && !seen).then(|| {
            format!("L’outil a lu {read} ; aucune personne ne les a ouvertes. Le rapport nomme celles à ouvrir d’abord.")
        })
    }

    /// The pieces that a person should open, each with what to look for.
    pub(super) fn to_open(&self) -> Vec<String> {
        let inputs = &self.a.inputs;
        let item = |id: &PieceId| inputs.evidence.iter().find(|item| item.id == *id);
        let open = self.a.results.to_open.iter().filter_map(item);
        open.map(|item| {
            let mut known = item
                .types
                .iter()
                .filter_map(|id| inputs.norm.evidence_types.get(id));
            let look = known.find_map(|kind| kind.look_for.as_deref());
            let name = text::safe(item.whereabouts());
            look.map_or_else(|| name.clone(), |look| format!("{name} — à regarder : {look}"))
        })
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

/// The files of a doubt: the first ones, by name.
fn files(pieces: &[PieceId], inputs: &Inputs) -> String {
    let named = inputs.evidence.iter().filter(|item| pieces.contains(&item.id));
    let all: Vec<String> = named.map(|item| text::safe(item.whereabouts())).collect();
    match all.len() {
        0..=3 => text::list(&all, "et"),
        n => {
            let first: Vec<String> = all.into_iter().take(2).collect();
            format!(
                "{} et {}",
                first.join(", "),
                french::count(n - 2, "autre", "autres")
            )
        }
    }
}

fn doubt(doubt: &Doubt, inputs: &Inputs) -> String {
    let share = || {
        doubt
            .share
            .as_ref()
            .map_or_else(String::new, |share| share.in_percent(&[]))
    };
    let which = || files(&doubt.pieces, inputs);
    match doubt.kind {
        DoubtKind::SameText => format!(
            "Doute à lever : un même texte sert de plusieurs pièces différentes ({}).",
            which()
        ),
        DoubtKind::OnePiece => format!(
            "Doute à lever : une seule pièce sert de trop de pièces différentes ({}).",
            which()
        ),
        DoubtKind::SameDay => format!(
            "Doute à lever : {} des pièces sont datées du {}, que leur texte ne dit pas ({}).",
            share(),
            doubt.day.map_or_else(String::new, Date::in_words),
            which()
        ),
        DoubtKind::Unnamed => format!(
            "Doute à lever : {} des pièces ne nomment jamais la structure ({}).",
            share(),
            which()
        ),
        DoubtKind::SetAside => format!(
            "Doute à lever : {} du poids des critères est écarté par la seule parole de la structure ({}).",
            share(),
            ids(&doubt.criteria)
        ),
    }
}

fn reserve(reserve: &Reserve) -> String {
    match reserve {
        Reserve::Images { share } => format!(
            "Sous réserve de leur lecture : {} de ce qui est satisfait repose sur des images, ou sur des pièces reconnues à une citation : une personne doit les lire.",
            share.in_percent(&[])
        ),
        Reserve::AuditorsLook { share } => format!(
            "Sous réserve du regard d’un auditeur : {} du poids des critères l’attend.",
            share.in_percent(&[])
        ),
    }
}
