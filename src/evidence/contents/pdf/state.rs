//! The state of drawing: what `q` keeps and `Q` gives back.

use std::rc::Rc;

use kurbo::{Affine, Rect};

use super::font::Font;
use super::sight::{BLACK, Shade};

/// What a colour is mixed of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Grey, red-green-blue or inks, by the number of parts.
    Plain(usize),
    /// One ink that is not named: none of it is white.
    Ink,
    /// Anything else: not told cheaply.
    Other,
}

/// A colour to draw with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    pub(super) space: Space,
    pub(super) shade: Shade,
    pub(super) alpha: f64,
}

impl Default for Paint {
    fn default() -> Self {
        Self {
            space: Space::Plain(1),
            shade: BLACK,
            alpha: 1.0,
        }
    }
}

/// Everything that `q` keeps.
#[derive(Debug, Clone)]
pub(super) struct DrawState {
    pub(super) matrix: Affine,
    pub(super) clip: Rect,
    pub(super) fill: Paint,
    pub(super) stroke: Paint,
    /// A soft mask or a mode of blending: what is drawn hides nothing.
    pub(super) blended: bool,
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f64,
    pub(super) letter_gap: f64,
    pub(super) word_gap: f64,
    pub(super) stretch: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) mode: i64,
}

impl DrawState {
    pub(super) fn new(matrix: Affine, clip: Rect) -> Self {
        Self {
            matrix,
            clip,
            fill: Paint::default(),
            stroke: Paint::default(),
            blended: false,
            font: None,
            size: 0.0,
            letter_gap: 0.0,
            word_gap: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        }
    }
}
