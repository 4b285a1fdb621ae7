//! « Papiers »: the binder, paper by paper.

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use tera::Value;

use super::lifting::{TypedReason, seen};
use crate::answer::DeskAnswer;
use crate::desk::{Desk, JudgedDossier};
use crate::frame::{self, Notice, NoticeQuery};
use crate::house::House;
use mediaudit_core::dossier::edit::EditedFile;
use mediaudit_core::view::papers::binder_page;

pub(super) fn routes() -> Router<House> {
    Router::new().route("/papiers", get(page))
}

async fn page(State(house): State<House>, Query(saying): Query<NoticeQuery>) -> Response {
    house
        .ask(move |desk| match desk.shown() {
            Ok(shown) => {
                let said = desk.said(saying);
                show(desk, &shown, StatusCode::OK, said, &TypedReason::default())
            }
            Err(answer) => answer,
        })
        .await
}

pub(super) fn show(
    desk: &Desk,
    shown: &JudgedDossier,
    status: StatusCode,
    said: Option<Notice>,
    typed: &TypedReason,
) -> DeskAnswer {
    let outcome = &shown.outcome;
    let binder = || binder_page(&outcome.assessment, &outcome.inventory, &outcome.leftovers);
    let view = shown.views.view("papiers", binder);
    let frame = desk.frame("Papiers", "/papiers").about(shown).saying(said);
    let waiting = desk.tray.as_ref().map(|tray| (tray.number, tray.tray.count()));
    let values = vec![
        ("b", view),
        ("attend", Value::from_serializable(&waiting)),
        ("f", Value::from_serializable(typed)),
        ("vu", Value::from(seen(shown, EditedFile::MAIN))),
    ];
    frame::shown_as(status, "papiers.html", frame, values)
}
