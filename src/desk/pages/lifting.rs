//! What only a person can say, on a click: why a doubt need not stand, why data of persons may stay, what a column is called.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use serde::Serialize;

use super::{audit, papers, status};
use crate::answer::DeskAnswer;
use crate::desk::{Desk, JudgedDossier};
use crate::fields::Fields;
use crate::frame::{Notice, lines};
use crate::house::House;
use mediaudit_app::diff::Changed;
use mediaudit_app::findings::DossierAt;
use mediaudit_app::lifting::{self, DoubtSaid};
use mediaudit_app::refusal::Refusal;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::edit::EditedFile;
use mediaudit_core::kernel::PieceId;

pub(super) fn routes() -> Router<House> {
    Router::new()
        .route("/doutes/{doute}", post(explain))
        .route("/audit/doutes/{doute}", post(lift))
        .route("/papiers/alerte", post(allow))
        .route("/papiers/piece/{piece}/colonnes", post(name_columns))
}

/// A reason as it was typed.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct TypedReason {
    /// What it is about; empty: nothing was typed.
    of: String,
    reason: String,
    by: String,
    /// Pieces that are ticked.
    seen: Vec<String>,
    /// Why it was not taken.
    error: String,
}

impl TypedReason {
    fn of(fields: &Fields, of: &str) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            of: of.to_owned(),
            reason: field("raison"),
            by: field("par"),
            seen: fields.all("piece"),
            error: String::new(),
        }
    }

    fn doubt(&self, desk: &Desk) -> DoubtSaid {
        let by = self.by.trim();
        DoubtSaid {
            reason: self.reason.clone(),
            seen: self.seen.clone(),
            by: (!by.is_empty()).then(|| by.to_owned()),
            on: Some(desk.today()),
        }
    }
}

/// What a file of the dossier is, as a page holds it.
pub(super) fn seen(shown: &JudgedDossier, file: &str) -> String {
    let digest = shown.outcome.papers.get(file);
    digest.map(ToString::to_string).unwrap_or_default()
}

/// The page that a reason was typed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Host {
    Status,
    Papers,
    Audit,
}

impl Host {
    fn page(self, of: &str) -> String {
        match self {
            Self::Status => format!("/#doute-{of}"),
            Self::Papers => "/papiers#personnes".to_owned(),
            Self::Audit => format!("/audit#doute-{of}"),
        }
    }

    fn show(
        self,
        desk: &Desk,
        shown: &JudgedDossier,
        status: StatusCode,
        said: Option<Notice>,
        typed: &TypedReason,
    ) -> DeskAnswer {
        match self {
            Self::Status => status::show(desk, shown, status, said, typed),
            Self::Papers => papers::show(desk, shown, status, said, typed),
            Self::Audit => audit::show(desk, shown, status, said, &audit::TypedAudit::reason(typed)),
        }
    }
}

/// A file that was changed meanwhile.
pub(super) fn meanwhile() -> Notice {
    Notice {
        kind: "refuse",
        title: "Rien n’a été enregistré : le fichier a été changé entre-temps, sans cette page.".to_owned(),
        lines: vec![
            "Ce que dit maintenant le fichier est montré ci-dessous, et ce que vous aviez écrit est resté dans son formulaire : vérifiez, puis enregistrez."
                .to_owned(),
        ],
        ..Notice::default()
    }
}

/// What was written, to be said on the next page.
pub(super) fn written(title: &str, changed: &Changed) -> Notice {
    Notice {
        changed: lines(changed),
        undo: !changed.hunks.is_empty(),
        ..Notice::done(title)
    }
}

