//! What stands against a favourable conclusion, in words: each doubt, reserve and unanswered question has its sentence here, once.

use std::collections::BTreeSet;

use super::report::View;
use super::words;
use crate::assessment::Inputs;
use crate::assessment::inputs::DoubtNote;
use crate::assessment::results::{Doubt, DoubtKind, DoubtLift, Finality, Reserve};
use crate::kernel::{CriterionId, Date, DoubtId, PieceId, french, words as text};
use crate::norm::model::Importance;

impl View<'_> {
    /// What is to be answered, lifted or reserved, one sentence each.
    pub(super) fn vigilance(&self) -> Vec<String> {
        let results = &self.a.results;
        let silent =
            (!results.unanswered.is_empty() && self.speaks()).then(|| self.unanswered(&results.unanswered));
        let doubts = results.doubts.iter().map(|found| doubt(found, &self.a.inputs));
        silent
            .into_iter()
            .chain(self.finality())
            .chain(doubts)
            .chain(self.stale_notes())
            .chain(results.reserves.iter().map(reserve))
            .collect()
    }

    /// The same without a name of a file or a reason that a person gave: gates, then how many doubts stand.
    pub(super) fn unnamed_notes(&self) -> Vec<String> {
        let results = &self.a.results;
        let silent =
            (!results.unanswered.is_empty() && self.speaks()).then(|| self.unanswered(&results.unanswered));
        let standing = results.standing_doubts().count();
        let doubts = (standing > 0).then(|| {
            format!(
                "{} : avant, aucun avis favorable n’est donné.",
                french::count(standing, "doute reste à lever", "doutes restent à lever")
            )
        });
        self.policy_gates()
            .into_iter()
            .chain(silent)
            .chain(self.finality())
            .chain(doubts)
            .chain(results.reserves.iter().map(reserve))
            .collect()
    }

    /// Is an audit over, and what it still wants.
    fn finality(&self) -> Option<String> {
        Some(match self.a.results.finality? {
            Finality::Final => {
                "Audit définitif : chaque doute est levé par un auditeur, et chaque pièce à ouvrir a été vue."
                    .to_owned()
            }
            Finality::Provisional => {
                let seen: BTreeSet<&PieceId> = self.a.inputs.seen().collect();
                let left = self
                    .a
                    .results
                    .to_open
                    .iter()
                    .filter(|id| !seen.contains(id))
                    .count();
                let doubts = self.a.results.doubts.iter();
                let open = doubts
                    .filter(|doubt| doubt.lifted != Some(DoubtLift::Auditor))
                    .count();
                let counts = [
                    (
                        left,
                        french::count(left, "pièce à ouvrir sans « vu »", "pièces à ouvrir sans « vu »"),
                    ),
                    (
                        open,
                        french::count(
                            open,
                            "doute qu’aucun auditeur n’a levé",
                            "doutes qu’aucun auditeur n’a levés",
                        ),
                    ),
                ];
                let said: Vec<String> = counts
                    .into_iter()
                    .filter(|(n, _)| *n > 0)
                    .map(|(_, said)| said)
                    .collect();
                format!(
                    "Audit provisoire : {}. Rien de favorable ne s’en conclut.",
                    text::list(&said, "et")
                )
            }
        })
    }

    /// That the structure began within the time that is looked at, and from when on it counts its years.
    pub(super) fn lived(&self) -> Option<String> {
        let inputs = &self.a.inputs;
        let from_when = (!inputs.structure.exercise.is_civil_year()).then(|| {
            let closed = inputs.structure.exercise.closed_before(inputs.date);
            let (first, last) = closed.first()?;
            Some(format!(
                "Exercices de douze mois : le dernier clos va du {} au {}.",
                first.in_words(),
                last.in_words()
            ))
        });
        let start = inputs.structure.start.map(|day| {
            format!("Activité commencée le {} : rien n’est demandé d’avant ce jour ; tant qu’aucun exercice n’est clos depuis, ce qui en dépend est sans objet.", day.in_words())
        });
        let said: Vec<String> = from_when.flatten().into_iter().chain(start).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// Notes on doubts that are no more: what they rested on has changed.
    fn stale_notes(&self) -> Option<String> {
        let known: BTreeSet<&DoubtId> = self.a.results.doubts.iter().map(|doubt| &doubt.id).collect();
        let notes = self.a.inputs.doubt_notes.iter();
        let stale: BTreeSet<&DoubtId> = notes
            .map(|note| &note.doubt)
            .filter(|id| !known.contains(id))
            .collect();
        let stale: Vec<String> = stale.into_iter().map(|id| format!("« {id} »")).collect();
        (!stale.is_empty()).then(|| {
            format!(
                "Une note vise un doute que ce profil n’a pas, ou dont les pièces ont changé : {}.",
                text::list(&stale, "et")
            )
        })
    }

    /// That a machine read the pieces, and no person; none where there is nothing to open.
    pub(super) fn unopened(&self) -> Option<String> {
        let read = self.a.inputs.evidence.iter();
        let count = read.filter(|item| item.survey.is_some()).count();
        let seen = self.a.inputs.seen().next().is_some();
        (!self.a.results.to_open.is_empty() && !seen).then(|| {
            if count == 1 {
                "L’outil a lu 1 pièce ; aucune personne ne l’a ouverte.".to_owned()
            } else {
                format!("L’outil a lu {} ; aucune personne ne les a ouvertes. Le rapport nomme celles à ouvrir d’abord.", french::count(count, "pièce", "pièces"))
            }
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
            let name = if item.transcripts.is_empty() {
                name
            } else {
                format!("{name} (texte recopié par la structure : comparez-le à l’image)")
            };
            look.map_or_else(|| name.clone(), |look| format!("{name} — à regarder : {look}"))
        })
        .collect()
    }

    fn unanswered(&self, all: &[CriterionId]) -> String {
        let mut known = all.iter().filter_map(|id| self.norm.criterion(id));
        let which = if known.any(|c| c.importance == Importance::Recommended) {
            "dont il dépend"
        } else {
            "impératif ou exigible"
        };
        let sites = self.a.inputs.by_site.values().flat_map(|own| own.facts.values());
        let mut facts = self.a.inputs.facts.values().chain(sites);
        let or = if facts.any(|fact| fact.typed.is_some()) {
            ", ou un nombre contredit par sa pièce,"
        } else {
            ""
        };
        format!(
            "Pas d’avis favorable tant qu’une question reste sans réponse{or} sur un critère {which} : {}.",
            words::titles(self.norm, all)
        )
    }

    /// Does the norm have a favourable conclusion at all?
    fn speaks(&self) -> bool {
        let profile = self.norm.profile(&self.a.inputs.profile);
        profile.is_some_and(|profile| self.norm.conclusions(profile).iter().any(|rule| rule.favourable))
    }
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

/// A doubt, how it is lifted or who lifted it, with the reason.
fn doubt(doubt: &Doubt, inputs: &Inputs) -> String {
    let said = about(doubt, inputs);
    let note = |auditor: bool| {
        let mut notes = inputs.doubt_notes.iter().filter(|note| note.doubt == doubt.id);
        notes.find(|note| note.auditor.is_some() == auditor)
    };
    let reason = |note: Option<&DoubtNote>| note.map_or_else(String::new, |note| text::safe(&note.reason));
    match doubt.lifted {
        None => format!("Doute à lever : {said} (identifiant : {}).", doubt.id),
        Some(DoubtLift::Explained) => match note(false) {
            Some(own) => format!(
                "Doute expliqué par la structure, non vérifié : {said}. Sa raison : {}",
                reason(Some(own))
            ),
            None => format!(
                "Doute expliqué dans un fichier de constats, non vérifié : {said}. Dans une auto-évaluation, l’outil ne sait pas qui l’a écrit. La raison donnée : {}",
                reason(note(true))
            ),
        },
        Some(DoubtLift::Auditor) => format!(
            "Doute levé par un auditeur : {said}. Sa raison : {}",
            reason(note(true))
        ),
    }
}

/// What a doubt says.
pub(super) fn about(doubt: &Doubt, inputs: &Inputs) -> String {
    let share = || {
        doubt
            .share
            .as_ref()
            .map_or_else(String::new, |share| share.in_percent(&[]))
    };
    let which = || files(&doubt.pieces, inputs);
    match doubt.kind {
        DoubtKind::SameText => format!("un même texte sert de plusieurs pièces différentes ({})", which()),
        DoubtKind::OnePiece => format!("une seule pièce sert de trop de pièces différentes ({})", which()),
        DoubtKind::SameDay => format!(
            "{} des pièces sont datées du {}, que leur texte ne dit pas ({})",
            share(),
            doubt.day.map_or_else(String::new, Date::in_words),
            which()
        ),
        DoubtKind::Unnamed => format!(
            "{} des pièces ne nomment jamais la structure ({})",
            share(),
            which()
        ),
        DoubtKind::SetAside => format!(
            "{} du poids des critères est écarté par la seule parole de la structure ({})",
            share(),
            words::titles(&inputs.norm, &doubt.criteria)
        ),
    }
}

fn reserve(reserve: &Reserve) -> String {
    match reserve {
        Reserve::Images { share } => format!(
            "Sous réserve de leur lecture : {} de ce qui est satisfait repose sur des images, ou sur des pièces reconnues à une citation : une personne doit les lire.",
            share.in_percent(&[])
        ),
        Reserve::Findings { share } => format!(
            "Sous réserve d’un audit : {} de ce qui est satisfait repose sur des constats ; dans une auto-évaluation, l’outil ne sait pas qui les a écrits.",
            share.in_percent(&[])
        ),
        Reserve::ExplainedDoubts { count } => format!(
            "Sous réserve de {} par la structure, que personne n’a vérifié{}.",
            french::count(*count, "doute expliqué", "doutes expliqués"),
            if *count > 1 { "s" } else { "" }
        ),
        Reserve::AuditorsLook { share } => format!(
            "Sous réserve du regard d’un auditeur : {} du poids des critères l’attend.",
            share.in_percent(&[])
        ),
    }
}
