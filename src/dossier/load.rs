//! From `dossier.toml` to [`Dossier`]. Every fault is pushed; a dossier comes back only where there is no error.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::Found;
use super::follow_up::{self, Decided};
use super::pieces::read_pieces;
use super::raw::{RawHead, RawStructure};
use super::silence::{self, Silence};
use super::stated::{Declared, Stated, read_facts, read_practices};
use super::structure::{read_sites, read_structure};
use crate::assessment::inputs::{Cycle, Fact, Observation, Practice, Site, SiteInputs, Structure};
use crate::diag::toml_text::{self, Table};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::evidence::item::{Dates, Modality, Witness};
use crate::kernel::{Date, FactKey, FileId, Id};
use crate::norm::Norm;
use crate::norm::model::AuditKind;
use crate::norm::rules::Context;

/// The norm that a dossier pins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// Norm.
    pub norm: String,
    /// Version.
    pub version: String,
}

/// Where a declared piece is said to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file of the dossier.
    File(String),
    /// Elsewhere, and who holds it.
    Elsewhere(String, Option<String>),
    /// Reported by a witness.
    Reported(Witness),
}

/// A piece of evidence that the dossier declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Stable id.
    pub id: Id,
    /// Where it is.
    pub place: Place,
    /// Evidence types.
    pub types: BTreeSet<Id>,
    /// Criteria it is restricted to.
    pub criteria: BTreeSet<Id>,
    /// Site.
    pub site: Option<Id>,
    /// Modality.
    pub modality: Modality,
    /// Dates.
    pub dates: Dates,
    /// Said to be signed.
    pub signed: bool,
    /// Origin.
    pub source: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Who added it.
    pub by: Option<String>,
    /// When it was added.
    pub added_on: Option<Date>,
}

/// A dossier, fit for its norm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// Stable id.
    pub id: Id,
    /// Kind of audit.
    pub audit: AuditKind,
    /// Place in the cycle.
    pub cycle: Cycle,
    /// Audit date, where it is written.
    pub date: Option<Date>,
    /// Profile wanted.
    pub profile: Option<Id>,
    /// What the draw of sites starts from.
    pub seed: Option<String>,
    /// The structure.
    pub structure: Structure,
    /// Sites.
    pub sites: Vec<Site>,
    /// Facts.
    pub facts: BTreeMap<FactKey, Fact>,
    /// Practices, under the criteria's present ids.
    pub practices: BTreeMap<Id, Practice>,
    /// What single sites state for themselves.
    pub by_site: BTreeMap<Id, SiteInputs>,
    /// Declared evidence.
    pub evidence: Vec<Piece>,
    /// Alerts about data of persons that are silenced.
    pub silences: Vec<Silence>,
    /// Findings of auditors.
    pub findings: Vec<Found>,
    /// Actions decided.
    pub actions: Vec<Decided>,
    /// Answers of the structure.
    pub observations: Vec<Observation>,
}

/// The files beside `dossier.toml`, where they are there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Beside {
    /// `constats/*.toml`.
    pub findings: Vec<FileId>,
    /// `actions.toml`.
    pub actions: Option<FileId>,
    /// `observations.toml`.
    pub observations: Option<FileId>,
}

/// The keys of the first lines.
const HEAD: &[&str] = &[
    "id",
    "norme",
    "version-norme",
    "genre",
    "date-audit",
    "cycle",
    "profil",
    "graine",
];

/// Which norm does a dossier pin? Faults are left to [`load`].
pub fn pin(file: FileId, sources: &Sources) -> Option<Pin> {
    let text = &sources.get(file)?.text;
    let mut ignored = Diagnostics::default();
    let mut table = toml_text::parse(file, text, &mut ignored)?;
    let norm = table.take("norme")?.decode(&mut ignored)?;
    let version = table.take("version-norme")?.decode(&mut ignored)?;
    Some(Pin { norm, version })
}

/// Which version of its norm a dossier is read against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// The pinned one: another is an error.
    #[default]
    Pinned,
    /// Whatever is given, to be shown beside the pinned one.
    Any,
}

