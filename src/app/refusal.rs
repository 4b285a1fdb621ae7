//! Why a use case could not be done. Whoever called it says so in its own way, in one place.

use super::edit::NotChanged;
use mediaudit_core::kernel::InternalError;

/// A use case that came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Files are at fault: the diagnostics in the sink say which, where, and how to mend them.
    Files,
    /// What was asked cannot be done.
    Said {
        /// Why, in French.
        message: String,
        /// What would help.
        hints: Vec<String>,
    },
}

impl Refusal {
    /// A refusal that says all by itself.
    pub fn said(message: impl Into<String>) -> Self {
        Self::Said {
            message: message.into(),
            hints: Vec::new(),
        }
    }

    /// The same, with something more that would help.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        if let Self::Said { message: _, hints } = &mut self {
            hints.push(hint.into());
        }
        self
    }

    /// As [`Self::hint`], where there is something that would.
    #[must_use]
    pub fn hints(self, hints: impl IntoIterator<Item = String>) -> Self {
        hints.into_iter().fold(self, Self::hint)
    }
}

impl From<InternalError> for Refusal {
    fn from(error: InternalError) -> Self {
        Self::said(error.to_string()).hint(InternalError::HINT)
    }
}

impl From<NotChanged> for Refusal {
    fn from(refused: NotChanged) -> Self {
        match refused {
            NotChanged::Dossier => Self::Files,
            other => Self::said(other.to_string()).hints(other.hint()),
        }
    }
}
