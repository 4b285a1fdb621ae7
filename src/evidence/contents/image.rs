//! Images: whether they show anything, and the newest EXIF date.

use std::io::Cursor;

use exif::{In, Tag, Value};

use super::{Answer, Contents, Facts, newest, picture};
use mediaudit_core::kernel::Date;

const TAGS: &[Tag] = &[Tag::DateTime, Tag::DateTimeOriginal, Tag::DateTimeDigitized];

pub(super) fn read(bytes: &[u8]) -> Answer {
    let picture = picture::look(bytes)?;
    // an image without EXIF, or with a damaged one, is an image without date
    let dates = exif::Reader::new()
        .continue_on_error(true)
        .read_from_container(&mut Cursor::new(bytes))
        .or_else(|error| error.distill_partial_result(|_| {}))
        .map(|exif| {
            let stated = TAGS.iter().filter_map(|tag| exif.get_field(*tag, In::PRIMARY));
            stated.filter_map(|field| date(&field.value)).collect::<Vec<_>>()
        })
        .unwrap_or_default();
    Ok(Contents {
        facts: Facts {
            pages: None,
            newest: newest(dates),
        },
        picture,
        ..Contents::default()
    })
}

/// `AAAA:MM:JJ hh:mm:ss` (EXIF 2.32, §4.6.5).
fn date(value: &Value) -> Option<Date> {
    let Value::Ascii(texts) = value else { return None };
    let text = String::from_utf8_lossy(texts.first()?).into_owned();
    Date::parse(&text.get(..10)?.replace(':', "-"))
}
