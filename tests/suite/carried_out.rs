//! The shortest path to « conforme », carried out as somebody who reads it would: what it leaves open is chosen at random.

use std::collections::{BTreeMap, BTreeSet};

use mediaudit_core::assessment::Inputs;
use mediaudit_core::assessment::inputs::{ElementFinding, Fact, Finding, Practice, Settles};
use mediaudit_core::engine::flip::Change;
use mediaudit_core::kernel::{
    AuditorId, CriterionId, Date, Digest, ElementId, FactKey, PieceId, Ratio, SiteId,
};
use mediaudit_core::norm::model::{Coverage, EvidenceRule, FactType, FactValue, Threshold};
use mediaudit_core::record::item::{Dates, FileFacts, Format, Held, Item, Modality, Reading};

use crate::naive::day::{Day, day, minus, tomorrow};
use crate::random::{Tape, id};

/// The inputs after each step of a plan for a criterion.
pub(crate) fn carried_out<'a>(
    inputs: &Inputs,
    criterion: &CriterionId,
    steps: impl IntoIterator<Item = &'a (Option<SiteId>, Change)>,
    t: &mut Tape<'_>,
) -> Inputs {
    let mut out = inputs.clone();
    for (site, change) in steps {
        let mut at = At {
            inputs: &mut out,
            site: site.as_ref(),
        };
        at.carry_out(change, criterion, t);
    }
    out
}

struct At<'a> {
    inputs: &'a mut Inputs,
    site: Option<&'a SiteId>,
}

