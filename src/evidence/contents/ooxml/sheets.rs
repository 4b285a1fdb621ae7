//! Cells of a workbook, row by row: shared strings, inline strings, values as stored. Hidden sheets, rows and columns, white letters on
//! white and values without a form are not seen.

use std::collections::{BTreeMap, BTreeSet};

use mediaudit_core::record::grid::Gridding;
use quick_xml::events::BytesStart;

use super::super::package::Package;
use super::super::xml::{self, Met};
use super::super::{Fault, Page};
use super::cells::Book;
use super::writing::{self, Styles};
use super::{is_on, numbered};

pub(super) fn read(package: &mut Package<'_>, page: &mut Page, grids: &mut Gridding) -> Result<(), Fault> {
    let shared = match package.part("xl/sharedStrings.xml")? {
        Some(source) => strings(&source)?,
        None => Vec::new(),
    };
    let styles = package.part("xl/styles.xml")?;
    let invisible = match &styles {
        Some(source) => invisible(source)?,
        None => BTreeSet::new(),
    };
    let book = Book::of(package, styles.as_deref())?;
    let hidden = hidden_sheets(package)?;
    for part in numbered(package, "xl/worksheets/", &["sheet"]) {
        let whole = hidden.contains(&part);
        if let Some(source) = package.part(&part)? {
            sheet(&source, whole, &shared, &invisible, page)?;
            book.sheet((&part, &source), whole, &shared, grids)?;
        }
    }
    for part in numbered(package, "xl/", &["comments"]) {
        writing::read(package, &part, &Styles::default(), page)?;
    }
    Ok(())
}

fn sheet(
    source: &str,
    whole: bool,
    shared: &[String],
    invisible: &BTreeSet<usize>,
    page: &mut Page,
) -> Result<(), Fault> {
    let mut columns: Vec<(u32, u32)> = Vec::new();
    let (mut row_hidden, mut cell_hidden, mut is_shared, mut inside) = (false, false, false, false);
    let mut column = 0_u32;
    let mut value = String::new();
    xml::walk(source, |met| {
        match met {
            Met::Start("col", element) if is_set(element, "hidden") => {
                let end = |key: &str| xml::attribute(element, key)?.parse().ok();
                columns.extend(end("min").zip(end("max")));
            }
            Met::Start("row", element) => {
                row_hidden = is_set(element, "hidden");
                column = 0;
            }
            Met::Start("c", element) => {
                column = xml::attribute(element, "r")
                    .and_then(|place| column_of(&place))
                    .unwrap_or(column + 1);
                is_shared = xml::attribute(element, "t").as_deref() == Some("s");
                let style = xml::attribute(element, "s").and_then(|style| style.parse().ok());
                cell_hidden = style.is_some_and(|style: usize| invisible.contains(&style))
                    || columns
                        .iter()
                        .any(|(first, last)| (*first..=*last).contains(&column));
            }
            Met::Start("v" | "t", _) => {
                inside = true;
                value.clear();
            }
            Met::Text(text) if inside => value.push_str(text),
            Met::End("v" | "t") => {
                inside = false;
                let index = is_shared.then(|| value.trim().parse::<usize>().ok()).flatten();
                let text = match index {
                    Some(index) => shared.get(index).map_or("", String::as_str),
                    None => &value,
                };
                if whole || row_hidden || cell_hidden {
                    page.hide(text)?;
                } else {
                    page.push(text)?;
                }
            }
            Met::End("c") => page.separate('\t')?,
            Met::End("row") => page.separate('\n')?,
            Met::Start(..) | Met::End(_) | Met::Text(_) => {}
        }
        Ok(())
    })?;
    page.separate('\n')
}

/// The number of the column of a place: 2 for `B12`.
pub(super) fn column_of(place: &str) -> Option<u32> {
    place
        .chars()
        .take_while(char::is_ascii_uppercase)
        .try_fold(0_u32, |sum, letter| {
            sum.checked_mul(26)?
                .checked_add(u32::from(letter) - u32::from('A') + 1)
        })
        .filter(|column| *column > 0)
}

