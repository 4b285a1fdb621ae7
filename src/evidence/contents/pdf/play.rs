//! Plays the pages of a PDF for what an eye would see of them: texts, surfaces, pictures, drawings. Every step is counted.
#![expect(clippy::float_arithmetic, reason = "places on a page")]

mod letters;
mod painting;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use hayro_syntax::content::{Instruction, UntypedIter};
use hayro_syntax::object::Object as Operand;
use kurbo::{Affine, Point, Rect};
use lopdf::{Dictionary, Object, Stream};

use super::file::File;
use super::font::Font;
use super::layers::Layers;
use super::lines::Lines;
use super::pages::PageLeaf;
use super::sight::Surfaces;
use super::state::DrawState;
use super::{Fault, limits};

/// Drawings in drawings.
const NESTED: usize = 24;

/// States kept by `q`.
const KEPT: usize = 512;

/// Smaller letters are not read, in points.
const SMALLEST: f64 = 1.0;

/// A picture on a page.
#[derive(Debug, Clone)]
pub(super) struct Placed<'a> {
    pub(super) stream: Cow<'a, Stream>,
    /// Resources in which its colours are named.
    pub(super) resources: &'a Dictionary,
    /// The share of the page that it covers, in thousandths.
    pub(super) share: u32,
}

/// What was drawn on one page.
#[derive(Debug, Default)]
pub(super) struct DrawnPage<'a> {
    pub(super) text: String,
    /// Glyphs that map to nothing.
    pub(super) unmapped: u32,
    /// Letters that no eye sees.
    pub(super) unseen: u32,
    /// The text that they make.
    pub(super) concealed: String,
    pub(super) pictures: Vec<Placed<'a>>,
    /// Lines and curves that are seen.
    pub(super) strokes: u32,
}

/// Plays page after page, within one budget.
#[derive(Debug)]
pub(super) struct Player<'a, 'f> {
    file: &'f File<'a>,
    layers: Layers,
    lines: Lines,
    /// Lines that no eye sees.
    unseen: Lines,
    fonts: BTreeMap<usize, Rc<Font>>,
    unpacked: BTreeMap<usize, Rc<Vec<u8>>>,
    steps: u64,
    bytes: u64,
    page: Sheet<'a>,
}

/// The page that is being played.
#[derive(Debug, Default)]
struct Sheet<'a> {
    drawn: DrawnPage<'a>,
    surfaces: Surfaces,
    area: f64,
}

/// Where names of fonts, drawings and colours are looked up.
#[derive(Debug, Clone, Copy)]
struct Names<'a> {
    own: &'a Dictionary,
    page: &'a Dictionary,
}

/// A path that is being built.
#[derive(Debug, Default)]
struct Path {
    bounds: Option<Rect>,
    /// Only rectangles along the axes so far.
    squares: bool,
    parts: u32,
    clips: bool,
    current: Point,
}

impl Path {
    fn reach(&mut self, point: Point) {
        let rect = Rect::from_points(point, point);
        self.bounds = Some(self.bounds.map_or(rect, |bounds| bounds.union(rect)));
        self.current = point;
    }
}

/// The matrices of a text object.
#[derive(Debug, Clone, Copy, Default)]
struct Pen {
    line: Affine,
    at: Affine,
}

impl<'a, 'f> Player<'a, 'f> {
    /// With so many steps to draw in.
    pub(super) fn new(file: &'f File<'a>, steps: u64) -> Self {
        Self {
            file,
            layers: Layers::new(file),
            lines: Lines::default(),
            unseen: Lines::default(),
            fonts: BTreeMap::new(),
            unpacked: BTreeMap::new(),
            steps,
            bytes: limits::INFLATED_BYTES,
            page: Sheet::default(),
        }
    }

