//! Honest imperfections: papers as people have them. Each costs what the trade would make of it, told criterion by criterion, and no more.

use mediaudit_core::kernel::TypeId;
use rayon::prelude::*;

use super::paper::{file, honest, picture};
use super::{Made, NORM};
use crate::made::png;

/// An association of seven in which one thing is not as it should be.
fn with(change: impl Fn(&mut Made)) -> Made {
    let mut made = Made::honest("association-de-sept");
    change(&mut made);
    made
}

/// The same with three mediators.
fn three() -> Made {
    with(|made| {
        let facts = &mut made.structure.facts;
        let (seven, three) = (toml::Value::Integer(7), toml::Value::Integer(3));
        for (key, value) in facts.iter_mut().filter(|(key, _)| key.starts_with("equipe.")) {
            match key.as_str() {
                "equipe.formes"
                | "equipe.formes-a-l-alerte"
                | "equipe.formes-dans-l-annee"
                | "equipe.secouristes" => {
                    *value = three.clone();
                }
                _ if *value == seven => *value = three.clone(),
                _ => {}
            }
        }
        made.write_again();
    })
}

fn fact(made: &mut Made, key: &str, value: i64) {
    made.structure
        .facts
        .insert(key.to_owned(), toml::Value::Integer(value));
    made.write_again();
}

fn kind(id: &str) -> TypeId {
    TypeId::parse(id).unwrap()
}

/// A page that is a picture of what was on paper.
fn scan(made: &mut Made, id: &str) {
    let kind = kind(&made.piece(id).types[0]);
    let (bytes, _) = picture(false)(&kind, &NORM.evidence_types[&kind], 0);
    made.piece(id).file.as_mut().unwrap().1 = bytes;
}

fn late(made: &mut Made, id: &str, day: &str) {
    let piece = made.piece(id);
    let old = std::mem::replace(&mut piece.date, day.to_owned());
    let path = &mut piece.file.as_mut().unwrap().0;
    *path = path.replace(&old, day);
    made.write_again();
}

/// Another file for a piece, under another name.
fn put(made: &mut Made, id: &str, name: &str, bytes: Vec<u8>) {
    let piece = made.piece(id);
    let path = format!("preuves/{}/{name}", piece.types[0]);
    piece.file = Some((path, bytes));
}

