//! A portfolio in words: one table a view, for the funder's own use. What may go to others is made in `published`, from other tables.

mod cohorts;
mod evolution;
mod helpers;
mod lots;
mod structures;
mod utility;

use serde::Serialize;

use super::gathered::{Gathered, UnreadSource};
use super::record::StructureRecord;
use crate::kernel::{Status, french};
use crate::view::table::{Column, Holds, Table, TableCell, Width};
pub(super) use cohorts::{band, category};
pub use lots::LotView;
pub(super) use lots::{by_lot, title};

/// A portfolio, for the funder's own use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PortfolioSheet {
    /// Title.
    pub title: String,
    /// What it is, on every page.
    pub banner: String,
    /// What whoever reads it must know.
    pub warnings: Vec<String>,
    /// What was read.
    pub counted: Vec<String>,
    /// What may be added up, each by itself.
    pub lots: Vec<LotView>,
    /// A row per structure.
    pub structures: Table,
    /// The same, in few columns.
    pub brief: Table,
    /// Statuses, key and words, in the order in which bars show them.
    pub statuses: Vec<(String, String)>,
    /// Structures by form, size, territory.
    pub cohorts: Table,
    /// What changed since an earlier portfolio.
    pub evolution: Option<EvolutionView>,
    /// Who could help whom.
    pub helpers: Table,
    /// What gave no row.
    pub unread: Table,
}

/// What changed since an earlier portfolio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvolutionView {
    /// How many came, went, moved.
    pub said: Vec<String>,
    /// Structures that are in both.
    pub table: Table,
}

/// Names the kind of document on every page.
const NOMINATIVE: &str = "Document nominatif, pour l’usage propre du financeur : il ne se publie pas et ne se transmet pas. Ce qui peut se publier s’écrit avec --publie.";

/// The same, in few words.
const BANNER: &str = "Document nominatif : ne se publie pas, ne se transmet pas";

/// What a row that came as a file is worth.
const FILES: &str = "Une évaluation ou un rapport reçu en fichier est rejugé d’après ce qu’il dit : seul un dossier montre que ses pièces existent.";

/// What is never added up.
const KINDS: &str = "Auto-évaluations et audits ne sont jamais additionnés : une auto-évaluation est la parole de la structure, confrontée à ses pièces ; elle n’est ni un audit ni un certificat.";

/// Puts a portfolio in words; `before`: the structures of an earlier one.
pub fn sheet(portfolio: &Gathered, before: Option<&[StructureRecord]>) -> PortfolioSheet {
    let counted = portfolio.counted();
    let aside = portfolio.len() - counted;
    let open = &portfolio.open();
    let mut said = vec![format!(
        "{} : {}, {}, {}.",
        french::count(
            portfolio.len() + portfolio.unread.len(),
            "source lue",
            "sources lues"
        ),
        french::count(counted, "évaluation comptée", "évaluations comptées"),
        french::count(aside, "non comptée", "non comptées"),
        french::count(portfolio.unread.len(), "illisible", "illisibles"),
    )];
    said.extend(lots::several_kinds(open));
    PortfolioSheet {
        title: "Portefeuille de structures".to_owned(),
        banner: BANNER.to_owned(),
        warnings: [NOMINATIVE, KINDS, FILES].map(str::to_owned).to_vec(),
        counted: said,
        lots: lots::views(open),
        brief: structures::table(open).only(&structures::BRIEF),
        structures: structures::table(open),
        statuses: Status::ALL
            .map(|status| (status.key().to_owned(), status.label().to_owned()))
            .to_vec(),
        cohorts: cohorts::table(open),
        evolution: before.map(|before| evolution::view(open, before)),
        helpers: helpers::table(open),
        unread: unread(&portfolio.unread),
    }
}

impl PortfolioSheet {
    /// Every table, for a workbook with a sheet for each; those that hold nothing are left out.
    pub fn tables(&self) -> Vec<&Table> {
        let of_lots = self.lots.iter().flat_map(LotView::tables);
        let evolution = self.evolution.iter().map(|evolution| &evolution.table);
        [&self.structures]
            .into_iter()
            .chain(of_lots)
            .chain([&self.cohorts])
            .chain(evolution)
            .chain([&self.helpers, &self.unread])
            .filter(|table| !table.rows.is_empty())
            .collect()
    }
}

fn unread(sources: &[UnreadSource]) -> Table {
    let columns = vec![
        text("Source", Width::Share(1)),
        text("Pourquoi il n’y a pas de ligne", Width::Share(2)).plain(),
    ];
    let rows = sources.iter();
    Table::of("non-lus", "Ce qui n’a pas pu être lu", columns)
        .rows(rows.map(|unread| vec![TableCell::text(&unread.source), TableCell::text(&unread.why)]))
}

fn text(title: &str, width: Width) -> Column {
    Column::new(title, Holds::Text, width)
}

fn number(title: &str, unit: &str) -> Column {
    Column::new(title, Holds::Count, Width::Fit).unit(unit)
}

/// A status's head where there is little room.
fn short(status: Status) -> &'static str {
    match status {
        Status::Conforming => "Conf.",
        Status::NotDemonstrated => "Non dém.",
        Status::Nonconforming => "Non conf.",
        Status::NotAssessed => "Non éval.",
        Status::NotApplicable => "N. a.",
    }
}
