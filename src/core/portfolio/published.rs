//! What may be published of a portfolio: fixed one-way tables of counts, from which nobody is told apart.
//!
//! A category of fewer than [`LEAST`] structures is merged into « autres », which must reach it itself: where it does not, the smallest
//! category joins it. So every table of a lot adds up to the same total, and no subtraction between two cells, two tables, or a total
//! and its cells, gives fewer. A category that counts all of them would say of each what it is: it is « autres », too, as where all but
//! a few are alike, so that nobody can tell which of the two it is, nor of which category. Below [`LEAST`] structures in all, nothing is published. Against an earlier export, the categories that it
//! published are counted again today: where one, or the total, differs by fewer than [`LEAST`], the table is not published; nor where
//! it told categories apart and today's would not, which together would say in which one all are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::gathered::Gathered;
use super::row::{Lot, StructureRow};
use super::sheet::{band, by_lot, category};
use crate::kernel::{ConclusionId, ProfileId, words};
use crate::norm::model::AuditKind;
use crate::view::utility::StatedFigure;

/// Structures that a published number counts, at least.
pub const LEAST: usize = 5;

/// What is merged.
pub const OTHERS: &str = "autres";

/// The category of a total.
pub const TOTAL: &str = "total";

/// One number of an export.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PublishedCell {
    /// The norm.
    pub norm: String,
    /// Its version.
    pub norm_version: String,
    /// Profile.
    pub profile: String,
    /// Kind of audit.
    pub audit: String,
    /// The middle one of the years of audit.
    pub year: i16,
    /// Key of the table.
    pub table: String,
    /// What the table counts, in words.
    pub table_label: String,
    /// Key of the category.
    pub category: String,
    /// The same, in words.
    pub category_label: String,
    /// Structures.
    pub count: usize,
    /// What they say together, of an indicator.
    pub value: Option<u64>,
    /// What that counts.
    pub unit: String,
}

/// An export: what is published, and what is not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Published {
    /// Numbers, in one order.
    pub cells: Vec<PublishedCell>,
    /// What is withheld and why: for the funder alone, it stands in no export.
    pub withheld: Vec<String>,
}

/// A table of one lot, before anything is merged.
#[derive(Debug, Clone)]
struct RawTable {
    key: String,
    label: String,
    /// Does it only say who the structures are, whatever they were judged under?
    of_persons: bool,
    /// Structures by category: key, words.
    counts: BTreeMap<String, (String, usize)>,
}

impl RawTable {
    fn new(key: impl Into<String>, label: impl Into<String>, of_persons: bool) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            of_persons,
            counts: BTreeMap::new(),
        }
    }

    fn add(&mut self, key: String, label: String) {
        self.counts.entry(key).or_insert((label, 0)).1 += 1;
    }

    fn total(&self) -> usize {
        self.counts.values().map(|(_, n)| n).sum()
    }

    /// Categories that may be shown, and what the others come to.
    fn merged(&self) -> Vec<(String, String, usize)> {
        let all = self.counts.iter().filter(|(_, (_, n))| *n > 0);
        let (mut kept, small): (Vec<_>, Vec<_>) = all
            .map(|(key, (label, n))| (key.clone(), label.clone(), *n))
            .partition(|(_, _, n)| *n >= LEAST);
        let mut others: usize = small.iter().map(|(_, _, n)| n).sum();
        while others > 0 && others < LEAST {
            // the smallest joins; of equals the last in order
            let Some(at) = (0..kept.len())
                .rev()
                .min_by_key(|at| kept.get(*at).map(|(_, _, n)| *n))
            else {
                return Vec::new();
            };
            others += kept.remove(at).2;
        }
        if let [(_, _, all)] = kept.as_slice()
            && others == 0
        {
            // they are all alike
            others = *all;
            kept.clear();
        }
        if others > 0 {
            kept.push((OTHERS.to_owned(), OTHERS.to_owned(), others));
        }
        kept
    }

    /// Did a former export tell categories apart, where today's would not?
    fn falls_together(&self, former: &BTreeMap<&str, usize>) -> bool {
        former.keys().any(|key| *key != OTHERS && *key != TOTAL)
            && self.merged().iter().all(|(key, _, _)| key == OTHERS)
    }

    /// Does a number that was published of it differ today by so little that those few could be told apart?
    fn betrays(&self, former: &BTreeMap<&str, usize>) -> bool {
        let now = |key: &str| self.counts.get(key).map_or(0, |(_, n)| *n);
        let named: BTreeSet<&str> = former
            .keys()
            .copied()
            .filter(|key| *key != OTHERS && *key != TOTAL)
            .collect();
        let close = |was: usize, is: usize| (1..LEAST).contains(&was.abs_diff(is));
        former.iter().any(|(key, was)| match *key {
            TOTAL => close(*was, self.total()),
            OTHERS => {
                let rest = self
                    .counts
                    .iter()
                    .filter(|(key, _)| !named.contains(key.as_str()));
                close(*was, rest.map(|(_, (_, n))| n).sum())
            }
            own => close(*was, now(own)),
        })
    }
}

