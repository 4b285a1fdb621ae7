//! Findings, in words.

use super::PolicyWords;
use crate::kernel::french;
use crate::kernel::{MilestoneId, words as text};
use crate::norm::model::{Effect, Escalation, Kind, NoPrevious, Reach};
use crate::view::words;

impl PolicyWords<'_> {
    /// What findings mean, what counts together, what is due, what is looked at again.
    pub(super) fn findings(&self, row: &mut impl FnMut(&str, String)) {
        let policy = &self.norm.policy;
        let mut kinds: Vec<&Kind> = self.norm.kinds.iter().collect();
        kinds.sort_by_key(|kind| (kind.favourable, std::cmp::Reverse(kind.rank)));
        for kind in kinds {
            let blocks = if kind.blocking {
                " Il bloque tant qu’il n’est pas levé."
            } else {
                ""
            };
            row(
                &format!("Constat « {} »", (self.kind)(kind)),
                format!("{}{blocks}", kind.text),
            );
        }
        let share = policy.grave_share.in_percent(0);
        for (importance, kinds) in &policy.kinds {
            let mut said = format!(
                "non conforme avec moins de {share} des éléments satisfaits ou un niveau très bas : {} ; non conforme : {} ; non démontré : {}",
                self.kind(kinds.grave.as_ref()),
                self.kind(kinds.nonconforming.as_ref()),
                self.kind(kinds.not_demonstrated.as_ref())
            );
            if kinds.no_evidence.is_some() {
                said.push_str(&format!(
                    " ; non démontré, sans aucune pièce : {}",
                    self.kind(kinds.no_evidence.as_ref())
                ));
            }
            row(&format!("Constat, critère {}", importance.label()), said);
        }
        let single: Vec<String> = self
            .norm
            .criteria
            .iter()
            .filter(|c| c.single_kind.is_some())
            .map(|c| c.id.to_string())
            .collect();
        if !single.is_empty() {
            row(
                "Constat unique",
                format!(
                    "ce qui manque y est toujours de la même gravité : {}",
                    text::list(&single, "et")
                ),
            );
        }
        for escalation in &policy.escalations {
            row("Accumulation", self.escalation(escalation));
        }
        for rule in &policy.unlifted {
            let blind = match rule.no_previous {
                NoPrevious::Ignored => "",
                NoPrevious::Blocks => " ; sans audit précédent connu, pas de conclusion",
            };
            row(
                "Constat non levé",
                format!(
                    "{} déjà relevé à l’audit précédent : {}{blind}",
                    self.kind(Some(&rule.from)),
                    self.kind(Some(&rule.to))
                ),
            );
        }
        for kind in self.norm.kinds.iter().filter(|kind| !kind.deadlines.is_empty()) {
            let said: Vec<String> = kind
                .deadlines
                .iter()
                .map(|d| format!("{} sous {}{}", d.stage, d.within.in_words(), self.at(&d.cycles)))
                .collect();
            row(&format!("Délais, {}", (self.kind)(kind)), said.join(" ; "));
        }
        if let Some(form) = &policy.form {
            let fields: Vec<String> = form.fields.iter().map(|f| french::inside(&f.label)).collect();
            let importances: Vec<String> = form.importances.iter().map(|i| i.label().to_owned()).collect();
            row(
                "Fiche obligatoire",
                format!(
                    "pour tout critère {} qui n’est pas rempli : {}",
                    text::list(&importances, "ou"),
                    text::list(&fields, "et")
                ),
            );
        }
        for rule in &policy.rechecks {
            let mut what: Vec<String> = rule.criteria.iter().map(ToString::to_string).collect();
            if rule.single_kind {
                what.push("les critères à constat unique".to_owned());
            }
            if rule.nonconformities {
                what.push("les critères qui portaient une non-conformité".to_owned());
            }
            row(
                &format!("À revoir, cycle {}", words::cycle(Some(&rule.cycle), self.norm)),
                text::list(&what, "et"),
            );
        }
    }

    fn escalation(&self, rule: &Escalation) -> String {
        let within = match rule.reach {
            Reach::Criterion => "sur un même critère",
            Reach::Chapter => "dans un même chapitre",
            Reach::Norm => "dans l’ensemble",
        };
        let effect = match rule.effect {
            Effect::Consumes => "qui les remplace",
            Effect::Adds => "qui s’ajoute à eux",
        };
        let again = if rule.repeats { ", à chaque fois" } else { "" };
        let source = rule
            .source
            .as_ref()
            .map(|source| format!(" (source : {source})"))
            .unwrap_or_default();
        format!(
            "{} constats « {} » {within} font un constat « {} » {effect}{again}{source}",
            rule.count,
            self.kind(Some(&rule.from)),
            self.kind(Some(&rule.to))
        )
    }

    /// « (cycle suivi) », where not all milestones are meant.
    fn at(&self, cycles: &[MilestoneId]) -> String {
        if cycles.is_empty() {
            return String::new();
        }
        let names: Vec<String> = cycles
            .iter()
            .map(|id| words::cycle(Some(id), self.norm))
            .collect();
        format!(" (cycle {})", text::list(&names, "ou"))
    }
}
