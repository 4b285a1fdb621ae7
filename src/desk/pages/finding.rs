//! « Audit », one criterion: what to ask and to look at, what there is already, and the form of a finding.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use tera::Value;

mod typed;

use self::typed::{FIELD_OF, TypedFinding};
use super::audit::auditor;
use crate::answer::{DeskAnswer, refused};
use crate::desk::{Desk, JudgedDossier};
use crate::fields::Fields;
use crate::frame::{Notice, NoticeQuery, capital, lines, shown_as};
use crate::house::House;
use mediaudit_app::findings::{self, DossierAt};
use mediaudit_app::refusal::Refusal;
use mediaudit_core::assessment::inputs::{Finding, GapPart};
use mediaudit_core::diag::{Diagnostics, Message, Severity, Sources};
use mediaudit_core::dossier::edit::EditedFile;
use mediaudit_core::kernel::{AuditorId, CriterionId, FindingId, Status};
use mediaudit_core::view::interviews::{CriterionUnderAudit, under_audit};

pub(super) fn routes() -> Router<House> {
    Router::new()
        .route("/audit/{critere}", get(page).post(save))
        .route("/audit/{critere}/retirer", post(withdraw))
}

/// The query of the page: a finding that is changed; none: a new one.
#[derive(Debug, Default, Deserialize)]
struct Changing {
    constat: Option<String>,
    dit: Option<u32>,
}

/// The page; `a` in its template.
#[derive(Debug, Serialize)]
struct FindingPage {
    criterion: CriterionUnderAudit,
    auditor: String,
    /// Has the auditor a file yet?
    begun: bool,
    /// Findings on the criterion that are this auditor's.
    own: Vec<String>,
    /// The finding that is changed; empty: a new one.
    changes: String,
    elements: Vec<(String, String)>,
    levels: Vec<(String, String)>,
    statuses: Vec<(&'static str, &'static str)>,
    kinds: Vec<(String, String)>,
    sites: Vec<(String, String)>,
    /// The parts of a nonconformity: key, label, what the norm says of it.
    parts: Vec<(&'static str, &'static str, String)>,
    /// Fields of the norm's own form.
    form: Vec<(String, String)>,
    typed: TypedFinding,
    /// Why it was not taken: field, in words, why.
    wrong: Vec<Wrong>,
    /// The same, by field.
    errors: BTreeMap<&'static str, Vec<Wrong>>,
    /// Is a piece ticked that does not serve the criterion?
    others_seen: bool,
    /// What the file was when the page was shown.
    seen: String,
    before: Option<(String, String)>,
    after: Option<(String, String)>,
}

/// Why a finding was not taken.
#[derive(Debug, Clone, Serialize)]
struct Wrong {
    /// The field; empty: the finding as a whole.
    field: &'static str,
    why: String,
    hints: Vec<String>,
}

/// What a page shows of a finding that is written.
#[derive(Debug, Default)]
struct Written {
    /// The finding that is changed.
    changes: Option<FindingId>,
    typed: TypedFinding,
    wrong: Vec<Wrong>,
}

async fn page(
    State(house): State<House>,
    Path(id): Path<String>,
    Query(changing): Query<Changing>,
) -> Response {
    let Ok(id) = CriterionId::parse(&id) else {
        return refused::nowhere();
    };
    house
        .ask(move |desk| {
            let said = desk.said(NoticeQuery { dit: changing.dit });
            let (auditor, shown) = match auditor(desk).and_then(|own| Ok((own, desk.shown()?))) {
                Ok(found) => found,
                Err(answer) => return answer,
            };
            let found = changing
                .constat
                .as_deref()
                .and_then(|name| own(&shown, &auditor, &id, name));
            let written = Written {
                changes: found.map(|found| found.id.clone()),
                typed: found.map(TypedFinding::of).unwrap_or_default(),
                wrong: Vec::new(),
            };
            show(desk, &shown, (&auditor, &id), StatusCode::OK, said, written)
        })
        .await
}

/// A finding of this auditor on this criterion.
fn own<'a>(
    shown: &'a JudgedDossier,
    auditor: &AuditorId,
    criterion: &CriterionId,
    name: &str,
) -> Option<&'a Finding> {
    let mut all = shown.outcome.assessment.inputs.findings.iter();
    all.find(|found| found.id.as_str() == name && &found.auditor == auditor && &found.criterion == criterion)
}

/// What the file of the auditor is, as a page holds it.
fn seen(shown: &JudgedDossier, auditor: &AuditorId) -> String {
    let file = EditedFile::of_auditor(auditor).map(|file| file.to_string());
    let digest = file.ok().and_then(|file| shown.outcome.papers.get(&file));
    digest.map(ToString::to_string).unwrap_or_default()
}

