//! HTML: the text that a reader sees. Tags go, with what stands in scripts and styles; entities are decoded. Nothing is fetched.

use quick_xml::escape::resolve_html5_entity;

use super::{Answer, Contents, Fault, Page};

/// Elements whose contents are no text.
const SILENT: &[&str] = &["script", "style", "template", "noscript", "svg"];

/// Elements that run on in the line; any other begins a line of its own.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements without contents.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
];

/// Longest name of an entity.
const ENTITY: usize = 32;

pub(super) fn read(bytes: &[u8]) -> Answer {
    let page = page(&super::plain::decode(bytes.to_vec()))?;
    Ok(Contents {
        unseen: page.unseen,
        text: Some(page.text),
        concealed: Some(page.concealed),
        ..Contents::default()
    })
}

fn page(source: &str) -> Result<Page, Fault> {
    let mut page = Page::default();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once('<') {
        visible(before, &mut page)?;
        rest = match after.strip_prefix("!--") {
            Some(comment) => {
                let (said, rest) = comment.split_once("-->").unwrap_or((comment, ""));
                page.hide(said)?;
                rest
            }
            // « 3 < 4 » opens no tag
            None if !after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) => {
                page.push("<")?;
                after
            }
            None => {
                let (tag, rest) = split_tag(after);
                let name = tag
                    .trim_start_matches('/')
                    .split(|c: char| !c.is_ascii_alphanumeric())
                    .next()
                    .unwrap_or_default()
                    .to_ascii_lowercase();
                if matches!(name.as_str(), "td" | "th") {
                    page.separate('\t')?;
                } else if !INLINE.contains(&name.as_str()) {
                    page.separate('\n')?;
                }
                if tag.starts_with('/') || tag.ends_with('/') || VOID.contains(&name.as_str()) {
                    rest
                } else if SILENT.contains(&name.as_str()) {
                    after_end(rest, &name)
                } else if is_hidden(tag) {
                    let after = after_own_end(rest, &name);
                    let skipped = rest.len() - after.len();
                    page.hide(&strip(rest.get(..skipped).unwrap_or_default()))?;
                    after
                } else {
                    rest
                }
            }
        };
    }
    visible(rest, &mut page)?;
    Ok(page)
}

/// The inside of a tag and what follows; a « > » between quotes does not end it.
fn split_tag(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '>') => {
                let (tag, rest) = text.split_at_checked(at).unwrap_or((text, ""));
                return (tag, rest.strip_prefix('>').unwrap_or(rest));
            }
            _ => {}
        }
    }
    (text, "")
}

/// What follows `</name`, without regard to case.
fn after_end<'a>(text: &'a str, name: &str) -> &'a str {
    text.match_indices("</")
        .filter_map(|(at, _)| text.get(at..))
        .find(|rest| {
            rest.get(2..2 + name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name))
        })
        .unwrap_or("")
}

/// Does a tag say, by itself, that no eye sees what it holds?
fn is_hidden(tag: &str) -> bool {
    let lower = tag.to_ascii_lowercase();
    let style: String = lower
        .split_once("style=")
        .map(|(_, style)| style.chars().filter(|c| !c.is_whitespace()).collect())
        .unwrap_or_default();
    let value = style.trim_start_matches(['"', '\'']);
    let value = value.split(['"', '\'']).next().unwrap_or_default();
    let says = |wanted: &str| value.split(';').any(|rule| rule == wanted);
    let white = ["color:white", "color:#fff", "color:#ffffff"]
        .into_iter()
        .any(says);
    lower
        .split_ascii_whitespace()
        .skip(1)
        .any(|word| word == "hidden" || word.starts_with("hidden="))
        || [
            "display:none",
            "visibility:hidden",
            "font-size:0",
            "font-size:0px",
            "opacity:0",
        ]
        .into_iter()
        .any(says)
        || (white && !value.contains("background"))
}

/// What follows the end of an element that may hold others of its name.
fn after_own_end<'a>(text: &'a str, name: &str) -> &'a str {
    let mut open = 1_usize;
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        let (closing, named) = match after.strip_prefix('/') {
            Some(named) => (true, named),
            None => (false, after),
        };
        let is_own = named
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
            && !named
                .get(name.len()..)
                .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_alphanumeric()));
        if is_own {
            open = if closing { open - 1 } else { open + 1 };
        }
        if open == 0 {
            return split_tag(after).1;
        }
    }
    ""
}

/// A text without its tags.
fn strip(text: &str) -> String {
    text.split('<')
        .enumerate()
        .map(|(at, part)| {
            if at == 0 {
                part
            } else {
                part.split_once('>').map_or("", |(_, rest)| rest)
            }
        })
        .collect()
}

/// Adds text with its entities decoded; source line breaks are spaces.
fn visible(text: &str, page: &mut Page) -> Result<(), Fault> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain(before, page)?;
        let end = after
            .char_indices()
            .take(ENTITY)
            .find(|(_, c)| !(c.is_ascii_alphanumeric() || *c == '#'));
        let (name, next) = end
            .and_then(|(at, _)| after.split_at_checked(at))
            .unwrap_or((after, ""));
        if let Some(known) = entity(name) {
            page.push(&known)?;
            rest = next.strip_prefix(';').unwrap_or(next);
        } else {
            page.push("&")?;
            rest = after;
        }
    }
    plain(rest, page)
}

fn plain(text: &str, page: &mut Page) -> Result<(), Fault> {
    page.push(&text.replace(['\n', '\r'], " "))
}

fn entity(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(str::to_owned);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::page;
    use mediaudit_core::record::text::normalise;

    #[test]
    fn what_a_reader_sees() {
        let source = "<!DOCTYPE html><HTML><head><style>p{}</style><script>if (a<b) { x = '</p>' }</SCRIPT></head>\
            <body><!-- caché --><p title='a>b'>R&egrave;gle&nbsp;d&#39;acc&#xE8;s\n<b>éc</b>rite</p><ul><li>3 < 4 &amp; 5&lt;6<li>fin &inconnu;</ul><table><tr><td>a<td>b</table>";
        assert_eq!(
            normalise(&page(source).unwrap().text, 100).unwrap(),
            "Règle d'accès écrite\n3 < 4 & 5<6\nfin &inconnu;\na\tb"
        );
    }

    #[test]
    fn what_no_eye_sees_is_not_read() {
        let source = "<p hidden>un</p><div style='display: none'>deux<div>trois</div> quatre</div>vu<span style=\"color:#FFF\">cinq</span>\
            <span style='color:white;background:black'>blanc</span><input hidden>fin<p style='display:none'>sans fin";
        let found = normalise(&page(source).unwrap().text, 100).unwrap();
        assert_eq!(found, "vu\nblanc\nfin".replace("vu\nblanc", "vublanc"));
        let page = page(source).unwrap();
        assert!(
            page.unseen > 0 && page.concealed.contains("deux"),
            "{}",
            page.concealed
        );
    }

    #[test]
    fn broken_pages_end() {
        for source in [
            "<",
            "<a",
            "<a href=\"",
            "<script>",
            "&",
            "&#",
            "&#x110000;",
            "<!--",
            "</",
        ] {
            assert!(page(source).is_ok(), "{source}");
        }
    }
}
