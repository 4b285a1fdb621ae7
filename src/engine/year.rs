//! The days that yearly evidence must cover: what the norm asks, less what was before the structure began.

use super::sight::Sight;
use crate::assessment::Inputs;
use crate::assessment::results::Support;
use crate::kernel::Date;
use crate::norm::model::Coverage;
use crate::record::item::Held;

/// Days to cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DaysAsked {
    pub(super) first: Date,
    pub(super) last: Date,
    /// Is it shorter than what the norm asks, since the structure began within it?
    cut: bool,
}

/// What must be covered, one of these; none: nothing of it was since the structure began.
pub(super) fn asked(coverage: Coverage, inputs: &Inputs) -> Vec<DaysAsked> {
    let start = inputs.structure.start;
    let whole = coverage.windows(inputs.date, inputs.structure.exercise);
    let left = whole
        .into_iter()
        .filter(|(_, last)| start.is_none_or(|day| day <= *last));
    left.map(|(first, last)| {
        let cut = start.filter(|day| *day > first);
        DaysAsked {
            first: cut.unwrap_or(first),
            last,
            cut: cut.is_some(),
        }
    })
    .collect()
}

/// Those that rest on no bare word: uncut, or cut by a day that its piece shows.
pub(super) fn shown(asked: &[DaysAsked], sight: Sight<'_>) -> Vec<DaysAsked> {
    let known = start_support(sight) == Support::Shown;
    asked.iter().copied().filter(|days| known || !days.cut).collect()
}

/// What the day on which the structure began rests on: the piece that it names, in whose text that day stands, or that an auditor saw.
pub(super) fn start_support(sight: Sight<'_>) -> Support {
    let structure = &sight.inputs().structure;
    let proof = structure.start_proof.as_ref().and_then(|id| sight.piece(id));
    let says = proof.zip(structure.start).is_some_and(|(item, day)| {
        let read = matches!(item.held, Held::File(_)) && item.reading.trouble().is_none();
        let written = item
            .survey
            .as_ref()
            .is_some_and(|survey| survey.dates.contains(&day));
        (read && written) || sight.board.is_seen(&item.id)
    });
    if says { Support::Shown } else { Support::Declared }
}
