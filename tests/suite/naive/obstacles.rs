//! What forbids a conclusion?

use mediaudit_core::assessment::Inputs;
use mediaudit_core::assessment::inputs::Finding;
use mediaudit_core::assessment::results::NoConclusion;
use mediaudit_core::kernel::Status;
use mediaudit_core::norm::model::{AuditKind, Criterion, Importance, NoPrevious};

use super::condition::Chosen;
use super::gather::was_bad;
use super::{Verdict, fails, standing};

fn on<'a>(i: &'a Inputs, c: &Criterion) -> Vec<&'a Finding> {
    standing(i).filter(|f| f.criterion == c.id).collect()
}

/// Must it be looked at again in this cycle?
fn due(i: &Inputs, c: &Criterion) -> bool {
    let rules = i
        .norm
        .policy
        .rechecks
        .iter()
        .filter(|r| Some(&r.cycle) == i.cycle.as_ref());
    let mut asks = rules.map(|r| {
        let single = r.single_kind && c.single_kind.is_some();
        let bad = r.nonconformities && was_bad(i, &c.id);
        r.criteria.contains(&c.id) || single || bad
    });
    asks.any(|asked| asked)
}

/// Does it fail without the form that the norm wants?
fn bare(i: &Inputs, c: &Criterion, v: &Verdict) -> bool {
    let Some(form) = &i.norm.policy.form else {
        return false;
    };
    let written = |text: &String| text.chars().any(|letter| !letter.is_whitespace());
    let empty = form.fields.iter().any(|field| {
        let filled = |f: &&Finding| f.form.get(&field.id).is_some_and(written);
        !on(i, c).iter().any(filled)
    });
    form.importances.contains(&c.importance) && fails(v.retained) && empty
}

/// In the order in which they are told.
pub(super) fn obstacles(i: &Inputs, chosen: &Chosen<'_>) -> Vec<NoConclusion> {
    let ids = |wanted: &dyn Fn(&Criterion, &Verdict) -> bool| {
        let all = chosen.iter().filter(|(c, v)| wanted(c, v));
        all.map(|(c, _)| c.id.clone()).collect::<Vec<_>>()
    };
    let mut out = vec![];
    if !i.incidents.is_empty() {
        out.push(NoConclusion::Incomplete);
    }
    if i.simulated {
        out.push(NoConclusion::Simulation);
    }
    let open = ids(&|c, v| c.importance != Importance::Recommended && v.retained == Status::NotAssessed);
    if !open.is_empty() {
        out.push(NoConclusion::NotAssessed(open));
    }
    let waiting = ids(&|_, v| v.waits);
    if i.audit != AuditKind::SelfAssessment && !waiting.is_empty() {
        out.push(NoConclusion::AwaitingJudgement(waiting));
    }
    let blocks = i
        .norm
        .policy
        .unlifted
        .iter()
        .any(|u| u.no_previous == NoPrevious::Blocks);
    let mut later = i.norm.cycle.iter().skip(1);
    let follows = later.any(|milestone| Some(&milestone.id) == i.cycle.as_ref());
    if blocks && follows && i.previous.is_none() {
        out.push(NoConclusion::NoPrevious);
    }
    if i.audit == AuditKind::Audit {
        let again = ids(&|c, v| v.retained != Status::NotApplicable && due(i, c) && on(i, c).is_empty());
        if !again.is_empty() {
            out.push(NoConclusion::Recheck(again));
        }
        let forms = ids(&|c, v| bare(i, c, v));
        if !forms.is_empty() {
            out.push(NoConclusion::FormMissing(forms));
        }
    }
    out
}
