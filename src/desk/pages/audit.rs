//! « Audit »: the plan of an auditor's interviews, what waits for a finding, what the other auditors found otherwise.

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use tera::Value;

use super::lifting::{TypedReason, act, meanwhile, seen, written};
use crate::answer::DeskAnswer;
use crate::desk::{Desk, JudgedDossier};
use crate::fields::Fields;
use crate::frame::{Notice, NoticeQuery, capital, lines, shown_as};
use crate::house::House;
use mediaudit_app::findings::{self, AuditorSignature, DossierAt, DrawOrder};
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::edit::EditedFile;
use mediaudit_core::kernel::AuditorId;
use mediaudit_core::view::doubts::{DoubtRow, doubts};
use mediaudit_core::view::interviews::InterviewPlan;
use mediaudit_core::view::{Extent, Report, report_in};

pub(super) fn routes() -> Router<House> {
    Router::new()
        .route("/audit", get(page))
        .route("/audit/commencer", post(begin))
        .route("/audit/tirer", post(draw))
}

/// The page; `a` in its template.
#[derive(Debug, Serialize)]
struct AuditPage {
    auditor: String,
    /// Who signs; none: the file is not there yet.
    signature: Option<String>,
    plan: InterviewPlan,
    done: &'static str,
    whole: Vec<String>,
    report: Report,
    doubts: Vec<DoubtRow>,
    /// What draws start from, once it is written.
    seed: Option<String>,
}

/// What was typed and not taken: the signature, a draw, why a doubt need not stand; `f` in its template.
#[derive(Debug, Default, Serialize)]
pub(super) struct TypedAudit {
    role: String,
    body: String,
    independence: String,
    seed: String,
    rows: String,
    functions: String,
    /// Why the draw was not made.
    undrawn: String,
    doubt: TypedReason,
}

impl TypedAudit {
    pub(super) fn reason(typed: &TypedReason) -> Self {
        Self {
            doubt: typed.clone(),
            ..Self::default()
        }
    }
}

/// The auditor whose session it is; else the page that says that it is none.
pub(super) fn auditor(desk: &Desk) -> Result<AuditorId, DeskAnswer> {
    match &desk.settings.auditor {
        Some(auditor) => Ok(auditor.clone()),
        None => Err(DeskAnswer::To("/".to_owned())),
    }
}

async fn page(State(house): State<House>, Query(saying): Query<NoticeQuery>) -> Response {
    house
        .ask(move |desk| {
            let said = desk.said(saying);
            match auditor(desk).and_then(|auditor| Ok((auditor, desk.shown()?))) {
                Ok((_, shown)) => show(desk, &shown, StatusCode::OK, said, &TypedAudit::default()),
                Err(answer) => answer,
            }
        })
        .await
}

pub(super) fn show(
    desk: &Desk,
    shown: &JudgedDossier,
    status: StatusCode,
    said: Option<Notice>,
    typed: &TypedAudit,
) -> DeskAnswer {
    let auditor = match auditor(desk) {
        Ok(auditor) => auditor,
        Err(answer) => return answer,
    };
    let view = shown.views.view("audit", || view(shown, &auditor));
    let frame = desk.frame("Audit", "/audit").about(shown).saying(said);
    shown_as(
        status,
        "audit.html",
        frame,
        vec![
            ("a", view),
            ("f", Value::from_serializable(typed)),
            ("vu", Value::from(seen(shown, &file(&auditor)))),
        ],
    )
}

fn view(shown: &JudgedDossier, auditor: &AuditorId) -> AuditPage {
    let assessment = &shown.outcome.assessment;
    let plan = findings::plan(&shown.outcome);
    let known = assessment.inputs.auditors.get(auditor);
    AuditPage {
        auditor: auditor.to_string(),
        signature: known.map(|auditor| capital(&auditor.signature())),
        done: if plan.is_done() { plan.done() } else { "" },
        whole: plan.whole.clone(),
        plan,
        report: report_in(assessment, Extent::Full),
        doubts: doubts(assessment),
        seed: known.and_then(|auditor| auditor.seed.clone()),
    }
}

async fn begin(State(house): State<House>, fields: Fields) -> Response {
    house.ask(move |desk| begun(desk, &fields)).await
}

