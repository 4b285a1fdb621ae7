//! ODT, ODS, ODP (ISO/IEC 26300): meta.xml and the text of content.xml that a reader sees.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::odf_cells;
use super::package::Package;
use super::xml::{self, Met};
use super::{Answer, Contents, Facts, Fault, Page, limits, newest};
use mediaudit_core::kernel::Date;
use mediaudit_core::record::item::Format;
use mediaudit_core::record::survey::Signature;

pub(super) fn read(format: Format, bytes: &[u8]) -> Answer {
    let mut package = Package::open(bytes)?;
    // an encrypted document says so in its manifest, not in the zip (ODF 1.3 part 2, §3.4)
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Fault::Encrypted);
    }
    let content = package.part("content.xml")?.ok_or(Fault::Broken)?;
    let facts = facts(format, &mut package, &content)?;
    let signed = package
        .part("META-INF/documentsignatures.xml")?
        .unwrap_or_default();
    let mut looks = Looks::default();
    if let Some(styles) = package.part("styles.xml")? {
        looks.add(&styles)?;
    }
    looks.add(&content)?;
    let mut page = Page::default();
    text(&content, &looks, &mut page)?;
    let grids = match format {
        Format::Ods => odf_cells::read(&content)?,
        _ => Vec::new(),
    };
    let picture = package.pictures_without(&page.text, &["Pictures/", "media/"])?;
    Ok(Contents {
        facts,
        picture,
        unseen: page.unseen,
        signature: if signed.contains("SignatureValue") {
            Signature::Electronic
        } else {
            Signature::None
        },
        text: Some(page.text),
        concealed: Some(page.concealed),
        grids,
        ..Contents::default()
    })
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
    })
}

/// What a style says of whether a text is seen.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    hidden: bool,
    white: bool,
    shaded: bool,
}

/// Styles by their names.
#[derive(Debug, Default)]
struct Looks(BTreeMap<String, Look>);

impl Looks {
    fn add(&mut self, source: &str) -> Result<(), Fault> {
        let mut open: Option<(String, Look)> = None;
        xml::walk(source, |met| {
            match met {
                Met::Start("style", element) => {
                    open = xml::attribute(element, "name").map(|name| (name, Look::default()));
                }
                Met::Start(name, element) => {
                    if let Some((_, look)) = open.as_mut().filter(|_| name.ends_with("-properties")) {
                        let says = |key: &str| xml::attribute(element, key).unwrap_or_default();
                        // a text that is not displayed; a sheet that is not
                        look.hidden |= matches!(says("display").as_str(), "none" | "false");
                        look.white |=
                            matches!(says("color").to_ascii_lowercase().as_str(), "#ffffff" | "white");
                        let ground = says("background-color").to_ascii_lowercase();
                        look.shaded |= !matches!(ground.as_str(), "" | "transparent" | "#ffffff");
                        look.shaded |=
                            matches!(says("fill").as_str(), "solid" | "gradient" | "bitmap" | "hatch");
                    }
                }
                Met::End("style") => self.0.extend(open.take()),
                Met::End(_) | Met::Text(_) => {}
            }
            Ok(())
        })
    }

    fn get(&self, element: &BytesStart<'_>) -> Look {
        xml::attribute(element, "style-name")
            .and_then(|name| self.0.get(&name).copied())
            .unwrap_or_default()
    }
}

/// Where a walk stands: how elements that are open look, and the columns of the table.
#[derive(Debug, Default)]
struct Stand {
    looks: Vec<Look>,
    columns: Vec<(u32, u32)>,
    next_column: u32,
    next_cell: u32,
}

impl Stand {
    fn start(&mut self, name: &str, element: &BytesStart<'_>, looks: &Looks) {
        let mut look = looks.get(element);
        let repeated = || {
            let times = xml::attribute(element, "number-columns-repeated");
            times.and_then(|times| times.parse::<u32>().ok()).unwrap_or(1)
        };
        let collapsed = || xml::attribute(element, "visibility").is_some_and(|said| said != "visible");
        match name {
            "table" => {
                self.columns.clear();
                self.next_column = 0;
            }
            "table-column" => {
                let next = self.next_column.saturating_add(repeated());
                if collapsed() {
                    self.columns.push((self.next_column, next));
                }
                self.next_column = next;
            }
            "table-row" => {
                look.hidden |= collapsed();
                self.next_cell = 0;
            }
            "table-cell" | "covered-table-cell" => {
                let at = self.next_cell;
                look.hidden |= self
                    .columns
                    .iter()
                    .any(|(first, next)| (*first..*next).contains(&at));
                self.next_cell = at.saturating_add(repeated());
            }
            _ => {}
        }
        self.looks.push(look);
    }

    fn sees(&self) -> bool {
        let shaded = self.looks.iter().any(|look| look.shaded);
        !self
            .looks
            .iter()
            .any(|look| look.hidden || (look.white && !shaded))
    }
}

fn text(content: &str, looks: &Looks, page: &mut Page) -> Result<(), Fault> {
    // text stands in paragraphs and headings; change tracking keeps what was deleted apart
    let (mut open, mut deleted) = (0_usize, 0_usize);
    let mut stand = Stand::default();
    xml::walk(content, |met| {
        match met {
            Met::Start(name, element) => {
                stand.start(name, element, looks);
                match name {
                    "tracked-changes" => deleted += 1,
                    "p" | "h" => open += 1,
                    "s" | "tab" => page.separate(' ')?,
                    "line-break" => page.separate('\n')?,
                    _ => {}
                }
            }
            Met::Text(text) if open > 0 && deleted == 0 => {
                if stand.sees() {
                    page.push(text)?;
                } else {
                    page.hide(text)?;
                }
            }
            Met::Text(_) => {}
            Met::End(name) => {
                stand.looks.pop();
                match name {
                    "tracked-changes" => deleted = deleted.saturating_sub(1),
                    "p" | "h" => {
                        open = open.saturating_sub(1);
                        page.separate('\n')?;
                    }
                    "table-cell" => page.end_cell()?,
                    "table-row" => page.separate('\n')?,
                    _ => {}
                }
            }
        }
        Ok(())
    })
}