/// The tables of a lot, in one order.
fn tables(lot: &Lot, rows: &[&StructureRow]) -> Vec<RawTable> {
    let mut form = RawTable::new("forme", "Structures par forme juridique", true);
    let mut territory = RawTable::new("territoire", "Structures par territoire", true);
    let title = |profile: &ProfileId| {
        lot.norm
            .profile(profile)
            .map_or_else(String::new, |own| own.title.clone())
    };
    let mut outcome = RawTable::new(
        "issue",
        format!("Structures par issue : {}", title(&lot.profile)),
        false,
    );
    for row in rows {
        let said = category(&row.form);
        form.add(key(&said), said);
        let said = category(&row.territory);
        territory.add(key(&said), said);
        let (id, label) = concluded(lot, &lot.profile, row.conclusion.as_ref());
        if row.reserved {
            outcome.add(format!("{id}-sous-reserve"), format!("{label}, sous réserve"));
        } else {
            outcome.add(id, label);
        }
    }
    let mut out = vec![form, territory, outcome];
    for (at, cohort) in lot.norm.cohorts.iter().enumerate() {
        let mut table = RawTable::new(
            cohort.id.to_string(),
            format!("Structures par : {}", cohort.title),
            true,
        );
        for row in rows {
            let said = band(row, at);
            table.add(key(&said), said);
        }
        out.push(table);
    }
    for (at, profile) in lot.partial.iter().enumerate() {
        let label = format!("Structures par issue : {}", title(profile));
        let mut table = RawTable::new(format!("issue-{profile}"), label, false);
        for row in rows {
            let (id, label) = concluded(lot, profile, row.partial.get(at).and_then(Option::as_ref));
            table.add(id, label);
        }
        out.push(table);
    }
    for (at, id) in lot.criteria.iter().enumerate() {
        let title = lot.norm.criterion(id).map_or("", |criterion| &criterion.title);
        let mut table = RawTable::new(format!("critere-{id}"), format!("{id} {title}"), false);
        for status in rows.iter().filter_map(|row| row.statuses.get(at)) {
            table.add(status.key().to_owned(), status.label().to_owned());
        }
        out.push(table);
    }
    out
}

/// A key of what somebody wrote: two that differ in marks alone are one.
fn key(said: &str) -> String {
    let key: String = said
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    // a category never takes the place of what is merged, or of a total
    if key == OTHERS || key == TOTAL {
        format!("{key}-")
    } else {
        key
    }
}

fn concluded(lot: &Lot, profile: &ProfileId, id: Option<&ConclusionId>) -> (String, String) {
    let rule = id.and_then(|id| lot.norm.conclusion(profile, id));
    match (id, rule) {
        (Some(id), Some(rule)) => (id.to_string(), rule.title.clone()),
        _ => ("aucune".to_owned(), "pas de conclusion".to_owned()),
    }
}

/// The key of a kind of audit, as data say it.
pub fn kind_key(kind: AuditKind) -> &'static str {
    match kind {
        AuditKind::SelfAssessment => "auto-evaluation",
        AuditKind::Mock => "audit-blanc",
        AuditKind::Audit => "audit",
    }
}

/// What is known of a table from exports that are out: key and count of its categories, the total among them.
fn formers<'f>(
    exports: &'f [&[PublishedCell]],
    lot: &Lot,
    table: &RawTable,
) -> Vec<BTreeMap<&'f str, usize>> {
    let mut out: BTreeMap<(usize, &str, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    for (at, export) in exports.iter().enumerate() {
        let same = export.iter().filter(|cell| {
            cell.table == table.key
                && cell.audit == kind_key(lot.audit)
                && (table.of_persons
                    || cell.norm == lot.mark.id.as_str() && cell.profile == lot.profile.as_str())
        });
        for cell in same {
            let one = out.entry((at, &cell.norm_version, &cell.profile)).or_default();
            one.insert(&cell.category, cell.count);
        }
    }
    out.into_values().collect()
}

/// The lots that may be published: those of a norm that médiaudit holds, the largest first.
type PublishedLot<'r> = (Arc<Lot>, Vec<&'r StructureRow>);

/// What may be published of a portfolio, once `former` exports are out.
pub fn published(portfolio: &Gathered, former: &[Vec<PublishedCell>]) -> Published {
    let open = portfolio.open();
    let mut lots: Vec<PublishedLot<'_>> = by_lot(&open);
    lots.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
    let mut out = Published::default();
    for (lot, rows) in &lots {
        let exports: Vec<&[PublishedCell]> = former.iter().map(Vec::as_slice).collect();
        let cells = of_lot(lot, rows, &exports, &out.cells, &mut out.withheld);
        out.cells.extend(cells);
    }
    out.cells.sort();
    out
}

