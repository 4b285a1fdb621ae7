//! Fonts of a PDF as far as text needs them: what a code means and how far it moves on. No outline is ever looked up.
#![expect(clippy::float_arithmetic, reason = "advances along a line")]

use std::collections::BTreeMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap};
use lopdf::{Dictionary, Object};
use read_fonts::tables::cmap::{CmapSubtable, PlatformId};
use read_fonts::{FontRef, TableProvider};

use super::Fault;
use super::encoding::{self, Base};
use super::file::File;
use super::widths;

/// Advance where a font states none, in thousandths of its height.
const USUAL: f64 = 500.0;

/// What a code means.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Code {
    /// Its text; none: the glyph maps to nothing.
    pub(super) text: Option<Rc<str>>,
    /// How far it moves on, in thousandths.
    pub(super) advance: f64,
    /// Is it the one-byte code 32, to which word spacing is added?
    pub(super) space: bool,
}

/// A font.
#[derive(Debug)]
pub(super) enum Font {
    /// One byte a code.
    Simple(Vec<Code>),
    /// One to four bytes a code.
    Composite(Box<Composite>),
}

#[derive(Debug)]
pub(super) struct Composite {
    encoding: CMap,
    meanings: Option<CMap>,
    /// Where the font says nothing: what its own program maps glyphs to, glyphs being CIDs.
    glyphs: BTreeMap<u32, char>,
    widths: BTreeMap<u32, f64>,
    usual: f64,
    vertical: bool,
}

impl Font {
    pub(super) fn new(file: &File<'_>, dict: &Dictionary) -> Result<Self, Fault> {
        let meanings = meanings(file, dict)?;
        if file.name(dict, b"Subtype") == Some(b"Type0") {
            Ok(Self::Composite(Box::new(Composite::new(file, dict, meanings)?)))
        } else {
            simple(file, dict, meanings.as_ref()).map(Self::Simple)
        }
    }

    /// A page that names no font, or one that is not there.
    pub(super) fn fallback() -> Self {
        let code = |code: u8| Code {
            text: Base::WinAnsi.char(code).map(|c| Rc::from(c.to_string())),
            advance: standard_width(&widths::HELVETICA, code),
            space: code == 32,
        };
        Self::Simple((0..=u8::MAX).map(code).collect())
    }

    pub(super) fn is_vertical(&self) -> bool {
        matches!(self, Self::Composite(font) if font.vertical)
    }

    /// The codes of a string, one after the other, until one returns an error.
    pub(super) fn read(
        &self,
        bytes: &[u8],
        mut each: impl FnMut(&Code) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        match self {
            Self::Simple(codes) => bytes
                .iter()
                .filter_map(|byte| codes.get(usize::from(*byte)))
                .try_for_each(each),
            Self::Composite(font) => {
                let mut rest = bytes;
                while !rest.is_empty() {
                    let (code, length) = font.code(rest);
                    each(&font.meaning(code, length, rest.first() == Some(&32) && length == 1))?;
                    rest = rest.get(length..).unwrap_or_default();
                }
                Ok(())
            }
        }
    }
}

/// The map from codes to text that a font may carry.
fn meanings(file: &File<'_>, dict: &Dictionary) -> Result<Option<CMap>, Fault> {
    match file
        .get(dict, b"ToUnicode")
        .and_then(|object| object.as_stream().ok())
    {
        None => Ok(None),
        Some(stream) => {
            let bytes = file.unpack(stream)?;
            Ok(CMap::parse(&bytes, hayro_cmap::load_embedded))
        }
    }
}

fn said(map: Option<&CMap>, code: u32) -> Option<Rc<str>> {
    match map?.lookup_bf_string(code)? {
        // a map to nothing, or to what only a font of its own draws
        BfString::Char(c) if c == '\0' || is_private(c) => None,
        BfString::Char(c) => Some(Rc::from(c.encode_utf8(&mut [0; 4]) as &str)),
        BfString::String(text) => Some(Rc::from(text)),
    }
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}')
}

