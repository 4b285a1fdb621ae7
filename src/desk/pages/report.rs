//! « Rapport »: seen as a page, taken as a PDF. It rests on files that were all read anew; a PDF is made in a child.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::{Deserialize, Serialize};
use tera::Value;

use crate::answer::{DeskAnswer, PageFile, refused};
use crate::desk::Desk;
use crate::frame::{self, NoticeQuery};
use crate::house::House;
use mediaudit_app::assess::Outcome;
use mediaudit_app::issue;
use mediaudit_app::report::{Look, ReportFormat};
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::view::Extent;

pub(super) fn routes() -> Router<House> {
    Router::new()
        .route("/rapport", get(page))
        .route("/rapport/html", get(html))
        .route("/rapport/pdf", get(pdf))
}

/// What is asked.
#[derive(Debug, Clone, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    etendue: Width,
    profil: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Width {
    #[default]
    Essentiel,
    Complet,
}

impl Width {
    fn look(self, format: ReportFormat) -> Look {
        let extent = match self {
            Self::Essentiel => Extent::Essential,
            Self::Complet => Extent::Full,
        };
        Look { format, extent }
    }
}

/// The page; `r` in its template.
#[derive(Debug, Serialize)]
struct ReportPage {
    /// Sheets about a part of the norm: id, title, what it is.
    sheets: Vec<(String, String, String)>,
    headline: String,
    to_open: Vec<String>,
    issued: bool,
}

async fn page(State(house): State<House>, Query(saying): Query<NoticeQuery>) -> Response {
    house
        .ask(move |desk| {
            let shown = match desk.shown() {
                Ok(shown) => shown,
                Err(answer) => return answer,
            };
            let assessment = &shown.outcome.assessment;
            let inputs = &assessment.inputs;
            let report = mediaudit_core::view::report_in(assessment, Extent::Essential);
            let profiles = inputs.norm.profiles.iter();
            let view = ReportPage {
                sheets: profiles
                    .filter(|profile| profile.partial && !profile.first && profile.id != inputs.profile)
                    .map(|profile| {
                        let id = profile.id.to_string();
                        (id, profile.title.clone(), profile.description.clone())
                    })
                    .collect(),
                headline: report.summary.headline,
                to_open: report.summary.to_open,
                issued: inputs.previous.is_some(),
            };
            let frame = desk
                .frame("Rapport", "/rapport")
                .about(&shown)
                .saying(desk.said(saying));
            frame::shown(
                "rapport.html",
                frame,
                vec![("r", Value::from_serializable(&view))],
            )
        })
        .await
}

/// How the file is called: a sheet about a part of the norm says which.
fn name(outcome: &Outcome, profile: Option<&str>, extension: &str) -> String {
    let usual = issue::usual_name(outcome, extension);
    match profile {
        Some(profile) => format!("{profile}-{usual}"),
        None => usual,
    }
}

/// A report is one page that needs nothing: it may load nothing, send nothing, run nothing.
const REPORT_POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups";

async fn html(State(house): State<House>, Query(asked): Query<Asked>) -> Response {
    house
        .ask(move |desk| {
            let outcome = match desk.anew(asked.profil.as_deref()) {
                Ok(outcome) => outcome,
                Err(answer) => return answer,
            };
            let (sources, mut sink) = (Sources::default(), Diagnostics::default());
            let look = asked.etendue.look(ReportFormat::Html);
            match issue::make(&outcome, look, None, &desk.shared, &sources, &mut sink) {
                Ok(bytes) => DeskAnswer::File(PageFile {
                    name: name(&outcome, asked.profil.as_deref(), "html"),
                    media: "text/html; charset=utf-8",
                    attached: false,
                    policy: Some(REPORT_POLICY),
                    bytes,
                }),
                Err(refusal) => desk.refuse(&refusal, "/rapport"),
            }
        })
        .await
}

async fn pdf(State(house): State<House>, Query(asked): Query<Asked>) -> Response {
    let look = asked.etendue.look(ReportFormat::Pdf);
    let profile = asked.profil.clone();
    let found = house
        .with(move |desk| {
            let outcome = desk.anew(profile.as_deref())?;
            match desk.shared.program() {
                Ok(program) => Ok((outcome, program.to_path_buf())),
                Err(refusal) => Err(desk.refuse(&refusal, "/rapport")),
            }
        })
        .await;
    let (outcome, program): (Arc<Outcome>, _) = match found {
        Some(Ok(found)) => found,
        Some(Err(answer)) => return answer.into_response(),
        None => return refused::internal(),
    };
    // the desk goes on answering meanwhile
    let made = tokio::task::spawn_blocking(move || {
        let bytes = issue::make_apart(&outcome, look, &program)?;
        Ok((name(&outcome, asked.profil.as_deref(), "pdf"), bytes))
    });
    match made.await {
        Ok(Ok((name, bytes))) => PageFile {
            name,
            media: "application/pdf",
            attached: true,
            policy: None,
            bytes,
        }
        .into_response(),
        Ok(Err(refusal)) => {
            let refuse = move |desk: &mut Desk| desk.refuse(&refusal, "/rapport");
            house.ask(refuse).await
        }
        Err(_) => refused::internal(),
    }
}
