//! `--seuil`: from which kind of finding on a command ends with 1.

use super::diags;
use super::refusal::Refusal;
use mediaudit_core::assessment::Assessment;
use mediaudit_core::kernel::{Status, folded, words};
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::{AuditKind, Importance};

/// The word that means: whatever is found.
pub const NEVER: &str = "aucun";

/// From what on something is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitThreshold {
    /// Nothing is.
    Never,
    /// An imperative that is not met, or not shown (the default of `verifier`, design §9); neither what waits for an auditor alone nor
    /// what only misses a target of the tool's own.
    Imperative,
    /// A finding of this rank or above.
    Rank(i64),
}

impl ExitThreshold {
    /// Reads a code of the norm's kinds of finding; an unknown one is refused with those that there are.
    pub fn parse(text: &str, norm: &Norm) -> Result<Self, Refusal> {
        if text.eq_ignore_ascii_case(NEVER) {
            return Ok(Self::Never);
        }
        let mut kinds: Vec<_> = norm.kinds.iter().filter(|kind| !kind.favourable).collect();
        kinds.sort_by_key(|kind| std::cmp::Reverse(kind.rank));
        if let Some(kind) = kinds
            .iter()
            .find(|kind| folded(&kind.code) == text.to_ascii_lowercase())
        {
            return Ok(Self::Rank(kind.rank));
        }
        let codes: Vec<String> = kinds
            .iter()
            .map(|kind| format!("{} ({})", kind.code, kind.label))
            .collect();
        Err(diags::threshold(&words::safe(text), &codes, NEVER))
    }

    /// Is something at the threshold or above?
    pub fn reached(self, assessment: &Assessment) -> bool {
        let norm = &assessment.inputs.norm;
        assessment.results.criteria.iter().any(|found| match self {
            Self::Never => false,
            Self::Imperative => {
                matches!(found.retained, Status::Nonconforming | Status::NotDemonstrated)
                    && !(found.to_show && assessment.inputs.audit == AuditKind::SelfAssessment)
                    && !found.only_below
                    && norm
                        .criterion(&found.id)
                        .is_some_and(|c| c.importance == Importance::Imperative)
            }
            Self::Rank(least) => found
                .kind
                .as_ref()
                .and_then(|code| norm.kind(code))
                .is_some_and(|kind| !kind.favourable && kind.rank >= least),
        })
    }
}
