//! Conclusions and bands that are never given.

use super::LintSink;
use super::diags::{BandBeyond, IdleEscalation, IdleGate, Impossible, UnreachableConclusion};
use crate::kernel::{MilestoneId, ProfileId, Ratio};
use crate::norm::cycle;
use crate::norm::model::{
    Aggregation, AuditKind, ConclusionRule, Condition, CountBound, Norm, Reach, Scale, Threshold,
};
use crate::norm::places::NormPart;

pub(super) fn check(norm: &Norm, said: &mut LintSink<'_>) {
    let limits = Limits::of(norm);
    for (rank, band) in norm.policy.bands.iter().enumerate() {
        if limits.most.as_ref().is_some_and(|most| band.from > *most) {
            let most = limits.show(limits.most.as_ref());
            let told = BandBeyond {
                band: &band.label,
                least: limits.show(limits.least.as_ref()),
                most,
            };
            said.push(told, &NormPart::Band(rank));
        }
    }
    for (rank, gate) in norm.policy.gates.iter().enumerate() {
        let looks = norm
            .criteria
            .iter()
            .any(|c| gate.importance == Some(c.importance) || gate.criteria.contains(&c.id));
        if !looks {
            let gate = gate.id.as_str();
            said.push(IdleGate { gate }, &NormPart::Gate(rank));
        }
    }
    for (rank, rule) in norm.policy.escalations.iter().enumerate() {
        let few = rule.reach != Reach::Criterion && rule.count as usize > norm.criteria.len();
        if few {
            let told = IdleEscalation {
                count: rule.count,
                kind: rule.from.as_str(),
                criteria: norm.criteria.len(),
            };
            said.push(told, &NormPart::Escalation(rank));
        }
    }
    let places = cycle::places(&norm.cycle);
    let all = norm.criteria.len();
    conclusions(None, &norm.policy.conclusions, (all, &places), &limits, said);
    for profile in &norm.profiles {
        let criteria = profile.criteria.len();
        conclusions(
            Some(&profile.id),
            &profile.conclusions,
            (criteria, &places),
            &limits,
            said,
        );
    }
}

/// Between what a score lies; none where points are added without a limit of their own.
struct Limits {
    scale: Scale,
    least: Option<Ratio>,
    most: Option<Ratio>,
}

impl Limits {
    fn of(norm: &Norm) -> Self {
        let scale = norm.policy.scale.clone();
        let adds = |aggregation| aggregation == Aggregation::Sum;
        let later = norm.policy.revisions.iter().map(|r| &r.change);
        let own = norm.chapters.iter().filter_map(|c| c.policy.as_ref());
        let sums = adds(norm.policy.score.aggregation)
            || later
                .chain(own)
                .any(|change| change.aggregation.is_some_and(adds));
        Self {
            least: (!sums).then(|| scale.min.clone()),
            most: (!sums).then(|| scale.max.clone()),
            scale,
        }
    }

    fn show(&self, value: Option<&Ratio>) -> String {
        value.map_or_else(String::new, |value| {
            self.scale.exactly(value).replace('\u{a0}', " ")
        })
    }
}

fn conclusions(
    profile: Option<&ProfileId>,
    rules: &[ConclusionRule],
    (criteria, places): (usize, &[Option<&MilestoneId>]),
    limits: &Limits,
    said: &mut LintSink<'_>,
) {
    for (rank, rule) in rules.iter().enumerate() {
        let part = NormPart::Conclusion(profile.cloned(), rank);
        let impossible = rule
            .condition
            .as_ref()
            .and_then(|c| impossible(c, criteria, limits));
        let earlier = rules.iter().take(rank);
        let hidden = AuditKind::ALL
            .into_iter()
            .flat_map(|audit| places.iter().map(move |at| (audit, *at)))
            .filter(|(audit, at)| rule.is_for(*audit, *at))
            .map(|(audit, at)| {
                earlier
                    .clone()
                    .find(|e| e.is_for(audit, at) && takes_all_of(e, rule))
            })
            .collect::<Option<Vec<_>>>();
        let why = match (impossible, hidden.as_deref().and_then(<[_]>::first)) {
            (Some(why), _) => why,
            (None, Some(first)) => Impossible::Taken(first.id.as_str()),
            (None, None) => continue,
        };
        let conclusion = rule.id.as_str();
        said.push(UnreachableConclusion { conclusion, why }, &part);
    }
}

