//! What was issued: kept on a click, opened again, two of them beside one another.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use tera::Value;

use crate::answer::DeskAnswer;
use crate::desk::{Desk, JudgedDossier};
use crate::fields::Fields;
use crate::frame::{self, Notice};
use crate::house::House;
use mediaudit_app::history::{self, IssuedAssessment};
use mediaudit_app::refusal::Refusal;
use mediaudit_core::assessment::Assessment;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::view::comparison::{BesideSheet, beside};

pub(super) fn routes() -> Router<House> {
    Router::new()
        .route("/rapport/garder", post(keep))
        .route("/rapport/comparer", get(compare))
}

/// What was issued; what cannot be read was told when the dossier was judged.
pub(super) fn issued(shown: &JudgedDossier) -> Vec<IssuedAssessment> {
    history::issued(&shown.folder, &mut Diagnostics::default()).unwrap_or_default()
}

/// One that was issued, by the name of its file.
pub(super) fn named(shown: &JudgedDossier, name: &str) -> Option<IssuedAssessment> {
    issued(shown).into_iter().find(|issued| issued.name == name)
}

/// There is none of that name, or it does not open.
pub(super) fn gone(desk: &Desk) -> DeskAnswer {
    let refusal =
        Refusal::said("ce résultat n’est pas, ou n’est plus, dans l’historique, ou ne se rouvre pas ici");
    desk.refuse(&refusal, "/rapport")
}

async fn keep(State(house): State<House>, fields: Fields) -> Response {
    house.ask(move |desk| kept(desk, &fields)).await
}

fn kept(desk: &mut Desk, fields: &Fields) -> DeskAnswer {
    if !desk.admits(fields.get("jeton")) {
        return desk.refuse_token();
    }
    let (shown, outcome) = match desk.shown().and_then(|shown| Ok((shown, desk.anew(None)?))) {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let (sources, mut sink) = (Sources::default(), Diagnostics::default());
    match history::keep(&shown.folder, &outcome, &desk.shared, &sources, &mut sink) {
        Ok(path) => {
            let said = Notice {
                lines: vec![
                    format!("Il est dans {path}."),
                    "Les rapports d’une date plus tardive diront ce qui a changé depuis.".to_owned(),
                ],
                ..Notice::done("Ce résultat est gardé.")
            };
            desk.say("/rapport#historique", said)
        }
        Err(refusal) => desk.refuse_told(&refusal, &sink.messages(&sources), "/rapport"),
    }
}

/// Which two; an empty name is the dossier as it is.
#[derive(Debug, Deserialize)]
struct Chosen {
    #[serde(default)]
    avant: String,
    #[serde(default)]
    apres: String,
}

/// Two results; `c` in its template.
#[derive(Debug, Serialize)]
struct ComparisonPage {
    sheet: BesideSheet,
    differs: bool,
}

async fn compare(State(house): State<House>, Query(chosen): Query<Chosen>) -> Response {
    house.ask(move |desk| compared(desk, &chosen)).await
}

fn compared(desk: &mut Desk, chosen: &Chosen) -> DeskAnswer {
    let shown = match desk.shown() {
        Ok(shown) => shown,
        Err(answer) => return answer,
    };
    if chosen.avant == chosen.apres {
        let refusal =
            Refusal::said("ces deux résultats sont le même").hint("choisissez-en deux qui diffèrent");
        return desk.refuse(&refusal, "/rapport");
    }
    let of = |name: &str| -> Option<Assessment> {
        if name.is_empty() {
            return Some(shown.outcome.assessment.clone());
        }
        named(&shown, name)?.assessment
    };
    let what = format!("comparaison {} {}", chosen.avant, chosen.apres);
    let view = shown.views.view_or(&what, || {
        let (first, second) = of(&chosen.avant).zip(of(&chosen.apres)).ok_or(())?;
        let sheet = beside(&first, &second);
        let differs = sheet.rows.iter().any(|row| row.first != row.second);
        Ok::<ComparisonPage, ()>(ComparisonPage { sheet, differs })
    });
    let Ok(view) = view else {
        return gone(desk);
    };
    let values: Vec<(&'static str, Value)> = vec![("c", view)];
    let frame = desk.frame("Deux résultats côte à côte", "/rapport").about(&shown);
    frame::shown("comparaison.html", frame, values)
}
