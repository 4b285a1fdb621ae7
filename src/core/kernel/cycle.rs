//! Place of an audit in the cycle of certification.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Place in the cycle of certification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cycle {
    /// First audit.
    Initial,
    /// Mid-cycle.
    #[serde(rename = "suivi")]
    FollowUp,
    /// Renewal.
    #[serde(rename = "renouvellement")]
    Renewal,
}

impl Cycle {
    /// All three, in their order.
    pub const ALL: [Self; 3] = [Self::Initial, Self::FollowUp, Self::Renewal];

    /// In French.
    pub fn label(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::FollowUp => "suivi",
            Self::Renewal => "renouvellement",
        }
    }
}
