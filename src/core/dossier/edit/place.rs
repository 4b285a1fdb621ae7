//! Where something new goes: beside what is like it, or under the commented line that stands for it.

use std::ops::Range;

use super::layout::{Key, Layout};
use super::literal::dotted;
use super::splice::Splice;
use super::tree::{Branch, Home, Host};
use super::{lines, lists};

/// Adds a key, dotted where `rest` has several names, to a table that lacks it; `path` leads to the table from the head of the file.
pub(super) fn add(
    layout: &Layout<'_>,
    branch: &Branch<'_>,
    path: &[&str],
    rest: &[&str],
    value: &str,
) -> Vec<Splice> {
    match &branch.home {
        // at the head of the file, a table gets a header of its own
        Some(_) if path.is_empty() && rest.len() > 1 => {
            let (table, inner) = rest.split_at(1);
            table_of_one(layout, None, table, inner, value)
        }
        Some(home) => key(layout, home, rest, value),
        None => {
            let (above, last) = rest.split_at(rest.len().saturating_sub(1));
            let header = [path, above].concat();
            table_of_one(layout, branch.parts.last().copied(), &header, last, value)
        }
    }
}

/// Adds a key to the keys of a table.
pub(super) fn key(layout: &Layout<'_>, home: &Home<'_>, rest: &[&str], value: &str) -> Vec<Splice> {
    let names = [&home.prefix, rest].concat();
    match home.host {
        Host::Part(part) => vec![line(layout, part, &names, value)],
        Host::Inline(node) => {
            let pair = format!("{} = {value}", dotted(names));
            lists::append(layout.text, node, &pair)
        }
    }
}

fn table_of_one(
    layout: &Layout<'_>,
    beside: Option<usize>,
    header: &[&str],
    key: &[&str],
    value: &str,
) -> Vec<Splice> {
    let head = format!("[{}]", dotted(header.iter().copied()));
    let pair = format!("{} = {value}", dotted(key.iter().copied()));
    vec![lines::block(layout, beside, &[head, pair])]
}

/// Puts `names = value` below a header: after the commented line that shows that key, else after the key most like it.
fn line(layout: &Layout<'_>, part: usize, names: &[&str], value: &str) -> Splice {
    let new = [format!("{} = {value}", dotted(names.iter().copied()))];
    if let Some(example) = commented_pair(layout, part, names) {
        return lines::after(layout.text, example.start, example.start, &new);
    }
    let Some(own) = layout.parts.get(part) else {
        return lines::block(layout, None, &new);
    };
    let shared = |keys: &[Key]| {
        let same = keys
            .iter()
            .zip(names)
            .take_while(|(key, name)| key.name == **name);
        same.count()
    };
    // the last of those that share most
    match own.pairs.iter().max_by_key(|pair| shared(&pair.keys)) {
        Some(pair) => lines::after(layout.text, pair.start(), pair.value.span.end, &new),
        None => {
            let head = own.header.as_ref().map_or(0..0, |header| header.span.clone());
            lines::after(layout.text, head.start, head.end, &new)
        }
    }
}

/// A comment without its marks.
fn bare<'t>(layout: &Layout<'t>, comment: &Range<usize>) -> &'t str {
    layout.raw(comment).trim_start_matches('#').trim()
}

/// The comments of a part, up to the first one that is a commented header.
fn comments<'a>(layout: &'a Layout<'_>, from: usize, to: usize) -> impl Iterator<Item = &'a Range<usize>> {
    let inside = layout
        .comments
        .iter()
        .filter(move |comment| (from..to).contains(&comment.start));
    inside.take_while(move |comment| header_in(bare(layout, comment)).is_none())
}

/// The commented line of a key, like « # niveau = "en-place" ».
fn commented_pair(layout: &Layout<'_>, part: usize, names: &[&str]) -> Option<Range<usize>> {
    let headed = layout.parts.get(part)?;
    let from = headed.header.as_ref().map_or(0, |header| header.span.end);
    let next = layout.parts.get(part + 1).and_then(|next| next.header.as_ref());
    let to = next.map_or(layout.text.len(), |header| header.span.start);
    comments(layout, from, to)
        .find(|comment| {
            let own_line = lines::indent(layout.text, comment.start).len()
                == comment.start - lines::start(layout.text, comment.start);
            own_line && key_in(bare(layout, comment)).is_some_and(|keys| keys == names)
        })
        .cloned()
}

/// The dotted key before an equals sign.
fn key_in(text: &str) -> Option<Vec<String>> {
    let (left, _) = text.split_once('=')?;
    let probe = format!("{left} = 0");
    let layout = Layout::read(&probe)?;
    let [only] = layout.parts.as_slice() else {
        return None;
    };
    let [pair] = only.pairs.as_slice() else {
        return None;
    };
    Some(pair.keys.iter().map(|key| key.name.clone()).collect())
}

/// The dotted key of a header: `[a.b]` or `[[a.b]]`.
fn header_in(text: &str) -> Option<(Vec<String>, bool)> {
    if !text.starts_with('[') {
        return None;
    }
    let layout = Layout::read(text)?;
    let [head, only] = layout.parts.as_slice() else {
        return None;
    };
    let header = only.header.as_ref()?;
    let names = header.keys.iter().map(|key| key.name.clone()).collect();
    (head.pairs.is_empty() && only.pairs.is_empty()).then_some((names, header.repeated))
}

/// A commented header « #[a.b] » under which the real one may stand: no key of another table would come below it.
pub(super) fn commented_header(layout: &Layout<'_>, names: &[&str]) -> Option<usize> {
    let holds = |at: usize| {
        let part = layout
            .parts
            .iter()
            .rev()
            .find(|part| part.header.as_ref().is_none_or(|header| header.span.start < at));
        part.is_none_or(|part| part.pairs.iter().all(|pair| pair.start() < at))
    };
    layout
        .comments
        .iter()
        .find(|comment| {
            let header = header_in(bare(layout, comment));
            header.is_some_and(|(found, repeated)| !repeated && found == names) && holds(comment.start)
        })
        .map(|comment| comment.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commented_line_is_known_by_its_key() {
        assert_eq!(
            key_in("equipe.mediateurs ="),
            Some(vec!["equipe".to_owned(), "mediateurs".to_owned()])
        );
        assert_eq!(key_in("niveau = \"\""), Some(vec!["niveau".to_owned()]));
        assert_eq!(key_in("À écrire : un nombre. Sert à C05 = …"), None);
        assert_eq!(
            header_in("[pratiques.\"1.1\"]"),
            Some((vec!["pratiques".to_owned(), "1.1".to_owned()], false))
        );
        assert_eq!(header_in("[[preuve]]"), Some((vec!["preuve".to_owned()], true)));
        assert_eq!(header_in("[a] b = 1"), None);
    }
}
