//! What holds for every norm and every dossier, tried on thousands of random ones; the naïve evaluator is the second opinion.

use std::collections::BTreeSet;

use mediaudit_core::assessment::{Assessment, Inputs, Provenance, Results};
use mediaudit_core::engine::flip::{self, Change};
use mediaudit_core::engine::{account, assess};
use mediaudit_core::kernel::{CriterionId, Digest, Period, Status};
use mediaudit_core::norm::model::{Bar, Rule, SampleGap, SampleStatus};
use mediaudit_core::norm::{Norm, SharedNorm};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::carried_out::carried_out;
use crate::naive;
use crate::random::{self, Tape};

/// So many cases, the same ones each time: a change is held against what it changes, not against luck. Where MEDIAUDIT_CAS says how
/// many, others each time: that is how new ones are looked for.
pub(crate) fn cases(n: u32) -> ProptestConfig {
    let sought = std::env::var("MEDIAUDIT_CAS").ok();
    let rng_seed = match &sought {
        Some(_) => RngSeed::Random,
        None => RngSeed::Fixed(60_600),
    };
    let n = sought.map_or(n, |told| told.parse().unwrap());
    // no file is written beside the sources: a failure prints its shrunken tape
    ProptestConfig {
        failure_persistence: None,
        rng_seed,
        ..ProptestConfig::with_cases(n)
    }
}

pub(crate) fn tapes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..1600)
}

fn retained(results: &Results) -> Vec<(CriterionId, Status)> {
    results
        .criteria
        .iter()
        .map(|c| (c.id.clone(), c.retained))
        .collect()
}

/// The same norm with each threshold a requirement: a plan with a whole to choose may lean on chance where small wholes are forgiven.
fn plain(norm: &Norm) -> SharedNorm {
    let mut norm = norm.clone();
    for criterion in &mut norm.criteria {
        let elements = criterion
            .elements
            .iter_mut()
            .filter_map(|element| element.rule.as_mut());
        let weights = criterion.weights.iter_mut().map(|reduced| &mut reduced.rule);
        for rule in elements.chain(weights).chain(criterion.applies_if.as_mut()) {
            rule.walk_mut(&mut |leaf| {
                if let Rule::Fact { bar, .. } | Rule::Rate { bar, .. } = leaf {
                    *bar = Bar::default();
                }
            });
        }
    }
    for fact in norm.facts.values_mut() {
        fact.zero = None;
    }
    SharedNorm::from(norm)
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn the_naive_evaluator_agrees(tape in tapes()) {
        let inputs = random::inputs(&mut Tape(&tape));
        let results = assess(&inputs).unwrap();
        let differences = naive::differences(&inputs, &results);
        prop_assert!(differences.is_empty(), "{}", differences.join("\n"));
        // each doubt lifted, by the structure or by an auditor
        let mut lifted = inputs.clone();
        lifted.doubt_notes = results.doubts.iter().enumerate().map(|(rank, doubt)| random::note(doubt, (tape.len() + rank).is_multiple_of(2))).collect();
        if !lifted.doubt_notes.is_empty() {
            let differences = naive::differences(&lifted, &assess(&lifted).unwrap());
            prop_assert!(differences.is_empty(), "{}", differences.join("\n"));
        }
        // every number can be opened, and its parts give it again
        for c in &results.chapters {
            prop_assert_eq!(&account::chapter(&inputs, &results, &c.id).unwrap().value, &c.score);
        }
        if inputs.norm.policy.gates.is_empty() {
            let whole = account::whole(&inputs, &results).value;
            prop_assert!(whole.is_none() || whole == results.score);
        }
    }
}

