//! What a table gave, in words: rows and cells by their places, the days that it covers, what it counts beside what was typed.

pub(super) mod register;
mod sentence;

use std::collections::BTreeSet;

use serde::Serialize;

use super::evidence_map::Pasted;
use super::words;
use crate::assessment::Inputs;
use crate::assessment::inputs::Computed;
use crate::kernel::{ColumnId, Date, FactKey, SiteId, french, words as text};
use crate::norm::Norm;
use crate::norm::model::FactDef;
use crate::record::item::Item;
use crate::record::table::{Calculation, TableDef};
use crate::record::tally::{ForbiddenColumn, TableSeen, Tally};

/// Runs of rows, and cells, that are said of one count.
const SAID: usize = 6;

fn days((from, to): (Date, Date)) -> String {
    format!("du {} au {}", from.in_figures(), to.in_figures())
}

fn few(places: &[String]) -> String {
    let shown: Vec<String> = places
        .iter()
        .take(SAID)
        .map(|place| text::printable(place))
        .collect();
    let more = if places.len() > SAID { "…" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// Columns that name persons who must not be named: where, and what each announces; never what stands in them.
pub(super) fn forbidden(columns: &[ForbiddenColumn]) -> String {
    let each: Vec<String> = columns
        .iter()
        .map(|column| format!("{} (« {} »)", column.place, column.announces))
        .collect();
    few(&each)
}

/// What is said of a piece that may be a table: what was recognised, for which days, what was left out, what cannot be read.
pub(super) fn of_piece(item: &Item, inputs: &Inputs) -> Vec<String> {
    item.tables
        .iter()
        .filter_map(|seen| Some((seen, inputs.norm.tables.get(&seen.table)?)))
        .flat_map(|(seen, table)| of_table(seen, table, item, inputs))
        .collect()
}

fn of_table(seen: &TableSeen, table: &TableDef, item: &Item, inputs: &Inputs) -> Vec<String> {
    let name = &table.label;
    if !seen.is_recognised() {
        let needed = table
            .columns
            .iter()
            .filter(|column| column.needed)
            .map(|column| format!("« {} »", column.label));
        let needed: Vec<String> = needed.collect();
        return vec![format!(
            "n’est pas lu comme « {name} » : il y faut les colonnes {}",
            needed.join(", ")
        )];
    }
    let mut out = Vec::new();
    let read = french::count(seen.rows as usize, "ligne lue", "lignes lues");
    let period = seen.period.map(|period| format!(", {}", days(period)));
    let sheets: Vec<String> = seen
        .sheets
        .iter()
        .map(|sheet| text::printable(&sheet.sheet))
        .collect();
    out.push(format!(
        "lu comme « {name} » ({}) : {read}{}",
        sheets.join(", "),
        period.unwrap_or_default()
    ));
    let count = |n: u32, one: &str, many: &str| (n > 0).then(|| french::count(n as usize, one, many));
    let aside = [
        count(
            seen.aside,
            "ligne de total ou de note laissée de côté",
            "lignes de total ou de note laissées de côté",
        ),
        count(seen.hidden_rows, "ligne masquée", "lignes masquées"),
        (!seen.hidden_columns.is_empty())
            .then(|| format!("colonnes masquées, non lues : {}", few(&seen.hidden_columns))),
        count(
            seen.beyond,
            "cellule hors du tableau ou masquée, non lue",
            "cellules hors du tableau ou masquées, non lues",
        ),
    ];
    let aside: Vec<String> = aside.into_iter().flatten().collect();
    if !aside.is_empty() {
        out.push(aside.join(" ; "));
    }
    if !seen.forbidden.is_empty() {
        out.push(format!(
            "ce tableau ne doit nommer aucune personne aidée : videz ou retirez {} {}",
            if seen.forbidden.len() == 1 {
                "la colonne"
            } else {
                "les colonnes"
            },
            forbidden(&seen.forbidden)
        ));
    }
    let mut unread: Vec<String> = seen
        .tallies
        .iter()
        .flat_map(|tally| tally.cells.clone())
        .collect();
    unread.sort_unstable();
    unread.dedup();
    if !unread.is_empty() {
        out.push(format!(
            "cellules illisibles ou lignes masquées : {}",
            few(&unread)
        ));
    }
    let own = |key: &FactKey| {
        inputs
            .computed(key, item.site.as_ref())
            .filter(|computed| computed.pieces.contains(&item.id))
    };
    let asked = inputs
        .norm
        .facts
        .iter()
        .filter(|(_, def)| def.calculation.as_ref().is_some_and(|one| one.table == table.id));
    let (mut counted, mut refused) = (0, Vec::new());
    let (mut uncounted, mut wanting) = (0, BTreeSet::new());
    for (key, def) in asked {
        let Some(computed) = own(key) else { continue };
        match computed.not_taken {
            None => counted += 1,
            // columns that a table does not have are nothing that it owes: what they would count is said, once
            Some(crate::assessment::inputs::NotTaken::ColumnsMissing) => {
                uncounted += 1;
                let columns = def.calculation.iter().flat_map(Calculation::columns);
                wanting.extend(columns.filter(|id| seen.missing.contains(*id)));
            }
            Some(why) => refused.push(format!("{} : {}", def.label, why.in_words())),
        }
        if computed.replaces() {
            out.push(replaced(def, computed));
        }
    }
    out.push(format!(
        "compte {}",
        french::count(counted, "nombre du dossier", "nombres du dossier")
    ));
    out.extend(would_count(uncounted, &wanting, table));
    out.extend(parted(seen, item, inputs));
    out.extend(refused);
    out
}

/// How many numbers more columns would count, and which.
fn would_count(numbers: usize, columns: &BTreeSet<&ColumnId>, table: &TableDef) -> Option<String> {
    let named = table.columns.iter().filter(|column| columns.contains(&column.id));
    let named: Vec<String> = named.map(|column| format!("« {} »", column.label)).collect();
    let (with, more) = (
        if named.len() == 1 {
            "une colonne"
        } else {
            "les colonnes"
        },
        if numbers == 1 {
            "y serait compté"
        } else {
            "y seraient comptés"
        },
    );
    (numbers > 0 && !named.is_empty()).then(|| {
        format!(
            "avec {with} {}, {} de plus {more}",
            text::list(&named, "et"),
            french::count(numbers, "nombre", "nombres")
        )
    })
}

/// Whether a table is counted by site, too, and what it says of rows whose site is not known.
fn parted(seen: &TableSeen, item: &Item, inputs: &Inputs) -> Option<String> {
    if let Some(site) = &item.site {
        return Some(format!(
            "ne compte que pour le site « {} »",
            site_name(site, inputs)
        ));
    }
    let columns: Vec<String> = seen
        .sheets
        .iter()
        .filter_map(|sheet| Some(format!("{}!{}", sheet.sheet, sheet.site.as_ref()?)))
        .collect();
    if columns.is_empty() {
        let wanted = inputs
            .by_site
            .values()
            .flat_map(|own| own.computed.values())
            .any(|computed| computed.table == seen.table && computed.pieces.contains(&item.id));
        return wanted
            .then(|| "n’est pas compté par site : la colonne dite par « site » n’y est pas".to_owned());
    }
    let each: Vec<String> = inputs
        .sites
        .iter()
        .filter_map(|site| {
            let own = inputs.by_site.get(&site.id)?;
            let stands = own.computed.values().filter(|one| one.stands(&item.id));
            let count = stands.count();
            (count > 0).then(|| {
                let numbers = french::count(count, "nombre", "nombres");
                format!("{numbers} pour « {} »", text::printable(&site.name))
            })
        })
        .collect();
    let each = if each.is_empty() {
        "aucun nombre ne s’y compte : écrivez sous « valeurs » ce que veut dire chaque nom de lieu, « aucun » pour ce qui n’est pas un site".to_owned()
    } else {
        each.join(", ")
    };
    Some(format!(
        "compté aussi par site, d’après {} : {each}",
        few(&columns)
    ))
}

/// A typed value beside the one that is judged.
fn replaced(def: &FactDef, computed: &Computed) -> String {
    let said = |value: Option<&crate::norm::model::FactValue>| {
        value.map_or_else(String::new, |value| words::value(value, Some(def)))
    };
    format!(
        "{} : {} d’après le tableau, au lieu de {} saisi",
        def.label,
        said(computed.value.as_ref()),
        said(computed.typed.as_ref()),
    )
}

/// The table of a piece whose columns wait to be named, with that of the norm.
fn proposing<'a>(item: &'a Item, norm: &'a Norm) -> Option<(&'a TableSeen, &'a TableDef)> {
    item.tables
        .iter()
        .filter(|seen| !seen.proposed.is_empty())
        .find_map(|seen| Some((seen, norm.tables.get(&seen.table)?)))
}

/// Columns of a table that a person names on a page.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnsAsked {
    /// The table, as the norm names it.
    pub table: String,
    /// Its name in words.
    pub label: String,
    /// Columns that are missing: id, label, headings that may be meant.
    pub columns: Vec<(String, String, Vec<String>)>,
}

