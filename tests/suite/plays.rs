//! Two structures from an empty dossier to their assessment, by the commands that a person would type: an association of seven with its
//! papers and its workbooks, and a lone mediator with photographs and no table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use mediaudit_core::kernel::TypeId;
use mediaudit_core::norm::model::Rule;
use serde_json::Value;

use crate::binder::photo;
use crate::green::NORM;
use crate::green::paper::{establishing, file, honest};
use crate::green::structure::Structure;
use crate::tables::rows;
use crate::{made, support};

/// Answers that a person types before a full assessment, at most.
const MOST: usize = 60;

const DAY: [&str; 2] = ["--date", "2026-11-23"];

fn mediaudit(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mediaudit"));
    command.args(arguments).output().unwrap()
}

fn told(arguments: &[&str]) -> String {
    let output = mediaudit(arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{arguments:?}: {said}"
    );
    String::from_utf8(output.stdout).unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let text = told(&[arguments, &["--format", "json"], &DAY].concat());
    serde_json::from_str(&text).unwrap()
}

/// The whole report of a dossier.
fn report(dossier: &Path) -> Value {
    json(&["rapport", dossier.to_str().unwrap(), "--etendue", "complet"])
}

/// The pages of a paper: what an honest one says for each of these types.
fn pages(structure: &Structure, types: &[&str], day: &str) -> String {
    let texts = types
        .iter()
        .map(|id| honest(&TypeId::parse(id).unwrap(), structure, day));
    texts.collect::<Vec<_>>().join("\n\n")
}

