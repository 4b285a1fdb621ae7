//! `[structure]` and `[[site]]`.

use std::collections::BTreeSet;

use super::diags::{LogoPath, ProofOfNoStart, Siret, UnknownEvidence};
use super::model::Piece;
use super::named::given;
use super::path;
use super::raw::{RawSite, RawStructure};
use crate::assessment::inputs::{Site, Structure};
use crate::diag::Diagnostics;
use crate::diag::toml_text::Value;
use crate::kernel::{FileId, Located};

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

pub(super) fn read_structure(
    raw: RawStructure,
    pieces: &[Piece],
    file: FileId,
    sink: &mut Diagnostics,
) -> Structure {
    let siret = raw.siret.map(|siret| {
        let compact: String = siret.get().chars().filter(|c| !c.is_whitespace()).collect();
        if !compact.is_empty() && !siret_holds(&compact) {
            sink.push(Siret {
                place: siret.span(file),
            });
        }
        compact
    });
    let logo = raw.logo.and_then(|logo| match path::check(logo.get()) {
        Ok(path) => Some(path),
        Err(fault) => {
            let place = logo.span(file);
            sink.push(LogoPath { fault, place });
            None
        }
    });
    if let Some(id) = &raw.start_proof {
        if raw.start.is_none() {
            sink.push(ProofOfNoStart { place: id.span(file) });
        }
        if !pieces.iter().any(|piece| piece.id == *id.get()) {
            sink.push(UnknownEvidence {
                piece: id.as_str(),
                place: id.span(file),
                known: pieces.iter().map(|piece| piece.id.as_str()).collect(),
            });
        }
    }
    Structure {
        exercise: raw.exercise,
        start: raw.start,
        start_proof: raw.start_proof.map(Located::into_inner),
        logo,
        name: raw.name,
        form: raw.form,
        territory: raw.territory,
        helps: raw.helps,
        siret: siret.unwrap_or_default(),
    }
}

pub(super) fn read_sites(values: &[Value<'_>], sink: &mut Diagnostics) -> Vec<Site> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for value in values {
        let Some(raw) = value.decode::<RawSite>(sink) else {
            continue;
        };
        given(&raw.id, value.file(), &mut seen, sink);
        out.push(Site {
            id: raw.id.into_inner(),
            name: raw.name,
            head_office: raw.head_office,
        });
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
