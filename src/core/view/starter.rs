//! What a new dossier says: what to answer first, explained to whoever fills it in, and where to find the rest.

mod papers;
mod records;

use std::collections::{BTreeMap, BTreeSet};

pub use papers::{StarterFolders, StarterPaper, StarterPart, StarterReadMe, folders};
pub use records::{
    CreatedDossier, Starter, StarterChapter, StarterEntry, StarterFact, StarterGroup, StarterQuestion,
    StarterType,
};

use super::words as said;
use crate::kernel::{Date, DossierId, FactKey, Ratio, TypeId, words};
use crate::norm::Norm;
use crate::norm::model::{Criterion, EvidenceType, FactDef, FactType, PersonalData, Profile, Rule};
use crate::record::item::Modality;

/// What is known of a dossier that does not exist yet.
#[derive(Debug, Clone)]
pub struct Given<'a> {
    /// Its stable id.
    pub id: &'a DossierId,
    /// The structure.
    pub name: &'a str,
    /// The norm that it pins.
    pub norm: &'a Norm,
    /// Its profile.
    pub profile: &'a Profile,
    /// Was the profile asked for, rather than taken as the norm's first?
    pub profile_asked: bool,
    /// Is the norm in the binary, rather than in a folder?
    pub shipped: bool,
    /// Legal form, in its own words; empty: not said.
    pub form: &'a str,
    /// SIRET; empty: not said.
    pub siret: &'a str,
    /// Today, for an example of an audit date.
    pub today: Date,
}

/// Puts a new dossier into words.
pub fn starter(given: &Given<'_>) -> Starter {
    let norm = given.norm;
    let criteria: Vec<&Criterion> = given
        .profile
        .criteria
        .iter()
        .filter_map(|id| norm.criterion(id))
        .collect();
    let counted = |id: &str| {
        let mut tables = norm.tables.values();
        tables.any(|table| table.types.iter().any(|kind| kind.as_str() == id))
    };
    let types: Vec<StarterType> = norm
        .evidence_types
        .iter()
        .map(|(id, kind)| evidence_type(id, kind, &criteria, given.today))
        // a table is asked by no criterion: what it counts is
        .filter(|kind| !kind.criteria.is_empty() || counted(&kind.id))
        .collect();
    let named = |id: &str, label: &str, text: &str| StarterEntry {
        id: id.to_owned(),
        label: label.to_owned(),
        text: text.to_owned(),
    };
    // in the order of the criteria, so that an example is about what is asked first
    let documents: Vec<&TypeId> = criteria
        .iter()
        .flat_map(|c| c.evidence_types())
        .filter(|id| norm.evidence_types.get(*id).is_some_and(is_document))
        .collect();
    let document = |at: usize| {
        documents
            .get(at)
            .or(documents.first())
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    let reported = types.iter().find_map(|t| {
        let kind = norm.evidence_types.iter().find(|(id, _)| id.as_str() == t.id)?.1;
        let other = kind.modalities.iter().find(|m| **m != Modality::Document)?;
        Some((t.id.clone(), said::modality(*other)))
    });
    let first = first(norm, &criteria, given.profile);
    let groups = groups(norm, &first);
    let example = first.iter().find(|c| c.judged.asks_level()).or(first.first());
    Starter {
        id: given.id.to_string(),
        structure: given.name.to_owned(),
        form: given.form.to_owned(),
        siret: given.siret.to_owned(),
        norm: norm.id.to_string(),
        version: norm.version.clone(),
        edition: norm.edition.clone(),
        warning: norm.warning.clone(),
        shipped: given.shipped,
        pinned_profile: if given.profile_asked {
            given.profile.id.to_string()
        } else {
            String::new()
        },
        profile: given.profile.title.clone(),
        milestone: norm.cycle.first().map(|m| m.id.to_string()).unwrap_or_default(),
        milestones: milestones(norm),
        profiles: norm
            .profiles
            .iter()
            .map(|p| named(p.id.as_str(), &p.title, &p.description))
            .collect(),
        today: given.today.to_string(),
        example_day: example_day(given.today, 0),
        due_day: example_day(given.today, 1),
        later_day: example_day(given.today, 3),
        levels: norm
            .levels
            .iter()
            .map(|l| named(l.id.as_str(), &l.label, &l.text))
            .collect(),
        rest: criteria.len() - first.len(),
        chapters: chapters(norm, &first),
        document_folder: documents
            .first()
            .and_then(|id| norm.folder(id))
            .unwrap_or_default()
            .to_owned(),
        document_type: document(0),
        second_type: document(1),
        reported,
        example_fact: groups
            .iter()
            .flat_map(|g| &g.facts)
            .map(|f| f.key.clone())
            .next()
            .unwrap_or_default(),
        example_criterion: example.map(|c| c.id.to_string()).unwrap_or_default(),
        example_element: example
            .and_then(|c| c.elements.first())
            .map(|e| e.id.to_string())
            .unwrap_or_default(),
        kinds: norm
            .kinds
            .iter()
            .map(|k| named(k.code.as_str(), &k.label, &k.text))
            .collect(),
        groups,
        types,
    }
}

/// « initial (première fois), suivi (entre deux audits) ou renouvellement ».
fn milestones(norm: &Norm) -> String {
    let said = norm.cycle.iter().map(|milestone| match &milestone.text {
        Some(text) => format!("{} ({text})", milestone.id),
        None => milestone.id.to_string(),
    });
    words::list(&said.collect::<Vec<_>>(), "ou")
}

/// The first day of this year, which has passed, or of a later one.
fn example_day(today: Date, years: i16) -> String {
    Date::new(today.parts().0 + years, 1, 1)
        .unwrap_or(today)
        .to_string()
}

/// The criteria that a new dossier asks about: those to begin with; all of a profile that holds none of them, or that is a part by itself.
fn first<'a>(norm: &Norm, criteria: &[&'a Criterion], profile: &Profile) -> Vec<&'a Criterion> {
    let begin = norm.profiles.iter().find(|known| known.first);
    let chosen: Vec<&Criterion> = criteria
        .iter()
        .filter(|c| begin.is_some_and(|begin| begin.criteria.contains(&c.id)))
        .copied()
        .collect();
    if profile.partial || chosen.is_empty() {
        return criteria.to_vec();
    }
    chosen
}

