//! The records of an interview plan, as templates and programs read them.

use serde::Serialize;

use crate::kernel::french;
use crate::view::questions::Labelled;
use crate::view::records::FindingSheet;

/// Whom an auditor meets, and what for; what is left, person by person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InterviewPlan {
    /// The structure.
    pub structure: String,
    /// The profile, in words.
    #[serde(rename = "profil")]
    pub profile: String,
    /// Kind of audit, in words.
    #[serde(rename = "genre")]
    pub audit: String,
    /// The audit date.
    pub date: String,
    /// How far it is, in words.
    #[serde(rename = "avancement")]
    pub progress: String,
    /// What the audit as a whole still wants.
    #[serde(rename = "ensemble")]
    pub whole: Vec<String>,
    /// Whom to meet, in the norm's order.
    #[serde(rename = "rencontres")]
    pub meetings: Vec<Meeting>,
    /// Kinds of finding of the norm.
    #[serde(rename = "natures")]
    pub kinds: Vec<Labelled>,
}

/// Somebody to meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Meeting {
    /// The function; empty: the norm names nobody.
    pub id: String,
    /// The same, in words.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Who that is where nobody bears the title.
    #[serde(rename = "aide")]
    pub help: String,
    /// How many of its points wait for a finding.
    #[serde(rename = "reste")]
    pub left: usize,
    /// What is talked about, what obliges first.
    pub points: Vec<InterviewPoint>,
}

/// A criterion, as an auditor takes it to an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InterviewPoint {
    /// Criterion.
    #[serde(rename = "critere")]
    pub criterion: String,
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// What is required.
    #[serde(rename = "exigence")]
    pub requirement: String,
    /// What is at stake.
    #[serde(rename = "enjeu")]
    pub stake: String,
    /// Importance, in words.
    pub importance: String,
    /// The level declared, in words.
    #[serde(rename = "declare")]
    pub declared: String,
    /// How it stands, in words.
    #[serde(rename = "statut")]
    pub status: String,
    /// What the tool saw, element by element.
    #[serde(rename = "vu")]
    pub seen: Vec<String>,
    /// What to ask.
    #[serde(rename = "demander")]
    pub ask: Vec<String>,
    /// What to look at.
    #[serde(rename = "regarder")]
    pub look: Vec<String>,
    /// Doubts to lift.
    #[serde(rename = "doutes")]
    pub doubts: Vec<String>,
    /// Pieces to open.
    #[serde(rename = "pieces")]
    pub open: Vec<String>,
    /// Elements that only a person can settle, and nobody has.
    #[serde(rename = "elements")]
    pub elements: Vec<Labelled>,
    /// Findings that there are.
    #[serde(rename = "constats")]
    pub findings: Vec<String>,
    /// Why it waits for a finding; empty: it does not.
    #[serde(rename = "attend")]
    pub waits: String,
}

/// A criterion as an auditor settles it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CriterionUnderAudit {
    /// What to ask and to look at.
    pub point: InterviewPoint,
    /// The pieces that serve the criterion.
    pub serving: Vec<Labelled>,
    /// All others.
    pub others: Vec<Labelled>,
    /// The findings on it, told whole.
    pub findings: Vec<FindingSheet>,
}

/// A file of findings that is new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingsDraft {
    /// The auditor's id.
    pub auditor: String,
    /// The function.
    pub role: String,
    /// The body.
    pub body: Option<String>,
    /// What ties the auditor to the structure, or does not.
    pub independence: Option<String>,
    /// What the file is about.
    pub plan: InterviewPlan,
}

impl InterviewPlan {
    /// « Ce qui reste à constater — Ville de Clairval ».
    pub fn title(&self) -> String {
        format!("Ce qui reste à constater — {}", self.structure)
    }

    /// Does nothing wait any more?
    pub fn is_done(&self) -> bool {
        self.whole.is_empty() && self.meetings.iter().all(|meeting| meeting.left == 0)
    }

    /// Over what no person in particular is asked.
    pub fn whole_title(&self) -> &'static str {
        "L’audit entier"
    }

    /// What is said where nothing waits.
    pub fn done(&self) -> &'static str {
        "Les constats tiennent, et rien n’attend plus un auditeur."
    }

    /// The file of an auditor was laid.
    pub fn prepared(&self, path: &str) -> String {
        let points = self.meetings.iter().map(|meeting| meeting.points.len()).sum();
        format!(
            "{path} : {}, dans l’ordre des entretiens",
            french::count(points, "ébauche", "ébauches")
        )
    }

    /// What to do then.
    pub fn next(&self, folder: &str) -> String {
        if self.is_done() {
            return format!("Le rapport : mediaudit rapport {folder}");
        }
        format!("Écrire un constat : mediaudit constats ajouter {folder} CRITERE --raison \"…\"")
    }
}

impl Meeting {
    /// « Encadrement : 4 critères attendent un constat ».
    pub fn said(&self) -> String {
        let counted = french::count(
            self.left,
            "critère attend un constat",
            "critères attendent un constat",
        );
        format!("{} : {counted}", self.label)
    }

    /// What still waits.
    pub fn waiting(&self) -> impl Iterator<Item = &InterviewPoint> {
        self.points.iter().filter(|point| !point.waits.is_empty())
    }
}

impl InterviewPoint {
    /// « C05 Discrétion et confidentialité (impératif) : a et b ».
    pub fn said(&self) -> String {
        format!(
            "{} {} ({}) — {}",
            self.criterion, self.title, self.importance, self.waits
        )
    }
}
