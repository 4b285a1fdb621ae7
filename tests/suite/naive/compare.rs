//! What the engine says otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use mediaudit_core::assessment::results::{
    CriterionResult, DoubtKind, DoubtLift, Finality, NoConclusion, Reserve, Results, Sample,
};
use mediaudit_core::assessment::{CauseSet, Inputs};
use mediaudit_core::kernel::{DoubtId, Interval, PieceId, Ratio, Status};
use mediaudit_core::norm::model::AuditKind;

use super::condition::Chosen;
use super::day::day;
use super::draw::drawn;
use super::gather::{verdicts, was_bad};
use super::number::int;
use super::obstacles::obstacles;
use super::papers::{self, Told};
use super::swings::swings;
use super::vigilance::{on_findings, shares, unanswered};
use super::whole::{chosen, inside, whole};
use super::{Between, F, Verdict, fails};

struct Differences(Vec<String>);

impl Differences {
    fn hold<T: PartialEq + Debug>(&mut self, what: &str, naive: T, engine: T) {
        let both = [naive, engine];
        let [naive, engine] = &both;
        if naive != engine {
            self.0.push(format!("{what}: {naive:?}, the engine {engine:?}"));
        }
    }
}

fn ends(value: Option<&Interval>) -> Between {
    value.map(|v| (F::of(&v.min), F::of(&v.max)))
}

