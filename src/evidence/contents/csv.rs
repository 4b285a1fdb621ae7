//! Files of values: the separator is the one under which most rows have the same number of values, quotes are those of RFC 4180.

use mediaudit_core::record::grid::{Grid, GridCell, Gridding};

use super::{Fault, values};

/// What may part two values.
const SEPARATORS: [char; 4] = [';', '\t', ',', '|'];

/// Rows from which the separator is told.
const SAMPLE: usize = 60;

/// Reads the values of a text.
pub(super) fn read(text: &str) -> Result<Vec<Grid>, Fault> {
    let mut out = Gridding::default();
    out.sheet("", false);
    // Excel's own mark, where a person or a tool wrote it
    let (separator, text, skipped) = match text.get(..5).filter(|start| start.starts_with("sep=")) {
        Some(start) => {
            let rest = text.get(5..).unwrap_or_default();
            (
                start.chars().last().unwrap_or(';'),
                rest.trim_start_matches(['\r', '\n']),
                1,
            )
        }
        None => (separator(text), text, 0),
    };
    let mut number = skipped;
    let mut fault = Ok(());
    each_row(text, separator, usize::MAX, |row| {
        number += 1;
        let cells: Vec<(u32, GridCell)> = (1..)
            .zip(row)
            .filter_map(|(column, value)| Some((column, values::text(value)?)))
            .collect();
        if fault.is_ok() {
            fault = out.row(number, 1, false, &cells);
        }
        fault.is_ok()
    });
    fault.map(|()| out.finish())
}

/// The one that parts most rows into the same number of values, two at least; the first of equals.
fn separator(text: &str) -> char {
    let score = |separator: char| {
        let mut widths: Vec<usize> = Vec::new();
        each_row(text, separator, SAMPLE, |row| {
            widths.push(row.len());
            true
        });
        let most = widths
            .iter()
            .filter(|width| **width > 1)
            .max_by_key(|width| widths.iter().filter(|other| other == width).count());
        most.map_or(0, |width| widths.iter().filter(|other| *other == width).count())
    };
    let mut best = (SEPARATORS[0], 0);
    for separator in SEPARATORS {
        let found = score(separator);
        if found > best.1 {
            best = (separator, found);
        }
    }
    best.0
}

/// Hands each of the first rows over, until told to stop.
fn each_row(text: &str, separator: char, most: usize, mut visit: impl FnMut(&[String]) -> bool) {
    let mut row: Vec<String> = Vec::new();
    let (mut value, mut quoted, mut rows) = (String::new(), false, 0_usize);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                value.push('"');
            }
            '"' if quoted => quoted = false,
            // a quote inside a value is a sign like another
            '"' if value.is_empty() => quoted = true,
            c if c == separator && !quoted => row.push(std::mem::take(&mut value)),
            '\n' | '\r' if !quoted => {
                if c == '\r' && chars.peek() == Some(&'\n') {
                    chars.next();
                }
                row.push(std::mem::take(&mut value));
                rows += 1;
                if !visit(&row) || rows >= most {
                    return;
                }
                row.clear();
            }
            c => value.push(c),
        }
    }
    if !value.is_empty() || !row.is_empty() {
        row.push(value);
        visit(&row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(u32, Vec<(u32, String)>)> {
        let grids = read(text).unwrap();
        let cell = |cell: &GridCell| match cell {
            GridCell::Text(text) => text.clone(),
            other => format!("{other:?}"),
        };
        grids[0]
            .rows
            .iter()
            .map(|row| {
                (
                    row.number,
                    row.cells.iter().map(|(at, value)| (*at, cell(value))).collect(),
                )
            })
            .collect()
    }

    #[test]
    fn separators_and_quotes() {
        let row = |number, values: &[&str]| {
            let cells = (1..).zip(values).filter(|(_, value)| !value.is_empty());
            (
                number,
                cells.map(|(at, value)| (at, (*value).to_owned())).collect(),
            )
        };
        for text in [
            "Relevé, année 2025\na;b\n1,5;2\n",
            "Relevé, année 2025\r\na\tb\r\n1,5\t2",
        ] {
            let found = shown(text);
            assert_eq!(found[1..], [row(2, &["a", "b"]), row(3, &["1,5", "2"])], "{text}");
        }
        assert_eq!(
            shown("\"a;\nb\";\"il dit \"\"non\"\"\"\n;x"),
            [row(1, &["a;\nb", "il dit \"non\""]), row(2, &["", "x"])]
        );
        assert_eq!(shown("sep=,\na,b\n"), [row(2, &["a", "b"])]);
        assert_eq!(shown("").len(), 0);
    }

    #[test]
    fn wide_rows_are_bounded() {
        let wide = "x;".repeat(70_000);
        let grids = read(&wide).unwrap();
        assert_eq!((grids[0].rows[0].cells.len(), grids[0].beyond), (512, 69_488));
        let many = "x;x\n".repeat(300_000);
        assert_eq!(read(&many), Err(Fault::TooManyCells));
    }
}
