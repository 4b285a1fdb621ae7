//! What changed between two versions of a norm, and what a dossier becomes under each, in words that a director understands.

use serde::Serialize;

use super::policy::PolicyWords;
use super::words;
use crate::assessment::Assessment;
use crate::kernel::french;
use crate::kernel::{ConclusionId, CriterionId, LevelId};
use crate::norm::Norm;
use crate::norm::model::{ConclusionRule, Criterion, FactDef, FactType, Kind};

/// A heading with what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// Lines.
    pub lines: Vec<String>,
}

impl Section {
    /// A heading with these lines; none where there are none.
    pub(super) fn of(title: &str, lines: Vec<String>) -> Option<Self> {
        let title = title.to_owned();
        (!lines.is_empty()).then_some(Self { title, lines })
    }
}

/// What changed between two versions of a norm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NormChanges {
    /// From which to which.
    pub title: String,
    /// What changed.
    pub sections: Vec<Section>,
    /// What is said where there are none.
    pub none: String,
}

/// Compares two versions of a norm.
pub fn sheet(before: &Norm, after: &Norm) -> NormChanges {
    let name = |norm: &Norm| format!("{} {}", norm.id, norm.version);
    NormChanges {
        title: format!("De {} à {}", name(before), name(after)),
        sections: norms(before, after),
        none: "Rien qui change un jugement.".to_owned(),
    }
}

/// What the second norm changes in the first; empty: nothing that a judgement would see.
pub fn norms(before: &Norm, after: &Norm) -> Vec<Section> {
    let mut out = Vec::new();
    let mut section = |title: &str, lines: Vec<String>| {
        out.extend(Section::of(title, lines));
    };
    let named = |c: &Criterion| format!("{} — {} ({})", c.id, c.title, c.importance.label());
    let added = after.criteria.iter().filter(|c| ancestor(c, before).is_none());
    section("Critères ajoutés", added.map(named).collect());
    let kept = |id: &CriterionId| {
        after
            .criteria
            .iter()
            .any(|c| &c.id == id || c.former_ids.contains(id))
    };
    let removed = before.criteria.iter().filter(|c| !kept(&c.id));
    section("Critères supprimés", removed.map(named).collect());
    let pairs: Vec<(&Criterion, &Criterion)> = after
        .criteria
        .iter()
        .filter_map(|new| Some((ancestor(new, before)?, new)))
        .collect();
    section(
        "Critères renumérotés",
        pairs
            .iter()
            .filter(|(old, new)| old.id != new.id)
            .map(|(old, new)| format!("{} devient {} — {}", old.id, new.id, new.title))
            .collect(),
    );
    let changed = pairs.iter().filter_map(|(old, new)| {
        let lines = criterion(old, new, (before, after));
        (!lines.is_empty()).then(|| format!("{} — {} : {}", new.id, new.title, lines.join(" ; ")))
    });
    section("Critères modifiés", changed.collect());
    section("Chapitres", chapters(before, after));
    section("Faits demandés", facts(before, after));
    section("Types de preuve", evidence_types(before, after));
    let milestones = turned("Étapes", &cycle(before), &cycle(after));
    section("Cycle", milestones.into_iter().collect());
    section("Règles de calcul et constats", policy(before, after));
    section("Conclusions", conclusions(before, after));
    section("Profils", profiles(before, after));
    out
}

/// The criterion that one of another version comes from: of the same id, or of one that it bore before.
fn ancestor<'a>(criterion: &Criterion, norm: &'a Norm) -> Option<&'a Criterion> {
    norm.criterion(&criterion.id)
        .or_else(|| criterion.former_ids.iter().find_map(|id| norm.criterion(id)))
}

