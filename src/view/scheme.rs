//! The scoring rules in words, generated from the policy itself: nothing here is known of any norm.

use super::report::View;
use super::words;
use crate::kernel::{Id, Ratio, words as text};
use crate::norm::model::{
    Aggregation, Condition, CountBound, Draw, DrawRounding, Effect, EmptyGroup, EmptyTotal, Erring,
    Escalation, Excluded, GateForm, HeadOffice, Kind, NoPrevious, Norm, PartialCredit, Reach, Rounding,
    RoundingMode, RoundingPlace, SampleGap, SampleRules, SampleStatus, SampleValue, Scale, ScoreChange,
    Threshold, Unsettled, ZeroWeight,
};

/// The words of one norm's scheme.
pub(crate) struct Scheme<'a> {
    pub(crate) norm: &'a Norm,
    /// How a kind of finding is called here.
    pub(crate) kind: &'a dyn Fn(&Kind) -> String,
}

impl View<'_> {
    /// The scoring rules, from the policy itself: subject, rule.
    pub(super) fn policy(&self) -> Vec<(String, String)> {
        let kind = |kind: &Kind| self.kind_label(kind).to_lowercase();
        let scheme = Scheme {
            norm: self.norm,
            kind: &kind,
        };
        let inputs = &self.a.inputs;
        let mut out = scheme.rows();
        if let Some(profile) = self.norm.profile(&inputs.profile) {
            let rules = self.norm.conclusions(profile).iter();
            for rule in rules.filter(|r| r.is_for(inputs.audit, inputs.cycle)) {
                let said = rule
                    .condition
                    .as_ref()
                    .map_or_else(|| "dans tous les autres cas".to_owned(), |c| scheme.condition(c));
                out.push((format!("Conclusion « {} »", rule.title), said));
            }
        }
        out.extend(scheme.bands());
        out
    }
}

