//! What every request passes before anything else: the host, the key, the origin; and the headers of every answer.
//!
//! Cookies know no ports: another program of this machine at 127.0.0.1 is the same site for a browser, and sees ours sent along. So a
//! change also wants the very origin of this desk, and the token of its forms. `Referrer-Policy` is `same-origin`, not `no-referrer`,
//! under which browsers send `Origin: null` with our own forms; nothing is told to any other site either way.

use std::sync::{Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::answer::refused;
use super::house::House;
use mediaudit_core::kernel::Digest;

/// What a page may load: our own style, script, fonts and pictures.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same for a page that shows a document of the dossier in a frame.
pub(super) const FRAMING_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Where the one-time address leads.
pub(super) const ENTRANCE: &str = "/entree";

/// The keys of one desk.
#[derive(Debug)]
pub(super) struct DeskGate {
    port: u16,
    /// Digest of the one-time key; none once it was used.
    once: Mutex<Option<Digest>>,
    /// Digest of the key that the browser keeps.
    kept: Digest,
    /// The key itself, to be given once.
    cookie: String,
}

impl DeskGate {
    /// A gate for a port; both keys are secrets.
    pub(super) fn new(port: u16, once: &str, cookie: String) -> Self {
        Self {
            port,
            once: Mutex::new(Some(Digest::of(once.as_bytes()))),
            kept: Digest::of(cookie.as_bytes()),
            cookie,
        }
    }

    /// Cookies know no ports: two desks must not take each other's.
    fn cookie_name(&self) -> String {
        format!("mediaudit-{}", self.port)
    }

    fn is_own_host(&self, headers: &HeaderMap) -> bool {
        let mut hosts = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return false;
        };
        let own = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{}", self.port));
        own.iter().any(|own| host.as_bytes() == own.as_bytes())
    }

    /// Keys are compared by their digests, so that how long it takes tells nothing of them.
    fn has_key(&self, headers: &HeaderMap) -> bool {
        let name = self.cookie_name();
        let cookies = headers.get_all(header::COOKIE).iter();
        cookies
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .any(|(key, value)| key == name && Digest::of(value.as_bytes()) == self.kept)
    }

    /// Uses the one-time key up; a second time it opens nothing.
    fn enter(&self, uri: &Uri) -> Option<Response> {
        let given = uri.query()?.strip_prefix("cle=")?;
        let mut once = self.once.lock().unwrap_or_else(PoisonError::into_inner);
        if *once != Some(Digest::of(given.as_bytes())) {
            return None;
        }
        *once = None;
        let cookie = format!(
            "{}={}; HttpOnly; SameSite=Strict; Path=/",
            self.cookie_name(),
            self.cookie
        );
        let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, "/".to_owned())];
        Some((StatusCode::SEE_OTHER, headers).into_response())
    }
}

/// Does a change come from a page of this very desk?
fn is_own_origin(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = headers
        .get("sec-fetch-site")
        .map(|value| value.as_bytes() == b"same-origin");
    // INVARIANT: the host is one of ours
    let own = text(header::HOST).map(|host| format!("http://{host}"));
    match (headers.contains_key(header::ORIGIN), site) {
        (true, site) => text(header::ORIGIN).map(str::to_owned) == own && site != Some(false),
        (false, site) => site == Some(true),
    }
}

/// The gate itself.
pub(super) async fn pass(State(house): State<House>, request: Request, next: Next) -> Response {
    let mut answer = match stopped(&house.gate, &request) {
        Some(answer) => answer,
        None => {
            house.alive(request.uri().path());
            next.run(request).await
        }
    };
    sign(answer.headers_mut());
    answer
}

fn stopped(gate: &DeskGate, request: &Request) -> Option<Response> {
    let headers = request.headers();
    if !gate.is_own_host(headers) {
        return Some((StatusCode::MISDIRECTED_REQUEST, "").into_response());
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path();
    if path == ENTRANCE && *request.method() == Method::GET {
        return Some(gate.enter(request.uri()).unwrap_or_else(refused::key));
    }
    if path.starts_with("/statique/") && reads {
        return None;
    }
    if !gate.has_key(headers) {
        return Some(refused::key());
    }
    if !reads && !is_own_origin(headers) {
        return Some(refused::origin());
    }
    None
}

/// The headers of every answer; one that a page sets itself stays.
fn sign(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, PAGE_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}
