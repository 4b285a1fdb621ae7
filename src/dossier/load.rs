//! From `dossier.toml` to [`Dossier`]. Every fault is pushed; a dossier comes back only where there is no error.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeValue;

use super::path;
use super::raw::{RawHead, RawPiece, RawPractice, RawSite, RawStatedFact, RawStructure};
use super::silence::{self, Silence};
use crate::assessment::inputs::{Cycle, Fact, Practice, Site, Structure};
use crate::diag::toml_text::{self, Table, Value};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::evidence::item::{Dates, Modality, Witness};
use crate::kernel::{Date, FactKey, FileId, Id, Located};
use crate::norm::Norm;
use crate::norm::model::AuditKind;
use crate::norm::raw::Scalar;
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
    /// The structure.
    pub structure: Structure,
    /// Sites.
    pub sites: Vec<Site>,
    /// Facts.
    pub facts: BTreeMap<FactKey, Fact>,
    /// Practices, under the criteria's present ids.
    pub practices: BTreeMap<Id, Practice>,
    /// Declared evidence.
    pub evidence: Vec<Piece>,
    /// Alerts about data of persons that are silenced.
    pub silences: Vec<Silence>,
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

/// Loads a dossier against the norm that it pins.
pub fn load(file: FileId, norm: &Norm, sources: &Sources, sink: &mut Diagnostics) -> Option<Dossier> {
    let text = &sources.get(file)?.text;
    let mut found = Diagnostics::default();
    let dossier = toml_text::parse(file, text, &mut found)
        .and_then(|table| read(table, file, norm, sources, &mut found));
    let sound = !found.has_errors();
    sink.extend(found);
    dossier.filter(|_| sound)
}

fn read(
    mut table: Table<'_>,
    file: FileId,
    norm: &Norm,
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
    let mut stated = BTreeMap::new();
    if let Some(table) = facts.and_then(|value| value.into_table("faits", sink)) {
        read_facts(table, "", ctx, &pieces, &mut stated, sink);
    }
    let practices = practices
        .and_then(|value| value.into_table("pratiques", sink))
        .map(|t| read_practices(t, norm, sink))
        .unwrap_or_default();
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
            .at(head.norm.span(file), ""),
        );
    } else if head.version.get() != &norm.version {
        sink.push(
            Diagnostic::new(
                Code::DossierVersion,
                format!(
                    "le dossier épingle la version {}, la norme chargée est en version {}",
                    head.version.get(),
                    norm.version
                ),
            )
            .at(head.version.span(file), ""),
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
        structure: structure?,
        sites,
        facts: stated,
        practices,
        evidence: pieces,
        silences,
    })
}

/// Luhn's key; La Poste's establishments sum to a multiple of five instead.
fn siret_holds(siret: &str) -> bool {
    let digits: Vec<u32> = siret.chars().filter_map(|c| c.to_digit(10)).collect();
    if digits.len() != 14 || siret.len() != 14 {
        return false;
    }
    let luhn: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(rank, d)| {
            if rank % 2 == 1 {
                if d * 2 > 9 { d * 2 - 9 } else { d * 2 }
            } else {
                *d
            }
        })
        .sum();
    luhn.is_multiple_of(10)
        || (siret.starts_with("356000000") && digits.iter().sum::<u32>().is_multiple_of(5))
}

fn read_structure(raw: RawStructure, file: FileId, sink: &mut Diagnostics) -> Structure {
    let siret = raw.siret.map(|siret| {
        let compact: String = siret.get().chars().filter(|c| !c.is_whitespace()).collect();
        if !compact.is_empty() && !siret_holds(&compact) {
            sink.push(
                Diagnostic::new(Code::Siret, "ce SIRET n'a pas la bonne clé de contrôle")
                    .at(siret.span(file), "")
                    .hint("un SIRET tient 14 chiffres ; laissez \"\" si vous ne l'avez pas"),
            );
        }
        compact
    });
    Structure {
        name: raw.name,
        form: raw.form,
        siret: siret.unwrap_or_default(),
    }
}

