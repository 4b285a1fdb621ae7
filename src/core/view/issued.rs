//! What is said of a report that was written, to whoever will open it later.

use super::report;
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
