//! From the text of a TOML file to tables with spans, every fault of syntax or shape reported in one pass.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diags::{
    BrokenWide, NoSchema, NotRepeated, NotTable, NotText, OtherSchema, RichText, TooLarge, UnknownKey,
};
use super::shape::{Handed, Misfit};
use super::{Code, Diagnostic, Diagnostics, Sources, french, meant};
use crate::kernel::{FileId, Span};

/// Largest TOML file read, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// The only major version of the file formats so far.
pub const SCHEMA: i64 = 1;

/// Turns the bytes of a file into text: UTF-8, or UTF-16 that says so by its mark; the mark is dropped. Anything else is a diagnostic.
pub fn decode(path: &str, bytes: Vec<u8>, sources: &mut Sources, sink: &mut Diagnostics) -> Option<FileId> {
    if bytes.len() > MAX_BYTES {
        sink.push(TooLarge {
            path,
            bytes: bytes.len(),
            most: MAX_BYTES,
        });
        return None;
    }
    if bytes.starts_with(b"{\\rtf") {
        sink.push(RichText { path });
        return None;
    }
    if let Some((unit, rest)) = wide(&bytes) {
        let (pairs, half) = rest.as_chunks();
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        return match String::from_utf16(&units) {
            Ok(text) if half.is_empty() => Some(sources.add(path, text)),
            _ => {
                sink.push(BrokenWide { path });
                None
            }
        };
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Some(sources.add(path, text))
        }
        Err(error) => {
            let line = error
                .as_bytes()
                .iter()
                .take(error.utf8_error().valid_up_to())
                .filter(|b| **b == b'\n')
                .count()
                + 1;
            sink.push(NotText { path, line });
            None
        }
    }
}

/// How two bytes make a unit of a text.
type UnitOf = fn([u8; 2]) -> u16;

/// A text that says by its mark that its units are of 16 bits: how they are made, and the bytes after that mark.
fn wide(bytes: &[u8]) -> Option<(UnitOf, &[u8])> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Some((u16::from_le_bytes, rest)),
        [0xfe, 0xff, rest @ ..] => Some((u16::from_be_bytes, rest)),
        _ => None,
    }
}

/// A table of a file, its keys taken one by one; what is left over at the end is unknown.
#[derive(Debug)]
pub struct TomlTable<'a> {
    file: FileId,
    span: Span,
    table: DeTable<'a>,
}

/// A value of a file, with its place.
#[derive(Debug, Clone)]
pub struct Value<'a> {
    file: FileId,
    value: Spanned<DeValue<'a>>,
}

/// Parses a text. Where the grammar is broken, every fault is pushed and nothing returned.
pub fn parse<'a>(file: FileId, text: &'a str, sink: &mut Diagnostics) -> Option<TomlTable<'a>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        let span = Span::new(file, 0..0);
        return Some(TomlTable {
            file,
            span,
            table: table.into_inner(),
        });
    }
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        // the parser takes a value that is missing for a text of no letter without quotes
        let nothing = range.is_empty() && error.message().starts_with("string values must be quoted");
        let said = french::toml(if nothing { "missing value" } else { error.message() });
        let (message, hints) = match meant::line(text, range.start) {
            Some(meant) => (meant.message.to_owned(), vec![meant.hint]),
            None => (said.message, said.notes),
        };
        let span = Span::new(file, range);
        sink.push(Diagnostic::new(Code::Syntax, message).at(span, "").hints(hints));
    }
    None
}

