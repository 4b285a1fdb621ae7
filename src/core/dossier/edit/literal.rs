//! Values as a dossier writes them.

use std::fmt::Write as _;

use super::diags::EditError;
use crate::kernel::{Date, Ratio, words};
use crate::norm::model::{FactDef, FactType, FactValue};

/// Most decimals that are written.
const DECIMALS: u32 = 20;

/// A value to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Literal {
    Text(String),
    /// « 80 % », in quotes.
    Percent(Ratio),
    Number(Ratio),
    Boolean(bool),
    Day(Date),
    Days(Date, Date),
    /// Identifiers, in no order that matters.
    Ids(Vec<String>),
    /// What was copied out of pages.
    Pages(Vec<CopiedPage>),
}

/// What a person copied out of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopiedPage {
    /// Which page, from 1; none: the piece has one only.
    pub page: Option<u32>,
    /// Its words, as they stand there.
    pub text: String,
    /// Who copied it (a function).
    pub by: Option<String>,
    /// When.
    pub on: Option<Date>,
}

impl CopiedPage {
    fn written(&self) -> String {
        let mut keys = Vec::new();
        keys.extend(self.page.map(|page| format!("page = {page}")));
        keys.push(format!("texte = {}", basic(&self.text)));
        keys.extend(self.by.as_ref().map(|by| format!("par = {}", basic(by))));
        keys.extend(self.on.map(|on| format!("le = {on}")));
        format!("{{ {} }}", keys.join(", "))
    }

    fn is(&self, value: &toml::Value) -> bool {
        let text = |key: &str| value.get(key).and_then(toml::Value::as_str);
        let page = value.get("page").and_then(toml::Value::as_integer);
        let on = match value.get("le") {
            Some(toml::Value::Datetime(day)) => Date::from_toml(day),
            Some(other) => other.as_str().and_then(Date::parse),
            None => None,
        };
        page == self.page.map(i64::from)
            && text("texte") == Some(&self.text)
            && text("par") == self.by.as_deref()
            && on == self.on
    }
}

impl Literal {
    /// The value of a fact, in the form of its type.
    pub(super) fn of(value: &FactValue, def: &FactDef) -> Self {
        match value {
            FactValue::Boolean(yes) => Self::Boolean(*yes),
            FactValue::Number(n) if def.kind == FactType::Percentage => Self::Percent(n.clone()),
            FactValue::Number(n) => Self::Number(n.clone()),
            FactValue::Date(day) => Self::Day(*day),
            FactValue::Text(text) => Self::Text(text.clone()),
        }
    }

    /// As it is written.
    pub(super) fn written(&self) -> Result<String, EditError> {
        Ok(match self {
            Self::Text(text) => basic(text),
            Self::Percent(n) => {
                let hundredth = decimal(&(n.clone() * Ratio::whole(100)))?;
                basic(&format!("{} %", hundredth.replace('.', ",")))
            }
            Self::Number(n) => decimal(n)?,
            Self::Boolean(yes) => yes.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Days(first, last) => format!("[{first}, {last}]"),
            Self::Ids(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| basic(id)).collect();
                format!("[{}]", ids.join(", "))
            }
            Self::Pages(pages) => {
                let pages: Vec<String> = pages.iter().map(CopiedPage::written).collect();
                format!("[{}]", pages.join(", "))
            }
        })
    }

    /// Does a text of the file say the same already?
    pub(super) fn is(&self, raw: &str) -> bool {
        let Ok(value) = raw.parse::<toml::Value>() else {
            return false;
        };
        let day = |value: &toml::Value| match value {
            toml::Value::Datetime(day) => Date::from_toml(day),
            toml::Value::String(text) => Date::parse(text),
            _ => None,
        };
        match self {
            Self::Text(text) => value.as_str() == Some(text),
            Self::Percent(n) => value.as_str().and_then(Ratio::parse_percent).as_ref() == Some(n),
            Self::Number(n) => match value {
                toml::Value::Integer(found) => Ratio::whole(found) == *n,
                _ => Ratio::parse_decimal(raw).as_ref() == Some(n),
            },
            Self::Boolean(yes) => value.as_bool() == Some(*yes),
            Self::Day(wanted) => day(&value) == Some(*wanted),
            Self::Days(first, last) => value.as_array().is_some_and(|days| {
                let days: Vec<Option<Date>> = days.iter().map(day).collect();
                days == [Some(*first), Some(*last)]
            }),
            Self::Ids(ids) => value.as_array().is_some_and(|found| {
                let mut found: Vec<Option<&str>> = found.iter().map(toml::Value::as_str).collect();
                let mut ids: Vec<Option<&str>> = ids.iter().map(|id| Some(id.as_str())).collect();
                found.sort_unstable();
                ids.sort_unstable();
                found == ids
            }),
            Self::Pages(pages) => value.as_array().is_some_and(|found| {
                found.len() == pages.len() && pages.iter().zip(found).all(|(page, value)| page.is(value))
            }),
        }
    }
}

