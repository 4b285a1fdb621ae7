//! A random change of a norm: one part of it becomes what it is in another random norm.

use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::{Criterion, Element, Level, Policy};

use super::norm::norm;
use super::{Tape, id};

type Part<T> = fn(&mut T, &T);

/// Copies one field.
macro_rules! fields {
    ($($field:ident)+) => { &[$(|to, from| to.$field.clone_from(&from.$field)),+] };
}

const OF_CRITERIA: &[Part<Criterion>] = fields!(
    chapter importance weight judged level levels cycles weights single_kind from withdrawn applies_if always_applies elements
);
const OF_ELEMENTS: &[Part<Element>] = fields!(rule declaration_suffices optional cycles);
const OF_POLICIES: &[(&str, Part<Policy>)] = &[
    ("", |to, from| to.score.clone_from(&from.score)),
    ("À partir du", |to, from| {
        to.revisions.clone_from(&from.revisions);
    }),
    ("Poids d’un chapitre", |to, from| {
        to.chapter_weights = from.chapter_weights;
    }),
    ("Rien à noter", |to, from| to.empty_total = from.empty_total),
    ("Constat, critère", |to, from| to.kinds.clone_from(&from.kinds)),
    ("Constat, critère", |to, _| {
        to.grave_share = to.grave_share.clone() * to.grave_share.clone();
    }),
    ("Constat, critère", |to, _| to.grave_level = None),
    ("Accumulation", |to, from| {
        to.escalations.clone_from(&from.escalations);
    }),
    ("Constat non levé", |to, from| {
        to.unlifted.clone_from(&from.unlifted);
    }),
    ("Fiche obligatoire", |to, from| to.form.clone_from(&from.form)),
    ("À revoir", |to, from| to.rechecks.clone_from(&from.rechecks)),
    ("Plusieurs sites", |to, from| to.samples.clone_from(&from.samples)),
    ("Sites audités", |to, from| to.draw.clone_from(&from.draw)),
    ("", |to, from| to.gates.clone_from(&from.gates)),
    ("", |to, _| to.gates.reverse()),
    ("Bandes", |to, from| to.complete_bands = from.complete_bands),
    ("À partir de", |to, from| to.bands.clone_from(&from.bands)),
    ("« À reprendre »", |to, from| {
        to.conclusions.clone_from(&from.conclusions);
    }),
    ("l’ordre des conclusions", |to, _| to.conclusions.swap(0, 1)),
];

/// Where a change must be told, and the words by which its line must name it.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) section: &'static str,
    pub(crate) name: String,
}

fn named(section: &'static str, name: &(impl ToString + ?Sized)) -> Named {
    let name = name.to_string();
    Named { section, name }
}

/// The sections under which changes are told: none may stay without one.
pub(crate) const SECTIONS: &[&str] = &[
    "Critères modifiés",
    "Chapitres",
    "Niveaux",
    "Types de preuve",
    "Cycle",
    "Constats",
    POLICY,
    CONCLUSIONS,
    "Profils",
];
const POLICY: &str = "Règles de calcul et constats";
const CONCLUSIONS: &str = "Conclusions";

/// Changes one part; says what anybody who compares must be told, and where.
pub(crate) fn change(t: &mut Tape<'_>, changed: &mut Norm) -> Named {
    let other = norm(t);
    let shared: Vec<usize> = (0..changed.criteria.len().min(other.criteria.len())).collect();
    let rank = t.pick(&shared);
    match t.below(10) {
        0..=2 => {
            let (to, from) = (&mut changed.criteria[rank], &other.criteria[rank]);
            t.pick(OF_CRITERIA)(to, from);
            named("Critères modifiés", &format!("{} — ", to.id))
        }
        3..=4 => {
            let (to, from) = (&mut changed.criteria[rank], &other.criteria[rank]);
            let elements = to.elements.len().min(from.elements.len());
            let at = t.below(elements);
            t.pick(OF_ELEMENTS)(&mut to.elements[at], &from.elements[at]);
            named("Critères modifiés", &format!("{} — ", to.id))
        }
        5..=6 => {
            let (name, part) = t.pick(OF_POLICIES);
            part(&mut changed.policy, &other.policy);
            let concluding = name.contains("conclusions") || name.starts_with('«');
            named(if concluding { CONCLUSIONS } else { POLICY }, name)
        }
        7 => named("Chapitres", &chapter(t, changed, &other)),
        8 => named("Profils", &profile(t, changed, &other)),
        _ => scale(t, changed),
    }
}

fn chapter(t: &mut Tape<'_>, changed: &mut Norm, other: &Norm) -> String {
    let at = t.below(3);
    let (to, from) = (&mut changed.chapters[at], &other.chapters[at]);
    let name = to.id.to_string();
    match t.below(4) {
        0 => to.weight = from.weight,
        1 => to.policy.clone_from(&from.policy),
        2 => {
            let last = &mut changed.chapters[2];
            last.parent = t.pick(&[None, Some(id("E"))]);
            return last.id.to_string();
        }
        _ => {
            changed.chapters.swap(0, 1);
            return "l’ordre des chapitres".to_owned();
        }
    }
    name
}

fn profile(t: &mut Tape<'_>, changed: &mut Norm, other: &Norm) -> String {
    let known: Vec<_> = changed.criteria.iter().map(|c| c.id.clone()).collect();
    let to = &mut changed.profiles[0];
    match t.below(3) {
        // as many as before, and not the same
        0 => {
            let n = to.criteria.len();
            to.criteria = known.iter().rev().take(n).rev().cloned().collect();
        }
        1 => to.partial = other.profiles[0].partial,
        _ => changed.profiles.reverse(),
    }
    let first = &changed.profiles[0];
    format!("« {} »", first.title)
}

/// Levels, kinds of finding, evidence types, milestones.
fn scale(t: &mut Tape<'_>, changed: &mut Norm) -> Named {
    match t.below(7) {
        0 => {
            let kind = t.below(changed.kinds.len());
            changed.kinds[kind].nonconformity ^= true;
            named("Constats", &changed.kinds[kind].code)
        }
        1 => {
            let kind = t.below(changed.kinds.len());
            changed.kinds[kind].rank = 100 - changed.kinds[kind].rank;
            named("Constats", &changed.kinds[kind].code)
        }
        2 => {
            changed.levels.reverse();
            named("Niveaux", "l’ordre des niveaux")
        }
        3 => {
            let at = t.below(changed.levels.len() + 1);
            let new = Level {
                id: id("de-plus"),
                ..changed.levels[0].clone()
            };
            changed.levels.insert(at, new);
            named("Niveaux", "de-plus")
        }
        4 => {
            // an audit before may have been the first, or none
            let by = usize::from(!changed.cycle.is_empty());
            changed.cycle.rotate_left(by);
            named("Cycle", "l’ordre des étapes")
        }
        5 => {
            let level = t.below(changed.levels.len());
            changed.levels[level].value = Some(changed.policy.scale.max.clone());
            named("Niveaux", &changed.levels[level].id)
        }
        _ => {
            let kind = changed.evidence_types.get_mut("regle").unwrap();
            match t.below(3) {
                0 => kind.validity = None,
                1 => kind.modalities.push(super::modality(t)),
                _ => kind.formats = vec![mediaudit_core::record::item::Format::Pdf],
            }
            named("Types de preuve", "regle")
        }
    }
}