/// The facts that these criteria read.
fn groups(norm: &Norm, criteria: &[&Criterion]) -> Vec<StarterGroup> {
    let mut readers: BTreeMap<&FactKey, BTreeSet<&str>> = BTreeMap::new();
    for criterion in criteria {
        for key in criterion.rules().flat_map(Rule::facts) {
            readers.entry(key).or_default().insert(criterion.id.as_str());
        }
    }
    norm.fact_groups
        .iter()
        .map(|group| StarterGroup {
            title: group.title.clone().unwrap_or_default(),
            facts: group
                .facts
                .iter()
                .filter_map(|key| {
                    let used: Vec<String> = readers.get(key)?.iter().map(|id| (*id).to_owned()).collect();
                    Some(fact(key, norm.facts.get(key)?, &used))
                })
                .collect(),
        })
        .filter(|group| !group.facts.is_empty())
        .collect()
}

/// How the value of a fact is written, in words.
pub(super) fn form(def: &FactDef) -> String {
    let unit = def
        .unit
        .as_ref()
        .map(|unit| format!(" ({unit})"))
        .unwrap_or_default();
    let bound = |words: &str, bound: &Option<Ratio>| {
        let shown = |n: &Ratio| match def.kind {
            FactType::Percentage => n.percent_exactly(0),
            _ => n.exactly(0),
        };
        bound
            .as_ref()
            .map(|n| format!(", {words} {}", shown(n)))
            .unwrap_or_default()
    };
    let point = if def.kind == FactType::Decimal {
        ", avec un point et non une virgule (1.5)"
    } else {
        ""
    };
    format!(
        "{}{unit}{}{}{point}",
        if def.kind == FactType::Boolean {
            "true (oui) ou false (non)"
        } else {
            def.kind.in_words()
        },
        bound("au moins", &def.min),
        bound("au plus", &def.max)
    )
}

