//! The grammar of the identifiers that people write in TOML files. What each one names is a type of its own ([`super::ids`]).

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longest identifier accepted, in bytes.
const MAX_ID: usize = 96;

/// An identifier: `[A-Za-z0-9][A-Za-z0-9-]*`, where dots may stand inside (`1.1`, `C05.a`, `principe/confidentialite` uses a slash between two ids).
///
/// They are copied from the norm into every result: a copy shares the text.
///
/// Identifiers keep the case they were written in; two that differ by case alone are refused by the loaders ([`folded`]).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub(super) struct Id(Arc<str>);

/// The text of an identifier without regard to case: the key of uniqueness.
pub fn folded(id: impl AsRef<str>) -> String {
    id.as_ref().to_ascii_lowercase()
}

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing between the quotes.
    #[error("identifiant vide")]
    Empty,
    /// Longer than any identifier may be.
    #[error("identifiant trop long (au plus {MAX_ID} caractères)")]
    TooLong,
    /// A character outside the grammar.
    #[error("{} n’est pas admis dans un identifiant", character(*.0))]
    BadCharacter(char),
    /// A part of it, between separators, is empty or starts with a hyphen.
    #[error("chaque partie d’un identifiant, entre « . » ou « / », commence par une lettre ou un chiffre")]
    BadShape,
}

/// A character as a sentence names it: a space between guillemets would not be seen.
fn character(c: char) -> String {
    if c.is_whitespace() {
        "un espace".to_owned()
    } else {
        format!("le caractère « {c} »")
    }
}

impl IdError {
    /// How to mend the text that it was said of.
    fn hint(&self, text: &str) -> Option<String> {
        match self {
            Self::Empty => {
                Some("écrivez une valeur entre les guillemets, ou remettez « # » devant la ligne".to_owned())
            }
            Self::TooLong => None,
            Self::BadCharacter(_) | Self::BadShape => {
                Id::slug(text).map(|slug| format!("lettres sans accent, chiffres et tirets : « {slug} »"))
            }
        }
    }
}

impl Id {
    /// Checks the grammar.
    pub(super) fn parse(text: &str) -> Result<Self, IdError> {
        check(text, |c| c == '.' || c == '/')?;
        Ok(Self(text.into()))
    }

    /// Checks the grammar of a part: no separator.
    pub(super) fn parse_part(text: &str) -> Result<Self, IdError> {
        check(text, |_| false)?;
        Ok(Self(text.into()))
    }

    /// An identifier made of a name: `Régie de l'Œuvre (Nord)` gives `regie-de-l-oeuvre-nord`. None where nothing of it is left.
    pub(super) fn slug(name: &str) -> Option<Self> {
        let mut slug = String::new();
        for c in name.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)) {
            match c {
                'œ' => slug.push_str("oe"),
                'æ' => slug.push_str("ae"),
                'ß' => slug.push_str("ss"),
                c if c.is_ascii_alphanumeric() => slug.push(c),
                _ if slug.ends_with('-') || slug.is_empty() => {}
                _ => slug.push('-'),
            }
        }
        Self::parse(slug.trim_end_matches('-')).ok()
    }

    /// A stem, itself an identifier, with what tells it from others of its kind: letters and digits.
    pub(super) fn numbered(stem: &'static str, rank: impl fmt::Display) -> Self {
        Self(format!("{stem}-{rank}").into())
    }

    /// A letter with a rank of two digits at least: `K07`.
    pub(super) fn ranked(letter: char, rank: usize) -> Self {
        Self(format!("{letter}{rank:02}").into())
    }

    /// What stands for an identifier that is not known yet: it is nobody's, and may hold any character.
    pub(super) fn standing_for(text: &str) -> Self {
        Self(text.into())
    }

    /// Two identifiers with a separator of the grammar between.
    pub(super) fn joined(&self, separator: char, other: &Self) -> Self {
        Self(format!("{self}{separator}{other}").into())
    }

    /// What stands before the first dot.
    pub(super) fn first_part(&self) -> Self {
        let first = self.0.split_once('.').map_or(self.as_str(), |(first, _)| first);
        Self(first.into())
    }

    /// The text, as written.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check(text: &str, separator: impl Fn(char) -> bool) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if text.len() > MAX_ID {
        return Err(IdError::TooLong);
    }
    if let Some(bad) = text
        .chars()
        .find(|&c| !(c.is_ascii_alphanumeric() || c == '-' || separator(c)))
    {
        return Err(IdError::BadCharacter(bad));
    }
    let mut parts = text.split(separator);
    if parts.all(|part| part.starts_with(|c: char| c.is_ascii_alphanumeric())) {
        Ok(())
    } else {
        Err(IdError::BadShape)
    }
}

/// Reads an identifier; a second line of the error is the hint.
pub(super) fn read<'de, D: serde::Deserializer<'de>, T>(
    deserializer: D,
    parse: impl Fn(&str) -> Result<T, IdError>,
) -> Result<T, D::Error> {
    let text = Cow::<'de, str>::deserialize(deserializer)?;
    parse(&text).map_err(|error| match error.hint(&text) {
        Some(hint) => serde::de::Error::custom(format!("{error}\n{hint}")),
        None => serde::de::Error::custom(error),
    })
}

impl schemars::JsonSchema for Id {
    fn schema_name() -> Cow<'static, str> {
        "Identifiant".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9-]*([./][A-Za-z0-9][A-Za-z0-9-]*)*$", "maxLength": MAX_ID })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_of_names() {
        let slug = |name| Id::slug(name).map(|id| id.to_string());
        assert_eq!(
            slug("Régie de l’Œuvre (Nord)").as_deref(),
            Some("regie-de-l-oeuvre-nord")
        );
        assert_eq!(slug("  Éte\u{301} 2026 !").as_deref(), Some("ete-2026"));
        assert_eq!(slug("中文"), None);
        assert_eq!(slug("--"), None);
        assert_eq!(slug(&"a".repeat(200)), None);
    }

    #[test]
    fn faults_say_what_to_write() {
        for (text, said, hint) in [
            ("", "identifiant vide", "remettez « # » devant la ligne"),
            ("en place", "un espace n’est pas admis", "« en-place »"),
            ("Évaluée", "le caractère « É » n’est pas admis", "« evaluee »"),
            ("-a", "commence par une lettre ou un chiffre", "« a »"),
        ] {
            let error = Id::parse(text).unwrap_err();
            assert!(error.to_string().contains(said), "{error}");
            assert!(error.hint(text).is_some_and(|own| own.contains(hint)), "{text}");
        }
    }

    #[test]
    fn grammar() {
        for good in [
            "C05",
            "1.1",
            "C05.a",
            "principe/impartialite",
            "a-b",
            "equipe.mediateurs",
        ] {
            assert!(Id::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "é", "a b", ".a", "a.", "a..b", "a/-b", "../x"] {
            assert!(Id::parse(bad).is_err(), "{bad}");
        }
        assert!(Id::parse(&"a".repeat(MAX_ID + 1)).is_err());
    }
}
