//! `expliquer` for a number: how a chapter's score, or that of the whole, was computed, in fractions and in words.

use crate::page::{Page, Part};
use mediaudit_core::assessment::Assessment;
use mediaudit_core::assessment::results::{CriterionResult, ElementResult, Truth, wanted};
use mediaudit_core::engine::account::{self, Account, Counted};
use mediaudit_core::kernel::{ChapterId, ConclusionId, Interval, Ratio, Status, words};
use mediaudit_core::norm::model::{Aggregation, Criterion, Kind, PartialCredit, RoundingPlace};
use mediaudit_core::view::{policy, words as said};

/// The computation of a chapter's score; none where it holds no criterion of the profile.
pub(super) fn chapter(assessment: &Assessment, id: &ChapterId) -> Option<Page> {
    let (inputs, results) = (&assessment.inputs, &assessment.results);
    let account = account::chapter(inputs, results, id)?;
    // INVARIANT: an account is of a chapter of this norm
    let title = inputs.norm.chapter(id).map_or("", |c| c.title.as_str());
    let mut page = Page::of(&format!("{id} — {title}"));
    body(assessment, &account, &mut page);
    page.blank();
    page.line(&[Part::Text(
        "Plus haut : mediaudit expliquer … score ; plus bas : mediaudit expliquer … suivi d'un critère",
    )]);
    Some(page)
}

/// The computation of the whole, its gates, and what was counted together.
pub(super) fn whole(assessment: &Assessment) -> Page {
    let (inputs, results) = (&assessment.inputs, &assessment.results);
    let norm = &inputs.norm;
    let account = account::whole(inputs, results);
    let mut page = Page::of("Degré de satisfaction de l'ensemble");
    body(assessment, &account, &mut page);
    for (gate, result) in norm.policy.gates.iter().zip(&results.gates) {
        let passed = said::gate(result.passed);
        page.paragraph(
            2,
            4,
            &format!(
                "Porte « {} », {passed} : {} avant elle",
                gate.label,
                result
                    .before
                    .as_ref()
                    .map_or_else(|| "sans objet".to_owned(), fraction)
            ),
        );
    }
    if !norm.policy.gates.is_empty() {
        let after = results
            .score
            .as_ref()
            .map_or_else(|| "sans objet".to_owned(), fraction);
        page.paragraph(2, 4, &format!("Après les portes : {after}"));
    }
    kinds(assessment, &mut page);
    conclusion(assessment, &mut page);
    page
}

/// Which criteria bear each kind of finding, and what was counted together.
fn kinds(assessment: &Assessment, page: &mut Page) {
    let (inputs, results) = (&assessment.inputs, &assessment.results);
    let mut all: Vec<&Kind> = inputs.norm.kinds.iter().collect();
    all.sort_by_key(|kind| std::cmp::Reverse(kind.rank));
    page.heading("Les constats");
    for kind in all {
        let own: Vec<String> = results
            .criteria
            .iter()
            .filter(|c| c.kind.as_ref() == Some(&kind.code))
            .map(|c| c.id.to_string())
            .collect();
        let counted = results.kinds.get(&kind.code).copied().unwrap_or(0);
        if counted > 0 || !own.is_empty() {
            let label = said::kind(kind, inputs.audit);
            page.paragraph(2, 4, &format!("{label} : {counted} ({})", own.join(", ")));
        }
    }
    if results.kinds.is_empty() {
        page.paragraph(2, 4, "Aucun.");
    }
    for found in &results.accumulated {
        page.paragraph(2, 4, &said::accumulated(found, &inputs.norm, inputs.audit));
    }
    if !results.unlifted.is_empty() {
        let ids: Vec<String> = results.unlifted.iter().map(ToString::to_string).collect();
        let line = format!(
            "Non-conformités de l’audit précédent encore là : {}",
            ids.join(", ")
        );
        page.paragraph(2, 4, &line);
    }
}

/// The conclusion, and each single change that would turn it.
fn conclusion(assessment: &Assessment, page: &mut Page) {
    let (inputs, results) = (&assessment.inputs, &assessment.results);
    let named = |id: &ConclusionId| inputs.norm.conclusion(&inputs.profile, id);
    let summary = mediaudit_core::view::report(assessment).summary;
    page.heading("La conclusion");
    let Some(rule) = results.conclusion.as_ref().and_then(named) else {
        page.paragraph(2, 2, &summary.text);
        return;
    };
    page.paragraph(2, 2, &format!("« {} » : {}", rule.title, rule.text));
    page.paragraph(2, 2, &summary.firmness);
    for swing in &results.swings {
        let other =
            named(&swing.conclusion).map_or_else(|| swing.conclusion.to_string(), |rule| rule.title.clone());
        let line = format!("{} {} : « {other} »", swing.criterion, swing.status.label());
        page.paragraph(4, 2, &line);
    }
}

