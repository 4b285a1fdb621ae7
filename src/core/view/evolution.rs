//! What moved since the audit before: two bars a chapter on one axis, and the criteria whose status changed.

use super::records::{Evolution, EvolutionBar, EvolutionRow, Tick};
use super::report::View;
use super::tables;
use crate::assessment::results::ChapterResult;
use crate::kernel::{Interval, Ratio, Status, french, words as text};

/// The whole width of the drawing.
const WIDTH: i64 = 1000;
/// The axis is marked at each of so many parts.
const PARTS: i64 = 4;

impl View<'_> {
    /// Chapters and criteria beside those of the audit before.
    pub(super) fn evolution(&self) -> Option<Evolution> {
        let previous = self.a.inputs.previous.as_ref()?;
        let results = &self.a.results;
        let chapters: Vec<EvolutionRow> = results
            .chapters
            .iter()
            .filter_map(|chapter| {
                let norm = self.norm.chapter(&chapter.id)?;
                let (was, is) = (previous.chapters.get(&chapter.id), chapter.score.as_ref());
                Some(EvolutionRow {
                    id: norm.id.to_string(),
                    title: norm.title.clone(),
                    before: was.map_or_else(|| "–".to_owned(), |i| self.chapter_score(chapter, Some(i))),
                    now: self.chapter_score(chapter, is),
                    before_bar: self.bar(chapter, was),
                    now_bar: self.bar(chapter, is),
                })
            })
            .collect();
        let changes = results
            .criteria
            .iter()
            .filter_map(|c| {
                let before = previous.criteria.get(&c.id)?;
                let norm = self.norm.criterion(&c.id)?;
                (before.retained != c.retained)
                    .then(|| (c.id.to_string(), norm.title.clone(), before.retained, c.retained))
            })
            .collect();
        let said: Vec<String> = chapters
            .iter()
            .map(|row| format!("{} : {} puis {}", row.id, row.before, row.now))
            .collect();
        let bars = || chapters.iter().flat_map(|row| [row.before_bar, row.now_bar]);
        Some(Evolution {
            date: previous.date.in_words(),
            alt: format!(
                "Degré de satisfaction par chapitre, le {} puis le {}. {}.",
                previous.date.in_words(),
                self.a.inputs.date.in_words(),
                said.join(" ; ")
            ),
            was: format!("le {}", previous.date.in_words()),
            is: format!("le {}", self.a.inputs.date.in_words()),
            open: bars()
                .any(|bar| bar.open > 0)
                .then(|| "ce que des réponses qui manquent y ajouteraient".to_owned()),
            ticks: self.ticks(),
            scores: tables::scores(&chapters),
            chapters,
            changes: tables::changes(changes),
        })
    }

    /// How many criteria conform that did not, and the other way round; empty where there is nothing to compare with.
    pub(super) fn progress(&self) -> String {
        let Some(previous) = &self.a.inputs.previous else {
            return String::new();
        };
        let (mut gained, mut lost, mut other) = (0_usize, 0_usize, 0_usize);
        for now in &self.a.results.criteria {
            let Some(before) = previous.criteria.get(&now.id) else {
                continue;
            };
            match (before.retained, now.retained) {
                (was, is) if was == is => {}
                (_, Status::Conforming) => gained += 1,
                (Status::Conforming, _) => lost += 1,
                _ => other += 1,
            }
        }
        let said = [
            (
                gained,
                french::count(
                    gained,
                    "critère est devenu conforme",
                    "critères sont devenus conformes",
                ),
            ),
            (lost, french::count(lost, "ne l’est plus", "ne le sont plus")),
            (
                other,
                french::count(other, "a changé autrement", "ont changé autrement"),
            ),
        ];
        let said: Vec<String> = said
            .into_iter()
            .enumerate()
            // that none became or ceased to be so is worth saying
            .filter(|(at, (n, _))| *at == 0 || *n > 0)
            .map(|(_, (_, said))| said)
            .collect();
        format!(
            "Depuis l’audit du {} : {}.",
            previous.date.in_words(),
            text::list(&said, "et")
        )
    }

    /// Nothing, and what a chapter can reach at most.
    fn ends(&self, chapter: &ChapterResult) -> (Ratio, Ratio) {
        let rules = self.norm.score_rules(&chapter.id, self.a.inputs.date);
        let nothing = self.norm.policy.scale.nothing(rules.aggregation);
        (nothing, chapter.out_of.clone())
    }

    /// A score as a part of the axis: what is sure, then what may come to it.
    fn bar(&self, chapter: &ChapterResult, score: Option<&Interval>) -> EvolutionBar {
        let (nothing, all) = self.ends(chapter);
        let place = |value: &Ratio| -> i64 {
            let (gained, whole) = (value.clone() - nothing.clone(), all.clone() - nothing.clone());
            let on_axis = Ratio::of(&gained, &whole).map(|part| (part * Ratio::whole(WIDTH)).floor());
            let at = on_axis.and_then(|n| n.to_string().parse().ok());
            // INVARIANT: a chapter that can reach nothing is drawn as nothing
            at.unwrap_or(0_i64).clamp(0, WIDTH)
        };
        score.map_or_else(EvolutionBar::default, |score| {
            let sure = place(&score.min);
            EvolutionBar {
                share: sure,
                open: place(&score.max) - sure,
            }
        })
    }

    /// The marks of the axis: on the norm's own scale where all chapters share it, else in parts of what each can reach.
    fn ticks(&self) -> Vec<Tick> {
        let mut ends = self.a.results.chapters.iter().map(|chapter| self.ends(chapter));
        let first = ends.next();
        let shared = first.filter(|first| ends.all(|other| other == *first));
        (0..=PARTS)
            .map(|n| {
                let part = Ratio::of(&Ratio::whole(n), &Ratio::whole(PARTS)).unwrap_or_else(Ratio::zero);
                Tick {
                    share: n * WIDTH / PARTS,
                    label: match &shared {
                        Some((nothing, all)) => {
                            let value = nothing.clone() + part * (all.clone() - nothing.clone());
                            self.norm.policy.scale.exactly(&value)
                        }
                        None => part.percent_exactly(0),
                    },
                }
            })
            .collect()
    }
}
