//! One piece: its text, its date, what a person copies out of it; and the file itself, by its id, to be kept and never shown as a page.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use tera::Value;

use super::lifting::seen;
use crate::answer::{DeskAnswer, PageFile};
use crate::desk::{Desk, JudgedDossier};
use crate::fields::Fields;
use crate::frame::{self, Notice, NoticeQuery, lines};
use crate::house::House;
use mediaudit_app::answering;
use mediaudit_app::copying;
use mediaudit_app::diff::Changed;
use mediaudit_app::edit::NotChanged;
use mediaudit_app::refusal::Refusal;
use mediaudit_core::audit::Request;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::edit::{CopiedPage, EditedFile};
use mediaudit_core::kernel::TypeId;
use mediaudit_core::record::item::Item;
use mediaudit_core::store::NormStore;
use mediaudit_core::view::papers::{BinderPiece, binder_piece, place};

pub(super) fn routes() -> Router<House> {
    Router::new()
        .route("/papiers/piece/{piece}", get(page))
        .route("/papiers/piece/{piece}/fichier", get(file))
        .route("/papiers/piece/{piece}/vue", get(sight))
        .route("/papiers/piece/{piece}/lu", post(copied))
        .route("/papiers/piece/{piece}/date", post(dated))
}

/// A piece; `v` in its template.
#[derive(Debug, Serialize)]
struct PiecePage {
    piece: BinderPiece,
    /// The name of its file; where it is none, what it is called.
    name: String,
    /// The beginning of its text; none: none is read.
    text: Option<String>,
    /// Is there more of it?
    cut: bool,
    /// Can a browser show it as a picture?
    picture: bool,
    /// Is it a PDF, which a browser shows by itself?
    pdf: bool,
}

/// So much of a text is shown, in characters.
const PREVIEW: usize = 6_000;

async fn page(
    State(house): State<House>,
    Path(id): Path<String>,
    Query(saying): Query<NoticeQuery>,
) -> Response {
    house
        .ask(move |desk| match desk.shown() {
            Ok(shown) => {
                let said = desk.said(saying);
                piece(desk, &shown, &id, StatusCode::OK, said, &Wrong::default())
            }
            Err(answer) => answer,
        })
        .await
}

/// What was typed of a date and cannot be one; `f` in its template.
#[derive(Debug, Default, Serialize)]
struct Wrong {
    error: String,
    typed: String,
}

fn unknown(desk: &Desk) -> DeskAnswer {
    let refusal = Refusal::said("cette pièce n’est pas, ou n’est plus, dans le dossier");
    match desk.refuse(&refusal, "/papiers") {
        DeskAnswer::Page(_, page) => DeskAnswer::Page(StatusCode::NOT_FOUND, page),
        other => other,
    }
}

fn piece(
    desk: &Desk,
    shown: &JudgedDossier,
    id: &str,
    status: StatusCode,
    said: Option<Notice>,
    wrong: &Wrong,
) -> DeskAnswer {
    let Some(item) = copying::piece(&shown.outcome, id) else {
        return unknown(desk);
    };
    let view = match shown
        .views
        .view_or(&format!("pièce {id}"), || view(desk, shown, item))
    {
        Ok(view) => view,
        Err(Some(refusal)) => return desk.refuse(&refusal, "/papiers"),
        Err(None) => return unknown(desk),
    };
    let frame = desk.frame(&place(item), "/papiers").about(shown).saying(said);
    let page = frame::shown_as(
        status,
        "piece.html",
        frame,
        vec![
            ("v", view),
            ("f", Value::from_serializable(wrong)),
            ("vu", Value::from(seen(shown, EditedFile::MAIN))),
        ],
    );
    match page {
        DeskAnswer::Page(status, page) => DeskAnswer::Framing(status, page),
        other => other,
    }
}

/// A piece; else why it cannot be shown, or none where the dossier has no such piece.
fn view(desk: &Desk, shown: &JudgedDossier, item: &Item) -> Result<PiecePage, Option<Refusal>> {
    let piece = binder_piece(&shown.outcome.assessment, item);
    let mut sink = Diagnostics::default();
    let means = desk.shared.means()?;
    let text = copying::text(&shown.folder, item, means.reader, &mut sink)?;
    let kind = copying::bytes(&shown.folder, item, &mut sink);
    let bytes = kind.ok().flatten().map(|(_, bytes)| bytes).unwrap_or_default();
    Ok(PiecePage {
        cut: text.as_ref().is_some_and(|text| text.chars().count() > PREVIEW),
        text: text.map(|text| text.chars().take(PREVIEW).collect()),
        name: piece.place.rsplit('/').next().unwrap_or_default().to_owned(),
        piece,
        picture: picture(&bytes).is_some(),
        pdf: is_pdf(&bytes),
    })
}

