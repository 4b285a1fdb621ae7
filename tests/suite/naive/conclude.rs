//! May this be concluded, and would one criterion change it?

use std::collections::BTreeMap;

use mediaudit_core::assessment::Inputs;
use mediaudit_core::kernel::{ConclusionId, CriterionId, FormFieldId, KindCode, Status};
use mediaudit_core::norm::model::{AuditKind, Importance, NoPrevious};

use super::Verdict;
use super::gather::{again, before};
use super::score::{Worth, rules, worth};
use super::whole::{chosen, fails, whole};

/// Not while something is open that must not be.
pub(crate) fn may_conclude(i: &Inputs, done: &BTreeMap<CriterionId, Verdict>) -> bool {
    let policy = &i.norm.policy;
    let blocks = policy
        .unlifted
        .iter()
        .any(|u| u.no_previous == NoPrevious::Blocks);
    let later = i
        .norm
        .cycle
        .iter()
        .skip(1)
        .any(|m| Some(&m.id) == i.cycle.as_ref());
    let lacks = later && i.previous.is_none() && blocks;
    let audit = i.audit == AuditKind::Audit;
    let open = chosen(i, done).into_iter().any(|(c, v)| {
        let findings: Vec<_> = i.findings.iter().filter(|f| f.criterion == c.id).collect();
        let bad = || before(i, &c.id).is_some_and(|b| i.norm.kind(b).unwrap().nonconformity);
        let due = policy
            .rechecks
            .iter()
            .filter(|r| Some(&r.cycle) == i.cycle.as_ref())
            .any(|r| {
                let single = r.single_kind && c.single_kind.is_some();
                r.criteria.contains(&c.id) || single || (r.nonconformities && bad())
            });
        let bare = policy.form.as_ref().is_some_and(|form| {
            let filled = |id: &FormFieldId| findings.iter().any(|f| f.form.contains_key(id));
            let asked = form.importances.contains(&c.importance) && fails(v.retained);
            asked && !form.fields.iter().all(|field| filled(&field.id))
        });
        let engages = c.importance != Importance::Recommended;
        (engages && v.retained == Status::NotAssessed)
            || (i.audit != AuditKind::SelfAssessment && v.waits)
            || (audit && bare)
            || (audit && due && v.retained != Status::NotApplicable && findings.is_empty())
    });
    i.incidents.is_empty() && !i.simulated && !lacks && !open
}

/// Criteria that conclude otherwise under another status, with that status: every one tried from the start.
pub(crate) fn swings(
    i: &Inputs,
    done: &BTreeMap<CriterionId, Verdict>,
    conclusion: &ConclusionId,
) -> Vec<(CriterionId, Status)> {
    let mut out = vec![];
    for (c, v) in chosen(i, done) {
        for status in [
            Status::Conforming,
            Status::NotDemonstrated,
            Status::Nonconforming,
            Status::NotApplicable,
        ] {
            if status == v.retained || (status == Status::NotApplicable && c.always_applies) {
                continue;
            }
            let row = i
                .norm
                .policy
                .kinds
                .get(&c.importance)
                .cloned()
                .unwrap_or_default();
            let kinds = match status {
                Status::Nonconforming => vec![row.grave, row.nonconforming],
                Status::NotDemonstrated => {
                    vec![
                        row.no_evidence.or(row.not_demonstrated.clone()),
                        row.not_demonstrated,
                    ]
                }
                _ => vec![None],
            };
            let bare = Worth {
                share: v.share,
                ratings: vec![],
                declared: None,
                erring: false,
                levels: vec![],
                by_word: false,
            };
            let rules = rules(&i.norm, Some(&c.chapter), i.date);
            let value = worth(status, &bare, &rules, &i.norm.policy.scale);
            let turns = |kind: Option<KindCode>| {
                let kind = kind.map(|k| again(i, &c.id, c.single_kind.clone().unwrap_or(k)));
                let other = Verdict {
                    retained: status,
                    kind,
                    value: value.clone(),
                    ..v.clone()
                };
                let mut all = done.clone();
                all.insert(c.id.clone(), other);
                whole(i, &all, true).conclusion.as_ref() != Some(conclusion)
            };
            if kinds.into_iter().any(turns) {
                out.push((c.id.clone(), status));
            }
        }
    }
    out
}