fn show(
    desk: &Desk,
    shown: &JudgedDossier,
    (auditor, id): (&AuditorId, &CriterionId),
    status: StatusCode,
    said: Option<Notice>,
    written: Written,
) -> DeskAnswer {
    let assessment = &shown.outcome.assessment;
    let (inputs, norm) = (&assessment.inputs, &assessment.inputs.norm);
    let Some((under, criterion)) = under_audit(assessment, id).zip(norm.criterion(id)) else {
        let refusal = Refusal::said(format!(
            "le critère « {id} » n’est pas dans le profil de ce dossier"
        ));
        return desk.refuse(&refusal, "/audit");
    };
    let results = &assessment.results.criteria;
    let here = results.iter().position(|result| &result.id == id);
    let named = |at: Option<usize>| {
        let id = &results.get(at?)?.id;
        Some((id.to_string(), norm.criterion(id)?.title.clone()))
    };
    let own = inputs.findings.iter();
    let own = own.filter(|found| &found.auditor == auditor && &found.criterion == id);
    let form = norm.policy.form.iter().flat_map(|form| &form.fields);
    let title = format!("{} — {}", id, criterion.title);
    let view = FindingPage {
        auditor: auditor.to_string(),
        begun: inputs.auditors.contains_key(auditor),
        own: own.map(|found| found.id.to_string()).collect(),
        changes: written
            .changes
            .as_ref()
            .map(FindingId::to_string)
            .unwrap_or_default(),
        elements: criterion
            .elements
            .iter()
            .map(|element| (element.id.to_string(), element.label.clone()))
            .collect(),
        levels: norm
            .levels
            .iter()
            .map(|level| (level.id.to_string(), level.label.clone()))
            .collect(),
        statuses: Status::ALL
            .into_iter()
            .map(|status| (status.key(), status.label()))
            .collect(),
        kinds: norm
            .kinds
            .iter()
            .map(|kind| (kind.code.to_string(), kind.label.clone()))
            .collect(),
        sites: inputs
            .sites
            .iter()
            .map(|site| (site.id.to_string(), site.name.clone()))
            .collect(),
        parts: GapPart::ALL
            .into_iter()
            .map(|part| (part.key(), part.label(), suggested(part, &under)))
            .collect(),
        form: form
            .map(|field| (field.id.to_string(), field.label.clone()))
            .collect(),
        others_seen: under.others.iter().any(|piece| written.typed.names(&piece.id)),
        typed: written.typed,
        errors: by_field(&written.wrong),
        wrong: written.wrong,
        seen: seen(shown, auditor),
        before: named(here.and_then(|at| at.checked_sub(1))),
        after: named(here.map(|at| at + 1)),
        criterion: under,
    };
    let frame = desk
        .frame(&format!("Audit : {title}"), "/audit")
        .about(shown)
        .saying(said);
    shown_as(
        status,
        "constat.html",
        frame,
        vec![("a", Value::from_serializable(&view))],
    )
}

fn by_field(wrong: &[Wrong]) -> BTreeMap<&'static str, Vec<Wrong>> {
    let mut out: BTreeMap<&'static str, Vec<Wrong>> = BTreeMap::new();
    for one in wrong {
        out.entry(one.field).or_default().push(one.clone());
    }
    out
}

/// What the norm itself says of a part.
fn suggested(part: GapPart, under: &CriterionUnderAudit) -> String {
    match part {
        GapPart::Requirement => under.point.requirement.clone(),
        GapPart::Stake => under.point.stake.clone(),
        GapPart::Observation | GapPart::Shortfall => String::new(),
    }
}

/// What a use case told of a finding, at the fields that it is about.
fn told(refusal: &Refusal, messages: &[Message]) -> Vec<Wrong> {
    let wrong = |why: &str, hints: &[String]| {
        let found = FIELD_OF.iter().find(|(words, _)| why.contains(words));
        Wrong {
            field: found.map_or("", |(_, field)| field),
            why: capital(why),
            hints: hints.iter().map(|hint| capital(hint)).collect(),
        }
    };
    let said = match refusal {
        Refusal::Said { message, hints } => vec![wrong(message, hints)],
        Refusal::Files => Vec::new(),
    };
    let errors = messages
        .iter()
        .filter(|message| message.severity == Severity::Error)
        .map(|message| wrong(&message.message, &message.hints));
    said.into_iter().chain(errors).collect()
}

async fn save(State(house): State<House>, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = CriterionId::parse(&id) else {
        return refused::nowhere();
    };
    house.ask(move |desk| saved(desk, &id, &fields)).await
}

