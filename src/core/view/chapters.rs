//! Chapters.

use super::records::{ChapterView, Row};
use super::report::View;
use super::tables;
use crate::assessment::results::CriterionResult;

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
                let rows: Vec<Row> = results
                    .criteria
                    .iter()
                    .filter(inside)
                    .filter_map(|c| self.row(c))
                    .collect();
                Some(ChapterView {
                    id: norm.id.to_string(),
                    title: norm.title.clone(),
                    introduction: norm.introduction.clone(),
                    score: self.chapter_score(chapter, chapter.score.as_ref()),
                    alt: Self::alt(&norm.title, &chapter.statuses),
                    statuses: Self::status_counts(&chapter.statuses),
                    criteria: tables::criteria(norm.id.as_str(), &rows),
                })
            })
            .collect()
    }
}
