//! Exact fractions: scores, rates and thresholds never pass through binary floats.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Sub};

use super::french;
use num_bigint::BigInt;
use num_rational::{BigRational, Rational64};
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, One, Signed, ToPrimitive, Zero};
use serde::{Deserialize, Serialize};

/// An exact fraction of unbounded integers, in lowest terms.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ratio(Form);

/// Nearly all fractions are small, and cost no memory of their own. A value has one form: the large one is taken only where the small
/// one cannot hold it, so that forms are equal where values are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Form {
    /// Both parts lie between -(2⁶³ - 1) and 2⁶³ - 1, so that each has its contrary.
    Small(Rational64),
    /// One does not.
    Large(Box<BigRational>),
}

/// Most digits a decimal may have in a file: far beyond any need, and short enough to stay cheap.
const MAX_DIGITS: usize = 40;

/// Digits, with a sign, that the small form always holds.
const SHORT: usize = 18;

fn big(value: &Rational64) -> BigRational {
    BigRational::new_raw(BigInt::from(*value.numer()), BigInt::from(*value.denom()))
}

impl Ratio {
    /// Zero.
    pub fn zero() -> Self {
        Self(Form::Small(Rational64::zero()))
    }

    /// One.
    pub fn one() -> Self {
        Self(Form::Small(Rational64::one()))
    }

    /// A whole number.
    pub fn whole(n: i64) -> Self {
        Self::small(Rational64::from_integer(n))
    }

    /// So many things.
    pub fn count(n: usize) -> Self {
        match i64::try_from(n) {
            Ok(n) => Self::whole(n),
            Err(_) => Self::large(BigRational::from_integer(BigInt::from(n))),
        }
    }

    fn small(value: Rational64) -> Self {
        if *value.numer() == i64::MIN {
            return Self(Form::Large(Box::new(big(&value))));
        }
        Self(Form::Small(value))
    }

    fn large(value: BigRational) -> Self {
        match (value.numer().to_i64(), value.denom().to_i64()) {
            // a large fraction is in lowest terms, too
            (Some(part), Some(whole)) if part != i64::MIN => {
                Self(Form::Small(Rational64::new_raw(part, whole)))
            }
            _ => Self(Form::Large(Box::new(value))),
        }
    }

