//! Strong Kleene logic with causes and support.
//!
//! | | `tous` | `un-parmi` | `au-moins-n` |
//! |---|---|---|---|
//! | true | all true (weakest support) | one true (strongest support) | ≥ n true (the n-th strongest support) |
//! | false | one false | all false | true + unknown < n |
//! | unknown | else | else | else |
//!
//! Members that are void leave first; where nothing is left, or fewer than n, the whole is void or unknown.

use std::collections::BTreeMap;

use crate::assessment::CauseSet;
use crate::assessment::results::{Cause, Support, Trace, Truth};

/// What an evaluation comes to, without its steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Upshot {
    pub(super) truth: Truth,
    /// What it rests on, where true.
    pub(super) support: Option<Support>,
    pub(super) causes: CauseSet,
}

impl Upshot {
    pub(super) fn of(trace: &Trace) -> Self {
        Self {
            truth: trace.truth,
            support: trace.support,
            causes: trace.causes,
        }
    }

    /// True.
    pub(super) fn yes(support: Support) -> Self {
        Self::bare(Truth::Yes, Some(support))
    }

    fn unknown(causes: CauseSet) -> Self {
        Self {
            causes,
            ..Self::bare(Truth::Unknown, None)
        }
    }

    fn bare(truth: Truth, support: Option<Support>) -> Self {
        Self {
            truth,
            support,
            causes: CauseSet::new(),
        }
    }

    fn with(self, steps: Vec<Trace>) -> Trace {
        Trace {
            truth: self.truth,
            support: self.support,
            causes: self.causes,
            evidence: BTreeMap::new(),
            rate: None,
            since: None,
            steps,
        }
    }

    /// At least `wanted` of the steps (`None`: all of them).
    pub(super) fn combine(steps: impl Iterator<Item = Self>, wanted: Option<usize>) -> Self {
        let (mut met, mut shown, mut open, mut live) = (0, 0, 0, 0);
        let mut causes = CauseSet::new();
        // what leaves, leaves what it rests on to a whole of which nothing is left
        let (mut left, mut left_causes) = (None, CauseSet::new());
        for step in steps {
            if step.truth == Truth::Void {
                left = left.into_iter().chain(step.support).min();
                left_causes = left_causes.and(step.causes);
                continue;
            }
            live += 1;
            met += usize::from(step.truth == Truth::Yes);
            open += usize::from(step.truth == Truth::Unknown);
            shown += usize::from(step.support == Some(Support::Shown));
            causes = causes.and(step.causes);
        }
        let n = wanted.unwrap_or(live);
        if live == 0 {
            Self {
                causes: left_causes,
                ..Self::bare(Truth::Void, left)
            }
        } else if n > live {
            Self::unknown(CauseSet::from([Cause::OtherCriterion]))
        } else if met >= n {
            // the weakest of the n strongest
            Self::yes(if shown >= n.max(1) {
                Support::Shown
            } else {
                Support::Declared
            })
        } else if met + open < n {
            Self::bare(Truth::No, None)
        } else {
            Self::unknown(causes)
        }
    }
}

/// A leaf that is true.
pub(super) fn yes(support: Support) -> Trace {
    Upshot::yes(support).with(Vec::new())
}

/// A leaf that is false.
pub(super) fn no() -> Trace {
    Upshot::bare(Truth::No, None).with(Vec::new())
}

/// A leaf that leaves its combinator.
pub(super) fn void() -> Trace {
    Upshot::bare(Truth::Void, None).with(Vec::new())
}

/// A leaf that is unknown.
pub(super) fn unknown(causes: impl Into<CauseSet>) -> Trace {
    Upshot::unknown(causes.into()).with(Vec::new())
}

/// At least `wanted` of the steps (`None`: all of them).
pub(super) fn combine(steps: Vec<Trace>, wanted: Option<usize>) -> Trace {
    Upshot::combine(steps.iter().map(Upshot::of), wanted).with(steps)
}

/// The contrary.
pub(super) fn not(step: Trace) -> Trace {
    let truth = match step.truth {
        Truth::Yes => Truth::No,
        Truth::No => Truth::Yes,
        other => other,
    };
    // a denial of what the structure said is itself only said
    let support = (truth == Truth::Yes).then_some(Support::Declared);
    Upshot {
        truth,
        support,
        causes: step.causes,
    }
    .with(vec![step])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Trace> {
        vec![
            yes(Support::Shown),
            yes(Support::Declared),
            no(),
            unknown([Cause::NotStated]),
            void(),
        ]
    }

    /// Kleene's tables, told again from the outcome that each unknown could still take.
    #[test]
    fn tables_hold_for_all_triples() {
        for a in all() {
            for b in all() {
                for c in all() {
                    for n in [None, Some(1), Some(2), Some(3)] {
                        let steps = vec![a.clone(), b.clone(), c.clone()];
                        let live: Vec<Truth> = steps
                            .iter()
                            .map(|s| s.truth)
                            .filter(|t| *t != Truth::Void)
                            .collect();
                        let wanted = n.unwrap_or(live.len());
                        let low = live.iter().filter(|t| **t == Truth::Yes).count();
                        let high = low + live.iter().filter(|t| **t == Truth::Unknown).count();
                        let expected = if live.is_empty() {
                            Truth::Void
                        } else if wanted > live.len() {
                            Truth::Unknown
                        } else if low >= wanted {
                            Truth::Yes
                        } else if high < wanted {
                            Truth::No
                        } else {
                            Truth::Unknown
                        };
                        let got = combine(steps, n);
                        assert_eq!(got.truth, expected);
                        assert_eq!(got.support.is_some(), expected == Truth::Yes);
                    }
                }
            }
        }
    }

    #[test]
    fn supports() {
        let pair = || vec![yes(Support::Shown), yes(Support::Declared)];
        assert_eq!(combine(pair(), None).support, Some(Support::Declared));
        assert_eq!(combine(pair(), Some(1)).support, Some(Support::Shown));
        assert_eq!(not(not(unknown([Cause::NotStated]))).truth, Truth::Unknown);
    }
}
