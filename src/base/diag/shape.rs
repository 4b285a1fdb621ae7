//! From a value of a TOML file to a type of ours.
//!
//! The library's own way from values to types hands each visitor its maps, lists, texts and places by types of their own, and compiles
//! all that reads our types once for each of them. Here there is one of each, and a visitor is handed only what it asks for; a value
//! stays where it is, to be read as often as need be.

use std::fmt::Display;
use std::ops::Range;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::kernel::{Date, PLACED};

/// A value, with its place.
type Placed<'a> = Spanned<DeValue<'a>>;

/// Why a value is not of the type wanted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(super) struct Misfit {
    /// In the words of serde.
    pub(super) message: String,
    /// The bytes that it is about, as near as is known.
    pub(super) range: Option<Range<usize>>,
}

impl Misfit {
    /// The same; these are the bytes that it is about where none are known yet.
    fn within(mut self, range: Range<usize>) -> Self {
        self.range.get_or_insert(range);
        self
    }
}

impl Error for Misfit {
    fn custom<T: Display>(message: T) -> Self {
        Self {
            message: message.to_string(),
            range: None,
        }
    }
}

/// What is read: a value, or what comes with one.
#[derive(Debug, Clone, Copy)]
pub(super) enum Handed<'a> {
    /// A value of the file.
    Value(&'a Placed<'a>),
    /// A key, with its place; or what a date is written as.
    Text(&'a str, Option<(usize, usize)>),
    /// Where a value begins or ends.
    Place(usize),
}

impl<'a> Handed<'a> {
    fn key(key: &'a Spanned<DeString<'a>>) -> Self {
        Self::Text(key.get_ref(), Some((key.span().start, key.span().end)))
    }

    /// Where it begins and ends, where it stands in the file.
    fn bounds(self) -> Option<(usize, usize)> {
        match self {
            Self::Value(value) => Some((value.span().start, value.span().end)),
            Self::Text(_, place) => place,
            Self::Place(_) => None,
        }
    }

    /// Tells where it is what is wrong with it, unless it is told already.
    fn place(self, misfit: Misfit) -> Misfit {
        match self.bounds() {
            Some((start, end)) => misfit.within(start..end),
            None => misfit,
        }
    }

    /// It is not what is wanted.
    fn misfits(self, wanted: &dyn Expected) -> Misfit {
        let large;
        let found = match self {
            Self::Value(value) => match value.get_ref() {
                DeValue::String(text) => Unexpected::Str(text),
                DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                    Ok(number) => Unexpected::Signed(number),
                    Err(_) => {
                        large = format!("integer `{number}`");
                        Unexpected::Other(&large)
                    }
                },
                // INVARIANT: what the grammar takes for a number with a point is one
                DeValue::Float(number) => Unexpected::Float(number.as_str().parse().unwrap_or(f64::NAN)),
                DeValue::Boolean(value) => Unexpected::Bool(*value),
                DeValue::Datetime(_) => Unexpected::Other("date"),
                DeValue::Array(_) => Unexpected::Seq,
                DeValue::Table(_) => Unexpected::Map,
            },
            Self::Text(text, _) => Unexpected::Str(text),
            Self::Place(_) => Unexpected::Other("place"),
        };
        self.place(Misfit::invalid_type(found, wanted))
    }

    fn text(self) -> Option<&'a str> {
        match self {
            Self::Value(value) => value.get_ref().as_str(),
            Self::Text(text, _) => Some(text),
            Self::Place(_) => None,
        }
    }

    /// A number; `wanted` is what is told of what is none.
    fn number(self, wanted: &dyn Expected) -> Result<Number, Misfit> {
        match self {
            Self::Place(place) => Ok(Number::Large(place as u64)),
            Self::Value(value) => match number(value.get_ref(), wanted) {
                Some(number) => number.map_err(|misfit| self.place(misfit)),
                None => Err(self.misfits(wanted)),
            },
            Self::Text(..) => Err(self.misfits(wanted)),
        }
    }

    fn items(self) -> Option<Items<'a>> {
        match self {
            Self::Value(value) => Some(Items::List(value.get_ref().as_array()?.iter())),
            Self::Text(..) | Self::Place(_) => None,
        }
    }

    fn entries(self) -> Option<Entries<'a>> {
        match self {
            Self::Value(value) => Some(Entries::Table(value.get_ref().as_table()?.iter(), None)),
            Self::Text(..) | Self::Place(_) => None,
        }
    }
}

