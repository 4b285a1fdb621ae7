//! The tables of a report, from its rows.

use super::compared::ComparedRow;
use super::counting::register::{CountedTableRow, ReplacedRow};
use super::records::{
    ChapterView, DecidedRow, EvidenceRow, EvolutionRow, FindingRow, Gap, ObservationRow, PlanRow, Row,
    SourceRow, StatusCount,
};
use super::table::{Column, Holds, Table, TableCell, Width};
use crate::kernel::Status;

fn text(title: &str, width: Width) -> Column {
    Column::new(title, Holds::Text, width)
}

/// The column that names the row.
fn number() -> Column {
    text("N°", Width::Fit)
}

fn status() -> Column {
    Column::new("Statut", Holds::Status, Width::Fit)
}

/// A row that says two things.
fn pairs(id: &str, caption: &str, heads: [&str; 2], first: Width, rows: &[(String, String)]) -> Table {
    let columns = vec![text(heads[0], first), text(heads[1], Width::Share(1))];
    let cells = |(a, b): &(String, String)| vec![TableCell::text(a), TableCell::text(b)];
    Table::of(id, caption, columns).rows(rows.iter().map(cells))
}

/// Which statuses there are, how many of each, what they mean.
pub(super) fn statuses(counts: &[StatusCount]) -> Table {
    let columns = vec![
        status(),
        Column::new("Critères", Holds::Count, Width::Fit).unit("critères"),
        text("Ce que cela veut dire", Width::Share(1)).plain(),
    ];
    Table::of("statuts", "Critères par statut", columns).rows(counts.iter().map(|s| {
        vec![
            TableCell::status(s.status),
            TableCell::count(s.count),
            TableCell::text(&s.meaning),
        ]
    }))
}

/// Confidence codes, with their meaning.
pub(super) fn confidence(rows: Vec<(String, String, Vec<String>)>) -> Table {
    let columns = vec![
        text("Confiance", Width::Fit),
        text("Ce que le code veut dire", Width::Share(2)),
        Column::new("Critères", Holds::Links, Width::Share(3)),
    ];
    Table::of("confiance", "D’où viennent les critères", columns)
        .dense()
        .rows(rows.into_iter().map(|(code, meaning, criteria)| {
            vec![
                TableCell::text(code),
                TableCell::text(meaning),
                TableCell::links(criteria, |id| format!("critere-{id}")),
            ]
        }))
}

/// The scoring rules: subject, rule.
pub(super) fn policy(rows: &[(String, String)]) -> Table {
    let heads = ["Sujet", "Règle"];
    pairs("regles", "Règles de calcul", heads, Width::Characters(30), rows).dense()
}

/// Chapters, with how many criteria have each status.
pub(super) fn chapters(chapters: &[ChapterView]) -> Table {
    let short = |status: Status| match status {
        Status::Conforming => "Conf.",
        Status::NotDemonstrated => "Non dém.",
        Status::Nonconforming => "Non conf.",
        Status::NotAssessed => "Non éval.",
        Status::NotApplicable => "N. a.",
    };
    let counted = Status::ALL.into_iter().map(|status| {
        Column::new(status.label(), Holds::Count, Width::Fit)
            .short(short(status))
            .unit("critères")
    });
    let columns = [number(), text("Chapitre", Width::Share(1))]
        .into_iter()
        .chain(counted)
        .chain([Column::new("Degré", Holds::Score, Width::Fit)]);
    let caption = "Chapitres : nombre de critères par statut";
    Table::of("nombres", caption, columns.collect()).rows(chapters.iter().map(|c| {
        let counts = c.statuses.iter().map(|s| TableCell::count(s.count));
        let head = [
            TableCell::text(&c.id).to(format!("chapitre-{}", c.id)),
            TableCell::text(&c.title),
        ];
        head.into_iter()
            .chain(counts)
            .chain([TableCell::text(&c.score)])
            .collect()
    }))
}

