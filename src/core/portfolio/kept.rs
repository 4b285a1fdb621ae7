//! Rows as a portfolio holds them: one small block of memory each, so that thousands fit in little room. What is kept of a row from one
//! run to the next is the same bytes.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::gathered::GatheredRow;
use super::line::NormMark;
use super::row::{Lot, LotKey, StructureRow};
use crate::kernel::{Date, Digest, ProfileId};
use crate::norm::model::AuditKind;

/// A row, folded.
#[derive(Debug, Clone)]
pub struct KeptRow {
    lot: Arc<Lot>,
    bytes: Box<[u8]>,
}

/// What rows are put in order by: the first fields of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct RowHead<'r> {
    /// The file or folder that it comes from, as it was named.
    pub source: &'r str,
    /// Name of the structure.
    pub name: &'r str,
    /// The dossier's id.
    pub dossier: &'r str,
    /// Audit date.
    #[serde(with = "date")]
    pub date: Date,
}

impl KeptRow {
    /// Folds a row.
    pub fn of(row: StructureRow) -> Self {
        // INVARIANT: a row is texts, numbers, lists of them: all of it can be written
        let bytes = postcard::to_extend(&row, Vec::new()).unwrap_or_default();
        Self {
            bytes: bytes.into(),
            lot: row.lot,
        }
    }

    /// A row that was folded before, if that is what these bytes are.
    pub fn from_bytes(bytes: &[u8], lot: Arc<Lot>) -> Option<Self> {
        let read: (StructureRow<()>, &[u8]) = postcard::take_from_bytes(bytes).ok()?;
        read.1.is_empty().then(|| Self {
            lot,
            bytes: bytes.into(),
        })
    }

    /// The row, folded.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What it may be added up with.
    pub fn lot(&self) -> &Arc<Lot> {
        &self.lot
    }

    /// What it is put in order by.
    pub fn head(&self) -> Option<RowHead<'_>> {
        // INVARIANT: these bytes were made of a row
        postcard::take_from_bytes(&self.bytes).ok().map(|(head, _)| head)
    }

    /// The row itself.
    pub fn row(&self) -> Option<StructureRow> {
        // INVARIANT: as above
        let row: StructureRow<()> = postcard::from_bytes(&self.bytes).ok()?;
        Some(row.of_lot(Arc::clone(&self.lot)))
    }
}

/// What is remembered of a source from one run to the next: its row, and under what it was made.
#[derive(Debug, Serialize, Deserialize)]
pub struct RememberedRow {
    /// Digest of all that the row was made of.
    #[serde(with = "digest")]
    state: Digest,
    /// The day that it was judged at, where that is only the day of the run.
    today: Option<(i16, i8, i8)>,
    mark: NormMark,
    profile: ProfileId,
    audit: AuditKind,
    altered: bool,
    row: Vec<u8>,
}

impl RememberedRow {
    /// What is to be remembered of a row that was made of `state`; none where that is not all that it was made of: not everything was
    /// read, or the norm is not one that médiaudit holds. `today` is the day of the run, where nothing else may have said which day it is
    /// judged at.
    pub fn of(found: &GatheredRow, state: Digest, today: Option<Date>) -> Option<Self> {
        let lot = found.row.lot();
        if !found.whole || !lot.known {
            return None;
        }
        let (mark, profile, audit) = lot.key();
        let date = found.row.head()?.date;
        Some(Self {
            state,
            today: today.filter(|today| *today == date).map(Date::parts),
            mark,
            profile,
            audit,
            altered: found.altered,
            row: found.row.bytes().to_vec(),
        })
    }

    /// It, as bytes.
    pub fn bytes(&self) -> Vec<u8> {
        // INVARIANT: as that of a row
        postcard::to_extend(self, Vec::new()).unwrap_or_default()
    }

    /// What these bytes remember, where that was made of `state`, and at this day.
    pub fn recalled(bytes: &[u8], state: &Digest, today: Option<Date>) -> Option<Self> {
        let own: Self = postcard::from_bytes(bytes).ok()?;
        let same_day = own.today.is_none_or(|day| today.map(Date::parts) == Some(day));
        (own.state == *state && same_day).then_some(own)
    }

    /// By what its lot is known.
    pub fn lot(&self) -> LotKey {
        (self.mark.clone(), self.profile.clone(), self.audit)
    }

    /// The row, of that lot.
    pub fn row(&self, lot: Arc<Lot>) -> Option<GatheredRow> {
        Some(GatheredRow {
            row: KeptRow::from_bytes(&self.row, lot)?,
            whole: true,
            altered: self.altered,
        })
    }
}

