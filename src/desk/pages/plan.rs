//! « Plan »: what is decided, what is proposed, and the click that takes it.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use tera::Value;

use crate::answer::{DeskAnswer, refused};
use crate::desk::{Desk, JudgedDossier};
use crate::fields::Fields;
use crate::frame::{self, Notice, NoticeQuery, lines};
use crate::house::House;
use mediaudit_app::answering;
use mediaudit_app::planning::{self, ActionSaid};
use mediaudit_app::refusal::Refusal;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::ActionId;
use mediaudit_core::view::plan::plan;

pub(super) fn routes() -> Router<House> {
    Router::new()
        .route("/plan", get(page))
        .route("/plan/prendre", post(take))
        .route("/plan/action/{action}", post(revise))
}

/// The forms of the page, `f` in its template; the plan itself is `a`.
#[derive(Debug, Serialize)]
struct PlanView {
    /// What the file of the plan was when the page was shown.
    seen: String,
    /// What was typed and not taken.
    typed: TypedAction,
}

/// An action as it was typed.
#[derive(Debug, Clone, Default, Serialize)]
struct TypedAction {
    /// The action, or the element that it is proposed for; empty: none.
    of: String,
    action: String,
    lead: String,
    due: String,
    state: String,
    done_on: String,
    /// Why it was not taken.
    error: String,
}

impl TypedAction {
    fn of(fields: &Fields, of: &str) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            of: of.to_owned(),
            action: field("action"),
            lead: field("pilote"),
            due: field("echeance"),
            state: field("etat"),
            done_on: field("faite-le"),
            error: String::new(),
        }
    }

    fn said(&self) -> Result<ActionSaid, String> {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(ActionSaid {
            text: text(&self.action),
            lead: text(&self.lead),
            due: answering::day(&self.due)?,
            state: planning::state(&self.state)?,
            done_on: answering::day(&self.done_on)?,
        })
    }
}

/// What the file of the plan is, as a page holds it.
fn seen(shown: &JudgedDossier) -> String {
    let digest = shown.outcome.papers.get("actions.toml");
    digest.map(ToString::to_string).unwrap_or_default()
}

async fn page(State(house): State<House>, Query(saying): Query<NoticeQuery>) -> Response {
    house
        .ask(move |desk| match desk.shown() {
            Ok(shown) => {
                let said = desk.said(saying);
                show(desk, &shown, StatusCode::OK, said, TypedAction::default())
            }
            Err(answer) => answer,
        })
        .await
}

fn show(
    desk: &Desk,
    shown: &JudgedDossier,
    status: StatusCode,
    said: Option<Notice>,
    typed: TypedAction,
) -> DeskAnswer {
    let view = PlanView {
        seen: seen(shown),
        typed,
    };
    let plan = shown.views.view("plan", || plan(&shown.outcome.assessment));
    let frame = desk.frame("Plan d’action", "/plan").about(shown).saying(said);
    frame::shown_as(
        status,
        "plan.html",
        frame,
        vec![("a", plan), ("f", Value::from_serializable(&view))],
    )
}

async fn take(State(house): State<House>, fields: Fields) -> Response {
    let target = fields.get("pour").unwrap_or_default().to_owned();
    house
        .ask(move |desk| {
            let typed = TypedAction::of(&fields, &target);
            let title = "L’action est inscrite au plan.";
            decide(
                desk,
                &fields,
                typed,
                title,
                &|desk, shown, said, sources, sink| {
                    let (request, means) = (desk.request(), desk.shared.means()?);
                    let at = (shown.outcome.as_ref(), target.as_str());
                    Ok(planning::take(
                        &shown.folder,
                        &request,
                        means.norms,
                        at,
                        said,
                        sources,
                        sink,
                    )?)
                },
            )
        })
        .await
}

async fn revise(State(house): State<House>, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = ActionId::parse(&id) else {
        return refused::nowhere();
    };
    house
        .ask(move |desk| {
            let typed = TypedAction::of(&fields, id.as_str());
            decide(
                desk,
                &fields,
                typed,
                "Enregistré.",
                &|desk, shown, said, sources, sink| {
                    let (request, means) = (desk.request(), desk.shared.means()?);
                    let at = (shown.outcome.as_ref(), &id);
                    Ok(planning::revise(
                        &shown.folder,
                        &request,
                        means.norms,
                        at,
                        said,
                        sources,
                        sink,
                    )?)
                },
            )
        })
        .await
}

/// A decision about the plan.
type Decision<'a> = dyn Fn(
        &Desk,
        &JudgedDossier,
        &ActionSaid,
        &mut Sources,
        &mut Diagnostics,
    ) -> Result<Option<mediaudit_app::diff::Changed>, Refusal>
    + 'a;

fn decide(
    desk: &mut Desk,
    fields: &Fields,
    typed: TypedAction,
    title: &str,
    decision: &Decision<'_>,
) -> DeskAnswer {
    if !desk.admits(fields.get("jeton")) {
        return desk.refuse_token();
    }
    let shown = match desk.shown() {
        Ok(shown) => shown,
        Err(answer) => return answer,
    };
    let said = match typed.said() {
        Ok(said) => said,
        Err(error) => {
            let typed = TypedAction { error, ..typed };
            return show(desk, &shown, StatusCode::UNPROCESSABLE_ENTITY, None, typed);
        }
    };
    if fields.get("vu") != Some(&seen(&shown)) {
        let said = Notice {
            kind: "refuse",
            title: "Rien n’a été enregistré : le plan a été changé entre-temps, sans cette page.".to_owned(),
            lines: vec![
                "Ce que dit maintenant le fichier est montré ci-dessous, et ce que vous aviez écrit est resté dans son formulaire : vérifiez, puis enregistrez."
                    .to_owned(),
            ],
            ..Notice::default()
        };
        return show(desk, &shown, StatusCode::CONFLICT, Some(said), typed);
    }
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    match decision(desk, &shown, &said, &mut sources, &mut sink) {
        Ok(Some(changed)) => {
            let said = Notice {
                changed: lines(&changed),
                undo: !changed.hunks.is_empty(),
                ..Notice::done(title)
            };
            desk.say("/plan", said)
        }
        Ok(None) => desk.refuse(
            &Refusal::said("cette action n’est plus dans le plan, ou ne vise plus rien de la norme"),
            "/plan",
        ),
        Err(refusal) => {
            let said = Notice::refused(&refusal, &sink.messages(&sources));
            show(desk, &shown, StatusCode::UNPROCESSABLE_ENTITY, Some(said), typed)
        }
    }
}
