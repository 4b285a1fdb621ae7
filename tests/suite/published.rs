//! What is published of a portfolio tells nobody apart: an adversary subtracts, on one export and on two.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use mediaudit_app::norms;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::{Date, Digest, DossierId, ProfileId, Status};
use mediaudit_core::norm::SharedNorm;
use mediaudit_core::norm::model::AuditKind;
use mediaudit_core::portfolio::gathered::{Gathered, GatheredRow};
use mediaudit_core::portfolio::line::NormMark;
use mediaudit_core::portfolio::published::{LEAST, OTHERS, PublishedCell, TOTAL, published};
use mediaudit_core::portfolio::row::{Freshness, Lot, Origin, Rejudged, StructureRow};
use mediaudit_core::view::utility::StatedFigure;

/// Numbers of one seed: the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn lot(audit: AuditKind) -> Arc<Lot> {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let norm = SharedNorm::from(norms::find("nf-x60-600", &mut sources, &mut sink).unwrap());
    let profile = ProfileId::parse("complet").unwrap();
    Arc::new(Lot {
        mark: NormMark::of(&norm),
        known: true,
        // a few criteria are as good as all of them
        criteria: norm
            .criteria
            .iter()
            .take(6)
            .map(|criterion| criterion.id.clone())
            .collect(),
        elements: Vec::new(),
        partial: Vec::new(),
        profile,
        audit,
        norm,
    })
}

const FORMS: [&str; 6] = [
    "association",
    "association",
    "association",
    "commune",
    "régie",
    "GIP",
];
const PLACES: [&str; 5] = ["Nord", "Nord", "Rhône", "Creuse", "autres"];

fn structure(rank: usize, lot: &Arc<Lot>, dice: &mut Dice) -> StructureRow {
    let pick = |from: &[&str], dice: &mut Dice| {
        from[usize::try_from(dice.roll(from.len() as u64)).unwrap()].to_owned()
    };
    let statuses = lot
        .criteria
        .iter()
        .map(|_| Status::ALL[usize::try_from(dice.roll(4)).unwrap()]);
    StructureRow {
        source: format!("s{rank}").into(),
        origin: Origin::Dossier,
        again: Rejudged::Judged,
        dossier: DossierId::parse(&format!("structure-{rank}")).unwrap(),
        name: format!("Nom secret {rank}").into(),
        siret: Box::default(),
        statuses: statuses.collect(),
        form: pick(&FORMS, dice).into(),
        territory: pick(&PLACES, dice).into(),
        helps: false,
        digest: Digest::of(format!("{rank}").as_bytes()),
        lot: Arc::clone(lot),
        date: Date::new(2026, 3, 1).unwrap(),
        conclusion: None,
        favourable: false,
        reserved: false,
        suspended: false,
        whole: true,
        finality: None,
        score: None,
        score_said: Box::default(),
        kinds: Box::default(),
        open: Box::default(),
        partial: Box::default(),
        doubts: Box::default(),
        proof: Freshness::default(),
        bands: vec![u8::try_from(dice.roll(4)).ok()].into(),
        figures: lot
            .norm
            .indicators
            .iter()
            .map(|_| {
                let part = u32::try_from(dice.roll(50)).unwrap();
                (dice.roll(8) > 0).then_some(StatedFigure {
                    part,
                    whole: None,
                    counted: false,
                })
            })
            .collect(),
    }
}

/// The tables of an export, by key: categories and counts.
fn tables(cells: &[PublishedCell]) -> BTreeMap<&str, BTreeMap<&str, usize>> {
    let mut out: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| cell.value.is_none()) {
        let old = out
            .entry(&cell.table)
            .or_default()
            .insert(&cell.category, cell.count);
        assert_eq!(old, None, "a cell stands twice");
    }
    out
}

fn portfolio(rows: &[StructureRow]) -> Gathered {
    let rows = rows.iter().map(|row| GatheredRow::of(row.clone(), false));
    Gathered::new(rows.collect(), Vec::new())
}

#[test]
fn one_export_gives_no_count_below_five_by_any_subtraction() {
    let lot = lot(AuditKind::SelfAssessment);
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let many = usize::try_from(dice.roll(70)).unwrap();
        let rows: Vec<StructureRow> = (0..many).map(|rank| structure(rank, &lot, &mut dice)).collect();
        let out = published(&portfolio(&rows), &[]);
        if many < LEAST {
            assert!(
                out.cells.is_empty() && !out.withheld.is_empty(),
                "{many} structures"
            );
            continue;
        }
        for (key, table) in tables(&out.cells) {
            let total = table[TOTAL];
            assert_eq!(total, many, "{key}: totals of two tables would differ");
            let cells: Vec<usize> = table
                .iter()
                .filter(|(c, _)| **c != TOTAL)
                .map(|(_, n)| *n)
                .collect();
            assert!(cells.iter().all(|n| *n >= LEAST), "{key}: {cells:?}");
            // the total less any of the cells together
            for subset in 0..(1_u32 << cells.len()) {
                let taken = (0..cells.len()).filter(|at| subset & (1 << at) != 0);
                let rest = total - taken.map(|at| cells[at]).sum::<usize>();
                assert!(rest == 0 || rest >= LEAST, "{key}: {rest} by subtraction");
            }
        }
        // how many say nothing of an indicator
        for cell in out.cells.iter().filter(|cell| cell.value.is_some()) {
            let silent = many - cell.count;
            assert!(
                silent == 0 || silent >= LEAST,
                "{}: {silent} by subtraction",
                cell.table
            );
        }
        let said = format!("{:?}", out.cells);
        assert!(!said.contains("secret"), "a name is published");
        for cell in out.cells.iter().filter(|cell| cell.value.is_some()) {
            assert!(cell.count >= LEAST && cell.value.is_some_and(|value| value >= 10 && value % 10 == 0));
        }
    }
}

