//! How a number was computed, in fractions and in words: the score of a chapter, or that of the whole with its conclusion.

use serde::Serialize;

use super::comparison::Section;
use super::{policy, report, words};
use crate::assessment::Assessment;
use crate::engine::account::{self, Account, AccountLine, Counted};
use crate::kernel::{ChapterId, ConclusionId, Interval, Ratio, Status};
use crate::norm::Norm;
use crate::norm::model::{Aggregation, Kind, RoundingPlace};

/// The computation of one score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountSheet {
    /// Of what.
    pub title: String,
    /// The score, as it is printed and as it is.
    pub score: String,
    /// The rule.
    pub rule: String,
    /// What enters the computation.
    pub counted: CountedRows,
    /// The computation, step by step.
    pub steps: Section,
    /// What gates made of it.
    pub gates: Vec<String>,
    /// Which criteria bear each kind of finding, and what was counted together; of the whole only.
    pub kinds: Option<Section>,
    /// The conclusion; of the whole only.
    pub conclusion: Option<Concluded>,
}

/// The members of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountedRows {
    /// Heading.
    pub title: String,
    /// One line a member.
    pub rows: Vec<CountedRow>,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountedRow {
    /// Status of a criterion; none: a chapter.
    pub status: Option<Status>,
    /// What it is, and what it counts for.
    pub said: String,
}

/// A conclusion, and what would turn it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Concluded {
    /// Heading.
    pub title: String,
    /// What it is, and whether it is robust.
    pub said: Vec<String>,
    /// Each single change that would turn it.
    pub swings: Vec<String>,
}

/// The computation of a chapter's score; none where it holds no criterion of the profile.
pub fn chapter(assessment: &Assessment, id: &ChapterId) -> Option<AccountSheet> {
    let (inputs, results) = (&assessment.inputs, &assessment.results);
    let account = account::chapter(inputs, results, id)?;
    let title = inputs.norm.chapter(id).map_or("", |c| c.title.as_str());
    Some(sheet(assessment, Some(id), &account, format!("{id} — {title}")))
}

/// The computation of the whole, its gates, and what was counted together.
pub fn whole(assessment: &Assessment) -> AccountSheet {
    let account = account::whole(&assessment.inputs, &assessment.results);
    AccountSheet {
        gates: gates(assessment),
        kinds: Some(kinds(assessment)),
        conclusion: Some(conclusion(assessment)),
        ..sheet(
            assessment,
            None,
            &account,
            "Degré de satisfaction de l’ensemble".to_owned(),
        )
    }
}

fn sheet(
    assessment: &Assessment,
    chapter: Option<&ChapterId>,
    account: &Account,
    title: String,
) -> AccountSheet {
    let norm = &assessment.inputs.norm;
    let display = norm.display(chapter, assessment.inputs.date, &account.out_of);
    let value = account.value.as_ref();
    AccountSheet {
        title,
        score: format!("{} ({})", words::score(value, &display), exact(value)),
        rule: format!("Règle : {}.", policy::aggregation(account.rules.aggregation)),
        counted: CountedRows {
            title: "Ce qui entre dans le calcul".to_owned(),
            rows: account
                .parts
                .iter()
                .map(|part| row(part, account, norm))
                .collect(),
        },
        steps: Section {
            title: "Le calcul".to_owned(),
            lines: steps(account),
        },
        gates: Vec::new(),
        kinds: None,
        conclusion: None,
    }
}

fn row(part: &AccountLine, account: &Account, norm: &Norm) -> CountedRow {
    let aggregation = account.rules.aggregation;
    let weighted = matches!(
        aggregation,
        Aggregation::WeightedMean | Aggregation::Sum | Aggregation::Mean
    );
    let worth = match (&part.value, &part.counted) {
        (None, Counted::Criterion(_, Status::NotApplicable)) => "sort du calcul : non applicable".to_owned(),
        (None, _) => "sort du calcul".to_owned(),
        (Some(value), _) if weighted => {
            let written = Ratio::whole(i64::from(part.written));
            let from = if written == part.weight || aggregation == Aggregation::Mean {
                String::new()
            } else {
                format!(" (écrit {written})")
            };
            format!("poids {}{from} × {}", part.weight, fraction(value))
        }
        (Some(value), _) => fraction(value),
    };
    match &part.counted {
        Counted::Criterion(id, status) => {
            let title = norm.criterion(id).map_or("", |c| c.title.as_str());
            CountedRow {
                status: Some(*status),
                said: format!("{id} {title} : {worth}"),
            }
        }
        Counted::Chapter(id) => {
            let title = norm.chapter(id).map_or("", |c| c.title.as_str());
            CountedRow {
                status: None,
                said: format!("{id} {title} : {worth}"),
            }
        }
    }
}