/// Everything of the results that the naive evaluator finds otherwise.
pub(crate) fn differences(i: &Inputs, results: &Results) -> Vec<String> {
    let done = verdicts(i);
    let chosen = chosen(i, &done);
    let mut out = Differences(vec![]);
    out.hold("criteria", chosen.len(), results.criteria.len());
    for ((c, v), found) in chosen.iter().zip(&results.criteria) {
        out.hold("criterion", &c.id, &found.id);
        criterion(v, found, &mut out);
    }
    let mut obstacles = obstacles(i, &chosen);
    let silent = unanswered(i, &chosen, &done);
    let mut whole = whole(i, &done, obstacles.is_empty(), silent.is_empty());
    out.hold("unanswered", &silent, &results.unanswered);
    let bounds = i.norm.policy.vigilance.clone().unwrap_or_default();
    let (aside, waits) = shares(i, &chosen, &done);
    let beyond = |share: Option<F>, bound: &Option<Ratio>| {
        share.filter(|share| bound.as_ref().is_some_and(|bound| *share > F::of(bound)))
    };
    let aside = beyond(aside, &bounds.set_aside);
    let alone = aside.map(|share| (DoubtKind::SetAside, Some(share), None, BTreeSet::new()));
    let told: Vec<Told> = alone
        .into_iter()
        .chain(papers::doubts(i, &chosen, &done))
        .collect();
    let doubts = results.doubts.iter().map(|d| {
        let pieces = d.pieces.iter().cloned().collect();
        (d.kind, d.share.as_ref().map(F::of), d.day, pieces)
    });
    out.hold("doubts", told, doubts.collect());
    out.hold(
        "to open",
        papers::to_open(i, &chosen, &done),
        results.to_open.clone(),
    );
    let lifts: Vec<Option<DoubtLift>> = results.doubts.iter().map(|d| lifted(i, &d.id)).collect();
    let given = results.doubts.iter().map(|d| d.lifted);
    out.hold("lifted", lifts.clone(), given.collect());
    let explained = lifts.iter().filter(|l| **l == Some(DoubtLift::Explained)).count();
    let profile = i.norm.profiles.iter().find(|p| p.id == i.profile).unwrap();
    let bound = match profile.waiting.clone() {
        // a profile's own bound stands for that of a norm that has any vigilance
        Some(own) => i.norm.policy.vigilance.as_ref().map(|_| own),
        None => bounds.waiting.clone(),
    };
    let waits = beyond(waits, &bound).filter(|_| whole.favourable);
    let reserves = results.reserves.iter().map(|r| match r {
        Reserve::AuditorsLook { share } | Reserve::Images { share } | Reserve::Findings { share } => {
            F::of(share)
        }
        Reserve::ExplainedDoubts { count } => int(*count),
    });
    let told = (explained > 0 && whole.favourable).then(|| int(explained));
    let found = beyond(on_findings(i, &chosen), &bounds.findings).filter(|_| whole.favourable);
    let seen_by_eye = beyond(papers::on_eyes(i, &chosen), &bounds.images).filter(|_| whole.favourable);
    out.hold(
        "reserves",
        told.into_iter()
            .chain(waits)
            .chain(seen_by_eye)
            .chain(found)
            .collect::<Vec<_>>(),
        reserves.collect(),
    );
    let unseen: Vec<PieceId> = results
        .to_open
        .iter()
        .filter(|id| !seen(i, id))
        .cloned()
        .collect();
    let over = unseen.is_empty() && lifts.iter().all(|l| *l == Some(DoubtLift::Auditor));
    let audit = i.norm.policy.vigilance.is_some() && i.audit != AuditKind::SelfAssessment;
    let state = if over {
        Finality::Final
    } else {
        Finality::Provisional
    };
    out.hold("finality", audit.then_some(state), results.finality);
    if whole.favourable && lifts.contains(&None) {
        obstacles.extend(whole.conclusion.take().map(NoConclusion::Suspended));
    } else if whole.favourable && audit && !over {
        let held = whole.conclusion.take();
        obstacles.extend(held.map(|conclusion| NoConclusion::Provisional { conclusion, unseen }));
    }
    out.hold("obstacles", &obstacles, &results.no_conclusion);
    out.hold("score", whole.score, ends(results.score.as_ref()));
    out.hold("out of", whole.full, F::of(&results.out_of));
    out.hold("statuses", count(&chosen), results.statuses.clone());
    out.hold("chapters", whole.chapters.len(), results.chapters.len());
    for found in &results.chapters {
        let own: Chosen<'_> = chosen
            .iter()
            .filter(|(c, _)| inside(i, &c.chapter, &found.id))
            .copied()
            .collect();
        let part = &whole.chapters[&found.id];
        let what = format!("chapter {}", found.id);
        out.hold(&what, part.value, ends(found.score.as_ref()));
        out.hold(&what, part.full, F::of(&found.out_of));
        out.hold(&what, count(&own), found.statuses.clone());
    }
    let gates = results
        .gates
        .iter()
        .map(|g| (g.id.clone(), g.passed, ends(g.before.as_ref())));
    out.hold("gates", whole.gates, gates.collect());
    out.hold("kinds", &whole.kinds, &results.kinds);
    out.hold("accumulated", &whole.accumulated, &results.accumulated);
    let left = chosen
        .iter()
        .filter(|(c, v)| fails(v.retained) && was_bad(i, &c.id));
    out.hold(
        "unlifted",
        left.map(|(c, _)| c.id.clone()).collect(),
        results.unlifted.clone(),
    );
    out.hold("band", &whole.band, &results.band);
    out.hold("conclusion", &whole.conclusion, &results.conclusion);
    let found = results.drawn.as_ref().map(|d| (d.seed.clone(), d.sites.clone()));
    out.hold("draw", drawn(i), found);
    out.hold(
        "drawn of",
        results.drawn.as_ref().map(|_| i.sites.len()),
        results.drawn.as_ref().map(|d| d.of),
    );
    let beyond = i
        .norm
        .policy
        .revisions
        .iter()
        .map(|r| r.from)
        .filter(|from| day(*from) <= day(i.date));
    out.hold("revisions", beyond.collect(), results.revisions.clone());
    let turned = whole
        .conclusion
        .map(|conclusion| swings(i, &done, &conclusion, silent.is_empty()));
    let found = results
        .swings
        .iter()
        .map(|s| (s.criterion.clone(), s.status, s.conclusion.clone()));
    out.hold("swings", turned.unwrap_or_default(), found.collect());
    out.0
}

