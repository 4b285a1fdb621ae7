//! What the use cases of portfolios tell.

use std::io;

use super::super::refusal::Refusal;
use mediaudit_evidence::disk::why;

/// The standard input, which the system does not give.
pub(super) fn unread(error: &io::Error) -> Refusal {
    Refusal::said(format!("impossible de lire l’entrée standard ({})", why(error)))
}

/// The standard output, which the system does not take.
pub(super) fn unwritten(error: &io::Error) -> Refusal {
    Refusal::said(format!("impossible d’écrire sur la sortie standard ({})", why(error)))
}