    /// Plays a page and what is laid over it: filled fields, stamps, notes that stand in the page.
    pub(super) fn page(&mut self, leaf: &PageLeaf<'a>) -> Result<DrawnPage<'a>, Fault> {
        let seen = leaf.seen;
        self.page = Sheet {
            area: seen.area(),
            ..Sheet::default()
        };
        let names = Names {
            own: leaf.resources,
            page: leaf.resources,
        };
        let state = DrawState::new(Affine::IDENTITY, seen);
        let content = self.content(leaf)?;
        self.play(&content, names, state.clone(), 0)?;
        for note in leaf.notes(self.file) {
            let placed = note.placed(self.file);
            if let Some((stream, matrix)) = placed {
                let mut state = state.clone();
                state.matrix *= matrix;
                self.form(stream, names, state, 1)?;
            }
        }
        let mut drawn = std::mem::take(&mut self.page.drawn);
        let (text, covered) = self.lines.end(&self.page.surfaces);
        drawn.text = text;
        let letters = covered.chars().filter(|c| !c.is_whitespace()).count();
        drawn.unseen = drawn
            .unseen
            .saturating_add(u32::try_from(letters).unwrap_or(u32::MAX));
        drawn.concealed = self.unseen.all();
        drawn.concealed.push('\n');
        drawn.concealed.push_str(&covered);
        Ok(drawn)
    }

    /// The content of a page: its streams, one after the other.
    fn content(&self, leaf: &PageLeaf<'a>) -> Result<Vec<u8>, Fault> {
        let streams: Vec<&'a Stream> = match self.file.get(leaf.dict, b"Contents") {
            Some(Object::Stream(stream)) => vec![stream],
            Some(Object::Array(parts)) => parts
                .iter()
                .filter_map(|part| self.file.follow(part)?.as_stream().ok())
                .collect(),
            _ => Vec::new(),
        };
        let mut content = Vec::new();
        for stream in streams {
            content.extend(self.file.unpack(stream)?);
            content.push(b'\n');
        }
        Ok(content)
    }

    fn step(&mut self, steps: u64) -> Result<(), Fault> {
        self.steps = self.steps.checked_sub(steps).ok_or(Fault::TooManyDrawings)?;
        Ok(())
    }

    fn play(
        &mut self,
        content: &[u8],
        names: Names<'a>,
        state: DrawState,
        nested: usize,
    ) -> Result<(), Fault> {
        let length = content.len() as u64;
        self.bytes = self.bytes.checked_sub(length).ok_or(Fault::TooManyDrawings)?;
        let mut playing = Playing {
            player: self,
            names,
            nested,
            state,
            kept: Vec::new(),
            pen: Pen::default(),
            path: Path {
                squares: true,
                ..Path::default()
            },
            hidden: Vec::new(),
        };
        let mut instructions = UntypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            playing.player.step(1)?;
            playing.obey(&instruction)?;
        }
        Ok(())
    }

    /// Plays a drawing that is used by name.
    fn form(
        &mut self,
        stream: &'a Stream,
        names: Names<'a>,
        mut state: DrawState,
        nested: usize,
    ) -> Result<(), Fault> {
        if nested > NESTED {
            return Err(Fault::TooManyDrawings);
        }
        let matrix = self
            .file
            .numbers::<6>(&stream.dict, b"Matrix")
            .map_or(Affine::IDENTITY, Affine::new);
        state.matrix *= matrix;
        if let Some(bounds) = self.file.numbers::<4>(&stream.dict, b"BBox") {
            let [x0, y0, x1, y1] = bounds;
            let bounds = state.matrix.transform_rect_bbox(Rect::new(x0, y0, x1, y1).abs());
            state.clip = state.clip.intersect(bounds);
        }
        let own = self.file.dict(&stream.dict, b"Resources").unwrap_or(names.own);
        let key = std::ptr::from_ref(stream).addr();
        let content = match self.unpacked.get(&key) {
            Some(known) => Rc::clone(known),
            None => {
                let content = Rc::new(self.file.unpack(stream)?);
                self.unpacked.insert(key, Rc::clone(&content));
                content
            }
        };
        let names = Names {
            own,
            page: names.page,
        };
        self.play(&content, names, state, nested)
    }

    fn font(&mut self, dict: &'a Dictionary) -> Result<Rc<Font>, Fault> {
        let key = std::ptr::from_ref(dict).addr();
        if let Some(known) = self.fonts.get(&key) {
            return Ok(Rc::clone(known));
        }
        self.step(256)?;
        let font = Rc::new(Font::new(self.file, dict)?);
        self.fonts.insert(key, Rc::clone(&font));
        Ok(font)
    }

    /// Something of a family of resources, by name.
    fn named(&self, names: Names<'a>, family: &[u8], name: &[u8]) -> Option<&'a Object> {
        [names.own, names.page].into_iter().find_map(|resources| {
            let family = self.file.dict(resources, family)?;
            self.file.get(family, name)
        })
    }
}