pub(super) fn is_set(element: &BytesStart<'_>, key: &str) -> bool {
    xml::attribute(element, key).is_some_and(|value| is_on(Some(&value)))
}

/// The parts of the sheets that are not shown.
fn hidden_sheets(package: &mut Package<'_>) -> Result<BTreeSet<String>, Fault> {
    let mut hidden = BTreeSet::new();
    let Some(workbook) = package.part("xl/workbook.xml")? else {
        return Ok(hidden);
    };
    let mut ids = BTreeSet::new();
    xml::walk(&workbook, |met| {
        if let Met::Start("sheet", element) = met
            && xml::attribute(element, "state").is_some_and(|state| state != "visible")
        {
            ids.extend(xml::attribute(element, "id"));
        }
        Ok(())
    })?;
    if ids.is_empty() {
        return Ok(hidden);
    }
    let relations = package.part("xl/_rels/workbook.xml.rels")?.unwrap_or_default();
    xml::walk(&relations, |met| {
        if let Met::Start("Relationship", element) = met
            && xml::attribute(element, "Id").is_some_and(|id| ids.contains(&id))
            && let Some(target) = xml::attribute(element, "Target")
        {
            hidden.insert(match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("xl/{target}"),
            });
        }
        Ok(())
    })?;
    Ok(hidden)
}

/// The formats of cells that no eye sees: white letters without a fill, and `;;;`, which writes nothing.
fn invisible(source: &str) -> Result<BTreeSet<usize>, Fault> {
    let (mut fonts, mut fills): (Vec<bool>, Vec<bool>) = (Vec::new(), Vec::new());
    let mut silent: BTreeMap<String, bool> = BTreeMap::new();
    let mut found = BTreeSet::new();
    let (mut block, mut count) = (String::new(), 0_usize);
    xml::walk(source, |met| {
        match met {
            Met::Start(name @ ("fonts" | "fills" | "cellXfs" | "cellStyleXfs" | "dxfs"), _) => {
                name.clone_into(&mut block);
                count = 0;
            }
            Met::Start("numFmt", element) => {
                let code = xml::attribute(element, "formatCode").unwrap_or_default();
                silent.extend(xml::attribute(element, "numFmtId").map(|id| (id, code == ";;;")));
            }
            Met::Start("font", _) if block == "fonts" => fonts.push(false),
            Met::Start("color", element) if block == "fonts" => {
                let white = xml::attribute(element, "rgb")
                    .is_some_and(|rgb| rgb.eq_ignore_ascii_case("ffffffff"))
                    || xml::attribute(element, "theme").as_deref() == Some("0");
                if let Some(font) = fonts.last_mut() {
                    *font = white;
                }
            }
            Met::Start("patternFill" | "gradientFill", element) if block == "fills" => {
                fills.push(xml::attribute(element, "patternType").is_none_or(|kind| kind != "none"));
            }
            Met::Start("xf", element) if block == "cellXfs" => {
                let of = |key: &str, list: &[bool]| {
                    let index = xml::attribute(element, key).and_then(|id| id.parse::<usize>().ok());
                    index.and_then(|index| list.get(index)).copied().unwrap_or(false)
                };
                let form = xml::attribute(element, "numFmtId")
                    .and_then(|id| silent.get(&id))
                    .copied();
                if (of("fontId", &fonts) && !of("fillId", &fills)) || form == Some(true) {
                    found.insert(count);
                }
                count += 1;
            }
            Met::Start(..) | Met::End(_) | Met::Text(_) => {}
        }
        Ok(())
    })?;
    Ok(found)
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

#[cfg(test)]
mod tests {
    use super::column_of;

    #[test]
    fn columns_have_letters() {
        for (place, column) in [
            ("A1", Some(1)),
            ("Z9", Some(26)),
            ("AB12", Some(28)),
            ("12", None),
        ] {
            assert_eq!(column_of(place), column, "{place}");
        }
    }
}