/// « premier audit, suivi (2 ans après) ».
fn cycle(norm: &Norm) -> String {
    let said = norm.cycle.iter().map(|milestone| match milestone.after {
        Some(after) => format!("{} ({} après)", milestone.label, after.in_words()),
        None => milestone.label.clone(),
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        "aucune".to_owned()
    } else {
        said.join(", ")
    }
}

/// « de … à … ».
fn moved<T: PartialEq>(what: &str, old: &T, new: &T, show: impl Fn(&T) -> String) -> Option<String> {
    (old != new).then(|| format!("{what}, de {} à {}", show(old), show(new)))
}

/// « … : avant, … ; désormais, … » for what is itself a sentence.
fn turned(what: &str, old: &str, new: &str) -> Option<String> {
    (old != new).then(|| format!("{what} : avant, {old} ; désormais, {new}"))
}

fn criterion(old: &Criterion, new: &Criterion, (before, after): (&Norm, &Norm)) -> Vec<String> {
    let level = |norm: &Norm, id: Option<&LevelId>| {
        id.and_then(|id| norm.level(id)).map_or_else(
            || "aucun".to_owned(),
            |l| format!("« {} »", french::inside(&l.label)),
        )
    };
    let day = |day: &Option<crate::kernel::Date>| {
        day.map_or_else(|| "aucune date".to_owned(), crate::kernel::Date::in_words)
    };
    let mut out: Vec<String> = Vec::new();
    out.extend(moved("importance", &old.importance, &new.importance, |i| {
        i.label().to_owned()
    }));
    out.extend(moved("poids", &old.weight, &new.weight, ToString::to_string));
    out.extend(moved("jugé", &old.judged, &new.judged, |j| j.label().to_owned()));
    out.extend(moved(
        "niveau requis",
        &level(before, old.level.as_ref()),
        &level(after, new.level.as_ref()),
        Clone::clone,
    ));
    out.extend(moved("entrée en vigueur", &old.from, &new.from, day));
    out.extend(moved("retrait", &old.withdrawn, &new.withdrawn, day));
    for (was, is, said) in [
        (old.title != new.title, true, "titre réécrit"),
        (old.requirement != new.requirement, true, "exigence réécrite"),
        (old.always_applies, new.always_applies, "ne peut plus être écarté"),
        (
            new.always_applies,
            old.always_applies,
            "peut désormais être écarté",
        ),
    ] {
        let told = match said {
            "titre réécrit" | "exigence réécrite" => was,
            _ => !was && is,
        };
        if told {
            out.push(said.to_owned());
        }
    }
    let whole = |norm: &Norm, rule: Option<&crate::norm::model::Rule>| {
        rule.map_or_else(|| "toujours".to_owned(), |r| words::rule(r, norm))
    };
    out.extend(turned(
        "s’applique",
        &whole(before, old.applies_if.as_ref()),
        &whole(after, new.applies_if.as_ref()),
    ));
    if old.levels != new.levels || old.cycles != new.cycles || old.weights != new.weights {
        out.push("autres règles selon le cycle ou la structure".to_owned());
    }
    out.extend(moved(
        "constat unique",
        &old.single_kind,
        &new.single_kind,
        |kind| {
            kind.as_ref()
                .map_or_else(|| "aucun".to_owned(), ToString::to_string)
        },
    ));
    for element in &new.elements {
        match old.elements.iter().find(|e| e.id == element.id) {
            None => out.push(format!("nouvel élément {} : {}", element.id, element.label)),
            Some(own) => {
                let said = |norm: &Norm, rule: Option<&crate::norm::model::Rule>| {
                    rule.map_or_else(|| "une personne juge".to_owned(), |r| words::rule(r, norm))
                };
                out.extend(turned(
                    &format!("règle de {}", element.id),
                    &said(before, own.rule.as_ref()),
                    &said(after, element.rule.as_ref()),
                ));
                if own.optional != element.optional
                    || own.declaration_suffices != element.declaration_suffices
                    || own.cycles != element.cycles
                {
                    out.push(format!("{} : autre façon de compter", element.id));
                }
                if own.label != element.label {
                    out.push(format!("{} réécrit : {}", element.id, element.label));
                }
            }
        }
    }
    out.extend(
        old.elements
            .iter()
            .filter(|e| !new.elements.iter().any(|n| n.id == e.id))
            .map(|e| format!("élément {} supprimé : {}", e.id, e.label)),
    );
    out
}

fn chapters(before: &Norm, after: &Norm) -> Vec<String> {
    let mut out = Vec::new();
    for new in &after.chapters {
        match before.chapter(&new.id) {
            None => out.push(format!("{} ajouté — {}", new.id, new.title)),
            Some(old) => {
                out.extend(moved(
                    &format!("{} : poids", new.id),
                    &old.weight,
                    &new.weight,
                    ToString::to_string,
                ));
                if old.policy != new.policy {
                    out.push(format!("{} : autres règles de calcul", new.id));
                }
            }
        }
    }
    let gone = before.chapters.iter().filter(|c| after.chapter(&c.id).is_none());
    out.extend(gone.map(|c| format!("{} supprimé — {}", c.id, c.title)));
    out
}

fn facts(before: &Norm, after: &Norm) -> Vec<String> {
    let kind = |def: &FactDef| match def.kind {
        FactType::Boolean => "oui ou non",
        FactType::Integer => "nombre entier",
        FactType::Decimal => "nombre",
        FactType::Percentage => "pourcentage",
        FactType::Date => "date",
        FactType::Choice => "choix",
        FactType::Text => "texte",
    };
    let mut out = Vec::new();
    for (key, new) in &after.facts {
        match before.facts.get(key) {
            None => out.push(format!("ajouté : {} ({key})", new.label)),
            Some(old) if old.kind != new.kind => {
                out.push(format!("{key} : de « {} » à « {} »", kind(old), kind(new)));
            }
            Some(old) if (&old.min, &old.max, &old.choices) != (&new.min, &new.max, &new.choices) => {
                out.push(format!("{key} : autres valeurs admises"));
            }
            Some(_) => {}
        }
    }
    let gone = before
        .facts
        .iter()
        .filter(|(key, _)| !after.facts.contains_key(*key));
    out.extend(gone.map(|(key, def)| format!("supprimé : {} ({key})", def.label)));
    out
}

fn evidence_types(before: &Norm, after: &Norm) -> Vec<String> {
    let mut out = Vec::new();
    for (id, new) in &after.evidence_types {
        match before.evidence_types.get(id) {
            None => out.push(format!("ajouté : {} ({id})", new.label)),
            Some(old) => {
                out.extend(moved(
                    &format!("{id} : validité"),
                    &old.validity,
                    &new.validity,
                    |period| period.map_or_else(|| "sans limite".to_owned(), crate::kernel::Period::in_words),
                ));
                if old.formats != new.formats || old.modalities != new.modalities {
                    out.push(format!("{id} : autres formats ou modalités admis"));
                }
            }
        }
    }
    let gone = before
        .evidence_types
        .iter()
        .filter(|(id, _)| !after.evidence_types.contains_key(*id));
    out.extend(gone.map(|(id, kind)| format!("supprimé : {} ({id})", kind.label)));
    out
}

fn rows(norm: &Norm) -> Vec<(String, String)> {
    let kind = |kind: &Kind| kind.label.clone();
    let said = PolicyWords { norm, kind: &kind };
    let mut out = said.rows();
    out.extend(said.bands());
    out
}

/// Rows of the policy that are not in the other version; rows of one subject are held against each other in their order.
fn policy(before: &Norm, after: &Norm) -> Vec<String> {
    let (old, new) = (rows(before), rows(after));
    let of = |rows: &[(String, String)], subject: &str| -> Vec<String> {
        rows.iter()
            .filter(|(known, _)| known == subject)
            .map(|(_, rule)| rule.clone())
            .collect()
    };
    let mut subjects: Vec<&String> = Vec::new();
    for (subject, _) in old.iter().chain(&new) {
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    let mut out = Vec::new();
    for subject in subjects {
        let (was, is) = (of(&old, subject), of(&new, subject));
        if was == is {
            continue;
        }
        for rank in 0..was.len().max(is.len()) {
            match (was.get(rank), is.get(rank)) {
                (Some(was), Some(is)) if was != is => {
                    out.push(format!("{subject} : avant, {was} ; désormais, {is}"));
                }
                (Some(was), None) => out.push(format!("{subject}, supprimé : {was}")),
                (None, Some(is)) => out.push(format!("{subject}, ajouté : {is}")),
                _ => {}
            }
        }
    }
    out
}

fn conclusions(before: &Norm, after: &Norm) -> Vec<String> {
    let said = |norm: &Norm, rule: &ConclusionRule| {
        let kind = |kind: &Kind| kind.label.clone();
        let said = PolicyWords { norm, kind: &kind };
        rule.condition
            .as_ref()
            .map_or_else(|| "dans tous les autres cas".to_owned(), |c| said.condition(c))
    };
    let mut out = Vec::new();
    for new in &after.policy.conclusions {
        match before.policy.conclusions.iter().find(|old| old.id == new.id) {
            None => out.push(format!("ajoutée : « {} », {}", new.title, said(after, new))),
            Some(old) => {
                out.extend(turned(
                    &format!("« {} »", new.title),
                    &said(before, old),
                    &said(after, new),
                ));
            }
        }
    }
    let kept = |id: &ConclusionId| after.policy.conclusions.iter().any(|rule| &rule.id == id);
    let gone = before.policy.conclusions.iter().filter(|rule| !kept(&rule.id));
    out.extend(gone.map(|rule| format!("supprimée : « {} »", rule.title)));
    let order = |norm: &Norm, other: &Norm| -> Vec<ConclusionId> {
        let shared = |rule: &&ConclusionRule| other.policy.conclusions.iter().any(|o| o.id == rule.id);
        norm.policy
            .conclusions
            .iter()
            .filter(shared)
            .map(|rule| rule.id.clone())
            .collect()
    };
    if order(before, after) != order(after, before) {
        out.push("l’ordre des conclusions change : la première qui convient est donnée".to_owned());
    }
    out
}

fn profiles(before: &Norm, after: &Norm) -> Vec<String> {
    let mut out = Vec::new();
    for new in &after.profiles {
        match before.profile(&new.id) {
            None => out.push(format!("ajouté : « {} »", new.title)),
            Some(old) => out.extend(moved(
                &format!("« {} »", new.title),
                &old.criteria.len(),
                &new.criteria.len(),
                |n| french::count(*n, "critère", "critères"),
            )),
        }
    }
    let gone = before.profiles.iter().filter(|p| after.profile(&p.id).is_none());
    out.extend(gone.map(|p| format!("supprimé : « {} »", p.title)));
    out
}

/// One dossier under two versions of its norm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BesideSheet {
    /// Name of the structure.
    pub structure: String,
    /// What is compared.
    pub said: String,
    /// The two versions.
    pub versions: [String; 2],
    /// What came out under each.
    pub rows: Vec<BesideRow>,
}

/// One thing under two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BesideRow {
    /// What.
    pub name: String,
    /// Under the first.
    pub first: String,
    /// Under the second.
    pub second: String,
}

