//! The score and its samples, in words.

use super::PolicyWords;
use crate::kernel::french;
use crate::norm::model::{
    Aggregation, Draw, DrawRounding, EmptyGroup, EmptyTotal, Erring, Excluded, HeadOffice, PartialCredit,
    Rounding, RoundingMode, RoundingPlace, SampleGap, SampleRules, SampleStatus, SampleValue, Scale,
    ScoreChange, Unsettled, ZeroWeight,
};

impl PolicyWords<'_> {
    pub(super) fn change(&self, change: &ScoreChange) -> String {
        let said: Vec<String> = self
            .score(change)
            .into_iter()
            .map(|(subject, rule)| format!("{} : {rule}", french::inside(&subject)))
            .collect();
        said.join(" ; ")
    }

    /// The score keys that a block states.
    pub(crate) fn score(&self, change: &ScoreChange) -> Vec<(String, String)> {
        let scale = &self.norm.policy.scale;
        let mut out = Vec::new();
        let mut row = |subject: &str, rule: String| out.push((subject.to_owned(), rule));
        if let Some(credit) = &change.partial_credit {
            row("Note d’un critère", self.credit(credit));
        }
        if let Some(excluded) = change.not_applicable {
            let target = change
                .target
                .as_ref()
                .map(|v| scale.show(v, 0))
                .unwrap_or_default();
            row(
                "Non applicable",
                match excluded {
                    Excluded::Leaves => "sort du calcul, avec sa raison".to_owned(),
                    Excluded::Full => "compte comme rempli".to_owned(),
                    Excluded::Target => format!("compte pour la cible, {target}"),
                    Excluded::Equal => "son poids est réparti également entre les autres".to_owned(),
                    Excluded::Prorata => {
                        "son poids est réparti entre les autres, selon leur poids".to_owned()
                    }
                    Excluded::Forbidden => "aucun critère ne peut être écarté".to_owned(),
                },
            );
        } else if let Some(target) = &change.target {
            row("Cible", scale.show(target, 0));
        }
        if let Some(unsettled) = change.not_assessed {
            row(
                "Non évalué",
                format!(
                    "{} ; pas de conclusion si le critère est impératif ou exigible",
                    self.unsettled(unsettled)
                ),
            );
        }
        // « note d'un critère » says it where it is a failure like another
        if let Some(unsettled) = change.not_demonstrated.filter(|what| *what != Unsettled::Fails) {
            row("Non démontré", self.unsettled(unsettled));
        }
        if let Some(error) = change.error {
            row(
                "Données incohérentes",
                match error {
                    Erring::Fails => "comptent comme non rempli".to_owned(),
                    Erring::Leaves => "le critère sort du calcul".to_owned(),
                },
            );
        }
        if let Some(aggregation) = change.aggregation {
            row("Chapitre et ensemble", self::aggregation(aggregation).to_owned());
        }
        if let Some(zero) = change.zero_weight {
            row(
                "Poids nul",
                match zero {
                    ZeroWeight::Zero => "ne pèse rien",
                    ZeroWeight::One => "vaut 1",
                    ZeroWeight::Refused => "n’est pas admis",
                }
                .to_owned(),
            );
        }
        if let Some(empty) = change.empty_group {
            row(
                "Groupe sans critère jugé",
                match empty {
                    EmptyGroup::Leaves => "sort du calcul",
                    EmptyGroup::Zero => "compte comme non rempli",
                    EmptyGroup::Full => "compte comme rempli",
                }
                .to_owned(),
            );
        }
        if let Some(rounding) = change.rounding {
            row("Arrondi", self::rounding(rounding));
        }
        out
    }

    fn credit(&self, credit: &PartialCredit) -> String {
        let scale = &self.norm.policy.scale;
        let (none, all) = (french::decimal(&scale.min), french::decimal(&scale.max));
        match credit {
            PartialCredit::None => format!("conforme {all} ; non conforme ou non démontré {none}"),
            PartialCredit::Elements if *scale == Scale::default() => {
                "conforme 1 ; sinon la part des éléments satisfaits, jamais 1".to_owned()
            }
            PartialCredit::Elements => {
                format!(
                    "conforme {all} ; sinon de {none} à {all} selon la part des éléments satisfaits, jamais {all}"
                )
            }
            PartialCredit::Level => {
                let values: Vec<String> = self
                    .norm
                    .levels
                    .iter()
                    .filter_map(|l| {
                        Some(format!(
                            "{} = {}",
                            french::inside(&l.label),
                            french::decimal(l.value.as_ref()?)
                        ))
                    })
                    .collect();
                format!(
                    "moyenne des cotes de ses éléments, à défaut son niveau déclaré ({})",
                    values.join(", ")
                )
            }
            PartialCredit::Fixed(part) => format!(
                "conforme {all} ; sinon {} dès qu’un élément est satisfait, {none} autrement",
                french::decimal(&scale.at(part))
            ),
        }
    }

    fn unsettled(&self, what: Unsettled) -> String {
        let scale = &self.norm.policy.scale;
        match what {
            Unsettled::Bounds => format!(
                "compte de {} à {} : le score devient un intervalle",
                french::decimal(&scale.min),
                french::decimal(&scale.max)
            ),
            Unsettled::Leaves => "sort du calcul".to_owned(),
            Unsettled::Fails => "compte comme non rempli".to_owned(),
        }
    }
}

