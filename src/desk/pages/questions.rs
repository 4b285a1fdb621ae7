//! « Questions »: the list, and one criterion a page.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use tera::Value;

use crate::answer::{DeskAnswer, refused};
use crate::desk::{Desk, JudgedDossier};
use crate::fields::Fields;
use crate::frame::{self, Notice, NoticeQuery, lines};
use crate::house::House;
use mediaudit_app::answering::{Answered, TypedField, TypedFields, answer};
use mediaudit_app::refusal::Refusal;
use mediaudit_core::assessment::Assessment;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::{CriterionId, Status};
use mediaudit_core::norm::Norm;
use mediaudit_core::view::answers::{AnswerSheet, answer_sheet, asks_level, facts_of};
use mediaudit_core::view::explanation::{Explanation, explanation};
use mediaudit_core::view::questions::{QuestionList, questions};

pub(super) fn routes() -> Router<House> {
    Router::new()
        .route("/questions", get(list))
        .route("/questions/{critere}", get(one).post(save))
}

/// How the list is arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Arranged {
    /// Chapter by chapter.
    #[default]
    Chapitre,
    /// By whom to ask.
    Qui,
    /// What decides most first.
    Reste,
}

#[derive(Debug, Default, Deserialize)]
struct ListQuery {
    #[serde(default)]
    par: Arranged,
    dit: Option<u32>,
}

/// The list; `l` in its template.
#[derive(Debug, Serialize)]
struct ListPage {
    by: Arranged,
    progress: String,
    rest: Option<String>,
    groups: Vec<Group>,
    nothing: bool,
}

/// Criteria under one heading.
#[derive(Debug, Serialize)]
struct Group {
    id: String,
    title: String,
    help: String,
    rows: Vec<ListRow>,
}

/// A criterion of the list.
#[derive(Debug, Clone, Serialize)]
struct ListRow {
    id: String,
    title: String,
    key: &'static str,
    label: &'static str,
    importance: &'static str,
    /// What is still to be answered of it.
    open: Vec<String>,
}

async fn list(State(house): State<House>, Query(query): Query<ListQuery>) -> Response {
    house.ask(move |desk| listed(desk, &query)).await
}

fn listed(desk: &mut Desk, query: &ListQuery) -> DeskAnswer {
    let shown = match desk.shown() {
        Ok(shown) => shown,
        Err(answer) => return answer,
    };
    let view = shown.views.view(&format!("questions {:?}", query.par), || {
        list_page(&shown, query.par)
    });
    let frame = desk
        .frame("Questions", "/questions")
        .about(&shown)
        .saying(desk.said(NoticeQuery { dit: query.dit }));
    frame::shown("questions.html", frame, vec![("l", view)])
}

fn list_page(shown: &JudgedDossier, by: Arranged) -> ListPage {
    let assessment = &shown.outcome.assessment;
    let asked = questions(assessment, None);
    ListPage {
        by,
        groups: groups(assessment, &asked, by),
        nothing: asked.questions.is_empty(),
        rest: asked.rest(),
        progress: asked.progress,
    }
}

fn rows(assessment: &Assessment, asked: &QuestionList) -> Vec<(CriterionId, ListRow)> {
    let norm = &assessment.inputs.norm;
    assessment
        .results
        .criteria
        .iter()
        .filter_map(|result| {
            let criterion = norm.criterion(&result.id)?;
            let own = |question: &&mediaudit_core::view::questions::Question| {
                question
                    .criteria
                    .iter()
                    .any(|named| named.id == result.id.as_str())
            };
            Some((
                result.id.clone(),
                ListRow {
                    id: result.id.to_string(),
                    title: criterion.title.clone(),
                    key: result.retained.key(),
                    label: result.retained.label(),
                    importance: criterion.importance.label(),
                    open: asked
                        .questions
                        .iter()
                        .filter(own)
                        .map(|question| question.asked.clone())
                        .collect(),
                },
            ))
        })
        .collect()
}

