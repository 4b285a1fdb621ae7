//! Would one criterion, come out otherwise, change the conclusion? Every one is tried from the start.

use std::collections::BTreeSet;

use mediaudit_core::assessment::Inputs;
use mediaudit_core::assessment::results::Truth;
use mediaudit_core::kernel::{ConclusionId, CriterionId, KindCode, Status};
use mediaudit_core::norm::model::Criterion;

use super::day::day;
use super::gather::again;
use super::score::{Made, rules, worth};
use super::whole::{chosen, whole};
use super::{Verdict, Verdicts};

const OTHERS: [Status; 4] = [
    Status::Conforming,
    Status::NotDemonstrated,
    Status::Nonconforming,
    Status::NotApplicable,
];

/// The kinds of finding that a status may bear.
fn kinds(i: &Inputs, c: &Criterion, status: Status) -> BTreeSet<Option<KindCode>> {
    let row = i
        .norm
        .policy
        .kinds
        .get(&c.importance)
        .cloned()
        .unwrap_or_default();
    let targets = i.norm.policy.kinds.values().any(|row| row.below.is_some());
    let all = match status {
        Status::Nonconforming if targets => vec![
            row.grave,
            row.nonconforming,
            row.below,
            row.not_demonstrated,
            row.no_evidence,
        ],
        Status::Nonconforming => vec![row.grave, row.nonconforming],
        Status::NotDemonstrated => {
            let mut all = vec![
                row.no_evidence.or(row.not_demonstrated.clone()),
                row.not_demonstrated,
            ];
            all.extend(targets.then_some(row.below));
            all
        }
        _ => vec![None],
    };
    let borne = |kind: Option<KindCode>| {
        let kind = c.single_kind.clone().filter(|_| kind.is_some()).or(kind)?;
        Some(again(i, &c.id, &kind).unwrap_or(kind))
    };
    all.into_iter().map(borne).collect()
}

/// Criteria that conclude otherwise under another status, with that status and the first such conclusion.
pub(super) fn swings(
    i: &Inputs,
    done: &Verdicts,
    conclusion: &ConclusionId,
    answered: bool,
) -> Vec<(CriterionId, Status, ConclusionId)> {
    let mut out = vec![];
    for (c, v) in chosen(i, done) {
        for status in OTHERS {
            if status == v.retained || (status == Status::NotApplicable && c.always_applies) {
                continue;
            }
            let live = v.samples[v.lead]
                .elements
                .iter()
                .filter(|e| !e.optional && e.truth != Truth::Void);
            let made = Made {
                met: live.clone().filter(|e| e.truth == Truth::Yes).count(),
                all: live.count(),
                ..Made::default()
            };
            let rules = rules(&i.norm, Some(&c.chapter), day(i.date));
            let value = worth(status, &made, &rules, &i.norm.policy.scale);
            let turned = kinds(i, c, status).into_iter().find_map(|kind| {
                let other = Verdict {
                    retained: status,
                    kind,
                    value,
                    waits: false,
                    aside: false,
                    ..v.clone()
                };
                let mut all = done.clone();
                all.insert(c.id.clone(), other);
                let then = whole(i, &all, true, answered).conclusion;
                then.filter(|then| then != conclusion)
            });
            if let Some(then) = turned {
                out.push((c.id.clone(), status, then));
            }
        }
    }
    out
}
