//! What structures state of their social utility, each number with its method, its limits, and what it does not prove.

use super::super::row::{Lot, StructureRow};
use super::{number, text};
use crate::kernel::french;
use crate::norm::model::Indicator;
use crate::view::table::{Table, TableCell, Width};
use crate::view::utility::{StatedFigure, under};

fn sum(stated: &[StatedFigure], of: impl Fn(&StatedFigure) -> Option<u32>) -> usize {
    let all = stated.iter().filter_map(of);
    all.map(|n| usize::try_from(n).unwrap_or(usize::MAX))
        .fold(0, usize::saturating_add)
}

/// The indicators of a lot's norm; none where it has none.
pub(super) fn table(rank: usize, lot: &Lot, rows: &[&StructureRow]) -> Option<Table> {
    if lot.norm.indicators.is_empty() {
        return None;
    }
    let columns = vec![
        text("Indicateur", Width::Share(2)),
        text("Registre › critère › intervention", Width::Share(2)),
        text("Portée", Width::Fit),
        number("Structures qui le disent", "structures").short("Dit par"),
        number("Dont compté dans leurs tableaux", "structures").short("Compté"),
        text("Ensemble", Width::Share(1)),
        text("Ce que cela ne prouve pas", Width::Share(2)),
    ];
    let cells = |(at, indicator): (usize, &Indicator)| {
        let stated = rows
            .iter()
            .filter_map(|row| row.figures.get(at).copied().flatten());
        let stated: Vec<StatedFigure> = stated.collect();
        let part = french::number(sum(&stated, |figure| Some(figure.part)));
        let all = if stated.is_empty() {
            "–".to_owned()
        } else if indicator.over.is_some() {
            let whole = french::number(sum(&stated, |figure| figure.whole));
            format!("{part} sur {whole} {}", indicator.unit)
        } else {
            format!("{part} {}", indicator.unit)
        };
        vec![
            TableCell::text(&indicator.title),
            TableCell::text(under(&lot.norm, indicator)),
            TableCell::text(indicator.reached.label()),
            TableCell::count(stated.len()),
            TableCell::count(stated.iter().filter(|figure| figure.counted).count()),
            TableCell::text(all),
            TableCell::text(&indicator.unproven),
        ]
    };
    let caption = "Utilité sociale : ce que les structures déclarent, sans effet sur le jugement";
    let rows = lot.norm.indicators.iter().enumerate().map(cells);
    Some(
        Table::of(format!("utilite-{rank}"), caption, columns)
            .rows(rows)
            .dense(),
    )
}
