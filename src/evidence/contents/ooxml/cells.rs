//! Cells of a workbook with their types, sheet by sheet, one at a time: a stray cell in XFD1048576 costs one cell.

use std::collections::{BTreeMap, BTreeSet};

use mediaudit_core::record::grid::{GridCell, Gridding};

use super::super::Fault;
use super::super::package::Package;
use super::super::values::{self, DaySystem};
use super::super::xml::{self, Met};
use super::sheets::{column_of, is_set};

/// What a workbook says of all its sheets.
#[derive(Debug, Default)]
pub(super) struct Book {
    system: DaySystem,
    /// Ranks of the styles that show a day.
    dates: BTreeSet<usize>,
    /// Names of the sheets, by part.
    names: BTreeMap<String, String>,
}

impl Book {
    pub(super) fn of(package: &mut Package<'_>, styles: Option<&str>) -> Result<Self, Fault> {
        let mut book = Self::default();
        if let Some(styles) = styles {
            book.dates = date_styles(styles)?;
        }
        let Some(workbook) = package.part("xl/workbook.xml")? else {
            return Ok(book);
        };
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        xml::walk(&workbook, |met| {
            match met {
                Met::Start("sheet", element) => {
                    ids.extend(xml::attribute(element, "id").zip(xml::attribute(element, "name")));
                }
                Met::Start("workbookPr", element) if is_set(element, "date1904") => {
                    book.system = DaySystem::Since1904;
                }
                _ => {}
            }
            Ok(())
        })?;
        let relations = package.part("xl/_rels/workbook.xml.rels")?.unwrap_or_default();
        xml::walk(&relations, |met| {
            if let Met::Start("Relationship", element) = met
                && let Some(name) = xml::attribute(element, "Id").and_then(|id| ids.get(&id).cloned())
                && let Some(target) = xml::attribute(element, "Target")
            {
                let part = target
                    .strip_prefix('/')
                    .map_or_else(|| format!("xl/{target}"), str::to_owned);
                let name = quick_xml::escape::unescape(&name)
                    .map(std::borrow::Cow::into_owned)
                    .unwrap_or(name);
                book.names.insert(part, name);
            }
            Ok(())
        })?;
        Ok(book)
    }

    /// Reads a sheet.
    pub(super) fn sheet(
        &self,
        (part, source): (&str, &str),
        hidden: bool,
        shared: &[String],
        out: &mut Gridding,
    ) -> Result<(), Fault> {
        out.sheet(self.names.get(part).map_or("", String::as_str), hidden);
        let (mut number, mut row_hidden, mut column) = (0_u32, false, 0_u32);
        let mut cells: Vec<(u32, GridCell)> = Vec::new();
        let mut open = Open::default();
        let mut text: Option<String> = None;
        xml::walk(source, |met| {
            match met {
                Met::Start("col", element) if is_set(element, "hidden") => {
                    let end = |key: &str| xml::attribute(element, key)?.parse().ok();
                    if let (Some(first), Some(last)) = (end("min"), end("max")) {
                        out.hide_columns(first, last);
                    }
                }
                Met::Start("row", element) => {
                    number = xml::attribute(element, "r")
                        .and_then(|written| written.parse().ok())
                        .unwrap_or_else(|| number.saturating_add(1));
                    row_hidden = is_set(element, "hidden");
                    column = 0;
                    cells.clear();
                }
                Met::Start("c", element) => {
                    column = xml::attribute(element, "r")
                        .and_then(|place| column_of(&place))
                        .unwrap_or_else(|| column.saturating_add(1));
                    let style = xml::attribute(element, "s").and_then(|style| style.parse().ok());
                    open = Open {
                        kind: xml::attribute(element, "t").unwrap_or_default(),
                        is_date: style.is_some_and(|style: usize| self.dates.contains(&style)),
                        formula: false,
                        value: None,
                    };
                }
                Met::Start("f", _) => open.formula = true,
                Met::Start("v" | "t", _) => text = Some(String::new()),
                Met::Text(more) => {
                    if let Some(text) = &mut text {
                        text.push_str(more);
                    }
                }
                Met::End("v" | "t") => {
                    let more = text.take().unwrap_or_default();
                    open.value.get_or_insert_default().push_str(&more);
                }
                Met::End("c") => {
                    cells.extend(self.cell(&open, shared).map(|cell| (column, cell)));
                }
                Met::End("row") => out.row(number, 1, row_hidden, &cells)?,
                Met::Start(..) | Met::End(_) => {}
            }
            Ok(())
        })
    }

    fn cell(&self, open: &Open, shared: &[String]) -> Option<GridCell> {
        let Some(value) = open.value.as_deref() else {
            return open.formula.then_some(GridCell::Faulty);
        };
        match open.kind.as_str() {
            "s" => values::text(shared.get(value.trim().parse::<usize>().ok()?)?),
            "str" | "inlineStr" => values::text(value),
            "b" => Some(GridCell::Truth(value.trim() == "1")),
            "d" => Some(
                value
                    .get(..10)
                    .and_then(mediaudit_core::kernel::Date::parse)
                    .map_or(GridCell::Faulty, GridCell::Day),
            ),
            "" | "n" if value.trim().is_empty() => None,
            "" | "n" if open.is_date => {
                Some(values::day(value, self.system).map_or(GridCell::Faulty, GridCell::Day))
            }
            "" | "n" => Some(values::decimal(value).map_or(GridCell::Faulty, GridCell::Number)),
            _ => Some(GridCell::Faulty),
        }
    }
}

/// A cell that is being read.
#[derive(Debug, Default)]
struct Open {
    kind: String,
    is_date: bool,
    formula: bool,
    value: Option<String>,
}

/// The ranks of the cell formats that show a day (ECMA-376 part 1, §18.8.30).
fn date_styles(source: &str) -> Result<BTreeSet<usize>, Fault> {
    let mut own: BTreeSet<u32> = BTreeSet::new();
    let mut out = BTreeSet::new();
    let (mut inside, mut rank) = (false, 0_usize);
    let number = |element: &quick_xml::events::BytesStart<'_>| {
        xml::attribute(element, "numFmtId").and_then(|id| id.parse::<u32>().ok())
    };
    xml::walk(source, |met| {
        match met {
            Met::Start("numFmt", element) => {
                let code = xml::attribute(element, "formatCode").unwrap_or_default();
                if values::shows_day(&code) {
                    own.extend(number(element));
                }
            }
            Met::Start("cellXfs", _) => inside = true,
            Met::End("cellXfs") => inside = false,
            Met::Start("xf", element) if inside => {
                if number(element).is_some_and(|id| values::is_form_of_day(id) || own.contains(&id)) {
                    out.insert(rank);
                }
                rank += 1;
            }
            Met::Start(..) | Met::End(_) | Met::Text(_) => {}
        }
        Ok(())
    })?;
    Ok(out)
}
