//! The value of a fact as a person types it in a field: French numbers, « oui », a day as one writes it.

use super::model::{FactDef, FactType, FactValue};
use crate::kernel::{Date, Ratio};

/// Why what was typed is no value of its fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistyped {
    /// It is of another form.
    Form,
    /// It is below the least that is admitted.
    Below,
    /// It is beyond the most that is admitted.
    Beyond,
}

impl FactDef {
    /// The value that a person typed.
    pub fn typed(&self, text: &str) -> Result<FactValue, Mistyped> {
        let text = text.trim();
        let number = || Ratio::parse_decimal(&digits(text));
        let value = match self.kind {
            FactType::Boolean => match text.to_lowercase().as_str() {
                "oui" | "true" => Some(FactValue::Boolean(true)),
                "non" | "false" => Some(FactValue::Boolean(false)),
                _ => None,
            },
            FactType::Integer => number().filter(|n| n.floor() == *n).map(FactValue::Number),
            FactType::Decimal => number().map(FactValue::Number),
            FactType::Percentage => {
                let digits = digits(text);
                let part = digits.strip_suffix('%').unwrap_or(&digits);
                Ratio::parse_percent(&format!("{part} %")).map(FactValue::Number)
            }
            FactType::Date => typed_day(text).map(FactValue::Date),
            FactType::Choice => {
                let is = |id: &str| id == text;
                let known = self.choices.iter().any(|choice| is(choice.id.as_str()));
                known.then(|| FactValue::Text(text.to_owned()))
            }
            FactType::Text => (!text.is_empty()).then(|| FactValue::Text(text.to_owned())),
        };
        let value = value.ok_or(Mistyped::Form)?;
        if let FactValue::Number(n) = &value {
            if self.min.as_ref().is_some_and(|min| n < min) {
                return Err(Mistyped::Below);
            }
            if self.max.as_ref().is_some_and(|max| n > max) {
                return Err(Mistyped::Beyond);
            }
        }
        Ok(value)
    }

    /// A value as a person types it: what [`Self::typed`] reads back.
    pub fn as_typed(&self, value: &FactValue) -> String {
        match value {
            FactValue::Boolean(true) => "oui".to_owned(),
            FactValue::Boolean(false) => "non".to_owned(),
            FactValue::Number(n) if self.kind == FactType::Percentage => n.percent_exactly(0),
            FactValue::Number(n) => n.exactly(0),
            FactValue::Date(day) => day.in_figures(),
            FactValue::Text(text) => text.clone(),
        }
    }
}

/// A number without the spaces between its thousands, with a point before its decimals.
fn digits(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace());
    kept.map(|c| if c == ',' { '.' } else { c }).collect()
}

/// A day: as fields of browsers give it (2026-03-12), or as one writes it (12/03/2026).
pub fn typed_day(text: &str) -> Option<Date> {
    let text = text.trim();
    Date::parse(text).or_else(|| {
        let mut parts = text.split(['/', '.', '-']).map(|part| part.trim().parse::<i16>());
        let (day, month, year) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
        let whole = parts.next().is_none() && year >= 1000;
        whole.then_some(())?;
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn def(kind: &str, more: &str) -> FactDef {
        let text = format!(r#"{{"libelle":"L","type":"{kind}","aide":"A"{more}}}"#);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn numbers_are_typed_as_in_french() {
        for (kind, text, wanted) in [
            ("entier", "1 200", "1\u{202f}200"),
            ("entier", " 12 ", "12"),
            ("decimal", "0,5", "0,5"),
            ("decimal", "1.25", "1,25"),
            ("pourcentage", "80", "80\u{a0}%"),
            ("pourcentage", "99,5 %", "99,5\u{a0}%"),
            ("booleen", "Oui", "oui"),
            ("date", "12/03/2026", "12/03/2026"),
            ("date", "2026-03-12", "12/03/2026"),
        ] {
            let def = def(kind, "");
            let value = def.typed(text).unwrap_or_else(|_| panic!("{kind} {text}"));
            let again = def.as_typed(&value);
            assert_eq!(again, wanted, "{kind} {text}");
            assert_eq!(def.typed(&again), Ok(value), "{kind} {again} does not read back");
        }
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for (kind, text) in [
            ("entier", "1,5"),
            ("entier", "douze"),
            ("entier", "1e3"),
            ("decimal", ""),
            ("pourcentage", "80 % environ"),
            ("booleen", "peut-être"),
            ("date", "31/02/2026"),
            ("date", "03/2026"),
            ("date", "12/03/26"),
            ("choix", "inconnu"),
            ("texte", "  "),
        ] {
            assert_eq!(def(kind, "").typed(text), Err(Mistyped::Form), "{kind} {text}");
        }
        let bounded = def("entier", r#","min":"0","max":"10""#);
        assert_eq!(bounded.typed("-1"), Err(Mistyped::Below));
        assert_eq!(bounded.typed("11"), Err(Mistyped::Beyond));
    }
}
