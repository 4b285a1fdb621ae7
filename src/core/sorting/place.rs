//! Where a paper goes: what its text shows decides, and how its name or the head of its first page calls it tells alike ones apart.

use std::collections::{BTreeMap, BTreeSet};

use super::called::{Called, called, quoted, stem};
use super::{Candidate, Placing};
use crate::kernel::{PaperId, TypeId};
use crate::norm::Norm;
use crate::norm::model::{EvidenceType, UsualPaper};
use crate::record::counting::KnownColumns;
use crate::record::heap::HeapFile;
use crate::record::item::Modality;
use crate::record::table::TableDef;
use crate::record::text::Folded;

/// Words of the head of a paper, where its title stands.
const HEAD: usize = 20;

/// So many candidates are told.
const MOST: usize = 4;

/// Who said where it goes.
pub(super) const SAID: &str = "vous le dites";

/// What a text shows of each paper.
struct ShownTypes<'a> {
    by_paper: BTreeMap<&'a PaperId, BTreeSet<&'a TypeId>>,
    /// Types that no document is of: an interview, an observation.
    told: Vec<&'a EvidenceType>,
}

/// Does a text pass for one of a type?
pub(super) fn shows(text: &Folded, kind: &EvidenceType) -> bool {
    !kind.known_by.is_empty()
        && kind.min_words.is_none_or(|least| text.varied_words() >= least)
        && kind.known_by.iter().all(|group| text.begins_as_one_of(group))
}

/// The folder of a file, or the question.
pub(super) fn place(norm: &Norm, known: &[KnownColumns], file: &HeapFile) -> Placing {
    let named = called(stem(&file.path), norm);
    let table = tables(norm, known, file);
    let Some(text) = &file.text else {
        return table.map_or_else(|| unread(&named, file), Candidate::proposed);
    };
    let shown = shown(norm, text);
    if let Some(table) = table {
        return table_or_paper(table, &named, &shown);
    }
    let head: Vec<&str> = text.split_whitespace().take(HEAD).collect();
    let titled = called(&head.join(" "), norm);
    if shown.by_paper.is_empty() {
        return nothing_shown(&named, &shown);
    }
    // what the name says and the text does not show is a question, not an answer
    let stray = named
        .iter()
        .all(|called| !shown.by_paper.contains_key(&called.paper.id));
    if !named.is_empty() && stray {
        return asked(
            norm,
            &shown,
            &named,
            "son nom dit une chose, son texte en montre une autre",
        );
    }
    for (way, names) in [("son nom", &named), ("sa première page", &titled)] {
        let known: Vec<&Called<'_>> = names
            .iter()
            .filter(|called| shown.by_paper.contains_key(&called.paper.id))
            .collect();
        let both = |called: &&&Called<'_>| {
            let is = |other: &Called<'_>| other.paper.id == called.paper.id;
            named.iter().any(is) && titled.iter().any(is)
        };
        let sure: Vec<&&Called<'_>> = match known.as_slice() {
            [_] => known.iter().collect(),
            _ => known.iter().filter(both).collect(),
        };
        match sure.as_slice() {
            [only] if shown.covers(&only.paper.id) => {
                let said = format!("{way} dit {}", quoted([only.name]));
                return proposed(norm, only.paper, &shown, &said);
            }
            [only] => {
                let why = format!(
                    "{way} dit {}, son texte en montre plus ailleurs",
                    quoted([only.name])
                );
                return asked(norm, &shown, &named, &why);
            }
            _ => {}
        }
    }
    by_text(norm, &shown, &named)
}

/// The tables of the norm that stand in the sheets of a file.
pub(super) fn held_tables<'a>(all: &'a [KnownColumns], file: &HeapFile) -> Vec<&'a TableDef> {
    KnownColumns::among(all, &file.grids)
}

