//! What every page has around it, and what is said once after something was done.

use std::collections::VecDeque;

use axum::http::StatusCode;
use serde::Serialize;
use tera::Value;

use super::answer::DeskAnswer;
use super::desk::{Desk, JudgedDossier, OpenDossier};
use super::wording::for_a_page;
use mediaudit_app::diff::Changed;
use mediaudit_app::edit;
use mediaudit_app::refusal::Refusal;
use mediaudit_core::diag::Message;
use mediaudit_core::view;
use mediaudit_ink::screen;

/// The pages of a dossier, in the order of the menu.
const SECTIONS: [(&str, &str); 5] = [
    ("/", "Où nous en sommes"),
    ("/questions", "Questions"),
    ("/papiers", "Papiers"),
    ("/plan", "Plan"),
    ("/rapport", "Rapport"),
];

/// The page of an auditor's session.
const AUDIT: (&str, &str) = ("/audit", "Audit");

/// The frame of a page; `p` in its template.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PageFrame {
    title: String,
    section: &'static str,
    sections: Vec<SectionLink>,
    structure: String,
    banner: String,
    folder: String,
    token: String,
    open: bool,
    undo: bool,
    said: Option<Notice>,
}

#[derive(Debug, Clone, Serialize)]
struct SectionLink {
    to: &'static str,
    label: &'static str,
    here: bool,
}

/// What was done, in words.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Notice {
    /// « fait », « refuse ».
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    /// The lines that changed.
    pub(super) changed: String,
    /// Can it be taken back?
    pub(super) undo: bool,
}

impl Notice {
    pub(super) fn done(title: impl Into<String>) -> Self {
        Self {
            kind: "fait",
            title: title.into(),
            ..Self::default()
        }
    }

    /// What a use case could not do.
    pub(super) fn refused(refusal: &Refusal, told: &[Message]) -> Self {
        let mut lines: Vec<String> = Vec::new();
        let title = match refusal {
            Refusal::Said { message, hints } => {
                lines.extend(hints.iter().cloned());
                capital(message)
            }
            Refusal::Files => "Rien n’a été écrit.".to_owned(),
        };
        for message in told {
            lines.push(capital(&message.message));
            lines.extend(message.hints.iter().map(|hint| capital(hint)));
        }
        Self {
            kind: "refuse",
            title,
            lines,
            ..Self::default()
        }
    }
}

/// A sentence that a terminal begins in lower case.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The last things said, by number.
#[derive(Debug, Default)]
pub(super) struct Spoken {
    next: u32,
    kept: VecDeque<(u32, Notice)>,
}

/// So many are kept: a page that is loaded again says it again.
const KEPT: usize = 20;

impl Spoken {
    pub(super) fn keep(&mut self, said: Notice) -> u32 {
        self.next += 1;
        self.kept.push_back((self.next, said));
        if self.kept.len() > KEPT {
            self.kept.pop_front();
        }
        self.next
    }

    fn get(&self, number: u32) -> Option<Notice> {
        let found = self.kept.iter().find(|(own, _)| *own == number);
        found.map(|(_, said)| said.clone())
    }
}

impl PageFrame {
    pub(super) fn new(
        title: &str,
        section: &'static str,
        token: &str,
        dossier: Option<&OpenDossier>,
        audited: bool,
    ) -> Self {
        let link = |(to, label): (&'static str, &'static str)| SectionLink {
            to,
            label,
            here: to == section,
        };
        Self {
            title: title.to_owned(),
            section,
            sections: SECTIONS
                .into_iter()
                .chain(audited.then_some(AUDIT))
                .map(link)
                .collect(),
            structure: String::new(),
            banner: String::new(),
            folder: dossier.map_or_else(String::new, |open| open.folder.display().to_string()),
            token: token.to_owned(),
            open: dossier.is_some(),
            undo: dossier.is_some_and(|open| edit::may_take_back(&open.folder)),
            said: None,
        }
    }

    /// The frame of a page about a dossier that was judged.
    pub(super) fn about(mut self, shown: &JudgedDossier) -> Self {
        let inputs = &shown.outcome.assessment.inputs;
        self.structure.clone_from(&inputs.structure.name);
        self.banner = view::banner(inputs);
        self
    }

