//! How it was judged, and the policy as a table.

use super::report::View;
use super::words;
use crate::kernel::Id;
use crate::kernel::words as text;
use crate::norm::model::{Aggregation, Condition, CountBound, EmptyGroup, PartialCredit};

impl View<'_> {
    /// The scoring rules, from the policy itself.
    pub(super) fn policy(&self) -> Vec<(String, String)> {
        let policy = &self.norm.policy;
        let kind = |code: Option<&Id>| {
            code.and_then(|code| self.norm.kind(code)).map_or_else(
                || "aucun constat".to_owned(),
                |kind| self.kind_label(kind).to_lowercase(),
            )
        };
        let mut out = vec![
            (
                "Note d’un critère".to_owned(),
                match policy.partial_credit {
                    PartialCredit::None => "conforme 1 ; non conforme ou non démontré 0".to_owned(),
                    PartialCredit::Elements => {
                        "conforme 1 ; sinon la part des éléments satisfaits, jamais 1".to_owned()
                    }
                },
            ),
            (
                "Non applicable".to_owned(),
                "sort du calcul, avec sa raison".to_owned(),
            ),
            (
                "Non évalué".to_owned(),
                "compte de 0 à 1 : le score devient un intervalle ; pas de conclusion si le critère est impératif ou exigible".to_owned(),
            ),
            (
                "Plusieurs sites".to_owned(),
                "le site le moins avancé décide du critère".to_owned(),
            ),
            (
                "Chapitre et ensemble".to_owned(),
                match policy.aggregation {
                    Aggregation::WeightedMean => "moyenne pondérée par le poids des critères, puis des chapitres".to_owned(),
                    Aggregation::Mean => "moyenne simple".to_owned(),
                },
            ),
            (
                "Groupe sans critère jugé".to_owned(),
                match policy.empty_group {
                    EmptyGroup::Leaves => "sort du calcul".to_owned(),
                },
            ),
            (
                "Arrondi".to_owned(),
                format!(
                    "à l’affichage seulement, {}, moitié vers le haut ; les seuils comparent les fractions exactes",
                    text::count(policy.rounding.decimals as usize, "décimale", "décimales")
                ),
            ),
        ];
        let share = policy.grave_share.in_percent(0);
        for (importance, row) in &policy.kinds {
            out.push((
                format!("Constat, critère {}", importance.label()),
                format!(
                    "non conforme avec moins de {share} des éléments satisfaits ou un niveau très bas : {} ; non conforme : {} ; non démontré : {}",
                    kind(row.grave.as_ref()),
                    kind(row.nonconforming.as_ref()),
                    kind(row.not_demonstrated.as_ref())
                ),
            ));
        }
        if let Some(profile) = self.norm.profile(&self.a.inputs.profile) {
            let audit = self.a.inputs.audit;
            let rules = self.norm.conclusions(profile).iter();
            for rule in rules.filter(|r| r.audits.is_empty() || r.audits.contains(&audit)) {
                out.push((
                    format!("Conclusion « {} »", rule.title),
                    rule.condition
                        .as_ref()
                        .map_or_else(|| "dans tous les autres cas".to_owned(), |c| self.condition(c)),
                ));
            }
        }
        for band in &policy.bands {
            out.push((
                format!("À partir de {}", band.from.in_percent(0)),
                format!("« {} » : {}", band.label, band.text),
            ));
        }
        out
    }

    /// What a conclusion takes, in words.
    fn condition(&self, condition: &Condition) -> String {
        let bound = |bound: &CountBound| match (bound.min, bound.max) {
            (None, Some(0)) => "aucun".to_owned(),
            (None, Some(max)) => format!("au plus {max}"),
            (Some(min), None) => format!("au moins {min}"),
            (Some(min), Some(max)) => format!("de {min} à {max}"),
            (None, None) => "sans limite".to_owned(),
        };
        let kinds = condition.kinds.iter().filter_map(|(code, n)| {
            let kind = self.norm.kind(code)?;
            Some(format!("{} : {}", self.kind_label(kind).to_lowercase(), bound(n)))
        });
        let statuses = condition
            .statuses
            .iter()
            .map(|(status, n)| format!("critères {} : {}", status.label(), bound(n)));
        let score = condition
            .score
            .iter()
            .map(|threshold| format!("degré de satisfaction : {}", words::threshold(threshold)));
        kinds.chain(statuses).chain(score).collect::<Vec<_>>().join(" ; ")
    }

    pub(super) fn method(&self) -> Vec<String> {
        let inputs = &self.a.inputs;
        let policy = &self.norm.policy;
        let mut said = vec![
            format!("Les critères sont ceux de « {} », version {} : {}", self.norm.title, self.norm.version, self.norm.warning),
            format!("Toutes les durées et validités sont comptées au {}, date de l’audit.", inputs.date.in_words()),
            "Un audit procède par échantillon : ce qui n’a pas été regardé peut différer de ce qui l’a été.".to_owned(),
            "Un critère est conforme quand chacun de ses éléments est montré par une preuve valable et que le niveau de pratique requis est atteint. Dire ne suffit pas : un nombre saisi, une pièce gardée ailleurs ou un entretien rapporté comptent comme déclarés.".to_owned(),
            "L’absence de preuve ne prouve rien : elle donne « non démontré », jamais « non conforme ».".to_owned(),
            match policy.partial_credit {
                PartialCredit::None => "Score : un critère conforme compte 1, un critère non conforme ou non démontré compte 0.".to_owned(),
                PartialCredit::Elements => "Score : un critère conforme compte 1 ; sinon il compte pour la part de ses éléments satisfaits.".to_owned(),
            },
            "Les critères non applicables sortent du calcul ; les critères non évalués le rendent incertain : le score est alors un intervalle. Les moyennes sont pondérées, calculées en fractions exactes ; l’arrondi ne sert qu’à l’affichage.".to_owned(),
            "Tous les seuils sont des règles de l’outil, modifiables ; aucun n’est présenté comme celui de la norme.".to_owned(),
        ];
        for incident in &inputs.incidents {
            said.push(format!("Lecture inachevée — {}", text::printable(incident)));
        }
        said
    }
}
