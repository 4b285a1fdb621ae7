//! Bytes, and the `/ID` that any altered byte betrays.
//!
//! The file is written once with two IDs of sixteen zero bytes; its SHA-256 is taken; the first sixteen bytes of the digest then
//! replace both, in place. To check: put zeros back, hash, compare.

use lopdf::{Document, Object, StringFormat};

use super::PdfError;
use mediaudit_core::kernel::Digest;

/// Sixteen zero bytes, as they stand in the file.
const ZEROS: &[u8] = b"<00000000000000000000000000000000>";

pub(super) fn bytes(mut file: Document) -> Result<Vec<u8>, PdfError> {
    let zero = Object::String(vec![0; 16], StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![zero.clone(), zero]);
    file.compress();
    let mut out = Vec::new();
    file.save_to(&mut out)
        .map_err(|error| PdfError::Write(error.to_string()))?;
    let digest = Digest::of(&out).to_string();
    let id: Vec<u8> =
        format!("<{}>", digest.chars().take(32).collect::<String>().to_uppercase()).into_bytes();
    // INVARIANT: a trailer has its /ID: without it, the search below ends in an error
    let mut from = out
        .windows(b"/ID".len())
        .rposition(|window| window == b"/ID")
        .unwrap_or(0);
    for _ in 0..2 {
        let rest = out.get(from..).unwrap_or_default();
        let Some(at) = rest.windows(ZEROS.len()).position(|window| window == ZEROS) else {
            return Err(PdfError::Write(
                "identifiant introuvable dans le fichier".to_owned(),
            ));
        };
        let start = from + at;
        if let Some(place) = out.get_mut(start..start + ZEROS.len()) {
            place.copy_from_slice(&id);
        }
        from = start;
    }
    Ok(out)
}
