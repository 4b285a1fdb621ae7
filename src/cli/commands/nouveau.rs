//! `nouveau`: a dossier ready to fill in.

use std::path::Path;

use crate::page::{Page, Part};
use crate::{Exit, answer, fail, tell};
use mediaudit_app::create::{CreateError, NewDossier, create};
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::words;

pub(super) fn run(folder: &Path, request: &NewDossier) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let created = create(folder, request, &mut sources, &mut sink);
    tell(&sink, &sources);
    let starter = match created {
        Ok(starter) => starter,
        // the sink has said why
        Err(CreateError::Norm) => return Exit::Failed,
        Err(error) => return fail(&error.to_string(), error.hint().as_slice()),
    };
    let facts = starter.groups.iter().map(|g| g.facts.len()).sum();
    let criteria = starter.chapters.iter().map(|c| c.criteria.len()).sum();
    let folder = folder.to_string_lossy();
    let mut page = Page::of(&format!("Dossier créé : {folder}"));
    let holds = format!(
        "  {} {}, profil « {} » : {}, {}, {}",
        starter.norm,
        starter.version,
        starter.profile,
        words::count(criteria, "critère", "critères"),
        words::count(facts, "fait à déclarer", "faits à déclarer"),
        words::count(starter.types.len(), "type de preuve", "types de preuve"),
    );
    page.line(&[Part::Text(&holds)]);
    page.blank();
    for line in [
        "Ensuite :".to_owned(),
        format!("  1. lisez {folder}/LISEZMOI.txt"),
        format!("  2. remplissez {folder}/dossier.toml, déposez vos preuves dans {folder}/preuves"),
        format!("  3. mediaudit verifier {folder}"),
    ] {
        page.line(&[Part::Text(&line)]);
    }
    answer(&page, Exit::Done)
}