impl Scheme<'_> {
    /// Everything but the conclusions and the bands.
    pub(crate) fn rows(&self) -> Vec<(String, String)> {
        let policy = &self.norm.policy;
        let mut out = Vec::new();
        let mut row = |subject: &str, rule: String| out.push((subject.to_owned(), rule));
        let whole = ScoreChange {
            aggregation: Some(policy.score.aggregation),
            partial_credit: Some(policy.score.partial_credit.clone()),
            not_assessed: Some(policy.score.not_assessed),
            not_demonstrated: Some(policy.score.not_demonstrated),
            not_applicable: Some(policy.score.not_applicable),
            target: policy.score.target.clone(),
            error: Some(policy.score.error).filter(|error| *error != Erring::Fails),
            empty_group: Some(policy.score.empty_group),
            zero_weight: Some(policy.score.zero_weight).filter(|zero| *zero != ZeroWeight::Zero),
            rounding: Some(policy.score.rounding),
        };
        if policy.scale != Scale::default() {
            row(
                "Échelle",
                format!(
                    "de {} (non rempli) à {} (rempli)",
                    words::decimal(&policy.scale.min),
                    policy.scale.show(&policy.scale.max, 0)
                ),
            );
        }
        for (subject, rule) in self.score(&whole) {
            row(&subject, rule);
        }
        if policy.empty_total != EmptyTotal::None {
            row("Rien à noter", empty_total(policy.empty_total).to_owned());
        }
        row("Plusieurs sites", samples(&policy.samples));
        if let Some(draw) = &policy.draw {
            row("Sites audités", self::draw(draw));
        }
        for chapter in &self.norm.chapters {
            if let Some(change) = &chapter.policy {
                row(&format!("Chapitre {}", chapter.id), self.change(change));
            }
        }
        for revision in &policy.revisions {
            row(
                &format!("À partir du {}", revision.from.in_words()),
                format!("{} (source : {})", self.change(&revision.change), revision.source),
            );
        }
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
                .map(|d| format!("{} sous {}{}", d.stage, d.within.in_words(), in_cycles(&d.cycles)))
                .collect();
            row(&format!("Délais, {}", (self.kind)(kind)), said.join(" ; "));
        }
        if let Some(form) = &policy.form {
            let fields: Vec<String> = form.fields.iter().map(|f| f.label.to_lowercase()).collect();
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
                &format!("À revoir, cycle {}", rule.cycle.label()),
                text::list(&what, "et"),
            );
        }
        for gate in &policy.gates {
            let mut which: Vec<String> = gate
                .importance
                .map(|importance| format!("les critères de niveau « {} »", importance.label()))
                .into_iter()
                .collect();
            which.extend(gate.criteria.iter().map(ToString::to_string));
            let which = text::list(&which, "et");
            let said = match gate.form {
                GateForm::Ceiling => format!(
                    "tant que l’un n’est pas rempli parmi {which}, le score ne dépasse pas {}",
                    gate.ceiling
                        .as_ref()
                        .map_or_else(String::new, |v| policy.scale.show(v, 0))
                ),
                GateForm::Minimum => format!("le score ne dépasse pas la plus basse valeur parmi {which}"),
                GateForm::Product => format!("le score est multiplié par la valeur de {which}"),
                GateForm::All => {
                    format!("tant que l’un n’est pas rempli parmi {which}, le score est au plus bas")
                }
            };
            row(&format!("Porte « {} »", gate.label), said);
        }
        out
    }

    pub(crate) fn bands(&self) -> Vec<(String, String)> {
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
                    .map(|to| format!(" jusqu’à {}", policy.scale.show(to, 0)))
                    .unwrap_or_default();
                let more = band
                    .condition
                    .as_ref()
                    .map(|condition| format!(" (et {})", self.condition(condition)))
                    .unwrap_or_default();
                (
                    format!("À partir de {}{to}", policy.scale.show(&band.from, 0)),
                    format!("« {} » : {}{more}", band.label, band.text),
                )
            }))
            .collect()
    }

    fn kind(&self, code: Option<&Id>) -> String {
        code.and_then(|code| self.norm.kind(code))
            .map_or_else(|| "aucun constat".to_owned(), |kind| (self.kind)(kind))
    }

    fn change(&self, change: &ScoreChange) -> String {
        let said: Vec<String> = self
            .score(change)
            .into_iter()
            .map(|(subject, rule)| format!("{} : {rule}", subject.to_lowercase()))
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
        let (none, all) = (words::decimal(&scale.min), words::decimal(&scale.max));
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
                            l.label.to_lowercase(),
                            words::decimal(l.value.as_ref()?)
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
                words::decimal(&scale.at(part))
            ),
        }
    }

    fn unsettled(&self, what: Unsettled) -> String {
        let scale = &self.norm.policy.scale;
        match what {
            Unsettled::Bounds => format!(
                "compte de {} à {} : le score devient un intervalle",
                words::decimal(&scale.min),
                words::decimal(&scale.max)
            ),
            Unsettled::Leaves => "sort du calcul".to_owned(),
            Unsettled::Fails => "compte comme non rempli".to_owned(),
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

    /// What a band or a conclusion takes, in words.
    pub(crate) fn condition(&self, condition: &Condition) -> String {
        let scale = &self.norm.policy.scale;
        let mark = |threshold: &Threshold| match threshold {
            Threshold::AtLeast(bound) => format!("au moins {}", show(scale, bound)),
            Threshold::AtMost(bound) => format!("au plus {}", show(scale, bound)),
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
        if !condition.bands.is_empty() {
            let names: Vec<String> = condition.bands.iter().map(|b| format!("« {b} »")).collect();
            said.push(format!("bande {}", text::list(&names, "ou")));
        }
        said.join(" ; ")
    }
}

/// A threshold of the score, exactly.
fn show(scale: &Scale, value: &Ratio) -> String {
    match &scale.unit {
        None => value.in_percent(0),
        Some(_) => words::decimal(value),
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

fn empty_total(empty: EmptyTotal) -> &'static str {
    match empty {
        EmptyTotal::None => "pas de score",
        EmptyTotal::Zero => "compte comme non rempli",
        EmptyTotal::Full => "compte comme rempli",
    }
}

fn rounding(rounding: Rounding) -> String {
    let decimals = text::count(rounding.decimals as usize, "décimale", "décimales");
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

fn samples(rules: &SampleRules) -> String {
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

fn draw(draw: &Draw) -> String {
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

fn in_cycles(cycles: &[crate::kernel::Cycle]) -> String {
    if cycles.is_empty() {
        return String::new();
    }
    let names: Vec<String> = cycles.iter().map(|cycle| cycle.label().to_owned()).collect();
    format!(" (cycle {})", text::list(&names, "ou"))
}
