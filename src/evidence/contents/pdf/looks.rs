//! Looks at the pictures of a PDF, each once, within one budget of pixels.

use std::borrow::Cow;
use std::collections::BTreeMap;

use hayro_ccitt::{DecodeSettings, DecoderContext, EncodingMode};
use lopdf::{Dictionary, Object, Stream};

use super::file::{File, Unpacked};
use super::play::Placed;
use super::{Fault, limits};
use crate::contents::picture::{self, Small};
use mediaudit_core::record::survey::Picture;

/// Looks at pictures.
#[derive(Debug)]
pub(super) struct Looker<'a, 'f> {
    file: &'f File<'a>,
    left: u64,
    known: BTreeMap<usize, Picture>,
}

impl<'a, 'f> Looker<'a, 'f> {
    pub(super) fn new(file: &'f File<'a>) -> Self {
        Self {
            file,
            left: limits::ALL_PIXELS,
            known: BTreeMap::new(),
        }
    }

    /// What a picture shows. One beyond the budget is not looked at.
    pub(super) fn look(&mut self, placed: &Placed<'_>) -> Result<Picture, Fault> {
        let stream = placed.stream.as_ref();
        // a picture inside a content stream has no place of its own
        let key = match placed.stream {
            Cow::Borrowed(stream) => Some(std::ptr::from_ref(stream).addr()),
            Cow::Owned(_) => None,
        };
        if let Some(known) = key.and_then(|key| self.known.get(&key)) {
            return Ok(*known);
        }
        let size = |key: &[u8]| {
            let stated = stream.dict.get(key).ok()?;
            let (_, stated) = self.file.document.dereference(stated).ok()?;
            // pictures inside a content stream have numbers of one kind only
            let whole = stated.as_i64().ok().or_else(|| whole(stated.as_float().ok()?));
            u32::try_from(whole?).ok()
        };
        let (Some(width), Some(height)) = (size(b"Width"), size(b"Height")) else {
            return Ok(Picture::None);
        };
        let pixels = u64::from(width) * u64::from(height);
        let looked = match (Small::new(width, height), self.left.checked_sub(pixels)) {
            (Some(small), Some(left)) => {
                self.left = left;
                self.decode(stream, placed.resources, small, (width, height))?
            }
            _ => Picture::Undecoded,
        };
        self.known.extend(key.map(|key| (key, looked)));
        Ok(looked)
    }

    fn decode(
        &self,
        stream: &Stream,
        resources: &Dictionary,
        mut small: Small,
        (width, height): (u32, u32),
    ) -> Result<Picture, Fault> {
        let most = usize::try_from(4 * limits::PIXELS).unwrap_or(usize::MAX);
        let file = File::new(self.file.document, limits::INFLATED_BYTES);
        let Unpacked { bytes, picture } = match file.unpack_picture(stream, most) {
            Ok(unpacked) => unpacked,
            Err(Fault::TooInflated) => return Ok(Picture::Undecoded),
            Err(fault) => return Err(fault),
        };
        match picture {
            None => raw(&file, &stream.dict, resources, &bytes, &mut small, width),
            Some((b"DCTDecode" | b"DCT", _)) => {
                return Ok(picture::look(&bytes).unwrap_or(Picture::Undecoded));
            }
            Some((b"JPXDecode", _)) => return Ok(jpeg_2000(&bytes).unwrap_or(Picture::Undecoded)),
            Some((b"CCITTFaxDecode" | b"CCF", params)) => {
                fax(&file, params, &bytes, &mut small, (width, height));
            }
            Some((_, params)) => {
                let globals = params
                    .and_then(|params| file.get(params, b"JBIG2Globals")?.as_stream().ok())
                    .map(|stream| file.unpack(stream))
                    .transpose()?;
                if jbig2(&bytes, globals.as_deref(), &mut small).is_none() {
                    return Ok(Picture::Undecoded);
                }
            }
        }
        Ok(small.look())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a number of pixels, checked after"
)]
fn whole(number: f32) -> Option<i64> {
    (number.abs() < 1e9).then_some(number as i64)
}

