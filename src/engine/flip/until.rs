//! The day on which a conforming criterion would cease to.

use std::collections::BTreeSet;

use crate::assessment::Inputs;
use crate::kernel::{CriterionId, Date, Period, Status};
use crate::norm::model::{Criterion, Rule};

/// The first day, within one cycle of the norm, on which a conforming criterion would no longer conform if nothing changed; whenever
/// it comes, where the norm has no cycle.
pub fn holds_until(inputs: &Inputs, id: &CriterionId) -> Option<Date> {
    let mut days = BTreeSet::new();
    let (mut periods, mut margins, mut tenures) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    // of every criterion: the one that is asked may read the status of others
    let rules = || {
        let all = inputs.norm.criteria.iter().flat_map(Criterion::rules);
        all.flat_map(Rule::each)
    };
    for rule in rules() {
        match rule {
            Rule::Evidence(asked) => {
                periods.extend(asked.max_age);
                margins.extend(asked.still_valid);
            }
            Rule::Practice { since, .. } => tenures.extend(*since),
            _ => {}
        }
    }
    periods.extend(
        inputs
            .norm
            .evidence_types
            .values()
            .filter_map(|kind| kind.validity),
    );
    for item in &inputs.evidence {
        let ends = item
            .dates
            .effect
            .into_iter()
            .flat_map(|day| periods.iter().map(move |p| day.plus(*p)));
        days.extend(
            ends.chain(item.dates.expires)
                .chain(item.dates.covers.map(|(_, last)| last)),
        );
    }
    // a number is fresh for so long from its own day, or from that of the piece that it names
    let fresh: BTreeSet<Period> = inputs
        .norm
        .facts
        .values()
        .filter_map(|def| def.freshness)
        .collect();
    let facts = inputs.by_site.values().flat_map(|own| own.facts.values());
    let stated = inputs.facts.values().chain(facts).filter_map(|fact| fact.on);
    let stated = stated.chain(inputs.evidence.iter().filter_map(|item| item.dates.effect));
    days.extend(stated.flat_map(|day| fresh.iter().map(move |period| day.plus(*period))));
    // a practice held for long enough, a criterion that enters into force or leaves it
    let local = inputs.by_site.values().flat_map(|own| own.practices.values());
    let held = inputs.practices.values().chain(local).filter_map(|p| p.since);
    let firsts = held.flat_map(|day| tenures.iter().map(move |period| day.plus(*period)));
    let force = inputs
        .norm
        .criteria
        .iter()
        .flat_map(|c| c.from.into_iter().chain(c.withdrawn));
    // a rule that replaces another
    let mut series = BTreeSet::new();
    for rule in rules() {
        if let Rule::Dated(dated) = rule {
            series.extend(dated.iter().map(|dated| dated.from));
        }
    }
    // nor is anything to be covered before the structure begins
    let begun = inputs.structure.start;
    let turning = firsts.chain(force).chain(series).chain(begun);
    days.extend(turning.filter_map(Date::yesterday));
    let end = inputs.norm.cycle_length().map(|length| inputs.date.plus(length));
    // a closed exercise is another one from a day on: what it is covered by changes where a piece's period or the structure begins or ends
    let covers = inputs.evidence.iter().filter_map(|item| item.dates.covers);
    let turns = covers
        .flat_map(|(first, last)| [first, last])
        .chain(inputs.structure.start)
        .chain([inputs.date]);
    let exercise = inputs.structure.exercise;
    let closed = turns.flat_map(|day| exercise.turns_around(day.parts().0));
    days.extend(closed.filter_map(Date::yesterday));
    let few = Period::parse("P4D");
    // months have unequal ends: a margin taken back from a last day may miss by up to three days
    let early: Vec<Date> = days
        .iter()
        .flat_map(|day| margins.iter().map(|margin| day.minus(*margin)))
        .flat_map(|day| std::iter::successors(few.map(|few| day.minus(few)), |d| d.tomorrow()).take(8))
        .collect();
    days.extend(early);
    days.into_iter()
        .filter_map(Date::tomorrow)
        .filter(|day| *day > inputs.date && end.is_none_or(|end| *day <= end))
        .find(|day| {
            let later = Inputs {
                date: *day,
                ..inputs.clone()
            };
            crate::assess_one(&later, id).is_some_and(|r| r.retained != Status::Conforming)
        })
}