/// A day as three numbers: as a text it takes twice the room.
pub(super) mod date {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::kernel::Date;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    pub(in super::super) fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        day.parts().serialize(serializer)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Date, D::Error> {
        let (year, month, day) = Deserialize::deserialize(deserializer)?;
        Date::new(year, month, day).ok_or_else(|| D::Error::custom(Date::NOT_A_DAY))
    }
}

/// A digest as its bytes.
pub(super) mod digest {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::kernel::Digest;

    pub(in super::super) fn serialize<S: Serializer>(
        digest: &Digest,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        digest.bytes().serialize(serializer)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Digest, D::Error> {
        Ok(Digest::from_bytes(Deserialize::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::results::{DoubtKind, Finality};
    use crate::kernel::{ConclusionId, DossierId, Interval, Ratio, Status};
    use crate::portfolio::row::{Freshness, Origin, Rejudged};
    use crate::view::utility::StatedFigure;

    fn row() -> StructureRow<()> {
        StructureRow {
            source: "dossiers/été".into(),
            name: "Régie de l’Œuvre".into(),
            dossier: DossierId::parse("regie").unwrap(),
            date: Date::new(2026, 11, 28).unwrap(),
            origin: Origin::Report,
            again: Rejudged::Differs(vec!["conclusion".to_owned()]),
            siret: "73282932000074".into(),
            form: "association".into(),
            territory: Box::default(),
            helps: true,
            digest: Digest::of(b"tout"),
            lot: (),
            conclusion: Some(ConclusionId::parse("pret").unwrap()),
            favourable: true,
            reserved: false,
            suspended: false,
            whole: true,
            finality: Some(Finality::Provisional),
            score: Some(Interval {
                min: Ratio::parse_fraction("7/12").unwrap(),
                max: Ratio::parse_fraction("123456789012345678901/2").unwrap(),
            }),
            score_said: "58 %".into(),
            kinds: [0, 70_000].into(),
            statuses: Status::ALL.into(),
            open: [3, 300].into(),
            partial: [None, Some(ConclusionId::parse("tenu").unwrap())].into(),
            doubts: [DoubtKind::OnePiece].into(),
            proof: Freshness {
                pieces: 4,
                dated: 3,
                recent: 2,
                stale: 1,
            },
            bands: [None, Some(2)].into(),
            figures: [
                None,
                Some(StatedFigure {
                    part: 1,
                    whole: Some(2),
                    counted: true,
                }),
            ]
            .into(),
        }
    }

    #[test]
    fn a_row_is_unfolded_as_it_was_folded() {
        let bytes = postcard::to_extend(&row(), Vec::new()).unwrap();
        assert_eq!(postcard::from_bytes::<StructureRow<()>>(&bytes).unwrap(), row());
        let head: RowHead<'_> = postcard::take_from_bytes(&bytes).unwrap().0;
        assert_eq!((head.source, head.name), ("dossiers/été", "Régie de l’Œuvre"));
        assert_eq!((head.dossier, head.date), ("regie", row().date));
    }

    fn remembered(today: Option<(i16, i8, i8)>) -> RememberedRow {
        RememberedRow {
            state: Digest::of(b"alors"),
            today,
            mark: NormMark {
                id: crate::kernel::NormId::parse("n").unwrap(),
                version: "1.0.0".to_owned(),
                digest: Digest::of(b"norme"),
            },
            profile: ProfileId::parse("p").unwrap(),
            audit: AuditKind::Audit,
            altered: true,
            row: vec![1, 2],
        }
    }

    #[test]
    fn a_row_is_recalled_in_the_same_state_on_the_same_day() {
        let day = |text| Date::parse(text);
        let (own, other) = (Digest::of(b"alors"), Digest::of(b"depuis"));
        let dated = remembered(None).bytes();
        for today in [None, day("2026-11-28"), day("2026-11-29")] {
            assert!(RememberedRow::recalled(&dated, &own, today).is_some());
            assert!(RememberedRow::recalled(&dated, &other, today).is_none());
        }
        let of_the_day = remembered(Some((2026, 11, 28))).bytes();
        assert!(RememberedRow::recalled(&of_the_day, &own, day("2026-11-28")).is_some());
        for today in [None, day("2026-11-29")] {
            assert!(RememberedRow::recalled(&of_the_day, &own, today).is_none());
        }
        for end in 0..dated.len() {
            assert!(RememberedRow::recalled(&dated[..end], &own, None).is_none());
        }
    }
}
