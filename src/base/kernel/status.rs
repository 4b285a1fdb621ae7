//! The five statuses of a criterion.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Status of a criterion (design §6: first rule that matches).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
pub enum Status {
    /// Met, and shown.
    #[serde(rename = "conforme")]
    Conforming,
    /// Contradicted by what was said or seen.
    #[serde(rename = "non-conforme")]
    Nonconforming,
    /// Said, but not shown.
    #[serde(rename = "non-demontre")]
    NotDemonstrated,
    /// Nothing was said.
    #[serde(rename = "non-evalue")]
    NotAssessed,
    /// Outside of what is judged.
    #[serde(rename = "non-applicable")]
    NotApplicable,
}

impl Status {
    /// All five, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Conforming,
        Self::NotDemonstrated,
        Self::Nonconforming,
        Self::NotAssessed,
        Self::NotApplicable,
    ];

    /// The key used in data.
    pub fn key(self) -> &'static str {
        match self {
            Self::Conforming => "conforme",
            Self::Nonconforming => "non-conforme",
            Self::NotDemonstrated => "non-demontre",
            Self::NotAssessed => "non-evalue",
            Self::NotApplicable => "non-applicable",
        }
    }

    /// The status of that key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// The words that users read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Conforming => "conforme",
            Self::Nonconforming => "non conforme",
            Self::NotDemonstrated => "non démontré",
            Self::NotAssessed => "non évalué",
            Self::NotApplicable => "non applicable",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}
