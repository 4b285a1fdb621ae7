//! Words and lines, told from where glyphs stand, as readers of PDF do: a PDF need not hold a single space.
#![expect(
    clippy::float_arithmetic,
    reason = "places on a page; sums, products and square roots are the same everywhere (IEEE 754)"
)]

use kurbo::{Affine, Point, Vec2};

use super::Fault;
use super::sight::Surfaces;
use crate::contents::Page;

/// A gap wider than this share of the height of the text parts two words.
const WORD_GAP: f64 = 0.12;

/// A move across the line by more than this share of the height begins another line.
const LINE_GAP: f64 = 0.5;

/// Where the last glyph began and ended, and how high it was.
#[derive(Debug, Clone, Copy)]
struct Last {
    begin: Point,
    end: Point,
    height: f64,
    text: u64,
}

/// Letters without a gap, with their middle and their turn among all that is drawn.
#[derive(Debug)]
struct Run {
    end: usize,
    from: Point,
    to: Point,
    turn: usize,
}

/// The text of one page, as it is drawn.
#[derive(Debug, Default)]
pub(super) struct Lines {
    page: Page,
    last: Option<Last>,
    runs: Vec<Run>,
}

/// What stands where.
#[derive(Debug, Clone, Copy)]
pub(super) struct GlyphPlace {
    /// From thousandths of the height of the text to the page.
    pub(super) matrix: Affine,
    /// Advance of the glyph, in thousandths.
    pub(super) advance: f64,
    /// Whether lines run downwards.
    pub(super) vertical: bool,
    /// Its turn among all that is drawn.
    pub(super) turn: usize,
}

impl Lines {
    /// Hears a glyph; a glyph that means no letter still takes its place.
    pub(super) fn hear(&mut self, text: Option<&str>, place: GlyphPlace) -> Result<(), Fault> {
        let GlyphPlace {
            matrix,
            advance,
            vertical,
            turn,
        } = place;
        let begin = matrix * Point::ORIGIN;
        let (ahead, end) = if vertical {
            (Point::new(0.0, -1.0), Point::new(0.0, advance))
        } else {
            (Point::new(1.0, 0.0), Point::new(advance, 0.0))
        };
        let end = matrix * end;
        let height = length(matrix * Point::new(0.0, 1000.0) - begin);
        let code = text.unwrap_or("\u{fffd}").chars().fold(0, |sum, c| {
            u64::wrapping_mul(sum, 31).wrapping_add(u64::from(u32::from(c)))
        });
        let mut parted = self.last.is_none();
        if let Some(last) = self.last {
            // a glyph filled, then stroked, is one letter
            if last.text == code && length(begin - last.begin) <= f64::EPSILON {
                return Ok(());
            }
            let along = unit(matrix * ahead - begin);
            let moved = begin - last.end;
            let (forward, across) = (moved.dot(along), moved.cross(along).abs());
            let scale = last.height.max(height);
            if across > LINE_GAP * scale || forward < -2.0 * scale {
                self.page.separate('\n')?;
                parted = true;
            } else if forward > WORD_GAP * scale {
                self.page.separate(' ')?;
                parted = true;
            }
        }
        self.last = Some(Last {
            begin,
            end,
            height,
            text: code,
        });
        let Some(text) = text else { return Ok(()) };
        self.page.push(text)?;
        let at = self.page.text.len();
        match self.runs.last_mut().filter(|run| !parted && run.turn == turn) {
            Some(run) => (run.end, run.to) = (at, end),
            None => self.runs.push(Run {
                end: at,
                from: begin,
                to: end,
                turn,
            }),
        }
        Ok(())
    }

    /// Ends the page: all that was heard, seen or not.
    pub(super) fn all(&mut self) -> String {
        self.last = None;
        self.runs.clear();
        std::mem::take(&mut self.page.text)
    }

    /// Ends the page: its text without what was drawn over, and that apart. The count of characters goes on with the next.
    pub(super) fn end(&mut self, surfaces: &Surfaces) -> (String, String) {
        self.last = None;
        let whole = std::mem::take(&mut self.page.text);
        let runs = std::mem::take(&mut self.runs);
        if !surfaces.may_cover() {
            return (whole, String::new());
        }
        let (mut kept, mut covered, mut from) = (String::with_capacity(whole.len()), String::new(), 0);
        for run in runs {
            let text = whole.get(from..run.end).unwrap_or_default();
            from = run.end;
            if surfaces.covers(run.from.midpoint(run.to), run.turn) {
                covered.push_str(text);
                // words on both sides stay apart
                kept.push(if text.contains('\n') { '\n' } else { ' ' });
            } else {
                kept.push_str(text);
            }
        }
        kept.push_str(whole.get(from..).unwrap_or_default());
        (kept, covered)
    }
}

pub(super) fn length(vector: Vec2) -> f64 {
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
