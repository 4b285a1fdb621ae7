//! The map of evidence: what counts, what is missing, what ends, what serves nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use super::comparison::Section;
use super::paste;
use super::privacy::privacy;
use super::words;
use crate::assessment::results::{Cause, Trace};
use crate::assessment::{Assessment, Inputs};
use crate::engine::milestone;
use crate::kernel::french;
use crate::kernel::{CriterionId, PieceId, words as text};
use crate::record::inventory::{Inventory, Skipped};
use crate::record::item::{Held, Item, Reading};
use crate::scope::Leftovers;

/// The evidence of a dossier, by type, and what was found beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceMap {
    /// At which date.
    pub title: String,
    /// The pieces, by type.
    pub types: Vec<TypePieces>,
    /// What is missing, and what ends soon.
    pub wanted: Vec<Section>,
    /// What was not taken.
    pub aside: Vec<Section>,
    /// The search for data of persons.
    pub privacy: Option<PersonalSection>,
    /// Pieces that nothing asks.
    pub orphans: Option<Section>,
}

/// The pieces of a type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TypePieces {
    /// The type.
    pub title: String,
    /// Pieces, in the order of their ids.
    pub pieces: Vec<MappedPiece>,
}

/// A piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MappedPiece {
    /// Its id and place.
    pub title: String,
    /// Its date, until when it counts, how it was read.
    pub state: String,
    /// That it serves nothing; empty where it serves.
    pub idle: String,
    /// What it serves, and what it does not yet, with the reason; then copies of it.
    pub uses: Vec<String>,
    /// How to give it the date that it lacks.
    pub dating: Option<Pasted>,
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

type Uses<'a> = BTreeMap<&'a CriterionId, Option<Cause>>;

/// Draws the map.
pub fn evidence_map(assessment: &Assessment, inventory: &Inventory, leftovers: &Leftovers) -> EvidenceMap {
    let inputs = &assessment.inputs;
    let uses = uses(assessment);
    let types = inputs.norm.evidence_types.iter();
    EvidenceMap {
        title: format!("Carte des preuves, au {}", inputs.date.in_words()),
        types: types
            .map(|(kind, definition)| TypePieces {
                title: definition.label.clone(),
                pieces: inputs
                    .evidence
                    .iter()
                    .filter(|item| item.types.contains(kind))
                    .map(|item| piece(item, uses.get(&item.id), inputs))
                    .collect(),
            })
            .filter(|of| !of.pieces.is_empty())
            .collect(),
        wanted: [missing(assessment), ending(inputs)]
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
            leftovers.orphans.iter().map(PieceId::to_string).collect(),
        ),
    }
}

/// For each piece: the criteria that ask it, with what keeps it from counting there.
fn uses(assessment: &Assessment) -> BTreeMap<&PieceId, Uses<'_>> {
    fn gather<'a>(trace: &'a Trace, criterion: &'a CriterionId, out: &mut BTreeMap<&'a PieceId, Uses<'a>>) {
        for (piece, cause) in &trace.evidence {
            let known = out.entry(piece).or_default().entry(criterion).or_insert(*cause);
            // it counts for a criterion as soon as it counts in one of its rules
            *known = known.and(*cause);
        }
        for step in &trace.steps {
            gather(step, criterion, out);
        }
    }
    let mut out = BTreeMap::new();
    for result in &assessment.results.criteria {
        for element in result.samples.iter().flat_map(|sample| &sample.elements) {
            if let Some(trace) = &element.trace {
                gather(trace, &result.id, &mut out);
            }
        }
    }
    out
}

fn piece(item: &Item, uses: Option<&Uses<'_>>, inputs: &Inputs) -> MappedPiece {
    let effect = item.dates.effect.map_or_else(
        || "sans date".to_owned(),
        |day| format!("du {}", day.in_figures()),
    );
    let last = milestone::last_day(item, &inputs.norm)
        .map(|day| format!(", valable jusqu’au {}", day.in_figures()))
        .unwrap_or_default();
    let state = match (&item.reading, &item.held) {
        (Reading::Unreadable { reason } | Reading::Unfinished { reason }, _) => {
            format!("illisible : {reason}")
        }
        (Reading::Readable, Held::Missing { path: _ }) => "le fichier n’est pas là".to_owned(),
        (Reading::Readable, Held::Elsewhere { .. } | Held::Reported { .. }) => {
            "déclarée, à montrer à l’auditeur".to_owned()
        }
        (Reading::Readable, Held::File(_)) => "lisible".to_owned(),
    };
    let mut out = MappedPiece {
        title: format!("{} — {}", item.id, text::printable(item.whereabouts())),
        state: format!("{effect}{last} · {state}"),
        idle: String::new(),
        uses: Vec::new(),
        dating: None,
    };
    let Some(uses) = uses else {
        "aucun critère du profil ne la demande".clone_into(&mut out.idle);
        return out;
    };
    let named = |wanted: bool| -> Vec<String> {
        uses.iter()
            .filter(|(_, cause)| cause.is_none() == wanted)
            .map(|(id, cause)| {
                cause.map_or_else(
                    || id.to_string(),
                    |cause| format!("{id} ({})", words::cause(cause)),
                )
            })
            .collect()
    };
    for (said, ids) in [("compte pour", named(true)), ("ne compte pas pour", named(false))] {
        if !ids.is_empty() {
            out.uses.push(format!("{said} {}", text::list(&ids, "et")));
        }
    }
    for copy in copies(item) {
        out.uses.push(format!(
            "copie identique, comptée une fois : {}",
            text::printable(copy)
        ));
    }
    let undated = uses
        .values()
        .any(|cause| matches!(cause, Some(Cause::Undated | Cause::DateToConfirm)));
    if undated && matches!(item.held, Held::File(_)) {
        out.dating = Some(dating(item));
    }
    out
}

fn dating(item: &Item) -> Pasted {
    let told = "date à confirmer : mettez-la en tête du nom du fichier";
    match paste::date(item) {
        Some(lines) => Pasted {
            said: format!("{told}, ou collez dans dossier.toml, avec la vraie date :"),
            lines,
        },
        None => Pasted {
            said: format!("{told}, et ôtez-en ce qui désigne une personne"),
            lines: String::new(),
        },
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
            format!("{label} → preuves/{kind}/ (pour {})", text::list(&ids, "et"))
        })
        .collect();
    Section::of("Ce qui manque", lines)
}

/// Pieces that end before the next audit.
fn ending(inputs: &Inputs) -> Option<Section> {
    let next = milestone::next(inputs)?.in_words();
    let lines = milestone::ending_before_next(inputs)
        .into_iter()
        .map(|(id, day)| format!("{id} : dernier jour le {}", day.in_figures()))
        .collect();
    Section::of(
        &format!("Expirent avant le prochain rendez-vous, le {next}"),
        lines,
    )
}

/// So many files of one reason are still named one by one.
const ALIKE: usize = 5;

/// What was not taken, and why.
fn aside(inventory: &Inventory, leftovers: &Leftovers) -> [Option<Section>; 6] {
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
        section("Ignorés", &inventory.ignored),
        section("Refusés", &inventory.refused),
        section("Non lus", &inventory.unfinished),
        section("Non lus pour leur nom ou leur place", &inventory.misplaced),
        section("Relus", &inventory.again),
    ]
}
