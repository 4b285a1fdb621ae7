//! `expliquer`: how one criterion was judged, step by step.

use super::super::args::Target;
use super::super::{Exit, err, out};
use super::{ending, judge};
use crate::assessment::results::{Trace, Truth};
use crate::kernel::words;
use crate::norm::Norm;
use crate::norm::model::Rule;
use crate::view::words as said;

pub(super) fn explain(target: &Target, wanted: &str) -> Exit {
    let outcome = match judge(target) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let inputs = &outcome.assessment.inputs;
    let norm = &inputs.norm;
    let found = outcome
        .assessment
        .results
        .criteria
        .iter()
        .find(|c| c.id.folded() == wanted.to_ascii_lowercase());
    let Some((result, criterion)) = found.and_then(|result| Some((result, norm.criterion(&result.id)?)))
    else {
        let ids = outcome.assessment.results.criteria.iter().map(|c| c.id.as_str());
        let hint = words::nearest(wanted, ids)
            .map(|near| format!("aide : vouliez-vous dire « {near} » ?\n"))
            .unwrap_or_default();
        err(&format!(
            "erreur : le critère « {} » n'est pas dans ce profil\n{hint}",
            words::safe(wanted)
        ));
        return Exit::Failed;
    };
    let mut text = format!(
        "{} — {}\n{}\n\nStatut : {} ({})\n",
        criterion.id,
        criterion.title,
        criterion.requirement,
        result.retained,
        said::reason(result.reason)
    );
    if result.computed != result.retained {
        text.push_str(&format!("Calculé par les règles : {}\n", result.computed));
    }
    for (element, judged) in criterion.elements.iter().zip(&result.elements) {
        let state = match judged.truth {
            Truth::Yes => "satisfait".to_owned(),
            Truth::No => "contredit".to_owned(),
            Truth::Void => "sans objet".to_owned(),
            Truth::Unknown => said::causes(judged.causes.iter().copied()),
        };
        text.push_str(&format!("\n{} {} — {state}\n", judged.id, element.label));
        if let (Some(rule), Some(trace)) = (&element.rule, &judged.trace) {
            steps(rule, trace, norm, 1, &mut text);
        }
        if judged.truth != Truth::Yes {
            text.push_str(&format!("  → {}\n", element.action));
        }
    }
    out(&text);
    ending(&outcome, Exit::Done)
}

fn steps(rule: &Rule, trace: &Trace, norm: &Norm, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
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
        leaf => said::rule(leaf, norm),
    };
    text.push_str(&format!("{indent}{head} : {}\n", said::outcome(trace)));
    for (id, cause) in &trace.evidence {
        text.push_str(&format!(
            "{indent}  preuve {id} : {}\n",
            cause.map_or("compte", said::cause)
        ));
    }
    for (rule, step) in below.into_iter().zip(&trace.steps) {
        steps(rule, step, norm, depth + 1, text);
    }
}
