//! The status of a criterion: the ordered rule of design §6, first match.

use std::collections::{BTreeMap, BTreeSet};

use super::board::{Board, ByName};
use super::gather::Judgement;
use super::logic::Upshot;
use super::rules::Supposed;
use super::sight::{self, Sight};
use super::{gather, rules, worth};
use crate::assessment::inputs::{ElementFinding, Finding};
use crate::assessment::results::{
    Cause, CriterionResult, ElementResult, Reason, Sample, Support, Truth, wanted,
};
use crate::assessment::{CauseSet, Inputs};
use crate::kernel::{AuditorId, ElementId, ElementRef, KindCode, LevelId, Ratio, Status};
use crate::norm::model::{AuditKind, Criterion, Element, Judged, Kind, Rule};
use crate::norm::reads::CriterionReads;

/// Judges one criterion, sample by sample; `others` holds the retained statuses of those it reads.
pub(super) fn judge<'a>(
    criterion: &'a Criterion,
    board: &'a Board<'a>,
    others: &ByName<'_, Status>,
) -> CriterionResult {
    let reads = board.reads(criterion);
    let judged: Vec<Judgement> = sight::samples(criterion, reads, board)
        .into_iter()
        .map(|sight| sample(criterion, reads, sight, others))
        .collect();
    let weight = weight(criterion, Sight { board, site: None }, others);
    gather::gather(criterion, board, weight, judged)
}

/// Its own weight, or the first one whose rule holds for the structure as a whole.
fn weight<'a>(criterion: &'a Criterion, sight: Sight<'a>, others: &ByName<'_, Status>) -> u32 {
    criterion
        .weights
        .iter()
        .find(|reduced| rules::evaluate(&reduced.rule, &criterion.id, sight, others).truth == Truth::Yes)
        .map_or(criterion.weight, |reduced| reduced.weight)
}

fn sample<'a>(
    criterion: &'a Criterion,
    reads: &'a CriterionReads,
    sight: Sight<'a>,
    others: &ByName<'_, Status>,
) -> Judgement {
    let scope = criterion
        .applies_if
        .as_ref()
        .map(|rule| rules::evaluate(rule, &criterion.id, sight, others).truth);
    let findings: Vec<&Finding> = sight.findings(&criterion.id).collect();
    let elements: Vec<ElementResult> = criterion
        .elements
        .iter()
        .enumerate()
        .map(|(rank, own)| {
            // INVARIANT: the norm keeps the name of each of its own
            let id = reads.refs.get(rank).cloned();
            let id = id.unwrap_or_else(|| ElementRef::new(&criterion.id, &own.id));
            element((own, id), criterion, &findings, sight, others)
        })
        .collect();
    let said = DeclaredLevel::said(criterion, sight);
    let level = if criterion.judged.asks_level() {
        said
    } else {
        DeclaredLevel::NotWanted
    };
    let (computed, why) = status((criterion, reads), sight, scope, &elements, level);
    let (retained, reason) = retain(criterion, sight, computed, why);
    let live: Vec<&ElementResult> = wanted(criterion, &elements).collect();
    let met = live.iter().filter(|e| e.truth == Truth::Yes).count();
    let told = reason == Reason::Unproven && level != DeclaredLevel::Undeclared;
    let lacks = Lacks::of(criterion, &elements, sight);
    let to_show = told && !live.is_empty() && live.iter().all(|e| e.truth == Truth::Yes || is_human(e));
    let only_below = told && lacks == Lacks::Target;
    let contradiction = said == DeclaredLevel::Below && !live.is_empty() && met == live.len();
    let ruling = worth::Ruling {
        computed,
        retained,
        reason,
        // nobody can show an auditor's look to oneself
        waits: to_show && sight.inputs().audit == AuditKind::SelfAssessment,
        may_leave: scope == Some(Truth::Unknown),
    };
    let value = worth::worth(criterion, sight, ruling, &live);
    let kind = kind(criterion, sight, (ruling, to_show, only_below, lacks), &live);
    Judgement {
        contradiction,
        applicability_unknown: scope == Some(Truth::Unknown),
        sample: Sample {
            site: sight.site.cloned(),
            computed,
            retained,
            reason,
            elements,
            to_show,
            only_below,
            kind,
            value,
        },
    }
}

