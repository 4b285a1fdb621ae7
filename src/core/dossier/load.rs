//! From `dossier.toml` to [`Dossier`]. Every fault is pushed; a dossier comes back only where there is no error.

use super::answers::Answers;
use super::brief;
use super::correspondence;
use super::diags::{
    NoMilestone, NoStructure, NormWithoutCycle, OtherNorm, OtherVersion, UnknownMilestone, UnknownProfile,
};
use super::doubts::{self, RawExplained};
use super::follow_up;
use super::model::{Beside, Dossier, Pin, Version};
use super::named;
use super::pieces::read_pieces;
use super::raw::{RawHead, RawStructure};
use super::silence;
use super::stated::{Declared, Stated, read_facts, read_practices};
use super::structure::{read_sites, read_structure};
use crate::diag::toml_text::{self, TomlTable};
use crate::diag::{Diagnostics, Sources};
use crate::kernel::{FileId, Located, MilestoneId, Span};
use crate::norm::Norm;
use crate::norm::values::Values;

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

/// `dossier.toml`, parsed once: it says which norm it is then read against.
#[derive(Debug)]
pub struct ParsedDossier<'a> {
    file: FileId,
    /// None where the grammar is broken.
    table: Option<TomlTable<'a>>,
    faults: Diagnostics,
}

impl<'a> ParsedDossier<'a> {
    /// Of this text of a file.
    pub fn of(file: FileId, text: &'a str) -> Self {
        let mut faults = Diagnostics::default();
        Self {
            file,
            table: toml_text::parse(file, text, &mut faults),
            faults,
        }
    }

    /// Which norm does it pin? Faults of its values are left to [`load`].
    pub fn pin(&self) -> Option<Pin> {
        let mut ignored = Diagnostics::default();
        let table = self.table.as_ref()?;
        let norm = table.get("norme")?.decode(&mut ignored)?;
        let version = table.get("version-norme")?.decode(&mut ignored)?;
        Some(Pin { norm, version })
    }

    /// What of its grammar is broken.
    pub fn faults(&self) -> &Diagnostics {
        &self.faults
    }

    /// The file.
    pub fn file(&self) -> FileId {
        self.file
    }
}

/// Loads a dossier, with the files beside it, against the norm that it pins.
pub fn load(
    main: ParsedDossier<'_>,
    beside: &Beside,
    norm: &Norm,
    version: Version,
    sources: &Sources,
    sink: &mut Diagnostics,
) -> Option<Dossier> {
    let ParsedDossier {
        file,
        table,
        faults: mut found,
    } = main;
    let dossier = table.and_then(|table| read(table, file, beside, (norm, version), sources, &mut found));
    let sound = !found.has_errors();
    sink.extend(found);
    dossier.filter(|_| sound)
}