/// Samples as they are: bits, in rows that begin at a byte.
fn raw(
    file: &File<'_>,
    dict: &Dictionary,
    resources: &Dictionary,
    bytes: &[u8],
    small: &mut Small,
    width: u32,
) {
    let get = |key: &[u8]| {
        file.document
            .dereference(dict.get(key).ok()?)
            .ok()
            .map(|(_, object)| object)
    };
    let mask = get(b"ImageMask")
        .and_then(|mask| mask.as_bool().ok())
        .unwrap_or(false);
    let bits = get(b"BitsPerComponent")
        .and_then(|bits| bits.as_i64().ok().or_else(|| whole(bits.as_float().ok()?)))
        .filter(|bits| matches!(bits, 1 | 2 | 4 | 8 | 16))
        .and_then(|bits| usize::try_from(bits).ok())
        .unwrap_or(8);
    let bits = if mask { 1 } else { bits };
    let colours = if mask {
        Colours::Parts(1)
    } else {
        colours(file, get(b"ColorSpace"), resources)
    };
    let parts = match &colours {
        Colours::Parts(parts) => *parts,
        Colours::Listed(_) => 1,
    };
    let length = (width as usize * parts * bits).div_ceil(8).max(1);
    for (y, row) in (0..u32::MAX).zip(bytes.chunks(length)) {
        let samples = Samples { row, bits, at: 0 };
        match &colours {
            Colours::Listed(list) => small.row(
                y,
                samples.map(|index| list.get(usize::from(index)).copied().unwrap_or_default()),
            ),
            Colours::Parts(parts) => {
                let scale = if bits < 8 { 255 / ((1_u16 << bits) - 1) } else { 1 };
                let samples =
                    samples.map(|sample| u8::try_from(u16::from(sample) * scale).unwrap_or(u8::MAX));
                small.row(
                    y,
                    Pixels {
                        samples,
                        parts: *parts,
                    },
                );
            }
        }
    }
}

/// Samples of a row; of 16 bits the upper half.
#[derive(Debug)]
struct Samples<'a> {
    row: &'a [u8],
    bits: usize,
    at: usize,
}

impl Iterator for Samples<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let byte = *self.row.get(self.at / 8)?;
        let sample = if self.bits >= 8 {
            byte
        } else {
            let shift = 8 - self.bits - self.at % 8;
            (byte >> shift) & ((1 << self.bits) - 1)
        };
        self.at += self.bits;
        Some(sample)
    }
}

/// Pixels of so many samples.
#[derive(Debug)]
struct Pixels<I> {
    samples: I,
    parts: usize,
}

impl<I: Iterator<Item = u8>> Iterator for Pixels<I> {
    type Item = [u8; 3];

    fn next(&mut self) -> Option<[u8; 3]> {
        let first = self.samples.next()?;
        let mut pixel = [first; 3];
        for part in 1..self.parts {
            let sample = self.samples.next()?;
            match pixel.get_mut(part) {
                Some(place) => *place = sample,
                // black ink
                None => pixel = pixel.map(|ink| ink.saturating_add(sample)),
            }
        }
        Some(pixel)
    }
}

/// What samples stand for.
enum Colours {
    /// So many parts a pixel.
    Parts(usize),
    /// Places in a list of colours.
    Listed(Vec<[u8; 3]>),
}

fn colours(file: &File<'_>, space: Option<&Object>, resources: &Dictionary) -> Colours {
    let follow = |object: &Object| {
        file.document
            .dereference(object)
            .ok()
            .map(|(_, object)| object.clone())
    };
    match space {
        Some(Object::Name(name)) => match name.as_slice() {
            b"DeviceGray" | b"G" | b"CalGray" => Colours::Parts(1),
            b"DeviceRGB" | b"RGB" | b"CalRGB" => Colours::Parts(3),
            b"DeviceCMYK" | b"CMYK" => Colours::Parts(4),
            name => {
                let named = || {
                    let spaces = follow(resources.get(b"ColorSpace").ok()?)?;
                    follow(spaces.as_dict().ok()?.get(name).ok()?)
                };
                match named() {
                    Some(Object::Array(parts)) => of_array(file, &parts, resources),
                    _ => Colours::Parts(1),
                }
            }
        },
        Some(Object::Array(parts)) => of_array(file, parts, resources),
        _ => Colours::Parts(1),
    }
}

fn of_array(file: &File<'_>, parts: &[Object], resources: &Dictionary) -> Colours {
    let follow = |at: usize| {
        file.document
            .dereference(parts.get(at)?)
            .ok()
            .map(|(_, object)| object)
    };
    match follow(0).and_then(|kind| kind.as_name().ok()).unwrap_or_default() {
        b"ICCBased" => {
            let stated =
                follow(1).and_then(|profile| profile.as_stream().ok()?.dict.get(b"N").ok()?.as_i64().ok());
            Colours::Parts(
                stated
                    .and_then(|n| usize::try_from(n).ok())
                    .filter(|n| (1..=4).contains(n))
                    .unwrap_or(3),
            )
        }
        b"CalRGB" | b"Lab" => Colours::Parts(3),
        b"DeviceN" => Colours::Parts(
            follow(1)
                .and_then(|names| names.as_array().ok())
                .map_or(1, Vec::len)
                .clamp(1, 32),
        ),
        b"Indexed" | b"I" => {
            let base = match follow(1) {
                // a list of lists has no sense
                Some(Object::Array(inner)) if !matches!(inner.first(), Some(Object::Name(name)) if name == b"Indexed") => {
                    of_array(file, inner, resources)
                }
                base => colours(file, base.filter(|base| base.as_name().is_ok()), resources),
            };
            let Colours::Parts(parts) = base else {
                return Colours::Parts(1);
            };
            let list = match follow(3) {
                Some(Object::String(bytes, _)) => bytes.clone(),
                Some(Object::Stream(stream)) => File::new(file.document, limits::STREAM_BYTES)
                    .unpack(stream)
                    .unwrap_or_default(),
                _ => Vec::new(),
            };
            let pixels = Pixels {
                samples: list.into_iter(),
                parts,
            };
            Colours::Listed(pixels.take(256).collect())
        }
        _ => Colours::Parts(1),
    }
}

