//! Puts the judged criteria together: chapters, score, findings, conclusion, and how firm that conclusion is.

use std::collections::BTreeMap;

use super::board::Board;
use super::frame::{Cell, Frame};
use super::sorts::Sorts;
use super::tally::Tallied;
use super::{Firmness, draw, robust, vigilance};
use crate::assessment::Inputs;
use crate::assessment::results::{ChapterResult, CriterionResult, Doubt, Finality, NoConclusion, Results};
use crate::kernel::{ConclusionId, CriterionId, FormFieldId, Status};
use crate::norm::model::{AuditKind, Criterion, Importance, NoPrevious};

/// Concludes.
pub(super) fn conclude(board: &Board<'_>, criteria: Vec<CriterionResult>, firmness: Firmness) -> Results {
    let inputs = board.inputs;
    let pairs: Vec<(&Criterion, &CriterionResult)> = criteria
        .iter()
        .filter_map(|result| Some((board.criterion(&result.id)?, result)))
        .collect();
    let unanswered = vigilance::unanswered(board, &pairs);
    let counting = vigilance::counting(&pairs);
    let (doubts, reserves) = vigilance::look(board, &pairs, &counting);
    let to_open = vigilance::to_open(board, &pairs, &counting);
    let frame = Frame::new(
        board,
        pairs.iter().map(|(criterion, _)| *criterion),
        unanswered.is_empty(),
    );
    let judged: Vec<(&Criterion, &CriterionResult, Cell)> = pairs
        .iter()
        .map(|(criterion, result)| (*criterion, *result, frame.cell(board, criterion, result)))
        .collect();
    let cells = Sorts::of(judged.iter().map(|(_, _, cell)| cell.clone()));
    let mut no_conclusion = obstacles(board, &judged);
    let mut outcome = frame.conclude(&cells, no_conclusion.is_empty());
    let found = outcome.end.conclusion.as_ref();
    let favourable = |id: &ConclusionId| {
        frame
            .conclusions
            .iter()
            .any(|rule| rule.id == *id && rule.favourable)
    };
    let speaks_for_it = found.is_some_and(favourable);
    let finality = vigilance::finality(board, &doubts, &to_open);
    if speaks_for_it && doubts.iter().any(Doubt::stands) {
        no_conclusion.extend(outcome.end.conclusion.take().map(NoConclusion::Suspended));
    } else if speaks_for_it && let Some((Finality::Provisional, unseen)) = &finality {
        let held = outcome.end.conclusion.take();
        no_conclusion.extend(held.map(|conclusion| NoConclusion::Provisional {
            conclusion,
            unseen: unseen.clone(),
        }));
    }
    let swings = match firmness {
        Firmness::Sought => robust::swings(board, &frame, &judged, &cells, &outcome),
        Firmness::LeftOut => Vec::new(),
    };
    let Tallied { scored, end } = outcome;
    let mut statuses: Vec<BTreeMap<Status, usize>> = frame.chapter_ids().map(|_| none()).collect();
    for (_, result, cell) in &judged {
        for place in frame.path(cell.chapter) {
            if let Some(counts) = statuses.get_mut(place) {
                *counts.entry(result.retained).or_default() += 1;
            }
        }
    }
    let chapters = frame
        .chapter_ids()
        .zip(&scored.groups)
        .zip(statuses)
        .map(|((id, group), statuses)| ChapterResult {
            id: id.clone(),
            score: group.value.clone(),
            out_of: group.full.clone(),
            statuses,
        })
        .collect();
    let mut all = none();
    for (_, result, _) in &judged {
        *all.entry(result.retained).or_default() += 1;
    }
    let unlifted = judged
        .iter()
        .filter(|(_, _, cell)| cell.unlifted)
        .map(|(_, result, _)| result.id.clone())
        .collect();
    Results {
        chapters,
        score: end.score,
        out_of: scored.top.full,
        statuses: all,
        kinds: end.kinds,
        accumulated: end.accumulated,
        unlifted,
        gates: end.gates,
        band: end.band,
        drawn: draw::draw(inputs),
        revisions: inputs
            .norm
            .policy
            .revisions_at(inputs.date)
            .map(|revision| revision.from)
            .collect(),
        conclusion: end.conclusion,
        swings,
        unanswered,
        doubts,
        to_open,
        finality: finality.map(|(state, _)| state),
        reserves: if speaks_for_it { reserves } else { Vec::new() },
        no_conclusion,
        criteria,
    }
}

