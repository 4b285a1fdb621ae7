//! The calendar, one day at a time.

use mediaudit_core::kernel::{Date, Period};

/// Year, month, day.
pub(crate) type Day = (i64, i64, i64);

pub(crate) fn day(written: Date) -> Day {
    let text = written.to_string();
    let parts: Vec<i64> = text.split('-').map(|part| part.parse().unwrap()).collect();
    (parts[0], parts[1], parts[2])
}

/// Days of a month.
fn length(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

pub(crate) fn tomorrow((year, month, day): Day) -> Day {
    if day < length(year, month) {
        (year, month, day + 1)
    } else if month < 12 {
        (year, month + 1, 1)
    } else {
        (year + 1, 1, 1)
    }
}

pub(crate) fn yesterday((year, month, day): Day) -> Day {
    if day > 1 {
        (year, month, day - 1)
    } else if month > 1 {
        (year, month - 1, length(year, month - 1))
    } else {
        (year - 1, 12, 31)
    }
}

/// Months, then days, of a period as it is written: « P1Y6M ».
fn counted(period: Period) -> (i64, i64) {
    let (mut months, mut days, mut number) = (0, 0, 0);
    for letter in period.to_string().chars().skip(1) {
        match letter {
            'Y' => months += 12 * number,
            'M' => months += number,
            'W' => days += 7 * number,
            'D' => days += number,
            digit => {
                number = 10 * number + i64::from(digit.to_digit(10).unwrap());
                continue;
            }
        }
        number = 0;
    }
    (months, days)
}

/// So many months on, on the same day or on the last one of a month that is too short.
fn months_on((year, month, day): Day, months: i64) -> Day {
    let all = 12 * year + (month - 1) + months;
    let (year, month) = (all.div_euclid(12), all.rem_euclid(12) + 1);
    (year, month, day.min(length(year, month)))
}

/// Months first, then days one by one.
pub(crate) fn plus(from: Day, period: Period) -> Day {
    let (months, days) = counted(period);
    (0..days).fold(months_on(from, months), |day, _| tomorrow(day))
}

pub(crate) fn minus(from: Day, period: Period) -> Day {
    let (months, days) = counted(period);
    (0..days).fold(months_on(from, -months), |day, _| yesterday(day))
}

#[test]
fn months_have_their_own_lengths() {
    let period = |text| Period::parse(text).unwrap();
    for (from, what, to) in [
        ((2024, 2, 29), "P1Y", (2025, 2, 28)),
        ((2026, 1, 31), "P1M1D", (2026, 3, 1)),
        ((2026, 11, 30), "P3M", (2027, 2, 28)),
        ((2026, 12, 25), "P2W", (2027, 1, 8)),
        ((1900, 2, 28), "P1D", (1900, 3, 1)),
        ((2000, 2, 28), "P1D", (2000, 2, 29)),
    ] {
        assert_eq!(plus(from, period(what)), to, "{from:?} {what}");
    }
    assert_eq!(minus((2026, 3, 31), period("P1M")), (2026, 2, 28));
    assert_eq!(minus((2026, 1, 1), period("P12M1D")), (2024, 12, 31));
}
