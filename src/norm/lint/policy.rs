//! Conclusions and bands that are never given.

use super::Said;
use crate::diag::{Code, Diagnostic};
use crate::kernel::{Id, Ratio};
use crate::norm::model::{AuditKind, ConclusionRule, Condition, CountBound, Norm, Threshold};
use crate::norm::places::Part;

pub(super) fn check(norm: &Norm, said: &mut Said<'_>) {
    for (rank, band) in norm.policy.bands.iter().enumerate() {
        if band.from > Ratio::one() {
            let message = format!("la bande « {} » commence au-delà de 100 %", band.label);
            let hint = "un score va de 0 % à 100 %";
            said.push(
                Diagnostic::new(Code::Unreachable, message).hint(hint),
                &Part::Band(rank),
            );
        }
    }
    conclusions(None, &norm.policy.conclusions, norm.criteria.len(), said);
    for profile in &norm.profiles {
        let criteria = profile.criteria.len();
        conclusions(Some(&profile.id), &profile.conclusions, criteria, said);
    }
}

fn conclusions(profile: Option<&Id>, rules: &[ConclusionRule], criteria: usize, said: &mut Said<'_>) {
    for (rank, rule) in rules.iter().enumerate() {
        let part = Part::Conclusion(profile.cloned(), rank);
        let impossible = rule.condition.as_ref().and_then(|c| impossible(c, criteria));
        let earlier = rules.iter().take(rank);
        let hidden = AuditKind::ALL
            .into_iter()
            .filter(|audit| is_for(rule, *audit))
            .map(|audit| {
                earlier
                    .clone()
                    .find(|e| is_for(e, audit) && takes_all_of(e, rule))
            })
            .collect::<Option<Vec<_>>>();
        let why = match (impossible, hidden.as_deref().and_then(<[_]>::first)) {
            (Some(why), _) => why,
            (None, Some(first)) => format!("« {} », plus haut, est donnée dans tous ces cas", first.id),
            (None, None) => continue,
        };
        let message = format!("la conclusion « {} » n'est jamais donnée : {why}", rule.id);
        let hint = "la première conclusion qui convient est donnée : de la plus exigeante à la plus générale";
        said.push(Diagnostic::new(Code::Unreachable, message).hint(hint), &part);
    }
}

fn is_for(rule: &ConclusionRule, audit: AuditKind) -> bool {
    rule.audits.is_empty() || rule.audits.contains(&audit)
}

/// Why no result can meet the condition.
fn impossible(condition: &Condition, criteria: usize) -> Option<String> {
    let counts = condition
        .kinds
        .iter()
        .map(|(kind, bound)| (kind.to_string(), bound))
        .chain(
            condition
                .statuses
                .iter()
                .map(|(status, bound)| (status.to_string(), bound)),
        );
    for (name, bound) in counts {
        if let Some((min, max)) = bound.min.zip(bound.max).filter(|(min, max)| min > max) {
            return Some(format!(
                "« {name} » doit être d'au moins {min} et d'au plus {max}"
            ));
        }
    }
    let wanted: u64 = condition
        .statuses
        .values()
        .filter_map(|bound| bound.min)
        .map(u64::from)
        .sum();
    if wanted > criteria as u64 {
        return Some(format!("{wanted} critères sont demandés, il y en a {criteria}"));
    }
    match &condition.score {
        Some(Threshold::AtLeast(bound)) if *bound > Ratio::one() => {
            Some("un score ne dépasse pas 100 %".to_owned())
        }
        Some(Threshold::AtMost(bound)) if bound.is_negative() => {
            Some("un score n'est jamais négatif".to_owned())
        }
        Some(Threshold::AtLeast(_) | Threshold::AtMost(_)) | None => None,
    }
}

/// Does `earlier` hold wherever `later` does?
fn takes_all_of(earlier: &ConclusionRule, later: &ConclusionRule) -> bool {
    let Some(wide) = &earlier.condition else {
        return true;
    };
    let narrow = later.condition.clone().unwrap_or_default();
    let none = CountBound::default();
    let kinds = wide
        .kinds
        .iter()
        .all(|(kind, bound)| holds(bound, narrow.kinds.get(kind).unwrap_or(&none)));
    let statuses = wide
        .statuses
        .iter()
        .all(|(status, bound)| holds(bound, narrow.statuses.get(status).unwrap_or(&none)));
    let score = match (&wide.score, &narrow.score) {
        (None, _) => true,
        (Some(Threshold::AtLeast(wide)), Some(Threshold::AtLeast(narrow))) => narrow >= wide,
        (Some(Threshold::AtMost(wide)), Some(Threshold::AtMost(narrow))) => narrow <= wide,
        (Some(_), _) => false,
    };
    kinds && statuses && score
}

/// Is every count within `narrow` within `wide`?
fn holds(wide: &CountBound, narrow: &CountBound) -> bool {
    let low = wide.min.unwrap_or(0) <= narrow.min.unwrap_or(0);
    low && wide
        .max
        .is_none_or(|max| narrow.max.is_some_and(|own| own <= max))
}