impl<'a> TomlTable<'a> {
    /// Where it begins.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// The value of a key, which stays where it is.
    pub fn get(&self, key: &str) -> Option<Value<'a>> {
        let value = self.table.get(key)?.clone();
        Some(Value {
            file: self.file,
            value,
        })
    }

    /// Takes a key.
    pub fn take(&mut self, key: &str) -> Option<Value<'a>> {
        let value = self.table.remove(key)?;
        Some(Value {
            file: self.file,
            value,
        })
    }

    /// Takes a key, with the place of the key itself.
    pub fn take_with_key(&mut self, key: &str) -> Option<(Value<'a>, Span)> {
        let span = self
            .table
            .keys()
            .find(|k| k.get_ref() == key)
            .map(|k| Span::new(self.file, k.span()))?;
        self.take(key).map(|value| (value, span))
    }

    /// Takes these keys together, as one value to decode.
    pub fn take_all(&mut self, keys: &[&str]) -> Value<'a> {
        let mut taken = DeTable::new();
        for key in keys {
            if let Some((key, value)) = self.table.remove_entry(*key) {
                taken.insert(key, value);
            }
        }
        Value {
            file: self.file,
            value: Spanned::new(self.span.start..self.span.end, DeValue::Table(taken)),
        }
    }

    /// What is left, as a value to decode.
    pub fn into_value(self) -> Value<'a> {
        let range = self.span.start..self.span.end;
        Value {
            file: self.file,
            value: Spanned::new(range, DeValue::Table(self.table)),
        }
    }

    /// Takes `schema`, which must be [`SCHEMA`].
    pub fn take_schema(&mut self, sink: &mut Diagnostics) {
        match self.take("schema") {
            None => sink.push(NoSchema {
                known: SCHEMA,
                place: self.span(),
            }),
            Some(value) => {
                let found = value.decode::<i64>(sink);
                if found.is_some_and(|n| n != SCHEMA) {
                    sink.push(OtherSchema {
                        known: SCHEMA,
                        place: value.span(),
                    });
                }
            }
        }
    }

    /// Takes an array of tables, item by item; nothing when the key is absent.
    pub fn take_items(&mut self, key: &str, sink: &mut Diagnostics) -> Vec<Value<'a>> {
        let Some(value) = self.take(key) else {
            return Vec::new();
        };
        let file = value.file;
        let span = value.span();
        match value.value.into_inner() {
            DeValue::Array(items) => items.into_iter().map(|value| Value { file, value }).collect(),
            _ => {
                sink.push(NotRepeated { key, place: span });
                Vec::new()
            }
        }
    }

    /// All entries left, in the order of the keys' places.
    pub fn into_entries(self) -> Vec<(String, Span, Value<'a>)> {
        let file = self.file;
        let mut entries: Vec<_> = self
            .table
            .into_iter()
            .map(|(key, value)| {
                let span = Span::new(file, key.span());
                (key.into_inner().into_owned(), span, Value { file, value })
            })
            .collect();
        entries.sort_by_key(|(_, span, _)| span.start);
        entries
    }

    /// Pushes an error for each key left; `known` feeds the hint.
    pub fn finish(self, known: &[&str], sink: &mut Diagnostics) {
        for (key, span, _) in self.into_entries() {
            sink.push(UnknownKey {
                key: &key,
                place: span,
                known,
            });
        }
    }
}

/// The keys by which a block is named.
const NAMING: &[&str] = &["id", "cle", "code"];

impl<'a> Value<'a> {
    /// The bytes of the value.
    pub fn span(&self) -> Span {
        Span::new(self.file, self.value.span())
    }

    /// The file.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The raw TOML value.
    pub fn raw(&self) -> &DeValue<'a> {
        self.value.get_ref()
    }

    /// The items of an array, or the value itself as the only one.
    pub fn into_items(self) -> Vec<Self> {
        let file = self.file;
        if !matches!(self.raw(), DeValue::Array(_)) {
            return vec![self];
        }
        match self.value.into_inner() {
            DeValue::Array(items) => items.into_iter().map(|value| Value { file, value }).collect(),
            _ => Vec::new(),
        }
    }

    /// As a table; an error otherwise.
    pub fn into_table(self, name: &str, sink: &mut Diagnostics) -> Option<TomlTable<'a>> {
        let span = self.span();
        if let DeValue::Table(table) = self.value.into_inner() {
            return Some(TomlTable {
                file: span.file,
                span,
                table,
            });
        }
        sink.push(NotTable { name, place: span });
        None
    }

    /// The names by which other blocks may refer to this one.
    fn names(&self) -> impl Iterator<Item = String> + '_ {
        let texts = NAMING.iter().filter_map(|key| match self.raw() {
            DeValue::Table(table) => table.get(*key)?.get_ref().as_str(),
            _ => None,
        });
        texts.map(str::to_owned)
    }

    /// Decodes the value; a fault of shape is pushed with its place.
    pub fn decode<T: DeserializeOwned>(&self, sink: &mut Diagnostics) -> Option<T> {
        match T::deserialize(Handed::Value(&self.value)) {
            Ok(value) => Some(value),
            Err(Misfit { message, range }) => {
                let range = range.unwrap_or_else(|| self.value.span());
                let said = french::serde(&message);
                let told = Diagnostic::new(said.code, said.message).at(Span::new(self.file, range), "");
                sink.push(told.hints(said.notes));
                self.names().for_each(|name| sink.faulty(name));
                None
            }
        }
    }
}
