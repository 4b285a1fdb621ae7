//! The short report: what a board reads to the end. The gaps that weigh most as cards, the others in one table; nothing that only an
//! auditor opens.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::counting::register;
use super::records::{Gap, Report, Row};
use super::report::View;
use super::table::Table;
use super::{tables, words};
use crate::assessment::Assessment;
use crate::kernel::{french, words as text};
use crate::norm::model::{AuditKind, Importance};

/// How much a report says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extent {
    /// About eight pages, for a board.
    Essential,
    /// Everything, for an auditor.
    Full,
}

impl Extent {
    /// What an audit of this kind is shown in where nobody says.
    pub fn usual(kind: AuditKind) -> Self {
        match kind {
            AuditKind::SelfAssessment => Self::Essential,
            AuditKind::Mock | AuditKind::Audit => Self::Full,
        }
    }
}

/// What the short report says in the place of sheets and registers.
#[derive(Debug, Clone, Serialize)]
pub struct Short {
    /// The gaps that weigh most.
    pub cards: Vec<Gap>,
    /// The other gaps.
    pub others: Table,
    /// What is proposed on the cards.
    pub plan: Table,
    /// Pieces that end before the next audit, one sentence each.
    pub ending: Vec<String>,
    /// How many criteria are not assessed, not applicable, to be shown.
    pub open: Vec<String>,
    /// How many criteria changed their status since the audit before, where there was one.
    pub changed: String,
}

/// Cards at most.
const CARDS: usize = 12;

/// Pieces that end soon and are named; the rest is counted.
const ENDING: usize = 12;

/// Makes a report short.
pub(super) fn shorten(report: &mut Report, view: &View<'_>, assessment: &Assessment) {
    let importance = |gap: &Gap| {
        let norm = &assessment.inputs.norm;
        let found = norm.criteria.iter().find(|c| c.id.as_str() == gap.id);
        found.map_or(Importance::Recommended, |c| c.importance)
    };
    let mut cards = report.gaps.clone();
    cards.sort_by_key(|gap| (importance(gap), std::cmp::Reverse(gap.rank)));
    let others = cards.split_off(CARDS.min(cards.len()));
    let mut plan = view.proposed(&cards);
    plan.retain(|row| cards.iter().any(|gap| gap.id == row.criterion));
    let ending = ending(view, assessment);
    let short = Short {
        others: tables::other_gaps(&others),
        plan: tables::plan(&plan).dense(),
        ending,
        open: open(report)
            .into_iter()
            .chain(register::sentence(&assessment.inputs))
            .collect(),
        changed: changed(report),
        cards,
    };
    report.short = Some(short);
    report.utility = None;
    let labels = labels(report);
    report.decided.dense = true;
    let Some(short) = &mut report.short else { return };
    for table in [
        &mut short.others,
        &mut report.ethics,
        &mut short.plan,
        &mut report.decided,
        &mut report.findings,
        &mut report.compared,
        &mut report.numbers,
        &mut report.observations,
    ] {
        table.lead_only_to(&labels);
    }
}

/// Where links of the short report may lead.
fn labels(report: &Report) -> BTreeSet<String> {
    let short = report.short.iter();
    short
        .flat_map(|short| short.cards.iter().map(|gap| gap.anchor.clone()))
        .collect()
}

fn ending(view: &View<'_>, assessment: &Assessment) -> Vec<String> {
    let all = view.book.ending_before_next();
    let rest = all.len().saturating_sub(ENDING);
    let inputs = &assessment.inputs;
    let named = |id| {
        let item = inputs.evidence.iter().find(|item| &item.id == id);
        item.map_or_else(String::new, |item| {
            let types = item.types.iter();
            let labels: Vec<String> = types
                .filter_map(|id| inputs.norm.evidence_types.get(id))
                .map(|kind| french::inside(&kind.label))
                .collect();
            let place = text::safe(item.whereabouts());
            if labels.is_empty() {
                place
            } else {
                format!("{} ({place})", labels.join(", "))
            }
        })
    };
    let more = (rest > 0).then(|| {
        let counted = french::count(rest, "autre pièce expire", "autres pièces expirent");
        format!("{counted} aussi avant le prochain rendez-vous.")
    });
    all.iter()
        .take(ENDING)
        .map(|(id, day, _)| format!("{} : {}", day.in_words(), named(*id)))
        .chain(more)
        .collect()
}

/// How many criteria changed their status: the full report names them.
fn changed(report: &Report) -> String {
    match report
        .evolution
        .as_ref()
        .map_or(0, |evolution| evolution.changes.rows.len())
    {
        0 => "Aucun critère n’a changé de statut.".to_owned(),
        n => format!(
            "{} de statut ; le rapport complet {} nomme.",
            french::count(n, "critère a changé", "critères ont changé"),
            if n == 1 { "le" } else { "les" }
        ),
    }
}

/// What no card says: criteria that wait, or do not apply.
fn open(report: &Report) -> Vec<String> {
    let named = |rows: &[Row], one: &str, many: &str| {
        let counted = french::count(rows.len(), one, many);
        let titles = rows.iter().map(|row| (row.id.as_str(), row.title.clone()));
        (!rows.is_empty()).then(|| format!("{counted} : {}.", words::titled(titles)))
    };
    [
        named(
            &report.to_show,
            "critère attend le constat d’un auditeur",
            "critères attendent le constat d’un auditeur",
        ),
        named(
            &report.not_assessed,
            "critère n’est pas évalué",
            "critères ne sont pas évalués",
        ),
        named(
            &report.not_applicable,
            "critère ne s’applique pas",
            "critères ne s’appliquent pas",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
