//! Paragraphs of WordprocessingML and DrawingML: `t` is text, `p` a paragraph, `tab` and `br` gaps. Deleted text (`delText`) is left out,
//! and so is what no eye sees: hidden runs, white ones on white paper, letters under a point, slides that are not shown.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::super::package::Package;
use super::super::xml::{self, Met};
use super::super::{Fault, Page};
use super::is_on;
use mediaudit_core::record::survey::Signature;

/// What a run, a paragraph or a style says of how it looks.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is said by an element of its own"
)]
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    hidden: bool,
    white: bool,
    tiny: bool,
    shaded: bool,
}

impl Look {
    fn note(&mut self, name: &str, element: &BytesStart<'_>) {
        let value = || xml::attribute(element, "val");
        match name {
            "vanish" => self.hidden = is_on(value().as_deref()),
            "color" => {
                self.white = value().is_some_and(|colour| colour.eq_ignore_ascii_case("ffffff"))
                    || xml::attribute(element, "themeColor").as_deref() == Some("background1");
            }
            // in halves of a point
            "sz" => {
                self.tiny = value()
                    .and_then(|size| size.parse::<f32>().ok())
                    .is_some_and(|size| size < 2.0);
            }
            "shd" => self.shaded |= is_shade(element),
            "highlight" => self.shaded |= value().is_some_and(|colour| colour != "none" && colour != "white"),
            _ => {}
        }
    }
}

fn is_shade(element: &BytesStart<'_>) -> bool {
    let plain = |colour: &str| colour.eq_ignore_ascii_case("auto") || colour.eq_ignore_ascii_case("ffffff");
    xml::attribute(element, "fill").is_some_and(|colour| !plain(&colour))
        || xml::attribute(element, "themeFill").is_some_and(|colour| colour != "background1")
}

/// Styles of a document that change whether a text is seen.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Look>);

impl Styles {
    pub(super) fn of(source: &str) -> Result<Self, Fault> {
        let mut styles = BTreeMap::new();
        let mut open: Option<(String, Look)> = None;
        xml::walk(source, |met| {
            match met {
                Met::Start("style", element) => {
                    open = xml::attribute(element, "styleId").map(|id| (id, Look::default()));
                }
                Met::Start(name, element) => {
                    if let Some((_, look)) = &mut open {
                        look.note(name, element);
                    }
                }
                Met::End("style") => styles.extend(open.take()),
                Met::End(_) | Met::Text(_) => {}
            }
            Ok(())
        })?;
        styles.retain(|_, look| look.hidden || look.white || look.tiny || look.shaded);
        Ok(Self(styles))
    }

    fn get(&self, element: &BytesStart<'_>) -> Look {
        xml::attribute(element, "val")
            .and_then(|id| self.0.get(&id).copied())
            .unwrap_or_default()
    }
}

/// Where a walk stands.
#[derive(Debug, Default)]
struct Stand {
    paragraphs: Vec<Look>,
    runs: Vec<Look>,
    /// Tables that are open, and whether their own style may colour them.
    tables: Vec<bool>,
    /// Cells that are open, and whether they are coloured.
    cells: Vec<bool>,
    /// Boxes have a colour of their own, and so may a page have.
    boxes: usize,
    coloured: bool,
    /// A picture of the same in an older form: it would be read twice.
    fallbacks: usize,
    unshown: bool,
    inside: bool,
}

impl Stand {
    fn sees(&self) -> bool {
        let paragraph = self.paragraphs.last().copied().unwrap_or_default();
        let run = self.runs.last().copied().unwrap_or_default();
        let shaded = run.shaded
            || paragraph.shaded
            || self.boxes > 0
            || self.coloured
            || self.cells.contains(&true)
            || self.tables.contains(&true);
        !(self.unshown || run.hidden || run.tiny || (run.white && !shaded))
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>, styles: &Styles) {
        match name {
            "p" => self.paragraphs.push(Look::default()),
            "r" => self
                .runs
                .push(self.paragraphs.last().copied().unwrap_or_default()),
            "tbl" => self.tables.push(false),
            "tblStyle" => {
                let plain = ["TableGrid", "TableNormal", "Grilledutableau", "TableauNormal"];
                let dressed = xml::attribute(element, "val").is_some_and(|id| !plain.contains(&id.as_str()));
                if let Some(table) = self.tables.last_mut() {
                    *table = dressed;
                }
            }
            "tc" => self.cells.push(false),
            "txbxContent" => self.boxes += 1,
            "Fallback" => self.fallbacks += 1,
            "background" => self.coloured = true,
            "sld" => self.unshown = !is_on(xml::attribute(element, "show").as_deref()),
            "pStyle" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    *paragraph = styles.get(element);
                }
            }
            "rStyle" => {
                if let Some(run) = self.runs.last_mut() {
                    *run = styles.get(element);
                }
            }
            _ => {
                if let Some(run) = self.runs.last_mut() {
                    run.note(name, element);
                } else if name == "shd" {
                    let shade = is_shade(element);
                    // of a paragraph, or of the cell that holds it
                    match (self.paragraphs.last_mut(), self.cells.last_mut()) {
                        (Some(paragraph), _) => paragraph.shaded |= shade,
                        (None, Some(cell)) => *cell |= shade,
                        (None, None) => {}
                    }
                }
            }
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => drop(self.paragraphs.pop()),
            "r" => drop(self.runs.pop()),
            "tbl" => drop(self.tables.pop()),
            "tc" => drop(self.cells.pop()),
            "txbxContent" => self.boxes = self.boxes.saturating_sub(1),
            "Fallback" => self.fallbacks = self.fallbacks.saturating_sub(1),
            _ => {}
        }
    }
}

/// Reads a part; says whether it holds a line for a signature.
pub(super) fn read(
    package: &mut Package<'_>,
    part: &str,
    styles: &Styles,
    page: &mut Page,
) -> Result<Signature, Fault> {
    let Some(source) = package.part(part)? else {
        return Ok(Signature::None);
    };
    let mut signature = Signature::None;
    let mut stand = Stand::default();
    xml::walk(&source, |met| {
        match met {
            Met::Start(name, element) => {
                stand.start(name, element, styles);
                match name {
                    "t" => stand.inside = true,
                    "tab" => page.separate(' ')?,
                    "br" | "cr" => page.separate('\n')?,
                    "signatureline" => signature = Signature::Field,
                    _ => {}
                }
            }
            Met::Text(text) if stand.inside && stand.fallbacks == 0 => {
                if stand.sees() {
                    page.push(text)?;
                } else {
                    page.hide(text)?;
                }
            }
            Met::Text(_) => {}
            Met::End(name) => {
                stand.end(name);
                match name {
                    "t" => stand.inside = false,
                    "tc" => page.end_cell()?,
                    "p" | "tr" => page.separate('\n')?,
                    _ => {}
                }
            }
        }
        Ok(())
    })?;
    page.separate('\n')?;
    Ok(signature)
}