/// Does the element wait for a person's judgement, and nothing else?
pub(super) fn is_human(element: &ElementResult) -> bool {
    element.truth == Truth::Unknown && element.causes.iter().all(|cause| *cause == Cause::HumanJudgement)
}

/// What the elements of a criterion lack, those that wait for a person apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lacks {
    /// Nothing.
    Nothing,
    /// Only that numbers reach a target of the tool's own.
    Target,
    /// Something else.
    More,
}

impl Lacks {
    fn of(criterion: &Criterion, elements: &[ElementResult], sight: Sight<'_>) -> Self {
        let each = criterion.elements.iter().zip(elements);
        let live = each.filter(|(element, found)| !element.optional && found.truth != Truth::Void);
        live.fold(Self::Nothing, |lacks, (element, found)| {
            let reached = || match (&element.rule, &found.trace) {
                (Some(rule), Some(trace)) if found.finding.is_none() => {
                    settled(
                        element,
                        rules::supposing(Supposed::TargetsReached, rule, trace, sight),
                        sight,
                    )
                    .0 == Truth::Yes
                }
                _ => false,
            };
            match lacks {
                Self::More => Self::More,
                _ if found.truth == Truth::Yes || is_human(found) => lacks,
                _ if found.truth == Truth::Unknown && reached() => Self::Target,
                _ => Self::More,
            }
        })
    }
}

/// The declared level, beside the one that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DeclaredLevel {
    /// None is wanted, or nobody is asked for it: what is said of it all the same is no part of the verdict.
    NotWanted,
    Undeclared,
    Below,
    Reached,
}

impl DeclaredLevel {
    /// What is said of it, whether or not it is asked.
    fn said(criterion: &Criterion, sight: Sight<'_>) -> Self {
        let norm = &sight.inputs().norm;
        let wanted = criterion.level_in(sight.inputs().cycle.as_ref());
        let Some(wanted) = wanted.and_then(|id| norm.level_rank(id)) else {
            return Self::NotWanted;
        };
        let declared = sight
            .practice(&criterion.id)
            .and_then(|p| p.level.as_ref())
            .and_then(|id| norm.level_rank(id));
        match declared {
            Some(rank) if rank < wanted => Self::Below,
            Some(_) => Self::Reached,
            None => Self::Undeclared,
        }
    }
}

/// What a finding says of an element: met or not, by its own words or by the level that it gives; or without object.
fn outcome(finding: &Finding, element: &ElementId, criterion: &Criterion, inputs: &Inputs) -> Option<Truth> {
    let (_, found) = finding.element().filter(|(id, _)| *id == element)?;
    Some(match found {
        ElementFinding::Met => Truth::Yes,
        ElementFinding::NotMet => Truth::No,
        ElementFinding::Void => Truth::Void,
        ElementFinding::Rated(level) if is_reached(level, criterion, inputs) => Truth::Yes,
        ElementFinding::Rated(_) => Truth::No,
    })
}

/// The level that a finding gives an element.
fn rating(finding: &Finding) -> Option<&LevelId> {
    match finding.element()?.1 {
        ElementFinding::Rated(level) => Some(level),
        ElementFinding::Met | ElementFinding::NotMet | ElementFinding::Void => None,
    }
}

/// Does a level given to an element reach the one wanted, or the highest where the criterion wants none?
fn is_reached(level: &LevelId, criterion: &Criterion, inputs: &Inputs) -> bool {
    let norm = &inputs.norm;
    let wanted = criterion
        .level_in(inputs.cycle.as_ref())
        .and_then(|id| norm.level_rank(id))
        .unwrap_or_else(|| norm.levels.len().saturating_sub(1));
    norm.level_rank(level).is_some_and(|rank| rank >= wanted)
}