fn saved(desk: &mut Desk, id: &CriterionId, fields: &Fields) -> DeskAnswer {
    if !desk.admits(fields.get("jeton")) {
        return desk.refuse_token();
    }
    let (auditor, shown) = match auditor(desk).and_then(|own| Ok((own, desk.shown()?))) {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let named = fields.said("constat-id").unwrap_or_default().to_owned();
    let found = own(&shown, &auditor, id, &named);
    let typed = TypedFinding::sent(fields);
    let written = |typed: TypedFinding, wrong: Vec<Wrong>| Written {
        changes: found.map(|found| found.id.clone()),
        typed,
        wrong,
    };
    let at = (&auditor, id);
    if !named.is_empty() && (found.is_none() || fields.get("fichier") != Some(&seen(&shown, &auditor))) {
        let said = Notice {
            kind: "refuse",
            title: "Rien n’a été enregistré : vos constats ont été changés entre-temps, sans cette page.".to_owned(),
            lines: vec![
                "Ce que dit maintenant le fichier est montré ci-dessous, et ce que vous aviez écrit est resté dans le formulaire : vérifiez, puis enregistrez."
                    .to_owned(),
            ],
            ..Notice::default()
        };
        let written = written(typed, Vec::new());
        return show(desk, &shown, at, StatusCode::CONFLICT, Some(said), written);
    }
    let mut order = match typed.order(found.map(TypedFinding::of).as_ref()) {
        Ok(order) => order,
        Err(why) => {
            let wrong = vec![Wrong {
                field: "le",
                why,
                hints: Vec::new(),
            }];
            let written = written(typed, wrong);
            return show(desk, &shown, at, StatusCode::UNPROCESSABLE_ENTITY, None, written);
        }
    };
    order.auditor = Some(auditor.to_string());
    order.criterion = Some(id.to_string());
    let done = noting(desk, &shown, &mut |at, sources, sink| match found {
        Some(found) => findings::settle(found.id.as_str(), &order, at, sources, sink),
        None => findings::add(&order, at, sources, sink),
    });
    match done {
        Ok(noted) => {
            let said = Notice {
                changed: lines(&noted.changed),
                undo: !noted.changed.hunks.is_empty(),
                ..Notice::done(format!("Le constat {} est enregistré.", noted.id))
            };
            desk.say(&format!("/audit/{id}"), said)
        }
        Err((refusal, messages)) => {
            let written = written(typed, told(&refusal, &messages));
            show(desk, &shown, at, StatusCode::UNPROCESSABLE_ENTITY, None, written)
        }
    }
}

/// Something that is done to a finding.
type Noting<'a> =
    dyn FnMut(&DossierAt<'_>, &mut Sources, &mut Diagnostics) -> Result<findings::FindingNoted, Refusal> + 'a;

fn noting(
    desk: &Desk,
    shown: &JudgedDossier,
    act: &mut Noting<'_>,
) -> Result<findings::FindingNoted, (Refusal, Vec<Message>)> {
    let request = desk.request();
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let done = desk.shared.means().and_then(|means| {
        let at = DossierAt {
            folder: &shown.folder,
            request: &request,
            means,
        };
        act(&at, &mut sources, &mut sink)
    });
    done.map_err(|refusal| (refusal, sink.messages(&sources)))
}

async fn withdraw(State(house): State<House>, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = CriterionId::parse(&id) else {
        return refused::nowhere();
    };
    house.ask(move |desk| withdrawn(desk, &id, &fields)).await
}

fn withdrawn(desk: &mut Desk, id: &CriterionId, fields: &Fields) -> DeskAnswer {
    if !desk.admits(fields.get("jeton")) {
        return desk.refuse_token();
    }
    let (auditor, shown) = match auditor(desk).and_then(|own| Ok((own, desk.shown()?))) {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let page = format!("/audit/{id}");
    let named = fields.said("constat-id").unwrap_or_default();
    let Some(found) = own(&shown, &auditor, id, named) else {
        let refusal = Refusal::said("ce constat n’est pas, ou n’est plus, dans votre fichier");
        return desk.refuse(&refusal, &page);
    };
    let name = found.id.to_string();
    match noting(desk, &shown, &mut |at, sources, sink| {
        findings::withdraw(&name, at, sources, sink)
    }) {
        Ok(noted) => {
            let said = Notice {
                changed: lines(&noted.changed),
                undo: true,
                ..Notice::done(format!("Le constat {name} est retiré."))
            };
            desk.say(&page, said)
        }
        Err((refusal, messages)) => desk.refuse_told(&refusal, &messages, &page),
    }
}
