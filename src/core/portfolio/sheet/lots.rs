//! What the rows of each lot add up to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::super::gathered::OpenRows;
use super::super::row::{Lot, StructureRow};
use super::structures::{conclusion, outcome};
use super::{number, short, text, utility};
use crate::kernel::{ConclusionId, Status, french, words};
use crate::norm::model::AuditKind;
use crate::view::table::{Table, TableCell, Width};

/// Gaps that are shown, the most frequent first.
const SHOWN: usize = 25;

/// Thousandths of a bar.
const WHOLE: usize = 1000;

/// Assessments of one norm, one profile and one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LotView {
    /// Letters, digits and dashes.
    pub id: String,
    /// Which they are.
    pub title: String,
    /// How many there are, and what is to be known of them.
    pub said: Vec<String>,
    /// Outcomes.
    pub outcomes: Table,
    /// Statuses, criterion by criterion.
    pub criteria: Table,
    /// The most frequent gaps, with their remedies.
    pub gaps: Table,
    /// The criteria as bars, chapter by chapter.
    pub chapters: Vec<ChapterBars>,
    /// Social utility, where the norm has indicators of it.
    pub utility: Vec<Table>,
}

/// A chapter's criteria as bars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChapterBars {
    /// Id and title.
    pub title: String,
    /// The same numbers in words, for whoever does not see bars.
    pub alt: String,
    /// Criteria.
    pub bars: Vec<CriterionBar>,
}

/// A criterion as a bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CriterionBar {
    /// Id.
    pub id: String,
    /// One part a status.
    pub parts: Vec<StatusPart>,
    /// Structures that are conforming, of how many.
    pub said: String,
}

/// A part of a bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusPart {
    /// Key of the status.
    pub key: String,
    /// How many thousandths of the structures have it.
    pub share: usize,
}

impl LotView {
    /// Its tables.
    pub(super) fn tables(&self) -> impl Iterator<Item = &Table> {
        [&self.outcomes, &self.criteria, &self.gaps]
            .into_iter()
            .chain(&self.utility)
    }
}

/// Rows by lot, in one order: self-assessments first.
pub(in super::super) fn by_lot(portfolio: &OpenRows) -> Vec<(Arc<Lot>, Vec<&StructureRow>)> {
    let mut lots: BTreeMap<_, (Arc<Lot>, Vec<&StructureRow>)> = BTreeMap::new();
    for row in portfolio.counted() {
        let lot = &row.lot;
        let key = (&lot.mark, &lot.profile, lot.audit);
        let known = lots.entry(key).or_insert_with(|| (Arc::clone(lot), Vec::new()));
        known.1.push(row);
    }
    lots.into_values().collect()
}

/// Which assessments a lot holds.
pub(in super::super) fn title(lot: &Lot) -> String {
    let profile = lot
        .own_profile()
        .map_or_else(String::new, |own| own.title.clone());
    let kind = words::capital(lot.audit.label());
    format!("{kind} · {} · {} {}", profile, lot.norm.title, lot.mark.version)
}

/// How many structures there are of each kind of audit, where there are several kinds.
pub(super) fn several_kinds(portfolio: &OpenRows) -> Option<String> {
    let count = |kind: AuditKind| portfolio.counted().filter(|row| row.lot.audit == kind).count();
    let found: Vec<String> = AuditKind::ALL
        .into_iter()
        .filter(|kind| count(*kind) > 0)
        .map(|kind| french::counted(count(kind), kind.label()))
        .collect();
    (found.len() > 1).then(|| {
        format!(
            "Plusieurs genres, présentés à part et jamais additionnés : {}.",
            words::list(&found, "et")
        )
    })
}

pub(super) fn views(portfolio: &OpenRows) -> Vec<LotView> {
    let lots = by_lot(portfolio);
    let rank = 1..;
    lots.iter()
        .zip(rank)
        .map(|((lot, rows), rank)| view(rank, lot, rows))
        .collect()
}

