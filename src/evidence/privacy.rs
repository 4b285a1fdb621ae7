//! Data of persons in texts: kinds and counts, never the data.
//!
//! A scan finds what has a shape; it proves nothing by its silence. It changes no status (design §5): it makes a person look.
//! Which kinds an evidence type may rightly hold is the norm's to say (`donnees-admises`), so filtering comes later, in `scope`.

mod names;
mod numbers;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "AlertKind")]
pub enum Kind {
    /// Numéro de sécurité sociale, its key right.
    #[serde(rename = "numero-securite-sociale")]
    SocialSecurity,
    /// A date beside « né(e) le » or in a column of births.
    #[serde(rename = "date-de-naissance")]
    Birth,
    /// A French phone number.
    #[serde(rename = "telephone")]
    Phone,
    /// An e-mail address that is not that of a function.
    #[serde(rename = "courriel")]
    Mail,
    /// A bank account, its key right.
    #[serde(rename = "iban")]
    Iban,
    /// A list of names.
    #[serde(rename = "liste-de-noms")]
    Names,
}

impl Kind {
    /// As written in dossier.toml.
    pub fn key(self) -> &'static str {
        match self {
            Self::SocialSecurity => "numero-securite-sociale",
            Self::Birth => "date-de-naissance",
            Self::Phone => "telephone",
            Self::Mail => "courriel",
            Self::Iban => "iban",
            Self::Names => "liste-de-noms",
        }
    }
}

/// How many of each kind; kinds that were not found are absent.
pub type Hits = BTreeMap<Kind, u32>;

/// Scans a text.
pub fn scan(text: &str) -> Hits {
    let mut hits = numbers::scan(text);
    let listed = names::listed(text);
    if listed > 0 {
        hits.insert(Kind::Names, listed);
    }
    hits
}

/// Scans the name of a file, where « _ » stands for a space.
pub fn scan_name(path: &str) -> Hits {
    let name = path.rsplit('/').next().unwrap_or(path);
    numbers::scan(&name.replace('_', " "))
}
