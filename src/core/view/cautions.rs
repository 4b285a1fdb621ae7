//! What a reader should know of a judgement that its status does not say.

use super::words;
use crate::assessment::Inputs;
use crate::assessment::results::CriterionResult;
use crate::norm::model::Criterion;

/// Sentences on one criterion: an applicability that is not known, a declaration that its evidence contradicts.
pub(super) fn cautions(inputs: &Inputs, criterion: &Criterion, result: &CriterionResult) -> Vec<String> {
    let mut out = Vec::new();
    if result.applicability_unknown
        && let Some(rule) = &criterion.applies_if
    {
        out.push(format!(
            "On ne sait pas si ce critère s’applique ({}) : il est donc jugé.",
            words::rule(rule, &inputs.norm)
        ));
    }
    if result.contradiction {
        let said = "La déclaration et les preuves se contredisent : tous les éléments sont montrés, et le niveau déclaré reste sous le niveau requis. Laquelle dit vrai ?";
        out.push(if criterion.judged.asks_level() {
            said.to_owned()
        } else {
            format!("{said} Le niveau ne compte pas ici : ce critère se juge sans lui.")
        });
    }
    out
}