fn view(rank: usize, lot: &Lot, rows: &[&StructureRow]) -> LotView {
    let mut said = vec![format!(
        "{}.",
        french::count(rows.len(), "structure", "structures")
    )];
    let dates: BTreeSet<_> = rows.iter().map(|row| row.date).collect();
    if let (Some(first), Some(last)) = (dates.first(), dates.last()) {
        said.push(if first == last {
            format!("Toutes jugées au {}.", first.in_words())
        } else {
            format!("Jugées du {} au {}.", first.in_words(), last.in_words())
        });
    }
    if !lot.known {
        said.push("Cette norme n’est pas de celles que ce médiaudit contient : elle vient des fichiers eux-mêmes, et rien ne dit ce qu’elle vaut.".to_owned());
    }
    let doubted = rows.iter().filter(|row| !row.doubts.is_empty()).count();
    if doubted > 0 {
        said.push(format!(
            "{} au moins un doute.",
            french::count(doubted, "structure porte", "structures portent")
        ));
    }
    LotView {
        id: format!("lot-{rank}"),
        title: title(lot),
        said,
        outcomes: outcomes(rank, lot, rows),
        criteria: criteria(rank, lot, rows),
        gaps: gaps(rank, lot, rows),
        chapters: chapters(lot, rows),
        utility: utility::table(rank, lot, rows).into_iter().collect(),
    }
}

/// Counts of outcomes: of the lot's profile, then of each partial one.
fn outcomes(rank: usize, lot: &Lot, rows: &[&StructureRow]) -> Table {
    let columns = vec![
        text("Profil", Width::Share(2)),
        text("Issue", Width::Share(3)),
        number("Structures", "structures"),
    ];
    let own = lot
        .own_profile()
        .map_or_else(String::new, |own| own.title.clone());
    let mut counts: BTreeMap<(usize, String, String), usize> = BTreeMap::new();
    let order = |profile: &crate::kernel::ProfileId, id: Option<&ConclusionId>| {
        let rules = lot.norm.profile(profile).map(|own| lot.norm.conclusions(own));
        let place = |id: &ConclusionId| rules.and_then(|rules| rules.iter().position(|rule| rule.id == *id));
        id.and_then(place).unwrap_or(usize::MAX)
    };
    for row in rows {
        let key = (
            order(&lot.profile, row.conclusion.as_ref()),
            own.clone(),
            outcome(row),
        );
        *counts.entry(key).or_default() += 1;
    }
    let mut all: Vec<Vec<TableCell>> = counts.into_iter().map(cells).collect();
    for (at, profile) in lot.partial.iter().enumerate() {
        let title = lot
            .norm
            .profile(profile)
            .map_or_else(String::new, |own| own.title.clone());
        let mut counts: BTreeMap<(usize, String, String), usize> = BTreeMap::new();
        for row in rows {
            let id = row.partial.get(at).and_then(Option::as_ref);
            let key = (order(profile, id), title.clone(), conclusion(lot, profile, id));
            *counts.entry(key).or_default() += 1;
        }
        all.extend(counts.into_iter().map(cells));
    }
    Table::of(format!("issues-{rank}"), "Issues", columns).rows(all)
}

fn cells(((_, profile, said), n): ((usize, String, String), usize)) -> Vec<TableCell> {
    vec![
        TableCell::text(profile),
        TableCell::text(said),
        TableCell::count(n),
    ]
}

/// How many structures have each status, criterion by criterion.
fn counts(at: usize, rows: &[&StructureRow]) -> [usize; 5] {
    Status::ALL.map(|status| {
        let has = |row: &&&StructureRow| row.statuses.get(at) == Some(&status);
        rows.iter().filter(has).count()
    })
}

fn criteria(rank: usize, lot: &Lot, rows: &[&StructureRow]) -> Table {
    let counted = Status::ALL
        .into_iter()
        .map(|status| number(&words::capital(status.label()), "structures").short(short(status)));
    let columns = [text("N°", Width::Fit), text("Critère", Width::Share(1))];
    let columns = columns.into_iter().chain(counted).collect();
    let all = lot.criteria.iter().enumerate().map(|(at, id)| {
        let title = lot.norm.criterion(id).map_or("", |criterion| &criterion.title);
        let head = [TableCell::text(id.as_str()), TableCell::text(title)];
        head.into_iter()
            .chain(counts(at, rows).map(TableCell::count))
            .collect()
    });
    Table::of(
        format!("criteres-{rank}"),
        "Structures par critère et par statut",
        columns,
    )
    .rows(all)
    .dense()
}