#[test]
fn a_reason_is_said_once_with_all_that_it_keeps_back() {
    let lot = lot(AuditKind::SelfAssessment);
    let mut dice = Dice(7);
    let mut rows: Vec<StructureRow> = (0..40).map(|rank| structure(rank, &lot, &mut dice)).collect();
    for (rank, row) in rows.iter_mut().enumerate() {
        // of each indicator three say nothing
        let figure = (rank > 2).then_some(StatedFigure {
            part: 10,
            whole: None,
            counted: false,
        });
        row.figures = lot.norm.indicators.iter().map(|_| figure).collect();
    }
    let out = published(&portfolio(&rows), &[]);
    assert_eq!(out.withheld.len(), 1, "{:?}", out.withheld);
    for indicator in &lot.norm.indicators {
        assert!(out.withheld[0].contains(&format!("« {} »", indicator.title)));
    }
    assert!(out.withheld[0].ends_with(", moins de 5 structures ne le disent pas"));
}

/// Which structures are in a category of a table, as only the funder knows.
fn members(rows: &[StructureRow], table: &str, within: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let value = |row: &StructureRow| match table {
        "forme" => row.form.to_lowercase(),
        "territoire" => match row.territory.to_lowercase() {
            own if own == OTHERS => format!("{own}-"),
            own => own,
        },
        _ => String::new(),
    };
    rows.iter()
        .filter(|found| within(&value(found)))
        .map(|found| found.dossier.to_string())
        .collect()
}

#[test]
fn two_exports_give_no_count_below_five_by_subtraction() {
    let lot = lot(AuditKind::SelfAssessment);
    let (mut both, mut withheld) = (0, 0);
    for seed in 0..400 {
        let mut dice = Dice(1000 + seed);
        let many = 20 + usize::try_from(dice.roll(60)).unwrap();
        let before: Vec<StructureRow> = (0..many).map(|rank| structure(rank, &lot, &mut dice)).collect();
        let first = published(&portfolio(&before), &[]);
        // some leave, some come, some are another year's
        let mut after: Vec<StructureRow> = Vec::new();
        let (leaving, coming, changing) = (dice.roll(8), dice.roll(8), dice.roll(10));
        let leaving = usize::try_from(leaving).unwrap();
        after.extend(before.iter().skip(leaving).cloned());
        for at in 0..usize::try_from(changing).unwrap().min(after.len()) {
            let other = structure(at, &lot, &mut dice);
            after[at].form = other.form;
            after[at].territory = other.territory;
            after[at].statuses = other.statuses;
        }
        let coming = usize::try_from(coming).unwrap();
        after.extend((0..coming).map(|rank| structure(1000 + rank, &lot, &mut dice)));
        let second = published(&portfolio(&after), std::slice::from_ref(&first.cells));
        if second.cells.is_empty() {
            withheld += 1;
            let moved = after.len().abs_diff(before.len());
            assert!((1..LEAST).contains(&moved), "all was withheld, {moved} apart");
            continue;
        }
        let (old, new) = (tables(&first.cells), tables(&second.cells));
        for (key, table) in &new {
            let Some(former) = old.get(key) else { continue };
            both += 1;
            let close = |was: usize, is: usize| (1..LEAST).contains(&was.abs_diff(is));
            assert!(!close(former[TOTAL], table[TOTAL]), "{key}: the total");
            for (category, n) in table {
                if let Some(was) = former.get(category).filter(|_| *category != OTHERS) {
                    assert!(!close(*was, *n), "{key}/{category}: {was} then {n}");
                }
            }
            // all but one category, from the total: those few who moved are never fewer than five
            if !matches!(*key, "forme" | "territoire") {
                continue;
            }
            for category in table.keys().filter(|c| **c != OTHERS && **c != TOTAL) {
                let Some(was) = former.get(category) else { continue };
                let (was, is) = (former[TOTAL] - was, table[TOTAL] - table[category]);
                if !close(was, is) {
                    continue;
                }
                let outside = |said: &str| said != *category;
                let (one, other) = (members(&before, key, outside), members(&after, key, outside));
                let moved = one.symmetric_difference(&other).count();
                assert!(moved >= LEAST, "{key} without {category}: {moved} moved");
            }
        }
    }
    assert!(
        both > 100 && withheld > 10,
        "{both} tables compared, {withheld} withheld"
    );
}