    /// The large form, whatever the value.
    fn big(&self) -> Cow<'_, BigRational> {
        match &self.0 {
            Form::Small(value) => Cow::Owned(big(value)),
            Form::Large(value) => Cow::Borrowed(value),
        }
    }

    /// What an operation gives: in the small form where that holds both and the outcome, else in the large one.
    fn by(
        &self,
        other: &Self,
        small: impl Fn(&Rational64, &Rational64) -> Option<Rational64>,
        large: impl Fn(&BigRational, &BigRational) -> BigRational,
    ) -> Self {
        if let (Form::Small(one), Form::Small(two)) = (&self.0, &other.0)
            && let Some(value) = small(one, two)
        {
            return Self::small(value);
        }
        Self::large(large(&self.big(), &other.big()))
    }

    /// `part / whole`, none when the whole is zero.
    pub fn of(part: &Self, whole: &Self) -> Option<Self> {
        (!whole.is_zero()).then(|| part.by(whole, CheckedDiv::checked_div, |part, whole| part / whole))
    }

    /// Reads a decimal as written: `12`, `-0.5`, `1_000.25`; no exponent, no infinity.
    pub fn parse_decimal(text: &str) -> Option<Self> {
        // most are short and whole
        if text.len() <= SHORT
            && let Ok(n) = text.parse()
        {
            return Some(Self::whole(n));
        }
        let clean = text.replace('_', "");
        let (negative, body) = match clean.strip_prefix('-') {
            Some(body) => (true, body),
            None => (false, clean.strip_prefix('+').unwrap_or(&clean)),
        };
        let (whole, decimals) = body.split_once('.').unwrap_or((body, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || !digits(whole)
            || !digits(decimals)
            || whole.len() + decimals.len() > MAX_DIGITS
        {
            return None;
        }
        if body.contains('.') && decimals.is_empty() {
            return None;
        }
        let numerator: BigInt = format!("{whole}{decimals}").parse().ok()?;
        let denominator = BigInt::from(10).pow(u32::try_from(decimals.len()).ok()?);
        let value = BigRational::new(numerator, denominator);
        Some(Self::large(if negative { -value } else { value }))
    }

    /// Reads a percentage as written in a norm: `80 %`, `99,5 %` or `99.5 %`.
    pub fn parse_percent(text: &str) -> Option<Self> {
        let number = text.trim().strip_suffix('%')?.trim_end().replace(',', ".");
        let value = Self::parse_decimal(&number)?;
        Self::of(&value, &Self::whole(100))
    }

    /// Reads `7/12`, or a decimal.
    pub fn parse_fraction(text: &str) -> Option<Self> {
        match text.split_once('/') {
            Some((part, whole)) => Self::of(
                &Self::parse_decimal(part.trim())?,
                &Self::parse_decimal(whole.trim())?,
            ),
            None => Self::parse_decimal(text),
        }
    }

    /// Is it zero?
    pub fn is_zero(&self) -> bool {
        match &self.0 {
            Form::Small(value) => value.is_zero(),
            Form::Large(_) => false,
        }
    }

    /// Is it below zero?
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Small(value) => value.is_negative(),
            Form::Large(value) => value.is_negative(),
        }
    }

    /// The next whole number, up.
    #[must_use]
    pub fn ceil(&self) -> Self {
        Self::large(self.big().ceil())
    }

    /// The next whole number, down.
    #[must_use]
    pub fn floor(&self) -> Self {
        Self::large(self.big().floor())
    }

    /// The nearest number of so many decimals, halves away from zero.
    #[must_use]
    pub fn round_half_up(&self, decimals: u32) -> Self {
        self.at_scale(decimals, BigRational::round)
    }

    /// The nearest number of so many decimals, halves to the even neighbour.
    #[must_use]
    pub fn round_half_even(&self, decimals: u32) -> Self {
        let half = BigRational::new(BigInt::from(1), BigInt::from(2));
        let two = BigInt::from(2);
        self.at_scale(decimals, |value| {
            let floor = value.floor();
            if value - &floor != half {
                value.round()
            } else if (floor.to_integer() % &two).is_zero() {
                floor
            } else {
                value.ceil()
            }
        })
    }

    /// The next number of so many decimals, down.
    #[must_use]
    pub fn round_down(&self, decimals: u32) -> Self {
        self.at_scale(decimals, BigRational::floor)
    }

    fn at_scale(&self, decimals: u32, round: impl Fn(&BigRational) -> BigRational) -> Self {
        let scale = BigRational::from_integer(BigInt::from(10).pow(decimals));
        Self::large(round(&(self.big().as_ref() * &scale)) / scale)
    }

    /// For display only: `decimals` digits after the comma, halves away from zero; `99.96` with one decimal is `100.0`.
    /// Returns digits with a point.
    pub fn rounded(&self, decimals: u32) -> String {
        let scale = BigInt::from(10).pow(decimals);
        let scaled = (self.big().as_ref() * BigRational::from_integer(scale))
            .round()
            .to_integer();
        let negative = scaled.is_negative();
        let digits = scaled.abs().to_string();
        let width = decimals as usize + 1;
        let padded = format!("{digits:0>width$}");
        let at = padded.len() - decimals as usize;
        let (whole, rest) = padded.split_at(at);
        let sign = if negative { "-" } else { "" };
        if decimals == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{rest}")
        }
    }

    /// For display: a percentage, halves away from zero. It never shows 100 % for less than all, nor 0 % for
    /// more than nothing: where rounding would cross one of the two, or a bound of `others`, digits are added, then « < » or « > ».
    pub fn in_percent(&self, others: &[&Self]) -> String {
        let hundred = Self::whole(100);
        let value = self.clone() * hundred.clone();
        let mut bounds = vec![Self::zero(), hundred.clone()];
        bounds.extend(others.iter().map(|bound| (*bound).clone() * hundred.clone()));
        let same = |shown: &Self| bounds.iter().all(|bound| shown.cmp(bound) == value.cmp(bound));
        let text = match value.rounded_while(0, Self::round_half_up, same) {
            Ok(shown) => shown,
            Err(shown) => {
                // what lies between the two
                let passed = bounds.iter().find(|bound| shown.cmp(bound) != value.cmp(bound));
                let bound = passed.unwrap_or(&shown);
                let side = if value < *bound { "<" } else { ">" };
                format!("{side}\u{a0}{}", bound.exactly(0))
            }
        };
        format!("{text}\u{a0}%")
    }

    /// For display: a percentage, exactly, of so many decimals or of as many more as it takes; the share itself where no decimal is
    /// exact.
    pub fn percent_exactly(&self, decimals: u32) -> String {
        let percent = (self.clone() * Self::whole(100)).exactly(decimals);
        if percent.contains('/') {
            self.to_string()
        } else {
            format!("{percent}\u{a0}%")
        }
    }

    /// For display, with a comma: of so many decimals, or of up to two more, the first rounding of which `same` holds. Where it
    /// holds of none, the last one.
    pub fn rounded_while(
        &self,
        decimals: u32,
        round: impl Fn(&Self, u32) -> Self,
        same: impl Fn(&Self) -> bool,
    ) -> Result<String, Self> {
        let tried = |digits| (digits, round(self, digits));
        let found = (decimals..decimals + 3).map(tried).find(|(_, shown)| same(shown));
        match found {
            Some((digits, shown)) => Ok(french::written(&shown.rounded(digits))),
            None => Err(round(self, decimals + 2)),
        }
    }

    /// For display, with a comma: as a decimal of so many digits or of as many more as it takes, or as a fraction where no decimal
    /// is exact.
    pub fn exactly(&self, decimals: u32) -> String {
        match self.decimals().map(|needed| needed.max(decimals)) {
            Some(digits) if digits as usize <= MAX_DIGITS => french::written(&self.rounded(digits)),
            _ => self.to_string(),
        }
    }

    /// How many decimals say it exactly; none where no number of them does.
    fn decimals(&self) -> Option<u32> {
        let value = self.big();
        let (mut left, mut most) = (value.denom().clone(), 0);
        for prime in [2, 5] {
            let prime = BigInt::from(prime);
            let mut times = 0;
            while (&left % &prime).is_zero() {
                left /= &prime;
                times += 1;
            }
            most = times.max(most);
        }
        left.is_one().then_some(most)
    }

    /// For ink only: the nearest binary float.
    pub fn to_f64(&self) -> f64 {
        self.big().to_f64().unwrap_or(0.0)
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Small(one), Form::Small(two)) if one.denom() == two.denom() => {
                one.numer().cmp(two.numer())
            }
            // half the bits each: the products hold
            (Form::Small(one), Form::Small(two)) => {
                let across = |part: &i64, whole: &i64| i128::from(*part) * i128::from(*whole);
                across(one.numer(), two.denom()).cmp(&across(two.numer(), one.denom()))
            }
            _ => self.big().cmp(&other.big()),
        }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Ratio {
    /// `7/12`, or `3` for a whole number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Small(value) => value.fmt(f),
            Form::Large(value) => value.fmt(f),
        }
    }
}

