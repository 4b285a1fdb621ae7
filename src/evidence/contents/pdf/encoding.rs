//! What the codes of a simple font mean: named encodings, names of glyphs, the encoding that a font program brings itself.

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use read_fonts::ps::agl;
use read_fonts::ps::cff::CffFontRef;
use read_fonts::ps::encoding::PredefinedEncoding;

/// The encoding on which differences are laid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    WinAnsi,
    MacRoman,
    Standard,
    /// Names of glyphs that no letter is known for.
    Unknown,
}

impl Base {
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        match name {
            b"WinAnsiEncoding" => Some(Self::WinAnsi),
            b"MacRomanEncoding" => Some(Self::MacRoman),
            b"StandardEncoding" => Some(Self::Standard),
            b"MacExpertEncoding" => Some(Self::Unknown),
            _ => None,
        }
    }

    pub(super) fn char(self, code: u8) -> Option<char> {
        let mapped = match self {
            Self::WinAnsi => WINDOWS_1252.decode_without_bom_handling(&[code]).0.chars().next(),
            Self::MacRoman => MACINTOSH.decode_without_bom_handling(&[code]).0.chars().next(),
            Self::Standard => agl::name_to_char(PredefinedEncoding::Standard.name(code)),
            Self::Unknown => None,
        };
        mapped.filter(|c| !c.is_control())
    }
}

/// The text that a glyph of this name stands for: Adobe's list, `uniXXXX`, `uXXXXX`, parts joined by `_`.
pub(super) fn letters(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let text: String = agl::name_to_chars(name).collect();
    (!text.is_empty()).then_some(text)
}

/// The encoding in the clear part of a Type 1 font program (`dup 65 /A put`); the rest is not deciphered.
pub(super) fn of_type1(program: &[u8]) -> Vec<(u8, Vec<u8>)> {
    /// The clear part is a few hundred lines.
    const CLEAR: usize = 64 * 1024;
    let clear = program.get(..CLEAR.min(program.len())).unwrap_or_default();
    let Some(at) = memchr::memmem::find(clear, b"/Encoding") else {
        return Vec::new();
    };
    let end = memchr::memmem::find(clear, b"eexec").unwrap_or(clear.len());
    let table = clear.get(at + b"/Encoding".len()..end).unwrap_or_default();
    let mut words = table
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty());
    if words.clone().next() == Some(b"StandardEncoding") {
        return (0..=u8::MAX)
            .map(|code| (code, PredefinedEncoding::Standard.name(code).as_bytes().to_vec()))
            .filter(|(_, name)| name != b".notdef")
            .collect();
    }
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        match word {
            b"dup" => {
                let code = words
                    .next()
                    .and_then(|word| std::str::from_utf8(word).ok()?.parse().ok());
                let name = words.next().and_then(|word| word.strip_prefix(b"/"));
                if let (Some(code), Some(name)) = (code, name) {
                    found.push((code, name.to_vec()));
                }
            }
            // the end of the table, not of its entries (« put »)
            b"def" | b"readonly" if !found.is_empty() => break,
            _ => {}
        }
    }
    found
}

/// The encoding of a bare CFF font program.
pub(super) fn of_cff(program: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let Ok(font) = CffFontRef::new(program, 0, None) else {
        return Vec::new();
    };
    let (Some(encoding), Some(charset)) = (font.encoding(), font.charset()) else {
        return Vec::new();
    };
    (0..=u8::MAX)
        .filter_map(|code| {
            let glyph = encoding.map(code)?;
            let name = font.string(charset.string_id(glyph).ok()?)?;
            Some((code, name.to_vec()))
        })
        .filter(|(_, name)| name != b".notdef")
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_mean_letters() {
        assert_eq!(Base::WinAnsi.char(0xe9), Some('é'));
        assert_eq!(Base::WinAnsi.char(0x92), Some('’'));
        assert_eq!(Base::MacRoman.char(0x8e), Some('é'));
        assert_eq!(Base::Standard.char(0x27), Some('’'));
        assert_eq!(Base::WinAnsi.char(3), None);
        for (name, text) in [("eacute", "é"), ("f_i", "fi"), ("uni00E9", "é"), ("a.alt", "a")] {
            assert_eq!(letters(name.as_bytes()).as_deref(), Some(text), "{name}");
        }
        assert_eq!(letters(b"g123"), None);
    }

    #[test]
    fn a_type_1_font_brings_its_encoding() {
        let program = b"%!PS\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\ndup 65 /eacute put\ndup 66 /B put\nreadonly def\ncurrentfile eexec dup 67 /C put";
        assert_eq!(of_type1(program), [(65, b"eacute".to_vec()), (66, b"B".to_vec())]);
        assert!(of_type1(b"/Encoding StandardEncoding def").contains(&(65, b"A".to_vec())));
        assert!(of_type1(b"nothing").is_empty());
        assert!(of_cff(b"nothing").is_empty());
    }
}
