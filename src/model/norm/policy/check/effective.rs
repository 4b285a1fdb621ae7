//! Every set of score rules that may come to hold, checked: of the whole and of each chapter, before any revision and after each.
//!
//! A key may be stated in `[politique]`, in a revision and in chapters; what it does depends on what is stated elsewhere. What is
//! wrong is told once, where the key that wins is written.

use std::collections::BTreeSet;

use super::diags::{
    IdleTarget, LevelOutOfScale, OutOfScale, ProductScale, RevisedExclusion, SumBelow, SumInPercent,
    TargetMissing, WeightOfZero,
};
use crate::diag::Diagnostics;
use crate::kernel::{ChapterId, CriterionId, Identifier, Located, Ratio, Span};
use crate::norm::blocks::{Block, Blocks};
use crate::norm::model::{Aggregation, Excluded, GateForm, Norm, Scale, ScoreChange, ScoreRules, ZeroWeight};
use crate::norm::raw::{RawPolicy, RawRevision};

/// Where a key is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Layer<'a> {
    Policy,
    Revision(usize),
    Chapter(&'a ChapterId),
}

/// The rules of the whole or of a chapter, from a revision on.
struct Effective<'a> {
    chapter: Option<&'a ChapterId>,
    rules: ScoreRules,
    /// What states other rules than `[politique]`, the strongest last.
    changes: Vec<(Layer<'a>, &'a ScoreChange)>,
}

impl<'a> Effective<'a> {
    fn of(norm: &'a Norm, chapter: Option<&'a ChapterId>, revisions: usize) -> Self {
        let past = norm.policy.revisions.iter().take(revisions).enumerate();
        let mut changes: Vec<_> = past.map(|(rank, r)| (Layer::Revision(rank), &r.change)).collect();
        let path = norm.path(chapter).into_iter().rev();
        changes.extend(path.filter_map(|c| Some((Layer::Chapter(&c.id), c.policy.as_ref()?))));
        let mut rules = norm.policy.score.clone();
        for (_, change) in &changes {
            change.over(&mut rules);
        }
        Self {
            chapter,
            rules,
            changes,
        }
    }

    /// Where the key that holds is stated.
    fn stated(&self, states: impl Fn(&ScoreChange) -> bool) -> Layer<'a> {
        let last = self.changes.iter().rfind(|(_, change)| states(change));
        last.map_or(Layer::Policy, |(layer, _)| *layer)
    }

    fn aggregation(&self) -> Layer<'a> {
        self.stated(|change| change.aggregation.is_some())
    }

    fn target(&self) -> Layer<'a> {
        self.stated(|change| change.target.is_some())
    }

    fn excluded(&self) -> Layer<'a> {
        self.stated(|change| change.not_applicable.is_some())
    }
}

/// Checks all sets of rules of a norm, and what is counted in their unit.
pub(crate) fn check(norm: &Norm, blocks: &Blocks, policy: &Block<RawPolicy>, sink: &mut Diagnostics) {
    let all = all(norm);
    let checked = Checked {
        norm,
        blocks,
        policy,
        all: &all,
    };
    checked.aggregations(sink);
    checked.targets(sink);
    checked.exclusions(sink);
    checked.weights(sink);
    checked.levels(sink);
    checked.ceilings(sink);
}

fn all(norm: &Norm) -> Vec<Vec<Effective<'_>>> {
    let epochs = 0..=norm.policy.revisions.len();
    epochs
        .map(|revisions| {
            let chapters = norm.chapters.iter().map(|chapter| Some(&chapter.id));
            std::iter::once(None)
                .chain(chapters)
                .map(|chapter| Effective::of(norm, chapter, revisions))
                .collect()
        })
        .collect()
}

struct Checked<'a> {
    norm: &'a Norm,
    blocks: &'a Blocks,
    policy: &'a Block<RawPolicy>,
    /// By number of revisions that are past.
    all: &'a [Vec<Effective<'a>>],
}

impl<'a> Checked<'a> {
    fn sets(&self) -> impl Iterator<Item = &'a Effective<'a>> {
        self.all.iter().flatten()
    }

