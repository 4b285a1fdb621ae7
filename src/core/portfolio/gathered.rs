//! The rows of a portfolio in their one order, and which of them count: one structure counts once in a lot, by its newest assessment.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::row::{Origin, Rejudged, StructureRow};
use crate::kernel::Digest;

/// A source that gave no row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnreadSource {
    /// The file or folder, as it was named.
    pub source: String,
    /// Why.
    pub why: String,
}

/// Does a row count where rows are added up?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowState {
    /// Yes.
    Counted,
    /// No: a newer assessment of the same structure is there.
    Older,
    /// No: the same assessment is there already, or another one of the same day.
    Twin,
    /// No: the file was altered after it was written.
    Altered,
    /// No: not everything could be read, or it was judged at another date than that of its findings.
    Partial,
}

impl RowState {
    /// Its name in data.
    pub fn key(self) -> &'static str {
        match self {
            Self::Counted => "comptee",
            Self::Older => "plus-ancienne",
            Self::Twin => "en-double",
            Self::Altered => "alteree",
            Self::Partial => "incomplete",
        }
    }

    /// Why a row does not count, in words; empty: it does.
    pub fn said(self) -> &'static str {
        match self {
            Self::Counted => "",
            Self::Older => "non comptée : une évaluation plus récente de la même structure est là",
            Self::Twin => "non comptée : cette structure est déjà là, à la même date",
            Self::Altered => "non comptée : le fichier a été modifié après son écriture",
            Self::Partial => "non comptée : lecture incomplète ou simulation",
        }
    }
}

/// A portfolio, read.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Rows, in the order of names.
    pub rows: Vec<(Box<StructureRow>, RowState)>,
    /// What gave none, in the order of names.
    pub unread: Vec<UnreadSource>,
}

/// What a row of a source is worth before the others are seen.
#[derive(Debug)]
pub struct GatheredRow {
    /// The row: rows are put in order where they lie.
    pub row: Box<StructureRow>,
    /// Was the file altered since it was written?
    pub altered: bool,
}

/// By what one structure is known from another, in a lot: its dossier and its name.
fn key(row: &StructureRow) -> Digest {
    let dossier = row.dossier.as_str().to_lowercase();
    let name: String = in_order(&row.name).collect();
    let parts = [
        &dossier,
        &name,
        row.lot.mark.id.as_str(),
        row.lot.profile.as_str(),
        row.lot.audit.key(),
    ];
    Digest::of_parts(parts.map(|part| ("", part.as_bytes())))
}

/// A name as names are put in order.
fn in_order(name: &str) -> impl Iterator<Item = char> {
    name.chars().flat_map(char::to_lowercase)
}

impl Gathered {
    /// Puts rows in order, whatever the order in which they came, and says which count.
    pub fn new(found: Vec<GatheredRow>, mut unread: Vec<UnreadSource>) -> Self {
        unread.sort();
        let mut found = found;
        found.sort_by(|a, b| {
            let (a, b) = (&a.row, &b.row);
            let rest = |row: &StructureRow| (row.date, row.lot.audit);
            in_order(&a.name)
                .cmp(in_order(&b.name))
                .then_with(|| a.dossier.cmp(&b.dossier))
                .then_with(|| rest(a).cmp(&rest(b)))
                .then_with(|| a.source.cmp(&b.source))
        });
        let rows: Vec<(Box<StructureRow>, RowState)> = found
            .into_iter()
            .map(|GatheredRow { row, altered }| {
                let counting = if altered {
                    RowState::Altered
                } else if row.whole {
                    RowState::Counted
                } else {
                    RowState::Partial
                };
                (row, counting)
            })
            .collect();
        let mut out = Self { rows, unread };
        out.once();
        out
    }

    /// Of the rows of one structure in one lot, the newest counts; of one day, the one whose files were read, else the one of least digest.
    fn once(&mut self) {
        // rows of one structure bear one name: they lie side by side
        let mut best: BTreeMap<Digest, usize> = BTreeMap::new();
        let mut beaten: Vec<(usize, RowState)> = Vec::new();
        let mut before: Option<&str> = None;
        for (at, (row, counting)) in self.rows.iter().enumerate() {
            if before.is_none_or(|before| in_order(before).ne(in_order(&row.name))) {
                best.clear();
            }
            before = Some(&row.name);
            if *counting != RowState::Counted {
                continue;
            }
            let known = match best.entry(key(row)) {
                Entry::Vacant(new) => {
                    new.insert(at);
                    continue;
                }
                Entry::Occupied(known) => known.into_mut(),
            };
            let Some((other, _)) = self.rows.get(*known) else {
                continue;
            };
            let rank = |row: &StructureRow| (row.date, row.origin == Origin::Dossier);
            let wins = rank(row) > rank(other) || rank(row) == rank(other) && row.digest < other.digest;
            let lost = if wins { std::mem::replace(known, at) } else { at };
            let why = if row.date == other.date {
                RowState::Twin
            } else {
                RowState::Older
            };
            beaten.push((lost, why));
        }
        for (at, why) in beaten {
            if let Some((_, counting)) = self.rows.get_mut(at) {
                *counting = why;
            }
        }
    }

    /// The rows that count.
    pub fn counted(&self) -> impl Iterator<Item = &StructureRow> {
        let rows = self.rows.iter();
        rows.filter(|(_, counting)| *counting == RowState::Counted)
            .map(|(row, _)| &**row)
    }

    /// Was everything read, and is everything what its file says?
    pub fn is_whole(&self) -> bool {
        let told = |(row, counting): &(Box<StructureRow>, RowState)| {
            matches!(counting, RowState::Altered | RowState::Partial)
                || matches!(row.again, Rejudged::Differs(_))
        };
        self.unread.is_empty() && !self.rows.iter().any(told)
    }
}
