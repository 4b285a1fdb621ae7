//! How a criterion was judged, step by step, and the fewest changes that would make it conform.

mod steps;

use serde::Serialize;

use super::accounts::fraction;
use super::cautions::cautions;
use super::{remedy, words};
use crate::assessment::inputs::Finding;
use crate::assessment::results::{CriterionResult, ElementResult, Reason, Sample, Truth, wanted};
use crate::assessment::{Assessment, Inputs};
use crate::engine::flip;
use crate::engine::pieces::PieceBook;
use crate::kernel::{CriterionId, LevelId, Ratio, SourceId, Status, french};
use crate::norm::model::{Criterion, Excluded, PartialCredit};
pub use steps::Step;

/// A judgement, opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Id and title.
    pub title: String,
    /// What is required.
    pub requirement: String,
    /// The status retained.
    pub status: Status,
    /// Its label.
    pub label: String,
    /// Which line of the ordered rule gave it.
    pub reason: String,
    /// What else there is to know of the status: the computed one where it differs, the kind of finding, why it is graver.
    pub notes: Vec<String>,
    /// What auditors found.
    pub findings: Vec<ExplainedFinding>,
    /// The level declared, and the one required.
    pub level: String,
    /// What a status does not say.
    pub doubts: Vec<String>,
    /// What the criterion counts for.
    pub worth: String,
    /// Its samples: the whole structure, or each site.
    pub samples: Vec<ExplainedSample>,
    /// What would change the status; none: nothing that a structure can do.
    pub change: Option<WhatChanges>,
    /// Importance, confidence, sources.
    pub origin: String,
}

/// What an auditor found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedFinding {
    /// Who, of what, why.
    pub said: String,
    /// What it settles, and what was seen.
    pub settles: String,
}

/// A sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedSample {
    /// The site and its status; empty: the whole structure.
    pub title: String,
    /// Elements.
    pub elements: Vec<ExplainedElement>,
}

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedElement {
    /// How it came out, as the status that it would give.
    pub status: Status,
    /// Which it is, and how it came out.
    pub said: String,
    /// What settled it, where an auditor did.
    pub settled: String,
    /// The evaluation of its rule.
    pub steps: Vec<Step>,
}

/// What would change a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhatChanges {
    /// Heading.
    pub title: String,
    /// Each change, in order; all of them are needed.
    pub changes: Vec<String>,
    /// What there is to say instead.
    pub said: String,
    /// What the norm proposes for what is open.
    pub actions: Vec<String>,
}

/// Opens the judgement of a criterion; none where it is not in the profile.
pub fn explanation(assessment: &Assessment, id: &CriterionId) -> Option<Explanation> {
    let inputs = &assessment.inputs;
    let result = assessment.results.criteria.iter().find(|c| &c.id == id)?;
    let criterion = inputs.norm.criterion(id)?;
    let book = PieceBook::of(assessment);
    let sources: Vec<&str> = criterion.sources.iter().map(SourceId::as_str).collect();
    Some(Explanation {
        title: format!("{} — {}", criterion.id, criterion.title),
        requirement: criterion.requirement.clone(),
        status: result.retained,
        label: result.retained.label().to_owned(),
        reason: words::reason(result.reason).to_owned(),
        notes: notes(inputs, result),
        findings: inputs
            .findings
            .iter()
            .filter(|finding| finding.criterion == criterion.id)
            .map(|finding| ExplainedFinding {
                said: words::finding(finding, criterion, inputs),
                settles: settles(finding, inputs),
            })
            .collect(),
        level: level(inputs, criterion),
        doubts: cautions(inputs, criterion, result),
        worth: worth(inputs, criterion, result),
        samples: result
            .samples
            .iter()
            .map(|sample| ExplainedSample {
                title: sample.site.as_ref().map_or_else(String::new, |site| {
                    format!("Site « {site} » : {}", sample.retained.label())
                }),
                elements: elements(criterion, sample, inputs, &book),
            })
            .collect(),
        change: change(inputs, criterion, result),
        origin: format!(
            "Importance : {} · confiance {} ({}) · sources : {}",
            criterion.importance.label(),
            criterion.confidence.code(),
            criterion.confidence.meaning(),
            sources.join(", ")
        ),
    })
}

