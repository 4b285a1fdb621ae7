//! Frames to printpdf operators: text, shapes, links; each run inside marked content.

#![expect(clippy::float_arithmetic, reason = "ink: coordinates on a page")]
#![expect(
    clippy::cast_possible_truncation,
    reason = "printpdf takes f32; coordinates are rounded to thousandths first"
)]

use std::collections::BTreeMap;

use printpdf::{
    Actions, BorderArray, Codepoint, Color, ColorArray, CurTransMat, DictItem, Line, LinePoint,
    LinkAnnotation, Op, PaintMode, PdfFontHandle, PdfPage, Point, Polygon, PolygonRing, Pt, RawImage,
    RawImageData, RawImageFormat, Rect, Rgb, TextItem, TextMatrix, WindingOrder, XObject, XObjectId,
    XObjectTransform,
};
use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, Point as At, Size, Transform};
use typst::model::Destination;
use typst::visualize::{CurveItem, Geometry, Image, ImageKind, Paint, Shape};
use typst_layout::PagedDocument;

use super::fonts::Fonts;
use super::tags::{Kid, Tree};

/// Draws every page; the tree tells what each run belongs to.
pub(super) fn draw(
    document: &PagedDocument,
    fonts: &Fonts,
) -> (Vec<PdfPage>, Tree, BTreeMap<XObjectId, XObject>) {
    let mut pen = Pen {
        document,
        fonts,
        tree: Tree::new(document.pages().len()),
        page: 0,
        height: 0.0,
        ops: Vec::new(),
        open: None,
        images: BTreeMap::new(),
    };
    let mut pages = Vec::new();
    for (number, page) in document.pages().iter().enumerate() {
        pen.page = number;
        pen.height = page.frame.height().to_pt();
        pen.frame(&page.frame, Transform::identity());
        pen.close();
        let size = |length: Abs| Pt(length.to_pt() as f32).into();
        pages.push(PdfPage::new(
            size(page.frame.width()),
            size(page.frame.height()),
            std::mem::take(&mut pen.ops),
        ));
    }
    (pages, pen.tree, pen.images)
}

/// Whom marked content belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Element(usize),
    Artifact,
}

struct Pen<'a> {
    document: &'a PagedDocument,
    fonts: &'a Fonts,
    tree: Tree,
    page: usize,
    height: f64,
    ops: Vec<Op>,
    /// The marked content that is open.
    open: Option<Owner>,
    /// Raster images, by the name that the pages use.
    images: BTreeMap<XObjectId, XObject>,
}

