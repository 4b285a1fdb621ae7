//! Does a norm hold together? One that was read from its files always does; one that came as JSON may have been altered.

use rustc_hash::FxHashSet;

use super::Norm;
use super::diags::unsound;
use super::model::KindRow;
use super::reads::Reads;
use crate::kernel::{InternalError, KindCode};

/// Everything that it names is there, chapters come after those above them, and criteria read one another in no circle.
pub(super) fn check(norm: &Norm, reads: &Reads) -> Result<(), InternalError> {
    let mut above = FxHashSet::default();
    for chapter in &norm.chapters {
        if let Some(parent) = chapter.parent.as_ref().filter(|parent| !above.contains(parent)) {
            return Err(unsound::chapter(parent));
        }
        above.insert(&chapter.id);
    }
    for criterion in &norm.criteria {
        if !above.contains(&criterion.chapter) {
            return Err(unsound::chapter(&criterion.chapter));
        }
    }
    if let Some(code) = kinds_named(norm).find(|code| norm.kind(code).is_none()) {
        return Err(unsound::kind(code));
    }
    if reads.in_circle() {
        return Err(unsound::circle());
    }
    Ok(())
}

/// The kinds of finding that criteria and the policy give or count.
fn kinds_named(norm: &Norm) -> impl Iterator<Item = &KindCode> {
    let policy = &norm.policy;
    let rows = policy.kinds.values().flat_map(|row| {
        let KindRow {
            grave,
            nonconforming,
            not_demonstrated,
            no_evidence,
            below,
        } = row;
        [grave, nonconforming, not_demonstrated, no_evidence, below]
            .into_iter()
            .flatten()
    });
    let raised = policy.escalations.iter().flat_map(|rule| [&rule.from, &rule.to]);
    let unlifted = policy.unlifted.iter().flat_map(|rule| [&rule.from, &rule.to]);
    let only = norm.criteria.iter().filter_map(|c| c.single_kind.as_ref());
    rows.chain(raised).chain(unlifted).chain(only)
}