fn groups(assessment: &Assessment, asked: &QuestionList, by: Arranged) -> Vec<Group> {
    let norm = &assessment.inputs.norm;
    let rows = rows(assessment, asked);
    let group = |id: &str, title: &str, help: &str, rows: Vec<ListRow>| Group {
        id: id.to_owned(),
        title: title.to_owned(),
        help: help.to_owned(),
        rows,
    };
    let mut out: Vec<Group> = match by {
        Arranged::Chapitre => norm
            .chapters
            .iter()
            .map(|chapter| {
                let is = |id: &CriterionId| norm.criterion(id).is_some_and(|c| c.chapter == chapter.id);
                let own = rows.iter().filter(|(id, _)| is(id)).map(|(_, row)| row.clone());
                let title = format!("{} — {}", chapter.id, chapter.title);
                group(chapter.id.as_str(), &title, &chapter.introduction, own.collect())
            })
            .collect(),
        Arranged::Qui => norm
            .respondents
            .iter()
            .map(|person| {
                let is = |id: &CriterionId| asked_of(norm, assessment, id, person.id.as_str());
                let own = rows.iter().filter(|(id, _)| is(id)).map(|(_, row)| row.clone());
                group(person.id.as_str(), &person.label, &person.help, own.collect())
            })
            .collect(),
        Arranged::Reste => {
            let mut seen = std::collections::BTreeSet::new();
            let order = asked.questions.iter().flat_map(|question| &question.criteria);
            let own = order
                .filter(|named| seen.insert(named.id.clone()))
                .filter_map(|named| rows.iter().find(|(id, _)| id.as_str() == named.id))
                .map(|(_, row)| row.clone())
                .collect();
            vec![group("reste", "", "", own)]
        }
    };
    out.retain(|group| !group.rows.is_empty());
    out
}

/// Does a criterion ask anything of a person?
fn asked_of(norm: &Norm, assessment: &Assessment, id: &CriterionId, person: &str) -> bool {
    let Some(criterion) = norm.criterion(id) else {
        return false;
    };
    let level = asks_level(criterion, &assessment.inputs)
        && criterion.who.as_ref().is_some_and(|who| who.as_str() == person);
    let fact = |key| {
        let def = norm.facts.get(key);
        def.and_then(|def| def.who.as_ref())
            .is_some_and(|who| who.as_str() == person)
    };
    level || facts_of(criterion).iter().any(fact)
}

/// A criterion; `c` in its template.
#[derive(Debug, Serialize)]
struct CriterionPage {
    sheet: AnswerSheet,
    explanation: Explanation,
    key: &'static str,
    /// What each field shows: what was typed, where it was refused.
    values: BTreeMap<String, String>,
    /// What each field said when it was shown.
    shown: BTreeMap<String, String>,
    /// Why a field was not taken.
    errors: BTreeMap<String, String>,
    /// What the file says of a field that was changed meanwhile.
    meanwhile: BTreeMap<String, String>,
    /// The fields with an error, for the list above the form: name, label, why.
    wrong: Vec<(String, String, String)>,
    before: Option<(String, String)>,
    after: Option<(String, String)>,
    neighbours: Vec<ListRow>,
}

/// What a form that was not taken leaves behind.
#[derive(Debug, Default)]
struct Refused {
    fields: TypedFields,
    errors: BTreeMap<String, String>,
    meanwhile: BTreeMap<String, String>,
}

impl Refused {
    /// Did no form leave anything behind?
    fn is_nothing(&self) -> bool {
        self.fields.is_empty() && self.errors.is_empty() && self.meanwhile.is_empty()
    }
}

