//! « Où nous en sommes ».

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;

use crate::answer::DeskAnswer;
use crate::desk::{Desk, JudgedDossier};
use crate::frame::{self, NoticeQuery};
use crate::house::House;
use mediaudit_core::diag::Message;
use mediaudit_core::view::comparison::Section;
use mediaudit_core::view::evidence_map::expiring;
use mediaudit_core::view::questions::questions;
use mediaudit_core::view::standing::{StandingSheet, standing};
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
    let view = shown.views.view("situation", || view(&shown));
    let frame = desk
        .frame("Où nous en sommes", "/")
        .about(&shown)
        .saying(desk.said(saying));
    frame::shown("situation.html", frame, vec![("s", view)])
}

fn view(shown: &JudgedDossier) -> StatusPage {
    let outcome = &shown.outcome;
    let assessment = &outcome.assessment;
    let asked = questions(assessment, None);
    StatusPage {
        standing: standing(assessment, &outcome.inventory, &outcome.leftovers),
        progress: Progress {
            given: asked.given,
            total: asked.total,
            open: asked.questions.len(),
            time: asked.time,
            said: asked.progress,
        },
        report: report(assessment),
        ending: expiring(assessment),
        warnings: shown.warnings.clone(),
    }
}
