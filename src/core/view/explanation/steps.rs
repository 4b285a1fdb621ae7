//! The evaluation of a rule: what was expected, what was seen, by which proof.

use serde::Serialize;

use crate::assessment::Inputs;
use crate::assessment::results::Trace;
use crate::kernel::{FactKey, PieceId, SiteId, words as text};
use crate::norm::model::Rule;
use crate::view::words;

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

pub(super) fn step(rule: &Rule, trace: &Trace, inputs: &Inputs, site: Option<&SiteId>) -> Step {
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
        rule.facts()
            .into_iter()
            .map(|key| fact(key, inputs, site))
            .collect()
    } else {
        Vec::new()
    };
    Step {
        said: format!("{head} : {}", words::outcome(trace)),
        facts,
        pieces: trace
            .evidence
            .iter()
            .map(|(id, cause)| format!("{} : {}", piece(id, inputs), cause.map_or("compte", words::cause)))
            .collect(),
        steps: below
            .into_iter()
            .zip(&trace.steps)
            .map(|(rule, trace)| step(rule, trace, inputs, site))
            .collect(),
    }
}

/// A piece by the name that a person gave it, then by its identifier.
fn piece(id: &PieceId, inputs: &Inputs) -> String {
    let item = inputs.evidence.iter().find(|item| &item.id == id);
    item.map_or_else(
        || id.to_string(),
        |item| format!("{} ({id})", text::printable(item.whereabouts())),
    )
}

/// What was stated of a fact: its value, from where, proved by what.
fn fact(key: &FactKey, inputs: &Inputs, site: Option<&SiteId>) -> String {
    let def = inputs.norm.facts.get(key);
    let label = def.map_or_else(|| key.to_string(), |def| def.label.clone());
    let own = site
        .and_then(|id| inputs.by_site.get(id))
        .and_then(|own| own.facts.get(key));
    let Some(fact) = own.or_else(|| inputs.facts.get(key)) else {
        return format!("{label} ({key}) : rien n’est déclaré");
    };
    let mut more: Vec<String> = Vec::new();
    more.extend(fact.on.map(|day| format!("au {}", day.in_words())));
    more.extend(fact.source.as_ref().map(|source| text::printable(source)));
    more.push(fact.evidence.as_ref().map_or_else(
        || "sans pièce".to_owned(),
        |id| format!("pièce {}", piece(id, inputs)),
    ));
    format!(
        "{label} = {} ({})",
        words::value(&fact.value, def),
        more.join(", ")
    )
}
