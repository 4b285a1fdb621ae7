//! « Rapport »: seen as a page, taken as a PDF or as a workbook. It rests on files that were all read anew; a PDF is made in a child.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::{Deserialize, Serialize};

mod history;

use crate::answer::{DeskAnswer, PageFile, refused};
use crate::desk::{Desk, JudgedDossier};
use crate::frame::{self, NoticeQuery};
use crate::house::House;
use mediaudit_app::assess::Outcome;
use mediaudit_app::history::IssuedAssessment;
use mediaudit_app::issue;
use mediaudit_app::report::{Look, ReportFormat, Shows};
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::view::ethics::Diffusion;
use mediaudit_core::view::issued::IssuedRow;
use mediaudit_core::view::{Extent, report_in};

pub(super) fn routes() -> Router<House> {
    Router::new()
        .route("/rapport", get(page))
        .route("/rapport/html", get(html))
        .route("/rapport/pdf", get(pdf))
        .route("/rapport/classeur", get(workbook))
        .merge(history::routes())
}

/// What is asked.
#[derive(Debug, Clone, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    etendue: Width,
    profil: Option<String>,
    /// One that was issued, by the name of its file; none: the dossier as it is.
    emis: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Width {
    #[default]
    Essentiel,
    Complet,
    /// The sheet of a funder's profile, for anyone to read.
    Fiche,
}

impl Width {
    fn look(self, format: ReportFormat) -> Look {
        let shows = match self {
            Self::Essentiel => Shows::Report(Extent::Essential),
            Self::Complet => Shows::Report(Extent::Full),
            Self::Fiche => Shows::Sheet(Diffusion::Public),
        };
        Look { format, shows }
    }
}

/// The page; `r` in its template.
#[derive(Debug, Serialize)]
struct ReportPage {
    /// Sheets about a part of the norm: id, title, what it is, how much is asked.
    sheets: Vec<(String, String, String, &'static str)>,
    headline: String,
    to_open: Vec<String>,
    /// What was issued, the newest first.
    history: Vec<IssuedRow>,
    /// Does one of them open?
    comparable: bool,
}

async fn page(State(house): State<House>, Query(saying): Query<NoticeQuery>) -> Response {
    house
        .ask(move |desk| {
            let shown = match desk.shown() {
                Ok(shown) => shown,
                Err(answer) => return answer,
            };
            let view = shown.views.view("rapport", || view(&shown));
            let frame = desk
                .frame("Rapport", "/rapport")
                .about(&shown)
                .saying(desk.said(saying));
            frame::shown("rapport.html", frame, vec![("r", view)])
        })
        .await
}

fn view(shown: &JudgedDossier) -> ReportPage {
    let assessment = &shown.outcome.assessment;
    let inputs = &assessment.inputs;
    let summary = report_in(assessment, Extent::Essential).summary;
    let profiles = inputs.norm.profiles.iter();
    let history: Vec<IssuedRow> = history::issued(shown).iter().map(IssuedAssessment::row).collect();
    ReportPage {
        sheets: profiles
            .filter(|profile| profile.partial && !profile.first && profile.id != inputs.profile)
            .map(|profile| {
                let id = profile.id.to_string();
                let width = if profile.sheet { "fiche" } else { "essentiel" };
                (id, profile.title.clone(), profile.description.clone(), width)
            })
            .collect(),
        headline: summary.headline,
        to_open: summary.to_open,
        comparable: history.iter().any(|row| row.opens),
        history,
    }
}

/// How the file is called: a report about a part of the norm says which.
fn name(outcome: &Outcome, look: Look, extension: &str) -> String {
    let inputs = &outcome.assessment.inputs;
    let usual = issue::usual_name(outcome, look.shows, extension);
    let part = inputs
        .norm
        .profiles
        .iter()
        .any(|p| p.id == inputs.profile && p.partial);
    match look.shows {
        Shows::Report(_) if part => format!("{}-{usual}", inputs.profile),
        _ => usual,
    }
}

/// A report is one page that needs nothing: it may load nothing, send nothing, run nothing.
const REPORT_POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups";

/// What a report is made of.
fn judged(desk: &mut Desk, asked: &Asked) -> Result<Arc<Outcome>, DeskAnswer> {
    match &asked.emis {
        None => desk.anew(asked.profil.as_deref()),
        Some(name) => {
            let shown = desk.shown()?;
            let issued = history::named(&shown, name).and_then(|issued| issued.outcome(&shown.outcome));
            issued.map(Arc::new).ok_or_else(|| history::gone(desk))
        }
    }
}

async fn html(State(house): State<House>, Query(asked): Query<Asked>) -> Response {
    let look = asked.etendue.look(ReportFormat::Html);
    let file = |name, bytes| PageFile {
        name,
        media: "text/html; charset=utf-8",
        attached: false,
        policy: Some(REPORT_POLICY),
        framed: false,
        bytes,
    };
    made_here(house, asked, look, "html", file).await
}

/// A workbook holds all of the report: no extent is chosen in it.
async fn workbook(State(house): State<House>, Query(asked): Query<Asked>) -> Response {
    let look = Look::full(ReportFormat::Workbook);
    let file = |name, bytes| PageFile {
        name,
        media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        attached: true,
        policy: None,
        framed: false,
        bytes,
    };
    made_here(house, asked, look, "xlsx", file).await
}

/// What takes little enough to be made in this process.
async fn made_here(
    house: House,
    asked: Asked,
    look: Look,
    extension: &'static str,
    file: impl FnOnce(String, Vec<u8>) -> PageFile + Send + 'static,
) -> Response {
    house
        .ask(move |desk| {
            let outcome = match judged(desk, &asked) {
                Ok(outcome) => outcome,
                Err(answer) => return answer,
            };
            let (sources, mut sink) = (Sources::default(), Diagnostics::default());
            match issue::make(&outcome, look, None, &desk.shared, &sources, &mut sink) {
                Ok(bytes) => DeskAnswer::File(file(name(&outcome, look, extension), bytes)),
                Err(refusal) => desk.refuse(&refusal, "/rapport"),
            }
        })
        .await
}

async fn pdf(State(house): State<House>, Query(asked): Query<Asked>) -> Response {
    let look = asked.etendue.look(ReportFormat::Pdf);
    let found = house
        .with(move |desk| {
            let outcome = judged(desk, &asked)?;
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
        Ok((name(&outcome, look, "pdf"), bytes))
    });
    match made.await {
        Ok(Ok((name, bytes))) => PageFile {
            name,
            media: "application/pdf",
            attached: true,
            policy: None,
            framed: false,
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
