//! Papers that are dropped: received in a tray, a place proposed for each, filed on a click.

use axum::Router;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use tera::Value;
use tower_http::limit::RequestBodyLimitLayer;

use crate::answer::{DeskAnswer, refused};
use crate::desk::{Desk, JudgedDossier, OpenTray};
use crate::fields::Fields;
use crate::frame::{self, Notice, NoticeQuery, capital};
use crate::house::House;
use mediaudit_app::answering;
use mediaudit_app::refusal::Refusal;
use mediaudit_app::sorting::{self, SortedHeap, SortingRequest, Taking};
use mediaudit_app::tray::Tray;
use mediaudit_core::diag::{Diagnostics, Message, Sources};
use mediaudit_core::kernel::{CriterionId, Date, french, words};
use mediaudit_core::norm::Norm;
use mediaudit_core::sorting::{Placing, SortedFile};
use mediaudit_core::view::papers::folders;
use mediaudit_core::view::sorting::shown_name;

/// Most bytes of one drop.
const MOST: usize = 512 * 1024 * 1024;

pub(super) fn receiving() -> Router<House> {
    Router::new()
        .route("/papiers/deposer", post(receive))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(MOST))
}

pub(super) fn routes() -> Router<House> {
    Router::new()
        .route("/papiers/depot/{numero}", get(page).post(file))
        .route("/papiers/depot/{numero}/oublier", post(forget))
}

/// Why files were not received.
enum NotReceived {
    Form(StatusCode),
    Disk(String),
    Many,
}

impl From<MultipartError> for NotReceived {
    fn from(error: MultipartError) -> Self {
        Self::Form(error.status())
    }
}

impl From<std::io::Error> for NotReceived {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error.to_string())
    }
}

async fn receive(State(house): State<House>, form: Multipart) -> Response {
    match received(form).await {
        Ok((token, tray)) => {
            house
                .ask(move |desk| {
                    if !desk.admits(token.as_deref()) {
                        return desk.refuse_token();
                    }
                    if tray.count() == 0 {
                        let said = Notice::done("Aucun fichier n’a été choisi.");
                        return desk.say("/papiers", said);
                    }
                    let number = desk.lay(tray);
                    DeskAnswer::To(format!("/papiers/depot/{number}"))
                })
                .await
        }
        Err(NotReceived::Form(status)) => refused::form(status),
        Err(NotReceived::Many) => refused::form(StatusCode::PAYLOAD_TOO_LARGE),
        Err(NotReceived::Disk(why)) => {
            house
                .ask(move |desk| {
                    let refusal = Refusal::said(format!("les fichiers n’ont pas pu être reçus ({why})"));
                    desk.refuse(&refusal, "/papiers")
                })
                .await
        }
    }
}

async fn received(mut form: Multipart) -> Result<(Option<String>, Tray), NotReceived> {
    let mut tray = Tray::new()?;
    let mut token = None;
    while let Some(field) = form.next_field().await? {
        match (field.name(), field.file_name().map(str::to_owned)) {
            (Some("jeton"), _) => token = Some(field.text().await?),
            (Some("fichiers"), Some(name)) if !name.is_empty() => {
                if tray.count() >= sorting::MOST {
                    return Err(NotReceived::Many);
                }
                take(field, &name, &mut tray).await?;
            }
            _ => {}
        }
    }
    Ok((token, tray))
}

async fn take(mut field: Field<'_>, name: &str, tray: &mut Tray) -> Result<(), NotReceived> {
    let mut file = tray.receive(name)?;
    while let Some(bytes) = field.chunk().await? {
        file.take(&bytes)?;
    }
    Ok(())
}

/// What is proposed; `d` in its template.
#[derive(Debug, Serialize)]
struct DepositPage {
    number: u32,
    title: String,
    files: Vec<DepositRow>,
    folders: Vec<(String, String)>,
    /// What was not opened, and why.
    skipped: Vec<String>,
    /// May anything be filed?
    any: bool,
    /// Was anything typed that cannot be taken?
    wrong: bool,
}