/// An operation on small fractions, which whole numbers, the most of them, take at once.
fn quick(
    whole: impl Fn(i64, i64) -> Option<i64>,
    any: impl Fn(&Rational64, &Rational64) -> Option<Rational64>,
) -> impl Fn(&Rational64, &Rational64) -> Option<Rational64> {
    move |one, two| {
        if one.is_integer() && two.is_integer() {
            return whole(*one.numer(), *two.numer()).map(Rational64::from_integer);
        }
        any(one, two)
    }
}

impl Add for Ratio {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.by(
            &other,
            quick(i64::checked_add, CheckedAdd::checked_add),
            |one, two| one + two,
        )
    }
}

impl Sub for Ratio {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.by(
            &other,
            quick(i64::checked_sub, CheckedSub::checked_sub),
            |one, two| one - two,
        )
    }
}

impl Mul for Ratio {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.by(
            &other,
            quick(i64::checked_mul, CheckedMul::checked_mul),
            |one, two| one * two,
        )
    }
}

impl Serialize for Ratio {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse_fraction(&text)
            .ok_or_else(|| serde::de::Error::custom("fraction attendue, comme « 7/12 »"))
    }
}

impl schemars::JsonSchema for Ratio {
    fn schema_name() -> Cow<'static, str> {
        "Fraction".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^-?[0-9]+(/[0-9]+)?$", "description": "fraction exacte, comme « 7/12 »" })
    }
}

/// What is known of a number: it lies between two exact bounds, both included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Interval {
    /// Lowest possible value.
    pub min: Ratio,
    /// Highest possible value.
    pub max: Ratio,
}

impl Interval {
    /// One value, known.
    pub fn exact(value: Ratio) -> Self {
        Self {
            min: value.clone(),
            max: value,
        }
    }

    /// From nothing to all.
    pub fn unknown() -> Self {
        Self {
            min: Ratio::zero(),
            max: Ratio::one(),
        }
    }

    /// The same change to both bounds.
    #[must_use]
    pub fn map(&self, change: impl Fn(&Ratio) -> Ratio) -> Self {
        Self {
            min: change(&self.min),
            max: change(&self.max),
        }
    }