    /// With what is to be said on it.
    pub(super) fn saying(mut self, said: Option<Notice>) -> Self {
        self.said = said;
        self
    }
}

/// The query of a page that may have something to say.
#[derive(Debug, Clone, Copy, Default, serde::Deserialize)]
pub(super) struct NoticeQuery {
    pub(super) dit: Option<u32>,
}

/// A page.
pub(super) fn shown(template: &str, frame: PageFrame, values: Vec<(&'static str, Value)>) -> DeskAnswer {
    shown_as(StatusCode::OK, template, frame, values)
}

/// A page, with another status.
pub(super) fn shown_as(
    status: StatusCode,
    template: &str,
    frame: PageFrame,
    mut values: Vec<(&'static str, Value)>,
) -> DeskAnswer {
    values.push(("p", frame.into()));
    match screen::page(template, &values) {
        Ok(page) => DeskAnswer::Page(status, for_a_page(&page)),
        Err(error) => DeskAnswer::Page(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
    }
}

impl From<PageFrame> for Value {
    fn from(frame: PageFrame) -> Self {
        Self::from_serializable(&frame)
    }
}

impl Desk {
    pub(super) fn said(&self, saying: NoticeQuery) -> Option<Notice> {
        self.spoken.get(saying.dit?)
    }

    /// Why something could not be done, as a page of its own.
    pub(super) fn refuse(&self, refusal: &Refusal, back: &str) -> DeskAnswer {
        self.refuse_told(refusal, &[], back)
    }

    /// The same, with what was told of files.
    pub(super) fn refuse_told(&self, refusal: &Refusal, told: &[Message], back: &str) -> DeskAnswer {
        let (lines, hints) = match refusal {
            Refusal::Said { message, hints } => (vec![capital(message)], hints.clone()),
            Refusal::Files => (Vec::new(), Vec::new()),
        };
        let view = MessageView {
            lines,
            hints: hints.iter().map(|hint| capital(hint)).collect(),
            faults: told.to_vec(),
            back: back.to_owned(),
        };
        shown_as(
            StatusCode::UNPROCESSABLE_ENTITY,
            "message.html",
            self.frame("Ce n’est pas fait", ""),
            vec![("m", Value::from_serializable(&view))],
        )
    }

    /// The dossier does not load.
    pub(super) fn unreadable(&self, told: &[Message]) -> DeskAnswer {
        let view = MessageView {
            faults: told.to_vec(),
            ..MessageView::default()
        };
        shown_as(
            StatusCode::UNPROCESSABLE_ENTITY,
            "dossier-illisible.html",
            self.frame("Le dossier ne se lit pas", ""),
            vec![("m", Value::from_serializable(&view))],
        )
    }

    /// A form that is not of this desk, or not of today's.
    pub(super) fn refuse_token(&self) -> DeskAnswer {
        shown_as(
            StatusCode::FORBIDDEN,
            "message.html",
            self.frame("Rien n’a été changé", ""),
            vec![(
                "m",
                Value::from_serializable(&MessageView {
                    lines: vec![
                        "Cette page est d’une ouverture précédente de médiaudit, ou d’un autre dossier. Rouvrez-la, puis recommencez."
                            .to_owned(),
                    ],
                    back: "/".to_owned(),
                    ..MessageView::default()
                }),
            )],
        )
    }
}

/// A page of words alone; `m` in its template.
#[derive(Debug, Clone, Default, Serialize)]
struct MessageView {
    lines: Vec<String>,
    hints: Vec<String>,
    faults: Vec<Message>,
    back: String,
}

/// The lines of a file that changed, as they were and as they are.
pub(super) fn lines(changed: &Changed) -> String {
    let mut out = format!("{}\n", changed.path);
    for hunk in &changed.hunks {
        out.push_str(&format!("\n{} :\n", hunk.line));
        hunk.removed
            .iter()
            .for_each(|line| out.push_str(&format!("− {line}\n")));
        hunk.added
            .iter()
            .for_each(|line| out.push_str(&format!("+ {line}\n")));
    }
    out
}