/// A file.
#[derive(Debug, Serialize)]
struct DepositRow {
    /// Its rank in the form.
    rank: usize,
    /// By what the form names it.
    mark: String,
    /// As it is shown.
    shown: String,
    /// The folder proposed, or chosen.
    folder: String,
    /// Folders that may be right, where a person has to say.
    candidates: Vec<(String, String, String)>,
    /// Why that folder, or why none.
    reason: String,
    day: String,
    day_reason: String,
    /// May it be filed?
    open: bool,
    /// Is it proposed to?
    checked: bool,
    /// Why its day was not taken.
    error: String,
    /// No text was read in it.
    unread: bool,
    /// Criteria among which a general paper says its own.
    may_serve: String,
    /// What was typed of them.
    criteria: String,
    /// Why they were not taken.
    criteria_error: String,
}

async fn page(
    State(house): State<House>,
    Path(number): Path<u32>,
    Query(saying): Query<NoticeQuery>,
) -> Response {
    house
        .ask(move |desk| {
            let shown = match desk.shown() {
                Ok(shown) => shown,
                Err(answer) => return answer,
            };
            let said = desk.said(saying);
            match sorted(desk, &shown, number, &SortingRequest::default()) {
                Ok(heap) => proposed(desk, &shown, number, &heap, said, &Sent::default()),
                Err(answer) => answer,
            }
        })
        .await
}

/// What a form said that could not be taken as it is.
#[derive(Debug, Default)]
struct Sent {
    /// By name: what was typed as a day, and why it is none.
    days: Vec<(String, String, String)>,
    /// By name: what was typed as criteria, and why they are none.
    criteria: Vec<(String, String, String)>,
    /// The names of those that the person does not want filed.
    left_out: Vec<String>,
}

impl Sent {
    fn is_wrong(&self) -> bool {
        !self.days.is_empty() || !self.criteria.is_empty()
    }
}

/// The criteria that were typed; else what is none of them.
fn criteria(typed: &str, norm: &Norm) -> Result<Vec<String>, String> {
    let ids: Vec<String> = typed
        .split([',', ';', ' '])
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
        .collect();
    let known = |id: &String| {
        let mut own = norm.criteria.iter();
        own.any(|criterion| criterion.id.as_str().eq_ignore_ascii_case(id))
    };
    match ids.iter().find(|id| !known(id)) {
        Some(other) => Err(format!("« {} » n’est pas un critère", words::printable(other))),
        None => Ok(ids),
    }
}

fn sorted(
    desk: &mut Desk,
    shown: &JudgedDossier,
    number: u32,
    asked: &SortingRequest,
) -> Result<SortedHeap, DeskAnswer> {
    let Some(tray) = desk.tray.as_ref().filter(|tray| tray.number == number) else {
        let refusal = Refusal::said(
            "ces papiers ne sont plus en attente : ils sont rangés, ou ont été oubliés",
        )
        .hint("déposez-les à nouveau s’il le faut : ce qui est déjà dans le dossier n’y entre pas deux fois");
        return Err(desk.refuse(&refusal, "/papiers"));
    };
    let asked = SortingRequest {
        heap: vec![tray.tray.folder().to_path_buf()],
        ..asked.clone()
    };
    let request = desk.request();
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let found = desk.shared.means().and_then(|means| {
        sorting::propose(
            &shown.folder,
            &asked,
            (&request, desk.today()),
            means,
            &mut sources,
            &mut sink,
        )
    });
    found.map_err(|refusal| {
        let told: Vec<Message> = sink.messages(&sources);
        desk.refuse_told(&refusal, &told, "/papiers")
    })
}

/// The name that a file had when it was dropped.
fn name(file: &SortedFile) -> &str {
    file.path.rsplit('/').next().unwrap_or(&file.path)
}