/// A workbook of these sheets.
fn workbook(sheets: &[(&str, Vec<Vec<String>>)]) -> Vec<u8> {
    let (mut tabs, mut relations, mut parts) = (String::new(), String::new(), Vec::new());
    for (rank, (name, table)) in sheets.iter().enumerate() {
        let n = rank + 1;
        write!(tabs, "<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>").unwrap();
        write!(
            relations,
            "<Relationship Id=\"rId{n}\" Target=\"worksheets/sheet{n}.xml\"/>"
        )
        .unwrap();
        let texts: Vec<Vec<&str>> = table
            .iter()
            .map(|line| line.iter().map(String::as_str).collect())
            .collect();
        let slices: Vec<&[&str]> = texts.iter().map(Vec::as_slice).collect();
        parts.push((format!("xl/worksheets/sheet{n}.xml"), rows(&slices)));
    }
    let book = format!("<workbook><sheets>{tabs}</sheets></workbook>");
    let relations = format!("<Relationships>{relations}</Relationships>");
    let mut members = vec![
        ("xl/workbook.xml", book.as_str()),
        ("xl/_rels/workbook.xml.rels", relations.as_str()),
    ];
    members.extend(parts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    made::zip(&members)
}

/// A sheet of these headings; each row is given as it is typed, from its number.
fn sheet(title: &str, headings: &str, count: usize, row: impl Fn(usize) -> String) -> Vec<Vec<String>> {
    let cells = |line: &str| {
        line.split(';')
            .map(|cell| cell.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let mut out = vec![vec![title.to_owned()], cells(headings)];
    out.extend((0..count).map(|n| cells(&row(n))));
    out
}

/// Yes for all but every `but`th.
fn yes(n: usize, but: usize) -> &'static str {
    if n % but == but - 1 { "non" } else { "oui" }
}

/// The nth day of a year that is spread over it.
fn day_of(n: usize, count: usize, year: u32) -> String {
    let place = n * 12 * 28 / count.max(1);
    format!("{:02}/{:02}/{year}", place % 28 + 1, place / 28 % 12 + 1)
}

/// The four workbooks of the association: as it keeps them, several tables in each.
fn workbooks() -> Vec<(&'static str, Vec<u8>)> {
    let acts = sheet(
        "Suivi 2025",
        "Date;Saisi le;Registre;Médiation;Accord des parties;Cadre expliqué;Conflit;Suite vérifiée;Accord conclu;Accord tenu;Partage d’information;Consentement de la personne;Accès aux droits;Lien avec une partie;Réattribuée;Clos le;Fait par les personnes;Relais;Relais abouti;Orientation;Issue connue;Interculturel",
        240,
        |n| {
            let day = day_of(n, 240, 2025);
            let typed = if n % 10 == 9 {
                day_of(n + 1, 240, 2025)
            } else {
                day.clone()
            };
            let yes_each = |every: usize| if n % every == 0 { "oui" } else { "non" };
            let both = |every: usize, but: usize| {
                if n % every == 0 {
                    yes(n / every, but)
                } else {
                    "non"
                }
            };
            format!(
                "{day};{typed};Voisinage;{};{};{};{};{};{};{};{};{};{};{};{};{};{};{};{};{};{};{}",
                yes_each(4),
                both(4, 50),
                both(4, 20),
                yes_each(12),
                both(12, 8),
                both(12, 7),
                both(12, 7),
                yes_each(10),
                yes_each(10),
                yes_each(6),
                yes_each(120),
                yes_each(120),
                if n % 3 == 0 { day.as_str() } else { "" },
                both(3, 4),
                yes_each(6),
                both(6, 7),
                yes_each(5),
                both(5, 6),
                yes_each(20),
            )
        },
    );
    let presence = sheet(
        "",
        "Date;Type;Heures planifiées;Heures faites;Nb médiateurs;Nombre de contacts;Aller vers;Hors les murs ?",
        120,
        |n| {
            let kind = if n % 4 == 0 { "permanence" } else { "tournée" };
            format!(
                "{};{kind};4;{};2;{};{};{}",
                day_of(n, 120, 2025),
                if n % 12 == 5 { "0" } else { "4" },
                10,
                5,
                if n % 4 == 0 { "oui" } else { "" }
            )
        },
    );
    let demands = sheet(
        "",
        "Date de réception;Nature;Répondu le;Refus;Motif si refus",
        60,
        |n| {
            let day = day_of(n, 60, 2025);
            match n {
                7 => format!("{day};hors cadre : gardiennage;{day};oui;pas notre métier"),
                30 => format!("{day};réclamation;{day};non;"),
                41 => format!("{day};demande;;non;"),
                n if n % 20 == 3 => format!("{day};demande;{day};oui;hors secteur"),
                _ => format!("{day};demande;{day};non;"),
            }
        },
    );
    let alerts = sheet("", "Date du signalement;Nature;Délai tenu;Suite", 12, |n| {
        let kind = [
            "alerte danger",
            "incident",
            "note de veille",
            "note à une institution",
            "cas de déontologie",
            "note de veille",
        ][n % 6];
        format!("{};{kind};oui;oui", day_of(n, 12, 2025))
    });
    let staff = sheet(
        "Équipe au 1er octobre 2026",
        "Nom;Poste;Date d’embauche;Date de départ;Fiche de poste;Engagement de confidentialité;Formation initiale;Formé à l’alerte;Management;Date de la dernière formation;SST;Entretien annuel;Titre ou diplôme de médiation;Carte professionnelle;Grille de recrutement;Information qualité",
        10,
        |n| {
            let post = match n {
                0 => "directrice",
                1 => "coordinateur",
                9 => "assistante",
                _ => "médiateur",
            };
            let since = if n == 8 {
                "03/03/2026".to_owned()
            } else {
                format!("0{}/09/2019", n % 9 + 1)
            };
            let title = match n {
                2..=4 => "TP médiateur social",
                5 => "VAE en cours",
                _ => "non",
            };
            format!(
                "Personne {n};{post};{since};;oui;oui;suivie;{};{};10/06/2026;{};15/03/2026;{title};oui;{};oui",
                yes(n, 9),
                if n < 2 { "oui" } else { "" },
                yes(n, 9),
                if n == 8 { "oui" } else { "" }
            )
        },
    );
    let trainings = sheet(
        "",
        "Date de la séance;Participant;Nature;Présent;Durée",
        56,
        |n| {
            format!(
                "14/{:02}/2025;Personne {};analyse des pratiques;{};2",
                [1, 3, 4, 6, 7, 9, 11, 12][n / 7],
                n % 7,
                yes(n, 14)
            )
        },
    );
    let partners = sheet(
        "",
        "Organisme;Nature;Dernier contact;Mensuel;Convention signée;Protocole;Échéance",
        19,
        |n| {
            let kind = if n < 3 { "financeur" } else { "partenaire" };
            format!(
                "Organisme {n};{kind};12/10/2026;{};{};{};31/12/2027",
                if (3..10).contains(&n) { "oui" } else { "non" },
                if n < 8 { "oui" } else { "non" },
                if (3..6).contains(&n) { "oui" } else { "non" }
            )
        },
    );
    let meetings = sheet(
        "",
        "Date de la réunion;Nature;A eu lieu;CR;Décisions",
        60,
        |n| {
            let kind = match n {
                0..=3 => "comité de pilotage",
                4..=9 => "concertation avec les habitants",
                10 | 11 => "restitution de l’évaluation",
                12..=14 => "échange de réseau",
                _ => "réunion d’équipe",
            };
            format!(
                "{};{kind};oui;oui;{}",
                day_of(n * 7 % 60, 60, 2025),
                if n == 9 { "non" } else { "oui" }
            )
        },
    );
    let actions = sheet(
        "",
        "Mesure;Origine;Pilote;Lancée le;Date limite;Commencée;Terminée",
        24,
        |n| {
            let origin = [
                "écart de l’auto-évaluation",
                "plan pluriannuel",
                "évaluation",
                "expérimentation",
            ][n % 4];
            format!(
                "Mesure {n};{origin};direction;05/03/2026;30/09/2026;oui;{}",
                yes(n, 9)
            )
        },
    );
    let opinions = sheet("", "Date de l’avis;A répondu;Utile;Satisfait", 60, |n| {
        format!(
            "{};{};{};{}",
            day_of(n, 60, 2025),
            yes(n, 10),
            yes(n, 9),
            yes(n, 8)
        )
    });
    vec![
        (
            "Suivi activité 2025 (nouveau).xlsx",
            workbook(&[
                ("Interventions", acts),
                ("Présence", presence),
                ("Demandes", demands),
                ("Alertes", alerts),
            ]),
        ),
        (
            "équipe.xlsx",
            workbook(&[("Personnel", staff), ("APP", trainings)]),
        ),
        (
            "Partenaires et réunions.xlsx",
            workbook(&[("Partenaires", partners), ("Réunions", meetings)]),
        ),
        (
            "actions + avis.xlsx",
            workbook(&[("Actions", actions), ("Avis", opinions)]),
        ),
    ]
}

/// The papers of the association: the name that somebody gave each, its day, and what it is.
const PAPERS: [(&str, &str, &[&str]); 21] = [
    (
        "Projet asso 2024-2028 voté le 18-06-2024.pdf",
        "2024-06-18",
        &[
            "projet-de-service",
            "diagnostic-territorial",
            "plan-action-pluriannuel",
            "objectifs-de-service",
            "note-articulation",
        ],
    ),
    (
        "Convention Ville signée 15-01-2026.pdf",
        "2026-01-15",
        &["convention-commanditaire"],
    ),
    (
        "plaquette 2 février 2026.pdf",
        "2026-02-02",
        &["presentation-publique", "support-explication"],
    ),
    (
        "Livret du médiateur 12-03-2025.pdf",
        "2025-03-12",
        &[
            "charte-deontologique",
            "regle-confidentialite",
            "regle-affectation",
            "regle-travail-binome",
            "procedure-alerte",
            "procedure-passage-de-relais",
            "procedure-arbitrage",
        ],
    ),
    (
        "RA 2025 définitif 20260330.pdf",
        "2026-03-30",
        &["rapport-activite", "bilan-registres", "synthese-conflits"],
    ),
    (
        "tableau de bord et nomenclature 10.01.2026.pdf",
        "2026-01-10",
        &[
            "tableau-de-bord",
            "nomenclature-registres",
            "releve-mises-en-relation",
            "releve-passages-de-relais",
        ],
    ),
    (
        "fiches de poste 02-01-2025.pdf",
        "2025-01-02",
        &["fiche-de-poste", "organigramme", "lettre-de-mission"],
    ),
    (
        "engagements et grille recrutement 3 décembre 2025.pdf",
        "2025-12-03",
        &[
            "engagement-confidentialite",
            "grille-recrutement",
            "trame-entretien-annuel",
            "referentiel-competences",
        ],
    ),
    (
        "Formation plan + attestations 20260115.pdf",
        "2026-01-15",
        &[
            "plan-formation",
            "programme-formation",
            "attestation-formation",
            "attestation-secourisme",
            "titre-ou-diplome",
            "parcours-qualification",
        ],
    ),
    (
        "DUERP 15.01.2026.pdf",
        "2026-01-15",
        &["duerp", "synthese-incidents"],
    ),
    (
        "RGPD registre 2026_02_10.pdf",
        "2026-02-10",
        &["registre-traitements", "regle-anonymisation"],
    ),
    ("PV CA 12-03-2026.pdf", "2026-03-12", &["proces-verbal-instance"]),
    (
        "Copil 2 octobre 2026.pdf",
        "2026-10-02",
        &["compte-rendu-pilotage"],
    ),
    (
        "CR réunion équipe 3 novembre 2026.pdf",
        "2026-11-03",
        &["compte-rendu-reunion-equipe", "seance-information-qualite"],
    ),
    (
        "Démarche qualité 07-01-2026.pdf",
        "2026-01-07",
        &[
            "plan-amelioration",
            "politique-qualite",
            "auto-evaluation",
            "liste-documents",
            "preuve-de-diffusion",
        ],
    ),
    (
        "planning et astreintes 04-11-2026.pdf",
        "2026-11-04",
        &["planning-tournees", "organisation-permanence"],
    ),
    (
        "analyse des pratiques 08-10-2026.pdf",
        "2026-10-08",
        &[
            "calendrier-analyse-pratiques",
            "emargement-analyse-pratiques",
            "etude-de-cas",
        ],
    ),
    (
        "notes de veille 14-09-2026.pdf",
        "2026-09-14",
        &["note-veille-sociale", "note-institution", "rapport-hierarchie"],
    ),
    (
        "annuaire partenaires 20 janvier 2026.pdf",
        "2026-01-20",
        &[
            "annuaire-partenaires",
            "ressources-interculturelles",
            "guide-acces-aux-droits",
        ],
    ),
    (
        "Évaluation utilité sociale 2026-05-20.pdf",
        "2026-05-20",
        &[
            "rapport-evaluation",
            "protocole-evaluation",
            "grille-evaluation",
            "support-restitution",
            "releve-decisions",
        ],
    ),
    (
        "fiche intervention vierge 05-01-2026.pdf",
        "2026-01-05",
        &["fiche-intervention-vierge", "support-consentement"],
    ),
];

/// Files a heap into a dossier; what became of each file.
fn filed(dossier: &Path, heap: &Path, said: &[&str]) -> Value {
    let arguments = [
        "preuves",
        "ranger",
        dossier.to_str().unwrap(),
        heap.to_str().unwrap(),
    ];
    let output = told(&[&arguments[..], &["--ecrire", "--format", "json"], said].concat());
    serde_json::from_str(&output).unwrap()
}

fn new(name: &str, of: &str, heap: &[(&str, Vec<u8>)]) -> (PathBuf, PathBuf) {
    let base = support::place(&format!("plays-{name}"));
    let (dossier, papers) = (base.join("dossier"), base.join("mes papiers"));
    fs::create_dir_all(&papers).unwrap();
    for (file, bytes) in heap {
        fs::write(papers.join(file), bytes).unwrap();
    }
    let made = mediaudit(&["nouveau", dossier.to_str().unwrap(), "--nom", of]);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    (dossier, papers)
}

/// Pieces of a dossier, by path, with their types.
fn pieces(report: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let all = report["entrees"]["preuves"].as_array().unwrap().iter();
    all.filter_map(|piece| {
        let types = piece["types"].as_array().unwrap().iter();
        let types = types.map(|id| id.as_str().unwrap().to_owned()).collect();
        Some((piece["support"]["chemin"].as_str()?.to_owned(), types))
    })
    .collect()
}

/// Minutes, and a workbook of meetings, that would serve everything say for which criteria they count.
fn name_criteria(dossier: &Path, pieces: &BTreeMap<String, BTreeSet<String>>) {
    let general = |kind: &String| NORM.evidence_types[kind.as_str()].general;
    let mut text = fs::read_to_string(dossier.join("dossier.toml")).unwrap();
    let mut named = 0;
    for (path, types) in pieces.iter().filter(|(_, types)| types.iter().any(general)) {
        let mut asked: BTreeSet<&str> = BTreeSet::new();
        for criterion in &NORM.criteria {
            let kinds = criterion.rules().flat_map(Rule::evidence_types);
            if kinds.into_iter().any(|kind| types.contains(kind.as_str())) {
                asked.insert(criterion.id.as_str());
            }
        }
        named += 1;
        writeln!(
            text,
            "\n[[preuve]]\nid = \"general-{named}\"\nfichier = {path:?}\ntypes = {:?}\ncriteres = {:?}",
            types.iter().collect::<Vec<_>>(),
            asked.iter().collect::<Vec<_>>()
        )
        .unwrap();
    }
    assert_eq!(named, 3, "{pieces:#?}");
    fs::write(dossier.join("dossier.toml"), text).unwrap();
}

/// The answer to a question, as a person types it: one line.
fn answer(
    question: &Value,
    structure: &Structure,
    pieces: &BTreeMap<String, BTreeSet<String>>,
) -> Option<String> {
    let id = question["id"].as_str().unwrap();
    if question["genre"] == "niveau" {
        return Some(format!("pratiques.{id}.niveau = \"en-place\""));
    }
    let value = structure.facts.get(id)?;
    let kind = establishing(id, structure);
    let proof = pieces
        .iter()
        .find(|(_, types)| kind.as_ref().is_some_and(|kind| types.contains(kind.as_str())));
    Some(match proof {
        Some((path, _)) => format!("faits.{id} = {{ valeur = {value}, preuve = \"{path}\" }}"),
        None => format!("faits.{id} = {value}"),
    })
}

#[test]
fn an_association_of_seven_is_assessed_with_sixty_answers_of_two_colleagues() {
    let structure = Structure::of("association-de-sept");
    let mut heap: Vec<(&str, Vec<u8>)> = PAPERS
        .iter()
        .map(|(name, day, types)| (*name, file(&pages(&structure, types, day), "pdf")))
        .collect();
    heap.extend(workbooks());
    assert_eq!(heap.len(), 25);
    let (dossier, papers) = new("seven", &structure.name, &heap);
    let at = dossier.to_str().unwrap();
    // an empty dossier is told where to go on
    let start = told(&["verifier", at, "--date", "2026-11-23"]);
    for said in [
        "77 critères à évaluer : A01",
        "0 réponse donnée sur",
        "mediaudit questions",
    ] {
        assert!(start.contains(said), "{said}: {start}");
    }
    let sorted = filed(&dossier, &papers, &[]);
    for file in sorted["fichiers"].as_array().unwrap() {
        assert_eq!(file["issue"]["etat"], "rangee", "{file}");
        assert!(file["jour"]["jour"].is_string(), "{file}");
    }
    let read = pieces(&report(&dossier));
    name_criteria(&dossier, &read);
    let asked = json(&["questions", at]);
    let questions = asked["questions"].as_array().unwrap();
    // what its tables hold is not asked
    assert!(
        questions.iter().all(|question| question["tableau"].is_null()),
        "{questions:#?}"
    );
    // two colleagues answer, each what is hers to know
    let mut sheets: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for question in questions {
        let hers = ["encadrement", "equipe"].contains(&question["qui"].as_str().unwrap());
        let name = if hers { "coordination" } else { "direction" };
        sheets
            .entry(name)
            .or_default()
            .push(answer(question, &structure, &read).unwrap());
    }
    let mut typed: usize = sheets.values().map(Vec::len).sum();
    assert!(
        sheets.len() == 2 && sheets.values().all(|lines| lines.len() > 10),
        "{sheets:#?}"
    );
    fs::create_dir_all(dossier.join("reponses")).unwrap();
    for (name, lines) in &sheets {
        let text = format!("schema = 1\npar = \"{name}\"\n{}\n", lines.join("\n"));
        fs::write(dossier.join(format!("reponses/{name}.toml")), text).unwrap();
    }
    // nothing is left to be answered, and every criterion is assessed
    let asked = json(&["questions", at]);
    assert_eq!(asked["questions"], serde_json::json!([]), "{asked:#}");
    let first = report(&dossier);
    let status = |report: &Value, name: &str| report["resultats"]["statuts"][name].as_u64().unwrap();
    assert_eq!(status(&first, "non-evalue"), 0);
    assert_eq!(
        status(&first, "non-conforme"),
        0,
        "{}",
        first["resultats"]["statuts"]
    );
    assert!(
        status(&first, "conforme") >= 45,
        "{}",
        first["resultats"]["statuts"]
    );
    // one booklet that is eighteen things is asked about; the director says why
    assert_eq!(first["resultats"]["conclusion"], Value::Null);
    let doubts = first["resultats"]["doutes"].as_array().unwrap();
    assert_eq!(doubts.len(), 1, "{doubts:#?}");
    let mut text = fs::read_to_string(dossier.join("dossier.toml")).unwrap();
    for doubt in doubts {
        typed += 1;
        writeln!(
            text,
            "\n[[doute-leve]]\ndoute = {}\nraison = \"Le livret réunit nos règles : chacune y a son chapitre.\"",
            doubt["id"]
        )
        .unwrap();
    }
    fs::write(dossier.join("dossier.toml"), text).unwrap();
    assert!(typed <= MOST, "{typed} answers");
    let last = report(&dossier);
    assert_eq!(
        last["resultats"]["conclusion"], "pret-sous-reserve",
        "{}",
        last["resultats"]
    );
    // its tables are counted: nobody typed these
    let facts = last["entrees"]["calculs"].as_object().unwrap();
    let counted = facts.values().filter(|fact| fact["ecarte"].is_null()).count();
    assert!(counted >= 95, "{counted} facts counted");
    assert_eq!(facts["activite.interventions"]["valeur"]["nombre"], "240");
    assert_eq!(facts["equipe.mediateurs"]["valeur"]["nombre"], "7");
    let printed = told(&["verifier", at, "--date", "2026-11-23"]);
    assert!(!printed.contains("Personne 3"), "{printed}");
}

/// What the photographs of a lone mediator show: no table, few words of their own.
/// What she has on paper where others keep tables.
const SHEETS: [(&str, &str, &[&str]); 5] = [
    (
        "état du personnel 01-10-2026.png",
        "2026-10-01",
        &["etat-du-personnel"],
    ),
    (
        "relevé d’activité 12-01-2026.png",
        "2026-01-12",
        &["extrait-base-activite", "releve-demandes", "releve-presence"],
    ),
    (
        "enquête satisfaction 05-02-2026.png",
        "2026-02-05",
        &["synthese-satisfaction", "procedure-reclamations"],
    ),
    (
        "protocole 10-10-2025.png",
        "2025-10-10",
        &["protocole-partenarial"],
    ),
    (
        "rencontre partenaires 08-06-2026.png",
        "2026-06-08",
        &["compte-rendu-partenaires", "compte-rendu-concertation"],
    ),
];

/// What was seen and said, as she wrote it down.
const TOLD: [(&str, &str, &str); 8] = [
    ("grille-observation", "observation", "habitants"),
    ("grille-observation", "observation", "partenaires"),
    ("entretien-mediateurs", "entretien", "habitants"),
    ("entretien-encadrants", "entretien", "partenaires"),
    ("entretien-encadrants", "entretien", "bailleur"),
    ("retour-des-parties", "entretien", "habitants"),
    ("retour-des-parties", "entretien", "bailleur"),
    ("controle-fiches", "observation", "partenaires"),
];

#[test]
fn a_lone_mediator_with_photographs_and_no_table_is_assessed_under_reserve() {
    let structure = Structure::of("mediatrice-seule");
    let has = |id: &&&str| structure.has(&TypeId::parse(id).unwrap());
    let papers: Vec<(String, &str, Vec<&str>)> = PAPERS
        .iter()
        .chain(&SHEETS)
        .enumerate()
        .map(|(rank, (name, day, types))| {
            // a phone names its pictures by itself
            let name = match rank {
                4 => format!("IMG_{}_101530.png", day.replace('-', "")),
                _ => name.replace(".pdf", ".png"),
            };
            (name, *day, types.iter().filter(has).copied().collect::<Vec<_>>())
        })
        .filter(|(_, _, types)| !types.is_empty())
        .collect();
    let heap: Vec<(&str, Vec<u8>)> = papers
        .iter()
        .enumerate()
        .map(|(rank, (name, ..))| (name.as_str(), photo(u8::try_from(rank * 8).unwrap())))
        .collect();
    let (dossier, folder) = new("lone", &structure.name, &heap);
    let at = dossier.to_str().unwrap();
    // she says where the pictures go whose names do not
    let said = [
        ("IMG_", "bilan-annuel"),
        ("Projet", "projet"),
        ("planning", "planning"),
        ("relevé", "suivi-activite"),
        ("état", "dossier-rh"),
        ("enquête", "retours"),
        ("protocole", "accord-partenaire"),
        ("rencontre", "rencontres"),
    ];
    let said: Vec<String> = papers
        .iter()
        .filter_map(|(name, ..)| {
            let (_, folder) = said.iter().find(|(start, _)| name.starts_with(start))?;
            Some(format!("{name}={folder}"))
        })
        .collect();
    let said: Vec<&str> = said.iter().flat_map(|said| ["--place", said.as_str()]).collect();
    let sorted = filed(&dossier, &folder, &said);
    // what each shows, copied out
    let mut text = fs::read_to_string(dossier.join("dossier.toml")).unwrap();
    for file in sorted["fichiers"].as_array().unwrap() {
        assert_eq!(file["issue"]["etat"], "rangee", "{file}");
        assert_eq!(file["sans-texte"], true, "{file}");
        let name = file["chemin"].as_str().unwrap().rsplit('/').next().unwrap();
        let (rank, (_, day, types)) = papers
            .iter()
            .enumerate()
            .find(|(_, (own, ..))| own == name)
            .unwrap();
        let told = toml::Value::String(pages(&structure, types, day)).to_string();
        writeln!(
            text,
            "\n[[preuve]]\nid = \"photo-{rank}\"\nfichier = {}\ntypes = {types:?}\nsignee = true\nperiode = [2025-01-01, 2026-11-23]\nlu = [{{ texte = {told}, par = \"médiatrice\", le = 2026-11-02 }}]",
            file["cible"]
        )
        .unwrap();
    }
    for (rank, (kind, way, origin)) in TOLD.iter().enumerate() {
        writeln!(
            text,
            "\n[[preuve]]\nid = \"dit-{rank}\"\ntypes = [\"{kind}\"]\nmodalite = \"{way}\"\norigine = \"{origin}\"\ndate-effet = 2026-09-{:02}",
            rank + 1
        )
        .unwrap();
    }
    fs::write(dossier.join("dossier.toml"), text).unwrap();
    let read = pieces(&report(&dossier));
    let asked = json(&["questions", at]);
    let answers: Vec<String> = asked["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|question| answer(question, &structure, &read).unwrap())
        .collect();
    fs::create_dir_all(dossier.join("reponses")).unwrap();
    let answers = format!("schema = 1\npar = \"médiatrice\"\n{}\n", answers.join("\n"));
    fs::write(dossier.join("reponses/mediatrice.toml"), answers).unwrap();
    assert_eq!(json(&["questions", at])["questions"], serde_json::json!([]));
    let last = report(&dossier);
    let results = &last["resultats"];
    assert_eq!(results["statuts"]["non-evalue"], 0);
    assert_eq!(results["statuts"]["non-conforme"], 0, "{}", results["statuts"]);
    assert!(
        results["statuts"]["conforme"].as_u64().unwrap() >= 40,
        "{}",
        results["statuts"]
    );
    assert_eq!(
        last["entrees"]["calculs"],
        Value::Null,
        "no table, nothing counted"
    );
    // nobody but her has read them: whatever is concluded stays under that reserve
    let reserves = results["reserves"].as_array().unwrap();
    assert!(
        reserves.iter().any(|reserve| reserve.get("images").is_some()),
        "{reserves:?}"
    );
    assert_eq!(results["conclusion"], "pret");
}
