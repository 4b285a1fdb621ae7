//! What score and conclusion depend on: how many criteria there are of each sort. The judgement is concluded from this alone, so that
//! « what if this criterion came out otherwise? » is answered by the same code.

use std::collections::BTreeMap;

use super::condition::Measured;
use super::frame::{Cell, Cells, Frame, Node};
use super::tree::{self, Group, GroupMember};
use super::worth::round;
use crate::assessment::results::{Accumulated, GateResult, Truth};
use crate::kernel::{ChapterId, ConclusionId, Interval, KindCode, Ratio, Status};
use crate::norm::model::{ChapterWeights, Effect, EmptyTotal, Gate, GateForm, Reach, RoundingPlace};

/// Scores, with the members of each group.
#[derive(Debug)]
pub(super) struct Scored {
    members: Vec<BTreeMap<GroupMember, usize>>,
    /// By chapter of the frame.
    pub(super) groups: Vec<Group>,
    tops: BTreeMap<GroupMember, usize>,
    /// The whole, before gates.
    pub(super) top: Group,
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

/// The members, one of them taken for another.
fn swapped(
    members: &BTreeMap<GroupMember, usize>,
    old: &GroupMember,
    new: GroupMember,
) -> BTreeMap<GroupMember, usize> {
    let mut out = members.clone();
    if let Some(n) = out.get_mut(old) {
        *n -= 1;
    }
    out.retain(|_, n| *n > 0);
    *out.entry(new).or_default() += 1;
    out
}

impl Frame<'_> {
    /// Concludes from the cells; `may_conclude` is false where something forbids a conclusion.
    pub(super) fn conclude(&self, cells: &BTreeMap<Cell, usize>, may_conclude: bool) -> Tallied {
        let scored = self.score(cells);
        let chapters = |place: usize| scored.groups.get(place).and_then(|group| group.value.clone());
        let end = self.finish(
            Cells::of(cells),
            &chapters,
            scored.top.value.clone(),
            may_conclude,
        );
        Tallied { scored, end }
    }

    /// The conclusion that there would be if one criterion were seen as `instead` rather than as `cell`.
    pub(super) fn conclusion_if(
        &self,
        outcome: &Tallied,
        cells: &BTreeMap<Cell, usize>,
        cell: &Cell,
        instead: &Cell,
    ) -> Option<ConclusionId> {
        let (changed, top) = self.rescore(&outcome.scored, cell, instead);
        let chapters = |place: usize| {
            changed
                .iter()
                .find(|(at, _)| *at == place)
                .map(|(_, group)| group)
                .or_else(|| outcome.scored.groups.get(place))
                .and_then(|group| group.value.clone())
        };
        let seen = Cells {
            all: cells,
            swap: Some((cell, instead)),
        };
        self.finish(seen, &chapters, top, true).conclusion
    }

    /// What follows from the scores: gates, counts, band, conclusion.
    fn finish(
        &self,
        cells: Cells<'_>,
        chapters: &dyn Fn(usize) -> Option<Interval>,
        total: Option<Interval>,
        may_conclude: bool,
    ) -> End {
        let policy = &self.inputs.norm.policy;
        let mut score = total;
        let mut gates = Vec::new();
        for (place, gate) in policy.gates.iter().enumerate() {
            let before = score.clone();
            let (passed, after) = self.pass(gate, place, cells, score);
            score = after;
            gates.push(GateResult {
                id: gate.id.clone(),
                passed,
                before,
            });
        }
        let (kinds, accumulated) = self.count_kinds(cells);
        let facts = Measured {
            frame: self,
            cells,
            chapters,
            score: score.as_ref(),
            kinds: &kinds,
            gates: &gates,
        };
        let band = facts.band(&policy.bands);
        let conclusion = may_conclude
            .then(|| {
                self.conclusions.iter().find(|rule| {
                    (self.answered || !rule.favourable)
                        && rule
                            .condition
                            .as_ref()
                            .is_none_or(|condition| facts.hold(condition, band.as_deref()))
                })
            })
            .flatten()
            .map(|rule| rule.id.clone());
        End {
            score,
            kinds,
            accumulated,
            gates,
            band,
            conclusion,
        }
    }

    fn member(&self, cell: &Cell) -> GroupMember {
        GroupMember {
            weight: cell.weight,
            value: cell.value.clone(),
            full: self.scale.max.clone(),
            excluded: cell.status == Status::NotApplicable,
        }
    }

