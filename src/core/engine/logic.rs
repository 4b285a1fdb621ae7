//! Strong Kleene logic with causes and support.
//!
//! | | `tous` | `un-parmi` | `au-moins-n` |
//! |---|---|---|---|
//! | true | all true (weakest support) | one true (strongest support) | ≥ n true (the n-th strongest support) |
//! | false | one false | all false | true + unknown < n |
//! | unknown | else | else | else |
//!
//! Members that are void leave first; where nothing is left, or fewer than n, the whole is void or unknown.

use std::collections::BTreeSet;

use crate::assessment::results::{Cause, Support, Trace, Truth};

/// A leaf that is true.
pub(super) fn yes(support: Support) -> Trace {
    leaf(Truth::Yes, Some(support), BTreeSet::new())
}

/// A leaf that is false.
pub(super) fn no() -> Trace {
    leaf(Truth::No, None, BTreeSet::new())
}

/// A leaf that leaves its combinator.
pub(super) fn void() -> Trace {
    leaf(Truth::Void, None, BTreeSet::new())
}

/// A leaf that is unknown.
pub(super) fn unknown(causes: impl IntoIterator<Item = Cause>) -> Trace {
    leaf(Truth::Unknown, None, causes.into_iter().collect())
}

fn leaf(truth: Truth, support: Option<Support>, causes: BTreeSet<Cause>) -> Trace {
    Trace {
        truth,
        support,
        causes,
        evidence: std::collections::BTreeMap::new(),
        rate: None,
        since: None,
        steps: Vec::new(),
    }
}

/// At least `wanted` of the steps (`None`: all of them).
pub(super) fn combine(steps: Vec<Trace>, wanted: Option<usize>) -> Trace {
    let live: Vec<&Trace> = steps.iter().filter(|step| step.truth != Truth::Void).collect();
    let n = wanted.unwrap_or(live.len());
    let count = |truth| live.iter().filter(|step| step.truth == truth).count();
    let (yes_count, unknown_count) = (count(Truth::Yes), count(Truth::Unknown));
    let mut supports: Vec<Support> = live.iter().filter_map(|step| step.support).collect();
    supports.sort_unstable_by(|a, b| b.cmp(a));
    let causes = || {
        live.iter()
            .flat_map(|step| step.causes.iter().copied())
            .collect::<BTreeSet<_>>()
    };
    let mut whole = if live.is_empty() {
        Trace {
            support: steps.iter().filter_map(|step| step.support).min(),
            causes: steps
                .iter()
                .flat_map(|step| step.causes.iter().copied())
                .collect(),
            ..void()
        }
    } else if n > live.len() {
        unknown([Cause::OtherCriterion])
    } else if yes_count >= n {
        // INVARIANT: what is true has a support; without one it would be the weakest
        yes(supports
            .get(n.saturating_sub(1))
            .copied()
            .unwrap_or(Support::Declared))
    } else if yes_count + unknown_count < n {
        no()
    } else {
        unknown(causes())
    };
    whole.steps = steps;
    whole
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
    Trace {
        truth,
        support,
        causes: step.causes.clone(),
        evidence: std::collections::BTreeMap::new(),
        rate: None,
        since: None,
        steps: vec![step],
    }
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
