//! What is proposed for a heap of papers, in words.

use std::borrow::Cow;

use serde::Serialize;

use super::comparison::Section;
use super::evidence_map::Pasted;
use crate::dossier::edit::{self, Edit, PieceWish, Wish};
use crate::kernel::{PieceId, TypeId, french, persons, words};
use crate::norm::Norm;
use crate::norm::model::UsualPaper;
use crate::record::inventory::Skipped;
use crate::sorting::{Placing, SortedFile, Sorting};

/// A heap, sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SortingSheet {
    /// How many, and for how many a place is proposed.
    pub title: String,
    /// The files that have their place, by folder.
    pub folders: Vec<SortedFolder>,
    /// Those that a person has to place.
    pub asked: Option<SortedFolder>,
    /// What is not filed: what the dossier holds, what is there twice, what can be no proof, what was not opened.
    pub aside: Vec<Section>,
    /// What to do next.
    pub next: Vec<String>,
}

/// The files of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SortedFolder {
    /// Its name.
    pub title: String,
    /// Its files.
    pub files: Vec<SortedLines>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SortedLines {
    /// How it is called.
    pub title: String,
    /// Where it goes, its day, with what says so; or what is asked.
    pub said: Vec<String>,
}

/// Puts a proposal into words; `dossier` is what a person calls it.
pub fn sheet(sorting: &Sorting, norm: &Norm, dossier: &str) -> SortingSheet {
    let of = |folder: &str| -> Vec<SortedLines> {
        let own = sorting
            .files
            .iter()
            .filter(|file| matches!(&file.placing, Placing::Proposed { folder: own, .. } if own == folder));
        own.map(|file| filed(file, norm)).collect()
    };
    let papers = norm
        .papers
        .iter()
        .map(|paper| (paper.id.as_str(), paper.label.as_str()));
    let types = norm
        .evidence_types
        .iter()
        .map(|(id, kind)| (id.as_str(), kind.label.as_str()));
    let folders: Vec<SortedFolder> = papers
        .chain(types)
        .map(|(id, label)| SortedFolder {
            title: format!("preuves/{id}/ — {label}"),
            files: of(id),
        })
        .filter(|folder| !folder.files.is_empty())
        .collect();
    let asked: Vec<SortedLines> = sorting.files.iter().filter_map(question).collect();
    let placed = sorting.files.iter().filter(|file| file.target.is_some()).count();
    SortingSheet {
        title: format!(
            "{} : une place est proposée pour {}",
            french::count(sorting.files.len(), "fichier", "fichiers"),
            french::number(placed)
        ),
        folders,
        next: next(sorting, placed, &asked, dossier),
        asked: (!asked.is_empty()).then(|| SortedFolder {
            title: "À vous de dire".to_owned(),
            files: asked,
        }),
        aside: aside(sorting),
    }
}

/// A path without data of persons.
fn masked(path: &str) -> Cow<'_, str> {
    persons::mask(path, &persons::find_in_path(path), |_| true)
}

/// The name of a file of a heap as it may be shown, data of persons masked.
pub fn shown_name(path: &str) -> String {
    words::safe(&masked(path))
}

fn filed(file: &SortedFile, norm: &Norm) -> SortedLines {
    let mut said = Vec::new();
    if let Some(target) = &file.target {
        said.push(format!("→ {}", shown_name(target)));
    }
    if let Placing::Proposed { folder: _, reason } = &file.placing {
        said.push(format!("place : {reason}"));
    }
    said.push(match file.day.day {
        Some(day) => format!("date : le {}, {}", day.in_words(), file.day.reason),
        None => format!("date à dire : {}", file.day.reason),
    });
    said.extend(serves(file));
    let labels: Vec<String> = file
        .types
        .iter()
        .filter_map(|id| norm.evidence_types.get(id.as_str()))
        .map(|kind| format!("« {} »", kind.label))
        .collect();
    if labels.is_empty() {
        said.push(if file.unread {
            "ne comptera qu’une fois dit dans dossier.toml ce qu’il montre : « mediaudit preuves » donnera les lignes".to_owned()
        } else {
            "ne comptera pour rien ici tant que son texte n’en dit pas plus".to_owned()
        });
    }
    if masked(&file.path) != file.path {
        said.push("son nom contient une donnée personnelle : renommez-le avant de le ranger".to_owned());
    }
    SortedLines {
        title: shown_name(&file.path),
        said,
    }
}

