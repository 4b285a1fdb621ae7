//! The first page where no dossier is open.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;

use crate::frame::Saying;
use crate::house::House;

pub(super) fn routes() -> Router<House> {
    Router::new().route("/accueil", get(page))
}

async fn page(State(house): State<House>, Query(saying): Query<Saying>) -> Response {
    house
        .ask(move |desk| {
            let frame = desk.frame("Ouvrir un dossier", "").saying(desk.said(saying));
            desk.page("accueil.html", frame, Vec::new())
        })
        .await
}