fn of_lot(
    lot: &Lot,
    rows: &[&StructureRow],
    former: &[&[PublishedCell]],
    beside: &[PublishedCell],
    withheld: &mut Vec<String>,
) -> Vec<PublishedCell> {
    let named = super::sheet::title(lot);
    if !lot.known {
        withheld.push(format!(
            "{named} : rien, cette norme n’est pas de celles que médiaudit contient"
        ));
        return Vec::new();
    }
    if rows.len() < LEAST {
        withheld.push(format!("{named} : rien, moins de {LEAST} structures"));
        return Vec::new();
    }
    // what is published beside it, of other profiles, is out as well
    let exports: Vec<&[PublishedCell]> = former.iter().copied().chain([beside]).collect();
    let tables = tables(lot, rows);
    let total = |table: &RawTable| {
        let known = formers(&exports, lot, table);
        known.iter().any(|former| {
            let was = former.get(TOTAL);
            was.is_some_and(|was| (1..LEAST).contains(&was.abs_diff(table.total())))
        })
    };
    // every table of a lot has its total: one that betrays is betrayed by all
    if tables.iter().any(total) {
        withheld.push(format!(
            "{named} : rien, un export précédent compte presque autant de structures, à moins de {LEAST} près"
        ));
        return Vec::new();
    }
    let mut years: Vec<i16> = rows.iter().map(|row| row.date.parts().0).collect();
    years.sort_unstable();
    let year = years.get(years.len() / 2).copied().unwrap_or_default();
    let (mut out, mut back) = (Vec::new(), KeptBack::default());
    for table in &tables {
        let known = formers(&exports, lot, table);
        if known.iter().any(|former| table.falls_together(former)) {
            back.add(&table.label, "toutes les structures ou presque sont d’une catégorie, dans un tableau dont un export précédent montre les catégories".to_owned());
            continue;
        }
        if known.iter().any(|former| table.betrays(former)) {
            back.add(
                &table.label,
                format!("un export précédent en diffère d’une case par moins de {LEAST} structures"),
            );
            continue;
        }
        let merged = table.merged();
        let sum = merged.iter().map(|(_, _, n)| n).sum();
        let all = merged
            .into_iter()
            .chain([(TOTAL.to_owned(), TOTAL.to_owned(), sum)])
            .filter(|(_, _, n)| *n >= LEAST);
        out.extend(all.map(|(category, category_label, count)| PublishedCell {
            norm: lot.mark.id.to_string(),
            norm_version: lot.mark.version.clone(),
            profile: lot.profile.to_string(),
            audit: kind_key(lot.audit).to_owned(),
            year,
            table: table.key.clone(),
            table_label: table.label.clone(),
            category,
            category_label,
            count,
            value: None,
            unit: String::new(),
        }));
    }
    for (at, indicator) in lot.norm.indicators.iter().enumerate() {
        let stated = rows
            .iter()
            .filter_map(|row| row.figures.get(at).copied().flatten());
        let stated: Vec<StatedFigure> = stated.collect();
        let table = format!("utilite-{}", indicator.id);
        let known: Vec<&PublishedCell> = exports
            .iter()
            .flat_map(|export| export.iter())
            .filter(|cell| {
                cell.table == table && cell.audit == kind_key(lot.audit) && cell.norm == lot.mark.id.as_str()
            })
            .collect();
        let sums = [
            ("valeur", Some(stated.iter().map(|figure| figure.part).collect())),
            ("sur", whole(&stated)),
        ];
        let sums = sums
            .into_iter()
            .filter_map(|(key, figures)| Some((key, figures?)));
        for (category, figures) in sums {
            let figures: Vec<u32> = figures;
            let Some(value) = summed(&figures) else {
                continue;
            };
            // how many say nothing of it is told by the total
            let silent = rows.len().saturating_sub(figures.len());
            if (1..LEAST).contains(&silent) {
                back.add(
                    &indicator.title,
                    format!("moins de {LEAST} structures ne le disent pas"),
                );
                break;
            }
            let same = |cell: &&PublishedCell| cell.category == category;
            let close = |cell: &PublishedCell| (1..LEAST).contains(&cell.count.abs_diff(figures.len()));
            if known.iter().copied().filter(|cell| same(cell)).any(close) {
                back.add(
                    &indicator.title,
                    format!(
                        "un export précédent compte presque autant de structures, à moins de {LEAST} près"
                    ),
                );
                break;
            }
            out.push(PublishedCell {
                norm: lot.mark.id.to_string(),
                norm_version: lot.mark.version.clone(),
                profile: lot.profile.to_string(),
                audit: kind_key(lot.audit).to_owned(),
                year,
                table: table.clone(),
                table_label: indicator.title.clone(),
                category: category.to_owned(),
                category_label: if category == "sur" {
                    "ce dont c’est une part".to_owned()
                } else {
                    indicator.title.clone()
                },
                count: figures.len(),
                value: Some(value),
                unit: indicator.unit.clone(),
            });
        }
    }
    withheld.extend(back.said(&named));
    out
}

