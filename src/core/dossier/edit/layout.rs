//! The text of a TOML file as it is laid out: headers, keys, values, commas, comments, each with its bytes.

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use toml_parser::parser::{Event, EventKind, parse_document};
use toml_parser::{ParseError, Source};

/// One name of a dotted key.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) span: Range<usize>,
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) keys: Vec<Key>,
    pub(super) value: ValueNode,
}

/// A value.
#[derive(Debug)]
pub(super) struct ValueNode {
    pub(super) span: Range<usize>,
    pub(super) form: ValueForm,
}

/// How a value is written.
#[derive(Debug)]
pub(super) enum ValueForm {
    Scalar,
    Array(List<ValueNode>),
    Inline(List<Pair>),
}

/// What stands between brackets.
#[derive(Debug)]
pub(super) struct List<T> {
    pub(super) items: Vec<T>,
    /// Where the commas are: the first one follows the first item.
    pub(super) commas: Vec<usize>,
}

/// `[a.b]` or `[[a.b]]`.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) keys: Vec<Key>,
    pub(super) repeated: bool,
    /// From the first bracket to the last.
    pub(super) span: Range<usize>,
}

/// A header with the pairs below it; the first one of a file has none.
#[derive(Debug, Default)]
pub(super) struct Headed {
    pub(super) header: Option<Header>,
    pub(super) pairs: Vec<Pair>,
}

/// A text, laid out.
#[derive(Debug)]
pub(super) struct Layout<'t> {
    pub(super) text: &'t str,
    pub(super) parts: Vec<Headed>,
    /// Comments that stand inside no value.
    pub(super) comments: Vec<Range<usize>>,
}

impl Pair {
    pub(super) fn start(&self) -> usize {
        self.keys
            .first()
            .map_or(self.value.span.start, |key| key.span.start)
    }
}

impl Headed {
    /// The end of its last value, else of its header.
    pub(super) fn end(&self) -> usize {
        let header = self.header.as_ref().map_or(0, |header| header.span.end);
        self.pairs.last().map_or(header, |pair| pair.value.span.end)
    }
}

impl<'t> Layout<'t> {
    /// Lays a text out; none where it breaks the order of the grammar. Values are not looked into: that is for whoever loads it.
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let source = Source::new(text);
        let tokens = source.lex().into_vec();
        let (mut events, mut faults): (Vec<Event>, Vec<ParseError>) = Default::default();
        parse_document(&tokens, &mut events, &mut faults);
        let reader = Reader {
            source,
            events: events.into_iter().peekable(),
        };
        let layout = reader.document(text)?;
        faults.is_empty().then_some(layout)
    }

    /// The bytes of a place.
    pub(super) fn raw(&self, span: &Range<usize>) -> &'t str {
        self.text.get(span.clone()).unwrap_or_default()
    }
}

struct Reader<'t> {
    source: Source<'t>,
    events: Peekable<IntoIter<Event>>,
}

fn range(event: &Event) -> Range<usize> {
    event.span().start()..event.span().end()
}

impl<'t> Reader<'t> {
    fn document(mut self, text: &'t str) -> Option<Layout<'t>> {
        let mut layout = Layout {
            text,
            parts: vec![Headed::default()],
            comments: Vec::new(),
        };
        while let Some(event) = self.events.next() {
            match event.kind() {
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                    let header = self.header(&event)?;
                    layout.parts.push(Headed {
                        header: Some(header),
                        pairs: Vec::new(),
                    });
                }
                EventKind::SimpleKey => {
                    let pair = self.pair(&event)?;
                    layout.parts.last_mut()?.pairs.push(pair);
                }
                EventKind::Comment => layout.comments.push(range(&event)),
                _ => {}
            }
        }
        Some(layout)
    }

    fn key(&self, event: &Event) -> Option<Key> {
        let mut name = String::new();
        self.source.get(event)?.decode_key(&mut name, &mut ());
        Some(Key {
            name,
            span: range(event),
        })
    }

    fn header(&mut self, open: &Event) -> Option<Header> {
        let mut keys = Vec::new();
        loop {
            let event = self.events.next()?;
            match event.kind() {
                EventKind::SimpleKey => keys.push(self.key(&event)?),
                EventKind::StdTableClose | EventKind::ArrayTableClose => {
                    return Some(Header {
                        keys,
                        repeated: open.kind() == EventKind::ArrayTableOpen,
                        span: open.span().start()..event.span().end(),
                    });
                }
                EventKind::KeySep | EventKind::Whitespace => {}
                _ => return None,
            }
        }
    }

    fn pair(&mut self, first: &Event) -> Option<Pair> {
        let mut keys = vec![self.key(first)?];
        loop {
            let event = self.events.next()?;
            match event.kind() {
                EventKind::SimpleKey => keys.push(self.key(&event)?),
                EventKind::KeyValSep => break,
                EventKind::KeySep | EventKind::Whitespace => {}
                _ => return None,
            }
        }
        let value = self.value()?;
        Some(Pair { keys, value })
    }

    fn value(&mut self) -> Option<ValueNode> {
        loop {
            let event = self.events.next()?;
            let form = match event.kind() {
                EventKind::Scalar => ValueForm::Scalar,
                EventKind::ArrayOpen => {
                    let (list, end) = self.list(EventKind::ArrayClose, Self::value)?;
                    return Some(ValueNode {
                        span: event.span().start()..end,
                        form: ValueForm::Array(list),
                    });
                }
                EventKind::InlineTableOpen => {
                    let (list, end) = self.list(EventKind::InlineTableClose, |reader| {
                        let first = reader.events.next()?;
                        reader.pair(&first)
                    })?;
                    return Some(ValueNode {
                        span: event.span().start()..end,
                        form: ValueForm::Inline(list),
                    });
                }
                EventKind::Whitespace | EventKind::Newline | EventKind::Comment => continue,
                _ => return None,
            };
            return Some(ValueNode {
                span: range(&event),
                form,
            });
        }
    }

    /// What stands up to the closing bracket, and where that ends.
    fn list<T>(
        &mut self,
        close: EventKind,
        mut one: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<(List<T>, usize)> {
        let mut list = List {
            items: Vec::new(),
            commas: Vec::new(),
        };
        loop {
            let next = *self.events.peek()?;
            match next.kind() {
                kind if kind == close => {
                    self.events.next();
                    return Some((list, next.span().end()));
                }
                EventKind::ValueSep => {
                    self.events.next();
                    list.commas.push(next.span().start());
                }
                EventKind::Whitespace | EventKind::Newline | EventKind::Comment => {
                    self.events.next();
                }
                _ => list.items.push(one(self)?),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_value_has_its_bytes() {
        let text = "a.\"b.c\" = [1, { x = '#' }, # un\n] # deux\n[[d]]\n# trois\n";
        let layout = Layout::read(text).unwrap();
        let pair = &layout.parts[0].pairs[0];
        assert_eq!(pair.keys[1].name, "b.c");
        assert_eq!(layout.raw(&pair.value.span), "[1, { x = '#' }, # un\n]");
        let ValueForm::Array(list) = &pair.value.form else {
            panic!("an array")
        };
        assert_eq!((list.items.len(), list.commas.len()), (2, 2));
        assert!(layout.parts[1].header.as_ref().unwrap().repeated);
        let comments: Vec<&str> = layout.comments.iter().map(|span| layout.raw(span)).collect();
        assert_eq!(comments, ["# deux", "# trois"]);
        assert!(Layout::read("a = [").is_none());
        assert!(Layout::read("a b = 1").is_none());
    }
}
