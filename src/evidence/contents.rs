//! Depths 2 and 3: what stands inside a file, from its bytes alone. Pure: bytes in, values out, counted [`limits`] all along.
//!
//! The parsers are other people's and the files come from anywhere: the application runs them in a helper child
//! (`app::helper`), through the [`Reader`] that it hands in. [`read`] is what the child calls.
//!
//! | Family | Facts (depth 2) | Text (depth 3) |
//! |---|---|---|
//! | PDF | pages counted in the page tree; newest date of Info and XMP | what the pages draw |
//! | DOCX, XLSX, PPTX | newest date of the core properties; pages or slides | paragraphs, cells, slides |
//! | ODT, ODS, ODP | newest date of meta.xml; pages | paragraphs, cells |
//! | TXT, CSV, HTML | – | the text, in UTF-8, UTF-16 or Windows-1252 |
//! | images | newest EXIF date | none: [`Text::Absent`] |

mod html;
mod image;
mod odf;
mod ooxml;
mod package;
mod pdf;
mod pdf_text;
mod plain;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};

use mediaudit_core::kernel::Date;
use mediaudit_core::record::item::Format;
use mediaudit_core::record::{Answer, Depth, Facts, Fault, Fuse, Reader, Text, limits, text};

/// Reads in this very process: for tests, and for files that are our own.
#[derive(Debug, Clone, Copy, Default)]
pub struct InProcess;

impl Reader for InProcess {
    fn read(&self, format: Format, depth: Depth, bytes: &[u8]) -> Result<Answer, Fuse> {
        Ok(read(format, depth, bytes))
    }
}

/// Reads a file. A parser that panics gives [`Fault::Defeated`]; one that overflows the stack ends the process, hence the helper.
pub fn read(format: Format, depth: Depth, bytes: &[u8]) -> Answer {
    if bytes.len() as u64 > limits::FILE_BYTES {
        return Answer::fault(Fault::TooLarge, depth);
    }
    catch_unwind(AssertUnwindSafe(|| parse(format, depth, bytes)))
        .unwrap_or_else(|_| Answer::fault(Fault::Defeated, depth))
}

fn parse(format: Format, depth: Depth, bytes: &[u8]) -> Answer {
    let answer = match format {
        Format::Pdf => pdf::read(bytes, depth),
        Format::Docx | Format::Xlsx | Format::Pptx => ooxml::read(format, bytes, depth),
        Format::Odt | Format::Ods | Format::Odp => odf::read(format, bytes, depth),
        Format::Txt | Format::Csv => plain::read(bytes, depth),
        Format::Html => html::read(bytes, depth),
        Format::Image => image::read(bytes, depth),
        Format::Mail | Format::OldOffice | Format::Other => Answer::fault(Fault::Broken, depth),
    };
    Answer {
        text: answer.text.map(|text| text.and_then(settle)),
        ..answer
    }
}

/// Normalises, and tells no text from text.
fn settle(found: Text) -> Result<Text, Fault> {
    let Text::Words(raw) = found else {
        return Ok(Text::Absent);
    };
    let clean = text::normalise(&raw, limits::CHARACTERS).ok_or(Fault::TooManyCharacters)?;
    Ok(if clean.is_empty() {
        Text::Absent
    } else {
        Text::Words(clean)
    })
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
}

impl Page {
    fn push(&mut self, text: &str) -> Result<(), Fault> {
        self.characters += text.chars().count();
        if self.characters > limits::CHARACTERS {
            return Err(Fault::TooManyCharacters);
        }
        self.text.push_str(text);
        Ok(())
    }

    /// Adds a separator, unless it stands there already. Runs of them are settled by [`text::normalise`].
    fn separate(&mut self, with: char) -> Result<(), Fault> {
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
