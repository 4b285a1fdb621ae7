//! DOCX, XLSX, PPTX (ECMA-376): core properties, and the text of paragraphs, cells and slides. Macros are parts that nobody reads.

use super::package::Package;
use super::xml::{self, Met};
use super::{Answer, Depth, Facts, Fault, Page, Text, limits, newest};
use mediaudit_core::kernel::Date;
use mediaudit_core::record::item::Format;

pub(super) fn read(format: Format, bytes: &[u8], depth: Depth) -> Answer {
    let mut package = match Package::open(bytes) {
        Ok(package) => package,
        Err(fault) => return Answer::fault(fault, depth),
    };
    Answer {
        facts: facts(format, &mut package),
        text: (depth == Depth::Text).then(|| text(format, &mut package)),
    }
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
        ..Facts::default()
    })
}

fn text(format: Format, package: &mut Package<'_>) -> Result<Text, Fault> {
    let mut page = Page::default();
    match format {
        Format::Xlsx => sheets(package, &mut page)?,
        Format::Docx => {
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
            for part in parts {
                paragraphs(package, &part, &mut page)?;
            }
        }
        _ => {
            for part in numbered(package, "ppt/slides/", &["slide"]) {
                paragraphs(package, &part, &mut page)?;
            }
            for part in numbered(package, "ppt/notesSlides/", &["notesSlide"]) {
                paragraphs(package, &part, &mut page)?;
            }
        }
    }
    Ok(Text::Words(page.text))
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

/// WordprocessingML and DrawingML alike: `t` is text, `p` a paragraph, `tab` and `br` gaps. Deleted text (`delText`) is left out.
fn paragraphs(package: &mut Package<'_>, part: &str, page: &mut Page) -> Result<(), Fault> {
    let Some(source) = package.part(part)? else {
        return Ok(());
    };
    let mut inside = false;
    xml::walk(&source, |met| match met {
        Met::Start("t", _) => {
            inside = true;
            Ok(())
        }
        Met::End("t") => {
            inside = false;
            Ok(())
        }
        Met::Text(text) if inside => page.push(text),
        Met::Start("tab", _) => page.separate(' '),
        Met::End("tc") => page.end_cell(),
        Met::Start("br" | "cr", _) | Met::End("p" | "tr") => page.separate('\n'),
        _ => Ok(()),
    })?;
    page.separate('\n')
}

/// Cells, row by row: shared strings, inline strings, values as stored.
fn sheets(package: &mut Package<'_>, page: &mut Page) -> Result<(), Fault> {
    let shared = match package.part("xl/sharedStrings.xml")? {
        Some(source) => strings(&source)?,
        None => Vec::new(),
    };
    for part in numbered(package, "xl/worksheets/", &["sheet"]) {
        let Some(source) = package.part(&part)? else {
            continue;
        };
        let (mut is_shared, mut inside) = (false, false);
        let mut value = String::new();
        xml::walk(&source, |met| match met {
            Met::Start("c", cell) => {
                is_shared = xml::attribute(cell, "t").as_deref() == Some("s");
                Ok(())
            }
            Met::Start("v" | "t", _) => {
                inside = true;
                value.clear();
                Ok(())
            }
            Met::Text(text) if inside => {
                value.push_str(text);
                Ok(())
            }
            Met::End("v" | "t") => {
                inside = false;
                let index = is_shared.then(|| value.trim().parse::<usize>().ok()).flatten();
                match index {
                    Some(index) => page.push(shared.get(index).map_or("", String::as_str)),
                    None => page.push(&value),
                }
            }
            Met::End("c") => page.separate('\t'),
            Met::End("row") => page.separate('\n'),
            _ => Ok(()),
        })?;
        page.separate('\n')?;
    }
    for part in numbered(package, "xl/", &["comments"]) {
        paragraphs(package, &part, page)?;
    }
    Ok(())
}

/// The table of shared strings: one per `si`, its runs (`t`) joined, phonetic hints (`rPh`) left out.
fn strings(source: &str) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    let mut current = String::new();
    let (mut inside, mut phonetic) = (false, false);
    xml::walk(source, |met| {
        match met {
            Met::Start("rPh", _) => phonetic = true,
            Met::End("rPh") => phonetic = false,
            Met::Start("t", _) => inside = true,
            Met::End("t") => inside = false,
            Met::Text(text) if inside && !phonetic => current.push_str(text),
            Met::End("si") => out.push(std::mem::take(&mut current)),
            Met::Start(..) | Met::End(_) | Met::Text(_) => {}
        }
        Ok(())
    })?;
    Ok(out)
}
