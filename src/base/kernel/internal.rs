//! A promise of the house that is not kept.

use std::fmt::Display;

/// Something that médiaudit holds for sure, and that is not so: its own fault, never that of whoever uses it. It names itself,
/// and gives no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("erreur interne : {0}")]
pub struct InternalError(String);

impl InternalError {
    /// What whoever meets it can do.
    pub const HINT: &str =
        "ce n’est pas votre dossier qui est en cause : signalez-le, avec ce que vous avez tapé";

    /// What is not as it should be.
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }

    /// Something names what is not there.
    pub fn absent(what: &str, id: &impl Display) -> Self {
        Self(format!("{what} « {id} » n’est pas dans ces entrées"))
    }

    /// That, without saying whose fault it is: what a file holds may be at fault, too.
    pub fn what(&self) -> &str {
        &self.0
    }
}
