//! Style, script, picture and fonts: ours, by name, never by path.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use mediaudit_ink::screen;

pub(super) async fn file(Path(name): Path<String>) -> Response {
    let (kind, bytes): (&'static str, &'static [u8]) = match name.as_str() {
        "bureau.css" => ("text/css; charset=utf-8", screen::STYLE.as_bytes()),
        "bureau.js" => ("text/javascript; charset=utf-8", screen::SCRIPT.as_bytes()),
        "icone.svg" => ("image/svg+xml", screen::ICON.as_bytes()),
        other => match screen::font(other) {
            Some(bytes) => ("font/ttf", bytes),
            None => return StatusCode::NOT_FOUND.into_response(),
        },
    };
    // the same as long as this desk is open: they hold nothing of anybody
    (
        [(CONTENT_TYPE, kind), (CACHE_CONTROL, "private, max-age=3600")],
        bytes,
    )
        .into_response()
}
