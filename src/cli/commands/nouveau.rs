//! `nouveau`: a dossier ready to fill in.

use std::path::Path;

use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::create::{NewDossier, create};
use mediaudit_core::kernel::words;

pub(super) fn run(folder: &Path, request: &NewDossier, run: &mut Run) -> Ended {
    let starter = create(folder, request, &mut run.sources, &mut run.sink)?;
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
    Ok(Reply::page(page, Exit::Done))
}
