//! « Papiers »: the binder, paper by paper.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use tera::Value;

use crate::frame::{self, NoticeQuery};
use crate::house::House;
use mediaudit_core::view::papers::binder_page;

pub(super) fn routes() -> Router<House> {
    Router::new().route("/papiers", get(page))
}

async fn page(State(house): State<House>, Query(saying): Query<NoticeQuery>) -> Response {
    house
        .ask(move |desk| {
            let shown = match desk.shown() {
                Ok(shown) => shown,
                Err(answer) => return answer,
            };
            let outcome = &shown.outcome;
            let binder = || binder_page(&outcome.assessment, &outcome.inventory, &outcome.leftovers);
            let view = shown.views.view("papiers", binder);
            let frame = desk
                .frame("Papiers", "/papiers")
                .about(&shown)
                .saying(desk.said(saying));
            let waiting = desk.tray.as_ref().map(|tray| (tray.number, tray.tray.count()));
            let values = vec![("b", view), ("attend", Value::from_serializable(&waiting))];
            frame::shown("papiers.html", frame, values)
        })
        .await
}
