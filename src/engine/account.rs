//! How a score was computed, member by member: what a reader opens behind a number.

use super::sorts::Sorts;
use super::tree::{self, GroupMember};
use crate::assessment::Inputs;
use crate::assessment::results::Results;
use crate::kernel::{ChapterId, CriterionId, Interval, Ratio, Status};
use crate::norm::model::{Chapter, ChapterWeights, ScoreRules};

/// What a group counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// A criterion, with its retained status.
    Criterion(CriterionId, Status),
    /// A chapter.
    Chapter(ChapterId),
}

/// A member of a group, with what it counts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// Criterion or chapter.
    pub counted: Counted,
    /// Weight as written.
    pub written: u32,
    /// Weight that it ends up with.
    pub weight: Ratio,
    /// Value; none: it leaves the sum.
    pub value: Option<Interval>,
}

/// The computation of one score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The rules that were used.
    pub rules: ScoreRules,
    /// Members, in the norm's order.
    pub parts: Vec<AccountLine>,
    /// Before rounding.
    pub exact: Option<Interval>,
    /// The score, before gates.
    pub value: Option<Interval>,
    /// The highest that it could be.
    pub out_of: Ratio,
}

/// How the score of a chapter was computed; none where no criterion of the profile is in it.
pub fn chapter(inputs: &Inputs, results: &Results, id: &ChapterId) -> Option<Account> {
    results.chapters.iter().find(|c| &c.id == id)?;
    let norm = &inputs.norm;
    let mut members: Vec<(Counted, GroupMember)> = results
        .criteria
        .iter()
        .filter(|result| norm.criterion(&result.id).is_some_and(|c| &c.chapter == id))
        .map(|result| {
            let member = GroupMember {
                weight: result.weight,
                value: result.value.clone(),
                full: norm.policy.scale.max.clone(),
                excluded: result.retained == Status::NotApplicable,
            };
            (Counted::Criterion(result.id.clone(), result.retained), member)
        })
        .collect();
    members.extend(chapters(inputs, results, Some(id)));
    Some(account(members, norm.score_rules(id, inputs.date), inputs))
}

/// How the score of the whole was computed, before gates.
pub fn whole(inputs: &Inputs, results: &Results) -> Account {
    let members = chapters(inputs, results, None);
    account(members, inputs.norm.policy.score_at(inputs.date), inputs)
}

fn chapters(inputs: &Inputs, results: &Results, parent: Option<&ChapterId>) -> Vec<(Counted, GroupMember)> {
    results
        .chapters
        .iter()
        .filter_map(|result| {
            let chapter = inputs.norm.chapter(&result.id)?;
            let member = GroupMember {
                weight: chapter_weight(inputs, results, chapter),
                value: result.score.clone(),
                full: result.out_of.clone(),
                excluded: result.score.is_none()
                    && result
                        .statuses
                        .iter()
                        .all(|(status, n)| *n == 0 || *status == Status::NotApplicable),
            };
            (chapter.parent.as_ref() == parent).then(|| (Counted::Chapter(result.id.clone()), member))
        })
        .collect()
}

/// What a chapter weighs: what it says, or what its criteria weigh that are in the score, those of its sub-chapters included.
fn chapter_weight(inputs: &Inputs, results: &Results, chapter: &Chapter) -> u32 {
    match inputs.norm.policy.chapter_weights {
        ChapterWeights::Written => chapter.weight,
        ChapterWeights::Sum => {
            let own = results.criteria.iter().filter(|result| {
                let criterion = inputs.norm.criterion(&result.id);
                result.value.is_some() && criterion.is_some_and(|c| c.chapter == chapter.id)
            });
            let own = own.map(|result| result.weight).fold(0, u32::saturating_add);
            let below = inputs
                .norm
                .chapters
                .iter()
                .filter(|c| c.parent.as_ref() == Some(&chapter.id));
            let live = |c: &&Chapter| {
                results
                    .chapters
                    .iter()
                    .any(|found| found.id == c.id && found.score.is_some())
            };
            let below = below.filter(live).map(|c| chapter_weight(inputs, results, c));
            below.fold(own, u32::saturating_add)
        }
    }
}

fn account(members: Vec<(Counted, GroupMember)>, rules: ScoreRules, inputs: &Inputs) -> Account {
    let counts = Sorts::of(members.iter().map(|(_, member)| member.clone()));
    let counts = counts.seen();
    let group = tree::group(counts, &rules, &inputs.norm.policy.scale);
    let parts = members
        .into_iter()
        .map(|(counted, member)| AccountLine {
            counted,
            written: member.weight,
            weight: tree::settled_weight(member.weight, counts, &rules),
            value: member.value,
        })
        .collect();
    Account {
        rules,
        parts,
        exact: group.exact,
        value: group.value,
        out_of: group.full,
    }
}
