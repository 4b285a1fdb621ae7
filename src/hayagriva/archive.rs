//! The styles that come with the crate: one name, and no style.

use crate::citationberg::{IndependentStyle, Locale, Style};

/// A style by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArchivedStyle {
    /// Typst's own choice where a template makes none.
    InstituteOfElectricalAndElectronicsEngineers,
}

impl ArchivedStyle {
    /// Those that a template may name: none.
    pub fn all() -> &'static [Self] {
        &[]
    }

    /// The one of this name.
    pub fn by_name(_name: &str) -> Option<Self> {
        None
    }

    /// Its names.
    pub fn names(&self) -> &'static [&'static str] {
        &["ieee"]
    }

    /// Its name, as people write it.
    pub fn display_name(&self) -> &'static str {
        "IEEE"
    }

    /// The style.
    pub fn get(&self) -> Style {
        Style::Independent(IndependentStyle::default())
    }
}

/// The words of languages.
pub fn locales() -> Vec<Locale> {
    Vec::new()
}