fn row(rank: usize, file: &SortedFile, sent: &Sent) -> DepositRow {
    let (folder, candidates, reason, open) = match &file.placing {
        Placing::Proposed { folder, reason } => (folder.clone(), Vec::new(), reason.clone(), true),
        Placing::Asked { candidates, reason } => {
            let candidates = candidates.iter();
            let candidates = candidates
                .map(|one| (one.folder.clone(), one.label.clone(), one.reason.clone()))
                .collect();
            (String::new(), candidates, reason.clone(), true)
        }
        Placing::There { path } => (
            String::new(),
            Vec::new(),
            format!("le dossier l’a déjà : {}", shown_name(path)),
            false,
        ),
        Placing::Twin { path } => (
            String::new(),
            Vec::new(),
            format!(
                "c’est le même fichier que {}",
                shown_name(path.rsplit('/').next().unwrap_or(path))
            ),
            false,
        ),
        Placing::Unusable { reason } => (String::new(), Vec::new(), reason.clone(), false),
    };
    let wrong = sent.days.iter().find(|(own, ..)| own == name(file));
    let unknown = sent.criteria.iter().find(|(own, ..)| own == name(file));
    let ids = |all: &mut dyn Iterator<Item = &CriterionId>| -> String {
        let all: Vec<&str> = all.map(CriterionId::as_str).collect();
        all.join(", ")
    };
    DepositRow {
        rank,
        mark: Tray::mark(name(file)),
        shown: shown_name(name(file)),
        checked: open && !sent.left_out.iter().any(|own| own == name(file)),
        folder,
        candidates,
        reason: capital(&reason),
        day: match wrong {
            Some((_, typed, _)) => typed.clone(),
            None => file.day.day.map(Date::in_figures).unwrap_or_default(),
        },
        day_reason: capital(&file.day.reason),
        open,
        error: wrong.map(|(.., why)| why.clone()).unwrap_or_default(),
        unread: file.unread,
        may_serve: ids(&mut file.may_serve.iter()),
        criteria: match unknown {
            Some((_, typed, _)) => typed.clone(),
            None => ids(&mut file.criteria.iter()),
        },
        criteria_error: unknown.map(|(.., why)| why.clone()).unwrap_or_default(),
    }
}

fn proposed(
    desk: &Desk,
    shown: &JudgedDossier,
    number: u32,
    heap: &SortedHeap,
    said: Option<Notice>,
    sent: &Sent,
) -> DeskAnswer {
    let files = &heap.sorting.files;
    let mut rows: Vec<DepositRow> = files
        .iter()
        .enumerate()
        .map(|(rank, file)| row(rank, file, sent))
        .collect();
    // first what has its place, then what a person places, then what is not to be filed
    rows.sort_by_key(|row| (!row.open, row.folder.is_empty()));
    let skipped = heap.sorting.skipped.iter().chain(&heap.sorting.unfinished);
    let view = DepositPage {
        number,
        title: french::count(rows.len(), "papier reçu", "papiers reçus"),
        any: rows.iter().any(|row| row.open),
        wrong: sent.is_wrong(),
        files: rows,
        folders: folders(&heap.norm),
        skipped: skipped
            .map(|one| {
                let name = one.path.rsplit('/').next().unwrap_or(&one.path);
                format!("{} : {}", shown_name(name), one.reason)
            })
            .collect(),
    };
    let status = if sent.is_wrong() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let frame = desk
        .frame("Ranger les papiers reçus", "/papiers")
        .about(shown)
        .saying(said);
    frame::shown_as(
        status,
        "depot.html",
        frame,
        vec![("d", Value::from_serializable(&view))],
    )
}

async fn file(State(house): State<House>, Path(number): Path<u32>, fields: Fields) -> Response {
    house.ask(move |desk| filed(desk, number, &fields)).await
}

