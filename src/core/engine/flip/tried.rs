//! The inputs, changed as a plan says, so that it is tried before it is told.

use std::collections::{BTreeMap, BTreeSet};

use super::Change;
use crate::assessment::Inputs;
use crate::assessment::inputs::{ElementFinding, Fact, Finding, Practice, Settles};
use crate::kernel::{AuditorId, Digest, FactKey, FindingId, PieceId, Ratio, SiteId, TypeId};
use crate::norm::model::{Criterion, EvidenceRule, FactType, FactValue};
use crate::record::item::{Dates, FileFacts, Format, Held, Item, Modality, Reading};

/// Changes the inputs as a plan says.
pub(super) fn apply(change: &Change, site: Option<&SiteId>, criterion: &Criterion, inputs: &mut Inputs) {
    match change {
        Change::Level {
            criterion,
            level,
            since,
        } => {
            let own = site.and_then(|site| inputs.by_site.get(site));
            let before = own
                .and_then(|own| own.practices.get(criterion))
                .or_else(|| inputs.practices.get(criterion))
                .cloned();
            let practice = Practice {
                level: Some(level.clone()),
                since: since.or_else(|| before.and_then(|p| p.since)),
                ..Practice::default()
            };
            match site {
                Some(site) => &mut inputs.by_site.entry(site.clone()).or_default().practices,
                None => &mut inputs.practices,
            }
            .insert(criterion.clone(), practice);
        }
        Change::Fact { key, value } => state(key, value.clone(), site, inputs),
        Change::State(key) => {
            let value = match inputs.norm.facts.get(key).map(|def| def.kind) {
                Some(FactType::Boolean) => FactValue::Boolean(true),
                Some(FactType::Date) => FactValue::Date(inputs.date),
                Some(FactType::Choice | FactType::Text) => FactValue::Text("…".to_owned()),
                _ => FactValue::Number(Ratio::one()),
            };
            state(key, value, site, inputs);
        }
        Change::Prove(key) => {
            let own = site.and_then(|site| inputs.by_site.get(site));
            let value = own
                .and_then(|own| own.facts.get(key))
                .or_else(|| inputs.facts.get(key))
                .map(|fact| fact.value.clone());
            if let Some(value) = value {
                state(key, value, site, inputs);
            }
        }
        Change::Pieces { asked, count } => {
            for _ in 0..*count {
                add(asked, site, inputs);
            }
        }
        Change::Judgement(element) => {
            let settles =
                |f: &Finding| f.criterion == criterion.id && f.element().is_some_and(|(id, _)| id == element);
            inputs.findings.retain(|f| !settles(f));
            inputs.findings.push(Finding {
                id: FindingId::trial(inputs.findings.len()),
                auditor: AuditorId::trial(),
                criterion: criterion.id.clone(),
                site: site.cloned(),
                settles: vec![Settles::Element {
                    id: element.clone(),
                    state: ElementFinding::Met,
                }],
                form: BTreeMap::new(),
                reason: String::new(),
                seen: BTreeSet::new(),
                by: None,
                on: None,
            });
        }
    }
}

/// States a fact with a piece that proves it.
fn state(key: &FactKey, value: FactValue, site: Option<&SiteId>, inputs: &mut Inputs) {
    let plain = EvidenceRule {
        types: inputs.norm.evidence_types.keys().cloned().collect(),
        ..EvidenceRule::any()
    };
    let evidence = add(&plain, site, inputs);
    let fact = Fact {
        value,
        on: None,
        source: None,
        evidence,
        by: None,
        stated_on: None,
    };
    match site {
        Some(site) => &mut inputs.by_site.entry(site.clone()).or_default().facts,
        None => &mut inputs.facts,
    }
    .insert(key.clone(), fact);
}

/// Adds a file of today that meets a leaf; gives its id.
fn add(asked: &EvidenceRule, site: Option<&SiteId>, inputs: &mut Inputs) -> Option<PieceId> {
    let kind = filed_type(asked, inputs)?.clone();
    let own = inputs.norm.evidence_types.get(&kind)?;
    let formats = if asked.formats.is_empty() {
        &own.formats
    } else {
        &asked.formats
    };
    let rank = inputs.evidence.len();
    let id = PieceId::trial(rank);
    let format = formats.first().copied().unwrap_or(Format::Pdf);
    inputs.evidence.push(Item {
        id: id.clone(),
        types: BTreeSet::from([kind]),
        criteria: BTreeSet::new(),
        site: site.cloned(),
        modality: Modality::Document,
        held: Held::File(FileFacts {
            path: id.to_string(),
            size: 1,
            digest: Digest::of(id.as_str().as_bytes()),
            format,
            copies: Vec::new(),
        }),
        dates: Dates {
            effect: Some(inputs.date),
            origin: None,
            expires: None,
            covers: asked.covers.map(|coverage| coverage.window(inputs.date)),
            not_after: None,
        },
        signed: true,
        source: None,
        pages: Some(asked.min_pages.unwrap_or(1)),
        survey: None,
        names: BTreeSet::new(),
        reading: Reading::Readable,
        contents: asked
            .contains
            .iter()
            .map(|word| (word.clone(), true))
            .collect::<BTreeMap<_, _>>(),
        by: None,
        added_on: None,
        title: None,
    });
    Some(id)
}

/// A type among those asked that a document can be of.
pub(super) fn filed_type<'a>(asked: &'a EvidenceRule, inputs: &Inputs) -> Option<&'a TypeId> {
    let admits = |id: &TypeId| {
        let kind = inputs.norm.evidence_types.get(id);
        let modalities = if asked.modalities.is_empty() {
            kind.map(|k| k.modalities.as_slice())
        } else {
            Some(asked.modalities.as_slice())
        };
        modalities.is_some_and(|m| m.contains(&Modality::Document))
    };
    asked.types.iter().find(|id| admits(id))
}
