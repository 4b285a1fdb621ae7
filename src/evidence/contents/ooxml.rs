//! DOCX, XLSX, PPTX (ECMA-376): core properties, and the text of paragraphs, cells and slides that a reader sees. Macros are parts that
//! nobody reads.

mod cells;
mod sheets;
mod writing;

use super::package::Package;
use super::xml::{self, Met};
use super::{Answer, Contents, Facts, Fault, Page, limits, newest};
use mediaudit_core::kernel::Date;
use mediaudit_core::record::grid::Gridding;
use mediaudit_core::record::item::Format;
use mediaudit_core::record::survey::Signature;
use writing::Styles;

pub(super) fn read(format: Format, bytes: &[u8]) -> Answer {
    let mut package = Package::open(bytes)?;
    let facts = facts(format, &mut package)?;
    let mut page = Page::default();
    let mut signature = if numbered(&package, "_xmlsignatures/", &["sig"]).is_empty() {
        Signature::None
    } else {
        Signature::Electronic
    };
    let mut grids = Gridding::default();
    let folder = match format {
        Format::Xlsx => {
            sheets::read(&mut package, &mut page, &mut grids)?;
            "xl/"
        }
        Format::Docx => {
            let line = document(&mut package, &mut page)?;
            signature = signature.max(line);
            "word/"
        }
        _ => {
            slides(&mut package, &mut page)?;
            "ppt/"
        }
    };
    // charts of an organisation are drawn from data of their own
    for part in numbered(&package, &format!("{folder}diagrams/"), &["data"]) {
        writing::read(&mut package, &part, &Styles::default(), &mut page)?;
    }
    let picture = package.pictures_without(&page.text, &[&format!("{folder}media/")])?;
    Ok(Contents {
        facts,
        picture,
        unseen: page.unseen,
        signature,
        text: Some(page.text),
        concealed: Some(page.concealed),
        grids: grids.finish(),
        ..Contents::default()
    })
}

fn facts(format: Format, package: &mut Package<'_>) -> Result<Facts, Fault> {
    // a package without its main part is no document; some writers number it (document2.xml)
    let main = match format {
        Format::Docx => numbered(package, "word/", &["document"]),
        Format::Xlsx => numbered(package, "xl/", &["workbook"]),
        _ => numbered(package, "ppt/", &["presentation"]),
    };
    let main = main.into_iter().next().ok_or(Fault::Broken)?;
    let dates = match package.part("docProps/core.xml")? {
        Some(core) => xml::elements(&core, &["created", "modified"])?,
        None => Vec::new(),
    };
    let pages = match format {
        // Word states its count when it saves; the layout itself is not computed
        Format::Docx => match package.part("docProps/app.xml")? {
            Some(app) => xml::element(&app, "Pages")?.and_then(|n| n.parse().ok()),
            None => None,
        },
        Format::Pptx => {
            let mut slides = 0_u32;
            let source = package.part(&main)?.ok_or(Fault::Broken)?;
            xml::walk(&source, |met| {
                if let Met::Start("sldId", _) = met {
                    slides += 1;
                }
                Ok(())
            })?;
            Some(slides)
        }
        _ => None,
    };
    if pages.is_some_and(|pages| pages > limits::PAGES) {
        return Err(Fault::TooManyPages);
    }
    Ok(Facts {
        pages,
        newest: newest(
            dates
                .iter()
                .filter_map(|(_, value)| Date::parse(value.get(..10)?)),
        ),
    })
}

/// The parts of a letter; says whether there is a line for a signature.
fn document(package: &mut Package<'_>, page: &mut Page) -> Result<Signature, Fault> {
    let styles = match package.part("word/styles.xml")? {
        Some(source) => Styles::of(&source)?,
        None => Styles::default(),
    };
    let parts = numbered(
        package,
        "word/",
        &[
            "document",
            "header",
            "footer",
            "footnotes",
            "endnotes",
            "comments",
        ],
    );
    let mut signature = Signature::None;
    for part in parts {
        signature = signature.max(writing::read(package, &part, &styles, page)?);
    }
    Ok(signature)
}

/// Slides that are shown, and their notes.
fn slides(package: &mut Package<'_>, page: &mut Page) -> Result<(), Fault> {
    let styles = Styles::default();
    for part in numbered(package, "ppt/slides/", &["slide"]) {
        writing::read(package, &part, &styles, page)?;
    }
    for part in numbered(package, "ppt/notesSlides/", &["notesSlide"]) {
        writing::read(package, &part, &styles, page)?;
    }
    Ok(())
}

/// The parts of a folder called by one of these stems and a number, in the order of stems and numbers.
fn numbered(package: &Package<'_>, folder: &str, stems: &[&str]) -> Vec<String> {
    let mut found: Vec<(usize, u32, String)> = package
        .names()
        .filter_map(|name| {
            let inner = name.strip_prefix(folder)?.strip_suffix(".xml")?;
            let stem = inner.trim_end_matches(|c: char| c.is_ascii_digit());
            let rank = stems.iter().position(|known| *known == stem)?;
            let number = inner.get(stem.len()..)?.parse().unwrap_or(0);
            Some((rank, number, name.to_owned()))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, _, name)| name).collect()
}

/// An on-off property: there, unless it says no.
fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off" | "none"))
}