/// Who lifted a doubt.
fn lifted(i: &Inputs, doubt: &DoubtId) -> Option<DoubtLift> {
    let notes: Vec<_> = i.doubt_notes.iter().filter(|n| &n.doubt == doubt).collect();
    if i.audit != AuditKind::SelfAssessment && notes.iter().any(|n| n.auditor.is_some()) {
        return Some(DoubtLift::Auditor);
    }
    (!notes.is_empty()).then_some(DoubtLift::Explained)
}

/// Has an auditor seen it?
fn seen(i: &Inputs, piece: &PieceId) -> bool {
    i.findings.iter().any(|f| f.seen.contains(piece)) || i.doubt_notes.iter().any(|n| n.seen.contains(piece))
}

fn count(chosen: &Chosen<'_>) -> BTreeMap<Status, usize> {
    let of = |status: &Status| chosen.iter().filter(|(_, v)| v.retained == *status).count();
    Status::ALL.iter().map(|status| (*status, of(status))).collect()
}

fn criterion(v: &Verdict, found: &CriterionResult, out: &mut Differences) {
    let id = &found.id;
    out.hold(&format!("{id} computed"), v.computed, found.computed);
    out.hold(
        &format!("{id} retained"),
        (v.retained, v.reason),
        (found.retained, found.reason),
    );
    out.hold(&format!("{id} kind"), &v.kind, &found.kind);
    let raised = found.raised.as_ref().map(|r| (r.from.clone(), r.why));
    out.hold(&format!("{id} raised"), v.raised.clone(), raised);
    out.hold(&format!("{id} value"), v.value, ends(found.value.as_ref()));
    out.hold(&format!("{id} weight"), v.weight, found.weight);
    out.hold(
        &format!("{id} waits"),
        (v.waits, v.below),
        (found.to_show, found.only_below),
    );
    out.hold(&format!("{id} decides"), v.lead, found.decisive);
    let contradiction = v.samples.iter().any(|s| s.contradiction);
    out.hold(&format!("{id} contradiction"), contradiction, found.contradiction);
    let scope = v.samples.iter().any(|s| s.scope_unknown);
    out.hold(&format!("{id} scope"), scope, found.applicability_unknown);
    out.hold(&format!("{id} samples"), v.samples.len(), found.samples.len());
    for (naive, found) in v.samples.iter().zip(&found.samples) {
        sample(&format!("{id} {:?}", naive.site), naive, found, out);
    }
}

fn sample(at: &str, naive: &super::Sample, found: &Sample, out: &mut Differences) {
    out.hold(&format!("{at} site"), &naive.site, &found.site);
    let of = (naive.computed, naive.retained, naive.reason, naive.waits);
    out.hold(
        at,
        of,
        (found.computed, found.retained, found.reason, found.to_show),
    );
    out.hold(&format!("{at} below"), naive.below, found.only_below);
    out.hold(&format!("{at} kind"), &naive.kind, &found.kind);
    out.hold(&format!("{at} value"), naive.value, ends(found.value.as_ref()));
    out.hold(
        &format!("{at} elements"),
        naive.elements.len(),
        found.elements.len(),
    );
    for (own, found) in naive.elements.iter().zip(&found.elements) {
        let at = format!("{at} {}", own.id);
        let causes: CauseSet = own.causes.iter().copied().collect();
        out.hold(&at, (own.truth, causes), (found.truth, found.causes));
        out.hold(&format!("{at} found"), own.found, found.finding.is_some());
        out.hold(&format!("{at} rating"), &own.rating, &found.rating);
        let look = own.look.as_ref();
        let trace = found.trace.as_ref();
        out.hold(
            &format!("{at} rule"),
            look.map(|l| l.truth),
            trace.map(|t| t.truth),
        );
        out.hold(
            &format!("{at} support"),
            look.and_then(|l| l.support),
            trace.and_then(|t| t.support),
        );
        out.hold(
            &format!("{at} causes"),
            look.map(|l| l.causes.iter().copied().collect::<CauseSet>()),
            trace.map(|t| t.causes),
        );
        out.hold(
            &format!("{at} pieces"),
            look.map(|l| &l.pieces),
            trace.map(|t| &t.evidence),
        );
    }
}