fn duplicate(
    id: &Located<Id>,
    what: &str,
    file: FileId,
    seen: &mut BTreeSet<String>,
    sink: &mut Diagnostics,
) {
    if !seen.insert(id.folded()) {
        sink.push(
            Diagnostic::new(
                Code::DossierDuplicate,
                format!("{what} « {} » est écrit deux fois", id.get()),
            )
            .at(id.span(file), ""),
        );
    }
}

fn read_sites(values: &[Value<'_>], sink: &mut Diagnostics) -> Vec<Site> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for value in values {
        let Some(raw) = value.decode::<RawSite>(sink) else {
            continue;
        };
        duplicate(&raw.id, "le site", value.file(), &mut seen, sink);
        out.push(Site {
            id: raw.id.into_inner(),
            name: raw.name,
            head_office: raw.head_office,
        });
    }
    out
}

fn read_pieces(values: &[Value<'_>], norm: &Norm, sites: &[Site], sink: &mut Diagnostics) -> Vec<Piece> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for value in values {
        let file = value.file();
        let Some(raw) = value.decode::<RawPiece>(sink) else {
            continue;
        };
        duplicate(&raw.id, "la preuve", file, &mut seen, sink);
        for id in raw
            .types
            .iter()
            .filter(|id| !norm.evidence_types.contains_key(id.get()))
        {
            sink.push(
                Diagnostic::new(
                    Code::UnknownEvidenceType,
                    format!("le type de preuve « {} » n'est pas dans la norme", id.get()),
                )
                .at(id.span(file), "")
                .nearest(id.as_str(), norm.evidence_types.keys().map(Id::as_str)),
            );
        }
        for id in raw
            .criteria
            .iter()
            .filter(|id| norm.criterion(id.get()).is_none())
        {
            sink.push(
                Diagnostic::new(
                    Code::UnknownCriterion,
                    format!("le critère « {} » n'est pas dans la norme", id.get()),
                )
                .at(id.span(file), ""),
            );
        }
        if let Some(site) = raw
            .site
            .as_ref()
            .filter(|site| !sites.iter().any(|s| &s.id == site.get()))
        {
            sink.push(
                Diagnostic::new(
                    Code::UnknownSite,
                    format!("le site « {} » n'est pas déclaré", site.get()),
                )
                .at(site.span(file), "")
                .hint("ajoutez « [[site]] »"),
            );
        }
        if let Some(expires) = raw
            .expires
            .as_ref()
            .filter(|d| raw.effect.is_some_and(|effect| *d.get() < effect))
        {
            sink.push(
                Diagnostic::new(Code::DossierDates, "la preuve expire avant sa date d'effet")
                    .at(expires.span(file), ""),
            );
        }
        if let Some(covers) = raw.covers.as_ref().filter(|p| p.get().0 > p.get().1) {
            sink.push(
                Diagnostic::new(Code::DossierDates, "la période finit avant de commencer")
                    .at(covers.span(file), ""),
            );
        }
        let place = place(&raw, file, value, sink);
        let Some(place) = place else { continue };
        let dates = Dates {
            effect: raw.effect,
            origin: raw.effect.map(|_| crate::evidence::item::DateOrigin::Declared),
            expires: raw.expires.map(Located::into_inner),
            covers: raw.covers.map(Located::into_inner),
            not_after: None,
        };
        out.push(Piece {
            id: raw.id.into_inner(),
            place,
            types: raw.types.into_iter().map(Located::into_inner).collect(),
            criteria: raw.criteria.into_iter().map(Located::into_inner).collect(),
            site: raw.site.map(Located::into_inner),
            modality: raw.modality.unwrap_or(Modality::Document),
            dates,
            signed: raw.signed,
            source: raw.source,
            title: raw.title,
            by: raw.by,
        });
    }
    out
}

