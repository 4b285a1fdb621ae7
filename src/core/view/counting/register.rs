//! What the tables of a dossier counted, for its report: which numbers, for which days, and which of them stand in the place of others.

use std::collections::BTreeMap;

use crate::assessment::Inputs;
use crate::assessment::inputs::Computed;
use crate::kernel::{Date, SiteId, TableId, french, words as text};
use crate::norm::model::{FactDef, FactValue};
use crate::view::words;

/// What one table counted for the same days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::view) struct CountedTableRow {
    /// The table.
    pub(in crate::view) table: String,
    /// The exercise that was counted, else the days that it covers; empty: it is the state of one day.
    pub(in crate::view) days: String,
    /// Its pieces.
    pub(in crate::view) pieces: Vec<String>,
    /// The numbers, by their labels.
    pub(in crate::view) numbers: String,
}

/// A number that was typed, and what a table counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::view) struct ReplacedRow {
    /// The number.
    pub(in crate::view) number: String,
    /// As typed.
    pub(in crate::view) typed: String,
    /// As counted, or that it is not, and why.
    pub(in crate::view) counted: String,
    /// Which of them is judged.
    pub(in crate::view) judged: &'static str,
}

/// A table, whose rows are counted in it, and for which days.
type CountedAlike<'a> = (&'a TableId, Option<&'a SiteId>, Option<(Date, Date)>);

/// A number that a table counts, of the whole or of one site.
struct Counted<'a> {
    site: Option<&'a SiteId>,
    def: &'a FactDef,
    computed: &'a Computed,
}

fn each(inputs: &Inputs) -> impl Iterator<Item = Counted<'_>> {
    let whole = inputs
        .computed
        .iter()
        .map(|(key, computed)| (None, key, computed));
    let by_site = inputs.by_site.iter().flat_map(|(site, own)| {
        let all = own.computed.iter();
        all.map(move |(key, computed)| (Some(site), key, computed))
    });
    whole.chain(by_site).filter_map(|(site, key, computed)| {
        Some(Counted {
            site,
            def: inputs.norm.facts.get(key)?,
            computed,
        })
    })
}

/// Table by table, what was counted.
pub(in crate::view) fn counted(inputs: &Inputs) -> Vec<CountedTableRow> {
    let mut groups: BTreeMap<CountedAlike<'_>, (&Computed, Vec<&str>)> = BTreeMap::new();
    for Counted { site, def, computed } in each(inputs).filter(|one| one.computed.not_taken.is_none()) {
        let days = computed.exercise.or(computed.period);
        let group = groups.entry((&computed.table, site, days));
        group.or_insert_with(|| (computed, Vec::new())).1.push(&def.label);
    }
    groups
        .into_iter()
        .filter_map(|((table, site, days), (computed, labels))| {
            let label = inputs.norm.tables.get(table)?.label.clone();
            Some(CountedTableRow {
                table: label + &super::of_site(site, inputs),
                days: days.map(super::days).unwrap_or_default(),
                pieces: computed.pieces.iter().map(ToString::to_string).collect(),
                numbers: format!("{} : {}", french::number(labels.len()), labels.join(" ; ")),
            })
        })
        .collect()
}

/// What was typed and is counted otherwise, or could not be counted.
pub(in crate::view) fn replaced(inputs: &Inputs) -> Vec<ReplacedRow> {
    let said = |value: Option<&FactValue>, def| {
        value.map_or_else(String::new, |value| words::value(value, Some(def)))
    };
    each(inputs)
        .filter(|one| one.computed.typed.is_some() && one.computed.typed != one.computed.value)
        .map(|Counted { site, def, computed }| ReplacedRow {
            number: def.label.clone() + &super::of_site(site, inputs),
            typed: said(computed.typed.as_ref(), def),
            counted: match computed.not_taken {
                None => said(computed.value.as_ref(), def),
                Some(why) => text::capital(why.in_words()),
            },
            judged: if computed.not_taken.is_none() {
                "le compté"
            } else {
                "le saisi"
            },
        })
        .collect()
}

/// All of it in one sentence; none: no table counted anything.
pub(in crate::view) fn sentence(inputs: &Inputs) -> Option<String> {
    // a number that is counted by site, too, is one number
    let taken = || each(inputs).filter(|one| one.site.is_none() && one.computed.not_taken.is_none());
    let count = taken().count();
    let replaced = taken().filter(|one| one.computed.replaces()).count();
    (count > 0).then(|| {
        let counted = french::count(
            count,
            "nombre est compté dans les tableaux déposés",
            "nombres sont comptés dans les tableaux déposés",
        );
        let instead = match replaced {
            0 => String::new(),
            n => format!(", dont {} à la place d’une valeur saisie", french::number(n)),
        };
        format!("{counted}{instead}.")
    })
}
