//! TXT and CSV: which bytes are which characters.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Answer, Contents, csv};
use mediaudit_core::record::item::Format;

/// UTF-16 where its byte-order mark says so, UTF-8 where the bytes are UTF-8, else Windows-1252 (what Excel writes in France).
pub(super) fn decode(mut bytes: Vec<u8>) -> String {
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return UTF_16LE.decode_without_bom_handling(rest).0.into_owned();
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return UTF_16BE.decode_without_bom_handling(rest).0.into_owned();
    }
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        bytes.drain(..3);
    }
    // what is UTF-8 is not copied
    String::from_utf8(bytes).unwrap_or_else(|other| {
        WINDOWS_1252
            .decode_without_bom_handling(other.as_bytes())
            .0
            .into_owned()
    })
}

pub(super) fn read(format: Format, bytes: &[u8]) -> Answer {
    let text = decode(bytes.to_vec());
    let grids = match format {
        Format::Csv => csv::read(&text)?,
        _ => Vec::new(),
    };
    Ok(Contents {
        text: Some(text),
        grids,
        ..Contents::default()
    })
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn encodings() {
        assert_eq!(decode("été".as_bytes().to_vec()), "été");
        assert_eq!(decode(b"\xef\xbb\xbf\xc3\xa9".to_vec()), "é");
        assert_eq!(decode(b"\xff\xfe\xe9\x00".to_vec()), "é");
        assert_eq!(decode(b"\xfe\xff\x00\xe9".to_vec()), "é");
        assert_eq!(decode(b"\xe9t\xe9 \x80 \x92".to_vec()), "été € ’");
        assert_eq!(decode(b"".to_vec()), "");
    }
}
