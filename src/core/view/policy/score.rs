//! The score and its samples, in words.

use super::{PolicyWords, Rows, row};
use crate::kernel::french;
use crate::norm::model::{
    Aggregation, Chapter, ChapterWeights, Draw, DrawRounding, EmptyGroup, EmptyTotal, Erring, Excluded,
    HeadOffice, PartialCredit, Revision, Rounding, RoundingMode, RoundingPlace, SampleGap, SampleRules,
    SampleStatus, SampleValue, Scale, ScoreChange, Unsettled, WeightlessGroup, ZeroWeight,
};

impl PolicyWords<'_> {
    pub(crate) fn scale(&self) -> Rows {
        let scale = &self.norm.policy.scale;
        let said = || {
            let (least, most) = (scale.min.exactly(0), scale.exactly(&scale.max));
            row("Échelle", format!("de {least} (non rempli) à {most} (rempli)"))
        };
        (*scale != Scale::default()).then(said).into_iter().collect()
    }

    /// The rules of the whole.
    pub(crate) fn whole(&self) -> Rows {
        let score = &self.norm.policy.score;
        self.score(&ScoreChange {
            aggregation: Some(score.aggregation),
            partial_credit: Some(score.partial_credit.clone()),
            not_assessed: Some(score.not_assessed),
            not_demonstrated: Some(score.not_demonstrated),
            not_applicable: Some(score.not_applicable),
            target: score.target.clone(),
            error: Some(score.error).filter(|error| *error != Erring::Fails),
            empty_group: Some(score.empty_group),
            weightless_group: Some(score.weightless_group),
            zero_weight: Some(score.zero_weight).filter(|zero| *zero != ZeroWeight::Zero),
            rounding: Some(score.rounding),
        })
    }

    pub(crate) fn empty_total(&self) -> Rows {
        let said = match self.norm.policy.empty_total {
            EmptyTotal::None => return Rows::new(),
            EmptyTotal::Zero => "compte comme non rempli",
            EmptyTotal::Full => "compte comme rempli",
        };
        vec![row("Rien à noter", said.to_owned())]
    }

    pub(crate) fn chapter_weights(&self) -> Rows {
        match self.norm.policy.chapter_weights {
            ChapterWeights::Written => Rows::new(),
            ChapterWeights::Sum => vec![row(
                "Poids d’un chapitre",
                "la somme des poids de ses critères qui entrent dans le score".to_owned(),
            )],
        }
    }

    pub(crate) fn samples(&self) -> Rows {
        vec![row("Plusieurs sites", samples(&self.norm.policy.samples))]
    }

    pub(crate) fn draw(&self) -> Rows {
        let rule = self.norm.policy.draw.as_ref();
        rule.map(|rule| row("Sites audités", draw(rule)))
            .into_iter()
            .collect()
    }

    /// What chapters state for themselves.
    pub(super) fn chapters(&self) -> Rows {
        let own = |c: &Chapter| {
            Some(row(
                &format!("Chapitre {}", c.id),
                self.change(c.policy.as_ref()?),
            ))
        };
        self.norm.chapters.iter().filter_map(own).collect()
    }

    pub(crate) fn revisions(&self) -> Rows {
        let said = |revision: &Revision| {
            let subject = format!("À partir du {}", revision.from.in_words());
            let rule = self.change(&revision.change);
            row(&subject, format!("{rule} (source : {})", revision.source))
        };
        self.norm.policy.revisions.iter().map(said).collect()
    }

    pub(crate) fn change(&self, change: &ScoreChange) -> String {
        let said: Vec<String> = self
            .score(change)
            .into_iter()
            .map(|(subject, rule)| format!("{} : {rule}", french::inside(&subject)))
            .collect();
        said.join(" ; ")
    }

    /// The score keys that a block states.
    fn score(&self, change: &ScoreChange) -> Rows {
        let scale = &self.norm.policy.scale;
        let mut out = Rows::new();
        let mut row = |subject: &str, rule: String| out.push(row(subject, rule));
        if let Some(credit) = &change.partial_credit {
            row("Note d’un critère", self.credit(credit));
        }
        if let Some(excluded) = change.not_applicable {
            let target = change
                .target
                .as_ref()
                .map(|v| scale.exactly(v))
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
        }
        let told = change.not_applicable == Some(Excluded::Target);
        if let Some(target) = change.target.as_ref().filter(|_| !told) {
            row("Cible", scale.exactly(target));
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
        if let Some(weightless) = change.weightless_group {
            row(
                "Groupe où rien ne pèse",
                match weightless {
                    WeightlessGroup::Leaves => "sort du calcul",
                    WeightlessGroup::Zero => "compte comme non rempli",
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
        let (none, all) = (scale.min.exactly(0), scale.max.exactly(0));
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
                            l.value.as_ref()?.exactly(0)
                        ))
                    })
                    .collect();
                format!(
                    "moyenne des cotes de ses éléments, à défaut son niveau déclaré ({}) ; {all} si un auditeur le dit conforme, jamais {all} s’il ne l’est pas",
                    values.join(", ")
                )
            }
            PartialCredit::Fixed(part) => format!(
                "conforme {all} ; sinon {} dès qu’un élément est satisfait, {none} autrement",
                scale.at(part).exactly(0)
            ),
        }
    }

    fn unsettled(&self, what: Unsettled) -> String {
        let scale = &self.norm.policy.scale;
        match what {
            Unsettled::Bounds => format!(
                "compte de {} à {} : le score devient un intervalle",
                scale.min.exactly(0),
                scale.max.exactly(0)
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

fn rounding(rounding: Rounding) -> String {
    let decimals = french::count(rounding.decimals as usize, "décimale", "décimales");
    if rounding.mode == RoundingMode::None {
        return format!("aucun : les valeurs exactes, {decimals} au moins");
    }
    let mode = match rounding.mode {
        RoundingMode::HalfUp => "moitié vers le haut",
        RoundingMode::HalfEven => "moitié vers le chiffre pair",
        RoundingMode::Down => "vers le bas",
        RoundingMode::None => "sans arrondi",
    };
    match rounding.place {
        RoundingPlace::Display => {
            format!(
                "à l’affichage seulement, {decimals}, {mode} ; les seuils comparent les fractions exactes"
            )
        }
        RoundingPlace::Criterion => {
            format!("la valeur de chaque critère, et l’affichage, {decimals}, {mode}")
        }
        RoundingPlace::Levels => {
            format!("la valeur de chaque critère et de chaque chapitre, {decimals}, {mode}")
        }
    }
}

fn samples(rules: &SampleRules) -> String {
    let status = match (rules.status, &rules.share) {
        (SampleStatus::Share, Some(share)) => format!(
            "conforme si {} au moins des sites concernés le sont, sinon le site le moins avancé décide du critère",
            share.percent_exactly(0)
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

fn draw(draw: &Draw) -> String {
    let rounded = match draw.rounding {
        DrawRounding::Up => "arrondie au-dessus",
        DrawRounding::Nearest => "arrondie au plus proche",
    };
    let head = match draw.head_office {
        HeadOffice::Inside => "siège compris",
        HeadOffice::Beside => "siège en plus",
    };
    let audits: Vec<&str> = draw.audits.iter().map(|audit| audit.label()).collect();
    let audits = if audits.is_empty() {
        String::new()
    } else {
        format!("{} : ", audits.join(", "))
    };
    format!(
        "{audits}racine carrée du nombre de sites, {rounded}, {head} ; les autres dans l’ordre du SHA-256 de la graine suivie de l’identifiant du site"
    )
}