/// A number, as serde knows them.
enum Number {
    Signed(i64),
    Large(u64),
    Broken(f64),
}

/// Reads a number; `wanted` is what is told of one that nothing of ours holds. None where it is none.
fn number(value: &DeValue<'_>, wanted: &dyn Expected) -> Option<Result<Number, Misfit>> {
    match value {
        DeValue::Integer(number) => {
            let (digits, radix) = (number.as_str(), number.radix());
            Some(if let Ok(number) = i64::from_str_radix(digits, radix) {
                Ok(Number::Signed(number))
            } else if let Ok(number) = u64::from_str_radix(digits, radix) {
                Ok(Number::Large(number))
            } else if i128::from_str_radix(digits, radix).is_ok() {
                let found = format!("integer `{digits}`");
                Err(Misfit::invalid_type(Unexpected::Other(&found), wanted))
            } else {
                Err(Misfit::custom("integer number overflowed"))
            })
        }
        DeValue::Float(number) => {
            let (text, value) = (number.as_str(), number.as_str().parse::<f64>());
            // « inf » is meant; 1e999 is not
            let held = value
                .ok()
                .filter(|value| !value.is_infinite() || text.contains("inf"));
            let held = held.map(Number::Broken);
            Some(held.ok_or_else(|| Misfit::custom("floating-point number overflowed")))
        }
        _ => None,
    }
}

/// What is asked for in several ways is handed in one.
macro_rules! alike {
    ($way:ident: $($asked:ident)+) => {
        $(fn $asked<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            self.$way(visitor)
        })+
    };
}

