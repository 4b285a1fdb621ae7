//! Gates, bands and conditions, in words.

use super::{PolicyWords, Rows, row};
use crate::kernel::words as text;
use crate::norm::model::{Condition, CountBound, Gate, GateForm, Threshold};
use crate::view::words;

impl PolicyWords<'_> {
    /// Gates before the score.
    pub(crate) fn gates(&self) -> Rows {
        let policy = &self.norm.policy;
        let said = |gate: &Gate| {
            let mut which: Vec<String> = gate
                .importance
                .map(|importance| format!("les critères de niveau « {} »", importance.label()))
                .into_iter()
                .collect();
            which.extend(gate.criteria.iter().map(ToString::to_string));
            let which = text::list(&which, "et");
            let rule = match gate.form {
                GateForm::Ceiling => format!(
                    "tant que l’un n’est pas rempli parmi {which}, le score ne dépasse pas {}",
                    gate.ceiling
                        .as_ref()
                        .map_or_else(String::new, |v| policy.scale.exactly(v))
                ),
                GateForm::Minimum => format!("le score ne dépasse pas la plus basse valeur parmi {which}"),
                GateForm::Product => format!("le score est multiplié par la valeur de {which}"),
                GateForm::All => {
                    format!("tant que l’un n’est pas rempli parmi {which}, le score est au plus bas")
                }
            };
            row(&format!("Porte « {} »", gate.label), rule)
        };
        policy.gates.iter().map(said).collect()
    }

    pub(crate) fn bands(&self) -> Rows {
        let policy = &self.norm.policy;
        let whole = (
            "Bandes".to_owned(),
            "aucune tant qu’un critère n’est pas évalué".to_owned(),
        );
        policy
            .complete_bands
            .then_some(whole)
            .into_iter()
            .chain(policy.bands.iter().map(|band| {
                let to = band
                    .to
                    .as_ref()
                    .map(|to| format!(" jusqu’à {}", policy.scale.exactly(to)))
                    .unwrap_or_default();
                let more = band
                    .condition
                    .as_ref()
                    .map(|condition| format!(" (et {})", self.condition(condition)))
                    .unwrap_or_default();
                (
                    format!("À partir de {}{to}", policy.scale.exactly(&band.from)),
                    format!("« {} » : {}{more}", band.label, band.text),
                )
            }))
            .collect()
    }
    /// What a band or a conclusion takes, in words.
    pub(crate) fn condition(&self, condition: &Condition) -> String {
        let scale = &self.norm.policy.scale;
        let mark = |threshold: &Threshold| match threshold {
            Threshold::AtLeast(all) if *all == scale.max => scale.exactly(all),
            Threshold::AtLeast(bound) => format!("au moins {}", scale.exactly(bound)),
            Threshold::AtMost(bound) => format!("au plus {}", scale.exactly(bound)),
        };
        let mut said: Vec<String> = condition
            .kinds
            .iter()
            .map(|(code, n)| format!("{} : {}", self.kind(Some(code)), bound(n)))
            .collect();
        said.extend(
            condition
                .statuses
                .iter()
                .map(|(status, n)| format!("critères {} : {}", status.label(), bound(n))),
        );
        said.extend(
            condition
                .score
                .iter()
                .map(|threshold| format!("degré de satisfaction : {}", mark(threshold))),
        );
        said.extend(condition.met.iter().map(|(importance, threshold)| {
            format!(
                "critères de niveau « {} » conformes : {}",
                importance.label(),
                words::threshold(threshold)
            )
        }));
        said.extend(
            condition
                .chapters
                .iter()
                .map(|(id, threshold)| format!("chapitre {id} : {}", mark(threshold))),
        );
        said.extend(condition.gates.map(|passed| {
            if passed {
                "toutes les portes franchies".to_owned()
            } else {
                "une porte au moins non franchie".to_owned()
            }
        }));
        said.extend(
            condition
                .unlifted
                .iter()
                .map(|n| format!("non-conformités de l’audit précédent encore là : {}", bound(n))),
        );
        said.extend(condition.set_aside.iter().map(|n| {
            format!(
                "critères écartés par la seule parole de la structure : {}",
                bound(n)
            )
        }));
        if !condition.bands.is_empty() {
            let names: Vec<String> = condition.bands.iter().map(|b| format!("« {b} »")).collect();
            said.push(format!("bande {}", text::list(&names, "ou")));
        }
        said.join(" ; ")
    }
}

fn bound(bound: &CountBound) -> String {
    match (bound.min, bound.max) {
        (None, Some(0)) => "aucun".to_owned(),
        (None, Some(max)) => format!("au plus {max}"),
        (Some(min), None) => format!("au moins {min}"),
        (Some(min), Some(max)) => format!("de {min} à {max}"),
        (None, None) => "sans limite".to_owned(),
    }
}
