//! What auditors found, one line a finding: strong points first, then the gravest, so that nothing noted on site is lost. And each one
//! told whole: its four parts, what shows it, whom it reconciles.

use super::compared::ComparedRow;
use super::records::{Dispute, FindingRow, FindingSheet};
use super::report::View;
use super::table::Link;
use super::words;
use crate::assessment::inputs::{Finding, GapPart};
use crate::kernel::{CriterionId, ElementRef, FindingId, PieceId, SiteId, words as text};

impl View<'_> {
    /// The findings on criteria of the profile.
    pub(super) fn findings(&self) -> Vec<FindingRow> {
        let shown = |f: &&Finding| self.a.results.criteria.iter().any(|c| c.id == f.criterion);
        let mut all: Vec<&Finding> = self.a.inputs.findings.iter().filter(shown).collect();
        all.sort_by_key(|f| {
            let kind = f.kind().and_then(|code| self.norm.kind(code));
            let favourable = kind.is_some_and(|kind| kind.favourable);
            let rank = kind.map_or(i64::MIN, |kind| kind.rank);
            (!favourable, std::cmp::Reverse(rank), &f.criterion, &f.id)
        });
        all.into_iter().filter_map(|f| self.finding_row(f)).collect()
    }

    fn finding_row(&self, finding: &Finding) -> Option<FindingRow> {
        let result = self
            .a
            .results
            .criteria
            .iter()
            .find(|c| c.id == finding.criterion)?;
        Some(FindingRow {
            id: finding.id.to_string(),
            target: target(finding),
            link: Self::place_of(result),
            site: finding.site.as_ref().map(SiteId::to_string).unwrap_or_default(),
            says: self.says(finding),
            reason: text::printable(&finding.reason),
            seen: finding.seen.iter().map(PieceId::to_string).collect(),
            grounds: grounds(finding).join(" ; "),
            standing: self.standing_of(finding),
            by: self.by(finding),
        })
    }

    fn says(&self, finding: &Finding) -> String {
        let settled = words::settled(finding, self.norm, self.a.inputs.audit);
        text::capital(&settled.join(" ; "))
    }

    /// Who found it, by function, and when; the page of the method says who it is in full.
    fn by(&self, finding: &Finding) -> String {
        let on = finding.on.map(|day| format!("le {}", day.in_words()));
        let by = [Some(self.role(finding)), on];
        by.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// Whom it reconciles, or by which one it is replaced.
    fn standing_of(&self, finding: &Finding) -> String {
        let named = |ids: Vec<String>| text::list(&ids, "et");
        let reconciled: Vec<String> = finding
            .grounds
            .reconciles
            .iter()
            .map(FindingId::to_string)
            .collect();
        if let Some(by) = self.reconciled_by(&finding.id) {
            return format!("Ne compte plus : {by} le concilie");
        }
        if reconciled.is_empty() {
            return String::new();
        }
        format!("Concilie {}", named(reconciled))
    }

    /// The findings on a criterion, told whole.
    pub(super) fn sheets_on(&self, id: &CriterionId) -> Vec<FindingSheet> {
        let findings = self.a.inputs.findings.iter();
        findings
            .filter(|finding| &finding.criterion == id)
            .map(|finding| self.finding_sheet(finding))
            .collect()
    }

    fn finding_sheet(&self, finding: &Finding) -> FindingSheet {
        let told = |part: GapPart| {
            let said = finding.grounds.parts.get(&part)?;
            Some((part.label().to_owned(), text::printable(said)))
        };
        let site = finding.site.as_ref().map(|site| format!(", site {site}"));
        FindingSheet {
            id: finding.id.to_string(),
            target: format!("{}{}", target(finding), site.unwrap_or_default()),
            says: self.says(finding),
            by: self.by(finding),
            parts: GapPart::ALL.into_iter().filter_map(told).collect(),
            reason: text::printable(&finding.reason),
            seen: finding
                .seen
                .iter()
                .map(|id| Link {
                    said: id.to_string(),
                    to: format!("preuve-{id}"),
                })
                .collect(),
            grounds: grounds(finding).join(" ; "),
            standing: self.standing_of(finding),
            counts: self.reconciled_by(&finding.id).is_none(),
        }
    }

    /// Criteria on which auditors differ, with what each of them found.
    pub(super) fn disputes(&self) -> Vec<Dispute> {
        let disputed = self.disputed().into_iter();
        disputed
            .filter_map(|result| {
                Some(Dispute {
                    id: result.id.to_string(),
                    title: self.norm.criterion(&result.id)?.title.clone(),
                    findings: self.sheets_on(&result.id),
                })
            })
            .collect()
    }

    /// That auditors differ, and that they retain something else than the tool: for page 2.
    pub(super) fn audit_notes(&self, compared: &[ComparedRow]) -> Vec<String> {
        let disputed: Vec<CriterionId> = self.disputed().iter().map(|result| result.id.clone()).collect();
        let differ = (!disputed.is_empty()).then(|| {
            format!(
                "Des auditeurs sont en désaccord sur {} : rien n’y est évalué tant qu’un constat ne les concilie pas.",
                words::titles(self.norm, &disputed)
            )
        });
        let retained = (!compared.is_empty()).then(|| Self::differences(compared));
        differ.into_iter().chain(retained).collect()
    }
}

/// Criterion, or element.
fn target(finding: &Finding) -> String {
    finding.element().map_or_else(
        || finding.criterion.to_string(),
        |(id, _)| ElementRef::new(&finding.criterion, id).to_string(),
    )
}

/// What it rests on beside pieces.
fn grounds(finding: &Finding) -> Vec<String> {
    let site = finding.grounds.on_site.then(|| "vu sur site".to_owned());
    let heard: Vec<String> = finding
        .grounds
        .heard
        .iter()
        .map(|role| text::printable(role))
        .collect();
    let heard = (!heard.is_empty()).then(|| format!("entretien avec : {}", text::list(&heard, "et")));
    site.into_iter().chain(heard).collect()
}