/// What is kept back of a lot, by its reason: a reason is said once, with all that it keeps back.
#[derive(Debug, Default)]
struct KeptBack(Vec<(String, Vec<String>)>);

impl KeptBack {
    fn add(&mut self, label: &str, why: String) {
        let label = format!("« {label} »");
        match self.0.iter_mut().find(|(known, _)| *known == why) {
            Some((_, labels)) => labels.push(label),
            None => self.0.push((why, vec![label])),
        }
    }

    fn said(self, named: &str) -> impl Iterator<Item = String> {
        let all = self.0.into_iter();
        all.map(move |(why, labels)| format!("{named} : {}, {why}", words::list(&labels, "et")))
    }
}

/// The wholes of an indicator that is a part of something.
fn whole(stated: &[StatedFigure]) -> Option<Vec<u32>> {
    let wholes: Vec<u32> = stated.iter().filter_map(|figure| figure.whole).collect();
    (!wholes.is_empty()).then_some(wholes)
}

/// To what a sum is rounded, so that what one structure says cannot be taken out of it.
const ROUNDED: u64 = 10;

/// Percent of a sum that one structure may make, at most: beyond, the sum would be its own number.
const MOST: u64 = 80;

/// What structures state together, where that may be published: as many as wanted state something, none of them makes nearly all of it,
/// and it is no count of fewer than the least.
fn summed(figures: &[u32]) -> Option<u64> {
    let stating = figures.iter().filter(|figure| **figure > 0).count();
    let sum: u64 = figures.iter().map(|figure| u64::from(*figure)).sum();
    let greatest = figures.iter().copied().max().map_or(0, u64::from);
    let rounded = sum.saturating_add(ROUNDED / 2) / ROUNDED * ROUNDED;
    (stating >= LEAST && greatest * 100 <= sum * MOST && rounded >= ROUNDED).then_some(rounded)
}

/// The rules of an export, as it states them.
pub fn rules() -> Vec<String> {
    [
        "Des comptes de structures seulement, dans des tableaux fixes à une seule entrée ; aucun nom, aucun croisement.",
        "Une catégorie de moins de 5 structures rejoint « autres », qui doit en compter au moins 5 : sinon la plus petite des autres catégories la rejoint.",
        "Une catégorie qui compterait toutes les structures dirait de chacune ce qu’il en est : elle se nomme « autres », comme là où toutes sauf moins de 5 sont d’une catégorie. « autres » égal au total ne dit donc ni laquelle, ni si c’est toutes ; sous 10 structures, c’est ainsi de chaque tableau.",
        "Les totaux sont ceux des catégories publiées ; sous 5 structures en tout, rien n’est publié.",
        "Une structure compte une fois, par son évaluation la plus récente ; ce qui est illisible, modifié ou incomplet ne compte pas.",
        "Auto-évaluations, audits blancs et audits sont présentés à part et jamais additionnés : une auto-évaluation n’est ni un audit ni un certificat.",
        "Face à un export précédent, les catégories qu’il publiait sont recomptées : si l’une, ou le total, a changé de moins de 5 structures, le tableau n’est pas publié ; ni s’il distinguait des catégories qui se confondraient aujourd’hui dans « autres ».",
        "Un indicateur d’utilité sociale est la somme que déclarent au moins 5 structures, arrondie à la dizaine ; aucune n’en fait plus de 80 %, et celles qui n’en disent rien sont aucune ou au moins 5. Les comptes de personnes de moins de 5 ne sont jamais publiés.",
        "Un indicateur est un fait déclaré, avec sa méthode et ses limites, écrites dans la norme ; il ne prouve pas un effet.",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// What an export is, and its rules.
pub fn readme(norms: &BTreeSet<&str>) -> String {
    let named: Vec<String> = norms.iter().map(|norm| format!("`{norm}`")).collect();
    let rules: Vec<String> = rules().iter().map(|rule| format!("- {rule}")).collect();
    format!(
        "# Préparation des structures de médiation sociale, en agrégats\n\nComptes de structures au regard de {}, une reformulation publique des exigences du métier écrite par médiaudit. Ce n’est ni un certificat ni un classement.\n\n- `publication.csv` : les nombres (UTF-8, virgule, RFC 4180)\n- `schema.json` : leur Table Schema\n- `exemple.csv` : quelques lignes inventées, valides\n\n## Règles de cet export\n\n{}\n",
        words::list(&named, "et"),
        rules.join("\n")
    )
}
