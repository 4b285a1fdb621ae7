//! TXT and CSV: which bytes are which characters.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Answer, Depth, Facts, Text};

/// UTF-16 where its byte-order mark says so, UTF-8 where the bytes are UTF-8, else Windows-1252 (what Excel writes in France).
pub(super) fn decode(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return UTF_16LE.decode_without_bom_handling(rest).0.into_owned();
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return UTF_16BE.decode_without_bom_handling(rest).0.into_owned();
    }
    let rest = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    match std::str::from_utf8(rest) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(rest).0.into_owned(),
    }
}

pub(super) fn read(bytes: &[u8], depth: Depth) -> Answer {
    Answer {
        facts: Ok(Facts::default()),
        text: (depth == Depth::Text).then(|| Ok(Text::Words(decode(bytes)))),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn encodings() {
        assert_eq!(decode("été".as_bytes()), "été");
        assert_eq!(decode(b"\xef\xbb\xbf\xc3\xa9"), "é");
        assert_eq!(decode(b"\xff\xfe\xe9\x00"), "é");
        assert_eq!(decode(b"\xfe\xff\x00\xe9"), "é");
        assert_eq!(decode(b"\xe9t\xe9 \x80 \x92"), "été € ’");
        assert_eq!(decode(b""), "");
    }
}