fn simple(file: &File<'_>, dict: &Dictionary, meanings: Option<&CMap>) -> Result<Vec<Code>, Fault> {
    let none = Dictionary::new();
    let descriptor = file.dict(dict, b"FontDescriptor").unwrap_or(&none);
    let mut texts: Vec<Option<Rc<str>>> = vec![None; 256];
    let mut base = None;
    let mut named: Vec<(u8, Vec<u8>)> = Vec::new();
    match file.get(dict, b"Encoding") {
        Some(Object::Name(name)) => base = Base::of(name),
        Some(Object::Dictionary(encoding)) => {
            base = file.name(encoding, b"BaseEncoding").and_then(Base::of);
            named = differences(file, encoding);
        }
        _ => {}
    }
    let subtype = file.name(dict, b"Subtype");
    let own = if base.is_none() && meanings.is_none() {
        own_encoding(file, descriptor)?
    } else {
        Own::default()
    };
    let base = base.unwrap_or(match subtype {
        Some(b"TrueType") => Base::WinAnsi,
        // glyphs drawn in the file itself have the names that its author liked
        Some(b"Type3") => Base::Unknown,
        _ if !own.named.is_empty() => Base::Unknown,
        _ => Base::Standard,
    });
    for (code, text) in (0..=u8::MAX).zip(&mut texts) {
        *text = match own.letters.get(&u32::from(code)) {
            Some(c) => Some(Rc::from(c.to_string())),
            None if own.letters.is_empty() => base.char(code).map(|c| Rc::from(c.to_string())),
            None => None,
        };
    }
    for (code, name) in own.named.into_iter().chain(named) {
        if let Some(text) = texts.get_mut(usize::from(code)) {
            *text = encoding::letters(&name).map(Rc::from);
        }
    }
    let widths = Widths::new(file, dict, descriptor);
    Ok((0..=u8::MAX)
        .zip(texts)
        .map(|(code, text)| Code {
            text: said(meanings, u32::from(code)).or(text),
            advance: widths.of(code),
            space: code == 32,
        })
        .collect())
}

/// `[ 65 /A /B 97 /a ]`: a number begins a run of names.
fn differences(file: &File<'_>, encoding: &Dictionary) -> Vec<(u8, Vec<u8>)> {
    let mut found = Vec::new();
    let mut next = 0_i64;
    for object in file.array(encoding, b"Differences").unwrap_or_default() {
        match file.follow(object) {
            Some(Object::Name(name)) => {
                if let Ok(code) = u8::try_from(next) {
                    found.push((code, name.clone()));
                }
                next = next.saturating_add(1);
            }
            Some(number) => next = number.as_i64().unwrap_or(next),
            None => {}
        }
    }
    found
}

/// What a font program says of its own codes.
#[derive(Debug, Default)]
struct Own {
    named: Vec<(u8, Vec<u8>)>,
    letters: BTreeMap<u32, char>,
}

fn own_encoding(file: &File<'_>, descriptor: &Dictionary) -> Result<Own, Fault> {
    let program = |key: &[u8]| {
        let stream = file.get(descriptor, key)?.as_stream().ok()?;
        Some(file.unpack(stream))
    };
    let mut own = Own::default();
    if let Some(bytes) = program(b"FontFile") {
        own.named = encoding::of_type1(&bytes?);
    } else if let Some(bytes) = program(b"FontFile3") {
        own.named = encoding::of_cff(&bytes?);
    } else if let Some(bytes) = program(b"FontFile2") {
        own.letters = true_type_codes(&bytes?);
    }
    Ok(own)
}

/// The codes of a TrueType font without encoding: its maps of codes (Mac, or symbols at F000) lead to glyphs, its Unicode map from letters.
fn true_type_codes(program: &[u8]) -> BTreeMap<u32, char> {
    let Ok(font) = FontRef::new(program) else {
        return BTreeMap::new();
    };
    let letters = glyph_letters(&font);
    if letters.is_empty() {
        return BTreeMap::new();
    }
    let Ok(cmap) = font.cmap() else {
        return BTreeMap::new();
    };
    let mut codes = BTreeMap::new();
    for record in cmap.encoding_records() {
        let symbols = match (record.platform_id(), record.encoding_id()) {
            (PlatformId::Macintosh, _) => false,
            (PlatformId::Windows, 0) => true,
            _ => continue,
        };
        let Ok(table) = record.subtable(cmap.offset_data()) else {
            continue;
        };
        for code in 0..=u32::from(u8::MAX) {
            let glyph = match (&table, symbols) {
                (CmapSubtable::Format0(table), _) => table.map_codepoint(code),
                (CmapSubtable::Format4(table), true) => table
                    .map_codepoint(code + 0xf000)
                    .or_else(|| table.map_codepoint(code)),
                (CmapSubtable::Format4(table), false) => table.map_codepoint(code),
                (CmapSubtable::Format6(table), _) => table.map_codepoint(code),
                _ => None,
            };
            let letter = glyph.and_then(|glyph| letters.get(&glyph.to_u32()));
            if let Some(letter) = letter {
                codes.entry(code).or_insert(*letter);
            }
        }
    }
    codes
}

