//! `[audit]`: what was agreed of an audit before it began.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::diags::{BriefOfNoAudit, EmptyOfBrief, LeadUnknown, OnSiteAfter};
use crate::assessment::inputs::{AuditBrief, Auditor};
use crate::diag::Diagnostics;
use crate::diag::toml_text::Value;
use crate::kernel::{AuditorId, Date, FileId, Located};
use crate::norm::model::AuditKind;

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawBrief {
    #[serde(rename = "objectifs", default)]
    aims: Option<Located<String>>,
    #[serde(rename = "champ", default)]
    scope: Option<Located<String>>,
    #[serde(rename = "autres-criteres", default)]
    more_criteria: Option<Located<String>>,
    #[serde(rename = "commanditaire", default)]
    client: Option<Located<String>>,
    #[serde(rename = "sur-place", default)]
    on_site: Vec<Located<Date>>,
    #[serde(rename = "responsable", default)]
    lead: Option<Located<AuditorId>>,
    #[serde(rename = "non-couvert", default)]
    left_out: Option<Located<String>>,
}

/// Reads the block: every text says something, no day is after the audit, who leads is an auditor of the dossier.
pub(super) fn read(
    value: &Value<'_>,
    (kind, date): (Option<AuditKind>, Option<Date>),
    auditors: &BTreeMap<AuditorId, Auditor>,
    sink: &mut Diagnostics,
) -> Option<AuditBrief> {
    let file = value.file();
    let raw: RawBrief = value.decode(sink)?;
    if kind == Some(AuditKind::SelfAssessment) {
        sink.push(BriefOfNoAudit { place: value.span() });
    }
    for day in &raw.on_site {
        if let Some(audit) = date.filter(|audit| day.get() > audit) {
            sink.push(OnSiteAfter {
                on: *day.get(),
                audit,
                place: day.span(file),
            });
        }
    }
    if let Some(lead) = raw
        .lead
        .as_ref()
        .filter(|lead| !auditors.contains_key(lead.get()))
    {
        sink.push(LeadUnknown {
            lead: lead.as_str(),
            known: auditors.keys().map(AuditorId::as_str).collect(),
            place: lead.span(file),
        });
    }
    Some(AuditBrief {
        aims: told(raw.aims, file, sink),
        scope: told(raw.scope, file, sink),
        more_criteria: told(raw.more_criteria, file, sink),
        client: told(raw.client, file, sink),
        on_site: raw.on_site.iter().map(|day| *day.get()).collect(),
        lead: raw.lead.map(Located::into_inner),
        left_out: told(raw.left_out, file, sink),
    })
}

/// A text that is written says something.
fn told(text: Option<Located<String>>, file: FileId, sink: &mut Diagnostics) -> Option<String> {
    let text = text?;
    if text.get().trim().is_empty() {
        sink.push(EmptyOfBrief {
            place: text.span(file),
        });
    }
    Some(text.into_inner())
}
