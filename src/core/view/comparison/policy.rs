//! The policy: what the table of its rules says otherwise; what that table says in the same words is told by its key.

use super::Versions;
use crate::norm::model::{Kind, Policy};
use crate::view::policy::{PolicyWords, Rows};

impl Versions<'_> {
    pub(super) fn policy(self) -> Vec<String> {
        let old = &self.before.policy;
        let Policy {
            score,
            revisions,
            empty_total,
            chapter_weights,
            scale,
            grave_share,
            grave_level,
            kinds,
            escalations,
            unlifted,
            form,
            findings,
            rechecks,
            samples,
            draw,
            gates,
            complete_bands,
            bands,
            // said apart
            conclusions: _,
            vigilance,
        } = &self.after.policy;
        let graver = (&old.grave_share, &old.grave_level, &old.kinds) != (grave_share, grave_level, kinds);
        let banded = (old.complete_bands, &old.bands) != (*complete_bands, bands);
        let kind = |kind: &Kind| kind.label.clone();
        let [was, is] = [self.before, self.after].map(|norm| PolicyWords { norm, kind: &kind });
        [
            rows("echelle", &old.scale != scale, [was.scale(), is.scale()]),
            rows("politique", &old.score != score, [was.whole(), is.whole()]),
            rows(
                "total-vide",
                old.empty_total != *empty_total,
                [was.empty_total(), is.empty_total()],
            ),
            rows(
                "poids-chapitres",
                old.chapter_weights != *chapter_weights,
                [was.chapter_weights(), is.chapter_weights()],
            ),
            rows(
                "echantillons",
                &old.samples != samples,
                [was.samples(), is.samples()],
            ),
            rows("tirage", &old.draw != draw, [was.draw(), is.draw()]),
            rows(
                "revision",
                &old.revisions != revisions,
                [was.revisions(), is.revisions()],
            ),
            rows(
                "vigilance",
                &old.vigilance != vigilance,
                [was.vigilance(), is.vigilance()],
            ),
            rows("natures", graver, [was.by_importance(), is.by_importance()]),
            rows(
                "escalade",
                &old.escalations != escalations,
                [was.escalations(), is.escalations()],
            ),
            rows(
                "non-levee",
                &old.unlifted != unlifted,
                [was.unlifted(), is.unlifted()],
            ),
            rows("fiche", &old.form != form, [was.form(), is.form()]),
            rows(
                "constats",
                &old.findings != findings,
                [was.well_formed(), is.well_formed()],
            ),
            rows(
                "reexamen",
                &old.rechecks != rechecks,
                [was.rechecks(), is.rechecks()],
            ),
            rows("porte", &old.gates != gates, [was.gates(), is.gates()]),
            rows("bande", banded, [was.bands(), is.bands()]),
        ]
        .concat()
    }
}

/// Rows of a key that are not in the other version; rows of one subject are held against each other in their order.
fn rows(key: &str, changed: bool, [old, new]: [Rows; 2]) -> Vec<String> {
    if !changed {
        return Vec::new();
    }
    let mut subjects: Vec<&String> = Vec::new();
    for (subject, _) in old.iter().chain(&new) {
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    let mut out = Vec::new();
    for subject in subjects {
        let under = |rows: &Rows| -> Vec<String> {
            let own = rows.iter().filter(|(known, _)| known == subject);
            own.map(|(_, rule)| rule.clone()).collect()
        };
        let (was, is) = (under(&old), under(&new));
        for rank in 0..was.len().max(is.len()) {
            match (was.get(rank), is.get(rank)) {
                (Some(was), Some(is)) if was != is => {
                    out.push(format!("{subject} : avant, {was} ; désormais, {is}"));
                }
                (Some(was), None) => out.push(format!("{subject}, supprimé : {was}")),
                (None, Some(is)) => out.push(format!("{subject}, ajouté : {is}")),
                _ => {}
            }
        }
    }
    if out.is_empty() {
        out.push(format!("« {key} » : écrit autrement"));
    }
    out
}
