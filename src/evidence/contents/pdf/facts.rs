//! What a PDF says of itself: dates, signatures, attachments.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::file::File;
use crate::contents::xml::{self, Met};
use crate::contents::{newest as newest_of, plain};
use mediaudit_core::kernel::Date;
use mediaudit_core::record::Fault;
use mediaudit_core::record::survey::Signature;

/// The newest date of the metadata.
pub(super) fn newest(file: &File<'_>) -> Option<Date> {
    newest_of(info_dates(file).into_iter().chain(xmp_dates(file)))
}

/// `D:AAAAMMJJ…` of the information dictionary (ISO 32000-1, §14.3.3 and §7.9.4).
fn info_dates(file: &File<'_>) -> Vec<Date> {
    let Some(info) = file.dict(&file.document.trailer, b"Info") else {
        return Vec::new();
    };
    let keys: [&[u8]; 2] = [b"CreationDate", b"ModDate"];
    keys.into_iter()
        .filter_map(|key| {
            let bytes = file.get(info, key)?.as_str().ok()?;
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
fn xmp_dates(file: &File<'_>) -> Vec<Date> {
    const KEYS: &[&str] = &["CreateDate", "ModifyDate", "MetadataDate"];
    let packet = || {
        let catalog = file.document.catalog().ok()?;
        let stream = file.get(catalog, b"Metadata")?.as_stream().ok()?;
        file.unpack(stream).ok()
    };
    let Some(packet) = packet() else { return Vec::new() };
    let source = plain::decode(packet);
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

/// Fields of the form for signatures (§12.7.4.5): one that is filled in is an electronic signature.
pub(super) fn signature(file: &File<'_>) -> Signature {
    let fields = || {
        let form = file.dict(file.document.catalog().ok()?, b"AcroForm")?;
        file.array(form, b"Fields")
    };
    let mut best = Signature::None;
    let mut known = BTreeSet::new();
    let mut waiting: Vec<&Object> = fields().unwrap_or_default().iter().collect();
    while let Some(object) = waiting.pop() {
        if object.as_reference().is_ok_and(|id| !known.insert(id)) {
            continue;
        }
        let Some(field) = file.follow(object).and_then(|field| field.as_dict().ok()) else {
            continue;
        };
        if file.name(field, b"FT") == Some(b"Sig") {
            best = best.max(match file.dict(field, b"V") {
                Some(value) if value.has(b"Contents") => Signature::Electronic,
                _ => Signature::Field,
            });
        }
        // a field inside another that is given as itself, without a number, cannot turn in a circle
        waiting.extend(file.array(field, b"Kids").unwrap_or_default());
    }
    best
}

/// The text of the first file that is attached under this name; none where there is none, or where it is no text.
pub(super) fn attached(file: &File<'_>, name: &str) -> Result<Option<String>, Fault> {
    let wide: Vec<u8> = [0xFE, 0xFF]
        .into_iter()
        .chain(name.encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    let is_named = |dict: &Dictionary| {
        let keys: [&[u8]; 2] = [b"UF", b"F"];
        let mut names = keys.iter().filter_map(|key| file.get(dict, key)?.as_str().ok());
        names.any(|own| own == wide || own == name.as_bytes())
    };
    let stream = file.document.objects.values().find_map(|object| {
        let dict = object.as_dict().ok().filter(|dict| is_named(dict))?;
        file.get(file.dict(dict, b"EF")?, b"F")?.as_stream().ok()
    });
    let Some(stream) = stream else { return Ok(None) };
    Ok(String::from_utf8(file.unpack(stream)?).ok())
}

/// How deep a file specification may stand inside another object: in an array of names, inside a dictionary.
const NESTED: u8 = 4;

/// Counts the files that are attached (ISO 32000-1, §7.11.4), whether the document is a portfolio of them or bears them beside.
pub(super) fn attachments(file: &File<'_>) -> u32 {
    let mut found = BTreeSet::new();
    for object in file.document.objects.values() {
        specifications(object, file, NESTED, &mut found);
    }
    u32::try_from(found.len()).unwrap_or(u32::MAX)
}

fn specifications<'a>(object: &'a Object, file: &File<'a>, depth: u8, found: &mut BTreeSet<ObjectId>) {
    match object {
        Object::Array(members) if depth > 0 => {
            for member in members {
                specifications(member, file, depth - 1, found);
            }
        }
        Object::Dictionary(dict) if depth > 0 => {
            let keys: [&[u8]; 2] = [b"F", b"UF"];
            let embedded = file.dict(dict, b"EF").and_then(|embedded| {
                keys.iter()
                    .find_map(|key| embedded.get(key).and_then(Object::as_reference).ok())
            });
            found.extend(embedded);
            for (_, member) in dict {
                specifications(member, file, depth - 1, found);
            }
        }
        _ => {}
    }
}
