//! What casts a doubt on a favourable conclusion, what it is given under reserve of, and what must be answered before (design §6, §7).

mod lifted;
mod papers;

use lifted::DoubtFound;

use super::board::Board;
use super::criterion::is_contradicted;
use super::rules;
use super::sight::Sight;
use crate::assessment::Inputs;
use crate::assessment::results::{
    Cause, CriterionResult, Doubt, DoubtKind, DoubtLift, ElementResult, Finality, Reason, Reserve, Sample,
    Support, Truth, wanted_with,
};
use crate::kernel::{CriterionId, PieceId, Ratio, Status};
use crate::norm::model::{AuditKind, Criterion, Element, Importance, Rule};

/// Criteria with what came out of them.
type Case<'a> = (&'a Criterion, &'a CriterionResult);

/// Criteria that bind and of which a level or a fact that could still change them was not answered, or is contradicted by its piece. Where a favourable conclusion bounds
/// how many do not conform, each of them binds: silence about one would be better off than the truth.
pub(super) fn unanswered(board: &Board<'_>, judged: &[Case<'_>]) -> Vec<CriterionId> {
    let all = counts_every_breach(board.inputs);
    let silent = |(criterion, result): &&Case<'_>| {
        (all || criterion.importance != Importance::Recommended)
            && result
                .samples
                .iter()
                .any(|sample| is_unanswered(criterion, sample, board))
    };
    judged.iter().filter(silent).map(|(c, _)| c.id.clone()).collect()
}

/// Does a favourable conclusion that may be given bound how many criteria do not conform, whatever their importance?
fn counts_every_breach(inputs: &Inputs) -> bool {
    let profile = inputs.norm.profile(&inputs.profile);
    let rules = profile.map_or(&[][..], |profile| inputs.norm.conclusions(profile));
    rules.iter().any(|rule| {
        let statuses = rule.condition.iter().flat_map(|condition| &condition.statuses);
        let mut bounds = statuses.filter(|(status, _)| **status == Status::Nonconforming);
        rule.favourable
            && rule.is_for(inputs.audit, inputs.cycle.as_ref())
            && bounds.any(|(_, bound)| bound.max.is_some())
    })
}

fn is_unanswered(criterion: &Criterion, sample: &Sample, board: &Board<'_>) -> bool {
    let settled = matches!(sample.reason, Reason::Auditor | Reason::Disagreement);
    if settled || sample.retained == Status::NotApplicable {
        return false;
    }
    let sight = Sight {
        board,
        site: sample.site.as_ref(),
    };
    let level = criterion.judged.asks_level()
        && criterion.level_in(board.inputs.cycle.as_ref()).is_some()
        && sight.practice(&criterion.id).is_none_or(|p| p.level.is_none());
    let fact = |(element, found): (&Element, &ElementResult)| {
        let open = found.finding.is_none() && found.truth == Truth::Unknown;
        open && (found.causes.contains(&Cause::NotStated) || is_contradicted(element, sight))
    };
    level || wanted_with(criterion, &sample.elements).any(fact)
}