fn filed(desk: &mut Desk, number: u32, fields: &Fields) -> DeskAnswer {
    if !desk.admits(fields.get("jeton")) {
        return desk.refuse_token();
    }
    let shown = match desk.shown() {
        Ok(shown) => shown,
        Err(answer) => return answer,
    };
    let mut asked = SortingRequest::default();
    let mut sent = Sent::default();
    let mut taken: Vec<String> = Vec::new();
    for rank in 0..sorting::MOST {
        let Some(mark) = fields.get(&format!("papier.{rank}")) else {
            break;
        };
        let Some(name) = desk.tray.as_ref().and_then(|tray| tray.tray.named(mark)) else {
            continue;
        };
        if fields.get(&format!("prendre.{rank}")).is_none() {
            sent.left_out.push(name.to_owned());
            continue;
        }
        let Some(folder) = fields.said(&format!("place.{rank}")) else {
            continue;
        };
        taken.push(name.to_owned());
        asked.folders.push((name.to_owned(), folder.to_owned()));
        let typed = fields.get(&format!("jour.{rank}")).unwrap_or_default();
        match answering::day(typed) {
            Ok(Some(day)) => asked.days.push((name.to_owned(), day)),
            Ok(None) => {}
            Err(why) => sent.days.push((name.to_owned(), typed.to_owned(), why)),
        }
        let typed = fields.get(&format!("criteres.{rank}")).unwrap_or_default();
        match criteria(typed, &shown.outcome.assessment.inputs.norm) {
            Ok(ids) if ids.is_empty() => {}
            Ok(ids) => asked.criteria.push((name.to_owned(), ids)),
            Err(why) => sent.criteria.push((name.to_owned(), typed.to_owned(), why)),
        }
    }
    let mut heap = match sorted(desk, &shown, number, &asked) {
        Ok(heap) => heap,
        Err(answer) => return answer,
    };
    if sent.is_wrong() {
        return proposed(desk, &shown, number, &heap, None, &sent);
    }
    heap.sorting
        .files
        .retain(|file| taken.iter().any(|own| own == name(file)));
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let request = desk.request();
    let written = desk.shared.means().and_then(|means| {
        let under = (&request, means.norms);
        sorting::write(
            &shown.folder,
            &heap,
            Taking::Move,
            under,
            (&mut sources, &mut sink),
        )
    });
    let made = match written {
        Ok(made) => made,
        Err(refusal) => return desk.refuse_told(&refusal, &sink.messages(&sources), "/papiers"),
    };
    let mut said = Notice::done(match made.filed.len() {
        0 => "Aucun papier n’a été rangé : choisissez la place de ceux qui sont cochés.".to_owned(),
        n => format!("{}.", french::count(n, "papier rangé", "papiers rangés")),
    });
    said.lines = made
        .filed
        .iter()
        .map(|(from, to)| {
            format!(
                "{} → {}",
                shown_name(from.rsplit('/').next().unwrap_or(from)),
                shown_name(to)
            )
        })
        .collect();
    if !made.failed.is_empty() {
        said.kind = "refuse";
        let failed = made.failed.iter();
        said.lines.extend(failed.map(|one| {
            let name = one.path.rsplit('/').next().unwrap_or(&one.path);
            format!("{} n’a pas été rangé : {}", shown_name(name), one.reason)
        }));
    }
    if let Some(Err(refusal)) = &made.bound {
        said.kind = "refuse";
        let why = match refusal {
            Refusal::Said { message, .. } => message.as_str(),
            Refusal::Files => "un fichier du dossier est à corriger d’abord",
        };
        said.lines
            .push(format!("Les critères n’ont pas été écrits : {why}."));
    }
    let left = desk.tray.as_mut().map_or(0, |tray| tray.tray.left());
    if left == 0 {
        desk.tray = None;
        desk.say("/papiers", said)
    } else {
        desk.say(&format!("/papiers/depot/{number}"), said)
    }
}

async fn forget(State(house): State<House>, Path(number): Path<u32>, fields: Fields) -> Response {
    house
        .ask(move |desk| {
            if !desk.admits(fields.get("jeton")) {
                return desk.refuse_token();
            }
            let is = |tray: &OpenTray| tray.number == number;
            if desk.tray.as_ref().is_some_and(is) {
                desk.tray = None;
            }
            desk.say(
                "/papiers",
                Notice::done(
                    "Les papiers qui restaient à ranger sont oubliés ; vos fichiers sont là où ils étaient.",
                ),
            )
        })
        .await
}
