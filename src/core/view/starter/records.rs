//! The plain records of a new dossier.

use serde::Serialize;

use crate::kernel::{command, french};
use crate::view::comparison::Section;

/// A new dossier, in words.
#[derive(Debug, Clone, Serialize)]
pub struct Starter {
    /// Stable id.
    pub id: String,
    /// The structure.
    pub structure: String,
    /// Its legal form; empty: not said.
    pub form: String,
    /// Its SIRET; empty: not said.
    pub siret: String,
    /// Id of the norm.
    pub norm: String,
    /// Its version.
    pub version: String,
    /// Its edition, in words.
    pub edition: String,
    /// What it is, and is not.
    pub warning: String,
    /// Does médiaudit hold the norm?
    pub shipped: bool,
    /// The profile pinned; empty: the norm's first.
    pub pinned_profile: String,
    /// Title of the profile.
    pub profile: String,
    /// The first milestone of the norm's cycle; empty: it has none.
    pub milestone: String,
    /// All of them, in a phrase.
    pub milestones: String,
    /// The profiles of the norm.
    pub profiles: Vec<StarterEntry>,
    /// Today, as TOML.
    pub today: String,
    /// A past day, as TOML.
    pub example_day: String,
    /// A day to come, for a deadline.
    pub due_day: String,
    /// A day to come, as TOML.
    pub later_day: String,
    /// The scale of practice, lowest first.
    pub levels: Vec<StarterEntry>,
    /// Facts that the criteria to begin with read, as the norm groups them.
    pub groups: Vec<StarterGroup>,
    /// How many criteria of the profile are left for later.
    pub rest: usize,
    /// Criteria to begin with, by chapter.
    pub chapters: Vec<StarterChapter>,
    /// Evidence types asked.
    pub types: Vec<StarterType>,
    /// A type that may be a document, for examples.
    pub document_type: String,
    /// The folder of `preuves/` where it goes.
    pub document_folder: String,
    /// A second one.
    pub second_type: String,
    /// A type that an interview or an observation may show, and that modality; empty: none.
    pub reported: Option<(String, &'static str)>,
    /// A fact, for examples.
    pub example_fact: String,
    /// A criterion, for examples.
    pub example_criterion: String,
    /// An element of it.
    pub example_element: String,
    /// Codes of findings.
    pub kinds: Vec<StarterEntry>,
}

/// Something with a key, a name and a text.
#[derive(Debug, Clone, Serialize)]
pub struct StarterEntry {
    /// What is written in TOML.
    pub id: String,
    /// Its name.
    pub label: String,
    /// What it means.
    pub text: String,
}

/// Facts under one title.
#[derive(Debug, Clone, Serialize)]
pub struct StarterGroup {
    /// The title; may be empty.
    pub title: String,
    /// The facts.
    pub facts: Vec<StarterFact>,
}

/// A fact to state.
#[derive(Debug, Clone, Serialize)]
pub struct StarterFact {
    /// What is written in TOML.
    pub key: String,
    /// Its name.
    pub label: String,
    /// Help.
    pub help: String,
    /// What may be written.
    pub form: String,
    /// The choices, for a choice.
    pub choices: Vec<StarterEntry>,
    /// Criteria that read it.
    pub used_by: String,
}

/// Criteria of a chapter.
#[derive(Debug, Clone, Serialize)]
pub struct StarterChapter {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is about.
    pub text: String,
    /// Its criteria.
    pub criteria: Vec<StarterQuestion>,
}

/// A criterion to answer.
#[derive(Debug, Clone, Serialize)]
pub struct StarterQuestion {
    /// Identifier.
    pub id: String,
    /// The identifier as a TOML key: quoted where it holds a dot.
    pub key: String,
    /// Title.
    pub title: String,
    /// How much it matters.
    pub importance: &'static str,
    /// What is required.
    pub requirement: String,
    /// How it is judged.
    pub judged: &'static str,
    /// When it applies; may be empty.
    pub applies: String,
    /// Is a level asked?
    pub asks_level: bool,
    /// May it be set aside?
    pub may_leave: bool,
}

/// An evidence type, for whoever puts files in its folder.
#[derive(Debug, Clone, Serialize)]
pub struct StarterType {
    /// Identifier, which is the folder's name.
    pub id: String,
    /// Name.
    pub label: String,
    /// What is expected.
    pub help: String,
    /// Formats.
    pub formats: String,
    /// How long it holds.
    pub validity: String,
    /// Other ways to show it; may be empty.
    pub otherwise: String,
    /// Personal data that it may hold.
    pub admitted: String,
    /// What must not be in it.
    pub banned: String,
    /// Criteria that ask it.
    pub criteria: Vec<String>,
    /// An example of a file name.
    pub example: String,
}

/// What is said once a dossier is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreatedDossier {
    /// Where it is.
    pub title: String,
    /// What it holds.
    pub holds: String,
    /// What to do next, in order.
    pub next: Section,
}

impl Starter {
    /// It was created in this folder.
    /// `norm`: the one that was asked for, where one was.
    pub fn created(&self, folder: &str, norm: Option<&str>) -> CreatedDossier {
        let norm = norm.map_or_else(String::new, |norm| format!(" --norme {}", command::typed(norm)));
        let facts = self.groups.iter().map(|g| g.facts.len()).sum();
        let first: usize = self.chapters.iter().map(|c| c.criteria.len()).sum();
        let begin = match self.rest {
            0 => String::new(),
            _ => format!(", dont {first} pour commencer"),
        };
        CreatedDossier {
            title: format!("Dossier créé : {folder}"),
            holds: format!(
                "{} {}, profil « {} » : {}{begin} ; {}, {}",
                self.norm,
                self.version,
                self.profile,
                french::count(first + self.rest, "critère", "critères"),
                french::count(facts, "fait à déclarer", "faits à déclarer"),
                french::count(self.types.len(), "type de preuve", "types de preuve"),
            ),
            next: Section {
                title: "Ensuite :".to_owned(),
                lines: vec![
                    format!("lisez {folder}/LISEZMOI.txt"),
                    format!(
                        "mediaudit ouvrir {}{norm}, et tout se fait dans votre navigateur",
                        command::typed(folder)
                    ),
                    format!(
                        "ou bien remplissez {folder}/dossier.toml, déposez vos preuves dans {folder}/preuves"
                    ),
                    format!("mediaudit verifier {}{norm}", command::typed(folder)),
                    format!(
                        "mediaudit questions {}{norm}, pour ce qui reste à répondre",
                        command::typed(folder)
                    ),
                ],
            },
        }
    }
}
