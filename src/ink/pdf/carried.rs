//! What a report carries, and whether it is whole: the other side of `finish` and of `metadata`.

use lopdf::{Document, Object};
use serde::{Deserialize, Serialize};

use super::metadata::text;
use mediaudit_core::kernel::Digest;

/// Is a file, byte for byte, the one that was written?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seal {
    /// Its `/ID` is that of its bytes.
    Whole,
    /// It is not: something was altered, or another program wrote it.
    Broken,
    /// It has none of this form.
    Absent,
}

/// Hexadecimal digits of an identifier.
const DIGITS: usize = 32;

/// Puts zeros back where the identifier stands, hashes, and compares.
pub fn seal(file: &[u8]) -> Seal {
    let Some(at) = file.windows(3).rposition(|window| window == b"/ID") else {
        return Seal::Absent;
    };
    let mut zeroed = file.to_vec();
    let mut found: Vec<Vec<u8>> = Vec::new();
    let mut from = at;
    for _ in 0..2 {
        let rest = zeroed.get_mut(from..).unwrap_or_default();
        let Some(open) = rest.iter().position(|byte| *byte == b'<') else {
            return Seal::Absent;
        };
        let (first, last) = (open + 1, open + 1 + DIGITS);
        let Some(digits) = rest.get_mut(first..last) else {
            return Seal::Absent;
        };
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return Seal::Absent;
        }
        found.push(digits.to_ascii_lowercase());
        digits.fill(b'0');
        from += last;
    }
    let digest = Digest::of(&zeroed).to_string();
    let wanted = digest.as_bytes().get(..DIGITS).unwrap_or_default();
    if found.iter().all(|said| said == wanted) {
        Seal::Whole
    } else {
        Seal::Broken
    }
}

/// The file of this name inside a PDF; none where there is no such file, or no PDF.
///
/// A PDF of strangers is read here: only a child of its own, whose memory and time are bounded, may do so.
pub fn carried(file: &[u8], name: &str) -> Option<Vec<u8>> {
    let document = Document::load_mem(file).ok()?;
    let wanted = [text(name), Object::string_literal(name)];
    let wanted = wanted.map(|object| object.as_str().map(<[u8]>::to_vec).unwrap_or_default());
    let specs = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    let mut named = specs.filter(|spec| {
        let said = spec.get(b"F").or_else(|_| spec.get(b"UF"));
        let said = said.ok().and_then(|said| said.as_str().ok());
        said.is_some_and(|said| wanted.iter().any(|wanted| wanted == said))
    });
    let spec = named.next()?;
    let inside = spec.get(b"EF").ok()?;
    let inside = match inside {
        Object::Reference(id) => document.get_object(*id).ok()?.as_dict().ok()?,
        other => other.as_dict().ok()?,
    };
    let stream = inside.get(b"F").ok()?.as_reference().ok()?;
    let stream = document.get_object(stream).ok()?.as_stream().ok()?;
    Some(
        stream
            .decompressed_content()
            .unwrap_or_else(|_| stream.content.clone()),
    )
}