/// The criteria of a chapter.
pub(super) fn criteria(chapter: &str, rows: &[Row]) -> Table {
    let columns = vec![
        number(),
        text("Critère", Width::Share(1)),
        Column::new("Statut", Holds::Status, Width::Characters(19)),
        text("Nature", Width::Characters(24)).plain(),
        text("Importance", Width::Characters(14)).plain(),
        text("Auprès de", Width::Characters(22)),
    ];
    let caption = format!("Chapitre {chapter} : critères");
    Table::of(format!("criteres-{chapter}"), caption, columns)
        .dense()
        .rows(rows.iter().map(|row| {
            let to = if row.has_gap { row.gap.as_str() } else { "" };
            let clause = if row.clause.is_empty() {
                String::new()
            } else {
                format!(" (article {})", row.clause)
            };
            vec![
                TableCell::text(&row.id).to(to).anchor(&row.anchor),
                TableCell::text(format!("{}{clause}", row.title)),
                TableCell::status(row.retained),
                TableCell::text(&row.kind),
                TableCell::text(&row.importance),
                TableCell::respondent(row.who.as_ref()),
            ]
        }))
        .spoken()
}

/// The ethical framework in one table: each principle, with the criteria that carry it.
pub(super) fn ethics(principles: &[(String, String, Vec<Row>)]) -> Table {
    let columns = vec![
        text("Principe", Width::Share(4)),
        text("Critère", Width::Share(6)),
        Column::new("Statut", Holds::Status, Width::Characters(22)),
    ];
    let caption = "Principes déontologiques et critères qui les portent";
    let all = principles.iter().flat_map(|(title, standing, rows)| {
        rows.iter().enumerate().map(move |(at, row)| {
            let principle = match (at, standing.as_str()) {
                (0, "") => TableCell::text(title).over(rows.len()),
                (0, standing) => TableCell::text(format!("{title} ({standing})")).over(rows.len()),
                _ => TableCell::text("").over(0),
            };
            vec![
                principle.strong(at == 0),
                TableCell::text(&row.title).note(&row.id).to(&row.anchor),
                TableCell::status(row.retained),
            ]
        })
    });
    Table::of("principes", caption, columns).dense().rows(all)
}

/// The gaps that have no card.
pub(super) fn other_gaps(gaps: &[Gap]) -> Table {
    let columns = vec![
        number(),
        text("Critère", Width::Share(3)),
        status(),
        text("Nature", Width::Fit).plain(),
        text("Importance", Width::Fit).plain(),
    ];
    Table::of(
        "autres-ecarts",
        "Autres écarts, les plus importants d’abord",
        columns,
    )
    .dense()
    .rows(gaps.iter().map(|gap| gap_named(gap).into()))
    .spoken()
}

/// By what a gap is known in a row: criterion, title, status, kind, importance.
pub(super) fn gap_named(gap: &Gap) -> [TableCell; 5] {
    [
        TableCell::text(&gap.id),
        TableCell::text(&gap.title),
        TableCell::status(gap.retained),
        TableCell::text(&gap.kind),
        TableCell::text(&gap.importance),
    ]
}

/// Scores before and now.
pub(super) fn scores(rows: &[EvolutionRow]) -> Table {
    let columns = vec![
        number(),
        text("Chapitre", Width::Share(1)),
        Column::new("Avant", Holds::Score, Width::Fit),
        Column::new("Maintenant", Holds::Score, Width::Fit),
    ];
    let caption = "Degré de satisfaction par chapitre, avant et maintenant";
    Table::of("degres", caption, columns)
        .dense()
        .rows(rows.iter().map(|row| {
            vec![
                TableCell::text(&row.id),
                TableCell::text(&row.title),
                TableCell::text(&row.before),
                TableCell::text(&row.now),
            ]
        }))
}

/// The criteria whose status changed: id, title, before, now.
pub(super) fn changes(rows: Vec<(String, String, Status, Status)>) -> Table {
    let columns = vec![
        number(),
        text("Critère qui a changé", Width::Share(1)),
        Column::new("Avant", Holds::Status, Width::Fit).named(),
        Column::new("Maintenant", Holds::Status, Width::Fit).named(),
    ];
    Table::of("changements", "Critères qui ont changé", columns)
        .dense()
        .rows(rows.into_iter().map(|(id, title, before, now)| {
            vec![
                TableCell::text(id),
                TableCell::text(title),
                TableCell::status(before),
                TableCell::status(now),
            ]
        }))
}

