//! The evaluation of a rule: what was expected, what was seen, by which proof.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::assessment::Inputs;
use crate::assessment::results::{Cause, Trace};
use crate::engine::pieces::PieceBook;
use crate::kernel::{ElementRef, FactKey, PieceId, SiteId, words as text};
use crate::norm::model::{EvidenceRule, Rule};
use crate::record::item::Item;
use crate::record::text::Folded;
use crate::view::{counting, figures, pieces, words};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What was expected, and what came out.
    pub said: String,
    /// What was stated of the facts that it reads.
    pub facts: Vec<String>,
    /// The pieces that it looked at.
    pub pieces: Vec<String>,
    /// The steps that it is made of.
    pub steps: Vec<Step>,
}

/// The element that is opened.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenedElement<'o> {
    pub(super) inputs: &'o Inputs,
    pub(super) book: &'o PieceBook<'o>,
    pub(super) element: &'o ElementRef,
    pub(super) site: Option<&'o SiteId>,
}

pub(super) fn step(rule: &Rule, trace: &Trace, opened: OpenedElement<'_>) -> Step {
    let inputs = opened.inputs;
    let norm = &inputs.norm;
    let rule = rule.in_force(inputs.date).unwrap_or(rule);
    let below: Vec<&Rule> = match rule {
        Rule::All(rules) | Rule::Any(rules) | Rule::AtLeast { n: _, rules } => rules.iter().collect(),
        Rule::Not(rule) => vec![rule],
        _ => Vec::new(),
    };
    let head = match rule {
        Rule::All(_) => "tous".to_owned(),
        Rule::Any(_) => "un parmi".to_owned(),
        Rule::AtLeast { n, rules: _ } => format!("au moins {n} parmi"),
        Rule::Not(_) => "le contraire de".to_owned(),
        leaf => words::rule(leaf, norm),
    };
    let facts = if below.is_empty() {
        rule.facts().into_iter().map(|key| fact(key, opened)).collect()
    } else {
        Vec::new()
    };
    let sides = match rule {
        Rule::Evidence(asked) if trace.causes.contains(&Cause::SidesMissing) => sides(asked, trace, inputs),
        _ => String::new(),
    };
    Step {
        said: format!("{head} : {}{sides}", words::outcome(rule, trace)),
        facts,
        pieces: trace
            .evidence
            .iter()
            .map(|(id, cause)| piece(id, *cause, opened))
            .collect(),
        steps: below
            .into_iter()
            .zip(&trace.steps)
            .map(|(rule, trace)| step(rule, trace, opened))
            .collect(),
    }
}

/// The sides that speak in the pieces that count, and those that might.
fn sides(asked: &EvidenceRule, trace: &Trace, inputs: &Inputs) -> String {
    let counts = |item: &&Item| trace.evidence.get(&item.id) == Some(&None);
    let heard: BTreeSet<&str> = inputs
        .evidence
        .iter()
        .filter(counts)
        .filter_map(|item| item.source.as_deref())
        .collect();
    let kinds = asked
        .types
        .iter()
        .filter_map(|id| inputs.norm.evidence_types.get(id));
    let mut others: Vec<String> = kinds.flat_map(|kind| kind.origins.clone()).collect();
    let alike = |own: &str, side: &str| Folded::of(own).as_str() == Folded::of(side).as_str();
    others.retain(|side| !heard.iter().any(|own| alike(own, side)));
    others.dedup();
    let heard: Vec<String> = heard.into_iter().map(text::printable).collect();
    let heard = if heard.is_empty() {
        "aucune pièce ne dit son « origine »".to_owned()
    } else {
        format!("on a celui de : {}", text::list(&heard, "et"))
    };
    let others = if others.is_empty() {
        String::new()
    } else {
        format!(" ; il peut venir de : {}", text::list(&others, "ou"))
    };
    format!(" ({heard}{others})")
}

/// A piece that a leaf looked at: its name, its id, what it is worth there.
fn piece(id: &PieceId, cause: Option<Cause>, opened: OpenedElement<'_>) -> String {
    let item = opened.inputs.evidence.iter().find(|item| &item.id == id);
    // INVARIANT: a trace looks at pieces of the inputs beside it
    let place = item.map_or("", Item::whereabouts);
    let name = place.rsplit('/').next().unwrap_or(place);
    let worth = opened
        .book
        .looked(id, opened.element, opened.site, cause)
        .map_or_else(String::new, pieces::outcome);
    format!("{} ({id}) : {worth}", text::safe(name))
}

/// What was stated of a fact: its value, from where, proved by what.
fn fact(key: &FactKey, opened: OpenedElement<'_>) -> String {
    let OpenedElement { inputs, site, .. } = opened;
    let def = inputs.norm.facts.get(key);
    let label = def.map_or_else(|| key.to_string(), |def| def.label.clone());
    let own = site
        .and_then(|id| inputs.by_site.get(id))
        .and_then(|own| own.facts.get(key));
    let Some(fact) = own.or_else(|| inputs.facts.get(key)) else {
        let counted =
            counting::of_fact(key, site, inputs).map_or_else(String::new, |how| format!(" ; {how}"));
        return format!("{label} ({key}) : rien n’est déclaré{counted}");
    };
    let mut more: Vec<String> = Vec::new();
    more.extend(fact.on.map(|day| format!("au {}", day.in_words())));
    more.extend(fact.source.as_ref().map(|source| text::printable(source)));
    more.extend(fact.at.as_ref().map(figures::at));
    more.push(
        fact.evidence
            .as_ref()
            .map_or_else(|| "sans pièce".to_owned(), |id| proof(id, key, opened)),
    );
    more.extend(counting::of_fact(key, site, inputs));
    format!(
        "{label} = {} ({})",
        words::value(&fact.value, def),
        more.join(", ")
    )
}

/// The piece that a fact names, and what keeps it from showing anything.
fn proof(id: &PieceId, key: &FactKey, opened: OpenedElement<'_>) -> String {
    match opened.book.proves(id, key, opened.site) {
        None => format!("pièce {id}"),
        Some(Ok(counted)) if counted.shows() => format!("pièce {id}"),
        Some(worth) => format!("pièce {id} : {}", pieces::outcome(worth)),
    }
}
