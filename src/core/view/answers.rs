//! One criterion, as the sheet on which a person answers: its level, its facts, with what is written now.

use serde::Serialize;

use super::counting;
use super::words;
use crate::assessment::inputs::{Fact, Practice};
use crate::assessment::{Assessment, Inputs};
use crate::kernel::{CriterionId, FactKey, PieceId, words as text};
use crate::norm::Norm;
use crate::norm::model::{Criterion, FactDef, FactType, Rule};
use crate::norm::typed::Mistyped;
use crate::record::item::Item;
use std::collections::BTreeSet;

/// Names of the fields of a sheet.
pub mod field {
    /// Level; or [`NOT_APPLICABLE`].
    pub const LEVEL: &str = "niveau";
    /// Since when.
    pub const SINCE: &str = "depuis";
    /// Why it does not apply.
    pub const REASON: &str = "raison";
    /// Who says so.
    pub const BY: &str = "par";
    /// Comment.
    pub const COMMENT: &str = "commentaire";
    /// What the field of the level says where the criterion does not apply.
    pub const NOT_APPLICABLE: &str = "non-applicable";
    /// Before the key of a fact.
    pub const FACT: &str = "fait.";
    /// After it: the day it holds for.
    pub const ON: &str = ".au";
    /// After it: the piece that proves it.
    pub const EVIDENCE: &str = ".preuve";
}

/// A criterion to answer.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerSheet {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Its chapter.
    pub chapter: String,
    /// What is required.
    pub requirement: String,
    /// What is at stake.
    pub stake: String,
    /// Importance, and how it is judged.
    pub judged: String,
    /// Whom to ask.
    pub who: String,
    /// The level, where one is asked.
    pub level: Option<LevelQuestion>,
    /// May it be left out, with a reason?
    pub may_leave: bool,
    /// Facts that its rules read.
    pub facts: Vec<FactQuestion>,
    /// What single sites say for themselves: it is changed in the file.
    pub by_site: Vec<String>,
    /// What every field says now.
    pub fields: Vec<AnswerField>,
    /// Where the comment will stand.
    pub comment_place: &'static str,
}

/// The level that is asked.
#[derive(Debug, Clone, Serialize)]
pub struct LevelQuestion {
    /// The one that is wanted.
    pub wanted: String,
    /// The scale: id, label, text.
    pub scale: Vec<(String, String, String)>,
}

/// A fact that is asked.
#[derive(Debug, Clone, Serialize)]
pub struct FactQuestion {
    /// Its key.
    pub key: String,
    /// What is asked.
    pub label: String,
    /// Help.
    pub help: String,
    /// What is expected, in words.
    pub form: String,
    /// Unit.
    pub unit: String,
    /// Type: `booleen`, `entier`…
    pub kind: FactType,
    /// Choices: id, label.
    pub choices: Vec<(String, String)>,
    /// Whom to ask.
    pub who: String,
    /// What a table counts of it.
    pub counted: Option<String>,
    /// Pieces that may establish it: id, name.
    pub pieces: Vec<(String, String)>,
    /// The elements that read it.
    pub elements: Vec<String>,
}

/// A field with what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerField {
    /// Its name.
    pub name: String,
    /// What a person calls it.
    pub label: String,
    /// What it says now, as it is typed; empty: nothing.
    pub value: String,
}

impl AnswerSheet {
    /// What a field says now.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|field| field.name == name);
        found.map(|field| field.value.as_str())
    }
}