/// Lays one assessment beside another of the same dossier; of single criteria, those that differ.
pub fn beside(first: &Assessment, second: &Assessment) -> BesideSheet {
    let row = |(name, first, second)| BesideRow { name, first, second };
    BesideSheet {
        structure: first.inputs.structure.name.clone(),
        said: format!("jugé au {} sous deux versions", first.inputs.date.in_words()),
        versions: [first, second].map(|a| a.inputs.norm.version.clone()),
        rows: assessments(first, second).into_iter().map(row).collect(),
    }
}

fn assessments(first: &Assessment, second: &Assessment) -> Vec<(String, String, String)> {
    let of = |a: &Assessment| {
        let norm = &a.inputs.norm;
        let results = &a.results;
        let title = results
            .conclusion
            .as_ref()
            .and_then(|id| norm.conclusion(&a.inputs.profile, id))
            .map_or_else(|| "pas de conclusion".to_owned(), |rule| rule.title.clone());
        let decimals = norm.policy.score.rounding.decimals;
        let mut rows = vec![
            ("Conclusion".to_owned(), title),
            (
                "Degré de satisfaction".to_owned(),
                words::score(results.score.as_ref(), &norm.policy.scale, decimals),
            ),
            (
                "Bande".to_owned(),
                results.band.clone().unwrap_or_else(|| "–".to_owned()),
            ),
        ];
        for (status, n) in &results.statuses {
            rows.push((format!("Critères « {} »", status.label()), n.to_string()));
        }
        for (kind, n) in &results.kinds {
            let label = norm
                .kind(kind)
                .map_or_else(|| kind.to_string(), |k| words::kind(k, a.inputs.audit));
            rows.push((format!("Constats « {label} »"), n.to_string()));
        }
        rows
    };
    let (left, right) = (of(first), of(second));
    let value = |rows: &[(String, String)], what: &str| {
        rows.iter()
            .find(|(known, _)| known == what)
            .map_or_else(|| "–".to_owned(), |(_, value)| value.clone())
    };
    let mut out: Vec<(String, String, String)> = Vec::new();
    for (what, _) in left.iter().chain(&right) {
        if !out.iter().any(|(known, ..)| known == what) {
            out.push((what.clone(), value(&left, what), value(&right, what)));
        }
    }
    for result in &second.results.criteria {
        // INVARIANT: results are those of the norm beside them
        let Some(criterion) = second.inputs.norm.criterion(&result.id) else {
            continue;
        };
        let old = ancestor(criterion, &first.inputs.norm)
            .and_then(|c| first.results.criteria.iter().find(|r| r.id == c.id));
        let was = old.map_or("absent", |r| r.retained.label());
        if was != result.retained.label() {
            out.push((
                format!("{} {}", result.id, criterion.title),
                was.to_owned(),
                result.retained.label().to_owned(),
            ));
        }
    }
    for result in &first.results.criteria {
        let kept = second
            .inputs
            .norm
            .criteria
            .iter()
            .any(|c| c.id == result.id || c.former_ids.contains(&result.id));
        if let Some(criterion) = first.inputs.norm.criterion(&result.id).filter(|_| !kept) {
            out.push((
                format!("{} {}", result.id, criterion.title),
                result.retained.label().to_owned(),
                "supprimé".to_owned(),
            ));
        }
    }
    out
}