fn element<'a>(
    (element, id): (&'a Element, ElementRef),
    criterion: &'a Criterion,
    findings: &[&Finding],
    sight: Sight<'a>,
    others: &ByName<'_, Status>,
) -> ElementResult {
    if !element.is_in(sight.inputs().cycle.as_ref()) {
        return ElementResult {
            id,
            truth: Truth::Void,
            causes: CauseSet::new(),
            trace: None,
            finding: None,
            rating: None,
        };
    }
    let found: Vec<(&Finding, Truth)> = findings
        .iter()
        .filter_map(|f| Some((*f, outcome(f, &element.id, criterion, sight.inputs())?)))
        .collect();
    let trace = element
        .rule
        .as_ref()
        .filter(|_| criterion.judged != Judged::Human)
        .map(|rule| rules::evaluate(rule, &criterion.id, sight, others));
    if let Some((finding, first)) = found.iter().min_by_key(|(finding, _)| &finding.id) {
        let agreed = found.iter().all(|(_, other)| other == first);
        let truth = if agreed { *first } else { Truth::Unknown };
        let causes = if agreed {
            CauseSet::new()
        } else {
            CauseSet::from([Cause::Disagreement])
        };
        return ElementResult {
            id,
            truth,
            causes,
            trace,
            finding: Some(finding.id.clone()),
            rating: rating(finding).filter(|_| agreed).cloned(),
        };
    }
    let (truth, causes) = match &trace {
        None => (Truth::Unknown, CauseSet::from([Cause::HumanJudgement])),
        Some(step) => settled(element, Upshot::of(step), sight),
    };
    // what the structure wrote of its own talk or look waits for an auditor's
    let alone = sight.inputs().audit == AuditKind::SelfAssessment;
    let said_only = alone && causes.len() == 1 && causes.contains(&Cause::DeclaredOnly);
    let causes = match (&element.rule, &trace) {
        (Some(rule), Some(step))
            if said_only
                && settled(
                    element,
                    rules::supposing(Supposed::LookedAt, rule, step, sight),
                    sight,
                )
                .0 == Truth::Yes =>
        {
            CauseSet::from([Cause::HumanJudgement])
        }
        _ => causes,
    };
    ElementResult {
        id,
        truth,
        causes,
        trace,
        finding: None,
        rating: None,
    }
}

/// Does an element rest on a number of which its piece says another?
pub(super) fn is_contradicted(element: &Element, sight: Sight<'_>) -> bool {
    // sought only where there is one at all
    sight.board.is_contradicted && {
        let leaves = element.rule.iter().flat_map(Rule::each);
        let mut facts = leaves.flat_map(Rule::own_facts);
        facts.any(|key| sight.fact(key).is_some_and(|fact| fact.typed.is_some()))
    }
}

/// What an element comes to by its rule: true only when shown, or where the norm takes a declaration.
fn settled(element: &Element, step: Upshot, sight: Sight<'_>) -> (Truth, CauseSet) {
    let said_only = step.truth == Truth::Yes && step.support != Some(Support::Shown);
    if said_only && !element.declaration_suffices {
        let cause = if is_contradicted(element, sight) {
            Cause::Contradicted
        } else {
            Cause::DeclaredOnly
        };
        (Truth::Unknown, CauseSet::from([cause]))
    } else {
        (step.truth, step.causes)
    }
}