/// Loads a dossier, with the files beside it, against the norm that it pins.
pub fn load(
    file: FileId,
    beside: &Beside,
    norm: &Norm,
    version: Version,
    sources: &Sources,
    sink: &mut Diagnostics,
) -> Option<Dossier> {
    let text = &sources.get(file)?.text;
    let mut found = Diagnostics::default();
    let dossier = toml_text::parse(file, text, &mut found)
        .and_then(|table| read(table, file, beside, (norm, version), sources, &mut found));
    let sound = !found.has_errors();
    sink.extend(found);
    dossier.filter(|_| sound)
}

fn read(
    mut table: Table<'_>,
    file: FileId,
    beside: &Beside,
    (norm, version): (&Norm, Version),
    sources: &Sources,
    sink: &mut Diagnostics,
) -> Option<Dossier> {
    table.take_schema(sink);
    let structure = table.take("structure");
    let facts = table.take("faits");
    let practices = table.take("pratiques");
    let sites = table.take_items("site", sink);
    let pieces = table.take_items("preuve", sink);
    let silences = table.take_items("alerte-levee", sink);
    let start = table.span();
    let head: Option<RawHead> = table.take_all(HEAD).decode(sink);
    let mut known = HEAD.to_vec();
    known.extend([
        "schema",
        "structure",
        "faits",
        "pratiques",
        "site",
        "preuve",
        "alerte-levee",
    ]);
    table.finish(&known, sink);

    let criteria: BTreeSet<Id> = norm.criteria.iter().map(|c| c.id.clone()).collect();
    let ctx = Context {
        facts: &norm.facts,
        types: &norm.evidence_types,
        levels: &norm.levels,
        criteria: &criteria,
        sources: &BTreeSet::new(),
        texts: sources,
        file,
        value_code: Code::FactValue,
    };
    let sites = read_sites(&sites, sink);
    let structure = match structure {
        Some(value) => value
            .decode::<RawStructure>(sink)
            .map(|raw| read_structure(raw, file, sink)),
        None => {
            sink.push(
                Diagnostic::new(Code::MissingKey, "le bloc « [structure] » manque")
                    .at(start, "")
                    .hint("écrivez [structure], puis « nom = \"…\" »"),
            );
            None
        }
    };
    let pieces = read_pieces(&pieces, norm, &sites, sink);
    let silences = silence::read(&silences, sink);
    let mut stated = Stated::default();
    let declared = Declared {
        ctx,
        pieces: &pieces,
        sites: &sites,
    };
    if let Some(table) = facts.and_then(|value| value.into_table("faits", sink)) {
        read_facts(table, "", declared, &mut stated, sink);
    }
    if let Some(table) = practices.and_then(|value| value.into_table("pratiques", sink)) {
        read_practices(table, norm, &sites, &mut stated, sink);
    }
    let findings = super::findings::load(&beside.findings, norm, &sites, sources, sink);
    let actions = beside
        .actions
        .map(|file| follow_up::actions(file, norm, sources, sink));
    let observations = beside
        .observations
        .map(|file| follow_up::observations(file, norm, &findings, sources, sink));
    let head = head?;
    if head.norm.get() != &norm.id {
        sink.push(
            Diagnostic::new(
                Code::DossierNorm,
                format!(
                    "le dossier épingle la norme « {} », la norme chargée est « {} »",
                    head.norm.get(),
                    norm.id
                ),
            )
            .at(head.norm.span(file), "")
            .hint("corrigez « norme », ou retirez --norme"),
        );
    } else if version == Version::Pinned && head.version.get() != &norm.version {
        sink.push(
            Diagnostic::new(
                Code::DossierVersion,
                format!(
                    "le dossier épingle la version {}, la norme chargée est en version {}",
                    head.version.get(),
                    norm.version
                ),
            )
            .at(head.version.span(file), "")
            .hint("corrigez « version-norme », ou donnez la norme de cette version par --norme"),
        );
    }
    let profile = head
        .profile
        .as_ref()
        .and_then(|id| ctx.resolve(id, "le profil", norm.profiles.iter().map(|p| &p.id), sink));
    Some(Dossier {
        id: head.id.get().clone(),
        audit: head.audit,
        cycle: head.cycle,
        date: head.date,
        profile,
        seed: head.seed,
        structure: structure?,
        sites,
        facts: stated.whole.facts,
        practices: stated.whole.practices,
        by_site: stated.by_site,
        evidence: pieces,
        silences,
        findings,
        actions: actions.unwrap_or_default(),
        observations: observations.unwrap_or_default(),
    })
}
