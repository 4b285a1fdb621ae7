//! Pictures inside a content stream, made into streams like all others.

use hayro_syntax::object::{Dict, Object as Operand, Stream as Inline};
use lopdf::{Dictionary, Object, Stream};

/// Keys of such pictures, long for short.
const KEYS: [(&[u8], &str); 9] = [
    (b"W", "Width"),
    (b"H", "Height"),
    (b"BPC", "BitsPerComponent"),
    (b"CS", "ColorSpace"),
    (b"F", "Filter"),
    (b"DP", "DecodeParms"),
    (b"IM", "ImageMask"),
    (b"D", "Decode"),
    (b"I", "Interpolate"),
];

pub(super) fn stream(inline: &Inline<'_>) -> Option<Stream> {
    let dict = dict(inline.dict())?;
    Some(Stream::new(dict, inline.raw_data().into_owned()))
}

fn dict(from: &Dict<'_>) -> Option<Dictionary> {
    let mut out = Dictionary::new();
    for (key, _) in from.entries() {
        let value = from.get::<Operand<'_>>(&*key).and_then(|value| object(&value))?;
        let long = KEYS
            .iter()
            .find(|(short, _)| **short == *key)
            .map(|(_, long)| long.as_bytes());
        out.set(long.unwrap_or(&key).to_vec(), value);
    }
    Some(out)
}

fn object(from: &Operand<'_>) -> Option<Object> {
    Some(match from {
        Operand::Null(_) => Object::Null,
        Operand::Boolean(value) => Object::Boolean(*value),
        Operand::Number(number) => Object::Real(number.as_f32()),
        Operand::String(text) => Object::string_literal(text.as_bytes().to_vec()),
        Operand::Name(name) => Object::Name(name.to_vec()),
        Operand::Dict(inner) => Object::Dictionary(dict(inner)?),
        Operand::Array(list) => Object::Array(
            list.iter::<Operand<'_>>()
                .map(|item| object(&item))
                .collect::<Option<_>>()?,
        ),
        Operand::Stream(_) => return None,
    })
}
