//! What auditors found, one line a finding: strong points first, then the gravest, so that nothing noted on site is lost.

use super::records::FindingRow;
use super::report::View;
use super::words;
use crate::assessment::inputs::Finding;
use crate::kernel::{ElementRef, PieceId, SiteId, words as text};

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
        let criterion = self.norm.criterion(&finding.criterion)?;
        let result = self.a.results.criteria.iter().find(|c| c.id == criterion.id)?;
        let element = finding.element().map(|(id, _)| id);
        let link = if Self::is_gap(result) { "ecart" } else { "critere" };
        let on = finding.on.map(|day| format!("le {}", day.in_words()));
        // the page of the method says who it is in full
        let auditor = self.a.inputs.auditors.get(&finding.auditor);
        let role = auditor.map(|auditor| text::printable(&auditor.role));
        let by = [role, on];
        Some(FindingRow {
            id: finding.id.to_string(),
            target: element.map_or_else(
                || criterion.id.to_string(),
                |id| ElementRef::new(&criterion.id, id).to_string(),
            ),
            link: format!("{link}-{}", criterion.id),
            site: finding.site.as_ref().map(SiteId::to_string).unwrap_or_default(),
            says: text::capital(&words::settled(finding, self.norm, self.a.inputs.audit).join(" ; ")),
            reason: text::printable(&finding.reason),
            seen: finding.seen.iter().map(PieceId::to_string).collect(),
            by: by.into_iter().flatten().collect::<Vec<_>>().join(", "),
        })
    }
}
