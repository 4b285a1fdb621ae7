//! Criteria, their elements and their rules.

use std::collections::BTreeMap;

use super::told::{Told, held};
use super::{Versions, ancestor};
use crate::kernel::{CriterionId, Date, LevelId, MilestoneId, french};
use crate::norm::Norm;
use crate::norm::model::{Criterion, Element, ReducedWeight, Rule};
use crate::view::words;

impl<'a> Versions<'a> {
    pub(super) fn criteria_added(self) -> Vec<String> {
        let new = self.after.criteria.iter();
        new.filter(|c| ancestor(c, self.before).is_none())
            .map(named)
            .collect()
    }

    pub(super) fn criteria_removed(self) -> Vec<String> {
        let gone = |c: &&Criterion| {
            let mut all = self.after.criteria.iter();
            !all.any(|new| new.id == c.id || new.former_ids.contains(&c.id))
        };
        self.before.criteria.iter().filter(gone).map(named).collect()
    }

    fn pairs(self) -> impl Iterator<Item = (&'a Criterion, &'a Criterion)> {
        let Self { before, after } = self;
        let pair = move |new| Some((ancestor(new, before)?, new));
        after.criteria.iter().filter_map(pair)
    }

    pub(super) fn criteria_renamed(self) -> Vec<String> {
        self.pairs()
            .filter(|(old, new)| old.id != new.id)
            .map(|(old, new)| format!("{} devient {} — {}", old.id, new.id, new.title))
            .collect()
    }

    pub(super) fn criteria_changed(self) -> Vec<String> {
        let changed = self.pairs().filter_map(|(old, new)| {
            let name = format!("{} — {}", new.id, new.title);
            self.criterion(old, new).of(&name)
        });
        let mut out: Vec<String> = changed.collect();
        let places = self.pairs().filter_map(|(old, _)| {
            let mut all = self.before.criteria.iter();
            all.position(|c| c.id == old.id)
        });
        if !places.is_sorted() {
            let ids: Vec<String> = self.after.criteria.iter().map(|c| c.id.to_string()).collect();
            out.push(format!("l’ordre des critères change : {}", ids.join(", ")));
        }
        out
    }

    fn criterion(self, old: &Criterion, new: &Criterion) -> Told {
        let Criterion {
            id: _,
            // they test the criterion, and judge nothing
            examples: _,
            chapter,
            title,
            requirement,
            stake,
            importance,
            weight,
            judged,
            binds,
            who,
            level,
            levels,
            cycles,
            weights,
            single_kind,
            confidence,
            sources,
            labels,
            from,
            withdrawn,
            former_ids,
            applies_if,
            always_applies,
            note,
            clause,
            elements,
        } = new;
        let mut told = Told::default();
        told.moved("chapitre", &old.chapter, chapter, ToString::to_string);
        told.moved("importance", &old.importance, importance, |i| {
            i.label().to_owned()
        });
        told.moved("poids", &old.weight, weight, ToString::to_string);
        told.moved("qui", &old.who, who, |who| {
            who.as_ref()
                .map_or_else(|| "personne".to_owned(), ToString::to_string)
        });
        told.moved("jugé", &old.judged, judged, |j| j.label().to_owned());
        let wanted = [
            self::level(self.before, old.level.as_ref()),
            self::level(self.after, level.as_ref()),
        ];
        told.turned("niveau requis", &old.level, level, wanted);
        let by_cycle = |norm, levels: &BTreeMap<MilestoneId, LevelId>| {
            let each = levels
                .iter()
                .map(|(at, id)| format!("{} : {}", self.milestone(at), self::level(norm, Some(id))));
            or_none(&each.collect::<Vec<_>>(), ", ")
        };
        let wanted = [by_cycle(self.before, &old.levels), by_cycle(self.after, levels)];
        told.turned("niveau requis selon l’étape", &old.levels, levels, wanted);
        told.moved("étapes", &old.cycles, cycles, |ids| self.milestones(ids));
        told.moved("entrée en vigueur", &old.from, from, |date| day(*date));
        told.moved("retrait", &old.withdrawn, withdrawn, |date| day(*date));
        told.flag(
            old.always_applies,
            *always_applies,
            ["ne peut plus être écarté", "peut désormais être écarté"],
        );
        let scope = |norm, rule: Option<&Rule>| {
            rule.map_or_else(|| "toujours".to_owned(), |rule| words::rule(rule, norm))
        };
        let scopes = [
            scope(self.before, old.applies_if.as_ref()),
            scope(self.after, applies_if.as_ref()),
        ];
        told.turned("s’applique", &old.applies_if, applies_if, scopes);
        let reduced = |norm, weights: &[ReducedWeight]| {
            let each = weights
                .iter()
                .map(|w| format!("{} si {}", w.weight, words::rule(&w.rule, norm)));
            or_none(&each.collect::<Vec<_>>(), " ; ")
        };
        let both = [reduced(self.before, &old.weights), reduced(self.after, weights)];
        told.turned("poids selon les faits", &old.weights, weights, both);
        told.moved("constat unique", &old.single_kind, single_kind, |kind| {
            kind.as_ref()
                .map_or_else(|| "aucun".to_owned(), ToString::to_string)
        });
        told.rewritten("titre réécrit", &old.title, title);
        told.rewritten("exigence réécrite", &old.requirement, requirement);
        told.rewritten("enjeu réécrit", &old.stake, stake);
        told.rewritten("note réécrite", &old.note, note);
        told.rewritten("article de la surcouche", &old.clause, clause);
        told.rewritten("autres tenus de l’appliquer", &old.binds, binds);
        told.moved("confiance", &old.confidence, confidence, |c| c.code().to_owned());
        told.moved("sources", &old.sources, sources, |ids| ids_of(ids));
        told.moved("étiquettes", &old.labels, labels, |ids| ids_of(ids));
        // a new name is said by itself
        let before = |ids: &[CriterionId]| -> Vec<CriterionId> {
            ids.iter().filter(|id| **id != old.id).cloned().collect()
        };
        told.moved(
            "anciens identifiants",
            &before(&old.former_ids),
            &before(former_ids),
            |ids| ids_of(ids),
        );
        let lists = held(&old.elements, elements, |e| &e.id);
        told.extend(
            lists
                .added
                .iter()
                .map(|e| format!("nouvel élément {} : {}", e.id, e.label)),
        );
        for (own, element) in &lists.kept {
            self.element(own, element, &mut told);
        }
        told.extend(
            lists
                .removed
                .iter()
                .map(|e| format!("élément {} supprimé : {}", e.id, e.label)),
        );
        told.flag(false, lists.reordered, ["éléments dans un autre ordre", ""]);
        told
    }

