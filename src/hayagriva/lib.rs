//! Stands for what Typst sets bibliographies with.
//!
//! The crate of this name reads two formats of bibliographies, holds the styles and the words of a hundred publishers, and sorts in
//! all languages. With what it needs it was seven megabytes of a program whose reports cite nothing. Here is what
//! Typst asks of it, and no more: a template that asks for a bibliography is told that there are none.
//!
//! Most of what it names is never made: its types are those of answers that are not given.

pub mod archive;
pub mod citationberg;
pub mod io;

use std::marker::PhantomData;

use citationberg::taxonomy::Locator;
use citationberg::{
    Display, FontStyle, FontVariant, FontWeight, IndependentStyle, Locale, LocaleCode, TextDecoration,
    VerticalAlign,
};

/// An entry of a bibliography: there is none.
#[derive(Debug, Clone)]
pub enum Entry {}

impl Entry {
    /// Its key.
    pub fn key(&self) -> &str {
        match *self {}
    }

    /// Its title.
    pub fn title(&self) -> Option<&Title> {
        match *self {}
    }
}

/// A title.
#[derive(Debug)]
pub struct Title {
    /// What it says.
    pub value: TitleText,
}

/// What a title says.
#[derive(Debug)]
pub enum TitleText {}

impl TitleText {
    /// As a text.
    pub fn to_str(&self) -> &str {
        match *self {}
    }
}

/// Entries.
#[derive(Debug)]
pub struct Library(Vec<Entry>);

impl Library {
    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl IntoIterator for Library {
    type Item = Entry;
    type IntoIter = std::vec::IntoIter<Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Sets citations and a bibliography.
#[derive(Debug, Default)]
pub struct BibliographyDriver;

impl BibliographyDriver {
    /// Nothing to set.
    pub fn new() -> Self {
        Self
    }

    /// Counts citations from this number on.
    #[must_use]
    pub fn with_citation_number_offset(self, _offset: usize) -> Self {
        self
    }

    /// One more citation to set.
    pub fn citation<T>(&mut self, _request: CitationRequest<'_, T>) {}

    /// Sets them: there are none.
    pub fn finish(self, _request: BibliographyRequest<'_>) -> Rendered {
        Rendered {
            bibliography: None,
            citations: Vec::new(),
        }
    }
}

/// How a bibliography is to be set.
#[derive(Debug)]
pub struct BibliographyRequest<'a> {
    /// In which style.
    pub style: &'a IndependentStyle,
    /// In which language.
    pub locale: Option<LocaleCode>,
    /// The words of languages.
    pub locale_files: &'a [Locale],
}

/// A citation to set.
#[derive(Debug)]
pub struct CitationRequest<'a, T>(PhantomData<&'a T>);

impl<'a, T> CitationRequest<'a, T> {
    /// Of these entries.
    pub fn new(
        _items: Vec<CitationItem<'a, T>>,
        _style: &'a IndependentStyle,
        _locale: Option<LocaleCode>,
        _locale_files: &'a [Locale],
        _note: Option<usize>,
    ) -> Self {
        Self(PhantomData)
    }
}

/// An entry that is cited.
#[derive(Debug)]
pub struct CitationItem<'a, T>(PhantomData<&'a T>);

impl<'a, T> CitationItem<'a, T> {
    /// This entry, cited so.
    pub fn new(
        _entry: &'a T,
        _locator: Option<SpecificLocator>,
        _locale: Option<LocaleCode>,
        _hidden: bool,
        _purpose: Option<CitePurpose>,
    ) -> Self {
        Self(PhantomData)
    }
}

/// Which part of an entry is cited.
#[derive(Debug)]
pub struct SpecificLocator(pub Locator, pub LocatorPayload);

/// What says which part.
#[derive(Debug)]
pub enum LocatorPayload {
    /// Something that is passed on as it is.
    Transparent(TransparentLocator),
}

/// What is passed on.
#[derive(Debug)]
pub struct TransparentLocator;

impl TransparentLocator {
    /// Of a content.
    pub fn new<T>(_content: T) -> Self {
        Self
    }
}

/// What a citation shows.
#[derive(Debug)]
pub enum CitePurpose {
    /// It is part of a sentence.
    Prose,
    /// The whole entry.
    Full,
    /// The author.
    Author,
    /// The year.
    Year,
}

/// What was set.
#[derive(Debug)]
pub struct Rendered {
    /// The bibliography, where its style has any.
    pub bibliography: Option<RenderedBibliography>,
    /// The citations, in their order.
    pub citations: Vec<RenderedCitation>,
}

/// A bibliography that was set.
#[derive(Debug)]
pub struct RenderedBibliography {
    /// Its entries.
    pub items: Vec<BibliographyItem>,
    /// Do its lines but the first stand back?
    pub hanging_indent: bool,
}

/// An entry that was set.
#[derive(Debug)]
pub struct BibliographyItem {
    /// Its key.
    pub key: String,
    /// What stands before it.
    pub first_field: Option<ElemChild>,
    /// Itself.
    pub content: ElemChildren,
}

/// A citation that was set.
#[derive(Debug)]
pub struct RenderedCitation {
    /// What it shows.
    pub citation: ElemChildren,
}

/// Parts of what was set.
#[derive(Debug)]
pub struct ElemChildren(pub Vec<ElemChild>);

impl ElemChildren {
    /// The first part that is such.
    pub fn find_meta(&self, meta: &ElemMeta) -> Option<&Elem> {
        self.0.iter().find_map(|part| match part {
            ElemChild::Elem(own) if own.meta.as_ref() == Some(meta) => Some(own),
            ElemChild::Elem(own) => own.children.find_meta(meta),
            _ => None,
        })
    }
}

/// A part of what was set.
#[derive(Debug)]
pub enum ElemChild {
    /// A text.
    Text(Formatted),
    /// A block.
    Elem(Elem),
    /// Typst's own markup.
    Markup(String),
    /// A link.
    Link {
        /// What it shows.
        text: Formatted,
        /// Where it leads.
        url: String,
    },
    /// What was passed on.
    Transparent {
        /// Of which citation.
        cite_idx: usize,
        /// How it looks.
        format: Formatting,
    },
}

/// A block.
#[derive(Debug)]
pub struct Elem {
    /// How it stands in the page.
    pub display: Option<Display>,
    /// Its parts.
    pub children: ElemChildren,
    /// What it is.
    pub meta: Option<ElemMeta>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElemMeta {
    /// The number of a citation.
    CitationNumber,
    /// An entry.
    Entry(usize),
}

/// A text, with its looks.
#[derive(Debug)]
pub struct Formatted {
    /// What it says.
    pub text: String,
    /// How it looks.
    pub formatting: Formatting,
}

/// The looks of a text.
#[derive(Debug)]
pub struct Formatting {
    /// Slanted?
    pub font_style: FontStyle,
    /// In small capitals?
    pub font_variant: FontVariant,
    /// Bold?
    pub font_weight: FontWeight,
    /// Underlined?
    pub text_decoration: TextDecoration,
    /// Raised?
    pub vertical_align: VerticalAlign,
}