fn fact(key: &FactKey, def: &FactDef, used: &[String]) -> StarterFact {
    StarterFact {
        key: key.to_string(),
        label: def.label.clone(),
        help: def.help.clone(),
        form: form(def),
        choices: def
            .choices
            .iter()
            .map(|c| StarterEntry {
                id: c.id.to_string(),
                label: c.label.clone(),
                text: String::new(),
            })
            .collect(),
        used_by: words::list(used, "et"),
    }
}

fn chapters(norm: &Norm, criteria: &[&Criterion]) -> Vec<StarterChapter> {
    norm.chapters
        .iter()
        .map(|chapter| StarterChapter {
            id: chapter.id.to_string(),
            title: chapter.title.clone(),
            text: chapter.introduction.clone(),
            criteria: criteria
                .iter()
                .filter(|c| c.chapter == chapter.id)
                .map(|c| question(c, norm))
                .collect(),
        })
        .filter(|chapter| !chapter.criteria.is_empty())
        .collect()
}

/// An id as a key of TOML.
pub(super) fn toml_key(id: &str) -> String {
    if id.contains(['.', '/']) {
        format!("\"{id}\"")
    } else {
        id.to_owned()
    }
}

fn question(criterion: &Criterion, norm: &Norm) -> StarterQuestion {
    let id = criterion.id.to_string();
    StarterQuestion {
        key: toml_key(&id),
        id,
        title: criterion.title.clone(),
        importance: criterion.importance.label(),
        requirement: criterion.requirement.clone(),
        judged: criterion.judged.label(),
        applies: criterion
            .applies_if
            .as_ref()
            .map(|rule| said::rule(rule, norm))
            .unwrap_or_default(),
        asks_level: criterion.judged.asks_level(),
        may_leave: !criterion.always_applies,
    }
}

fn is_document(kind: &EvidenceType) -> bool {
    kind.modalities.contains(&Modality::Document)
}

fn evidence_type(id: &TypeId, kind: &EvidenceType, criteria: &[&Criterion], today: Date) -> StarterType {
    let formats: Vec<String> = kind.formats.iter().map(|f| said::format(*f).to_owned()).collect();
    let others: Vec<String> = kind
        .modalities
        .iter()
        .filter(|m| **m != Modality::Document)
        .map(|m| said::modality(*m).to_owned())
        .collect();
    let admitted: Vec<String> = kind.admitted.iter().map(|d| personal(*d).to_owned()).collect();
    StarterType {
        id: id.to_string(),
        label: kind.label.clone(),
        help: kind.help.clone(),
        formats: match (is_document(kind), formats.is_empty()) {
            (false, _) => String::new(),
            (true, true) => "tous".to_owned(),
            (true, false) => words::list(&formats, "ou"),
        },
        validity: kind.validity.map_or_else(
            || "pas de durée par défaut ; un critère peut en demander une".to_owned(),
            |period| format!("{} après la date d’effet", period.in_words()),
        ),
        otherwise: words::list(&others, "ou"),
        admitted: if admitted.is_empty() {
            "aucune".to_owned()
        } else {
            words::list(&admitted, "et")
        },
        banned: kind.banned.clone().unwrap_or_default(),
        criteria: criteria
            .iter()
            .filter(|c| c.evidence_types().contains(id))
            .map(|c| format!("{} — {}", c.id, c.title))
            .collect(),
        example: format!("{}-{id}.pdf", example_day(today, 0)),
    }
}

fn personal(data: PersonalData) -> &'static str {
    match data {
        PersonalData::Names => "noms de salariés ou de partenaires",
        PersonalData::Phones => "numéros de téléphone professionnels",
        PersonalData::Mails => "adresses électroniques professionnelles",
        PersonalData::Iban => "coordonnées bancaires de la structure",
    }
}
