//! An HTML page read by a strict XML parser: the pages that médiaudit writes are well-formed in both grammars.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element, in the order of the page.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    /// All the text in it.
    pub(crate) raw: String,
    /// The same, one space for any white space.
    pub(crate) text: String,
    pub(crate) parent: Option<usize>,
}

#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) elements: Vec<Element>,
}

impl Page {
    /// Panics where a tag is not closed, an attribute is doubled or a character reference is not known.
    pub(crate) fn parse(text: &str) -> Self {
        let mut reader = Reader::from_str(text);
        let mut elements: Vec<Element> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) => {
                    elements.push(element(&tag, open.last().copied()));
                    open.push(elements.len() - 1);
                }
                Event::Empty(tag) => elements.push(element(&tag, open.last().copied())),
                Event::End(_) => {
                    open.pop().unwrap();
                }
                Event::Text(text) => add(&mut elements, &open, &text),
                Event::GeneralRef(name) => {
                    let name = name.to_string();
                    let known = match name.as_str() {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        "#39" => "'",
                        _ => "",
                    };
                    assert!(!known.is_empty(), "&{name}; is not one of ours");
                    add(&mut elements, &open, known);
                }
                Event::DocType(kind) => assert_eq!(kind.trim(), "html"),
                Event::Eof => break,
                // the template's own comments are not in the page; nothing else is expected there
                other => assert!(matches!(other, Event::Eof), "{other:?}"),
            }
        }
        assert!(open.is_empty());
        for element in &mut elements {
            element.text = spaced(&element.raw);
        }
        Self { elements }
    }

    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.elements.iter().filter(move |e| e.name == name)
    }

    pub(crate) fn one(&self, name: &str) -> &Element {
        let found: Vec<&Element> = self.all(name).collect();
        assert_eq!(found.len(), 1, "one <{name}> expected");
        found[0]
    }

    pub(crate) fn with_id(&self, id: &str) -> Option<&Element> {
        self.elements
            .iter()
            .find(|e| e.attributes.get("id").is_some_and(|known| known == id))
    }

    /// The elements inside another.
    pub(crate) fn inside<'a>(&'a self, outer: &'a Element) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |e| {
            let mut above = e.parent;
            while let Some(rank) = above {
                if std::ptr::eq(&raw const self.elements[rank], outer) {
                    return true;
                }
                above = self.elements[rank].parent;
            }
            false
        })
    }
}

/// One space for any white space, that of French punctuation included.
pub(crate) fn spaced(text: &str) -> String {
    text.split([' ', '\u{a0}', '\n', '\t'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn element(tag: &BytesStart<'_>, parent: Option<usize>) -> Element {
    let attributes = tag
        .attributes()
        .map(|attribute| {
            let attribute = attribute.unwrap();
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::default())
                .unwrap()
                .into_owned();
            (attribute.key.as_ref().to_owned(), value)
        })
        .collect();
    Element {
        name: tag.name().as_ref().to_owned(),
        attributes,
        raw: String::new(),
        text: String::new(),
        parent,
    }
}

fn add(elements: &mut [Element], open: &[usize], text: &str) {
    for rank in open {
        elements[*rank].raw.push_str(text);
    }
}