    /// Products of figures beyond 1, sums shown in percent, sums below what takes a mean of them.
    fn aggregations(&self, sink: &mut Diagnostics) {
        let scale = &self.norm.policy.scale;
        let (mut products, mut sums, mut below) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for epoch in self.all {
            for set in epoch {
                match set.rules.aggregation {
                    Aggregation::Product if !unit(scale) => {
                        products.insert(set.aggregation());
                    }
                    Aggregation::Sum if scale.unit.is_none() => {
                        sums.insert(set.aggregation());
                    }
                    Aggregation::Sum if !self.above(set, epoch).is_none_or(takes_sums) => {
                        below.insert(set.aggregation());
                    }
                    _ => {}
                }
            }
        }
        let aggregation = |layer| self.place(layer, Key::Aggregation);
        for layer in products {
            sink.push(ProductScale {
                key: "agregation",
                place: aggregation(layer),
            });
        }
        for layer in sums {
            sink.push(SumInPercent {
                place: aggregation(layer),
            });
        }
        for layer in below {
            sink.push(SumBelow {
                place: aggregation(layer),
            });
        }
    }

    /// The rules of what stands above a chapter; none above the whole.
    fn above(&self, set: &Effective<'_>, epoch: &'a [Effective<'a>]) -> Option<&'a ScoreRules> {
        let parent = self.norm.chapter(set.chapter?)?.parent.as_ref();
        epoch
            .iter()
            .find(|other| other.chapter == parent)
            .map(|other| &other.rules)
    }

    /// Targets that lack, that lie outside of the scale, that nothing reads.
    fn targets(&self, sink: &mut Diagnostics) {
        let scale = &self.norm.policy.scale;
        let (mut missing, mut read) = (BTreeSet::new(), BTreeSet::new());
        for set in self
            .sets()
            .filter(|set| set.rules.not_applicable == Excluded::Target)
        {
            match set.rules.target {
                Some(_) => read.insert(set.target()),
                None => missing.insert(set.excluded()),
            };
        }
        for layer in missing {
            sink.push(TargetMissing {
                place: self.place(layer, Key::Excluded),
            });
        }
        for (layer, target) in self.stated_targets() {
            let place = || self.place(layer, Key::Target);
            if *target < scale.min || *target > scale.max {
                sink.push(OutOfScale {
                    what: "la cible",
                    ends: [scale.exactly(&scale.min), scale.exactly(&scale.max)],
                    place: place(),
                });
            }
            if !read.contains(&layer) {
                sink.push(IdleTarget { place: place() });
            }
        }
    }

    fn stated_targets(&self) -> Vec<(Layer<'a>, &'a Ratio)> {
        let policy = &self.norm.policy;
        let later = policy.revisions.iter().enumerate();
        let own = self.norm.chapters.iter();
        let whole = policy.score.target.as_ref().map(|target| (Layer::Policy, target));
        whole
            .into_iter()
            .chain(later.filter_map(|(rank, r)| Some((Layer::Revision(rank), r.change.target.as_ref()?))))
            .chain(own.filter_map(|c| Some((Layer::Chapter(&c.id), c.policy.as_ref()?.target.as_ref()?))))
            .collect()
    }

    /// What may be set aside is asked of the structure before its audit date is known: no revision changes it.
    fn exclusions(&self, sink: &mut Diagnostics) {
        let mut turned = BTreeSet::new();
        for pair in self.all.windows(2) {
            let [before, after] = pair else { continue };
            for (old, new) in before.iter().zip(after) {
                let forbids = |set: &Effective<'_>| set.rules.not_applicable == Excluded::Forbidden;
                if forbids(old) != forbids(new) {
                    turned.insert(new.excluded());
                }
            }
        }
        for layer in turned {
            sink.push(RevisedExclusion {
                place: self.place(layer, Key::Excluded),
            });
        }
    }

    /// Weights of zero, where the norm says that they are faults.
    fn weights(&self, sink: &mut Diagnostics) {
        let refuses = |chapter: Option<&ChapterId>| {
            let mut own = self.sets().filter(|set| set.chapter == chapter);
            own.any(|set| set.rules.zero_weight == ZeroWeight::Refused)
        };
        for b in &self.blocks.criteria {
            let raw = &b.item.criterion;
            let zero = raw.weight == 0 || raw.weights.iter().any(|reduced| reduced.weight == 0);
            let chapter = self.norm.criterion(raw.id.get()).map(|c| &c.chapter);
            if zero && chapter.is_some() && refuses(chapter) {
                sink.push(WeightOfZero {
                    what: CriterionId::NAMED,
                    id: raw.id.as_str(),
                    place: raw.id.span(b.file),
                });
            }
        }
        for b in &self.blocks.chapters {
            let above = b.item.parent.as_ref().map(Located::get);
            if b.item.weight == 0 && refuses(above) {
                sink.push(WeightOfZero {
                    what: ChapterId::NAMED,
                    id: b.item.id.as_str(),
                    place: b.item.id.span(b.file),
                });
            }
        }
    }

    /// Levels that are worth less than nothing, or more than all.
    fn levels(&self, sink: &mut Diagnostics) {
        let scale = &self.norm.policy.scale;
        for b in &self.blocks.levels {
            let level = self.norm.level(b.item.id.get());
            let value = level.and_then(|level| level.value.as_ref());
            let Some((value, raw)) = value.zip(b.item.value.as_ref()) else {
                continue;
            };
            if *value < scale.min || *value > scale.max {
                sink.push(LevelOutOfScale {
                    level: b.item.id.as_str(),
                    ends: [scale.min.exactly(0), scale.max.exactly(0)],
                    place: raw.span(b.file),
                });
            }
        }
    }

    /// Ceilings that no score reaches, or below any score.
    fn ceilings(&self, sink: &mut Diagnostics) {
        let scale = &self.norm.policy.scale;
        let mut wholes = self.sets().filter(|set| set.chapter.is_none());
        if wholes.any(|set| set.rules.aggregation == Aggregation::Sum) {
            return;
        }
        for gate in self
            .norm
            .policy
            .gates
            .iter()
            .filter(|g| g.form == GateForm::Ceiling)
        {
            let raw = self.policy.item.gates.iter().find(|raw| *raw.id.get() == gate.id);
            let place = raw.and_then(|raw| raw.ceiling.as_ref());
            let Some((ceiling, place)) = gate.ceiling.as_ref().zip(place) else {
                continue;
            };
            if *ceiling < scale.min || *ceiling > scale.max {
                sink.push(OutOfScale {
                    what: "le plafond",
                    ends: [scale.exactly(&scale.min), scale.exactly(&scale.max)],
                    place: place.span(self.policy.file),
                });
            }
        }
    }

    fn place(&self, layer: Layer<'_>, key: Key) -> Span {
        let policy = &self.policy.item;
        let found = match layer {
            Layer::Policy => match key {
                Key::Aggregation => Some(policy.aggregation.span(self.policy.file)),
                Key::Target => policy.target.as_ref().map(|t| t.span(self.policy.file)),
                Key::Excluded => policy.not_applicable.as_ref().map(|e| e.span(self.policy.file)),
            },
            Layer::Revision(rank) => self.revision(rank).and_then(|raw| {
                let file = self.policy.file;
                match key {
                    Key::Aggregation => raw.aggregation.as_ref().map(|a| a.span(file)),
                    Key::Target => raw.target.as_ref().map(|t| t.span(file)),
                    Key::Excluded => raw.not_applicable.as_ref().map(|e| e.span(file)),
                }
            }),
            Layer::Chapter(id) => self
                .blocks
                .chapters
                .iter()
                .find(|b| b.item.id.get() == id)
                .and_then(|b| {
                    let raw = b.item.policy.as_ref()?;
                    match key {
                        Key::Aggregation => raw.aggregation.as_ref().map(|a| a.span(b.file)),
                        Key::Target => raw.target.as_ref().map(|t| t.span(b.file)),
                        Key::Excluded => raw.not_applicable.as_ref().map(|e| e.span(b.file)),
                    }
                }),
        };
        found.unwrap_or_else(|| self.policy.span.clone())
    }

    fn revision(&self, rank: usize) -> Option<&RawRevision> {
        let kept = self.norm.policy.revisions.get(rank)?;
        self.policy
            .item
            .revisions
            .iter()
            .find(|raw| *raw.from.get() == kept.from)
    }
}

/// A key whose place is told.
#[derive(Clone, Copy)]
enum Key {
    Aggregation,
    Target,
    Excluded,
}

fn unit(scale: &Scale) -> bool {
    scale.min == Ratio::zero() && scale.max == Ratio::one()
}

/// Does a group make sense of members that may exceed the scale?
fn takes_sums(rules: &ScoreRules) -> bool {
    matches!(rules.aggregation, Aggregation::Sum | Aggregation::All)
}
