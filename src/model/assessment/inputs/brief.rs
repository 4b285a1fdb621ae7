//! What an audit was to look at, as its report must say (ISO 19011, 6.5): aims, scope, days, who leads.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Auditor, Inputs};
use crate::kernel::{AuditorId, Date};
use crate::norm::model::AuditKind;

/// What was agreed of an audit before it began. Who audits stands in `constats/`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AuditBrief {
    /// Why it is made.
    #[serde(rename = "objectifs", default, skip_serializing_if = "Option::is_none")]
    pub aims: Option<String>,
    /// What it bears on: services, units, activities.
    #[serde(rename = "champ", default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// What it measures against beside the norm: a charter, an agreement, a procedure.
    #[serde(rename = "autres-criteres", default, skip_serializing_if = "Option::is_none")]
    pub more_criteria: Option<String>,
    /// Who asked for it.
    #[serde(rename = "commanditaire", default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// The days on site.
    #[serde(rename = "sur-place", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub on_site: BTreeSet<Date>,
    /// Who answers for it, among the auditors.
    #[serde(rename = "responsable", default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<AuditorId>,
    /// What could not be looked at, and why.
    #[serde(rename = "non-couvert", default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
}

impl Inputs {
    /// Who answers for the audit: who is named, else the only auditor.
    pub fn lead(&self) -> Option<(&AuditorId, &Auditor)> {
        let named = self.brief.as_ref().and_then(|brief| brief.lead.as_ref());
        match named {
            Some(id) => self.auditors.get_key_value(id),
            None if self.auditors.len() == 1 => self.auditors.first_key_value(),
            None => None,
        }
    }

    /// The keys of `[audit]` that a report of an audit wants and the dossier does not say.
    pub fn brief_lacks(&self) -> Vec<&'static str> {
        if self.audit != AuditKind::Audit {
            return Vec::new();
        }
        let brief = self.brief.clone().unwrap_or_default();
        let wanted = [
            ("objectifs", brief.aims.is_none()),
            ("champ", brief.scope.is_none()),
            ("sur-place", brief.on_site.is_empty()),
            ("responsable", self.lead().is_none()),
        ];
        let lacking = wanted.into_iter().filter(|(_, lacks)| *lacks);
        lacking.map(|(key, _)| key).collect()
    }
}
