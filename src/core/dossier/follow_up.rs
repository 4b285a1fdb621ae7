//! `actions.toml`: what the structure has decided to do. `observations.toml`: what it answers. Neither changes a judgement.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::diags::{EmptyAction, EmptyObservation, EndedNotDone, NoAction, OtherCriterion, UnknownFinding};
use super::findings::Noted;
use super::named;
use crate::assessment::inputs::{Action, ActionState, Observation};
use crate::diag::toml_text::{self, Value};
use crate::diag::{Diagnostics, Sources};
use crate::kernel::{
    ActionId, CriterionId, Date, ElementId, FileId, FindingId, Located, ObservationId, PieceName,
};
use crate::norm::Norm;

/// An action, with the places of the evidence that it names: those ids are checked once the evidence is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The action; its evidence is still empty.
    pub action: Action,
    /// Evidence, as written.
    pub evidence: Vec<Located<PieceName>>,
    /// The file.
    pub file: FileId,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawAction {
    id: Located<ActionId>,
    #[serde(rename = "critere")]
    criterion: Located<CriterionId>,
    #[serde(default)]
    element: Option<Located<ElementId>>,
    #[serde(rename = "action", default)]
    text: Option<Located<String>>,
    #[serde(rename = "pilote", default)]
    lead: Option<String>,
    #[serde(rename = "echeance", default)]
    due: Option<Date>,
    #[serde(rename = "etat", default)]
    state: ActionState,
    #[serde(rename = "faite-le", default)]
    done_on: Option<Located<Date>>,
    #[serde(rename = "preuves", default)]
    evidence: Vec<Located<PieceName>>,
    #[serde(rename = "par", default)]
    by: Option<String>,
    #[serde(rename = "le", default)]
    on: Option<Date>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct RawObservation {
    id: Located<ObservationId>,
    #[serde(rename = "critere", default)]
    criterion: Option<Located<CriterionId>>,
    #[serde(rename = "constat", default)]
    finding: Option<Located<FindingId>>,
    #[serde(rename = "texte")]
    text: Located<String>,
    #[serde(rename = "par", default)]
    by: Option<String>,
    #[serde(rename = "le", default)]
    on: Option<Date>,
}

/// Loads `actions.toml`.
pub(super) fn actions(file: FileId, norm: &Norm, sources: &Sources, sink: &mut Diagnostics) -> Vec<Decided> {
    let mut seen = BTreeSet::new();
    read(file, "action", sources, sink, |value, sink| {
        let raw: RawAction = value.decode(sink)?;
        named::given(&raw.id, file, &mut seen, sink);
        action(raw, value, norm, sink)
    })
}

/// Loads `observations.toml`; `findings` are those that may be answered.
pub(super) fn observations(
    file: FileId,
    norm: &Norm,
    findings: &[Noted],
    sources: &Sources,
    sink: &mut Diagnostics,
) -> Vec<Observation> {
    let mut seen = BTreeSet::new();
    read(file, "observation", sources, sink, |value, sink| {
        let raw: RawObservation = value.decode(sink)?;
        named::given(&raw.id, file, &mut seen, sink);
        observation(raw, value, norm, findings, sink)
    })
}

/// The items of a file that holds nothing else.
fn read<T>(
    file: FileId,
    name: &str,
    sources: &Sources,
    sink: &mut Diagnostics,
    mut one: impl FnMut(&Value<'_>, &mut Diagnostics) -> Option<T>,
) -> Vec<T> {
    let Some(source) = sources.read(file, sink) else {
        return Vec::new();
    };
    let Some(mut table) = toml_text::parse(file, &source.text, sink) else {
        return Vec::new();
    };
    table.take_schema(sink);
    let items = table.take_items(name, sink);
    table.finish(&["schema", name], sink);
    items.iter().filter_map(|value| one(value, sink)).collect()
}

fn action(raw: RawAction, value: &Value<'_>, norm: &Norm, sink: &mut Diagnostics) -> Option<Decided> {
    let file = value.file();
    let criterion = named::criterion(&raw.criterion, norm, file, sink)?;
    if let Some(id) = &raw.element {
        named::element(id, criterion, file, sink)?;
    }
    let empty = |text: &Located<String>| text.get().trim().is_empty();
    match &raw.text {
        Some(text) if empty(text) => sink.push(EmptyAction {
            place: text.span(file),
        }),
        None if raw.element.is_none() => sink.push(NoAction { place: value.span() }),
        _ => {}
    }
    if let Some(day) = raw.done_on.as_ref().filter(|_| raw.state != ActionState::Done) {
        sink.push(EndedNotDone {
            place: day.span(file),
        });
    }
    Some(Decided {
        action: Action {
            id: raw.id.into_inner(),
            criterion: criterion.id.clone(),
            element: raw.element.map(Located::into_inner),
            text: raw.text.map(Located::into_inner),
            lead: raw.lead,
            due: raw.due,
            state: raw.state,
            done_on: raw.done_on.map(Located::into_inner),
            evidence: BTreeSet::new(),
            by: raw.by,
            on: raw.on,
        },
        evidence: raw.evidence,
        file,
    })
}

fn observation(
    raw: RawObservation,
    value: &Value<'_>,
    norm: &Norm,
    findings: &[Noted],
    sink: &mut Diagnostics,
) -> Option<Observation> {
    let file = value.file();
    if raw.text.get().trim().is_empty() {
        sink.push(EmptyObservation {
            place: raw.text.span(file),
        });
    }
    let criterion = match &raw.criterion {
        Some(id) => Some(named::criterion(id, norm, file, sink)?),
        None => None,
    };
    let answered = match &raw.finding {
        Some(id) => Some(answered(id, file, findings, sink)?),
        None => None,
    };
    if let (Some(criterion), Some(found)) = (criterion, answered)
        && criterion.id != found.finding.criterion
    {
        sink.push(OtherCriterion {
            finding: found.finding.id.as_str(),
            of: found.finding.criterion.as_str(),
            criterion: criterion.id.as_str(),
            place: value.span(),
        });
    }
    Some(Observation {
        id: raw.id.into_inner(),
        criterion: criterion
            .map(|c| c.id.clone())
            .or_else(|| answered.map(|found| found.finding.criterion.clone())),
        finding: raw.finding.map(Located::into_inner),
        text: raw.text.into_inner(),
        by: raw.by,
        on: raw.on,
    })
}

/// The finding that an observation answers.
fn answered<'f>(
    id: &Located<FindingId>,
    file: FileId,
    findings: &'f [Noted],
    sink: &mut Diagnostics,
) -> Option<&'f Noted> {
    let found = findings.iter().find(|found| &found.finding.id == id.get());
    if found.is_none() {
        sink.push(UnknownFinding {
            finding: id.as_str(),
            place: id.span(file),
            known: findings.iter().map(|found| found.finding.id.as_str()).collect(),
        });
    }
    found
}