/// How members give their group's value.
pub(crate) fn aggregation(aggregation: Aggregation) -> &'static str {
    match aggregation {
        Aggregation::WeightedMean => "moyenne pondérée par le poids des critères, puis des chapitres",
        Aggregation::Mean => "moyenne simple",
        Aggregation::Minimum => "la plus basse valeur",
        Aggregation::Product => "produit des valeurs",
        Aggregation::Sum => "somme des poids multipliés par les valeurs",
        Aggregation::All => "rempli si tout est rempli, sinon non rempli",
    }
}

pub(super) fn empty_total(empty: EmptyTotal) -> &'static str {
    match empty {
        EmptyTotal::None => "pas de score",
        EmptyTotal::Zero => "compte comme non rempli",
        EmptyTotal::Full => "compte comme rempli",
    }
}

fn rounding(rounding: Rounding) -> String {
    let decimals = french::count(rounding.decimals as usize, "décimale", "décimales");
    let mode = match rounding.mode {
        RoundingMode::HalfUp => "moitié vers le haut",
        RoundingMode::HalfEven => "moitié vers le chiffre pair",
        RoundingMode::Down => "vers le bas",
        RoundingMode::None => "sans arrondi",
    };
    match rounding.place {
        RoundingPlace::Display => {
            format!(
                "à l’affichage seulement, {decimals}, moitié vers le haut ; les seuils comparent les fractions exactes"
            )
        }
        RoundingPlace::Criterion => format!("la valeur de chaque critère, {decimals}, {mode}"),
        RoundingPlace::Levels => {
            format!("la valeur de chaque critère et de chaque chapitre, {decimals}, {mode}")
        }
    }
}

pub(super) fn samples(rules: &SampleRules) -> String {
    let status = match (rules.status, &rules.share) {
        (SampleStatus::Share, Some(share)) => format!(
            "conforme si {} au moins des sites concernés le sont, sinon le site le moins avancé décide du critère",
            share.in_percent(0)
        ),
        _ => "le site le moins avancé décide du critère".to_owned(),
    };
    let value = match rules.value {
        SampleValue::Minimum => "",
        SampleValue::Mean => " ; sa valeur est la moyenne des sites",
        SampleValue::AnyFail => " ; sa valeur est au plus bas dès qu’un site n’est pas plein",
    };
    let gap = match rules.gap {
        SampleGap::Blocks => "",
        SampleGap::Ignored => " ; un site non évalué n’y compte pas",
    };
    format!("{status}{value}{gap}")
}

pub(super) fn draw(draw: &Draw) -> String {
    let rounded = match draw.rounding {
        DrawRounding::Up => "arrondie au-dessus",
        DrawRounding::Nearest => "arrondie au plus proche",
    };
    let head = match draw.head_office {
        HeadOffice::Inside => "siège compris",
        HeadOffice::Beside => "siège en plus",
    };
    format!(
        "racine carrée du nombre de sites, {rounded}, {head} ; les autres dans l’ordre du SHA-256 de la graine suivie de l’identifiant du site"
    )
}
