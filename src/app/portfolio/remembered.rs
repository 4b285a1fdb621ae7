//! Rows that were made before: a source that has not changed, judged under the same terms by the same program, has the same row.
//!
//! A row is kept with the state of all that it was made of: every file of the dossier, or the one file; what was asked; médiaudit itself.
//! What is judged under a norm from elsewhere, or could not be read to its end, is not kept.

use std::path::Path;
use std::sync::Arc;

use super::super::assess::Request;
use super::super::cache::CacheFolder;
use mediaudit_core::kernel::{Date, Digest};
use mediaudit_core::portfolio::gathered::GatheredRow;
use mediaudit_core::portfolio::kept::RememberedRow;
use mediaudit_core::portfolio::line::NormHolder;
use mediaudit_core::portfolio::row::{Lots, Origin};
use mediaudit_evidence::door::OpenFolder;
use mediaudit_evidence::state::{self, TreeState};

/// The rows of earlier runs.
#[derive(Debug)]
pub(super) struct RowMemory {
    folder: Arc<CacheFolder>,
    /// When the run began, by the disk's clock.
    began: i128,
    /// Of médiaudit itself, and of what is asked.
    terms: Digest,
    /// The day of the run, where it may be the one that is judged at.
    today: Option<Date>,
}

/// A source as it is now.
#[derive(Debug)]
pub(super) struct SourceState {
    own: TreeState,
    /// Of all that its row is made of.
    all: Digest,
}

impl RowMemory {
    /// None where nothing may be kept: by a person's wish, or since what a row is made of lies elsewhere, too.
    pub(super) fn open(folder: Option<&Arc<CacheFolder>>, program: &Path, request: &Request) -> Option<Self> {
        let folder = Arc::clone(folder?);
        let Request {
            norm,
            overlay,
            profile,
            date,
            today,
            privacy,
            version,
        } = request;
        if norm.is_some() || overlay.is_some() {
            return None;
        }
        let program = state::of_file(program)?;
        let asked = format!("{profile:?} {date:?} {privacy} {version:?}");
        Some(Self {
            began: folder.now()?,
            folder,
            terms: Digest::of_parts([("", program.digest.bytes().as_slice()), ("", asked.as_bytes())]),
            today: today.filter(|_| date.is_none()),
        })
    }

    /// How a source is now; none where that cannot be told.
    pub(super) fn state(&self, path: &Path, origin: Origin) -> Option<SourceState> {
        let own = match origin {
            Origin::Dossier => state::of_folder(&OpenFolder::open(path).ok()?)?,
            Origin::Assessment | Origin::Report => state::of_file(path)?,
        };
        // a row says by which name its source was called
        let name = path.as_os_str().as_encoded_bytes();
        let parts = [self.terms.bytes().as_slice(), own.digest.bytes(), name];
        Some(SourceState {
            own,
            all: Digest::of_parts(parts.map(|part| ("", part))),
        })
    }

    /// The row that a source had when it was as it is now.
    pub(super) fn recall(
        &self,
        path: &Path,
        now: &SourceState,
        norms: &dyn NormHolder,
        lots: &Lots,
    ) -> Option<GatheredRow> {
        let known = RememberedRow::recalled(&self.folder.recall(path)?, &now.all, self.today)?;
        let lot = known.lot();
        let norm = norms.held(&lot.0).filter(|norm| norm.digest == lot.0.digest)?;
        known.row(lots.under(&norm, true, lot).ok()?)
    }

    /// Keeps the row of a source that was so before it was read.
    pub(super) fn keep(&self, path: &Path, then: &SourceState, row: &GatheredRow) {
        // what changed just now might change again within the same tick of the disk's clock
        if CacheFolder::is_settled(then.own.last, self.began)
            && let Some(known) = RememberedRow::of(row, then.all, self.today)
        {
            self.folder.keep(path, &known.bytes());
        }
    }
}
