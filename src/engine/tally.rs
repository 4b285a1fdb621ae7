//! What score and conclusion depend on: how many criteria there are of each sort. The judgement is concluded from this alone, so that
//! « what if this criterion came out otherwise? » is answered by the same code.

use std::collections::BTreeMap;

use super::condition::Measured;
use super::frame::{Cell, Cells, Frame, Node};
use super::sorts::Sorts;
use super::tree::{self, Group, GroupMember, Members};
use super::worth::round;
use crate::assessment::results::{Accumulated, GateResult, Truth};
use crate::kernel::{ChapterId, ConclusionId, Interval, KindCode, Ratio, Status};
use crate::norm::model::{
    ChapterWeights, ConclusionRule, Effect, EmptyTotal, Gate, GateForm, Reach, RoundingPlace,
};

/// Scores, with the members of each group.
#[derive(Debug)]
pub(super) struct Scored {
    members: Vec<Sorts<GroupMember>>,
    /// By chapter of the frame.
    pub(super) groups: Vec<Group>,
    tops: Sorts<GroupMember>,
    /// The whole, before gates.
    pub(super) top: Group,
}

/// What is scored otherwise if one criterion is seen otherwise.
#[derive(Debug)]
pub(super) struct Rescored {
    /// The chapters that change, by their place in the frame.
    changed: Vec<(usize, Group)>,
    /// The whole, before gates.
    pub(super) total: Option<Interval>,
}

impl Rescored {
    /// A chapter that changes.
    pub(super) fn group(&self, place: usize) -> Option<&Group> {
        let own = self.changed.iter().find(|(at, _)| *at == place);
        own.map(|(_, group)| group)
    }
}

/// What becomes of the score in the gates.
#[derive(Debug)]
pub(super) struct Passed {
    /// Once it went through all of them.
    pub(super) score: Option<Interval>,
    /// Of each, whether it is passed, and the score before it.
    pub(super) gates: Vec<(Truth, Option<Interval>)>,
}

/// Findings, once those that weigh more together were counted together.
#[derive(Debug)]
pub(super) struct KindCounts {
    /// How many there are of each kind of the norm.
    pub(super) each: Vec<usize>,
    pub(super) accumulated: Vec<Accumulated>,
}

/// What follows from the scores.
#[derive(Debug)]
pub(super) struct End {
    pub(super) score: Option<Interval>,
    pub(super) kinds: BTreeMap<KindCode, usize>,
    pub(super) accumulated: Vec<Accumulated>,
    pub(super) gates: Vec<GateResult>,
    pub(super) band: Option<String>,
    pub(super) conclusion: Option<ConclusionId>,
}

/// Score, findings and conclusion.
#[derive(Debug)]
pub(super) struct Tallied {
    pub(super) scored: Scored,
    pub(super) end: End,
}

fn as_member(weight: u32, group: &Group) -> GroupMember {
    GroupMember {
        weight,
        value: group.value.clone(),
        full: group.full.clone(),
        excluded: group.excluded,
    }
}