/// Lays the file of the auditor.
fn begun(desk: &mut Desk, fields: &Fields) -> DeskAnswer {
    if !desk.admits(fields.get("jeton")) {
        return desk.refuse_token();
    }
    let (auditor, shown) = match auditor(desk).and_then(|auditor| Ok((auditor, desk.shown()?))) {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let field = |name| fields.said(name).map(str::to_owned);
    let signature = AuditorSignature {
        auditor: auditor.to_string(),
        role: field("fonction"),
        body: field("organisme"),
        independence: field("independance"),
    };
    let request = desk.request();
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let done = desk.shared.means().and_then(|means| {
        let at = DossierAt {
            folder: &shown.folder,
            request: &request,
            means,
        };
        findings::prepare(&signature, &shown.outcome, &at, &mut sources, &mut sink)
    });
    match done {
        Ok(changed) => {
            let said = Notice {
                changed: lines(&changed),
                undo: true,
                ..Notice::done("Votre fichier de constats est prêt.")
            };
            desk.say("/audit", said)
        }
        Err(refusal) => {
            let said = Notice::refused(&refusal, &sink.messages(&sources));
            let typed = TypedAudit {
                role: signature.role.unwrap_or_default(),
                body: signature.body.unwrap_or_default(),
                independence: signature.independence.unwrap_or_default(),
                ..TypedAudit::default()
            };
            show(desk, &shown, StatusCode::UNPROCESSABLE_ENTITY, Some(said), &typed)
        }
    }
}

/// The file of an auditor.
fn file(auditor: &AuditorId) -> String {
    EditedFile::of_auditor(auditor).map_or_else(|_| String::new(), |file| file.to_string())
}

/// Most rows of a table that are drawn, and most functions.
const MOST_DRAWN: (usize, usize) = (200, 50);

async fn draw(State(house): State<House>, fields: Fields) -> Response {
    house.ask(move |desk| drawn(desk, &fields)).await
}

/// Draws rows of tables and functions to meet.
fn drawn(desk: &mut Desk, fields: &Fields) -> DeskAnswer {
    if !desk.admits(fields.get("jeton")) {
        return desk.refuse_token();
    }
    let (auditor, shown) = match auditor(desk).and_then(|auditor| Ok((auditor, desk.shown()?))) {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let field = |name| fields.get(name).unwrap_or_default().trim().to_owned();
    let typed = TypedAudit {
        seed: field("graine"),
        rows: field("lignes"),
        functions: field("fonctions"),
        ..TypedAudit::default()
    };
    if fields.get("vu") != Some(&seen(&shown, &file(&auditor))) {
        return show(desk, &shown, StatusCode::CONFLICT, Some(meanwhile()), &typed);
    }
    let number = |text: &str, most: usize| text.parse::<usize>().ok().filter(|n| *n <= most);
    let numbers = number(&typed.rows, MOST_DRAWN.0).zip(number(&typed.functions, MOST_DRAWN.1));
    let Some((rows, functions)) = numbers else {
        let typed = TypedAudit {
            undrawn:
                "Écrivez deux nombres : jusqu’à 200 lignes, jusqu’à 50 fonctions ; 0 pour n’en tirer aucune."
                    .to_owned(),
            ..typed
        };
        return show(desk, &shown, StatusCode::UNPROCESSABLE_ENTITY, None, &typed);
    };
    let order = DrawOrder {
        auditor: Some(auditor.to_string()),
        seed: fields.said("graine").map(str::to_owned),
        tables: Vec::new(),
        rows,
        functions,
        on: Some(desk.today()),
    };
    let told = std::cell::RefCell::new(Vec::new());
    let done = act(desk, &shown, &|at, shown, sources, sink| {
        let made = findings::draw(&order, &shown.outcome, at, sources, sink)?;
        *told.borrow_mut() = made.said;
        Ok(made.changed)
    });
    match done {
        Ok(changed) => {
            let said = Notice {
                lines: told.into_inner(),
                ..written("Le tirage est fait, et écrit avec vos constats.", &changed)
            };
            desk.say("/audit#tirages", said)
        }
        Err(not) => show(
            desk,
            &shown,
            StatusCode::UNPROCESSABLE_ENTITY,
            Some(not.notice),
            &typed,
        ),
    }
}
