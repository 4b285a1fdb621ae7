//! The map of evidence: what counts, what is missing, what ends, what serves nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use super::comparison::Section;
use super::privacy::privacy;
use super::{binder, counting, dating, pieces};
use crate::assessment::{Assessment, Inputs};
use crate::engine::milestone;
use crate::engine::pieces::PieceBook;
use crate::kernel::{CriterionId, PieceId, french, words as text};
use crate::record::inventory::{Inventory, Skipped};
use crate::record::item::{Held, Item};
use crate::scope::Leftovers;

/// The evidence of a dossier, by type, and what was found beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceMap {
    /// At which date.
    pub title: String,
    /// The pieces of the binder, by usual paper.
    pub papers: Vec<FiledPieces>,
    /// The other pieces, by type.
    pub types: Vec<FiledPieces>,
    /// What is missing, and what ends soon.
    pub wanted: Vec<Section>,
    /// What was not taken.
    pub aside: Vec<Section>,
    /// The search for data of persons.
    pub privacy: Option<PersonalSection>,
    /// Pieces that nothing asks.
    pub orphans: Option<Section>,
}

/// The pieces of a paper, or of a type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FiledPieces {
    /// The paper, or the type.
    pub title: String,
    /// Pieces, in the order of their ids.
    pub pieces: Vec<MappedPiece>,
}

/// A piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MappedPiece {
    /// Its id and place.
    pub title: String,
    /// Its date, and whether it counts or why not.
    pub state: String,
    /// What it serves and until when, and what it does not yet, with the reason; then copies of it.
    pub uses: Vec<String>,
    /// What else it would serve, if it said more.
    pub more: Vec<String>,
    /// How to say what it is, where its text does not.
    pub typing: Option<Pasted>,
    /// How to give it the date that it lacks.
    pub dating: Option<Pasted>,
    /// How to tie the columns of its table to those of the norm.
    pub correspondence: Option<Pasted>,
}

/// An advice, with lines to paste into dossier.toml.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pasted {
    /// What to do.
    pub said: String,
    /// The lines; empty where they would lead nowhere.
    pub lines: String,
}

/// What a search for data of persons found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonalSection {
    /// Heading.
    pub title: String,
    /// What was found, and what was not searched.
    pub lines: Vec<String>,
    /// How to silence what is in its place.
    pub silencing: Option<Pasted>,
}

/// Draws the map.
pub fn evidence_map(assessment: &Assessment, inventory: &Inventory, leftovers: &Leftovers) -> EvidenceMap {
    let inputs = &assessment.inputs;
    let book = PieceBook::of(assessment);
    let filed = |title: String, is: &dyn Fn(&Item) -> bool| {
        let own = inputs.evidence.iter().filter(|item| is(item));
        let pieces: Vec<MappedPiece> = own.map(|item| piece(item, &book, inputs)).collect();
        (!pieces.is_empty()).then_some(FiledPieces { title, pieces })
    };
    let papers = inputs.norm.papers.iter();
    let types = inputs.norm.evidence_types.iter();
    EvidenceMap {
        title: format!("Carte des preuves, au {}", inputs.date.in_words()),
        papers: papers
            .filter_map(|paper| {
                let title = format!("{} (preuves/{}/)", paper.label, paper.id);
                filed(title, &|item| item.papers.contains(&paper.id))
            })
            .collect(),
        types: types
            .filter_map(|(kind, definition)| {
                filed(definition.label.clone(), &|item| {
                    item.papers.is_empty() && item.types.contains(kind)
                })
            })
            .collect(),
        wanted: [missing(assessment), expiring(assessment)]
            .into_iter()
            .flatten()
            .collect(),
        aside: aside(inventory, leftovers).into_iter().flatten().collect(),
        privacy: inputs.privacy.as_ref().map(|found| {
            let found = privacy(found);
            PersonalSection {
                title: "Données personnelles".to_owned(),
                lines: found.lines(),
                silencing: found.silencing().map(|lines| Pasted {
                    said: "Si des données signalées ont leur place ici, dites pourquoi dans dossier.toml :"
                        .to_owned(),
                    lines,
                }),
            }
        }),
        orphans: Section::of(
            "Orphelines : aucun critère de la norme ne demande leur type",
            leftovers
                .orphans
                .iter()
                // what proves a fact serves, whatever its type
                .filter(|id| book.uses(id).is_empty())
                .map(PieceId::to_string)
                .collect(),
        ),
    }
}

