//! What is proposed of the dates of pieces, and what was written, in words.

use serde::Serialize;

use super::Dating;
use crate::kernel::{Date, command, french, words};

/// The dates of some pieces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DatingSheet {
    /// At which date.
    pub title: String,
    /// The pieces.
    pub pieces: Vec<ProposedDate>,
    /// What would be written, and what only a person can say.
    pub next: Vec<String>,
}

/// The date of a piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProposedDate {
    /// Its id and place.
    pub title: String,
    /// Its date, and what says so; or that a person has to say it, with what the file's own metadata say.
    pub said: Vec<String>,
    /// The lines that would say it in dossier.toml; empty where there is nothing to write.
    pub lines: String,
    /// What should be known of that date; may be empty.
    pub note: String,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DatesWritten {
    /// How many dates.
    pub title: String,
    /// How to take them back, and what only a person can say.
    pub next: Vec<String>,
}

/// What would be written of these pieces, judged on that day.
pub fn sheet(pieces: &[Dating], date: Date) -> DatingSheet {
    if pieces.is_empty() {
        return DatingSheet {
            title: "Aucune preuve n’attend sa date.".to_owned(),
            pieces: Vec::new(),
            next: Vec::new(),
        };
    }
    let known = pieces.iter().filter(|dating| dating.day.is_some()).count();
    let writable = (known > 0).then(|| {
        let said = french::count(known, "date serait écrite", "dates seraient écrites");
        format!("{said} dans dossier.toml : ajoutez --ecrire.")
    });
    DatingSheet {
        title: format!("Dates des preuves, au {}", date.in_words()),
        pieces: pieces.iter().map(|dating| proposed(dating, date)).collect(),
        next: writable.into_iter().chain(waiting(pieces)).collect(),
    }
}

fn proposed(dating: &Dating, date: Date) -> ProposedDate {
    let day = match (dating.day, dating.known) {
        (Some(day), Some(known)) => format!("{} au lieu du {} : ", day.in_figures(), known.in_figures()),
        (Some(day), None) => format!("{} : ", day.in_figures()),
        (None, Some(known)) => format!("{} : ", known.in_figures()),
        (None, None) => "à dire : ".to_owned(),
    };
    let open = dating.day.is_none() && dating.known.is_none();
    let hint = Some(dating.hint.clone()).filter(|hint| open && !hint.is_empty());
    let lines = dating.day.map_or(Vec::new(), |_| dating.lines());
    let later = "cette date vient après celle de l’audit : la preuve ne comptera pas encore";
    ProposedDate {
        title: format!("{} — {}", dating.id, words::printable(&dating.whereabouts)),
        said: std::iter::once(format!("{day}{}", dating.said))
            .chain(hint)
            .collect(),
        lines: lines.join("\n"),
        note: dating
            .day
            .filter(|day| *day > date)
            .map_or_else(String::new, |_| later.to_owned()),
    }
}

/// What could not be dated, and how a person does.
fn waiting(pieces: &[Dating]) -> Option<String> {
    let open: Vec<&Dating> = pieces
        .iter()
        .filter(|dating| dating.day.is_none() && dating.known.is_none() && dating.is_writable())
        .collect();
    let first = open.first()?;
    let said = french::count(open.len(), "preuve attend sa date", "preuves attendent leur date");
    Some(format!("{said}, à dire par --date {}=AAAA-MM-JJ.", first.id))
}

/// What was written of these pieces in the dossier of that folder; `changed`: something was.
pub fn written(pieces: &[Dating], folder: &str, changed: bool) -> DatesWritten {
    let known = pieces.iter().filter(|dating| dating.day.is_some()).count();
    let (title, back) = if changed {
        let dates = french::count(known, "date écrite", "dates écrites");
        let back = format!(
            "Pour revenir en arrière : mediaudit annuler {}",
            command::typed(folder)
        );
        (format!("{dates} dans dossier.toml."), Some(back))
    } else {
        ("dossier.toml le disait déjà : rien n’est écrit.".to_owned(), None)
    };
    DatesWritten {
        title,
        next: back.into_iter().chain(waiting(pieces)).collect(),
    }
}