impl At<'_> {
    fn carry_out(&mut self, change: &Change, criterion: &CriterionId, t: &mut Tape<'_>) {
        match change {
            Change::Level {
                criterion,
                level,
                since,
            } => {
                let said = self.practice(criterion);
                let practice = Practice {
                    level: Some(level.clone()),
                    since: since.or(said.and_then(|practice| practice.since)),
                    ..Practice::default()
                };
                match self.site {
                    Some(site) => &mut self.inputs.by_site.entry(site.clone()).or_default().practices,
                    None => &mut self.inputs.practices,
                }
                .insert(criterion.clone(), practice);
            }
            Change::Fact { key, value } => self.state(key, value.clone()),
            Change::State(key) => {
                let value = self.anything(key, t);
                self.state(key, value);
            }
            Change::Prove(key) => {
                let value = self.fact(key).unwrap().value.clone();
                self.state(key, value);
            }
            Change::Rate {
                part,
                whole,
                threshold,
            } => {
                let of = i64::try_from(1 + t.below(40)).unwrap();
                let bound = match threshold {
                    Threshold::AtLeast(bound) | Threshold::AtMost(bound) => bound.clone() * Ratio::whole(of),
                };
                let counted = self.inputs.norm.facts[part].kind == FactType::Integer;
                let value = match threshold {
                    _ if !counted => bound,
                    Threshold::AtLeast(_) => bound.ceil(),
                    Threshold::AtMost(_) => bound.floor(),
                };
                self.state(whole, FactValue::Number(Ratio::whole(of)));
                self.state(part, FactValue::Number(value));
            }
            Change::Pieces { asked, count } => {
                for _ in 0..*count {
                    self.file(asked);
                    let types = self.inputs.norm.evidence_types.clone();
                    let piece = self.inputs.evidence.last_mut().unwrap();
                    if piece.types.iter().any(|kind| types[kind].general) {
                        piece.criteria = BTreeSet::from([criterion.clone()]);
                    }
                }
            }
            Change::Judgement(element) => self.settle(criterion, element),
        }
    }

    fn practice(&self, criterion: &CriterionId) -> Option<Practice> {
        let own = self.site.and_then(|site| self.inputs.by_site.get(site));
        own.and_then(|own| own.practices.get(criterion))
            .or(self.inputs.practices.get(criterion))
            .cloned()
    }

    fn fact(&self, key: &FactKey) -> Option<Fact> {
        let own = self.site.and_then(|site| self.inputs.by_site.get(site));
        own.and_then(|own| own.facts.get(key))
            .or(self.inputs.facts.get(key))
            .cloned()
    }

    /// Any value that the fact may have.
    fn anything(&self, key: &FactKey, t: &mut Tape<'_>) -> FactValue {
        let def = &self.inputs.norm.facts[key];
        match def.kind {
            FactType::Boolean => FactValue::Boolean(t.below(2) == 1),
            FactType::Date => FactValue::Date(self.inputs.date),
            FactType::Choice => FactValue::Text(t.pick(&def.choices).id.to_string()),
            FactType::Text => FactValue::Text("Dit.".to_owned()),
            FactType::Integer | FactType::Decimal | FactType::Percentage => {
                FactValue::Number(Ratio::whole(i64::try_from(t.below(50)).unwrap()))
            }
        }
    }

    /// States a fact, and names a piece that proves it.
    fn state(&mut self, key: &FactKey, value: FactValue) {
        // a paper that can establish it
        let able = &self.inputs.norm.facts[key].established_by;
        let all = self.inputs.norm.evidence_types.keys();
        let any = EvidenceRule {
            types: if able.is_empty() {
                all.cloned().collect()
            } else {
                able.iter().cloned().collect()
            },
            ..EvidenceRule::any()
        };
        let proof = self.file(&any);
        // it serves the fact alone
        self.inputs.evidence.last_mut().unwrap().criteria = BTreeSet::from([id("aucun")]);
        let fact = Fact {
            value,
            on: None,
            source: None,
            evidence: Some(proof),
            at: None,
            seen: None,
            typed: None,
            by: None,
            stated_on: None,
        };
        match self.site {
            Some(site) => &mut self.inputs.by_site.entry(site.clone()).or_default().facts,
            None => &mut self.inputs.facts,
        }
        .insert(key.clone(), fact);
    }

    /// A document of today that is all that is asked.
    fn file(&mut self, asked: &EvidenceRule) -> PieceId {
        let types = &self.inputs.norm.evidence_types;
        let written = |modalities: &[Modality]| modalities.contains(&Modality::Document);
        let mut fitting = asked.types.iter().filter(|kind| {
            if asked.modalities.is_empty() {
                written(&types[*kind].modalities)
            } else {
                written(&asked.modalities)
            }
        });
        let kind = fitting.next().unwrap().clone();
        let formats = if asked.formats.is_empty() {
            &types[&kind].formats
        } else {
            &asked.formats
        };
        let name = format!("neuve-{}", self.inputs.evidence.len());
        let today = self.inputs.date;
        let covers = asked.covers.map(|covers| match covers {
            Coverage::ClosedYear => self.inputs.structure.exercise.closed_before(today)[0],
            Coverage::Last(period) => (date(tomorrow(minus(day(today), period))), today),
        });
        let item = Item {
            id: id(&name),
            types: BTreeSet::from([kind]),
            criteria: BTreeSet::new(),
            site: self.site.cloned(),
            modality: Modality::Document,
            held: Held::File(FileFacts {
                path: format!("preuves/{name}"),
                size: 1,
                digest: Digest::of(name.as_bytes()),
                format: formats.first().copied().unwrap_or(Format::Pdf),
                copies: Vec::new(),
            }),
            dates: Dates {
                effect: Some(today),
                origin: None,
                expires: None,
                covers,
                not_after: None,
            },
            signed: asked.signed,
            source: None,
            pages: asked.min_pages,
            survey: None,
            names: BTreeSet::new(),
            papers: BTreeSet::new(),
            lacking: BTreeMap::new(),
            tables: Vec::new(),
            quoted: None,
            transcripts: Vec::new(),
            reading: Reading::Readable,
            contents: asked.contains.iter().map(|word| (word.clone(), true)).collect(),
            by: None,
            added_on: None,
            title: None,
        };
        self.inputs.evidence.push(item);
        id(&name)
    }

    /// Every auditor who says something of the element here says that it is met; where none does, one comes.
    fn settle(&mut self, criterion: &CriterionId, element: &ElementId) {
        let about = |finding: &Finding, part: &Settles| {
            finding.criterion == *criterion && matches!(part, Settles::Element { id, .. } if id == element)
        };
        let mut auditors: BTreeSet<AuditorId> = BTreeSet::new();
        for finding in &mut self.inputs.findings {
            let here = finding.site.as_ref() == self.site;
            if !here && finding.site.is_some() {
                continue;
            }
            let parts = finding.settles.len();
            let kept: Vec<Settles> = finding
                .settles
                .iter()
                .filter(|part| !about(finding, part))
                .cloned()
                .collect();
            if kept.len() < parts {
                auditors.insert(finding.auditor.clone());
                if here {
                    finding.settles = kept;
                }
            }
        }
        if auditors.is_empty() {
            auditors.insert(id("nouvelle"));
        }
        for auditor in auditors {
            let found = Finding {
                id: id(&format!("vu-{}", self.inputs.findings.len())),
                auditor,
                criterion: criterion.clone(),
                site: self.site.cloned(),
                settles: vec![Settles::Element {
                    id: element.clone(),
                    state: ElementFinding::Met,
                }],
                form: BTreeMap::new(),
                reason: "Vu.".to_owned(),
                seen: BTreeSet::new(),
                grounds: mediaudit_core::assessment::inputs::Grounds::default(),
                by: None,
                on: None,
            };
            self.inputs.findings.push(found);
        }
    }
}

fn date((year, month, day): Day) -> Date {
    Date::parse(&format!("{year:04}-{month:02}-{day:02}")).unwrap()
}