/// The letters of the glyphs of a font that has a Unicode map.
fn glyph_letters(font: &FontRef<'_>) -> BTreeMap<u32, char> {
    let mut letters = BTreeMap::new();
    let Ok(cmap) = font.cmap() else { return letters };
    for record in cmap.encoding_records() {
        let unicode = matches!(
            (record.platform_id(), record.encoding_id()),
            (PlatformId::Unicode, _) | (PlatformId::Windows, 1 | 10)
        );
        if !unicode {
            continue;
        }
        let Ok(table) = record.subtable(cmap.offset_data()) else {
            continue;
        };
        let mut add = |code: u32, glyph: u32| {
            if glyph != 0
                && let Some(letter) = char::from_u32(code).filter(|c| !is_private(*c) && !c.is_control())
            {
                letters.entry(glyph).or_insert(letter);
            }
        };
        match table {
            CmapSubtable::Format4(table) => table.iter().for_each(|(code, glyph)| add(code, glyph.to_u32())),
            CmapSubtable::Format12(table) => table
                .iter()
                .take(usize::from(u16::MAX))
                .for_each(|(code, glyph)| add(code, glyph.to_u32())),
            _ => {}
        }
    }
    letters
}

/// Advances of a simple font.
#[derive(Debug)]
struct Widths<'a> {
    first: i64,
    stated: Vec<f64>,
    missing: f64,
    standard: Option<&'a [u16; 224]>,
    /// Type 3 fonts measure in a space of their own.
    scale: f64,
}

impl Widths<'_> {
    fn new(file: &File<'_>, dict: &Dictionary, descriptor: &Dictionary) -> Self {
        let stated: Vec<f64> = file
            .array(dict, b"Widths")
            .unwrap_or_default()
            .iter()
            .take(256)
            .map(|width| file.follow(width).and_then(File::number).unwrap_or(USUAL))
            .collect();
        let scale = if file.name(dict, b"Subtype") == Some(b"Type3") {
            file.numbers::<6>(dict, b"FontMatrix")
                .map_or(1.0, |[a, ..]| a.abs() * 1000.0)
        } else {
            1.0
        };
        Self {
            first: file.integer(dict, b"FirstChar").unwrap_or(0),
            standard: if stated.is_empty() {
                file.name(dict, b"BaseFont").and_then(standard)
            } else {
                None
            },
            missing: file
                .get(descriptor, b"MissingWidth")
                .and_then(File::number)
                .unwrap_or(if stated.is_empty() { USUAL } else { 0.0 }),
            stated,
            scale,
        }
    }

    fn of(&self, code: u8) -> f64 {
        if let Some(standard) = self.standard {
            return standard_width(standard, code);
        }
        let at = i64::from(code).checked_sub(self.first);
        let at = at.and_then(|at| usize::try_from(at).ok());
        let stated = at.and_then(|at| self.stated.get(at)).copied();
        stated.unwrap_or(self.missing) * self.scale
    }
}

fn standard_width(widths: &[u16; 224], code: u8) -> f64 {
    let at = usize::from(code).checked_sub(32);
    at.and_then(|at| widths.get(at))
        .map_or(0.0, |width| f64::from(*width))
}

const COURIER: [u16; 224] = [600; 224];

/// The widths of a font that a file need not bring, or that is much like one.
fn standard(name: &[u8]) -> Option<&'static [u16; 224]> {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    let has = |part: &str| name.contains(part);
    let (bold, slanted) = (
        has("bold") || has("demi") || has("black"),
        has("italic") || has("oblique"),
    );
    if has("courier") || has("mono") {
        Some(&COURIER)
    } else if has("times") || (has("serif") && !has("sans")) || has("roman") {
        Some(match (bold, slanted) {
            (false, false) => &widths::TIMES_ROMAN,
            (true, false) => &widths::TIMES_BOLD,
            (false, true) => &widths::TIMES_ITALIC,
            (true, true) => &widths::TIMES_BOLD_ITALIC,
        })
    } else if has("symbol") || has("dingbats") {
        None
    } else if bold {
        Some(&widths::HELVETICA_BOLD)
    } else {
        Some(&widths::HELVETICA)
    }
}