fn place(raw: &RawPiece, file: FileId, value: &Value<'_>, sink: &mut Diagnostics) -> Option<Place> {
    let reported = raw
        .modality
        .is_some_and(|modality| modality != Modality::Document);
    match (&raw.file, &raw.elsewhere, reported) {
        (Some(text), None, false) => match path::check(text.get()) {
            Ok(path) => Some(Place::File(path)),
            Err(why) => {
                sink.push(
                    Diagnostic::new(Code::BadPath, why)
                        .at(text.span(file), "")
                        .hint("écrivez par exemple \"preuves/projet-de-service/2026-01-15-projet.pdf\""),
                );
                None
            }
        },
        (None, Some(place), false) => Some(Place::Elsewhere(place.clone(), raw.holder.clone())),
        (None, None, true) => Some(Place::Reported(raw.witness.unwrap_or(Witness::Structure))),
        _ => {
            sink.push(
                Diagnostic::new(
                    Code::EvidenceShape,
                    format!("où est la preuve « {} » ?", raw.id.get()),
                )
                .at(value.span(), "")
                .hint(
                    "une seule réponse : « fichier », « ailleurs », ou « modalite » entretien ou observation",
                ),
            );
            None
        }
    }
}

/// Goes down the dotted keys until a declared fact is met.
fn read_facts(
    table: Table<'_>,
    prefix: &str,
    ctx: Context<'_>,
    pieces: &[Piece],
    out: &mut BTreeMap<FactKey, Fact>,
    sink: &mut Diagnostics,
) {
    for (key, span, value) in table.into_entries() {
        if key.contains('.') {
            sink.push(
                Diagnostic::new(Code::QuotedFact, format!("« {key} » s'écrit sans guillemets"))
                    .at(span, "")
                    .hint(format!("écrivez {key} = …")),
            );
            continue;
        }
        let path = if prefix.is_empty() {
            key
        } else {
            format!("{prefix}.{key}")
        };
        let known = Id::parse(&path)
            .ok()
            .and_then(|id| ctx.facts.get(&id).map(|def| (id, def)));
        let is_table = matches!(value.raw(), DeValue::Table(_));
        let Some((id, def)) = known else {
            if is_table {
                if let Some(inner) = value.into_table(&path, sink) {
                    read_facts(inner, &path, ctx, pieces, out, sink);
                }
            } else {
                sink.push(
                    Diagnostic::new(
                        Code::UnknownFact,
                        format!("le fait « {path} » n'est pas dans la norme"),
                    )
                    .at(span, "")
                    .nearest(&path, ctx.facts.keys().map(Id::as_str)),
                );
            }
            continue;
        };
        let raw = if is_table {
            value.decode::<RawStatedFact>(sink)
        } else {
            value.decode::<Located<Scalar>>(sink).map(|value| RawStatedFact {
                value,
                on: None,
                source: None,
                evidence: None,
            })
        };
        let Some(raw) = raw else { continue };
        if let Some(proof) = raw
            .evidence
            .as_ref()
            .filter(|proof| !pieces.iter().any(|piece| &piece.id == proof.get()))
        {
            sink.push(
                Diagnostic::new(
                    Code::UnknownEvidence,
                    format!("la preuve « {} » n'est pas déclarée", proof.get()),
                )
                .at(proof.span(ctx.file), "")
                .nearest(proof.as_str(), pieces.iter().map(|piece| piece.id.as_str()))
                .hint("donnez-lui un « id » dans un bloc « [[preuve]] »"),
            );
        }
        if let Some(value) = ctx.scalar(def, raw.value.get(), &raw.value, sink) {
            out.insert(
                id,
                Fact {
                    value,
                    on: raw.on,
                    source: raw.source,
                    evidence: raw.evidence.map(Located::into_inner),
                },
            );
        }
    }
}

