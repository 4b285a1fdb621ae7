//! Decodes one value of a TOML file into a type.
//!
//! The `toml` crate offers any shape to any type, and the type refuses it: a function for each pair of the two. Here a type is offered
//! only what it asks for; what it is not is said once for all, in the words of serde.

use std::fmt::Display;
use std::iter::once;
use std::ops::Range;

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use toml::Spanned;
use toml::de::{DeFloat, DeInteger, DeTable, DeValue};

use crate::kernel::{DATETIME_KEY, LOCATED};

/// Decodes a value; what is wrong has its place.
pub(super) fn decode<T: DeserializeOwned>(value: &Spanned<DeValue<'_>>) -> Result<T, Misshapen> {
    T::deserialize(Shape(value)).map_err(|error| error.within(value.span()))
}

/// Why a value cannot be decoded.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Misshapen {
    /// In the words of serde.
    pub(super) message: String,
    /// The innermost value or key at fault.
    pub(super) range: Option<Range<usize>>,
}

impl Misshapen {
    fn within(mut self, range: Range<usize>) -> Self {
        self.range.get_or_insert(range);
        self
    }
}

impl de::Error for Misshapen {
    fn custom<T: Display>(message: T) -> Self {
        Self {
            message: message.to_string(),
            range: None,
        }
    }
}

/// A value to decode.
#[derive(Clone, Copy)]
struct Shape<'v>(&'v Spanned<DeValue<'v>>);

/// A number without decimals.
enum Whole {
    Signed(i64),
    Unsigned(u64),
}

impl Whole {
    fn of(number: &DeInteger<'_>, wanted: &dyn Expected) -> Result<Self, Misshapen> {
        let (text, radix) = (number.as_str(), number.radix());
        if let Ok(n) = i64::from_str_radix(text, radix) {
            Ok(Self::Signed(n))
        } else if let Ok(n) = u64::from_str_radix(text, radix) {
            Ok(Self::Unsigned(n))
        } else if let Ok(n) = i128::from_str_radix(text, radix) {
            let found = format!("integer `{n}`");
            Err(Misshapen::invalid_type(Unexpected::Other(&found), wanted))
        } else {
            Err(Misshapen::custom("integer number overflowed"))
        }
    }

    fn unexpected(&self) -> Unexpected<'static> {
        match *self {
            Self::Signed(n) => Unexpected::Signed(n),
            Self::Unsigned(n) => Unexpected::Unsigned(n),
        }
    }
}

fn decimal(number: &DeFloat<'_>) -> Result<f64, Misshapen> {
    let text = number.as_str();
    match text.parse::<f64>() {
        Ok(n) if !n.is_infinite() || text.contains("inf") => Ok(n),
        _ => Err(Misshapen::custom("floating-point number overflowed")),
    }
}

impl<'v> Shape<'v> {
    fn raw(self) -> &'v DeValue<'v> {
        self.0.get_ref()
    }

    fn range(self) -> Range<usize> {
        self.0.span()
    }

    fn unexpected(self, wanted: &dyn Expected) -> Result<Unexpected<'v>, Misshapen> {
        Ok(match self.raw() {
            DeValue::String(text) => Unexpected::Str(text),
            DeValue::Integer(number) => Whole::of(number, wanted)?.unexpected(),
            DeValue::Float(number) => Unexpected::Float(decimal(number)?),
            DeValue::Boolean(said) => Unexpected::Bool(*said),
            DeValue::Array(_) => Unexpected::Seq,
            DeValue::Datetime(_) | DeValue::Table(_) => Unexpected::Map,
        })
    }

    /// It is not what is wanted.
    fn refused(self, wanted: &dyn Expected) -> Misshapen {
        match self.unexpected(wanted) {
            Ok(found) => Misshapen::invalid_type(found, wanted),
            Err(error) => error,
        }
    }

    fn number<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        match self.raw() {
            DeValue::Integer(number) => match Whole::of(number, &visitor)? {
                Whole::Signed(n) => visitor.visit_i64(n),
                Whole::Unsigned(n) => visitor.visit_u64(n),
            },
            DeValue::Float(number) => visitor.visit_f64(decimal(number)?),
            _ => Err(self.refused(&visitor)),
        }
    }

    fn table<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        match self.raw() {
            DeValue::Table(table) => visitor.visit_map(Entries::of(table)),
            _ => Err(self.refused(&visitor)),
        }
    }
}

