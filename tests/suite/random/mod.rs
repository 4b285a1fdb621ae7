//! Random norms and dossiers, small enough that every corner is met: decided byte after byte by a tape, so that proptest can shrink them.

mod change;
mod dossier;
mod norm;
mod policy;
pub(crate) mod text;

use mediaudit_core::assessment::inputs::Fact;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::{Date, IdError, Period, Ratio, TypeId};
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::FactValue;
use mediaudit_core::record::figure::{FigurePlace, FigureSeen, NoPlace};
use mediaudit_core::record::item::Modality;
use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::LazyLock;

pub(crate) use change::{SECTIONS, change};
pub(crate) use dossier::{inputs, note, piece};

/// The trial norm: its facts, evidence types, levels and kinds serve every random one.
static BASE: LazyLock<Norm> = LazyLock::new(|| {
    let text = include_bytes!("../../fixtures/norms/essai/norme.toml").to_vec();
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    mediaudit_core::norm::load(vec![("norme.toml".to_owned(), text)], &mut sources, &mut sink).unwrap()
});

pub(crate) fn id<T: FromStr<Err = IdError>>(text: &str) -> T {
    text.parse().unwrap()
}

/// Decisions, one byte each; an empty tape decides 0.
pub(crate) struct Tape<'a>(pub(crate) &'a [u8]);

impl Tape<'_> {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                usize::from(*first) % n
            }
            None => 0,
        }
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

pub(crate) fn today() -> Date {
    Date::new(2026, 6, 15).unwrap()
}

fn day(t: &mut Tape<'_>) -> Date {
    let year = 2019 + i16::try_from(t.below(9)).unwrap();
    let month = 1 + i8::try_from(t.below(12)).unwrap();
    let wanted = 1 + i8::try_from(t.below(31)).unwrap();
    // months end as they do
    let found = (28..=wanted).rev().find_map(|day| Date::new(year, month, day));
    found.or(Date::new(year, month, wanted)).unwrap()
}

fn period(t: &mut Tape<'_>) -> Period {
    Period::parse(t.pick(&["P1Y", "P3Y", "P18M", "P90D", "P10Y", "P1M", "P1Y1M2W3D"])).unwrap()
}

fn number(t: &mut Tape<'_>) -> Ratio {
    Ratio::whole(i64::try_from(t.below(5)).unwrap())
}

fn types(t: &mut Tape<'_>) -> BTreeSet<TypeId> {
    t.pick(&[vec!["regle"], vec!["liste"], vec!["regle", "liste"]])
        .into_iter()
        .map(id)
        .collect()
}

fn modality(t: &mut Tape<'_>) -> Modality {
    t.pick(&[
        Modality::Document,
        Modality::Document,
        Modality::Interview,
        Modality::Observation,
    ])
}

fn fact(t: &mut Tape<'_>, boolean: bool) -> Fact {
    let value = if boolean {
        FactValue::Boolean(t.chance(50))
    } else {
        FactValue::Number(number(t))
    };
    let evidence = t.chance(60).then(|| id(&format!("p{}", t.below(4))));
    let found = match &value {
        FactValue::Number(n) if evidence.is_some() && t.chance(40) => Some(n.clone()),
        _ => None,
    };
    let seen = found.map(|n| {
        t.pick(&[
            FigureSeen::Found,
            FigureSeen::Missing,
            FigureSeen::Nowhere(NoPlace::EmptyCell),
            FigureSeen::Other(n),
        ])
    });
    // the piece's own number is judged, unless an eye has to read it
    let other = matches!(seen, Some(FigureSeen::Other(_))) && t.chance(80);
    Fact {
        value,
        on: None,
        source: None,
        at: seen.is_some().then(|| FigurePlace::cell("B2").unwrap()),
        evidence,
        typed: other.then(|| FactValue::Number(number(t))),
        seen,
        by: None,
        stated_on: None,
    }
}
