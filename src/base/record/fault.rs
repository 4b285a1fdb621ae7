//! Why contents are « illisible »: one table of causes, each with its sentence. Only the cause crosses the helper's pipe, never a text.

use serde::{Deserialize, Serialize};

use super::limits;

/// What is wrong with a file. Depends on its bytes only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The structure of the file is damaged.
    Broken,
    /// A password is needed.
    Encrypted,
    /// A workbook of a time before Excel 97.
    OldWorkbook,
    /// A PDF without a page.
    NoPage,
    /// A PDF whose page tree turns in a circle.
    PageLoop,
    /// Over [`limits::FILE_BYTES`].
    TooLarge,
    /// Over [`limits::INFLATED_BYTES`] or [`limits::STREAM_BYTES`].
    TooInflated,
    /// Over [`limits::OBJECTS`].
    TooManyObjects,
    /// Over [`limits::PAGES`].
    TooManyPages,
    /// Over [`limits::DRAWINGS`].
    TooManyDrawings,
    /// Over [`limits::CHARACTERS`].
    TooManyCharacters,
    /// Over [`limits::TABLE_CELLS`].
    TooManyCells,
    /// Over [`limits::XML_DEPTH`].
    TooDeep,
    /// Over [`limits::MEMBERS`] or [`limits::DIRECTORY_BYTES`].
    TooManyMembers,
    /// A member of a zip whose name leaves the zip.
    EscapingMember,
    /// Two members of a zip with one name.
    DuplicateMember,
    /// The end of a zip, where its directory stands, is missing.
    CutZip,
    /// The parser gave up where it should not have.
    Defeated,
}

impl Fault {
    /// The reason, in French, without the file's name.
    pub fn reason(self) -> String {
        let mib = |bytes: u64| bytes / (1024 * 1024);
        match self {
            Self::Broken => "la structure interne du document est abîmée : réenregistrez-le".to_owned(),
            Self::Encrypted => "le document est protégé par un mot de passe".to_owned(),
            Self::OldWorkbook => {
                "ce classeur est d’avant Excel 97 : ouvrez-le et enregistrez-le en .xlsx ou .ods".to_owned()
            }
            Self::NoPage => "le PDF n’a aucune page".to_owned(),
            Self::PageLoop => "les pages du PDF se renvoient l’une à l’autre sans fin".to_owned(),
            Self::TooLarge => format!(
                "le fichier dépasse {} Mio : son contenu n’est pas lu",
                mib(limits::FILE_BYTES)
            ),
            Self::TooInflated => format!(
                "le contenu compressé dépasse la limite ({} Mio en tout, {} Mio par partie de PDF)",
                mib(limits::INFLATED_BYTES),
                mib(limits::STREAM_BYTES)
            ),
            Self::TooManyObjects => format!("le PDF compte plus de {} objets", limits::OBJECTS),
            Self::TooManyPages => format!("le document compte plus de {} pages", limits::PAGES),
            Self::TooManyDrawings => format!(
                "les pages du PDF demandent plus de {} millions d’étapes de dessin",
                limits::DRAWINGS / 1_000_000
            ),
            Self::TooManyCharacters => {
                format!("le texte compte plus de {} caractères", limits::CHARACTERS)
            }
            Self::TooManyCells => format!(
                "le tableau compte plus de {} cellules remplies, répétées comprises",
                limits::TABLE_CELLS
            ),
            Self::TooDeep => format!(
                "le document est imbriqué sur plus de {} niveaux",
                limits::XML_DEPTH
            ),
            Self::TooManyMembers => format!("le document compte plus de {} parties", limits::MEMBERS),
            Self::EscapingMember => {
                "une partie du document porte un nom qui sort du document : fichier suspect".to_owned()
            }
            Self::DuplicateMember => {
                "deux parties du document portent le même nom : fichier suspect".to_owned()
            }
            Self::CutZip => "le document est coupé : sa fin manque".to_owned(),
            Self::Defeated => "le lecteur de documents n’a pas su ouvrir ce fichier".to_owned(),
        }
    }
}