/// Methods that ask for a number.
macro_rules! numbers {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Misshapen> {
            self.number(visitor)
        })+
    };
}

impl<'v> Deserializer<'v> for Shape<'v> {
    type Error = Misshapen;

    fn deserialize_any<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        match self.raw() {
            DeValue::String(text) => visitor.visit_str(text),
            DeValue::Integer(_) | DeValue::Float(_) => self.number(visitor),
            DeValue::Boolean(said) => visitor.visit_bool(*said),
            DeValue::Datetime(day) => {
                visitor.visit_map(MapDeserializer::new(once((DATETIME_KEY, day.to_string()))))
            }
            DeValue::Array(_) => self.deserialize_seq(visitor),
            DeValue::Table(_) => self.table(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        match self.raw() {
            DeValue::Boolean(said) => visitor.visit_bool(*said),
            _ => Err(self.refused(&visitor)),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_f32 deserialize_f64
    }

    fn deserialize_str<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        match self.raw() {
            DeValue::String(text) => visitor.visit_str(text),
            _ => Err(self.refused(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        self.deserialize_str(visitor)
    }

    // what is absent is no key: what is there is some
    fn deserialize_option<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'v>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misshapen> {
        if name == LOCATED {
            visitor.visit_enum(self)
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    fn deserialize_seq<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        match self.raw() {
            DeValue::Array(items) => visitor.visit_seq(Items(items.iter())),
            _ => Err(self.refused(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'v>>(self, _: usize, visitor: V) -> Result<V::Value, Misshapen> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        self.table(visitor)
    }

    fn deserialize_struct<V: Visitor<'v>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misshapen> {
        self.table(visitor)
    }

    /// The name of a variant, or a table that holds it alone.
    fn deserialize_enum<V: Visitor<'v>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misshapen> {
        visitor.visit_enum(match self.raw() {
            DeValue::String(name) => Chosen {
                name,
                place: self.range(),
                holds: None,
            },
            DeValue::Table(table) => {
                let mut entries = table.iter();
                match (entries.next(), entries.next()) {
                    (Some((name, value)), None) => Chosen {
                        name: name.get_ref(),
                        place: name.span(),
                        holds: Some(Self(value)),
                    },
                    _ => return Err(Misshapen::custom("wanted exactly 1 element")),
                }
            }
            _ => return Err(Misshapen::custom("wanted string or table")),
        })
    }

    serde::forward_to_deserialize_any! { <V: Visitor<'v>>
    char bytes byte_buf unit unit_struct tuple_struct identifier ignored_any i128 u128 }
}

/// With its place, as `Located` asks for it.
impl<'v> EnumAccess<'v> for Shape<'v> {
    type Error = Misshapen;
    type Variant = Place;

    fn variant_seed<S: DeserializeSeed<'v>>(self, seed: S) -> Result<(S::Value, Place), Misshapen> {
        let value = seed.deserialize(self);
        value
            .map(|value| (value, Place(self.range())))
            .map_err(|error| error.within(self.range()))
    }
}

/// Bytes of the file.
struct Place(Range<usize>);

impl<'v> VariantAccess<'v> for Place {
    type Error = Misshapen;

    fn newtype_variant_seed<S: DeserializeSeed<'v>>(self, seed: S) -> Result<S::Value, Misshapen> {
        seed.deserialize(SeqDeserializer::new([self.0.start, self.0.end].into_iter()))
    }

    fn unit_variant(self) -> Result<(), Misshapen> {
        Ok(())
    }

    fn tuple_variant<V: Visitor<'v>>(self, _: usize, visitor: V) -> Result<V::Value, Misshapen> {
        Err(Misshapen::invalid_type(Unexpected::NewtypeVariant, &visitor))
    }

    fn struct_variant<V: Visitor<'v>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misshapen> {
        Err(Misshapen::invalid_type(Unexpected::NewtypeVariant, &visitor))
    }
}