/// Lines of the form « label : number », as a table whose numbers come first.
fn numbers_first(text: &str) -> String {
    let line = |line: &str| match line.rsplit_once(" : ") {
        Some((label, n)) if n.chars().all(|c| c.is_ascii_digit()) => format!("{n}\t{label}"),
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The head of a Word 97 file.
const OLD_WORD: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 compte rendu";

struct Imperfect {
    /// What is so, and why it costs what it costs.
    told: &'static str,
    made: Made,
    conclusion: &'static str,
    /// Criteria that are not as they should be: status, kind of finding.
    faults: &'static [(&'static str, &'static str)],
}

fn all() -> Vec<Imperfect> {
    let is = |told, made, faults| Imperfect {
        told,
        made,
        conclusion: "pret",
        faults,
    };
    vec![
        is(
            "le document unique est numérisé : une image vaut pour le type qu’une personne déclare",
            with(|made| scan(made, "duerp")),
            &[],
        ),
        is(
            "l’engagement est signé à la main, puis numérisé : sa signature vaut ; seuls ses mots (« cadeau », recommandé) attendent un lecteur",
            with(|made| scan(made, "engagement-confidentialite")),
            &[("C06", "non-demontre –")],
        ),
        Imperfect {
            conclusion: "pret-sous-reserve",
            ..is(
                "la convention signée est numérisée : les mots qui écartent le gardiennage ne se lisent pas dans une image, et personne d’autre ne les a lus",
                with(|made| scan(made, "convention-commanditaire")),
                &[("B04", "non-demontre PS"), ("B09", "non-demontre NC-MIN")],
            )
        },
        is(
            "l’affiche est une photographie : on n’y cherche aucun mot",
            with(|made| {
                let bytes = png(400, 400, |x, y| u8::try_from((x * 7 + y * 13) % 256).unwrap());
                put(made, "presentation-publique", "2026-06-02-affiche.png", bytes);
            }),
            &[],
        ),
        is(
            "l’état du personnel est un tableau où le nombre vient avant son nom",
            with(|made| {
                let text = honest(&kind("etat-du-personnel"), &made.structure, "2026-06-02");
                let bytes = file(&numbers_first(&text), "ods");
                put(made, "etat-du-personnel", "2026-06-02-effectifs.ods", bytes);
            }),
            &[],
        ),
        is(
            "l’état du personnel écrit ses nombres en lettres",
            with(|made| {
                made.rewrite("etat-du-personnel", |text| {
                    text.replace(" : 7\n", " : sept\n")
                        .replace(" : 2\n", " : deux\n")
                        .replace(" : 10\n", " : dix\n")
                });
            }),
            &[],
        ),
        is(
            "la liste des documents a treize mois au lieu de douze : un point à consolider, pas un écart",
            with(|made| late(made, "liste-documents", "2025-10-20")),
            &[("A05", "non-demontre PS")],
        ),
        is(
            "la procédure d’alerte, un impératif, a deux ans et un mois au lieu de deux ans : l’âge est celui de l’outil, pas un écart",
            with(|made| late(made, "procedure-alerte", "2024-10-20")),
            &[("C07", "non-demontre PS")],
        ),
        Imperfect {
            conclusion: "pret-sous-reserve",
            ..is(
                "la procédure d’alerte a dix ans : plus du double de l’âge demandé, elle ne montre plus rien",
                with(|made| late(made, "procedure-alerte", "2016-10-20")),
                &[("C07", "non-demontre NC-MIN")],
            )
        },
        is(
            "sur trois médiateurs, un seul n’est pas encore formé, n’a pas eu d’entretien ni de fiche de poste : un seul peut manquer",
            {
                let mut made = three();
                for key in [
                    "equipe.formes",
                    "equipe.entretiens-annuels",
                    "equipe.fiches-de-poste",
                ] {
                    fact(&mut made, key, 2);
                }
                made
            },
            &[],
        ),
        is(
            "un médiateur arrivé la semaine passée n’a pas encore signé : un seul peut manquer",
            with(|made| fact(made, "equipe.engagements-signes", 6)),
            &[],
        ),
        is(
            "une réclamation sur deux est restée sans réponse : c’est sous la cible de l’outil, donc un point à consolider",
            with(|made| fact(made, "reclamations.recues", 2)),
            &[("C09", "non-demontre PS")],
        ),
        is(
            "le plan qualité s’appelle « plan qualité VF2 (1).pdf » et rien ne le date : il ne montre rien tant que sa date n’est pas déclarée, et rien n’est contredit",
            with(|made| {
                made.piece("plan-amelioration").date.clear();
                let bytes = made.piece("plan-amelioration").file.take().unwrap().1;
                put(made, "plan-amelioration", "plan qualité VF2 (1).pdf", bytes);
            }),
            &[("A07", "non-demontre PS"), ("A08", "non-demontre PS")],
        ),
        is(
            "un compte rendu est resté en .doc, que rien ne lit : il ne compte pas encore, sans écart",
            with(|made| {
                put(
                    made,
                    "compte-rendu-partenaires",
                    "2026-06-02-rencontre.doc",
                    OLD_WORD.to_vec(),
                );
            }),
            &[("B06", "non-demontre –")],
        ),
        is(
            "douze personnes seulement ont répondu dans la rue : c’est sous la cible de l’outil, donc un point à consolider",
            with(|made| {
                fact(made, "evaluation.personnes-entendues", 12);
                fact(made, "evaluation.jugent-utile", 11);
            }),
            &[("I04", "non-demontre PS")],
        ),
        is(
            "aucun des deux encadrants n’est formé à encadrer : c’est recommandé, aucun écart n’en vient",
            with(|made| fact(made, "equipe.encadrants-formes", 0)),
            &[("F07", "non-demontre –")],
        ),
    ]
}

#[test]
fn honest_imperfections_cost_what_the_trade_would_make_of_them() {
    all().into_par_iter().for_each(|case| {
        let found = case.made.judge(case.told);
        let faults = found.faults();
        let faults: Vec<(&str, &str)> = faults
            .iter()
            .map(|(id, told)| (id.as_str(), told.as_str()))
            .collect();
        assert_eq!(faults, case.faults, "{}: {}", case.told, found.told());
        assert_eq!(found.conclusion(), Some(case.conclusion), "{}", case.told);
        assert!(found.is_favourable(), "{}: {}", case.told, found.told());
        assert_eq!(found.doubts(), Vec::<&str>::new(), "{}", case.told);
    });
}