fn decimal(n: &Ratio) -> Result<String, EditError> {
    (0..=DECIMALS)
        .map(|digits| n.rounded(digits))
        .find(|text| Ratio::parse_decimal(text).as_ref() == Some(n))
        .ok_or_else(|| EditError::Endless(n.to_string()))
}

/// A text between straight quotes, with the escapes that it needs; what would not be seen is escaped, too.
pub(super) fn basic(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if words::is_hidden(c) => {
                let code = u32::from(c);
                let _ = if code > 0xffff {
                    write!(out, "\\U{code:08X}")
                } else {
                    write!(out, "\\u{code:04X}")
                };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A dotted key; a name that is not bare stands in quotes.
pub(super) fn dotted<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let is_bare = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let names: Vec<String> = names
        .into_iter()
        .map(|name| {
            if is_bare(name) {
                name.to_owned()
            } else {
                basic(name)
            }
        })
        .collect();
    names.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_known_again() {
        let day = |text| Date::parse(text).unwrap();
        let ratio = |text| Ratio::parse_fraction(text).unwrap();
        for (literal, text) in [
            (
                Literal::Text("dit \"le\" \\ plan\n\u{202e}é\u{7f}".to_owned()),
                "\"dit \\\"le\\\" \\\\ plan\\n\\u202Eé\\u007F\"",
            ),
            (Literal::Text("\u{e0020}".to_owned()), "\"\\U000E0020\""),
            (Literal::Percent(ratio("7/8")), "\"87,5 %\""),
            (Literal::Number(ratio("12")), "12"),
            (Literal::Number(ratio("-0.25")), "-0.25"),
            (Literal::Boolean(true), "true"),
            (Literal::Day(day("2026-01-05")), "2026-01-05"),
            (
                Literal::Days(day("2026-01-05"), day("2026-02-05")),
                "[2026-01-05, 2026-02-05]",
            ),
            (
                Literal::Ids(vec!["b".to_owned(), "a".to_owned()]),
                "[\"b\", \"a\"]",
            ),
        ] {
            assert_eq!(literal.written().unwrap(), text);
            assert!(literal.is(text), "{text}");
            assert!(!literal.is("\"autre\""), "{text}");
        }
        assert!(Literal::Number(ratio("1/3")).written().is_err());
        // other spellings of the same value
        for (literal, text) in [
            (Literal::Number(ratio("1000")), "1_000"),
            (Literal::Number(ratio("16")), "0x10"),
            (Literal::Number(ratio("0.5")), "0.50"),
            (Literal::Percent(ratio("4/5")), "'80%'"),
            (Literal::Text("a\nb".to_owned()), "\"\"\"\na\nb\"\"\""),
            (
                Literal::Ids(vec!["b".to_owned(), "a".to_owned()]),
                "['a', # un\n 'b',]",
            ),
        ] {
            assert!(literal.is(text), "{text}");
        }
        assert_eq!(dotted(["pratiques", "1.1"]), "pratiques.\"1.1\"");
    }
}
