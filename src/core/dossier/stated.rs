//! `[faits]` and `[pratiques]`: what the structure states, as a whole or site by site.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::diags::{
    AlwaysApplies, FactTwice, FactsDiffer, NoFirstPage, NotACell, PlaceOfNoNumber, PlaceWithoutPiece,
    PracticeTwice, PracticesDiffer, QuotedFact, RenamedCriterion, SetAsideAndDeclared, SetAsideWithoutReason,
    TwoPlaces, UnknownCriterion, UnknownEvidence, UnknownFact, UnknownLevel, UnquotedCriterion,
};
use super::model::Piece;
use super::named::check_site;
use super::raw::{RawPractice, RawStatedFact};
use crate::assessment::inputs::{Fact, Practice, Site, SiteInputs};
use crate::diag::toml_text::{TomlTable, Value};
use crate::diag::{Code, Diagnostics};
use crate::kernel::{CriterionId, FactKey, FileId, Located, PieceName, SiteId, Span};
use crate::norm::Norm;
use crate::norm::model::{Criterion, FactDef, FactType};
use crate::norm::values::{Scalar, Values};
use crate::record::figure::FigurePlace;

/// What facts may refer to.
#[derive(Clone, Copy)]
pub(super) struct Declared<'a> {
    pub(super) facts: &'a BTreeMap<FactKey, FactDef>,
    pub(super) values: Values<'a>,
    pub(super) pieces: &'a [Piece],
    pub(super) sites: &'a [Site],
    /// The function of whoever answers, where an answer names none.
    pub(super) by: Option<&'a str>,
}

/// Facts and practices, of the whole structure and of single sites.
#[derive(Default)]
pub(super) struct Stated {
    pub(super) whole: SiteInputs,
    pub(super) by_site: BTreeMap<SiteId, SiteInputs>,
    /// Where each fact and practice was first stated, by what it is about and its site.
    places: BTreeMap<(String, Option<SiteId>), Span>,
    /// Proofs of facts that are named by their file: whether it is there is seen later.
    pub(super) of_files: Vec<(Located<PieceName>, FileId)>,
}

impl Stated {
    fn of(&mut self, site: Option<SiteId>) -> &mut SiteInputs {
        match site {
            None => &mut self.whole,
            Some(site) => self.by_site.entry(site).or_default(),
        }
    }

    /// Where it was stated before; else it is from now on stated at `place`.
    fn before(&mut self, what: &str, site: Option<&SiteId>, place: &Span) -> Option<Span> {
        let key = (what.to_owned(), site.cloned());
        let first = self.places.get(&key).cloned();
        if first.is_none() {
            self.places.insert(key, place.clone());
        }
        first
    }
}

/// Goes down the dotted keys until a declared fact is met.
pub(super) fn read_facts(
    table: TomlTable<'_>,
    prefix: &str,
    declared: Declared<'_>,
    out: &mut Stated,
    sink: &mut Diagnostics,
) {
    for (key, span, value) in table.into_entries() {
        if key.contains('.') {
            sink.push(QuotedFact {
                key: &key,
                place: span,
            });
            continue;
        }
        let path = if prefix.is_empty() {
            key
        } else {
            format!("{prefix}.{key}")
        };
        let Some((id, def)) = declared.facts.get_key_value(path.as_str()) else {
            if matches!(value.raw(), DeValue::Table(_)) {
                if let Some(inner) = value.into_table(&path, sink) {
                    read_facts(inner, &path, declared, out, sink);
                }
            } else {
                sink.push(UnknownFact {
                    fact: &path,
                    place: span,
                    known: declared.facts.keys().map(FactKey::as_str).collect(),
                });
            }
            continue;
        };
        for item in value.into_items() {
            read_fact(&item, id, def, declared, out, sink);
        }
    }
}

/// One value of a fact: bare, or a table with its date, source, proof and site.
fn read_fact(
    value: &Value<'_>,
    id: &FactKey,
    def: &FactDef,
    declared: Declared<'_>,
    out: &mut Stated,
    sink: &mut Diagnostics,
) {
    let values = declared.values;
    let raw = if matches!(value.raw(), DeValue::Table(_)) {
        value.decode::<RawStatedFact>(sink)
    } else {
        value.decode::<Located<Scalar>>(sink).map(|value| RawStatedFact {
            value,
            on: None,
            source: None,
            evidence: None,
            cell: None,
            page: None,
            site: None,
            by: None,
            stated_on: None,
        })
    };
    let Some(raw) = raw else { return };
    check_site(raw.site.as_ref(), declared.sites, values.file, sink);
    let of_file = raw.evidence.as_ref().filter(|proof| proof.is_of_file());
    out.of_files
        .extend(of_file.map(|proof| (proof.clone(), values.file)));
    if let Some(proof) = raw
        .evidence
        .as_ref()
        .filter(|proof| !proof.is_of_file() && !declared.pieces.iter().any(|piece| &piece.id == proof.id()))
    {
        sink.push(UnknownEvidence {
            piece: proof.id().as_str(),
            place: proof.span(values.file),
            known: declared.pieces.iter().map(|piece| piece.id.as_str()).collect(),
        });
    }
    let Some(stated) = values.of_fact(def, raw.value.get(), &raw.value, Code::FactValue, sink) else {
        return;
    };
    let at = at(&raw, def, values.file, sink);
    let fact = Fact {
        value: stated,
        on: raw.on,
        source: raw.source,
        at,
        evidence: raw.evidence.map(|proof| proof.id().clone()),
        seen: None,
        typed: None,
        by: raw.by.or_else(|| declared.by.map(str::to_owned)),
        stated_on: raw.stated_on,
    };
    let (site, place) = (raw.site.map(Located::into_inner), value.span());
    match out.before(id.as_str(), site.as_ref(), &place) {
        None => {
            out.of(site).facts.insert(id.clone(), fact);
        }
        Some(first) if first.file == place.file => sink.push(FactTwice {
            fact: id.as_str(),
            place,
            first,
        }),
        Some(first) => {
            let known = out.of(site).facts.get_mut(id);
            if known.is_none_or(|known| !known.join(fact)) {
                sink.push(FactsDiffer {
                    fact: id.as_str(),
                    place,
                    first,
                });
            }
        }
    }
}

