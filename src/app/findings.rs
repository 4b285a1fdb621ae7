//! An auditor's work: the plan of the interviews, the file that it prepares, one finding written or changed, what is left, a draw by lot.
//!
//! Everything is a value: whoever calls shows it as it likes.

mod diags;
mod draw;
mod order;

use std::path::Path;

use super::assess::{Outcome, Request};
use super::diags::unknown_respondent;
use super::diff::Changed;
use super::dossier_files::{self, DossierFolder};
use super::edit;
use super::refusal::Refusal;
pub use draw::{DrawMade, DrawOrder, draw};
use mediaudit_core::audit::Means;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::edit::{Document, Edit, EditedFile, FindingWritten, FindingsWritten, Listed};
use mediaudit_core::kernel::{AuditorId, FindingId, InternalError, words};
use mediaudit_core::store::DossierStore;
use mediaudit_core::view::interviews::{self, FindingsDraft, InterviewPlan};
use mediaudit_ink::drafts;
pub use order::FindingOrder;

/// A dossier that is written in, how it is judged, and what that needs.
#[derive(Debug, Clone, Copy)]
pub struct DossierAt<'a> {
    /// Its folder.
    pub folder: &'a Path,
    /// How it is judged.
    pub request: &'a Request,
    /// Norms, and the reader of contents.
    pub means: Means<'a>,
}

/// Who signs a new file of findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditorSignature {
    /// The name of the file, without its end.
    pub auditor: String,
    /// The function; none: the name of the file, in words.
    pub role: Option<String>,
    /// The body.
    pub body: Option<String>,
    /// What ties the auditor to the structure, or does not.
    pub independence: Option<String>,
}

/// A finding that was written, or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingNoted {
    /// Its id.
    pub id: FindingId,
    /// Whose it is.
    pub auditor: AuditorId,
    /// What became of the file.
    pub changed: Changed,
}

/// Whom to meet and what for; what is left, person by person.
pub fn plan(outcome: &Outcome) -> InterviewPlan {
    interviews::plan(&outcome.assessment)
}

/// The same, of one person, where one is named by id or function.
pub fn plan_of(outcome: &Outcome, who: Option<&str>) -> Result<InterviewPlan, Refusal> {
    let mut plan = plan(outcome);
    if let Some(name) = who {
        let wanted = name.to_lowercase();
        let known: Vec<String> = plan.meetings.iter().map(|meeting| meeting.id.clone()).collect();
        let known: Vec<&str> = known
            .iter()
            .map(String::as_str)
            .filter(|id| !id.is_empty())
            .collect();
        plan.meetings
            .retain(|meeting| meeting.id == wanted || meeting.label.to_lowercase() == wanted);
        if plan.meetings.is_empty() {
            let near = words::nearest(name, known.iter().copied());
            return Err(unknown_respondent(name, near, &known));
        }
        plan.whole.clear();
    }
    Ok(plan)
}