pub(super) fn piece(item: &Item, book: &PieceBook<'_>, inputs: &Inputs) -> MappedPiece {
    // what its metadata show is one reason with what is said of it: too old, whatever its date
    let effect = match (item.dates.effect, item.dates.not_after) {
        (Some(day), _) => format!("du {}", day.in_figures()),
        (None, Some(newest)) => format!("enregistrée le {}", newest.in_figures()),
        (None, None) => "sans date".to_owned(),
    };
    let mut uses = pieces::uses(&item.id, book, &inputs.norm);
    uses.extend(counting::of_piece(item, inputs));
    uses.extend(
        copies(item)
            .iter()
            .map(|copy| format!("copie identique, comptée une fois : {}", text::printable(copy))),
    );
    uses.extend(pieces::inside(item));
    MappedPiece {
        title: format!("{} — {}", item.id, text::printable(item.whereabouts())),
        state: format!("{effect} · {}", pieces::state(&book.state(&item.id))),
        uses,
        more: binder::would_serve(item, inputs),
        typing: binder::to_say(item, inputs),
        dating: dating::is_waiting(item, book).then(|| dating(item)),
        correspondence: counting::correspondence(item, &inputs.norm),
    }
}

fn dating(item: &Item) -> Pasted {
    let dating = dating::dating(item);
    let lines = dating.lines().join("\n");
    let how = match (dating.day, lines.is_empty(), &item.held) {
        (_, true, _) => "",
        (Some(_), ..) => " « mediaudit preuves dater DOSSIER » écrit ces lignes dans dossier.toml, ou vous :",
        (None, _, Held::File(_)) => {
            " Mettez-la en tête du nom du fichier, dites-la à « mediaudit preuves dater DOSSIER », ou complétez ces lignes de dossier.toml :"
        }
        _ => " Dites-la à « mediaudit preuves dater DOSSIER », ou complétez ces lignes de dossier.toml :",
    };
    Pasted {
        said: format!("date à confirmer : {}.{how}", dating.said),
        lines,
    }
}

fn copies(item: &Item) -> &[String] {
    match &item.held {
        Held::File(file) => &file.copies,
        _ => &[],
    }
}

/// Types that criteria still ask in vain.
fn missing(assessment: &Assessment) -> Option<Section> {
    let norm = &assessment.inputs.norm;
    let lines = milestone::absent_types(assessment)
        .into_iter()
        .map(|(kind, criteria)| {
            let label = norm.evidence_types.get(&kind).map_or("", |t| t.label.as_str());
            let ids: Vec<String> = criteria.iter().map(CriterionId::to_string).collect();
            let ids = text::list(&ids, "et");
            match norm.folder(&kind) {
                Some(folder) => format!("{label} → preuves/{folder}/ (pour {ids})"),
                None => format!("{label} → à déclarer dans dossier.toml, sans fichier (pour {ids})"),
            }
        })
        .collect();
    Section::of("Ce qui manque", lines)
}

/// Pieces that end before the next audit.
pub fn expiring(assessment: &Assessment) -> Option<Section> {
    let inputs = &assessment.inputs;
    let book = PieceBook::of(assessment);
    let next = milestone::next(inputs)?.in_words();
    let lines = book
        .ending_before_next()
        .into_iter()
        .map(|(id, day, criteria)| {
            let criteria: Vec<String> = criteria.iter().map(ToString::to_string).collect();
            format!(
                "{id} : dernier jour le {} (pour {})",
                day.in_figures(),
                text::list(&criteria, "et")
            )
        })
        .collect();
    Section::of(
        &format!("Expirent avant le prochain rendez-vous, le {next}"),
        lines,
    )
}

/// So many files of one reason are still named one by one.
const ALIKE: usize = 5;

/// What was not taken, and why.
fn aside(inventory: &Inventory, leftovers: &Leftovers) -> [Option<Section>; 7] {
    let section = |title: &str, list: &[Skipped]| {
        let line = |skipped: &Skipped| {
            format!(
                "{} : {}",
                text::safe(&skipped.path),
                text::printable(&skipped.reason)
            )
        };
        // many of one reason are told at once: nobody reads a hundred lines
        let mut alike: BTreeMap<&str, Vec<&Skipped>> = BTreeMap::new();
        for skipped in list {
            alike.entry(&skipped.reason).or_default().push(skipped);
        }
        let mut lines: Vec<(&str, String)> = Vec::new();
        for (reason, all) in alike {
            match all.as_slice() {
                [first, .., _] if all.len() > ALIKE => lines.push((
                    &first.path,
                    format!(
                        "{} : {}",
                        french::count(all.len(), "fichier", "fichiers"),
                        text::printable(reason)
                    ),
                )),
                few => lines.extend(few.iter().map(|one| (one.path.as_str(), line(one)))),
            }
        }
        lines.sort_unstable();
        Section::of(title, lines.into_iter().map(|(_, said)| said).collect())
    };
    [
        section("Sans type : ne comptent pour aucun critère", &leftovers.untyped),
        section("Rangés nulle part : ne comptent pour rien", &inventory.strays),
        section("Ignorés", &inventory.ignored),
        section("Refusés", &inventory.refused),
        section("Non lus", &inventory.unfinished),
        section("Non lus pour leur nom ou leur place", &inventory.misplaced),
        section("Relus", &inventory.again),
    ]
}
