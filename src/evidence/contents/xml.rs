//! XML, read as a flat stream of events: nothing is built, nothing is fetched, no entity of a document type is expanded.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};

use super::{Fault, limits};

/// What a walk meets.
pub(super) enum Met<'a> {
    /// An element begins (an empty one begins and ends).
    Start(&'a str, &'a BytesStart<'a>),
    /// An element ends.
    End(&'a str),
    /// Text, with character references resolved.
    Text(&'a str),
}

/// Walks a document; names come without prefix.
pub(super) fn walk(text: &str, mut visit: impl FnMut(Met<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
    let mut reader = Reader::from_str(text);
    // LibreOffice and Word write well-formed XML; a stray « & » is the one fault worth forgiving
    reader.config_mut().allow_dangling_amp = true;
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|_| Fault::Broken)? {
            Event::Start(element) => {
                depth += 1;
                if depth > limits::XML_DEPTH {
                    return Err(Fault::TooDeep);
                }
                visit(Met::Start(element.local_name().as_ref(), &element))?;
            }
            Event::Empty(element) => {
                let name = element.local_name();
                visit(Met::Start(name.as_ref(), &element))?;
                visit(Met::End(name.as_ref()))?;
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                visit(Met::End(element.local_name().as_ref()))?;
            }
            Event::Text(text) => visit(Met::Text(&text.xml10_content()))?,
            Event::CData(text) => visit(Met::Text(&text.xml10_content()))?,
            Event::GeneralRef(reference) => {
                // &amp; and &#233; are text; an entity that the document declares itself stays unresolved
                if let Ok(Some(c)) = reference.resolve_char_ref() {
                    visit(Met::Text(c.encode_utf8(&mut [0; 4])))?;
                } else if let Some(known) = resolve_xml_entity(&reference) {
                    visit(Met::Text(known))?;
                }
            }
            Event::Eof if depth > 0 => return Err(Fault::Broken),
            Event::Eof => return Ok(()),
            // what a document type declares may stand for anything: office documents have none (ECMA-376 part 2, §6.2.5)
            Event::DocType(_) => return Err(Fault::Broken),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

/// The value of an attribute, by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value.to_string())
}

/// The text of the first element of this name, trimmed.
pub(super) fn element(text: &str, wanted: &str) -> Result<Option<String>, Fault> {
    Ok(elements(text, &[wanted])?
        .into_iter()
        .next()
        .map(|(_, value)| value))
}

/// Name and text of the elements of these names, in order.
pub(super) fn elements(text: &str, wanted: &[&str]) -> Result<Vec<(String, String)>, Fault> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut open: Option<(String, String)> = None;
    walk(text, |met| {
        match met {
            Met::Start(name, _) if open.is_none() && wanted.contains(&name) => {
                open = Some((name.to_owned(), String::new()));
            }
            Met::Text(text) => {
                if let Some((_, value)) = &mut open {
                    value.push_str(text);
                }
            }
            Met::End(name) if open.as_ref().is_some_and(|(known, _)| known == name) => {
                out.extend(open.take().map(|(name, value)| (name, value.trim().to_owned())));
            }
            Met::Start(..) | Met::End(_) => {}
        }
        Ok(())
    })?;
    Ok(out)
}
