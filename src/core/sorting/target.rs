//! The path of a file in the binder: its date first, the name that a person gave it after, and never that of another.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::kernel::Date;

/// By what two paths are one on some disks.
pub(super) fn key(path: &str) -> String {
    path.nfc().flat_map(char::to_lowercase).collect()
}

/// The path of a file under `preuves/`.
pub(super) fn target(folder: &str, path: &str, day: Option<Date>, taken: &mut BTreeSet<String>) -> String {
    let own = path.rsplit('/').next().unwrap_or(path);
    let name = match day {
        Some(day) if Date::leading(own) == Some(day) => own.to_owned(),
        Some(day) => format!("{day}-{own}"),
        None => own.to_owned(),
    };
    let (stem, end) = match name.rsplit_once('.') {
        Some((stem, end)) => (stem, format!(".{end}")),
        None => (name.as_str(), String::new()),
    };
    let mut rank = 1_u32;
    loop {
        let more = if rank > 1 {
            format!(" ({rank})")
        } else {
            String::new()
        };
        let path = format!("preuves/{folder}/{stem}{more}{end}");
        if taken.insert(key(&path)) {
            return path;
        }
        rank += 1;
    }
}
