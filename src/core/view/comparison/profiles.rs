//! Conclusions, and the profiles that choose criteria and may conclude in their own words.

use super::criteria::ids_of;
use super::parts::quoted;
use super::told::{Told, held};
use super::{Versions, ancestor};
use crate::kernel::{CriterionId, Ratio};
use crate::norm::Norm;
use crate::norm::model::{ConclusionRule, Kind, Profile};
use crate::view::policy::PolicyWords;

impl Versions<'_> {
    pub(super) fn conclusions(self) -> Vec<String> {
        self.rules(&self.before.policy.conclusions, &self.after.policy.conclusions)
    }

    fn rules(self, before: &[ConclusionRule], after: &[ConclusionRule]) -> Vec<String> {
        let lists = held(before, after, |rule| &rule.id);
        let added =
            |rule: &&ConclusionRule| format!("ajoutée : « {} », {}", rule.title, taken(self.after, rule));
        let mut out: Vec<String> = lists.added.iter().map(added).collect();
        for (old, new) in lists.kept {
            let ConclusionRule {
                id: _,
                audits,
                cycles,
                condition,
                title,
                text,
                favourable,
            } = new;
            let mut told = Told::default();
            let both = [taken(self.before, old), taken(self.after, new)];
            told.turned("donnée", &old.condition, condition, both);
            told.moved("genres d’audit", &old.audits, audits, |audits| {
                if audits.is_empty() {
                    return "tous".to_owned();
                }
                ids_of(&audits.iter().map(|audit| audit.label()).collect::<Vec<_>>())
            });
            told.moved("étapes", &old.cycles, cycles, |ids| self.milestones(ids));
            told.moved("favorable", &old.favourable, favourable, |yes| {
                if *yes { "oui" } else { "non" }.to_owned()
            });
            told.moved("titre", &old.title, title, quoted);
            told.rewritten("texte réécrit", &old.text, text);
            out.extend(told.of(&format!("« {title} »")));
        }
        out.extend(
            lists
                .removed
                .iter()
                .map(|rule| format!("supprimée : « {} »", rule.title)),
        );
        if lists.reordered {
            out.push("l’ordre des conclusions change : la première qui convient est donnée".to_owned());
        }
        out
    }

    pub(super) fn profiles(self) -> Vec<String> {
        let Self { before, after } = self;
        let lists = held(&before.profiles, &after.profiles, |profile| &profile.id);
        let mut out: Vec<String> = lists
            .added
            .iter()
            .map(|p| format!("ajouté : « {} »", p.title))
            .collect();
        for (old, new) in lists.kept {
            let Profile {
                id: _,
                title,
                description,
                criteria,
                partial,
                // a new dossier begins with it: no judgement reads that
                first: _,
                sheet,
                waiting,
                conclusions,
            } = new;
            let mut told = Told::default();
            told.moved("titre", &old.title, title, quoted);
            // by their names in the first version
            let before_of = |id: &CriterionId| {
                after
                    .criterion(id)
                    .and_then(|c| ancestor(c, before))
                    .map(|c| &c.id)
            };
            let more: Vec<&CriterionId> = criteria
                .iter()
                .filter(|id| before_of(id).is_none_or(|was| !old.criteria.contains(was)))
                .collect();
            let less: Vec<&CriterionId> = old
                .criteria
                .iter()
                .filter(|id| !criteria.iter().any(|new| before_of(new) == Some(*id)))
                .collect();
            if !more.is_empty() {
                told.extend([format!("retient aussi {}", ids_of(&more))]);
            }
            if !less.is_empty() {
                told.extend([format!("ne retient plus {}", ids_of(&less))]);
            }
            told.flag(
                old.partial,
                *partial,
                [
                    "ne couvre plus qu’une partie de la norme",
                    "couvre désormais toute la norme",
                ],
            );
            told.flag(
                old.sheet,
                *sheet,
                ["n’a plus de fiche de deux pages", "a une fiche de deux pages"],
            );
            told.flag(
                old.conclusions.is_empty(),
                conclusions.is_empty(),
                ["conclut comme la norme", "conclut dans ses propres mots"],
            );
            let share = |bound: &Option<Ratio>| {
                bound.as_ref().map_or_else(
                    || "celle de la norme".to_owned(),
                    |bound| bound.percent_exactly(0),
                )
            };
            if old.waiting != *waiting {
                told.extend([format!(
                    "part du poids qui peut attendre un auditeur : avant, {} ; désormais, {}",
                    share(&old.waiting),
                    share(waiting)
                )]);
            }
            told.extend(self.rules(&old.conclusions, conclusions));
            told.rewritten("description réécrite", &old.description, description);
            out.extend(told.of(&format!("« {title} »")));
        }
        out.extend(
            lists
                .removed
                .iter()
                .map(|p| format!("supprimé : « {} »", p.title)),
        );
        let first = |norm: &Norm| norm.profiles.first().map(|profile| profile.id.clone());
        if first(before) != first(after) {
            let title = after
                .profiles
                .first()
                .map_or("", |profile| profile.title.as_str());
            out.push(format!("« {title} » sert désormais d’ordinaire"));
        }
        out
    }
}

fn taken(norm: &Norm, rule: &ConclusionRule) -> String {
    let kind = |kind: &Kind| kind.label.clone();
    let said = PolicyWords { norm, kind: &kind };
    rule.condition
        .as_ref()
        .map_or_else(|| "dans tous les autres cas".to_owned(), |c| said.condition(c))
}