/// One content stream, being played.
struct Playing<'p, 'a, 'f> {
    player: &'p mut Player<'a, 'f>,
    names: Names<'a>,
    nested: usize,
    state: DrawState,
    kept: Vec<DrawState>,
    pen: Pen,
    path: Path,
    /// Marked parts that are open, and whether each hides what stands in it.
    hidden: Vec<bool>,
}

impl<'a> Playing<'_, 'a, '_> {
    fn obey(&mut self, instruction: &Instruction<'_, '_>) -> Result<(), Fault> {
        let operator: &[u8] = instruction.operator;
        match operator {
            b"q" => {
                if self.kept.len() < KEPT {
                    self.kept.push(self.state.clone());
                }
            }
            b"Q" => {
                if let Some(state) = self.kept.pop() {
                    self.state = state;
                }
            }
            b"cm" => {
                if let Some(matrix) = numbers(instruction) {
                    self.state.matrix *= Affine::new(matrix);
                }
            }
            b"gs" => self.graphics(instruction),
            b"BT" => self.pen = Pen::default(),
            b"Tf" => self.choose_font(instruction)?,
            b"Tc" => set(&mut self.state.letter_gap, instruction),
            b"Tw" => set(&mut self.state.word_gap, instruction),
            b"TL" => set(&mut self.state.leading, instruction),
            b"Ts" => set(&mut self.state.rise, instruction),
            b"Tz" => {
                if let Some([percent]) = numbers(instruction) {
                    self.state.stretch = percent / 100.0;
                }
            }
            b"Tr" => {
                if let Some([mode]) = numbers::<1>(instruction) {
                    self.state.mode = whole(mode);
                }
            }
            b"Td" | b"TD" => {
                if let Some([x, y]) = numbers(instruction) {
                    if operator == b"TD" {
                        self.state.leading = -y;
                    }
                    self.next_line(x, y);
                }
            }
            b"Tm" => {
                if let Some(matrix) = numbers(instruction) {
                    self.pen.line = Affine::new(matrix);
                    self.pen.at = self.pen.line;
                }
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Tj" | b"'" | b"\"" | b"TJ" => self.show(operator, instruction)?,
            b"BDC" | b"BMC" => {
                let hidden = self
                    .player
                    .layers
                    .hides(self.player.file, self.names.own, instruction);
                if self.hidden.len() < KEPT {
                    self.hidden.push(hidden);
                }
            }
            b"EMC" => drop(self.hidden.pop()),
            b"Do" => self.draw(instruction)?,
            b"BI" | b"EI" => self.inline(instruction),
            b"sh" => {
                let clip = self.state.clip;
                self.player.page.surfaces.lay(clip, None, false);
            }
            b"m" | b"l" | b"c" | b"v" | b"y" | b"re" | b"h" | b"W" | b"W*" => {
                self.build(operator, instruction);
            }
            b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s" | b"n" => self.paint(operator),
            _ => self.colour(operator, instruction),
        }
        Ok(())
    }

    fn is_hidden(&self) -> bool {
        self.hidden.contains(&true)
    }

    fn graphics(&mut self, instruction: &Instruction<'_, '_>) {
        let Some(Operand::Name(name)) = instruction.operands().next() else {
            return;
        };
        let file = self.player.file;
        let found = self.player.named(self.names, b"ExtGState", name);
        let Some(dict) = found.and_then(|state| state.as_dict().ok()) else {
            return;
        };
        let alpha = |key: &[u8]| file.get(dict, key).and_then(File::number);
        self.state.fill.alpha = alpha(b"ca").unwrap_or(self.state.fill.alpha);
        self.state.stroke.alpha = alpha(b"CA").unwrap_or(self.state.stroke.alpha);
        if let Some(mask) = file.get(dict, b"SMask") {
            self.state.blended = mask.as_name().is_err();
        }
        if let Some(mode) = file.name(dict, b"BM") {
            self.state.blended |= !matches!(mode, b"Normal" | b"Compatible");
        }
    }

    fn draw(&mut self, instruction: &Instruction<'_, '_>) -> Result<(), Fault> {
        let Some(Operand::Name(name)) = instruction.operands().next() else {
            return Ok(());
        };
        let found = self.player.named(self.names, b"XObject", name);
        let Some(stream) = found.and_then(|object| object.as_stream().ok()) else {
            return Ok(());
        };
        let file = self.player.file;
        if self.is_hidden() || self.player.layers.hides_object(file, &stream.dict) {
            return Ok(());
        }
        match file.name(&stream.dict, b"Subtype") {
            Some(b"Form") => self
                .player
                .form(stream, self.names, self.state.clone(), self.nested + 1),
            Some(b"Image") => {
                let masked = [b"SMask".as_slice(), b"Mask", b"ImageMask"]
                    .into_iter()
                    .any(|key| stream.dict.has(key));
                self.place(Cow::Borrowed(stream), masked);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn inline(&mut self, instruction: &Instruction<'_, '_>) {
        if let Some(Operand::Stream(found)) = instruction.operands().next()
            && !self.is_hidden()
            && let Some(stream) = super::inline::stream(found)
        {
            let masked = stream.dict.has(b"ImageMask");
            self.place(Cow::Owned(stream), masked);
        }
    }

    /// A picture, in the unit square.
    fn place(&mut self, stream: Cow<'a, Stream>, masked: bool) {
        let bounds = self
            .state
            .matrix
            .transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
        let seen = bounds.intersect(self.state.clip);
        let page = &mut self.player.page;
        if self.state.fill.alpha <= 0.05 || seen.area() <= 0.0 {
            return;
        }
        let solid = !masked && !self.state.blended && self.state.fill.alpha >= 0.99;
        page.surfaces.lay(seen, None, solid);
        let share = if page.area > 0.0 {
            seen.area() / page.area
        } else {
            0.0
        };
        page.drawn.pictures.push(Placed {
            stream,
            resources: self.names.own,
            share: thousandths(share),
        });
    }
}

/// Turned by quarters only.
fn is_upright(matrix: Affine) -> bool {
    let [a, b, c, d, ..] = matrix.as_coeffs();
    (b.abs() < 1e-6 && c.abs() < 1e-6) || (a.abs() < 1e-6 && d.abs() < 1e-6)
}

fn numbers<const N: usize>(instruction: &Instruction<'_, '_>) -> Option<[f64; N]> {
    let mut out = [0.0; N];
    let mut operands = instruction.operands();
    for slot in &mut out {
        let Some(Operand::Number(number)) = operands.next() else {
            return None;
        };
        *slot = number.as_f64();
    }
    Some(out)
}

fn set(value: &mut f64, instruction: &Instruction<'_, '_>) {
    if let Some([number]) = numbers(instruction) {
        *value = number;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a mode is a digit")]
fn whole(number: f64) -> i64 {
    number as i64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a page, held between bounds"
)]
fn thousandths(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 1000.0) as u32
}
