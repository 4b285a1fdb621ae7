//! What is still to be answered, and the sheets that ask it of one person.

use std::path::Path;

use super::assess::Outcome;
use super::diags::{sheet_name, unknown_respondent, unmade_sheet, unwritten};
use super::output;
use super::refusal::Refusal;
use mediaudit_core::kernel::{InternalError, RespondentId, folded, words};
use mediaudit_core::view::questions::{QuestionList, questions};
use mediaudit_ink::pdf::{self, PdfSource};
use mediaudit_ink::sheets::{SheetKind, sheet};

/// The open questions of a dossier; those of one respondent, where one is named.
pub fn ask(outcome: &Outcome, who: Option<&str>) -> Result<QuestionList, Refusal> {
    let assessment = &outcome.assessment;
    let known = &assessment.inputs.norm.respondents;
    let find = |name: &str| -> Result<RespondentId, Refusal> {
        let wanted = name.to_lowercase();
        let named = |id: &RespondentId, label: &str| folded(id) == wanted || label.to_lowercase() == wanted;
        let found = known
            .iter()
            .find(|respondent| named(&respondent.id, &respondent.label));
        found.map(|respondent| respondent.id.clone()).ok_or_else(|| {
            let ids = || known.iter().map(|respondent| respondent.id.as_str());
            unknown_respondent(name, words::nearest(name, ids()), &ids().collect::<Vec<_>>())
        })
    };
    let who = who.map(find).transpose()?;
    Ok(questions(assessment, who.as_ref()))
}

/// Writes the questions as a sheet to fill in: pages (`.pdf`), text (`.txt`), or a file of `reponses` (`.toml`), as its name ends. A file
/// of answers is never replaced.
pub fn write_sheet(list: &QuestionList, path: &Path, outcome: &Outcome) -> Result<(), Refusal> {
    let end = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let kind = match end.as_str() {
        "pdf" => SheetKind::Pages,
        "txt" => SheetKind::Text,
        "toml" => SheetKind::Answers,
        _ => return Err(sheet_name()),
    };
    let text = sheet(list, kind).map_err(|error| unmade_sheet(&error))?;
    let bytes = match kind {
        SheetKind::Pages => pages(list, text, outcome)?,
        SheetKind::Text | SheetKind::Answers => text.into_bytes(),
    };
    let written = match kind {
        SheetKind::Answers => output::write_new(path, &bytes),
        SheetKind::Pages | SheetKind::Text => output::write(path, &bytes, &[]),
    };
    written.map_err(|error| unwritten(path, &error))
}

fn pages(list: &QuestionList, markup: String, outcome: &Outcome) -> Result<Vec<u8>, InternalError> {
    let inputs = &outcome.assessment.inputs;
    let title = format!("Questions — {}", list.structure);
    pdf::write(&PdfSource {
        markup,
        subject: title.clone(),
        title,
        author: list.structure.clone(),
        date: inputs.date.parts(),
        logo: None,
        mark: None,
        attachments: Vec::new(),
    })
    .map_err(|error| unmade_sheet(&error))
}