impl Composite {
    fn new(file: &File<'_>, dict: &Dictionary, meanings: Option<CMap>) -> Result<Self, Fault> {
        let encoding = match file.get(dict, b"Encoding") {
            Some(Object::Name(name)) if name == b"Identity-V" => CMap::identity_v(),
            Some(Object::Stream(stream)) => {
                CMap::parse(&file.unpack(stream)?, hayro_cmap::load_embedded).unwrap_or_else(CMap::identity_h)
            }
            // a name of Adobe's lists for Chinese, Japanese and Korean: two bytes a code, mostly
            _ => CMap::identity_h(),
        };
        let none = Dictionary::new();
        let first = file
            .array(dict, b"DescendantFonts")
            .and_then(|fonts| fonts.first())
            .and_then(|font| file.follow(font)?.as_dict().ok())
            .unwrap_or(&none);
        let mut glyphs = BTreeMap::new();
        if meanings.is_none() {
            let descriptor = file.dict(first, b"FontDescriptor").unwrap_or(&none);
            let stream = file
                .get(descriptor, b"FontFile2")
                .and_then(|file| file.as_stream().ok());
            if let Some(stream) = stream {
                let program = file.unpack(stream)?;
                glyphs = FontRef::new(&program)
                    .map(|font| glyph_letters(&font))
                    .unwrap_or_default();
            }
        }
        let vertical = encoding.metadata().writing_mode == Some(hayro_cmap::WritingMode::Vertical);
        Ok(Self {
            encoding,
            meanings,
            glyphs,
            widths: widths_of(file, first),
            usual: file.get(first, b"DW").and_then(File::number).unwrap_or(1000.0),
            vertical,
        })
    }

    /// The first code of some bytes, and how many it takes.
    fn code(&self, bytes: &[u8]) -> (u32, usize) {
        let mut code = 0_u32;
        for (byte, length) in bytes.iter().take(4).zip(1_u8..) {
            code = (code << 8) | u32::from(*byte);
            if self.encoding.lookup_cid_code(code, length).is_some() {
                return (code, usize::from(length));
            }
        }
        (0, 1)
    }

    fn meaning(&self, code: u32, length: usize, space: bool) -> Code {
        let length = u8::try_from(length).unwrap_or(1);
        let cid = self.encoding.lookup_cid_code(code, length).unwrap_or(0);
        let letter = || self.glyphs.get(&cid).map(|c| Rc::from(c.to_string()));
        Code {
            text: said(self.meanings.as_ref(), code).or_else(letter),
            advance: if self.vertical {
                -1000.0
            } else {
                self.widths.get(&cid).copied().unwrap_or(self.usual)
            },
            space,
        }
    }
}

/// `[ 1 [500 600] 10 20 500 ]`: widths one by one from a first, or one width from a first to a last.
fn widths_of(file: &File<'_>, font: &Dictionary) -> BTreeMap<u32, f64> {
    let mut found = BTreeMap::new();
    let mut objects = file.array(font, b"W").unwrap_or_default().iter();
    let whole = |object: &Object| {
        file.follow(object)?
            .as_i64()
            .ok()
            .and_then(|n| u32::try_from(n).ok())
    };
    while let Some(first) = objects.next().and_then(whole) {
        match objects.next().and_then(|object| file.follow(object)) {
            Some(Object::Array(widths)) => {
                let widths = widths
                    .iter()
                    .map(|width| file.follow(width).and_then(File::number));
                found.extend(
                    (first..)
                        .zip(widths)
                        .filter_map(|(cid, width)| Some((cid, width?))),
                );
            }
            Some(last) => {
                let last = last.as_i64().ok().and_then(|last| u32::try_from(last).ok());
                let width = objects
                    .next()
                    .and_then(|object| file.follow(object))
                    .and_then(File::number);
                // CIDs end at 65,535: a longer run is no run
                if let (Some(last), Some(width)) = (last, width) {
                    found.extend((first..=last.min(0xffff)).map(|cid| (cid, width)));
                }
            }
            None => break,
        }
        if found.len() > 0x1_0000 {
            break;
        }
    }
    found
}
