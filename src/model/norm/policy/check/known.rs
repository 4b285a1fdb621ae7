//! What the parts of a policy may refer to, and how its figures are written.

use std::collections::{BTreeMap, BTreeSet};

use super::diags::{NumberExpected, ScoreThreshold};
use crate::diag::Diagnostics;
use crate::kernel::{CriterionId, KindCode, Located, Ratio, SourceId, Span};
use crate::norm::model::{Aggregation, Chapter, Kind, Source, Threshold};
use crate::norm::raw::{RawPolicy, RawThreshold};
use crate::norm::rules::Context;
use crate::norm::values::{Scalar, Values};

/// What a policy may refer to, beside the rules' own context.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) ctx: Context<'a>,
    pub(crate) kinds: &'a [Kind],
    pub(crate) chapters: &'a [Chapter],
    pub(crate) sources: &'a BTreeMap<SourceId, Source>,
}

impl Known<'_> {
    pub(super) fn kind(&self, id: &Located<KindCode>, sink: &mut Diagnostics) -> Option<KindCode> {
        let known = self.kinds.iter().map(|k| &k.code);
        self.ctx.resolve(id, known, sink)
    }

    pub(super) fn criteria(
        &self,
        ids: &[Located<CriterionId>],
        sink: &mut Diagnostics,
    ) -> BTreeSet<CriterionId> {
        ids.iter()
            .filter_map(|id| self.ctx.resolve(id, self.ctx.criteria.iter(), sink))
            .collect()
    }

    pub(super) fn source(&self, id: &Located<SourceId>, sink: &mut Diagnostics) -> Option<SourceId> {
        self.ctx.resolve(id, self.sources.keys(), sink)
    }
}

/// How figures of the score are written in the file: percentages, or plain numbers where the norm has a scale of its own or adds points.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figures {
    Percent,
    Plain,
}

impl Figures {
    pub(crate) fn of(raw: &RawPolicy) -> Self {
        if raw.scale.is_some() || *raw.aggregation.get() == Aggregation::Sum {
            Self::Plain
        } else {
            Self::Percent
        }
    }

    pub(super) fn read(
        self,
        scalar: &Located<Scalar>,
        values: Values<'_>,
        sink: &mut Diagnostics,
    ) -> Option<Ratio> {
        match self {
            Self::Percent => values.percent(scalar, sink),
            Self::Plain => {
                let value = values.number(scalar);
                if value.is_none() {
                    sink.push(NumberExpected {
                        place: scalar.span(values.file),
                    });
                }
                value
            }
        }
    }

    pub(super) fn threshold(
        self,
        raw: &RawThreshold,
        place: &Span,
        values: Values<'_>,
        sink: &mut Diagnostics,
    ) -> Option<Threshold> {
        match (&raw.at_least, &raw.at_most) {
            (Some(v), None) => self.read(v, values, sink).map(Threshold::AtLeast),
            (None, Some(v)) => self.read(v, values, sink).map(Threshold::AtMost),
            _ => {
                sink.push(ScoreThreshold { place: place.clone() });
                None
            }
        }
    }
}