/// The gaps, the gravest first.
pub(super) fn gaps(gaps: &[Gap]) -> Table {
    let columns = vec![
        number(),
        text("Critère", Width::Share(1)),
        status(),
        text("Nature", Width::Fit).plain(),
        text("Importance", Width::Fit).plain(),
    ];
    Table::of("liste-ecarts", "Écarts, les plus graves d’abord", columns)
        .dense()
        .rows(gaps.iter().map(|gap| {
            vec![
                TableCell::text(&gap.id).to(&gap.anchor),
                TableCell::text(&gap.title),
                TableCell::status(gap.retained),
                TableCell::text(&gap.kind),
                TableCell::text(&gap.importance),
            ]
        }))
        .spoken()
}

/// What auditors found.
pub(super) fn findings(rows: &[FindingRow]) -> Table {
    let columns = vec![
        number(),
        text("Critère", Width::Fit),
        text("Constat", Width::Characters(18)).plain(),
        text("Ce qui a été vu", Width::Share(1)).plain(),
        Column::new("Ce qui le montre", Holds::Links, Width::Characters(25)),
        text("De", Width::Characters(19)).plain(),
    ];
    Table::of("constats", "Constats, avec les pièces vues", columns)
        .dense()
        .rows(rows.iter().map(|row| {
            vec![
                TableCell::text(&row.id),
                TableCell::text(&row.target).to(&row.link).note(&row.site),
                TableCell::text(&row.says),
                TableCell::text(&row.reason).note(&row.standing),
                shown_by(row),
                TableCell::text(&row.by),
            ]
        }))
        .spoken()
}

/// Links to the pieces seen, with what else shows a finding.
fn shown_by(row: &FindingRow) -> TableCell {
    if row.seen.is_empty() {
        return TableCell::text(&row.grounds);
    }
    pieces(&row.seen).note(&row.grounds)
}

/// What was declared, computed, found and retained.
pub(super) fn compared(rows: &[ComparedRow]) -> Table {
    let columns = vec![
        text("Critère", Width::Share(2)),
        text("Déclaré", Width::Characters(9)),
        Column::new("Calculé", Holds::Status, Width::Characters(19)).named(),
        text("Constaté", Width::Characters(18)),
        Column::new("Retenu", Holds::Status, Width::Characters(19)).named(),
        text("Pourquoi", Width::Share(3)).plain(),
    ];
    let caption = "Déclaré, calculé sans auditeur, constaté, retenu";
    Table::of("cotes", caption, columns)
        .dense()
        .rows(rows.iter().map(|row| {
            vec![
                TableCell::text(&row.title).to(&row.link).note(&row.id),
                TableCell::text(&row.declared),
                TableCell::status(row.computed),
                TableCell::text(&row.found),
                TableCell::status(row.retained),
                TableCell::text(&row.why),
            ]
        }))
        .spoken()
}

/// What the structure has decided.
pub(super) fn decided(rows: &[DecidedRow]) -> Table {
    let columns = vec![
        number(),
        text("Action", Width::Share(2)),
        text("Pilote", Width::Characters(12)).plain(),
        text("Échéance", Width::Characters(12)),
        text("Où elle en est", Width::Share(1)).plain(),
        Column::new("Preuves", Holds::Links, Width::Characters(11)),
    ];
    Table::of("decisions", "Actions décidées", columns)
        .dense()
        .rows(rows.iter().map(|row| {
            vec![
                TableCell::text(&row.target).to(&row.link),
                TableCell::text(&row.action).note(&row.id),
                TableCell::text(&row.lead),
                TableCell::text(&row.due),
                TableCell::text(&row.state).strong(row.late),
                pieces(&row.evidence),
            ]
        }))
        .spoken()
}

/// What the gap sheets propose and nobody has decided.
pub(super) fn plan(rows: &[PlanRow]) -> Table {
    let columns = vec![
        number(),
        text("Nature", Width::Characters(16)).plain(),
        text("Action", Width::Share(3)).plain(),
        text("Effort", Width::Characters(17)).plain(),
        text("Preuve attendue", Width::Share(2)),
    ];
    Table::of("actions", "Actions proposées", columns)
        .dense()
        .rows(rows.iter().map(|row| {
            vec![
                TableCell::text(&row.id).to(&row.gap),
                TableCell::text(&row.kind),
                TableCell::text(&row.action),
                TableCell::text(&row.effort),
                TableCell::text(&row.proof),
            ]
        }))
        .spoken()
}

