//! One thing more, or less, between brackets or braces: `[ … ]`, `{ … }`, on one line or on several.

use std::ops::Range;

use super::layout::{ValueForm, ValueNode};
use super::lines;
use super::splice::Splice;

/// The bytes of each thing of a list, and its commas. Nothing for a scalar.
fn parts(node: &ValueNode) -> (Vec<Range<usize>>, &[usize]) {
    match &node.form {
        ValueForm::Scalar => (Vec::new(), &[]),
        ValueForm::Array(list) => (
            list.items.iter().map(|item| item.span.clone()).collect(),
            &list.commas,
        ),
        ValueForm::Inline(list) => {
            let items = list.items.iter();
            let spans = items.map(|pair| pair.start()..pair.value.span.end);
            (spans.collect(), &list.commas)
        }
    }
}

/// Adds a thing after the last.
pub(super) fn append(text: &str, node: &ValueNode, thing: &str) -> Vec<Splice> {
    let (items, commas) = parts(node);
    let close = node.span.end.saturating_sub(1);
    let Some(last) = items.last() else {
        let inside = node.span.start + 1..close;
        let blank = text.get(inside.clone()).is_some_and(|t| t.trim().is_empty());
        let padded = if matches!(node.form, ValueForm::Inline(_)) {
            format!(" {thing} ")
        } else {
            thing.to_owned()
        };
        return vec![if blank {
            Splice::replace(inside, padded)
        } else {
            Splice::at(inside.start, padded)
        }];
    };
    // a comma after the last thing is kept up
    let trailing = commas.get(items.len() - 1).copied();
    let after = trailing.map_or(last.end, |comma| comma + 1);
    let on_several_lines = text.get(after..close).is_some_and(|rest| rest.contains('\n'));
    if !on_several_lines {
        return vec![match trailing {
            Some(_) => Splice::at(after, format!(" {thing},")),
            None => Splice::at(after, format!(", {thing}")),
        }];
    }
    let end = lines::content_end(text, after);
    let indent = lines::indent(text, last.start);
    let new = format!("{}{indent}{thing}", lines::ending(text, after));
    match trailing {
        Some(_) => vec![Splice::at(end, format!("{new},"))],
        // nothing between them: one place
        None if end == after => vec![Splice::at(end, format!(",{new}"))],
        None => vec![Splice::at(after, ","), Splice::at(end, new)],
    }
}

/// The ranks of things that begin at these bytes, as far as they follow one another with nothing but commas between them.
pub(super) fn run(text: &str, node: &ValueNode, starts: impl Iterator<Item = usize>) -> Range<usize> {
    let (items, _) = parts(node);
    let mut run = 0..0;
    for start in starts {
        let Some(rank) = items.iter().position(|item| item.start == start) else {
            break;
        };
        if run.is_empty() {
            run = rank..rank + 1;
            continue;
        }
        let last = items.get(run.end - 1).map_or(start, |item| item.end);
        let between = text.get(last..start).unwrap_or_default();
        if rank != run.end || between.chars().any(|c| !matches!(c, ',' | ' ' | '\t')) {
            break;
        }
        run.end += 1;
    }
    run
}

/// Takes away the things of those ranks, which follow one another, with their commas; comments around them stay.
pub(super) fn remove(text: &str, node: &ValueNode, ranks: Range<usize>) -> Vec<Splice> {
    let (items, commas) = parts(node);
    let Some(things) = items.get(ranks.clone()) else {
        return Vec::new();
    };
    let (Some(first), Some(last)) = (things.first(), things.last()) else {
        return Vec::new();
    };
    let own = commas.get(ranks.end - 1).copied();
    let before = ranks
        .start
        .checked_sub(1)
        .and_then(|rank| commas.get(rank))
        .copied();
    let end = own.map_or(last.end, |comma| comma + 1);
    // the comma may stand after a comment
    let joined = text
        .get(last.end..end)
        .is_some_and(|between| between.trim_end_matches(',').trim().is_empty());
    let mut out = vec![if joined {
        Splice::cut(widened(
            text,
            first.start..end,
            own.is_some() || items.len() == things.len(),
        ))
    } else {
        Splice::cut(first.start..last.end)
    }];
    if !joined && let Some(comma) = own {
        out.push(Splice::cut(comma..comma + 1));
    }
    if own.is_none()
        && let Some(comma) = before
    {
        out.push(Splice::cut(comma..comma + 1));
    }
    out
}

