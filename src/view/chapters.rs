//! Chapters, the ethical framework, what moved since the audit before.

use super::records::{ChapterView, Row};
use super::report::View;
use crate::assessment::results::CriterionResult;
use crate::norm::model::Criterion;

impl View<'_> {
    pub(super) fn chapters(&self) -> Vec<ChapterView> {
        let results = &self.a.results;
        results
            .chapters
            .iter()
            .filter_map(|chapter| {
                let norm = self.norm.chapter(&chapter.id)?;
                let inside = |c: &&CriterionResult| {
                    self.norm
                        .criterion(&c.id)
                        .is_some_and(|n| n.chapter == chapter.id)
                };
                Some(ChapterView {
                    id: norm.id.to_string(),
                    title: norm.title.clone(),
                    introduction: norm.introduction.clone(),
                    score: self.score(chapter.score.as_ref()),
                    alt: Self::alt(&norm.title, &chapter.statuses),
                    statuses: Self::status_counts(&chapter.statuses),
                    rows: results
                        .criteria
                        .iter()
                        .filter(inside)
                        .filter_map(|c| self.row(c))
                        .collect(),
                })
            })
            .collect()
    }

    /// The criteria that carry an ethical principle.
    pub(super) fn ethics(&self) -> Vec<Row> {
        let is_ethical = |c: &Criterion| {
            c.labels
                .iter()
                .any(|label| label.as_str().starts_with("principe/"))
        };
        self.a
            .results
            .criteria
            .iter()
            .filter(|c| self.norm.criterion(&c.id).is_some_and(is_ethical))
            .filter_map(|c| self.row(c))
            .collect()
    }
}
