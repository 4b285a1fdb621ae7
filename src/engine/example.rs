//! Runs the examples that stand beside the criteria: each judges its criterion alone, at its own date.

use std::collections::BTreeMap;

use super::board::Board;
use super::criterion;
use crate::assessment::Inputs;
use crate::assessment::inputs::{ElementFinding, Fact, Finding, Practice, Settles, Structure};
use crate::assessment::results::CriterionResult;
use crate::kernel::{AuditorId, Digest, DossierId, FindingId, PieceId, ProfileId, TypeId};
use crate::norm::SharedNorm;
use crate::norm::model::{AuditKind, Criterion, Example, ExampleEvidence, Rule};
use crate::record::item::{DateOrigin, Dates, FileFacts, Format, Held, Item, Modality, Reading, Witness};
use crate::record::text::Folded;

/// Judges the criterion of an example.
pub fn run(norm: &SharedNorm, criterion: &Criterion, example: &Example) -> CriterionResult {
    let evidence: Vec<Item> = example
        .evidence
        .iter()
        .enumerate()
        .map(|(rank, piece)| item(piece, rank, criterion))
        .collect();
    let proof = |kind: &TypeId| {
        evidence
            .iter()
            .find(|item| item.types.contains(kind))
            .map(|item| item.id.clone())
    };
    let facts = example.facts.iter().map(|(key, fact)| {
        let evidence = fact.evidence.as_ref().and_then(proof);
        (
            key.clone(),
            Fact {
                value: fact.value.clone(),
                on: None,
                source: None,
                evidence,
                at: None,
                seen: None,
                typed: None,
                by: None,
                stated_on: None,
            },
        )
    });
    let practice = Practice {
        level: example.level.clone(),
        not_applicable: example.not_applicable.clone(),
        ..Practice::default()
    };
    let findings = example
        .findings
        .iter()
        .enumerate()
        .map(|(rank, (element, met))| Finding {
            id: FindingId::trial(rank),
            auditor: AuditorId::trial(),
            criterion: criterion.id.clone(),
            site: None,
            settles: vec![Settles::Element {
                id: element.clone(),
                state: if *met {
                    ElementFinding::Met
                } else {
                    ElementFinding::NotMet
                },
            }],
            form: BTreeMap::new(),
            reason: example.name.clone(),
            seen: std::collections::BTreeSet::new(),
            grounds: crate::assessment::inputs::Grounds::default(),
            by: None,
            on: None,
        });
    let inputs = Inputs {
        norm: norm.clone(),
        profile: ProfileId::trial(),
        dossier: DossierId::trial(),
        audit: AuditKind::SelfAssessment,
        cycle: example.cycle.clone(),
        date: example.date,
        seed: None,
        brief: None,
        structure: Structure {
            name: example.name.clone(),
            form: String::new(),
            siret: String::new(),
            territory: String::new(),
            helps: false,
            exercise: crate::kernel::Exercise::default(),
            start: None,
            start_proof: None,
            logo: None,
        },
        sites: Vec::new(),
        facts: facts.collect(),
        practices: BTreeMap::from([(criterion.id.clone(), practice)]),
        computed: BTreeMap::new(),
        by_site: BTreeMap::new(),
        evidence: evidence.clone(),
        auditors: BTreeMap::new(),
        findings: findings.collect(),
        samples: Vec::new(),
        doubt_notes: Vec::new(),
        actions: Vec::new(),
        observations: Vec::new(),
        previous: None,
        simulated: false,
        incidents: Vec::new(),
        unread: Vec::new(),
        privacy: None,
    };
    let board = Board::new(&inputs);
    let others = example.others.iter();
    let others = others.map(|(id, status)| (id.as_str(), *status)).collect();
    criterion::judge(criterion, &board, &others)
}

fn item(piece: &ExampleEvidence, rank: usize, criterion: &Criterion) -> Item {
    let held = match (piece.modality, piece.elsewhere) {
        (_, true) => Held::Elsewhere {
            place: "ailleurs".to_owned(),
            holder: None,
        },
        (Modality::Document, false) => Held::File(FileFacts {
            path: format!("preuves/{}/{rank}", piece.kind),
            size: 1,
            digest: Digest::of(&rank.to_be_bytes()),
            format: Format::Pdf,
            copies: Vec::new(),
        }),
        _ => Held::Reported {
            witness: Witness::Structure,
        },
    };
    let mut contents = BTreeMap::new();
    let text = Folded::of(piece.text.as_deref().unwrap_or_default());
    for rule in criterion.rules().flat_map(Rule::each) {
        if let Rule::Evidence(asked) = rule {
            contents.extend(
                asked
                    .contains
                    .iter()
                    .map(|word| (word.clone(), text.contains(word))),
            );
        }
    }
    let reading = if piece.unreadable {
        Reading::Unreadable {
            reason: "exemple".to_owned(),
        }
    } else {
        Reading::Readable
    };
    Item {
        id: PieceId::trial(rank + 1),
        types: std::collections::BTreeSet::from([piece.kind.clone()]),
        papers: std::collections::BTreeSet::new(),
        criteria: std::collections::BTreeSet::from([criterion.id.clone()]),
        site: None,
        modality: piece.modality,
        held,
        dates: Dates {
            effect: piece.effect,
            origin: piece.effect.map(|_| DateOrigin::Declared),
            expires: piece.expires,
            covers: piece.covers,
            not_after: None,
        },
        signed: piece.signed,
        source: piece.source.clone(),
        pages: piece.pages,
        survey: None,
        names: std::collections::BTreeSet::new(),
        lacking: BTreeMap::new(),
        tables: Vec::new(),
        quoted: None,
        transcripts: Vec::new(),
        reading,
        contents,
        by: None,
        added_on: None,
        title: None,
    }
}