/// The entries of a table.
struct Entries<'v> {
    left: toml::map::Iter<'v, Spanned<std::borrow::Cow<'v, str>>, Spanned<DeValue<'v>>>,
    value: Option<Shape<'v>>,
}

impl<'v> Entries<'v> {
    fn of(table: &'v DeTable<'v>) -> Self {
        Self {
            left: table.iter(),
            value: None,
        }
    }
}

impl<'v> MapAccess<'v> for Entries<'v> {
    type Error = Misshapen;

    fn next_key_seed<S: DeserializeSeed<'v>>(&mut self, seed: S) -> Result<Option<S::Value>, Misshapen> {
        let Some((key, value)) = self.left.next() else {
            return Ok(None);
        };
        self.value = Some(Shape(value));
        let read = seed.deserialize(StrDeserializer::new(key.get_ref()));
        read.map(Some)
            .map_err(|error: Misshapen| error.within(key.span()))
    }

    fn next_value_seed<S: DeserializeSeed<'v>>(&mut self, seed: S) -> Result<S::Value, Misshapen> {
        match self.value.take() {
            Some(value) => seed
                .deserialize(value)
                .map_err(|error| error.within(value.range())),
            None => Err(Misshapen::custom("no key before this value")),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

/// The items of an array.
struct Items<'v>(std::slice::Iter<'v, Spanned<DeValue<'v>>>);

impl<'v> SeqAccess<'v> for Items<'v> {
    type Error = Misshapen;

    fn next_element_seed<S: DeserializeSeed<'v>>(&mut self, seed: S) -> Result<Option<S::Value>, Misshapen> {
        let Some(item) = self.0.next() else {
            return Ok(None);
        };
        let read = seed.deserialize(Shape(item));
        read.map(Some).map_err(|error| error.within(item.span()))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// A variant, and what it holds.
struct Chosen<'v> {
    name: &'v str,
    place: Range<usize>,
    holds: Option<Shape<'v>>,
}

impl<'v> EnumAccess<'v> for Chosen<'v> {
    type Error = Misshapen;
    type Variant = Held<'v>;

    fn variant_seed<S: DeserializeSeed<'v>>(self, seed: S) -> Result<(S::Value, Held<'v>), Misshapen> {
        let read = seed.deserialize(StrDeserializer::new(self.name));
        read.map(|variant| (variant, Held(self.holds)))
            .map_err(|error: Misshapen| error.within(self.place))
    }
}

/// What a variant holds, if anything.
struct Held<'v>(Option<Shape<'v>>);

impl<'v> Held<'v> {
    fn wanted(self, wanted: &dyn Expected) -> Result<Shape<'v>, Misshapen> {
        let alone = || Misshapen::invalid_type(Unexpected::UnitVariant, wanted);
        self.0.ok_or_else(alone)
    }
}

impl<'v> VariantAccess<'v> for Held<'v> {
    type Error = Misshapen;

    fn unit_variant(self) -> Result<(), Misshapen> {
        match self.0.map(|held| (held, held.raw())) {
            None => Ok(()),
            Some((_, DeValue::Table(table))) if table.is_empty() => Ok(()),
            Some((held, _)) => Err(held.refused(&"table").within(held.range())),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'v>>(self, seed: S) -> Result<S::Value, Misshapen> {
        let held = self.wanted(&"newtype variant")?;
        seed.deserialize(held).map_err(|error| error.within(held.range()))
    }

    fn tuple_variant<V: Visitor<'v>>(self, _: usize, visitor: V) -> Result<V::Value, Misshapen> {
        let held = self.wanted(&"tuple variant")?;
        held.deserialize_seq(visitor)
            .map_err(|error| error.within(held.range()))
    }

    fn struct_variant<V: Visitor<'v>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misshapen> {
        let held = self.wanted(&"struct variant")?;
        held.table(visitor).map_err(|error| error.within(held.range()))
    }
}