fn status<'a>(
    (criterion, reads): (&'a Criterion, &'a CriterionReads),
    sight: Sight<'a>,
    scope: Option<Truth>,
    elements: &[ElementResult],
    level: DeclaredLevel,
) -> (Status, Reason) {
    let practice = sight.practice(&criterion.id);
    let inputs = sight.inputs();
    let in_force = criterion.from.is_none_or(|day| day <= inputs.date)
        && criterion.withdrawn.is_none_or(|day| inputs.date < day);
    if !in_force {
        return (Status::NotApplicable, Reason::NotInForce);
    }
    if !criterion.is_in(inputs.cycle.as_ref()) {
        return (Status::NotApplicable, Reason::OtherCycle);
    }
    if scope == Some(Truth::No) {
        return (Status::NotApplicable, Reason::OutOfScope);
    }
    if !criterion.always_applies
        && practice.is_some_and(|p| {
            p.not_applicable
                .as_ref()
                .is_some_and(|why| !why.trim().is_empty())
        })
    {
        return (Status::NotApplicable, Reason::SetAside);
    }
    let void_by_finding = |e: &ElementResult| e.truth == Truth::Void && e.finding.is_some();
    if !criterion.always_applies && !elements.is_empty() && elements.iter().all(void_by_finding) {
        return (Status::NotApplicable, Reason::AllVoid);
    }
    let mut asked = criterion
        .elements
        .iter()
        .zip(elements)
        .filter(|(element, _)| !element.optional);
    let object = asked.clone().any(|(_, e)| e.truth != Truth::Void);
    if !criterion.always_applies && !object && asked.any(|(_, e)| e.causes.contains(&Cause::NoObject)) {
        return (Status::NotApplicable, Reason::NoObject);
    }
    if wanted(criterion, elements).any(|e| e.truth == Truth::No) {
        return (Status::Nonconforming, Reason::ElementFalse);
    }
    let mut live = wanted(criterion, elements).peekable();
    let all_met = live.peek().is_some() && live.all(|e| e.truth == Truth::Yes);
    if level == DeclaredLevel::Below {
        return (Status::Nonconforming, Reason::LevelBelow);
    }
    let all_human = object && wanted(criterion, elements).all(is_human) && level == DeclaredLevel::NotWanted;
    if inputs.audit == AuditKind::SelfAssessment && all_human {
        return (Status::NotDemonstrated, Reason::Unproven);
    }
    if silent(criterion, reads, sight) {
        return (Status::NotAssessed, Reason::Silent);
    }
    if all_met && level != DeclaredLevel::Undeclared {
        return (Status::Conforming, Reason::AllMet);
    }
    (Status::NotDemonstrated, Reason::Unproven)
}

/// Nothing said: no level, no finding, none of the facts its rules ask about, no evidence of the types they ask.
fn silent<'a>(criterion: &Criterion, reads: &'a CriterionReads, sight: Sight<'a>) -> bool {
    let mut levels = std::iter::once(&criterion.id).chain(&reads.elements.levels);
    !levels.any(|id| sight.practice(id).is_some_and(|p| p.level.is_some()))
        && sight.findings(&criterion.id).next().is_none()
        && !reads.asked.iter().any(|key| sight.fact(key).is_some())
        && sight
            .evidence(&reads.elements.types, &criterion.id)
            .next()
            .is_none()
}

/// An auditor's finding replaces the computed status; auditors who differ leave it not assessed.
fn retain(criterion: &Criterion, sight: Sight<'_>, computed: Status, why: Reason) -> (Status, Reason) {
    if sight.findings(&criterion.id).next().is_none() {
        return (computed, why);
    }
    let said: BTreeSet<Status> = sight
        .findings(&criterion.id)
        .filter_map(|f| f.retains(&sight.inputs().norm))
        .collect();
    let wanted = criterion
        .elements
        .iter()
        .filter(|e| e.is_in(sight.inputs().cycle.as_ref()));
    let split = wanted.into_iter().any(|e| {
        let outcomes: BTreeSet<Truth> = sight
            .findings(&criterion.id)
            .filter_map(|f| outcome(f, &e.id, criterion, sight.inputs()))
            .collect();
        outcomes.len() > 1
    });
    let mut said = said.into_iter();
    match (said.next(), said.next()) {
        _ if differ_in_gravity(criterion, sight) => (Status::NotAssessed, Reason::Disagreement),
        (Some(_), Some(_)) => (Status::NotAssessed, Reason::Disagreement),
        (Some(one), None) => (one, Reason::Auditor),
        _ if split => (Status::NotAssessed, Reason::Disagreement),
        _ => (computed, why),
    }
}

