//! What an eye sees of a page: colours, the surfaces under a text, and those laid over it later.
#![expect(clippy::float_arithmetic, reason = "shades and places on a page")]

use kurbo::{Point, Rect};

/// Red, green and blue from 0 to 1; none where it cannot be told cheaply: such a colour is taken to be seen.
pub(super) type Shade = Option<[f64; 3]>;

pub(super) const BLACK: Shade = Some([0.0; 3]);
const WHITE: [f64; 3] = [1.0; 3];

/// Two shades that differ by less than this, in every part, are one to the eye.
const APART: f64 = 0.06;

/// Surfaces of a page that are looked at; a page of more fills is a drawing, and later ones hide no text that is meant.
const MOST: usize = 300;

/// A rule of a table, thinner than this, hides no text.
const THIN: f64 = 3.0;

/// A filled rectangle, the bounds of another filled path, a picture.
#[derive(Debug)]
struct Surface {
    rect: Rect,
    shade: Shade,
    /// Exactly that rectangle, and opaque.
    solid: bool,
    turn: usize,
}

/// What was laid on a page, in turn.
#[derive(Debug, Default)]
pub(super) struct Surfaces {
    laid: Vec<Surface>,
    /// The turn of the next thing drawn.
    pub(super) turn: usize,
    texts: bool,
    covering: bool,
}

impl Surfaces {
    /// Lays a surface.
    pub(super) fn lay(&mut self, rect: Rect, shade: Shade, solid: bool) {
        if self.laid.len() < MOST && rect.width().min(rect.height()) >= THIN {
            // what follows a surface has another turn than what came before it
            self.turn += 1;
            self.covering |= solid && self.texts;
            self.laid.push(Surface {
                rect,
                shade,
                solid,
                turn: self.turn,
            });
            self.turn += 1;
        }
    }

    /// Would a text of this shade be seen here?
    pub(super) fn shows(&mut self, shade: Shade, at: Point) -> bool {
        self.texts = true;
        let Some(shade) = shade else { return true };
        for surface in self.laid.iter().rev().filter(|surface| surface.rect.contains(at)) {
            if surface.shade.is_none_or(|under| differ(shade, under)) {
                return true;
            }
            if surface.solid {
                return false;
            }
        }
        differ(shade, WHITE)
    }

    /// How many surfaces a look may have to pass.
    pub(super) fn depth(&self) -> usize {
        self.laid.len()
    }

    /// Could anything lie over a text?
    pub(super) fn may_cover(&self) -> bool {
        self.covering
    }

    /// Does something opaque, drawn after this turn, lie there?
    pub(super) fn covers(&self, at: Point, turn: usize) -> bool {
        self.laid
            .iter()
            .rev()
            .take_while(|surface| surface.turn > turn)
            .any(|surface| surface.solid && surface.rect.contains(at))
    }
}

fn differ(a: [f64; 3], b: [f64; 3]) -> bool {
    a.iter().zip(b).any(|(a, b)| (a - b).abs() > APART)
}

/// The shade of a colour of so many parts: grey, red-green-blue, or inks.
pub(super) fn shade(parts: &[f64]) -> Shade {
    match *parts {
        [grey] => Some([grey; 3]),
        [red, green, blue] => Some([red, green, blue]),
        [cyan, magenta, yellow, black] => {
            Some([cyan, magenta, yellow].map(|ink| (1.0 - ink) * (1.0 - black)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64) -> Point {
        Point::new(x, 5.0)
    }

    #[test]
    fn a_text_is_seen_where_it_differs_from_what_it_stands_on() {
        let mut page = Surfaces::default();
        let white = shade(&[1.0]);
        assert!(!page.shows(white, at(5.0)));
        assert!(page.shows(BLACK, at(5.0)));
        page.lay(
            Rect::new(0.0, 0.0, 10.0, 10.0),
            shade(&[1.0, 1.0, 0.0, 0.2]),
            true,
        );
        assert!(page.shows(white, at(5.0)));
        assert!(!page.shows(white, at(15.0)));
        assert!(page.shows(None, at(15.0)));
        page.lay(Rect::new(0.0, 0.0, 10.0, 10.0), shade(&[0.0]), false);
        assert!(page.shows(BLACK, at(5.0)), "a drawing may be full of holes");
        page.lay(Rect::new(0.0, 0.0, 10.0, 10.0), shade(&[0.0]), true);
        assert!(!page.shows(BLACK, at(5.0)));
    }

    #[test]
    fn what_is_laid_later_covers() {
        let mut page = Surfaces::default();
        let square = Rect::new(0.0, 0.0, 10.0, 10.0);
        page.lay(square, None, true);
        assert!(page.shows(BLACK, at(5.0)));
        let turn = page.turn;
        assert!(!page.may_cover());
        page.lay(square, None, false);
        assert!(!page.covers(at(5.0), turn));
        page.lay(square, None, true);
        assert!(page.may_cover() && page.covers(at(5.0), turn));
        assert!(!page.covers(at(15.0), turn) && !page.covers(at(5.0), page.turn));
    }
}
