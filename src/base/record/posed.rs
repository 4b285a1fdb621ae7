//! A question as it is posed to files, with the digest by which its answer is kept.

use serde::Serialize;

use crate::kernel::Digest;

/// A question, and what its answer is kept by: a digest, since its words may be a name. That is worked out once, however many
/// files are asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posed<T> {
    asked: T,
    key: Digest,
}

impl<T: Serialize> Posed<T> {
    /// Of this question.
    pub fn of(asked: T) -> Self {
        // INVARIANT: keys are texts and numbers are exact, JSON holds all of it
        let written = serde_json::to_vec(&asked).unwrap_or_default();
        Self {
            key: Digest::of(&written),
            asked,
        }
    }
}

impl<T> Posed<T> {
    /// The question.
    pub fn asked(&self) -> &T {
        &self.asked
    }

    /// By what its answer is kept.
    pub fn key(&self) -> &Digest {
        &self.key
    }
}