/// Doubts, and what a favourable conclusion is given under reserve of; none where the norm knows of no vigilance.
pub(super) fn look(
    board: &Board<'_>,
    judged: &[Case<'_>],
    counting: &[Vec<&PieceId>],
) -> (Vec<Doubt>, Vec<Reserve>) {
    let Some(vigilance) = &board.inputs.norm.policy.vigilance else {
        return (Vec::new(), Vec::new());
    };
    let weights = Weights::of(board, judged);
    let mut doubts = Vec::new();
    if let Some(share) = beyond(&weights.aside, &weights.base, vigilance.set_aside.as_ref()) {
        doubts.push(DoubtFound {
            share: Some(share),
            criteria: weights.set_aside,
            ..DoubtFound::of(DoubtKind::SetAside)
        });
    }
    doubts.extend(papers::doubts(board, judged, counting, vigilance));
    let doubts = lifted::settle(doubts, board.inputs);
    let mut reserves = Vec::new();
    let explained = doubts
        .iter()
        .filter(|doubt| doubt.lifted == Some(DoubtLift::Explained));
    match explained.count() {
        0 => {}
        count => reserves.push(Reserve::ExplainedDoubts { count }),
    }
    let own = board.inputs.norm.profile(board.profile);
    let bound = own.and_then(|profile| profile.waiting.as_ref());
    let bound = bound.or(vigilance.waiting.as_ref());
    if let Some(share) = beyond(&weights.waiting, &weights.base, bound) {
        reserves.push(Reserve::AuditorsLook { share });
    }
    if board.inputs.audit == AuditKind::SelfAssessment {
        let resting = |bound: &Option<Ratio>, share: fn(&Inputs, &[Case<'_>]) -> Option<Ratio>| {
            let bound = bound.as_ref()?;
            share(board.inputs, judged).filter(|share| share > bound)
        };
        let images = resting(&vigilance.images, papers::on_eyes);
        let findings = resting(&vigilance.findings, on_findings);
        reserves.extend(images.map(|share| Reserve::Images { share }));
        reserves.extend(findings.map(|share| Reserve::Findings { share }));
    }
    (doubts, reserves)
}

/// The share of the weight that is met which would not be without findings.
fn on_findings(inputs: &Inputs, judged: &[Case<'_>]) -> Option<Ratio> {
    // what lifts a doubt tells of pieces seen, too
    if inputs.findings.is_empty() && inputs.doubt_notes.iter().all(|note| note.seen.is_empty()) {
        return None;
    }
    let mut without = inputs.clone();
    without.findings.clear();
    without.doubt_notes.iter_mut().for_each(|note| note.seen.clear());
    met_only_with(&without, judged)
}

/// The share of the weight that is met which would not be if less were known.
fn met_only_with(without: &Inputs, judged: &[Case<'_>]) -> Option<Ratio> {
    let then = crate::settle(without);
    let (mut met, mut resting) = (Ratio::zero(), Ratio::zero());
    for (criterion, result) in judged.iter().filter(|(_, r)| r.retained == Status::Conforming) {
        let weight = Ratio::whole(i64::from(result.weight));
        met = met + weight.clone();
        let found = without.norm.reads().place(&criterion.id);
        let found = found.and_then(|place| then.get(place)?.as_ref());
        if found.is_none_or(|found| found.retained != Status::Conforming) {
            resting = resting + weight;
        }
    }
    Ratio::of(&resting, &met)
}

/// Is an audit over: has an auditor settled every doubt, and seen every piece to open? With the pieces that were not seen.
pub(super) fn finality(
    board: &Board<'_>,
    doubts: &[Doubt],
    to_open: &[PieceId],
) -> Option<(Finality, Vec<PieceId>)> {
    board.inputs.norm.policy.vigilance.as_ref()?;
    if board.inputs.audit == AuditKind::SelfAssessment {
        return None;
    }
    let unseen: Vec<PieceId> = to_open.iter().filter(|id| !board.is_seen(id)).cloned().collect();
    let settled = doubts
        .iter()
        .all(|doubt| doubt.lifted == Some(DoubtLift::Auditor));
    let state = if settled && unseen.is_empty() {
        Finality::Final
    } else {
        Finality::Provisional
    };
    Some((state, unseen))
}

/// By criterion, the pieces that count for its elements, some perhaps twice.
pub(super) fn counting<'a>(judged: &[Case<'a>]) -> Vec<Vec<&'a PieceId>> {
    judged
        .iter()
        .map(|(_, result)| papers::counting_for(result))
        .collect()
}

/// The pieces that a person should open; none where the norm knows of no vigilance.
pub(super) fn to_open<'a>(
    board: &'a Board<'a>,
    judged: &[Case<'a>],
    counting: &[Vec<&'a PieceId>],
) -> Vec<PieceId> {
    let vigilance = board.inputs.norm.policy.vigilance.as_ref();
    vigilance.map_or_else(Vec::new, |_| papers::to_open(board, judged, counting))
}

/// The share, where it is beyond the bound.
fn beyond(part: &Ratio, whole: &Ratio, bound: Option<&Ratio>) -> Option<Ratio> {
    let share = Ratio::of(part, whole)?;
    bound.is_some_and(|bound| share > *bound).then_some(share)
}

/// Weights, over that of all criteria in force less those that a shown fact, or an auditor, excludes.
struct Weights {
    base: Ratio,
    /// By the structure's own word.
    aside: Ratio,
    set_aside: Vec<CriterionId>,
    /// Waiting for an auditor alone.
    waiting: Ratio,
}

/// What becomes of one sample, as shares of its weight.
enum Aside {
    /// It is not part of the whole.
    Out,
    /// This share of it is set aside by the structure's word.
    Share(Ratio),
}

impl Weights {
    fn of(board: &Board<'_>, judged: &[Case<'_>]) -> Self {
        let mut all = Self {
            base: Ratio::zero(),
            aside: Ratio::zero(),
            set_aside: Vec::new(),
            waiting: Ratio::zero(),
        };
        for (criterion, result) in judged {
            let n = Ratio::count(result.samples.len());
            let weight = Ratio::whole(i64::from(result.weight));
            let one = Ratio::of(&weight, &n).unwrap_or_else(Ratio::zero);
            // in samples: how many there are, and what is set aside of them
            let (mut counted, mut own) = (0, Ratio::zero());
            for sample in &result.samples {
                if let Aside::Share(share) = aside(criterion, sample, board) {
                    counted += 1;
                    own = if share.is_zero() { own } else { own + share };
                }
            }
            all.base = all.base + one.clone() * Ratio::count(counted);
            if !own.is_zero() && !one.is_zero() {
                all.set_aside.push(criterion.id.clone());
                all.aside = all.aside + one * own;
            }
            if result.to_show && board.inputs.audit == AuditKind::SelfAssessment {
                all.waiting = all.waiting + weight;
            }
        }
        all
    }
}

/// Is a criterion set aside by the structure's word alone, whole, in one place at least?
pub(super) fn is_set_aside(board: &Board<'_>, criterion: &Criterion, result: &CriterionResult) -> bool {
    result.samples.iter().any(|sample| {
        sample.retained == Status::NotApplicable
            && matches!(aside(criterion, sample, board), Aside::Share(share) if share == Ratio::one())
    })
}

fn aside(criterion: &Criterion, sample: &Sample, board: &Board<'_>) -> Aside {
    let sight = Sight {
        board,
        site: sample.site.as_ref(),
    };
    let part = |share: bool| Aside::Share(if share { Ratio::one() } else { Ratio::zero() });
    match sample.reason {
        Reason::NotInForce | Reason::OtherCycle | Reason::AllVoid => Aside::Out,
        Reason::OutOfScope => {
            let said = criterion
                .applies_if
                .as_ref()
                .is_some_and(|rule| !shown(rule, sight));
            if said { part(true) } else { Aside::Out }
        }
        Reason::SetAside => part(true),
        _ if sample.retained == Status::NotApplicable && sample.reason == Reason::Auditor => Aside::Out,
        _ => {
            let (mut said, mut live) = (0, 0);
            let elements = criterion.elements.iter().zip(&sample.elements);
            for (_, found) in elements.filter(|(element, _)| !element.optional) {
                let own_word = found.truth == Truth::Void
                    && found.finding.is_none()
                    && found.causes.contains(&Cause::NoObject)
                    && found.trace.as_ref().and_then(|trace| trace.support) != Some(Support::Shown);
                said += usize::from(own_word);
                live += usize::from(own_word || found.truth != Truth::Void);
            }
            if said == 0 {
                return if sample.reason == Reason::NoObject {
                    Aside::Out
                } else {
                    part(false)
                };
            }
            Aside::Share(Ratio::of(&Ratio::count(said), &Ratio::count(live)).unwrap_or_else(Ratio::zero))
        }
    }
}

/// Do all facts that a rule reads rest on evidence?
fn shown(rule: &Rule, sight: Sight<'_>) -> bool {
    rule.each().flat_map(Rule::own_facts).all(|key| {
        sight
            .fact(key)
            .is_some_and(|fact| rules::support(key, fact, sight) == Support::Shown)
    })
}
