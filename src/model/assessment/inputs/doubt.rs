//! What lifts a doubt: an auditor who looked, or a reasoned note of the structure.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::kernel::{AuditorId, Date, DoubtId, PieceId};

/// Why a doubt need not stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DoubtNote {
    /// The doubt.
    #[serde(rename = "doute")]
    pub doubt: DoubtId,
    /// The auditor who lifts it; none: the structure explains it.
    #[serde(rename = "auditeur", default, skip_serializing_if = "Option::is_none")]
    pub auditor: Option<AuditorId>,
    /// Why.
    #[serde(rename = "raison")]
    pub reason: String,
    /// Evidence that the auditor has seen.
    #[serde(rename = "vu", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub seen: BTreeSet<PieceId>,
    /// Who says so (a function).
    #[serde(rename = "par", default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    #[serde(rename = "le", default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}
