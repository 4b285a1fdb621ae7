//! The usual papers of two versions.

use super::Versions;
use super::criteria::ids_of;
use super::told::{Told, held};
use crate::norm::model::UsualPaper;

impl Versions<'_> {
    pub(super) fn papers(self) -> Vec<String> {
        let lists = held(&self.before.papers, &self.after.papers, |paper| &paper.id);
        let named = |how: &str, paper: &UsualPaper| format!("{how} : {} ({})", paper.label, paper.id);
        let mut out: Vec<String> = lists.added.iter().map(|paper| named("ajouté", paper)).collect();
        for (old, new) in lists.kept {
            let UsualPaper {
                id,
                label,
                who,
                types,
                also,
                called,
            } = new;
            let mut told = Told::default();
            told.moved("libellé", &old.label, label, |label| format!("« {label} »"));
            told.moved("tenu par", &old.who, who, |who| {
                who.as_ref()
                    .map_or_else(|| "personne".to_owned(), ToString::to_string)
            });
            told.moved("types", &old.types, types, |types| ids_of(types));
            told.moved("peut être aussi", &old.also, also, |types| ids_of(types));
            told.rewritten("noms usuels changés", &old.called, called);
            out.extend(told.of(id.as_str()));
        }
        out.extend(lists.removed.iter().map(|paper| named("supprimé", paper)));
        if lists.reordered {
            out.push("les papiers sont dans un autre ordre : des types changent de place".to_owned());
        }
        out
    }
}
