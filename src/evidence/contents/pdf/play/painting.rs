//! What is drawn on a page besides letters: paths, the surfaces that they fill, and the colours of both.

use hayro_syntax::content::Instruction;
use hayro_syntax::object::Object as Operand;
use kurbo::Point;
use lopdf::Object;

use super::{Path, Playing, is_upright, numbers};
use crate::contents::pdf::file::File;
use crate::contents::pdf::sight::{self, Shade};
use crate::contents::pdf::state::{Paint, Space};

impl Playing<'_, '_, '_> {
    pub(super) fn build(&mut self, operator: &[u8], instruction: &Instruction<'_, '_>) {
        let matrix = self.state.matrix;
        let path = &mut self.path;
        match operator {
            b"re" => {
                if let Some([x, y, width, height]) = numbers(instruction) {
                    for (x, y) in [(x, y), (x + width, y), (x + width, y + height), (x, y + height)] {
                        path.reach(matrix * Point::new(x, y));
                    }
                    path.squares &= path.parts == 0 && is_upright(matrix);
                    path.parts = path.parts.saturating_add(4);
                }
            }
            b"m" | b"l" => {
                if let Some([x, y]) = numbers(instruction) {
                    let (from, to) = (path.current, matrix * Point::new(x, y));
                    // along an axis, or the point from which it all begins
                    let along = (from.x - to.x).abs() < 0.01 || (from.y - to.y).abs() < 0.01;
                    path.squares &= if operator == b"m" {
                        path.bounds.is_none()
                    } else {
                        along
                    };
                    path.parts = path.parts.saturating_add(u32::from(operator == b"l"));
                    path.reach(to);
                }
            }
            b"c" | b"v" | b"y" => {
                path.squares = false;
                path.parts = path.parts.saturating_add(1);
                let mut operands = instruction.operands();
                while let (Some(Operand::Number(x)), Some(Operand::Number(y))) =
                    (operands.next(), operands.next())
                {
                    path.reach(matrix * Point::new(x.as_f64(), y.as_f64()));
                }
            }
            b"W" | b"W*" => path.clips = true,
            _ => {}
        }
    }

    pub(super) fn paint(&mut self, operator: &[u8]) {
        let path = std::mem::replace(
            &mut self.path,
            Path {
                squares: true,
                ..Path::default()
            },
        );
        let Some(bounds) = path.bounds else { return };
        let seen = bounds.intersect(self.state.clip);
        let fills = !matches!(operator, b"S" | b"s" | b"n");
        let paint: Option<Paint> = match operator {
            b"n" => None,
            b"S" | b"s" => Some(self.state.stroke),
            _ => Some(self.state.fill),
        };
        if let Some(paint) = paint.filter(|paint| paint.alpha > 0.05)
            && !self.is_hidden()
        {
            let page = &mut self.player.page;
            let touches = seen.width() >= 0.0 && seen.height() >= 0.0;
            if touches && page.surfaces.shows(paint.shade, bounds.center()) {
                page.drawn.strokes = page.drawn.strokes.saturating_add(path.parts);
            }
            if fills {
                let four = path.squares && path.parts <= 5;
                let solid = four && !self.state.blended && paint.alpha >= 0.99;
                page.surfaces.lay(seen, paint.shade, solid);
            }
        }
        if path.clips {
            self.state.clip = seen;
        }
    }

    pub(super) fn colour(&mut self, operator: &[u8], instruction: &Instruction<'_, '_>) {
        let stroking = operator.first().is_some_and(u8::is_ascii_uppercase);
        let file = self.player.file;
        let space = match operator {
            b"g" | b"G" => Space::Plain(1),
            b"rg" | b"RG" => Space::Plain(3),
            b"k" | b"K" => Space::Plain(4),
            b"cs" | b"CS" => {
                let Some(Operand::Name(name)) = instruction.operands().next() else {
                    return;
                };
                let space = space_of(file, self.player.named(self.names, b"ColorSpace", name), name);
                let paint = if stroking {
                    &mut self.state.stroke
                } else {
                    &mut self.state.fill
                };
                paint.space = space;
                paint.shade = match space {
                    Space::Plain(4) => sight::shade(&[0.0, 0.0, 0.0, 1.0]),
                    Space::Plain(1) => sight::shade(&[0.0]),
                    Space::Plain(_) => sight::shade(&[0.0; 3]),
                    Space::Ink => sight::BLACK,
                    Space::Other => None,
                };
                return;
            }
            b"sc" | b"scn" => self.state.fill.space,
            b"SC" | b"SCN" => self.state.stroke.space,
            _ => return,
        };
        let mut parts: Vec<f64> = Vec::with_capacity(4);
        for operand in instruction.operands() {
            match operand {
                Operand::Number(part) => parts.push(part.as_f64()),
                // a pattern
                _ => parts.clear(),
            }
        }
        let shade: Shade = match space {
            Space::Plain(n) if parts.len() == n => sight::shade(&parts),
            Space::Ink => parts.first().map(|ink| [1.0 - ink; 3]),
            _ => None,
        };
        let paint = if stroking {
            &mut self.state.stroke
        } else {
            &mut self.state.fill
        };
        paint.space = space;
        paint.shade = shade;
    }
}

/// What the colours of a named space are mixed of.
fn space_of(file: &File<'_>, found: Option<&Object>, name: &[u8]) -> Space {
    match found {
        Some(Object::Array(parts)) => {
            let kind = parts
                .first()
                .and_then(|kind| kind.as_name().ok())
                .unwrap_or_default();
            match kind {
                b"ICCBased" => {
                    let profile = parts.get(1).and_then(|part| file.document.dereference(part).ok());
                    let parts = profile.and_then(|(_, profile)| {
                        profile.as_stream().ok()?.dict.get(b"N").ok()?.as_i64().ok()
                    });
                    parts
                        .and_then(|n| usize::try_from(n).ok())
                        .map_or(Space::Other, Space::Plain)
                }
                b"CalRGB" => Space::Plain(3),
                b"CalGray" => Space::Plain(1),
                b"Separation" => Space::Ink,
                _ => Space::Other,
            }
        }
        Some(Object::Name(name)) => plain_space(name),
        _ => plain_space(name),
    }
}

fn plain_space(name: &[u8]) -> Space {
    match name {
        b"DeviceGray" | b"CalGray" | b"G" => Space::Plain(1),
        b"DeviceRGB" | b"CalRGB" | b"RGB" => Space::Plain(3),
        b"DeviceCMYK" | b"CMYK" => Space::Plain(4),
        _ => Space::Other,
    }
}