/// Each visitor is handed what it asks for: nothing else is compiled for it.
impl<'de> Deserializer<'de> for Handed<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let handed = match self {
            Self::Value(value) => match value.get_ref() {
                DeValue::String(text) => visitor.visit_str(text),
                DeValue::Integer(_) | DeValue::Float(_) => return self.deserialize_i64(visitor),
                DeValue::Boolean(value) => visitor.visit_bool(*value),
                DeValue::Datetime(day) => visitor.visit_map(Entries::Day(day.to_string(), false)),
                DeValue::Array(items) => visitor.visit_seq(Items::List(items.iter())),
                DeValue::Table(table) => visitor.visit_map(Entries::Table(table.iter(), None)),
            },
            Self::Text(text, _) => visitor.visit_str(text),
            Self::Place(place) => visitor.visit_u64(place as u64),
        };
        handed.map_err(|misfit| self.place(misfit))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let handed = match self {
            Self::Value(value) => value.get_ref().as_bool(),
            Self::Text(..) | Self::Place(_) => None,
        };
        match handed {
            Some(value) => visitor.visit_bool(value).map_err(|misfit| self.place(misfit)),
            None => Err(self.misfits(&visitor)),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let handed = match self.number(&visitor)? {
            Number::Signed(number) => visitor.visit_i64(number),
            Number::Large(number) => visitor.visit_u64(number),
            Number::Broken(number) => visitor.visit_f64(number),
        };
        handed.map_err(|misfit| self.place(misfit))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.text() {
            Some(text) => visitor.visit_str(text).map_err(|misfit| self.place(misfit)),
            None => Err(self.misfits(&visitor)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.items() {
            Some(items) => visitor.visit_seq(items).map_err(|misfit| self.place(misfit)),
            None => Err(self.misfits(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.entries() {
            Some(entries) => visitor.visit_map(entries).map_err(|misfit| self.place(misfit)),
            None => Err(self.misfits(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_some(self).map_err(|misfit| self.place(misfit))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.bounds() {
            Some(bounds) if name == PLACED => visitor.visit_seq(Items::Placed(self, bounds, 0)),
            _ => visitor
                .visit_newtype_struct(self)
                .map_err(|misfit| self.place(misfit)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let one = Choice::of(self)?;
        visitor.visit_enum(one).map_err(|misfit| self.place(misfit))
    }

    alike! { deserialize_i64:
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
    }
    alike! { deserialize_str: deserialize_string deserialize_char deserialize_identifier }

    forward_to_deserialize_any! { bytes byte_buf unit unit_struct tuple_struct ignored_any }
}

/// The items of a list, or a value after its place.
enum Items<'a> {
    List(std::slice::Iter<'a, Placed<'a>>),
    /// How many of these were handed: where it begins, where it ends, itself.
    Placed(Handed<'a>, (usize, usize), u8),
}

impl<'a> Items<'a> {
    fn next(&mut self) -> Option<Handed<'a>> {
        match self {
            Self::List(items) => items.next().map(Handed::Value),
            Self::Placed(value, (start, end), handed) => {
                *handed += 1;
                match handed {
                    1 => Some(Handed::Place(*start)),
                    2 => Some(Handed::Place(*end)),
                    3 => Some(*value),
                    _ => None,
                }
            }
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        self.next().map(|next| seed.deserialize(next)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        match self {
            Self::List(items) => Some(items.len()),
            Self::Placed(..) => None,
        }
    }
}

/// The entries of a table that are left, and the value of the key that was handed last; or a date.
enum Entries<'a> {
    Table(
        <&'a DeTable<'a> as IntoIterator>::IntoIter,
        Option<&'a Placed<'a>>,
    ),
    /// As it is written, and whether its key was handed.
    Day(String, bool),
}

impl<'a> Entries<'a> {
    fn key(&mut self) -> Option<Handed<'a>> {
        match self {
            Self::Table(left, value) => {
                let (key, own) = left.next()?;
                *value = Some(own);
                Some(Handed::key(key))
            }
            Self::Day(_, handed) => {
                let known = std::mem::replace(handed, true);
                (!known).then_some(Handed::Text(Date::KEY, None))
            }
        }
    }

    fn value(&self) -> Option<Handed<'_>> {
        match self {
            Self::Table(_, value) => value.map(Handed::Value),
            Self::Day(day, _) => Some(Handed::Text(day, None)),
        }
    }
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        let Some(key) = self.key() else {
            return Ok(None);
        };
        let found = seed.deserialize(key).map(Some);
        found.map_err(|misfit| key.place(misfit))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        // INVARIANT: serde asks for the value of a key that it was handed
        let value = self.value().ok_or_else(|| Misfit::custom("no value"))?;
        seed.deserialize(value).map_err(|misfit| value.place(misfit))
    }
}

/// One of several, named by a text or by the only key of a table.
struct Choice<'a> {
    key: Handed<'a>,
    value: Option<&'a Placed<'a>>,
}

impl<'a> Choice<'a> {
    fn of(one: Handed<'a>) -> Result<Self, Misfit> {
        let named = Self {
            key: one,
            value: None,
        };
        let Handed::Value(value) = one else {
            return Ok(named);
        };
        match value.get_ref() {
            DeValue::String(_) => Ok(named),
            DeValue::Table(table) => {
                let mut entries = table.iter();
                match (entries.next(), entries.next()) {
                    (Some((key, own)), None) => Ok(Self {
                        key: Handed::key(key),
                        value: Some(own),
                    }),
                    _ => Err(Misfit::custom("wanted exactly 1 element").within(value.span())),
                }
            }
            _ => Err(Misfit::custom("wanted string or table").within(value.span())),
        }
    }

    /// What is wanted of it instead of what it holds.
    fn wants(&self, wanted: &'static str) -> Misfit {
        match self.value.map(Handed::Value) {
            Some(value) => value.misfits(&wanted),
            None => self
                .key
                .place(Misfit::invalid_type(Unexpected::UnitVariant, &wanted)),
        }
    }

    fn held(&self, wanted: &'static str) -> Result<Handed<'a>, Misfit> {
        self.value.map(Handed::Value).ok_or_else(|| self.wants(wanted))
    }
}

impl<'de> EnumAccess<'de> for Choice<'_> {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Misfit> {
        let found = seed.deserialize(self.key);
        Ok((found.map_err(|misfit| self.key.place(misfit))?, self))
    }
}

impl<'de> VariantAccess<'de> for Choice<'_> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        match self.value.map(Spanned::get_ref) {
            None => Ok(()),
            Some(DeValue::Table(table)) if table.is_empty() => Ok(()),
            Some(DeValue::Array(items)) if items.is_empty() => Ok(()),
            Some(_) => Err(self.wants("unit variant")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misfit> {
        seed.deserialize(self.held("newtype variant")?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.held("tuple variant")?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.held("struct variant")?.deserialize_any(visitor)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::kernel::Located;

    fn value(text: &str) -> Placed<'_> {
        let table = DeTable::parse(text).unwrap();
        let place = table.span();
        Spanned::new(place, DeValue::Table(table.into_inner()))
    }

    /// Every value of the files that we ship, and some more, are what the library itself reads.
    #[test]
    fn values_are_those_of_the_library() {
        let mut texts = vec![
            include_str!("../../../norms/nf-x60-600/1.0.0/norme.toml"),
            include_str!("../../../norms/nf-x60-600/1.0.0/faits.toml"),
            include_str!("../../../norms/nf-x60-600/1.0.0/types-preuve.toml"),
            include_str!("../../../norms/nf-x60-600/1.0.0/criteres-c-processus.toml"),
        ];
        texts.push("a = 0x1F\nb = -1_000\nc = 1e3\nd = inf\ne = 2026-01-15T10:00:00Z\nf = 10:00:00\n[g.\"h i\"]\nj = [[1], [], [{ k = 'l' }]]\n");
        for text in texts {
            let ours = ::toml::Value::deserialize(Handed::Value(&value(text))).unwrap();
            assert_eq!(ours, ::toml::from_str::<::toml::Value>(text).unwrap());
        }
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    struct Sample {
        words: Vec<Located<String>>,
        #[serde(default)]
        table: std::collections::BTreeMap<Located<String>, Located<u8>>,
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "words = [\"one\", 'two']\ntable = { \"a b\" = 12 }\n";
        let read = Sample::deserialize(Handed::Value(&value(text))).unwrap();
        let said: Vec<(&str, &str)> = read
            .words
            .iter()
            .map(|word| (word.get().as_str(), text.get(word.range()).unwrap()))
            .collect();
        assert_eq!(said, [("one", "\"one\""), ("two", "'two'")]);
        let entries = read.table.iter();
        let places: Vec<(&str, &str)> = entries
            .map(|(key, value)| (text.get(key.range()).unwrap(), text.get(value.range()).unwrap()))
            .collect();
        assert_eq!(places, [("\"a b\"", "12")]);
    }

    #[test]
    fn a_fault_is_told_where_it_is() {
        for (text, place) in [
            ("words = [\"one\", 2]", "2"),
            ("words = 1", "1"),
            ("wrods = []", "wrods"),
            ("words = []\ntable = { a = 300 }", "300"),
            ("words = []\ntable = [1]", "[1]"),
        ] {
            let misfit = Sample::deserialize(Handed::Value(&value(text))).unwrap_err();
            let told = misfit.range.unwrap();
            assert_eq!(text.get(told), Some(place), "{text}: {}", misfit.message);
        }
    }
}
