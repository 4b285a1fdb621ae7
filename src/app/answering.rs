//! What a person answers about one criterion, from a sheet of fields to edits of `dossier.toml`.
//!
//! Every field comes with what it said when the person saw it. What they did not touch stays; what they changed is written, unless the
//! file says something else by now: then both are told, and nothing is written.

use std::collections::BTreeMap;
use std::path::Path;

use super::assess::{Outcome, Request};
use super::diags::{FIELD_DAY, field_reason, field_text};
use super::diff::Changed;
use super::edit::{NotChanged, change};
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::edit::{Edit, EditedFile, FactWish, PracticeWish, Wish};
use mediaudit_core::kernel::{CriterionId, Date, FactKey, LevelId, PieceId};
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::FactValue;
use mediaudit_core::norm::typed::typed_day;
use mediaudit_core::store::NormStore;
use mediaudit_core::view::answers::{AnswerSheet, answer_sheet, facts_of, field, mistyped};

/// What a person sent of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedField {
    /// What it said when they saw it.
    pub shown: String,
    /// What it says now.
    pub typed: String,
}

/// Fields, by name.
pub type TypedFields = BTreeMap<String, TypedField>;

/// What came of it.
#[derive(Debug)]
pub enum Answered {
    /// It is written.
    Written(Changed),
    /// Nothing was changed.
    Unchanged,
    /// Some fields cannot be taken: field, why.
    Wrong(BTreeMap<String, String>),
    /// The file says something else by now: field, what it says.
    Meanwhile(BTreeMap<String, String>),
}