/// What the structure answers.
pub(super) fn observations(rows: &[ObservationRow]) -> Table {
    let columns = vec![
        text("Sur", Width::Characters(16)),
        text("Observation", Width::Share(1)),
        text("De", Width::Characters(18)).plain(),
    ];
    Table::of("reponses", "Observations, par critère", columns).rows(rows.iter().map(|row| {
        vec![
            TableCell::text(&row.about),
            TableCell::text(&row.text),
            TableCell::text(&row.by),
        ]
    }))
}

/// The register of evidence.
pub(super) fn register(rows: &[EvidenceRow]) -> Table {
    let columns = vec![
        text("N°", Width::Characters(17)),
        text("Pièce", Width::Share(3)),
        Column::new("Effet", Holds::Day, Width::Characters(11)),
        Column::new("Expire", Holds::Day, Width::Characters(11)),
        Column::new("Sert à", Holds::Links, Width::Share(2)),
    ];
    let cells = |row: &EvidenceRow| {
        vec![
            TableCell::text(&row.id).anchor(&row.anchor),
            TableCell::text(&row.place).note(match row.state.as_str() {
                // what is not said otherwise counts
                "" | "compte" => row.types.clone(),
                state => format!("{} ; {state}", row.types),
            }),
            TableCell::day(row.effect),
            TableCell::day(row.expires),
            TableCell::links(row.criteria.iter().cloned(), |id| format!("critere-{id}")),
        ]
    };
    Table::of("pieces", "Pièces, par identifiant", columns)
        .dense()
        .rows(rows.iter().map(cells))
        .spoken()
}

/// What the tables of the dossier counted.
pub(super) fn counted(rows: &[CountedTableRow]) -> Table {
    let columns = vec![
        text("Tableau", Width::Characters(20)),
        text("Jours comptés", Width::Characters(14)).plain(),
        text("Pièces", Width::Characters(16)).plain(),
        text("Nombres comptés", Width::Share(1)),
    ];
    Table::of("tableaux", "Tableaux et nombres comptés", columns)
        .dense()
        .rows(rows.iter().map(|row| {
            vec![
                TableCell::text(&row.table),
                TableCell::text(&row.days),
                pieces(&row.pieces),
                TableCell::text(&row.numbers),
            ]
        }))
}

/// Numbers that were typed and that a table counts otherwise.
pub(super) fn replaced(rows: &[ReplacedRow]) -> Table {
    let columns = vec![
        text("Nombre", Width::Share(1)),
        text("Saisi", Width::Characters(16)).plain(),
        text("Compté", Width::Characters(24)).plain(),
        text("Jugé", Width::Characters(12)).plain(),
    ];
    Table::of(
        "valeurs-remplacees",
        "Valeurs saisies et valeurs comptées",
        columns,
    )
    .dense()
    .rows(rows.iter().map(|row| {
        vec![
            TableCell::text(&row.number),
            TableCell::text(&row.typed),
            TableCell::text(&row.counted),
            TableCell::text(row.judged),
        ]
    }))
}

/// The digests of the pieces that are files.
pub(super) fn digests(rows: &[EvidenceRow]) -> Table {
    let columns = vec![number(), Column::new("Empreinte", Holds::Digest, Width::Share(1))];
    let files = rows.iter().filter(|row| !row.digest.is_empty());
    Table::of("empreintes", "Empreintes SHA-256", columns)
        .dense()
        .rows(files.map(|row| vec![TableCell::text(&row.id), TableCell::text(&row.digest)]))
}

/// The public sources of the criteria.
pub(super) fn sources(rows: &[SourceRow]) -> Table {
    let columns = vec![
        text("Clé", Width::Fit),
        text("Source publique", Width::Share(3)),
        Column::new("Critères", Holds::Links, Width::Share(2)),
    ];
    Table::of("sources", "Sources publiques des critères", columns)
        .dense()
        .rows(rows.iter().map(|row| {
            vec![
                TableCell::text(&row.key),
                TableCell::web(&row.title, &row.url),
                TableCell::links(row.criteria.iter().cloned(), |id| format!("critere-{id}")),
            ]
        }))
}

/// Links to the register.
fn pieces(ids: &[String]) -> TableCell {
    TableCell::links(ids.iter().cloned(), |id| format!("preuve-{id}"))
}
