//! The inputs, changed as a plan says, so that it is tried before it is told.

use std::collections::{BTreeMap, BTreeSet};

use super::Change;
use super::lacking::just_enough;
use crate::assessment::Inputs;
use crate::assessment::inputs::{ElementFinding, Fact, Finding, Grounds, Practice, Settles};
use crate::kernel::{
    AuditorId, CriterionId, Digest, ElementId, FactKey, FindingId, PieceId, Ratio, SiteId, TypeId,
};
use crate::norm::model::{Bar, Criterion, EvidenceRule, FactType, FactValue};
use crate::record::item::{Dates, FileFacts, Format, Held, Item, Modality, Reading};

/// What a plan leaves to choose: a plan that suffices for each of these choices leans on no chance. Where thresholds have tolerances
/// and small wholes, small numbers are not alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open(i64);

impl Open {
    pub(super) const ALL: [Self; 8] = [
        Self(1),
        Self(1_000),
        Self(2),
        Self(3),
        Self(4),
        Self(5),
        Self(7),
        Self(25),
    ];

    /// Is it the smallest of all?
    fn is_least(self) -> bool {
        self.0 == 1
    }

    /// A number that is not fixed.
    fn number(self, least: i64) -> Ratio {
        Ratio::whole(if self.is_least() { least } else { self.0 })
    }

    /// A value for a fact that must only be stated.
    fn value(self, key: &FactKey, inputs: &Inputs) -> FactValue {
        let def = inputs.norm.facts.get(key);
        match def.map(|def| def.kind) {
            Some(FactType::Boolean) => FactValue::Boolean(!self.is_least()),
            Some(FactType::Date) => FactValue::Date(inputs.date),
            Some(FactType::Choice) => {
                let choices = def.map_or(&[][..], |def| &def.choices);
                let chosen = if self.is_least() {
                    choices.first()
                } else {
                    choices.last()
                };
                FactValue::Text(chosen.map_or_else(String::new, |choice| choice.id.to_string()))
            }
            Some(FactType::Text) => FactValue::Text("…".to_owned()),
            _ => FactValue::Number(self.number(0)),
        }
    }
}

/// Changes the inputs as a plan says.
pub(super) fn apply(
    change: &Change,
    site: Option<&SiteId>,
    criterion: &Criterion,
    inputs: &mut Inputs,
    open: Open,
) {
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
        Change::Rate {
            part,
            whole,
            threshold,
        } => {
            let base = open.number(1);
            let enough = just_enough(part, (threshold, &Bar::default()), &base, &inputs.norm);
            state(whole, FactValue::Number(base), site, inputs);
            state(part, FactValue::Number(enough), site, inputs);
        }
        Change::State(key) => state(key, open.value(key, inputs), site, inputs),
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
                let added = add(asked, site, inputs);
                // a general paper says for which criteria it counts
                if let Some(piece) = inputs.evidence.last_mut().filter(|_| added.is_some()) {
                    let types = &inputs.norm.evidence_types;
                    let general = |id| types.get(id).is_some_and(|kind| kind.general);
                    piece
                        .criteria
                        .extend(piece.types.iter().any(general).then(|| criterion.id.clone()));
                }
            }
        }
        Change::Judgement(element) => {
            settle(element, site, criterion, inputs);
        }
    }
}

/// Each auditor who says something of the element here says that it is met; where none does, one comes. What they say of the
/// criterion as a whole, and of other sites, stays.
fn settle(element: &ElementId, site: Option<&SiteId>, criterion: &Criterion, inputs: &mut Inputs) {
    let about = |part: &Settles| matches!(part, Settles::Element { id, .. } if id == element);
    let mut auditors = BTreeSet::new();
    for finding in &mut inputs.findings {
        let here = finding.site.as_ref() == site;
        let seen = finding.criterion == criterion.id && (here || finding.site.is_none());
        if seen && finding.settles.iter().any(about) {
            auditors.insert(finding.auditor.clone());
            if here {
                finding.settles.retain(|part| !about(part));
            }
        }
    }
    if auditors.is_empty() {
        auditors.insert(AuditorId::trial());
    }
    for auditor in auditors {
        inputs.findings.push(Finding {
            id: FindingId::trial(inputs.findings.len()),
            auditor,
            criterion: criterion.id.clone(),
            site: site.cloned(),
            settles: vec![Settles::Element {
                id: element.clone(),
                state: ElementFinding::Met,
            }],
            form: BTreeMap::new(),
            reason: String::new(),
            seen: BTreeSet::new(),
            grounds: Grounds::default(),
            by: None,
            on: None,
        });
    }
}

/// States a fact with a piece that proves it.
fn state(key: &FactKey, value: FactValue, site: Option<&SiteId>, inputs: &mut Inputs) {
    let able = inputs.norm.facts.get(key).map(|def| &def.established_by);
    let plain = EvidenceRule {
        types: match able.filter(|able| !able.is_empty()) {
            Some(able) => able.iter().cloned().collect(),
            None => inputs.norm.evidence_types.keys().cloned().collect(),
        },
        ..EvidenceRule::any()
    };
    let evidence = add(&plain, site, inputs);
    // it serves the fact alone, and is no piece of another sort by chance
    if let Some(proof) = inputs.evidence.last_mut().filter(|_| evidence.is_some()) {
        proof.criteria.insert(CriterionId::trial());
    }
    let fact = Fact {
        value,
        on: None,
        source: None,
        evidence,
        at: None,
        seen: None,
        typed: None,
        by: None,
        stated_on: None,
    };
    match site {
        Some(site) => &mut inputs.by_site.entry(site.clone()).or_default().facts,
        None => &mut inputs.facts,
    }
    .insert(key.clone(), fact);
}

/// Adds a file of today that is what a leaf asks, and no more; gives its id.
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
        papers: BTreeSet::new(),
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
            covers: asked.covers.and_then(|coverage| {
                let asked = coverage.windows(inputs.date, inputs.structure.exercise);
                asked.first().copied()
            }),
            not_after: None,
        },
        signed: asked.signed,
        source: None,
        pages: asked.min_pages,
        survey: None,
        names: BTreeSet::new(),
        lacking: BTreeMap::new(),
        tables: Vec::new(),
        quoted: None,
        transcripts: Vec::new(),
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