/// Where a file goes in which tables stand: the folder of one, else the binder of all of them.
fn tables(norm: &Norm, known: &[KnownColumns], file: &HeapFile) -> Option<Candidate> {
    let held = held_tables(known, file);
    let types: BTreeSet<&TypeId> = held.iter().filter_map(|table| table.types.first()).collect();
    let all = |paper: &&UsualPaper| types.iter().all(|id| paper.may_be().any(|own| own == *id));
    let binder = norm.papers.iter().find(all);
    let labels = quoted(held.iter().map(|table| table.label.as_str()));
    let (folder, label) = match (types.first()?, binder) {
        (_, Some(paper)) => (paper.id.to_string(), paper.label.clone()),
        (only, None) if types.len() == 1 => (only.to_string(), labels.clone()),
        _ => return None,
    };
    Some(Candidate {
        folder,
        label,
        reason: format!("ses colonnes sont celles de : {labels}"),
    })
}

/// A table that its name calls a paper, which its text shows as well, may be either: a planning is a table of presences, too.
fn table_or_paper(table: Candidate, named: &[Called<'_>], shown: &ShownTypes<'_>) -> Placing {
    let papers: Vec<Candidate> = named
        .iter()
        .filter(|called| shown.by_paper.contains_key(&called.paper.id))
        .filter(|called| called.paper.id.as_str() != table.folder)
        .map(by_name)
        .collect();
    if papers.is_empty() {
        return table.proposed();
    }
    Placing::Asked {
        candidates: papers.into_iter().chain([table]).take(MOST).collect(),
        reason: "son nom dit une chose, ses colonnes une autre".to_owned(),
    }
}

impl Candidate {
    /// The one that there is.
    fn proposed(self) -> Placing {
        Placing::Proposed {
            folder: self.folder,
            reason: self.reason,
        }
    }
}

/// By what the text shows alone.
fn by_text(norm: &Norm, shown: &ShownTypes<'_>, named: &[Called<'_>]) -> Placing {
    let best: Vec<&UsualPaper> = norm
        .papers
        .iter()
        .filter(|paper| shown.by_paper.contains_key(&paper.id) && shown.covers(&paper.id))
        .collect();
    if shown.told.is_empty() {
        if let [only] = best.as_slice() {
            return proposed(norm, only, shown, "");
        }
        // all the same: where these types have their place
        let alike = best
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if shown.by_paper.get(&a.id) == shown.by_paper.get(&b.id)));
        let at_home = |paper: &&&UsualPaper| {
            let own = shown.by_paper.get(&paper.id);
            own.is_some_and(|own| own.iter().all(|id| paper.types.contains(id)))
        };
        let homes: Vec<&&UsualPaper> = best.iter().filter(at_home).collect();
        if let ([only], true) = (homes.as_slice(), alike) {
            return proposed(norm, only, shown, "");
        }
    }
    asked(norm, shown, named, "son texte convient à plusieurs papiers")
}

impl ShownTypes<'_> {
    /// Does no other paper show all that this one does, and more?
    fn covers(&self, id: &PaperId) -> bool {
        let own = self.by_paper.get(id);
        own.is_some_and(|own| {
            !self
                .by_paper
                .values()
                .any(|other| other.len() > own.len() && own.is_subset(other))
        })
    }
}

fn shown<'a>(norm: &'a Norm, text: &str) -> ShownTypes<'a> {
    let text = Folded::of(text);
    let mut out = ShownTypes {
        by_paper: BTreeMap::new(),
        told: Vec::new(),
    };
    for (id, kind) in norm.evidence_types.iter().filter(|(_, kind)| shows(&text, kind)) {
        if !kind.modalities.contains(&Modality::Document) {
            out.told.push(kind);
        }
        for paper in norm
            .papers
            .iter()
            .filter(|paper| paper.may_be().any(|other| other == id))
        {
            out.by_paper.entry(&paper.id).or_default().insert(id);
        }
    }
    out
}

