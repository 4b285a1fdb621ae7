//! Pieces that wait for their date of effect: what would date each, where that day comes from, the lines to write. A person decides.

mod sheet;

use crate::assessment::Assessment;
use crate::dossier::edit::{self, Edit, PieceWish, Wish};
use crate::engine::pieces::{PieceBook, WhyNot};
use crate::kernel::{Date, PieceId, TypeId, persons, words};
use crate::record::item::{Held, Item};
use crate::record::naming::{NameSays, date_in};
pub use sheet::{DatesWritten, DatingSheet, ProposedDate, sheet, written};

/// A piece, and what is known of its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dating {
    /// The piece.
    pub id: PieceId,
    /// Where it is.
    pub whereabouts: String,
    /// The day to write; none: only a person can say it.
    pub day: Option<Date>,
    /// The day that it bears already.
    pub known: Option<Date>,
    /// What says so, or why nothing does.
    pub said: String,
    /// What the file's own metadata say, which is no date of effect; may be empty.
    pub hint: String,
    declaration: Declaration,
}

/// The block of a piece in dossier.toml.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Declaration {
    /// It is there.
    There,
    /// It has to say the path and the types of its file, too.
    New(String, Vec<TypeId>),
    /// None can be written: the name of its file is masked.
    Masked,
}

/// Those that a criterion asks, and that wait for their date there.
pub fn waiting(assessment: &Assessment) -> Vec<Dating> {
    let book = PieceBook::of(assessment);
    let waits = |item: &&Item| is_waiting(item, &book);
    assessment
        .inputs
        .evidence
        .iter()
        .filter(waits)
        .map(dating)
        .collect()
}

/// Does a criterion wait for the date of this piece?
pub fn is_waiting(item: &Item, book: &PieceBook<'_>) -> bool {
    let uses = book.uses(&item.id).iter();
    uses.filter_map(|found| found.outcome.as_ref().err())
        .any(WhyNot::wants_a_date)
}

/// What is known of the day of one piece: the name that a person gave its file says it, metadata never do. One that it bears already stays.
pub fn dating(item: &Item) -> Dating {
    let declaration = declaration(item);
    let named = match &item.held {
        Held::File(file) => std::iter::once(&file.path)
            .chain(&file.copies)
            .map(|path| date_in(path))
            .find(|said| *said != NameSays::Nothing),
        Held::Elsewhere { .. } | Held::Reported { .. } | Held::Missing { .. } => None,
    };
    let of_name = |words: &str, more: &str| format!("le nom du fichier dit « {} »{more}", words::safe(words));
    let known = item.dates.effect;
    let (day, said) = match named.unwrap_or(NameSays::Nothing) {
        _ if known.is_some() => (None, "elle a déjà une date".to_owned()),
        _ if declaration == Declaration::Masked => (
            None,
            "mettez-la en tête du nom du fichier, et ôtez-en ce qui désigne une personne".to_owned(),
        ),
        NameSays::Day(day, words) => (Some(day), of_name(&words, "")),
        NameSays::NoDay(words) => (None, of_name(&words, ", sans le jour")),
        NameSays::Unclear(words) => (None, of_name(&words, ", qui se lit de plusieurs façons")),
        NameSays::Several(words) => (None, of_name(&words, " : laquelle est la bonne ?")),
        NameSays::Nothing => (None, "aucune date n’est dite".to_owned()),
    };
    let hint = item.dates.not_after.map(|newest| {
        format!(
            "les métadonnées du fichier sont du {} : son contenu peut être bien plus ancien",
            newest.in_figures()
        )
    });
    Dating {
        id: item.id.clone(),
        whereabouts: item.whereabouts().to_owned(),
        day,
        known,
        said,
        hint: hint.unwrap_or_default(),
        declaration,
    }
}

fn declaration(item: &Item) -> Declaration {
    match &item.held {
        // a piece that the dossier does not declare bears an id made of its digest
        Held::File(file) if item.id == PieceId::of_file(&file.digest) => {
            if persons::is_masked(&file.path) {
                Declaration::Masked
            } else {
                Declaration::New(file.path.clone(), item.types.iter().cloned().collect())
            }
        }
        _ => Declaration::There,
    }
}

/// The file and the types that an edit of a piece declares, where dossier.toml does not name it yet.
pub fn undeclared(item: &Item) -> Option<(String, Vec<TypeId>)> {
    match declaration(item) {
        Declaration::New(path, types) => Some((path, types)),
        Declaration::There | Declaration::Masked => None,
    }
}

/// The lines of dossier.toml that say of what types a piece is; none where the name of its file may not stand there.
pub(super) fn declaring(item: &Item, types: &[TypeId]) -> Vec<String> {
    let there = PieceWish {
        types: Wish::Set(types.to_vec()),
        ..PieceWish::default()
    };
    let (wish, before) = match declaration(item) {
        Declaration::Masked => return Vec::new(),
        Declaration::There => (there, Some(block_of(&item.id))),
        Declaration::New(path, _) => {
            let new = PieceWish {
                undeclared: Some((path, types.to_vec())),
                ..PieceWish::default()
            };
            (new, None)
        }
    };
    let edit = Edit::Piece {
        id: item.id.clone(),
        wish: Box::new(wish),
    };
    let mut lines = edit::lines(&edit).unwrap_or_default();
    match (before, lines.pop()) {
        (Some(before), Some(line)) => vec![before, line],
        (None, last) => lines.into_iter().chain(last).collect(),
        (Some(_), None) => Vec::new(),
    }
}

/// Where a line of a block that is there has to go.
fn block_of(id: &PieceId) -> String {
    format!("# dans le bloc [[preuve]] où id = \"{id}\"")
}

impl Dating {
    /// May dossier.toml say its day? Not where the name of its file would have to stand there, and holds data of persons.
    pub fn is_writable(&self) -> bool {
        self.declaration != Declaration::Masked
    }

    /// The edit that dates the piece; a file that is not declared yet is declared.
    pub fn edit(&self, day: Date) -> Option<Edit> {
        let undeclared = match &self.declaration {
            Declaration::There => None,
            Declaration::New(path, types) => Some((path.clone(), types.clone())),
            Declaration::Masked => return None,
        };
        let wish = PieceWish {
            effect: Wish::Set(day),
            undeclared,
            ..PieceWish::default()
        };
        Some(Edit::Piece {
            id: self.id.clone(),
            wish: Box::new(wish),
        })
    }

    /// The lines of dossier.toml that date it: its whole block, or one line for a block that is there. Where only a person can say the
    /// day, the place for it.
    pub fn lines(&self) -> Vec<String> {
        let any = self.day.or(Date::new(2000, 1, 1));
        let edit = any.and_then(|day| self.edit(day));
        let mut lines = edit.and_then(|edit| edit::lines(&edit).ok()).unwrap_or_default();
        let Some(mut line) = lines.pop() else {
            return Vec::new();
        };
        if self.day.is_none() {
            "date-effet = AAAA-MM-JJ".clone_into(&mut line);
        }
        if self.declaration == Declaration::There {
            lines = vec![block_of(&self.id)];
        }
        lines.push(line);
        lines
    }
}
