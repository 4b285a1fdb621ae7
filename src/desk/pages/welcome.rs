//! The first page: open a dossier, begin a new one, go on with one that was opened before.

use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use tera::Value;

use crate::answer::DeskAnswer;
use crate::desk::Desk;
use crate::fields::Fields;
use crate::frame::{self, Notice, NoticeQuery};
use crate::house::House;
use mediaudit_app::cache;
use mediaudit_app::create::{self, NewDossier};
use mediaudit_app::norms;
use mediaudit_app::places::{self, LookedFolder};
use mediaudit_app::refusal::Refusal;
use mediaudit_core::diag::{Diagnostics, Message, Sources};
use mediaudit_core::kernel::DossierId;

pub(super) fn routes() -> Router<House> {
    Router::new()
        .route("/accueil", get(page))
        .route("/accueil/ouvrir", post(open))
        .route("/accueil/commencer", post(begin))
}

/// What is asked of the page.
#[derive(Debug, Clone, Default, Deserialize)]
struct Asked {
    /// The folder to look into.
    dans: Option<PathBuf>,
    dit: Option<u32>,
}

/// The page; `w` in its template.
#[derive(Debug, Serialize)]
struct WelcomePage {
    recent: Vec<Known>,
    /// Where the person is looking.
    path: String,
    above: Option<String>,
    dossier: bool,
    folders: Vec<Known>,
    /// Why the place could not be looked into.
    trouble: String,
    profiles: Vec<(String, String, String)>,
    begun: Begun,
    /// Why the new dossier was not made.
    errors: Vec<String>,
    faults: Vec<Message>,
}

/// A folder.
#[derive(Debug, Serialize)]
struct Known {
    name: String,
    path: String,
    dossier: bool,
}

/// What was typed of a new dossier.
#[derive(Debug, Clone, Default, Serialize)]
struct Begun {
    name: String,
    form: String,
    siret: String,
    profile: String,
    place: String,
}

async fn page(State(house): State<House>, Query(asked): Query<Asked>) -> Response {
    house
        .ask(move |desk| {
            let said = desk.said(NoticeQuery { dit: asked.dit });
            show(
                desk,
                asked.dans.as_deref(),
                StatusCode::OK,
                said,
                Attempt::default(),
            )
        })
        .await
}

/// A dossier that was to be begun.
#[derive(Debug, Default)]
struct Attempt {
    begun: Begun,
    errors: Vec<String>,
    faults: Vec<Message>,
}

fn known(path: &Path) -> Known {
    let name = path.file_name().unwrap_or(path.as_os_str());
    Known {
        name: name.to_string_lossy().into_owned(),
        path: path.display().to_string(),
        dossier: places::is_dossier(path),
    }
}

fn show(
    desk: &Desk,
    place: Option<&Path>,
    status: StatusCode,
    said: Option<Notice>,
    attempt: Attempt,
) -> DeskAnswer {
    let home = desk.settings.home.clone().unwrap_or_else(|| PathBuf::from("."));
    let looked = places::look(place.unwrap_or(&home));
    let (looked, trouble) = match looked {
        Ok(looked) => (Some(looked), String::new()),
        Err(Refusal::Said { message, hints: _ }) => (None, message),
        Err(Refusal::Files) => (None, String::new()),
    };
    let looked = looked.unwrap_or_else(|| LookedFolder {
        path: home,
        dossier: false,
        above: None,
        folders: Vec::new(),
    });
    let recent = desk
        .settings
        .cache
        .as_deref()
        .map(cache::recent)
        .unwrap_or_default();
    let norm = desk.shared.norm(norms::DEFAULT);
    let profiles = norm.iter().flat_map(|norm| &norm.profiles);
    let profiles = profiles.filter(|profile| !profile.partial || profile.first);
    let view = WelcomePage {
        recent: recent
            .iter()
            .map(|path| known(path))
            .filter(|known| known.dossier)
            .collect(),
        path: looked.path.display().to_string(),
        above: looked.above.map(|above| above.display().to_string()),
        dossier: looked.dossier,
        folders: looked
            .folders
            .iter()
            .map(|(name, _)| known(&looked.path.join(name)))
            .collect(),
        trouble,
        profiles: profiles
            .map(|profile| {
                let id = profile.id.to_string();
                (id, profile.title.clone(), profile.description.clone())
            })
            .collect(),
        begun: attempt.begun,
        errors: attempt.errors,
        faults: attempt.faults,
    };
    let frame = desk
        .frame("Ouvrir ou commencer un dossier", "/accueil")
        .saying(said);
    frame::shown_as(
        status,
        "accueil.html",
        frame,
        vec![("w", Value::from_serializable(&view))],
    )
}