impl Pen<'_> {
    fn frame(&mut self, frame: &Frame, outer: Transform) {
        for (position, item) in frame.items() {
            let here = outer.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Tag(Tag::Start(content, _)) => self.tree.start(content),
                FrameItem::Tag(Tag::End(location, ..)) => self.tree.end(*location),
                FrameItem::Group(group) => {
                    let depth = self.tree.enter(group.parent.map(|parent| parent.location));
                    self.frame(&group.frame, here.pre_concat(group.transform));
                    if group.parent.is_some() {
                        self.tree.leave(depth);
                    }
                }
                FrameItem::Text(run) => {
                    self.mark(true);
                    self.text(run, &here);
                }
                FrameItem::Shape(shape, _) => {
                    let real = self.tree.in_figure();
                    self.mark(real);
                    self.shape(shape, &here);
                }
                FrameItem::Link(target, size) => self.link(target, *size, &here),
                FrameItem::Image(image, size, _) => {
                    let real = self.tree.in_figure();
                    self.mark(real);
                    self.image(image, *size, &here);
                }
            }
        }
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    /// Opens marked content for what follows: of the element at hand, or an artifact.
    fn mark(&mut self, real: bool) {
        let owner = if real && !self.tree.is_artifact() {
            Owner::Element(self.tree.leaf())
        } else {
            Owner::Artifact
        };
        if self.open == Some(owner) {
            return;
        }
        self.close();
        self.open = Some(owner);
        let Owner::Element(node) = owner else {
            self.ops.push(Op::BeginMarkedContent {
                tag: "Artifact".to_owned(),
            });
            return;
        };
        let Some(owners) = self.tree.owners.get_mut(self.page) else {
            return;
        };
        let id = i64::try_from(owners.len()).unwrap_or(i64::MAX);
        owners.push(node);
        self.tree.give(node, Kid::Content(self.page, id));
        let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(id))]);
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: self.tree.kind(node),
            properties: DictItem::Dict { map },
        });
    }

    /// A point of the page, from the top-left to the bottom-left origin, in thousandths of a point.
    fn point(&self, transform: &Transform, at: At) -> Point {
        let t = transform;
        let x = t.sx.get() * at.x.to_pt() + t.kx.get() * at.y.to_pt() + t.tx.to_pt();
        let y = t.ky.get() * at.x.to_pt() + t.sy.get() * at.y.to_pt() + t.ty.to_pt();
        let rounded = |value: f64| Pt(((value * 1000.0).round() / 1000.0) as f32);
        Point {
            x: rounded(x),
            y: rounded(self.height - y),
        }
    }

    fn text(&mut self, run: &typst::text::TextItem, transform: &Transform) {
        let Some(font) = self.fonts.get(&run.font) else {
            return;
        };
        let mut items: Vec<TextItem> = Vec::new();
        let mut glyphs: Vec<Codepoint> = Vec::new();
        // `pen` follows the widths that the file states, `target` those of the layout: a kern closes the gap
        let (mut pen, mut target) = (0.0_f64, 0.0_f64);
        for glyph in &run.glyphs {
            let gap = pen - (target + glyph.x_offset.get() * 1000.0);
            if gap.abs() >= 0.5 {
                if !glyphs.is_empty() {
                    items.push(TextItem::GlyphIds(std::mem::take(&mut glyphs)));
                }
                items.push(TextItem::Offset(gap.round() as f32));
                pen -= gap.round();
            }
            let id = font.glyph(glyph.id);
            let text = run
                .text
                .get(usize::from(glyph.range.start)..usize::from(glyph.range.end))
                .unwrap_or_default();
            glyphs.push(Codepoint::with_cid(id, 0.0, text.to_owned()));
            pen += font.width(id);
            target += glyph.x_advance.get() * 1000.0;
        }
        if !glyphs.is_empty() {
            items.push(TextItem::GlyphIds(glyphs));
        }
        let origin = self.point(transform, At::zero());
        let t = transform;
        let matrix = [
            t.sx.get() as f32,
            -t.ky.get() as f32,
            -t.kx.get() as f32,
            t.sy.get() as f32,
            origin.x.0,
            origin.y.0,
        ];
        self.ops.extend([
            Op::StartTextSection,
            Op::SetFillColor {
                col: colour(&run.fill),
            },
            Op::SetFont {
                font: PdfFontHandle::External(font.id.clone()),
                size: Pt(run.size.to_pt() as f32),
            },
            Op::SetTextMatrix {
                matrix: TextMatrix::Raw(matrix),
            },
            Op::ShowText { items },
            Op::EndTextSection,
        ]);
    }

    /// A raster image, its transparency laid over white: PDF/A-3a wants no alpha that a viewer must blend.
    fn image(&mut self, image: &Image, size: Size, transform: &Transform) {
        let ImageKind::Raster(raster) = image.kind() else {
            return;
        };
        let pixels = raster.dynamic().to_rgba8();
        let (width, height) = pixels.dimensions();
        let over_white = |colour: u8, alpha: u8| {
            let (colour, alpha) = (u32::from(colour), u32::from(alpha));
            ((colour * alpha + 255 * (255 - alpha) + 127) / 255) as u8
        };
        let flat = pixels.pixels().flat_map(|pixel| {
            let [red, green, blue, alpha] = pixel.0;
            [red, green, blue].map(|colour| over_white(colour, alpha))
        });
        let raw = RawImage {
            pixels: RawImageData::U8(flat.collect()),
            width: width as usize,
            height: height as usize,
            data_format: RawImageFormat::RGB8,
            tag: Vec::new(),
        };
        let id = XObjectId(format!("image{}", self.images.len()));
        self.images.insert(id.clone(), XObject::Image(raw));
        let bottom = self.point(transform, At::new(Abs::zero(), size.y));
        let corner = self.point(transform, At::new(size.x, Abs::zero()));
        let matrix = [
            corner.x.0 - bottom.x.0,
            0.0,
            0.0,
            corner.y.0 - bottom.y.0,
            bottom.x.0,
            bottom.y.0,
        ];
        self.ops.extend([
            Op::SaveGraphicsState,
            Op::SetTransformationMatrix {
                matrix: CurTransMat::Raw(matrix),
            },
            Op::UseXobject {
                id,
                transform: XObjectTransform {
                    no_auto_scale: true,
                    ..XObjectTransform::default()
                },
            },
            Op::RestoreGraphicsState,
        ]);
    }

    fn shape(&mut self, shape: &Shape, transform: &Transform) {
        let (rings, closed) = self.rings(&shape.geometry, transform);
        let stroke = shape
            .stroke
            .as_ref()
            .filter(|stroke| stroke.thickness.to_pt() > 0.0);
        if let Some(stroke) = stroke {
            self.ops.push(Op::SetOutlineColor {
                col: colour(&stroke.paint),
            });
            self.ops.push(Op::SetOutlineThickness {
                pt: Pt(stroke.thickness.to_pt() as f32),
            });
        }
        if let Some(fill) = &shape.fill {
            self.ops.push(Op::SetFillColor { col: colour(fill) });
            let rings = rings.into_iter().map(|points| PolygonRing { points }).collect();
            let mode = if stroke.is_some() {
                PaintMode::FillStroke
            } else {
                PaintMode::Fill
            };
            self.ops.push(Op::DrawPolygon {
                polygon: Polygon {
                    rings,
                    mode,
                    winding_order: WindingOrder::NonZero,
                },
            });
        } else if stroke.is_some() {
            // a polygon always closes: open strokes are lines
            self.ops.extend(rings.into_iter().map(|points| Op::DrawLine {
                line: Line {
                    points,
                    is_closed: closed,
                },
            }));
        }
    }

    fn rings(&self, geometry: &Geometry, transform: &Transform) -> (Vec<Vec<LinePoint>>, bool) {
        let point = |at: At, bezier: bool| LinePoint {
            p: self.point(transform, at),
            bezier,
        };
        match geometry {
            Geometry::Line(to) => (vec![vec![point(At::zero(), false), point(*to, false)]], false),
            Geometry::Rect(size) => {
                let zero = Abs::zero();
                let corners = [
                    At::new(zero, zero),
                    At::new(size.x, zero),
                    At::new(size.x, size.y),
                    At::new(zero, size.y),
                ];
                (
                    vec![corners.into_iter().map(|at| point(at, false)).collect()],
                    true,
                )
            }
            Geometry::Curve(curve) => {
                let mut rings: Vec<Vec<LinePoint>> = Vec::new();
                let mut closed = false;
                for item in &curve.0 {
                    match item {
                        CurveItem::Move(at) => rings.push(vec![point(*at, false)]),
                        CurveItem::Line(at) => extend(&mut rings, [point(*at, false)]),
                        CurveItem::Cubic(a, b, end) => {
                            extend(&mut rings, [point(*a, true), point(*b, true), point(*end, false)]);
                        }
                        CurveItem::Close => closed = true,
                    }
                }
                (rings, closed)
            }
        }
    }

    fn link(&mut self, target: &Destination, size: Size, transform: &Transform) {
        if self.tree.is_artifact() {
            return;
        }
        let Some(node) = self.tree.link() else { return };
        let go = |page: usize, at: At| {
            let height = self
                .document
                .pages()
                .get(page.saturating_sub(1))
                .map_or(0.0, |p| p.frame.height().to_pt());
            let top = (height - at.y.to_pt() + 10.0).min(height) as f32;
            let target = printpdf::Destination::Xyz {
                page,
                left: Some(at.x.to_pt() as f32),
                top: Some(top),
                zoom: None,
            };
            (Actions::go_to(target), format!("Aller à la page {page}"))
        };
        let (action, words) = match target {
            Destination::Url(url) => (
                Actions::uri(url.as_str().to_owned()),
                format!("Lien : {}", url.as_str()),
            ),
            Destination::Position(position) => go(position.page.get(), position.point),
            Destination::Location(location) => match self.document.introspector().position(*location) {
                Some(position) => go(position.page.get(), position.point),
                None => return,
            },
        };
        let (a, b) = (
            self.point(transform, At::zero()),
            self.point(transform, size.to_point()),
        );
        let rect = Rect {
            x: a.x,
            y: b.y,
            width: Pt(b.x.0 - a.x.0),
            height: Pt(a.y.0 - b.y.0),
            mode: None,
            winding_order: None,
        };
        let border = Some(BorderArray::Solid([0.0, 0.0, 0.0]));
        let Some(links) = self.tree.links.get_mut(self.page) else {
            return;
        };
        let rank = links.len();
        links.push((node, words));
        self.tree.give(node, Kid::Annotation(self.page, rank));
        self.ops.push(Op::LinkAnnotation {
            link: LinkAnnotation::new(rect, action, border, Some(ColorArray::Transparent), None),
        });
    }
}

fn extend<const N: usize>(rings: &mut [Vec<LinePoint>], points: [LinePoint; N]) {
    if let Some(ring) = rings.last_mut() {
        ring.extend(points);
    }
}

/// Templates use plain colours; a gradient would print as grey.
fn colour(paint: &Paint) -> Color {
    let (r, g, b) = match paint {
        Paint::Solid(colour) => {
            let rgb = colour.to_rgb();
            (rgb.red, rgb.green, rgb.blue)
        }
        _ => (0.5, 0.5, 0.5),
    };
    Color::Rgb(Rgb {
        r,
        g,
        b,
        icc_profile: None,
    })
}
