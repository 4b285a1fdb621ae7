//! `expliquer`: how a criterion was judged, step by step, and the fewest changes that would make it conform.

use super::{calcul, ending, judge};
use crate::args::Target;
use crate::page::{Page, Part};
use crate::{Exit, answer, fail};
use mediaudit_core::assessment::inputs::Finding;
use mediaudit_core::assessment::results::{CriterionResult, Sample, Trace, Truth};
use mediaudit_core::assessment::{Assessment, Inputs};
use mediaudit_core::engine::flip;
use mediaudit_core::kernel::{FactKey, LevelId, SiteId, SourceId, Status, folded, words};
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::{AuditKind, Criterion, Rule};
use mediaudit_core::view::doubts::doubts;
use mediaudit_core::view::{remedy, words as said};

pub(super) fn run(target: &Target, wanted: &str) -> Exit {
    let outcome = match judge(target, false) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let results = &outcome.assessment.results;
    let found = results
        .criteria
        .iter()
        .find(|c| folded(&c.id) == wanted.to_ascii_lowercase());
    let norm = &outcome.assessment.inputs.norm;
    if found.is_none() && wanted.eq_ignore_ascii_case("score") {
        return answer(&calcul::whole(&outcome.assessment), ending(&outcome, Exit::Done));
    }
    let chapter = norm
        .chapters
        .iter()
        .find(|c| folded(&c.id) == wanted.to_ascii_lowercase());
    if let Some(page) = chapter
        .filter(|_| found.is_none())
        .and_then(|c| calcul::chapter(&outcome.assessment, &c.id))
    {
        return answer(&page, ending(&outcome, Exit::Done));
    }
    let Some((result, criterion)) = found.and_then(|result| Some((result, norm.criterion(&result.id)?)))
    else {
        let ids = results.criteria.iter().map(|c| c.id.as_str());
        let ids = ids
            .chain(norm.chapters.iter().map(|c| c.id.as_str()))
            .chain(["score"]);
        let hint = words::nearest(wanted, ids).map_or_else(
            || format!("mediaudit norme montrer {} les donne tous", norm.id),
            |near| format!("vouliez-vous dire « {near} » ?"),
        );
        let message = format!(
            "« {} » n'est ni un critère ni un chapitre de ce profil",
            words::safe(wanted)
        );
        return fail(&message, &[hint]);
    };
    answer(
        &explanation(&outcome.assessment, criterion, result),
        ending(&outcome, Exit::Done),
    )
}

fn explanation(assessment: &Assessment, criterion: &Criterion, result: &CriterionResult) -> Page {
    let norm = &assessment.inputs.norm;
    let mut page = Page::default();
    page.line(&[Part::Title(&format!("{} — {}", criterion.id, criterion.title))]);
    page.paragraph(0, 0, &criterion.requirement);
    page.blank();
    page.line(&[
        Part::Mark(result.retained),
        Part::Text(" "),
        Part::Title(result.retained.label()),
        Part::Text(&format!(" ({})", said::reason(result.reason))),
    ]);
    if result.computed != result.retained {
        page.paragraph(
            2,
            2,
            &format!("les règles seules donnaient : {}", result.computed),
        );
    }
    let kind = result.kind.as_ref().and_then(|code| norm.kind(code));
    if let Some(kind) = kind {
        let label = said::kind(kind, assessment.inputs.audit);
        page.paragraph(2, 2, &format!("{label} — {}", kind.text));
    }
    if let Some(raised) = &result.raised {
        let from = norm.kind(&raised.from).map_or_else(
            || raised.from.to_string(),
            |kind| said::kind(kind, assessment.inputs.audit),
        );
        let why = said::raised(raised.why);
        page.paragraph(2, 2, &format!("« {from} » aggravé, {why}"));
    }
    let own = |finding: &&Finding| finding.criterion == criterion.id;
    for finding in assessment.inputs.findings.iter().filter(own) {
        page.paragraph(2, 4, &said::finding(finding, criterion, &assessment.inputs));
        page.paragraph(
            4,
            2,
            &format!("→ {}", decided(finding, norm, assessment.inputs.audit)),
        );
    }
    level(assessment, criterion, &mut page);
    for doubt in doubts(&assessment.inputs, criterion, result) {
        page.paragraph(2, 2, &doubt);
    }
    calcul::criterion(assessment, criterion, result, &mut page);
    for sample in &result.samples {
        if let Some(site) = &sample.site {
            page.heading(&format!("Site « {site} » : {}", sample.retained.label()));
        }
        elements(criterion, sample, &assessment.inputs, &mut page);
    }
    what_would_change(assessment, criterion, result, &mut page);
    let sources: Vec<&str> = criterion.sources.iter().map(SourceId::as_str).collect();
    page.blank();
    page.line(&[Part::Quiet(&format!(
        "Importance : {} · confiance {} ({}) · sources : {}",
        criterion.importance.label(),
        criterion.confidence.code(),
        criterion.confidence.meaning(),
        sources.join(", ")
    ))]);
    page
}

