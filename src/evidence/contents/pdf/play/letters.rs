//! The letters of a page: where the pen stands, which font it holds, what it writes, and whether an eye sees it.

use std::rc::Rc;

use hayro_syntax::content::Instruction;
use hayro_syntax::object::Object as Operand;
use kurbo::{Affine, Point};

use super::{Playing, SMALLEST};
use crate::contents::pdf::Fault;
use crate::contents::pdf::font::Font;
use crate::contents::pdf::lines::{GlyphPlace, length};

impl Playing<'_, '_, '_> {
    pub(super) fn next_line(&mut self, x: f64, y: f64) {
        self.pen.line *= Affine::translate((x, y));
        self.pen.at = self.pen.line;
    }

    pub(super) fn choose_font(&mut self, instruction: &Instruction<'_, '_>) -> Result<(), Fault> {
        let mut operands = instruction.operands();
        let (Some(Operand::Name(name)), Some(Operand::Number(size))) = (operands.next(), operands.next())
        else {
            return Ok(());
        };
        self.state.size = size.as_f64();
        let dict = self.player.named(self.names, b"Font", name);
        self.state.font = match dict.and_then(|font| font.as_dict().ok()) {
            Some(dict) => Some(self.player.font(dict)?),
            None => None,
        };
        Ok(())
    }

    pub(super) fn show(&mut self, operator: &[u8], instruction: &Instruction<'_, '_>) -> Result<(), Fault> {
        let mut operands = instruction.operands();
        match operator {
            b"'" => self.next_line(0.0, -self.state.leading),
            b"\"" => {
                if let (Some(Operand::Number(word)), Some(Operand::Number(letter))) =
                    (operands.next(), operands.next())
                {
                    self.state.word_gap = word.as_f64();
                    self.state.letter_gap = letter.as_f64();
                }
                self.next_line(0.0, -self.state.leading);
            }
            _ => {}
        }
        let font = match &self.state.font {
            Some(font) => Rc::clone(font),
            None => Rc::new(Font::fallback()),
        };
        let vertical = font.is_vertical();
        match operands.next() {
            Some(Operand::String(text)) => self.text(&font, text.as_bytes())?,
            Some(Operand::Array(parts)) => {
                for part in parts.iter::<Operand<'_>>() {
                    self.player.step(1)?;
                    match part {
                        Operand::String(text) => self.text(&font, text.as_bytes())?,
                        Operand::Number(gap) => {
                            let moved = -gap.as_f64() / 1000.0 * self.state.size;
                            self.advance(moved, vertical);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn advance(&mut self, by: f64, vertical: bool) {
        self.pen.at *= if vertical {
            Affine::translate((0.0, by))
        } else {
            Affine::translate((by * self.state.stretch, 0.0))
        };
    }

    pub(super) fn text(&mut self, font: &Font, bytes: &[u8]) -> Result<(), Fault> {
        let vertical = font.is_vertical();
        let hidden = self.is_hidden();
        font.read(bytes, |code| {
            let state = &self.state;
            let size = state.size;
            let unit = Affine::new([
                size * state.stretch / 1000.0,
                0.0,
                0.0,
                size / 1000.0,
                0.0,
                state.rise,
            ]);
            let matrix = state.matrix * self.pen.at * unit;
            let place = GlyphPlace {
                matrix,
                advance: code.advance,
                vertical,
                turn: self.player.page.surfaces.turn,
            };
            let depth = self.player.page.surfaces.depth() as u64;
            self.player.step(1 + depth / 64)?;
            let seen = !hidden && self.sees(matrix, code.advance);
            let page = &mut self.player.page.drawn;
            if seen {
                if code.text.is_none() {
                    page.unmapped = page.unmapped.saturating_add(1);
                }
                self.player.lines.hear(code.text.as_deref(), place)?;
            } else if code.text.as_deref().is_some_and(|text| !text.trim().is_empty()) {
                page.unseen = page.unseen.saturating_add(1);
                self.player.unseen.hear(code.text.as_deref(), place)?;
            }
            let gap = self.state.letter_gap + if code.space { self.state.word_gap } else { 0.0 };
            self.advance(code.advance / 1000.0 * size + gap, vertical);
            Ok(())
        })
    }

    /// Is a glyph drawn so that an eye sees it?
    pub(super) fn sees(&mut self, matrix: Affine, advance: f64) -> bool {
        let state = &self.state;
        let paint = match state.mode {
            0 | 2 | 4 | 6 => state.fill,
            1 | 5 => state.stroke,
            _ => return false,
        };
        let middle = matrix * Point::new(advance / 2.0, 250.0);
        let height = length(matrix * Point::new(0.0, 1000.0) - matrix * Point::ORIGIN);
        paint.alpha > 0.05
            && height >= SMALLEST
            && state.clip.contains(middle)
            && self.player.page.surfaces.shows(paint.shade, middle)
    }
}
