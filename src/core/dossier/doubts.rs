//! `[[doute-leve]]`: why a doubt need not stand, in the structure's words (`dossier.toml`) or an auditor's (`constats/`).

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::diags::{DoubtLiftedTwice, DoubtWithoutReason};
use crate::assessment::inputs::DoubtNote;
use crate::diag::Diagnostics;
use crate::diag::toml_text::Value;
use crate::kernel::{AuditorId, Date, DoubtId, FileId, Located, PieceName};

/// A note, with the places of the evidence that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifted {
    /// The note; `seen` is still empty.
    pub note: DoubtNote,
    /// Evidence seen, as written.
    pub seen: Vec<Located<PieceName>>,
    /// The file.
    pub file: FileId,
}

/// The structure's own.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct RawExplained {
    #[serde(rename = "doute")]
    doubt: Located<DoubtId>,
    #[serde(rename = "raison")]
    reason: Located<String>,
    #[serde(rename = "par", default)]
    by: Option<String>,
    #[serde(rename = "le", default)]
    on: Option<Date>,
}

/// An auditor's, who says what was looked at.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct RawLifted {
    #[serde(rename = "doute")]
    doubt: Located<DoubtId>,
    #[serde(rename = "raison")]
    reason: Located<String>,
    #[serde(rename = "vu", default)]
    seen: Vec<Located<PieceName>>,
    #[serde(rename = "par", default)]
    by: Option<String>,
    #[serde(rename = "le", default)]
    on: Option<Date>,
}

impl From<RawExplained> for RawLifted {
    fn from(raw: RawExplained) -> Self {
        Self {
            doubt: raw.doubt,
            reason: raw.reason,
            seen: Vec::new(),
            by: raw.by,
            on: raw.on,
        }
    }
}

/// Reads the notes of one file.
pub(super) fn read<R>(
    values: &[Value<'_>],
    auditor: Option<&AuditorId>,
    sink: &mut Diagnostics,
) -> Vec<Lifted>
where
    R: DeserializeOwned + Into<RawLifted>,
{
    let mut told = BTreeSet::new();
    let mut out = Vec::new();
    for value in values {
        let Some(raw) = value.decode::<R>(sink) else {
            continue;
        };
        let (raw, file): (RawLifted, FileId) = (raw.into(), value.file());
        if raw.reason.get().trim().is_empty() {
            sink.push(DoubtWithoutReason {
                place: raw.reason.span(file),
            });
        }
        if !told.insert(raw.doubt.get().clone()) {
            sink.push(DoubtLiftedTwice {
                doubt: raw.doubt.as_str(),
                place: raw.doubt.span(file),
            });
        }
        out.push(Lifted {
            note: DoubtNote {
                doubt: raw.doubt.into_inner(),
                auditor: auditor.cloned(),
                reason: raw.reason.into_inner(),
                seen: BTreeSet::new(),
                by: raw.by,
                on: raw.on,
            },
            seen: raw.seen,
            file,
        });
    }
    out
}