async fn open(State(house): State<House>, fields: Fields) -> Response {
    house
        .ask(move |desk| {
            if !desk.admits(fields.get("jeton")) {
                return desk.refuse_token();
            }
            let Some(path) = fields.said("chemin").map(PathBuf::from) else {
                return desk.say("/accueil", Notice::done("Donnez le chemin d’un dossier."));
            };
            match desk.open(&path) {
                Ok(()) => DeskAnswer::To("/".to_owned()),
                Err(refusal) => {
                    let said = Notice::refused(&refusal, &[]);
                    let place = path.is_dir().then_some(path.as_path());
                    show(
                        desk,
                        place,
                        StatusCode::UNPROCESSABLE_ENTITY,
                        Some(said),
                        Attempt::default(),
                    )
                }
            }
        })
        .await
}

async fn begin(State(house): State<House>, fields: Fields) -> Response {
    house.ask(move |desk| begun(desk, &fields)).await
}

fn begun(desk: &mut Desk, fields: &Fields) -> DeskAnswer {
    if !desk.admits(fields.get("jeton")) {
        return desk.refuse_token();
    }
    let field = |name| fields.get(name).unwrap_or_default().trim().to_owned();
    let begun = Begun {
        name: field("nom"),
        form: field("forme"),
        siret: field("siret"),
        profile: field("profil"),
        place: field("dans"),
    };
    let place = PathBuf::from(&begun.place);
    let refused = |desk: &Desk, errors: Vec<String>, faults: Vec<Message>| {
        let attempt = Attempt {
            begun: begun.clone(),
            errors,
            faults,
        };
        show(
            desk,
            Some(&place),
            StatusCode::UNPROCESSABLE_ENTITY,
            None,
            attempt,
        )
    };
    let Some(id) = DossierId::slug(&begun.name) else {
        let error =
            "Donnez le nom de la structure, avec au moins une lettre : son dossier en prendra le nom.";
        return refused(desk, vec![error.to_owned()], Vec::new());
    };
    let folder = place.join(id.as_str());
    let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let request = NewDossier {
        name: Some(begun.name.clone()),
        norm: desk.settings.request.norm.clone(),
        profile: text(&begun.profile),
        form: text(&begun.form),
        siret: text(&begun.siret),
        today: desk.today(),
    };
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    match create::create(&folder, &request, &mut sources, &mut sink) {
        Ok(_) => match desk.open(&folder) {
            Ok(()) => {
                let said = Notice {
                    lines: vec![
                        format!("Il est dans {}.", folder.display()),
                        "Commencez par déposer les papiers que vous avez déjà, ou par répondre aux premières questions."
                            .to_owned(),
                    ],
                    ..Notice::done("Le dossier est prêt.")
                };
                desk.say("/", said)
            }
            Err(refusal) => desk.refuse(&refusal, "/accueil"),
        },
        Err(Refusal::Said { message, hints }) => {
            let errors = std::iter::once(message).chain(hints).collect();
            refused(desk, errors, Vec::new())
        }
        Err(Refusal::Files) => refused(desk, Vec::new(), sink.messages(&sources)),
    }
}
