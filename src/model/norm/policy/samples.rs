//! Parameters of samples: how several sites make a criterion, and which are drawn.

use serde::{Deserialize, Serialize};

use super::words::{DrawRounding, HeadOffice, SampleGap, SampleStatus, SampleValue};
use crate::kernel::Ratio;
use crate::norm::model::AuditKind;

/// How samples give a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SampleRules {
    /// Their statuses.
    #[serde(rename = "statut")]
    pub status: SampleStatus,
    /// The share of applicable samples that must conform.
    #[serde(rename = "part", default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Ratio>,
    /// Their values.
    #[serde(rename = "valeur")]
    pub value: SampleValue,
    /// A sample that is not assessed.
    #[serde(rename = "non-evalue")]
    pub gap: SampleGap,
}

/// How many sites are audited, and which: √n, the head office always among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Draw {
    /// In these kinds of audit; empty: all.
    #[serde(rename = "genres", default, skip_serializing_if = "Vec::is_empty")]
    pub audits: Vec<AuditKind>,
    /// How √n becomes whole.
    #[serde(rename = "arrondi")]
    pub rounding: DrawRounding,
    /// The head office.
    #[serde(rename = "siege")]
    pub head_office: HeadOffice,
}