proptest! {
    #![proptest_config(cases(500))]

    /// What is sought once says what walking through the rules says.
    #[test]
    fn what_a_norm_reads_is_what_its_rules_read(tape in tapes()) {
        let inputs = random::inputs(&mut Tape(&tape));
        let (norm, reads) = (&inputs.norm, inputs.norm.reads());
        prop_assert!(!reads.in_circle());
        let mut before = BTreeSet::new();
        for place in reads.order() {
            prop_assert!(reads.at(*place).unwrap().statuses.iter().all(|read| before.contains(read)));
            before.insert(*place);
        }
        prop_assert!(before.into_iter().eq(0..norm.criteria.len()));
        for (place, criterion) in norm.criteria.iter().enumerate() {
            prop_assert_eq!(reads.place(&criterion.id), Some(place));
            let own = reads.of(&criterion.id);
            let elements = || criterion.elements.iter().filter_map(|element| element.rule.as_ref());
            let ids = own.statuses.iter().map(|read| &norm.criteria[*read].id);
            prop_assert!(ids.collect::<BTreeSet<_>>() == criterion.rules().flat_map(Rule::criteria).collect());
            prop_assert!(own.asked.iter().collect::<BTreeSet<_>>() == elements().flat_map(Rule::facts_asked).collect());
            for (seen, rules) in [(&own.any, criterion.rules().collect::<Vec<_>>()), (&own.elements, elements().collect())] {
                let leaves = || rules.iter().flat_map(|rule| rule.each());
                prop_assert!(seen.types.iter().collect::<BTreeSet<_>>() == leaves().flat_map(Rule::own_types).collect());
                prop_assert!(seen.levels.iter().collect::<BTreeSet<_>>() == leaves().filter_map(Rule::own_practice).collect());
                let years = [1, 2, 5, 20].map(Period::years);
                for day in years.iter().flat_map(|years| [inputs.date.minus(*years), inputs.date, inputs.date.plus(*years)]) {
                    let held = seen.facts.iter().filter(|(_, days)| days.hold(day)).map(|(key, _)| key);
                    let walked = rules.iter().flat_map(|rule| rule.each_in_force(day)).flat_map(Rule::own_facts);
                    prop_assert!(held.collect::<BTreeSet<_>>() == walked.collect());
                }
            }
            for kind in norm.evidence_types.keys() {
                prop_assert_eq!(reads.readers(kind).contains(&place), own.any.types.contains(kind));
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn the_order_of_evidence_and_findings_is_irrelevant(tape in tapes(), turn in 0_usize..4) {
        let inputs = random::inputs(&mut Tape(&tape));
        let mut other = inputs.clone();
        let n = other.evidence.len().max(1);
        other.evidence.rotate_left(turn % n);
        other.findings.reverse();
        prop_assert_eq!(assess(&inputs).unwrap(), assess(&other).unwrap());
    }

    #[test]
    fn more_evidence_never_harms(tape in tapes(), more in tapes()) {
        let mut inputs = random::inputs(&mut Tape(&tape));
        // where sites that nobody assessed are ignored, a site counts from its first piece on: that is the norm's wish
        inputs.norm.make_mut().policy.samples.gap = SampleGap::Blocks;
        let mut richer = inputs.clone();
        richer.evidence.push(random::piece(&mut Tape(&more), "p99", &inputs.sites, Some(inputs.date)));
        let rank = |s: Status| [Status::NotAssessed, Status::NotDemonstrated, Status::Conforming].iter().position(|x| *x == s);
        // one more site that conforms may make up the share that is enough
        let shares = inputs.norm.policy.samples.status == SampleStatus::Share;
        for ((id, before), (_, after)) in retained(&assess(&inputs).unwrap()).into_iter().zip(retained(&assess(&richer).unwrap())) {
            match (rank(before), rank(after)) {
                (Some(b), Some(a)) => prop_assert!(a >= b, "{id}: {before} became {after}"),
                (None, Some(_)) if shares && before == Status::Nonconforming => prop_assert_eq!(after, Status::Conforming, "{}", id),
                _ => prop_assert_eq!(before, after, "{}", id),
            }
        }
    }

    #[test]
    fn setting_one_criterion_aside_touches_only_those_that_read_it(tape in tapes(), which in 0_usize..6) {
        let inputs = random::inputs(&mut Tape(&tape));
        let target = inputs.norm.criteria[which % inputs.norm.criteria.len()].id.clone();
        let mut aside = inputs.clone();
        let practice = aside.practices.entry(target.clone()).or_default();
        practice.level = None;
        practice.not_applicable = Some("Sans objet.".to_owned());
        // those that reach the target, one step after the other
        let mut reached = BTreeSet::from([target]);
        for c in &inputs.norm.criteria {
            let read = |rule: &Rule| rule.criteria().chain(rule.each().filter_map(Rule::own_practice)).any(|id| reached.contains(id));
            if c.rules().any(read) {
                reached.insert(c.id.clone());
            }
        }
        for ((id, before), (_, after)) in retained(&assess(&inputs).unwrap()).into_iter().zip(retained(&assess(&aside).unwrap())) {
            prop_assert!(reached.contains(&id) || before == after, "{id}: {before} became {after}");
        }
    }

    #[test]
    fn an_assessment_comes_back_from_json_and_judges_again_alike(tape in tapes()) {
        let inputs: Inputs = random::inputs(&mut Tape(&tape));
        let results = assess(&inputs).unwrap();
        let provenance = Provenance { tool: "0".to_owned(), norm: Digest::of(b"n"), dossier: Digest::of(b"d") };
        let assessment = Assessment { schema: 1, inputs, results, provenance };
        let text = mediaudit_app::report::json(&assessment).unwrap();
        let back: Assessment = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&back, &assessment);
        prop_assert_eq!(assess(&back.inputs).unwrap(), assessment.results);
    }

    #[test]
    fn the_shortest_path_carried_out_makes_its_criterion_conform_and_no_step_of_it_may_be_left_out(tape in tapes(), choices in tapes()) {
        let mut inputs: Inputs = random::inputs(&mut Tape(&tape));
        inputs.norm = plain(&inputs.norm);
        for c in &assess(&inputs).unwrap().criteria {
            let Some(plan) = flip::to_conforming(&inputs, &c.id) else {
                continue;
            };
            prop_assert!(!matches!(c.retained, Status::Conforming | Status::NotApplicable), "{}", c.id);
            let after = |without: Option<usize>, choices: &[u8]| {
                let steps = plan.changes.iter().enumerate().filter(|(rank, _)| Some(*rank) != without);
                let then = carried_out(&inputs, &c.id, steps.map(|(_, step)| step), &mut Tape(choices));
                naive::retained(&then, &c.id)
            };
            // a fact of which any value will do may be chosen such that the criterion does not apply
            let open = plan.changes.iter().any(|(_, change)| matches!(change, Change::State(_) | Change::Rate { .. }));
            let then = after(None, &choices);
            prop_assert!(then == Status::Conforming || open && then == Status::NotApplicable, "{then}: {}: {:#?}", c.id, &plan);
            for rank in 0..plan.changes.len() {
                // a step that is of use is of use for some choice
                let same: Vec<[u8; 20]> = (0..=255).step_by(5).map(|choice| [choice; 20]).collect();
                let chosen = [choices.as_slice(), &[]].into_iter().chain(same.iter().map(<[u8; 20]>::as_slice));
                let fails = chosen.into_iter().any(|choices| after(Some(rank), choices) != Status::Conforming);
                prop_assert!(fails, "{} without {}: {:#?}", c.id, rank, &plan);
            }
        }
    }

    #[test]
    fn a_last_day_is_the_last(tape in tapes()) {
        last_days(&random::inputs(&mut Tape(&tape)))?;
    }
}

/// Each criterion that conforms does so up to the day before the one that is told.
fn last_days(inputs: &Inputs) -> Result<(), TestCaseError> {
    for c in &assess(inputs).unwrap().criteria {
        if c.retained == Status::Conforming
            && let Some(day) = flip::holds_until(inputs, &c.id)
        {
            let at = |date| {
                let moved = assess(&Inputs {
                    date,
                    ..inputs.clone()
                })
                .unwrap();
                moved.criteria.iter().find(|m| m.id == c.id).map(|m| m.retained)
            };
            prop_assert!(day > inputs.date);
            prop_assert_ne!(at(day), Some(Status::Conforming));
            prop_assert_eq!(at(day.yesterday().unwrap()), Some(Status::Conforming));
        }
    }
    Ok(())
}

/// Cases that chance found: a rule by dates within another, a structure that begins after the audit.
#[test]
fn what_chance_found_stays_mended() {
    for tape in [
        include_bytes!("../fixtures/tapes/pieces-a-ouvrir.bin").as_slice(),
        include_bytes!("../fixtures/tapes/debut-de-la-structure.bin"),
    ] {
        let inputs = random::inputs(&mut Tape(tape));
        let differences = naive::differences(&inputs, &assess(&inputs).unwrap());
        assert!(differences.is_empty(), "{}", differences.join("\n"));
        last_days(&inputs).unwrap();
    }
}