/// Lays the file of an auditor, with one draft a criterion, in the order of the interviews. Never in the place of another.
pub fn prepare(
    signature: &AuditorSignature,
    outcome: &Outcome,
    at: &DossierAt<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, Refusal> {
    let auditor = auditor_id(&signature.auditor)?;
    let file = EditedFile::of_auditor(&auditor).map_err(edit::NotChanged::from)?;
    let role = signature.role.clone();
    let text = drafts::findings(&FindingsDraft {
        role: role.unwrap_or_else(|| auditor.as_str().replace(['-', '.'], " ")),
        body: signature.body.clone(),
        independence: signature.independence.clone(),
        auditor: auditor.to_string(),
        plan: plan(outcome),
    })
    .map_err(|error| InternalError::new(diags::undrafted(&error)))?;
    Ok(edit::lay(
        at.folder,
        at.request,
        at.means.norms,
        &file,
        &text,
        sources,
        sink,
    )?)
}

/// Writes a finding that is not there yet, in the file of its auditor, where the dossier holds with it.
pub fn add(
    order: &FindingOrder,
    at: &DossierAt<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<FindingNoted, Refusal> {
    let files = written(at.folder, sink)?;
    let own = file_of(&files, order.auditor.as_deref())?;
    let id = match &order.id {
        Some(id) => order::id(id, "le constat")?,
        None => FindingId::free(|id| files.iter().any(|file| file.find(id).is_some())),
    };
    if files.iter().any(|file| file.find(&id).is_some()) {
        return Err(diags::there_already(&id));
    }
    if order.criterion.is_none() {
        return Err(diags::no_criterion());
    }
    let wish = order.wish(None)?;
    let edit = Edit::Finding {
        auditor: own.auditor.clone(),
        id: id.clone(),
        wish: Box::new(wish),
    };
    write(id, own, edit, at, sources, sink)
}

/// Changes a finding, whoever's it is, where the dossier holds with it. What is not named stays.
pub fn settle(
    id: &str,
    order: &FindingOrder,
    at: &DossierAt<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<FindingNoted, Refusal> {
    let files = written(at.folder, sink)?;
    let (own, found) = find(&files, id)?;
    let wish = order.wish(Some(found))?;
    let edit = Edit::Finding {
        auditor: own.auditor.clone(),
        id: found.id.clone(),
        wish: Box::new(wish),
    };
    write(found.id.clone(), own, edit, at, sources, sink)
}

/// Takes a finding away, where the dossier holds without it.
pub fn withdraw(
    id: &str,
    at: &DossierAt<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<FindingNoted, Refusal> {
    let files = written(at.folder, sink)?;
    let (own, found) = find(&files, id)?;
    let edit = Edit::Withdraw(Listed::Finding(own.auditor.clone(), found.id.clone()));
    write(found.id.clone(), own, edit, at, sources, sink)
}

fn write(
    id: FindingId,
    own: &FindingsWritten,
    asked: Edit,
    at: &DossierAt<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<FindingNoted, Refusal> {
    let seen = own.seen();
    let changed = edit::change_judged(at.folder, at.request, at.means, &seen, &[asked], sources, sink)?;
    Ok(FindingNoted {
        id,
        auditor: own.auditor.clone(),
        changed,
    })
}

/// The files of findings of a dossier, as they are written.
pub(super) fn written(folder: &Path, sink: &mut Diagnostics) -> Result<Vec<FindingsWritten>, Refusal> {
    let door = dossier_files::open(folder, sink).ok_or(Refusal::Files)?;
    let papers = DossierFolder::new(&door, folder).papers("constats", "toml");
    let mut out = Vec::new();
    for paper in papers.read {
        let Some(EditedFile::Findings(auditor)) = EditedFile::parse(&paper.path) else {
            continue;
        };
        let document = Document::read(&paper.path, paper.bytes).map_err(edit::NotChanged::from)?;
        out.push(FindingsWritten::read(auditor, document));
    }
    Ok(out)
}

/// The file of an auditor; where nobody says whose, the only one.
pub(super) fn file_of<'f>(
    files: &'f [FindingsWritten],
    auditor: Option<&str>,
) -> Result<&'f FindingsWritten, Refusal> {
    let known: Vec<&str> = files.iter().map(|file| file.auditor.as_str()).collect();
    match (auditor, files) {
        (None, [only]) => Ok(only),
        (None, []) => Err(diags::nobody_audits()),
        (None, _) => Err(diags::which_auditor(&known)),
        (Some(name), _) => {
            let found = files
                .iter()
                .find(|file| file.auditor.as_str().eq_ignore_ascii_case(name));
            found.ok_or_else(|| diags::no_such_auditor(name, words::nearest(name, known.iter().copied())))
        }
    }
}

/// The finding of that id, with the file that holds it.
fn find<'f>(
    files: &'f [FindingsWritten],
    id: &str,
) -> Result<(&'f FindingsWritten, &'f FindingWritten), Refusal> {
    let wanted: FindingId = order::id(id, "le constat")?;
    let found = files.iter().find_map(|file| Some((file, file.find(&wanted)?)));
    found.ok_or_else(|| {
        let known = files.iter().flat_map(|file| &file.findings);
        diags::no_such_finding(id, words::nearest(id, known.map(|found| found.id.as_str())))
    })
}

/// The auditor of that name, as a file of findings bears it.
pub fn auditor_id(name: &str) -> Result<AuditorId, Refusal> {
    AuditorId::parse(name).map_err(|error| {
        let better = AuditorId::slug(name).map(|slug| slug.to_string());
        diags::auditor_name(name, &error, better.as_deref())
    })
}
