//! Does a picture show anything? It is made 256 pixels large; it does when 0.5 % of them differ from the median by more than 24 of 255.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, ImageReader, Limits};

use super::{Fault, limits};
use mediaudit_core::record::survey::Picture;

/// The longer side of what is looked at.
const SIDE: u32 = 256;

/// A pixel differs from the median by more than this, of 255, in one of its parts.
const APART: u8 = 24;

/// One pixel in so many must differ.
const ONE_IN: usize = 200;

/// A picture made small: the mean colour of each part of it.
#[derive(Debug)]
pub(super) struct Small {
    width: u32,
    columns: u32,
    rows: u32,
    /// From a column of the picture to one of these.
    across: Vec<u16>,
    height: u32,
    cells: Vec<Cell>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    sum: [u64; 3],
    count: u32,
}

impl Small {
    /// Of a picture of this size; none where it is too large, or has no size.
    pub(super) fn new(width: u32, height: u32) -> Option<Self> {
        if width == 0 || height == 0 || u64::from(width) * u64::from(height) > limits::PIXELS {
            return None;
        }
        let longer = width.max(height);
        let side = |length: u32| {
            if longer <= SIDE {
                length
            } else {
                // at least one, and 256 at most
                u32::try_from(u64::from(length) * u64::from(SIDE) / u64::from(longer)).map_or(1, |n| n.max(1))
            }
        };
        let (columns, rows) = (side(width), side(height));
        let across = (0..u64::from(width))
            .map(|x| u16::try_from(x * u64::from(columns) / u64::from(width)).unwrap_or_default())
            .collect();
        Some(Self {
            width,
            columns,
            rows,
            across,
            height,
            cells: vec![Cell::default(); (columns * rows) as usize],
        })
    }

    /// Adds a row of pixels; what is missing of it, or beyond the picture, is left out.
    pub(super) fn row(&mut self, y: u32, pixels: impl Iterator<Item = [u8; 3]>) {
        if y >= self.height {
            return;
        }
        let row = u64::from(y) * u64::from(self.rows) / u64::from(self.height);
        let columns = self.columns as usize;
        let from = usize::try_from(row).unwrap_or_default() * columns;
        let Some(cells) = self.cells.get_mut(from..from + columns) else {
            return;
        };
        for (pixel, column) in pixels.zip(&self.across) {
            if let Some(cell) = cells.get_mut(usize::from(*column)) {
                for (sum, part) in cell.sum.iter_mut().zip(pixel) {
                    *sum += u64::from(part);
                }
                cell.count += 1;
            }
        }
    }

    /// Adds rows of one, two, three or four parts a pixel: grey, red-green-blue, each with what lets the paper through. Others are taken
    /// for greys of their first part.
    pub(super) fn rows(&mut self, parts: usize, bytes: &[u8]) {
        let length = self.width as usize * parts.max(1);
        for (y, row) in (0..self.height).zip(bytes.chunks(length.max(1))) {
            let pixels = row.chunks_exact(parts.max(1)).map(|pixel| match *pixel {
                [red, green, blue] => [red, green, blue],
                [red, green, blue, seen] => [red, green, blue].map(|part| over_paper(part, seen)),
                [grey, seen] => [over_paper(grey, seen); 3],
                [grey, ..] => [grey; 3],
                [] => [0; 3],
            });
            self.row(y, pixels);
        }
    }

    /// Does it show anything?
    pub(super) fn look(&self) -> Picture {
        let shades: Vec<[u8; 3]> = self
            .cells
            .iter()
            .filter(|cell| cell.count > 0)
            .map(|cell| {
                cell.sum
                    .map(|sum| u8::try_from(sum / u64::from(cell.count)).unwrap_or(u8::MAX))
            })
            .collect();
        let median = [0, 1, 2].map(|part| {
            let mut parts: Vec<u8> = shades
                .iter()
                .filter_map(|shade| shade.get(part))
                .copied()
                .collect();
            parts.sort_unstable();
            parts.get(parts.len() / 2).copied().unwrap_or_default()
        });
        let apart = shades
            .iter()
            .filter(|shade| {
                shade
                    .iter()
                    .zip(median)
                    .any(|(part, middle)| part.abs_diff(middle) > APART)
            })
            .count();
        if apart > 0 && apart * ONE_IN >= shades.len() {
            Picture::Shown
        } else {
            Picture::Plain
        }
    }
}