fn notes(inputs: &Inputs, result: &CriterionResult) -> Vec<String> {
    let norm = &inputs.norm;
    let mut out = Vec::new();
    if result.computed != result.retained {
        out.push(format!("les règles seules donnaient : {}", result.computed));
    }
    let kind = result.kind.as_ref().and_then(|code| norm.kind(code));
    if let Some(kind) = kind {
        out.push(format!("{} — {}", words::kind(kind, inputs.audit), kind.text));
    }
    if let Some(raised) = &result.raised {
        let from = norm
            .kind(&raised.from)
            .map_or_else(|| raised.from.to_string(), |kind| words::kind(kind, inputs.audit));
        out.push(format!("« {from} » aggravé, {}", words::raised(raised.why)));
    }
    out
}

/// What a finding settles, and the pieces that its auditor has seen.
fn settles(finding: &Finding, inputs: &Inputs) -> String {
    let mut out = words::settled(finding, &inputs.norm, inputs.audit);
    let seen: Vec<String> = finding.seen.iter().map(ToString::to_string).collect();
    out.push(if seen.is_empty() {
        "aucune pièce citée".to_owned()
    } else {
        format!("pièces vues : {}", seen.join(", "))
    });
    out.join(" ; ")
}

fn level(inputs: &Inputs, criterion: &Criterion) -> String {
    let label = |id: &LevelId| {
        inputs
            .norm
            .level(id)
            .map_or_else(|| id.to_string(), |l| french::inside(&l.label))
    };
    let whole = inputs
        .practices
        .get(&criterion.id)
        .map(|practice| (None, practice));
    let local = inputs
        .by_site
        .iter()
        .filter_map(|(site, own)| Some((Some(site), own.practices.get(&criterion.id)?)));
    let declared: Vec<String> = whole
        .into_iter()
        .chain(local)
        .filter_map(|(site, practice)| {
            let level = label(practice.level.as_ref()?);
            Some(site.map_or_else(|| level.clone(), |site| format!("{level} ({site})")))
        })
        .collect();
    let wanted = criterion
        .level_in(inputs.cycle.as_ref())
        .map_or_else(|| "aucun".to_owned(), label);
    let declared = if declared.is_empty() {
        "aucun".to_owned()
    } else {
        declared.join(", ")
    };
    format!("niveau requis : {wanted} · niveau déclaré : {declared}")
}

/// What a criterion counts for, and why.
fn worth(inputs: &Inputs, criterion: &Criterion, result: &CriterionResult) -> String {
    let norm = &inputs.norm;
    let rules = norm.score_rules(&criterion.chapter, inputs.date);
    let weight = if result.weight == criterion.weight {
        format!("poids {}", result.weight)
    } else {
        format!("poids {} (écrit {})", result.weight, criterion.weight)
    };
    let Some(value) = &result.value else {
        return format!(
            "note : sort du calcul du chapitre {} ({weight})",
            criterion.chapter
        );
    };
    let live: Vec<&ElementResult> = wanted(criterion, result.elements()).collect();
    let met = live.iter().filter(|e| e.truth == Truth::Yes).count();
    let ratings: Vec<&Ratio> = live
        .iter()
        .filter_map(|e| norm.level(e.rating.as_ref()?)?.value.as_ref())
        .collect();
    let why = if result.samples.len() > 1 {
        let each: Vec<String> = result
            .samples
            .iter()
            .map(|s| s.value.as_ref().map_or_else(|| "–".to_owned(), fraction))
            .collect();
        format!("sites : {}", each.join(", "))
    } else if rules.partial_credit == PartialCredit::Level && !ratings.is_empty() {
        let settled = result.computed == Status::Conforming && ratings.len() == live.len();
        let overruled = match result.retained {
            Status::Conforming => result.reason == Reason::Auditor && !settled,
            _ => ratings.iter().all(|rating| **rating == norm.policy.scale.max),
        };
        let given: Vec<String> = ratings.iter().map(ToString::to_string).collect();
        let mean = format!("moyenne de {}", given.join(", "));
        if overruled {
            format!("{mean}, que le statut « {} » change", result.retained.label())
        } else {
            mean
        }
    } else if rules.partial_credit == PartialCredit::None {
        format!("{} ; rien n’est compté en partie", result.retained.label())
    } else {
        format!(
            "{met} sur {} satisfaits",
            french::count(live.len(), "élément", "éléments")
        )
    };
    let settled = result.retained == Status::NotApplicable || result.reason == Reason::Auditor;
    let open = match rules.not_applicable {
        _ if settled || !result.applicability_unknown => "",
        Excluded::Leaves | Excluded::Equal | Excluded::Prorata => {
            " ; on ne sait pas s’il s’applique : au plus bas, il compte pour rien"
        }
        Excluded::Full | Excluded::Target => " ; on ne sait pas s’il s’applique",
        Excluded::Forbidden => "",
    };
    format!(
        "note : {} ({why}{open}), {weight} dans le chapitre {}",
        fraction(value),
        criterion.chapter
    )
}

