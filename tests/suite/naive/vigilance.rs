//! What was left unanswered, what is set aside by the structure's word, what waits.

use mediaudit_core::assessment::Inputs;
use mediaudit_core::assessment::results::{Cause, Reason, Support, Truth};
use mediaudit_core::kernel::{CriterionId, Status};
use mediaudit_core::norm::model::{AuditKind, Criterion, Importance, Judged};

use super::condition::Chosen;
use super::gather::verdicts;
use super::number::int;
use super::reads::reads;
use super::{At, F, Sample, Verdict, Verdicts};

/// Criteria that bind and that something said could still change.
pub(super) fn unanswered(i: &Inputs, chosen: &Chosen<'_>, done: &Verdicts) -> Vec<CriterionId> {
    let open = |own: &Criterion, s: &Sample| {
        let at = At {
            i,
            site: s.site.as_ref(),
            done,
            own,
            hopeful: false,
            looked: false,
        };
        let spared = [Reason::Auditor, Reason::Disagreement].contains(&s.reason);
        let level = [Judged::Declared, Judged::Mixed].contains(&own.judged)
            && at.wanted().is_some()
            && at.declared(&own.id).is_none();
        let fact = s.elements.iter().zip(&own.elements).any(|(e, said)| {
            let keys = reads(said.rule.iter()).facts;
            let contradicted = keys
                .iter()
                .any(|key| at.fact(key).is_some_and(|f| f.typed.is_some()));
            let open = contradicted || e.causes.contains(&Cause::NotStated);
            !e.optional && !e.found && e.truth == Truth::Unknown && open
        });
        !spared && s.retained != Status::NotApplicable && (level || fact)
    };
    // where a favourable conclusion wants few that fail, one that is only recommended may be one too many
    let profile = i.norm.profiles.iter().find(|p| p.id == i.profile).unwrap();
    let ruled = if profile.conclusions.is_empty() {
        &i.norm.policy.conclusions
    } else {
        &profile.conclusions
    };
    let all = ruled.iter().any(|r| {
        let here = r.audits.is_empty() || r.audits.contains(&i.audit);
        let now = r.cycles.is_empty() || r.cycles.iter().any(|m| Some(m) == i.cycle.as_ref());
        let failing = r
            .condition
            .as_ref()
            .and_then(|c| c.statuses.get(&Status::Nonconforming));
        r.favourable && here && now && failing.is_some_and(|bound| bound.max.is_some())
    });
    chosen
        .iter()
        .filter(|(c, v)| {
            (all || c.importance != Importance::Recommended) && v.samples.iter().any(|s| open(c, s))
        })
        .map(|(c, _)| c.id.clone())
        .collect()
}

/// Shares of the weight: set aside by the structure's word, waiting for an auditor.
pub(super) fn shares(i: &Inputs, chosen: &Chosen<'_>, done: &Verdicts) -> (Option<F>, Option<F>) {
    let (mut whole, mut aside, mut waits) = (int(0), int(0), int(0));
    for (c, v) in chosen {
        let each = int(v.weight as usize).over(int(v.samples.len())).unwrap();
        for s in &v.samples {
            let share = share(i, c, s, done);
            if let Some(share) = share {
                whole = whole + each;
                aside = aside + each * share;
            }
        }
        if v.waits && i.audit == AuditKind::SelfAssessment {
            waits = waits + int(v.weight as usize);
        }
    }
    (aside.over(whole), waits.over(whole))
}

/// Of the weight that is met in a self-assessment, the share that nobody would say without findings.
pub(super) fn on_findings(i: &Inputs, chosen: &Chosen<'_>) -> Option<F> {
    let mut silent = Inputs {
        findings: vec![],
        ..i.clone()
    };
    for note in &mut silent.doubt_notes {
        note.seen = [].into();
    }
    lost(i, chosen, &verdicts(&silent))
}

/// Of the weight that is met in a self-assessment, the share that would not be then.
pub(super) fn lost(i: &Inputs, chosen: &Chosen<'_>, then: &Verdicts) -> Option<F> {
    let (mut met, mut lost) = (int(0), int(0));
    for (c, v) in chosen.iter().filter(|(_, v)| v.retained == Status::Conforming) {
        met = met + int(v.weight as usize);
        if then[&c.id].retained != Status::Conforming {
            lost = lost + int(v.weight as usize);
        }
    }
    lost.over(met).filter(|_| i.audit == AuditKind::SelfAssessment)
}

/// The share of one sample that the structure's word sets aside; none: it is no part of the whole.
fn share(i: &Inputs, c: &Criterion, s: &Sample, done: &Verdicts) -> Option<F> {
    let at = At {
        i,
        site: s.site.as_ref(),
        done,
        own: c,
        hopeful: false,
        looked: false,
    };
    let proven = |key| at.fact(key).is_some_and(|f| at.proven(key, f) == Support::Shown);
    let wanted = s.elements.iter().filter(|e| !e.optional);
    let told = |e: &&super::Element| {
        e.truth == Truth::Void
            && !e.found
            && e.causes.contains(&Cause::NoObject)
            && e.look.as_ref().and_then(|l| l.support) != Some(Support::Shown)
    };
    let n = wanted.clone().filter(told).count();
    match s.reason {
        Reason::NotInForce | Reason::OtherCycle | Reason::AllVoid => None,
        Reason::OutOfScope if reads(c.applies_if.iter()).facts.into_iter().all(proven) => None,
        Reason::OutOfScope | Reason::SetAside => Some(int(1)),
        Reason::Auditor if s.retained == Status::NotApplicable => None,
        Reason::NoObject if n == 0 => None,
        _ => {
            let live = wanted.clone().filter(|e| e.truth != Truth::Void).count() + n;
            Some(int(n).over(int(live)).unwrap_or(int(0)))
        }
    }
}

/// Is a criterion set aside so, whole, somewhere?
pub(super) fn set_aside(i: &Inputs, c: &Criterion, v: &Verdict, done: &Verdicts) -> bool {
    let whole = |s: &&Sample| s.retained == Status::NotApplicable && share(i, c, s, done) == Some(int(1));
    v.samples.iter().any(|s| whole(&s))
}
