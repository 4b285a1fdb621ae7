//! Lines of a file: where they begin and end, how they end; one more, one less.

use super::layout::{Layout, Pair};
use super::splice::Splice;

/// Where the line of a byte begins.
pub(super) fn start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |found| found + 1)
}

/// Where the line of a byte ends, its line end included.
pub(super) fn end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |found| at + found + 1)
}

/// Where the line of a byte ends, without its line end.
pub(super) fn content_end(text: &str, at: usize) -> usize {
    let line = text.get(at..end(text, at)).unwrap_or_default();
    at + line.trim_end_matches('\n').trim_end_matches('\r').len()
}

/// The line end in use at a place: that of its line, else the first of the file.
pub(super) fn ending(text: &str, at: usize) -> &'static str {
    let end = end(text, at);
    let line = text.get(start(text, at)..end).unwrap_or_default();
    let known = if line.ends_with('\n') {
        line
    } else {
        text.get(..self::end(text, 0)).unwrap_or_default()
    };
    if known.ends_with("\r\n") { "\r\n" } else { "\n" }
}

/// The space at the beginning of the line of a byte.
pub(super) fn indent(text: &str, at: usize) -> &str {
    let line = text.get(start(text, at)..at).unwrap_or_default();
    let space = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..space).unwrap_or_default()
}

/// Is the line of a byte without words? Past the last one there is none.
fn is_blank(text: &str, at: usize) -> bool {
    text.get(start(text, at)..end(text, at))
        .is_some_and(|line| line.trim().is_empty())
}

/// Puts lines after the line where something ends, indented as the line where it begins.
pub(super) fn after(text: &str, begins: usize, ends: usize, lines: &[String]) -> Splice {
    let (indent, ending) = (indent(text, begins), ending(text, ends));
    let place = end(text, ends);
    let lines = lines.iter().map(|line| format!("{indent}{line}"));
    let lines: Vec<String> = lines.collect();
    let joined = lines.join(ending);
    Splice::at(
        place,
        if text.get(..place).is_some_and(|before| before.ends_with('\n')) {
            format!("{joined}{ending}")
        } else {
            // a file without a last line end keeps without
            format!("{ending}{joined}")
        },
    )
}

/// Takes a pair away with its line; a comment beside it stays.
pub(super) fn remove(text: &str, pair: &Pair) -> Splice {
    let value = pair.value.span.end;
    let rest = text.get(value..content_end(text, value)).unwrap_or_default();
    let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if space < rest.len() {
        return Splice::cut(pair.start()..value + space);
    }
    cut(text, pair.start(), value)
}

/// Takes whole lines away: from that of a byte to that of another.
pub(super) fn cut(text: &str, from: usize, to: usize) -> Splice {
    let (start, end) = (start(text, from), end(text, to));
    let last = text.get(start..end).is_some_and(|lines| !lines.ends_with('\n'));
    // the last line has no line end: the one before gives its own
    let before = text.get(..start).unwrap_or_default();
    let shorter = before
        .strip_suffix('\n')
        .map(|b| b.strip_suffix('\r').unwrap_or(b));
    Splice::cut(match shorter {
        Some(shorter) if last => shorter.len()..end,
        _ => start..end,
    })
}

/// Cuts of several lines as one each run: of lines that go to the end of a file, the one before them loses its line end, as with one line.
pub(super) fn joined(text: &str, mut cuts: Vec<Splice>) -> Vec<Splice> {
    cuts.sort_by_key(|cut| std::cmp::Reverse(cut.range.start));
    let mut out: Vec<Splice> = Vec::new();
    for above in cuts {
        match out.last_mut() {
            Some(below) if below.range.start < above.range.end => {
                *below = cut(text, above.range.start, below.range.end);
            }
            _ => out.push(above),
        }
    }
    out
}

/// Puts a new block of lines after a part, else at the end of the file, with a blank line on each side.
pub(super) fn block(layout: &Layout<'_>, beside: Option<usize>, lines: &[String]) -> Splice {
    let text = layout.text;
    let place = beside.map_or(text.len(), |part| extent(layout, part));
    let ending = ending(text, place.saturating_sub(1));
    let before = text.get(..place).unwrap_or_default();
    let joined = lines.join(ending);
    if !before.is_empty() && !before.ends_with('\n') {
        return Splice::at(place, format!("{ending}{ending}{joined}"));
    }
    let apart = before.is_empty() || is_blank(text, before.len().saturating_sub(1));
    let above = if apart { "" } else { ending };
    let crowded = place < text.len() && !is_blank(text, place);
    let below = if crowded { ending } else { "" };
    Splice::at(place, format!("{above}{joined}{ending}{below}"))
}

/// Where a part ends: its last line, with the comments that follow without a blank line, unless they are those of the next header.
fn extent(layout: &Layout<'_>, part: usize) -> usize {
    let text = layout.text;
    let Some(headed) = layout.parts.get(part) else {
        return text.len();
    };
    let own = end(text, headed.end());
    let mut at = own;
    while text
        .get(at..end(text, at))
        .is_some_and(|line| line.trim_start().starts_with('#'))
    {
        at = end(text, at);
    }
    if at < text.len() && !is_blank(text, at) {
        return own;
    }
    at
}

/// Takes a whole block away: its lines, and the blank line that kept it from what is before.
pub(super) fn remove_block(layout: &Layout<'_>, first: usize, last: usize) -> Option<Splice> {
    let text = layout.text;
    let header = layout.parts.get(first)?.header.as_ref()?;
    let from = header.span.start;
    let to = layout.parts.get(last)?.end();
    let above = start(text, from);
    let below = end(text, to);
    let open = above > 0 && is_blank(text, above - 1) && (below >= text.len() || is_blank(text, below));
    Some(cut(text, if open { above - 1 } else { from }, to))
}
