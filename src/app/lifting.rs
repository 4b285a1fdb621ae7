//! What a person says that a machine cannot know: why a doubt need not stand, why data of persons may stay, what a column is called.

use super::assess::Outcome;
use super::dating::piece_named;
use super::diags::{no_column, no_reason, no_such_alert, no_such_column, no_such_doubt};
use super::diff::Changed;
use super::edit;
use super::findings::{self, DossierAt};
use super::refusal::Refusal;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::edit::{DoubtWish, Edit, Wish};
use mediaudit_core::kernel::{Date, DoubtId, PieceId};
use mediaudit_core::record::item::Item;
use mediaudit_core::view::counting::columns_asked;

/// Why a doubt need not stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DoubtSaid {
    /// The reason.
    pub reason: String,
    /// Pieces that an auditor has seen, by their ids or paths.
    pub seen: Vec<String>,
    /// Who says so (a function).
    pub by: Option<String>,
    /// The day.
    pub on: Option<Date>,
}

impl DoubtSaid {
    fn wish(&self, outcome: &Outcome) -> Result<DoubtWish, Refusal> {
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(no_reason());
        }
        let evidence = &outcome.assessment.inputs.evidence;
        let named = self.seen.iter().map(|name| piece_named(name, evidence));
        let named: Vec<&Item> = named.collect::<Result<_, Refusal>>()?;
        let seen: Vec<String> = evidence
            .iter()
            .filter(|item| named.iter().any(|own| own.id == item.id))
            .map(Item::lasting_name)
            .collect();
        Ok(DoubtWish {
            reason: Wish::Set(reason.to_owned()),
            seen: Wish::exactly((!seen.is_empty()).then_some(seen)),
            by: Wish::exactly(self.by.clone()),
            on: Wish::exactly(self.on),
        })
    }
}

/// The doubt of that id, where it is one of the dossier.
pub fn doubt(outcome: &Outcome, id: &str) -> Result<DoubtId, Refusal> {
    let mut all = outcome.assessment.results.doubts.iter();
    let found = all.find(|doubt| doubt.id.as_str() == id);
    found
        .map(|doubt| doubt.id.clone())
        .ok_or_else(|| no_such_doubt(id))
}

/// The structure explains a doubt. `outcome` is of the dossier as it is now.
pub fn explain(
    id: &str,
    said: &DoubtSaid,
    outcome: &Outcome,
    at: &DossierAt<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, Refusal> {
    let edit = Edit::Doubt {
        auditor: None,
        id: doubt(outcome, id)?,
        wish: DoubtWish {
            seen: Wish::Keep,
            ..said.wish(outcome)?
        },
    };
    write(&[edit], outcome, at, sources, sink)
}

/// An auditor lifts a doubt, in the file that is theirs: it is named by its own name.
pub fn lift(
    (auditor, id): (&str, &str),
    said: &DoubtSaid,
    outcome: &Outcome,
    at: &DossierAt<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, Refusal> {
    let files = findings::written(at.folder, sink)?;
    let own = findings::file_of(&files, Some(auditor))?;
    let edit = Edit::Doubt {
        auditor: Some(own.auditor.clone()),
        id: doubt(outcome, id)?,
        wish: said.wish(outcome)?,
    };
    let seen = own.seen();
    Ok(edit::change_judged(
        at.folder,
        at.request,
        at.means,
        &seen,
        &[edit],
        sources,
        sink,
    )?)
}

/// Says why data of persons may stay where they are; `digest` and `kind` are those of an alert, as a list shows it.
pub fn allow(
    (digest, kind): (&str, &str),
    reason: &str,
    outcome: &Outcome,
    at: &DossierAt<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, Refusal> {
    let privacy = outcome.assessment.inputs.privacy.as_ref();
    let mut alerts = privacy.into_iter().flat_map(|privacy| &privacy.alerts);
    let alert = alerts
        .find(|alert| alert.silenced.is_none() && alert.digest.short() == digest && alert.kind.key() == kind)
        .ok_or_else(no_such_alert)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(no_reason());
    }
    let edit = Edit::Lift {
        digest: digest.to_owned(),
        kind: alert.kind,
        reason: reason.to_owned(),
    };
    write(&[edit], outcome, at, sources, sink)
}

/// Says what the structure's own table calls columns of the norm's: column, heading.
pub fn name_columns(
    piece: &PieceId,
    named: &[(String, String)],
    outcome: &Outcome,
    at: &DossierAt<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, Refusal> {
    let inputs = &outcome.assessment.inputs;
    let item = inputs.evidence.iter().find(|item| item.id == *piece);
    let asked = item.and_then(|item| columns_asked(item, &inputs.norm));
    let asked = asked.ok_or_else(no_such_column)?;
    let table = inputs
        .norm
        .tables
        .values()
        .find(|table| table.id.as_str() == asked.table);
    let table = table.ok_or_else(no_such_column)?;
    let mut edits = Vec::new();
    for (column, heading) in named.iter().filter(|(_, heading)| !heading.is_empty()) {
        let proposed = asked.columns.iter().find(|(id, ..)| id == column);
        let column = table.columns.iter().find(|own| own.id.as_str() == column);
        let may_be = proposed.is_some_and(|(.., headings)| headings.contains(heading));
        let column = column.filter(|_| may_be).ok_or_else(no_such_column)?;
        edits.push(Edit::Column {
            table: table.id.clone(),
            column: column.id.clone(),
            heading: heading.clone(),
        });
    }
    if edits.is_empty() {
        return Err(no_column());
    }
    write(&edits, outcome, at, sources, sink)
}

fn write(
    edits: &[Edit],
    outcome: &Outcome,
    at: &DossierAt<'_>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, Refusal> {
    Ok(edit::change(
        at.folder,
        at.request,
        at.means.norms,
        &outcome.papers,
        edits,
        sources,
        sink,
    )?)
}
