//! Two assessments of one dossier, side by side: under two versions of a norm, or at two dates.

use serde::Serialize;

use super::ancestor;
use crate::assessment::Assessment;
use crate::kernel::Date;
use crate::view::words;

/// Two assessments of one dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BesideSheet {
    /// Name of the structure.
    pub structure: String,
    /// What is compared.
    pub said: String,
    /// What tells the one from the other.
    pub heads: [String; 2],
    /// What came out of each.
    pub rows: Vec<BesideRow>,
}

/// One thing in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BesideRow {
    /// What.
    pub name: String,
    /// In the first.
    pub first: String,
    /// In the second.
    pub second: String,
}

/// Lays one assessment beside another of the same dossier; of single criteria, those that differ.
pub fn beside(first: &Assessment, second: &Assessment) -> BesideSheet {
    let row = |(name, first, second)| BesideRow { name, first, second };
    BesideSheet {
        structure: first.inputs.structure.name.clone(),
        said: compared(first, second),
        heads: heads(first, second),
        rows: assessments(first, second).into_iter().map(row).collect(),
    }
}

/// What is compared, and what else sets them apart.
fn compared(first: &Assessment, second: &Assessment) -> String {
    let (was, is) = (&first.inputs, &second.inputs);
    let mut said = format!("jugé au {}", was.date.in_words());
    if was.date != is.date {
        said.push_str(&format!(", puis au {}", is.date.in_words()));
    }
    if (&was.norm.id, &was.norm.version) != (&is.norm.id, &is.norm.version) {
        said.push_str(" sous deux versions");
    }
    let title = |a: &Assessment| {
        let profile = a.inputs.norm.profile(&a.inputs.profile);
        profile.map_or_else(|| a.inputs.profile.to_string(), |profile| profile.title.clone())
    };
    if was.profile != is.profile {
        said.push_str(&format!(
            " ; deux profils : « {} », puis « {} »",
            title(first),
            title(second)
        ));
    }
    if was.audit != is.audit {
        said.push_str(&format!(
            " ; {}, puis {}",
            was.audit.label().to_lowercase(),
            is.audit.label().to_lowercase()
        ));
    }
    said
}

fn heads(first: &Assessment, second: &Assessment) -> [String; 2] {
    let (was, is) = (&first.inputs, &second.inputs);
    if was.date != is.date {
        [was.date, is.date].map(Date::in_figures)
    } else if was.norm.version != is.norm.version {
        [&was.norm.version, &is.norm.version].map(Clone::clone)
    } else {
        ["le premier", "le second"].map(str::to_owned)
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