/// Elements by how many structures miss them, those that bind most first, then in the norm's order.
fn frequent(lot: &Lot, rows: &[&StructureRow]) -> Vec<(u16, usize)> {
    let mut open: BTreeMap<u16, usize> = BTreeMap::new();
    for place in rows.iter().flat_map(|row| &row.open) {
        *open.entry(*place).or_default() += 1;
    }
    let mut found: Vec<(u16, usize)> = open.into_iter().collect();
    found.retain(|(place, _)| lot.element(*place).is_some());
    let importance = |place: u16| {
        let criterion = lot.element(place).and_then(|(id, _)| lot.norm.criterion(id));
        criterion.map(|criterion| criterion.importance)
    };
    found.sort_by_key(|(place, n)| (std::cmp::Reverse(*n), importance(*place), *place));
    found
}

fn gaps(rank: usize, lot: &Lot, rows: &[&StructureRow]) -> Table {
    let columns = vec![
        text("N°", Width::Fit),
        text("Ce qui manque", Width::Share(1)),
        number("Structures", "structures"),
        text("Ce qui le comblerait", Width::Share(1)).plain(),
        text("Importance", Width::Fit),
    ];
    let found = frequent(lot, rows);
    let shown = found.iter().take(SHOWN).filter_map(|(place, n)| {
        let (criterion, element) = lot.element(*place)?;
        let importance = lot
            .norm
            .criterion(criterion)
            .map_or("", |criterion| criterion.importance.label());
        Some(vec![
            TableCell::text(format!("{criterion}.{}", element.id)),
            TableCell::text(&element.label),
            TableCell::count(*n),
            TableCell::text(&element.action),
            TableCell::text(importance),
        ])
    });
    let caption = if found.len() > SHOWN {
        format!("Les {SHOWN} écarts les plus fréquents, sur {}", found.len())
    } else {
        "Écarts, du plus fréquent au plus rare".to_owned()
    };
    Table::of(format!("ecarts-{rank}"), caption, columns).rows(shown)
}

/// The criteria of each chapter as bars.
fn chapters(lot: &Lot, rows: &[&StructureRow]) -> Vec<ChapterBars> {
    let whole = rows.len().max(1);
    let mut out: Vec<(String, Vec<CriterionBar>)> = Vec::new();
    for (at, id) in lot.criteria.iter().enumerate() {
        let Some(criterion) = lot.norm.criterion(id) else {
            continue;
        };
        let chapter = lot.norm.chapter(&criterion.chapter);
        let title = chapter.map_or_else(String::new, |chapter| {
            format!("{} — {}", chapter.id, chapter.title)
        });
        let counts = counts(at, rows);
        let [conforming, ..] = counts;
        let parts = Status::ALL.into_iter().zip(counts);
        let bar = CriterionBar {
            id: id.to_string(),
            parts: parts
                .map(|(status, n)| StatusPart {
                    key: status.key().to_owned(),
                    share: n * WHOLE / whole,
                })
                .collect(),
            said: format!("{conforming} / {}", rows.len()),
        };
        match out.last_mut().filter(|(known, _)| *known == title) {
            Some((_, bars)) => bars.push(bar),
            None => out.push((title, vec![bar])),
        }
    }
    out.into_iter()
        .map(|(title, bars)| {
            let said: Vec<String> = bars
                .iter()
                .map(|bar| format!("{} : {}", bar.id, bar.said))
                .collect();
            ChapterBars {
                alt: format!(
                    "{title}. Structures conformes, critère par critère : {}.",
                    said.join(" ; ")
                ),
                title,
                bars,
            }
        })
        .collect()
}
