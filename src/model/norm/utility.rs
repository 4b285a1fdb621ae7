//! What is told beside the judgement: cohorts by which structures are compared, and indicators of social utility. No rule reads them.

use serde::{Deserialize, Serialize};

use super::blocks::{Block, Blocks};
use super::diags::{self, CohortBands, NotNumber};
use super::model::{Axis, FactDef, FactType, Source};
use super::raw::{RawCohort, RawIndicator};
use super::references::{SeenIds, resolve, source_refs};
use crate::diag::Diagnostics;
use crate::kernel::{AxisLabel, BandId, CohortId, FactKey, FileId, IndicatorId, Located, Ratio, SourceId};
use std::collections::BTreeMap;

/// Structures put together by a number that they state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cohort {
    /// Identifier.
    pub id: CohortId,
    /// Name.
    #[serde(rename = "titre")]
    pub title: String,
    /// The number.
    #[serde(rename = "fait")]
    pub fact: FactKey,
    /// Bands, from the least; the last one has no end.
    #[serde(rename = "tranches")]
    pub bands: Vec<CohortBand>,
}

/// A band of a cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CohortBand {
    /// Identifier.
    pub id: BandId,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// The greatest number that is in it; none: there is no greatest.
    #[serde(rename = "jusqu-a", default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<u32>,
}

impl Cohort {
    /// The band that holds a number.
    pub fn band(&self, value: &Ratio) -> Option<&CohortBand> {
        self.bands.iter().find(|band| {
            band.up_to
                .is_none_or(|most| *value <= Ratio::whole(i64::from(most)))
        })
    }
}

/// How far what an indicator tells is from what was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reached {
    /// What was done.
    #[serde(rename = "fait")]
    Done,
    /// What that produced.
    #[serde(rename = "produit")]
    Produced,
    /// What it contributed to, among other causes.
    #[serde(rename = "contribue")]
    ContributedTo,
}

impl Reached {
    /// In French.
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "fait",
            Self::Produced => "produit",
            Self::ContributedTo => "contribué",
        }
    }
}

/// An indicator of social utility: a number with its method, its limits, and what it does not prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Indicator {
    /// Identifier.
    pub id: IndicatorId,
    /// Name.
    #[serde(rename = "titre")]
    pub title: String,
    /// What it stands under: register and criterion of utility, register of intervention.
    #[serde(rename = "etiquettes")]
    pub labels: Vec<AxisLabel>,
    /// How far it is from what was done.
    #[serde(rename = "portee")]
    pub reached: Reached,
    /// The number; none: no number that structures keep tells it.
    #[serde(rename = "fait", default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<FactKey>,
    /// What it is a part of.
    #[serde(rename = "sur", default, skip_serializing_if = "Option::is_none")]
    pub over: Option<FactKey>,
    /// What it counts.
    #[serde(rename = "unite")]
    pub unit: String,
    /// Does it count persons?
    #[serde(rename = "personnes", default, skip_serializing_if = "std::ops::Not::not")]
    pub persons: bool,
    /// How it is counted.
    #[serde(rename = "methode")]
    pub method: String,
    /// What it leaves out.
    #[serde(rename = "limites")]
    pub limits: String,
    /// What it does not prove.
    #[serde(rename = "ne-prouve-pas")]
    pub unproven: String,
    /// Where the idea comes from.
    pub sources: Vec<SourceId>,
}

/// The labels of a block, each of which an axis holds.
pub(super) fn labels(
    said: &[Located<AxisLabel>],
    axes: &[Axis],
    file: FileId,
    sink: &mut Diagnostics,
) -> Vec<AxisLabel> {
    let all = || {
        axes.iter()
            .flat_map(|a| a.values.iter().map(|v| AxisLabel::new(&a.id, &v.id)))
    };
    for label in said {
        if !all().any(|known| known == *label.get()) {
            let known: Vec<AxisLabel> = all().collect();
            sink.push(diags::unknown(label, label.span(file), &known));
        }
    }
    said.iter().map(|label| label.get().clone()).collect()
}

fn number(
    key: &Located<FactKey>,
    facts: &BTreeMap<FactKey, FactDef>,
    file: FileId,
    sink: &mut Diagnostics,
) -> Option<FactKey> {
    let id = resolve(key, facts.keys(), file, sink)?;
    let counted = facts
        .get(&id)
        .is_some_and(|def| matches!(def.kind, FactType::Integer | FactType::Decimal));
    if !counted {
        sink.push(NotNumber {
            key: id.as_str(),
            place: key.span(file),
        });
        return None;
    }
    Some(id)
}

fn bands(raw: &RawCohort, block: &Block<RawCohort>, sink: &mut Diagnostics) -> Vec<CohortBand> {
    let mut seen = SeenIds::default();
    let mut out = Vec::new();
    for band in &raw.bands {
        if seen.add(&band.id, block.file, sink) {
            out.push(CohortBand {
                id: band.id.get().clone(),
                label: band.label.clone(),
                up_to: band.up_to,
            });
        }
    }
    let ends: Vec<Option<u32>> = out.iter().map(|band| band.up_to).collect();
    let sound = match ends.split_last() {
        Some((None, before)) => {
            before.iter().all(Option::is_some) && before.iter().zip(before.iter().skip(1)).all(|(a, b)| a < b)
        }
        _ => false,
    };
    if !sound {
        sink.push(CohortBands {
            id: raw.id.as_str(),
            place: raw.id.span(block.file),
        });
    }
    out
}

/// The cohorts of a norm, in its order.
pub(super) fn cohorts(
    blocks: &Blocks,
    facts: &BTreeMap<FactKey, FactDef>,
    sink: &mut Diagnostics,
) -> Vec<Cohort> {
    let mut seen = SeenIds::default();
    let mut out = Vec::new();
    for b in &blocks.cohorts {
        if !seen.add(&b.item.id, b.file, sink) {
            continue;
        }
        let bands = bands(&b.item, b, sink);
        out.extend(number(&b.item.fact, facts, b.file, sink).map(|fact| Cohort {
            id: b.item.id.get().clone(),
            title: b.item.title.clone(),
            fact,
            bands,
        }));
    }
    out
}

/// The indicators of a norm, in its order.
pub(super) fn indicators(
    blocks: &Blocks,
    facts: &BTreeMap<FactKey, FactDef>,
    axes: &[Axis],
    sources: &BTreeMap<SourceId, Source>,
    sink: &mut Diagnostics,
) -> Vec<Indicator> {
    let mut seen = SeenIds::default();
    let mut out = Vec::new();
    for b in &blocks.indicators {
        let raw: &RawIndicator = &b.item;
        if !seen.add(&raw.id, b.file, sink) {
            continue;
        }
        let mut counted =
            |key: &Option<Located<FactKey>>| key.as_ref().and_then(|key| number(key, facts, b.file, sink));
        let (fact, over) = (counted(&raw.fact), counted(&raw.over));
        out.push(Indicator {
            id: raw.id.get().clone(),
            title: raw.title.clone(),
            labels: labels(&raw.labels, axes, b.file, sink),
            reached: raw.reached,
            fact,
            over,
            unit: raw.unit.clone(),
            persons: raw.persons,
            method: raw.method.clone(),
            limits: raw.limits.clone(),
            unproven: raw.unproven.clone(),
            sources: source_refs(&raw.sources, sources, b.file, sink),
        });
    }
    out
}
