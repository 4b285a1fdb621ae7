//! « Où nous en sommes ».

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use tera::Value;

use super::lifting::{TypedReason, seen};
use crate::answer::DeskAnswer;
use crate::desk::{Desk, JudgedDossier};
use crate::frame::{self, Notice, NoticeQuery};
use crate::house::House;
use mediaudit_core::diag::Message;
use mediaudit_core::dossier::edit::EditedFile;
use mediaudit_core::view::comparison::Section;
use mediaudit_core::view::doubts::{DoubtRow, doubts};
use mediaudit_core::view::evidence_map::expiring;
use mediaudit_core::view::questions::questions;
use mediaudit_core::view::standing::{StandingSheet, standing_of};
use mediaudit_core::view::{Report, report};

pub(super) fn routes() -> Router<House> {
    Router::new().route("/", get(page))
}

/// What the page shows; `s` in its template.
#[derive(Debug, Serialize)]
struct StatusPage {
    #[serde(flatten)]
    standing: StandingSheet,
    progress: Progress,
    report: Report,
    ending: Option<Section>,
    warnings: Vec<Message>,
    doubts: Vec<DoubtRow>,
}

/// How much is answered.
#[derive(Debug, Serialize)]
struct Progress {
    given: usize,
    total: usize,
    said: String,
    open: usize,
    time: String,
}

async fn page(State(house): State<House>, Query(saying): Query<NoticeQuery>) -> Response {
    house.ask(move |desk| shown(desk, saying)).await
}

fn shown(desk: &mut Desk, saying: NoticeQuery) -> DeskAnswer {
    let shown = match desk.shown() {
        Ok(shown) => shown,
        Err(answer) => return answer,
    };
    let said = desk.said(saying);
    show(desk, &shown, StatusCode::OK, said, &TypedReason::default())
}

pub(super) fn show(
    desk: &Desk,
    shown: &JudgedDossier,
    status: StatusCode,
    said: Option<Notice>,
    typed: &TypedReason,
) -> DeskAnswer {
    let view = shown.views.view("situation", || view(shown));
    let frame = desk.frame("Où nous en sommes", "/").about(shown).saying(said);
    let values = vec![
        ("s", view),
        ("f", Value::from_serializable(typed)),
        ("vu", Value::from(seen(shown, EditedFile::MAIN))),
        ("auditeur", Value::from(desk.settings.auditor.is_some())),
    ];
    frame::shown_as(status, "situation.html", frame, values)
}

fn view(shown: &JudgedDossier) -> StatusPage {
    let outcome = &shown.outcome;
    let assessment = &outcome.assessment;
    let asked = questions(assessment, None);
    let report = report(assessment);
    StatusPage {
        standing: standing_of(&report, assessment, &outcome.inventory, &outcome.leftovers),
        progress: Progress {
            given: asked.given,
            total: asked.total,
            open: asked.questions.len(),
            time: asked.time,
            said: asked.progress,
        },
        report,
        ending: expiring(assessment),
        warnings: shown.warnings.clone(),
        doubts: doubts(assessment),
    }
}
