//! « Audit »: the plan of an auditor's interviews, what waits for a finding, what the other auditors found otherwise.

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use tera::Value;

use crate::answer::DeskAnswer;
use crate::desk::{Desk, JudgedDossier};
use crate::fields::Fields;
use crate::frame::{Notice, NoticeQuery, capital, lines, shown_as};
use crate::house::House;
use mediaudit_app::findings::{self, AuditorSignature, DossierAt};
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::AuditorId;
use mediaudit_core::view::interviews::InterviewPlan;
use mediaudit_core::view::{Extent, Report, report_in};

pub(super) fn routes() -> Router<House> {
    Router::new()
        .route("/audit", get(page))
        .route("/audit/commencer", post(begin))
}

/// The page; `a` in its template.
#[derive(Debug, Serialize)]
struct AuditPage {
    auditor: String,
    /// Who signs; none: the file is not there yet.
    signature: Option<String>,
    plan: InterviewPlan,
    done: &'static str,
    whole: Vec<String>,
    report: Report,
}

/// What was typed of the signature, and not taken; `f` in its template.
#[derive(Debug, Default, Serialize)]
struct TypedSignature {
    role: String,
    body: String,
    independence: String,
}

/// The auditor whose session it is; else the page that says that it is none.
pub(super) fn auditor(desk: &Desk) -> Result<AuditorId, DeskAnswer> {
    match &desk.settings.auditor {
        Some(auditor) => Ok(auditor.clone()),
        None => Err(DeskAnswer::To("/".to_owned())),
    }
}

async fn page(State(house): State<House>, Query(saying): Query<NoticeQuery>) -> Response {
    house
        .ask(move |desk| {
            let said = desk.said(saying);
            match auditor(desk).and_then(|auditor| Ok((auditor, desk.shown()?))) {
                Ok((auditor, shown)) => {
                    let typed = TypedSignature::default();
                    show(desk, &shown, &auditor, StatusCode::OK, said, typed)
                }
                Err(answer) => answer,
            }
        })
        .await
}

fn show(
    desk: &Desk,
    shown: &JudgedDossier,
    auditor: &AuditorId,
    status: StatusCode,
    said: Option<Notice>,
    typed: TypedSignature,
) -> DeskAnswer {
    let view = shown.views.view("audit", || view(shown, auditor));
    let frame = desk.frame("Audit", "/audit").about(shown).saying(said);
    shown_as(
        status,
        "audit.html",
        frame,
        vec![("a", view), ("f", Value::from_serializable(&typed))],
    )
}

fn view(shown: &JudgedDossier, auditor: &AuditorId) -> AuditPage {
    let assessment = &shown.outcome.assessment;
    let plan = findings::plan(&shown.outcome);
    let known = assessment.inputs.auditors.get(auditor);
    AuditPage {
        auditor: auditor.to_string(),
        signature: known.map(|auditor| capital(&auditor.signature())),
        done: if plan.is_done() { plan.done() } else { "" },
        whole: plan.whole.clone(),
        plan,
        report: report_in(assessment, Extent::Full),
    }
}

async fn begin(State(house): State<House>, fields: Fields) -> Response {
    house.ask(move |desk| begun(desk, &fields)).await
}

/// Lays the file of the auditor.
fn begun(desk: &mut Desk, fields: &Fields) -> DeskAnswer {
    if !desk.admits(fields.get("jeton")) {
        return desk.refuse_token();
    }
    let (auditor, shown) = match auditor(desk).and_then(|auditor| Ok((auditor, desk.shown()?))) {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let field = |name| fields.said(name).map(str::to_owned);
    let signature = AuditorSignature {
        auditor: auditor.to_string(),
        role: field("fonction"),
        body: field("organisme"),
        independence: field("independance"),
    };
    let request = desk.request();
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let done = desk.shared.means().and_then(|means| {
        let at = DossierAt {
            folder: &shown.folder,
            request: &request,
            means,
        };
        findings::prepare(&signature, &shown.outcome, &at, &mut sources, &mut sink)
    });
    match done {
        Ok(changed) => {
            let said = Notice {
                changed: lines(&changed),
                undo: true,
                ..Notice::done("Votre fichier de constats est prêt.")
            };
            desk.say("/audit", said)
        }
        Err(refusal) => {
            let said = Notice::refused(&refusal, &sink.messages(&sources));
            let typed = TypedSignature {
                role: signature.role.unwrap_or_default(),
                body: signature.body.unwrap_or_default(),
                independence: signature.independence.unwrap_or_default(),
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show(desk, &shown, &auditor, status, Some(said), typed)
        }
    }
}