async fn one(
    State(house): State<House>,
    Path(id): Path<String>,
    Query(saying): Query<NoticeQuery>,
) -> Response {
    let Ok(id) = CriterionId::parse(&id) else {
        return refused::nowhere();
    };
    house
        .ask(move |desk| match desk.shown() {
            Ok(shown) => {
                let said = desk.said(saying);
                criterion(desk, &shown, &id, StatusCode::OK, said, &Refused::default())
            }
            Err(answer) => answer,
        })
        .await
}

fn criterion(
    desk: &Desk,
    shown: &JudgedDossier,
    id: &CriterionId,
    status: StatusCode,
    said: Option<Notice>,
    refused: &Refused,
) -> DeskAnswer {
    let page = || criterion_page(&shown.outcome.assessment, id, refused).ok_or(());
    let view = if refused.is_nothing() {
        shown.views.view_or(&format!("critère {id}"), page)
    } else {
        page().map(|page| Value::from_serializable(&page))
    };
    let criterion = shown.outcome.assessment.inputs.norm.criterion(id);
    let (Ok(view), Some(criterion)) = (view, criterion) else {
        return desk.refuse(
            &Refusal::said(format!(
                "le critère « {id} » n’est pas dans le profil de ce dossier"
            )),
            "/questions",
        );
    };
    let title = format!("{} — {}", criterion.id, criterion.title);
    let frame = desk.frame(&title, "/questions").about(shown).saying(said);
    frame::shown_as(status, "critere.html", frame, vec![("c", view)])
}

/// A criterion of the profile; none: it is not in it.
fn criterion_page(assessment: &Assessment, id: &CriterionId, refused: &Refused) -> Option<CriterionPage> {
    let (sheet, explanation) = answer_sheet(assessment, id).zip(explanation(assessment, id))?;
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    let mut was: BTreeMap<String, String> = BTreeMap::new();
    for field in &sheet.fields {
        let touched = |sent: &&TypedField| sent.typed.trim() != sent.shown.trim();
        let sent = refused.fields.get(&field.name).filter(touched);
        let value = sent.map_or(&field.value, |sent| &sent.typed);
        values.insert(field.name.clone(), value.clone());
        // once the person has seen what the file says by now, their word stands against it
        was.insert(field.name.clone(), field.value.clone());
    }
    let label = |name: &String| {
        let own = sheet.fields.iter().find(|field| &field.name == name);
        own.map_or_else(String::new, |field| field.label.clone())
    };
    let wrong = refused
        .errors
        .iter()
        .map(|(name, why)| (name.clone(), label(name), why.clone()))
        .collect();
    let ids: Vec<&CriterionId> = assessment
        .results
        .criteria
        .iter()
        .map(|result| &result.id)
        .collect();
    let here = ids.iter().position(|other| *other == id);
    let named = |at: Option<usize>| {
        let id = ids.get(at?)?;
        let title = assessment.inputs.norm.criterion(id)?.title.clone();
        Some((id.to_string(), title))
    };
    let asked = questions(assessment, None);
    let chapter = |id: &CriterionId| assessment.inputs.norm.criterion(id).map(|c| c.chapter.clone());
    let own = chapter(id);
    Some(CriterionPage {
        key: explanation.status.key(),
        sheet,
        explanation,
        values,
        shown: was,
        errors: refused.errors.clone(),
        meanwhile: refused.meanwhile.clone(),
        wrong,
        before: named(here.and_then(|at| at.checked_sub(1))),
        after: named(here.map(|at| at + 1)),
        neighbours: rows(assessment, &asked)
            .into_iter()
            .filter(|(other, _)| chapter(other) == own)
            .map(|(_, row)| row)
            .collect(),
    })
}

async fn save(State(house): State<House>, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = CriterionId::parse(&id) else {
        return refused::nowhere();
    };
    house.ask(move |desk| saved(desk, &id, &fields)).await
}

