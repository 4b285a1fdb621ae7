//! What the pages of a PDF draw, as text: hayro plays the pages to a device that only listens to glyphs.
//!
//! Words and lines are told from where glyphs stand, as readers of PDF do: a PDF need not hold a single space.
#![expect(
    clippy::float_arithmetic,
    reason = "places on a page; sums, products and square roots are the same everywhere (IEEE 754)"
)]

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro_syntax::Pdf;
use kurbo::{Affine, BezPath, Point, Rect, Vec2};

use super::{Fault, Page};

/// A gap wider than this share of the height of the text parts two words.
const WORD_GAP: f64 = 0.12;

/// A move across the line by more than this share of the height begins another line.
const LINE_GAP: f64 = 0.5;

/// Advance assumed where a font states none, in thousandths of its height.
const USUAL_ADVANCE: f64 = 500.0;

/// The text of all pages, in the order in which they draw it.
pub(super) fn read(bytes: &[u8]) -> Result<String, Fault> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| Fault::Broken)?;
    let cache = InterpreterCache::new();
    let mut listener = Listener::default();
    for page in pdf.pages().iter() {
        let mut context = Context::new(
            Affine::IDENTITY,
            Rect::new(0.0, 0.0, 1.0, 1.0),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        interpret_page(page, &mut context, &mut listener);
        listener.end_page();
        listener.outcome?;
    }
    Ok(listener.page.text)
}

/// Where the last glyph began and ended, and how high it was.
#[derive(Debug, Clone, Copy)]
struct Last {
    begin: Point,
    end: Point,
    height: f64,
    code: u64,
}

#[derive(Debug)]
struct Listener {
    page: Page,
    last: Option<Last>,
    outcome: Result<(), Fault>,
}

impl Default for Listener {
    fn default() -> Self {
        Self {
            page: Page::default(),
            last: None,
            outcome: Ok(()),
        }
    }
}

impl Listener {
    fn end_page(&mut self) {
        self.last = None;
        if self.outcome.is_ok() {
            self.outcome = self.page.separate('\n');
        }
    }

    fn hear(&mut self, text: &str, place: Affine, advance: f64) -> Result<(), Fault> {
        let begin = place * Point::ORIGIN;
        let end = place * Point::new(advance, 0.0);
        let height = length(place * Point::new(0.0, 1000.0) - begin);
        let code = text.chars().fold(0, |sum, c| {
            u64::wrapping_mul(sum, 31).wrapping_add(u64::from(u32::from(c)))
        });
        let heard = Last {
            begin,
            end,
            height,
            code,
        };
        if let Some(last) = self.last {
            // a glyph filled, then stroked, is one letter
            if last.code == code && length(begin - last.begin) <= f64::EPSILON {
                return Ok(());
            }
            let along = unit(place * Point::new(1.0, 0.0) - begin);
            let moved = begin - last.end;
            let (forward, across) = (moved.dot(along), moved.cross(along).abs());
            let scale = last.height.max(height);
            if across > LINE_GAP * scale || forward < -2.0 * scale {
                self.page.separate('\n')?;
            } else if forward > WORD_GAP * scale {
                self.page.separate(' ')?;
            }
        }
        self.last = Some(heard);
        self.page.push(text)
    }
}

fn length(vector: Vec2) -> f64 {
    (vector.x * vector.x + vector.y * vector.y).sqrt()
}

fn unit(vector: Vec2) -> Vec2 {
    let length = length(vector);
    if length > 0.0 {
        vector / length
    } else {
        Vec2::new(1.0, 0.0)
    }
}

impl<'a> Device<'a> for Listener {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        if self.outcome.is_err() {
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            // a glyph that means no letter still takes its place
            None => char::REPLACEMENT_CHARACTER.to_string(),
        };
        let advance = match glyph {
            Glyph::Outline(glyph) => glyph.advance_width().map_or(USUAL_ADVANCE, f64::from),
            Glyph::Type3(_) => USUAL_ADVANCE,
        };
        self.outcome = self.hear(&text, transform * glyph_transform, advance);
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