/// The sheet of a criterion; none where the profile does not have it.
pub fn answer_sheet(assessment: &Assessment, id: &CriterionId) -> Option<AnswerSheet> {
    let inputs = &assessment.inputs;
    let norm = &inputs.norm;
    assessment
        .results
        .criteria
        .iter()
        .find(|result| &result.id == id)?;
    let criterion = norm.criterion(id)?;
    let keys = facts_of(criterion);
    let facts: Vec<FactQuestion> = keys
        .iter()
        .filter_map(|key| fact(key, criterion, inputs))
        .collect();
    let chapter = norm.chapter(&criterion.chapter);
    Some(AnswerSheet {
        id: criterion.id.to_string(),
        title: criterion.title.clone(),
        chapter: chapter.map_or_else(String::new, |c| format!("{} — {}", c.id, c.title)),
        requirement: criterion.requirement.clone(),
        stake: criterion.stake.clone(),
        judged: format!(
            "Critère {}, jugé {}",
            criterion.importance.label(),
            criterion.judged.label()
        ),
        who: norm.who(criterion.who.as_ref()).unwrap_or_default().to_owned(),
        level: level(criterion, inputs),
        may_leave: !criterion.always_applies,
        fields: fields(criterion, &keys, inputs),
        facts,
        by_site: by_site(criterion, &keys, inputs),
        comment_place: "Cette note figurera dans le rapport complet, sur la fiche d’écart de ce critère s’il en a une ; jamais dans une version publique.",
    })
}

/// The facts that the rules of a criterion read, each once, in their order.
pub fn facts_of(criterion: &Criterion) -> Vec<FactKey> {
    let mut seen = BTreeSet::new();
    criterion
        .rules()
        .flat_map(Rule::facts)
        .filter(|key| seen.insert((*key).clone()))
        .cloned()
        .collect()
}

/// Does a person say where the structure stands?
pub fn asks_level(criterion: &Criterion, inputs: &Inputs) -> bool {
    criterion.judged.asks_level() && criterion.level_in(inputs.cycle.as_ref()).is_some()
}

fn level(criterion: &Criterion, inputs: &Inputs) -> Option<LevelQuestion> {
    let norm = &inputs.norm;
    if !asks_level(criterion, inputs) {
        return None;
    }
    let wanted = norm.level(criterion.level_in(inputs.cycle.as_ref())?)?;
    Some(LevelQuestion {
        wanted: wanted.label.clone(),
        scale: norm
            .levels
            .iter()
            .map(|level| (level.id.to_string(), level.label.clone(), level.text.clone()))
            .collect(),
    })
}

/// What a value must look like, for a person who types it.
pub fn expected(def: &FactDef) -> String {
    let shown = |n| def.as_typed(&crate::norm::model::FactValue::Number(n));
    let least = def.min.clone().map(|n| format!(", au moins {}", shown(n)));
    let most = def.max.clone().map(|n| format!(", au plus {}", shown(n)));
    let form = match def.kind {
        FactType::Boolean => "oui ou non",
        FactType::Integer => "un nombre entier, comme 12",
        FactType::Decimal => "un nombre, comme 1,5",
        FactType::Percentage => "un pourcentage, comme 80 %",
        FactType::Date => "une date, comme 12/03/2026",
        FactType::Choice => "l’un des choix de la liste",
        FactType::Text => "un texte",
    };
    format!("{form}{}{}", least.unwrap_or_default(), most.unwrap_or_default())
}

/// Why what was typed is not taken.
pub fn mistyped(def: &FactDef, typed: &str, why: Mistyped) -> String {
    let what = match why {
        Mistyped::Form => "ne convient pas",
        Mistyped::Below => "est trop petit",
        Mistyped::Beyond => "est trop grand",
    };
    format!(
        "« {} » {what} : écrivez {}.",
        text::printable(typed),
        expected(def)
    )
}

fn fact(key: &FactKey, criterion: &Criterion, inputs: &Inputs) -> Option<FactQuestion> {
    let norm = &inputs.norm;
    let def = norm.facts.get(key)?;
    let kept = proof(key, inputs);
    Some(FactQuestion {
        key: key.to_string(),
        label: def.label.clone(),
        help: def.help.clone(),
        form: expected(def),
        unit: def.unit.clone().unwrap_or_default(),
        kind: def.kind,
        choices: def
            .choices
            .iter()
            .map(|choice| (choice.id.to_string(), choice.label.clone()))
            .collect(),
        who: norm.who(def.who.as_ref()).unwrap_or_default().to_owned(),
        counted: counting::of_fact(key, None, inputs),
        pieces: inputs
            .evidence
            .iter()
            .filter(|item| Some(&item.id) == kept || may_establish(item, def))
            .map(|item| (item.id.to_string(), text::printable(item.whereabouts())))
            .collect(),
        elements: criterion
            .elements
            .iter()
            .filter(|element| element.rule.iter().any(|rule| rule.facts().contains(&key)))
            .map(|element| format!("{}.{} {}", criterion.id, element.id, element.label))
            .collect(),
    })
}

