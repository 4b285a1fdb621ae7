//! The truth costs no more than silence: taking from a dossier what it says of itself never gives it a favourable conclusion that it
//! would not have, nor a better score.

use std::sync::LazyLock;

use mediaudit_core::assessment::Inputs;
use mediaudit_core::assessment::results::{Cause, CriterionResult, Results};
use mediaudit_core::engine::assess;
use mediaudit_core::kernel::{ConclusionId, CriterionId, FactKey, KindCode, Ratio, Status};
use mediaudit_core::norm::model::FactValue;
use proptest::prelude::*;

use super::{Made, NORM};
use crate::properties::cases;
use crate::random::{Tape, id};

/// Structures whose papers and words are as they should be.
static FLAWLESS: LazyLock<Vec<Inputs>> = LazyLock::new(|| {
    let all = ["mediatrice-seule", "association-de-sept", "pimms-qui-recoit"];
    all.map(|name| Made::honest(name).assessment(name).inputs).into()
});

fn tapes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 8..60)
}

/// Another value than the one that a paper shows, as if the paper agreed.
fn other(t: &mut Tape<'_>, value: &FactValue) -> FactValue {
    match value {
        FactValue::Boolean(said) => FactValue::Boolean(!said),
        FactValue::Number(n) => FactValue::Number(t.pick(&[
            Ratio::zero(),
            n.clone() + Ratio::one(),
            Ratio::of(n, &Ratio::whole(2)).unwrap().round_down(0),
        ])),
        other => other.clone(),
    }
}

/// One thing that the structure says otherwise, leaves unsaid, or cannot show.
fn change(t: &mut Tape<'_>, i: &mut Inputs) {
    let criterion = t.pick(&NORM.criteria).id;
    let keys: Vec<FactKey> = i.facts.keys().cloned().collect();
    let key = t.pick(&keys);
    match t.below(5) {
        0 => i.practices.get_mut(&criterion).unwrap().level = Some(t.pick(&NORM.levels).id),
        1 => i.practices.get_mut(&criterion).unwrap().level = None,
        2 => {
            let fact = i.facts.get_mut(&key).unwrap();
            fact.value = other(t, &fact.value);
        }
        3 => drop(i.facts.remove(&key)),
        _ => {
            let rank = t.below(i.evidence.len());
            i.evidence.remove(rank);
        }
    }
}

/// A structure of which a few things are not as they should be.
fn structure(t: &mut Tape<'_>) -> Inputs {
    let mut i = t.pick(&FLAWLESS);
    i.profile = id(t.pick(&["complet", "cadre-ethique"]));
    for _ in 0..t.pick(&[0, 0, 1, 2, 4]) {
        change(t, &mut i);
    }
    i
}

/// The place of a favourable conclusion among those of its profile, the best one first. Those that are not favourable say what is known
/// of a breach: of them none is better than another, and silence may well hide which is due.
fn place(i: &Inputs, given: Option<&ConclusionId>) -> usize {
    let profile = i.norm.profile(&i.profile).unwrap();
    let mut rules = i.norm.conclusions(profile).iter();
    rules
        .position(|rule| rule.favourable && Some(&rule.id) == given)
        .unwrap_or(usize::MAX)
}

/// Do the numbers contradict each other (more were mended than found)? That is no truth.
fn is_impossible(results: &Results) -> bool {
    let mut elements = results.criteria.iter().flat_map(CriterionResult::elements);
    elements.any(|e| e.causes.contains(&Cause::Error))
}

/// What silence is better off for, if anything.
fn gained(i: &Inputs, told: &Results, silent: &Results) -> Option<String> {
    let at = |results: &Results| place(i, results.conclusion.as_ref());
    let least = |results: &Results| results.score.as_ref().map(|score| score.min.clone());
    let better = |what: &str, told: &dyn std::fmt::Debug, silent: &dyn std::fmt::Debug| {
        Some(format!("{what}: {told:?} when told, {silent:?} when silent"))
    };
    if is_impossible(told) {
        None
    } else if at(told) > at(silent) {
        let own = (&told.conclusion, &told.no_conclusion);
        better("conclusion", &own, &silent.conclusion)
    } else if least(told) < least(silent) {
        better("score", &told.score, &silent.score)
    } else {
        None
    }
}

fn found<'r>(results: &'r Results, id: &CriterionId) -> &'r CriterionResult {
    results.criteria.iter().find(|c| c.id == *id).unwrap()
}

fn rank(kind: Option<&KindCode>) -> Option<i64> {
    Some(NORM.kind(kind?).unwrap().rank)
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_level_that_is_told_costs_no_more_than_one_that_is_not(tape in tapes()) {
        let t = &mut Tape(&tape);
        let mut told = structure(t);
        let profile = told.norm.profile(&told.profile).unwrap().criteria.clone();
        let criterion = NORM.criterion(&t.pick(&profile)).unwrap();
        let level = t.pick(&NORM.levels).id;
        told.practices.get_mut(&criterion.id).unwrap().level = Some(level.clone());
        let with = |level| {
            let mut other = told.clone();
            other.practices.get_mut(&criterion.id).unwrap().level = level;
            assess(&other).unwrap()
        };
        let (results, silent) = (assess(&told).unwrap(), with(None));
        let what = format!("{} « {level} »", criterion.id);
        prop_assert_eq!(gained(&told, &results, &silent), None, "{}", &what);
        if !criterion.judged.asks_level() {
            let (mut own, other) = (found(&results, &criterion.id).clone(), found(&silent, &criterion.id));
            own.contradiction = false;
            prop_assert_eq!(&own, other, "{}", &what);
            return Ok(());
        }
        // nor more than a bluff, unless nothing is done at all
        let bluff = with(criterion.level.clone());
        let grave = NORM.policy.grave_level.as_ref().and_then(|level| NORM.level_rank(level));
        let (own, bluff) = (found(&results, &criterion.id), found(&bluff, &criterion.id));
        let waits = matches!(bluff.retained, Status::Conforming) || bluff.to_show;
        if NORM.level_rank(&level) > grave && !waits {
            prop_assert!(rank(own.kind.as_ref()) <= rank(bluff.kind.as_ref()), "{what}: {:?} {:?}", own.kind, bluff.kind);
            prop_assert!(rank(own.kind.as_ref()) <= rank(found(&silent, &criterion.id).kind.as_ref()), "{what}");
        }
    }

    #[test]
    fn a_fact_that_is_told_costs_no_more_than_one_that_is_not(tape in tapes()) {
        let t = &mut Tape(&tape);
        let mut told = structure(t);
        let keys: Vec<FactKey> = told.facts.keys().cloned().collect();
        let key = t.pick(&keys);
        if t.below(4) > 0 {
            let fact = told.facts.get_mut(&key).unwrap();
            fact.value = other(t, &fact.value);
        }
        let mut silent = told.clone();
        silent.facts.remove(&key);
        let (results, hushed) = (assess(&told).unwrap(), assess(&silent).unwrap());
        let what = format!("{} {:?}", key, told.facts[&key].value);
        prop_assert_eq!(gained(&told, &results, &hushed), None, "{}", &what);
    }
}
