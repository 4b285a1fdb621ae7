//! HTML: the text that a reader sees. Tags go, with what stands in scripts and styles; entities are decoded. Nothing is fetched.

use quick_xml::escape::resolve_html5_entity;

use super::{Answer, Depth, Facts, Fault, Page, Text};

/// Elements whose contents are no text.
const SILENT: &[&str] = &["script", "style", "template", "noscript", "svg"];

/// Elements that run on in the line; any other begins a line of its own.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Longest name of an entity.
const ENTITY: usize = 32;

pub(super) fn read(bytes: &[u8], depth: Depth) -> Answer {
    Answer {
        facts: Ok(Facts::default()),
        text: (depth == Depth::Text).then(|| words(&super::plain::decode(bytes)).map(Text::Words)),
    }
}

fn words(source: &str) -> Result<String, Fault> {
    let mut page = Page::default();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once('<') {
        visible(before, &mut page)?;
        rest = match after.strip_prefix("!--") {
            Some(comment) => comment.split_once("-->").map_or("", |(_, rest)| rest),
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
                if SILENT.contains(&name.as_str()) && !tag.starts_with('/') && !tag.ends_with('/') {
                    after_end(rest, &name)
                } else {
                    rest
                }
            }
        };
    }
    visible(rest, &mut page)?;
    Ok(page.text)
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
    use super::words;
    use mediaudit_core::record::text::normalise;

    #[test]
    fn what_a_reader_sees() {
        let source = "<!DOCTYPE html><HTML><head><style>p{}</style><script>if (a<b) { x = '</p>' }</SCRIPT></head>\
            <body><!-- caché --><p title='a>b'>R&egrave;gle&nbsp;d&#39;acc&#xE8;s\n<b>éc</b>rite</p><ul><li>3 < 4 &amp; 5&lt;6<li>fin &inconnu;</ul><table><tr><td>a<td>b</table>";
        assert_eq!(
            normalise(&words(source).unwrap(), 100).unwrap(),
            "Règle d'accès écrite\n3 < 4 & 5<6\nfin &inconnu;\na\tb"
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
            assert!(words(source).is_ok(), "{source}");
        }
    }
}
