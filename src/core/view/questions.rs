//! What is still to be answered: facts that no file states, levels that nobody declared. The order is that in which an answer decides
//! most for the time that it takes.

mod records;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

pub use records::{Labelled, PersonAsked, Question, QuestionKind, QuestionList};

use super::answers::asks_level;
use super::starter::{form, toml_key};
use crate::assessment::Assessment;
use crate::assessment::results::{Cause, CriterionResult, ElementResult, Reason, Sample, Truth};
use crate::kernel::{CriterionId, FactKey, Ratio, RespondentId, Status, french, words};
use crate::norm::Norm;
use crate::norm::model::{Criterion, FactDef, FactType, Importance, Rule};

/// Minutes that an answer takes, by estimate: to choose a level among five, having read the criterion.
const LEVEL: u32 = 3;

/// To find a number in what the structure keeps, and to write which piece shows it.
const NUMBER: u32 = 6;

/// To say yes or no, a day, a choice.
const PLAIN: u32 = 2;

/// Something that is asked, with the criteria that wait for it.
struct Asked<'a> {
    kind: QuestionKind,
    id: &'a str,
    gain: Ratio,
    criteria: Vec<&'a Criterion>,
}

/// What is still to be answered; by one respondent, where one is named.
pub fn questions(assessment: &Assessment, who: Option<&RespondentId>) -> QuestionList {
    let norm = &assessment.inputs.norm;
    let open = open(assessment);
    let mut all: Vec<(Ratio, Question)> = open
        .into_values()
        .filter_map(|asked| {
            let question = question(&asked, norm)?;
            let per_minute = Ratio::of(&asked.gain, &Ratio::whole(i64::from(question.minutes)))?;
            Some((per_minute, question))
        })
        .collect();
    // the norm's order among equals: the sort is stable
    let rank = |question: &Question| order(question, norm);
    all.sort_by_key(|(_, question)| rank(question));
    all.sort_by_key(|(gain, _)| Reverse(gain.clone()));
    // what a table tells by itself is asked last
    all.sort_by_key(|(_, question)| question.table.is_some());
    let given = answered(assessment);
    let total = all.len() + given;
    let respondents = norm
        .respondents
        .iter()
        .map(|known| PersonAsked {
            id: known.id.to_string(),
            label: known.label.clone(),
            help: known.help.clone(),
            questions: all
                .iter()
                .filter(|(_, question)| question.who.as_deref() == Some(known.id.as_str()))
                .count(),
        })
        .filter(|respondent| respondent.questions > 0)
        .collect();
    let chosen = |question: &Question| who.is_none_or(|who| question.who.as_deref() == Some(who.as_str()));
    let questions: Vec<Question> = all
        .into_iter()
        .map(|(_, question)| question)
        .filter(chosen)
        .collect();
    let minutes = questions.iter().map(|question| question.minutes).sum();
    QuestionList {
        structure: assessment.inputs.structure.name.clone(),
        profile: norm
            .profile(&assessment.inputs.profile)
            .map(|profile| profile.title.clone())
            .unwrap_or_default(),
        who: who.map(ToString::to_string),
        who_label: who.and_then(|who| norm.who(Some(who))).map(str::to_owned),
        given,
        total,
        progress: progress(given, total),
        minutes,
        time: time(minutes),
        levels: levels(norm),
        respondents,
        questions,
    }
}

/// « 12 réponses données sur 95 ».
fn progress(given: usize, total: usize) -> String {
    format!(
        "{} sur {total} : faits et niveaux que lisent les critères du profil qui s’appliquent",
        french::count(given, "réponse donnée", "réponses données"),
    )
}

/// « une heure environ », « 25 minutes environ ».
fn time(minutes: u32) -> String {
    match minutes {
        0 => "rien à faire".to_owned(),
        1..=90 => format!("{} environ", french::count(minutes as usize, "minute", "minutes")),
        _ => format!(
            "{} environ",
            french::count((minutes as usize + 30) / 60, "heure", "heures")
        ),
    }
}

fn levels(norm: &Norm) -> Vec<Labelled> {
    let levels = norm.levels.iter();
    levels
        .map(|level| Labelled {
            id: level.id.to_string(),
            text: level.text.clone(),
        })
        .collect()
}

/// Where the norm asks it: levels by their criterion, facts by the first criterion that reads them.
fn order(question: &Question, norm: &Norm) -> usize {
    let first = question.criteria.first();
    let place = |c: &Criterion| first.is_some_and(|f| f.id == c.id.as_str());
    norm.criteria.iter().position(place).unwrap_or(usize::MAX)
}

/// Facts and levels of the profile that have their answer.
fn answered(assessment: &Assessment) -> usize {
    let mut keys: BTreeSet<&FactKey> = BTreeSet::new();
    let mut levels = 0;
    for (criterion, result) in cases(assessment) {
        if result.retained == Status::NotApplicable {
            continue;
        }
        keys.extend(criterion.rules().flat_map(Rule::facts));
        levels +=
            usize::from(asks_level(criterion, &assessment.inputs) && has_level(&criterion.id, assessment));
    }
    keys.iter().filter(|key| is_stated(key, assessment)).count() + levels
}

fn cases(assessment: &Assessment) -> impl Iterator<Item = (&Criterion, &CriterionResult)> {
    let norm = &assessment.inputs.norm;
    let results = assessment.results.criteria.iter();
    results.filter_map(|result| Some((norm.criterion(&result.id)?, result)))
}

