//! A new dossier: a folder, a commented `dossier.toml`, a folder for each usual paper.

use std::io;
use std::path::Path;

use super::diags::{NewIsFile, NewName, NewNotEmpty, NewParent, NewUnwritten};
use super::refusal::Refusal;
use super::{norms, output};
use mediaudit_core::audit::profile;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::{Date, DossierId};
use mediaudit_core::view::starter::{self, Given, Starter, StarterFolders, StarterReadMe};
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
    /// Legal form, in its own words.
    pub form: Option<String>,
    /// SIRET.
    pub siret: Option<String>,
    /// Today.
    pub today: Date,
}

/// Creates a dossier in a new or empty folder; whole, or not at all. Gives it back in words; why there is none is told to the sink.
pub fn create(
    folder: &Path,
    request: &NewDossier,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Starter, Refusal> {
    written(folder, request, sources, sink).ok_or(Refusal::Files)
}

fn written(
    folder: &Path,
    request: &NewDossier,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<Starter> {
    let name = check(folder, sink)?;
    let Some(id) = DossierId::slug(&name) else {
        sink.push(NewName { name: &name });
        return None;
    };
    let wanted = request.norm.as_deref().unwrap_or(norms::DEFAULT);
    let norm = norms::find(wanted, sources, sink)?;
    let profile = profile(&norm, request.profile.as_deref(), sink)?;
    let given = Given {
        id: &id,
        name: request.name.as_deref().unwrap_or(&name),
        norm: &norm,
        profile: norm.profile(&profile)?,
        profile_asked: request.profile.is_some(),
        shipped: !norms::is_path(wanted),
        form: request.form.as_deref().unwrap_or_default(),
        siret: request.siret.as_deref().unwrap_or_default(),
        today: request.today,
    };
    let starter = starter::starter(&given);
    let laid = files(&starter, &starter::folders(&given, &starter))
        .map_err(|error| error.to_string())
        .and_then(|files| output::write_tree(folder, &files).map_err(|error| disk::why(&error)));
    if let Err(why) = laid {
        let folder = &folder.to_string_lossy();
        sink.push(NewUnwritten { folder, why });
        return None;
    }
    Some(starter)
}

/// The folder must be new or empty; gives its name, that of its full path where its own does not name it, as for « . ».
fn check(folder: &Path, sink: &mut Diagnostics) -> Option<String> {
    let shown = &folder.to_string_lossy();
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    match disk::is_empty_folder(folder) {
        Ok(Some(true)) => {}
        Ok(Some(false)) => {
            sink.push(NewNotEmpty { folder: shown });
            return None;
        }
        Ok(None) => {
            if let Some(parent) = parent.filter(|parent| !disk::exists(parent)) {
                let parent = &parent.to_string_lossy();
                sink.push(NewParent { parent });
                return None;
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            sink.push(NewIsFile { folder: shown });
            return None;
        }
        Err(error) => {
            let why = disk::why(&error);
            sink.push(NewUnwritten { folder: shown, why });
            return None;
        }
    }
    let place = match folder.file_name() {
        Some(_) => Ok(folder.to_path_buf()),
        None => folder.canonicalize(),
    };
    match place {
        Ok(place) => Some(
            place
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        ),
        Err(error) => {
            let why = disk::why(&error);
            sink.push(NewUnwritten { folder: shown, why });
            None
        }
    }
}

/// Every file of the dossier; `dossier.toml` last, so that what was cut short is no dossier.
fn files(starter: &Starter, folders: &StarterFolders) -> Result<Vec<(String, Vec<u8>)>, tera::Error> {
    let mut out = Vec::new();
    for paper in &folders.papers {
        let text = leaves::render(Leaf::Paper, paper)?;
        out.push((format!("preuves/{}/LISEZMOI.txt", paper.id), text.into_bytes()));
    }
    for kind in &folders.types {
        let text = leaves::render(Leaf::Evidence, kind)?;
        out.push((format!("preuves/{}/LISEZMOI.txt", kind.id), text.into_bytes()));
    }
    let read_me = leaves::render(Leaf::ReadMe, &StarterReadMe { starter, folders })?;
    out.push(("LISEZMOI.txt".to_owned(), read_me.into_bytes()));
    for (path, leaf) in [
        ("preuves/_autres/LISEZMOI.txt", Leaf::Others),
        ("constats/LISEZMOI.txt", Leaf::Findings),
        ("historique/LISEZMOI.txt", Leaf::History),
        ("actions.toml", Leaf::Actions),
        ("observations.toml", Leaf::Observations),
        ("dossier.toml", Leaf::Dossier),
    ] {
        let text = leaves::render(leaf, starter)?;
        out.push((path.to_owned(), text.into_bytes()));
    }
    Ok(out)
}