fn jpeg_2000(bytes: &[u8]) -> Option<Picture> {
    let settings = hayro_jpeg2000::DecodeSettings {
        target_resolution: Some((512, 512)),
        ..hayro_jpeg2000::DecodeSettings::default()
    };
    let image = hayro_jpeg2000::Image::new(bytes, &settings).ok()?;
    let mut small = Small::new(image.width(), image.height())?;
    let parts = usize::from(image.color_space().num_channels()) + usize::from(image.has_alpha());
    // four inks are no three colours and a hole
    let inks = matches!(image.color_space(), hayro_jpeg2000::ColorSpace::CMYK);
    let bytes = image.decode().ok()?;
    if inks {
        let length = image.width() as usize * parts;
        for (y, row) in (0..).zip(bytes.chunks(length.max(1))) {
            let samples = row.iter().copied();
            small.row(y, Pixels { samples, parts });
        }
    } else {
        small.rows(parts, &bytes);
    }
    Some(small.look())
}

/// Rows of runs of black and white.
struct Runs<'s> {
    small: &'s mut Small,
    row: Vec<u8>,
    y: u32,
    most: usize,
}

impl<'s> Runs<'s> {
    fn new(small: &'s mut Small, width: u32) -> Self {
        Self {
            small,
            row: Vec::new(),
            y: 0,
            most: width as usize,
        }
    }

    fn push(&mut self, white: bool, count: u32) {
        let to = (self.row.len() + count as usize).min(self.most);
        self.row.resize(to, if white { 255 } else { 0 });
    }

    fn end_row(&mut self) {
        self.small.row(self.y, self.row.iter().map(|grey| [*grey; 3]));
        self.row.clear();
        self.y = self.y.saturating_add(1);
    }
}

impl hayro_ccitt::Decoder for Runs<'_> {
    fn push_pixels(&mut self, white: bool, count: u32) {
        self.push(white, count);
    }

    fn next_line(&mut self) {
        self.end_row();
    }
}

impl hayro_jbig2::Decoder for Runs<'_> {
    fn push_pixel(&mut self, black: bool) {
        self.push(!black, 1);
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        self.push(!black, chunk_count.saturating_mul(8));
    }

    fn next_line(&mut self) {
        self.end_row();
    }
}

/// A fax: what was decoded before a fault is looked at.
fn fax(
    file: &File<'_>,
    params: Option<&Dictionary>,
    bytes: &[u8],
    small: &mut Small,
    (width, height): (u32, u32),
) {
    let get = |key: &[u8]| {
        let object = params?.get(key).ok()?;
        file.document.dereference(object).ok().map(|(_, object)| object)
    };
    let number = |key: &[u8]| get(key).and_then(|n| n.as_i64().ok().or_else(|| whole(n.as_float().ok()?)));
    let is = |key: &[u8], usual: bool| get(key).and_then(|said| said.as_bool().ok()).unwrap_or(usual);
    let columns = number(b"Columns")
        .and_then(|n| u32::try_from(n).ok())
        .unwrap_or(1728);
    let settings = DecodeSettings {
        columns: columns.min(width.max(1)),
        rows: height,
        end_of_block: is(b"EndOfBlock", true),
        end_of_line: is(b"EndOfLine", false),
        rows_are_byte_aligned: is(b"EncodedByteAlign", false),
        encoding: match number(b"K").unwrap_or(0) {
            0 => EncodingMode::Group3_1D,
            k if k < 0 => EncodingMode::Group4,
            k => EncodingMode::Group3_2D {
                k: u32::try_from(k).unwrap_or(u32::MAX),
            },
        },
        invert_black: is(b"BlackIs1", false),
    };
    let mut runs = Runs::new(small, width);
    hayro_ccitt::decode(bytes, &mut runs, &mut DecoderContext::new(settings)).ok();
}

fn jbig2(bytes: &[u8], globals: Option<&[u8]>, small: &mut Small) -> Option<()> {
    let image = hayro_jbig2::Image::new_embedded(bytes, globals).ok()?;
    let pixels = u64::from(image.width()) * u64::from(image.height());
    if pixels > limits::PIXELS {
        return None;
    }
    let mut runs = Runs::new(small, image.width());
    image.decode(&mut runs).ok()
}