fn labels(norm: &Norm, types: &BTreeSet<&TypeId>) -> String {
    let labels = types.iter().filter_map(|id| norm.evidence_types.get(*id));
    let mut labels: Vec<&str> = labels.map(|kind| kind.label.as_str()).collect();
    let rest = labels.len().saturating_sub(3);
    labels.truncate(3);
    let said = quoted(labels);
    match rest {
        0 => said,
        n => format!("{said}, et {n} de plus"),
    }
}

fn proposed(norm: &Norm, paper: &UsualPaper, shown: &ShownTypes<'_>, named: &str) -> Placing {
    let types = shown.by_paper.get(&paper.id);
    let text = types.map_or_else(String::new, |types| {
        format!("son texte montre {}", labels(norm, types))
    });
    let said: Vec<String> = [named.to_owned(), text]
        .into_iter()
        .filter(|said| !said.is_empty())
        .collect();
    Placing::Proposed {
        folder: paper.id.to_string(),
        reason: said.join(" ; "),
    }
}

/// A picture, or a format that is not read: its name alone speaks.
fn unread(named: &[Called<'_>], file: &HeapFile) -> Placing {
    let what = file.trouble.as_deref().unwrap_or("image ou document numérisé");
    match named {
        [only] => Placing::Proposed {
            folder: only.paper.id.to_string(),
            reason: format!(
                "son nom dit {} ; aucun texte n’y est lu ({what})",
                quoted([only.name])
            ),
        },
        _ => Placing::Asked {
            candidates: named.iter().map(by_name).collect(),
            reason: format!(
                "aucun texte n’y est lu ({what}), et {}",
                if named.is_empty() {
                    "son nom ne dit pas ce que c’est"
                } else {
                    "son nom peut dire plusieurs choses"
                }
            ),
        },
    }
}

/// A text that shows nothing that is asked.
fn nothing_shown(named: &[Called<'_>], shown: &ShownTypes<'_>) -> Placing {
    if !shown.told.is_empty() {
        let labels = quoted(shown.told.iter().map(|kind| kind.label.as_str()));
        return Placing::Asked {
            candidates: named.iter().map(by_name).collect(),
            reason: format!(
                "il rapporte {labels} : cela se déclare dans dossier.toml (modalite, temoin), sans fichier"
            ),
        };
    }
    Placing::Asked {
        candidates: named.iter().map(by_name).collect(),
        reason: "son texte ne montre rien de ce que la norme demande".to_owned(),
    }
}

fn by_name(called: &Called<'_>) -> Candidate {
    Candidate {
        folder: called.paper.id.to_string(),
        label: called.paper.label.clone(),
        reason: format!("son nom dit {}", quoted([called.name])),
    }
}

/// Several papers that may be right: those that the name calls first, then those of which the text shows most.
fn asked(norm: &Norm, shown: &ShownTypes<'_>, named: &[Called<'_>], reason: &str) -> Placing {
    let mut known: Vec<&UsualPaper> = norm
        .papers
        .iter()
        .filter(|paper| shown.by_paper.contains_key(&paper.id))
        .collect();
    known.sort_by_key(|paper| std::cmp::Reverse(shown.by_paper.get(&paper.id).map_or(0, BTreeSet::len)));
    let by_text = known.into_iter().map(|paper| Candidate {
        folder: paper.id.to_string(),
        label: paper.label.clone(),
        reason: shown.by_paper.get(&paper.id).map_or_else(String::new, |types| {
            format!("son texte montre {}", labels(norm, types))
        }),
    });
    let mut candidates: Vec<Candidate> = named
        .iter()
        .filter(|called| !shown.by_paper.contains_key(&called.paper.id))
        .map(by_name)
        .chain(by_text)
        .collect();
    candidates.truncate(MOST);
    let told = quoted(shown.told.iter().map(|kind| kind.label.as_str()));
    let reason = match told.as_str() {
        "" => reason.to_owned(),
        told => format!("{reason} ; il rapporte aussi {told}, qui se déclare dans dossier.toml"),
    };
    Placing::Asked { candidates, reason }
}
