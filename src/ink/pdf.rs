//! Typst lays the pages out; printpdf writes every page; a last pass adds what makes the file PDF/A-3a and PDF/UA-1.
//!
//! `world` (a hermetic compiler) → `pages` (frames to printpdf operators, with marked content) and `tags` (the structure tree)
//! → `structure`, `outline`, `metadata` (on the lopdf document that printpdf gives) → `finish` (bytes and `/ID`).

pub mod carried;
mod finish;
mod fonts;
mod french;
mod metadata;
mod outline;
mod pages;
mod structure;
mod tags;
pub mod text;
mod world;

use printpdf::{PdfDocument, PdfSaveOptions};
use typst_layout::PagedDocument;

/// A file carried inside the PDF.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// What it is, in words.
    pub description: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What to write.
#[derive(Debug, Clone)]
pub struct PdfSource {
    /// Typst markup.
    pub markup: String,
    /// Title of the document.
    pub title: String,
    /// Who it is about.
    pub author: String,
    /// Subject.
    pub subject: String,
    /// The only date in the file: year, month, day.
    pub date: (i16, i8, i8),
    /// The structure's logo: a PNG or a JPEG.
    pub logo: Option<Vec<u8>>,
    /// The mark of whoever wrote the templates: a PNG or a JPEG.
    pub mark: Option<Vec<u8>>,
    /// Attached files.
    pub attachments: Vec<Attachment>,
}

/// Why a PDF could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The template does not compile.
    #[error("mise en page impossible : {0}")]
    Layout(String),
    /// A font cannot be embedded.
    #[error("police inutilisable : {0}")]
    Font(String),
    /// printpdf or lopdf gave something unexpected.
    #[error("écriture du PDF impossible : {0}")]
    Write(String),
}

impl From<lopdf::Error> for PdfError {
    fn from(error: lopdf::Error) -> Self {
        Self::Write(error.to_string())
    }
}

/// Writes a PDF. The same source gives the same bytes.
pub fn write(source: &PdfSource) -> Result<Vec<u8>, PdfError> {
    let world = world::HermeticWorld::new(
        source.markup.clone(),
        source.date,
        [source.logo.clone(), source.mark.clone()],
    );
    let compiled = typst::compile::<PagedDocument>(&world);
    let document = compiled
        .output
        .map_err(|errors| PdfError::Layout(world.describe(&errors)))?;

    let mut pdf = PdfDocument::new(&source.title);
    let fonts = fonts::embed(&document, &mut pdf)?;
    let (drawn, tree, images) = pages::draw(&document, &fonts);
    pdf.pages.extend(drawn);
    pdf.resources.xobjects.map.extend(images);
    let mut warnings = Vec::new();
    // pixels are kept as they are: a re-encoded logo would lose what its author drew
    let options = PdfSaveOptions {
        image_optimization: None,
        ..PdfSaveOptions::default()
    };
    let mut file = pdf.to_lopdf_document(&options, &mut warnings);
    structure::add(&mut file, &tree)?;
    outline::add(&mut file, &document)?;
    metadata::add(&mut file, source)?;
    finish::bytes(file)
}

#[cfg(test)]
mod tests;
