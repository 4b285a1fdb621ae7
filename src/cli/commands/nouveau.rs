//! `nouveau`: a dossier ready to fill in.

use std::path::Path;

use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::create::{NewDossier, create};

pub(super) fn run(folder: &Path, request: &NewDossier, run: &mut Run) -> Ended {
    let starter = create(folder, request, &mut run.sources, &mut run.sink)?;
    let created = starter.created(&folder.to_string_lossy(), request.norm.as_deref());
    let mut page = Page::of(&created.title);
    page.line(&[Part::Text("  "), Part::Text(&created.holds)]);
    page.blank();
    page.line(&[Part::Text(&created.next.title)]);
    for (rank, line) in created.next.lines.iter().enumerate() {
        page.line(&[Part::Text(&format!("  {}. {line}", rank + 1))]);
    }
    Ok(Reply::page(page, Exit::Done))
}
