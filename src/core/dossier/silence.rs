//! `[[alerte-levee]]`: an alert about data of persons that somebody looked at and silences, with a reason, for one digest.

use super::diags::{NotDigest, SilenceWithoutReason};
use super::raw::RawSilence;
use crate::diag::Diagnostics;
use crate::diag::toml_text::Value;
use crate::kernel::Span;
use crate::kernel::persons::AlertKind;

/// Hexadecimal digits that tell a file for sure among those of a dossier.
const SHORTEST: usize = 12;

/// A silenced alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// SHA-256 of the file or text, or how it begins; lower case.
    pub digest: String,
    /// AlertKind of data.
    pub kind: AlertKind,
    /// Why it may stay.
    pub reason: String,
    /// Where it is written.
    pub span: Span,
}

pub(super) fn read(values: &[Value<'_>], sink: &mut Diagnostics) -> Vec<Silence> {
    let mut out = Vec::new();
    for value in values {
        let Some(raw) = value.decode::<RawSilence>(sink) else {
            continue;
        };
        let (file, length) = (value.file(), raw.digest.len());
        let is_digest = raw.digest.chars().all(|c| c.is_ascii_hexdigit());
        if !is_digest || !(SHORTEST..=64).contains(&length) {
            sink.push(NotDigest {
                shortest: SHORTEST,
                place: raw.digest.span(file),
            });
        }
        if raw.reason.trim().is_empty() {
            sink.push(SilenceWithoutReason {
                place: raw.reason.span(file),
            });
        }
        out.push(Silence {
            digest: raw.digest.get().to_ascii_lowercase(),
            kind: raw.kind,
            reason: raw.reason.into_inner(),
            span: value.span(),
        });
    }
    out
}
