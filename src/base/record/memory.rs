//! What was read before of files that have not changed since: digests, figures and answers, never a text.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::item::{Format, Reading};
use super::reading::Seen;
use crate::kernel::Digest;

/// By what one state of one file is known. A file of which all this is the same is taken to be the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Path from the dossier.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// Last change of its bytes, in nanoseconds from 1970.
    pub changed: i128,
    /// Last change of anything about it, where the system tells; else when it was made.
    pub touched: i128,
    /// Its number on its disk, and the number of the disk, where the system tells.
    pub number: Option<(u64, u64)>,
}

impl Stamp {
    /// One digest for all of it and for the version of what reads: no name is kept.
    pub fn digest(&self, reader: &str) -> Digest {
        let (inode, device) = self.number.unwrap_or_default();
        let numbers = format!(
            "{} {} {} {inode} {device} {reader}",
            self.size, self.changed, self.touched
        );
        Digest::of_parts([(self.path.as_str(), numbers.as_bytes())])
    }

    /// The last time that anything about it changed.
    pub fn last(&self) -> i128 {
        self.changed.max(self.touched)
    }
}

/// What is remembered of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFile {
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// True kind.
    pub format: Format,
    /// Whole, or why not.
    pub reading: Reading,
    /// What was seen in it; none where its format is not read.
    pub seen: Option<Arc<Seen>>,
}

/// Remembers from one run to the next.
pub trait Memory: Sync {
    /// What is known of a file in this state.
    fn recall(&self, stamp: &Stamp) -> Option<KnownFile>;

    /// Keeps what was read of it.
    fn keep(&self, stamp: &Stamp, known: &KnownFile);
}