fn none() -> BTreeMap<Status, usize> {
    Status::ALL.into_iter().map(|status| (status, 0)).collect()
}

/// What forbids a conclusion: no verdict on an unfinished audit.
fn obstacles(board: &Board<'_>, judged: &[(&Criterion, &CriterionResult, Cell)]) -> Vec<NoConclusion> {
    let inputs = board.inputs;
    let mut out = Vec::new();
    if !inputs.incidents.is_empty() {
        out.push(NoConclusion::Incomplete);
    }
    if inputs.simulated {
        out.push(NoConclusion::Simulation);
    }
    let ids = |wanted: &dyn Fn(&Criterion, &CriterionResult, &Cell) -> bool| -> Vec<CriterionId> {
        judged
            .iter()
            .filter(|(criterion, result, cell)| wanted(criterion, result, cell))
            .map(|(_, result, _)| result.id.clone())
            .collect()
    };
    let missing = ids(&|criterion, result, _| {
        criterion.importance != Importance::Recommended && result.retained == Status::NotAssessed
    });
    if !missing.is_empty() {
        out.push(NoConclusion::NotAssessed(missing));
    }
    let waiting = ids(&|_, result, _| result.to_show);
    if inputs.audit != AuditKind::SelfAssessment && !waiting.is_empty() {
        out.push(NoConclusion::AwaitingJudgement(waiting));
    }
    let policy = &inputs.norm.policy;
    let needs_previous = policy
        .unlifted
        .iter()
        .any(|rule| rule.no_previous == NoPrevious::Blocks);
    if needs_previous && inputs.norm.follows_another(inputs.cycle.as_ref()) && inputs.previous.is_none() {
        out.push(NoConclusion::NoPrevious);
    }
    if inputs.audit == AuditKind::Audit {
        let recheck = ids(&|criterion, result, _| {
            result.retained != Status::NotApplicable
                && is_due(inputs, criterion)
                && board.findings(&criterion.id).is_empty()
        });
        if !recheck.is_empty() {
            out.push(NoConclusion::Recheck(recheck));
        }
        let bare = ids(&|criterion, result, _| lacks_form(board, criterion, result));
        if !bare.is_empty() {
            out.push(NoConclusion::FormMissing(bare));
        }
    }
    out
}

/// Must this criterion be looked at again at this milestone?
fn is_due(inputs: &Inputs, criterion: &Criterion) -> bool {
    let rules = inputs.norm.policy.rechecks.iter();
    rules
        .filter(|rule| Some(&rule.cycle) == inputs.cycle.as_ref())
        .any(|rule| {
            let bore = super::gather::previous_kind(inputs, &criterion.id)
                .and_then(|code| inputs.norm.kind(code))
                .is_some_and(|kind| kind.nonconformity);
            rule.criteria.contains(&criterion.id)
                || (rule.single_kind && criterion.single_kind.is_some())
                || (rule.nonconformities && bore)
        })
}

/// Does a criterion fail without the form that the norm asks of its auditor?
fn lacks_form(board: &Board<'_>, criterion: &Criterion, result: &CriterionResult) -> bool {
    let Some(form) = &board.inputs.norm.policy.form else {
        return false;
    };
    let fails = matches!(result.retained, Status::Nonconforming | Status::NotDemonstrated);
    let filled = |id: &FormFieldId| {
        board
            .findings(&criterion.id)
            .iter()
            .any(|finding| finding.form.get(id).is_some_and(|text| !text.trim().is_empty()))
    };
    fails
        && form.importances.contains(&criterion.importance)
        && !form.fields.iter().all(|field| filled(&field.id))
}