/// Structures of which so many have another status than the rest, on every criterion.
fn alike(lot: &Arc<Lot>, many: usize, most: Status, other: Status, apart: usize) -> Vec<StructureRow> {
    let mut dice = Dice(many as u64);
    let mut rows: Vec<StructureRow> = (0..many).map(|rank| structure(rank, lot, &mut dice)).collect();
    for (rank, found) in rows.iter_mut().enumerate() {
        let status = if rank < apart { other } else { most };
        found.statuses = lot.criteria.iter().map(|_| status).collect();
    }
    rows
}

/// What an export says of the criteria.
fn of_criteria(cells: &[PublishedCell]) -> Vec<PublishedCell> {
    let own = cells.iter().filter(|cell| cell.table.starts_with("critere-"));
    own.cloned().collect()
}

#[test]
fn where_all_are_alike_nobody_can_tell_it_nor_in_what() {
    let lot = lot(AuditKind::SelfAssessment);
    let [one, other] = [Status::Conforming, Status::Nonconforming];
    for many in [5, 9, 10, 23, 60] {
        let said = |most, few, apart| {
            let rows = alike(&lot, many, most, few, apart);
            of_criteria(&published(&portfolio(&rows), &[]).cells)
        };
        let all = said(one, other, 0);
        assert_eq!(
            all.len(),
            2 * lot.criteria.len(),
            "« autres » and the total, for each"
        );
        // every world in which fewer than five are apart, of whatever status, gives the same bytes
        for apart in 0..LEAST {
            assert!(all == said(one, other, apart), "{apart} of {many} apart");
            assert!(
                all == said(other, one, apart),
                "{apart} of {many} apart, the other way"
            );
        }
        // five are told apart, where as many are left
        assert_eq!(all == said(one, other, LEAST), many < 2 * LEAST);
    }
    // whatever came out, no cell with a name counts them all
    for seed in 0..60 {
        let mut dice = Dice(9000 + seed);
        let many = 5 + usize::try_from(dice.roll(12)).unwrap();
        let rows: Vec<StructureRow> = (0..many).map(|rank| structure(rank, &lot, &mut dice)).collect();
        for (key, table) in tables(&published(&portfolio(&rows), &[]).cells) {
            let named = table.iter().filter(|(c, _)| **c != TOTAL && **c != OTHERS);
            assert!(
                named.into_iter().all(|(_, n)| *n < table[TOTAL]),
                "{key}: {table:?}"
            );
        }
    }
}

#[test]
fn a_former_export_does_not_tell_in_what_all_are_alike_now() {
    let lot = lot(AuditKind::SelfAssessment);
    let [one, other] = [Status::Conforming, Status::Nonconforming];
    let before = published(&portfolio(&alike(&lot, 40, one, other, 5)), &[]);
    let shown = of_criteria(&before.cells);
    assert!(
        shown
            .iter()
            .any(|cell| cell.category == one.key() && cell.count == 35)
    );
    // the former categories would be all that « autres » could be: nothing is said, whether all are alike or a few left one
    for apart in 0..LEAST {
        for rows in [
            alike(&lot, 40, one, other, apart),
            alike(&lot, 40, other, one, apart),
        ] {
            let now = published(&portfolio(&rows), std::slice::from_ref(&before.cells));
            assert_eq!(of_criteria(&now.cells), [], "{apart} apart");
        }
    }
    // what said nothing before may go on saying nothing
    let mute = published(&portfolio(&alike(&lot, 40, one, other, 0)), &[]);
    let again = published(
        &portfolio(&alike(&lot, 40, one, other, 3)),
        std::slice::from_ref(&mute.cells),
    );
    assert!(of_criteria(&again.cells) == of_criteria(&mute.cells));
}

#[test]
fn a_self_assessment_and_an_audit_are_never_one_number() {
    let (own, audited) = (lot(AuditKind::SelfAssessment), lot(AuditKind::Audit));
    let mut dice = Dice(7);
    let mut rows: Vec<StructureRow> = (0..12).map(|rank| structure(rank, &own, &mut dice)).collect();
    rows.extend((12..18).map(|rank| structure(rank, &audited, &mut dice)));
    let out = published(&portfolio(&rows), &[]);
    let total = |genre: &str| {
        let cells = out
            .cells
            .iter()
            .filter(|cell| cell.audit == genre && cell.category == TOTAL);
        cells.map(|cell| cell.count).collect::<BTreeSet<_>>()
    };
    assert_eq!(total("auto-evaluation"), BTreeSet::from([12]));
    assert_eq!(total("audit"), BTreeSet::from([6]));
}
