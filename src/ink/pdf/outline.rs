//! Bookmarks, nested as the headings are.

#![expect(clippy::float_arithmetic, reason = "ink: a height on the page")]
#![expect(clippy::cast_possible_truncation, reason = "PDF numbers are f32")]

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, dictionary};
use typst::foundations::{NativeElement, StyleChain};
use typst::introspection::Introspector;
use typst::model::HeadingElem;
use typst_layout::PagedDocument;

use super::PdfError;
use super::metadata::{name, text};

struct Entry {
    id: ObjectId,
    level: usize,
    parent: Option<usize>,
    title: String,
    page: ObjectId,
    top: f32,
}

pub(super) fn add(file: &mut Document, document: &PagedDocument) -> Result<(), PdfError> {
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let mut entries: Vec<Entry> = Vec::new();
    for content in document.introspector().query(&HeadingElem::ELEM.select()) {
        let Some(heading) = content.to_packed::<HeadingElem>() else {
            continue;
        };
        let Some(position) = content
            .location()
            .and_then(|location| document.introspector().position(location))
        else {
            continue;
        };
        let number = position.page.get() - 1;
        let (Some(page), Some(frame)) = (pages.get(number), document.pages().get(number)) else {
            continue;
        };
        let level = heading.resolve_level(StyleChain::default()).get();
        let top = (frame.frame.height().to_pt() - position.point.y.to_pt() + 10.0) as f32;
        let parent = entries.iter().rposition(|entry| entry.level < level);
        entries.push(Entry {
            id: file.new_object_id(),
            level,
            parent,
            title: heading.body.plain_text().to_string(),
            page: *page,
            top,
        });
    }
    if entries.is_empty() {
        return Ok(());
    }
    let root = file.new_object_id();
    let mut families: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        families.entry(entry.parent).or_default().push(at);
    }
    let children = |parent: Option<usize>| families.get(&parent).map(Vec::as_slice).unwrap_or_default();
    // INVARIANT: entries are numbered by this list itself
    let id_of = |at: usize| entries.get(at).map_or(root, |entry| entry.id);
    for parent in std::iter::once(None).chain((0..entries.len()).map(Some)) {
        let family = children(parent);
        let mut previous: Option<usize> = None;
        for (rank, at) in family.iter().enumerate() {
            let Some(entry) = entries.get(*at) else { continue };
            let to = vec![
                Object::Reference(entry.page),
                name("XYZ"),
                Object::Integer(0),
                Object::Real(entry.top),
                Object::Null,
            ];
            let mut out = dictionary! { "Title" => text(&entry.title), "Parent" => parent.map_or(root, id_of), "Dest" => to };
            if let Some(previous) = previous {
                out.set("Prev", id_of(previous));
            }
            if let Some(next) = family.get(rank + 1) {
                out.set("Next", id_of(*next));
            }
            let below = children(Some(*at));
            if let (Some(first), Some(last)) = (below.first(), below.last()) {
                out.set("First", id_of(*first));
                out.set("Last", id_of(*last));
                out.set("Count", -i64::try_from(below.len()).unwrap_or(0));
            }
            file.set_object(entry.id, out);
            previous = Some(*at);
        }
    }
    let tops = children(None);
    if let (Some(first), Some(last)) = (tops.first(), tops.last()) {
        let count = i64::try_from(tops.len()).unwrap_or(0);
        file.set_object(root, dictionary! { "Type" => "Outlines", "First" => id_of(*first), "Last" => id_of(*last), "Count" => count });
        let catalog = file.catalog_mut()?;
        catalog.set("Outlines", root);
        catalog.set("PageMode", name("UseOutlines"));
    }
    Ok(())
}
