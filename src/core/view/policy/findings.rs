//! Findings, in words.

use super::{PolicyWords, Rows, row};
use crate::kernel::{MilestoneId, Ratio, french, words as text};
use crate::norm::model::{
    Deadline, Effect, Escalation, FindingRules, Kind, NoPrevious, Reach, Recheck, Unlifted, Vigilance,
};
use crate::view::words;

impl PolicyWords<'_> {
    /// What findings mean.
    pub(super) fn kinds(&self) -> Rows {
        let mut kinds: Vec<&Kind> = self.norm.kinds.iter().collect();
        kinds.sort_by_key(|kind| (kind.favourable, std::cmp::Reverse(kind.rank)));
        let said = |kind: &&Kind| {
            let blocks = if kind.blocking {
                " Il bloque tant qu’il n’est pas levé."
            } else {
                ""
            };
            row(
                &format!("Constat « {} »", (self.kind)(kind)),
                format!("{}{blocks}", kind.text),
            )
        };
        kinds.iter().map(said).collect()
    }

    /// Which kind of finding a criterion bears.
    pub(crate) fn by_importance(&self) -> Rows {
        let policy = &self.norm.policy;
        let share = policy.grave_share.percent_exactly(0);
        let level = policy.grave_level.as_ref().and_then(|id| self.norm.level(id));
        let low = level.map_or_else(String::new, |level| {
            format!(
                " ou un niveau déclaré d’au plus « {} »",
                french::inside(&level.label)
            )
        });
        let rows = policy.kinds.iter().map(|(importance, kinds)| {
            let mut said = format!(
                "non conforme avec moins de {share} des éléments satisfaits{low} : {} ; non conforme : {} ; non démontré : {}",
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
            row(&format!("Constat, critère {}", importance.label()), said)
        });
        rows.collect()
    }

    /// Criteria with one kind only.
    pub(super) fn single_kinds(&self) -> Rows {
        let single = self.norm.criteria.iter().filter(|c| c.single_kind.is_some());
        let single: Vec<String> = single.map(|c| c.id.to_string()).collect();
        if single.is_empty() {
            return Rows::new();
        }
        let which = text::list(&single, "et");
        vec![row(
            "Constat unique",
            format!("ce qui manque y est toujours de la même gravité : {which}"),
        )]
    }

    /// What counts together.
    pub(crate) fn escalations(&self) -> Rows {
        let rules = self.norm.policy.escalations.iter();
        rules
            .map(|rule| row("Accumulation", self.escalation(rule)))
            .collect()
    }

    pub(crate) fn unlifted(&self) -> Rows {
        let said = |rule: &Unlifted| {
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
            )
        };
        self.norm.policy.unlifted.iter().map(said).collect()
    }

    /// What is due for each kind.
    pub(super) fn due(&self) -> Rows {
        let said = |kind: &Kind| {
            Some(row(
                &format!("Délais, {}", (self.kind)(kind)),
                self.deadlines(kind)?,
            ))
        };
        self.norm.kinds.iter().filter_map(said).collect()
    }

    /// The deadlines of a kind; none where it has none.
    pub(crate) fn deadlines(&self, kind: &Kind) -> Option<String> {
        let said = |d: &Deadline| format!("{} sous {}{}", d.stage, d.within.in_words(), self.at(&d.cycles));
        let all: Vec<String> = kind.deadlines.iter().map(said).collect();
        (!all.is_empty()).then(|| all.join(" ; "))
    }

    pub(crate) fn form(&self) -> Rows {
        let Some(form) = &self.norm.policy.form else {
            return Rows::new();
        };
        let fields: Vec<String> = form.fields.iter().map(|f| french::inside(&f.label)).collect();
        let importances: Vec<String> = form.importances.iter().map(|i| i.label().to_owned()).collect();
        vec![row(
            "Fiche obligatoire",
            format!(
                "pour tout critère {} qui n’est pas rempli : {}",
                text::list(&importances, "ou"),
                text::list(&fields, "et")
            ),
        )]
    }

    /// What makes a finding hold.
    pub(crate) fn well_formed(&self) -> Rows {
        let Some(FindingRules {
            reason_words,
            extreme_words,
            established,
            always_applies,
            exclusions,
        }) = &self.norm.policy.findings
        else {
            return Rows::new();
        };
        let words = |least: u32| french::count(least as usize, "mot", "mots");
        let reason = (*reason_words > 0)
            .then(|| format!("refusé si sa raison tient en moins de {}", words(*reason_words)));
        let extreme = (*extreme_words > 0).then(|| {
            format!(
                "conforme, non conforme, au premier ou au dernier niveau, point fort ou bloquant : refusé sans un commentaire d’au moins {}",
                words(*extreme_words)
            )
        });
        let proof = established.then(|| {
            "une non-conformité est refusée si elle ne nomme pas ce qui la montre, ou s’il lui manque une de ses quatre parties : exigence, constat, écart, enjeu".to_owned()
        });
        let applies = always_applies
            .then(|| "un auditeur non plus ne peut écarter un critère qui s’applique toujours".to_owned());
        let barred = exclusions.iter().map(|barred| {
            let kinds: Vec<String> = barred.kinds.iter().map(|kind| self.kind(Some(kind))).collect();
            let importances = barred.importances.iter().map(|i| i.label().to_owned());
            let importances: Vec<String> = importances.collect();
            format!(
                "sur un critère {} {}, ces natures sont refusées : {}",
                text::list(&importances, "ou"),
                barred.status.label(),
                text::list(&kinds, "et")
            )
        });
        let all = [reason, extreme, proof, applies]
            .into_iter()
            .flatten()
            .chain(barred);
        all.map(|said| row("Constat recevable", said)).collect()
    }

    /// What is looked at twice before a favourable conclusion.
    pub(crate) fn vigilance(&self) -> Rows {
        let Some(Vigilance {
            set_aside,
            same_text,
            one_piece,
            same_day,
            unnamed,
            images,
            findings,
            waiting,
        }) = &self.norm.policy.vigilance
        else {
            return Rows::new();
        };
        let beyond = |share: &Option<Ratio>, what: &str| {
            share
                .as_ref()
                .map(|share| format!("si plus de {} {what}", share.percent_exactly(0)))
        };
        let doubts = [
            beyond(
                set_aside,
                "du poids est écarté par la seule parole de la structure",
            ),
            same_text.map(|n| {
                format!(
                    "si {} pièces de types différents ont presque le même texte",
                    french::number(n as usize)
                )
            }),
            one_piece.map(|n| {
                format!(
                    "si une pièce, hors images, compte pour plus de {} types",
                    french::number(n as usize)
                )
            }),
            beyond(
                same_day,
                "des pièces sont d’un même jour, que leur texte ne dit pas",
            ),
            beyond(unnamed, "des pièces ne nomment jamais la structure"),
        ];
        let reserves = [
            beyond(
                images,
                "de ce qui est satisfait repose sur des images, ou sur des pièces reconnues à une citation",
            ),
            beyond(
                findings,
                "de ce qui est satisfait repose sur des constats, dans une auto-évaluation",
            ),
            beyond(waiting, "du poids attend le regard d’un auditeur"),
        ];
        let doubts = doubts
            .into_iter()
            .flatten()
            .map(|said| format!("un doute {said}"));
        let reserves = reserves
            .into_iter()
            .flatten()
            .map(|said| format!("une réserve {said}"));
        doubts
            .chain(reserves)
            .map(|said| row("Avant un avis favorable", said))
            .collect()
    }

    /// What is looked at again.
    pub(crate) fn rechecks(&self) -> Rows {
        let said = |rule: &Recheck| {
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
            )
        };
        self.norm.policy.rechecks.iter().map(said).collect()
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
