//! The records of a list of questions, as templates and programs read them.

use serde::Serialize;

use crate::kernel::french;

/// What is still to be answered, by one or by all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuestionList {
    /// The structure.
    pub structure: String,
    /// The profile, in words.
    #[serde(rename = "profil")]
    pub profile: String,
    /// Whose questions these are; none: everybody's.
    #[serde(rename = "qui", skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// The same, in words.
    #[serde(rename = "qui-libelle", skip_serializing_if = "Option::is_none")]
    pub who_label: Option<String>,
    /// Facts and levels that have their answer, whoever they are asked of.
    #[serde(rename = "donnees")]
    pub given: usize,
    /// Facts and levels that are asked in all.
    pub total: usize,
    /// How much is done, and how that is counted.
    #[serde(rename = "avancement")]
    pub progress: String,
    /// Minutes that the answers below take, by estimate.
    pub minutes: u32,
    /// The same, in words.
    #[serde(rename = "duree")]
    pub time: String,
    /// The scale of levels.
    #[serde(rename = "niveaux")]
    pub levels: Vec<Labelled>,
    /// Who is asked anything.
    #[serde(rename = "interlocuteurs")]
    pub respondents: Vec<PersonAsked>,
    /// The questions, those that decide most per minute first.
    pub questions: Vec<Question>,
}

impl QuestionList {
    /// « Ce qui reste à répondre — direction ».
    pub fn title(&self) -> String {
        let who = self.who_label.as_ref();
        let who = who.map(|who| format!(" — {who}")).unwrap_or_default();
        format!("Ce qui reste à répondre — {}{who}", self.structure)
    }

    /// How many questions are left, and how long they take; none where none is.
    pub fn rest(&self) -> Option<String> {
        if self.questions.is_empty() {
            return None;
        }
        Some(format!(
            "{} ci-dessous, {} : d’abord ce qui décide le plus",
            french::count(self.questions.len(), "question", "questions"),
            self.time
        ))
    }

    /// What to do then.
    pub fn next(&self) -> Vec<String> {
        if self.questions.is_empty() {
            return vec!["Plus rien à répondre ici : mediaudit verifier dit où vous en êtes".to_owned()];
        }
        vec![
            "Répondez dans dossier.toml, ou donnez à chacun sa fiche : --qui … -o fiche.pdf (à la main) ou -o …/reponses/nom.toml (à l’écran)"
                .to_owned(),
        ]
    }

    /// The sheet was written.
    pub fn written(&self, path: &str) -> String {
        format!(
            "{path} : {}, {}",
            french::count(self.questions.len(), "question", "questions"),
            self.time
        )
    }
}

impl PersonAsked {
    /// « direction : 12 questions ».
    pub fn said(&self) -> String {
        format!(
            "--qui {} : {} ({})",
            self.id,
            french::count(self.questions, "question", "questions"),
            self.label
        )
    }
}

impl Question {
    /// Whom to ask, and what it serves.
    pub fn answered_by(&self) -> String {
        let who = self.who_label.as_ref();
        let who = who
            .map(|who| format!("à demander à : {} ; ", who.to_lowercase()))
            .unwrap_or_default();
        let counted = self.table.as_ref();
        let counted = counted
            .map(|table| format!(" ; se compte seul dans « {table} », si vous le déposez"))
            .unwrap_or_default();
        let minutes = french::count(self.minutes as usize, "minute", "minutes");
        format!("{who}sert à {} ; {minutes}{counted}", self.serves)
    }

    /// The line that answers it, to be completed.
    pub fn line(&self) -> String {
        match self.kind {
            QuestionKind::Level => format!("pratiques.{}.niveau = \"…\"", self.key),
            QuestionKind::Fact => format!("faits.{} = …   ({})", self.key, self.form),
        }
    }
}

/// Somebody who is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PersonAsked {
    /// Identifier.
    pub id: String,
    /// The function.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Who that is where nobody bears the title.
    #[serde(rename = "aide")]
    pub help: String,
    /// How many questions are theirs.
    pub questions: usize,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Question {
    /// What is asked for.
    #[serde(rename = "genre")]
    pub kind: QuestionKind,
    /// Key of the fact, or id of the criterion.
    pub id: String,
    /// The same, as a TOML file of the dossier writes it.
    #[serde(rename = "cle")]
    pub key: String,
    /// The question.
    #[serde(rename = "question")]
    pub asked: String,
    /// What helps to answer it.
    #[serde(rename = "aide")]
    pub help: String,
    /// How the answer is written.
    #[serde(rename = "forme")]
    pub form: String,
    /// Whom to ask.
    #[serde(rename = "qui", skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// The same, in words.
    #[serde(rename = "qui-libelle", skip_serializing_if = "Option::is_none")]
    pub who_label: Option<String>,
    /// The table that would tell it, where the structure keeps one: then nobody has to type it.
    #[serde(rename = "tableau", skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Minutes that the answer takes, by estimate.
    pub minutes: u32,
    /// May the structure say instead that it does not apply, and why?
    #[serde(rename = "peut-etre-ecarte")]
    pub may_leave: bool,
    /// The criteria that wait for it.
    #[serde(rename = "criteres")]
    pub criteria: Vec<Labelled>,
    /// The same, in one phrase.
    #[serde(rename = "sert")]
    pub serves: String,
}

/// What a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum QuestionKind {
    /// Where the structure stands on a criterion.
    #[serde(rename = "niveau")]
    Level,
    /// Something that is counted, dated or chosen.
    #[serde(rename = "fait")]
    Fact,
}

/// Something that has an id and words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Labelled {
    /// Identifier.
    pub id: String,
    /// In words.
    #[serde(rename = "texte")]
    pub text: String,
}
