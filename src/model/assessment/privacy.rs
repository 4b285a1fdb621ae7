//! What the search for data of persons found: places, kinds and counts, never the data. It changes no status.

use serde::{Deserialize, Serialize};

use crate::kernel::Digest;
use crate::kernel::persons::AlertKind;
use crate::record::tally::ForbiddenColumn;

/// The outcome of a search.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Privacy {
    /// Files whose text was searched.
    #[serde(rename = "parcourus")]
    pub scanned: u32,
    /// Files in all.
    #[serde(rename = "fichiers")]
    pub files: u32,
    /// Files whose text was not searched, by path.
    #[serde(rename = "non-parcourus", default, skip_serializing_if = "Vec::is_empty")]
    pub unscanned: Vec<Unscanned>,
    /// What was found, by place and kind.
    #[serde(rename = "alertes", default, skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<Alert>,
}

impl Privacy {
    /// How many alerts stand: nothing may be sealed or published while there are any.
    pub fn standing(&self) -> usize {
        self.alerts
            .iter()
            .filter(|alert| alert.silenced.is_none())
            .count()
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's skip_serializing_if hands a reference"
)]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// A file whose text was not searched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unscanned {
    /// Path from the dossier.
    #[serde(rename = "chemin")]
    pub path: String,
    /// Why, in French.
    #[serde(rename = "raison")]
    pub reason: String,
}

/// Data of one kind in one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Alert {
    /// Path of the file, masked where its name holds the data; for a text, the place where it is written.
    #[serde(rename = "endroit")]
    pub place: String,
    /// AlertKind.
    #[serde(rename = "nature")]
    pub kind: AlertKind,
    /// How many.
    #[serde(rename = "nombre")]
    pub count: u32,
    /// Of these, how many no eye sees: in a hidden sheet, column or row, in white, under a picture.
    #[serde(rename = "dont-invisibles", default, skip_serializing_if = "is_zero")]
    pub concealed: u32,
    /// Columns of a table that hold them, each by its place and by what it announces.
    #[serde(rename = "colonnes", default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ForbiddenColumn>,
    /// SHA-256 of the file, or of the text: what silences the alert, until it changes.
    #[serde(rename = "empreinte")]
    pub digest: Digest,
    /// Why the structure silenced it; none: it stands.
    #[serde(rename = "levee", default, skip_serializing_if = "Option::is_none")]
    pub silenced: Option<String>,
}