/// Why no result can meet the condition.
fn impossible(condition: &Condition, criteria: usize, limits: &Limits) -> Option<Impossible<'static>> {
    let counts = condition
        .kinds
        .iter()
        .map(|(kind, bound)| (kind.to_string(), bound))
        .chain(
            condition
                .statuses
                .iter()
                .map(|(status, bound)| (status.to_string(), bound)),
        )
        .chain(
            condition
                .set_aside
                .iter()
                .map(|bound| ("ecartes-sur-parole".to_owned(), bound)),
        );
    for (name, bound) in counts {
        if let Some((min, max)) = bound.min.zip(bound.max).filter(|(min, max)| min > max) {
            return Some(Impossible::Count { name, min, max });
        }
    }
    let wanted: u64 = condition
        .statuses
        .values()
        .filter_map(|bound| bound.min)
        .map(u64::from)
        .sum();
    if wanted > criteria as u64 {
        return Some(Impossible::Criteria { wanted, criteria });
    }
    let above = |bound: &Ratio| limits.most.as_ref().is_some_and(|most| bound > most);
    let below = |bound: &Ratio| limits.least.as_ref().is_some_and(|least| bound < least);
    let outside = condition
        .score
        .iter()
        .chain(condition.chapters.values())
        .find_map(|threshold| match threshold {
            Threshold::AtLeast(bound) if above(bound) => {
                Some(Impossible::Above(limits.show(limits.most.as_ref())))
            }
            Threshold::AtMost(bound) if below(bound) => {
                Some(Impossible::Below(limits.show(limits.least.as_ref())))
            }
            Threshold::AtLeast(_) | Threshold::AtMost(_) => None,
        });
    outside.or_else(|| {
        let share = |t: &Threshold| match t {
            Threshold::AtLeast(bound) => *bound > Ratio::one(),
            Threshold::AtMost(bound) => bound.is_negative(),
        };
        let any = condition.met.values().any(share);
        any.then_some(Impossible::Share)
    })
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
    let score = within(wide.score.as_ref(), narrow.score.as_ref());
    let met = wide
        .met
        .iter()
        .all(|(key, t)| within(Some(t), narrow.met.get(key)));
    let chapters = wide
        .chapters
        .iter()
        .all(|(key, t)| within(Some(t), narrow.chapters.get(key)));
    let gates = wide.gates.is_none() || wide.gates == narrow.gates;
    let unlifted = wide
        .unlifted
        .as_ref()
        .is_none_or(|bound| holds(bound, narrow.unlifted.as_ref().unwrap_or(&none)));
    let aside = wide
        .set_aside
        .as_ref()
        .is_none_or(|bound| holds(bound, narrow.set_aside.as_ref().unwrap_or(&none)));
    let bands = wide.bands.is_empty() || (!narrow.bands.is_empty() && narrow.bands.is_subset(&wide.bands));
    kinds && statuses && score && met && chapters && gates && unlifted && aside && bands
}

/// Does every value that the second threshold admits pass the first?
fn within(wide: Option<&Threshold>, narrow: Option<&Threshold>) -> bool {
    match (wide, narrow) {
        (None, _) => true,
        (Some(Threshold::AtLeast(wide)), Some(Threshold::AtLeast(narrow))) => narrow >= wide,
        (Some(Threshold::AtMost(wide)), Some(Threshold::AtMost(narrow))) => narrow <= wide,
        (Some(_), _) => false,
    }
}

/// Is every count within `narrow` within `wide`?
fn holds(wide: &CountBound, narrow: &CountBound) -> bool {
    let low = wide.min.unwrap_or(0) <= narrow.min.unwrap_or(0);
    low && wide
        .max
        .is_none_or(|max| narrow.max.is_some_and(|own| own <= max))
}
