//! What an edit tells: why it is refused, what was asked, and what to do instead.

/// An edit that is not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// A text of 16-bit units.
    #[error("« {0} » est enregistré en UTF-16 : médiaudit ne peut y écrire sans le réécrire en entier")]
    Utf16(String),
    /// No text at all.
    #[error("« {0} » n’est pas un texte UTF-8")]
    Encoding(String),
    /// Larger than any dossier.
    #[error("« {0} » est trop gros")]
    TooLarge(String),
    /// The grammar is broken.
    #[error("« {0} » contient une faute : rien n’y est écrit tant qu’il ne se lit pas")]
    Unreadable(String),
    /// Edits of two files at once.
    #[error("une modification ne porte que sur un fichier : « {0} » et « {1} »")]
    TwoFiles(String, String),
    /// A name of file that cannot be one.
    #[error("« {0} » ne peut nommer un fichier de constats")]
    FileName(String),
    /// A fact that the norm does not have.
    #[error("le fait « {0} » n’est pas dans la norme")]
    UnknownFact(String, Option<String>),
    /// A criterion that the norm does not have.
    #[error("le critère « {0} » n’est pas dans la norme")]
    UnknownCriterion(String, Option<String>),
    /// A number that no decimal says.
    #[error("{0} ne s’écrit pas en décimal")]
    Endless(String),
    /// Something new lacks what it must say.
    #[error("pour ajouter {what}, donnez aussi « {key} »")]
    Incomplete {
        /// What would be added, with its article.
        what: String,
        /// The key that it lacks.
        key: &'static str,
    },
    /// A way of writing that cannot be completed safely.
    #[error("{what} : cette façon d’écrire ne se complète pas sans risque")]
    Shape {
        /// What, with its article.
        what: String,
        /// What to write by hand.
        instead: String,
    },
    /// The edit would have touched something else, or not come out as asked.
    #[error("cette modification de « {0} » toucherait autre chose que ce qui est demandé : rien n’est écrit")]
    Unsafe(String),
}

impl EditError {
    /// What would mend it.
    pub fn hint(&self) -> Option<String> {
        let near = |near: &Option<String>| {
            near.as_ref()
                .map(|near| format!("vouliez-vous dire « {near} » ?"))
        };
        match self {
            Self::Utf16(_) | Self::Encoding(_) => Some(
                "dans votre éditeur, enregistrez le fichier avec l’encodage « UTF-8 », puis recommencez"
                    .to_owned(),
            ),
            Self::TooLarge(_) => None,
            Self::Unreadable(_) => {
                Some("« mediaudit verifier DOSSIER » montre la faute et sa ligne".to_owned())
            }
            Self::TwoFiles(..) => Some("faites-en deux modifications".to_owned()),
            Self::FileName(_) => Some("lettres, chiffres, tirets, sans « / » : auditrice".to_owned()),
            Self::UnknownFact(_, known) | Self::UnknownCriterion(_, known) => near(known),
            Self::Endless(_) => Some("arrondissez le nombre, ou donnez ses deux termes".to_owned()),
            Self::Incomplete { what: _, key: _ } => None,
            Self::Shape { what: _, instead } => Some(format!("modifiez le fichier à la main : {instead}")),
            Self::Unsafe(_) => Some("modifiez le fichier à la main, et signalez-nous sa forme".to_owned()),
        }
    }
}

/// The auditor, as an edit speaks of one, and how one is written by hand.
pub(super) const AUDITOR: &str = "l’auditeur";
pub(super) const AUDITOR_TABLE: &str = "« [auditeur] », puis « fonction = \"…\" »";

/// What goes without another way.
pub(super) const TAKE_LINES: &str = "retirez ses lignes";

/// An alert that is silenced, as an edit speaks of it.
pub(super) fn lifted(digest: &str) -> String {
    format!("l’alerte levée de « {digest} »")
}

/// Why a doubt need not stand, as an edit speaks of it.
pub(super) fn doubt(id: &str) -> String {
    format!("la levée du doute « {id} »")
}

/// The heading of a column, as an edit speaks of it.
pub(super) fn column(id: &str) -> String {
    format!("la colonne « {id} »")
}

/// One array for what is written in several ways.
pub(super) fn gathered(key: &str, new: &str) -> String {
    format!("réunissez ses lignes en « {key} = [{{ … }}, {new}] »")
}

/// A table of its own.
pub(super) fn own_table(name: &str) -> String {
    format!("« [{name}] », puis ses clés")
}