fn steps(account: &Account) -> Vec<String> {
    let live: Vec<_> = account
        .parts
        .iter()
        .filter_map(|part| Some((&part.weight, part.value.as_ref()?)))
        .collect();
    let mut out = Vec::new();
    if live.is_empty() {
        out.push("Rien ne compte : le groupe est vide.".to_owned());
    } else if live.iter().all(|(weight, _)| weight.is_zero()) {
        out.push("Rien ne pèse : tous les poids sont nuls.".to_owned());
    } else {
        for (name, end) in ends(account.exact.as_ref()) {
            let sum = live.iter().fold(Ratio::zero(), |sum, (weight, value)| {
                sum + (*weight).clone() * end(value)
            });
            let total = live
                .iter()
                .fold(Ratio::zero(), |sum, (weight, _)| sum + (*weight).clone());
            let result = account
                .exact
                .as_ref()
                .map_or_else(|| "sans objet".to_owned(), |v| end(v).to_string());
            let steps = match account.rules.aggregation {
                Aggregation::WeightedMean | Aggregation::Mean => format!("{sum} ÷ {total} = {result}"),
                Aggregation::Sum => format!("{result}, sur {} au plus", account.out_of),
                Aggregation::Minimum | Aggregation::Product | Aggregation::All => result,
            };
            out.push(format!("{name}{steps}"));
        }
    }
    if account.rules.rounding.place == RoundingPlace::Levels && account.exact != account.value {
        out.push(format!(
            "Arrondi par la norme : {}",
            exact(account.value.as_ref())
        ));
    }
    out
}

fn gates(assessment: &Assessment) -> Vec<String> {
    let (norm, results) = (&assessment.inputs.norm, &assessment.results);
    let mut out: Vec<String> = norm
        .policy
        .gates
        .iter()
        .zip(&results.gates)
        .map(|(gate, result)| {
            let passed = words::gate(result.passed);
            format!(
                "Porte « {} », {passed} : {} avant elle",
                gate.label,
                exact(result.before.as_ref())
            )
        })
        .collect();
    if !norm.policy.gates.is_empty() {
        out.push(format!("Après les portes : {}", exact(results.score.as_ref())));
    }
    out
}

fn kinds(assessment: &Assessment) -> Section {
    let (inputs, results) = (&assessment.inputs, &assessment.results);
    let mut all: Vec<&Kind> = inputs.norm.kinds.iter().collect();
    all.sort_by_key(|kind| std::cmp::Reverse(kind.rank));
    let mut lines = Vec::new();
    for kind in all {
        let own: Vec<String> = results
            .criteria
            .iter()
            .filter(|c| c.kind.as_ref() == Some(&kind.code))
            .map(|c| c.id.to_string())
            .collect();
        let counted = results.kinds.get(&kind.code).copied().unwrap_or(0);
        if counted > 0 || !own.is_empty() {
            let label = words::kind(kind, inputs.audit);
            lines.push(format!("{label} : {counted} ({})", own.join(", ")));
        }
    }
    if results.kinds.is_empty() {
        lines.push("Aucun.".to_owned());
    }
    for found in &results.accumulated {
        lines.push(words::accumulated(found, &inputs.norm, inputs.audit));
    }
    if !results.unlifted.is_empty() {
        let ids: Vec<String> = results.unlifted.iter().map(ToString::to_string).collect();
        lines.push(format!(
            "Non-conformités de l’audit précédent encore là : {}",
            ids.join(", ")
        ));
    }
    Section {
        title: "Les constats".to_owned(),
        lines,
    }
}

fn conclusion(assessment: &Assessment) -> Concluded {
    let (inputs, results) = (&assessment.inputs, &assessment.results);
    let named = |id: &ConclusionId| inputs.norm.conclusion(&inputs.profile, id);
    let summary = report(assessment).summary;
    let (mut said, mut swings) = (Vec::new(), Vec::new());
    match results.conclusion.as_ref().and_then(named) {
        None => said.push(summary.text),
        Some(rule) => {
            said.push(format!("« {} » : {}", rule.title, rule.text));
            said.push(summary.firmness);
            swings.extend(results.swings.iter().map(|swing| {
                let other = named(&swing.conclusion)
                    .map_or_else(|| swing.conclusion.to_string(), |rule| rule.title.clone());
                format!("{} {} : « {other} »", swing.criterion, swing.status.label())
            }));
        }
    }
    Concluded {
        title: "La conclusion".to_owned(),
        said,
        swings,
    }
}

type Side = fn(&Interval) -> Ratio;

/// One end where the value is exact, else both.
fn ends(value: Option<&Interval>) -> Vec<(&'static str, Side)> {
    let (low, high): (Side, Side) = (|v| v.min.clone(), |v| v.max.clone());
    if value.is_none_or(Interval::is_exact) {
        vec![("", low)]
    } else {
        vec![("au plus bas : ", low), ("au plus haut : ", high)]
    }
}

fn exact(value: Option<&Interval>) -> String {
    value.map_or_else(|| "sans objet".to_owned(), fraction)
}

/// A value as a fraction, or the two between which it lies.
pub(super) fn fraction(value: &Interval) -> String {
    if value.is_exact() {
        value.min.to_string()
    } else {
        format!("de {} à {}", value.min, value.max)
    }
}
