//! Depths 2 and 3: what stands inside a file, from its bytes alone. Pure: bytes in, values out, counted [`limits`] all along.
//!
//! The parsers are other people's and the files come from anywhere: the application runs them in a helper child
//! (`app::helper`), through the [`Reader`] that it hands in. [`read`] is what the child calls.
//!
//! | Family | Facts | Text (what no eye sees of it stands apart) | Pictures |
//! |---|---|---|---|
//! | PDF | pages counted in the page tree; newest date of Info and XMP; signatures, attachments | what the pages show | on pages with few words |
//! | DOCX, XLSX, PPTX | newest date of the core properties; pages or slides; signatures | paragraphs, cells, slides that are not hidden | where there is no word |
//! | ODT, ODS, ODP | newest date of meta.xml; pages; signatures | paragraphs, cells that are not hidden | where there is no word |
//! | XLS | newest date of the summary; signatures | cells and notes that are not hidden | – |
//! | TXT, CSV, HTML | – | the text, in UTF-8, UTF-16 or Windows-1252 | – |
//! | images | newest EXIF date | none | PNG, JPEG, GIF, WebP, TIFF |

mod csv;
mod html;
mod image;
mod odf;
mod odf_cells;
mod ooxml;
mod package;
mod pdf;
mod picture;
mod plain;
mod values;
mod xls;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};

use mediaudit_core::kernel::Date;
use mediaudit_core::record::item::Format;
use mediaudit_core::record::{Answer, Contents, Facts, Fault, Fuse, Reader, limits, text};

/// The version of what is read here. Raise it with every change of what a file gives: what was read before is then read anew.
pub const VERSION: u32 = 6;

/// Reads in this very process: for tests, and for files that are our own.
#[derive(Debug, Clone, Copy, Default)]
pub struct InProcess;

impl Reader for InProcess {
    fn read(&self, format: Format, bytes: &[u8]) -> Result<Answer, Fuse> {
        Ok(read(format, bytes))
    }
}

/// Reads a PDF with less patience than [`limits::DRAWINGS`]: for tests of what ends a reading.
pub fn read_pdf_within(bytes: &[u8], steps: u64) -> Answer {
    pdf::within(bytes, steps)
}

/// Reads a file. A parser that panics gives [`Fault::Defeated`]; one that overflows the stack ends the process, hence the helper.
pub fn read(format: Format, bytes: &[u8]) -> Answer {
    if bytes.len() as u64 > limits::FILE_BYTES {
        return Err(Fault::TooLarge);
    }
    catch_unwind(AssertUnwindSafe(|| parse(format, bytes))).unwrap_or(Err(Fault::Defeated))
}

/// The text of a file that a PDF carries inside, by its name; without a text: it carries none of that name, or no text.
pub fn inside_pdf(bytes: &[u8], name: &str) -> Answer {
    if bytes.len() as u64 > limits::FILE_BYTES {
        return Err(Fault::TooLarge);
    }
    catch_unwind(AssertUnwindSafe(|| pdf::inside(bytes, name))).unwrap_or(Err(Fault::Defeated))
}

fn parse(format: Format, bytes: &[u8]) -> Answer {
    let mut contents = match format {
        Format::Pdf => pdf::read(bytes),
        Format::Docx | Format::Xlsx | Format::Pptx => ooxml::read(format, bytes),
        Format::Xls => xls::read(bytes),
        Format::Odt | Format::Ods | Format::Odp => odf::read(format, bytes),
        Format::Txt | Format::Csv => plain::read(format, bytes),
        Format::Html => html::read(bytes),
        Format::Image => image::read(bytes),
        Format::Mail | Format::OldOffice | Format::Other => Err(Fault::Broken),
    }?;
    contents.text = told(contents.text.take(), &mut contents.pages)?;
    contents.concealed = told(contents.concealed.take(), &mut [])?;
    Ok(contents)
}

/// A text as it is kept; no text is told from text.
fn told(raw: Option<String>, pages: &mut [usize]) -> Result<Option<String>, Fault> {
    let Some(raw) = raw else { return Ok(None) };
    let clean = cleaned(&raw, pages).ok_or(Fault::TooManyCharacters)?;
    Ok((!clean.is_empty()).then_some(clean))
}

/// The text as it is kept, page by page where pages are told apart: `pages` then says where each of them ends in it.
fn cleaned(raw: &str, pages: &mut [usize]) -> Option<String> {
    if pages.is_empty() {
        return text::normalise(raw, limits::CHARACTERS);
    }
    let (mut out, mut characters, mut begin) = (String::new(), 0, 0);
    for end in pages.iter_mut() {
        // a break of lines parts two pages, as it would have in one text
        let room = limits::CHARACTERS.checked_sub(characters)?;
        let page = text::normalise(raw.get(begin..*end).unwrap_or_default(), room)?;
        begin = *end;
        if !page.is_empty() {
            if !out.is_empty() {
                out.push('\n');
                characters += 1;
            }
            characters += page.chars().count();
            out.push_str(&page);
        }
        *end = out.len();
    }
    Some(out)
}

/// The newest of some dates. Before 1990 a clock was never set (1601, 1904, 1970, 1980 are the zeros of file formats): no date.
fn newest(dates: impl IntoIterator<Item = Date>) -> Option<Date> {
    dates.into_iter().filter(|date| date.parts().0 >= 1990).max()
}

/// Text that grows within [`limits::CHARACTERS`].
#[derive(Debug, Default)]
struct Page {
    text: String,
    characters: usize,
    /// Letters that no eye sees.
    unseen: u32,
    /// The text that they make.
    concealed: String,
}

impl Page {
    fn push(&mut self, text: &str) -> Result<(), Fault> {
        self.count(text)?;
        self.text.push_str(text);
        Ok(())
    }

    /// Keeps apart a text that no eye sees, and counts its letters.
    fn hide(&mut self, text: &str) -> Result<(), Fault> {
        let letters = text.chars().filter(|c| !c.is_whitespace()).count();
        self.unseen = self
            .unseen
            .saturating_add(u32::try_from(letters).unwrap_or(u32::MAX));
        self.count(text)?;
        self.concealed.push_str(text);
        Ok(())
    }

    fn count(&mut self, text: &str) -> Result<(), Fault> {
        self.characters += text.chars().count();
        if self.characters > limits::CHARACTERS {
            return Err(Fault::TooManyCharacters);
        }
        Ok(())
    }

    /// Adds a separator, unless it stands there already. Runs of them are settled by [`text::normalise`].
    fn separate(&mut self, with: char) -> Result<(), Fault> {
        if !self.concealed.is_empty() && !self.concealed.ends_with(with) {
            self.concealed.push(with);
        }
        if self.text.is_empty() || self.text.ends_with(with) {
            return Ok(());
        }
        self.push(with.encode_utf8(&mut [0; 4]))
    }

    /// Ends a cell. Its last paragraph ended a line: the cells of a row share one.
    fn end_cell(&mut self) -> Result<(), Fault> {
        if self.text.ends_with('\n') {
            self.text.pop();
        }
        self.separate('\t')
    }
}
