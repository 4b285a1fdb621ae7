//! What the desk answers: a page, another address, a file, or why not.

use super::gate::FRAMING_POLICY;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use mediaudit_ink::screen;

/// An answer.
#[derive(Debug)]
pub(super) enum DeskAnswer {
    /// A page.
    Page(StatusCode, String),
    /// A page that shows a document of the dossier in a frame.
    Framing(StatusCode, String),
    /// Go there.
    To(String),
    /// A file of the dossier or a report, with its own headers.
    File(PageFile),
}

/// A file that is given.
#[derive(Debug)]
pub(super) struct PageFile {
    /// As it is called where it is kept.
    pub(super) name: String,
    /// What it is said to be.
    pub(super) media: &'static str,
    /// To be kept, not shown.
    pub(super) attached: bool,
    /// What a page that is shown may do; none: what all pages may.
    pub(super) policy: Option<&'static str>,
    /// May our own pages show it in a frame?
    pub(super) framed: bool,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

impl IntoResponse for DeskAnswer {
    fn into_response(self) -> Response {
        match self {
            Self::Page(status, page) => (status, Html(page)).into_response(),
            Self::Framing(status, page) => (
                status,
                [(header::CONTENT_SECURITY_POLICY, FRAMING_POLICY)],
                Html(page),
            )
                .into_response(),
            Self::To(address) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
            Self::File(file) => file.into_response(),
        }
    }
}

impl IntoResponse for PageFile {
    fn into_response(self) -> Response {
        let mut answer = ([(header::CONTENT_TYPE, self.media)], self.bytes).into_response();
        let headers = answer.headers_mut();
        if self.attached
            && let Ok(value) = format!(
                "attachment; filename=\"{}\"; filename*=UTF-8''{}",
                plain(&self.name),
                screen::address(&self.name)
            )
            .parse()
        {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        if self.framed {
            headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
        }
        if let Some(policy) = self.policy.and_then(|policy| policy.parse().ok()) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        answer
    }
}

/// A name for programs that read ASCII alone.
fn plain(name: &str) -> String {
    let kept = |c: char| c.is_ascii_alphanumeric() || ". -_()".contains(c);
    name.chars().map(|c| if kept(c) { c } else { '_' }).collect()
}

/// Refusals that need no dossier: a page without a frame.
pub(super) mod refused {
    use axum::http::StatusCode;
    use axum::response::{Html, IntoResponse, Response};
    use mediaudit_ink::screen;
    use tera::Value;

    fn page(status: StatusCode, title: &str, text: &str) -> Response {
        let values = [("titre", Value::from(title)), ("texte", Value::from(text))];
        match screen::page("refus.html", &values) {
            Ok(page) => (status, Html(page)).into_response(),
            Err(error) => (status, error.to_string()).into_response(),
        }
    }

    pub(crate) fn key() -> Response {
        page(
            StatusCode::UNAUTHORIZED,
            "Cette page ne s’ouvre pas ainsi",
            "L’adresse que médiaudit donne au démarrage ne sert qu’une fois, dans un seul navigateur. Revenez à l’onglet où il s’est ouvert, ou quittez médiaudit et rouvrez-le.",
        )
    }

    pub(crate) fn origin() -> Response {
        page(
            StatusCode::FORBIDDEN,
            "Demande refusée",
            "Cette demande ne vient pas d’une page de médiaudit : rien n’a été changé. Rouvrez la page, puis recommencez.",
        )
    }

    pub(crate) fn form(status: StatusCode) -> Response {
        page(
            status,
            "Formulaire illisible",
            "Ce formulaire est trop long, ou incomplet : rien n’a été changé. Revenez en arrière, puis recommencez.",
        )
    }

    pub(crate) fn internal() -> Response {
        page(
            StatusCode::INTERNAL_SERVER_ERROR,
            "médiaudit n’a pas pu répondre",
            "Ce n’est pas votre dossier qui est en cause. Rechargez la page ; si cela se répète, signalez-le avec ce que vous veniez de faire.",
        )
    }

    pub(crate) fn address(status: StatusCode) -> Response {
        page(
            status,
            "Cette adresse est incomplète",
            "Revenez au début, et suivez les liens.",
        )
    }

    pub(crate) fn method() -> Response {
        page(
            StatusCode::METHOD_NOT_ALLOWED,
            "Demande refusée",
            "Cette adresse ne s’ouvre pas de cette façon : rien n’a été changé.",
        )
    }

    pub(crate) fn nowhere() -> Response {
        page(
            StatusCode::NOT_FOUND,
            "Cette page n’existe pas",
            "Revenez au début, et suivez les liens.",
        )
    }
}
