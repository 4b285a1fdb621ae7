//! What changed since an earlier portfolio: structure by structure, within one norm, profile and kind.

use std::collections::BTreeMap;

use super::super::gathered::OpenRows;
use super::super::record::StructureRecord;
use super::super::row::StructureRow;
use super::structures::{conclusion, outcome};
use super::{EvolutionView, text};
use crate::kernel::{CriterionId, NormId, ProfileId, Status, french, words};
use crate::norm::model::AuditKind;
use crate::view::table::{Column, Holds, Table, TableCell, Width};

/// By what a structure is known again.
type Known<'k> = (&'k str, String, &'k NormId, &'k ProfileId, AuditKind);

fn before_key(record: &StructureRecord) -> Known<'_> {
    let name = record.name.to_lowercase();
    (
        record.dossier.as_str(),
        name,
        &record.norm,
        &record.profile,
        record.audit,
    )
}

fn now_key(row: &StructureRow) -> Known<'_> {
    let lot = &row.lot;
    (
        row.dossier.as_str(),
        row.name.to_lowercase(),
        &lot.mark.id,
        &lot.profile,
        lot.audit,
    )
}

/// Criteria that became conforming, and that are so no more.
fn moves(row: &StructureRow, was: &StructureRecord) -> [Vec<String>; 2] {
    let mut out = [Vec::new(), Vec::new()];
    let [gained, lost] = &mut out;
    let now = row.lot.criteria.iter().zip(&row.statuses);
    for (id, status) in now {
        let before: Option<&Status> = was.criteria.get::<CriterionId>(id);
        let (was, is) = (before == Some(&Status::Conforming), *status == Status::Conforming);
        match (was, is) {
            (false, true) if before.is_some() => gained.push(id.to_string()),
            (true, false) => lost.push(id.to_string()),
            _ => {}
        }
    }
    out
}

fn named(ids: &[String]) -> String {
    if ids.is_empty() {
        "–".to_owned()
    } else {
        words::list(ids, "et")
    }
}

/// The structures of both, and how many came or went.
pub(super) fn view(portfolio: &OpenRows, before: &[StructureRecord]) -> EvolutionView {
    let mut earlier: BTreeMap<Known<'_>, &StructureRecord> = BTreeMap::new();
    for record in before {
        earlier.insert(before_key(record), record);
    }
    let mut rows = Vec::new();
    let (mut new, mut changed) = (0, 0);
    for row in portfolio.counted() {
        let Some(was) = earlier.remove(&now_key(row)) else {
            new += 1;
            continue;
        };
        let lot = &row.lot;
        let then = conclusion(lot, &lot.profile, was.conclusion.as_ref());
        changed += usize::from(was.conclusion != row.conclusion);
        let [gained, no_more] = moves(row, was);
        let other = lot.mark.version != was.norm_version;
        rows.push(vec![
            TableCell::text(&*row.name).strong(true),
            TableCell::day(Some(was.date)),
            TableCell::text(then),
            TableCell::day(Some(row.date)),
            TableCell::text(outcome(row)).note(if other { "autre version de la norme" } else { "" }),
            TableCell::text(named(&gained)),
            TableCell::text(named(&no_more)),
        ]);
    }
    let columns = vec![
        text("Structure", Width::Share(3)),
        Column::new("Avant", Holds::Day, Width::Fit),
        text("Issue d’avant", Width::Share(3)),
        Column::new("Maintenant", Holds::Day, Width::Fit),
        text("Issue", Width::Share(3)),
        text("Devenus conformes", Width::Share(3)),
        text("Ne le sont plus", Width::Share(3)),
    ];
    EvolutionView {
        said: vec![format!(
            "{} dans les deux portefeuilles, dont {} d’issue ; {} ; {}.",
            french::count(rows.len(), "structure", "structures"),
            french::count(changed, "a changé", "ont changé"),
            french::count(new, "nouvelle", "nouvelles"),
            french::count(earlier.len(), "n’est plus là", "ne sont plus là"),
        )],
        table: Table::of("evolution", "Depuis le portefeuille précédent", columns)
            .rows(rows)
            .dense(),
    }
}