    /// Are both bounds the same?
    pub fn is_exact(&self) -> bool {
        self.min == self.max
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn r(text: &str) -> Ratio {
        Ratio::parse_fraction(text).unwrap()
    }

    #[test]
    fn decimals_are_read_as_written() {
        assert_eq!(
            Ratio::parse_decimal("0.1").unwrap() + Ratio::parse_decimal("0.2").unwrap(),
            r("3/10")
        );
        assert_eq!(Ratio::parse_percent("80 %"), Some(r("4/5")));
        assert_eq!(Ratio::parse_percent("99,5 %"), Some(r("199/200")));
        for bad in ["", "1e9", "nan", "inf", "1.", ".5", "80", "1.2.3", "--1"] {
            assert!(Ratio::parse_percent(bad).is_none(), "{bad}");
        }
        assert!(Ratio::parse_decimal("1e9").is_none());
        assert!(Ratio::of(&r("1"), &r("0")).is_none());
    }

    #[test]
    fn a_rate_is_never_shown_as_the_threshold_that_it_misses() {
        let wanted = r("4/5");
        for (value, shown) in [
            ("796/1000", "79,6\u{a0}%"),
            ("79999/100000", "<\u{a0}80\u{a0}%"),
            ("804/1000", "80,4\u{a0}%"),
            ("4/5", "80\u{a0}%"),
            ("774/1000", "77\u{a0}%"),
        ] {
            assert_eq!(r(value).in_percent(&[&wanted]), shown);
        }
    }

    #[test]
    fn what_is_written_exactly_can_be_read_back() {
        for (value, decimals, shown) in [
            ("1/8", 0, "0,125"),
            ("1/8", 4, "0,1250"),
            ("12", 0, "12"),
            ("12", 2, "12,00"),
            ("-3/2", 0, "-1,5"),
            ("1/3", 2, "1/3"),
        ] {
            assert_eq!(r(value).exactly(decimals), shown);
        }
        for (value, shown) in [("1/8", "12,5\u{a0}%"), ("1/3", "1/3"), ("2", "200\u{a0}%")] {
            assert_eq!(r(value).percent_exactly(0), shown);
        }
    }

    #[test]
    fn display_never_rounds_up_to_all_nor_down_to_nothing() {
        for (value, shown) in [
            ("996/1000", "99,6\u{a0}%"),
            ("99999999/100000000", "<\u{a0}100\u{a0}%"),
            ("100000001/100000000", ">\u{a0}100\u{a0}%"),
            ("1/100000000", ">\u{a0}0\u{a0}%"),
            ("-1/100000000", "<\u{a0}0\u{a0}%"),
            ("1", "100\u{a0}%"),
            ("2/3", "67\u{a0}%"),
            ("0", "0\u{a0}%"),
        ] {
            assert_eq!(r(value).in_percent(&[]), shown);
        }
        assert_eq!(r("-1/2").rounded(0), "-1");
        for (value, up, even, down) in [
            ("7/2", "4", "4", "3"),
            ("5/2", "3", "2", "2"),
            ("-1/2", "-1", "0", "-1"),
            ("39/10", "4", "4", "3"),
        ] {
            let value = r(value);
            assert_eq!(value.round_half_up(0), r(up));
            assert_eq!(value.round_half_even(0), r(even));
            assert_eq!(value.round_down(0), r(down));
        }
        assert_eq!(r("-3/2").round_half_even(0), r("-2"));
        assert_eq!(r("1/200").rounded(2), "0.01");
    }

    /// At the edge between the two forms, both ways, against the large form alone.
    #[test]
    fn small_and_large_fractions_are_one_kind_of_number() {
        let edge = i64::MAX.to_string();
        let texts = [
            "0",
            "1",
            "-1",
            "1/3",
            "-7/12",
            "3000000000",
            "-3000000001/7",
            "1/3000000019",
            &edge,
            &format!("-{edge}"),
            &format!("1/{edge}"),
            &format!("-{edge}/2"),
            "-9223372036854775808",
            "9223372036854775808",
            "1/9223372036854775808",
            "-9223372036854775808/3",
            "123456789012345678901234567890/11",
        ];
        let all: Vec<Ratio> = texts.iter().map(|text| r(text)).collect();
        for (one, text) in all.iter().zip(texts) {
            assert_eq!(one.to_string(), *text);
            assert_eq!(*one, Ratio::large(one.big().into_owned()));
            for two in &all {
                let (a, b) = (one.big().into_owned(), two.big().into_owned());
                assert_eq!(one.cmp(two), a.cmp(&b), "{one} and {two}");
                for (found, wanted) in [
                    (one.clone() + two.clone(), &a + &b),
                    (one.clone() - two.clone(), &a - &b),
                    (one.clone() * two.clone(), &a * &b),
                ] {
                    assert_eq!(found, Ratio::large(wanted.clone()), "{one} and {two}");
                    assert_eq!(found.to_string(), wanted.to_string());
                }
                let share = Ratio::of(one, two);
                assert_eq!(
                    share,
                    (!two.is_zero()).then(|| Ratio::large(a / b)),
                    "{one} over {two}"
                );
            }
        }
    }
}