/// The columns of a piece's table that are missing, each with the headings that may be meant.
pub fn columns_asked(item: &Item, norm: &Norm) -> Option<ColumnsAsked> {
    let (seen, table) = proposing(item, norm)?;
    let asked = table
        .columns
        .iter()
        .filter(|column| seen.missing.contains(&column.id));
    let columns: Vec<(String, String, Vec<String>)> = asked
        .filter_map(|column| {
            let headings = seen.proposed.get(&column.id)?;
            let headings = headings.iter().map(|heading| text::printable(heading)).collect();
            Some((column.id.to_string(), column.label.clone(), headings))
        })
        .collect();
    (!columns.is_empty()).then(|| ColumnsAsked {
        table: table.id.to_string(),
        label: table.label.clone(),
        columns,
    })
}

/// Lines for `correspondance`, where columns are missing: those whose heading can be told are ready to write, the others are asked.
pub(super) fn correspondence(item: &Item, norm: &Norm) -> Option<Pasted> {
    let (seen, table) = proposing(item, norm)?;
    let mut lines = vec![format!("[correspondance.{}]", table.id)];
    for column in table
        .columns
        .iter()
        .filter(|column| seen.missing.contains(&column.id))
    {
        let Some(headings) = seen.proposed.get(&column.id) else {
            continue;
        };
        let quoted: Vec<String> = headings
            .iter()
            .map(|heading| toml::Value::String(text::printable(heading)).to_string())
            .collect();
        // several, or a question that any column may answer: a person says which
        match quoted.as_slice() {
            [one] => lines.push(format!("{} = {one}", column.id)),
            several => lines.push(format!(
                "# {} = {}   # {}",
                column.id,
                several.first().map_or("", String::as_str),
                if several.len() > 1 {
                    format!(
                        "{}, ou : {}",
                        column.label,
                        several.iter().skip(1).cloned().collect::<Vec<_>>().join(", ")
                    )
                } else {
                    column.label.clone()
                }
            )),
        }
    }
    (lines.len() > 1).then(|| Pasted {
        said: "si des colonnes de cet export portent un autre nom, dites lequel dans dossier.toml :"
            .to_owned(),
        lines: lines.join("\n"),
    })
}

