//! A report as a workbook: what a quality referent sorts, filters and follows, a sheet for each table.

use super::records::{Gap, Report, Row};
use super::report::{View, report};
use super::table::{Column, Holds, Table, TableCell, Width};
use super::tables;
use crate::assessment::Assessment;
use crate::kernel::Date;

/// A workbook.
#[derive(Debug, Clone)]
pub struct ReportWorkbook {
    /// Its title.
    pub title: String,
    /// The day of the audit.
    pub date: Date,
    /// Its sheets; what has no row is left out.
    pub sheets: Vec<Table>,
}

/// The whole of an assessment, table by table.
pub fn report_workbook(assessment: &Assessment) -> ReportWorkbook {
    let view = View::of(assessment);
    let report = report(assessment);
    let results = assessment.results.criteria.iter();
    let rows: Vec<Row> = results.filter_map(|c| view.row(c)).collect();
    let Report {
        gaps,
        plan,
        decided,
        findings,
        compared,
        numbers,
        evidence,
        observations,
        ..
    } = report;
    let criteria = Table {
        id: "criteres".to_owned(),
        ..tables::criteria("", &rows)
    };
    let all = [
        gap_sheets(&gaps),
        plan,
        decided,
        criteria,
        numbers,
        findings,
        compared,
        observations,
        evidence,
    ];
    ReportWorkbook {
        title: format!("{}, {}, {}", report.title, report.structure, report.date),
        date: assessment.inputs.date,
        sheets: all.into_iter().filter(|table| !table.rows.is_empty()).collect(),
    }
}

/// The gap sheets, one a row.
fn gap_sheets(gaps: &[Gap]) -> Table {
    let text = |title: &str| Column::new(title, Holds::Text, Width::Share(1));
    let columns = vec![
        text("N°"),
        text("Critère"),
        Column::new("Statut", Holds::Status, Width::Fit),
        text("Nature"),
        text("Importance"),
        text("Auprès de"),
        text("Exigence"),
        text("Écart"),
        text("Enjeu"),
        text("Pour le combler"),
        text("Décidé par la structure"),
        text("Délais"),
        text("Observation de la structure"),
    ];
    let rows = gaps.iter().map(|gap| {
        let who: Vec<&str> = gap.who.iter().map(|who| who.label.as_str()).collect();
        let actions: Vec<String> = gap
            .actions
            .iter()
            .map(|action| format!("{} ({}, {})", action.text, action.id, action.effort_words))
            .collect();
        let mut row = Vec::from(tables::gap_named(gap));
        row.extend([
            TableCell::text(who.join(", ")),
            TableCell::text(&gap.requirement),
            TableCell::text(gap.missing.join(" ")),
            TableCell::text(&gap.stake),
            TableCell::text(actions.join("\n")),
            TableCell::text(gap.decided.join("\n")),
            TableCell::text(gap.deadlines.join(" ; ")),
            TableCell::text(gap.answers.join("\n")),
        ]);
        row
    });
    Table::of("ecarts", "Écarts, les plus graves d’abord", columns)
        .rows(rows)
        .spoken()
}