fn elements(
    criterion: &Criterion,
    sample: &Sample,
    inputs: &Inputs,
    book: &PieceBook<'_>,
) -> Vec<ExplainedElement> {
    let explained = |(element, judged): (&crate::norm::model::Element, &ElementResult)| {
        let (status, state) = match judged.truth {
            Truth::Yes => (Status::Conforming, "satisfait".to_owned()),
            Truth::No => (Status::Nonconforming, "contredit".to_owned()),
            Truth::Void => (Status::NotApplicable, "sans objet".to_owned()),
            Truth::Unknown => (
                Status::NotDemonstrated,
                words::causes(judged.causes.iter().copied()),
            ),
        };
        let optional = if element.optional {
            " (pour information)"
        } else {
            ""
        };
        let rule = element.rule.as_ref().zip(judged.trace.as_ref());
        ExplainedElement {
            status,
            said: format!("{} {} — {state}{optional}", judged.id, element.label),
            settled: judged
                .finding
                .as_ref()
                .map_or_else(String::new, |finding| format!("réglé par le constat {finding}")),
            steps: rule
                .into_iter()
                .map(|(rule, trace)| {
                    let opened = steps::OpenedElement {
                        inputs,
                        book,
                        element: &judged.id,
                        site: sample.site.as_ref(),
                    };
                    steps::step(rule, trace, opened)
                })
                .collect(),
        }
    };
    criterion
        .elements
        .iter()
        .zip(&sample.elements)
        .map(explained)
        .collect()
}

fn change(inputs: &Inputs, criterion: &Criterion, result: &CriterionResult) -> Option<WhatChanges> {
    match result.retained {
        Status::NotApplicable => None,
        Status::Conforming => {
            let said = match flip::holds_until(inputs, &criterion.id) {
                Some(day) => format!(
                    "Sans rien faire, le critère cesserait d’être conforme le {}.",
                    day.in_words()
                ),
                None => {
                    let within = inputs.norm.cycle_length();
                    let within = within.map_or_else(String::new, |p| format!(" d’ici {}", p.in_words()));
                    format!("Rien n’expire{within} : garder les preuves, et le niveau.")
                }
            };
            Some(WhatChanges {
                title: "Ce qui changerait ce statut".to_owned(),
                changes: Vec::new(),
                said,
                actions: Vec::new(),
            })
        }
        Status::Nonconforming | Status::NotDemonstrated | Status::NotAssessed => {
            let remedy = flip::to_conforming(inputs, &criterion.id);
            let said = match &remedy {
                Some(_) => String::new(),
                None => "Aucun changement simple ne suffit : un auditeur a tranché, ou la règle dépend d’un autre critère.".to_owned(),
            };
            let changes = remedy.into_iter().flat_map(|remedy| remedy.changes);
            let open = criterion
                .elements
                .iter()
                .zip(result.elements())
                .filter(|(e, r)| !e.optional && matches!(r.truth, Truth::No | Truth::Unknown));
            Some(WhatChanges {
                title: "Le plus court chemin vers « conforme »".to_owned(),
                changes: changes
                    .map(|(site, change)| {
                        let site = site.map(|id| format!("site {id} : ")).unwrap_or_default();
                        format!("{site}{}", remedy::change(&change, criterion, &inputs.norm))
                    })
                    .collect(),
                said,
                actions: open.map(|(element, _)| element.action.clone()).collect(),
            })
        }
    }
}
