//! What is told of a change that was not made, and of the versions that are kept.

use mediaudit_core::dossier::edit::{EditError, EditedFile};
use mediaudit_core::kernel::Digest;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum NotChanged {
    /// The edit cannot be made.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The dossier cannot be read; the sink says why.
    #[error("le dossier ne se lit pas : rien n’est écrit")]
    Dossier,
    /// What would come out does not load; the sink says why, of the dossier as it would be.
    #[error("avec cette modification de « {0} », le dossier ne se lirait pas : rien n’est écrit")]
    Unsound(String),
    /// There is such a file already.
    #[error("« {0} » existe déjà : rien n’y est remplacé")]
    Exists(String),
    /// Somebody changed the file meanwhile.
    #[error("« {0} » a changé depuis qu’il a été lu : rien n’est écrit")]
    Stale(String),
    /// Its owner protects the file.
    #[error("« {0} » est protégé contre l’écriture : rien n’est écrit")]
    Protected(String),
    /// Somebody else is editing the dossier.
    #[error("une autre modification de ce dossier est en cours : rien n’est écrit")]
    Busy,
    /// A part of the path is a link.
    #[error("« {0} » est un lien : médiaudit n’écrit pas à travers un lien")]
    Link(String),
    /// There is no dossier here.
    #[error("pas de dossier.toml dans « {0} »")]
    NoDossier(String),
    /// There is no edit to take back.
    #[error("rien à annuler : médiaudit n’a gardé aucune version de ce dossier")]
    Nothing,
    /// The file has changed since the last edit.
    #[error("« {path} » a été modifié depuis, sans médiaudit : rien n’est annulé")]
    ByHand {
        /// The file.
        path: String,
        /// Where its former version is; none: there was none.
        former: Option<String>,
    },
    /// The disk refused.
    #[error("« {0} » : {1}")]
    Disk(String, String),
}

impl NotChanged {
    /// What would mend it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Edit(error) => return error.hint(),
            Self::Dossier | Self::Disk(..) | Self::Nothing => return None,
            Self::NoDossier(_) => "donnez le dossier qui le contient".to_owned(),
            Self::Unsound(_) => "l’erreur ci-dessus est celle du dossier tel qu’il serait".to_owned(),
            Self::Exists(_) => "complétez ce fichier, ou donnez un autre nom d’auditeur".to_owned(),
            Self::Stale(_) => "relancez la commande : elle lira le fichier tel qu’il est".to_owned(),
            Self::Protected(_) => {
                "ôtez cette protection (propriétés du fichier, ou chmod u+w), puis relancez".to_owned()
            }
            Self::Busy => "attendez qu’elle finisse, puis relancez".to_owned(),
            Self::Link(_) => "retirez ce lien, ou mettez à sa place ce vers quoi il mène".to_owned(),
            Self::ByHand {
                path,
                former: Some(former),
            } => format!(
                "comparez « {path} » avec sa version d’avant, « {former} » ; recopiez-en ce que vous voulez reprendre"
            ),
            Self::ByHand { path, former: None } => {
                format!(
                    "avant la dernière modification, « {path} » n’existait pas : supprimez-le si vous n’en voulez plus"
                )
            }
        })
    }
}

/// What a file was before an edit.
pub(super) fn former(file: &EditedFile, before: Option<Digest>) -> String {
    match before {
        Some(digest) => format!(
            "{file}, tel qu’il était avant une modification (empreinte {})",
            digest.short()
        ),
        None => format!("{file}, créé par médiaudit"),
    }
}

/// A version whose bytes are others.
pub(super) const OTHER_BYTES: &str = "la version gardée n’est plus celle qui avait été gardée";

/// A record that says nothing.
pub(super) fn unreadable(path: &str) -> String {
    format!("{path} ne se lit pas")
}
