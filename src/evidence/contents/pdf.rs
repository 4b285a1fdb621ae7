//! PDF: pages, dates, and the gate before the text.
//!
//! Two libraries share the work. lopdf has limits on what it inflates: it parses first, counts, and refuses. Only what it let
//! through goes to hayro (see `pdf_text`), which reads text far better but has no limits of its own.

use std::collections::BTreeSet;

use lopdf::{DecompressError, Dictionary, Document, Error, LoadOptions, Object, ObjectId, Stream};

use super::xml::{self, Met};
use super::{Answer, Depth, Facts, Fault, Text, limits, newest, pdf_text};
use mediaudit_core::kernel::Date;

#[expect(clippy::cast_possible_truncation, reason = "16 Mio fit in any usize")]
const STREAM: usize = limits::STREAM_BYTES as usize;

pub(super) fn read(bytes: &[u8], depth: Depth) -> Answer {
    let document = match load(bytes) {
        Ok(document) => document,
        Err(fault) => return Answer::fault(fault, depth),
    };
    let facts = facts(&document);
    let text = (depth == Depth::Text).then(|| {
        facts?;
        gate(&document, limits::INFLATED_BYTES)?;
        pdf_text::read(bytes).map(Text::Words)
    });
    Answer { facts, text }
}

fn load(bytes: &[u8]) -> Result<Document, Fault> {
    let options = LoadOptions::with_max_decompressed_size(STREAM);
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => Fault::TooInflated,
        Error::InvalidPassword | Error::Decryption(_) => Fault::Encrypted,
        _ => Fault::Broken,
    })?;
    // what opens without a password has lost its lock by now
    if document.is_encrypted() {
        Err(Fault::Encrypted)
    } else if document.objects.len() > limits::OBJECTS {
        Err(Fault::TooManyObjects)
    } else {
        Ok(document)
    }
}

fn facts(document: &Document) -> Result<Facts, Fault> {
    Ok(Facts {
        pages: Some(pages(document)?),
        newest: newest(info_dates(document).into_iter().chain(xmp_dates(document))),
        attached: attached(document),
    })
}

/// How deep a file specification may stand inside another object: in an array of names, inside a dictionary.
const NESTED: u8 = 4;

/// Counts the files that are attached (ISO 32000-1, §7.11.4), whether the document is a portfolio of them or bears them beside.
fn attached(document: &Document) -> u32 {
    let mut files = BTreeSet::new();
    for object in document.objects.values() {
        specifications(object, document, NESTED, &mut files);
    }
    u32::try_from(files.len()).unwrap_or(u32::MAX)
}

fn specifications(object: &Object, document: &Document, depth: u8, files: &mut BTreeSet<ObjectId>) {
    match object {
        Object::Array(members) if depth > 0 => {
            for member in members {
                specifications(member, document, depth - 1, files);
            }
        }
        Object::Dictionary(dict) if depth > 0 => {
            let embedded = dict.get_deref(b"EF", document).and_then(Object::as_dict);
            let keys: [&[u8]; 2] = [b"F", b"UF"];
            let file = |embedded: &Dictionary| {
                keys.iter()
                    .find_map(|key| embedded.get(key).and_then(Object::as_reference).ok())
            };
            files.extend(embedded.ok().and_then(file));
            for (_, member) in dict {
                specifications(member, document, depth - 1, files);
            }
        }
        _ => {}
    }
}

/// Counts the leaves of the page tree. What `Count` claims is not looked at.
fn pages(document: &Document) -> Result<u32, Fault> {
    let root = document
        .catalog()
        .and_then(|catalog| catalog.get(b"Pages"))
        .and_then(Object::as_reference)
        .map_err(|_| Fault::Broken)?;
    let mut branches: BTreeSet<ObjectId> = BTreeSet::new();
    let mut waiting = vec![root];
    let mut count = 0_u32;
    while let Some(id) = waiting.pop() {
        let Ok(node) = document.get_dictionary(id) else {
            continue;
        };
        let Ok(kids) = node.get_deref(b"Kids", document).and_then(Object::as_array) else {
            count += 1;
            if count > limits::PAGES {
                return Err(Fault::TooManyPages);
            }
            continue;
        };
        if !branches.insert(id) {
            return Err(Fault::PageLoop);
        }
        waiting.extend(kids.iter().filter_map(|kid| kid.as_reference().ok()));
    }
    if count == 0 { Err(Fault::NoPage) } else { Ok(count) }
}

