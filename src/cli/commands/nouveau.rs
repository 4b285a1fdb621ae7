//! `nouveau`: a dossier ready to fill in.

use std::path::Path;

use crate::app::create::{CreateError, Request, create};
use crate::cli::{Exit, err, out, tell};
use crate::diag::{Diagnostics, Sources};
use crate::kernel::words;

pub(super) fn run(folder: &Path, request: &Request) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let created = create(folder, request, &mut sources, &mut sink);
    tell(&sink, &sources);
    let starter = match created {
        Ok(starter) => starter,
        // the sink has said why
        Err(CreateError::Norm) => return Exit::Failed,
        Err(error) => {
            let hint = error.hint().map(|hint| format!("aide : {hint}\n"));
            err(&format!("erreur : {error}\n{}", hint.unwrap_or_default()));
            return Exit::Failed;
        }
    };
    let facts = starter.groups.iter().map(|g| g.facts.len()).sum();
    let criteria = starter.chapters.iter().map(|c| c.criteria.len()).sum();
    let folder = words::printable(&folder.to_string_lossy());
    out(&format!(
        "Dossier créé : {folder}\n  {} {}, profil « {} » : {}, {}, {}\n\nEnsuite :\n  1. lisez {folder}/LISEZMOI.txt\n  2. remplissez {folder}/dossier.toml, déposez vos preuves dans {folder}/preuves\n  3. mediaudit verifier {folder}\n",
        starter.norm,
        starter.version,
        starter.profile,
        words::count(criteria, "critère", "critères"),
        words::count(facts, "fait à déclarer", "faits à déclarer"),
        words::count(starter.types.len(), "type de preuve", "types de preuve"),
    ));
    Exit::Done
}