/// Writes what a person answers about a criterion. `outcome` is of the dossier as it is now.
pub fn answer(
    folder: &Path,
    request: &Request,
    norms: &dyn NormStore,
    (outcome, criterion): (&Outcome, &CriterionId),
    fields: &TypedFields,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Answered, NotChanged> {
    let norm = &outcome.assessment.inputs.norm;
    let Some(sheet) = answer_sheet(&outcome.assessment, criterion) else {
        return Ok(Answered::Unchanged);
    };
    let touched: BTreeMap<&str, &str> = fields
        .iter()
        .map(|(name, field)| (name.as_str(), field.typed.trim(), field.shown.trim()))
        .filter(|(_, typed, shown)| typed != shown)
        .map(|(name, typed, _)| (name, typed))
        .filter(|(name, typed)| sheet.value(name).is_some_and(|now| now.trim() != *typed))
        .collect();
    let meanwhile: BTreeMap<String, String> = touched
        .keys()
        .filter_map(|name| {
            let now = sheet.value(name)?;
            let shown = fields.get(*name)?.shown.trim();
            (now.trim() != shown).then(|| ((*name).to_owned(), now.to_owned()))
        })
        .collect();
    if !meanwhile.is_empty() {
        return Ok(Answered::Meanwhile(meanwhile));
    }
    if touched.is_empty() {
        return Ok(Answered::Unchanged);
    }
    let mut wrong = BTreeMap::new();
    let mut edits = Vec::new();
    edits.extend(practice(criterion, &sheet, &touched, fields, &mut wrong));
    for key in norm.criterion(criterion).map(facts_of).unwrap_or_default() {
        edits.extend(fact(&key, norm, &touched, &mut wrong));
    }
    if !wrong.is_empty() {
        return Ok(Answered::Wrong(wrong));
    }
    let seen = outcome.papers.get(EditedFile::MAIN).copied();
    let changed = change(folder, request, norms, seen, &edits, sources, sink)?;
    Ok(if changed.hunks.is_empty() {
        Answered::Unchanged
    } else {
        Answered::Written(changed)
    })
}

/// What is wished of a text: an empty one goes.
fn wish(touched: &BTreeMap<&str, &str>, name: &str) -> Wish<String> {
    match touched.get(name) {
        None => Wish::Keep,
        Some(text) => Wish::exactly((!text.is_empty()).then(|| (*text).to_owned())),
    }
}

/// What is wished of a field that is read; what cannot be is told.
fn read<T>(
    touched: &BTreeMap<&str, &str>,
    name: &str,
    read: impl Fn(&str) -> Option<T>,
    expected: &str,
    wrong: &mut BTreeMap<String, String>,
) -> Wish<T> {
    match touched.get(name) {
        None => Wish::Keep,
        Some(&"") => Wish::Clear,
        Some(text) => match read(text) {
            Some(value) => Wish::Set(value),
            None => {
                wrong.insert(name.to_owned(), field_text(text, expected));
                Wish::Keep
            }
        },
    }
}

fn practice(
    criterion: &CriterionId,
    sheet: &AnswerSheet,
    touched: &BTreeMap<&str, &str>,
    fields: &TypedFields,
    wrong: &mut BTreeMap<String, String>,
) -> Option<Edit> {
    let names = [
        field::LEVEL,
        field::SINCE,
        field::REASON,
        field::BY,
        field::COMMENT,
    ];
    if !names.iter().any(|name| touched.contains_key(name)) {
        return None;
    }
    let said = |name: &str| {
        let typed = fields.get(name).map(|field| field.typed.as_str());
        typed
            .or_else(|| sheet.value(name))
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let mut out = PracticeWish {
        since: read(touched, field::SINCE, typed_day, FIELD_DAY, wrong),
        by: wish(touched, field::BY),
        comment: wish(touched, field::COMMENT),
        ..PracticeWish::default()
    };
    let level = said(field::LEVEL);
    let aside = touched.contains_key(field::LEVEL) || touched.contains_key(field::REASON);
    if level == field::NOT_APPLICABLE && sheet.may_leave {
        let reason = said(field::REASON);
        if reason.is_empty() {
            wrong.insert(field::REASON.to_owned(), field_reason());
        }
        if aside {
            out.not_applicable = Wish::Set(reason);
            out.level = Wish::Clear;
            // since when what does not concern the structure stands says nothing
            out.since = Wish::Clear;
        }
    } else if aside {
        out.not_applicable = Wish::Clear;
        out.level = read(touched, field::LEVEL, |text| LevelId::parse(text).ok(), "", wrong);
    }
    Some(Edit::Practice {
        criterion: criterion.clone(),
        site: None,
        wish: out,
    })
}

fn fact(
    key: &FactKey,
    norm: &Norm,
    touched: &BTreeMap<&str, &str>,
    wrong: &mut BTreeMap<String, String>,
) -> Option<Edit> {
    let def = norm.facts.get(key)?;
    let name = format!("{}{key}", field::FACT);
    let (on, evidence) = (
        format!("{name}{}", field::ON),
        format!("{name}{}", field::EVIDENCE),
    );
    if ![&name, &on, &evidence]
        .iter()
        .any(|name| touched.contains_key(name.as_str()))
    {
        return None;
    }
    let value: Wish<FactValue> = match touched.get(name.as_str()) {
        None => Wish::Keep,
        Some(&"") => Wish::Clear,
        Some(text) => match def.typed(text) {
            Ok(value) => Wish::Set(value),
            Err(why) => {
                wrong.insert(name.clone(), mistyped(def, text, why));
                Wish::Keep
            }
        },
    };
    Some(Edit::Fact {
        key: key.clone(),
        site: None,
        wish: FactWish {
            value,
            on: read(touched, &on, typed_day, FIELD_DAY, wrong),
            evidence: read(touched, &evidence, |text| PieceId::parse(text).ok(), "", wrong),
            ..FactWish::default()
        },
    })
}

/// A day that a person typed.
pub fn day(text: &str) -> Result<Option<Date>, String> {
    match text.trim() {
        "" => Ok(None),
        text => typed_day(text)
            .map(Some)
            .ok_or_else(|| field_text(text, FIELD_DAY)),
    }
}