/// A part of a colour, laid thinly over white paper.
fn over_paper(part: u8, seen: u8) -> u8 {
    let (part, seen) = (u32::from(part), u32::from(seen));
    u8::try_from((part * seen + 255 * (255 - seen)) / 255).unwrap_or(u8::MAX)
}

/// Looks at a picture as it is kept in a file. One that is damaged is « illisible »; one that is too large, or of a format that is not
/// decoded, is not looked at.
pub(super) fn look(bytes: &[u8]) -> Result<Picture, Fault> {
    let Ok(format) = image::guess_format(bytes) else {
        return if is_heic(bytes) {
            Ok(Picture::Undecoded)
        } else {
            Err(Fault::Broken)
        };
    };
    if !matches!(
        format,
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP | ImageFormat::Tiff
    ) {
        return Ok(Picture::Undecoded);
    }
    let (width, height) = reader(bytes, format)
        .into_dimensions()
        .map_err(|_| Fault::Broken)?;
    let Some(mut small) = Small::new(width, height) else {
        return Ok(Picture::Undecoded);
    };
    match reader(bytes, format).decode() {
        Ok(DynamicImage::ImageLuma8(picture)) => small.rows(1, picture.as_raw()),
        Ok(DynamicImage::ImageLumaA8(picture)) => small.rows(2, picture.as_raw()),
        Ok(DynamicImage::ImageRgb8(picture)) => small.rows(3, picture.as_raw()),
        Ok(other) => small.rows(4, other.into_rgba8().as_raw()),
        Err(image::ImageError::Limits(_) | image::ImageError::Unsupported(_)) => {
            return Ok(Picture::Undecoded);
        }
        Err(_) => return Err(Fault::Broken),
    }
    Ok(small.look())
}

fn reader(bytes: &[u8], format: ImageFormat) -> ImageReader<Cursor<&[u8]>> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut bounds = Limits::no_limits();
    bounds.max_alloc = Some(4 * limits::PIXELS);
    reader.limits(bounds);
    reader
}

/// Pictures of telephones (HEIC, HEIF, AVIF): boxes, the first of which says what it is (ISO/IEC 14496-12, §4.3).
fn is_heic(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 3]) -> Picture {
        let mut small = Small::new(width, height).unwrap();
        for y in 0..height {
            small.row(y, (0..width).map(|x| pixel(x, y)));
        }
        small.look()
    }

    #[test]
    fn a_picture_of_one_colour_shows_nothing() {
        assert_eq!(of(1, 1, |_, _| [7; 3]), Picture::Plain);
        assert_eq!(of(600, 800, |_, _| [250, 250, 240]), Picture::Plain);
        // grain, and one speck
        assert_eq!(
            of(600, 800, |x, y| [230 + ((x * 7 + y * 13) % 20) as u8; 3]),
            Picture::Plain
        );
        assert_eq!(
            of(600, 800, |x, y| [if x < 9 && y < 9 { 0 } else { 255 }; 3]),
            Picture::Plain
        );
    }

    #[test]
    fn a_page_of_writing_shows_something() {
        let written = |x: u32, y: u32| {
            [if y % 40 < 3 && x.is_multiple_of(5) && y < 200 {
                0
            } else {
                255
            }; 3]
        };
        assert_eq!(of(600, 800, written), Picture::Shown);
        assert_eq!(
            of(2, 1, |x, _| [255, if x == 0 { 0 } else { 255 }, 255]),
            Picture::Shown
        );
        let mut small = Small::new(4, 1).unwrap();
        small.rows(4, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 9, 9, 9, 0]);
        assert_eq!(small.look(), Picture::Shown);
        let mut small = Small::new(4, 1).unwrap();
        small.rows(4, &[0; 16]);
        assert_eq!(small.look(), Picture::Plain, "nothing but holes");
    }

    #[test]
    fn sizes_without_sense_are_refused() {
        for (width, height) in [(0, 4), (4, 0), (65_000, 65_000)] {
            assert!(Small::new(width, height).is_none());
        }
        assert_eq!(look(b"\x89PNG\r\n\x1a\n"), Err(Fault::Broken));
        assert_eq!(look(b"\xff\xd8\xff"), Err(Fault::Broken));
        assert_eq!(look(b"\0\0\0\x18ftypheic"), Ok(Picture::Undecoded));
    }
}
