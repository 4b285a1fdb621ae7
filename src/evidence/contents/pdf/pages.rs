//! The pages of a PDF: the leaves of its page tree, with what they inherit. What `Count` claims is not looked at.
#![expect(clippy::float_arithmetic, reason = "places on a page")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kurbo::{Affine, Rect};
use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::file::File;
use super::{Fault, limits};

/// A4, in points: where a page does not say how large it is.
const A4: Rect = Rect::new(0.0, 0.0, 595.0, 842.0);

static NOTHING: LazyLock<Dictionary> = LazyLock::new(Dictionary::new);

/// A page.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageLeaf<'a> {
    pub(super) dict: &'a Dictionary,
    pub(super) resources: &'a Dictionary,
    /// What a reader shows of it.
    pub(super) seen: Rect,
}

/// What branches hand down.
#[derive(Debug, Clone, Copy)]
struct Handed<'a> {
    resources: &'a Dictionary,
    media: Option<Rect>,
    crop: Option<Rect>,
}

/// All pages, in order.
pub(super) fn leaves<'a>(file: &File<'a>) -> Result<Vec<PageLeaf<'a>>, Fault> {
    let root = file
        .document
        .catalog()
        .and_then(|catalog| catalog.get(b"Pages"))
        .and_then(Object::as_reference)
        .map_err(|_| Fault::Broken)?;
    let mut branches: BTreeSet<ObjectId> = BTreeSet::new();
    let nothing = Handed {
        resources: &NOTHING,
        media: None,
        crop: None,
    };
    let mut waiting = vec![(root, nothing)];
    let mut leaves = Vec::new();
    while let Some((id, above)) = waiting.pop() {
        let Ok(node) = file.document.get_dictionary(id) else {
            continue;
        };
        let here = Handed {
            resources: file.dict(node, b"Resources").unwrap_or(above.resources),
            media: bounds(file, node, b"MediaBox").or(above.media),
            crop: bounds(file, node, b"CropBox").or(above.crop),
        };
        let Some(kids) = file.array(node, b"Kids") else {
            if leaves.len() >= limits::PAGES as usize {
                return Err(Fault::TooManyPages);
            }
            let media = here.media.unwrap_or(A4);
            let seen = here.crop.map_or(media, |crop| crop.intersect(media));
            leaves.push(PageLeaf {
                dict: node,
                resources: here.resources,
                seen: if seen.area() > 0.0 { seen } else { media },
            });
            continue;
        };
        if !branches.insert(id) {
            return Err(Fault::PageLoop);
        }
        // the last that waits is the next
        waiting.extend(
            kids.iter()
                .rev()
                .filter_map(|kid| Some((kid.as_reference().ok()?, here))),
        );
    }
    if leaves.is_empty() {
        Err(Fault::NoPage)
    } else {
        Ok(leaves)
    }
}

fn bounds<'a>(file: &File<'a>, dict: &'a Dictionary, key: &[u8]) -> Option<Rect> {
    let [x0, y0, x1, y1] = file.numbers::<4>(dict, key)?;
    Some(Rect::new(x0, y0, x1, y1).abs()).filter(|rect| rect.area() > 0.0)
}

/// Something laid over a page: a field of a form, a stamp, a note.
#[derive(Debug, Clone, Copy)]
pub(super) struct Note<'a>(&'a Dictionary);

impl<'a> PageLeaf<'a> {
    /// What is laid over the page and seen.
    pub(super) fn notes(&self, file: &File<'a>) -> Vec<Note<'a>> {
        /// Flags of what no reader shows (ISO 32000-1, §12.5.3): hidden, not on screen.
        const UNSEEN: i64 = 2 | 32;
        file.array(self.dict, b"Annots")
            .unwrap_or_default()
            .iter()
            .filter_map(|note| file.follow(note)?.as_dict().ok())
            .filter(|note| file.integer(note, b"F").unwrap_or(0) & UNSEEN == 0)
            .filter(|note| file.name(note, b"Subtype") != Some(b"Popup"))
            .map(Note)
            .collect()
    }
}

impl<'a> Note<'a> {
    /// Its drawing, and how it is brought into its rectangle (§12.5.5).
    pub(super) fn placed(self, file: &File<'a>) -> Option<(&'a Stream, Affine)> {
        let looks = file.dict(self.0, b"AP")?;
        let stream = match file.get(looks, b"N")? {
            Object::Stream(stream) => stream,
            Object::Dictionary(states) => file.get(states, file.name(self.0, b"AS")?)?.as_stream().ok()?,
            _ => return None,
        };
        let wanted = bounds(file, self.0, b"Rect")?;
        let own = file
            .numbers::<6>(&stream.dict, b"Matrix")
            .map_or(Affine::IDENTITY, Affine::new);
        let drawn = own.transform_rect_bbox(bounds(file, &stream.dict, b"BBox")?);
        let (wide, high) = (wanted.width() / drawn.width(), wanted.height() / drawn.height());
        let matrix = Affine::translate((wanted.x0, wanted.y0))
            * Affine::scale_non_uniform(wide, high)
            * Affine::translate((-drawn.x0, -drawn.y0));
        (wide.is_finite() && high.is_finite()).then_some((stream, matrix))
    }
}