fn saved(desk: &mut Desk, id: &CriterionId, sent: &Fields) -> DeskAnswer {
    if !desk.admits(sent.get("jeton")) {
        return desk.refuse_token();
    }
    let shown = match desk.shown() {
        Ok(shown) => shown,
        Err(answer) => return answer,
    };
    let assessment = &shown.outcome.assessment;
    let Some(sheet) = answer_sheet(assessment, id) else {
        return desk.refuse(
            &Refusal::said(format!(
                "le critère « {id} » n’est pas dans le profil de ce dossier"
            )),
            "/questions",
        );
    };
    let before = status(assessment, id);
    let fields: TypedFields = sheet
        .fields
        .iter()
        .filter_map(|field| {
            let typed = sent.get(&field.name)?.to_owned();
            let shown = sent
                .get(&format!("vu.{}", field.name))
                .unwrap_or_default()
                .to_owned();
            Some((field.name.clone(), TypedField { shown, typed }))
        })
        .collect();
    let page = format!("/questions/{id}");
    let request = desk.request();
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let means = match desk.shared.means() {
        Ok(means) => means,
        Err(refusal) => return desk.refuse(&refusal, &page),
    };
    let done = answer(
        &shown.folder,
        &request,
        means.norms,
        (&shown.outcome, id),
        &fields,
        &mut sources,
        &mut sink,
    );
    match done {
        Ok(Answered::Written(changed)) => {
            let after = desk
                .shown()
                .ok()
                .and_then(|now| status(&now.outcome.assessment, id));
            let said = Notice {
                lines: judged_again(before, after),
                changed: changed.iter().map(lines).collect(),
                undo: true,
                ..Notice::done("Enregistré.")
            };
            let next = sent.get("puis").filter(|next| *next == "suivant");
            let next = next.and_then(|_| after_of(&shown.outcome.assessment, id));
            match next {
                Some(next) => desk.say(&format!("/questions/{next}"), said),
                None => desk.say(&page, said),
            }
        }
        Ok(Answered::Unchanged) => {
            let next = sent.get("puis").filter(|next| *next == "suivant");
            match next.and_then(|_| after_of(&shown.outcome.assessment, id)) {
                Some(next) => DeskAnswer::To(format!("/questions/{next}")),
                None => desk.say(&page, Notice::done("Rien à enregistrer : rien n’a changé.")),
            }
        }
        Ok(Answered::Wrong(errors)) => {
            let refused = Refused {
                fields,
                errors,
                meanwhile: BTreeMap::new(),
            };
            criterion(desk, &shown, id, StatusCode::UNPROCESSABLE_ENTITY, None, &refused)
        }
        Ok(Answered::Meanwhile(meanwhile)) => {
            let refused = Refused {
                fields,
                errors: BTreeMap::new(),
                meanwhile,
            };
            criterion(desk, &shown, id, StatusCode::CONFLICT, None, &refused)
        }
        Err(error) => {
            let refusal = Refusal::from(error);
            let said = Notice::refused(&refusal, &sink.messages(&sources));
            let refused = Refused {
                fields,
                ..Refused::default()
            };
            criterion(desk, &shown, id, StatusCode::CONFLICT, Some(said), &refused)
        }
    }
}

fn status(assessment: &Assessment, id: &CriterionId) -> Option<Status> {
    let results = assessment.results.criteria.iter();
    results
        .filter(|result| &result.id == id)
        .map(|result| result.retained)
        .next()
}

fn after_of(assessment: &Assessment, id: &CriterionId) -> Option<CriterionId> {
    let mut all = assessment.results.criteria.iter().map(|result| &result.id);
    all.find(|other| *other == id)?;
    all.next().cloned()
}

/// What became of the status, in one line.
fn judged_again(before: Option<Status>, after: Option<Status>) -> Vec<String> {
    match (before, after) {
        (Some(before), Some(after)) if before != after => vec![format!(
            "Le critère était « {} » ; il est maintenant « {} ».",
            before.label(),
            after.label()
        )],
        (_, Some(after)) => vec![format!("Le critère est « {} », comme avant.", after.label())],
        _ => Vec::new(),
    }
}