/// What a table counts for a fact, where one does: how, in which rows, for which days.
pub(super) fn of_fact(key: &FactKey, site: Option<&SiteId>, inputs: &Inputs) -> Option<String> {
    let computed = inputs.computed(key, site)?;
    // the whole's, where the site has none of its own
    let site = site.filter(|site| {
        let own = inputs.by_site.get(*site);
        own.is_some_and(|own| own.facts.contains_key(key))
    });
    let def = inputs.norm.facts.get(key)?;
    let calculation = def.calculation.as_ref()?;
    let table = inputs.norm.tables.get(&computed.table)?;
    let how = sentence::counted(calculation, table) + &of_site(site, inputs);
    if let Some(why) = computed.not_taken {
        let counted = computed.value.as_ref().map_or_else(String::new, |value| {
            format!(" {} est compté ;", words::value(value, Some(def)))
        });
        let cells = places((key, site), computed, inputs, |tally| &tally.cells);
        let cells = if cells.is_empty() {
            cells
        } else {
            format!(" ({cells})")
        };
        return Some(format!("{how} :{counted} non retenu, {}{cells}", why.in_words()));
    }
    let rows = places((key, site), computed, inputs, |tally| &tally.which);
    let period = computed.exercise.or(computed.period);
    let period = period.map_or_else(String::new, |period| format!(", {}", days(period)));
    let typed = if computed.replaces() {
        format!(" ; {}", replaced(def, computed))
    } else {
        String::new()
    };
    let rows = if rows.is_empty() {
        "aucune ligne".to_owned()
    } else {
        format!("lignes {rows}")
    };
    Some(format!("{how}{period} : {rows}{typed}"))
}

/// « , pour le site « Local du Mail » », or nothing.
pub(super) fn of_site(site: Option<&SiteId>, inputs: &Inputs) -> String {
    site.map_or_else(String::new, |id| {
        format!(", pour le site « {} »", site_name(id, inputs))
    })
}

/// What a site is called.
fn site_name(id: &SiteId, inputs: &Inputs) -> String {
    let site = inputs.sites.iter().find(|site| &site.id == id);
    site.map_or_else(|| id.to_string(), |site| text::printable(&site.name))
}

/// Places of one count, in the pieces that it was made from.
fn places<'a>(
    (key, site): (&FactKey, Option<&SiteId>),
    computed: &Computed,
    inputs: &'a Inputs,
    of: impl Fn(&'a Tally) -> &'a Vec<String>,
) -> String {
    let all: Vec<String> = inputs
        .evidence
        .iter()
        .filter(|item| computed.pieces.contains(&item.id))
        .flat_map(|item| {
            let of = site.filter(|_| item.site.is_none());
            let tallies = item.tables.iter().flat_map(|seen| &seen.tallies);
            tallies.filter(move |tally| tally.site.as_ref() == of)
        })
        .filter(|tally| &tally.fact == key && tally.exercise == computed.exercise)
        .flat_map(|tally| of(tally).iter().cloned())
        .collect();
    few(&all)
}
