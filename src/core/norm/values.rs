//! Values as people write them, read as what they are said to be: numbers, percentages, the value of a fact.

use schemars::JsonSchema;
use serde::Deserialize;

use super::model::{FactDef, FactType, FactValue};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::kernel::{Date, FileId, Located, Ratio};

/// A value whose type depends on a fact. Numbers are read again from the text, never through a float.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum Scalar {
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
                f.write_str("une valeur simple (texte, nombre, true, false ou date)")
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
            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Scalar, A::Error> {
                let date =
                    toml::value::Datetime::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                Date::from_toml(&date).map(Scalar::Date).ok_or_else(|| {
                    serde::de::Error::custom(
                        "date sans heure ni fuseau attendue, de l'an 1 à 9999, sous la forme AAAA-MM-JJ",
                    )
                })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// Reads the values of one file.
#[derive(Clone, Copy)]
pub(crate) struct Values<'a> {
    /// The file.
    pub(crate) file: FileId,
    texts: &'a Sources,
}

impl<'a> Values<'a> {
    pub(crate) fn of(file: FileId, texts: &'a Sources) -> Self {
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
        let text = self.written(scalar);
        let diagnostic = match scalar.get() {
            Scalar::Text(text) => match Ratio::parse_percent(text) {
                Some(value) => return Some(value),
                None => Diagnostic::new(Code::WrongValue, format!("« {text} » n'est pas un pourcentage"))
                    .hint("écrivez par exemple \"80 %\""),
            },
            Scalar::Integer(_) | Scalar::Float(_) => {
                Diagnostic::new(Code::BareThreshold, format!("seuil sans pourcent : {text}"))
                    .hint(format!("écrivez \"{text} %\", entre guillemets"))
            }
            Scalar::Boolean(_) | Scalar::Date(_) => {
                Diagnostic::new(Code::WrongType, "pourcentage attendu").hint("écrivez par exemple \"80 %\"")
            }
        };
        sink.push(diagnostic.at(scalar.span(self.file), ""));
        None
    }

    /// The value of a fact, of its type and within its bounds; `code` is that of a value that does not suit it.
    /// The scalar stands at `place`: its own, or that of what holds it.
    pub(crate) fn of_fact<T>(
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
            let mut diagnostic =
                Diagnostic::new(code, format!("« {} » demande {}", def.label, def.kind.in_words()))
                    .at(place.span(self.file), "");
            if def.kind == FactType::Choice {
                let choices: Vec<&str> = def.choices.iter().map(|c| c.id.as_str()).collect();
                diagnostic = diagnostic.hint(format!("choix admis : {}", choices.join(", ")));
            }
            sink.push(diagnostic);
            return None;
        };
        if let Some(said) = out_of_bounds(def, &value) {
            sink.push(Diagnostic::new(code, said).at(place.span(self.file), ""));
            return None;
        }
        Some(value)
    }
}

/// Why a value is outside of the bounds of its fact.
fn out_of_bounds(def: &FactDef, value: &FactValue) -> Option<String> {
    let FactValue::Number(n) = value else { return None };
    let shown = |r: &Ratio| {
        if def.kind == FactType::Percentage {
            r.percent_exactly(0)
        } else {
            r.to_string()
        }
    };
    if let Some(min) = def.min.as_ref().filter(|min| n < min) {
        return Some(format!(
            "« {} » ne peut être inférieur à {}",
            def.label,
            shown(min)
        ));
    }
    let max = def.max.as_ref().filter(|max| n > max)?;
    Some(format!("« {} » ne peut dépasser {}", def.label, shown(max)))
}
