//! `preuves`: the map of evidence.

use super::super::args::Target;
use super::super::{Exit, out};
use super::{ending, judge};
use crate::kernel::words;

pub(super) fn evidence(target: &Target) -> Exit {
    let outcome = match judge(target) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let view = crate::view::report(&outcome.assessment);
    let mut text = format!("Carte des preuves, au {}\n\n", view.date);
    for row in &view.evidence {
        let asked = if row.criteria.is_empty() {
            "aucun critère ne la demande".to_owned()
        } else {
            format!("demandée par {}", row.criteria.join(", "))
        };
        text.push_str(&format!(
            "{}\n  {}\n  {} · effet {} · {} · {asked}\n",
            row.id, row.place, row.types, row.effect, row.state
        ));
    }
    for (title, list) in [
        ("Sans type", &outcome.leftovers.untyped),
        ("Ignorés", &outcome.inventory.ignored),
        ("Refusés", &outcome.inventory.refused),
        ("Non lus", &outcome.inventory.unfinished),
    ] {
        if !list.is_empty() {
            text.push_str(&format!("\n{title}\n"));
            list.iter().for_each(|skipped| {
                text.push_str(&format!(
                    "  {} : {}\n",
                    words::safe(&skipped.path),
                    skipped.reason
                ));
            });
        }
    }
    out(&text);
    ending(&outcome, Exit::Done)
}
