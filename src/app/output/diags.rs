//! What is told of an output that was not written.

use std::io;
use std::path::PathBuf;

use super::system;
use mediaudit_evidence::disk;
use mediaudit_evidence::door::Unopened;

/// Why an output was not written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// An input of a dossier, or of this run.
    #[error("médiaudit lit ce fichier, et ne remplace jamais ce qu’il lit")]
    Input,
    /// An issued assessment.
    #[error("c’est une évaluation émise, et médiaudit n’en remplace aucune")]
    Issued,
    /// Something that is there already, and that nobody asked to replace.
    #[error("il y a déjà un fichier de ce nom, et il n’est pas remplacé")]
    There,
    /// A link, which a report would either replace or follow, and nobody said which.
    #[error("c’est un lien")]
    Link(Option<PathBuf>),
    /// A pipe that has a name.
    #[error("c’est un tube, pas un fichier")]
    Pipe,
    /// A folder.
    #[error("c’est un dossier, pas un fichier")]
    Folder,
    /// A disk, a socket.
    #[error("ce n’est pas un fichier ordinaire")]
    Special,
    /// What the system says.
    #[error("{}", why(.0))]
    Disk(#[from] io::Error),
}

impl OutputError {
    /// What to type instead.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Input => Some("donnez un autre nom, hors du dossier : -o rapport.pdf".to_owned()),
            Self::Issued | Self::There => {
                Some("donnez le nom d’un fichier qui n’existe pas encore".to_owned())
            }
            Self::Link(Some(target)) => Some(format!(
                "donnez le chemin du fichier lui-même : {}",
                target.display()
            )),
            Self::Link(None) => Some("donnez le chemin du fichier lui-même".to_owned()),
            Self::Pipe => {
                Some("« -o - » écrit sur la sortie standard : mediaudit rapport … -o - | …".to_owned())
            }
            Self::Folder => Some("nommez aussi le fichier : -o un-dossier/rapport.pdf".to_owned()),
            Self::Disk(error) => elsewhere(error),
            Self::Special => None,
        }
    }
}

impl From<Unopened> for OutputError {
    fn from(error: Unopened) -> Self {
        Self::Disk(system(error))
    }
}

/// Why a file was not replaced.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotReplaced {
    /// It is not what it was.
    #[error("le fichier a changé")]
    Changed,
    /// Its owner protects it.
    #[error("le fichier est protégé contre l’écriture")]
    Protected,
    /// It cannot be reached.
    #[error(transparent)]
    Unopened(#[from] Unopened),
}

/// What helps where the disk takes no more.
fn elsewhere(error: &io::Error) -> Option<String> {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Some("faites de la place, ou choisissez un autre disque".to_owned())
        }
        io::ErrorKind::FileTooLarge | io::ErrorKind::ReadOnlyFilesystem => {
            Some("choisissez un autre disque".to_owned())
        }
        _ => None,
    }
}

fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::InvalidFilename => "ce nom de fichier est trop long, ou n’est pas admis".to_owned(),
        _ => disk::why(error),
    }
}
