//! Chapters and the ethical framework.

use super::records::{ChapterView, Principle, Row};
use super::report::View;
use super::tables;
use crate::assessment::results::CriterionResult;
use crate::kernel::AxisLabel;
use crate::norm::model::{AxisRole, Criterion, Standing};

impl View<'_> {
    /// Each value of the axis of principles, how well its name stands, and the criteria of the profile that carry it.
    pub(super) fn principle_rows(&self) -> Vec<(String, String, Vec<Row>)> {
        let Some(axis) = self.norm.axis_for(AxisRole::Ethics) else {
            return Vec::new();
        };
        axis.values
            .iter()
            .map(|value| {
                let label = AxisLabel::new(&axis.id, &value.id);
                let carries = |c: &Criterion| c.labels.contains(&label);
                let standing = match value.standing {
                    Standing::Sourced => String::new(),
                    Standing::ToConfirm => "nom à confirmer".to_owned(),
                };
                let rows: Vec<Row> = self
                    .a
                    .results
                    .criteria
                    .iter()
                    .filter(|c| self.norm.criterion(&c.id).is_some_and(carries))
                    .filter_map(|c| self.row(c))
                    .collect();
                (value.label.clone(), standing, rows)
            })
            .filter(|(_, _, rows)| !rows.is_empty())
            .collect()
    }

    /// The same, each with its table.
    pub(super) fn principles(&self) -> Vec<Principle> {
        self.principle_rows()
            .into_iter()
            .enumerate()
            .map(|(n, (title, standing, rows))| Principle {
                title,
                standing,
                criteria: tables::principle(n + 1, &rows),
            })
            .collect()
    }

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
