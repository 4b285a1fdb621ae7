//! Cells of an ODF spreadsheet with their types. Repeats are counted, blank ones cost nothing.

use std::collections::BTreeSet;

use mediaudit_core::kernel::Date;
use mediaudit_core::record::grid::{Grid, GridCell, Gridding};
use quick_xml::events::BytesStart;

use super::xml::{self, Met};
use super::{Fault, limits, values};

/// A cell that is being read.
#[derive(Debug, Default)]
struct Open {
    times: u32,
    covered: bool,
    /// What its attributes say.
    value: Option<GridCell>,
    formula: bool,
    text: String,
}

/// Reads the sheets of content.xml.
pub(super) fn read(content: &str) -> Result<Vec<Grid>, Fault> {
    let hidden_styles = hidden_styles(content)?;
    let mut out = Gridding::default();
    let (mut depth, mut number, mut next_column) = (0_usize, 0_u32, 0_u32);
    let (mut times, mut row_hidden, mut column) = (1_u32, false, 0_u32);
    let mut cells: Vec<(u32, GridCell)> = Vec::new();
    let mut open: Option<Open> = None;
    let mut notes = 0_usize;
    xml::walk(content, |met| {
        match met {
            Met::Start("table", element) => {
                depth += 1;
                if depth == 1 {
                    let name = xml::attribute(element, "name").unwrap_or_default();
                    let name = quick_xml::escape::unescape(&name).map_or_else(|_| name.clone(), Into::into);
                    let style = xml::attribute(element, "style-name");
                    out.sheet(&name, style.is_some_and(|style| hidden_styles.contains(&style)));
                    (number, next_column) = (0, 0);
                }
            }
            Met::End("table") => depth = depth.saturating_sub(1),
            _ if depth != 1 => {}
            Met::Start("table-column", element) => {
                let last = next_column.saturating_add(repeated(element, "number-columns-repeated"));
                if is_collapsed(element) {
                    out.hide_columns(next_column.saturating_add(1), last);
                }
                next_column = last;
            }
            Met::Start("table-row", element) => {
                times = repeated(element, "number-rows-repeated");
                row_hidden = is_collapsed(element);
                column = 0;
                cells.clear();
            }
            Met::Start(name @ ("table-cell" | "covered-table-cell"), element) => {
                open = Some(Open {
                    times: repeated(element, "number-columns-repeated"),
                    covered: name == "covered-table-cell",
                    value: stored(element),
                    formula: xml::attribute(element, "formula").is_some(),
                    text: String::new(),
                });
            }
            Met::Start("annotation", _) => notes += 1,
            Met::End("annotation") => notes = notes.saturating_sub(1),
            Met::Start("p" | "line-break" | "s" | "tab", _) => {
                if let Some(open) = open.as_mut().filter(|open| notes == 0 && !open.text.is_empty()) {
                    open.text.push(' ');
                }
            }
            Met::Text(text) if notes == 0 => {
                if let Some(open) = &mut open
                    && open.text.len() < 8 * limits::CELL_CHARACTERS
                {
                    open.text.push_str(text);
                }
            }
            Met::End("table-cell" | "covered-table-cell") => {
                let Some(closed) = open.take() else { return Ok(()) };
                let value = closed
                    .value
                    .or_else(|| values::text(&closed.text))
                    .or_else(|| closed.formula.then_some(GridCell::Faulty))
                    .filter(|_| !closed.covered);
                if let Some(value) = value {
                    let wide = limits::TABLE_COLUMNS.saturating_sub(column).saturating_add(1);
                    for after in 0..closed.times.min(wide) {
                        cells.push((column.saturating_add(after).saturating_add(1), value.clone()));
                    }
                }
                column = column.saturating_add(closed.times);
            }
            Met::End("table-row") => {
                out.row(number.saturating_add(1), times, row_hidden, &cells)?;
                number = number.saturating_add(times);
            }
            Met::Start(..) | Met::End(_) | Met::Text(_) => {}
        }
        Ok(())
    })?;
    Ok(out.finish())
}

fn repeated(element: &BytesStart<'_>, key: &str) -> u32 {
    let written = xml::attribute(element, key).and_then(|times| times.parse().ok());
    written.unwrap_or(1)
}

fn is_collapsed(element: &BytesStart<'_>) -> bool {
    xml::attribute(element, "visibility").is_some_and(|said| said != "visible")
}

/// The value that a cell's attributes store (ODF 1.3 part 3, §19.385); none for a text.
fn stored(element: &BytesStart<'_>) -> Option<GridCell> {
    let value = |key: &str| xml::attribute(element, key);
    let or_faulty = |cell: Option<GridCell>| Some(cell.unwrap_or(GridCell::Faulty));
    match value("value-type").as_deref()? {
        "float" | "percentage" | "currency" => or_faulty(
            value("value")
                .and_then(|stored| values::decimal(&stored))
                .map(GridCell::Number),
        ),
        "date" => or_faulty(
            value("date-value")
                .and_then(|stored| Date::parse(stored.get(..10)?))
                .map(GridCell::Day),
        ),
        "boolean" => or_faulty(value("boolean-value").map(|stored| GridCell::Truth(stored == "true"))),
        _ => None,
    }
}

/// Styles of sheets that are not displayed.
fn hidden_styles(content: &str) -> Result<BTreeSet<String>, Fault> {
    let mut out = BTreeSet::new();
    let mut open: Option<String> = None;
    xml::walk(content, |met| {
        match met {
            Met::Start("style", element) => open = xml::attribute(element, "name"),
            Met::Start("table-properties", element)
                if xml::attribute(element, "display").as_deref() == Some("false") =>
            {
                out.extend(open.clone());
            }
            Met::End("style") => open = None,
            Met::Start(..) | Met::End(_) | Met::Text(_) => {}
        }
        Ok(())
    })?;
    Ok(out)
}
