//! What a verification answers to a program: what there is to say to the authors of the files, and the result where there is one.

use serde::Serialize;

use super::Assessment;
use crate::diag::Message;
use crate::kernel::NormId;

/// The only version of these formats so far.
const SCHEMA: u32 = 1;

/// A dossier, verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Verification<'a> {
    /// Version of this format.
    pub schema: u32,
    /// Faults where the dossier could not be judged; else what its author should know.
    pub messages: Vec<Message>,
    /// The assessment, as `rapport --format json` writes it and as `historique` keeps it; absent where it could not be made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<&'a Assessment>,
    /// The same dossier under the other version of its norm, where one was asked for.
    #[serde(rename = "autre-evaluation", skip_serializing_if = "Option::is_none")]
    pub other: Option<&'a Assessment>,
}

impl<'a> Verification<'a> {
    /// What there is to say, and the result.
    pub fn new(
        messages: Vec<Message>,
        evaluation: Option<&'a Assessment>,
        other: Option<&'a Assessment>,
    ) -> Self {
        Self {
            schema: SCHEMA,
            messages,
            evaluation,
            other,
        }
    }
}

/// A norm, verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct NormVerification {
    /// Version of this format.
    pub schema: u32,
    /// Faults, and what the norm holds in vain.
    pub messages: Vec<Message>,
    /// What was looked at; absent where the norm could not be read.
    #[serde(rename = "norme", skip_serializing_if = "Option::is_none")]
    pub norm: Option<VerifiedNorm>,
}

/// What was looked at in a norm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct VerifiedNorm {
    /// Its identifier.
    pub id: NormId,
    /// Its version.
    pub version: String,
    /// How many criteria it has.
    #[serde(rename = "criteres")]
    pub criteria: usize,
    /// How many examples were run.
    #[serde(rename = "exemples")]
    pub examples: usize,
}

impl NormVerification {
    /// What there is to say, and of what.
    pub fn new(messages: Vec<Message>, norm: Option<VerifiedNorm>) -> Self {
        Self {
            schema: SCHEMA,
            messages,
            norm,
        }
    }
}
