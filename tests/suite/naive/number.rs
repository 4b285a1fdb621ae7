//! Fractions, as at school.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Sub};

use mediaudit_core::kernel::Ratio;

/// A numerator over a denominator above 0, in lowest terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct F(i128, i128);

pub(super) fn int(n: usize) -> F {
    F(i128::try_from(n).unwrap(), 1)
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl F {
    fn new(part: i128, whole: i128) -> Self {
        assert!(whole > 0);
        let common = gcd(part.abs(), whole).max(1);
        Self(part / common, whole / common)
    }

    /// As it is written: « 7/12 ».
    pub(crate) fn of(written: &Ratio) -> Self {
        let text = written.to_string();
        let (part, whole) = text.split_once('/').unwrap_or((&text, "1"));
        Self::new(part.parse().unwrap(), whole.parse().unwrap())
    }

    /// None: over nothing.
    pub(super) fn over(self, other: Self) -> Option<Self> {
        match other.0.cmp(&0) {
            Ordering::Equal => None,
            Ordering::Greater => Some(Self::new(self.0 * other.1, self.1 * other.0)),
            Ordering::Less => Some(Self::new(-self.0 * other.1, self.1 * -other.0)),
        }
    }

    pub(super) fn is_nothing(self) -> bool {
        self.0 == 0
    }

    pub(super) fn is_below_nothing(self) -> bool {
        self.0 < 0
    }

    /// The whole number at or below it.
    pub(super) fn floor(self) -> Self {
        Self(self.0.div_euclid(self.1), 1)
    }

    pub(super) fn is_even(self) -> bool {
        self.1 == 1 && self.0.rem_euclid(2) == 0
    }
}

impl Add for F {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }
}

impl Sub for F {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + Self(-other.0, other.1)
    }
}

impl Mul for F {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::new(self.0 * other.0, self.1 * other.1)
    }
}

impl PartialOrd for F {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for F {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.0 * other.1).cmp(&(other.0 * self.1))
    }
}

impl fmt::Display for F {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            1 => write!(f, "{}", self.0),
            whole => write!(f, "{}/{whole}", self.0),
        }
    }
}

#[test]
fn sums_products_and_comparisons_are_those_of_school() {
    let f = |text: &str| F::of(&Ratio::parse_fraction(text).unwrap());
    assert_eq!(f("1/2") + f("1/3"), f("5/6"));
    assert_eq!(f("1/2") - f("2/3"), f("-1/6"));
    assert_eq!(f("-2/3") * f("3/4"), f("-1/2"));
    assert_eq!(f("1/2").over(f("-1/4")), Some(f("-2")));
    assert_eq!(f("1").over(int(0)), None);
    assert_eq!((f("-7/2").floor(), f("7/2").floor()), (f("-4"), f("3")));
    assert!(f("1/3") < f("1/2") && f("-1/2") < f("-1/3"));
}