/// What a browser may show as a picture, told by its first bytes: no drawing that may hold a script.
fn picture(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if bytes.starts_with(b"GIF8") {
        Some("image/gif")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else {
        None
    }
}

fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// A PDF is shown by the browser's own reader, which a sandbox forbids; it runs nothing of the PDF in our pages' name. It may load
/// nothing, send no form, and stand in no frame but ours.
const SIGHT_POLICY: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

async fn sight(State(house): State<House>, Path(id): Path<String>) -> Response {
    house
        .ask(move |desk| {
            let shown = match desk.shown() {
                Ok(shown) => shown,
                Err(answer) => return answer,
            };
            let Some(item) = copying::piece(&shown.outcome, &id) else {
                return unknown(desk);
            };
            match copying::bytes(&shown.folder, item, &mut Diagnostics::default()) {
                Ok(Some((name, bytes))) if is_pdf(&bytes) => DeskAnswer::File(PageFile {
                    name,
                    media: "application/pdf",
                    attached: false,
                    policy: Some(SIGHT_POLICY),
                    framed: true,
                    bytes,
                }),
                _ => unknown(desk),
            }
        })
        .await
}

/// A file may say anything: it is given to be kept, and as a page it may do nothing at all.
const FILE_POLICY: &str = "default-src 'none'; sandbox";

async fn file(State(house): State<House>, Path(id): Path<String>) -> Response {
    house
        .ask(move |desk| {
            let shown = match desk.shown() {
                Ok(shown) => shown,
                Err(answer) => return answer,
            };
            let Some(item) = copying::piece(&shown.outcome, &id) else {
                return unknown(desk);
            };
            let (mut sink, sources) = (Diagnostics::default(), Sources::default());
            match copying::bytes(&shown.folder, item, &mut sink) {
                Ok(Some((name, bytes))) => DeskAnswer::File(PageFile {
                    name,
                    media: picture(&bytes).unwrap_or("application/octet-stream"),
                    attached: true,
                    policy: Some(FILE_POLICY),
                    framed: false,
                    bytes,
                }),
                Ok(None) => unknown(desk),
                Err(refusal) => desk.refuse_told(&refusal, &sink.messages(&sources), "/papiers"),
            }
        })
        .await
}

/// An edit of a piece.
type PieceEdit<'a> = dyn Fn(&Request, &dyn NormStore, &Item, &mut Sources, &mut Diagnostics) -> Result<Changed, NotChanged>
    + 'a;

fn edited(desk: &mut Desk, shown: &JudgedDossier, id: &str, title: &str, edit: &PieceEdit<'_>) -> DeskAnswer {
    let Some(item) = copying::piece(&shown.outcome, id) else {
        return unknown(desk);
    };
    let page = format!("/papiers/piece/{id}");
    let request = desk.request();
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let done = match desk.shared.means() {
        Ok(means) => edit(&request, means.norms, item, &mut sources, &mut sink),
        Err(refusal) => return desk.refuse(&refusal, &page),
    };
    match done {
        Ok(changed) => {
            let said = Notice {
                changed: lines(&changed),
                undo: !changed.hunks.is_empty(),
                ..Notice::done(title)
            };
            desk.say(&page, said)
        }
        Err(error) => desk.refuse_told(&Refusal::from(error), &sink.messages(&sources), &page),
    }
}

async fn copied(State(house): State<House>, Path(id): Path<String>, fields: Fields) -> Response {
    house
        .ask(move |desk| {
            if !desk.admits(fields.get("jeton")) {
                return desk.refuse_token();
            }
            let shown = match desk.shown() {
                Ok(shown) => shown,
                Err(answer) => return answer,
            };
            let page = CopiedPage {
                page: fields.said("page").and_then(|page| page.parse().ok()),
                text: fields.get("texte").unwrap_or_default().trim().to_owned(),
                by: fields.said("par").map(str::to_owned),
                on: Some(desk.today()),
            };
            let types: Vec<TypeId> = fields
                .said("type")
                .and_then(|kind| TypeId::parse(kind).ok())
                .into_iter()
                .collect();
            let (folder, outcome) = (shown.folder.clone(), shown.outcome.clone());
            edited(
                desk,
                &shown,
                &id,
                "Enregistré : ce que vous avez recopié est lu comme son texte.",
                &|request, norms, item, sources, sink| {
                    copying::copy_out(
                        &folder,
                        request,
                        norms,
                        (&outcome, item),
                        (page.clone(), &types),
                        sources,
                        sink,
                    )
                },
            )
        })
        .await
}

async fn dated(State(house): State<House>, Path(id): Path<String>, fields: Fields) -> Response {
    house
        .ask(move |desk| {
            if !desk.admits(fields.get("jeton")) {
                return desk.refuse_token();
            }
            let shown = match desk.shown() {
                Ok(shown) => shown,
                Err(answer) => return answer,
            };
            let typed = fields.get("date").unwrap_or_default().to_owned();
            let wrong = |desk: &Desk, error: String| {
                let wrong = Wrong {
                    error,
                    typed: typed.clone(),
                };
                piece(desk, &shown, &id, StatusCode::UNPROCESSABLE_ENTITY, None, &wrong)
            };
            let day = match answering::day(&typed) {
                Ok(Some(day)) => day,
                Ok(None) => return wrong(desk, "Écrivez la date du document, comme 12/03/2026.".to_owned()),
                Err(error) => return wrong(desk, error),
            };
            let (folder, outcome) = (shown.folder.clone(), shown.outcome.clone());
            edited(
                desk,
                &shown,
                &id,
                "Enregistré : la pièce a sa date.",
                &|request, norms, item, sources, sink| {
                    copying::date(&folder, request, norms, (&outcome, item), day, sources, sink)
                },
            )
        })
        .await
}