/// `D:AAAAMMJJ…` of the information dictionary (ISO 32000-1, §14.3.3 and §7.9.4).
fn info_dates(document: &Document) -> Vec<Date> {
    let info = document
        .trailer
        .get_deref(b"Info", document)
        .and_then(Object::as_dict);
    let Ok(info) = info else { return Vec::new() };
    let keys: [&[u8]; 2] = [b"CreationDate", b"ModDate"];
    keys.into_iter()
        .filter_map(|key| {
            let bytes = info.get_deref(key, document).and_then(Object::as_str).ok()?;
            // in either text encoding of PDF, the digits are these bytes
            let digits: String = bytes
                .iter()
                .filter(|byte| byte.is_ascii_digit())
                .take(8)
                .map(|byte| char::from(*byte))
                .collect();
            Date::parse(&format!(
                "{}-{}-{}",
                digits.get(..4)?,
                digits.get(4..6)?,
                digits.get(6..8)?
            ))
        })
        .collect()
}

/// Dates of the XMP packet, as elements or attributes. A damaged packet is no damage to the document.
fn xmp_dates(document: &Document) -> Vec<Date> {
    const KEYS: &[&str] = &["CreateDate", "ModifyDate", "MetadataDate"];
    let packet = document
        .catalog()
        .and_then(|catalog| catalog.get_deref(b"Metadata", document))
        .and_then(Object::as_stream)
        .and_then(|stream| stream.get_plain_content_with_limit(STREAM));
    let Ok(packet) = packet else { return Vec::new() };
    let source = super::plain::decode(&packet);
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    let walked = xml::walk(&source, |met| {
        match met {
            Met::Start(name, element) => {
                open = KEYS.contains(&name);
                found.extend(KEYS.iter().filter_map(|key| xml::attribute(element, key)));
            }
            Met::Text(text) if open => found.push(text.to_owned()),
            Met::Text(_) => {}
            Met::End(_) => open = false,
        }
        Ok(())
    });
    if walked.is_err() {
        return Vec::new();
    }
    found
        .iter()
        .filter_map(|value| Date::parse(value.get(..10)?))
        .collect()
}

/// Counts what every stream but images and attachments inflates to, before a parser without limits sees the file.
fn gate(document: &Document, budget: u64) -> Result<(), Fault> {
    let mut left = budget;
    for stream in document
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
    {
        if is_passive(&stream.dict) {
            continue;
        }
        let most = STREAM.min(usize::try_from(left).unwrap_or(STREAM));
        left = left.saturating_sub(inflated(stream, most)?);
    }
    Ok(())
}

fn inflated(stream: &Stream, most: usize) -> Result<u64, Fault> {
    match stream.get_plain_content_with_limit(most) {
        Ok(content) => Ok(content.len() as u64),
        Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => Err(Fault::TooInflated),
        // a filter that lopdf does not know (a photo's, mostly): no text stands there
        Err(_) => Ok(stream.content.len() as u64),
    }
}

/// Images and attachments: nobody decodes them to find text.
fn is_passive(dict: &Dictionary) -> bool {
    let is = |key: &[u8], name: &[u8]| {
        dict.get(key)
            .and_then(Object::as_name)
            .is_ok_and(|found| found == name)
    };
    is(b"Subtype", b"Image") || is(b"Type", b"EmbeddedFile")
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    #[test]
    fn many_small_bombs_are_one_large_bomb() {
        let mut document = Document::new();
        for _ in 0..10 {
            let mut stream = Stream::new(Dictionary::new(), vec![b' '; 1000]);
            stream.compress().unwrap();
            document.add_object(stream);
        }
        let image = dictionary! { "Subtype" => "Image" };
        document.add_object(Stream::new(image, vec![0; 1000]));
        assert_eq!(gate(&document, 10_000), Ok(()));
        assert_eq!(gate(&document, 9_999), Err(Fault::TooInflated));
    }
}