    fn element(self, old: &Element, new: &Element, told: &mut Told) {
        let Element {
            id,
            label,
            rule,
            action,
            effort,
            declaration_suffices,
            optional,
            cycles,
        } = new;
        let asked = |norm, rule: Option<&Rule>| {
            rule.map_or_else(|| "une personne juge".to_owned(), |rule| words::rule(rule, norm))
        };
        let both = [
            asked(self.before, old.rule.as_ref()),
            asked(self.after, rule.as_ref()),
        ];
        told.turned(&format!("règle de {id}"), &old.rule, rule, both);
        let named = |said: &str| format!("{id} : {said}");
        told.flag(
            old.declaration_suffices,
            *declaration_suffices,
            [&named("le déclarer suffit"), &named("le déclarer ne suffit plus")],
        );
        told.flag(
            old.optional,
            *optional,
            [&named("devient facultatif"), &named("n’est plus facultatif")],
        );
        told.moved(&named("étapes"), &old.cycles, cycles, |ids| self.milestones(ids));
        told.rewritten(&format!("{id} réécrit : {label}"), &old.label, label);
        told.rewritten(&named("autre action proposée"), &old.action, action);
        told.moved(&named("effort"), &old.effort, effort, ToString::to_string);
    }
}

fn level(norm: &Norm, id: Option<&LevelId>) -> String {
    id.and_then(|id| norm.level(id)).map_or_else(
        || "aucun".to_owned(),
        |level| format!("« {} »", french::inside(&level.label)),
    )
}

fn named(criterion: &Criterion) -> String {
    format!(
        "{} — {} ({})",
        criterion.id,
        criterion.title,
        criterion.importance.label()
    )
}

pub(super) fn day(day: Option<Date>) -> String {
    day.map_or_else(|| "aucune date".to_owned(), Date::in_words)
}

pub(super) fn ids_of<T: ToString>(ids: &[T]) -> String {
    or_none(&ids.iter().map(ToString::to_string).collect::<Vec<_>>(), ", ")
}

fn or_none(items: &[String], between: &str) -> String {
    if items.is_empty() {
        "rien".to_owned()
    } else {
        items.join(between)
    }
}