fn read_practices(table: Table<'_>, norm: &Norm, sink: &mut Diagnostics) -> BTreeMap<Id, Practice> {
    let mut out = BTreeMap::new();
    for (key, span, value) in table.into_entries() {
        let file = value.file();
        let id = Id::parse(&key).ok();
        let present = id.as_ref().and_then(|id| norm.criterion(id));
        let renamed = id
            .as_ref()
            .and_then(|id| norm.criteria.iter().find(|c| c.former_ids.contains(id)));
        let Some(criterion) = present.or(renamed) else {
            let dotted = norm
                .criteria
                .iter()
                .find(|c| c.id.as_str().starts_with(&format!("{key}.")));
            let diagnostic = Diagnostic::new(
                Code::UnknownCriterion,
                format!("le critère « {key} » n'est pas dans la norme"),
            )
            .at(span, "");
            sink.push(match dotted {
                Some(c) => diagnostic.hint(format!(
                    "un identifiant qui porte un point va entre guillemets : [pratiques.\"{}\"]",
                    c.id
                )),
                None => diagnostic.nearest(&key, norm.criteria.iter().map(|c| c.id.as_str())),
            });
            continue;
        };
        if present.is_none() {
            sink.push(
                Diagnostic::new(
                    Code::RenamedCriterion,
                    format!("le critère « {key} » s'appelle maintenant « {} »", criterion.id),
                )
                .at(span.clone(), ""),
            );
        }
        let Some(raw) = value.decode::<RawPractice>(sink) else {
            continue;
        };
        if let Some(level) = raw
            .level
            .as_ref()
            .filter(|level| norm.level(level.get()).is_none())
        {
            sink.push(
                Diagnostic::new(
                    Code::UnknownLevel,
                    format!(
                        "le niveau « {} » n'est pas dans l'échelle de la norme",
                        level.get()
                    ),
                )
                .at(level.span(file), "")
                .nearest(level.as_str(), norm.levels.iter().map(|l| l.id.as_str()))
                .hint(format!(
                    "niveaux admis : {}",
                    norm.levels
                        .iter()
                        .map(|l| l.id.as_str())
                        .collect::<Vec<_>>()
                        .join(", ")
                )),
            );
        }
        if let Some(reason) = &raw.non_applicable {
            if criterion.always_applies {
                sink.push(
                    Diagnostic::new(
                        Code::NotApplicableForbidden,
                        format!("« {} » s'applique à toutes les structures", criterion.id),
                    )
                    .at(reason.span(file), "")
                    .hint("retirez « non-applicable » et déclarez un niveau"),
                );
            } else if reason.trim().is_empty() {
                sink.push(
                    Diagnostic::new(
                        Code::NotApplicableReason,
                        "dites pourquoi ce critère ne s'applique pas",
                    )
                    .at(reason.span(file), ""),
                );
            } else if raw.level.is_some() {
                sink.push(
                    Diagnostic::new(
                        Code::NotApplicableReason,
                        "un critère ne peut être à la fois écarté et déclaré",
                    )
                    .at(reason.span(file), "")
                    .hint("gardez « non-applicable » ou « niveau »"),
                );
            }
        }
        let practice = Practice {
            level: raw.level.map(Located::into_inner),
            since: raw.since,
            not_applicable: raw.non_applicable.map(Located::into_inner),
            by: raw.by,
            on: raw.on,
            comment: raw.comment,
        };
        if out.insert(criterion.id.clone(), practice).is_some() {
            sink.push(
                Diagnostic::new(
                    Code::DossierDuplicate,
                    format!("le critère « {} » est déclaré deux fois", criterion.id),
                )
                .at(span, ""),
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::siret_holds;

    #[test]
    fn siret_keys() {
        assert!(siret_holds("73282932000074"));
        assert!(!siret_holds("73282932000075"));
        assert!(siret_holds("35600000049837"));
        assert!(!siret_holds("1234"));
    }
}
