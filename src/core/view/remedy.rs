//! A remedy (`engine::flip`) in words: each change as something that a person can do.

use super::words;
use crate::engine::flip::Change;
use crate::kernel::FactKey;
use crate::kernel::french;
use crate::norm::Norm;
use crate::norm::model::Criterion;

/// One change, as an instruction.
pub(super) fn change(change: &Change, criterion: &Criterion, norm: &Norm) -> String {
    let fact = |key: &FactKey| {
        norm.facts.get(key).map_or_else(
            || key.to_string(),
            |def| format!("«\u{a0}{}\u{a0}» ({key})", def.label),
        )
    };
    match change {
        Change::Level {
            criterion: whose,
            level,
            since,
        } => {
            let label = norm
                .level(level)
                .map_or_else(|| level.to_string(), |l| french::inside(&l.label));
            let since = since
                .map(|day| format!(", tenu depuis le {} au plus tard", day.in_words()))
                .unwrap_or_default();
            format!(
                "mettre en place ce que demande le niveau «\u{a0}{label}\u{a0}» pour {whose}{since}, et le dire quand c’est le cas"
            )
        }
        Change::Fact { key, value } => format!(
            "porter {} à {}, et nommer la pièce qui l’établit",
            fact(key),
            words::value(value, norm.facts.get(key))
        ),
        Change::Rate {
            part,
            whole,
            threshold,
        } => format!(
            "renseigner {} et {}, le premier valant {} du second, et nommer les pièces qui les établissent",
            fact(part),
            fact(whole),
            words::threshold(threshold)
        ),
        Change::State(key) => format!("renseigner {}, et nommer la pièce qui l’établit", fact(key)),
        Change::Prove(key) => format!(
            "nommer une pièce où se lit {} (clé «\u{a0}preuve\u{a0}» du fait)",
            fact(key)
        ),
        Change::Pieces { asked, count } => format!(
            "déposer {} : {}",
            french::count(*count, "pièce datée", "pièces datées"),
            words::pieces(asked, norm)
        ),
        Change::Judgement(element) => {
            let label = criterion
                .elements
                .iter()
                .find(|e| &e.id == element)
                // INVARIANT: a remedy speaks of elements of its criterion
                .map_or("", |e| e.label.as_str());
            format!(
                "montrer à un auditeur, qui le constate : {label} ({}.{element})",
                criterion.id
            )
        }
    }
}
