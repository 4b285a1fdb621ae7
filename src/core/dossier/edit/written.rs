//! What a file of findings says already, for whoever adds to it: read even where the dossier does not load.

use super::document::Document;
use crate::assessment::inputs::ElementFinding;
use crate::kernel::{AuditorId, ElementId, FindingId, LevelId};

/// A file of findings, as far as its grammar tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingsWritten {
    /// Whose file it is.
    pub auditor: AuditorId,
    /// The file.
    pub document: Document,
    /// The findings that have an id.
    pub findings: Vec<FindingWritten>,
}

/// A finding that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingWritten {
    /// Its id.
    pub id: FindingId,
    /// The element that it is about.
    pub element: Option<ElementId>,
    /// What it says of that element.
    pub found: Option<ElementFinding>,
}

impl FindingsWritten {
    /// Reads a file; what its grammar does not give is left out.
    pub fn read(auditor: AuditorId, document: Document) -> Self {
        let table: toml::Table = document.text().parse().unwrap_or_default();
        let rows = table.get("constat").and_then(toml::Value::as_array);
        let findings = rows.into_iter().flatten().filter_map(finding).collect();
        Self {
            auditor,
            document,
            findings,
        }
    }

    /// The finding of that id, however its letters are written.
    pub fn find(&self, id: &FindingId) -> Option<&FindingWritten> {
        let same = |found: &&FindingWritten| found.id.as_str().eq_ignore_ascii_case(id.as_str());
        self.findings.iter().find(same)
    }
}

fn finding(row: &toml::Value) -> Option<FindingWritten> {
    let text = |key: &str| row.get(key).and_then(toml::Value::as_str);
    let rated = text("cote").and_then(|level| LevelId::parse(level).ok());
    Some(FindingWritten {
        id: FindingId::parse(text("id")?).ok()?,
        element: text("element").and_then(|id| ElementId::parse(id).ok()),
        found: text("etat")
            .and_then(ElementFinding::parse)
            .or(rated.map(ElementFinding::Rated)),
    })
}