/// For which criteria a paper counts that says so, or must.
fn serves(file: &SortedFile) -> Option<String> {
    let list = |ids: &[String]| words::list(ids, "et");
    let said: Vec<String> = file.criteria.iter().map(ToString::to_string).collect();
    if !said.is_empty() {
        return Some(format!("vaut pour : {}", list(&said)));
    }
    let may: Vec<String> = file.may_serve.iter().map(ToString::to_string).collect();
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let first = may.first()?;
    Some(format!(
        "critères à dire : ce papier général ne vaut que pour ceux que vous nommez, parmi {} (--criteres \"{}={first}\")",
        list(&may),
        shown_name(name)
    ))
}

/// The criteria of a filed piece, to be written; none: nobody said any.
pub fn binding(file: &SortedFile, norm: &Norm) -> Option<Edit> {
    let target = file.target.as_ref().filter(|target| masked(target) == **target)?;
    (!file.criteria.is_empty()).then(|| Edit::Piece {
        id: PieceId::of_file(&file.digest),
        wish: Box::new(PieceWish {
            undeclared: Some((target.clone(), shown_types(file, norm))),
            criteria: Wish::Set(file.criteria.iter().cloned().collect()),
            ..PieceWish::default()
        }),
    })
}

/// The types that its text shows.
fn shown_types(file: &SortedFile, norm: &Norm) -> Vec<TypeId> {
    let known = |id: &String| norm.evidence_types.keys().find(|kind| kind.as_str() == id);
    file.types.iter().filter_map(known).cloned().collect()
}

fn question(file: &SortedFile) -> Option<SortedLines> {
    let Placing::Asked { candidates, reason } = &file.placing else {
        return None;
    };
    let mut said = vec![words::capital(reason)];
    said.extend(
        candidates
            .iter()
            .map(|one| format!("{} ({}) : {}", one.folder, one.label, one.reason)),
    );
    Some(SortedLines {
        title: shown_name(&file.path),
        said,
    })
}

fn aside(sorting: &Sorting) -> Vec<Section> {
    let of = |line: &dyn Fn(&Placing) -> Option<String>| -> Vec<String> {
        let files = sorting.files.iter();
        files
            .filter_map(|file| Some(format!("{} : {}", shown_name(&file.path), line(&file.placing)?)))
            .collect()
    };
    let skipped = |list: &[Skipped]| -> Vec<String> {
        let line = |one: &Skipped| format!("{} : {}", shown_name(&one.path), words::printable(&one.reason));
        list.iter().map(line).collect()
    };
    [
        (
            "Déjà dans le dossier",
            of(&|placing| match placing {
                Placing::There { path } => Some(shown_name(path)),
                _ => None,
            }),
        ),
        (
            "En double : une fois suffit",
            of(&|placing| match placing {
                Placing::Twin { path } => Some(format!("le même que {}", shown_name(path))),
                _ => None,
            }),
        ),
        (
            "Ne peuvent rien prouver",
            of(&|placing| match placing {
                Placing::Unusable { reason } => Some(words::printable(reason)),
                _ => None,
            }),
        ),
        ("Laissés de côté", skipped(&sorting.skipped)),
        ("Non lus", skipped(&sorting.unfinished)),
    ]
    .into_iter()
    .filter_map(|(title, lines)| Section::of(title, lines))
    .collect()
}

fn next(sorting: &Sorting, placed: usize, asked: &[SortedLines], dossier: &str) -> Vec<String> {
    let mut out = Vec::new();
    if placed > 0 {
        let said = french::count(placed, "fichier serait copié", "fichiers seraient copiés");
        out.push(format!(
            "{said} dans preuves/ : ajoutez --ecrire (et --deplacer pour les ôter d’ici)."
        ));
    }
    if let Some(first) = asked.first() {
        let named = first.title.rsplit('/').next().unwrap_or_default();
        out.push(format!(
            "Pour dire où va un fichier : --place \"{named}=papier\" ; à répéter pour plusieurs."
        ));
    }
    let undated = sorting
        .files
        .iter()
        .find(|file| file.target.is_some() && file.day.day.is_none());
    if let Some(file) = undated {
        let named = file.path.rsplit('/').next().unwrap_or_default();
        out.push(format!(
            "Pour dire une date : --date \"{}=AAAA-MM-JJ\" ; ou plus tard, mediaudit preuves dater {}",
            shown_name(named),
            words::safe(dossier)
        ));
    }
    out
}

