//! How a file, or the head of its first page, calls itself.

use crate::kernel::words;
use crate::norm::Norm;
use crate::norm::model::{EvidenceType, UsualPaper};
use crate::record::text::Folded;

/// Words of so many letters at most are sought whole: « pv », « ca », « rh » begin many others.
const SHORT: usize = 4;

/// A paper by a name that people give it.
#[derive(Debug, Clone)]
pub(super) struct Called<'a> {
    pub(super) paper: &'a UsualPaper,
    /// The name that was found.
    pub(super) name: &'a str,
}

/// The papers that these words call. A name that stands within a longer one calls nothing: « convention » in « convention de partenariat ».
pub(super) fn called<'a>(text: &str, norm: &'a Norm) -> Vec<Called<'a>> {
    let text = Folded::of(&plain(text));
    let mut found: Vec<Called<'a>> = Vec::new();
    for paper in &norm.papers {
        let longest = paper
            .called
            .iter()
            .filter(|name| stands_in(&text, name))
            .max_by_key(|name| name.chars().count());
        found.extend(longest.map(|name| Called { paper, name }));
    }
    let names: Vec<&str> = found.iter().map(|called| called.name).collect();
    found.retain(|called| {
        !names
            .iter()
            .any(|other| *other != called.name && Folded::of(other).contains(called.name))
    });
    found
}

fn stands_in(text: &Folded, name: &str) -> bool {
    let plain = plain(name);
    if plain.chars().count() <= SHORT {
        return text.names(&plain) || text.names(&format!("{plain}s"));
    }
    text.begins(&plain)
}

/// What joins words in a name of a file parts them.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            if matches!(c, '_' | '.' | '-' | '+' | '/') {
                ' '
            } else {
                c
            }
        })
        .collect()
}

/// Does the name of a file call itself by the words that papers of a type bear as their title?
pub fn is_named_as(path: &str, kind: &EvidenceType) -> bool {
    let name = Folded::of(&plain(stem(path)));
    let titles = kind.known_by.first();
    titles.is_some_and(|titles| titles.iter().any(|title| name.begins(&plain(title))))
}

/// The name of a file, without what it ends in.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Names, quoted, in a list.
pub(super) fn quoted<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let each: Vec<String> = names
        .into_iter()
        .map(|name| format!("« {} »", words::safe(name)))
        .collect();
    words::list(&each, "et")
}