impl Frame<'_> {
    /// Concludes from the cells; `may_conclude` is false where something forbids a conclusion.
    pub(super) fn conclude(&self, cells: &Sorts<Cell>, may_conclude: bool) -> Tallied {
        let scored = self.score(cells);
        let end = self.end(&Measured::new(self, cells.seen(), &scored, None), may_conclude);
        Tallied { scored, end }
    }

    fn end(&self, facts: &Measured<'_>, may_conclude: bool) -> End {
        let norm = &self.inputs.norm;
        let conclusion = self.conclusion(facts).filter(|_| may_conclude);
        let counted = norm
            .kinds
            .iter()
            .zip(&facts.kinds().each)
            .filter(|(_, n)| **n > 0);
        let gates = norm.policy.gates.iter().zip(&facts.passed().gates);
        End {
            score: facts.passed().score.clone(),
            kinds: counted.map(|(kind, n)| (kind.code.clone(), *n)).collect(),
            accumulated: facts.kinds().accumulated.clone(),
            gates: gates
                .map(|(gate, (passed, before))| GateResult {
                    id: gate.id.clone(),
                    passed: *passed,
                    before: before.clone(),
                })
                .collect(),
            band: facts.band().map(|band| band.label.clone()),
            conclusion: conclusion.map(|rule| rule.id.clone()),
        }
    }

    /// The conclusion that there would be if one criterion were seen as `instead` rather than as those at `place` of the cells.
    pub(super) fn conclusion_if(
        &self,
        scored: &Scored,
        cells: &Sorts<Cell>,
        (cell, place): (&Cell, Option<usize>),
        instead: &Cell,
    ) -> Option<&ConclusionId> {
        let seen = cells.seen_as(place, instead);
        let facts = Measured::new(self, seen, scored, Some((cell, instead)));
        self.conclusion(&facts).map(|rule| &rule.id)
    }

    /// The first conclusion whose condition holds.
    fn conclusion(&self, facts: &Measured<'_>) -> Option<&ConclusionRule> {
        let given = |rule: &&&ConclusionRule| {
            let condition = rule.condition.as_ref();
            (self.answered || !rule.favourable)
                && condition.is_none_or(|condition| facts.hold(condition, || facts.band()))
        };
        self.conclusions.iter().find(given).copied()
    }

    /// The score once it went through the gates.
    pub(super) fn through_gates(&self, cells: Cells<'_>, total: Option<Interval>) -> Passed {
        let mut score = total;
        let gates = self.inputs.norm.policy.gates.iter().enumerate();
        let passed = gates.map(|(place, gate)| {
            let before = score.clone();
            let (passed, after) = self.pass(gate, place, cells, score.take());
            score = after;
            (passed, before)
        });
        let gates = passed.collect();
        Passed { score, gates }
    }

    fn member(&self, cell: &Cell) -> GroupMember {
        GroupMember {
            weight: cell.weight,
            value: cell.value.clone(),
            full: self.scale.max.clone(),
            excluded: cell.status == Status::NotApplicable,
        }
    }

    fn score(&self, cells: &Sorts<Cell>) -> Scored {
        let mut waiting: Vec<Vec<GroupMember>> = self.chapters.iter().map(|_| Vec::new()).collect();
        for (cell, n) in cells.seen().iter() {
            // INVARIANT: cells stand in chapters of this frame
            if let Some(own) = waiting.get_mut(cell.chapter) {
                own.extend(std::iter::repeat_n(self.member(cell), n));
            }
        }
        let (mut members, mut groups, mut tops) = (Vec::new(), Vec::new(), Vec::new());
        // children come after their parents: from the last to the first
        for node in self.chapters.iter().rev() {
            let own = Sorts::of(waiting.pop().unwrap_or_default());
            let group = tree::group(own.seen(), node.rules, self.scale);
            let weight = self.chapter_weight(node, own.seen());
            let above = match node.parent {
                Some(parent) => waiting.get_mut(parent),
                None => Some(&mut tops),
            };
            if let Some(above) = above {
                above.push(as_member(weight, &group));
            }
            groups.push(group);
            members.push(own);
        }
        groups.reverse();
        members.reverse();
        let tops = Sorts::of(tops);
        let top = self.top(tops.seen());
        Scored {
            members,
            groups,
            tops,
            top,
        }
    }

    /// What would be scored otherwise if one criterion were seen otherwise.
    pub(super) fn rescore(&self, scored: &Scored, cell: &Cell, instead: &Cell) -> Rescored {
        let mut changed = Vec::new();
        let (mut old, mut new) = (self.member(cell), self.member(instead));
        for place in self.path(cell.chapter) {
            // INVARIANT: a score has a group for each chapter of its frame
            let (Some(members), Some(was), Some(node)) = (
                scored.members.get(place),
                scored.groups.get(place),
                self.chapters.get(place),
            ) else {
                break;
            };
            let then = members.seen_as(members.place(&old), &new);
            let group = tree::group(then, node.rules, self.scale);
            let above = as_member(self.chapter_weight(node, then), &group);
            old = as_member(self.chapter_weight(node, members.seen()), was);
            new = above;
            changed.push((place, group));
        }
        let top = self.top(scored.tops.seen_as(scored.tops.place(&old), &new));
        Rescored {
            changed,
            total: top.value,
        }
    }

    /// What a chapter weighs, with these members.
    fn chapter_weight(&self, node: &Node<'_>, members: Members<'_>) -> u32 {
        match self.inputs.norm.policy.chapter_weights {
            ChapterWeights::Written => node.weight,
            ChapterWeights::Sum => {
                let counted = members.iter().filter(|(member, _)| member.value.is_some());
                let each = counted
                    .map(|(member, n)| u32::try_from(n).unwrap_or(u32::MAX).saturating_mul(member.weight));
                each.fold(0, u32::saturating_add)
            }
        }
    }

    fn top(&self, tops: Members<'_>) -> Group {
        let mut top = tree::group(tops, self.whole, self.scale);
        if top.value.is_none() {
            top.value = match self.inputs.norm.policy.empty_total {
                EmptyTotal::None => None,
                EmptyTotal::Zero => Some(Interval::exact(self.scale.nothing(self.whole.aggregation))),
                EmptyTotal::Full => Some(Interval::exact(top.full.clone())),
            };
        }
        top
    }

    /// Is a gate passed, and what becomes of the score?
    fn pass(
        &self,
        gate: &Gate,
        place: usize,
        cells: Cells<'_>,
        score: Option<Interval>,
    ) -> (Truth, Option<Interval>) {
        let behind = || {
            cells.iter().map(|(cell, _)| cell).filter(move |cell| {
                cell.gates.contains(&place) && cell.status != Status::NotApplicable && !cell.waits
            })
        };
        let fails = behind().any(|c| matches!(c.status, Status::Nonconforming | Status::NotDemonstrated));
        let open = behind().any(|c| c.status == Status::NotAssessed);
        let passed = if fails {
            Truth::No
        } else if open {
            Truth::Unknown
        } else {
            Truth::Yes
        };
        let Some(score) = score else {
            return (passed, None);
        };
        let values = || behind().map(|cell| cell.value.clone().unwrap_or_else(|| self.scale.whole()));
        let bounded = |low: Ratio| match passed {
            Truth::Yes | Truth::Void => score.clone(),
            Truth::No => score.map(|v| v.clone().min(low.clone())),
            Truth::Unknown => Interval {
                min: score.min.clone().min(low),
                max: score.max.clone(),
            },
        };
        let after = match gate.form {
            // INVARIANT: a gate of this form has its ceiling (checked with the norm); none would bound the most
            GateForm::Ceiling => bounded(gate.ceiling.clone().unwrap_or_else(|| self.scale.min.clone())),
            GateForm::All => bounded(self.scale.min.clone()),
            GateForm::Minimum => values().fold(score.clone(), |score, value| Interval {
                min: score.min.min(value.min),
                max: score.max.min(value.max),
            }),
            GateForm::Product => cells
                .iter()
                .filter(|(cell, _)| {
                    cell.gates.contains(&place) && cell.status != Status::NotApplicable && !cell.waits
                })
                .fold(score.clone(), |mut score, (cell, n)| {
                    let value = cell.value.clone().unwrap_or_else(|| self.scale.whole());
                    for _ in 0..n {
                        score = Interval {
                            min: score.min * value.min.clone(),
                            max: score.max * value.max.clone(),
                        };
                    }
                    score
                }),
        };
        let after = if self.whole.rounding.place == RoundingPlace::Levels {
            after.map(|v| round(v, self.whole.rounding, self.scale))
        } else {
            after
        };
        (passed, Some(after))
    }

    /// Counts of findings, once those that weigh more together were counted together. What one rule replaces, no later rule counts,
    /// whether it looks at a chapter or at the whole; the whole replaces chapter after chapter, then what it added itself.
    pub(super) fn count_kinds(&self, cells: Cells<'_>) -> KindCounts {
        let norm = &self.inputs.norm;
        let (sorts, rows) = (norm.kinds.len().max(1), self.chapters.len() + 1);
        // a row for each chapter; what the whole adds stands in the last one
        let mut found = vec![0_usize; sorts * rows];
        for (cell, n) in cells.iter() {
            let own = cell
                .kind
                .and_then(|kind| found.get_mut(cell.chapter * sorts + kind));
            if let Some(own) = own {
                *own += n;
            }
        }
        let mut accumulated = Vec::new();
        for (rank, rule) in norm.policy.escalations.iter().enumerate() {
            // INVARIANT: the kinds of a rule are kinds of its norm
            let (Some(from), Some(to)) = (norm.kind_place(&rule.from), norm.kind_place(&rule.to)) else {
                continue;
            };
            let wanted = rule.count as usize;
            let mut apply = |within: &mut [usize], chapter: Option<&ChapterId>| {
                let column = within.chunks(sorts).filter_map(|own| own.get(from));
                let counted: usize = column.sum();
                let added = match (counted.checked_div(wanted).unwrap_or(0), rule.repeats) {
                    (0, _) => return,
                    (times, true) => times,
                    (_, false) => 1,
                };
                let consumed = match rule.effect {
                    Effect::Consumes => added * wanted,
                    Effect::Adds => 0,
                };
                let mut left = consumed;
                for n in within.chunks_mut(sorts).filter_map(|own| own.get_mut(from)) {
                    let taken = left.min(*n);
                    *n -= taken;
                    left -= taken;
                }
                let last = within.chunks_mut(sorts).last();
                if let Some(last) = last.and_then(|own| own.get_mut(to)) {
                    *last += added;
                }
                accumulated.push(Accumulated {
                    rule: rank,
                    chapter: chapter.cloned(),
                    counted,
                    added,
                    consumed,
                });
            };
            match rule.reach {
                // settled where the criterion itself is
                Reach::Criterion => {}
                Reach::Chapter => {
                    for (own, node) in found.chunks_mut(sorts).zip(&self.chapters) {
                        apply(own, Some(node.id));
                    }
                }
                Reach::Norm => apply(&mut found, None),
            }
        }
        let sum = |kind: usize| found.chunks(sorts).filter_map(|own| own.get(kind)).sum();
        KindCounts {
            each: (0..norm.kinds.len()).map(sum).collect(),
            accumulated,
        }
    }
}
