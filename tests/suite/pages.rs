//! Pages as the PDF has them: how many, how full, and in which order a blind reader hears them.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::printed;

/// Pages of the full report at most: before this was measured, the three had 48, 35 and 27.
const EXAMPLES: [(&str, usize); 3] = [
    ("passerelles-du-mail", 32),
    ("regie-des-tilleuls", 23),
    ("ville-de-clairval", 18),
];

fn pdf(name: &str, extent: &str) -> Document {
    Document::load_mem(&printed::pdf(name, extent)).unwrap()
}

/// Where the text of a page stands, in points from its foot, running heads and feet apart: they are artifacts.
fn heights(document: &Document, page: ObjectId) -> Vec<f32> {
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let (mut artifact, mut found) = (false, Vec::new());
    for operation in content.operations {
        match operation.operator.as_str() {
            "BMC" | "BDC" => {
                artifact = operation.operands[0].as_name().unwrap() == b"Artifact";
            }
            "EMC" => artifact = false,
            "Tm" if !artifact => found.push(operation.operands[5].as_float().unwrap()),
            _ => {}
        }
    }
    found
}

#[test]
fn no_page_but_the_last_is_under_a_quarter_full() {
    for (name, most) in EXAMPLES {
        for (extent, most) in [("essentiel", 10), ("complet", most)] {
            let document = pdf(name, extent);
            let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
            assert!(pages.len() <= most, "{name}, {extent}: {} pages", pages.len());
            // the cover is what it is
            for (at, page) in pages.iter().enumerate().take(pages.len() - 1).skip(1) {
                let low = heights(&document, *page).into_iter().fold(f32::MAX, f32::min);
                // A4: 842 points high; text stands between 51 and 785
                assert!(
                    low < 785.0 - 734.0 / 4.0,
                    "{name}, {extent}: page {} ends at {low} points",
                    at + 1
                );
            }
        }
    }
}

/// An element of the structure tree, with what it holds.
struct Tagged {
    kind: String,
    kids: Vec<Tagged>,
    alt: Option<String>,
}

fn tree(document: &Document) -> Tagged {
    let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let root = document.dereference(root).unwrap().1.as_dict().unwrap();
    Tagged {
        kind: "root".to_owned(),
        kids: kids(document, root),
        alt: None,
    }
}

fn kids(document: &Document, element: &Dictionary) -> Vec<Tagged> {
    let Ok(kids) = element.get(b"K").and_then(Object::as_array) else {
        return Vec::new();
    };
    let elements = kids.iter().filter_map(|kid| {
        let dict = document.dereference(kid).ok()?.1.as_dict().ok()?;
        let kind = dict.get(b"S").and_then(Object::as_name).ok()?;
        let alt = dict.get(b"Alt").and_then(Object::as_str).ok();
        Some(Tagged {
            kind: String::from_utf8_lossy(kind).into_owned(),
            kids: self::kids(document, dict),
            alt: alt.map(|bytes| String::from_utf8_lossy(bytes).into_owned()),
        })
    });
    elements.collect()
}

fn walk<'a>(element: &'a Tagged, seen: &mut impl FnMut(&'a Tagged)) {
    seen(element);
    element.kids.iter().for_each(|kid| walk(kid, seen));
}

#[test]
fn each_item_of_a_list_is_one_and_figures_have_their_sentence() {
    for (name, extent) in [
        ("passerelles-du-mail", "essentiel"),
        ("ville-de-clairval", "complet"),
    ] {
        let document = pdf(name, extent);
        let root = tree(&document);
        let (mut items, mut figures, mut headings) = (0, 0, Vec::new());
        walk(&root, &mut |element| match element.kind.as_str() {
            "L" => assert!(element.kids.iter().all(|kid| kid.kind == "LI"), "{name}"),
            "LI" => {
                items += 1;
                let kinds: Vec<&str> = element.kids.iter().map(|kid| kid.kind.as_str()).collect();
                assert_eq!(kinds, ["Lbl", "LBody"], "{name}");
            }
            "Figure" => {
                figures += 1;
                assert!(element.alt.as_ref().is_some_and(|alt| alt.len() > 20), "{name}");
            }
            kind if kind.len() == 2 && kind.starts_with('H') => headings.push(kind.to_owned()),
            _ => {}
        });
        assert!(
            items > 20 && figures > 9,
            "{name}: {items} items, {figures} figures"
        );
        // the title, the contents, « En une page », the outcome
        assert_eq!(headings[..4], ["H1", "H2", "H1", "H2"], "{name}");
    }
}

#[test]
fn the_dots_of_the_contents_are_not_heard() {
    let document = pdf("passerelles-du-mail", "essentiel");
    let cover = *document.get_pages().values().next().unwrap();
    let content = Content::decode(&document.get_page_content(cover)).unwrap();
    let (mut owner, mut artifacts) = (Vec::new(), 0);
    for operation in content.operations {
        match operation.operator.as_str() {
            "BMC" | "BDC" => owner = operation.operands[0].as_name().unwrap().to_vec(),
            "Tj" | "TJ" if owner == b"Artifact" => artifacts += 1,
            _ => {}
        }
    }
    // no text of a cover is an artifact but its leaders
    assert!(artifacts >= 7, "{artifacts}");
}
