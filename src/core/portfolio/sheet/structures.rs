//! A row per structure.

use super::super::gathered::{OpenRows, RowState};
use super::super::row::{Lot, Rejudged, StructureRow};
use super::{number, text};
use crate::assessment::results::{DoubtKind, Finality};
use crate::kernel::{ConclusionId, ProfileId, words};
use crate::norm::model::Kind;
use crate::view::table::{Column, Holds, Table, TableCell, Width};

/// The outcome of a profile, in words.
pub(super) fn conclusion(lot: &Lot, profile: &ProfileId, id: Option<&ConclusionId>) -> String {
    let rule = id.and_then(|id| lot.norm.conclusion(profile, id));
    rule.map_or_else(|| "pas de conclusion".to_owned(), |rule| rule.title.clone())
}

/// The outcome of a row, with what it is given under.
pub(super) fn outcome(row: &StructureRow) -> String {
    let title = conclusion(&row.lot, &row.lot.profile, row.conclusion.as_ref());
    let mut said = vec![title];
    if row.reserved {
        said.push("sous réserve".to_owned());
    }
    if row.suspended {
        said.push("avis suspendu".to_owned());
    }
    if row.finality == Some(Finality::Provisional) {
        said.push("audit provisoire".to_owned());
    }
    if !row.whole {
        said.push("lecture incomplète".to_owned());
    }
    said.join(", ")
}

fn doubt(kind: DoubtKind) -> &'static str {
    match kind {
        DoubtKind::SetAside => "beaucoup d’écarté sur parole",
        DoubtKind::SameText => "mêmes textes",
        DoubtKind::OnePiece => "une pièce pour beaucoup",
        DoubtKind::SameDay => "pièces d’un même jour",
        DoubtKind::Unnamed => "pièces qui ne nomment pas la structure",
    }
}

fn doubts(row: &StructureRow) -> String {
    let said: Vec<&str> = row.doubts.iter().map(|kind| doubt(*kind)).collect();
    if said.is_empty() {
        "–".to_owned()
    } else {
        said.join(", ")
    }
}

fn freshness(row: &StructureRow) -> String {
    let proof = row.proof;
    format!(
        "{} sur {} de moins d’un an, {} hors délai",
        proof.recent, proof.pieces, proof.stale
    )
}

fn again(row: &StructureRow) -> String {
    match &row.again {
        Rejudged::Judged => "jugé ici sur ses pièces".to_owned(),
        Rejudged::Identical => "recalculé à l’identique".to_owned(),
        Rejudged::Differs(what) => format!("recalculé, diffère — {}", what.join(" ; ")),
    }
}

fn gate(row: &StructureRow) -> String {
    let lot = &row.lot;
    let said: Vec<String> = lot
        .partial
        .iter()
        .zip(&row.partial)
        .map(|(profile, id)| conclusion(lot, profile, id.as_ref()))
        .collect();
    if said.is_empty() {
        "–".to_owned()
    } else {
        said.join(" ; ")
    }
}

fn nonconformities(row: &StructureRow) -> String {
    let kinds = row.lot.norm.kinds.iter().zip(&row.kinds);
    let bad = |(kind, n): &(&Kind, &u32)| kind.nonconformity && **n > 0;
    let mut found: Vec<(&Kind, &u32)> = kinds.filter(bad).collect();
    found.sort_by_key(|(kind, _)| std::cmp::Reverse(kind.rank));
    let said: Vec<String> = found
        .iter()
        .map(|(kind, n)| {
            let label = crate::view::words::kind(kind, row.lot.audit);
            format!("{} : {n}", words::capital(&label))
        })
        .collect();
    if said.is_empty() {
        "aucune".to_owned()
    } else {
        said.join(" ; ")
    }
}

/// What a page has room for.
pub(super) const BRIEF: [&str; 9] = [
    "Structure",
    "Territoire",
    "Genre",
    "Jugé au",
    "Issue",
    "Degré de satisfaction",
    "Écarts ou NC",
    "Cadre éthique",
    "Doutes",
];

/// A row per structure, in the order of names.
pub(super) fn table(portfolio: &OpenRows) -> Table {
    let columns = vec![
        text("Structure", Width::Share(3)),
        text("Forme", Width::Share(2)),
        text("Territoire", Width::Share(2)),
        text("Genre", Width::Fit),
        Column::new("Jugé au", Holds::Day, Width::Fit),
        text("Profil", Width::Share(2)),
        text("Issue", Width::Share(3)),
        Column::new("Degré de satisfaction", Holds::Score, Width::Share(2)).short("Degré"),
        text("Écarts ou NC", Width::Share(2)),
        text("Cadre éthique", Width::Share(3)),
        text("Doutes", Width::Share(2)),
        text("Preuves", Width::Share(2)),
        number("Preuves hors délai", "preuves").short("Hors délai"),
        text("Origine", Width::Share(2)),
        text("Source", Width::Share(3)),
        text("Comptée", Width::Share(2)),
    ];
    let rows = portfolio.rows.iter().map(|(row, counting)| {
        let profile = row.lot.own_profile();
        let stale = usize::try_from(row.proof.stale).unwrap_or(usize::MAX);
        vec![
            TableCell::text(&*row.name).strong(true),
            TableCell::text(&*row.form),
            TableCell::text(&*row.territory),
            TableCell::text(row.lot.audit.label()),
            TableCell::day(Some(row.date)),
            TableCell::text(profile.map_or_else(|| row.lot.profile.to_string(), |own| own.title.clone())),
            TableCell::text(outcome(row)),
            TableCell::text(&*row.score_said),
            TableCell::text(nonconformities(row)),
            TableCell::text(gate(row)),
            TableCell::text(doubts(row)),
            TableCell::text(freshness(row)),
            TableCell::count(stale),
            TableCell::text(again(row)),
            TableCell::text(&*row.source),
            TableCell::text(match counting {
                RowState::Counted => "oui",
                other => other.said(),
            }),
        ]
    });
    Table::of("structures", "Une ligne par structure", columns)
        .rows(rows)
        .dense()
}