fn has_level(id: &CriterionId, assessment: &Assessment) -> bool {
    let inputs = &assessment.inputs;
    let sites = inputs.by_site.values().map(|site| &site.practices);
    std::iter::once(&inputs.practices)
        .chain(sites)
        .any(|practices| practices.get(id).is_some_and(|practice| practice.level.is_some()))
}

fn is_stated(key: &FactKey, assessment: &Assessment) -> bool {
    let inputs = &assessment.inputs;
    inputs.facts.contains_key(key) || inputs.by_site.values().any(|site| site.facts.contains_key(key))
}

/// Every open question, by what it is about.
fn open(assessment: &Assessment) -> BTreeMap<(QuestionKind, &str), Asked<'_>> {
    let mut out: BTreeMap<(QuestionKind, &str), Asked<'_>> = BTreeMap::new();
    for (criterion, result) in cases(assessment) {
        let waiting: Vec<&Sample> = result.samples.iter().filter(|sample| is_open(sample)).collect();
        if waiting.is_empty() {
            continue;
        }
        let mut wanted: BTreeSet<(QuestionKind, &str)> = BTreeSet::new();
        if asks_level(criterion, &assessment.inputs) && !has_level(&criterion.id, assessment) {
            wanted.insert((QuestionKind::Level, criterion.id.as_str()));
        }
        let unstated = |key: &&FactKey| !is_stated(key, assessment);
        let elements = waiting.iter().flat_map(|sample| &sample.elements);
        let silent = elements.filter(|element| waits(element));
        let rules = silent.filter_map(|element| {
            let of = criterion.elements.iter().find(|e| element.id.element == e.id)?;
            of.rule.as_ref()
        });
        let applies = criterion
            .applies_if
            .iter()
            .filter(|_| result.applicability_unknown);
        let keys = rules.chain(applies).flat_map(Rule::facts).filter(unstated);
        wanted.extend(keys.map(|key| (QuestionKind::Fact, key.as_str())));
        let weight = Ratio::whole(i64::from(result.weight) * urgency(criterion.importance));
        // what a criterion weighs is shared among all that it waits for
        let Some(share) = Ratio::of(&weight, &Ratio::count(wanted.len())) else {
            continue;
        };
        for (kind, id) in wanted {
            let asked = out.entry((kind, id)).or_insert_with(|| Asked {
                kind,
                id,
                gain: Ratio::whole(0),
                criteria: Vec::new(),
            });
            asked.gain = asked.gain.clone() + share.clone();
            asked.criteria.push(criterion);
        }
    }
    out
}

/// How much more an answer counts where the criterion obliges more.
fn urgency(importance: Importance) -> i64 {
    match importance {
        Importance::Imperative => 4,
        Importance::Required => 2,
        Importance::Recommended => 1,
    }
}

fn is_open(sample: &Sample) -> bool {
    let settled = matches!(sample.reason, Reason::Auditor | Reason::Disagreement);
    !settled && sample.retained != Status::NotApplicable
}

fn waits(element: &ElementResult) -> bool {
    element.finding.is_none() && element.truth == Truth::Unknown && element.causes.contains(&Cause::NotStated)
}

fn question(asked: &Asked<'_>, norm: &Norm) -> Option<Question> {
    let criteria: Vec<Labelled> = asked
        .criteria
        .iter()
        .map(|c| Labelled {
            id: c.id.to_string(),
            text: c.title.clone(),
        })
        .collect();
    let ids: Vec<String> = criteria.iter().map(|c| c.id.clone()).collect();
    let serves = words::list(&ids, "et");
    let label = |who: &Option<RespondentId>| {
        (
            who.as_ref().map(ToString::to_string),
            norm.who(who.as_ref()).map(str::to_owned),
        )
    };
    Some(match asked.kind {
        QuestionKind::Level => {
            let criterion = asked.criteria.first()?;
            let (who, who_label) = label(&criterion.who);
            Question {
                kind: asked.kind,
                id: asked.id.to_owned(),
                key: toml_key(asked.id),
                asked: format!("{} — {} : où en êtes-vous ?", criterion.id, criterion.title),
                help: criterion.requirement.clone(),
                form: "un mot de l’échelle".to_owned(),
                who,
                who_label,
                table: None,
                minutes: LEVEL,
                may_leave: !criterion.always_applies,
                criteria,
                serves,
            }
        }
        QuestionKind::Fact => {
            let (_, def) = norm.facts.iter().find(|(key, _)| key.as_str() == asked.id)?;
            let (who, who_label) = label(&def.who);
            Question {
                kind: asked.kind,
                id: asked.id.to_owned(),
                key: asked.id.to_owned(),
                asked: def.label.clone(),
                help: def.help.clone(),
                form: form(def),
                who,
                who_label,
                table: table(def, norm),
                minutes: minutes(def),
                may_leave: false,
                criteria,
                serves,
            }
        }
    })
}

/// The table in which its number is counted.
fn table(def: &FactDef, norm: &Norm) -> Option<String> {
    let calculation = def.calculation.as_ref()?;
    Some(norm.tables.get(&calculation.table)?.label.clone())
}

fn minutes(def: &FactDef) -> u32 {
    match def.kind {
        FactType::Integer | FactType::Decimal | FactType::Percentage => NUMBER,
        FactType::Boolean | FactType::Date | FactType::Choice | FactType::Text => PLAIN,
    }
}