    fn score(&self, cells: &BTreeMap<Cell, usize>) -> Scored {
        let mut members: Vec<BTreeMap<GroupMember, usize>> =
            self.chapters.iter().map(|_| BTreeMap::new()).collect();
        for (cell, n) in cells {
            // INVARIANT: cells stand in chapters of this frame
            if let Some(own) = members.get_mut(cell.chapter) {
                *own.entry(self.member(cell)).or_default() += n;
            }
        }
        let mut tops = BTreeMap::new();
        let mut groups = Vec::new();
        // children come after their parents: from the last to the first
        for (place, node) in self.chapters.iter().enumerate().rev() {
            let empty = BTreeMap::new();
            let own = members.get(place).unwrap_or(&empty);
            let group = tree::group(own, node.rules, self.scale);
            let weight = self.chapter_weight(node, own);
            let above = match node.parent {
                Some(parent) => members.get_mut(parent),
                None => Some(&mut tops),
            };
            if let Some(above) = above {
                *above.entry(as_member(weight, &group)).or_default() += 1;
            }
            groups.push(group);
        }
        groups.reverse();
        let top = self.top(&tops);
        Scored {
            members,
            groups,
            tops,
            top,
        }
    }

    /// The chapters that change, and the whole, if one criterion were seen otherwise.
    fn rescore(
        &self,
        scored: &Scored,
        cell: &Cell,
        instead: &Cell,
    ) -> (Vec<(usize, Group)>, Option<Interval>) {
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
            let then = swapped(members, &old, new);
            let group = tree::group(&then, node.rules, self.scale);
            old = as_member(self.chapter_weight(node, members), was);
            new = as_member(self.chapter_weight(node, &then), &group);
            changed.push((place, group));
        }
        let top = self.top(&swapped(&scored.tops, &old, new));
        (changed, top.value)
    }

    /// What a chapter weighs, with these members.
    fn chapter_weight(&self, node: &Node<'_>, members: &BTreeMap<GroupMember, usize>) -> u32 {
        match self.inputs.norm.policy.chapter_weights {
            ChapterWeights::Written => node.weight,
            ChapterWeights::Sum => {
                let counted = members.iter().filter(|(member, _)| member.value.is_some());
                let each = counted.map(|(member, n)| {
                    u32::try_from(*n)
                        .unwrap_or(u32::MAX)
                        .saturating_mul(member.weight)
                });
                each.fold(0, u32::saturating_add)
            }
        }
    }

    fn top(&self, tops: &BTreeMap<GroupMember, usize>) -> Group {
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
    fn count_kinds(&self, cells: Cells<'_>) -> (BTreeMap<KindCode, usize>, Vec<Accumulated>) {
        // by chapter; what the whole adds stands last
        let mut found: Vec<BTreeMap<KindCode, usize>> = vec![BTreeMap::new(); self.chapters.len() + 1];
        for (cell, n) in cells.iter() {
            if let (Some(kind), Some(own)) = (&cell.kind, found.get_mut(cell.chapter)) {
                *own.entry(kind.clone()).or_default() += n;
            }
        }
        let mut accumulated = Vec::new();
        for (rank, rule) in self.inputs.norm.policy.escalations.iter().enumerate() {
            let wanted = rule.count as usize;
            let mut apply = |within: &mut [BTreeMap<KindCode, usize>], chapter: Option<&ChapterId>| {
                let counted = within.iter().filter_map(|own| own.get(&rule.from)).sum::<usize>();
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
                for n in within.iter_mut().filter_map(|own| own.get_mut(&rule.from)) {
                    let taken = left.min(*n);
                    *n -= taken;
                    left -= taken;
                }
                if let Some(last) = within.last_mut() {
                    *last.entry(rule.to.clone()).or_default() += added;
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
                    for (own, node) in found.chunks_mut(1).zip(&self.chapters) {
                        apply(own, Some(node.id));
                    }
                }
                Reach::Norm => apply(&mut found, None),
            }
        }
        let mut whole: BTreeMap<KindCode, usize> = BTreeMap::new();
        for (kind, n) in found.into_iter().flatten().filter(|(_, n)| *n > 0) {
            *whole.entry(kind).or_default() += n;
        }
        (whole, accumulated)
    }
}