/// What a finding settles, and the pieces that its auditor has seen.
fn decided(finding: &Finding, norm: &Norm, audit: AuditKind) -> String {
    let mut out = said::settled(finding, norm, audit);
    let seen: Vec<String> = finding.seen.iter().map(ToString::to_string).collect();
    out.push(if seen.is_empty() {
        "aucune pièce citée".to_owned()
    } else {
        format!("pièces vues : {}", seen.join(", "))
    });
    out.join(" ; ")
}

fn level(assessment: &Assessment, criterion: &Criterion, page: &mut Page) {
    let norm = &assessment.inputs.norm;
    let label = |id: &LevelId| {
        norm.level(id)
            .map_or_else(|| id.to_string(), |l| l.label.to_lowercase())
    };
    let inputs = &assessment.inputs;
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
        .level_in(assessment.inputs.cycle.as_ref())
        .map_or_else(|| "aucun".to_owned(), label);
    let declared = if declared.is_empty() {
        "aucun".to_owned()
    } else {
        declared.join(", ")
    };
    page.paragraph(
        2,
        2,
        &format!("niveau requis : {wanted} · niveau déclaré : {declared}"),
    );
}

fn elements(criterion: &Criterion, sample: &Sample, inputs: &Inputs, page: &mut Page) {
    for (element, judged) in criterion.elements.iter().zip(&sample.elements) {
        let (sign, state) = match judged.truth {
            Truth::Yes => (Status::Conforming, "satisfait".to_owned()),
            Truth::No => (Status::Nonconforming, "contredit".to_owned()),
            Truth::Void => (Status::NotApplicable, "sans objet".to_owned()),
            Truth::Unknown => (
                Status::NotDemonstrated,
                said::causes(judged.causes.iter().copied()),
            ),
        };
        page.blank();
        let optional = if element.optional {
            " (pour information)"
        } else {
            ""
        };
        let row = format!("{} {} — {state}{optional}", judged.id, element.label);
        page.marked(0, 6, sign, &row);
        if let Some(finding) = &judged.finding {
            page.paragraph(4, 2, &format!("réglé par le constat {finding}"));
        }
        if let (Some(rule), Some(trace)) = (&element.rule, &judged.trace) {
            steps(rule, trace, (inputs, sample.site.as_ref()), 2, page);
        }
    }
}

