//! Subsets the glyphs that are used and registers each font under a name of its own: `F0`, `F1`…

use std::collections::BTreeMap;

use printpdf::{FontId, ParsedFont, PdfDocument, PdfFont};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;
use typst::layout::{Frame, FrameItem};
use typst::text::FontInstance;
use typst_layout::PagedDocument;

use super::PdfError;

/// A font in the file.
pub(super) struct Embedded {
    instance: FontInstance,
    pub(super) id: FontId,
    glyphs: GlyphRemapper,
    widths: BTreeMap<u16, f64>,
}

impl Embedded {
    /// The glyph's number in the subset.
    pub(super) fn glyph(&self, id: u16) -> u16 {
        self.glyphs.get(id).unwrap_or(0)
    }

    /// Width in thousandths of the size, cut to whole units as the file's `/W` has it.
    pub(super) fn width(&self, glyph: u16) -> f64 {
        self.widths.get(&glyph).copied().unwrap_or(0.0)
    }
}

/// The fonts of a document.
pub(super) struct Fonts(Vec<Embedded>);

impl Fonts {
    pub(super) fn get(&self, instance: &FontInstance) -> Option<&Embedded> {
        self.0.iter().find(|font| &font.instance == instance)
    }
}

pub(super) fn embed(document: &PagedDocument, pdf: &mut PdfDocument) -> Result<Fonts, PdfError> {
    let mut used: Vec<(FontInstance, GlyphRemapper)> = Vec::new();
    document
        .pages()
        .iter()
        .for_each(|page| collect(&page.frame, &mut used));
    let mut out = Vec::new();
    for (rank, (instance, glyphs)) in used.into_iter().enumerate() {
        let font = instance.font();
        let subset = subsetter::subset(font.data(), font.index(), &glyphs)
            .map_err(|e| PdfError::Font(e.to_string()))?;
        let mut warnings = Vec::new();
        let mut parsed = ParsedFont::from_bytes(&subset, 0, &mut warnings)
            .ok_or_else(|| PdfError::Font("sous-ensemble illisible".to_owned()))?;
        parsed.font_name = font
            .post_script_name()
            .map(|name| format!("{}+{name}", tag(&subset)));
        let em = f64::from(parsed.units_per_em);
        #[expect(
            clippy::float_arithmetic,
            reason = "font units to thousandths, cut as printpdf cuts them"
        )]
        let widths = parsed
            .glyph_widths
            .iter()
            .map(|(glyph, width)| (*glyph, (f64::from(*width) * 1000.0 / em).trunc()))
            .collect();
        let id = FontId(format!("F{rank}"));
        pdf.resources.fonts.map.insert(id.clone(), PdfFont::new(parsed));
        out.push(Embedded {
            instance,
            id,
            glyphs,
            widths,
        });
    }
    Ok(Fonts(out))
}

fn collect(frame: &Frame, used: &mut Vec<(FontInstance, GlyphRemapper)>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, used),
            FrameItem::Text(text) => {
                if !used.iter().any(|(font, _)| font == &text.font) {
                    used.push((text.font.clone(), GlyphRemapper::new()));
                }
                if let Some((_, glyphs)) = used.iter_mut().find(|(font, _)| font == &text.font) {
                    text.glyphs.iter().for_each(|glyph| {
                        glyphs.remap(glyph.id);
                    });
                }
            }
            _ => {}
        }
    }
}

/// Six capitals that name the subset: the same bytes, the same tag.
fn tag(subset: &[u8]) -> String {
    Sha256::digest(subset)
        .iter()
        .take(6)
        .map(|byte| char::from(b'A' + byte % 26))
        .collect()
}