/// What was filed, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SortingDone {
    /// How many.
    pub title: String,
    /// Each with its place.
    pub lines: Vec<String>,
    /// What was to be filed and was not.
    pub failed: Option<Section>,
    /// What neither its name nor its folder could say of a piece, with the lines of dossier.toml that say it.
    pub to_say: Vec<Pasted>,
    /// What to do next.
    pub next: Vec<String>,
}

/// Puts what was filed into words. `moved`: was it taken away from the heap?
pub fn done(
    made: &[(String, String)],
    failed: &[Skipped],
    moved: bool,
    (sorting, norm): (&Sorting, &Norm),
    dossier: &str,
) -> SortingDone {
    let (one, many) = if moved {
        ("fichier déplacé", "fichiers déplacés")
    } else {
        ("fichier copié", "fichiers copiés")
    };
    let left = sorting
        .files
        .iter()
        .filter(|file| matches!(file.placing, Placing::Asked { .. }))
        .count();
    let mut next = Vec::new();
    if left > 0 {
        next.push(format!(
            "{} : relancez sans --ecrire pour les voir.",
            french::count(
                left,
                "fichier attend que vous disiez où il va",
                "fichiers attendent que vous disiez où ils vont"
            )
        ));
    }
    next.push(format!(
        "Ce que chaque pièce sert : mediaudit preuves {}",
        words::safe(dossier)
    ));
    SortingDone {
        title: french::count(made.len(), one, many),
        lines: made
            .iter()
            .map(|(from, to)| format!("{} → {}", shown_name(from), shown_name(to)))
            .collect(),
        failed: Section::of(
            "N’ont pu l’être",
            failed
                .iter()
                .map(|one| format!("{} : {}", shown_name(&one.path), words::printable(&one.reason)))
                .collect(),
        ),
        to_say: sorting
            .files
            .iter()
            .filter(|file| made.iter().any(|(from, _)| from == &file.path))
            .filter_map(|file| to_say(file, norm))
            .collect(),
        next,
    }
}

/// The lines that a person completes for a filed piece without a date, or of which nothing is read.
fn to_say(file: &SortedFile, norm: &Norm) -> Option<Pasted> {
    let target = file.target.as_ref()?;
    let Placing::Proposed { folder, reason: _ } = &file.placing else {
        return None;
    };
    let undated = file.day.day.is_none();
    let untyped = file.types.is_empty() && file.unread;
    let unbound = file.criteria.is_empty() && !file.may_serve.is_empty();
    // what was bound has its block already
    let bound = !file.criteria.is_empty();
    if (!undated && !untyped && !unbound) || bound || masked(target) != *target {
        return None;
    }
    let may_be: Vec<&TypeId> = norm
        .paper(folder)
        .into_iter()
        .flat_map(UsualPaper::may_be)
        .collect();
    let types: Vec<TypeId> = if untyped {
        may_be.iter().take(1).map(|id| (*id).clone()).collect()
    } else {
        shown_types(file, norm)
    };
    let edit = Edit::Piece {
        id: PieceId::of_file(&file.digest),
        wish: Box::new(PieceWish {
            undeclared: Some((target.clone(), types)),
            ..PieceWish::default()
        }),
    };
    let mut lines = edit::lines(&edit).unwrap_or_default();
    let mut wanted = Vec::new();
    if untyped {
        let ids: Vec<String> = may_be.iter().map(ToString::to_string).collect();
        wanted.push(format!("ce qu’elle montre ({})", words::list(&ids, "ou")));
    }
    if unbound {
        let ids: Vec<String> = file.may_serve.iter().map(|id| format!("\"{id}\"")).collect();
        lines.push(format!(
            "#criteres = [{}]   # gardez ceux dont il parle",
            ids.join(", ")
        ));
        wanted.push("pour quels critères elle vaut".to_owned());
    }
    if undated {
        lines.push("#date-effet = AAAA-MM-JJ".to_owned());
        wanted.push("sa date".to_owned());
    }
    Some(Pasted {
        said: format!(
            "{} — dites dans dossier.toml {} :",
            shown_name(target),
            words::list(&wanted, "et")
        ),
        lines: lines.join("\n"),
    })
}