/// Do two auditors differ in the gravest that each noted, where one of them notes a nonconformity?
fn differ_in_gravity(criterion: &Criterion, sight: Sight<'_>) -> bool {
    let norm = &sight.inputs().norm;
    let mut gravest: BTreeMap<&AuditorId, &Kind> = BTreeMap::new();
    for finding in sight.findings(&criterion.id) {
        if let Some(kind) = finding.kind().and_then(|code| norm.kind(code)) {
            let own = gravest.entry(&finding.auditor).or_insert(kind);
            if (own.rank, &own.code) < (kind.rank, &kind.code) {
                *own = kind;
            }
        }
    }
    let kinds: BTreeSet<&KindCode> = gravest.values().map(|kind| &kind.code).collect();
    kinds.len() > 1 && gravest.values().any(|kind| kind.nonconformity)
}

/// The norm's table of kinds; an auditor's own kind comes first; waiting for an auditor is no finding. Where the criterion has one
/// kind only, whatever fails bears it.
fn kind(
    criterion: &Criterion,
    sight: Sight<'_>,
    (ruling, to_show, only_below, lacks): (worth::Ruling, bool, bool, Lacks),
    wanted: &[&ElementResult],
) -> Option<KindCode> {
    let worth::Ruling { retained, reason, .. } = ruling;
    let inputs = sight.inputs();
    let rank = |code: &&KindCode| inputs.norm.kind(code).map(|k| k.rank);
    let worst = sight
        .findings(&criterion.id)
        .filter_map(Finding::kind)
        .max_by_key(rank);
    let found = match worst.filter(|_| reason != Reason::Disagreement) {
        Some(code) => Some(code.clone()),
        None if to_show => None,
        None => by_table(criterion, sight, (retained, reason, only_below, lacks), wanted),
    };
    let fails = found
        .as_ref()
        .and_then(|code| inputs.norm.kind(code))
        .is_some_and(|kind| kind.nonconformity)
        || (found.is_some() && matches!(retained, Status::Nonconforming | Status::NotDemonstrated));
    match &criterion.single_kind {
        Some(only) if fails => Some(only.clone()),
        _ => found,
    }
}

/// The kind that the norm's table gives.
fn by_table(
    criterion: &Criterion,
    sight: Sight<'_>,
    (retained, reason, only_below, lacks): (Status, Reason, bool, Lacks),
    wanted: &[&ElementResult],
) -> Option<KindCode> {
    let inputs = sight.inputs();
    let policy = &inputs.norm.policy;
    let row = policy.kinds.get(&criterion.importance)?;
    let targets = policy.has_targets();
    let unproven = || {
        let absent = wanted.iter().any(|e| e.causes.contains(&Cause::NoEvidence));
        row.no_evidence
            .clone()
            .filter(|_| absent)
            .or_else(|| row.not_demonstrated.clone())
    };
    match retained {
        Status::Nonconforming => {
            let rank = |id: &LevelId| inputs.norm.level_rank(id);
            let declared = sight
                .practice(&criterion.id)
                .filter(|_| criterion.judged.asks_level())
                .and_then(|p| p.level.as_ref())
                .and_then(rank);
            let floor = policy.grave_level.as_ref().and_then(rank);
            let low_level = declared.zip(floor).is_some_and(|(level, floor)| level <= floor);
            let standing = wanted.iter().filter(|e| e.truth != Truth::No).count();
            let low_share = Ratio::of(&Ratio::count(standing), &Ratio::count(wanted.len()))
                .is_some_and(|share| share < policy.grave_share);
            // the truth about a level costs no more than silence about it
            if targets && reason == Reason::LevelBelow && !low_level {
                match lacks {
                    Lacks::Nothing | Lacks::Target => row.below.clone(),
                    Lacks::More => unproven(),
                }
            } else if low_level || low_share {
                row.grave.clone()
            } else {
                row.nonconforming.clone()
            }
        }
        Status::NotDemonstrated if targets && only_below => row.below.clone(),
        Status::NotDemonstrated => unproven(),
        Status::Conforming | Status::NotAssessed | Status::NotApplicable => None,
    }
}