fn read(
    mut table: TomlTable<'_>,
    file: FileId,
    beside: &Beside,
    (norm, version): (&Norm, Version),
    sources: &Sources,
    sink: &mut Diagnostics,
) -> Option<Dossier> {
    table.take_schema(sink);
    let brief = table.take("audit");
    let structure = table.take("structure");
    let tables = table.take("correspondance");
    let sites = table.take_items("site", sink);
    let own = Answers::take(&mut table, file, sink);
    let silences = table.take_items("alerte-levee", sink);
    let explained = table.take_items("doute-leve", sink);
    let start = table.span();
    let head: Option<RawHead> = table.take_all(HEAD).decode(sink);
    let mut known = HEAD.to_vec();
    known.extend([
        "schema",
        "audit",
        "structure",
        "faits",
        "pratiques",
        "correspondance",
        "site",
        "preuve",
        "alerte-levee",
        "doute-leve",
    ]);
    table.finish(&known, sink);

    let sites = read_sites(&sites, sink);
    let colleagues = beside
        .answers
        .iter()
        .filter_map(|file| Answers::read(*file, sources, sink));
    let answers: Vec<Answers<'_>> = std::iter::once(own).chain(colleagues).collect();
    let pieces = answers.iter().flat_map(|answers| &answers.pieces);
    let pieces = read_pieces(pieces, norm, &sites, sink);
    let structure = match structure {
        Some(value) => value
            .decode::<RawStructure>(sink)
            .map(|raw| read_structure(raw, &pieces, file, sink)),
        None => {
            sink.push(NoStructure { place: start.clone() });
            None
        }
    };
    let tables = tables
        .and_then(|value| value.into_table("correspondance", sink))
        .map(|table| correspondence::read(table, norm, (&pieces, &sites), sink))
        .unwrap_or_default();
    let silences = silence::read(&silences, sink);
    let mut lifted = doubts::read::<RawExplained>(&explained, None, sink);
    let mut stated = Stated::default();
    for answers in answers {
        let declared = Declared {
            facts: &norm.facts,
            values: Values::of(answers.file, sources),
            pieces: &pieces,
            sites: &sites,
            by: answers.by.as_deref(),
        };
        if let Some(table) = answers.facts {
            read_facts(table, "", declared, &mut stated, sink);
        }
        if let Some(table) = answers.practices {
            read_practices(table, norm, declared, &mut stated, sink);
        }
    }
    let noted = super::findings::load(&beside.findings, norm, &sites, sources, sink);
    lifted.extend(noted.lifted);
    let when = (
        head.as_ref().map(|head| head.audit),
        head.as_ref().and_then(|head| head.date),
    );
    let brief = brief.and_then(|value| brief::read(&value, when, &noted.auditors, sink));
    let actions = beside
        .actions
        .map(|file| follow_up::actions(file, norm, sources, sink));
    let observations = beside
        .observations
        .map(|file| follow_up::observations(file, norm, &noted.findings, sources, sink));
    let head = head?;
    if head.norm.get() != &norm.id {
        sink.push(OtherNorm {
            pinned: head.norm.as_str(),
            loaded: norm.id.as_str(),
            place: head.norm.span(file),
        });
    } else if version == Version::Pinned && head.version.get() != &norm.version {
        sink.push(OtherVersion {
            pinned: head.version.get(),
            loaded: &norm.version,
            place: head.version.span(file),
        });
    }
    named::impersonal(head.id.as_str(), head.id.span(file), sink);
    if let Some(seed) = &head.seed {
        named::impersonal(seed.get(), seed.span(file), sink);
    }
    let cycle = milestone(head.cycle, norm, file, start, sink);
    if let Some(id) = head
        .profile
        .as_ref()
        .filter(|id| norm.profile(id.get()).is_none())
    {
        sink.push(UnknownProfile {
            profile: id.as_str(),
            place: id.span(file),
            known: norm.profiles.iter().map(|p| p.id.as_str()).collect(),
        });
    }
    Some(Dossier {
        id: head.id.get().clone(),
        audit: head.audit,
        cycle,
        date: head.date,
        profile: head.profile.map(Located::into_inner),
        seed: head.seed.map(Located::into_inner),
        brief,
        structure: structure?,
        sites,
        facts: stated.whole.facts,
        practices: stated.whole.practices,
        by_site: stated.by_site,
        proofs_by_file: stated.of_files,
        evidence: pieces,
        tables,
        silences,
        auditors: noted.auditors,
        findings: noted.findings,
        lifted,
        draws: noted.draws,
        actions: actions.unwrap_or_default(),
        observations: observations.unwrap_or_default(),
    })
}

/// The place in the norm's cycle: named where there is one, and nowhere else.
fn milestone(
    written: Option<Located<MilestoneId>>,
    norm: &Norm,
    file: FileId,
    start: Span,
    sink: &mut Diagnostics,
) -> Option<MilestoneId> {
    let known: Vec<&str> = norm.cycle.iter().map(|milestone| milestone.id.as_str()).collect();
    match &written {
        Some(id) if known.is_empty() => sink.push(NormWithoutCycle { place: id.span(file) }),
        Some(id) if norm.milestone(id.get()).is_none() => sink.push(UnknownMilestone {
            milestone: id.get(),
            place: id.span(file),
            known,
        }),
        None if !known.is_empty() => sink.push(NoMilestone { place: start, known }),
        _ => {}
    }
    written.map(Located::into_inner)
}
