//! Values of cells as workbooks store them: numbers as the shortest decimal of 15 digits, days by the workbook's own system, texts bounded.

use mediaudit_core::kernel::Date;
use mediaudit_core::record::grid::GridCell;

use super::limits;

/// Where a workbook counts its days from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum DaySystem {
    /// 1 is 1 January 1900, and 29 February 1900 is counted, though there was none.
    #[default]
    Since1900,
    /// 0 is 1 January 1904.
    Since1904,
}

/// A text, of which so much is kept as a value may be long.
pub(super) fn text(value: &str) -> Option<GridCell> {
    let clean = value.trim();
    (!clean.is_empty()).then(|| GridCell::Text(clean.chars().take(limits::CELL_CHARACTERS).collect()))
}

/// A number as stored, which is a binary fraction: of 0.30000000000000004, 0.3 was meant. None where it is no number of a table.
pub(super) fn decimal(stored: &str) -> Option<String> {
    /// Powers of ten beyond which nothing is counted.
    const MOST: i32 = 25;
    let number: f64 = stored.trim().parse().ok()?;
    if !number.is_finite() {
        return None;
    }
    let written = format!("{number:.14e}");
    let (mantissa, exponent) = written.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let (sign, mantissa) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    if exponent.abs() > MOST {
        return None;
    }
    let whole = usize::try_from(exponent + 1).unwrap_or(0);
    let zeros = usize::try_from(-exponent - 1).unwrap_or(0);
    let (before, after): (String, String) = (
        digits.chars().take(whole).collect(),
        digits.chars().skip(whole).collect(),
    );
    let before = format!("{before:0<whole$}");
    let before = if before.is_empty() { "0".to_owned() } else { before };
    let after = format!("{}{after}", "0".repeat(zeros));
    Some(if after.is_empty() {
        format!("{sign}{before}")
    } else {
        format!("{sign}{before}.{after}")
    })
}

/// The day of a serial number; its part of a day is left out.
pub(super) fn day(stored: &str, system: DaySystem) -> Option<Date> {
    let decimal = decimal(stored)?;
    let serial: u32 = decimal.split('.').next()?.parse().ok()?;
    let (base, days) = match (system, serial) {
        (DaySystem::Since1904, 0) => return Date::new(1904, 1, 1),
        (DaySystem::Since1904, days) => (Date::new(1904, 1, 1)?, days),
        (DaySystem::Since1900, 0 | 60) => return None,
        (DaySystem::Since1900, days @ 1..60) => (Date::new(1899, 12, 31)?, days),
        (DaySystem::Since1900, days) => (Date::new(1899, 12, 30)?, days),
    };
    base.days_later(days)
}

/// Does a built-in format of numbers write a day (ECMA-376 part 1, §18.8.30)?
pub(super) fn is_form_of_day(form: u32) -> bool {
    matches!(form, 14..=17 | 22 | 27..=31 | 34..=36 | 50..=58)
}

/// Does a format of numbers write a day or a year? Its texts and colours do not count.
pub(super) fn shows_day(code: &str) -> bool {
    let code = code.replace("&quot;", "\"");
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    let mut months = 0;
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => bracket = true,
            ']' => bracket = false,
            _ if bracket => {}
            'd' | 'D' | 'y' | 'Y' => return true,
            'm' | 'M' => months += 1,
            _ => {}
        }
    }
    months >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_decimals_that_were_meant() {
        for (stored, meant) in [
            ("0.30000000000000004", "0.3"),
            ("1200", "1200"),
            ("1.2E3", "1200"),
            ("-7.5", "-7.5"),
            ("0.05", "0.05"),
            ("35.399999999999999", "35.4"),
            ("1e-3", "0.001"),
            ("0", "0"),
            ("123456789012345680", "123456789012346000"),
        ] {
            assert_eq!(decimal(stored).as_deref(), Some(meant), "{stored}");
        }
        for stored in ["NaN", "inf", "1e300", "1e-200", "douze", ""] {
            assert_eq!(decimal(stored), None, "{stored}");
        }
    }

    #[test]
    fn days_are_those_of_the_workbook() {
        let march = Date::new(2025, 3, 12);
        assert_eq!(day("45728", DaySystem::Since1900), march);
        assert_eq!(day("45728.75", DaySystem::Since1900), march);
        assert_eq!(day("44266", DaySystem::Since1904), march);
        assert_eq!(day("1", DaySystem::Since1900), Date::new(1900, 1, 1));
        assert_eq!(day("61", DaySystem::Since1900), Date::new(1900, 3, 1));
        for stored in ["0", "60", "-1", "x"] {
            assert_eq!(day(stored, DaySystem::Since1900), None, "{stored}");
        }
    }

    #[test]
    fn formats_of_days() {
        for code in [
            "dd/mm/yyyy",
            "[$-40C]d mmmm yyyy",
            "mmm",
            "yyyy-mm-dd;@",
            "dd\\-mm\\-yy",
        ] {
            assert!(shows_day(code), "{code}");
        }
        for code in [
            "General",
            "0.00",
            "[Red]0",
            "# ##0\" jours\"",
            "0.0\\d",
            "h:mm",
            "[h]:mm",
        ] {
            assert!(!shows_day(code), "{code}");
        }
    }
}
