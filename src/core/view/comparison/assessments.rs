//! One dossier under two versions of a norm, side by side.

use serde::Serialize;

use super::ancestor;
use crate::assessment::Assessment;
use crate::view::words;

/// One dossier under two versions of its norm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BesideSheet {
    /// Name of the structure.
    pub structure: String,
    /// What is compared.
    pub said: String,
    /// The two versions.
    pub versions: [String; 2],
    /// What came out under each.
    pub rows: Vec<BesideRow>,
}

/// One thing under two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BesideRow {
    /// What.
    pub name: String,
    /// Under the first.
    pub first: String,
    /// Under the second.
    pub second: String,
}

/// Lays one assessment beside another of the same dossier; of single criteria, those that differ.
pub fn beside(first: &Assessment, second: &Assessment) -> BesideSheet {
    let row = |(name, first, second)| BesideRow { name, first, second };
    BesideSheet {
        structure: first.inputs.structure.name.clone(),
        said: format!("jugé au {} sous deux versions", first.inputs.date.in_words()),
        versions: [first, second].map(|a| a.inputs.norm.version.clone()),
        rows: assessments(first, second).into_iter().map(row).collect(),
    }
}

fn assessments(first: &Assessment, second: &Assessment) -> Vec<(String, String, String)> {
    let of = |a: &Assessment| {
        let norm = &a.inputs.norm;
        let results = &a.results;
        let title = results
            .conclusion
            .as_ref()
            .and_then(|id| norm.conclusion(&a.inputs.profile, id))
            .map_or_else(|| "pas de conclusion".to_owned(), |rule| rule.title.clone());
        let mut rows = vec![
            ("Conclusion".to_owned(), title),
            (
                "Degré de satisfaction".to_owned(),
                words::score(
                    results.score.as_ref(),
                    &norm.display(None, a.inputs.date, &results.out_of),
                ),
            ),
            (
                "Bande".to_owned(),
                results.band.clone().unwrap_or_else(|| "–".to_owned()),
            ),
        ];
        for (status, n) in &results.statuses {
            rows.push((format!("Critères « {} »", status.label()), n.to_string()));
        }
        for (kind, n) in &results.kinds {
            let label = norm
                .kind(kind)
                .map_or_else(|| kind.to_string(), |k| words::kind(k, a.inputs.audit));
            rows.push((format!("Constats « {label} »"), n.to_string()));
        }
        rows
    };
    let (left, right) = (of(first), of(second));
    let value = |rows: &[(String, String)], what: &str| {
        rows.iter()
            .find(|(known, _)| known == what)
            .map_or_else(|| "–".to_owned(), |(_, value)| value.clone())
    };
    let mut out: Vec<(String, String, String)> = Vec::new();
    for (what, _) in left.iter().chain(&right) {
        if !out.iter().any(|(known, ..)| known == what) {
            out.push((what.clone(), value(&left, what), value(&right, what)));
        }
    }
    for result in &second.results.criteria {
        // INVARIANT: results are those of the norm beside them
        let Some(criterion) = second.inputs.norm.criterion(&result.id) else {
            continue;
        };
        let old = ancestor(criterion, &first.inputs.norm)
            .and_then(|c| first.results.criteria.iter().find(|r| r.id == c.id));
        let was = old.map_or("absent", |r| r.retained.label());
        if was != result.retained.label() {
            out.push((
                format!("{} {}", result.id, criterion.title),
                was.to_owned(),
                result.retained.label().to_owned(),
            ));
        }
    }
    for result in &first.results.criteria {
        let kept = second
            .inputs
            .norm
            .criteria
            .iter()
            .any(|c| c.id == result.id || c.former_ids.contains(&result.id));
        if let Some(criterion) = first.inputs.norm.criterion(&result.id).filter(|_| !kept) {
            out.push((
                format!("{} {}", result.id, criterion.title),
                result.retained.label().to_owned(),
                "supprimé".to_owned(),
            ));
        }
    }
    out
}