fn may_establish(item: &Item, def: &FactDef) -> bool {
    def.established_by.is_empty() || item.types.iter().any(|kind| def.established_by.contains(kind))
}

fn proof<'a>(key: &FactKey, inputs: &'a Inputs) -> Option<&'a PieceId> {
    inputs.facts.get(key)?.evidence.as_ref()
}

/// What a person typed of a fact: a value that a table counts, or its piece says, is not typed.
fn typed(key: &FactKey, fact: &Fact, norm: &Norm, inputs: &Inputs) -> String {
    let def = norm.facts.get(key);
    let value = match inputs
        .computed
        .get(key)
        .filter(|computed| computed.not_taken.is_none())
    {
        Some(computed) => computed.typed.as_ref(),
        None => Some(fact.typed.as_ref().unwrap_or(&fact.value)),
    };
    value
        .zip(def)
        .map_or_else(String::new, |(value, def)| def.as_typed(value))
}

fn fields(criterion: &Criterion, keys: &[FactKey], inputs: &Inputs) -> Vec<AnswerField> {
    let norm = &inputs.norm;
    let of = |name: &str, label: &str, value: String| AnswerField {
        name: name.to_owned(),
        label: label.to_owned(),
        value,
    };
    let none = Practice::default();
    let practice = inputs.practices.get(&criterion.id).unwrap_or(&none);
    let level = match (&practice.not_applicable, &practice.level) {
        (Some(_), _) => field::NOT_APPLICABLE.to_owned(),
        (None, Some(level)) => level.to_string(),
        (None, None) => String::new(),
    };
    let day = |day: Option<crate::kernel::Date>| day.map(crate::kernel::Date::in_figures).unwrap_or_default();
    let mut out = vec![
        of(field::LEVEL, "Où en êtes-vous", level),
        of(field::SINCE, "Depuis quand", day(practice.since)),
        of(
            field::REASON,
            "Pourquoi ce critère ne s’applique pas",
            practice.not_applicable.clone().unwrap_or_default(),
        ),
        of(field::BY, "Qui répond", practice.by.clone().unwrap_or_default()),
        of(
            field::COMMENT,
            "Note",
            practice.comment.clone().unwrap_or_default(),
        ),
    ];
    for key in keys {
        let Some(def) = norm.facts.get(key) else { continue };
        let name = format!("{}{key}", field::FACT);
        let fact = inputs.facts.get(key);
        let said = |what: &dyn Fn(&Fact) -> String| fact.map(what).unwrap_or_default();
        let label = &def.label;
        out.push(of(&name, label, said(&|fact| typed(key, fact, norm, inputs))));
        out.push(of(
            &format!("{name}{}", field::ON),
            &format!("{label} : à quelle date"),
            said(&|fact| day(fact.on)),
        ));
        out.push(of(
            &format!("{name}{}", field::EVIDENCE),
            &format!("{label} : la pièce"),
            said(&|fact| {
                fact.evidence
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default()
            }),
        ));
    }
    out
}

/// What sites say, in words.
fn by_site(criterion: &Criterion, keys: &[FactKey], inputs: &Inputs) -> Vec<String> {
    let norm = &inputs.norm;
    let mut out = Vec::new();
    for (site, own) in &inputs.by_site {
        if let Some(practice) = own.practices.get(&criterion.id) {
            let said = match (&practice.not_applicable, &practice.level) {
                (Some(why), _) => format!("ne s’applique pas ({})", text::printable(why)),
                (None, level) => level
                    .as_ref()
                    .and_then(|id| norm.level(id))
                    .map_or_else(|| "sans niveau".to_owned(), |level| level.label.clone()),
            };
            out.push(format!("Site « {site} » : {said}"));
        }
        for (key, fact) in own.facts.iter().filter(|(key, _)| keys.contains(key)) {
            let def = norm.facts.get(key);
            let label = def.map_or("", |def| def.label.as_str());
            out.push(format!(
                "Site « {site} » : {label}, {}",
                words::value(&fact.value, def)
            ));
        }
    }
    out
}
