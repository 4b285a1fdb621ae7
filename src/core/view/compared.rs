//! What was declared, what the tool computes by itself, what auditors found: side by side, with what is retained and why.

use super::report::View;
use super::words;
use crate::assessment::Inputs;
use crate::assessment::inputs::{Auditor, Finding};
use crate::assessment::results::{CriterionResult, Reason};
use crate::engine;
use crate::kernel::{CriterionId, ElementRef, FindingId, Status, french, words as text};
use crate::norm::model::Criterion;

/// A criterion that auditors spoke of.
#[derive(Debug, Clone)]
pub(super) struct ComparedRow {
    /// Criterion.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
    /// Label of its gap sheet, else of its row.
    pub(super) link: String,
    /// What the structure declared.
    pub(super) declared: String,
    /// What the rules give without any auditor.
    pub(super) computed: Status,
    /// What auditors found.
    pub(super) found: String,
    /// What counts.
    pub(super) retained: Status,
    /// Why; where all say the same, which finding says so.
    pub(super) why: String,
    /// Does what counts differ from what the rules give?
    pub(super) differs: bool,
}

impl View<'_> {
    /// The criteria that auditors spoke of, those where they differ from the tool first.
    pub(super) fn compared(&self) -> Vec<ComparedRow> {
        let inputs = &self.a.inputs;
        if inputs.findings.is_empty() {
            return Vec::new();
        }
        let alone = Inputs {
            findings: Vec::new(),
            ..inputs.clone()
        };
        // INVARIANT: inputs that hold together do so without their findings
        let Ok(alone) = engine::assess(&alone) else {
            return Vec::new();
        };
        let mut rows: Vec<ComparedRow> = self
            .a
            .results
            .criteria
            .iter()
            .filter_map(|result| {
                let computed = alone.criteria.iter().find(|c| c.id == result.id)?.retained;
                self.compared_row(result, computed)
            })
            .collect();
        rows.sort_by_key(|row| !row.differs);
        rows
    }

    fn compared_row(&self, result: &CriterionResult, computed: Status) -> Option<ComparedRow> {
        let own = self.findings_on(&result.id);
        let criterion = self.norm.criterion(&result.id)?;
        let differs = computed != result.retained;
        if own.is_empty() && !differs {
            return None;
        }
        let settles = own
            .iter()
            .any(|finding| finding.element().is_some() || finding.retains(self.norm).is_some());
        let ids: Vec<String> = own.iter().map(|finding| finding.id.to_string()).collect();
        let why = if result.reason == Reason::Disagreement {
            "Les auditeurs sont en désaccord : un constat doit les concilier.".to_owned()
        } else if differs && !settles {
            "Un auditeur a vu des pièces que ce critère demande.".to_owned()
        } else if differs {
            let reasons: Vec<String> = own.iter().map(|f| text::printable(&f.reason)).collect();
            reasons.join(" ")
        } else {
            format!(
                "{} {}",
                if ids.len() > 1 { "Constats" } else { "Constat" },
                text::list(&ids, "et")
            )
        };
        Some(ComparedRow {
            id: result.id.to_string(),
            title: criterion.title.clone(),
            link: Self::place_of(result),
            declared: self.declared(criterion, result),
            computed,
            found: self.found(&own),
            retained: result.retained,
            why,
            differs,
        })
    }

    /// The findings on a criterion that count.
    fn findings_on(&self, id: &CriterionId) -> Vec<&Finding> {
        let standing = self.a.inputs.standing_findings();
        standing.filter(|finding| &finding.criterion == id).collect()
    }

    /// What the structure declared of a criterion, in words.
    pub(super) fn declared(&self, criterion: &Criterion, result: &CriterionResult) -> String {
        let practice = self.practice(criterion, result);
        if practice.is_some_and(|practice| practice.not_applicable.is_some()) {
            return "écarté".to_owned();
        }
        let level = practice.and_then(|practice| self.norm.level(practice.level.as_ref()?));
        level.map_or_else(|| "rien".to_owned(), |level| french::inside(&level.label))
    }

    /// What each finding says, with who says it where there are several auditors.
    fn found(&self, findings: &[&Finding]) -> String {
        let several = findings
            .windows(2)
            .any(|pair| matches!(pair, [a, b] if a.auditor != b.auditor));
        let said = findings.iter().map(|finding| {
            let settled = words::settled(finding, self.norm, self.a.inputs.audit);
            let settled: Vec<String> = settled.iter().map(|said| french::inside(said)).collect();
            let settled = settled.join(", ");
            let element = finding.element().map(|(id, _)| {
                let whole = ElementRef::new(&finding.criterion, id).to_string();
                format!("{whole} : ")
            });
            let who = several.then(|| format!("{} : ", self.role(finding)));
            format!(
                "{}{}{settled}",
                who.unwrap_or_default(),
                element.unwrap_or_default()
            )
        });
        said.collect::<Vec<_>>().join(" ; ")
    }

    /// The function of who found it.
    pub(super) fn role(&self, finding: &Finding) -> String {
        let auditor: Option<&Auditor> = self.a.inputs.auditors.get(&finding.auditor);
        auditor.map_or_else(
            || finding.auditor.to_string(),
            |auditor| text::printable(&auditor.role),
        )
    }

    /// The label of the sheet of a criterion that falls short, else of its row.
    pub(super) fn place_of(result: &CriterionResult) -> String {
        let link = if Self::is_gap(result) { "ecart" } else { "critere" };
        format!("{link}-{}", result.id)
    }

    /// Declared, computed, found, retained: one sentence for the sheet of a criterion; none where no auditor spoke of it.
    pub(super) fn sides(rows: &[ComparedRow], id: &CriterionId) -> Option<String> {
        let row = rows.iter().find(|row| row.id == id.as_str())?;
        let found = if row.found.is_empty() { "rien" } else { &row.found };
        Some(format!(
            "Déclaré : {}. Calculé sans auditeur : {}. Constaté : {}. Retenu : {}.",
            row.declared,
            row.computed.label(),
            found,
            row.retained.label()
        ))
    }

    /// How many criteria came out otherwise than the tool alone would have it, by name.
    pub(super) fn differences(rows: &[ComparedRow]) -> String {
        let others = || rows.iter().filter(|row| row.differs);
        let titles = words::titled(others().map(|row| (row.id.as_str(), row.title.clone())));
        let spoken = rows.iter().filter(|row| !row.found.is_empty()).count();
        let spoken = french::count(spoken, "critère", "critères");
        match others().count() {
            0 => format!("Un auditeur s’est prononcé sur {spoken} : il retient ce que l’outil calcule seul."),
            1 => format!(
                "Un auditeur s’est prononcé sur {spoken} ; 1 n’est pas ce que l’outil calculerait seul : {titles}."
            ),
            n => format!(
                "Un auditeur s’est prononcé sur {spoken} ; {} ne sont pas ce que l’outil calculerait seul : {titles}.",
                french::number(n)
            ),
        }
    }

    /// Criteria on which auditors differ and nothing reconciles them.
    pub(super) fn disputed(&self) -> Vec<&CriterionResult> {
        let results = self.a.results.criteria.iter();
        results
            .filter(|result| {
                result.reason == Reason::Disagreement
                    || result.samples.iter().any(|sample| {
                        sample.reason == Reason::Disagreement
                            || sample.elements.iter().any(|element| {
                                element
                                    .causes
                                    .contains(&crate::assessment::results::Cause::Disagreement)
                            })
                    })
            })
            .collect()
    }

    /// The finding that reconciles this one, where one does.
    pub(super) fn reconciled_by(&self, id: &FindingId) -> Option<&FindingId> {
        let findings = self.a.inputs.findings.iter();
        let by = |finding: &&Finding| finding.grounds.reconciles.contains(id);
        findings.clone().find(by).map(|finding| &finding.id)
    }
}