/// What a criterion counts for, and why.
pub(super) fn criterion(
    assessment: &Assessment,
    criterion: &Criterion,
    result: &CriterionResult,
    page: &mut Page,
) {
    let norm = &assessment.inputs.norm;
    let rules = norm.score_rules(&criterion.chapter, assessment.inputs.date);
    let weight = if result.weight == criterion.weight {
        format!("poids {}", result.weight)
    } else {
        format!("poids {} (écrit {})", result.weight, criterion.weight)
    };
    let Some(value) = &result.value else {
        let line = format!(
            "note : sort du calcul du chapitre {} ({weight})",
            criterion.chapter
        );
        page.paragraph(2, 2, &line);
        return;
    };
    let live: Vec<&ElementResult> = wanted(criterion, result.elements()).collect();
    let met = live.iter().filter(|e| e.truth == Truth::Yes).count();
    let ratings: Vec<String> = live
        .iter()
        .filter_map(|e| norm.level(e.rating.as_ref()?)?.value.as_ref())
        .map(ToString::to_string)
        .collect();
    let why = if result.samples.len() > 1 {
        let each: Vec<String> = result
            .samples
            .iter()
            .map(|s| s.value.as_ref().map_or_else(|| "–".to_owned(), fraction))
            .collect();
        format!("sites : {}", each.join(", "))
    } else if rules.partial_credit == PartialCredit::Level && !ratings.is_empty() {
        format!("moyenne de {}", ratings.join(", "))
    } else if rules.partial_credit == PartialCredit::None {
        format!("{} ; rien n'est compté en partie", result.retained.label())
    } else {
        format!(
            "{met} sur {} satisfaits",
            words::count(live.len(), "élément", "éléments")
        )
    };
    let told = format!(
        "note : {} ({why}), {weight} dans le chapitre {}",
        fraction(value),
        criterion.chapter
    );
    page.paragraph(2, 2, &told);
}

fn body(assessment: &Assessment, account: &Account, page: &mut Page) {
    let norm = &assessment.inputs.norm;
    let decimals = norm.policy.score.rounding.decimals;
    let shown = |value: Option<&Interval>| said::score(value, &norm.policy.scale, decimals);
    page.paragraph(
        0,
        2,
        &format!(
            "{} ({})",
            shown(account.value.as_ref()),
            exact(account.value.as_ref())
        ),
    );
    page.paragraph(
        2,
        2,
        &format!("Règle : {}.", policy::aggregation(account.rules.aggregation)),
    );
    page.heading("Ce qui entre dans le calcul");
    let weighted = matches!(
        account.rules.aggregation,
        Aggregation::WeightedMean | Aggregation::Sum | Aggregation::Mean
    );
    for part in &account.parts {
        let worth = match (&part.value, &part.counted) {
            (None, Counted::Criterion(_, Status::NotApplicable)) => {
                "sort du calcul : non applicable".to_owned()
            }
            (None, _) => "sort du calcul".to_owned(),
            (Some(value), _) if weighted => {
                let written = Ratio::whole(i64::from(part.written));
                let from = if written == part.weight || account.rules.aggregation == Aggregation::Mean {
                    String::new()
                } else {
                    format!(" (écrit {written})")
                };
                format!("poids {}{from} × {}", part.weight, fraction(value))
            }
            (Some(value), _) => fraction(value),
        };
        // INVARIANT: what is counted is of this norm
        match &part.counted {
            Counted::Criterion(id, status) => {
                let title = norm.criterion(id).map_or("", |c| c.title.as_str());
                page.marked(2, 12, *status, &format!("{id} {title} : {worth}"));
            }
            Counted::Chapter(id) => {
                let title = norm.chapter(id).map_or("", |c| c.title.as_str());
                page.paragraph(2, 12, &format!("{id} {title} : {worth}"));
            }
        }
    }
    page.heading("Le calcul");
    let live: Vec<_> = account
        .parts
        .iter()
        .filter_map(|part| Some((&part.weight, part.value.as_ref()?)))
        .collect();
    if live.is_empty() {
        page.paragraph(2, 2, "Rien ne compte : le groupe est vide.");
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
            page.paragraph(2, 2, &format!("{name}{steps}"));
        }
    }
    if account.rules.rounding.place == RoundingPlace::Levels && account.exact != account.value {
        page.paragraph(
            2,
            2,
            &format!("Arrondi par la norme : {}", exact(account.value.as_ref())),
        );
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

fn fraction(value: &Interval) -> String {
    if value.is_exact() {
        value.min.to_string()
    } else {
        format!("de {} à {}", value.min, value.max)
    }
}
