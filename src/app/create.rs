//! A new dossier: a folder, a commented `dossier.toml`, a folder for each evidence type asked.

use std::io;
use std::path::{Path, PathBuf};

use super::{norms, output};
use mediaudit_core::audit::profile;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::{Date, DossierId};
use mediaudit_core::view::starter::{self, Given, Starter};
use mediaudit_evidence::disk;
use mediaudit_ink::starter::{self as leaves, Leaf};

/// What the caller chooses.
#[derive(Debug, Clone)]
pub struct NewDossier {
    /// Name of the structure; the folder's own name where it is not said.
    pub name: Option<String>,
    /// Norm: an id, or a path; the default norm where it is not said.
    pub norm: Option<String>,
    /// Profile; the norm's first where it is not said.
    pub profile: Option<String>,
    /// Today.
    pub today: Date,
}

/// Why nothing was created.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The norm or the profile is at fault; the sink says why.
    #[error("la norme ne convient pas")]
    Norm,
    /// The folder's name gives no identifier.
    #[error("le nom du dossier, « {0} », ne donne pas d'identifiant")]
    NoId(String),
    /// There is a file of that name.
    #[error("« {0} » existe et n'est pas un dossier")]
    NotFolder(String),
    /// The folder holds something.
    #[error("le dossier « {0} » n'est pas vide")]
    NotEmpty(String),
    /// The folder that should hold it is not there.
    #[error("le dossier « {0} » n'existe pas")]
    NoParent(String),
    /// A template is at fault, which a test would have told.
    #[error("un gabarit de médiaudit est fautif : {0}")]
    Template(#[from] tera::Error),
    /// The disk refused.
    #[error("impossible d'écrire dans « {0} » ({1})")]
    Disk(String, String),
}

impl CreateError {
    /// What would mend it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoId(_) => Some(
                "choisissez un nom avec des lettres de A à Z ou des chiffres, comme mon-association"
                    .to_owned(),
            ),
            Self::NotFolder(_) | Self::NotEmpty(_) => {
                Some("rien n'a été changé ; donnez le nom d'un dossier nouveau, ou vide".to_owned())
            }
            Self::NoParent(path) => Some(format!("créez d'abord « {path} », ou corrigez le chemin")),
            Self::Disk(..) => Some("rien n'a été laissé sur le disque".to_owned()),
            Self::Norm | Self::Template(_) => None,
        }
    }
}

/// Creates a dossier in a new or empty folder; whole, or not at all. Gives it back in words.
pub fn create(
    folder: &Path,
    request: &NewDossier,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Starter, CreateError> {
    let shown = folder.display().to_string();
    let place = check(folder, &shown)?;
    let name = place
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let id = DossierId::slug(&name).ok_or_else(|| CreateError::NoId(name.clone()))?;
    let wanted = request.norm.as_deref().unwrap_or(norms::DEFAULT);
    let norm = norms::find(wanted, sources, sink).ok_or(CreateError::Norm)?;
    let profile = profile(&norm, request.profile.as_deref(), sink).ok_or(CreateError::Norm)?;
    let profile = norm.profile(&profile).ok_or(CreateError::Norm)?;
    let starter = starter::starter(&Given {
        id: &id,
        name: request.name.as_deref().unwrap_or(&name),
        norm: &norm,
        profile,
        profile_asked: request.profile.is_some(),
        shipped: !norms::is_path(wanted),
        today: request.today,
    });
    let files = files(&starter)?;
    output::write_tree(folder, &files).map_err(|error| CreateError::Disk(shown, disk::why(&error)))?;
    Ok(starter)
}

/// The folder must be new or empty; gives its full path where its own does not name it, as for « . ».
fn check(folder: &Path, shown: &str) -> Result<PathBuf, CreateError> {
    let refused = |error: io::Error| CreateError::Disk(shown.to_owned(), disk::why(&error));
    match disk::is_empty_folder(folder) {
        Ok(Some(true)) => {}
        Ok(Some(false)) => return Err(CreateError::NotEmpty(shown.to_owned())),
        Ok(None) => {
            let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
            if let Some(parent) = parent.filter(|parent| !disk::exists(parent)) {
                return Err(CreateError::NoParent(parent.display().to_string()));
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(CreateError::NotFolder(shown.to_owned()));
        }
        Err(error) => return Err(refused(error)),
    }
    match folder.file_name() {
        Some(_) => Ok(folder.to_path_buf()),
        None => folder.canonicalize().map_err(refused),
    }
}

/// Every file of the dossier; `dossier.toml` last, so that what was cut short is no dossier.
fn files(starter: &Starter) -> Result<Vec<(String, Vec<u8>)>, CreateError> {
    let mut out = Vec::new();
    for kind in &starter.types {
        if kind.formats.is_empty() {
            continue;
        }
        let text = leaves::render(Leaf::Evidence, kind)?;
        out.push((format!("preuves/{}/LISEZMOI.txt", kind.id), text.into_bytes()));
    }
    for (path, leaf) in [
        ("preuves/_autres/LISEZMOI.txt", Leaf::Others),
        ("constats/LISEZMOI.txt", Leaf::Findings),
        ("historique/LISEZMOI.txt", Leaf::History),
        ("LISEZMOI.txt", Leaf::ReadMe),
        ("actions.toml", Leaf::Actions),
        ("observations.toml", Leaf::Observations),
        ("dossier.toml", Leaf::Dossier),
    ] {
        let text = leaves::render(leaf, starter)?;
        out.push((path.to_owned(), text.into_bytes()));
    }
    Ok(out)
}
