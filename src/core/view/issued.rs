//! What is said of a report that was written, to whoever will open it later.

use serde::Serialize;

use super::{Extent, report, report_in};
use crate::assessment::Assessment;
use crate::assessment::privacy::Privacy;
use crate::kernel::french;

/// Where it is, and what it comes to: « Pas encore prêt : 28 conformes, 1 non évalué. »
pub fn issued(assessment: &Assessment, path: &str) -> [String; 2] {
    let summary = report(assessment).summary;
    let counts: Vec<String> = summary
        .statuses
        .iter()
        .filter(|status| status.count > 0)
        .map(|status| status.counted.clone())
        .collect();
    [
        format!(
            "Rapport écrit : {path} (jugé au {})",
            assessment.inputs.date.in_words()
        ),
        format!("{} : {}.", summary.headline, counts.join(", ")),
    ]
}

/// The report names what was found of persons and shows none of it; whoever sends it on should know before opening it.
pub fn warnings(assessment: &Assessment) -> Vec<String> {
    let standing = assessment.inputs.privacy.as_ref().map_or(0, Privacy::standing);
    if standing == 0 {
        return Vec::new();
    }
    let told = french::count(
        standing,
        "alerte de données personnelles, masquée",
        "alertes de données personnelles, masquées",
    );
    vec![format!(
        "{told} dans le rapport : voyez « mediaudit preuves DOSSIER »"
    )]
}

/// An assessment that was issued and kept, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssuedRow {
    /// The name of its file.
    pub name: String,
    /// The day that it was judged at.
    pub day: String,
    /// Kind of audit.
    pub audit: String,
    /// Profile.
    pub profile: String,
    /// Norm and version.
    pub norm: String,
    /// The conclusion, or that there is none.
    pub headline: String,
    /// The score.
    pub score: String,
    /// How large its file is.
    pub size: String,
    /// What is to be known before one trusts it; empty: nothing.
    pub caution: String,
    /// Can it be read again as a report?
    pub opens: bool,
}

impl IssuedRow {
    /// Of the file of this name and size; `assessment`: what it holds, where this version reads all of it, and whether it is what it
    /// gives when it is judged again.
    pub fn of(name: &str, size: usize, assessment: Option<(&Assessment, bool)>) -> Self {
        let size = format!("{}\u{a0}ko", french::number(size.div_ceil(1024)));
        let Some((assessment, same)) = assessment else {
            return Self {
                name: name.to_owned(),
                size,
                caution: "Écrite par une autre version de médiaudit : elle sert à montrer ce qui a changé, et ne se rouvre pas ici.".to_owned(),
                ..Self::nothing()
            };
        };
        let report = report_in(assessment, Extent::Essential);
        Self {
            name: name.to_owned(),
            day: report.date,
            audit: report.audit,
            profile: report.profile,
            norm: report.norm,
            headline: report.summary.headline,
            score: report.summary.score,
            size,
            caution: if same {
                String::new()
            } else {
                "Rejugée d’après ce qu’elle contient, elle donne un autre résultat : elle a été retouchée, ou écrite par une autre version.".to_owned()
            },
            opens: true,
        }
    }

    fn nothing() -> Self {
        Self {
            name: String::new(),
            day: String::new(),
            audit: String::new(),
            profile: String::new(),
            norm: String::new(),
            headline: String::new(),
            score: String::new(),
            size: String::new(),
            caution: String::new(),
            opens: false,
        }
    }
}
