//! What the use cases of portfolios tell.

use std::io;
use std::path::Path;

use super::super::refusal::Refusal;
use mediaudit_core::kernel::InternalError;
use mediaudit_evidence::disk::why;

/// The standard input, which the system does not give.
pub(super) fn unread(error: &io::Error) -> Refusal {
    Refusal::said(format!("impossible de lire l’entrée standard ({})", why(error)))
}

/// The standard output, which the system does not take.
pub(super) fn unwritten(error: &io::Error) -> Refusal {
    Refusal::said(format!(
        "impossible d’écrire sur la sortie standard ({})",
        why(error)
    ))
}

/// A portfolio that nothing was given for.
pub(super) fn no_source() -> Refusal {
    Refusal::said("ces dossiers ne contiennent ni dossier de structure, ni évaluation, ni rapport")
        .hint("donnez un dossier qui contient des dossiers (chacun avec dossier.toml), des évaluations .json ou des rapports .pdf ou .html")
}

/// Why a source gives no row.
pub(super) mod sources {
    use mediaudit_core::kernel::french;

    pub(in super::super) const NEITHER: &str = "ni dossier, ni évaluation (.json), ni rapport (.pdf, .html)";
    pub(in super::super) const DEEP: &str = "dossier trop profond : rien n’y a été cherché";
    pub(in super::super) const LINK: &str = "c’est un lien : rien n’est lu à travers un lien";
    pub(in super::super) const LARGE: &str = "le fichier dépasse 64 Mio";
    pub(in super::super) const GONE: &str = "le fichier n’est plus là";
    pub(in super::super) const UNOPENED: &str = "ce PDF n’a pas pu être ouvert jusqu’au bout";
    pub(in super::super) const NO_ASSESSMENT: &str = "ce fichier ne porte pas d’évaluation de médiaudit";
    pub(in super::super) const UNJUDGED: &str = "le dossier n’a pas pu être jugé";
    pub(in super::super) const BROKEN: &str = "médiaudit n’a pas su le juger : signalez-le";

    /// The first fault, where it is, and how many more there are.
    pub(in super::super) fn told(message: &str, place: Option<&str>, more: usize) -> String {
        let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
        let more = if more > 0 {
            format!(" ; et {}", french::count(more, "autre faute", "autres fautes"))
        } else {
            String::new()
        };
        format!("{message}{place}{more}")
    }
}

pub(super) const LARGE: &str = "le fichier dépasse 1 Gio";
pub(super) const ABSENT: &str = "il n’est pas là";

/// An earlier portfolio that cannot be opened.
pub(super) fn earlier_unread(path: &Path, why: &str) -> Refusal {
    Refusal::said(format!(
        "le portefeuille précédent « {} » ne peut être lu : {why}",
        path.display()
    ))
    .hint("vérifiez le chemin donné à --precedent")
}

/// A file that is no earlier portfolio.
pub(super) fn not_earlier(path: &Path, why: &str) -> Refusal {
    Refusal::said(format!(
        "« {} » n’est pas un portefeuille : {why}",
        path.display()
    ))
    .hint("donnez à --precedent un fichier écrit par « mediaudit portefeuille … -o precedent.jsonl »")
}

/// A portfolio whose file's name says nothing of what it is.
pub(super) fn file_name() -> Refusal {
    Refusal::said("le nom du fichier dit sa forme : .jsonl, .csv, .xlsx, .html ou .pdf")
        .hint("par exemple : mediaudit portefeuille dossiers -o portefeuille.pdf")
}

/// A sheet of our own that its writer does not make.
pub(super) fn sheet_unmade(error: &impl std::fmt::Display) -> InternalError {
    InternalError::new(format!("portefeuille : {error}"))
}

/// A portfolio of which nothing may be published.
pub(super) fn nothing_published(withheld: &[String]) -> Refusal {
    let refusal = Refusal::said("rien de ce portefeuille ne peut se publier : rien n’a été écrit");
    refusal.hints(withheld.iter().cloned())
}

/// A file that is no published export.
pub(super) fn not_export(path: &str) -> Refusal {
    Refusal::said(format!("« {path} » n’est pas un export publié de médiaudit"))
        .hint("donnez à --precedent le fichier publication.csv d’un export précédent")
}

/// A folder that a publication cannot go to.
pub(super) fn publication_place(folder: &Path, why: &str) -> Refusal {
    Refusal::said(format!(
        "impossible d’écrire la publication dans « {} » ({why})",
        folder.display()
    ))
    .hint("donnez un dossier nouveau ou vide : rien n’est jamais remplacé")
}

/// More than one earlier portfolio, where only one is compared.
pub(super) fn several_earlier() -> Refusal {
    Refusal::said("un portefeuille se compare à un seul portefeuille précédent").hint(
        "ne donnez --precedent qu’une fois ; avec --publie seulement, plusieurs exports peuvent être donnés",
    )
}