/// Where in its piece a number stands.
fn at(raw: &RawStatedFact, def: &FactDef, file: FileId, sink: &mut Diagnostics) -> Option<FigurePlace> {
    let place = match (&raw.cell, &raw.page) {
        (None, None) => return None,
        (Some(cell), _) => cell.span(file),
        (None, Some(page)) => page.span(file),
    };
    if raw.cell.is_some() && raw.page.is_some() {
        sink.push(TwoPlaces { place });
        return None;
    }
    if !matches!(
        def.kind,
        FactType::Integer | FactType::Decimal | FactType::Percentage
    ) {
        sink.push(PlaceOfNoNumber { place });
        return None;
    }
    if raw.evidence.is_none() {
        sink.push(PlaceWithoutPiece { place });
        return None;
    }
    if let Some(page) = &raw.page {
        if *page.get() == 0 {
            sink.push(NoFirstPage { place });
            return None;
        }
        return Some(FigurePlace::Page(*page.get()));
    }
    let written = raw.cell.as_ref()?;
    let read = FigurePlace::cell(written);
    if read.is_none() {
        sink.push(NotACell { written, place });
    }
    read
}

pub(super) fn read_practices(
    table: TomlTable<'_>,
    norm: &Norm,
    declared: Declared<'_>,
    out: &mut Stated,
    sink: &mut Diagnostics,
) {
    for (key, span, value) in table.into_entries() {
        let id = CriterionId::parse(&key).ok();
        let present = id.as_ref().and_then(|id| norm.criterion(id));
        let renamed = id
            .as_ref()
            .and_then(|id| norm.criteria.iter().find(|c| c.former_ids.contains(id)));
        let Some(criterion) = present.or(renamed) else {
            let dotted = norm
                .criteria
                .iter()
                .find(|c| c.id.as_str().starts_with(&format!("{key}.")));
            match dotted {
                Some(c) => sink.push(UnquotedCriterion {
                    criterion: &key,
                    whole: c.id.as_str(),
                    place: span,
                }),
                None => sink.push(UnknownCriterion {
                    criterion: &key,
                    place: span,
                    known: norm.criteria.iter().map(|c| c.id.as_str()).collect(),
                }),
            }
            continue;
        };
        if present.is_none() {
            sink.push(RenamedCriterion {
                former: &key,
                present: criterion.id.as_str(),
                place: span.clone(),
            });
        }
        for item in value.into_items() {
            read_practice(&item, criterion, norm, declared, out, sink);
        }
    }
}

/// One declaration on a criterion: of the whole structure, or of one site.
fn read_practice(
    value: &Value<'_>,
    criterion: &Criterion,
    norm: &Norm,
    declared: Declared<'_>,
    out: &mut Stated,
    sink: &mut Diagnostics,
) {
    let file = value.file();
    let Some(raw) = value.decode::<RawPractice>(sink) else {
        return;
    };
    check_site(raw.site.as_ref(), declared.sites, file, sink);
    if let Some(level) = raw
        .level
        .as_ref()
        .filter(|level| norm.level(level.get()).is_none())
    {
        sink.push(UnknownLevel {
            level: level.as_str(),
            place: level.span(file),
            known: norm.levels.iter().map(|l| l.id.as_str()).collect(),
        });
    }
    if let Some(reason) = &raw.non_applicable {
        let place = reason.span(file);
        if criterion.always_applies {
            let criterion = criterion.id.as_str();
            sink.push(AlwaysApplies { criterion, place });
        } else if reason.trim().is_empty() {
            sink.push(SetAsideWithoutReason { place });
        } else if raw.level.is_some() {
            sink.push(SetAsideAndDeclared { place });
        }
    }
    let practice = Practice {
        level: raw.level.map(Located::into_inner),
        since: raw.since,
        not_applicable: raw.non_applicable.map(Located::into_inner),
        by: raw.by.or_else(|| declared.by.map(str::to_owned)),
        on: raw.on,
        comment: raw.comment,
    };
    let (site, place) = (raw.site.map(Located::into_inner), value.span());
    match out.before(&format!("[{}]", criterion.id), site.as_ref(), &place) {
        None => {
            out.of(site).practices.insert(criterion.id.clone(), practice);
        }
        Some(first) if first.file == place.file => sink.push(PracticeTwice {
            criterion: criterion.id.as_str(),
            place,
            first,
        }),
        Some(first) => {
            let known = out.of(site).practices.get_mut(&criterion.id);
            if known.is_none_or(|known| !known.join(practice)) {
                sink.push(PracticesDiffer {
                    criterion: criterion.id.as_str(),
                    place,
                    first,
                });
            }
        }
    }
}