/// Something that a person says of the dossier.
type Saying<'a> =
    dyn Fn(&DossierAt<'_>, &JudgedDossier, &mut Sources, &mut Diagnostics) -> Result<Changed, Refusal> + 'a;

/// Why something was not written, and how a page says it.
#[derive(Debug)]
pub(super) struct NotSaid {
    refusal: Refusal,
    pub(super) notice: Notice,
}

/// Does what is said; else why not, with what was told of files.
pub(super) fn act(desk: &Desk, shown: &JudgedDossier, saying: &Saying<'_>) -> Result<Changed, Box<NotSaid>> {
    let request = desk.request();
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let done = desk.shared.means().and_then(|means| {
        let at = DossierAt {
            folder: &shown.folder,
            request: &request,
            means,
        };
        saying(&at, shown, &mut sources, &mut sink)
    });
    done.map_err(|refusal| {
        let notice = Notice::refused(&refusal, &sink.messages(&sources));
        Box::new(NotSaid { refusal, notice })
    })
}

fn reasoned(
    desk: &mut Desk,
    fields: &Fields,
    (host, file, title): (Host, &str, &str),
    typed: &TypedReason,
    saying: &Saying<'_>,
) -> DeskAnswer {
    if !desk.admits(fields.get("jeton")) {
        return desk.refuse_token();
    }
    let shown = match desk.shown() {
        Ok(shown) => shown,
        Err(answer) => return answer,
    };
    if fields.get("vu") != Some(&seen(&shown, file)) {
        return host.show(desk, &shown, StatusCode::CONFLICT, Some(meanwhile()), typed);
    }
    match act(desk, &shown, saying) {
        Ok(changed) => desk.say(&host.page(&typed.of), written(title, &changed)),
        Err(not) => {
            let typed = TypedReason {
                error: match &not.refusal {
                    Refusal::Said { message, hints: _ } => format!("{}.", crate::frame::capital(message)),
                    Refusal::Files => String::new(),
                },
                ..typed.clone()
            };
            host.show(
                desk,
                &shown,
                StatusCode::UNPROCESSABLE_ENTITY,
                Some(not.notice),
                &typed,
            )
        }
    }
}

async fn explain(State(house): State<House>, Path(id): Path<String>, fields: Fields) -> Response {
    house
        .ask(move |desk| {
            let typed = TypedReason::of(&fields, &id);
            let said = typed.doubt(desk);
            let what = (
                Host::Status,
                EditedFile::MAIN,
                "Enregistré : votre raison est écrite, et le rapport la montre. Personne ne l’a vérifiée.",
            );
            reasoned(desk, &fields, what, &typed, &|at, shown, sources, sink| {
                lifting::explain(&id, &said, &shown.outcome, at, sources, sink)
            })
        })
        .await
}

async fn lift(State(house): State<House>, Path(id): Path<String>, fields: Fields) -> Response {
    house
        .ask(move |desk| {
            let auditor = match audit::auditor(desk) {
                Ok(auditor) => auditor,
                Err(answer) => return answer,
            };
            let file = EditedFile::of_auditor(&auditor).map(|file| file.to_string());
            let file = file.unwrap_or_default();
            let typed = TypedReason::of(&fields, &id);
            let said = typed.doubt(desk);
            let what = (
                Host::Audit,
                file.as_str(),
                "Enregistré : vous levez ce doute, avec votre raison.",
            );
            reasoned(desk, &fields, what, &typed, &|at, shown, sources, sink| {
                lifting::lift((auditor.as_str(), &id), &said, &shown.outcome, at, sources, sink)
            })
        })
        .await
}

async fn allow(State(house): State<House>, fields: Fields) -> Response {
    house
        .ask(move |desk| {
            let field = |name| fields.get(name).unwrap_or_default();
            let (digest, kind) = (field("empreinte"), field("nature"));
            let typed = TypedReason::of(&fields, &format!("{digest}-{kind}"));
            let what = (
                Host::Papers,
                EditedFile::MAIN,
                "Enregistré : cette alerte est levée, jusqu’à ce que le fichier change.",
            );
            reasoned(desk, &fields, what, &typed, &|at, shown, sources, sink| {
                lifting::allow((digest, kind), &typed.reason, &shown.outcome, at, sources, sink)
            })
        })
        .await
}

/// How a column is sent.
const COLUMN: &str = "colonne.";

async fn name_columns(State(house): State<House>, Path(id): Path<String>, fields: Fields) -> Response {
    house
        .ask(move |desk| {
            if !desk.admits(fields.get("jeton")) {
                return desk.refuse_token();
            }
            let shown = match desk.shown() {
                Ok(shown) => shown,
                Err(answer) => return answer,
            };
            let page = format!("/papiers/piece/{id}");
            if fields.get("vu") != Some(&seen(&shown, EditedFile::MAIN)) {
                return desk.say(&page, meanwhile());
            }
            let named: Vec<(String, String)> = fields
                .starting(COLUMN)
                .filter_map(|(name, heading)| Some((name.strip_prefix(COLUMN)?.to_owned(), heading)))
                .collect();
            let Ok(piece) = PieceId::parse(&id) else {
                return DeskAnswer::To("/papiers".to_owned());
            };
            let done = act(desk, &shown, &|at, shown, sources, sink| {
                lifting::name_columns(&piece, &named, &shown.outcome, at, sources, sink)
            });
            match done {
                Ok(changed) => {
                    let title = "Enregistré : ces colonnes ont leur nom, le tableau est compté à nouveau.";
                    desk.say(&page, written(title, &changed))
                }
                Err(not) => desk.say(&page, not.notice),
            }
        })
        .await
}
