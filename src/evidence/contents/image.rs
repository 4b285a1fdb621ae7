//! Images: the newest EXIF date. No pixel is ever decoded, so a header that announces 65,000 × 65,000 costs nothing.

use std::io::Cursor;

use exif::{In, Tag, Value};

use super::{Answer, Depth, Facts, Text, newest};
use mediaudit_core::kernel::Date;

const TAGS: &[Tag] = &[Tag::DateTime, Tag::DateTimeOriginal, Tag::DateTimeDigitized];

pub(super) fn read(bytes: &[u8], depth: Depth) -> Answer {
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
    Answer {
        facts: Ok(Facts {
            pages: None,
            newest: newest(dates),
            ..Facts::default()
        }),
        text: (depth == Depth::Text).then_some(Ok(Text::Absent)),
    }
}

/// `AAAA:MM:JJ hh:mm:ss` (EXIF 2.32, §4.6.5).
fn date(value: &Value) -> Option<Date> {
    let Value::Ascii(texts) = value else { return None };
    let text = String::from_utf8_lossy(texts.first()?).into_owned();
    Date::parse(&text.get(..10)?.replace(':', "-"))
}