/// The bytes of a thing with the space around it that was there for it alone: its whole line, or the space on one side.
fn widened(text: &str, range: Range<usize>, followed: bool) -> Range<usize> {
    let start = lines::start(text, range.start);
    let before = text.get(start..range.start).unwrap_or_default();
    let end = lines::content_end(text, range.end);
    let after = text.get(range.end..end).unwrap_or_default();
    let spaces = |part: &str| part.len() - part.trim_start_matches([' ', '\t']).len();
    if before.trim().is_empty() && after.trim().is_empty() && start > 0 {
        return start..lines::end(text, range.end);
    }
    if followed {
        return range.start..range.end + spaces(after);
    }
    let trimmed = before.trim_end_matches([' ', '\t']).len();
    // the space before a closing brace stays
    if before.ends_with([' ', '\t']) && !before.trim_end().ends_with(['{', '[']) {
        return start + trimmed..range.end;
    }
    range
}

#[cfg(test)]
mod tests {
    use super::super::layout::Layout;
    use super::super::splice::apply;
    use super::*;

    fn changed(value: &str, change: impl Fn(&str, &ValueNode) -> Vec<Splice>) -> String {
        let text = format!("a = {value}\n");
        let layout = Layout::read(&text).unwrap();
        let mut splices = change(&text, &layout.parts[0].pairs[0].value);
        splices.sort_by_key(|splice| splice.range.start);
        let new = String::from_utf8(apply(text.as_bytes(), &splices)).unwrap();
        assert!(Layout::read(&new).is_some(), "{new}");
        new.strip_prefix("a = ").unwrap().trim_end().to_owned()
    }

    #[test]
    fn a_thing_more() {
        for (before, after) in [
            ("[]", "[9]"),
            ("[ ]", "[9]"),
            ("[1]", "[1, 9]"),
            ("[1, 2, ]", "[1, 2, 9, ]"),
            ("[\n  1, # un\n  2 # deux\n]", "[\n  1, # un\n  2, # deux\n  9\n]"),
            ("[\n  1,\n  2,\n]", "[\n  1,\n  2,\n  9,\n]"),
            ("[\n  1,\n  2\n]", "[\n  1,\n  2,\n  9\n]"),
            ("[\n  1,\n  2]", "[\n  1,\n  2, 9]"),
            ("[\r\n  1,\r\n]", "[\r\n  1,\r\n  9,\r\n]"),
            ("[ # rien\n]", "[9 # rien\n]"),
        ] {
            assert_eq!(changed(before, |text, node| append(text, node, "9")), after);
        }
        for (before, after) in [
            ("{}", "{ b = 9 }"),
            ("{ c = 1 }", "{ c = 1, b = 9 }"),
            ("{c=1}", "{c=1, b = 9}"),
        ] {
            assert_eq!(changed(before, |text, node| append(text, node, "b = 9")), after);
        }
    }

    #[test]
    fn a_thing_less() {
        for (before, rank, after) in [
            ("[1]", 0, "[]"),
            ("[1, 2, 3]", 0, "[2, 3]"),
            ("[1, 2, 3]", 1, "[1, 3]"),
            ("[1, 2, 3]", 2, "[1, 2]"),
            ("[1, 2, ]", 1, "[1, ]"),
            ("[\n  1, # un\n  2 # deux\n]", 1, "[\n  1 # un\n # deux\n]"),
            ("[\n  1, # un\n  2 # deux\n]", 0, "[\n  # un\n  2 # deux\n]"),
            ("[\n  1,\n  2,\n]", 1, "[\n  1,\n]"),
            ("[\n  1,\n  2\n]", 1, "[\n  1\n]"),
            ("[\n  1 # un\n  , 2\n]", 0, "[\n   # un\n   2\n]"),
        ] {
            assert_eq!(
                changed(before, |text, node| remove(text, node, rank..rank + 1)),
                after
            );
        }
        for (before, rank, after) in [
            ("{ c = 1 }", 0, "{ }"),
            ("{ c = 1, d = 2 }", 1, "{ c = 1 }"),
            ("{ c = 1, d = 2 }", 0, "{ d = 2 }"),
        ] {
            assert_eq!(
                changed(before, |text, node| remove(text, node, rank..rank + 1)),
                after
            );
        }
    }
}
