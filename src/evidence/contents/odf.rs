//! ODT, ODS, ODP (ISO/IEC 26300): meta.xml and the text of content.xml.

use super::package::Package;
use super::xml::{self, Met};
use super::{Answer, Depth, Facts, Fault, Page, Text, limits, newest};
use mediaudit_core::kernel::Date;
use mediaudit_core::record::item::Format;

pub(super) fn read(format: Format, bytes: &[u8], depth: Depth) -> Answer {
    let opened = Package::open(bytes).and_then(|mut package| {
        // an encrypted document says so in its manifest, not in the zip (ODF 1.3 part 2, §3.4)
        let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
        if manifest.contains("encryption-data") {
            return Err(Fault::Encrypted);
        }
        let content = package.part("content.xml")?.ok_or(Fault::Broken)?;
        Ok((package, content))
    });
    match opened {
        Ok((mut package, content)) => Answer {
            facts: facts(format, &mut package, &content),
            text: (depth == Depth::Text).then(|| text(&content)),
        },
        Err(fault) => Answer::fault(fault, depth),
    }
}

fn facts(format: Format, package: &mut Package<'_>, content: &str) -> Result<Facts, Fault> {
    let mut pages: Option<u32> = None;
    let mut dates = Vec::new();
    if let Some(meta) = package.part("meta.xml")? {
        dates = xml::elements(&meta, &["date", "creation-date"])?;
        xml::walk(&meta, |met| {
            if let Met::Start("document-statistic", element) = met {
                pages = xml::attribute(element, "page-count").and_then(|n| n.parse().ok());
            }
            Ok(())
        })?;
    }
    if format == Format::Odp {
        let mut slides = 0_u32;
        xml::walk(content, |met| {
            if let Met::Start("page", _) = met {
                slides += 1;
            }
            Ok(())
        })?;
        pages = Some(slides);
    }
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

fn text(content: &str) -> Result<Text, Fault> {
    let mut page = Page::default();
    // text stands in paragraphs and headings; change tracking keeps what was deleted apart
    let (mut open, mut deleted) = (0_usize, 0_usize);
    xml::walk(content, |met| match met {
        Met::Start("tracked-changes", _) => {
            deleted += 1;
            Ok(())
        }
        Met::End("tracked-changes") => {
            deleted = deleted.saturating_sub(1);
            Ok(())
        }
        Met::Start("p" | "h", _) => {
            open += 1;
            Ok(())
        }
        Met::End("p" | "h") => {
            open = open.saturating_sub(1);
            page.separate('\n')
        }
        Met::Start("s" | "tab", _) => page.separate(' '),
        Met::Start("line-break", _) => page.separate('\n'),
        Met::End("table-cell") => page.end_cell(),
        Met::End("table-row") => page.separate('\n'),
        Met::Text(text) if open > 0 && deleted == 0 => page.push(text),
        _ => Ok(()),
    })?;
    Ok(Text::Words(page.text))
}
