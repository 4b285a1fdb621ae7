//! What is told of a report, and of one that could not be made.

use mediaudit_core::kernel::InternalError;
use mediaudit_ink::pdf::PdfError;
use mediaudit_ink::tabular::TabularError;
use mediaudit_ink::templates::fault::TemplateFault;

/// What a reader of PDF says of the assessment that is attached.
pub(super) const ATTACHED: &str = "Tout ce qui a été jugé, et le résultat";

/// The same of the sheet that is attached.
pub(super) const ATTACHED_SHEET: &str = "Ce que montre cette fiche, et rien d’autre";

/// A report that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A template is at fault.
    #[error(transparent)]
    Template(#[from] TemplateFault),
    /// The assessment could not be written.
    #[error(transparent)]
    Internal(#[from] InternalError),
    /// The PDF could not be written.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// What a child told (see `printing`).
    #[error("{0}")]
    Told(String),
    /// The clock's fuse.
    #[error("le gabarit n’a pas fini en {0} s : une boucle en répète-t-elle une autre ?")]
    Clock(u64),
    /// The fuse of memory, or a crash.
    #[error(
        "le gabarit demande plus de mémoire que permis, ou s’est arrêté : une boucle double-t-elle un texte ?"
    )]
    Died,
}

/// An answer that JSON does not hold.
pub(super) fn unwritten(error: &serde_json::Error) -> String {
    format!("le résultat ne s’écrit pas en JSON ({error})")
}

/// A workbook that its library refuses.
pub(super) fn unmade_workbook(error: &TabularError) -> InternalError {
    InternalError::new(format!("classeur : {error}"))
}

/// A sheet as a workbook, which no order asks for.
pub(super) fn no_sheet_workbook() -> InternalError {
    InternalError::new("la fiche d’un profil ne s’écrit pas en classeur")
}
