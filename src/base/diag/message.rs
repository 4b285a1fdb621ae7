//! A diagnostic as programs read it: its places as files, lines and columns.

use std::collections::BTreeMap;

use serde::Serialize;

use super::shown::Shown;
use super::{Code, Diagnostics, Severity, Sources};
use crate::kernel::FileId;

/// Longest piece of an underlined text that is given, in characters.
const MOST: usize = 200;

/// A message to the author of a file. Data of persons are masked in all of it, as on a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Message {
    /// Stable code.
    pub code: Code,
    /// How grave it is.
    #[serde(rename = "gravite")]
    pub severity: Severity,
    /// The sentence.
    pub message: String,
    /// First the fault, then the places that explain it; none where a whole file is missing.
    #[serde(rename = "lieux")]
    pub places: Vec<MessagePlace>,
    /// What would mend it.
    #[serde(rename = "aides")]
    pub hints: Vec<String>,
}

/// A place of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct MessagePlace {
    /// The file, as it was named.
    #[serde(rename = "fichier")]
    pub file: String,
    /// Line, from 1.
    #[serde(rename = "ligne")]
    pub line: usize,
    /// Column in characters, from 1.
    #[serde(rename = "colonne")]
    pub column: usize,
    /// What stands there, to the end of the line.
    #[serde(rename = "texte")]
    pub text: String,
    /// What there is to say of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Diagnostics {
    /// All messages, in the order in which they are shown; `sources` are the texts that they are about.
    pub fn messages(&self, sources: &Sources) -> Vec<Message> {
        let mut files: BTreeMap<FileId, Shown<'_>> = BTreeMap::new();
        let list = self.sorted();
        for label in list.iter().flat_map(|diagnostic| &diagnostic.labels) {
            if let Some(file) = sources.get(label.span.file) {
                files.entry(label.span.file).or_insert_with(|| Shown::of(file));
            }
        }
        list.iter()
            .map(|told| Message {
                code: told.code,
                severity: told.severity(),
                message: Shown::safe(&told.message),
                places: told
                    .labels
                    .iter()
                    .filter_map(|label| {
                        let file = files.get(&label.span.file)?;
                        let (line, column) = file.position(&label.span)?;
                        Some(MessagePlace {
                            file: file.path().to_owned(),
                            line,
                            column,
                            text: file.underlined(&label.span).chars().take(MOST).collect(),
                            note: Shown::safe(&label.text),
                        })
                    })
                    .collect(),
                hints: told.hints.iter().map(|hint| Shown::safe(hint)).collect(),
            })
            .collect()
    }
}
