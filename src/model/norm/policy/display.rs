//! How scores are written: rounded as the norm says, and never across what decides.

use super::score::{Rounding, Scale};
use super::words::RoundingMode;
use super::{Band, ConclusionRule, Condition};
use crate::kernel::{ChapterId, Date, Ratio};
use crate::norm::model::{Norm, Profile, Threshold};

/// How one score is written: that of the whole, or that of a chapter.
#[derive(Debug, Clone)]
pub struct ScoreDisplay<'a> {
    scale: &'a Scale,
    rounding: Rounding,
    /// What decides on it, in percent where it is one.
    decides: Vec<Threshold>,
}

impl Norm {
    /// How the score of a chapter, or of the whole, is written at a date; `out_of` is the highest that it could be.
    pub fn display(&self, chapter: Option<&ChapterId>, date: Date, out_of: &Ratio) -> ScoreDisplay<'_> {
        let rules = match chapter {
            Some(id) => self.score_rules(id, date),
            None => self.policy.score_at(date),
        };
        let scale = &self.policy.scale;
        let ends = [scale.nothing(rules.aggregation), out_of.clone()].into_iter();
        let mut decides: Vec<Threshold> = ends
            .flat_map(|end| [Threshold::AtLeast(end.clone()), Threshold::AtMost(end)])
            .collect();
        if chapter.is_none() {
            decides.extend(self.policy.bands.iter().flat_map(Band::limits));
        }
        decides.extend(self.conditions().filter_map(|condition| {
            match chapter {
                Some(id) => condition.chapters.get(id),
                None => condition.score.as_ref(),
            }
            .cloned()
        }));
        let decides = decides
            .into_iter()
            .map(|t| t.map(|bound| scale.as_written(bound)));
        ScoreDisplay {
            scale,
            rounding: rules.rounding,
            decides: decides.collect(),
        }
    }

    /// The conditions of bands and conclusions.
    fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let own = self
            .profiles
            .iter()
            .flat_map(|profile: &Profile| &profile.conclusions);
        let rules = self.policy.conclusions.iter().chain(own);
        let asked = rules.filter_map(|rule: &ConclusionRule| rule.condition.as_ref());
        asked.chain(
            self.policy
                .bands
                .iter()
                .filter_map(|band| band.condition.as_ref()),
        )
    }
}

impl Band {
    fn limits(&self) -> impl Iterator<Item = Threshold> {
        let to = self.to.clone().map(Threshold::AtMost);
        std::iter::once(Threshold::AtLeast(self.from.clone())).chain(to)
    }
}

impl ScoreDisplay<'_> {
    /// A figure, with its unit.
    pub fn show(&self, value: &Ratio) -> String {
        let decimals = self.rounding.decimals;
        let written = self.scale.as_written(value);
        let round = match self.rounding.mode {
            RoundingMode::HalfUp => Ratio::round_half_up,
            RoundingMode::HalfEven => Ratio::round_half_even,
            RoundingMode::Down => Ratio::round_down,
            RoundingMode::None => return self.scale.exact_to(value, decimals),
        };
        let same = |shown: &Ratio| {
            let told = |t: &Threshold| t.admits(shown) == t.admits(&written);
            self.decides.iter().all(told)
        };
        let text = match written.rounded_while(decimals, round, same) {
            Ok(shown) => shown,
            Err(shown) => {
                // what lies between the two
                let passed = self
                    .decides
                    .iter()
                    .find(|t| t.admits(&shown) != t.admits(&written));
                let bound = passed.map_or(&shown, Threshold::bound);
                let side = if written < *bound { "<" } else { ">" };
                format!("{side}\u{a0}{}", bound.exactly(0))
            }
        };
        self.scale.with_unit(&text)
    }
}