fn steps(
    rule: &Rule,
    trace: &Trace,
    (inputs, site): (&Inputs, Option<&SiteId>),
    depth: usize,
    page: &mut Page,
) {
    let norm = &inputs.norm;
    let rule = rule.in_force(inputs.date).unwrap_or(rule);
    let below: Vec<&Rule> = match rule {
        Rule::All(rules) | Rule::Any(rules) | Rule::AtLeast { n: _, rules } => rules.iter().collect(),
        Rule::Not(rule) => vec![rule],
        _ => Vec::new(),
    };
    let head = match rule {
        Rule::All(_) => "tous".to_owned(),
        Rule::Any(_) => "un parmi".to_owned(),
        Rule::AtLeast { n, rules: _ } => format!("au moins {n} parmi"),
        Rule::Not(_) => "le contraire de".to_owned(),
        leaf => said::rule(leaf, norm),
    };
    page.paragraph(depth * 2, 2, &format!("{head} : {}", said::outcome(trace)));
    if below.is_empty() {
        for key in rule.facts() {
            page.paragraph(depth * 2 + 2, 2, &fact(key, inputs, site));
        }
    }
    for (id, cause) in &trace.evidence {
        page.paragraph(
            depth * 2 + 2,
            2,
            &format!("preuve {id} : {}", cause.map_or("compte", said::cause)),
        );
    }
    for (rule, step) in below.into_iter().zip(&trace.steps) {
        steps(rule, step, (inputs, site), depth + 1, page);
    }
}

/// What was stated of a fact: its value, from where, proved by what.
fn fact(key: &FactKey, inputs: &Inputs, site: Option<&SiteId>) -> String {
    let norm = &inputs.norm;
    let def = norm.facts.get(key);
    let label = def.map_or_else(|| key.to_string(), |def| def.label.clone());
    let own = site
        .and_then(|id| inputs.by_site.get(id))
        .and_then(|own| own.facts.get(key));
    let Some(fact) = own.or_else(|| inputs.facts.get(key)) else {
        return format!("{label} ({key}) : rien n'est déclaré");
    };
    let mut more: Vec<String> = Vec::new();
    more.extend(fact.on.map(|day| format!("au {}", day.in_words())));
    more.extend(fact.source.as_ref().map(|source| words::printable(source)));
    more.push(
        fact.evidence
            .as_ref()
            .map_or_else(|| "sans pièce".to_owned(), |id| format!("pièce {id}")),
    );
    format!(
        "{label} = {} ({})",
        said::value(&fact.value, def),
        more.join(", ")
    )
}

fn what_would_change(
    assessment: &Assessment,
    criterion: &Criterion,
    result: &CriterionResult,
    page: &mut Page,
) {
    let inputs = &assessment.inputs;
    match result.retained {
        Status::Conforming => {
            page.heading("Ce qui changerait ce statut");
            match flip::holds_until(inputs, &criterion.id) {
                Some(day) => page.paragraph(
                    2,
                    0,
                    &format!(
                        "Sans rien faire, le critère cesserait d'être conforme le {}.",
                        day.in_words()
                    ),
                ),
                None => {
                    let within = inputs.norm.cycle_length();
                    let within = within.map_or_else(String::new, |p| format!(" d'ici {}", p.in_words()));
                    let said = format!("Rien n'expire{within} : garder les preuves, et le niveau.");
                    page.paragraph(2, 0, &said);
                }
            }
        }
        Status::NotApplicable => {}
        _ => {
            page.heading("Le plus court chemin vers « conforme »");
            match flip::to_conforming(inputs, &criterion.id) {
                Some(remedy) => {
                    for (rank, (site, change)) in remedy.changes.iter().enumerate() {
                        let site = site
                            .as_ref()
                            .map(|id| format!("site {id} : "))
                            .unwrap_or_default();
                        let said = remedy::change(change, criterion, &inputs.norm);
                        page.paragraph(2, 3, &format!("{}. {site}{said}", rank + 1));
                    }
                }
                None => page.paragraph(2,
                    0,
                    "Aucun changement simple ne suffit : un auditeur a tranché, ou la règle dépend d'un autre critère.",
                ),
            }
            for (element, judged) in criterion.elements.iter().zip(result.elements()) {
                if !element.optional && matches!(judged.truth, Truth::No | Truth::Unknown) {
                    page.paragraph(2, 2, &format!("→ {}", element.action));
                }
            }
        }
    }
}
