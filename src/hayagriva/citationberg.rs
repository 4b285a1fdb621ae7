//! The styles of citations.

/// Which part of an entry is cited.
pub mod taxonomy {
    /// The kind of part.
    #[derive(Debug)]
    pub enum Locator {
        /// Another one.
        Custom,
    }
}

/// A style, or a name of one.
#[derive(Debug)]
pub enum Style {
    /// A style.
    Independent(IndependentStyle),
    /// A name of one.
    Dependent,
}

/// A style.
#[derive(Debug, Default)]
pub struct IndependentStyle {
    /// What it does.
    pub settings: Settings,
}

impl IndependentStyle {
    /// Reads a style.
    ///
    /// # Errors
    /// Always.
    pub fn from_xml(_text: &str) -> Result<Self, &'static str> {
        Err("un rapport ne cite pas")
    }
}

/// What a style does.
#[derive(Debug, Default)]
pub struct Settings {
    /// Where it cites.
    pub class: StyleClass,
}

/// Where a style cites.
#[derive(Debug, Default, PartialEq, Eq)]
pub enum StyleClass {
    /// In the text.
    #[default]
    InText,
    /// In notes.
    Note,
}

/// The words of a language.
#[derive(Debug)]
pub enum Locale {}

/// A language.
#[derive(Debug, Clone)]
pub struct LocaleCode(pub String);

/// How a block stands in the page.
#[derive(Debug)]
pub enum Display {
    /// By itself.
    Block,
    /// Set back.
    Indent,
    /// In the left margin.
    LeftMargin,
    /// Beside what is in the margin.
    RightInline,
}

/// Is a text slanted?
#[derive(Debug)]
pub enum FontStyle {
    /// No.
    Normal,
    /// Yes.
    Italic,
}

/// Is a text in small capitals?
#[derive(Debug)]
pub enum FontVariant {
    /// No.
    Normal,
    /// Yes.
    SmallCaps,
}

/// Is a text bold?
#[derive(Debug)]
pub enum FontWeight {
    /// No.
    Normal,
    /// Yes.
    Bold,
    /// It is thin.
    Light,
}

/// Is a text underlined?
#[derive(Debug)]
pub enum TextDecoration {
    /// No.
    None,
    /// Yes.
    Underline,
}

/// Is a text raised?
#[derive(Debug)]
pub enum VerticalAlign {
    /// No one said.
    None,
    /// No.
    Baseline,
    /// Yes.
    Sup,
    /// It is lowered.
    Sub,
}
