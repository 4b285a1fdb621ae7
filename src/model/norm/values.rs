//! Values as people write them, read as what they are said to be: numbers, percentages, the value of a fact.

use serde::Deserialize;

use super::diags::{BareThreshold, FactMismatch, NotPercent, OutOfBounds, PercentExpected};
use super::model::{FactDef, FactType, FactValue};
use crate::diag::{Code, Diagnostics, Sources};
use crate::kernel::{Date, FileId, Located, Ratio, Span};

/// A value whose type depends on a fact. Numbers are read again from the text, never through a float.
#[derive(Debug, Clone, PartialEq, schemars::JsonSchema)]
#[schemars(untagged)]
#[expect(missing_docs, reason = "a schema would repeat what is said of each")]
pub enum Scalar {
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    Date(Date),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Scalar;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(super::diags::SIMPLE_VALUE)
            }
            fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar::Boolean(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar::Integer(value))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Scalar, E> {
                Ok(Scalar::Float(value))
            }
            fn visit_str<E>(self, value: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(value.to_owned()))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
                let date = Date::of_map(&mut map)?;
                date.map(Scalar::Date)
                    .map_err(|_| serde::de::Error::invalid_type(serde::de::Unexpected::Map, &self))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// Reads the values of one file.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// The file.
    pub file: FileId,
    texts: &'a Sources,
}

impl<'a> Values<'a> {
    /// Those of a file, whose text is among these.
    pub fn of(file: FileId, texts: &'a Sources) -> Self {
        Self { file, texts }
    }

    /// What is written at a place.
    // INVARIANT: places come from the parsed text of this file, so that there is always one to give
    fn written<T>(self, place: &Located<T>) -> &'a str {
        let file = self.texts.get(self.file);
        file.and_then(|file| file.text.get(place.range()))
            .unwrap_or_default()
    }

    /// A decimal, read again from the text of the file.
    pub(crate) fn number(self, scalar: &Located<Scalar>) -> Option<Ratio> {
        match scalar.get() {
            Scalar::Integer(n) => Some(Ratio::whole(*n)),
            Scalar::Float(_) => Ratio::parse_decimal(self.written(scalar)),
            Scalar::Boolean(_) | Scalar::Text(_) | Scalar::Date(_) => None,
        }
    }

    /// A threshold such as "80 %".
    pub(crate) fn percent(self, scalar: &Located<Scalar>, sink: &mut Diagnostics) -> Option<Ratio> {
        let place = scalar.span(self.file);
        match scalar.get() {
            Scalar::Text(text) => {
                let value = Ratio::parse_percent(text);
                if value.is_none() {
                    sink.push(NotPercent { text, place });
                }
                return value;
            }
            Scalar::Integer(_) | Scalar::Float(_) => sink.push(BareThreshold {
                text: self.written(scalar),
                place,
            }),
            Scalar::Boolean(_) | Scalar::Date(_) => sink.push(PercentExpected { place }),
        }
        None
    }

    /// The value of a fact, of its type and within its bounds; `code` is that of a value that does not suit it.
    /// The scalar stands at `place`: its own, or that of what holds it.
    pub fn of_fact<T>(
        self,
        def: &FactDef,
        scalar: &Scalar,
        place: &Located<T>,
        code: Code,
        sink: &mut Diagnostics,
    ) -> Option<FactValue> {
        let text = self.written(place);
        let value = match (def.kind, scalar) {
            (FactType::Boolean, Scalar::Boolean(b)) => Some(FactValue::Boolean(*b)),
            (FactType::Integer, Scalar::Integer(n)) => Some(FactValue::Number(Ratio::whole(*n))),
            (FactType::Decimal, Scalar::Integer(n)) => Some(FactValue::Number(Ratio::whole(*n))),
            (FactType::Decimal, Scalar::Float(_)) => Ratio::parse_decimal(text).map(FactValue::Number),
            (FactType::Percentage, Scalar::Text(text)) => Ratio::parse_percent(text).map(FactValue::Number),
            (FactType::Date, Scalar::Date(date)) => Some(FactValue::Date(*date)),
            (FactType::Text, Scalar::Text(text)) => Some(FactValue::Text(text.clone())),
            (FactType::Choice, Scalar::Text(text)) => def
                .choices
                .iter()
                .any(|c| c.id.as_str() == text)
                .then(|| FactValue::Text(text.clone())),
            _ => None,
        };
        let Some(value) = value else {
            let choices = def.choices.iter().filter(|_| def.kind == FactType::Choice);
            sink.push(FactMismatch {
                code,
                fact: &def.label,
                wanted: def.kind.in_words(),
                choices: choices.map(|c| c.id.as_str()).collect(),
                unquoted: unquoted(def.kind, scalar),
                place: place.span(self.file),
            });
            return None;
        };
        if let Some(fault) = out_of_bounds(def, &value, code, place.span(self.file)) {
            sink.push(fault);
            return None;
        }
        Some(value)
    }
}

/// The text of a scalar, where it is a value of the wanted type between quotes.
fn unquoted(kind: FactType, scalar: &Scalar) -> Option<&str> {
    let Scalar::Text(text) = scalar else { return None };
    let text = text.trim();
    let suits = match kind {
        FactType::Boolean => ["true", "false"].contains(&text),
        FactType::Integer => text.parse::<i64>().is_ok(),
        FactType::Decimal => Ratio::parse_decimal(text).is_some(),
        FactType::Date => Date::parse(text).is_some(),
        FactType::Percentage | FactType::Text | FactType::Choice => false,
    };
    suits.then_some(text)
}

/// The bound of its fact that a value goes beyond.
fn out_of_bounds<'a>(
    def: &'a FactDef,
    value: &FactValue,
    code: Code,
    place: Span,
) -> Option<OutOfBounds<'a>> {
    let FactValue::Number(n) = value else { return None };
    let least = def.min.as_ref().filter(|min| n < min);
    let most = def.max.as_ref().filter(|max| n > max);
    let bound = least.or(most)?;
    Some(OutOfBounds {
        code,
        fact: &def.label,
        below: least.is_some(),
        bound: if def.kind == FactType::Percentage {
            bound.percent_exactly(0)
        } else {
            bound.exactly(0)
        },
        place,
    })
}
