//! `[[preuve]]`: evidence that the dossier declares.

use std::collections::BTreeSet;

use super::diags::{
    EmptyTranscript, ExpiresBeforeEffect, PeriodReversed, PiecePath, PieceWithoutType, TooShortQuote,
    TranscriptOfNoFile, UnknownCriterion, UnknownOrigin, UnknownType, Whereabouts,
};
use super::model::{Piece, Place};
use super::named::{check_site, given};
use super::path;
use super::raw::{RawPiece, RawTranscript};
use crate::assessment::inputs::Site;
use crate::diag::Diagnostics;
use crate::diag::toml_text::Value;
use crate::kernel::{FileId, Located, Span, TypeId};
use crate::norm::Norm;
use crate::record::item::{Dates, Modality, Witness};
use crate::record::text::Folded;
use crate::record::transcript::Transcript;

/// Fewer words quoted from a piece recognise nothing (design §5).
const QUOTED_WORDS: usize = 3;

pub(super) fn read_pieces<'v, 'a: 'v>(
    values: impl Iterator<Item = &'v Value<'a>>,
    norm: &Norm,
    sites: &[Site],
    sink: &mut Diagnostics,
) -> Vec<Piece> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for value in values {
        let file = value.file();
        let Some(raw) = value.decode::<RawPiece>(sink) else {
            continue;
        };
        given(&raw.id, file, &mut seen, sink);
        for id in raw
            .types
            .get()
            .iter()
            .filter(|id| !norm.evidence_types.contains_key(id.get()))
        {
            sink.push(UnknownType {
                id: id.as_str(),
                place: id.span(file),
                known: norm.evidence_types.keys().map(TypeId::as_str).collect(),
            });
        }
        for id in raw
            .criteria
            .iter()
            .filter(|id| norm.criterion(id.get()).is_none())
        {
            sink.push(UnknownCriterion {
                criterion: id.as_str(),
                place: id.span(file),
                known: norm.criteria.iter().map(|c| c.id.as_str()).collect(),
            });
        }
        check_origin(&raw, norm, file, sink);
        check_site(raw.site.as_ref(), sites, file, sink);
        if let Some(expires) = raw
            .expires
            .as_ref()
            .filter(|d| raw.effect.is_some_and(|effect| *d.get() < effect))
        {
            sink.push(ExpiresBeforeEffect {
                place: expires.span(file),
            });
        }
        if let Some(covers) = raw.covers.as_ref().filter(|p| p.get().0 > p.get().1) {
            sink.push(PeriodReversed {
                place: covers.span(file),
            });
        }
        if let Some(quoted) = &raw.quoted {
            let words = quoted.get().split_whitespace();
            if words
                .filter(|word| word.chars().any(char::is_alphanumeric))
                .count()
                < QUOTED_WORDS
            {
                sink.push(TooShortQuote {
                    place: quoted.span(file),
                });
            }
        }
        let place = place(&raw, file, value, sink);
        let Some(place) = place else {
            sink.faulty(raw.id.as_str());
            continue;
        };
        if let Some(told) = raw.transcripts.first()
            && !matches!(place, Place::File(_))
        {
            sink.push(TranscriptOfNoFile {
                place: told.span(file),
            });
        }
        if raw.types.get().is_empty()
            && !matches!(&place, Place::File(path) if norm.paper_over(path).is_some())
        {
            sink.push(PieceWithoutType {
                piece: raw.id.as_str(),
                place: raw.types.span(file),
            });
        }
        let dates = Dates {
            effect: raw.effect,
            origin: raw.effect.map(|_| crate::record::item::DateOrigin::Declared),
            expires: raw.expires.map(Located::into_inner),
            covers: raw.covers.map(Located::into_inner),
            not_after: None,
        };
        out.push(Piece {
            id: raw.id.into_inner(),
            place,
            types: raw
                .types
                .into_inner()
                .into_iter()
                .map(Located::into_inner)
                .collect(),
            criteria: raw.criteria.into_iter().map(Located::into_inner).collect(),
            site: raw.site.map(Located::into_inner),
            modality: raw.modality.unwrap_or(Modality::Document),
            dates,
            signed: raw.signed,
            quoted: raw.quoted.map(Located::into_inner),
            transcripts: transcripts(raw.transcripts, file, sink),
            source: raw.source.map(Located::into_inner),
            title: raw.title,
            by: raw.by,
            added_on: raw.added_on,
        });
    }
    out
}

/// Where the types of a piece say from which sides pieces come, its own is one of them.
fn check_origin(raw: &RawPiece, norm: &Norm, file: FileId, sink: &mut Diagnostics) {
    let Some(origin) = &raw.source else { return };
    let types = raw.types.get().iter();
    let types: Vec<_> = types.filter_map(|id| norm.evidence_types.get(id.get())).collect();
    let known: Vec<&str> = types
        .iter()
        .flat_map(|kind| kind.origins.iter().map(String::as_str))
        .collect();
    let own = Folded::of(origin.get());
    let free = types.is_empty() || types.iter().any(|kind| kind.origins.is_empty());
    if !free
        && known
            .iter()
            .all(|known| Folded::of(known).as_str() != own.as_str())
    {
        sink.push(UnknownOrigin {
            origin: origin.get(),
            place: origin.span(file),
            known,
        });
    }
}

fn transcripts(
    raw: Vec<Located<RawTranscript>>,
    file: FileId,
    sink: &mut Diagnostics,
) -> Vec<(Transcript, Span)> {
    let mut out = Vec::new();
    for one in raw {
        let place = one.span(file);
        let one = one.into_inner();
        let words = Folded::of(&one.text).varied_words();
        if words == 0 {
            sink.push(EmptyTranscript { place: place.clone() });
        }
        let told = Transcript {
            page: one.page,
            text: one.text,
            words,
            by: one.by,
            on: one.on,
        };
        out.push((told, place));
    }
    out
}

fn place(raw: &RawPiece, file: FileId, value: &Value<'_>, sink: &mut Diagnostics) -> Option<Place> {
    let reported = raw
        .modality
        .is_some_and(|modality| modality != Modality::Document);
    // what a third party wrote down itself is a paper of its own
    let filed = !reported || raw.witness == Some(Witness::Tiers);
    match (&raw.file, &raw.elsewhere, reported) {
        (Some(text), None, _) if filed => match path::check(text.get()) {
            Ok(path) => Some(Place::File(path)),
            Err(fault) => {
                let place = text.span(file);
                sink.push(PiecePath { fault, place });
                None
            }
        },
        (None, Some(place), false) => Some(Place::Elsewhere(place.clone(), raw.holder.clone())),
        (None, None, true) => Some(Place::Reported(raw.witness.unwrap_or(Witness::Structure))),
        _ => {
            sink.push(Whereabouts {
                piece: raw.id.as_str(),
                place: value.span(),
            });
            None
        }
    }
}
