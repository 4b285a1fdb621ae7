//! The rows of a portfolio in their one order, and which of them count: one structure counts once in a lot, by its newest assessment.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::kept::KeptRow;
use super::row::{Origin, Rejudged, StructureRow};
use crate::kernel::{Date, Digest};

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
    rows: Vec<(KeptRow, RowState)>,
    /// What gave none, in the order of names.
    pub unread: Vec<UnreadSource>,
}

/// A portfolio, each of its rows unfolded: to be looked at from all sides.
#[derive(Debug)]
pub(super) struct OpenRows {
    /// Rows, in the order of names.
    pub(super) rows: Vec<(StructureRow, RowState)>,
}

/// What a row of a source is worth before the others are seen.
#[derive(Debug, Clone)]
pub struct GatheredRow {
    /// The row.
    pub row: KeptRow,
    /// Can it be added up at all?
    pub whole: bool,
    /// Was the file altered since it was written?
    pub altered: bool,
}

impl GatheredRow {
    /// That of a row.
    pub fn of(row: StructureRow, altered: bool) -> Self {
        Self {
            whole: row.whole,
            row: KeptRow::of(row),
            altered,
        }
    }
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

/// Which of several rows of one structure counts: the greatest.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    date: Date,
    /// Its files were read.
    read: bool,
    /// Of those that are as good, the one of least digest.
    digest: Reverse<Digest>,
}

impl Rank {
    fn of(row: &StructureRow) -> Self {
        Self {
            date: row.date,
            read: row.origin == Origin::Dossier,
            digest: Reverse(row.digest),
        }
    }
}

/// A name as names are put in order.
fn in_order(name: &str) -> impl Iterator<Item = char> {
    name.chars().flat_map(char::to_lowercase)
}

impl Gathered {
    /// Puts rows in order, whatever the order in which they came, and says which count.
    pub fn new(mut found: Vec<GatheredRow>, mut unread: Vec<UnreadSource>) -> Self {
        unread.sort();
        found.sort_by(|a, b| {
            let kinds = (a.row.lot().audit, b.row.lot().audit);
            match (a.row.head(), b.row.head()) {
                (Some(a), Some(b)) => in_order(a.name).cmp(in_order(b.name)).then_with(|| {
                    (a.dossier, a.date, kinds.0, a.source).cmp(&(b.dossier, b.date, kinds.1, b.source))
                }),
                (a, b) => a.is_some().cmp(&b.is_some()),
            }
        });
        let rows = found.into_iter().map(|GatheredRow { row, whole, altered }| {
            let counting = if altered {
                RowState::Altered
            } else if whole {
                RowState::Counted
            } else {
                RowState::Partial
            };
            (row, counting)
        });
        let mut out = Self {
            rows: rows.collect(),
            unread,
        };
        out.once();
        out
    }

    /// Rows one after the other, each unfolded when its turn comes, and let go.
    pub fn rows(&self) -> impl Iterator<Item = (StructureRow, RowState)> {
        self.rows
            .iter()
            .filter_map(|(row, state)| Some((row.row()?, *state)))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Is there no row?
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows count.
    pub fn counted(&self) -> usize {
        self.rows
            .iter()
            .filter(|(_, state)| *state == RowState::Counted)
            .count()
    }

    pub(super) fn open(&self) -> OpenRows {
        OpenRows {
            rows: self.rows().collect(),
        }
    }

    /// Of the rows of one structure in one lot, the newest counts; of one day, the one whose files were read, else the one of least digest.
    fn once(&mut self) {
        // rows of one structure bear one name: they lie side by side
        let mut best: BTreeMap<Digest, (usize, Rank)> = BTreeMap::new();
        let mut beaten: Vec<(usize, RowState)> = Vec::new();
        let mut before: Option<&str> = None;
        for (at, (kept, counting)) in self.rows.iter().enumerate() {
            let name = kept.head().map_or("", |head| head.name);
            if before.is_none_or(|before| in_order(before).ne(in_order(name))) {
                best.clear();
            }
            before = Some(name);
            let Some(row) = Some(kept)
                .filter(|_| *counting == RowState::Counted)
                .and_then(KeptRow::row)
            else {
                continue;
            };
            let own = Rank::of(&row);
            let (known, other) = match best.entry(key(&row)) {
                Entry::Vacant(new) => {
                    new.insert((at, own));
                    continue;
                }
                Entry::Occupied(known) => {
                    let known = known.into_mut();
                    (&mut known.0, &mut known.1)
                }
            };
            let why = if own.date == other.date {
                RowState::Twin
            } else {
                RowState::Older
            };
            let lost = if own > *other {
                *other = own;
                std::mem::replace(known, at)
            } else {
                at
            };
            beaten.push((lost, why));
        }
        for (at, why) in beaten {
            if let Some((_, counting)) = self.rows.get_mut(at) {
                *counting = why;
            }
        }
    }

    /// Was everything read, and is everything what its file says?
    pub fn is_whole(&self) -> bool {
        let told = |(row, counting): (StructureRow, RowState)| {
            matches!(counting, RowState::Altered | RowState::Partial)
                || matches!(row.again, Rejudged::Differs(_))
        };
        self.unread.is_empty() && !self.rows().any(told)
    }
}

impl OpenRows {
    /// The rows that count.
    pub(super) fn counted(&self) -> impl Iterator<Item = &StructureRow> {
        let rows = self.rows.iter();
        rows.filter(|(_, counting)| *counting == RowState::Counted)
            .map(|(row, _)| row)
    }
}
