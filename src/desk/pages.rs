//! The pages, one file each.

mod audit;
mod deposit;
mod finding;
mod lifting;
mod papers;
mod piece;
mod plan;
mod questions;
mod report;
mod status;
mod welcome;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::limit::RequestBodyLimitLayer;

use super::answer::refused;
use super::fields::Fields;
use super::frame::{self, Notice, lines};
use super::house::House;
use super::{gate, statics};
use mediaudit_app::edit;
use mediaudit_app::refusal::Refusal;

/// Most bytes of a form: a comment of several pages.
const MOST_OF_A_FORM: usize = 1024 * 1024;

/// Everything that is served, behind its gate.
pub(super) fn all(house: House) -> Router {
    let forms = Router::new()
        .merge(deposit::routes())
        .merge(lifting::routes())
        .merge(papers::routes())
        .merge(piece::routes())
        .merge(plan::routes())
        .merge(report::routes())
        .merge(questions::routes())
        .merge(audit::routes())
        .merge(finding::routes())
        .merge(status::routes())
        .merge(welcome::routes())
        .route("/annuler", post(take_back))
        .route("/quitter", post(leave))
        .route("/vivant", get(alive))
        .route("/statique/{nom}", get(statics::file))
        .layer(RequestBodyLimitLayer::new(MOST_OF_A_FORM));
    forms
        .merge(deposit::receiving())
        .fallback(nowhere)
        .layer(from_fn(worded))
        .layer(from_fn_with_state(house.clone(), gate::pass))
        .with_state(house)
}

/// Refusals of the router itself have no words of their own: ours stand there.
async fn worded(request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    let status = answer.status();
    let kind = answer.headers().get(CONTENT_TYPE);
    // ours are pages; what the router says by itself is plain, or nothing
    let own = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    match status {
        _ if own || !status.is_client_error() => answer,
        StatusCode::METHOD_NOT_ALLOWED => refused::method(),
        StatusCode::PAYLOAD_TOO_LARGE => refused::form(status),
        StatusCode::NOT_FOUND => refused::nowhere(),
        _ => refused::address(status),
    }
}

async fn nowhere() -> Response {
    refused::nowhere()
}

/// A page asks whether the desk is still there.
async fn alive() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// Stops the desk, on request.
async fn leave(State(house): State<House>, fields: Fields) -> Response {
    let told = house.clone();
    house
        .ask(move |desk| {
            if !desk.admits(fields.get("jeton")) {
                return desk.refuse_token();
            }
            told.stop.send_replace(true);
            frame::shown("adieu.html", desk.frame("médiaudit est fermé", ""), Vec::new())
        })
        .await
}

/// Takes the last change back.
async fn take_back(State(house): State<House>, fields: Fields) -> Response {
    house
        .ask(move |desk| {
            if !desk.admits(fields.get("jeton")) {
                return desk.refuse_token();
            }
            let Some(open) = &desk.dossier else {
                return desk.say("/accueil", Notice::default());
            };
            match edit::take_back(&open.folder) {
                Ok(changed) => {
                    let said = Notice {
                        changed: lines(&changed),
                        ..Notice::done("La dernière modification est annulée : le fichier est comme avant.")
                    };
                    desk.say("/", said)
                }
                Err(error) => {
                    let refusal = Refusal::from(error);
                    desk.refuse(&refusal, "/")
                }
            }
        })
        .await
}
